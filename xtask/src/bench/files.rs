//! The files of one stack: texts as teams write them, with policies, tags, `for_each`, modules and references.

use std::fmt::Write as _;

/// Seeds one directory; equal indexes give equal texts.
pub(super) struct Stack {
    index: usize,
}

const TEAMS: [&str; 9] = [
    "payments",
    "claims",
    "identity",
    "search",
    "ledger",
    "logistics",
    "notify",
    "reporting",
    "fraud",
];
const ENVIRONMENTS: [&str; 3] = ["dev", "staging", "prod"];
const SERVICES: [&str; 7] = [
    "api",
    "worker",
    "gateway",
    "scheduler",
    "exporter",
    "webhook",
    "sync",
];
const ACTIONS: [&str; 6] = [
    "s3:GetObject",
    "s3:PutObject",
    "sqs:SendMessage",
    "sqs:ReceiveMessage",
    "kms:Decrypt",
    "sns:Publish",
];

impl Stack {
    pub(super) fn new(index: usize) -> Self {
        Self { index }
    }

    pub(super) fn team(&self) -> &'static str {
        pick(&TEAMS, self.index)
    }

    pub(super) fn environment(&self) -> &'static str {
        pick(&ENVIRONMENTS, self.index / 3)
    }

    fn service(&self, offset: usize) -> &'static str {
        pick(&SERVICES, self.index + offset)
    }

    /// A number that looks arbitrary and is not.
    fn roll(&self, salt: usize, sides: usize) -> usize {
        let mut x = (self.index as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
            ^ (salt as u64).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x ^= x >> 31;
        x = x.wrapping_mul(0x94d0_49bb_1331_11eb);
        ((x >> 33) % sides as u64) as usize
    }
}

fn pick<'a>(words: &[&'a str], index: usize) -> &'a str {
    words[index % words.len()]
}

/// A root: its own state, provider defaults and remote modules.
pub(super) fn root(stack: &Stack) -> Vec<(&'static str, String)> {
    vec![
        ("versions.tf", backend(stack) + &versions_of(stack)),
        ("variables.tf", variables(stack, true)),
        ("locals.tf", locals(stack)),
        ("iam.tf", iam(stack)),
        ("azuread.tf", azuread(stack)),
        ("storage.tf", storage(stack)),
        ("modules.tf", remote_modules(stack)),
        ("outputs.tf", outputs(stack)),
    ]
}

/// A module: what it is given and what it makes; no provider configuration.
pub(super) fn module(stack: &Stack) -> Vec<(&'static str, String)> {
    vec![
        ("variables.tf", variables(stack, false)),
        ("locals.tf", locals(stack)),
        ("iam.tf", iam(stack)),
        ("azuread.tf", azuread(stack)),
        ("storage.tf", storage(stack)),
        ("outputs.tf", outputs(stack)),
    ]
}

/// A call of a module of [`module`].
pub(super) fn call(stack: &Stack, source: &str, each: bool) -> String {
    let (i, team, environment) = (stack.index, stack.team(), stack.environment());
    let each = if each {
        "  for_each = toset([\"blue\", \"green\"])\n"
    } else {
        ""
    };
    format!(
        r#"module "stack_{i}" {{
  source = "{source}"
{each}  team        = "{team}"
  environment = "{environment}"
  prefix      = "{team}-{i}"
  consumers = {{
    billing = {{ queue = "billing-{i}", read_only = true }}
    audit   = {{ queue = "audit-{i}" }}
  }}
  tags = {{
    cost-centre = "cc-{cc}"
  }}
}}
"#,
        cc = 1000 + stack.roll(1, 9000),
    )
}

fn backend(stack: &Stack) -> String {
    format!(
        "terraform {{\n  backend \"s3\" {{\n    bucket = \"state-{}\"\n    key    = \"{}/{}.tfstate\"\n    region = \"eu-west-2\"\n  }}\n}}\n\n",
        stack.environment(),
        stack.team(),
        stack.index
    )
}

