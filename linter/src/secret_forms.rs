//! Keys that are known by their form: a fixed prefix and an alphabet. Randomness is never measured.
//!
//! No stage of its own: rules find keys with it, and no text leaves the program without being looked at by it.

use std::sync::LazyLock;

use regex::Regex;

/// A key that was recognised. `text` is the secret: it is looked at for placeholders and goes nowhere.
pub(crate) struct Form<'a> {
    /// "a GitHub token"
    pub(crate) what: &'static str,
    pub(crate) text: &'a str,
    /// Where it begins, in bytes.
    pub(crate) start: usize,
}

/// (group name, what it is, pattern). Forms as the issuers and GitHub's secret scanning document them.
const FORMS: [(&str, &str, &str); 18] = [
    ("aws", "an AWS access key", r"(?:AKIA|ASIA)[A-Z2-7]{16}"),
    ("github", "a GitHub token", r"gh[pousr]_[A-Za-z0-9]{36,}"),
    ("github_pat", "a GitHub token", r"github_pat_[A-Za-z0-9_]{60,}"),
    ("gitlab", "a GitLab token", r"glpat-[A-Za-z0-9_\-]{20,}"),
    ("slack", "a Slack token", r"xox[abprs]-[A-Za-z0-9\-]{20,}"),
    ("stripe", "a Stripe key", r"[sr]k_live_[A-Za-z0-9]{20,}"),
    ("google", "a Google API key", r"AIza[A-Za-z0-9_\-]{35}"),
    ("anthropic", "an Anthropic key", r"sk-ant-[A-Za-z0-9_\-]{20,}"),
    (
        "openai",
        "an OpenAI key",
        r"sk-(?:proj|svcacct|admin)-[A-Za-z0-9_\-]{20,}",
    ),
    (
        "sendgrid",
        "a SendGrid key",
        r"SG\.[A-Za-z0-9_\-]{16,}\.[A-Za-z0-9_\-]{32,}",
    ),
    ("npm", "an npm token", r"npm_[A-Za-z0-9]{36}"),
    ("pypi", "a PyPI token", r"pypi-AgE[A-Za-z0-9_\-]{50,}"),
    (
        "tfe",
        "an HCP Terraform token",
        r"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_\-]{60,}",
    ),
    ("vault", "a Vault token", r"hv[sbr]\.[A-Za-z0-9_\-]{24,}"),
    ("databricks", "a Databricks token", r"dapi[a-f0-9]{32}"),
    (
        "entra",
        "an Entra client secret",
        r"[A-Za-z0-9_~.\-]{3}[0-9]Q~[A-Za-z0-9_~.\-]{31,34}",
    ),
    ("age", "an age identity", r"AGE-SECRET-KEY-1[A-Z0-9]{58}"),
    (
        "pem",
        "a private key",
        r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----[^<$]{40}",
    ),
];

/// The shortest form is 20 characters; shorter texts are not looked at.
const SHORTEST: usize = 20;

static ANY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let alternatives: Vec<String> = FORMS
        .iter()
        .map(|(name, _, pattern)| format!("(?P<{name}>{pattern})"))
        .collect();
    Regex::new(&alternatives.join("|")).ok()
});

/// The fixed part of every form, so that the large pattern is built only when one of them occurs.
const HINTS: [&str; 27] = [
    "AKIA",
    "ASIA",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "xox",
    "k_live_",
    "AIza",
    "sk-ant-",
    "sk-proj-",
    "sk-svcacct-",
    "sk-admin-",
    "SG.",
    "npm_",
    "pypi-AgE",
    ".atlasv1.",
    "hvs.",
    "hvb.",
    "hvr.",
    "dapi",
    "Q~",
    "AGE-SECRET-KEY-1",
    "PRIVATE KEY-----",
];

/// One bit for each pair of bytes that a hint begins with, so that a text is gone through once.
static BEGINNINGS: [[u64; 4]; 256] = beginnings();

const fn beginnings() -> [[u64; 4]; 256] {
    let mut table = [[0; 4]; 256];
    let mut index = 0;
    while index < HINTS.len() {
        let hint = HINTS[index].as_bytes();
        table[hint[0] as usize][(hint[1] >> 6) as usize] |= 1 << (hint[1] & 63);
        index += 1;
    }
    table
}

/// The first key in a text.
pub(crate) fn find(text: &str) -> Option<Form<'_>> {
    each(text).next()
}

