//! `extid.toml`, read alike by both programs.
