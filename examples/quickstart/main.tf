terraform {
  required_version = ">= 1.8"

  required_providers {
    extid = {
      source = "extid/extid"
    }
  }
}

provider "extid" {}

# Who answers.

resource "extid_owner" "support" {
  name    = "support"
  kind    = "team"
  contact = "support-oncall@example.com"
  backups = [extid_owner.platform.id]
}

resource "extid_owner" "platform" {
  name    = "platform"
  kind    = "team"
  contact = "platform@example.com"
}

# Why it exists, and until when.

resource "extid_relationship" "replies" {
  name         = "ticket-replies"
  kind         = "agent_workflow"
  counterparty = "Support"
  owner        = extid_owner.support.id
  starts_at    = "2026-10-01T00:00:00Z"
  ends_at      = "2027-03-31T00:00:00Z"

  offboarding = {
    deadline = "24h"
    steps    = ["archive the draft replies"]
  }
}

# How its access is taken away.

resource "extid_revocation_path" "agents" {
  name         = "agents"
  target_time  = "10m"
  max_residual = "15m"
  runbook      = "https://runbooks.example.com/agents"

  covers = {
    api_key      = "disable"
    access_token = "introspection"
    delegation   = "delete"
  }

  last_tested_at = "2026-11-02T09:00:00Z"
}

# How agents of this kind behave.

resource "extid_identity_class" "assistant" {
  name            = "assistant"
  actor_type      = "ai_agent"
  owner           = extid_owner.platform.id
  revocation_path = extid_revocation_path.agents.id

  authentication = {
    methods = ["api_key"]
  }

  token_policy = {
    access_ttl = "15m"
  }

  review = {
    every       = "30d"
    reviewers   = [extid_owner.platform.id]
    no_response = "suspend"
  }

  runtime_authorization = {
    pdp           = "https://pdp.example.com"
    reevaluate_on = ["per_call"]
  }
}

# What it may touch.

resource "extid_scope" "tickets_read" {
  name          = "tickets:read"
  resource      = "https://tickets.example.com"
  actions       = ["read"]
  sensitivity   = "moderate"
  assignable_to = ["ai_agent"]
}

resource "extid_scope" "replies_write" {
  name          = "replies:write"
  resource      = "https://tickets.example.com"
  actions       = ["write"]
  sensitivity   = "moderate"
  assignable_to = ["ai_agent"]
}

# The agent.

resource "extid_agent" "replies" {
  name         = "reply-assistant"
  class        = extid_identity_class.assistant.id
  owner        = extid_owner.support.id
  relationship = extid_relationship.replies.id
  purpose      = "Drafts replies to support tickets for a person to send"
  environment  = "production"
  consumer     = "reply-service"
  expires_at   = "2027-02-15T00:00:00Z"

  autonomy      = "act_with_approval"
  tools         = ["tickets.search", "tickets.read", "replies.draft"]
  max_instances = 1

  max_actions = {
    count = 500
    per   = "1h"
  }

  spend_limit = {
    amount   = 20
    currency = "EUR"
    per      = "1d"
  }

  kill_switch = {
    target_time = "5m"
  }

  access_path = {
    entrypoint   = "https://gateway.example.com/agents"
    boundary     = "support"
    data_classes = ["customer-message"]
    via          = "agent-gateway"
  }
}

resource "extid_grant" "replies" {
  name          = "tickets"
  identity      = extid_agent.replies.id
  scopes        = [extid_scope.tickets_read.id, extid_scope.replies_write.id]
  justification = "Reads tickets and leaves drafts; sending stays with people"
  approved_by   = "support-lead@example.com"
  approved_at   = "2026-11-20T10:00:00Z"
  persistence   = "per_task"
}

resource "extid_credential" "replies" {
  name     = "runtime"
  identity = extid_agent.replies.id
  kind     = "api_key"
  ttl      = "14d"

  # Only the runtime can unseal it.
  recipients = ["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kudn5vmxqtzwz0t"]

  rotation = {
    every   = "7d"
    overlap = "1d"
  }
}
