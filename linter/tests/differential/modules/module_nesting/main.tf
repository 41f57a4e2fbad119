module "outer" {
  source = "./outer"
  config = { level = 1, items = ["a", "b"] }
}

output "depth" {
  value = module.outer.depth
}

resource "terraform_data" "reader" {
  input = module.outer.report
}
