# What the expressions of expressions.txt may refer to.

variable "people" {
  type = list(object({
    name = string
    age  = optional(number, 5)
    home = optional(object({ city = optional(string, "x") }), {})
  }))
  default = [{ name = 1 }, { name = "q", age = null, home = { city = null }, zip = 1 }]
}

variable "pair" {
  type    = object({ a = string, b = optional(bool) })
  default = { a = true, b = "true" }
}

variable "any_map" {
  type    = map(any)
  default = { a = 1, b = "x", c = true }
}

variable "any_list" {
  type    = list(any)
  default = [null, 1, "a"]
}

variable "numbers" {
  type    = set(number)
  default = ["3", "1", "2", 1]
}

variable "row" {
  type    = tuple([string, number, bool])
  default = [1, "2", "false"]
}

variable "nested" {
  type    = map(list(map(string)))
  default = { a = [{ b = 1 }, { c = true }] }
}

variable "from_map" {
  type    = object({ a = string, b = optional(string, "none") })
  default = { a = "1" }
}

variable "tags" {
  type    = map(string)
  default = null
}

variable "secret" {
  type      = string
  sensitive = true
  default   = "s3cret"
}

# Its id is unknown: nothing has been applied.
resource "terraform_data" "x" {}

locals {
  template = "hello $${name}"
  unknown  = jsondecode(terraform_data.x.id)
  word     = terraform_data.x.id
  words    = tolist(split(",", terraform_data.x.id))
}
