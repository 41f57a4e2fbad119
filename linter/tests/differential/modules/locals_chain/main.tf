locals {
  base   = { name = "svc", env = "prod" }
  name   = "${local.base.name}-${local.base.env}"
  labels = { for k, v in local.base : "label_${k}" => "${v}!" }
  nested = { a = { b = { c = [local.name, local.labels] } } }
}

resource "terraform_data" "a" {
  input = local.nested.a.b.c[1].label_env
}

resource "terraform_data" "b" {
  input            = local.nested
  triggers_replace = [local.name]
}
