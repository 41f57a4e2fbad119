module "a" {
  source = "./child"
  input  = "from root"
}

module "b" {
  source = "./child"
  input  = module.a.fixed
}

module "c" {
  source = "./child"
  input  = module.b.given
}

resource "terraform_data" "all" {
  input = [module.a.given, module.b.given, module.c.given]
}
