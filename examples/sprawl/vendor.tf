# The courier books pick-ups. Its contract ended in March.

resource "extid_relationship" "courier" {
  name         = "courier"
  kind         = "vendor_contract"
  counterparty = "Swift Parcels Ltd"
  owner        = extid_owner.integrations.id
  starts_at    = "2024-04-01T00:00:00Z"
  ends_at      = "2026-03-31T00:00:00Z"

  offboarding = {
    deadline = "7d"
  }
}

resource "extid_identity_class" "vendors" {
  name       = "vendors"
  actor_type = "external"
  owner      = extid_owner.integrations.id
}

resource "extid_partner" "courier" {
  name         = "courier"
  class        = extid_identity_class.vendors.id
  relationship = extid_relationship.courier.id
  purpose      = "Books pick-ups of damaged goods"
  expires_at   = "2027-06-30T00:00:00Z"
}

resource "azuread_application" "courier" {
  display_name = "courier-booking"
}

resource "azuread_application_password" "courier" {
  application_id = azuread_application.courier.id
  display_name   = "booking"
  end_date       = "2051-10-06T00:00:00Z"
}
