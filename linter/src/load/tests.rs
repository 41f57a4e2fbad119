//! Trees as users have them, loaded from memory.

use super::*;
use crate::problem::ProblemKind;
use crate::source::Memory;

fn at(paths: &[&str]) -> Request {
    Request {
        paths: paths.iter().map(|path| (*path).to_owned()).collect(),
        ..Request::default()
    }
}

fn tree_of(files: &[(&str, &str)], request: &Request) -> Tree {
    load(&Memory::of_texts(files.iter().copied()), request)
}

fn whole(files: &[(&str, &str)]) -> Tree {
    tree_of(files, &at(&[""]))
}

fn roots(tree: &Tree) -> Vec<(&str, &'static str)> {
    tree.roots
        .iter()
        .map(|root| (&*tree.modules[root.module.0 as usize].dir, root.reason))
        .collect()
}

fn root_dirs(tree: &Tree) -> Vec<&str> {
    roots(tree).into_iter().map(|(dir, _)| dir).collect()
}

fn module<'a>(tree: &'a Tree, dir: &str) -> &'a Module {
    tree.modules.iter().find(|module| &*module.dir == dir).unwrap()
}

fn kinds(tree: &Tree) -> Vec<ProblemKind> {
    tree.problems.iter().map(|problem| problem.kind).collect()
}

fn text(expr: &ir::Expr) -> &str {
    match &expr.kind {
        ir::ExprKind::Text(text) => text,
        other => panic!("not a text: {other:?}"),
    }
}

fn input(root: &Root, name: &str) -> String {
    match &root.values[&ustr::Ustr::from(name)] {
        Input::Expr(expr) => format!("file {}", text(expr)),
        Input::Text(text, origin) => format!("{origin} {text}"),
    }
}

#[test]
fn a_module_is_indexed_by_name() {
    let tree = whole(&[(
        "m.tf",
        "variable \"v\" {}\nlocals { l = 1 }\noutput \"o\" { value = 1 }\nresource \"a\" \"b\" {}\ndata \"a\" \"b\" {}\n\
         provider \"p\" {}\nprovider \"p\" { alias = \"west\" }\nmodule \"m\" { source = \"x/y/z\" }\n",
    )]);
    assert_eq!(tree.problems, []);
    let module = &tree.modules[0];
    let block = |index: usize| module.blocks[index].kind.as_str();
    let name = |name: &str| ustr::Ustr::from(name);
    assert_eq!(block(module.variables[&name("v")]), "variable");
    assert!(module.locals.contains_key(&name("l")));
    assert_eq!(
        block(module.resources[&(Mode::Data, name("a"), name("b"))]),
        "data"
    );
    assert_eq!(
        block(module.resources[&(Mode::Managed, name("a"), name("b"))]),
        "resource"
    );
    let west = &module.blocks[module.providers[&(name("p"), Some(name("west")))]];
    assert_eq!(west.body.attrs.len(), 1);
    assert_eq!(&*tree.not_installed[0].1, "x/y/z");
}

#[test]
fn spans_and_comments_lead_to_their_files() {
    let tree = whole(&[
        ("a/x.tf", "locals {}\n"),
        ("b/y.tf", "\n# extid: ignore[z]\nvariable \"v\" {}\n"),
    ]);
    let comment = &module(&tree, "b").comments[0];
    assert_eq!(&*tree.map.file(comment.file).path, "b/y.tf");
    assert_eq!((comment.line, comment.target, comment.header), (2, Some(3), true));
    let (file, place) = tree.map.line_of(module(&tree, "b").blocks[0].span.start).unwrap();
    assert_eq!((file, place.line, place.byte), (comment.file, 3, 0));
}

#[test]
fn spans_are_the_same_in_every_run() {
    let files: Vec<(String, Vec<u8>)> = (0..300)
        .map(|n| {
            (
                format!("d{}/f{n}.tf", n % 7),
                format!("locals {{ v{n} = {n} }}\n").into_bytes(),
            )
        })
        .collect();
    let source = Memory::new(files);
    let places = |tree: Tree| -> Vec<(std::sync::Arc<str>, u32)> {
        tree.map
            .files()
            .iter()
            .map(|file| (file.path.clone(), file.base))
            .collect()
    };
    let first = places(load(&source, &at(&[""])));
    assert_eq!(first.len(), 300);
    assert_eq!(first, places(load(&source, &at(&[""]))));
}

