//! What a provider says beside its answers, in a form that tests can ask.

use tfplugin::wire::tfplugin6::attribute_path::step::Selector;
use tfplugin::wire::tfplugin6::diagnostic::Severity;
use tfplugin::wire::tfplugin6::{AttributePath, Diagnostic};

/// The diagnostics of one or more answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said(pub(crate) Vec<Diagnostic>);

impl Said {
    pub(crate) fn errors(&self) -> Vec<&Diagnostic> {
        self.of(Severity::Error)
    }

    pub(crate) fn warnings(&self) -> Vec<&Diagnostic> {
        self.of(Severity::Warning)
    }

    fn of(&self, severity: Severity) -> Vec<&Diagnostic> {
        let all = self.0.iter();
        all.filter(|said| said.severity() == severity).collect()
    }

    /// Nothing at all.
    #[track_caller]
    pub(crate) fn nothing(&self) {
        assert!(self.0.is_empty(), "said: {:#?}", self.0);
    }

    /// Warnings at most.
    #[track_caller]
    pub(crate) fn no_error(&self) {
        assert!(self.errors().is_empty(), "said: {:#?}", self.0);
    }

    /// Exactly one error, whose summary or detail holds this text, at this place (empty: of the whole block).
    #[track_caller]
    pub(crate) fn one_error(&self, text: &str, place: &str) -> &Diagnostic {
        let [error] = self.errors()[..] else {
            panic!("not one error: {:#?}", self.0);
        };
        assert!(
            error.summary.contains(text) || error.detail.contains(text),
            "not about {text:?}: {error:#?}"
        );
        assert_eq!(place_of(error), place, "{error:#?}");
        let short = !error.summary.is_empty() && !error.summary.ends_with('.');
        assert!(short, "a summary has no final period: {error:#?}");
        error
    }

    /// Some error at this place.
    #[track_caller]
    pub(crate) fn error_at(&self, place: &str) -> &Diagnostic {
        let found = self.errors().into_iter().find(|error| place_of(error) == place);
        found.unwrap_or_else(|| panic!("no error at {place:?}: {:#?}", self.0))
    }
}

/// Where a diagnostic points to, `home.street`; empty when that is the whole block.
pub(crate) fn place_of(said: &Diagnostic) -> String {
    said.attribute.as_ref().map(shown_path).unwrap_or_default()
}

/// `list[0].name`, `map["key"]`.
pub(crate) fn shown_path(path: &AttributePath) -> String {
    let mut shown = String::new();
    for step in &path.steps {
        let next = match step.selector.as_ref().expect("a step has a selector") {
            Selector::AttributeName(name) if shown.is_empty() => name.clone(),
            Selector::AttributeName(name) => format!(".{name}"),
            Selector::ElementKeyString(key) => format!("[{key:?}]"),
            Selector::ElementKeyInt(index) => format!("[{index}]"),
        };
        shown.push_str(&next);
    }
    shown
}
