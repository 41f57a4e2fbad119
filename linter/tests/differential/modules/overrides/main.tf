variable "x" {
  default = "base"
}

locals {
  y = "base"
}

resource "terraform_data" "a" {
  input            = var.x
  triggers_replace = local.y
}
