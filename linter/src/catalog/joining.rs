//! Two collections of one field as one.

use governance::{Collection, Fact, Items};

use super::reading::CONDITION;

/// Everything that either holds; what is not known of one leaves the whole open.
pub(super) fn joined<T>(a: Items<T>, b: Items<T>) -> Items<T> {
    let (a, b) = match (a, b) {
        (Fact::Absent(_) | Fact::Null(_) | Fact::NoPlace, other)
        | (other, Fact::Absent(_) | Fact::Null(_) | Fact::NoPlace) => return other,
        both => both,
    };
    let Some(at) = a.at().or(b.at()) else {
        return Fact::NoPlace;
    };
    let mut all = opened(a);
    let more = opened(b);
    all.items.extend(more.items);
    all.open = all.open.or(more.open);
    Fact::Known(all, at)
}

fn opened<T>(items: Items<T>) -> Collection<T> {
    let open = |why| Collection {
        items: Vec::new(),
        open: Some(why),
    };
    match items {
        Fact::Known(collection, _) => collection,
        Fact::Unknown(why, _) => open(why),
        Fact::OneOf(..) => open(CONDITION),
        Fact::Null(_) | Fact::Absent(_) | Fact::NoPlace => Collection::closed(Vec::new()),
    }
}
