terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
    azuread = {
      source  = "hashicorp/azuread"
      version = "~> 3.0"
    }
    extid = {
      source = "extid/extid"
    }
  }
}

provider "aws" {
  region = "eu-west-2"
}

variable "claims_api_key" {
  description = "For the claims API, until the vault is ready"
  type        = string
  sensitive   = true
  default     = "c9Tq2-7VxLr-0mWz8-KfPn4"
}

resource "aws_ssm_parameter" "claims_api_key" {
  name  = "/claims/api-key"
  type  = "SecureString"
  value = var.claims_api_key
}

resource "extid_owner" "integrations" {
  name    = "integrations"
  kind    = "team"
  contact = "integrations@example.com"
}