pub(super) fn versions_of(stack: &Stack) -> String {
    let (team, environment) = (stack.team(), stack.environment());
    format!(
        r#"terraform {{
  required_version = ">= 1.9"
  required_providers {{
    aws = {{
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }}
    azuread = {{
      source  = "hashicorp/azuread"
      version = "~> 3.0"
    }}
  }}
}}

provider "aws" {{
  region = "eu-west-2"

  default_tags {{
    tags = {{
      owner         = "{team}-team"
      environment   = "{environment}"
      source-code   = "git.example.com/{team}/infrastructure"
      is-production = "{production}"
    }}
  }}
}}

provider "aws" {{
  alias  = "london"
  region = "eu-west-2"

  default_tags {{
    tags = {{
      owner = "{team}-team"
    }}
  }}
}}

provider "azuread" {{
  tenant_id = "00000000-0000-0000-0000-{tenant:012}"
}}
"#,
        production = environment == "prod",
        tenant = stack.roll(2, 999_999),
    )
}

fn variables(stack: &Stack, defaults: bool) -> String {
    let default = |text: &str| {
        if defaults {
            format!("  default     = {text}\n")
        } else {
            String::new()
        }
    };
    format!(
        r#"variable "team" {{
  description = "The team that answers for everything in this stack"
  type        = string
{team}}}

variable "environment" {{
  description = "dev, staging or prod"
  type        = string
{environment}
  validation {{
    condition     = contains(["dev", "staging", "prod"], var.environment)
    error_message = "The environment must be dev, staging or prod."
  }}
}}

variable "prefix" {{
  type = string
{prefix}}}

variable "retention_days" {{
  description = "How long messages and objects are kept"
  type        = number
  default     = {days}
}}

variable "consumers" {{
  description = "Who reads from the queue, by name"
  type = map(object({{
    queue     = string
    read_only = optional(bool, false)
    actions   = optional(list(string), ["{action}"])
  }}))
{consumers}}}

variable "tags" {{
  type    = map(string)
  default = {{}}
}}

variable "vpc_id" {{
  description = "Given by the platform team's pipeline"
  type        = string
  default     = null
}}

variable "application_end" {{
  description = "When the partner's application password must be renewed"
  type        = string
  default     = "2027-0{month}-01T00:00:00Z"
}}
"#,
        team = default(&format!("\"{}\"", stack.team())),
        environment = default(&format!("\"{}\"\n", stack.environment())),
        prefix = default(&format!("\"{}-{}\"", stack.team(), stack.index)),
        days = 7 + stack.roll(3, 90),
        action = pick(&ACTIONS, stack.index),
        consumers = default("{\n    billing = { queue = \"billing\" }\n  }"),
        month = 1 + stack.roll(4, 8),
    )
}

fn locals(stack: &Stack) -> String {
    let service = stack.service(0);
    let mut buckets = String::new();
    for offset in 0..3 + stack.roll(5, 4) {
        let _ = writeln!(
            buckets,
            "    {name}-{offset} = {{ versioned = {versioned}, prefix = \"{name}/\" }}",
            name = stack.service(offset),
            versioned = offset % 2 == 0,
        );
    }
    format!(
        r#"locals {{
  name   = join("-", [var.prefix, "{service}"])
  is_prod = var.environment == "prod"

  common_tags = merge(
    var.tags,
    {{
      application   = local.name
      owner         = "${{var.team}}-team"
      business-unit = title(replace(var.team, "-", " "))
    }},
  )

  buckets = {{
{buckets}  }}

  writers = {{
    for name, consumer in var.consumers : name => consumer
    if !consumer.read_only
  }}

  queue_names = distinct(compact(concat(
    [for consumer in values(var.consumers) : consumer.queue],
    local.is_prod ? ["${{local.name}}-dead-letter"] : [],
  )))

  alarm_threshold = local.is_prod ? 1 : 10
  log_group       = format("/aws/%s/%s", var.environment, local.name)
  partner_hosts   = try(split(",", lookup(var.tags, "partner-hosts", "")), [])
  subnets         = [for index in range(3) : cidrsubnet("10.{octet}.0.0/16", 8, index)]
  settings = {{
    log_level = coalesce(lookup(var.tags, "log-level", null), "info")
    region    = "eu-west-2"
    replicas  = max(2, length(var.consumers))
  }}
}}
"#,
        octet = stack.roll(6, 255),
    )
}

