//! Mutual TLS: nobody but the holder of the one certificate Terraform announced gets through.

use super::certificate::Own;
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::client::danger::HandshakeSignatureValid;
use tokio_rustls::rustls::crypto::{
    WebPkiSupportedAlgorithms, aws_lc_rs, verify_tls12_signature, verify_tls13_signature,
};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, UnixTime};
use tokio_rustls::rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use tokio_rustls::rustls::server::{NoServerSessionStorage, ParsedCertificate};
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error as TlsError, ServerConfig,
    SignatureScheme,
};

/// Why TLS cannot be set up; never a reason to go on without it.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    #[error(
        "PLUGIN_CLIENT_CERT holds no readable certificate ({0}). Terraform sets it; start the provider \
         through Terraform, or by hand with --debug."
    )]
    ClientCertificate(String),
    #[error("failed to set up TLS: {0}")]
    Setup(#[from] TlsError),
}

/// Reads the one certificate in Terraform's PEM text.
pub(super) fn client_certificate(pem: &str) -> Result<CertificateDer<'static>, Error> {
    let broken = |why: String| Error::ClientCertificate(why);
    let found: Vec<_> = CertificateDer::pem_slice_iter(pem.as_bytes())
        .collect::<Result<_, _>>()
        .map_err(|error| broken(error.to_string()))?;
    let [certificate] = <[_; 1]>::try_from(found)
        .map_err(|found: Vec<_>| broken(format!("{} certificates where one belongs", found.len())))?;
    ParsedCertificate::try_from(&certificate).map_err(|error| broken(error.to_string()))?;
    Ok(certificate)
}

/// Accepts `client` only, over TLS 1.2 or 1.3, for HTTP/2.
pub(super) fn acceptor(own: Own, client: CertificateDer<'static>) -> Result<TlsAcceptor, Error> {
    let crypto = Arc::new(aws_lc_rs::default_provider());
    let verifier = Pinned {
        certificate: client,
        algorithms: crypto.signature_verification_algorithms,
    };
    let mut config = ServerConfig::builder_with_provider(crypto)
        .with_protocol_versions(&[&TLS13, &TLS12])?
        .with_client_cert_verifier(Arc::new(verifier))
        .with_single_cert(vec![own.certificate], own.key)?;
    // Terraform 1.12 and later refuse a server that does not name its protocol.
    config.alpn_protocols = vec![b"h2".to_vec()];
    // One connection per process: nothing to resume.
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Knows one certificate. Terraform's is its own CA, which no chain building accepts as a client's; equality does.
#[derive(Debug)]
struct Pinned {
    certificate: CertificateDer<'static>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ClientCertVerifier for Pinned {
    fn client_auth_mandatory(&self) -> bool {
        true
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, TlsError> {
        if end_entity.as_ref() == self.certificate.as_ref() {
            Ok(ClientCertVerified::assertion())
        } else {
            Err(CertificateError::ApplicationVerificationFailure.into())
        }
    }

    // The signature is what proves that the peer holds the key: the certificate itself is public.
    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        verify_tls12_signature(message, cert, dss, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        verify_tls13_signature(message, cert, dss, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_is_no_certificate_is_an_error() {
        let shell = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        for pem in ["garbage", shell, "-----BEGIN CERTIFICATE-----\n"] {
            let text = client_certificate(pem).expect_err(pem).to_string();
            assert!(
                text.starts_with("PLUGIN_CLIENT_CERT holds no readable certificate"),
                "{text}"
            );
        }
    }

    #[test]
    fn two_certificates_are_one_too_many() {
        let pem = || {
            rcgen::generate_simple_self_signed(vec!["localhost".to_owned()])
                .expect("made")
                .cert
                .pem()
        };
        client_certificate(&pem()).expect("one is read");
        let text = client_certificate(&(pem() + &pem()))
            .expect_err("refused")
            .to_string();
        assert!(text.contains("2 certificates"), "{text}");
    }

    #[test]
    fn the_verifier_knows_terraforms_kind_of_signature() {
        let schemes = aws_lc_rs::default_provider()
            .signature_verification_algorithms
            .supported_schemes();
        assert!(schemes.contains(&SignatureScheme::ECDSA_NISTP521_SHA512));
    }

    #[test]
    fn the_build_takes_random_numbers_from_the_kernel_at_once() {
        assert_eq!(
            option_env!("AWS_LC_SYS_NO_JITTER_ENTROPY"),
            Some("1"),
            "build with AWS_LC_SYS_NO_JITTER_ENTROPY=1 (.cargo/config.toml sets it): without it aws-lc \
             gathers jitter for 40 ms before its first random number, in each of the 3 to 5 provider \
             processes of one Terraform command"
        );
    }
}
