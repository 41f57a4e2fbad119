variable "n" {
  default = 3
}

resource "terraform_data" "many" {
  count = var.n
  input = "n${count.index}"
}

resource "terraform_data" "none" {
  count = var.n > 5 ? 1 : 0
  input = "never"
}

resource "terraform_data" "reader" {
  input = {
    splat   = terraform_data.many[*].input
    legacy  = terraform_data.many.*.input
    one     = terraform_data.many[1].input
    attempt = try(terraform_data.none[0].input, "nothing")
    loop    = [for i, d in terraform_data.many : "${i}:${d.input}"]
  }
}
