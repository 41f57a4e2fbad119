module "m" {
  source = "./mods/child"
}

resource "terraform_data" "a" {
  input = [path.module, path.root, terraform.workspace, module.m.at]
}
