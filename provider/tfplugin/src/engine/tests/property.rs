//! Any schema and any configuration: plans pass core's rules, applied plans too, and a second plan is empty.

use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, prop_assume, proptest};

use super::random::Tape;
use crate::engine::replacements;
use crate::engine::sample::{known, plan};
use crate::rules;
use crate::value::Value;

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_keeps_the_rules_and_a_second_one_is_empty(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut tape = Tape::new(&bytes, false);
        let block = tape.block(3, false);
        let (first, second) = (tape.config(&block), tape.config(&block));

        let planned = plan(&block, None, &first);
        let told = rules::plan(&block, &Value::Null, &known(&first), &known(&planned), &[]);
        prop_assert!(told.is_empty(), "create: {:#?}", told);
        let mut state = planned.clone();
        tape.applied((&block).into(), &mut state);
        let told = rules::apply(&block, &known(&planned), &known(&state));
        prop_assert!(told.is_empty(), "created: {:#?}", told);
        prop_assume!(!tape.collapsed);
        prop_assert_eq!(&plan(&block, Some(&state), &first), &state);

        let planned = plan(&block, Some(&state), &second);
        let replace = replacements(&block, &state, &second, &planned);
        let told = rules::plan(&block, &known(&state), &known(&second), &known(&planned), &replace);
        prop_assert!(told.is_empty(), "update: {:#?}", told);
        let mut updated = planned.clone();
        tape.applied((&block).into(), &mut updated);
        let told = rules::apply(&block, &known(&planned), &known(&updated));
        prop_assert!(told.is_empty(), "updated: {:#?}", told);
        prop_assume!(!tape.collapsed);
        prop_assert_eq!(&plan(&block, Some(&updated), &second), &updated);
        prop_assert!(replacements(&block, &updated, &second, &updated).is_empty());
    }

    #[test]
    fn a_plan_with_unknown_configuration_keeps_the_rules(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut tape = Tape::new(&bytes, false);
        let block = tape.block(3, false);
        let first = tape.config(&block);
        let mut state = plan(&block, None, &first);
        tape.applied((&block).into(), &mut state);
        tape.unknowns = true;
        let config = tape.config(&block);
        for prior in [None, Some(&state)] {
            let planned = plan(&block, prior, &config);
            let before = prior.map_or(Value::Null, known);
            let replace = prior.map(|prior| replacements(&block, prior, &config, &planned)).unwrap_or_default();
            let told = rules::plan(&block, &before, &known(&config), &known(&planned), &replace);
            prop_assert!(told.is_empty(), "plan: {:#?}", told);
            let mut applied = planned.clone();
            tape.applied((&block).into(), &mut applied);
            let told = rules::apply(&block, &known(&planned), &known(&applied));
            prop_assert!(told.is_empty(), "applied: {:#?}", told);
        }
    }
}
