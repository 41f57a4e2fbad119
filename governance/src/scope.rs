//! What a scope reaches. What counts as unbounded is data, per vendor dialect and attribute.

/// A word of access as a vendor writes it, and how far it reaches in that attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeValue {
    pub text: String,
    pub breadth: Breadth,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Breadth {
    Bounded,
    /// More than anyone can enumerate; the text says why: "every action of every service".
    Unbounded(std::borrow::Cow<'static, str>),
}

/// Whose words they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dialect {
    /// OAuth 2 scopes, space-separated or in lists.
    Oauth,
    /// Actions of an AWS policy statement: `s3:Get*`.
    AwsAction,
    /// ARNs or names of AWS managed policies.
    AwsManagedPolicy,
    /// Microsoft Graph application and delegated permissions, names or GUIDs.
    EntraPermission,
    /// Entra directory roles, names or template GUIDs.
    EntraRole,
    /// Tools an agent may call.
    Tool,
}