#[test]
fn tofu_files_shadow_their_terraform_twins() {
    let tree = whole(&[
        ("a.tf", "variable \"no\" {}"),
        ("a.tofu", "variable \"yes\" {}"),
        ("b.tf", "variable \"b\" {}"),
        ("a.tf.json", "{\"variable\": {\"json\": {}}}"),
        (".hidden.tf", "variable \"h\" {}"),
        ("backup.tf~", "variable \"h\" {}"),
    ]);
    let mut names: Vec<_> = tree.modules[0]
        .variables
        .keys()
        .map(|name| name.as_str())
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["b", "json", "yes"]);
    assert_eq!(tree.remarks, ["`a.tofu` is read instead of `a.tf`"]);
}

#[test]
fn overrides_merge_as_in_terraform() {
    let tree = whole(&[
        (
            "main.tf",
            "resource \"a\" \"b\" {\n  x = \"base\"\n  y = \"base\"\n  in {\n    n = \"1\"\n  }\n  in {\n    n = \"2\"\n  }\n  \
             other {}\n  lifecycle {\n    p = \"base\"\n    q = \"base\"\n  }\n}\nlocals {\n  l = \"base\"\n  m = \"base\"\n}\n\
             terraform {\n  backend \"s3\" {}\n  required_providers {\n    a = \"1\"\n    b = \"1\"\n  }\n}\nvariable \"v\" { default = \"base\" }\n",
        ),
        (
            "x_override.tf",
            "resource \"a\" \"b\" {\n  x = \"first\"\n  dynamic \"in\" {}\n  lifecycle {\n    p = \"over\"\n  }\n}\nlocals { l = \"over\" }\n\
             terraform {\n  cloud {}\n  required_providers {\n    a = \"2\"\n  }\n}\nvariable \"v\" { default = \"over\" }\nresource \"a\" \"none\" {}\n",
        ),
        (
            "y_override.tf.json",
            "{\"resource\": {\"a\": {\"b\": {\"x\": \"last\", \"other\": [{\"z\": 1}]}}}}",
        ),
    ]);
    let module = &tree.modules[0];
    let resource = &module.blocks[0].body;
    assert_eq!(text(&resource.attr("x").unwrap().value), "last");
    assert_eq!(text(&resource.attr("y").unwrap().value), "base");
    let blocks: Vec<_> = resource.blocks.iter().map(|block| block.kind.as_str()).collect();
    assert_eq!(blocks, ["lifecycle", "dynamic"]);
    assert!(resource.attr("other").is_some());
    let lifecycle = &resource.blocks[0].body;
    assert_eq!(text(&lifecycle.attr("p").unwrap().value), "over");
    assert_eq!(text(&lifecycle.attr("q").unwrap().value), "base");
    assert_eq!(text(&module.locals[&"l".into()].value), "over");
    assert_eq!(text(&module.locals[&"m".into()].value), "base");
    let settings: Vec<_> = module
        .blocks
        .iter()
        .filter(|block| block.kind == "terraform")
        .flat_map(|block| &block.body.blocks)
        .map(|block| (block.kind.as_str(), block.body.attrs.len()))
        .collect();
    assert_eq!(
        settings,
        [("required_providers", 1), ("cloud", 0), ("required_providers", 1)]
    );
    assert_eq!(
        text(&module.blocks[module.variables[&"v".into()]].body.attrs[0].value),
        "over"
    );
    let messages: Vec<_> = tree
        .problems
        .iter()
        .map(|problem| (&*problem.file, &*problem.message))
        .collect();
    assert_eq!(
        messages,
        [("x_override.tf", "resource `a.none` overrides nothing")]
    );
}

#[test]
fn of_two_declarations_the_first_counts_and_the_second_is_a_problem() {
    let tree = whole(&[
        ("a.tf", "variable \"v\" { default = \"1\" }\nlocals { x = 1 }\n"),
        ("b.tf", "variable \"v\" {}\nlocals { x = 2 }\n"),
    ]);
    let module = &tree.modules[0];
    assert_eq!(module.blocks[module.variables[&"v".into()]].body.attrs.len(), 1);
    let messages: Vec<_> = tree
        .problems
        .iter()
        .map(|problem| (&*problem.file, &*problem.message))
        .collect();
    assert_eq!(
        messages,
        [
            ("b.tf", "variable `v` is declared twice in this module"),
            ("b.tf", "local.x is declared twice in this module")
        ]
    );
}