fn iam(stack: &Stack) -> String {
    let (service, action, other) = (
        stack.service(1),
        pick(&ACTIONS, stack.index),
        pick(&ACTIONS, stack.index + 2),
    );
    let mut text = format!(
        r#"resource "aws_iam_role" "{service}" {{
  name = "${{local.name}}-{service}"
  tags = local.common_tags

  assume_role_policy = jsonencode({{
    Version = "2012-10-17"
    Statement = [{{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = {{ Service = "ecs-tasks.amazonaws.com" }}
    }}]
  }})
}}

resource "aws_iam_role_policy" "{service}" {{
  name = "queues"
  role = aws_iam_role.{service}.id

  policy = <<-POLICY
    {{
      "Version": "2012-10-17",
      "Statement": [
        {{
          "Effect": "Allow",
          "Action": ["{action}", "{other}"],
          "Resource": "${{aws_sqs_queue.main.arn}}"
        }},
        {{
          "Effect": "Allow",
          "Action": "kms:Decrypt",
          "Resource": "arn:aws:kms:eu-west-2:${{data.aws_caller_identity.current.account_id}}:key/*"
        }}
      ]
    }}
  POLICY
}}

resource "aws_iam_user" "writer" {{
  for_each = local.writers

  name = "${{local.name}}-${{each.key}}"
  path = "/system/"
  tags = merge(local.common_tags, {{ consumer = each.key }})
}}
"#
    );
    if stack.roll(7, 3) == 0 {
        text.push_str(
            r#"
resource "aws_iam_access_key" "writer" {
  for_each = aws_iam_user.writer

  user = each.value.name
}
"#,
        );
    }
    text.push_str("\ndata \"aws_caller_identity\" \"current\" {}\n");
    text
}

fn azuread(stack: &Stack) -> String {
    let (service, team) = (stack.service(2), stack.team());
    format!(
        r#"data "azuread_group" "owners" {{
  display_name = "{team}-team"
}}

resource "azuread_application" "partner" {{
  display_name     = "${{local.name}}-{service}"
  owners           = data.azuread_group.owners.members
  sign_in_audience = "AzureADMyOrg"

  required_resource_access {{
    resource_app_id = "00000003-0000-0000-c000-000000000000"

    resource_access {{
      id   = "e1fe6dd8-ba31-4d61-89e7-88639da4683d"
      type = "Scope"
    }}
  }}

  dynamic "app_role" {{
    for_each = var.consumers
    content {{
      allowed_member_types = ["Application"]
      description          = "Reads ${{app_role.value.queue}}"
      display_name         = title(app_role.key)
      enabled              = true
      id                   = uuidv5("dns", "${{app_role.key}}.{service}.example.com")
      value                = app_role.key
    }}
  }}
}}

resource "azuread_service_principal" "partner" {{
  client_id = azuread_application.partner.client_id
  owners    = azuread_application.partner.owners
}}

resource "time_rotating" "partner" {{
  rotation_days = {days}
}}

resource "azuread_application_password" "partner" {{
  application_id = azuread_application.partner.id
  display_name   = "{service}"
  end_date       = var.application_end

  rotate_when_changed = {{
    rotation = time_rotating.partner.id
  }}
}}
"#,
        days = 30 + stack.roll(8, 60),
    )
}

fn storage(stack: &Stack) -> String {
    let service = stack.service(3);
    format!(
        r#"resource "aws_s3_bucket" "data" {{
  for_each = local.buckets

  bucket = "${{local.name}}-${{each.key}}"
  tags   = local.common_tags
}}

resource "aws_s3_bucket_versioning" "data" {{
  for_each = {{ for name, bucket in local.buckets : name => bucket if bucket.versioned }}

  bucket = aws_s3_bucket.data[each.key].id

  versioning_configuration {{
    status = "Enabled"
  }}
}}

