# A trial that was to last a week.

# extid: subject actor=ai_agent purpose="Sorts claims by urgency"
resource "aws_iam_user" "claims_agent" {
  name = "claims-agent"

  tags = {
    team = "claims"
  }
}

resource "aws_iam_access_key" "claims_agent" {
  user = aws_iam_user.claims_agent.name
}

resource "aws_iam_user_policy" "claims_agent" {
  name = "trial"
  user = aws_iam_user.claims_agent.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "*"
      Resource = "*"
    }]
  })
}
