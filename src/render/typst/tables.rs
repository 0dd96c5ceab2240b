//! Tables as Typst code: every one has a heading row, which readers and later pages repeat.

use std::borrow::Cow;

use crate::document::{Alignment, Cell, DataTable, Inline, Resolved, Table, Tone, plain};

use super::content::{Writer, text_or_none};
use super::literal::literal;

impl Writer<'_> {
    /// A table as written in the Markdown.
    pub(super) fn table(&mut self, table: &Table<Resolved>) {
        let columns = table.columns.len().max(1);
        let cell = |cells: &[Vec<Inline<Resolved>>], column: usize| {
            Cow::Owned(cells.get(column).map(|cell| plain(cell)).unwrap_or_default())
        };
        self.code("theme.text-table(columns: (");
        for column in 0..columns {
            let cells = table.rows.iter().chain([&table.head]).map(|row| cell(row, column));
            let align = table.columns.get(column).copied().unwrap_or(Alignment::Start);
            self.code(&format!("(align: {}, weight: {}), ", alignment(align), weight(cells)));
        }
        self.code("), head: ");
        self.row(&table.head, columns);
        self.code(", rows: (\n");
        for row in &table.rows {
            self.row(row, columns);
            self.code(",\n");
        }
        self.code("))");
    }

    fn row(&mut self, cells: &[Vec<Inline<Resolved>>], columns: usize) {
        self.code("(");
        for column in 0..columns {
            self.code("{ ");
            self.inlines(cells.get(column).map_or(&[][..], |cell| cell));
            self.code("}, ");
        }
        self.code(")");
    }

    /// A table made from data: the first cell of a row is its heading.
    pub(super) fn data_table(&mut self, table: &DataTable) {
        self.code("theme.data-table(");
        self.table_parts(table);
        self.code(")");
    }

    /// `columns: …, rows: …, total: …`
    pub(super) fn table_parts(&mut self, table: &DataTable) {
        self.code("columns: (");
        for (index, column) in table.columns.iter().enumerate() {
            let cells = table.rows.iter().filter_map(|row| row.get(index));
            let cells = cells.map(|cell| Cow::Borrowed(words(cell)));
            let short = column.numeric
                || table.rows.iter().any(|row| {
                    matches!(row.get(index), Some(Cell::Status { .. } | Cell::Value { .. }))
                });
            self.code(&format!(
                "(title: {}, numeric: {}, short: {short}, weight: {}), ",
                text_or_none(&column.title),
                column.numeric,
                weight(cells.chain([Cow::Borrowed(column.title.as_str())])),
            ));
        }
        self.code("), rows: (\n");
        for row in &table.rows {
            self.data_row(row, table.columns.len());
            self.code(",\n");
        }
        self.code("), total: ");
        match &table.total {
            Some(total) => self.data_row(total, table.columns.len()),
            None => self.code("none"),
        }
    }

    fn data_row(&mut self, cells: &[Cell], columns: usize) {
        self.code("(");
        for column in 0..columns {
            match cells.get(column) {
                Some(Cell::Text(text) | Cell::Value { text, .. }) => self.code(&text_or_none(text)),
                Some(Cell::Status { word, tone: kind }) => self.code(&format!(
                    "theme.status({}, text({}))",
                    literal(tone(*kind)),
                    literal(word)
                )),
                None => self.code("none"),
            }
            self.code(", ");
        }
        self.code(")");
    }
}

fn words(cell: &Cell) -> &str {
    match cell {
        Cell::Text(text) | Cell::Value { text, .. } => text,
        Cell::Status { word, .. } => word,
    }
}

/// How much of the width a column gets: the root of its longest cell, so that long texts get more
/// room and short ones are not starved; and room for its longest word, as far as that is usual.
fn weight<'a>(cells: impl Iterator<Item = Cow<'a, str>>) -> usize {
    let (mut longest, mut word) = (6, 0);
    for cell in cells {
        longest = longest.max(cell.chars().count());
        word = cell.split_whitespace().map(|word| word.chars().count()).fold(word, usize::max);
    }
    (longest.min(400) * 100).isqrt().max(word.min(16) * 6)
}

fn alignment(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::Start => "start",
        Alignment::Center => "center",
        Alignment::End => "end",
    }
}

fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "good",
        Tone::Going => "going",
        Tone::Bad => "bad",
        Tone::Neutral => "neutral",
    }
}
