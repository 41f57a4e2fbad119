//! Reads catalogue files and refuses rows that say nothing, or what nobody would read.
//!
//! The one checker: `build.rs` runs it over our own files, and the crate over those of users.

use std::borrow::Cow;
use std::fmt;

use super::row::{Base, Condition, Container, Emit, File, Format, LinkRow, Noun, Path, Row, ScopeRow, Text};

/// A row that is refused, or a file that cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub file: String,
    /// 1-based.
    pub line: usize,
    /// What is wrong, one sentence.
    pub reason: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.reason)
    }
}

impl std::error::Error for Refusal {}

/// The rows of one file, sorted by type, or every reason against it.
pub fn rows(file: &str, text: &str) -> Result<Vec<Row>, Vec<Refusal>> {
    let at = |offset: usize, reason: String| Refusal {
        file: file.to_owned(),
        line: 1 + text
            .as_bytes()
            .iter()
            .take(offset)
            .filter(|byte| **byte == b'\n')
            .count(),
        reason,
    };
    let parsed: File = toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        vec![at(start, error.message().to_owned())]
    })?;
    let sources: Vec<Text> = parsed.provider.sources.into_iter().map(Cow::Owned).collect();
    let mut refusals = Vec::new();
    let mut rows = Vec::new();
    if sources.is_empty() {
        refusals.push(at(0, "`provider.sources` names no provider".to_owned()));
    }
    let row = |r#type: String, emits: Vec<Emit>| Row {
        r#type: Cow::Owned(r#type),
        sources: Cow::Owned(sources.clone()),
        emits: Cow::Owned(emits),
    };
    for name in parsed.provider.reads {
        let reads_at = name.span().start;
        let name = name.into_inner();
        if parsed.resource.contains_key(&name) {
            refusals.push(at(
                reads_at,
                format!("`{name}` is read and emits as well; leave it out of `reads`"),
            ));
        }
        if let Err(reason) = legal_type(name.strip_prefix("data.").unwrap_or(&name)) {
            refusals.push(at(reads_at, reason));
        }
        rows.push(row(name, Vec::new()));
    }
    for (name, emits) in parsed.resource {
        let mut kept: Vec<Emit> = Vec::new();
        for emit in emits {
            let start = emit.span().start;
            let emit = emit.into_inner();
            let mut reasons = check(&emit);
            reasons.extend(legal_type(&name).err());
            if kept.iter().any(|other| other.name == emit.name) {
                reasons.push(format!(
                    "two subjects are called `{}`; tell them apart by `as`",
                    emit.name
                ));
            }
            refusals.extend(
                reasons
                    .into_iter()
                    .map(|reason| at(start, format!("{name}: {reason}"))),
            );
            kept.push(emit);
        }
        rows.push(row(name, kept));
    }
    if refusals.is_empty() {
        rows.sort_by(|a, b| a.r#type.cmp(&b.r#type));
        Ok(rows)
    } else {
        refusals.sort_by_key(|refusal| refusal.line);
        Err(refusals)
    }
}

fn legal_type(name: &str) -> Result<(), String> {
    let legal = name.contains('_')
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if legal {
        Ok(())
    } else {
        Err(format!("`{name}` is not a resource type"))
    }
}

fn check(emit: &Emit) -> Vec<String> {
    let mut reasons = Vec::new();
    misplaced(emit, &mut reasons);
    incomplete(emit, &mut reasons);
    for condition in conditions(emit) {
        check_condition(condition, &mut reasons);
    }
    for link in links(emit) {
        check_link(link, &mut reasons);
    }
    for scope in emit.scopes.iter().chain(emit.tools.iter()) {
        check_scope(scope, &mut reasons);
    }
    for expiry in emit.expires.iter() {
        if (expiry.format == Format::Unit) != (expiry.unit.is_some() && !expiry.unit_default.is_empty()) {
            reasons.push("`as = \"unit\"` and the pair `unit`, `unit_default` belong together".to_owned());
        }
    }
    for method in emit.methods.iter() {
        if method.word.is_empty() == method.human_words.is_empty() && method.path.is_some() {
            reasons.push("a method is a flag with `word`, or a list with `human_words`".to_owned());
        }
        if method.path.is_none() && method.word.is_empty() {
            reasons.push("a method without a path needs a `word`".to_owned());
        }
    }
    if let Some(owner) = &emit.owner {
        let places = owner.attributes.len()
            + owner.tags.len()
            + owner.text.len()
            + owner.defaults.len()
            + owner.reference.len();
        // Slot 1 may have no place of its own: owner edges fill it.
        if places > 0 && owner.slot.0 == governance::OwnerSlot::Nowhere {
            reasons.push("owner slot 4 is nowhere, but places are listed".to_owned());
        }
        if owner.defaults.iter().any(|path| path.from != Base::Provider) {
            reasons
                .push("`owner.defaults` are paths of the provider configuration (`provider.…`)".to_owned());
        }
    }
    if emit.each.is_none() && paths(emit).iter().any(|path| path.from == Base::Each) {
        reasons.push("a path starts with `each.`, but there is no `each`".to_owned());
    }
    if emit.each.is_some() && emit.name.is_empty() {
        reasons.push("`each` needs a name (`as`), which fingerprints hold".to_owned());
    }
    reasons
}

