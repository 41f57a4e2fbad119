//! The command line, as far as people and `cargo test` use that of the ordinary harness.

/// What is to be run, and how.
#[derive(Debug, Default)]
pub(crate) struct Arguments {
    /// Any of them must be part of the name, `t12_numbers…::1.8.4`.
    pub(crate) filters: Vec<String>,
    /// None of them may be.
    pub(crate) skipped: Vec<String>,
    /// On every version that the stand-ins have, besides the three of the table.
    pub(crate) every: bool,
    /// Names only.
    pub(crate) list: bool,
    /// Cases at one time. Two: a case waits for Terraform most of its time, and Terraform uses both cores.
    pub(crate) threads: usize,
}

impl Arguments {
    pub(crate) fn read(mut given: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut arguments = Self {
            threads: 2,
            ..Self::default()
        };
        while let Some(argument) = given.next() {
            let (name, value) = match argument.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (argument.as_str(), None),
            };
            let mut value = || value.clone().or_else(|| given.next()).unwrap_or_default();
            match name {
                "--every-version" => arguments.every = true,
                "--list" => arguments.list = true,
                "--test-threads" => {
                    arguments.threads = value()
                        .parse()
                        .map_err(|error| format!("--test-threads: {error}"))?;
                }
                "--skip" => arguments.skipped.push(value()),
                // How the ordinary harness prints; this one has one way.
                "--nocapture" | "--no-capture" | "--show-output" | "--quiet" | "-q" | "--exact" => {}
                "--format" | "--color" => drop(value()),
                _ if name.starts_with('-') => return Err(format!("unknown argument {argument:?}")),
                _ => arguments.filters.push(argument),
            }
        }
        Ok(arguments)
    }

    pub(crate) fn want(&self, name: &str) -> bool {
        let part = |text: &String| name.contains(text.as_str());
        (self.filters.is_empty() || self.filters.iter().any(part)) && !self.skipped.iter().any(part)
    }
}
