module "given" {
  source = "./child"
  soft   = "x"
  hard   = "x"
}

module "nulls" {
  source = "./child"
  soft   = null
  hard   = null
}

module "absent" {
  source = "./child"
}

resource "terraform_data" "all" {
  input = [module.given.both, module.nulls.both, module.absent.both]
}
