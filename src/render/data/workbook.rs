//! The numbers of one chart or table as a workbook that Excel and LibreOffice open: numbers are
//! numbers, and a second sheet says what they are.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};
use time::Date;

use super::grid::{About, Entry, Grid, Head, Unit};
use crate::document::DataTable;
use crate::theme::Messages;

/// Widths of columns, in characters.
const NARROWEST: usize = 8;
const WIDEST: usize = 60;

/// The longest text that a cell can hold.
const LONGEST: usize = 32_000;

/// The bytes of the workbook: the same for the same table, whenever it is made.
pub fn workbook(table: &DataTable, about: &About, words: &Messages) -> Vec<u8> {
    // Only texts that are too long and disks that are full make this fail, and there is neither.
    write(table, about, words).unwrap_or_default()
}

fn write(table: &DataTable, about: &About, words: &Messages) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Else the library would ask the clock.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new()
        .set_title(within(&about.title, 255))
        .set_author(within(about.organisation, 255))
        .set_company(within(about.organisation, 255))
        .set_creation_datetime(&made);
    workbook.set_properties(&properties);
    let grid = Grid::of(table, words);
    write_numbers(workbook.add_worksheet(), &grid, words)?;
    write_about(workbook.add_worksheet(), &grid, about, words)?;
    workbook.save_to_buffer()
}

fn write_numbers(sheet: &mut Worksheet, grid: &Grid, words: &Messages) -> Result<(), XlsxError> {
    name(sheet, words.text("sheet-numbers"))?;
    for (column, head) in (0..).zip(&grid.heads) {
        let align = if head.numeric { FormatAlign::Right } else { FormatAlign::Left };
        let format = Format::new().set_bold().set_text_wrap().set_align(align);
        sheet.write_string_with_format(0, column, within(&head.title, LONGEST), &format)?;
        sheet.set_column_width(column, width(head, column, grid) as f64)?;
    }
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (row, entries) in (1..).zip(&grid.rows) {
        for (column, entry) in (0..).zip(entries) {
            match entry {
                Entry::Empty => {}
                Entry::Text(text) => {
                    let text = within(text, LONGEST);
                    sheet.write_string_with_format(row, column, text, &wrapped)?;
                }
                Entry::Number { exact, unit, decimals } => {
                    let (number, format) = shown(*exact, *unit, *decimals);
                    sheet.write_number_with_format(row, column, number, &format)?;
                }
                Entry::Date(date) => write_date(sheet, row, column, *date)?,
            }
        }
    }
    // The head stays where it is while rows pass below it, and stands on every printed page.
    sheet.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?.set_print_fit_to_pages(1, 0);
    Ok(())
}

/// What stands beside the numbers: a line each.
fn write_about(
    sheet: &mut Worksheet,
    grid: &Grid,
    about: &About,
    words: &Messages,
) -> Result<(), XlsxError> {
    name(sheet, words.text("sheet-about"))?;
    let units = grid.heads.iter().filter_map(|head| {
        Some(format!("{}: {}", head.title, head.unit.and_then(|unit| unit.name(words))?))
    });
    let units = units.collect::<Vec<_>>().join("; ");
    let lines = [
        ("sheet-title", about.title.as_str()),
        ("sheet-measure", about.measure),
        ("evidence-period", about.period),
        ("evidence-unit", &units),
        ("sheet-source", about.source),
        ("sheet-organisation", about.organisation),
        ("sheet-page", &about.page),
    ];
    let bold = Format::new().set_bold().set_align(FormatAlign::Top);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let said = lines.into_iter().filter(|(_, text)| !text.is_empty());
    for (row, (key, text)) in (0..).zip(said) {
        sheet.write_string_with_format(row, 0, within(words.text(key), LONGEST), &bold)?;
        sheet.write_string_with_format(row, 1, within(text, LONGEST), &wrapped)?;
    }
    sheet.set_column_width(0, 24)?.set_column_width(1, 90)?;
    Ok(())
}

/// A number as a spreadsheet holds it, and how it is shown there: a share of 66 % is 0.66.
fn shown(exact: Decimal, unit: Unit, decimals: u32) -> (f64, Format) {
    let part = match decimals {
        0 => String::new(),
        decimals => format!(".{}", "0".repeat(decimals.min(6) as usize)),
    };
    let (number, format) = match unit {
        Unit::Percent => (exact / Decimal::ONE_HUNDRED, format!("0{part}%")),
        Unit::Year => (exact, "0".to_string()),
        Unit::Count | Unit::Number | Unit::Points | Unit::Currency(_) => {
            (exact, format!("#,##0{part}"))
        }
    };
    let format = Format::new().set_num_format(format).set_align(FormatAlign::Top);
    (number.to_f64().unwrap_or_default(), format)
}

fn write_date(sheet: &mut Worksheet, row: u32, column: u16, date: Date) -> Result<(), XlsxError> {
    let (year, month, day) = date.to_calendar_date();
    // Spreadsheets count days from 1900.
    match u16::try_from(year).ok().filter(|year| (1900..=9999).contains(year)) {
        Some(year) => {
            let day = ExcelDateTime::from_ymd(year, u8::from(month), day)?;
            let format = Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Top);
            sheet.write_datetime_with_format(row, column, &day, &format)?;
        }
        None => drop(sheet.write_string(row, column, date.to_string())?),
    }
    Ok(())
}

/// As wide as its longest cell, within reason.
fn width(head: &Head, column: u16, grid: &Grid) -> usize {
    let cells = grid.rows.iter().filter_map(|row| row.get(usize::from(column)));
    let lengths = cells.map(|entry| match entry {
        Entry::Empty => 0,
        Entry::Text(text) => text.chars().count(),
        Entry::Number { exact, decimals, .. } => {
            exact.trunc().to_string().len() * 4 / 3 + *decimals as usize + 3
        }
        Entry::Date(_) => 11,
    });
    // Headings break between words, cells do not need to.
    let head = head.title.split(' ').map(|word| word.chars().count()).max().unwrap_or(0);
    (lengths.max().unwrap_or(0).max(head) + 2).clamp(NARROWEST, WIDEST)
}

/// A theme's own word may be none that a sheet can be called.
fn name(sheet: &mut Worksheet, name: &str) -> Result<(), XlsxError> {
    let name: String = name.chars().filter(|sign| !"[]:*?/\\'".contains(*sign)).take(31).collect();
    if !name.is_empty() {
        sheet.set_name(name)?;
    }
    Ok(())
}

fn within(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}
