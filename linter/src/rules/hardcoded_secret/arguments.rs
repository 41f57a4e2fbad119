//! Arguments that hold a secret, by the block they stand in. What the catalogue knows of identities is not repeated.

use crate::load::ir::{Body, ExprKind};

/// Whatever the provider.
pub(super) fn of_provider(name: &str) -> bool {
    matches!(
        name,
        "access_token"
            | "admin_token"
            | "api_key"
            | "api_token"
            | "app_key"
            | "auth_token"
            | "client_certificate_password"
            | "client_key"
            | "client_secret"
            | "credentials_json"
            | "management_key"
            | "password"
            | "private_key"
            | "secret"
            | "secret_id"
            | "secret_key"
            | "service_token"
            | "token"
    )
}

/// `kind` is the label of `backend`, or `cloud`.
pub(super) fn of_backend(kind: &str, name: &str) -> bool {
    match kind {
        "azurerm" if name == "access_key" => true,
        _ => {
            matches!(
                name,
                "encryption_key" | "sas_token" | "client_certificate_password"
            ) || of_provider(name)
        }
    }
}

/// Arguments that providers document as sensitive, of types whose purpose is to hold or take a secret.
pub(super) fn of_resource(kind: &str, name: &str, body: &Body) -> bool {
    let names: &[&str] = match kind {
        "aws_ssm_parameter" => {
            let secure = body.attr("type").is_some_and(
                |attr| matches!(&attr.value.kind, ExprKind::Text(text) if **text == *"SecureString"),
            );
            if secure { &["value", "value_wo"] } else { &[] }
        }
        "aws_secretsmanager_secret_version" => &["secret_string", "secret_string_wo", "secret_binary"],
        "aws_db_instance" | "aws_redshiftserverless_namespace" | "aws_mq_user" => &[
            "password",
            "password_wo",
            "admin_user_password",
            "admin_user_password_wo",
        ],
        "aws_rds_cluster" | "aws_docdb_cluster" | "aws_redshift_cluster" => {
            &["master_password", "master_password_wo"]
        }
        "aws_iam_server_certificate" | "aws_acm_certificate" => &["private_key"],
        "aws_directory_service_directory" => &["password"],
        "azuread_user" => &["password"],
        "azurerm_key_vault_secret" => &["value", "value_wo"],
        "azurerm_mssql_server" | "azurerm_postgresql_flexible_server" | "azurerm_mysql_flexible_server" => &[
            "administrator_login_password",
            "administrator_password",
            "administrator_password_wo",
        ],
        "azurerm_linux_virtual_machine" | "azurerm_windows_virtual_machine" => &["admin_password"],
        "google_secret_manager_secret_version" => &["secret_data", "secret_data_wo"],
        "google_sql_user" => &["password", "password_wo"],
        "github_actions_secret"
        | "github_actions_organization_secret"
        | "github_actions_environment_secret"
        | "github_codespaces_secret"
        | "github_dependabot_secret" => &["plaintext_value"],
        "gitlab_project_variable" | "gitlab_group_variable" => {
            let masked = body
                .attr("masked")
                .is_some_and(|attr| matches!(attr.value.kind, ExprKind::Bool(true)));
            if masked { &["value"] } else { &[] }
        }
        "vault_generic_secret" => &["data_json"],
        _ => &[],
    };
    names.contains(&name)
}
