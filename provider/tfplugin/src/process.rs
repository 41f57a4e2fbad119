//! The process life of a provider: from Terraform's environment to the handshake line, and to a clean end.

mod certificate;
mod connections;
mod ending;
mod environment;
mod flags;
mod group;
mod line;
mod listener;
mod mutual_tls;

/// What a provider is called, for the text on its command line, its log variable and its reattach entry.
#[derive(Debug, Clone, Copy)]
pub struct Program {
    /// Terraform's name of the provider: `extid`, whose binary is `terraform-provider-extid`.
    pub name: &'static str,
    /// The provider's version, without `v`.
    pub version: &'static str,
    /// The full source address, such as `registry.terraform.io/extid/extid`.
    pub address: &'static str,
}

impl Program {
    /// The file name Terraform looks for.
    fn binary(&self) -> String {
        format!("terraform-provider-{}", self.name)
    }
}
