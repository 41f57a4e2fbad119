variable "names" {
  default = ["a", "b"]
}

resource "terraform_data" "strings" {
  input = [
    "plain",
    "n=${5} b=${true} f=${1.50}",
    "escaped $${x} %%{y} \t \"q\" \u00e9",
    "${"nested ${1 + 1}"}",
    "%{ if length(var.names) > 1 }many%{ else }one%{ endif }",
    "%{ for n in var.names }<${n}>%{ endfor }",
    "%{ for i, n in var.names ~}  ${i}${n}  %{ endfor ~}  end",
  ]
}

resource "terraform_data" "heredoc" {
  input = <<-EOT
    first ${var.names[0]}
      indented
    %{ for n in var.names ~}
    - ${n}
    %{ endfor ~}
    last
  EOT
}

resource "terraform_data" "flush" {
  input = <<EOT
  kept ${var.names[1]}
EOT
}
