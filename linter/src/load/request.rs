//! What to load. All paths are relative to the fence.

use std::sync::Arc;

use globset::GlobSet;

#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files or directories; the fence itself is the empty path. A file stands for its directory, without what lies
    /// below; the caller filters.
    pub paths: Vec<String>,
    /// Matched against paths of files and directories.
    pub exclude: GlobSet,
    /// `--var` and `--var-file` in the order of the command line: later ones win.
    pub assignments: Vec<Assignment>,
    /// `TF_VAR_name` as (`name`, value).
    pub env: Vec<(String, String)>,
    /// `TF_WORKSPACE`
    pub workspace: Option<String>,
    /// `TF_DATA_DIR`, when it is not `.terraform`.
    pub data_dir: Option<String>,
    /// `[[root]]` entries of the configuration.
    pub roots: Vec<RootEntry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assignment {
    /// `--var name=value`
    Var(Arc<str>, Arc<str>),
    /// `--var-file path`
    VarFile(String),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RootEntry {
    pub path: String,
    pub var_files: Vec<String>,
    pub workspace: Option<String>,
}
