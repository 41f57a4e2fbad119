//! Keys that are known by their form: a fixed prefix and an alphabet. Randomness is never measured.

use std::sync::LazyLock;

use regex::Regex;

/// A key that was recognised. `text` is the secret: it is looked at for placeholders and goes nowhere.
pub(super) struct Form<'a> {
    pub what: &'static str,
    pub text: &'a str,
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
const HINTS: [&str; 25] = [
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
];

pub(super) fn find(text: &str) -> Option<Form<'_>> {
    if text.len() < SHORTEST || !hinted(text) {
        return None;
    }
    let captures = ANY.as_ref()?.captures(text)?;
    let whole = captures.get(0)?;
    // A longer word that merely contains the form (`base64`, a path) is not a key.
    let before = text[..whole.start()].chars().next_back();
    if before.is_some_and(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    FORMS
        .iter()
        .find(|(name, _, _)| captures.name(name).is_some())
        .map(|(_, what, _)| Form {
            what,
            text: whole.as_str(),
        })
}

fn hinted(text: &str) -> bool {
    text.contains("PRIVATE KEY-----")
        || text.contains("AGE-SECRET-KEY-1")
        || HINTS.iter().any(|hint| text.contains(hint))
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
