//! Turns the catalogue's files into static tables, and refuses rows that the checker refuses.

#[expect(unreachable_pub, reason = "public in the library, which compiles it too")]
#[path = "src/catalog/check.rs"]
mod check;
#[path = "src/catalog/emit.rs"]
mod emit;
#[expect(unreachable_pub, reason = "public in the library, which compiles it too")]
#[path = "src/catalog/row.rs"]
mod row;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let catalog = Path::new("src/catalog");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", catalog.display());
    let mut files: Vec<PathBuf> = fs::read_dir(catalog)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let mut rows: Vec<row::Row> = Vec::new();
    let mut refused = false;
    for file in &files {
        match check::rows(&format!("linter/{}", file.display()), &fs::read_to_string(file)?) {
            Ok(more) => rows.extend(more),
            Err(refusals) => {
                refused = true;
                for refusal in refusals {
                    println!("cargo::error={refusal}");
                }
            }
        }
    }
    rows.sort_by(|a, b| a.r#type.cmp(&b.r#type));
    for pair in rows.windows(2) {
        if pair[0].r#type == pair[1].r#type {
            refused = true;
            println!(
                "cargo::error=two catalogue files have a row for `{}`",
                pair[0].r#type
            );
        }
    }
    if refused {
        return Err("the catalogue has bad rows".into());
    }
    let out = PathBuf::from(env::var("OUT_DIR")?).join("catalog.rs");
    fs::write(out, emit::table(&rows))?;
    Ok(())
}
