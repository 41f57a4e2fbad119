//! `.terraform/modules/modules.json`: where `terraform init` put the modules that a root calls.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::discover::join;
use crate::source::{Source, resolve};

/// Manifests are small; a larger one is not Terraform's.
const MAX_MANIFEST: u64 = 8 << 20;

#[derive(Debug, Deserialize)]
struct Manifest {
    #[serde(rename = "Modules")]
    modules: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
struct Entry {
    /// Names of calls from the root, joined with `.`; empty for the root itself.
    #[serde(rename = "Key")]
    key: String,
    #[serde(rename = "Source", default)]
    source: String,
    /// Relative to the root.
    #[serde(rename = "Dir")]
    dir: String,
}

/// One call that is installed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Installed {
    /// Directory of the calling module.
    pub(super) caller: String,
    pub(super) call: String,
    pub(super) dir: String,
    /// See `Module::identity`.
    pub(super) identity: Arc<str>,
}

/// Of the root in `dir`; empty when nothing is installed there.
pub(super) fn read(source: &dyn Source, dir: &str, data_dir: &str) -> Vec<Installed> {
    let Ok(data) = resolve(dir, data_dir) else {
        return Vec::new();
    };
    let Ok(bytes) = source.read(&join(&data, "modules/modules.json"), MAX_MANIFEST) else {
        return Vec::new();
    };
    let Ok(manifest) = serde_json::from_slice::<Manifest>(&bytes) else {
        return Vec::new();
    };
    let modules_dir = join(&data, "modules/");
    let by_key: FxHashMap<&str, &Entry> = manifest
        .modules
        .iter()
        .map(|entry| (entry.key.as_str(), entry))
        .collect();
    let find = |key: &str| by_key.get(key).copied();
    let installed = |entry: &Entry| {
        let (caller, call) = entry.key.rsplit_once('.').unwrap_or(("", &entry.key));
        let caller = match caller {
            "" => dir.to_owned(),
            key => resolve(dir, &find(key)?.dir).ok()?,
        };
        let target = resolve(dir, &entry.dir).ok()?;
        // `<data>/modules/<key of the package>/<path inside it>`
        let inside = target.strip_prefix(&*modules_dir)?;
        let (package, path) = inside.split_once('/').unwrap_or((inside, ""));
        let identity = identity(&find(package)?.source, path);
        Some(Installed {
            caller,
            call: call.to_owned(),
            dir: target,
            identity,
        })
    };
    manifest
        .modules
        .iter()
        .filter(|entry| !entry.key.is_empty())
        .filter_map(installed)
        .collect()
}

/// The source of a package without its version, and the path inside it.
fn identity(source: &str, path: &str) -> Arc<str> {
    let (address, query) = source
        .split_once('?')
        .map_or((source, None), |(address, query)| (address, Some(query)));
    let after_scheme = address.find("://").map_or(0, |at| at + 3);
    let package = match address[after_scheme..].find("//") {
        Some(at) => &address[..after_scheme + at],
        None => address,
    };
    let kept: Vec<&str> = query
        .into_iter()
        .flat_map(|query| query.split('&'))
        .filter(|pair| !pair.starts_with("ref=") && !pair.starts_with("depth=") && !pair.starts_with("tag="))
        .collect();
    let mut identity = package.to_owned();
    if !path.is_empty() {
        identity.push_str("//");
        identity.push_str(path);
    }
    if !kept.is_empty() {
        identity.push('?');
        identity.push_str(&kept.join("&"));
    }
    identity.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    #[test]
    fn the_identity_of_a_module_has_no_version() {
        assert_eq!(
            &*identity("git::https://x.org/a.git//sub?ref=v1", "sub"),
            "git::https://x.org/a.git//sub"
        );
        assert_eq!(
            &*identity("registry.terraform.io/a/b/c", ""),
            "registry.terraform.io/a/b/c"
        );
        assert_eq!(
            &*identity("s3::https://x/y.zip?region=a&ref=1", ""),
            "s3::https://x/y.zip?region=a"
        );
    }

    #[test]
    fn nested_calls_are_found_by_their_keys() {
        let json = r#"{"Modules":[{"Key":"","Source":"","Dir":"."},
            {"Key":"a","Source":"x/y/z","Version":"1.0.0","Dir":".terraform/modules/a"},
            {"Key":"a.b","Source":"./modules/b","Dir":".terraform/modules/a/modules/b"},
            {"Key":"l","Source":"../l","Dir":"../l"}]}"#;
        let source = Memory::of_texts([("root/.terraform/modules/modules.json", json)]);
        let installed = read(&source, "root", ".terraform");
        let found: Vec<_> = installed
            .iter()
            .map(|i| (&*i.caller, &*i.call, &*i.dir, &*i.identity))
            .collect();
        let a = "root/.terraform/modules/a";
        assert_eq!(
            found,
            [
                ("root", "a", a, "x/y/z"),
                (a, "b", "root/.terraform/modules/a/modules/b", "x/y/z//modules/b")
            ]
        );
        assert!(read(&source, "elsewhere", ".terraform").is_empty());
    }
}
