//! The functions: pure, and without the atlas.

use tfplugin::{Arguments, Dynamic, Function, FunctionError, Number, Value};

/// `provider::atlas::join("/", "north", "town")`
pub struct Join;

/// What is joined.
#[derive(Arguments)]
pub struct JoinArguments {
    /// What stands between the parts; not empty.
    separator: String,
    /// The parts; none contains the separator.
    #[tf(variadic)]
    parts: Vec<String>,
}

impl Function for Join {
    type Arguments = JoinArguments;
    type Output = String;

    const NAME: &'static str = "join";
    const SUMMARY: &'static str = "Joins parts that can be told apart again";
    const DESCRIPTION: &'static str = "The parts with the separator between them.";

    fn call(
        &self,
        JoinArguments { separator, parts }: JoinArguments,
    ) -> Result<Value<String>, FunctionError> {
        if separator.is_empty() {
            return Err(FunctionError::of_argument(0, "The separator must not be empty."));
        }
        if let Some(index) = parts.iter().position(|part| part.contains(&separator)) {
            return Err(FunctionError::of_argument(
                index + 1,
                "A part must not contain the separator: nobody could tell the parts apart again.",
            ));
        }
        Ok(Value::Known(parts.join(&separator)))
    }
}

/// `provider::atlas::label("town", null)`
pub struct Label;

/// What makes a label.
#[derive(Arguments)]
pub struct LabelArguments {
    /// The name.
    name: String,
    /// What follows it after a hyphen, or null.
    #[tf(allow_null)]
    suffix: Value<String>,
}

impl Function for Label {
    type Arguments = LabelArguments;
    type Output = String;

    const NAME: &'static str = "label";
    const SUMMARY: &'static str = "Makes a label";
    const DESCRIPTION: &'static str = "The name, followed by a hyphen and the suffix if there is one.";

    fn call(&self, LabelArguments { name, suffix }: LabelArguments) -> Result<Value<String>, FunctionError> {
        Ok(Value::Known(match suffix.into_known() {
            Some(suffix) => format!("{name}-{suffix}"),
            None => name,
        }))
    }
}

/// `provider::atlas::echo(["a", 1])`
pub struct Echo;

/// What is echoed.
#[derive(Arguments)]
pub struct EchoArguments {
    /// Any value.
    #[tf(allow_null, allow_unknown)]
    value: Value<Dynamic>,
}

impl Function for Echo {
    type Arguments = EchoArguments;
    type Output = Dynamic;

    const NAME: &'static str = "echo";
    const SUMMARY: &'static str = "Gives back what it gets";
    const DESCRIPTION: &'static str = "The same value, null and unknown ones too.";

    fn call(&self, EchoArguments { value }: EchoArguments) -> Result<Value<Dynamic>, FunctionError> {
        Ok(value)
    }
}

/// `provider::atlas::double(1.25)`
pub struct Double;

/// What is doubled.
#[derive(Arguments)]
pub struct DoubleArguments {
    /// A number of up to 38 digits.
    n: Number,
}

impl Function for Double {
    type Arguments = DoubleArguments;
    type Output = Number;

    const NAME: &'static str = "double";
    const SUMMARY: &'static str = "Doubles a number";
    const DESCRIPTION: &'static str = "Twice the number, exactly.";

    fn call(&self, DoubleArguments { n }: DoubleArguments) -> Result<Value<Number>, FunctionError> {
        let digits = n.to_string();
        let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
        let double = format!("{whole}{fraction}")
            .parse::<i128>()
            .ok()
            .and_then(|all| all.checked_mul(2));
        let double = double.and_then(|double| format!("{double}e-{}", fraction.len()).parse().ok());
        match double {
            Some(double) => Ok(Value::Known(double)),
            None => Err(FunctionError::of_argument(
                0,
                "This number has more than 38 digits.",
            )),
        }
    }
}