#[test]
fn roots_are_what_nothing_calls_or_what_says_so() {
    let call = |path: &str| format!("module \"m\" {{ source = \"{path}\" }}\n");
    let tree = whole(&[
        ("app/main.tf", &call("../modules/a")),
        ("modules/a/main.tf", "variable \"v\" {}"),
        ("modules/b/main.tf", "terraform {\n  backend \"s3\" {}\n}\n"),
        ("modules/c/main.tf", "variable \"v\" {}"),
        ("modules/c/terraform.tfvars", "v = 1"),
        ("modules/d/main.tf", "variable \"v\" {}"),
        ("modules/d/examples/simple/main.tf", &call("../..")),
        ("modules/e/main.tf", "variable \"v\" {}"),
        (
            "other/main.tf",
            &format!(
                "{}{}{}",
                call("../modules/b"),
                "module \"c\" { source = \"../modules/c\" }\n",
                "module \"e\" { source = \"../modules/e\" }\n"
            ),
        ),
    ]);
    assert_eq!(
        roots(&tree),
        [
            ("app", "nothing calls it"),
            ("modules/b", "it has a backend or cloud block"),
            ("modules/c", "it has a file of variable values"),
            ("modules/d", "only examples or tests call it"),
            ("modules/d/examples/simple", "nothing calls it"),
            ("other", "nothing calls it"),
        ]
    );
    assert_eq!(tree.problems, []);
}

#[test]
fn a_circle_of_calls_is_not_lost() {
    let tree = whole(&[
        ("a/main.tf", "module \"b\" { source = \"../b\" }"),
        ("b/main.tf", "module \"a\" { source = \"../a\" }"),
        ("c/main.tf", "module \"c\" { source = \"./../c\" }"),
    ]);
    assert_eq!(root_dirs(&tree), ["a", "c"]);
}

#[test]
fn path_decides_which_roots_are_loaded() {
    let files = [
        ("app/main.tf", "module \"m\" { source = \"../lib\" }"),
        ("app/sub/main.tf", "locals {}"),
        ("lib/main.tf", "locals {}"),
        ("other/main.tf", "locals {}"),
    ];
    let tree = tree_of(&files, &at(&["app"]));
    assert_eq!(root_dirs(&tree), ["app", "app/sub"]);
    assert!(module(&tree, "lib").in_tree);
    let tree = tree_of(&files, &at(&["app/main.tf"]));
    assert_eq!(root_dirs(&tree), ["app"]);
    let tree = tree_of(&files, &at(&["lib"]));
    assert_eq!(root_dirs(&tree), ["lib"]);
    let tree = tree_of(&files, &at(&["nowhere"]));
    assert_eq!(kinds(&tree), [ProblemKind::MissingFile]);
}

#[test]
fn excluded_and_hidden_directories_are_not_walked() {
    let mut request = at(&[""]);
    request.exclude = globset::GlobSetBuilder::new()
        .add(globset::Glob::new("**/old").unwrap())
        .build()
        .unwrap();
    let tree = tree_of(
        &[
            ("a/main.tf", "locals {}"),
            ("a/old/main.tf", "locals {}"),
            ("a/.git/main.tf", "locals {}"),
            ("a/.terraform/x/main.tf", "locals {}"),
            ("a/.terragrunt-cache/x/main.tf", "locals {}"),
        ],
        &request,
    );
    assert_eq!(root_dirs(&tree), ["a"]);
    assert_eq!(tree.modules.len(), 1);
}

#[test]
fn missing_and_outside_modules_are_problems_at_their_source() {
    let tree = whole(&[
        (
            "a/main.tf",
            "module \"gone\" { source = \"./gone\" }\nmodule \"up\" { source = \"../../up\" }\nmodule \"abs\" { source = \"/etc\" }\n\
         module \"empty\" { source = \"../empty\" }\n",
        ),
        ("empty/readme.md", ""),
    ]);
    assert_eq!(
        kinds(&tree),
        [
            ProblemKind::MissingFile,
            ProblemKind::OutsideFence,
            ProblemKind::OutsideFence,
            ProblemKind::MissingFile
        ]
    );
    assert!(
        tree.problems
            .iter()
            .all(|problem| &*problem.file == "a/main.tf" && problem.span.is_some())
    );
    assert!(
        module(&tree, "a")
            .calls
            .values()
            .all(|(_, callee)| matches!(callee, Callee::Missing))
    );
}

