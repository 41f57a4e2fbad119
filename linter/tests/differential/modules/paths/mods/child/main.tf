output "at" {
  value = path.module
}
