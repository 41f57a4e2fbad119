variable "n" {
  default = 7
}

resource "terraform_data" "arithmetic" {
  input = [1 + 2 * 3, (1 + 2) * 3, 7 / 2, 7 % 4, -7 % 4, -var.n, "3" + "4", 1 / 3, 0.1 + 0.2, 1e3, 100000000000000000000 + 1]
}

resource "terraform_data" "logic" {
  input = [true && false, true || false, !true, 1 < 2, 2 <= 2, 3 > 4, "5" >= 4, 0.1 + 0.2 == 0.3, "1" == 1, null == null, [] == [], {} == {}, { a = 1 } == { a = 1 }]
}

resource "terraform_data" "precedence" {
  input = [1 + 2 == 3 && !false || false, -1 - -1, 2 - 1 - 1, 8 / 2 / 2]
}
