//! The goals of the account.

use super::Input;
use crate::data::Goal;
use crate::diagnostic::Diagnostics;
use crate::load::rows::rows;

pub fn read(input: Input<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<Goal>> {
    rows(
        input,
        diagnostics,
        |columns| {
            let texts = (
                columns.by_language("text", input.languages),
                columns.by_language("owner", input.languages),
            );
            (columns.required("id"), columns.required("status"), texts)
        },
        |row, (id, status, (text, owner)), d| {
            let status = row.choice(*status, d);
            let id = row.filled(*id, d)?.to_string();
            Some(Goal { id, text: row.words(text, d), status: status?, owner: row.words(owner, d) })
        },
    )
}
