//! The provider's own command line, for people; Terraform passes no arguments.

use super::Program;
use std::ffi::OsString;

/// What a command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Command {
    /// No argument: serve the Terraform that started us.
    Serve,
    /// `--debug`: serve any local Terraform that is told where, until interrupted.
    Debug,
    /// `--help`, `--version`: print this and end.
    Say(String),
}

/// Reads the arguments behind the program's name; the error is the text for the user.
pub(super) fn parse(program: &Program, arguments: impl Iterator<Item = OsString>) -> Result<Command, String> {
    let mut command = Command::Serve;
    for argument in arguments {
        command = match argument.to_str() {
            Some("--debug" | "-debug") => Command::Debug,
            Some("--version" | "-version" | "-V") => {
                return Ok(Command::Say(format!(
                    "{} {}\n",
                    program.binary(),
                    program.version
                )));
            }
            Some("--help" | "-help" | "-h") => return Ok(Command::Say(help(program))),
            _ => {
                return Err(format!(
                    "unknown argument {argument:?}. Run `{} --help` for the flags that exist.",
                    program.binary()
                ));
            }
        };
    }
    Ok(command)
}

fn help(program: &Program) -> String {
    let binary = program.binary();
    let address = program.address;
    format!(
        "{binary} {version}: the Terraform provider {address}\n\
         \n\
         Terraform starts this program by itself; it takes no arguments then.\n\
         \n\
         Usage: {binary} [--debug | --version | --help]\n\
         \n  \
         --debug    serve until interrupted, and print the TF_REATTACH_PROVIDERS line\n             \
                    that makes Terraform use this process\n  \
         --version  print the version\n  \
         --help     print this text\n\
         \n\
         {install}",
        version = program.version,
        install = install(program),
    )
}

/// The text for somebody who starts the program in a shell.
pub(super) fn by_hand(program: &Program) -> String {
    format!(
        "{binary} is a Terraform provider: Terraform starts it, it is not meant to be run by hand.\n\
         \n\
         {install}\
         \n\
         To attach a debugger, run `{binary} --debug` and follow what it prints.",
        binary = program.binary(),
        install = install(program),
    )
}

fn install(program: &Program) -> String {
    let short = program
        .address
        .strip_prefix("registry.terraform.io/")
        .unwrap_or(program.address);
    format!(
        "To use this build, name its folder in Terraform's CLI configuration file\n\
         (~/.terraformrc, or the file that TF_CLI_CONFIG_FILE names):\n\
         \n  \
         provider_installation {{\n    \
           dev_overrides {{\n      \
             \"{short}\" = \"/folder/of/{binary}\"\n    \
           }}\n    \
           direct {{}}\n  \
         }}\n",
        binary = program.binary(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROGRAM: Program = Program {
        name: "demo",
        version: "1.2.3",
        address: "registry.terraform.io/acme/demo",
    };

    fn parsed(arguments: &[&str]) -> Result<Command, String> {
        parse(&PROGRAM, arguments.iter().map(OsString::from))
    }

    #[test]
    fn no_argument_serves_terraform() {
        assert_eq!(parsed(&[]), Ok(Command::Serve));
    }

    #[test]
    fn an_unknown_argument_names_itself_and_the_next_step() {
        let text = parsed(&["--debug", "--prot"]).expect_err("refused");
        assert!(
            text.contains("\"--prot\"") && text.contains("terraform-provider-demo --help"),
            "{text}"
        );
    }

    #[test]
    fn help_shows_the_short_address_for_dev_overrides() {
        let Ok(Command::Say(text)) = parsed(&["--help"]) else {
            panic!("no help")
        };
        assert!(
            text.contains("\"acme/demo\" = \"/folder/of/terraform-provider-demo\""),
            "{text}"
        );
        assert!(text.lines().all(|line| line.chars().count() <= 90), "{text}");
    }
}
