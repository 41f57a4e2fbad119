//! What Terraform says through the environment when it starts a provider.

use std::ffi::OsString;
use std::ops::RangeInclusive;
use std::path::PathBuf;

const COOKIE: &str = "TF_PLUGIN_MAGIC_COOKIE";
const COOKIE_VALUE: &str = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";
/// The only major version of the protocol that is served.
pub(super) const PROTOCOL: u16 = 6;

/// Why the environment cannot be served.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    #[error(
        "this provider speaks version 6 of the plugin protocol, the program that started it only {0}. \
         Use Terraform 1.0 or newer, or any OpenTofu."
    )]
    Protocol(String),
    #[error("the environment variable {0} is not UTF-8 text")]
    NotText(&'static str),
    #[error("PLUGIN_MIN_PORT is {0}, above PLUGIN_MAX_PORT, which is {1}. Set a range that holds a port.")]
    Ports(u16, u16),
}

/// Terraform's settings for one process.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Environment {
    /// Terraform's certificate in PEM; absent when its user switched TLS off.
    pub(super) client_certificate: Option<String>,
    /// Where the socket goes.
    #[cfg_attr(not(unix), expect(dead_code, reason = "sockets are unix"))]
    pub(super) socket_folder: Option<PathBuf>,
    /// The group that may open the socket, by number or name.
    #[cfg_attr(not(unix), expect(dead_code, reason = "sockets are unix"))]
    pub(super) socket_group: Option<String>,
    /// Whether the handshake line must say something about a multiplexed broker.
    pub(super) asks_multiplex: bool,
    /// The ports TCP may use; absent means any.
    pub(super) ports: Option<RangeInclusive<u16>>,
}

impl Environment {
    /// Whether the magic cookie is there.
    pub(super) fn started_by_terraform() -> bool {
        std::env::var_os(COOKIE).is_some_and(|value| value == COOKIE_VALUE)
    }

    /// Reads this process's environment.
    pub(super) fn of_process() -> Result<Self, Error> {
        Self::read(|name| std::env::var_os(name))
    }

    fn read(variable: impl Fn(&str) -> Option<OsString>) -> Result<Self, Error> {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let text = |name: &'static str| match set(name) {
            Some(value) => value.into_string().map(Some).map_err(|_| Error::NotText(name)),
            None => Ok(None),
        };
        if let Some(versions) = text("PLUGIN_PROTOCOL_VERSIONS")?
            && !versions
                .split(',')
                .any(|version| version.trim() == PROTOCOL.to_string())
        {
            return Err(Error::Protocol(versions));
        }
        Ok(Environment {
            client_certificate: text("PLUGIN_CLIENT_CERT")?,
            socket_folder: set("PLUGIN_UNIX_SOCKET_DIR").map(PathBuf::from),
            socket_group: text("PLUGIN_UNIX_SOCKET_GROUP")?,
            asks_multiplex: set("PLUGIN_MULTIPLEX_GRPC").is_some(),
            ports: ports(text("PLUGIN_MIN_PORT")?, text("PLUGIN_MAX_PORT")?)?,
        })
    }
}

/// An unreadable bound is no bound, as with every other server of this protocol.
fn ports(least: Option<String>, most: Option<String>) -> Result<Option<RangeInclusive<u16>>, Error> {
    let port = |text: Option<String>| text.and_then(|text| text.trim().parse().ok()).unwrap_or(0u16);
    match (port(least), port(most)) {
        (0, 0) => Ok(None),
        (least, 0) => Ok(Some(least..=u16::MAX)),
        (least, most) if least > most => Err(Error::Ports(least, most)),
        (least, most) => Ok(Some(least.max(1)..=most)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(set: &[(&str, &str)]) -> Result<Environment, Error> {
        Environment::read(|name| {
            set.iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| value.into())
        })
    }

    #[test]
    fn the_order_of_protocol_versions_does_not_matter() {
        for versions in ["5,6", "6,5", "6", " 6 ,7"] {
            read(&[("PLUGIN_PROTOCOL_VERSIONS", versions)]).expect(versions);
        }
    }

    #[test]
    fn a_terraform_without_version_6_is_told_so() {
        let text = read(&[("PLUGIN_PROTOCOL_VERSIONS", "4,5,16")])
            .expect_err("refused")
            .to_string();
        assert!(
            text.contains("version 6") && text.contains("only 4,5,16"),
            "{text}"
        );
    }

    #[test]
    fn empty_variables_count_as_absent() {
        let read = read(&[("PLUGIN_CLIENT_CERT", ""), ("PLUGIN_MULTIPLEX_GRPC", "")]).expect("read");
        assert_eq!(read, Environment::default());
    }

    #[test]
    fn unreadable_ports_set_no_bound_and_reversed_ones_are_refused() {
        let ports = |least, most| read(&[("PLUGIN_MIN_PORT", least), ("PLUGIN_MAX_PORT", most)]);
        assert_eq!(ports("10000", "25000").expect("read").ports, Some(10000..=25000));
        assert_eq!(ports("many", "-1").expect("read").ports, None);
        assert_eq!(ports("", "7").expect("read").ports, Some(1..=7));
        assert_eq!(ports("9", "").expect("read").ports, Some(9..=65535));
        assert!(matches!(ports("9", "8"), Err(Error::Ports(9, 8))));
    }
}
