locals {
  list  = [{ id = 1, sub = [{ v = "a" }] }, { id = 2, sub = [{ v = "b" }, { v = "c" }] }]
  one   = { id = 9 }
  empty = []
  none  = null
}

resource "terraform_data" "a" {
  input = {
    full    = local.list[*].id
    nested  = local.list[*].sub[*].v
    attr    = local.list.*.id
    indexed = local.list[*].sub[0].v
    after   = local.list.*.sub[1]
    single  = local.one[*].id
    empty   = local.empty[*].id
    none    = local.none[*].id
  }
}
