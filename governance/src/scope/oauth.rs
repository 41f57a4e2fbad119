//! OAuth 2 scopes that stand for everything, whoever the vendor is.
//!
//! Words that are wide at one vendor only (`api` at GitLab, `repo` at GitHub) belong to that vendor's rows.

use super::{Row, is_wildcard, look_up};

/// Sources: identity catalogue 1.3; RFC 6749 leaves scope values to the server, so only words that servers use
/// for all of their access stand here.
const SCOPES: &[Row] = &[
    ("all", "every scope there is"),
    ("all-apis", "every API of the workspace"),
    ("all_apis", "every API of the workspace"),
    (".default", "every permission that was ever consented to"),
    ("admin", "administration of everything"),
    ("administrator", "administration of everything"),
    ("root", "administration of everything"),
    ("superuser", "administration of everything"),
    ("sudo", "acting as any user"),
    ("admin_mode", "administration of everything"),
    ("full_access_as_app", "every mailbox of the organisation"),
    ("full_access_as_user", "everything that the user can reach"),
    ("applied-permissions/admin", "administration of everything"),
    ("applied-permissions/*", "every permission of the platform"),
    (
        "https://www.googleapis.com/auth/cloud-platform",
        "every API of the project",
    ),
];

pub(super) fn unbounded(text: &str) -> Option<&'static str> {
    if is_wildcard(text) {
        return Some("every scope there is");
    }
    let lower = text.to_ascii_lowercase();
    if lower == "full_access" || lower.starts_with("full_access_") || lower.starts_with("full_access:") {
        return Some("full access");
    }
    // `api://…/.default` and `https://graph.microsoft.com/.default` ask for all that was consented to.
    if lower.ends_with("/.default") {
        return look_up(SCOPES, ".default");
    }
    // Okta's management API, one noun each: `okta.users.manage`.
    let okta: Vec<&str> = lower.split('.').collect();
    if let ["okta", noun, "manage"] = okta.as_slice()
        && !noun.ends_with(".self")
    {
        return Some("every change to every object of that kind in the tenant");
    }
    look_up(SCOPES, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_everything_are_unbounded() {
        for text in [
            "*",
            ".*",
            "*:*",
            "all",
            "ALL-APIS",
            "admin",
            "root",
            "full_access",
            "full_access_as_app",
            ".default",
            "https://graph.microsoft.com/.default",
            "okta.users.manage",
            "https://www.googleapis.com/auth/cloud-platform",
        ] {
            assert!(unbounded(text).is_some(), "{text:?} was called bounded");
        }
    }

    #[test]
    fn words_for_one_thing_are_bounded() {
        for text in [
            "openid",
            "offline_access",
            "tickets:read",
            "tickets:*",
            "read:*",
            "okta.users.read",
            "okta.users.manage.self",
            "https://www.googleapis.com/auth/cloud-platform.read-only",
            "full_accessory",
            "default",
        ] {
            assert!(unbounded(text).is_none(), "{text:?} was called unbounded");
        }
    }
}
