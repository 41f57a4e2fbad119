//! What users of `extid.toml` rely on.

use super::*;
use crate::{Bound, Duration, LimitKey};

fn read(text: &str) -> PolicyFile {
    let (file, problems) = parse(text);
    assert_eq!(problems, [], "{text}");
    file
}

#[track_caller]
fn problem(text: &str) -> PolicyFileProblem {
    let (_, problems) = parse(text);
    match <[PolicyFileProblem; 1]>::try_from(problems) {
        Ok([problem]) => problem,
        Err(problems) => panic!("one problem was expected, not {problems:#?}"),
    }
}

const COMPLETE: &str = r#"
profile = "strict"
extends = "../org.toml"
require-binding = true
owner-keys = ["cost-owner"]
owner-patterns = ["squad-*"]
accounts = ["123456789012"]
exclude = ["examples/**"]
select = ["XID1", "XID2"]
extend-select = ["wildcard-scope"]
ignore = ["XID104"]
min-severity = "warning"
persona = "pedantic"
fail-on = "error"
fail-on-undecided = true

[suppressions]
max-days = 30

[rules.absent-expiry]
severity = "error"
enforced = true

[limits.ai_agent]
static-secret-age = "forbidden"
access-token-ttl = { soft = "10m", hard = "30m" }
scopes-per-identity = 5

[limits.service]
review-interval = "none"

[[root]]
path = "live/production"
var-files = ["live/production.tfvars"]
workspace = "production"

[[subject]]
match = "module.portal.auth0_client.*"
actor_type = "api_client"
owner = "team-portal"
relationship = "acme"
purpose = "Portal of ACME"
class = "portal-clients"

[provider]
registry = "sqlite:registry.db"
"#;

#[test]
fn every_key_is_read() {
    let file = read(COMPLETE);
    assert_eq!(file.profile(), Profile::Strict);
    assert_eq!(file.select.as_ref().map(Vec::len), Some(2));
    assert_eq!(file.fail_on.as_ref().map(|w| w.value), Some(Severity::Error));
    assert_eq!(file.persona.as_ref().map(|w| w.value), Some(Persona::Pedantic));
    assert_eq!(file.max_days(), 30);
    let rule = &file.rules[0];
    assert_eq!(rule.rule.value, "absent-expiry");
    assert_eq!(rule.enforced.as_ref().map(|w| w.value), Some(true));
    assert_eq!(
        file.roots[0].workspace.as_ref().map(|w| w.value.as_str()),
        Some("production")
    );
    let subject = &file.subjects[0];
    assert_eq!(
        subject.actor_type.as_ref().map(|w| w.value),
        Some(ActorType::ApiClient)
    );
    let provider = file.provider.as_ref().map(|w| &w.value);
    assert_eq!(
        provider.and_then(|table| table["registry"].as_str()),
        Some("sqlite:registry.db")
    );
}

#[test]
fn every_key_of_the_table_stands_in_the_complete_example() {
    for key in KEYS {
        let name = key
            .path
            .rsplit('.')
            .next()
            .unwrap_or(key.path)
            .trim_end_matches("[]");
        let shown = match name {
            "<limit>" => "access-token-ttl",
            name => name,
        };
        assert!(COMPLETE.contains(shown), "`{}` is not tried", key.path);
        assert!(
            key.doc.ends_with('.'),
            "the sentence for `{}` has no end",
            key.path
        );
    }
    let paths: std::collections::BTreeSet<&str> = KEYS.iter().map(|key| key.path).collect();
    assert_eq!(paths.len(), KEYS.len(), "a key stands twice");
}

#[test]
fn each_word_of_a_choice_is_understood() {
    for key in KEYS {
        for word in key.kind.values() {
            let text = match key.path {
                "rules.<rule>.severity" => format!("[rules.x]\nseverity = \"{word}\""),
                "subject[].actor_type" => format!("[[subject]]\nmatch = \"*\"\nactor_type = \"{word}\""),
                path => format!("{path} = \"{word}\""),
            };
            let file = read(&text);
            let found = [
                file.profile.as_ref().map(|w| w.value.as_str()),
                file.min_severity.as_ref().map(|w| w.value.as_str()),
                file.persona.as_ref().map(|w| w.value.as_str()),
                file.fail_on.as_ref().map(|w| w.value.as_str()),
                file.rules
                    .first()
                    .and_then(|r| r.severity.as_ref())
                    .map(|w| w.value.as_str()),
                file.subjects
                    .first()
                    .and_then(|s| s.actor_type.as_ref())
                    .map(|w| w.value.as_str()),
            ];
            assert!(
                found.contains(&Some(*word)),
                "`{word}` of `{}` was lost",
                key.path
            );
        }
    }
}

