module "m" {
  source = "./child"
  count  = 2
  name   = "m${count.index}"
}

module "keyed" {
  source   = "./child"
  for_each = { a = "x", b = "y" }
  name     = "${each.key}-${each.value}"
}

resource "terraform_data" "reader" {
  input = {
    counted = module.m[*].name
    second  = module.m[1].name
    keyed   = { for k, m in module.keyed : k => m.name }
    one     = module.keyed["b"].name
  }
}
