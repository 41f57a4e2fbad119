//! Rules of a plan: it keeps what is configured, or what was there before, and adds values to computed attributes only.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::elements::keys;
use super::equal::equal;
use super::report::{Report, Rule};
use crate::engine::shape::{ABSENT, Fields, Kind, is_null, is_unknown, list, map, object, set};
use crate::path::{Path, Step};
use crate::schema::{Attribute, AttributeType, BlockMode, Mode, NestedBlock};
use crate::value::{Elements, Raw, Value};

const PRESENCE: Rule = Rule {
    law: "An object is there exactly where the configuration has one.",
    next: "answer with null where the configuration has none, as for a destroy, and nowhere else.",
};
const CONFIGURED: Rule = Rule {
    law: "A configured value stays as it is, or as it was before if that means the same.",
    next: "answer with the configured value, and normalise only to the prior one.",
};
const NOT_COMPUTED: Rule = Rule {
    law: "Only a computed attribute may get a value that the configuration does not give.",
    next: "make the attribute computed, or leave it null.",
};
const UNKNOWN: Rule = Rule {
    law: "What is configured is never planned as unknown as a whole.",
    next: "make the computed attributes inside it unknown instead.",
};
const COUNT: Rule = Rule {
    law: "There are as many elements as are configured.",
    next: "answer with one element for each that is configured, in the same order.",
};
const KEYS: Rule = Rule {
    law: "There are the keys that are configured, and no others.",
    next: "answer with one element for each key that is configured.",
};
const NULL_BLOCKS: Rule = Rule {
    law: "Blocks that are absent are an empty collection, and those that may be there once an object of nulls, never null.",
    next: "answer with the empty value.",
};
const DYNAMIC: Rule = Rule {
    law: "Blocks that the configuration does not know yet stay unknown.",
    next: "plan the unknown value of the configuration.",
};
const REPLACE: Rule = Rule {
    law: "A change that replaces the object is in a place that the plan or the prior state has.",
    next: "name the path of an attribute that is there; for a set, the path of the set itself.",
};

static UNKNOWN_FIELD: LazyLock<Raw> = LazyLock::new(Value::unknown);

/// The value of a field of an object that may be null or unknown itself.
fn field<'a>(of: &'a Raw, name: &str) -> &'a Raw {
    match object(of) {
        Some(fields) => fields.get(name).unwrap_or(&ABSENT),
        None if is_unknown(of) => &UNKNOWN_FIELD,
        None => &ABSENT,
    }
}

/// The three values of one place.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) prior: &'a Raw,
    pub(super) config: &'a Raw,
    pub(super) planned: &'a Raw,
}

impl<'a> Place<'a> {
    fn field(self, name: &str) -> Self {
        Self {
            prior: field(self.prior, name),
            config: field(self.config, name),
            planned: field(self.planned, name),
        }
    }

    /// One is there and the other is not, which is reported; or neither.
    fn ends(self, path: &Path, report: &mut Report<'_>) -> bool {
        let (planned, config) = (is_null(self.planned), is_null(self.config));
        if planned != config {
            report.broken(&PRESENCE, path, |show| match planned {
                true => format!("is {} as null and configured", show.verb()),
                false => format!("is {} and not configured", show.verb()),
            });
        }
        planned || config
    }
}

/// One object, a root or a block.
pub(super) fn check_object(fields: Fields<'_>, place: Place<'_>, path: &Path, report: &mut Report<'_>) {
    if place.ends(path, report) {
        return;
    }
    check_fields(fields, place, path, report);
}

fn check_fields(fields: Fields<'_>, place: Place<'_>, path: &Path, report: &mut Report<'_>) {
    for attribute in fields.attributes {
        check_attribute(
            attribute,
            place.field(&attribute.name),
            &path.attribute(&attribute.name),
            report,
        );
    }
    for nested in fields.blocks {
        check_block(
            nested,
            place.field(&nested.name),
            &path.attribute(&nested.name),
            report,
        );
    }
}

fn check_attribute(attribute: &Attribute, place: Place<'_>, path: &Path, report: &mut Report<'_>) {
    let Place {
        prior,
        config,
        planned,
    } = place;
    let (absent, had) = (is_null(config), !is_null(prior));
    // Write-only values are checked for the whole object.
    if attribute.write_only
        || equal(planned, config)
        || (had && !absent && equal(planned, prior))
        || attribute.mode == Mode::Computed
        || (absent && attribute.is_computed())
    {
        return;
    }
    if absent && !is_null(planned) {
        report.broken(&NOT_COMPUTED, path, |show| {
            format!(
                "is {} as {} and neither configured nor computed",
                show.verb(),
                show.attribute(attribute, planned)
            )
        });
        return;
    }
    if let AttributeType::Nested(nested) = &attribute.ty {
        check_nested(nested.into(), nested.mode.into(), place, path, report);
        return;
    }
    report.broken(&CONFIGURED, path, |show| {
        let of = |value| show.attribute(attribute, value);
        let before = if had {
            format!(", and was {} before", of(prior))
        } else {
            String::new()
        };
        format!(
            "is {} as {} and configured as {}{before}{}",
            show.verb(),
            of(planned),
            of(config),
            show.difference(if had { "the first two" } else { "the two" }, planned, config)
        )
    });
}

