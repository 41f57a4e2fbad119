//! Ways in which Terraform finds a provider without a registry, and the settings that say so.

use std::collections::BTreeMap;
use std::env::consts;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// One provider binary under one source address.
#[derive(Clone, Debug)]
pub struct Install {
    address: String,
    binary: PathBuf,
    how: How,
}

#[derive(Clone, Debug)]
enum How {
    Override,
    Mirror { version: String, layout: Layout },
}

/// The two layouts of a `filesystem_mirror`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// `HOST/NAMESPACE/TYPE/VERSION/OS_ARCH/terraform-provider-TYPE_vVERSION`
    Unpacked,
    /// `HOST/NAMESPACE/TYPE/terraform-provider-TYPE_VERSION_OS_ARCH.zip`
    Packed,
}

impl Install {
    /// Versions and the lock file do not count, and `init` is not to be run for it. `address` is `HOST/NAMESPACE/TYPE`
    /// in full: the host that Terraform and OpenTofu add otherwise differs.
    pub fn dev_override(address: &str, binary: &Path) -> Self {
        Self::new(address, binary, How::Override)
    }

    /// A release in a mirror: `init` installs it and writes the lock file.
    pub fn mirror(address: &str, version: &str, layout: Layout, binary: &Path) -> Self {
        let version = version.to_owned();
        Self::new(address, binary, How::Mirror { version, layout })
    }

    fn new(address: &str, binary: &Path, how: How) -> Self {
        let parts: Vec<&str> = address.split('/').collect();
        assert!(
            parts.len() == 3 && parts.iter().all(|part| !part.is_empty()),
            "{address:?} is not HOST/NAMESPACE/TYPE"
        );
        assert!(binary.is_file(), "there is no binary {}", binary.display());
        Self {
            address: address.to_owned(),
            binary: binary.canonicalize().expect("the path of a file"),
            how,
        }
    }

    /// `terraform-provider-TYPE`.
    fn name(&self) -> String {
        let kind = self.address.rsplit('/').next().unwrap_or_default();
        format!("terraform-provider-{kind}")
    }
}

/// This machine in Go's names: `linux_amd64`.
pub fn platform() -> String {
    let os = match consts::OS {
        "macos" => "darwin",
        other => other,
    };
    let arch = match consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        "x86" => "386",
        other => other,
    };
    format!("{os}_{arch}")
}

/// The providers of one workspace.
#[derive(Debug)]
pub(crate) struct Installed {
    mirror: PathBuf,
    overrides: PathBuf,
    /// Folders by address.
    overridden: BTreeMap<String, PathBuf>,
}

impl Installed {
    pub(crate) fn below(home: &Path) -> Self {
        let installed = Self {
            mirror: home.join("mirror"),
            overrides: home.join("overrides"),
            overridden: BTreeMap::new(),
        };
        fs::create_dir(&installed.mirror).expect("room for a mirror");
        installed
    }

    pub(crate) fn add(&mut self, install: &Install) {
        let name = install.name();
        match &install.how {
            How::Override => {
                // Terraform takes the first name that fits, be it cargo's `.d` file: nothing else is in this folder.
                let folder = self.overrides.join(install.address.replace([':', '/'], "_"));
                place(&install.binary, &folder.join(name + consts::EXE_SUFFIX), link);
                self.overridden.insert(install.address.clone(), folder);
            }
            How::Mirror {
                version,
                layout: Layout::Unpacked,
            } => {
                let folder = self.mirror.join(&install.address).join(version).join(platform());
                let name = format!("{name}_v{version}{}", consts::EXE_SUFFIX);
                place(&install.binary, &folder.join(name), same_file);
            }
            How::Mirror {
                version,
                layout: Layout::Packed,
            } => {
                let name_inside = format!("{name}_v{version}{}", consts::EXE_SUFFIX);
                let name = format!("{name}_{version}_{}.zip", platform());
                place(
                    &install.binary,
                    &self.mirror.join(&install.address).join(name),
                    |from, to| pack(from, &name_inside, to),
                );
            }
        }
    }

    /// The CLI configuration file. It names every method, so Terraform adds none of its own.
    pub(crate) fn settings(&self) -> String {
        let mut text = String::from("disable_checkpoint = true\nprovider_installation {\n");
        if !self.overridden.is_empty() {
            text.push_str("  dev_overrides {\n");
            for (address, folder) in &self.overridden {
                let _ = writeln!(text, "    {} = {}", quoted(Path::new(address)), quoted(folder));
            }
            text.push_str("  }\n");
        }
        let _ = writeln!(
            text,
            "  filesystem_mirror {{\n    path = {}\n  }}\n}}",
            quoted(&self.mirror)
        );
        text
    }
}

/// JSON's strings are strings of the settings too.
fn quoted(path: &Path) -> String {
    serde_json::Value::from(path.to_str().expect("paths in UTF-8")).to_string()
}

/// Replaces `at`, its directories made.
fn place(binary: &Path, at: &Path, how: impl FnOnce(&Path, &Path) -> io::Result<()>) {
    let placed = at
        .parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| match fs::remove_file(at) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => how(binary, at),
        });
    placed.unwrap_or_else(|error| panic!("{}: {error}", at.display()));
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(from, to)
}

#[cfg(not(unix))]
fn link(from: &Path, to: &Path) -> io::Result<()> {
    fs::copy(from, to).map(|_| ())
}

/// A copy that costs nothing where both are on one disk.
fn same_file(from: &Path, to: &Path) -> io::Result<()> {
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(|_| ()))
}

fn pack(from: &Path, name: &str, to: &Path) -> io::Result<()> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .unix_permissions(0o755);
    let mut archive = ZipWriter::new(File::create(to)?);
    archive.start_file(name, options)?;
    io::copy(&mut File::open(from)?, &mut archive)?;
    archive.finish()?;
    Ok(())
}
