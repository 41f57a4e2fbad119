//! Reads the handshake line and connects as it says, through TLS when asked.

use super::identity::Identity;
use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use hyper_util::rt::TokioIo;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::sign::{CertifiedKey, SingleCertAndKey};
use tokio_rustls::rustls::{ClientConfig, DEFAULT_VERSIONS, RootCertStore, SupportedProtocolVersion};
use tonic::transport::{Channel, Endpoint, Error};

/// Where a provider listens, by its handshake line.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) address: Address,
    /// The server's certificate, in DER.
    pub(crate) certificate: Option<Vec<u8>>,
}

/// A socket or a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Address {
    Unix(PathBuf),
    Tcp(String),
}

impl Address {
    pub(crate) fn read(network: &str, place: &str) -> Self {
        match network {
            "unix" => Address::Unix(PathBuf::from(place)),
            "tcp" => Address::Tcp(place.to_owned()),
            other => panic!("unknown network {other}"),
        }
    }

    pub(crate) async fn connect(&self) -> io::Result<Box<dyn Stream>> {
        match self {
            #[cfg(unix)]
            Address::Unix(path) => Ok(Box::new(tokio::net::UnixStream::connect(path).await?)),
            #[cfg(not(unix))]
            Address::Unix(_) => Err(io::Error::other("no unix sockets here")),
            Address::Tcp(place) => Ok(Box::new(TcpStream::connect(place).await?)),
        }
    }
}

pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

impl Place {
    /// By the line for Terraform, or the one for people.
    pub(crate) fn read(line: &str) -> Self {
        if let Some(entries) = line.strip_prefix("TF_REATTACH_PROVIDERS=") {
            let entries: serde_json::Value = serde_json::from_str(entries.trim_matches('\'')).expect("JSON");
            let (_, entry) = entries
                .as_object()
                .and_then(|all| all.iter().next())
                .expect("an entry");
            let text = |name: &str| entry["Addr"][name].as_str().expect("text").to_owned();
            return Place {
                address: Address::read(&text("Network"), &text("String")),
                certificate: None,
            };
        }
        let fields: Vec<&str> = line.split('|').collect();
        assert_eq!((fields[0], fields[1], fields[4]), ("1", "6", "grpc"), "{line}");
        let certificate = Some(fields[5])
            .filter(|text| !text.is_empty())
            .map(|text| BASE64_STANDARD_NO_PAD.decode(text).expect("unpadded base64"));
        Place {
            address: Address::read(fields[2], fields[3]),
            certificate,
        }
    }
}

/// TLS as Terraform's: trusts one certificate, shows `identity` when there is one, offers HTTP/2.
pub(crate) fn trusting(certificate: &[u8], identity: Option<&Identity>) -> ClientConfig {
    trusting_over(DEFAULT_VERSIONS, certificate, identity)
}

/// The same over chosen versions of TLS.
pub(crate) fn trusting_over(
    versions: &[&'static SupportedProtocolVersion],
    certificate: &[u8],
    identity: Option<&Identity>,
) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from(certificate.to_vec()))
        .expect("a certificate");
    let crypto = Arc::new(aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(crypto.clone())
        .with_protocol_versions(versions)
        .expect("versions")
        .with_root_certificates(roots);
    let mut config = match identity {
        Some(identity) => {
            let key = crypto
                .key_provider
                .load_private_key(identity.key.clone_key())
                .expect("a usable key");
            // Does not ask whether the key fits: tests show wrong ones.
            let shown = CertifiedKey::new(vec![identity.certificate.clone()], key);
            config.with_client_cert_resolver(Arc::new(SingleCertAndKey::from(shown)))
        }
        None => config.with_no_client_auth(),
    };
    config.alpn_protocols = vec![b"h2".to_vec()];
    config
}

/// Opens a gRPC channel.
pub(crate) async fn open(place: &Place, tls: Option<ClientConfig>) -> Result<Channel, Error> {
    let address = place.address.clone();
    let tls = tls.map(|config| TlsConnector::from(Arc::new(config)));
    let connector = tower::service_fn(move |_| {
        let (address, tls) = (address.clone(), tls.clone());
        async move {
            let stream = address.connect().await?;
            let stream: Box<dyn Stream> = match tls {
                Some(tls) => {
                    let name = ServerName::try_from("localhost").expect("a name");
                    Box::new(tls.connect(name, stream).await?)
                }
                None => stream,
            };
            io::Result::Ok(TokioIo::new(stream))
        }
    });
    Endpoint::from_static("http://localhost")
        .connect_with_connector(connector)
        .await
}
