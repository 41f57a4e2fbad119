variable "name" {
  type = string
}

resource "terraform_data" "inner" {
  input = "in ${var.name}"
}

output "name" {
  value = terraform_data.inner.input
}