/// Fields that nobody reads for this noun.
fn misplaced(emit: &Emit, reasons: &mut Vec<String>) {
    use Noun as N;
    let noun = emit.noun;
    let mut only = |used: bool, field: &str, nouns: &[Noun]| {
        if used && !nouns.contains(&noun) {
            reasons.push(format!("`{field}` says nothing about a {}", word(noun)));
        }
    };
    only(!emit.actor.is_empty(), "actor", &[N::Identity]);
    only(emit.trust.is_some(), "trust", &[N::Identity]);
    only(emit.platform, "platform", &[N::Identity]);
    only(!emit.same_as.is_empty(), "same_as", &[N::Identity]);
    only(!emit.class.is_empty(), "class", &[N::Identity]);
    only(!emit.relationship.is_empty(), "relationship", &[N::Identity]);
    only(!emit.tools.is_empty(), "tools", &[N::Identity]);
    only(!emit.escalation.is_empty(), "escalation", &[N::Owner]);
    only(
        !emit.methods.is_empty(),
        "methods",
        &[N::Identity, N::Class, N::MethodEdge],
    );
    only(
        emit.owner.is_some(),
        "owner",
        &[
            N::Identity,
            N::Class,
            N::Relationship,
            N::Credential,
            N::OwnerEdge,
        ],
    );
    only(
        !emit.of.is_empty(),
        "of",
        &[
            N::Grant,
            N::Credential,
            N::Delegation,
            N::OwnerEdge,
            N::MethodEdge,
        ],
    );
    let ends = [N::Identity, N::Grant, N::Credential, N::Delegation];
    only(!emit.expires.is_empty(), "expires", &ends);
    only(emit.must_end, "must_end", &[N::Grant]);
    only(!emit.scopes.is_empty(), "scopes", &[N::Grant, N::Delegation]);
    only(
        !emit.rotation.is_empty() || emit.rotation_every.is_some(),
        "rotation",
        &[N::Credential],
    );
    only(emit.kind.is_some(), "kind", &[N::Credential]);
    only(emit.role.is_some(), "role", &[N::Credential]);
    for (field, _) in emit.fields.0.iter() {
        if !fields_of(noun).contains(&field.as_ref()) {
            reasons.push(format!("`{field}` is not a field of a {}", word(noun)));
        }
    }
}

fn incomplete(emit: &Emit, reasons: &mut Vec<String>) {
    if emit.noun == Noun::Credential && (emit.kind.is_none() || emit.role.is_none()) {
        reasons.push("a credential needs `kind` and `role`".to_owned());
    }
    if matches!(
        emit.noun,
        Noun::Grant | Noun::Delegation | Noun::OwnerEdge | Noun::MethodEdge
    ) && emit.of.is_empty()
        && !emit.must_end
    {
        reasons.push(format!("a {} needs `of`", word(emit.noun)));
    }
    if emit.noun == Noun::OwnerEdge
        && emit
            .owner
            .as_ref()
            .is_none_or(|owner| owner.attributes.is_empty())
    {
        reasons.push("an owner edge needs `owner.attributes`".to_owned());
    }
    if emit.noun == Noun::MethodEdge && emit.methods.is_empty() {
        reasons.push("a method edge needs `methods`".to_owned());
    }
    if emit.expires.is_empty() != emit.absent.is_none() {
        reasons.push("`expires` and `absent` belong together: say what an absent end means".to_owned());
    }
    if emit.expires.is_empty() && !emit.never.is_empty() {
        reasons.push("`never` lists values of `expires`, which is missing".to_owned());
    }
}

