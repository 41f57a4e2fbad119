//! Microsoft Graph permissions and Entra directory roles that reach the whole tenant.

use super::{Row, is_wildcard, look_up};

/// Application permissions by GUID, as `azuread` writes them. Sources: identity catalogue 1.3; Microsoft Graph
/// permissions reference. Delegated permissions have other GUIDs and stay within the user.
const PERMISSIONS: &[Row] = &[
    (
        "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9",
        "Application.ReadWrite.All: every application of the tenant",
    ),
    (
        "06b708a9-e830-4db3-a914-8e69da51d44f",
        "AppRoleAssignment.ReadWrite.All: any permission, also to itself",
    ),
    (
        "19dbc75e-c2e2-444c-a770-ec69d8559fc7",
        "Directory.ReadWrite.All: every object of the directory",
    ),
    (
        "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8",
        "RoleManagement.ReadWrite.Directory: any directory role",
    ),
    (
        "741f803b-c850-494e-b5df-cde7c675a1ca",
        "User.ReadWrite.All: every user of the tenant",
    ),
    (
        "62a82d76-70ea-41e2-9197-370581804d09",
        "Group.ReadWrite.All: every group of the tenant",
    ),
    (
        "75359482-378d-4052-8f01-80520e7db3cd",
        "Files.ReadWrite.All: every file of the tenant",
    ),
    (
        "e2a3a72e-5f79-4c64-b1b1-878b674786c9",
        "Mail.ReadWrite: every mailbox of the tenant",
    ),
    (
        "a82116e5-55eb-4c41-a434-62fe8a61c773",
        "Sites.FullControl.All: every site of the tenant",
    ),
    (
        "dc890d15-9560-4a4c-9b7f-a736ec74ec40",
        "full_access_as_app: every mailbox of the tenant",
    ),
    ("full_access_as_app", "every mailbox of the tenant"),
    ("full_access_as_user", "everything that the user can reach"),
    ("RoleManagement.ReadWrite.Directory", "any directory role"),
    (".default", "every permission that was ever consented to"),
];

/// Directory roles that hold everything or can give it to themselves. Source: Entra built-in roles, the ones
/// marked privileged that take over other identities.
const ROLES: &[Row] = &[
    (
        "62e90394-69f5-4237-9190-012177145e10",
        "Global Administrator: the whole tenant",
    ),
    ("Global Administrator", "the whole tenant"),
    ("Company Administrator", "the whole tenant"),
    (
        "e8611ab8-c189-46e8-94e1-60213ab1f814",
        "Privileged Role Administrator: any role, also to itself",
    ),
    ("Privileged Role Administrator", "any role, also to itself"),
    (
        "7be44c8a-adaf-4e2a-84d6-ab2649e08a13",
        "Privileged Authentication Administrator: any account's sign-in",
    ),
    ("Privileged Authentication Administrator", "any account's sign-in"),
    (
        "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
        "Application Administrator: a credential on any application",
    ),
    ("Application Administrator", "a credential on any application"),
    (
        "158c047a-c907-4556-b7ef-446551a6b5f7",
        "Cloud Application Administrator: a credential on any application",
    ),
    (
        "Cloud Application Administrator",
        "a credential on any application",
    ),
    (
        "8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2",
        "Hybrid Identity Administrator: any federated account",
    ),
    ("Hybrid Identity Administrator", "any federated account"),
    (
        "e00e864a-17c5-4a4b-9c06-f5b95a8d5bd8",
        "Partner Tier2 Support: any account's password",
    ),
    ("Partner Tier2 Support", "any account's password"),
];

/// Verbs that, before a final `.All`, change what belongs to everyone.
const WRITES: [&str; 5] = ["ReadWrite", "FullControl", "Manage", "Write", "AccessAsUser"];

pub(super) fn unbounded_permission(text: &str) -> Option<&'static str> {
    if is_wildcard(text) {
        return Some("every permission");
    }
    // A name may carry its resource: `https://graph.microsoft.com/Directory.ReadWrite.All`.
    let name = text.rsplit('/').next().unwrap_or(text);
    let parts: Vec<&str> = name.split('.').collect();
    if let [_, .., verb, all] = parts.as_slice()
        && all.eq_ignore_ascii_case("All")
        && WRITES.iter().any(|write| write.eq_ignore_ascii_case(verb))
    {
        return Some("every object of that kind in the tenant, to write");
    }
    look_up(PERMISSIONS, name)
}

pub(super) fn unbounded_role(text: &str) -> Option<&'static str> {
    look_up(ROLES, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenant_wide_writes_are_unbounded_by_name_and_by_guid() {
        for text in [
            "Directory.ReadWrite.All",
            "directory.readwrite.all",
            "https://graph.microsoft.com/Sites.FullControl.All",
            "RoleManagement.ReadWrite.Directory",
            "1BFEFB4E-e0b5-418b-a88f-73c46d2cc8e9",
            "full_access_as_app",
        ] {
            assert!(
                unbounded_permission(text).is_some(),
                "{text:?} was called bounded"
            );
        }
        for text in [
            "User.Read",
            "User.Read.All",
            "Mail.ReadWrite",
            "Application.ReadWrite.OwnedBy",
            "Sites.Selected",
            "e1fe6dd8-ba31-4d61-89e7-88639da4683d",
            "ReadWrite.All",
        ] {
            assert!(
                unbounded_permission(text).is_none(),
                "{text:?} was called unbounded"
            );
        }
    }

    #[test]
    fn roles_that_can_take_over_the_tenant_are_unbounded() {
        assert!(unbounded_role("62e90394-69f5-4237-9190-012177145e10").is_some());
        assert!(unbounded_role("Global Administrator").is_some());
        assert!(unbounded_role("Global Reader").is_none());
        assert!(unbounded_role("Application Developer").is_none());
    }
}
