variable "users" {
  type = map(object({ role = string }))
  default = {
    zed = { role = "admin" }
    ann = { role = "reader" }
  }
}

variable "names" {
  type    = set(string)
  default = ["y", "x"]
}

resource "terraform_data" "user" {
  for_each = var.users
  input    = { name = each.key, role = each.value.role }
}

resource "terraform_data" "name" {
  for_each = var.names
  input    = "${each.key}=${each.value}"
}

resource "terraform_data" "chained" {
  for_each = terraform_data.user
  input    = "${each.key} is ${each.value.input.role}"
}

resource "terraform_data" "filtered" {
  for_each = { for k, v in var.users : k => v if v.role == "admin" }
  input    = each.value
}

resource "terraform_data" "reader" {
  input = terraform_data.user["ann"].input.role
}
