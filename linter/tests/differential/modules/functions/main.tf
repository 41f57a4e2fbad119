locals {
  tags = merge({ a = 1 }, { b = "x" })
}

resource "terraform_data" "a" {
  input = {
    merged  = local.tags
    concat  = concat([["a"], ["b"]]...)
    set     = toset(["b", "a", "b"])
    length  = length(local.tags)
    upper   = upper("x")
    flat    = flatten([["a"], ["b", ["c"]]])
    found   = lookup(local.tags, "a", "none")
    missing = lookup(local.tags, "z", "none")
    json    = jsonencode({ Action = "*", Resource = ["a", 1] })
    back    = jsondecode("{\"a\": [1, null]}").a
    one     = one(["x"])
    keys    = keys(local.tags)
    format  = format("%s-%02d", "x", 7)
    empty   = tolist([]) == []
  }
}

resource "terraform_data" "rendered" {
  input = templatefile("${path.module}/greeting.tftpl", { names = ["a", "b"], who = "you" })
}

resource "terraform_data" "file" {
  input = file("${path.module}/greeting.tftpl")
}
