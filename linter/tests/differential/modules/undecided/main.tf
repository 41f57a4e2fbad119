resource "terraform_data" "seed" {
  input = "s"
}

locals {
  later = terraform_data.seed.id
}

resource "terraform_data" "branch" {
  input = local.later == "x" ? "a" : "b"
}

resource "terraform_data" "text" {
  input = "before-${local.later}-after"
}

resource "terraform_data" "object" {
  input = { known = 1, unknown = local.later, nested = { also = "k", not = [local.later] } }
}

resource "terraform_data" "decided" {
  input = false && local.later == "x" ? "a" : "b"
}

resource "terraform_data" "null_check" {
  input = local.later == null ? "null" : "some"
}
