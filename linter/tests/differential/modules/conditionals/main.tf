variable "on" {
  default = true
}

variable "none" {
  type    = string
  default = null
}

resource "terraform_data" "types" {
  input = [
    var.on ? 1 : "a",
    var.on ? true : "a",
    !var.on ? "a" : 1,
    var.on ? null : "x",
    var.on ? "x" : null,
    var.none == null ? "was null" : var.none,
  ]
}

resource "terraform_data" "objects" {
  input = var.on ? { a = 1, b = "x" } : { a = 2, b = "y" }
}

resource "terraform_data" "maps" {
  input = var.on ? { a = 1 } : { b = "y" }
}

resource "terraform_data" "tuples" {
  input = var.on ? [1, 2] : []
}
