//! The policies, one judgement per file. The header of a file is its manual page.

use crate::Policy;

/// One line per policy declares its module, its entry in [`ALL`] and its source as manual. `cargo fmt` does not
/// see modules declared by a macro: run rustfmt on the files themselves.
macro_rules! policies {
    ($($name:ident),* $(,)?) => {
        $(mod $name;)*

        /// Every policy with the source of its file, in the order of ids.
        pub static ALL: &[(&Policy, &str)] =
            &[$((&$name::POLICY, include_str!(concat!("policies/", stringify!($name), ".rs")))),*];
    };
}

policies! {}