#[test]
fn installed_modules_are_read_and_known_by_their_source() {
    let manifest = r#"{"Modules":[{"Key":"","Source":"","Dir":"."},
        {"Key":"vpc","Source":"registry.terraform.io/x/vpc/aws","Version":"1.2.3","Dir":".terraform/modules/vpc"},
        {"Key":"vpc.sub","Source":"./modules/sub","Dir":".terraform/modules/vpc/modules/sub"}]}"#;
    let files = [
        (
            "r/main.tf",
            "module \"vpc\" { source = \"x/vpc/aws\" }\nmodule \"new\" { source = \"x/new/aws\" }\n",
        ),
        ("r/.terraform/modules/modules.json", manifest),
        (
            "r/.terraform/modules/vpc/main.tf",
            "module \"sub\" { source = \"./modules/sub\" }",
        ),
        ("r/.terraform/modules/vpc/modules/sub/main.tf", "locals {}"),
    ];
    let tree = whole(&files);
    assert_eq!(root_dirs(&tree), ["r"]);
    let vpc = module(&tree, "r/.terraform/modules/vpc");
    assert_eq!(
        (&*vpc.identity, vpc.in_tree),
        ("registry.terraform.io/x/vpc/aws", false)
    );
    let sub = module(&tree, "r/.terraform/modules/vpc/modules/sub");
    assert_eq!(&*sub.identity, "registry.terraform.io/x/vpc/aws//modules/sub");
    assert!(matches!(vpc.calls[&"sub".into()].1, Callee::Module(_)));
    assert_eq!(tree.not_installed.len(), 1);
    assert!(
        tree.map
            .files()
            .iter()
            .all(|file| file.in_tree != file.path.contains(".terraform"))
    );
    assert_eq!(tree.problems, []);

    let moved: Vec<(String, Vec<u8>)> = files
        .iter()
        .map(|(path, text)| {
            (
                path.replace(".terraform", "data"),
                text.replace(".terraform", "data").into_bytes(),
            )
        })
        .collect();
    let mut request = at(&[""]);
    request.data_dir = Some("data".into());
    let tree = load(&Memory::new(moved), &request);
    assert_eq!(tree.not_installed.len(), 1);
}

#[test]
fn variable_values_win_in_terraforms_order() {
    let declared = "variable \"a\" {}\nvariable \"b\" {}\nvariable \"c\" {}\nvariable \"d\" {}\nvariable \"e\" {}\nvariable \"f\" {}\nvariable \"g\" {}\n";
    let mut request = at(&["r"]);
    request.env = ["a", "b", "undeclared"]
        .map(|name| (name.to_owned(), "env".to_owned()))
        .into();
    request.assignments = vec![
        Assignment::Var("f".into(), "first".into()),
        Assignment::VarFile("vars/x.tfvars".into()),
        Assignment::Var("g".into(), "last".into()),
        Assignment::Var("nobody".into(), "x".into()),
    ];
    let values = |value: &str, names: &str| -> String {
        names.chars().map(|n| format!("{n} = \"{value}\"\n")).collect()
    };
    let tree = tree_of(
        &[
            ("r/main.tf", declared),
            ("r/terraform.tfvars", &values("tfvars", "bcdefg")),
            (
                "r/terraform.tfvars.json",
                "{\"c\": \"json\", \"d\": \"json\", \"e\": \"json\"}",
            ),
            ("r/b.auto.tfvars", &values("auto b", "e")),
            ("r/a.auto.tfvars", &values("auto a", "de")),
            ("r/other.tfvars", &values("never", "abcdefg")),
            ("vars/x.tfvars", &values("var-file", "fg")),
        ],
        &request,
    );
    let root = &tree.roots[0];
    let all: Vec<_> = ["a", "b", "c", "d", "e", "f", "g"]
        .iter()
        .map(|name| input(root, name))
        .collect();
    assert_eq!(
        all,
        [
            "TF_VAR_a env",
            "file tfvars",
            "file json",
            "file auto a",
            "file auto b",
            "file var-file",
            "--var last"
        ]
    );
    assert_eq!(tree.undeclared, ["nobody".into()]);
    assert_eq!(tree.problems, []);
}

