//! `belegg schema`: what editors need to help with `belegg.toml` and front matter.
//!
//! The schemas are files, because they describe each key in words. `tests/suite/starting.rs` holds them to the
//! program: each table has the very keys that its reader asks for.

use super::arguments::{Schema, SchemaOf};
use super::console::Console;
use super::{Failure, Outcome};

pub(super) fn schema(arguments: &Schema, console: &mut Console) -> Result<Outcome, Failure> {
    console.data(match arguments.of {
        SchemaOf::Config => include_str!("schema/config.json"),
        SchemaOf::FrontMatter => include_str!("schema/front-matter.json"),
    })?;
    Ok(Outcome::Done)
}
