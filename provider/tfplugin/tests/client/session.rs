//! One provider process with a store of its own, and Terraform's conversation with it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};
use tempfile::TempDir;
use tfplugin::wire::tfplugin6::provider_client::ProviderClient;
use tfplugin::wire::tfplugin6::{ClientCapabilities, DynamicValue, configure_provider};
use tfplugin::{Object, Type};
use tonic::transport::Channel;

use crate::said::Said;
use crate::schemas::{Schemas, object, type_of};
use crate::terraform_core::{Core, Settings};
use crate::values::sent;

/// Time for something that happens at once, on a busy machine.
pub(crate) const SOON: Duration = Duration::from_secs(20);

/// Starts the example provider, which is built once.
pub(crate) async fn start(settings: Settings) -> Core {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let program = BUILT.get_or_init(|| real_terraform::cargo_example("tfplugin", "atlas"));
    Core::start(program, settings).await
}

/// A process, its store, and what was heard from it.
pub(crate) struct Session {
    pub(crate) core: Core,
    pub(crate) schemas: &'static Schemas,
    /// The store: Atlas's "API".
    pub(crate) store: TempDir,
    /// Every byte of every answer.
    pub(crate) heard: Mutex<Vec<u8>>,
}

impl Session {
    /// With a store that the configuration names. It never calls GetProviderSchema (T29): Terraform keeps schemas.
    pub(crate) async fn start() -> Self {
        let session = Self::unconfigured().await;
        session.configure().await.nothing();
        session
    }

    /// Before ConfigureProvider.
    pub(crate) async fn unconfigured() -> Self {
        Self::with(Settings::default()).await
    }

    /// Before ConfigureProvider, in an environment.
    pub(crate) async fn with(settings: Settings) -> Self {
        let schemas = Schemas::served().await;
        Self {
            core: start(settings).await,
            schemas,
            store: tempfile::tempdir().expect("a folder"),
            heard: Mutex::default(),
        }
    }

    pub(crate) async fn configure(&self) -> Said {
        self.configure_with(&json!({"path": self.store.path()})).await
    }

    pub(crate) async fn configure_with(&self, config: &Json) -> Said {
        let block = self.schemas.config();
        let answer = self
            .configure_provider(configure_provider::Request {
                terraform_version: "1.14.0".to_owned(),
                config: Some(sent(Some(&object(block, config)), &type_of(block))),
                client_capabilities: Some(capable()),
            })
            .await;
        Said(answer.diagnostics)
    }

    pub(crate) fn client(&self) -> ProviderClient<Channel> {
        self.core.client.clone()
    }

    /// A configuration of a resource.
    #[track_caller]
    pub(crate) fn config(&self, resource: &str, json: Json) -> Object {
        object(self.schemas.resource(resource), &json)
    }

    pub(crate) fn ty(&self, resource: &str) -> Type {
        type_of(self.schemas.resource(resource))
    }

    /// An object of a resource, for the wire.
    #[track_caller]
    pub(crate) fn sent(&self, resource: &str, object: Option<&Object>) -> DynamicValue {
        sent(object, &self.ty(resource))
    }

    /// The store's file of an object.
    pub(crate) fn file(&self, kind: &str, name: &str) -> PathBuf {
        let name = name.replace('/', "__");
        self.store.path().join(kind).join(format!("{name}.json"))
    }

    /// What the store has of an object.
    #[track_caller]
    pub(crate) fn stored(&self, kind: &str, name: &str) -> Json {
        read_json(&self.file(kind, name))
    }

    /// Changes an object behind Terraform's back.
    #[track_caller]
    pub(crate) fn tamper(&self, kind: &str, name: &str, attribute: &str, value: Json) {
        let mut object = self.stored(kind, name);
        object[attribute] = value;
        fs::write(self.file(kind, name), object.to_string()).expect("a file");
    }

    /// The operations that the store was asked for.
    pub(crate) fn log(&self) -> Vec<String> {
        let log = fs::read_to_string(self.store.path().join("log")).unwrap_or_default();
        log.lines().map(str::to_owned).collect()
    }

    /// The operations whose line begins like this.
    pub(crate) fn logged(&self, beginning: &str) -> Vec<String> {
        let mut log = self.log();
        log.retain(|line| line.starts_with(beginning));
        log
    }

    /// Waits for a line in the log that begins like this.
    pub(crate) async fn until_logged(&self, beginning: &str) {
        let until = Instant::now() + SOON;
        while self.logged(beginning).is_empty() {
            assert!(Instant::now() < until, "no {beginning:?} in {:#?}", self.log());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// No answer so far held this text.
    #[track_caller]
    pub(crate) fn never_heard(&self, secret: &str) {
        let heard = self.heard.lock().expect("no panic");
        let found = heard
            .windows(secret.len())
            .any(|window| window == secret.as_bytes());
        assert!(!found, "an answer holds {secret:?}");
    }
}

/// What the newest Terraform can do.
pub(crate) fn capable() -> ClientCapabilities {
    ClientCapabilities {
        write_only_attributes_allowed: true,
        ..ClientCapabilities::default()
    }
}

#[track_caller]
fn read_json(path: &Path) -> Json {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&bytes).expect("JSON")
}
