//! T27: functions, on a provider that nobody configured.

use serde_json::{Value as Json, json};
use tfplugin::codec::{decode_dynamic, encode_dynamic};
use tfplugin::wire::tfplugin6::{DynamicValue, FunctionError, call_function};
use tfplugin::{Raw, Type, Value};

use crate::schemas::read_type;
use crate::session::Session;
use crate::values::{UNKNOWN, number, shown, text, unknown, value};

/// Calls a function with what the JSON says, as the types of its parameters.
async fn call(session: &Session, name: &str, arguments: Json) -> Result<Raw, FunctionError> {
    let function = &session.schemas.provider.functions[name];
    let arguments = arguments.as_array().expect("arguments").iter().enumerate();
    let arguments = arguments.map(|(index, json)| {
        let parameter = function.parameters.get(index);
        let parameter = parameter
            .or(function.variadic_parameter.as_ref())
            .expect("a parameter");
        let ty = read_type(&parameter.r#type);
        encode_dynamic(&value(json, &ty), &ty).expect("a value of the type")
    });
    send(session, name, arguments.collect()).await
}

pub(crate) async fn send(
    session: &Session,
    name: &str,
    arguments: Vec<DynamicValue>,
) -> Result<Raw, FunctionError> {
    let request = call_function::Request {
        name: name.to_owned(),
        arguments,
    };
    let answer = session.call_function(request).await;
    match answer.error {
        Some(error) => {
            assert_eq!(answer.result, None, "an error has no result");
            Err(error)
        }
        None => {
            let function = &session.schemas.provider.functions[name];
            let ty = read_type(&function.r#return.as_ref().expect("a type").r#type);
            Ok(decode_dynamic(answer.result.as_ref(), &ty).expect("a value of the type"))
        }
    }
}

#[tokio::test]
async fn a_function_takes_any_number_of_variadic_arguments() {
    let session = Session::unconfigured().await;
    for (arguments, joined) in [
        (json!(["/"]), ""),
        (json!(["/", "a"]), "a"),
        (json!(["/", "a", "b", "c"]), "a/b/c"),
    ] {
        assert_eq!(call(&session, "join", arguments).await, Ok(text(joined)));
    }
}

#[tokio::test]
async fn an_error_names_the_argument_counted_over_all() {
    let session = Session::unconfigured().await;
    let error = call(&session, "join", json!(["", "a"]))
        .await
        .expect_err("no separator");
    assert_eq!(error.function_argument, Some(0));
    let error = call(&session, "join", json!(["/", "a", "b", "c/d"])).await;
    let error = error.expect_err("a bad part");
    assert_eq!(error.function_argument, Some(3));
    // Terraform puts it into a sentence of its own and ends that.
    assert!(!error.text.ends_with('.'), "{error:?}");
}

#[tokio::test]
async fn null_reaches_only_a_parameter_that_allows_it() {
    let session = Session::unconfigured().await;
    assert_eq!(call(&session, "label", json!(["a", null])).await, Ok(text("a")));
    assert_eq!(call(&session, "label", json!(["a", "b"])).await, Ok(text("a-b")));
    let error = call(&session, "label", json!([null, "b"]))
        .await
        .expect_err("null");
    assert_eq!(error.function_argument, Some(0));
    let error = call(&session, "join", json!(["/", "a", null]))
        .await
        .expect_err("null");
    assert_eq!(error.function_argument, Some(2));
}

#[tokio::test]
async fn unknown_reaches_only_a_parameter_that_allows_it() {
    let session = Session::unconfigured().await;
    assert_eq!(call(&session, "echo", json!([UNKNOWN])).await, Ok(unknown()));
    // Terraform itself does not call these.
    let error = call(&session, "label", json!([UNKNOWN, null])).await;
    assert_eq!(error.expect_err("unknown").function_argument, Some(0));
    let error = call(&session, "join", json!(["/", UNKNOWN])).await;
    assert_eq!(error.expect_err("unknown").function_argument, Some(1));
}

#[tokio::test]
async fn a_dynamic_parameter_takes_any_value_and_gives_it_back() {
    let session = Session::unconfigured().await;
    for json in [
        json!("a"),
        json!(0.1),
        json!(true),
        json!(["a", 1]),
        json!({"a": {"b": null}}),
        json!(null),
    ] {
        let echoed = call(&session, "echo", json!([json])).await.expect("a result");
        assert_eq!(shown(&echoed), json);
    }
}

#[tokio::test]
async fn a_number_is_exact() {
    let session = Session::unconfigured().await;
    for (given, double) in [
        ("0.1", "0.2"),
        ("9223372036854775807", "18446744073709551614"),
        ("-1.25", "-2.5"),
    ] {
        assert_eq!(call(&session, "double", json!([given])).await, Ok(number(double)));
    }
}

#[tokio::test]
async fn an_argument_of_a_wrong_type_is_an_error_of_that_argument() {
    let session = Session::unconfigured().await;
    let encoded = |raw: Raw, ty: Type| encode_dynamic(&raw, &ty).expect("a value");
    let separator = encoded(text("/"), Type::String);
    let list = encoded(
        Value::Known(tfplugin::Data::List(Vec::new())),
        Type::String.list(),
    );
    let error = send(&session, "join", vec![separator.clone(), list]).await;
    assert_eq!(error.expect_err("a list").function_argument, Some(1));
    let word = encoded(text("five"), Type::String);
    let error = send(&session, "double", vec![word]).await;
    assert_eq!(error.expect_err("a word").function_argument, Some(0));
}

#[tokio::test]
async fn a_wrong_number_of_arguments_is_an_error() {
    let session = Session::unconfigured().await;
    let one = || encode_dynamic(&text("a"), &Type::String).expect("a value");
    for (name, arguments) in [
        ("join", vec![]),
        ("label", vec![one()]),
        ("label", vec![one(), one(), one()]),
    ] {
        let error = send(&session, name, arguments).await.expect_err("an error");
        assert!(!error.text.is_empty());
    }
}

#[tokio::test]
async fn the_same_call_twice_has_the_same_answer() {
    let session = Session::unconfigured().await;
    let first = call(&session, "join", json!(["-", "a", "b"])).await;
    assert_eq!(call(&session, "join", json!(["-", "a", "b"])).await, first);
    session.configure().await.nothing();
    assert_eq!(
        call(&session, "join", json!(["-", "a", "b"])).await,
        first,
        "OpenTofu configures first"
    );
}