#[test]
fn settings_carry_what_the_policies_need() {
    let settings = read(COMPLETE).settings();
    assert!(settings.strict && settings.require_binding);
    assert_eq!(settings.owner_keys, ["cost-owner"]);
    let limit = settings.limits.get(ActorType::AiAgent, LimitKey::AccessTokenTtl);
    assert_eq!(limit.hard(), Some(Bound::Length(Duration::from_minutes(30))));
    let untouched = settings
        .limits
        .get(ActorType::AiAgent, LimitKey::IdentityLifetime);
    assert_eq!(untouched.to_string(), "90d");
    assert_eq!(
        settings.limits.get(ActorType::Service, LimitKey::ReviewInterval),
        Limit::NONE
    );
}

#[test]
fn a_single_value_is_the_hard_limit() {
    let limit = |text: &str| read(text).limits[0].limit.value.to_string();
    assert_eq!(
        limit("[limits.service]\nstatic-secret-age = \"120d\""),
        "90d / 120d"
    );
    assert_eq!(
        limit("[limits.service]\nstatic-secret-age = \"60d\""),
        "60d",
        "no soft above hard"
    );
    assert_eq!(
        limit("[limits.service]\nstatic-secret-age = { soft = \"30d\" }"),
        "30d / 180d"
    );
    assert_eq!(
        limit("[limits.service.static-secret-age]\nhard = \"none\""),
        "90d / none"
    );
}

#[test]
fn an_unknown_key_is_an_error_with_its_neighbours() {
    let problem = problem("ownr-keys = []");
    assert_eq!(problem.span, 0..9);
    assert_eq!(problem.message, "`ownr-keys` is not a key of extid.toml");
    let unknown = problem.unknown.unwrap();
    assert_eq!(unknown.key, "ownr-keys");
    assert!(unknown.candidates.contains(&"owner-keys") && unknown.candidates.contains(&"limits"));
}

#[test]
fn unknown_actors_limits_and_fields_name_what_is_known() {
    let candidates = |text: &str| problem(text).unknown.unwrap().candidates;
    assert!(candidates("[limits.agent]\nresidual = \"1h\"").contains(&"ai_agent"));
    assert!(candidates("[limits.service]\ntoken-ttl = \"1h\"").contains(&"access-token-ttl"));
    assert!(candidates("[[subject]]\nmatch = \"*\"\nactor = \"service\"").contains(&"actor_type"));
    assert_eq!(
        candidates("[rules.absent-expiry]\nlevel = \"error\""),
        ["enforced", "severity"]
    );
}

#[test]
fn values_of_the_wrong_kind_say_what_is_right() {
    let cases = [
        (
            "profile = \"lax\"",
            "`profile` must be one of \"inventory\", \"standard\", \"strict\", not \"lax\"",
        ),
        (
            "require-binding = \"yes\"",
            "`require-binding` must be true or false, not \"yes\"",
        ),
        (
            "exclude = \"x\"",
            "`exclude` must be a list of strings that are not empty, not \"x\"",
        ),
        (
            "accounts = [\"1234\"]",
            "`accounts` must be a list of strings of twelve digits, not a list",
        ),
        ("suppressions = 3", "`suppressions` must be a table, not 3"),
        (
            "[suppressions]\nmax-days = 0",
            "`max-days` must be a whole number from 1 to 3650, not 0",
        ),
        (
            "root = 1",
            "`root` must be a list of tables, written `[[root]]`, not 1",
        ),
        (
            "[root]\npath = \"x\"",
            "`root` must be a list of tables, written `[[root]]`, not a table",
        ),
        ("[[root]]\nworkspace = \"x\"", "`[[root]]` needs a `path`"),
        ("[[subject]]\nowner = \"x\"", "`[[subject]]` needs a `match`"),
        (
            "[limits.service]\nresidual = 90",
            "`residual` must be a length such as \"90d\", or \"none\", not 90",
        ),
        (
            "[limits.service]\nresidual = \"90\"",
            "`90` is not a duration: a unit is missing (w, d, h, m or s); `residual` is a length such as \"90d\", or \"none\"",
        ),
        (
            "[limits.service]\nscopes-per-identity = \"9\"",
            "`scopes-per-identity` must be a number, or \"none\", not \"9\"",
        ),
        (
            "[limits.service]\nresidual = { soft = \"2h\", hard = \"1h\" }",
            "the soft limit of 2h is above the hard one of 1h",
        ),
    ];
    for (text, message) in cases {
        assert_eq!(problem(text).message, message, "{text}");
    }
}

