//! The columns of the table: three Terraforms (or all), and OpenTofu where there is one.

use real_terraform::{Terraform, Version};

/// One column.
#[derive(Clone)]
pub(crate) struct Program {
    /// `1.11.4`, `tofu 1.12.6`.
    pub(crate) label: String,
    pub(crate) terraform: Terraform,
    pub(crate) tofu: bool,
}

impl Program {
    fn terraform(terraform: Terraform) -> Self {
        Self {
            label: terraform.version().to_owned(),
            terraform,
            tofu: false,
        }
    }

    /// Major and minor.
    pub(crate) fn version(&self) -> (u32, u32) {
        let mut parts = self
            .terraform
            .version()
            .split(['.', '-'])
            .map(|part| part.parse().unwrap_or(0));
        (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
    }

    /// Where an address without a host leads.
    pub(crate) fn registry(&self) -> &'static str {
        if self.tofu {
            "registry.opentofu.org"
        } else {
            "registry.terraform.io"
        }
    }
}

/// The oldest that is supported, the default one, the newest; `every` adds those between them. Each once.
pub(crate) fn all(every: bool) -> Vec<Program> {
    let mut all = vec![
        Program::terraform(Terraform::pinned(Version::V1_8)),
        Program::terraform(Terraform::default_version()),
        Program::terraform(Terraform::pinned(Version::V1_15)),
    ];
    if every {
        let between = [Version::V1_10, Version::V1_12, Version::V1_13, Version::V1_14];
        all.extend(between.map(|version| Program::terraform(Terraform::pinned(version))));
    }
    all.sort_by_key(Program::version);
    all.dedup_by_key(|program| program.label.clone());
    all.extend(Terraform::opentofu().map(|terraform| Program {
        label: format!("tofu {}", terraform.version()),
        terraform,
        tofu: true,
    }));
    all
}