#[test]
fn configured_roots_have_their_own_values_and_workspaces() {
    let mut request = at(&[""]);
    request.workspace = Some("env".into());
    let entry = |file: &str, workspace: Option<&str>| RootEntry {
        path: "r".into(),
        var_files: vec![file.into()],
        workspace: workspace.map(Into::into),
    };
    request.roots = vec![
        entry("dev.tfvars", Some("dev")),
        entry("prod.tfvars", None),
        entry("gone.tfvars", None),
    ];
    request.roots.push(RootEntry {
        path: "nowhere".into(),
        ..RootEntry::default()
    });
    let tree = tree_of(
        &[
            ("r/main.tf", "variable \"v\" {}"),
            ("app/main.tf", "module \"r\" { source = \"../r\" }"),
            ("dev.tfvars", "v = \"dev\""),
            ("prod.tfvars", "v = \"prod\""),
        ],
        &request,
    );
    assert_eq!(root_dirs(&tree), ["app", "r", "r", "r"]);
    let workspaces: Vec<_> = tree
        .roots
        .iter()
        .map(|root| root.workspace.as_deref().unwrap())
        .collect();
    assert_eq!(workspaces, ["env", "dev", "env", "env"]);
    assert_eq!(input(&tree.roots[1], "v"), "file dev");
    assert_eq!(input(&tree.roots[2], "v"), "file prod");
    let missing: Vec<_> = tree
        .problems
        .iter()
        .map(|problem| (problem.kind, &*problem.file))
        .collect();
    assert_eq!(
        missing,
        [
            (ProblemKind::MissingFile, "nowhere"),
            (ProblemKind::MissingFile, "gone.tfvars")
        ]
    );
}

#[test]
fn the_selected_workspace_is_read_when_nothing_else_says() {
    let tree = whole(&[
        ("r/main.tf", "locals {}"),
        ("r/.terraform/environment", "staging\n"),
        ("s/main.tf", "locals {}"),
    ]);
    let workspaces: Vec<_> = tree.roots.iter().map(|root| root.workspace.as_deref()).collect();
    assert_eq!(workspaces, [Some("staging"), None]);
}

#[test]
fn files_that_cannot_be_read_are_named_and_cost_only_themselves() {
    let mut source = Memory::of_texts([
        ("a.tf", "variable \"a\" {}"),
        ("nul.tf", "locals {}\0"),
        ("arg.tf", "x = 1\nvariable \"b\" {}"),
    ]);
    source.insert("latin.tf", b"# caf\xe9\n".to_vec());
    source.insert("big.tf", vec![b' '; (8 << 20) + 1]);
    let tree = load(&source, &at(&[""]));
    let mut problems: Vec<_> = tree
        .problems
        .iter()
        .map(|problem| (&*problem.file, problem.kind))
        .collect();
    problems.sort_unstable();
    assert_eq!(
        problems,
        [
            ("arg.tf", ProblemKind::Syntax),
            ("big.tf", ProblemKind::Budget),
            ("latin.tf", ProblemKind::UnreadableFile),
            ("nul.tf", ProblemKind::UnreadableFile),
        ]
    );
    assert_eq!(tree.modules[0].variables.len(), 2);
}

#[cfg(unix)]
mod on_disk {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::source::Disk;

    #[test]
    fn loops_of_links_end_and_each_directory_is_loaded_once() {
        let temp = tempfile::tempdir().unwrap();
        let fence = temp.path().join("repo");
        fs::create_dir_all(fence.join("a/b")).unwrap();
        fs::write(fence.join("a/main.tf"), "locals {}").unwrap();
        fs::write(fence.join("a/b/main.tf"), "locals {}").unwrap();
        symlink(&fence, fence.join("a/b/up")).unwrap();
        symlink(fence.join("a/b"), fence.join("z")).unwrap();
        symlink(fence.join("self"), fence.join("self")).unwrap();
        symlink(temp.path(), fence.join("out")).unwrap();
        fs::write(temp.path().join("outside.tf"), "locals {}").unwrap();
        symlink(temp.path().join("outside.tf"), fence.join("a/linked.tf")).unwrap();
        assert!(
            std::process::Command::new("mkfifo")
                .arg(fence.join("a/pipe.tf"))
                .status()
                .unwrap()
                .success()
        );
        let tree = load(&Disk::new(fence), &at(&[""]));
        assert_eq!(root_dirs(&tree), ["a", "a/b"]);
        assert_eq!(
            tree.remarks,
            ["link `out` is not followed: it leads above the fence"]
        );
        let mut problems: Vec<_> = tree
            .problems
            .iter()
            .map(|problem| (&*problem.file, problem.kind))
            .collect();
        problems.sort_unstable();
        assert_eq!(
            problems,
            [
                ("a/linked.tf", ProblemKind::OutsideFence),
                ("a/pipe.tf", ProblemKind::UnreadableFile),
            ]
        );
    }
}
