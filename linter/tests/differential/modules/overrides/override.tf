variable "x" {
  default = "overridden"
}

locals {
  y = "overridden too"
}
