//! `belegg schema`: what editors need to help with `belegg.toml`, front matter and data files.
//!
//! The schemas are files, because they describe each key in words. `tests/suite/schemas.rs` holds them to the
//! program: each table has the very keys that its reader asks for.

use std::fmt::Write;

use include_dir::{Dir, include_dir};
use serde_json::Value;

use super::arguments::{Schema, SchemaOf};
use super::console::Console;
use super::{Failure, Outcome};

/// A schema for each kind of data file, by its name.
static DATA: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/schema/data");

pub(super) fn schema(arguments: &Schema, console: &mut Console) -> Result<Outcome, Failure> {
    match &arguments.of {
        SchemaOf::Config => console.data(include_str!("schema/config.json"))?,
        SchemaOf::FrontMatter => console.data(include_str!("schema/front-matter.json"))?,
        SchemaOf::Data { name: None } => console.data(&list())?,
        SchemaOf::Data { name: Some(name) } => {
            let found = data().find(|(known, _)| known == name);
            console.data(found.map_or("", |(_, text)| text))?;
        }
    }
    Ok(Outcome::Done)
}

/// The kinds of data files that have a schema, in the order of their names.
pub(super) fn data_names() -> impl Iterator<Item = &'static str> {
    data().map(|(name, _)| name)
}

fn data() -> impl Iterator<Item = (&'static str, &'static str)> {
    DATA.files()
        .filter_map(|file| Some((file.path().file_stem()?.to_str()?, file.contents_utf8()?)))
}

/// The names with the files that they are for, a line each.
fn list() -> String {
    let rows: Vec<(&str, String, String)> = data()
        .map(|(name, text)| {
            let schema: Value = serde_json::from_str(text).unwrap_or_default();
            let said = |key: &str| schema[key].as_str().unwrap_or_default().to_string();
            (name, said("title"), said("description"))
        })
        .collect();
    let widest = |widths: &mut dyn Iterator<Item = usize>| widths.max().unwrap_or_default();
    let name_width = widest(&mut rows.iter().map(|(name, ..)| name.len()));
    let file_width = widest(&mut rows.iter().map(|(_, file, _)| file.len()));
    let mut text = String::new();
    for (name, file, about) in rows {
        let _ = writeln!(text, "{name:name_width$}  {file:file_width$}  {about}");
    }
    text
}
