variable "plain" {
  default = "a"
}

variable "typed" {
  type    = number
  default = "5"
}

variable "objects" {
  type = map(object({
    owner = string
    days  = optional(number, 30)
    tags  = optional(map(string), { team = "none" })
    note  = optional(string)
  }))
  default = {
    first  = { owner = "ann" }
    second = { owner = "bob", days = "7", tags = { team = "x" }, note = "n", dropped = true }
  }
}

variable "list" {
  type    = list(string)
  default = [1, true, "x"]
}

variable "set" {
  type    = set(string)
  default = ["b", "a", "b"]
}

variable "tuple" {
  type    = tuple([string, number])
  default = [1, "2"]
}

variable "any_map" {
  type    = map(any)
  default = { a = 1, b = "x" }
}

variable "from_file" {
  type = list(number)
}

resource "terraform_data" "plain" {
  input = var.plain
}

resource "terraform_data" "typed" {
  input = var.typed
}

resource "terraform_data" "objects" {
  input = var.objects
}

resource "terraform_data" "rest" {
  input = {
    list    = var.list
    set     = var.set
    tuple   = var.tuple
    any_map = var.any_map
    file    = var.from_file
  }
}
