//! Places where tests end, hold or break the process. Release builds lack them: the body is empty there.
//!
//! `EXTID_FAILPOINT=name=abort`, `name=hold:PATH` (creates PATH, then waits to be killed) or `name=error`; `name@3`
//! means the third time. It needs the feature `failpoints` or the crate's own tests.

/// Something that a test can make happen.
#[derive(Debug, thiserror::Error)]
#[error("the failpoint {0} was set")]
pub struct Failed(pub &'static str);

/// Does what `EXTID_FAILPOINT` says of `name`.
#[cfg(not(any(test, feature = "failpoints")))]
#[inline(always)]
pub fn reach(_name: &'static str) -> Result<(), Failed> {
    Ok(())
}

#[cfg(any(test, feature = "failpoints"))]
pub use active::reach;

#[cfg(any(test, feature = "failpoints"))]
mod active {
    use std::path::PathBuf;
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::Failed;

    /// What to do at one place.
    #[derive(Debug, PartialEq, Eq)]
    pub(super) struct Setting {
        name: String,
        time: u64,
        action: Action,
    }

    #[derive(Debug, PartialEq, Eq)]
    pub(super) enum Action {
        Abort,
        Error,
        Hold(PathBuf),
    }

    impl Setting {
        pub(super) fn parse(text: &str) -> Option<Self> {
            let (place, action) = text.split_once('=')?;
            let (name, time) = match place.split_once('@') {
                Some((name, time)) => (name, time.parse().ok()?),
                None => (place, 1),
            };
            let action = match action.split_once(':') {
                None if action == "abort" => Action::Abort,
                None if action == "error" => Action::Error,
                Some(("hold", path)) => Action::Hold(path.into()),
                _ => return None,
            };
            Some(Self {
                name: name.to_owned(),
                time,
                action,
            })
        }
    }

    /// Does what `EXTID_FAILPOINT` says of `name`.
    pub fn reach(name: &'static str) -> Result<(), Failed> {
        static SETTING: OnceLock<Option<Setting>> = OnceLock::new();
        static TIMES: AtomicU64 = AtomicU64::new(0);
        let setting = SETTING.get_or_init(|| {
            let text = std::env::var("EXTID_FAILPOINT").ok()?;
            // A misspelt failpoint would let a test pass that tests nothing.
            let setting = Setting::parse(&text);
            assert!(setting.is_some(), "EXTID_FAILPOINT={text} says nothing");
            setting
        });
        let Some(setting) = setting.as_ref().filter(|setting| setting.name == name) else {
            return Ok(());
        };
        if TIMES.fetch_add(1, Ordering::SeqCst) + 1 != setting.time {
            return Ok(());
        }
        match &setting.action {
            Action::Abort => std::process::abort(),
            Action::Error => Err(Failed(name)),
            Action::Hold(path) => {
                let created = std::fs::File::create(path).map(drop);
                assert!(created.is_ok(), "{path:?} could not be created: {created:?}");
                loop {
                    std::thread::park();
                }
            }
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_setting_names_place_time_and_action() {
            assert_eq!(
                Setting::parse("intent-written@3=abort"),
                Some(Setting {
                    name: "intent-written".to_owned(),
                    time: 3,
                    action: Action::Abort
                })
            );
            let hold = Setting::parse("x=hold:a/b").expect("a setting");
            assert_eq!(hold.action, Action::Hold("a/b".into()));
            for bad in ["x", "x=", "x@y=abort", "x=sleep", "x=hold"] {
                assert_eq!(Setting::parse(bad), None, "{bad} was accepted");
            }
        }
    }
}