#[test]
fn any_text_gives_a_file_and_what_is_right_in_it_counts() {
    let (file, problems) = parse("profile = \"strict\"\nselect = [\n\"XID1\"");
    assert_eq!(file.profile(), Profile::Strict);
    assert!(!problems.is_empty());
    let deep = format!("x = {}", "[".repeat(100_000));
    for text in [
        "",
        "=",
        "\u{0}",
        "[[[",
        "a.b.c.d = 1",
        "profile = \"strict\"\nprofile = \"standard\"",
        &deep,
    ] {
        let (_, problems) = parse(text);
        assert_eq!(problems.is_empty(), text.is_empty(), "{:?}", text.get(..20));
        assert!(problems.iter().all(|problem| problem.span.end <= text.len()));
    }
}

#[test]
fn problems_come_in_the_order_of_the_file() {
    let (_, problems) = parse("zz = 1\naa = 2\n[limits.service]\nbb = 3");
    let keys: Vec<_> = problems
        .iter()
        .filter_map(|p| p.unknown.as_ref())
        .map(|u| u.key.as_str())
        .collect();
    assert_eq!(keys, ["zz", "aa", "bb"]);
}

fn layered(own: &str, base: &str) -> (PolicyFile, Vec<String>) {
    let (file, problems) = read(own).layered_over(&read(base));
    (
        file,
        problems.into_iter().map(|problem| problem.message).collect(),
    )
}

#[test]
fn what_the_repository_leaves_out_comes_from_the_organisation() {
    let (file, problems) = layered("exclude = [\"a\"]", COMPLETE);
    assert_eq!(problems, [""; 0]);
    assert_eq!(file.profile(), Profile::Strict);
    assert_eq!(file.exclude.len(), 2);
    assert_eq!(file.subjects.len(), 1);
}

#[test]
fn a_repository_may_tighten_and_not_loosen() {
    let loosened = [
        ("profile = \"standard\"", "profile = \"strict\""),
        ("require-binding = false", "require-binding = true"),
        ("fail-on = \"error\"", "fail-on = \"warning\""),
        ("min-severity = \"error\"", "min-severity = \"info\""),
        ("persona = \"regular\"", "persona = \"auditor\""),
        ("fail-on-undecided = false", "fail-on-undecided = true"),
        ("[suppressions]\nmax-days = 90", "[suppressions]\nmax-days = 30"),
        (
            "accounts = [\"123456789012\", \"210987654321\"]",
            "accounts = [\"123456789012\"]",
        ),
        (
            "[rules.x]\nseverity = \"info\"",
            "[rules.x]\nseverity = \"error\"",
        ),
        ("[rules.x]\nenforced = false", "[rules.x]\nenforced = true"),
        (
            "[limits.service]\nresidual = \"2h\"",
            "[limits.service]\nresidual = \"1h\"",
        ),
    ];
    for (own, base) in loosened {
        let (_, problems) = layered(own, base);
        assert_eq!(problems.len(), 1, "{own:?} over {base:?} gave {problems:?}");
        let (file, problems) = layered(base, own);
        assert_eq!(problems, [""; 0], "{base:?} over {own:?}");
        let alone = read(base);
        assert_eq!((file.profile(), file.limits()), (alone.profile(), alone.limits()));
    }
}

#[test]
fn what_the_organisation_selects_stays_selected() {
    let (file, problems) = layered("select = [\"XID2\"]", "select = [\"XID1\"]");
    assert_eq!(problems, [""; 0]);
    let selected: Vec<_> = file
        .select
        .iter()
        .flatten()
        .map(|rule| rule.value.as_str())
        .collect();
    assert_eq!(selected, ["XID2", "XID1"]);
}

#[test]
fn a_refused_value_leaves_the_organisations() {
    let (file, _) = layered(
        "[limits.service]\nresidual = \"2h\"",
        "[limits.service]\nresidual = \"30m\"",
    );
    assert_eq!(
        file.limits()
            .get(ActorType::Service, LimitKey::Residual)
            .to_string(),
        "30m"
    );
}

#[test]
fn an_enforced_rule_is_not_ignored_under_any_of_its_names() {
    let base = "[rules.absent-expiry]\nenforced = true";
    for ignored in ["absent-expiry", "XID201", "xid201", "XID2", "XID"] {
        let (file, problems) = layered(&format!("ignore = [\"{ignored}\", \"XID104\"]"), base);
        assert_eq!(problems.len(), usize::from(true), "{ignored}: {problems:?}");
        assert!(problems[0].contains("absent-expiry"), "{problems:?}");
        assert_eq!(file.ignore.len(), 1, "{ignored}");
    }
    let (_, problems) = layered("[rules.XID201]\nenforced = false", base);
    assert_eq!(problems.len(), 1, "the id and the name are one rule");
}
