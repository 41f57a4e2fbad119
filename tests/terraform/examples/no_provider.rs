//! Answers Terraform with a line that is no handshake: what it quotes was run.

use std::io::Write as _;

fn main() -> std::io::Result<()> {
    writeln!(std::io::stdout(), "{} is no provider", env!("CARGO_PKG_NAME"))
}
