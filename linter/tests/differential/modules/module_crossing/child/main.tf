variable "input" {}

output "fixed" {
  value = "fixed"
}

output "given" {
  value = var.input
}
