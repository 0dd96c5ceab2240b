//! Where texts stand in a sheet.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::SheetTable;
use crate::diagnostic::Diagnostics;
use crate::load::csv::trim;
use crate::load::headings;
use crate::load::rows::column_letters;
use crate::load::tables::Input;

/// The cells of a sheet by column and text. Values that were read know no cells, so they are looked up anew, and
/// only where something has to be told.
pub struct Places<'a> {
    input: Input<'a>,
    columns: OnceCell<Vec<NamedColumn>>,
}

type NamedColumn = (String, BTreeMap<String, Vec<String>>);

impl<'a> Places<'a> {
    pub fn of(input: Input<'a>) -> Places<'a> {
        Places { input, columns: OnceCell::new() }
    }

    /// Where a column has a text twice: ``: in `Ark1!A3` and `Ark1!A9` ``. Of a file with lines that is nothing, and
    /// the name of the sheet where the cells cannot be told.
    pub fn twice(&self, column: &str, text: &str) -> String {
        let columns = self.columns.get_or_init(|| columns(self.input));
        let is_meant =
            |name: &str| name == column || headings::means(self.input.dataset, name, column);
        let found = columns.iter().find(|(name, _)| is_meant(name));
        match found.and_then(|(_, cells)| cells.get(text)) {
            Some(cells) if cells.len() > 1 => format!(": in {}", cells.join(" and ")),
            _ => self.input.in_sheet(),
        }
    }
}

fn columns(input: Input<'_>) -> Vec<NamedColumn> {
    // What is wrong with the sheet was told when it was read.
    let mut told = Diagnostics::default();
    let table = input.sheet.and_then(|sheet| super::read(&input, sheet, &mut told));
    let Some(SheetTable { name, first_column, rows, header }) = table else { return Vec::new() };
    let mut columns: Vec<NamedColumn> =
        header.names.into_iter().map(|name| (name, BTreeMap::new())).collect();
    for (row, cells) in rows {
        for (index, ((_, column), cell)) in columns.iter_mut().zip(cells).enumerate() {
            let Some(cell) = cell else { continue };
            let place = format!("`{name}!{}{row}`", column_letters(first_column + index as u32));
            column.entry(trim(&cell.text).to_string()).or_default().push(place);
        }
    }
    columns
}
