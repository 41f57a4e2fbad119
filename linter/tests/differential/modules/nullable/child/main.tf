variable "soft" {
  type    = string
  default = "soft default"
}

variable "hard" {
  type     = string
  default  = "hard default"
  nullable = false
}

output "both" {
  value = { soft = var.soft, hard = var.hard }
}
