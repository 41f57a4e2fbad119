//! The two lines a provider may print: the handshake for Terraform, the reattach entry for people.

use super::Program;
use super::environment::PROTOCOL;
use super::listener::Address;
use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use serde_json::json;

/// The handshake's own version, its first field.
const HANDSHAKE: u16 = 1;

/// The line Terraform waits for on standard output. `certificate` is the server's, in DER.
///
/// `multiplex` adds the field that says "no multiplexed broker", which only clients that ask for it can read.
pub(super) fn handshake(address: &Address, certificate: Option<&[u8]>, multiplex: bool) -> String {
    let Address { network, place } = address;
    let certificate = certificate
        .map(|der| BASE64_STANDARD_NO_PAD.encode(der))
        .unwrap_or_default();
    let multiplex = if multiplex { "|false" } else { "" };
    format!("{HANDSHAKE}|{PROTOCOL}|{network}|{place}|grpc|{certificate}{multiplex}\n")
}

/// The variable that makes Terraform use this process, in a form a POSIX shell reads.
pub(super) fn reattach(program: &Program, address: &Address, process: u32) -> String {
    let entries = json!({
        program.address: {
            "Protocol": "grpc",
            "ProtocolVersion": PROTOCOL,
            "Pid": process,
            // Terraform neither shuts down nor kills such a server.
            "Test": true,
            "Addr": { "Network": address.network, "String": address.place },
        }
    });
    format!(
        "TF_REATTACH_PROVIDERS='{}'\n",
        entries.to_string().replace('\'', r"'\''")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unix(path: &str) -> Address {
        Address {
            network: "unix",
            place: path.to_owned(),
        }
    }

    #[test]
    fn without_tls_the_sixth_field_is_empty() {
        let address = Address {
            network: "tcp",
            place: "127.0.0.1:4711".to_owned(),
        };
        assert_eq!(handshake(&address, None, false), "1|6|tcp|127.0.0.1:4711|grpc|\n");
    }

    #[test]
    fn the_certificate_is_unpadded_and_a_seventh_field_comes_only_when_asked() {
        let address = unix("/tmp/a/s");
        assert_eq!(
            handshake(&address, Some(&[0xfb, 0xff]), false),
            "1|6|unix|/tmp/a/s|grpc|+/8\n"
        );
        assert_eq!(
            handshake(&address, Some(&[0xfb, 0xff]), true),
            "1|6|unix|/tmp/a/s|grpc|+/8|false\n"
        );
    }

    #[test]
    fn the_reattach_line_survives_a_quote_in_the_path() {
        let program = Program {
            name: "demo",
            version: "1",
            address: "registry.terraform.io/acme/demo",
        };
        let line = reattach(&program, &unix("/tmp/o'x/s"), 7);
        assert!(line.contains(r#""String":"/tmp/o'\''x/s""#), "{line}");
        assert!(line.contains(r#""ProtocolVersion":6"#), "{line}");
    }
}
