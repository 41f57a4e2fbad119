variable "config" {
  type = object({ level = number, items = list(string), extra = optional(string, "e") })
}

module "inner" {
  source   = "./inner"
  for_each = { for item in var.config.items : item => var.config }
  item     = each.key
  level    = each.value.level + 1
}

output "depth" {
  value = module.inner["a"].level
}

output "report" {
  value = [for key, inner in module.inner : "${key}:${inner.level}:${var.config.extra}"]
}
