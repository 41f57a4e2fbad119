//! Writes the Rust of the plugin protocol from its interface files, or says which file is stale.
//!
//! The result is committed, so that nobody who builds the provider needs a compiler for interface files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use tonic_prost_build::FileDescriptorSet;

use crate::workspace;

const SOURCES: &str = "provider/tfplugin/proto";
const TARGET: &str = "provider/tfplugin/src/wire";

/// Interface file, file that the generator names after its package, file that is committed.
const FILES: [(&str, &str, &str); 3] = [
    ("tfplugin6.proto", "tfplugin6.rs", "tfplugin6.rs"),
    ("plugin.proto", "plugin.rs", "plugin.rs"),
    ("health.proto", "grpc.health.v1.rs", "health.rs"),
];

/// Writes the generated files; with `check`, writes nothing and fails when one is not fresh.
pub fn run(check: bool) -> Result<()> {
    let mut stale = Vec::new();
    for (path, text) in generate()? {
        let full = workspace::root().join(&path);
        if std::fs::read_to_string(&full).is_ok_and(|committed| committed == text) {
            continue;
        }
        if check {
            stale.push(format!("  {}", path.display()));
        } else {
            workspace::write(&full, &text)?;
            println!("wrote {}", path.display());
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    bail!(
        "these generated files are stale:\n{}\nrun `cargo xtask proto` and commit what it writes",
        stale.join("\n")
    )
}

/// Whether a file, relative to the root, is written by this chore: such a file has no header of ours and any length.
pub fn is_generated(path: &Path) -> bool {
    path.parent() == Some(Path::new(TARGET))
        && FILES
            .iter()
            .any(|(_, _, file)| path.file_name() == Some(file.as_ref()))
}

/// The compiled interface files.
pub struct Interface(FileDescriptorSet);

/// A call of a service, as its interface file declares it.
#[derive(Debug, PartialEq)]
pub struct Call {
    pub name: String,
    pub streams_requests: bool,
    pub streams_answers: bool,
}

impl Interface {
    pub fn read() -> Result<Self> {
        protox::compile(
            FILES.map(|(source, _, _)| source),
            [workspace::root().join(SOURCES)],
        )
        .map(Self)
        .with_context(|| format!("failed to compile {SOURCES}"))
    }

    /// The calls of a service of a package, in the order of their file.
    pub fn calls(&self, package: &str, service: &str) -> Vec<Call> {
        self.0
            .file
            .iter()
            .filter(|file| file.package() == package)
            .flat_map(|file| &file.service)
            .filter(|declared| declared.name() == service)
            .flat_map(|declared| &declared.method)
            .map(|method| Call {
                name: method.name().to_owned(),
                streams_requests: method.client_streaming(),
                streams_answers: method.server_streaming(),
            })
            .collect()
    }
}

/// The text of each generated file, formatted as this checkout formats, by its path relative to the root.
pub fn generate() -> Result<BTreeMap<PathBuf, String>> {
    let descriptors = Interface::read()?.0;
    let scratch = tempfile::tempdir().context("failed to make a directory to generate into")?;
    tonic_prost_build::configure()
        .build_client(true)
        .build_server(true)
        .generate_default_stubs(true)
        // Maps in order, so that equal answers are equal bytes.
        .btree_map(".")
        .emit_rerun_if_changed(false)
        .out_dir(scratch.path())
        .compile_fds(descriptors)
        .context("failed to generate Rust")?;
    FILES
        .iter()
        .map(|(_, made, committed)| {
            let path = scratch.path().join(made);
            format(&path)?;
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("the generator did not write {made}"))?;
            Ok((Path::new(TARGET).join(committed), text))
        })
        .collect()
}

fn format(path: &Path) -> Result<()> {
    let output = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(workspace::root())
        .arg(path)
        .output()
        .context("failed to start rustfmt")?;
    if !output.status.success() {
        bail!(
            "rustfmt refuses {}: {}",
            path.display(),
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(())
}
