//! Whether to use colours and box characters, by flag, environment and terminal.

use std::collections::BTreeMap;

use super::ColorChoice;

/// The flag decides; then `NO_COLOR`; then `FORCE_COLOR` and `CLICOLOR_FORCE`; then whether it is a terminal.
pub(super) fn wanted(choice: ColorChoice, env: &BTreeMap<String, String>, is_terminal: bool) -> bool {
    let set = |name: &str| env.get(name).is_some_and(|value| !value.is_empty());
    let forced = |name: &str| set(name) && env.get(name).is_some_and(|value| value != "0");
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if set("NO_COLOR") => false,
        ColorChoice::Auto if forced("FORCE_COLOR") || forced("CLICOLOR_FORCE") => true,
        ColorChoice::Auto => is_terminal && env.get("TERM").is_none_or(|term| term != "dumb"),
    }
}

/// Whether the terminal's locale is UTF-8.
pub(super) fn unicode(env: &BTreeMap<String, String>) -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| env.get(name).filter(|value| !value.is_empty()));
    match locale {
        Some(locale) => {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        }
        None => cfg!(windows),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn the_flag_outranks_the_environment_and_that_the_terminal() {
        let auto = ColorChoice::Auto;
        assert!(wanted(auto, &env(&[]), true));
        assert!(!wanted(auto, &env(&[]), false));
        assert!(!wanted(auto, &env(&[("NO_COLOR", "1")]), true));
        assert!(
            wanted(auto, &env(&[("NO_COLOR", "")]), true),
            "an empty NO_COLOR says nothing"
        );
        assert!(wanted(auto, &env(&[("FORCE_COLOR", "1")]), false));
        assert!(wanted(auto, &env(&[("CLICOLOR_FORCE", "1")]), false));
        assert!(!wanted(auto, &env(&[("CLICOLOR_FORCE", "0")]), false));
        assert!(!wanted(
            auto,
            &env(&[("NO_COLOR", "1"), ("FORCE_COLOR", "1")]),
            true
        ));
        assert!(!wanted(auto, &env(&[("TERM", "dumb")]), true));
        assert!(wanted(ColorChoice::Always, &env(&[("NO_COLOR", "1")]), false));
        assert!(!wanted(ColorChoice::Never, &env(&[("FORCE_COLOR", "1")]), true));
    }

    #[test]
    fn the_first_locale_variable_that_is_set_decides() {
        assert!(unicode(&env(&[("LANG", "en_US.UTF-8")])));
        assert!(!unicode(&env(&[("LC_ALL", "C"), ("LANG", "en_US.UTF-8")])));
    }
}
