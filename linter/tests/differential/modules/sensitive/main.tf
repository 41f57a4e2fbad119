variable "secret" {
  default   = "s3cret"
  sensitive = true
}

locals {
  wrapped = { value = var.secret, clear = "c" }
}

resource "terraform_data" "a" {
  input = local.wrapped
}

resource "terraform_data" "b" {
  input = "x-${var.secret}"
}

output "it" {
  value     = local.wrapped.value
  sensitive = true
}
