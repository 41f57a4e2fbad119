//! What a grant gives: words of access, from lists, texts, policy documents and what references lead to.

use governance::{At, Breadth, Collection, Dialect, Fact, Items, ScopeValue, Why, breadth};

use super::conditions::{self, Holds};
use super::index::{Found, type_name};
use super::joining::joined;
use super::policy_json::{self, Resources, Words};
use super::reading::{Item, Reading, as_seq, fact_of, items_of, text_of, why, why_unknown};
use super::row::{Condition, Container, FollowRow, Path, ScopeRow, Text};
use crate::eval::{self, Kind, Step, TextPiece, Value};

/// All rows of a field together; `NoPlace` when there is none.
pub(super) fn read(reading: &Reading<'_, '_>, rows: &[ScopeRow]) -> Items<ScopeValue> {
    let mut all: Option<Items<ScopeValue>> = None;
    for row in rows {
        let items = read_row(reading, row);
        all = Some(match all {
            None => items,
            Some(before) => joined(before, items),
        });
    }
    all.unwrap_or(Fact::NoPlace)
}

fn read_row(reading: &Reading<'_, '_>, row: &ScopeRow) -> Items<ScopeValue> {
    match conditions::all(reading, &row.when) {
        Holds::Yes => {}
        Holds::No => return Fact::Absent(reading.header()),
        Holds::Unknown(why) => return Fact::Unknown(why, reading.header()),
    }
    let Some(path) = &row.path else {
        return one(row, reading.header());
    };
    if row.container == Container::Flag {
        let Some(value) = reading.get(path) else {
            return Fact::Absent(reading.header());
        };
        let at = reading.at(path, &value);
        return match conditions::is_one_of(&value, &[Text::Borrowed("true")]) {
            Holds::Yes => one(row, at),
            Holds::No => Fact::Absent(at),
            Holds::Unknown(why) => Fact::Unknown(why, at),
        };
    }
    let items = match (reading.get(path), &row.only) {
        (None, _) => Fact::Absent(reading.header()),
        (Some(value), None) => collected(reading, row, path, &value),
        (Some(value), Some(only)) => filtered(reading, row, path, &value, only),
    };
    match items {
        Fact::Absent(at) | Fact::Null(at) if !row.absent_reaches.is_empty() => {
            let everything = ScopeValue {
                text: String::new(),
                breadth: Breadth::Unbounded(row.absent_reaches.clone()),
            };
            Fact::Known(Collection::closed(vec![(everything, at)]), at)
        }
        items => items,
    }
}

/// The row's fixed word.
fn one(row: &ScopeRow, at: At) -> Items<ScopeValue> {
    let value = ScopeValue {
        text: row.word.to_string(),
        breadth: if row.reaches.is_empty() {
            Breadth::Bounded
        } else {
            Breadth::Unbounded(row.reaches.clone())
        },
    };
    Fact::Known(Collection::closed(vec![(value, at)]), at)
}

fn collected(reading: &Reading<'_, '_>, row: &ScopeRow, path: &Path, value: &Value) -> Items<ScopeValue> {
    let at = reading.at(path, value);
    match row.container {
        Container::AwsPolicy => fact_of(value, at, |value| Ok(policy(value, at))),
        Container::Words => fact_of(value, at, |value| {
            let dialect = row.dialect.unwrap_or(Dialect::Oauth);
            let words = text_of(value)?;
            let items = words
                .split_whitespace()
                .map(|word| (scope(dialect, row, word), at));
            Ok(Collection::closed(items.collect()))
        }),
        Container::List | Container::Flag => {
            let place = |value: &Value| reading.at(path, value);
            let words = flattened(reading, row, path, value);
            match words {
                Some(items) => items,
                None => items_of(value, at, &place, &|value| word(reading, row, value)),
            }
        }
    }
}

