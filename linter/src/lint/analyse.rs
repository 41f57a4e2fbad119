//! One root: evaluate, build the graph, ask every policy and rule.

use governance::{Breach, Check, Policy, SubjectId, Verdict, View, policies};

use super::{RootResult, Run};
use crate::catalog::{self, RootGraph, SubjectInfo};
use crate::eval::{At, Evaluator};
use crate::finding::{Place, RuleId, Undecided};
use crate::instance::TrailStep;
use crate::load::Root;
use crate::observation::{Doubt, Observation, fingerprint};
use crate::rules;

impl Run<'_> {
    pub(super) fn analyse(&self, root: &Root) -> RootResult {
        let Self {
            tree,
            source,
            options,
            bindings,
        } = *self;
        let evaluator = Evaluator::new(tree, root, source, options.as_of);
        let instances = evaluator.instances(&|mode, kind| catalog::wants(mode, kind));
        let built = catalog::build(&instances, bindings, &options.settings);
        let prefix = prefix(&tree.modules[root.module.0 as usize].dir);
        let mut result = RootResult::default();
        let view = View {
            graph: &built.graph,
            settings: &options.settings,
            as_of: options.as_of,
        };
        for (policy, _) in policies::ALL {
            let verdicts: Vec<(SubjectId, Verdict)> = match policy.check {
                Check::Subject(check) => built
                    .graph
                    .iter()
                    .flat_map(|(id, _)| check(&view, id).into_iter().map(move |verdict| (id, verdict)))
                    .collect(),
                Check::Graph(check) => check(&view),
            };
            for (id, verdict) in verdicts {
                let info = &built.subjects[id.0 as usize];
                match verdict {
                    Verdict::Pass => {}
                    Verdict::Breach(breach) => {
                        let trail = |at| instances.first().map_or_else(Vec::new, |one| one.attrs.trail(at));
                        result
                            .observations
                            .push(observed(policy, breach, info, &built, &trail, &prefix));
                    }
                    Verdict::Undecided { field, why, at } => {
                        let rule = RuleId {
                            id: policy.id,
                            name: policy.name,
                        };
                        result.doubts.push(Doubt {
                            fingerprint: fingerprint(rule, &info.module, &info.address, &info.emitted, field),
                            undecided: Undecided {
                                rule,
                                instance: format!("{prefix}{}", info.instance),
                                field: info.spelling(field).unwrap_or(field).into(),
                                why: why.0.into_owned(),
                                span: built.places.get(at.0 as usize).map(|place| place.span),
                                persona: policy.persona,
                            },
                        });
                    }
                }
            }
        }
        result.observations.extend(
            instances
                .iter()
                .flat_map(|instance| rules::of_instance(instance, &prefix)),
        );
        result.problems = evaluator.problems();
        result.judged = built.subjects.iter().map(|subject| subject.header).collect();
        result
    }
}

/// `root//`, as instances are written.
fn prefix(dir: &str) -> String {
    format!("{}//", if dir.is_empty() { "." } else { dir })
}

fn observed(
    policy: &Policy,
    breach: Breach,
    info: &SubjectInfo,
    built: &RootGraph,
    trail: &dyn Fn(At) -> Vec<TrailStep>,
    prefix: &str,
) -> Observation {
    let spelled = info.spelling(breach.field).unwrap_or(breach.field);
    let text = |text: &str| text.replace("{field}", spelled);
    let place = &built.places[breach.at.0 as usize];
    let mut related: Vec<Place> = trail(place.value)
        .iter()
        .filter(|step| step.span != place.span)
        .map(|step| Place {
            span: step.span,
            label: step.what.to_string(),
        })
        .collect();
    related.extend(breach.related.iter().filter_map(|(at, label)| {
        let place = built.places.get(at.0 as usize)?;
        Some(Place {
            span: place.span,
            label: text(label),
        })
    }));
    let message = text(&breach.message);
    related.dedup();
    let mut observation = Observation {
        rule: RuleId {
            id: policy.id,
            name: policy.name,
        },
        severity: breach.severity,
        confidence: breach.confidence,
        persona: breach.persona,
        module: info.module.clone(),
        subject: info.address.clone(),
        emitted: info.emitted.clone(),
        field: breach.field.into(),
        message,
        help: text(&breach.help),
        // The message says it; an underline is enough.
        primary: Place {
            span: place.span,
            label: String::new(),
        },
        related,
        instance: format!("{prefix}{}", info.instance),
        evidence: breach.evidence,
        calls: info.calls.clone(),
        secret: None,
    };
    if !info.in_tree {
        observation.stand_at_call();
    }
    observation
}
