//! Collections whose elements may be null or unknown.

use tfplugin::{List, Map, Set, Value};

fn partly() -> List<String> {
    [Value::from("1"), Value::Null, Value::unknown()]
        .into_iter()
        .collect()
}

#[test]
fn all_known_is_none_where_one_element_is_null_or_unknown() {
    let wholly: List<String> = ["a", "b"].into();
    assert_eq!(wholly.all_known(), Some(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(partly().all_known(), None);
    assert_eq!(partly().into_known_only().collect::<Vec<_>>(), ["1"]);
    let null: Map<bool> = Map(std::iter::once(("k".to_owned(), Value::Null)).collect());
    assert_eq!(null.all_known(), None);
    assert_eq!(Map::from([("k", 1)]).all_known().map(|map| map["k"]), Some(1));
}

#[test]
fn null_and_unknown_elements_outlive_a_change_of_the_known_ones() {
    let lengths = partly().map(|text| text.len());
    assert_eq!(lengths.0, [Value::Known(1), Value::Null, Value::unknown()]);
    let parsed = partly().try_map(|text| text.parse::<i64>()).expect("a number");
    assert_eq!(parsed.0, [Value::Known(1), Value::Null, Value::unknown()]);
    let refused = Set::from(["x"]).try_map(|text: String| text.parse::<i64>());
    assert!(refused.is_err());
    let map = Map(std::iter::once(("k".to_owned(), Value::<i64>::unknown())).collect());
    assert!(map.map(|number| number + 1).has_unknown());
}

#[test]
fn a_value_that_is_null_or_unknown_has_a_substitute() {
    assert_eq!(Value::Known(1).unwrap_or(2), 1);
    assert_eq!(Value::Null.unwrap_or(2), 2);
    assert_eq!(Value::<i64>::unknown().unwrap_or(2), 2);
    assert_eq!(Value::<String>::Null.unwrap_or_default(), "");
    assert_eq!(Value::Known("a".to_owned()).as_deref(), Some("a"));
    assert!(Value::Known(1).is_known() && !Value::<i64>::unknown().is_known());
}
