//! x
#[derive(clap::Subcommand)]
pub enum Unit {
    Rule,
    Policy,
}
pub fn run(_u: &Unit) -> anyhow::Result<()> {
    Ok(())
}
