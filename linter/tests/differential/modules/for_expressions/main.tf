locals {
  people = [
    { name = "a", team = "x", age = 3 },
    { name = "b", team = "y", age = 2 },
    { name = "c", team = "x", age = 1 },
  ]
}

resource "terraform_data" "lists" {
  input = [
    [for p in local.people : p.name],
    [for i, p in local.people : "${i}-${p.name}" if p.age > 1],
    [for k, v in { b = 1, a = 2 } : "${k}${v}"],
    [for p in local.people : [for q in local.people : "${p.name}${q.name}" if p.name != q.name]],
  ]
}

resource "terraform_data" "objects" {
  input = {
    by_name = { for p in local.people : p.name => p }
    grouped = { for p in local.people : p.team => p.name... }
    numbers = { for i, p in local.people : i => p.age }
  }
}