fn check_condition(condition: &Condition, reasons: &mut Vec<String>) {
    if condition.path.is_some() == condition.linked.is_some() {
        reasons.push("a condition looks at `path` or at what is `linked`, not at both".to_owned());
    }
    if condition.is.is_empty() == condition.present.is_none() {
        reasons.push("a condition asks `is` or `present`, not both".to_owned());
    }
    if condition.linked.is_some() && condition.present.is_none() {
        reasons.push("`linked` is asked with `present`".to_owned());
    }
}

fn check_link(link: &LinkRow, reasons: &mut Vec<String>) {
    if link.path.is_some() == link.to.is_empty() {
        reasons.push("a link has `path` and `to`, or neither for the same resource".to_owned());
    }
    if link.path.is_none() && !link.by.is_empty() {
        reasons.push("`by` compares with the value at `path`, which is missing".to_owned());
    }
}

fn check_scope(scope: &ScopeRow, reasons: &mut Vec<String>) {
    let fixed = scope.path.is_none() || scope.container == Container::Flag;
    if fixed == scope.word.is_empty() {
        reasons.push("a scope is read from `path`, or is a `word`; a flag has both".to_owned());
    }
    if !fixed && scope.dialect.is_none() && scope.container != Container::AwsPolicy {
        reasons.push("a scope that is read needs its `dialect`".to_owned());
    }
    if fixed && (!scope.absent_reaches.is_empty() || !scope.unbounded.is_empty() || !scope.follow.is_empty())
    {
        reasons.push("a fixed word has `reaches` and `when`, nothing else".to_owned());
    }
    if !fixed && !scope.reaches.is_empty() {
        reasons.push("`reaches` says why a fixed `word` is unbounded".to_owned());
    }
    if scope.follow.iter().any(|follow| follow.read.is_empty()) {
        reasons.push("`follow` needs `read`".to_owned());
    }
}

fn conditions(emit: &Emit) -> impl Iterator<Item = &Condition> {
    let rules = emit.actor.iter().flat_map(|rule| rule.when.iter());
    let scopes = emit
        .scopes
        .iter()
        .chain(emit.tools.iter())
        .flat_map(|scope| scope.when.iter().chain(&scope.only));
    let methods = emit.methods.iter().flat_map(|method| method.when.iter());
    let owner = emit.owner.iter().flat_map(|owner| owner.unless.iter());
    emit.when
        .iter()
        .chain(rules)
        .chain(scopes)
        .chain(methods)
        .chain(owner)
}

fn links(emit: &Emit) -> impl Iterator<Item = &LinkRow> {
    let owner = emit.owner.iter().flat_map(|owner| owner.reference.iter());
    [
        &emit.of,
        &emit.class,
        &emit.relationship,
        &emit.escalation,
        &emit.same_as,
    ]
    .into_iter()
    .flat_map(|list| list.iter())
    .chain(owner)
}

fn paths(emit: &Emit) -> Vec<&Path> {
    let mut all: Vec<&Path> = emit.fields.0.iter().map(|(_, path)| path).collect();
    all.extend(emit.expires.iter().map(|expiry| &expiry.path));
    all.extend(links(emit).filter_map(|link| link.path.as_ref()));
    all.extend(conditions(emit).filter_map(|condition| condition.path.as_ref()));
    all.extend(
        emit.scopes
            .iter()
            .chain(emit.tools.iter())
            .filter_map(|scope| scope.path.as_ref()),
    );
    all.extend(emit.rotation.iter());
    all.extend(emit.secrets.iter().map(|secret| &secret.path));
    all
}

/// The fields of a noun's struct that `fields` may fill.
fn fields_of(noun: Noun) -> &'static [&'static str] {
    match noun {
        Noun::Owner => &["active_until", "contact", "kind"],
        Noun::Relationship => &["ended", "ends_at", "grace", "kind", "open_ended", "starts_at"],
        Noun::Class => &["actor_type", "name"],
        Noun::Identity => &["acts_for", "starts_at"],
        Noun::Scope => &["actions", "resource", "sensitivity"],
        Noun::Credential => &["kind", "starts_at"],
        Noun::Grant => &["starts_at"],
        Noun::Delegation | Noun::OwnerEdge | Noun::MethodEdge => &[],
    }
}

fn word(noun: Noun) -> &'static str {
    match noun {
        Noun::Owner => "owner",
        Noun::Relationship => "relationship",
        Noun::Class => "identity class",
        Noun::Identity => "identity",
        Noun::Scope => "scope",
        Noun::Grant => "grant",
        Noun::Credential => "credential",
        Noun::Delegation => "delegation",
        Noun::OwnerEdge => "owner edge",
        Noun::MethodEdge => "method edge",
    }
}
