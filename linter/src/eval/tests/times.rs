//! `time_*` and `terraform_data`.

use super::eval_with;

#[test]
fn rotation_ends_after_its_beginning() {
    let text = "resource \"time_rotating\" \"r\" { rotation_days = 30 }\n";
    assert_eq!(
        eval_with(text, "time_rotating.r.rfc3339"),
        "\"2026-06-01T00:00:00Z\""
    );
    assert_eq!(eval_with(text, "time_rotating.r.id"), "\"2026-06-01T00:00:00Z\"");
    assert_eq!(
        eval_with(text, "time_rotating.r.rotation_rfc3339"),
        "\"2026-07-01T00:00:00Z\""
    );
    assert_eq!(eval_with(text, "time_rotating.r.day"), "1");
}

#[test]
fn offsets_count_from_the_base_and_do_not_add_up() {
    let text = "resource \"time_offset\" \"o\" {\n base_rfc3339 = \"2026-01-31T00:00:00Z\"\n offset_months = 1\n offset_days = 5\n}\n";
    assert_eq!(
        eval_with(text, "time_offset.o.rfc3339"),
        "\"2026-03-03T00:00:00Z\""
    );
    assert_eq!(
        eval_with(text, "time_offset.o.base_rfc3339"),
        "\"2026-01-31T00:00:00Z\""
    );
    let unknown = "variable \"u\" {}\nresource \"time_offset\" \"o\" { offset_days = var.u }\n";
    assert_eq!(eval_with(unknown, "time_offset.o.rfc3339"), "?");
}

#[test]
fn static_instants_are_now_or_what_is_given() {
    let text = "resource \"time_static\" \"now\" {}\nresource \"time_static\" \"then\" { rfc3339 = \"2020-02-29T12:00:00Z\" }\n";
    assert_eq!(eval_with(text, "time_static.now.unix"), "1780272000");
    assert_eq!(eval_with(text, "time_static.then.year"), "2020");
}

#[test]
fn terraform_data_gives_back_its_input() {
    let text = "resource \"terraform_data\" \"d\" { input = { a = 1 } }\n";
    assert_eq!(eval_with(text, "terraform_data.d.output.a"), "1");
    assert_eq!(eval_with(text, "terraform_data.d.id"), "?");
}
