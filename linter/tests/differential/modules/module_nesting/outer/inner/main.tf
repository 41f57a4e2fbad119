variable "item" {}

variable "level" {}

resource "terraform_data" "it" {
  input = { item = var.item, level = var.level }
}

output "level" {
  value = terraform_data.it.input.level
}
