//! `aws_iam_policy_document`.

use super::eval_with;

fn policy(body: &str) -> String {
    let text = format!("variable \"u\" {{}}\ndata \"aws_iam_policy_document\" \"d\" {{\n{body}\n}}\n");
    let shown = eval_with(&text, "data.aws_iam_policy_document.d.minified_json");
    shown
        .trim_matches('"')
        .replace("\\\"", "\"")
        .replace("\\\\", "\\")
}

#[test]
fn statements_print_as_the_provider_prints_them() {
    let body = "statement {\n actions = [\"s3:Get\", \"s3:Put\"]\n resources = [\"*\"]\n principals {\n  type = \"AWS\"\n  identifiers = [\"arn\"]\n }\n condition {\n  test = \"StringEquals\"\n  variable = \"aws:x\"\n  values = [\"v\"]\n }\n}";
    assert_eq!(
        policy(body),
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:Put\",\"s3:Get\"],\"Resource\":\"*\",\"Principal\":{\"AWS\":\"arn\"},\"Condition\":{\"StringEquals\":{\"aws:x\":\"v\"}}}]}"
    );
}

#[test]
fn anyone_is_a_star() {
    let body = "statement {\n effect = \"Deny\"\n actions = [\"*\"]\n principals {\n  type = \"*\"\n  identifiers = [\"*\"]\n }\n}";
    assert_eq!(
        policy(body),
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\",\"Principal\":\"*\"}]}"
    );
}

#[test]
fn what_is_unknown_is_a_hole_beside_what_is_known() {
    let body = "statement {\n actions = [\"s3:*\"]\n resources = [\"arn:${var.u}\"]\n}\nstatement {\n actions = var.u\n}\ndynamic \"statement\" {\n for_each = [\"a\", \"b\"]\n content { sid = statement.value }\n}";
    assert_eq!(
        policy(body),
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"arn:?\"},{\"Effect\":\"Allow\",\"Action\":?},{\"Sid\":\"a\",\"Effect\":\"Allow\"},{\"Sid\":\"b\",\"Effect\":\"Allow\"}]}"
    );
}

#[test]
fn overriding_documents_replace_statements_by_sid() {
    let body = "source_policy_documents = [\"{\\\"Statement\\\":[{\\\"Sid\\\":\\\"a\\\",\\\"Effect\\\":\\\"Allow\\\"},{\\\"Effect\\\":\\\"Deny\\\",\\\"Resource\\\":\\\"${var.u}\\\"}]}\"]\nstatement {\n sid = \"a\"\n actions = [\"x\"]\n}";
    assert_eq!(
        policy(body),
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"a\",\"Effect\":\"Allow\",\"Action\":\"x\"},{\"Effect\":\"Deny\",\"Resource\":\"?\"}]}"
    );
}
