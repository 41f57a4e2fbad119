//! `#[derive(Arguments)]`: one struct is a function's parameters.

use tfplugin::schema::function_problems;
use tfplugin::{ArgumentError, Arguments, Data, List, Raw, Type, Value};

/// The earliest of them.
#[derive(Arguments, Debug, PartialEq)]
struct Clamp {
    /// The list of words.
    words: List<String>,
    /// May be left open.
    #[tf(allow_null, allow_unknown)]
    limit: Value<i64>,
    /// More words.
    #[tf(variadic)]
    more: Vec<String>,
}

/// Takes anything.
#[derive(Arguments, Debug)]
struct Loose {
    /// Each may be null.
    #[tf(variadic, allow_null)]
    rest: Vec<Value<bool>>,
}

fn text(text: &str) -> Raw {
    Raw::Known(Data::String(text.to_owned()))
}

fn words() -> Raw {
    Raw::Known(Data::List(vec![text("a")]))
}

#[test]
fn fields_are_parameters_in_order() {
    let parameters = Clamp::parameters();
    let names: Vec<&str> = parameters
        .iter()
        .map(|parameter| parameter.name.as_str())
        .collect();
    assert_eq!(names, ["words", "limit"]);
    assert_eq!(parameters[0].ty, Type::String.list());
    assert_eq!(parameters[0].description, "The list of words.");
    assert_eq!(
        (
            parameters[0].allow_null,
            parameters[1].allow_null,
            parameters[1].allow_unknown
        ),
        (false, true, true)
    );
    let variadic = Clamp::variadic().expect("declared");
    assert_eq!((variadic.name.as_str(), variadic.ty), ("more", Type::String));
    assert!(Loose::variadic().expect("declared").allow_null);
}

#[test]
fn arguments_are_decoded_with_the_variadic_ones_last() {
    let clamp = Clamp::decode(vec![words(), Raw::unknown(), text("b"), text("c")]).expect("they fit");
    assert_eq!(clamp.words, List::from(["a".to_owned()]));
    assert!(clamp.limit.is_unknown());
    assert_eq!(clamp.more, ["b", "c"]);
    let loose = Loose::decode(vec![Raw::Null, Raw::Known(Data::Bool(true))]).expect("they fit");
    assert_eq!(loose.rest, [Value::Null, Value::Known(true)]);
}

#[test]
fn a_refused_argument_is_named_by_its_index_over_all() {
    let error = Clamp::decode(vec![words(), Raw::Null, text("b"), Raw::Null]).expect_err("null");
    assert_eq!(error, ArgumentError::at(3, "This argument must not be null."));
    let error = Clamp::decode(vec![Raw::Known(Data::List(vec![Raw::Known(Data::Bool(true))]))]);
    let error = error.expect_err("a bool");
    assert_eq!(
        error,
        ArgumentError::at(0, "[0]: This must be a string; it is a bool.")
    );
    let error = Clamp::decode(vec![words()]).expect_err("too few");
    assert_eq!(error.index, None);
}

#[test]
fn a_function_that_terraform_would_refuse_is_a_problem() {
    let (parameters, variadic) = (Clamp::parameters(), Clamp::variadic());
    assert_eq!(
        function_problems("clamp", &parameters, variadic.as_ref(), &Type::String),
        []
    );
    let twice = [parameters[0].clone(), parameters[0].clone()];
    let problems = function_problems("2nd", &twice, None, &Type::Dynamic.list());
    let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(
        texts[0].starts_with("2nd: A function's name must be an identifier"),
        "{texts:?}"
    );
    assert!(texts[1].contains("cannot be dynamic"), "{texts:?}");
    assert_eq!(texts[2], "2nd.words: Two parameters have this name.");
}
