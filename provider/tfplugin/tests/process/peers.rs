//! Who may connect, and what the others cannot disturb.

use crate::terraform_core::connect::{Address, Place, Stream, open, trusting, trusting_over};
use crate::terraform_core::identity::Identity;
use crate::terraform_core::spawn::Process;
use crate::terraform_core::{Core, Settings};
use crate::{SOON, empty};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tfplugin::wire::health::HealthCheckRequest;
use tfplugin::wire::health::health_client::HealthClient;
use tfplugin::wire::tfplugin6::{DynamicValue, stop_provider, validate_provider_config};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;
use tonic::Code;

/// A provider that trusts one identity, and where it listens.
fn started() -> (Process, Place, Identity) {
    let identity = Identity::fresh();
    let process = Process::start(
        empty(),
        Settings::default().set("PLUGIN_CLIENT_CERT", &identity.pem),
    );
    let place = Place::read(&process.line());
    (process, place, identity)
}

/// The status of the service `plugin`, or why there is none.
async fn health(place: &Place, tls: Option<ClientConfig>) -> Result<i32, String> {
    let channel = open(place, tls).await.map_err(|error| format!("{error:?}"))?;
    let request = HealthCheckRequest {
        service: "plugin".into(),
    };
    let answer = HealthClient::new(channel)
        .check(request)
        .await
        .map_err(|status| format!("{status:?}"))?;
    Ok(answer.into_inner().status)
}

fn trusted(place: &Place, identity: Option<&Identity>) -> ClientConfig {
    trusting(place.certificate.as_deref().expect("a certificate"), identity)
}

#[tokio::test]
async fn only_terraforms_own_certificate_is_let_in() {
    let (_process, place, identity) = started();
    assert!(
        health(&place, Some(trusted(&place, None))).await.is_err(),
        "let in without a certificate"
    );
    let other = Identity::fresh();
    assert!(
        health(&place, Some(trusted(&place, Some(&other)))).await.is_err(),
        "let in with another"
    );
    let thief = Identity {
        key: other.key,
        certificate: identity.certificate.clone(),
        pem: other.pem,
    };
    assert!(
        health(&place, Some(trusted(&place, Some(&thief)))).await.is_err(),
        "let in without the key"
    );
    assert_eq!(
        health(&place, Some(trusted(&place, Some(&identity)))).await,
        Ok(1)
    );
}

#[tokio::test]
async fn plaintext_is_refused_where_tls_is_spoken() {
    let (_process, place, identity) = started();
    assert!(health(&place, None).await.is_err());
    let mut stream = place.address.connect().await.expect("connected");
    stream
        .write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await
        .expect("written");
    let mut answer = Vec::new();
    // The peer may also reset the connection.
    let _ = stream.read_to_end(&mut answer).await;
    assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
    assert_eq!(
        health(&place, Some(trusted(&place, Some(&identity)))).await,
        Ok(1)
    );
}

#[tokio::test]
async fn silent_and_broken_peers_hold_up_nobody() {
    let (_process, place, identity) = started();
    let mut silent: Vec<Box<dyn Stream>> = Vec::new();
    for _ in 0..40 {
        silent.push(place.address.connect().await.expect("connected"));
    }
    for peer in silent.iter_mut().step_by(2) {
        peer.write_all(&[0x16, 0x03, 0x01, 0x40, 0x00])
            .await
            .expect("half a record");
    }
    assert_eq!(
        health(&place, Some(trusted(&place, Some(&identity)))).await,
        Ok(1)
    );
}

#[tokio::test]
async fn http_2_is_agreed_on_in_both_versions_of_tls() {
    let (_process, place, identity) = started();
    for version in [
        &tokio_rustls::rustls::version::TLS12,
        &tokio_rustls::rustls::version::TLS13,
    ] {
        let der = place.certificate.as_deref().expect("a certificate");
        let config = trusting_over(&[version], der, Some(&identity));
        let stream = place.address.connect().await.expect("connected");
        let name = ServerName::try_from("localhost").expect("a name");
        let mut stream = TlsConnector::from(Arc::new(config))
            .connect(name, stream)
            .await
            .expect("TLS");
        assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
        assert_eq!(stream.get_ref().1.protocol_version(), Some(version.version));
        // With TLS 1.3 a refusal would come only now.
        stream
            .write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0")
            .await
            .expect("written");
        let mut frame = [0; 9];
        stream
            .read_exact(&mut frame)
            .await
            .expect("the server's settings");
        assert_eq!(frame[3], 4, "{frame:?}");
    }
}

