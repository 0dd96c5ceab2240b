//! How cells are shown: which of them are dates and percentages, and how many decimals they have.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{Outcome, attribute, event};

/// What the number in a cell stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// As it is.
    General,
    /// With so many decimals.
    Fixed(usize),
    /// 0.66 is shown as 66 %.
    Percent,
    /// Days since the first day of the workbook's calendar.
    Date,
}

/// The formats of a workbook's cells, by the number that a cell names.
pub fn formats(text: &str) -> Outcome<Vec<Format>> {
    let mut own: Vec<(u32, Format)> = Vec::new();
    let mut formats = Vec::new();
    let mut in_cells = false;
    let mut reader = Reader::from_str(text);
    loop {
        match event(&mut reader)? {
            Event::Start(one) | Event::Empty(one) => match one.local_name().as_ref() {
                "numFmt" => {
                    let id = attribute(&one, "numFmtId")?.and_then(|id| id.parse().ok());
                    if let (Some(id), Some(code)) = (id, attribute(&one, "formatCode")?) {
                        own.push((id, of_code(&code)));
                    }
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells => {
                    let id = attribute(&one, "numFmtId")?.and_then(|id| id.parse().ok());
                    let id: u32 = id.unwrap_or_default();
                    let found = own.iter().find(|(known, _)| *known == id);
                    formats.push(found.map_or_else(|| built_in(id), |(_, format)| *format));
                }
                _ => {}
            },
            Event::End(one) if one.local_name().as_ref() == "cellXfs" => in_cells = false,
            Event::Eof => return Ok(formats),
            _ => {}
        }
    }
}

/// The formats that every workbook has (ECMA-376, part 1, 18.8.30).
fn built_in(id: u32) -> Format {
    match id {
        1 | 3 | 37 | 38 => Format::Fixed(0),
        2 | 4 | 39 | 40 => Format::Fixed(2),
        9 | 10 => Format::Percent,
        14..=22 | 27..=36 | 45..=47 | 50..=58 => Format::Date,
        _ => Format::General,
    }
}

/// The format of a code such as `#,##0.00` or `dd.mm.yyyy`.
fn of_code(code: &str) -> Format {
    let code = signs(code);
    if code.contains('%') {
        return Format::Percent;
    }
    if code.eq_ignore_ascii_case("general") || code.contains('@') {
        return Format::General;
    }
    if code.contains(['y', 'Y', 'd', 'D', 'm', 'M', 'h', 'H', 's', 'S']) {
        return Format::Date;
    }
    if code.contains(['E', 'e', '?', '/']) || !code.contains(['0', '#']) {
        return Format::General;
    }
    let decimals = code.split_once('.').map_or("", |(_, decimals)| decimals);
    Format::Fixed(decimals.chars().filter(|sign| *sign == '0').count())
}

/// The first part of a format code without what is shown as it stands: texts, colours, spaces.
fn signs(code: &str) -> String {
    let mut signs = String::new();
    let mut rest = code.chars();
    while let Some(sign) = rest.next() {
        match sign {
            '"' => drop(rest.by_ref().find(|sign| *sign == '"')),
            '[' => drop(rest.by_ref().find(|sign| *sign == ']')),
            '\\' | '_' | '*' => drop(rest.next()),
            ';' => break,
            other => signs.push(other),
        }
    }
    signs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_apart() {
        for (code, format) in [
            ("General", Format::General),
            ("@", Format::General),
            ("0", Format::Fixed(0)),
            ("#,##0.00\\ \"kr\"", Format::Fixed(2)),
            ("[Red]#,##0.0;-#,##0.0", Format::Fixed(1)),
            ("0.0%", Format::Percent),
            ("dd.mm.yyyy", Format::Date),
            ("[$-414]d. mmmm yyyy;@", Format::Date),
            ("0.00E+00", Format::General),
            ("\"den\" 0", Format::Fixed(0)),
        ] {
            assert_eq!(of_code(code), format, "{code}");
        }
    }
}
