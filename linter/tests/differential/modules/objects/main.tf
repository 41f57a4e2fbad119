locals {
  key = "dyn"
}

resource "terraform_data" "a" {
  input = {
    plain        = 1
    "quoted key" = 2
    (local.key)  = 3
    "${local.key}-x" = 4
    5            = "five"
    nested       = { list = [1, [2, [3]]], empty = {}, none = null }
    twice        = "first"
    twice        = "last"
  }
}

resource "terraform_data" "b" {
  input = [{ a = 1 }.a, { a = 1 }["a"], [[1, 2], [3]][0][1], ["x", "y"]["1"]]
}
