# What deploys all this.

locals {
  robots = {
    deploy = { team = null }
    backup = { team = "storage" }
  }
}

# extid: subject actor=service
resource "aws_iam_user" "robot" {
  for_each = local.robots

  name = "svc-${each.key}"
  tags = each.value.team == null ? {} : { team = each.value.team }

  lifecycle {
    ignore_changes = all
  }
}

resource "aws_iam_access_key" "robot" {
  for_each = aws_iam_user.robot

  user = each.value.name
}

resource "aws_iam_user_policy_attachment" "deploy" {
  user       = aws_iam_user.robot["deploy"].name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

# Someone had to look something up in the console, once.
resource "aws_iam_user_login_profile" "backup" {
  user = aws_iam_user.robot["backup"].name
}