fn check_nested(fields: Fields<'_>, kind: Kind, place: Place<'_>, path: &Path, report: &mut Report<'_>) {
    if place.ends(path, report) {
        return;
    }
    if is_unknown(place.planned) {
        report.broken(&UNKNOWN, path, |_| {
            "is planned as unknown and configured".to_owned()
        });
        return;
    }
    check_elements(kind, place, path, report, true, &mut |place, path, report| {
        check_fields(fields, place, path, report);
    });
}

fn check_block(nested: &NestedBlock, place: Place<'_>, path: &Path, report: &mut Report<'_>) {
    let Place { config, planned, .. } = place;
    if is_null(planned) && !matches!(nested.mode, BlockMode::Single { .. }) {
        report.broken(&NULL_BLOCKS, path, |_| "is null".to_owned());
        return;
    }
    if equal(planned, config) {
        return;
    }
    if is_unknown(config) {
        report.broken(&DYNAMIC, path, |show| {
            format!(
                "is planned as {} and not known yet",
                show.objects((&nested.block).into(), planned)
            )
        });
        return;
    }
    if is_unknown(planned) {
        report.broken(&UNKNOWN, path, |_| {
            "is planned as unknown and configured".to_owned()
        });
        return;
    }
    let kind = nested.mode.into();
    check_elements(kind, place, path, report, false, &mut |place, path, report| {
        if is_unknown(place.planned) {
            report.broken(&UNKNOWN, path, |_| {
                "is planned as unknown and configured".to_owned()
            });
        } else {
            check_object((&nested.block).into(), place, path, report);
        }
    });
}

type Each<'a> = dyn FnMut(Place<'_>, &Path, &mut Report<'_>) + 'a;

fn check_elements(
    kind: Kind,
    place: Place<'_>,
    path: &Path,
    report: &mut Report<'_>,
    attribute: bool,
    each: &mut Each<'_>,
) {
    let Place {
        prior,
        config,
        planned,
    } = place;
    match kind {
        Kind::One => each(place, path, report),
        Kind::List => {
            let (planned, config) = (
                list(planned).unwrap_or_default(),
                list(config).unwrap_or_default(),
            );
            let prior = list(prior).unwrap_or_default();
            if count_differs(planned.len(), config.len(), path, report) {
                return;
            }
            for (index, (planned, config)) in planned.iter().zip(config).enumerate() {
                let prior = prior.get(index).unwrap_or(&ABSENT);
                each(
                    Place {
                        prior,
                        config,
                        planned,
                    },
                    &path.index(index),
                    report,
                );
            }
        }
        Kind::Map => {
            let none = BTreeMap::new();
            let of = |value| map(value).unwrap_or(&none);
            let (prior, config, planned) = (of(prior), of(config), of(planned));
            for (key, planned) in planned {
                if let Some(config) = config.get(key) {
                    let prior = prior.get(key).unwrap_or(&ABSENT);
                    each(
                        Place {
                            prior,
                            config,
                            planned,
                        },
                        &path.key(key),
                        report,
                    );
                }
            }
            keys(
                &KEYS,
                "configuration",
                config.keys(),
                planned.keys(),
                path,
                report,
            );
        }
        // Elements of sets cannot be told from each other, so core looks at no more than this.
        Kind::Set => {
            if attribute {
                let (Some(planned), Some(config)) = (set(planned), set(config)) else {
                    return;
                };
                let whole = |all: &Elements| all.iter().all(Value::is_wholly_known);
                // Elements that are not known yet may turn out equal.
                let fits = match (whole(planned), whole(config)) {
                    (_, false) => true,
                    (true, true) => planned.len() == config.len(),
                    (false, true) => (1..=planned.len()).contains(&config.len()),
                };
                if !fits {
                    count_differs(planned.len(), config.len(), path, report);
                }
            } else if set(planned).into_iter().flatten().any(Value::is_unknown) {
                report.broken(&UNKNOWN, &path.element(), |_| {
                    "is planned as unknown and configured".to_owned()
                });
            }
        }
    }
}

fn count_differs(planned: usize, config: usize, path: &Path, report: &mut Report<'_>) -> bool {
    if planned != config {
        report.broken(&COUNT, path, |show| {
            format!("has {planned} elements {} and {config} configured", show.verb())
        });
    }
    planned != config
}

/// The places whose change replaces the object exist.
pub(super) fn check_replace(prior: &Raw, planned: &Raw, replace: &[Path], report: &mut Report<'_>) {
    if is_null(prior) {
        return;
    }
    for path in replace {
        if !exists(prior, path.steps()) && !exists(planned, path.steps()) {
            report.broken(&REPLACE, path, |_| {
                "is said to replace the object and does not exist".to_owned()
            });
        }
    }
}

fn exists(within: &Raw, steps: &[Step]) -> bool {
    let Some((step, rest)) = steps.split_first() else {
        return true;
    };
    let next = match step {
        _ if is_unknown(within) => return true,
        Step::Attribute(name) => object(within).and_then(|fields| fields.get(name)),
        Step::Index(index) => list(within).and_then(|elements| elements.get(*index)),
        Step::Key(key) => map(within).and_then(|elements| elements.get(key)),
        Step::Element => None,
    };
    next.is_some_and(|next| exists(next, rest))
}