/// Policies that references lead to hold many words each: gathered here, not one by one.
fn flattened(
    reading: &Reading<'_, '_>,
    row: &ScopeRow,
    path: &Path,
    value: &Value,
) -> Option<Items<ScopeValue>> {
    let policies: Vec<&FollowRow> = row
        .follow
        .iter()
        .filter(|follow| follow.container == Container::AwsPolicy)
        .collect();
    if policies.is_empty() {
        return None;
    }
    let at = reading.at(path, value);
    let elements = match as_seq(value) {
        Some(seq) => seq.items.to_vec(),
        None => vec![value.clone()],
    };
    let mut all: Option<Items<ScopeValue>> = None;
    for element in &elements {
        let place = |value: &Value| reading.at(path, value);
        let items = policies
            .iter()
            .find_map(|follow| followed(reading, follow, element))
            .map(|document| fact_of(&document, at, |document| Ok(policy(document, at))))
            .unwrap_or_else(|| items_of(element, at, &place, &|value| word(reading, row, value)));
        all = Some(match all {
            None => items,
            Some(before) => joined(before, items),
        });
    }
    if let Some(hole) = as_seq(value).and_then(|seq| seq.open.as_ref()) {
        let rest = Fact::Unknown(why(&hole.why), at);
        all = Some(all.map_or(rest.clone(), |before| joined(before, rest)));
    }
    all
}

/// One word, or what the reference behind it says that it is.
fn word(reading: &Reading<'_, '_>, row: &ScopeRow, value: &Value) -> Item<ScopeValue> {
    let dialect = row.dialect.unwrap_or(Dialect::Oauth);
    if let Ok(text) = text_of(value) {
        return if text.trim().is_empty() {
            Item::Nothing
        } else {
            Item::Is(scope(dialect, row, &text))
        };
    }
    if dialect == Dialect::AwsManagedPolicy
        && let Some((shown, policy)) = of_any_partition(value)
    {
        return Item::Is(ScopeValue {
            text: shown,
            ..scope(dialect, row, &policy)
        });
    }
    for reference in reading.instance.attrs.refs(value) {
        if let [Step::Name(map), Step::Name(key), ..] = reference.path.as_slice()
            && row.key_of.iter().any(|name| *name == **map)
        {
            return Item::Is(scope(dialect, row, key));
        }
    }
    for follow in row.follow.iter() {
        if let Some(found) = followed(reading, follow, value)
            && let Ok(text) = text_of(&found)
        {
            return Item::Is(scope(follow.dialect.unwrap_or(dialect), row, &text));
        }
    }
    Item::Open(why_unknown(value))
}

/// `arn:${data.aws_partition.current.partition}:iam::aws:policy/X`: in every partition the same policy. As shown, and
/// as it is in the first partition.
fn of_any_partition(value: &Value) -> Option<(String, String)> {
    let Kind::Text(eval::Text::Partial(pieces)) = &value.kind else {
        return None;
    };
    match pieces.as_ref() {
        [TextPiece::Known(head), TextPiece::Hole(_), TextPiece::Known(tail)]
            if **head == *"arn:" && tail.starts_with(':') && !value.marks.sensitive =>
        {
            Some((format!("arn:…{tail}"), format!("arn:aws{tail}")))
        }
        _ => None,
    }
}