#[tokio::test]
async fn the_certificate_names_localhost_and_nothing_else() {
    let (_process, place, identity) = started();
    let stream = place.address.connect().await.expect("connected");
    let name = ServerName::try_from("example.com").expect("a name");
    let tls = TlsConnector::from(Arc::new(trusted(&place, Some(&identity))));
    let text = tls
        .connect(name, stream)
        .await
        .err()
        .expect("refused")
        .to_string();
    assert!(text.contains("localhost"), "{text}");
}

#[tokio::test]
async fn a_port_is_as_guarded_as_a_socket() {
    let identity = Identity::fresh();
    let settings = Settings::default()
        .set("PLUGIN_CLIENT_CERT", &identity.pem)
        .set("TMPDIR", "/nowhere/at/all");
    let process = Process::start(empty(), settings);
    let place = Place::read(&process.line());
    let Address::Tcp(at) = &place.address else {
        panic!("{place:?}")
    };
    let port: u16 = at
        .strip_prefix("127.0.0.1:")
        .and_then(|port| port.parse().ok())
        .expect("loopback");
    assert!((10000..=25000).contains(&port), "{port}");
    assert!(health(&place, Some(trusted(&place, None))).await.is_err());
    assert!(health(&place, None).await.is_err());
    assert_eq!(
        health(&place, Some(trusted(&place, Some(&identity)))).await,
        Ok(1)
    );
}

#[tokio::test]
async fn a_message_of_20_mb_passes_and_the_connection_stays() {
    let mut core = Core::start(empty(), Settings::default()).await;
    let config = DynamicValue {
        msgpack: vec![0xc0; 20_000_000],
        json: Vec::new(),
    };
    let request = validate_provider_config::Request { config: Some(config) };
    let status = core
        .client
        .validate_provider_config(request)
        .await
        .expect_err("the example knows nothing");
    assert_eq!(status.code(), Code::Unimplemented, "{status}");
    let stop = core
        .client
        .stop_provider(stop_provider::Request {})
        .await
        .expect_err("nothing");
    assert_eq!(stop.code(), Code::Unimplemented);
    core.shutdown().await;
}

#[tokio::test]
async fn a_flood_of_silent_peers_neither_locks_terraform_out_nor_floods_the_log() {
    let identity = Identity::fresh();
    // More peers than the process may have files.
    let settings = Settings {
        arguments: vec![
            "-c".into(),
            "ulimit -n 60; exec $0".into(),
            empty().display().to_string(),
        ],
        ..Settings::default()
    };
    let settings = settings
        .set("PLUGIN_CLIENT_CERT", &identity.pem)
        .set("TF_LOG", "WARN");
    let process = Process::start(Path::new("/bin/sh"), settings);
    let place = Place::read(&process.line());
    let mut silent = Vec::new();
    for _ in 0..400 {
        silent.push(place.address.connect().await.expect("connected"));
    }
    let began = Instant::now();
    let answer = health(&place, Some(trusted(&place, Some(&identity)))).await;
    assert_eq!(answer, Ok(1));
    // Ten seconds are what a single silent peer may take.
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    let until = Instant::now() + SOON;
    let told = |lines: &[String]| lines.iter().any(|line| line.contains(" more connections"));
    while !told(&process.stderr()) {
        assert!(Instant::now() < until, "{:#?}", process.stderr());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let lines = process.stderr();
    assert!(lines.len() < 60, "{} lines: {lines:#?}", lines.len());
}

#[tokio::test]
async fn many_cancelled_requests_do_not_end_the_connection() {
    let process = Process::start(empty(), Settings::default());
    let place = Place::read(&process.line());
    let mut stream = place.address.connect().await.expect("connected");
    // The beginning, with empty settings; requests that are cancelled at once, so that the server sees both together; a
    // ping.
    let mut bytes = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec();
    for number in 0..1000_u32 {
        let stream = (2 * number + 1).to_be_bytes();
        // POST http://localhost/
        let headers = [&[0x83, 0x86, 0x84, 0x41, 9][..], b"localhost"].concat();
        bytes.extend(
            [0, 0, headers.len() as u8, 1, 4]
                .iter()
                .chain(&stream)
                .chain(&headers),
        );
        bytes.extend([0, 0, 4, 3, 0].iter().chain(&stream).chain(&[0, 0, 0, 8]));
    }
    bytes.extend(b"\0\0\x08\x06\0\0\0\0\0reached!");
    stream.write_all(&bytes).await.expect("written");
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await.expect("a frame");
        let mut rest = vec![0; usize::from(head[1]) << 8 | usize::from(head[2])];
        stream.read_exact(&mut rest).await.expect("its content");
        assert_ne!(head[3], 7, "GOAWAY {}", String::from_utf8_lossy(&rest));
        if head[3] == 6 {
            assert_eq!(rest, b"reached!");
            return;
        }
    }
}
