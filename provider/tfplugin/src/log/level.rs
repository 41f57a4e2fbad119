//! The level that Terraform's log variables ask a provider for.

use tracing::Level;

/// The level for the provider called `name`; `None` means no log at all.
pub(super) fn asked(name: &str, variable: impl Fn(&str) -> Option<String>) -> Option<Level> {
    let own = format!("TF_LOG_PROVIDER_{}", name.to_uppercase().replace('-', "_"));
    [own.as_str(), "TF_LOG_PROVIDER", "TF_LOG"]
        .into_iter()
        .find_map(|name| variable(name).filter(|value| !value.is_empty()))
        .and_then(|value| parse(&value))
}

fn parse(value: &str) -> Option<Level> {
    match value.trim().to_ascii_uppercase().as_str() {
        "OFF" => None,
        "ERROR" => Some(Level::ERROR),
        "WARN" => Some(Level::WARN),
        "INFO" => Some(Level::INFO),
        "DEBUG" => Some(Level::DEBUG),
        // `TRACE`, `JSON` (trace in another form), and whatever Terraform does not know either.
        _ => Some(Level::TRACE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(set: &[(&str, &str)]) -> Option<Level> {
        asked("my-cloud", |name| {
            set.iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn nothing_is_logged_unless_asked() {
        assert_eq!(level(&[]), None);
        assert_eq!(level(&[("TF_LOG", "")]), None);
    }

    #[test]
    fn the_narrowest_variable_wins() {
        let all = [
            ("TF_LOG", "trace"),
            ("TF_LOG_PROVIDER", "warn"),
            ("TF_LOG_PROVIDER_MY_CLOUD", "Error"),
        ];
        assert_eq!(level(&all), Some(Level::ERROR));
        assert_eq!(level(&all[..2]), Some(Level::WARN));
        assert_eq!(level(&all[..1]), Some(Level::TRACE));
        assert_eq!(level(&[("TF_LOG", "debug"), ("TF_LOG_PROVIDER", "off")]), None);
    }

    #[test]
    fn json_and_unknown_words_mean_everything() {
        for word in ["JSON", "json", "verbose", "1"] {
            assert_eq!(level(&[("TF_LOG", word)]), Some(Level::TRACE), "{word}");
        }
    }
}