/// Every key in a text, from left to right.
pub(crate) fn each(text: &str) -> impl Iterator<Item = Form<'_>> {
    let pattern = if may_hold(text) { ANY.as_ref() } else { None };
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let captures = pattern?.captures_at(text, from)?;
            let whole = captures.get(0)?;
            // A longer word that merely contains the form (`base64`, a path) is not a key.
            let before = text[..whole.start()].chars().next_back();
            if before.is_some_and(|c| c.is_ascii_alphanumeric()) {
                from = whole.start() + text[whole.start()..].chars().next()?.len_utf8();
                continue;
            }
            let (name, what, _) = FORMS.iter().find(|(name, ..)| captures.name(name).is_some())?;
            let end = if *name == "pem" {
                end_of_pem(text, whole.end())
            } else {
                whole.end()
            };
            from = end;
            return Some(Form {
                what,
                text: &text[whole.start()..end],
                start: whole.start(),
            });
        }
    })
}

/// Behind the last line of a private key; one that does not end goes on to the end of the text.
fn end_of_pem(text: &str, from: usize) -> usize {
    let Some(end) = text[from..].find("-----END ") else {
        return text.len();
    };
    let label = from + end + "-----END ".len();
    text[label..]
        .find("-----")
        .map_or(text.len(), |dashes| label + dashes + "-----".len())
}

fn may_hold(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= SHORTEST
        && bytes.windows(2).enumerate().any(|(at, pair)| {
            let bits = BEGINNINGS[usize::from(pair[0])][usize::from(pair[1] >> 6)];
            bits >> (pair[1] & 63) & 1 == 1
                && HINTS.iter().any(|hint| bytes[at..].starts_with(hint.as_bytes()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pattern_compiles_and_every_form_is_found_inside_a_sentence() {
        assert!(ANY.is_some());
        let body = "A1b2C3d4".repeat(10);
        let upper = "ABCDEFGH".repeat(10);
        let samples = [
            (format!("AKIA{}", &upper[..16]), "an AWS access key"),
            (format!("ghp_{}", &body[..36]), "a GitHub token"),
            (format!("glpat-{}", &body[..20]), "a GitLab token"),
            (format!("sk_live_{}", &body[..24]), "a Stripe key"),
            (format!("AIza{}", &body[..35]), "a Google API key"),
            (format!("sk-ant-{}", &body[..40]), "an Anthropic key"),
            (format!("abc8Q~{}", &body[..34]), "an Entra client secret"),
            (
                format!("-----BEGIN RSA PRIVATE KEY-----\n{}", &body[..64]),
                "a private key",
            ),
        ];
        for (sample, what) in samples {
            let text = format!("key: {sample}\n");
            assert_eq!(find(&text).map(|form| form.what), Some(what), "{what}");
        }
    }

    #[test]
    fn every_form_has_a_hint_that_lets_its_pattern_be_tried() {
        for hint in HINTS {
            let text = format!("some text in front of {hint} and behind it");
            assert!(may_hold(&text), "{hint}");
        }
        assert!(!may_hold(
            "a long text about users, gates and roles without any key in it"
        ));
    }

    #[test]
    fn a_second_key_and_one_behind_a_longer_word_are_found_too() {
        let body = "A1b2C3d4".repeat(5);
        let text = format!("xghp_{0} ghp_{0}, glpat-{0}", &body[..36]);
        let found: Vec<_> = each(&text).map(|form| (form.what, form.start)).collect();
        assert_eq!(found, [("a GitHub token", 42), ("a GitLab token", 84)]);
    }

    #[test]
    fn a_private_key_reaches_to_its_last_line() {
        let body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n".repeat(4);
        let key = format!("-----BEGIN PRIVATE KEY-----\n{body}-----END PRIVATE KEY-----");
        let text = format!("before\n{key}\nafter");
        let found: Vec<_> = each(&text).map(|form| form.text).collect();
        assert_eq!(found, [key.as_str()]);
    }

    #[test]
    fn names_hashes_public_keys_and_ids_are_not_keys() {
        for text in [
            "AKIA-is-the-prefix-of-access-keys",
            "d41d8cd98f00b204e9800998ecf8427e",
            "00000000-1111-4222-8333-444444444444",
            "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA",
            "arn:aws:iam::123456789012:role/ASIA",
            "-----BEGIN PRIVATE KEY-----",
        ] {
            assert!(find(text).is_none(), "{text}");
        }
    }
}
