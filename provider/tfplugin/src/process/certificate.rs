//! The server's certificate: made for one process, self-signed, its key in memory only.

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};
use rcgen::{
    CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256, date_time_ymd,
};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Why no certificate could be made.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    #[error("failed to make the provider's certificate: {0}")]
    Make(#[from] rcgen::Error),
    #[error("failed to date the provider's certificate: {0}. Check this machine's clock.")]
    Clock(#[from] jiff::Error),
}

/// A certificate and its key.
pub(super) struct Own {
    pub(super) certificate: CertificateDer<'static>,
    pub(super) key: PrivateKeyDer<'static>,
}

/// Makes a certificate that Go accepts: the name must be in the SAN, a start in the future is refused.
pub(super) fn make() -> Result<Own, Error> {
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    let mut params = CertificateParams::new(vec!["localhost".to_owned()])?;
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, "localhost");
    params.distinguished_name = name;
    let today = Offset::UTC.to_datetime(Timestamp::now()).date();
    let midnight = |day: Date| {
        date_time_ymd(
            day.year().into(),
            day.month().unsigned_abs(),
            day.day().unsigned_abs(),
        )
    };
    // Midnight of yesterday: 24 to 48 hours ago, enough for any pair of clocks on one machine.
    params.not_before = midnight(today.checked_sub(1.day())?);
    params.not_after = midnight(today.checked_add(2.years())?);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![
        ExtendedKeyUsagePurpose::ServerAuth,
        ExtendedKeyUsagePurpose::ClientAuth,
    ];
    let certificate = params.self_signed(&key)?;
    Ok(Own {
        certificate: certificate.der().clone(),
        key: PrivateKeyDer::Pkcs8(key.serialize_der().into()),
    })
}
