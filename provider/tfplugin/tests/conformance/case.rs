//! One case: what it shows, and which Terraforms can show it.

use crate::programs::Program;

/// A test; its name is that of the function, `t12_…` for a conformance test.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) needs: Needs,
    pub(crate) run: fn(&Program),
}

impl Case {
    /// The number of the conformance test that it belongs to.
    pub(crate) fn number(&self) -> Option<u8> {
        self.name.strip_prefix('t')?.split('_').next()?.parse().ok()
    }
}

/// What Terraform must be able to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    Nothing,
    Functions,
    MoveAcrossTypes,
    MockProviders,
    Ephemeral,
    WriteOnly,
    /// A Terraform too old for write-only attributes.
    NoWriteOnly,
    Identity,
    Query,
    Actions,
    GenerateConfig,
    /// A Terraform that generates configuration by its own rule.
    NoGenerateConfig,
}

impl Needs {
    /// Nothing where this program has it; else why not.
    pub(crate) fn missing(self, program: &Program) -> Option<String> {
        // In Terraform since, in OpenTofu since.
        let (name, terraform, tofu, wanted) = match self {
            Self::Nothing => return None,
            Self::Functions => ("functions", Some((1, 8)), Some((1, 7)), true),
            Self::MoveAcrossTypes => ("moves across types", Some((1, 8)), Some((1, 10)), true),
            Self::MockProviders => ("mock providers", Some((1, 7)), Some((1, 8)), true),
            Self::Ephemeral => ("ephemeral resources", Some((1, 10)), Some((1, 11)), true),
            Self::WriteOnly => ("write-only attributes", Some((1, 11)), Some((1, 11)), true),
            Self::NoWriteOnly => ("write-only attributes", Some((1, 11)), Some((1, 11)), false),
            Self::Identity => ("identity", Some((1, 12)), Some((1, 12)), true),
            Self::Query => ("queries", Some((1, 14)), None, true),
            Self::Actions => ("actions", Some((1, 14)), None, true),
            Self::GenerateConfig => ("GenerateResourceConfig", Some((1, 14)), None, true),
            Self::NoGenerateConfig => ("GenerateResourceConfig", Some((1, 14)), None, false),
        };
        let since = if program.tofu { tofu } else { terraform };
        let has = since.is_some_and(|since| program.version() >= since);
        if has == wanted {
            return None;
        }
        Some(match (wanted, since) {
            (true, Some((major, minor))) => format!("{name} came with {major}.{minor}"),
            (true, None) => format!("OpenTofu has no {name}"),
            (false, _) => format!("it has {name}, which another case shows"),
        })
    }
}

/// The table of a module of cases: `cases![one, another needs Query]`.
macro_rules! cases {
    (@) => { crate::case::Needs::Nothing };
    (@ $needs:ident) => { crate::case::Needs::$needs };
    ($($name:ident $(needs $needs:ident)?),* $(,)?) => {
        pub(crate) const CASES: &[crate::case::Case] = &[$(crate::case::Case {
            name: stringify!($name),
            needs: crate::case::cases!(@ $($needs)?),
            run: $name,
        }),*];
    };
}
pub(crate) use cases;