/// The first known attribute of the instance that `value` refers to.
fn followed(reading: &Reading<'_, '_>, follow: &FollowRow, value: &Value) -> Option<Value> {
    let root = reading.root;
    let reference = reading
        .instance
        .attrs
        .refs(value)
        .into_iter()
        .find(|reference| *follow.to == *type_name(reference.target.mode, &reference.target.r#type))?;
    let Found::One(position) = root.index.find(root.instances, &reference.target) else {
        return None;
    };
    follow.read.iter().find_map(|path| {
        let steps: Vec<Step> = path
            .names
            .iter()
            .map(|name| Step::Name(name.as_ref().into()))
            .collect();
        let found = root.instances[position].attrs.get(&steps)?;
        (!matches!(found.kind, Kind::Null | Kind::Unknown(_))).then_some(found)
    })
}

fn scope(dialect: Dialect, row: &ScopeRow, text: &str) -> ScopeValue {
    let extra: Vec<&str> = row.unbounded.iter().map(AsRef::as_ref).collect();
    ScopeValue {
        text: text.trim().to_owned(),
        breadth: breadth(dialect, text, &extra),
    }
}

/// The actions that a policy document allows.
fn policy(value: &Value, at: At) -> Collection<ScopeValue> {
    let document = match policy_json::decode(value) {
        Ok(document) => document,
        Err(why) => {
            return Collection {
                items: Vec::new(),
                open: Some(why),
            };
        }
    };
    let mut collection = Collection {
        items: Vec::new(),
        open: document.open.clone(),
    };
    let mut add = |value: ScopeValue| {
        if !collection.items.iter().any(|(other, _)| *other == value) {
            collection.items.push((value, at));
        }
    };
    let mut open = None;
    for statement in &document.statements {
        for action in &statement.actions.known {
            add(ScopeValue {
                text: action.clone(),
                breadth: reach(action, &statement.resources),
            });
        }
        if let Some(excepted) = &statement.not_actions {
            add(ScopeValue {
                text: format!("NotAction={}", listed(excepted)),
                breadth: reach_but(excepted, &statement.resources),
            });
        }
        if let Some(why) = &statement.actions.open {
            open.get_or_insert_with(|| why.clone());
        }
    }
    collection.open = collection.open.or(open);
    collection
}

/// Of every service `*` leaves only those whose resources the statement lists.
fn reach(action: &str, resources: &Resources) -> Breadth {
    let whole = breadth(Dialect::AwsAction, action, &[]);
    match resources {
        Resources::Of(services) if whole == breadth(Dialect::AwsAction, "*", &[]) => of_services(services),
        _ => whole,
    }
}

fn reach_but(excepted: &Words, resources: &Resources) -> Breadth {
    match resources {
        Resources::Of(services) => of_services(services),
        Resources::Any if excepted.known.is_empty() && excepted.open.is_none() => {
            breadth(Dialect::AwsAction, "*", &[])
        }
        Resources::Any => Breadth::Unbounded("every action of every service but those listed".into()),
    }
}

/// Every action of these services, on some of their resources.
fn of_services(services: &[String]) -> Breadth {
    services
        .iter()
        .map(|service| breadth(Dialect::AwsAction, &format!("{service}:*"), &[]))
        .find(Breadth::is_unbounded)
        .unwrap_or(Breadth::Bounded)
}

fn listed(words: &Words) -> String {
    let mut all: Vec<&str> = words.known.iter().map(String::as_str).collect();
    if words.open.is_some() {
        all.push("…");
    }
    match all.as_slice() {
        [] => "[]".to_owned(),
        all => all.join(","),
    }
}

/// Elements at whose place the value at `only.path` is one of `only.is`.
fn filtered(
    reading: &Reading<'_, '_>,
    row: &ScopeRow,
    path: &Path,
    value: &Value,
    only: &Condition,
) -> Items<ScopeValue> {
    let at = reading.at(path, value);
    let beside = only.path.as_ref().and_then(|path| reading.get(path));
    let (words, kinds) = match (as_seq(value), beside.as_ref().and_then(as_seq)) {
        (Some(words), Some(kinds)) if words.items.len() == kinds.items.len() => {
            (words.items.to_vec(), kinds.items.to_vec())
        }
        (None, None) => (vec![value.clone()], beside.into_iter().collect()),
        _ => return Fact::Unknown(Why::new("which of them count is not known"), at),
    };
    let mut collection = Collection::closed(Vec::new());
    for (value, kind) in words.iter().zip(&kinds) {
        match conditions::is_one_of(kind, &only.is) {
            Holds::No => {}
            Holds::Unknown(why) => {
                collection.open.get_or_insert(why);
            }
            Holds::Yes => match word(reading, row, value) {
                Item::Is(scope) => collection.items.push((scope, reading.at(path, value))),
                Item::Nothing => {}
                Item::Open(why) => {
                    collection.open.get_or_insert(why);
                }
            },
        }
    }
    if let Some(hole) = as_seq(value).and_then(|seq| seq.open.as_ref()) {
        collection.open.get_or_insert_with(|| why(&hole.why));
    }
    Fact::Known(collection, at)
}
