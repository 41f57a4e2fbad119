//! The rows that are compiled in.

use crate::catalog::{row, row::Row, rows, wants};
use crate::load::Mode;

/// Types whose attributes were read from the providers' schemas: azuread 3.9.0, aws 6.47.0 and 6.58.0.
const SEEN_IN_SCHEMAS: &[&str] = &[
    "aws_api_gateway_api_key",
    "aws_appsync_api_key",
    "aws_bedrockagent_agent",
    "aws_bedrockagentcore_agent_runtime",
    "aws_bedrockagentcore_api_key_credential_provider",
    "aws_bedrockagentcore_gateway",
    "aws_bedrockagentcore_gateway_target",
    "aws_bedrockagentcore_harness",
    "aws_bedrockagentcore_oauth2_credential_provider",
    "aws_bedrockagentcore_workload_identity",
    "aws_cognito_user",
    "aws_cognito_user_pool",
    "aws_cognito_user_pool_client",
    "aws_grafana_workspace_api_key",
    "aws_grafana_workspace_service_account_token",
    "aws_iam_access_key",
    "aws_iam_openid_connect_provider",
    "aws_iam_policy_attachment",
    "aws_iam_role",
    "aws_iam_role_policy",
    "aws_iam_role_policy_attachment",
    "aws_iam_role_policy_attachments_exclusive",
    "aws_iam_service_specific_credential",
    "aws_iam_user",
    "aws_iam_user_login_profile",
    "aws_iam_user_policy",
    "aws_iam_user_policy_attachment",
    "aws_iam_user_policy_attachments_exclusive",
    "aws_iam_user_ssh_key",
    "aws_identitystore_user",
    "aws_lightsail_bucket_access_key",
    "aws_transfer_ssh_key",
    "aws_transfer_user",
    "azuread_access_package_assignment_policy",
    "azuread_app_role_assignment",
    "azuread_application",
    "azuread_application_api_access",
    "azuread_application_certificate",
    "azuread_application_federated_identity_credential",
    "azuread_application_flexible_federated_identity_credential",
    "azuread_application_owner",
    "azuread_application_password",
    "azuread_application_pre_authorized",
    "azuread_application_registration",
    "azuread_directory_role_assignment",
    "azuread_directory_role_eligibility_schedule_request",
    "azuread_invitation",
    "azuread_privileged_access_group_assignment_schedule",
    "azuread_privileged_access_group_eligibility_schedule",
    "azuread_service_principal",
    "azuread_service_principal_certificate",
    "azuread_service_principal_delegated_permission_grant",
    "azuread_service_principal_password",
    "azuread_service_principal_token_signing_certificate",
    "azuread_synchronization_secret",
    "azuread_user",
    "extid_agent",
    "extid_api_client",
    "extid_credential",
    "extid_customer",
    "extid_delegation",
    "extid_grant",
    "extid_identity_class",
    "extid_owner",
    "extid_partner",
    "extid_relationship",
    "extid_scope",
    "extid_service",
];

fn emitting() -> impl Iterator<Item = &'static Row> {
    rows().iter().filter(|row| !row.emits.is_empty())
}

#[test]
fn every_row_is_of_a_type_that_its_provider_has() {
    let emitting: Vec<&str> = emitting().map(|row| row.r#type.as_ref()).collect();
    assert_eq!(emitting, SEEN_IN_SCHEMAS);
}

#[test]
fn links_lead_to_types_that_have_rows() {
    for row_of_type in emitting() {
        for emit in row_of_type.emits.iter() {
            let links = [
                &emit.of,
                &emit.class,
                &emit.relationship,
                &emit.escalation,
                &emit.same_as,
            ];
            for to in links
                .iter()
                .flat_map(|list| list.iter())
                .flat_map(|link| link.to.iter())
            {
                let target = row(to);
                assert!(
                    target.is_some_and(|target| !target.emits.is_empty()),
                    "{} links to {to}, which emits nothing",
                    row_of_type.r#type
                );
            }
            let follows = emit.scopes.iter().flat_map(|scope| scope.follow.iter());
            for follow in follows {
                assert!(
                    row(&follow.to).is_some(),
                    "{} follows {}",
                    row_of_type.r#type,
                    follow.to
                );
            }
            let conditions = emit.actor.iter().flat_map(|rule| rule.when.iter());
            for linked in conditions.filter_map(|condition| condition.linked.as_ref()) {
                assert!(row(linked).is_some(), "{} asks for {linked}", row_of_type.r#type);
            }
        }
    }
}

#[test]
fn only_types_with_rows_are_wanted() {
    assert!(wants(Mode::Managed, "aws_iam_user"));
    assert!(wants(Mode::Managed, "time_rotating"));
    assert!(wants(Mode::Data, "aws_iam_policy"));
    assert!(!wants(Mode::Data, "aws_iam_user"));
    assert!(!wants(Mode::Managed, "aws_s3_bucket"));
    assert!(!wants(Mode::Ephemeral, "aws_iam_user"));
}
