//! The checker: what it refuses, with line and sentence.

use crate::catalog::check::rows;

const HEAD: &str = "[provider]\nsources = [\"example/vendor\"]\n\n";

fn refused(row: &str) -> Vec<(usize, String)> {
    match rows("vendor.toml", &format!("{HEAD}{row}")) {
        Ok(rows) => panic!("accepted {rows:?}"),
        Err(refusals) => refusals
            .into_iter()
            .map(|refusal| {
                assert_eq!(refusal.file, "vendor.toml");
                (refusal.line, refusal.reason)
            })
            .collect(),
    }
}

#[test]
fn a_good_row_is_kept_with_its_sources() {
    let row = "[[resource.vendor_key]]\nnoun = \"credential\"\nkind = \"api_key\"\nrole = \"issued\"\n\
               expires = [{ path = \"expires_at\", as = \"date\" }]\nabsent = \"365d\"\nnever = [\"0\"]\n";
    let rows = rows("vendor.toml", &format!("{HEAD}{row}")).unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0].r#type.as_ref(), rows[0].sources[0].as_ref()),
        ("vendor_key", "example/vendor")
    );
}

#[test]
fn bad_rows_are_refused_with_line_and_sentence() {
    let credential =
        "[[resource.vendor_key]]\nnoun = \"credential\"\nkind = \"api_key\"\nrole = \"issued\"\n";
    for (row, line, part) in [
        (
            "[[resource.vendor_key]]\nnoun = \"robot\"\n",
            5,
            "unknown variant `robot`",
        ),
        (
            "[[resource.vendor_key]]\nnoun = \"scope\"\nexpiry = 1\n",
            6,
            "unknown field `expiry`",
        ),
        (
            "[[resource.Key]]\nnoun = \"scope\"\n",
            4,
            "`Key` is not a resource type",
        ),
        (
            "[[resource.vendor_key]]\nnoun = \"credential\"\n",
            4,
            "needs `kind` and `role`",
        ),
        (
            "[[resource.vendor_key]]\nnoun = \"grant\"\n",
            4,
            "a grant needs `of`",
        ),
        (
            "[[resource.vendor_key]]\nnoun = \"scope\"\nplatform = true\n",
            4,
            "`platform` says nothing about a scope",
        ),
        (
            "[[resource.vendor_key]]\nnoun = \"scope\"\nfields = { owner = \"x\" }\n",
            4,
            "`owner` is not a field of a scope",
        ),
    ] {
        let refusals = refused(row);
        assert_eq!(refusals.len(), 1, "{row} gave {refusals:?}");
        assert_eq!(refusals[0].0, line, "{row} gave {refusals:?}");
        assert!(refusals[0].1.contains(part), "{row} gave {refusals:?}");
    }
    for (field, part) in [
        (
            "expires = [{ path = \"x\", as = \"date\" }]",
            "say what an absent end means",
        ),
        ("absent = \"never\"", "belong together"),
        ("never = [\"0\"]", "`expires`, which is missing"),
        (
            "expires = [{ path = \"x\", as = \"unit\" }]\nabsent = \"never\"",
            "belong together",
        ),
        (
            "expires = [{ path = \"x..y\", as = \"date\" }]\nabsent = \"never\"",
            "is not a path",
        ),
        (
            "expires = [{ path = \"x\", as = \"date\" }]\nabsent = \"two years\"",
            "is not a duration",
        ),
        (
            "expires = [{ path = \"each.x\", as = \"date\" }]\nabsent = \"never\"",
            "there is no `each`",
        ),
        ("each = \"password\"", "needs a name (`as`)"),
        ("of = [{ path = \"user\" }]", "a link has `path` and `to`"),
        ("of = [{ by = [\"name\"] }]", "`path`, which is missing"),
        ("owner = { slot = 4, tags = [\"tags\"] }", "slot 4 is nowhere"),
        ("owner = { slot = 9 }", "9 is not an owner slot"),
        (
            "owner = { slot = 1, defaults = [\"tags\"] }",
            "paths of the provider configuration",
        ),
        ("when = [{ path = \"x\" }]", "asks `is` or `present`"),
        (
            "when = [{ linked = \"x_y\", is = [\"z\"] }]",
            "asked with `present`",
        ),
    ] {
        let refusals = refused(&format!("{credential}{field}\n"));
        assert!(
            refusals.iter().any(|(_, reason)| reason.contains(part)),
            "{field} gave {refusals:?}"
        );
    }
    let twice = refused(&format!("{credential}\n{credential}"));
    assert!(twice[0].1.contains("two subjects are called ``"), "{twice:?}");
    assert_eq!(twice[0].0, 9);
}

#[test]
fn every_reason_against_a_file_is_told_at_once() {
    let refusals =
        refused("[[resource.vendor_a]]\nnoun = \"grant\"\n\n[[resource.vendor_b]]\nnoun = \"grant\"\n");
    assert_eq!(refusals.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [4, 7]);
}
