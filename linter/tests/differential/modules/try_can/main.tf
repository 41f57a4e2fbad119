locals {
  data = { a = { b = 1 }, list = [1] }
}

resource "terraform_data" "a" {
  input = [
    try(local.data.a.b, "no"),
    try(local.data.x.b, "no"),
    try(local.data.list[5], local.data.nope, "last"),
    can(local.data.a.b),
    can(local.data.a.z),
    try(1 + "x", -1),
    can(local.data.list[0] + 1),
  ]
}