resource "aws_s3_bucket_public_access_block" "data" {{
  for_each = aws_s3_bucket.data

  bucket                  = each.value.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}}

resource "aws_s3_bucket_lifecycle_configuration" "data" {{
  for_each = local.buckets

  bucket = aws_s3_bucket.data[each.key].id

  rule {{
    id     = "expire-old-versions"
    status = each.value.versioned ? "Enabled" : "Disabled"

    noncurrent_version_expiration {{
      noncurrent_days = var.retention_days
    }}
  }}
}}

resource "aws_sqs_queue" "main" {{
  name                      = "${{local.name}}-{service}"
  message_retention_seconds = min(var.retention_days, 14) * 86400
  kms_master_key_id         = "alias/${{var.team}}"

  redrive_policy = jsonencode({{
    deadLetterTargetArn = aws_sqs_queue.dead.arn
    maxReceiveCount     = {count}
  }})

  tags = local.common_tags
}}

resource "aws_sqs_queue" "dead" {{
  name = "${{local.name}}-{service}-dead-letter"
  tags = local.common_tags
}}

resource "aws_cloudwatch_log_group" "main" {{
  name              = local.log_group
  retention_in_days = local.is_prod ? 365 : 30
}}

resource "aws_security_group" "main" {{
  name   = local.name
  vpc_id = var.vpc_id

  ingress {{
    description = "from the load balancer" # and nothing else
    from_port   = {port}
    to_port     = {port}
    protocol    = "tcp"
    cidr_blocks = local.subnets
  }}
}}
"#,
        count = 3 + stack.roll(9, 8),
        port = 8000 + stack.roll(10, 999),
    )
}

fn remote_modules(stack: &Stack) -> String {
    let team = stack.team();
    let mut text = String::new();
    for (offset, kind) in ["rds", "elasticache", "dynamodb", "opensearch"]
        .iter()
        .enumerate()
    {
        let _ = write!(
            text,
            r#"module "{kind}" {{
  source = "git::ssh://git@git.example.com/platform/terraform-{kind}.git?ref=v{major}.{minor}"

  name                  = "${{local.name}}-{kind}"
  team_name             = var.team
  namespace             = "{team}-${{var.environment}}"
  environment_name      = var.environment
  is_production         = local.is_prod
  infrastructure_support = "{team}@example.com"
  instance_class        = local.is_prod ? "db.m6g.large" : "db.t4g.micro"
  allowed_cidrs         = local.subnets
  tags                  = local.common_tags
}}

"#,
            major = 1 + stack.roll(11 + offset, 7),
            minor = stack.roll(21 + offset, 20),
        );
    }
    text
}

fn outputs(stack: &Stack) -> String {
    let service = stack.service(1);
    format!(
        r#"output "role_arn" {{
  description = "For the task definition of the service"
  value       = aws_iam_role.{service}.arn
}}

output "queue_url" {{
  value = aws_sqs_queue.main.url
}}

output "buckets" {{
  description = "Names of the buckets, by purpose"
  value       = {{ for name, bucket in aws_s3_bucket.data : name => bucket.bucket }}
}}

output "writers" {{
  value = [for user in aws_iam_user.writer : user.arn]
}}

output "partner_client_id" {{
  description = "What the partner configures on its side; the password goes through the secrets manager"
  value       = azuread_application.partner.client_id
}}

output "partner_password" {{
  value     = azuread_application_password.partner.value
  sensitive = true
}}

output "log_group" {{
  description = "Where the service writes; alarms of the platform team read the same name"
  value = {{
    name      = aws_cloudwatch_log_group.main.name
    retention = aws_cloudwatch_log_group.main.retention_in_days
    hosts     = sort([for host in local.partner_hosts : lower(trimspace(host))])
  }}
}}

output "settings" {{
  value = merge(local.settings, {{ queues = local.queue_names, threshold = local.alarm_threshold }})
}}
"#
    )
}

/// One small file with one identity, for measuring the start.
pub(super) fn small() -> &'static str {
    r#"resource "aws_iam_user" "ci" {
  name = "ci"
  tags = { owner = "platform-team" }
}

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}
"#
}
