//! AWS actions and managed policies that reach everything, or let the holder give itself the rest.
//!
//! A service-wide wildcard such as `s3:*` is bounded by the statement's `Resource` and is not reported. It is
//! where the service itself hands out access (`iam:*`, `sso:*`) or runs the agents that hold it (`bedrock:*`:
//! its own guardrails, models and spend), since then no other statement bounds the holder.

use super::{Row, look_up};

/// Sources: AWS service authorization reference; identity catalogue, rows `aws_iam_role_policy` and
/// `aws_iam_role_policy_attachment`.
const SERVICES: &[Row] = &[
    ("iam", "every action of IAM, so any other permission"),
    ("sts", "every role that trusts the account"),
    ("organizations", "every account of the organisation"),
    ("sso", "every permission set of the organisation"),
    ("sso-directory", "every user and group of the identity centre"),
    ("identitystore", "every user and group of the identity centre"),
    ("bedrock", "every model, agent and guardrail of the account"),
    (
        "bedrock-agentcore",
        "every agent, gateway and token vault of the account",
    ),
];

/// AWS managed policies by name. Sources: identity catalogue 1.3 and the rows named above.
const POLICIES: &[Row] = &[
    ("AdministratorAccess", "every action of every service"),
    (
        "PowerUserAccess",
        "every action of every service but identity management",
    ),
    ("IAMFullAccess", "every action of IAM, so any other permission"),
    ("SystemAdministrator", "every resource that operations touch"),
    ("AWSOrganizationsFullAccess", "every account of the organisation"),
    (
        "AWSSSOMasterAccountAdministrator",
        "every permission set of the organisation",
    ),
    (
        "AWSSSODirectoryAdministrator",
        "every user and group of the identity centre",
    ),
    (
        "AmazonBedrockFullAccess",
        "every model, agent and guardrail of the account",
    ),
    (
        "BedrockAgentCoreFullAccess",
        "every agent, gateway and token vault of the account",
    ),
    ("AmazonEKSClusterAdminPolicy", "everything in the cluster"),
];

const EVERY_ACTION: &str = "every action of every service";

pub(super) fn unbounded_action(text: &str) -> Option<&'static str> {
    let any = |pattern: &str| pattern.contains('*') && pattern.chars().all(|c| matches!(c, '*' | '?'));
    if any(text) {
        return Some(EVERY_ACTION);
    }
    let (service, action) = text.split_once(':')?;
    match (any(service), any(action)) {
        (true, true) => Some(EVERY_ACTION),
        (false, true) => look_up(SERVICES, service),
        _ => None,
    }
}

/// By bare name, path (`job-function/SystemAdministrator`) or ARN. A policy of an account of one's own that
/// borrows such a name is not AWS's and is bounded as far as its name tells.
pub(super) fn unbounded_policy(text: &str) -> Option<&'static str> {
    let path = match text.strip_prefix("arn:") {
        None => text,
        Some(arn) => {
            let mut fields = arn.splitn(5, ':');
            let (_partition, service, _region) = (fields.next()?, fields.next()?, fields.next()?);
            let (account, resource) = (fields.next()?, fields.next()?);
            let kind = match service {
                "iam" => "policy/",
                "eks" => "cluster-access-policy/",
                _ => return None,
            };
            if account != "aws" {
                return None;
            }
            resource.strip_prefix(kind)?
        }
    };
    look_up(POLICIES, path.rsplit('/').next()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wildcard_is_one_where_nothing_else_bounds_the_holder() {
        for text in [
            "*",
            "*:*",
            "**",
            "iam:*",
            "IAM:*",
            "sts:*",
            "bedrock:*",
            "bedrock-agentcore:*",
        ] {
            assert!(unbounded_action(text).is_some(), "{text:?} was called bounded");
        }
        for text in [
            "s3:*",
            "s3:Get*",
            "iam:Get*",
            "iam:PassRole",
            "dynamodb:*",
            "bedrock:InvokeModel*",
            "",
        ] {
            assert!(unbounded_action(text).is_none(), "{text:?} was called unbounded");
        }
    }

    #[test]
    fn managed_policies_are_known_by_arn_and_by_name() {
        for text in [
            "arn:aws:iam::aws:policy/AdministratorAccess",
            "arn:aws-cn:iam::aws:policy/AdministratorAccess",
            "arn:aws:iam::aws:policy/job-function/SystemAdministrator",
            "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
            "PowerUserAccess",
        ] {
            assert!(unbounded_policy(text).is_some(), "{text:?} was called bounded");
        }
        for text in [
            "arn:aws:iam::123456789012:policy/AdministratorAccess",
            "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
            "arn:aws:iam::aws:policy/AdministratorAccess-Amplify",
            "arn:aws:iam",
            "NotAdministratorAccess",
        ] {
            assert!(unbounded_policy(text).is_none(), "{text:?} was called unbounded");
        }
    }
}
