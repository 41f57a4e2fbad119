//! Where the registry is: `sqlite:PATH` or `postgres://…`, from the configuration or the environment.

use std::path::{Path, PathBuf};

/// Where it is when nobody says.
pub const DEFAULT: &str = "sqlite:.extid/registry.db";

/// What of the process's environment matters here, read once by the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// What relative paths start from.
    pub working_directory: PathBuf,
    /// `EXTID_REGISTRY`
    pub registry: Option<String>,
    /// `CI`
    pub ci: Option<String>,
    /// `TFC_RUN_ID`
    pub tfc_run_id: Option<String>,
}

/// The file of a registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    path: PathBuf,
    /// The variable that says that this machine will be gone, where nobody chose the path.
    transient: Option<&'static str>,
}

/// Why a text names no registry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LocationError {
    #[error("`{shown}` is neither `sqlite:PATH` nor `postgres://…`")]
    Unknown { shown: String },
    #[error("`sqlite:` lacks the path of the file, such as {DEFAULT}")]
    NoPath,
    #[error("`{path}` is a directory; `sqlite:` takes the path of a file in it, such as {path}registry.db")]
    Directory { path: String },
    #[error("this version keeps registries in files only: write `sqlite:PATH` instead of `postgres://…`")]
    PostgresNotYet,
}

impl Environment {
    /// The variable that says that the working directory is thrown away after the run.
    fn transient(&self) -> Option<&'static str> {
        let set = |value: &Option<String>| value.as_deref().is_some_and(|v| !["", "0", "false"].contains(&v));
        if set(&self.ci) {
            Some("CI")
        } else if set(&self.tfc_run_id) {
            Some("TFC_RUN_ID")
        } else {
            None
        }
    }
}

impl Location {
    /// What is configured, else `EXTID_REGISTRY`, else [`DEFAULT`].
    pub fn choose(configured: Option<&str>, environment: &Environment) -> Result<Self, LocationError> {
        let from_environment = environment.registry.as_deref().filter(|text| !text.is_empty());
        match configured.or(from_environment) {
            Some(text) => Self::parse(text, &environment.working_directory),
            None => Ok(Self {
                transient: environment.transient(),
                ..Self::parse(DEFAULT, &environment.working_directory)?
            }),
        }
    }

    /// A relative path starts from `working_directory`.
    pub fn parse(text: &str, working_directory: &Path) -> Result<Self, LocationError> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            if path.is_empty() {
                return Err(LocationError::NoPath);
            }
            if path.ends_with('/') {
                return Err(LocationError::Directory {
                    path: path.to_owned(),
                });
            }
            // SQLite's own URIs would open a file of another name.
            if path.starts_with("//") {
                return Err(LocationError::Unknown {
                    shown: text.to_owned(),
                });
            }
            return Ok(Self {
                path: working_directory.join(path),
                transient: None,
            });
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Err(LocationError::PostgresNotYet);
        }
        Err(LocationError::Unknown {
            shown: without_userinfo(text),
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// `Some` when nobody chose the path and the named variable says that it will be thrown away: a registry may be
    /// opened there, and none created.
    pub fn transient(&self) -> Option<&'static str> {
        self.transient
    }
}

/// `mysql://ann:secret@host/x` without the part that may hold a password.
fn without_userinfo(text: &str) -> String {
    match (text.split_once("://"), text.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment() -> Environment {
        Environment {
            working_directory: "/srv/site".into(),
            ..Environment::default()
        }
    }

    #[test]
    fn paths_are_absolute_or_start_from_the_working_directory() {
        let path = |text: &str| Location::parse(text, Path::new("/srv/site")).map(|l| l.path().to_owned());
        assert_eq!(path("sqlite:/srv/extid.db"), Ok("/srv/extid.db".into()));
        assert_eq!(
            path("sqlite:../shared/extid.db"),
            Ok("/srv/site/../shared/extid.db".into())
        );
        assert_eq!(path("sqlite:"), Err(LocationError::NoPath));
        assert!(matches!(
            path("sqlite:/srv/"),
            Err(LocationError::Directory { .. })
        ));
    }

    #[test]
    fn the_configuration_goes_before_the_environment_and_that_before_the_default() {
        let mut environment = environment();
        let chosen = |configured, environment: &Environment| {
            Location::choose(configured, environment)
                .expect("a location")
                .path
        };
        assert_eq!(
            chosen(None, &environment),
            Path::new("/srv/site/.extid/registry.db")
        );
        environment.registry = Some(String::new());
        assert_eq!(
            chosen(None, &environment),
            Path::new("/srv/site/.extid/registry.db")
        );
        environment.registry = Some("sqlite:/srv/env.db".to_owned());
        assert_eq!(chosen(None, &environment), Path::new("/srv/env.db"));
        assert_eq!(
            chosen(Some("sqlite:own.db"), &environment),
            Path::new("/srv/site/own.db")
        );
    }

    #[test]
    fn only_the_default_path_is_transient_in_ci() {
        for (ci, tfc, expected) in [
            (Some("true"), None, Some("CI")),
            (None, Some("run-1"), Some("TFC_RUN_ID")),
            (Some("false"), Some(""), None),
        ] {
            let environment = Environment {
                ci: ci.map(str::to_owned),
                tfc_run_id: tfc.map(str::to_owned),
                ..environment()
            };
            let default = Location::choose(None, &environment).expect("a location");
            assert_eq!(default.transient(), expected);
            let chosen = Location::choose(Some(DEFAULT), &environment).expect("a location");
            assert_eq!(chosen.transient(), None);
        }
    }

    #[test]
    fn other_forms_are_refused_by_name_and_without_their_password() {
        let message = |text: &str| {
            Location::parse(text, Path::new("/"))
                .expect_err("refused")
                .to_string()
        };
        let refused = message("mysql://ann:hunter2@db/extid");
        assert!(
            refused.contains("sqlite:PATH") && refused.contains("postgres://"),
            "{refused}"
        );
        assert!(!refused.contains("hunter2"), "{refused}");
        let later = message("postgres://ann:hunter2@db/extid");
        assert!(
            later.contains("files only") && !later.contains("hunter2"),
            "{later}"
        );
        assert!(message("registry.db").contains("sqlite:PATH"));
    }
}
