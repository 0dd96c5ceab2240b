//! The files that tables come in: CSV, JSON and workbooks, however they were written.

use std::io::{Cursor, Write};

use belegg::data::register::Mark;
use belegg::diagnostic::{Diagnostics, print};
use belegg::load;
use belegg::source::Sources;
use expect_test::{Expect, expect};
use proptest::prelude::*;
use zip::write::SimpleFileOptions;

const CONFIG: &str = "title = \"Fjord\"\nbase_url = \"https://fjord.example\"\ndefault_language = \"nb\"\n[languages.nb]\n";

/// What a project's register holds, a line a supplier, and what is told of it.
fn read(settings: &str, file: &str, bytes: &[u8]) -> (String, String) {
    read_files(settings, &[(file, bytes)])
}

fn read_files(settings: &str, files: &[(&str, &[u8])]) -> (String, String) {
    let config = format!("{CONFIG}{settings}");
    let files = files.iter().map(|(name, bytes)| (format!("data/2024/{name}"), bytes.to_vec()));
    let report = b"year = 2024\nnace_version = \"rev2\"\n".to_vec();
    let files = files.chain([
        ("belegg.toml".to_string(), config.into_bytes()),
        ("data/2024/report.toml".to_string(), report),
    ]);
    let sources = Sources::from_files(files);
    let mut told = Diagnostics::default();
    let project = load::project("belegg.toml", &sources, &[], None, &mut told).expect("a project");
    let register = project.datasets.get("2024").and_then(|dataset| dataset.suppliers.as_ref());
    let mut lines = String::new();
    for one in register.map_or(&[][..], |loaded| &loaded.value.suppliers) {
        let text = |text| register.expect("a register").value.text(text);
        lines.push_str(&format!(
            "{}|{}|{}|{}|{}|{}|{}\n",
            text(one.id),
            text(one.name).escape_debug(),
            one.country.map_or(String::new(), |country| country.as_str().to_string()),
            one.industry.map_or(String::new(), |industry| industry.code().to_string()),
            one.turnover.decimal(),
            one.code_of_conduct_signed_on.map_or(String::new(), |date| date.to_string()),
            one.is(Mark::Published),
        ));
    }
    (lines, print::text(&told, &sources, print::Style::Plain))
}

/// A register with these rows reads so.
fn reads(csv: &[u8], expected: Expect) {
    let (values, told) = read("", "suppliers.csv", csv);
    expected.assert_eq(&format!("{values}{told}"));
}

const HEAD: &str = "supplier_id,name,country,turnover\n";

fn told_of(rows: &str, expected: Expect) {
    let (_, told) = read("", "suppliers.csv", format!("{HEAD}{rows}").as_bytes());
    expected.assert_eq(&told);
}

#[test]
fn utf_16_is_read_and_the_hash_is_that_of_the_file() {
    let csv = "supplier_id\tname\tcountry\tturnover\r\n1\tSør AS\tNO\t12,50\r\n";
    let little: Vec<u8> =
        [0xfeff].into_iter().chain(csv.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> =
        [0xfeff].into_iter().chain(csv.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    for bytes in [little, big] {
        let (values, told) = read("", "suppliers.csv", &bytes);
        assert_eq!((values.as_str(), told.as_str()), ("1|Sør AS|NO||12.5||false\n", ""));
        let hash = |name: &str| {
            let sources = Sources::from_files([(name, bytes.clone())]);
            sources.sha256(sources.find(name).expect("the file")).to_string()
        };
        assert_eq!(hash("data/2024/suppliers.csv"), hash("static/suppliers.csv"));
    }
}

#[test]
fn windows_1252_that_is_declared_is_no_matter() {
    let csv = b"supplier_id;name;country;turnover\r\n1;S\xF8r \x96 \xC5s;NO;1\r\n";
    let (values, told) = read("[data]\nencoding = \"windows-1252\"\n", "suppliers.csv", csv);
    assert_eq!((values.as_str(), told.as_str()), ("1|Sør – Ås|NO||1||false\n", ""));
    let (_, told) = read("[data.suppliers]\nencoding = \"utf-8\"\n", "suppliers.csv", csv);
    assert!(told.contains("is not UTF-8, as the configuration says"), "{told}");
    let utf8 = format!("{HEAD}1,Sør,NO,1\n");
    let (_, told) = read("[data]\nencoding = \"windows-1252\"\n", "suppliers.csv", utf8.as_bytes());
    assert!(told.contains("is UTF-8, not Windows-1252"), "{told}");
}

#[test]
fn text_in_two_encodings_at_once_is_refused() {
    reads(
        b"supplier_id,name,country,turnover\n1,S\xF8r,NO,1\n2,V\xC3\xA5r,NO,1\n",
        expect![[r#"
            error[not-utf8]: `data/2024/suppliers.csv` is not UTF-8 text
             --> data/2024/suppliers.csv:2:4
              |
            2 | 1,S\xF8r,NO,1
              |    ^^^^
              |
              = help: save it as UTF-8; in Excel, “CSV UTF-8”

        "#]],
    );
    let (_, told) = read("", "suppliers.csv", b"PK\x03\x04\x14\x00\xff\xff");
    assert!(told.contains("name it `.xlsx`"), "{told}");
}

#[test]
fn quotes_separators_and_blanks_are_read_as_spreadsheets_write_them() {
    reads(
        "\u{feff}sep=;\r\nsupplier_id;\"name\";country;turnover;\r\n1;\"Sol & \"\"Vind\"\"; AS\r\nBodø\";NO;\"1 234,50\";\r\n;;;;\r\n\r\n 2 ;Bar \"Sol\";\u{a0}SE ;7;\r\n".as_bytes(),
        expect![[r#"
            1|Sol & \"Vind\"; AS\r\nBodø|NO||1234.5||false
            2|Bar \"Sol\"|SE||7||false
        "#]],
    );
    reads(
        b"supplier_id|name|country|turnover\n1|A,b;c|NO|1\n",
        expect![[r#"
        1|A,b;c|NO||1||false
    "#]],
    );
    let (values, _) = read(
        "[data.suppliers]\ndelimiter = \":\"\n",
        "suppliers.csv",
        b"supplier_id:name:country:turnover\n1:A, b, c, d, e:NO:1\n",
    );
    assert_eq!(values, "1|A, b, c, d, e|NO||1||false\n");
}

#[test]
fn a_double_quote_that_is_not_closed_is_told_where_it_opens() {
    told_of(
        "1,\"Alfa,NO,1\n2,Beta,SE,x\n",
        expect![[r#"
            error[csv-syntax]: this double quote is never closed
             --> data/2024/suppliers.csv:2:3
              |
            2 | 1,"Alfa,NO,1
              |   ^
              |
              = help: close it at the end of the cell, or write it twice (`""`) if it belongs to the text

            error[wrong-cell]: `x` in row 3, column `turnover` is not a number
             --> data/2024/suppliers.csv:3:11
              |
            3 | 2,Beta,SE,x
              |           ^
              |
              = help: write it with digits only, and a point before decimals: 1234.50

        "#]],
    );
    told_of(
        "1,\"Alfa,NO,1\n2,\"Beta\",SE,1\n",
        expect![[r#"
            error[csv-syntax]: text follows the double quote that ends a cell
             --> data/2024/suppliers.csv:3:4
              |
            3 | 2,"Beta",SE,1
              |    ^^^^^
              |
              = help: a double quote that belongs to the text is written twice (`""`)
            note: the cell begins here
             --> data/2024/suppliers.csv:2:3
              |
            2 | 1,"Alfa,NO,1
              |   ^

        "#]],
    );
}

#[test]
fn rows_that_are_too_long_or_too_short_are_told() {
    told_of(
        "1,Alfa,NO,1,2\n2,Beta\n3,Gamma,SE,3,,\n",
        expect![[r#"
            error[row-length]: this row has 5 cells, but there are 4 columns
             --> data/2024/suppliers.csv:2:1
              |
            2 | 1,Alfa,NO,1,2
              | ^^^^^^^^^^^^^
              |
              = help: a cell that holds the separator itself must stand in double quotes

            error[row-length]: this row has 2 cells, but there are 4 columns
             --> data/2024/suppliers.csv:3:1
              |
            3 | 2,Beta
              | ^^^^^^
              |
              = help: write a separator for every cell that is empty too

        "#]],
    );
}

#[test]
fn signs_that_nobody_sees_and_failed_formulas_are_refused() {
    told_of(
        "1,A\0b,NO,1\n2,A\u{202e}b,NO,1\n3,A\u{9b}b,NO,1\n4,Bl\u{fffd},NO,1\n5,#N/A,NO,########\n6,Øst – vest’s\u{a0}nr,NO,1\n",
        expect![[r#"
            error[wrong-cell]: the cell in column `name` holds the invisible sign U+0000
             --> data/2024/suppliers.csv:2:3
              |
            2 | 1,A\x00b,NO,1
              |   ^^^^^^
              |
              = help: delete the sign, or write the cell anew

            error[wrong-cell]: the cell in column `name` holds the invisible sign U+202E
             --> data/2024/suppliers.csv:3:3
              |
            3 | 2,A\u{202E}b,NO,1
              |   ^^^^^^^^^^
              |
              = help: delete the sign, or write the cell anew

            error[wrong-cell]: the cell in column `name` holds the invisible sign U+009B
             --> data/2024/suppliers.csv:4:3
              |
            4 | 3,A\u{9B}b,NO,1
              |   ^^^^^^^^
              |
              = help: delete the sign, or write the cell anew

            error[wrong-cell]: the cell in column `name` holds `�`, which stands for a letter that was lost
             --> data/2024/suppliers.csv:5:3
              |
            5 | 4,Bl�,NO,1
              |   ^^^
              |
              = help: the file was saved in a wrong encoding earlier: export it again, as UTF-8

            error[wrong-cell]: the cell in column `name` holds `#N/A`, which is no value
             --> data/2024/suppliers.csv:6:3
              |
            6 | 5,#N/A,NO,########
              |   ^^^^
              |
              = help: correct the formula in the spreadsheet, and save again

            error[wrong-cell]: the cell in column `turnover` holds `########`, which is no value
             --> data/2024/suppliers.csv:6:11
              |
            6 | 5,#N/A,NO,########
              |           ^^^^^^^^
              |
              = help: the column was too narrow for the value: widen it and save again

        "#]],
    );
}

#[test]
fn a_table_without_rows_or_with_a_heading_twice_is_told() {
    reads(
        HEAD.as_bytes(),
        expect![[r#"
        warning[empty-table]: `data/2024/suppliers.csv` has no rows
        --> data/2024/suppliers.csv:1:1
         = help: write a row below the columns, or delete the file

    "#]],
    );
    reads(
        b"",
        expect![[r#"
        error[missing-column]: `data/2024/suppliers.csv` is empty: the first line must name the columns
        --> data/2024/suppliers.csv:1:1

    "#]],
    );
    reads(
        b"supplier_id,name,Country,turnover,country\n1,A,NO,1,SE\n",
        expect![[r#"
        1|A|NO||1||false
        error[duplicate-column]: there are two columns called `country`
         --> data/2024/suppliers.csv:1:35
          |
        1 | supplier_id,name,Country,turnover,country
          |                                   ^^^^^^^
          |
          = help: delete one of the two, or rename it

    "#]],
    );
    reads(
        b"supplier_id,name,country,turnover\r1,A,NO,1\r",
        expect![[r#"
        error[csv-syntax]: the lines of `data/2024/suppliers.csv` end as only old Macintoshes wrote them
        --> data/2024/suppliers.csv:1:1
         = help: save it again, as “CSV UTF-8”

    "#]],
    );
}

#[test]
fn the_configuration_says_which_heading_is_which_column() {
    let csv = b"Kreditor-ID;Navn;Land;Sum;Region\n7;Alfa;Norge;1.234;x\n";
    let (values, told) = read(
        "[data.suppliers]\nnumber_format = \"1.234,56\"\ncolumns = { supplier_id = \"kreditor-id\", turnover = \"Sum\" }\n",
        "suppliers.csv",
        csv,
    );
    assert_eq!(values, "7|Alfa|NO||1234||false\n");
    assert!(told.contains("column `region` is not used") && !told.contains("error"), "{told}");
    let (_, told) = read(
        "[data.supliers]\n[data.suppliers]\ndelimeter = \";\"\nnumber_format = \"x\"\nencoding = \"latin-7\"\ncolumns = { suplier_id = \"Kreditor-ID\", turnover = \"Sun\" }\n[data.goals]\ndelimiter = \"--\"\n",
        "suppliers.csv",
        csv,
    );
    let is_title = |line: &&str| line.contains("error[") || line.contains("help: ");
    let titles: Vec<&str> =
        told.lines().filter(is_title).filter(|line| !line.contains("known are")).collect();
    expect![[r#"
        error[unknown-key]: unknown key `supliers`
        help: there is a similar one: `suppliers`
        error[unknown-key]: unknown key `delimeter`
        help: there is a similar one: `delimiter`
        error[wrong-value]: `number_format`: `x` does not show how numbers are written
          = help: write `1.234,56`, `1,234.56`, `1 234,56` or `1234.56`, as the file has it
        error[wrong-value]: `encoding`: `latin-7` is not an encoding that is read
          = help: write `utf-8` or `windows-1252`; UTF-16 is recognised
        error[unknown-key]: `suplier_id` is not a column of this table
           = help: there is a similar one: `supplier_id`
        error[missing-column]: `data/2024/suppliers.csv` has no column `Sun`
           = help: did you mean `sum`?
        error[wrong-value]: `delimiter`: `--` cannot stand between cells
           = help: write `,`, `;`, `|`, `:` or `tab`
        error[missing-column]: column `turnover` is missing in `data/2024/suppliers.csv`
         = help: the file has `suplier_id`, `navn`, `land`, `sum`, `region`
        error[missing-column]: column `supplier_id` is missing in `data/2024/suppliers.csv`
        help: there is a column `suplier_id`: rename it to `supplier_id`"#]]
    .assert_eq(&titles.join("\n"));
}

#[test]
fn two_headings_that_may_be_one_column_are_not_guessed() {
    let csv = b"Leverand\xC3\xB8rnr;Navn;Leverand\xC3\xB8r;Land;Bel\xC3\xB8p\n1;A;B;NO;1\n";
    let (_, told) = read("", "suppliers.csv", csv);
    assert!(told.contains("`navn` and `leverandør` may both be the column `name`"), "{told}");
    let (values, told) =
        read("[data.suppliers]\ncolumns = { name = \"Leverandør\" }\n", "suppliers.csv", csv);
    assert_eq!(values, "1|B|NO||1||false\n");
    assert_eq!(told, "");
}

#[test]
fn limits_are_told_with_their_remedy() {
    let csv = format!("{HEAD}1,A,NO,1\n2,B,NO,1\n3,C,NO,1\n");
    let titles = |settings: &str, csv: &str| {
        let (_, told) = read(settings, "suppliers.csv", csv.as_bytes());
        let of_title = |line: &&str| line.contains("error[") || line.contains("help");
        told.lines().filter(of_title).collect::<Vec<_>>().join("\n")
    };
    expect![[r#"
        error[too-large]: `data/2024/suppliers.csv` has 3 rows, and at most 2 are read
         = help: set `max_rows = 3` under `[data]` in the configuration"#]]
    .assert_eq(&titles("[data]\nmax_rows = 2\n", &csv));
    assert!(titles("[data]\nmax_bytes = 20\n", &csv).contains("set `max_bytes = 61`"));
    let long = format!("{HEAD}1,{},NO,1\n", "a".repeat(70_000));
    expect![[r#"
        error[too-large]: a cell holds more than 64 kB
          = help: a text of that length belongs on a page; or a double quote is not closed before it"#]]
    .assert_eq(&titles("", &long));
    let wide = format!("{}\n", "a,".repeat(1_200));
    assert!(titles("", &wide).contains("1201 columns, and at most 1000 are read"));
}

/// A register so long that it is read in several pieces, with a mistake in every thousandth row.
fn long_register(head: &str) -> String {
    let mut csv = head.to_string();
    for row in 0..100_000 {
        let turnover = if row % 1_000 == 999 { "12 x".to_string() } else { format!("{row}.50") };
        csv.push_str(&format!("S{row},Leverandør nr. {row} AS,NO,{turnover}\n"));
    }
    csv
}

#[test]
fn pieces_that_are_read_at_once_make_the_same_rows_and_messages_as_one() {
    let pieces = read("", "suppliers.csv", long_register(HEAD).as_bytes());
    let one = read(
        "",
        "suppliers.csv",
        long_register("supplier_id,name,country,\"turnover\"\n").as_bytes(),
    );
    assert_eq!(pieces.0.lines().count(), 99_900);
    assert!(pieces.0 == one.0, "the rows differ");
    assert_eq!(pieces.1, one.1);
    assert!(
        pieces.1.contains(
            "`12 x` in row 1001, column `turnover` is not a number; so it is in 100 rows"
        ),
        "{}",
        pieces.1
    );
}

#[test]
fn json_is_told_where_it_is_wrong() {
    let told = |json: &str| read("", "suppliers.json", json.as_bytes()).1;
    let row = "\"supplier_id\":\"1\",\"name\":\"A\",\"country\":\"NO\"";
    assert_eq!(told(&format!("\u{feff}[{{{row},\"turnover\":1.5e3}}]")), "");
    for (json, part) in [
        (
            format!("[{{{row},\"turnover\":1e400}}]"),
            "`1e400` in row 1, column `turnover` is not a number",
        ),
        (format!("[{{{row},\"turnover\":1,\"Name\":\"B\"}}]"), "the key `Name` stands twice"),
        (format!("[{{{row},\"turnover\":[[1]]}}]"), "nested too deeply"),
        (format!("[{{{row},\"turnover\":NaN}}]"), "json-syntax"),
        (format!("[{{{row},\"turnover\":\"\\ud800\"}}]"), "is not a text that can be read"),
        (format!("[{{{row},\"turnover\":1}}"), "json-syntax"),
        (format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)), "json-syntax"),
        (
            format!("[{{\"a\":{}1{}}}]", "{\"a\":".repeat(100_000), "}".repeat(100_000)),
            "nested too deeply",
        ),
        ("{}".to_string(), "json-syntax"),
        ("[]".to_string(), "has no rows"),
    ] {
        let told = told(&json);
        assert!(told.contains(part), "{json:.80}: {told}");
    }
}

// Workbooks.

/// A cell of a sheet that is made for a test.
#[derive(Debug, Clone)]
enum Made {
    Text(String),
    Shared(usize),
    Number(&'static str),
    /// A number with a format: 1 is a date, 2 a percentage, 3 has two decimals, 4 a date of its own.
    Shown(String, u8),
    Bool(bool),
    Raw(&'static str),
    Empty,
}

fn text(text: &str) -> Made {
    Made::Text(text.to_string())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('\r', "_x000D_")
}

fn sheet(rows: &[Vec<Made>]) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><dimension ref=\"A1:XFD1048576\"/><sheetData>",
    );
    for (row, cells) in rows.iter().enumerate() {
        xml.push_str(&format!("<row r=\"{}\">", row + 1));
        for (column, cell) in cells.iter().enumerate() {
            let place = format!("{}{}", char::from(b'A' + column as u8), row + 1);
            xml.push_str(&match cell {
                Made::Text(text) => format!(
                    "<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                    escaped(text)
                ),
                Made::Shared(at) => format!("<c r=\"{place}\" t=\"s\"><v>{at}</v></c>"),
                Made::Number(number) => format!("<c r=\"{place}\"><v>{number}</v></c>"),
                Made::Shown(number, style) => {
                    format!("<c r=\"{place}\" s=\"{style}\"><v>{number}</v></c>")
                }
                Made::Bool(yes) => format!("<c r=\"{place}\" t=\"b\"><v>{}</v></c>", u8::from(*yes)),
                Made::Raw(raw) => raw.replace("PLACE", &place),
                Made::Empty => String::new(),
            });
        }
        xml.push_str("</row>");
    }
    xml + "</sheetData></worksheet>"
}

pub fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    workbook_with(sheets, "<workbookPr/>", "")
}

fn workbook_with(sheets: &[(&str, &str)], properties: &str, strings: &str) -> Vec<u8> {
    let mut names = String::new();
    let mut targets = String::new();
    for (at, (name, _)) in sheets.iter().enumerate() {
        let name = escaped(name);
        names.push_str(&format!("<sheet name=\"{name}\" sheetId=\"{at}\" r:id=\"rId{at}\"/>"));
        targets.push_str(&format!(
            "<Relationship Id=\"rId{at}\" Target=\"worksheets/sheet{at}.xml\"/>"
        ));
    }
    let mut parts = vec![
        (
            "xl/workbook.xml".to_string(),
            format!("<workbook xmlns:r=\"r\">{properties}<sheets>{names}</sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_string(),
            format!("<Relationships>{targets}</Relationships>"),
        ),
        (
            "xl/styles.xml".to_string(),
            "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"[$-414]d. mmmm yyyy;@\"/></numFmts><cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"9\"/><xf numFmtId=\"2\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>"
                .to_string(),
        ),
        ("xl/sharedStrings.xml".to_string(), format!("<sst>{strings}</sst>")),
    ];
    for (at, (_, xml)) in sheets.iter().enumerate() {
        parts.push((format!("xl/worksheets/sheet{at}.xml"), xml.to_string()));
    }
    zipped(&parts)
}

fn zipped(parts: &[(String, String)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        let options = SimpleFileOptions::default();
        writer.start_file(name.as_str(), options).expect("a part");
        writer.write_all(text.as_bytes()).expect("a part that can be written");
    }
    writer.finish().expect("a ZIP file").into_inner()
}

fn headings() -> Vec<Made> {
    ["Leverandørnr", "Navn", "Land", "NACE", "Omsetning", "coc_signed_on", "publish"]
        .map(text)
        .to_vec()
}

#[test]
fn a_workbook_knows_numbers_dates_and_texts_apart() {
    let rows = [
        vec![],
        headings(),
        vec![
            Made::Number("1001"),
            Made::Shared(0),
            text("NO"),
            Made::Shown("86.1".into(), 3),
            Made::Number("1234.5599999999999"),
            Made::Shown("45657".into(), 1),
            Made::Bool(true),
        ],
        vec![],
        vec![
            text("1002"),
            Made::Raw("<c r=\"PLACE\" t=\"str\"><f>A1&amp;B1</f><v>Sol &amp; Vind</v></c>"),
            text("Sverige"),
            text("62.01"),
            Made::Raw("<c r=\"PLACE\"><f>SUM(1,2)</f><v>3</v></c>"),
            Made::Shown("45657".into(), 4),
            Made::Empty,
        ],
    ];
    let strings = "<si><r><t>Sør</t></r><r><t xml:space=\"preserve\"> &#198;r</t></r><rPh><t>x</t></rPh></si>";
    let sheet = sheet(&rows);
    let bytes = workbook_with(&[("Ark1", &sheet)], "<workbookPr/>", strings);
    let (values, told) = read("", "suppliers.xlsx", &bytes);
    assert_eq!(told, "");
    expect![[r#"
        1001|Sør Ær|NO|86.10|1234.56|2024-12-31|true
        1002|Sol & Vind|SE|62.01|3|2024-12-31|false
    "#]]
    .assert_eq(&values);
    let rows = [
        headings(),
        vec![
            text("1"),
            text("A"),
            text("NO"),
            Made::Empty,
            Made::Number("1"),
            Made::Shown("44195".into(), 1),
        ],
    ];
    let bytes = workbook_with(&[("x", &self::sheet(&rows))], "<workbookPr date1904=\"1\"/>", "");
    assert_eq!(read("", "suppliers.xlsx", &bytes).0, "1|A|NO||1|2024-12-31|false\n");
}

#[test]
fn mistakes_in_a_workbook_are_told_by_sheet_and_cell() {
    let rows = [
        headings(),
        vec![
            text("1"),
            text("A"),
            text("XX"),
            Made::Number("46.1"),
            text("12 x"),
            Made::Number("45657"),
            Made::Empty,
            text("outside"),
        ],
        vec![
            text("2"),
            Made::Raw("<c r=\"PLACE\" t=\"e\"><v>#REF!</v></c>"),
            text("NO"),
            Made::Empty,
            Made::Raw("<c r=\"PLACE\"><f>SUM(1,2)</f></c>"),
        ],
        vec![text("3"), text("C"), text("NO"), Made::Empty, Made::Shown("0.66".into(), 2)],
    ];
    let xml = sheet(&rows)
        .replace("<row r=\"4\">", "<row r=\"4\" hidden=\"1\">")
        .replace("</worksheet>", "<mergeCells><mergeCell ref=\"A3:A4\"/></mergeCells></worksheet>");
    let (_, told) = read(
        "",
        "alt.xlsx",
        &workbook(&[("Leverandører", &xml), ("Notater", "<worksheet><sheetData/></worksheet>")]),
    );
    let titles: Vec<&str> = told.lines().filter(|line| line.contains('[')).collect();
    expect![[r#"
        error[merged-cells]: the cells `Leverandører!A3:A4` are merged
        error[wrong-cell]: `12 x` in `Leverandører!E2`, column `turnover` is not a number
        error[wrong-cell]: `45657` in `Leverandører!F2`, column `coc_signed_on` is not a date
        error[wrong-cell]: `46.1` in `Leverandører!D2`, column `nace` is a number, which may have lost a nought at its end
        error[wrong-cell]: `66 %` in `Leverandører!E4`, column `turnover` is not a number
        error[wrong-cell]: `XX` in `Leverandører!C2`, column `country` is not a country
        error[wrong-cell]: the cell `Leverandører!E3` holds a formula that has no value yet
        error[wrong-cell]: the cell `Leverandører!H2` stands outside the columns
        error[wrong-cell]: the cell in `Leverandører!B3`, column `navn` holds `#REF!`, which is no value
        warning[hidden-rows]: row 4 of the sheet `Leverandører` is hidden: it is read all the same
        warning[unknown-dataset]: sheets of `alt.xlsx` are not read: `Notater`"#]]
    .assert_eq(&titles.join("\n"));
}

#[test]
fn what_stands_twice_or_is_not_used_in_a_workbook_is_told_by_its_cells() {
    let head = ["supplier_id", "name", "contry", "turnover", "notat", "name", "orgnr"];
    let row = |id: &str, country: &str, number: &str| {
        [id, "A", country, "1", "x", "B", number].map(text).to_vec()
    };
    let told = |head: [&str; 7], rows: &[Vec<Made>]| {
        let rows = [&[head.map(text).to_vec()], rows].concat();
        let (_, told) = read("", "alt.xlsx", &workbook(&[("Leverandører", &sheet(&rows))]));
        let lines = told.lines().map(str::trim_start);
        let titles = lines.filter(|line| line.contains('[') || line.starts_with("= help"));
        titles.map(|line| format!("{line}\n")).collect::<String>()
    };
    expect![[r#"
        error[duplicate-column]: there are two columns called `name`, the second in `Leverandører!F1`
        = help: delete one of the two, or rename it
        warning[unknown-column]: column `notat` in `Leverandører!E1` is not used
        = help: known are `source`, `supplier_id`, `name`, `orgnr`, `org_form`, `country`, `nace`, `nace_version`, `relation`, `turnover`, `currency`, `strategic`, `coc_signed_on`, `risk_override`, `override_reason`, `exclude`, `exclude_reason`, `publish`
    "#]].assert_eq(&told(head, &[row("1", "NO", "")]));
    let head = ["supplier_id", "name", "country", "turnover", "notat", "note", "orgnr"];
    let numbers = ["923609016", "", "", "923609016", ""];
    let ids = ["1", "2", "1", "3", "1"];
    let rows = ids.iter().zip(numbers).map(|(id, number)| row(id, "NO", number));
    expect![[r#"
        error[duplicate-id]: the supplier number `1` stands twice: in `Leverandører!A2` and `Leverandører!A4` and `Leverandører!A6`
        = help: merge the two rows, or give one another number
        warning[same-organisation]: the suppliers `1` and `3` have the same organisation number: in `Leverandører!G2` and `Leverandører!G5`
        = help: merge the two rows if they are one company: it is counted twice
        warning[unknown-column]: column `notat` in `Leverandører!E1` is not used
        = help: known are `source`, `supplier_id`, `name`, `orgnr`, `org_form`, `country`, `nace`, `nace_version`, `relation`, `turnover`, `currency`, `strategic`, `coc_signed_on`, `risk_override`, `override_reason`, `exclude`, `exclude_reason`, `publish`
        warning[unknown-column]: column `note` in `Leverandører!F1` is not used
        = help: known are `source`, `supplier_id`, `name`, `orgnr`, `org_form`, `country`, `nace`, `nace_version`, `relation`, `turnover`, `currency`, `strategic`, `coc_signed_on`, `risk_override`, `override_reason`, `exclude`, `exclude_reason`, `publish`
    "#]].assert_eq(&told(head, &rows.collect::<Vec<_>>()));
    let head = ["supplier_id", "name", "contry", "turnover", "", "", ""];
    expect![[r#"
        error[missing-column]: column `country` is missing in `data/2024/alt.xlsx`
        = help: there is a column `contry` in `Leverandører!C1`: rename it to `country`
    "#]]
    .assert_eq(&told(head, &[]));
    let goals = [["id", "text", "status"], ["g1", "A", "continuous"], ["g1", "B", "continuous"]];
    let goals = sheet(&goals.map(|row| row.map(text).to_vec()));
    let (_, told) = read("", "alt.xlsx", &workbook(&[("Mål", &goals)]));
    expect![[r#"
        error[duplicate-id]: the goal `g1` stands twice: in `Mål!A2` and `Mål!A3`
        --> data/2024/alt.xlsx:1:1
         = help: merge the two rows, or give one another name

    "#]]
    .assert_eq(&told);
}

#[test]
fn a_merged_title_above_the_columns_is_one_mistake() {
    let title = vec![text("Leverandører 2025"), Made::Empty, Made::Empty, Made::Empty];
    let row = |id: &str| vec![text(id), text("A"), text("NO"), Made::Empty, Made::Number("1")];
    let xml = sheet(&[title, headings(), row("1"), row("2")])
        .replace("</worksheet>", "<mergeCells><mergeCell ref=\"A1:D1\"/></mergeCells></worksheet>");
    let (_, told) = read("", "suppliers.xlsx", &workbook(&[("Leverandører", &xml)]));
    let titles: Vec<&str> = told.lines().filter(|line| line.contains('[')).collect();
    expect!["error[missing-column]: the first row of `data/2024/suppliers.xlsx` does not name the columns"].assert_eq(&titles.join("\n"));
}

#[test]
fn the_sheet_is_the_one_that_is_named() {
    let one = |name: &str| {
        sheet(&[
            headings(),
            vec![text("1"), text(name), text("NO"), Made::Empty, Made::Number("1")],
        ])
    };
    let (first, second, third) = (one("first"), one("second"), one("third"));
    let sheets = [("Ark1", first.as_str()), ("Suppliers", &second), ("Kreditorer", &third)];
    let book = workbook(&sheets);
    assert!(read("", "suppliers.xlsx", &book).0.contains("second"));
    let named = "[data.suppliers]\nsheet = \"kreditorer\"\n";
    assert!(read(named, "suppliers.xlsx", &book).0.contains("third"));
    let (_, told) = read("[data.suppliers]\nsheet = \"Kreditor\"\n", "suppliers.xlsx", &book);
    assert!(
        told.contains("has no sheet `Kreditor`") && told.contains("did you mean `Kreditorer`?"),
        "{told}"
    );
    assert!(read("", "suppliers.xlsx", &workbook(&sheets[..1])).0.contains("first"));
    let csv = format!("{HEAD}1,A,NO,1\n");
    let (values, told) = read_files("", &[("suppliers.csv", csv.as_bytes()), ("tall.xlsx", &book)]);
    assert!(values.contains("|A|"));
    assert!(told.contains("there is a `data/2024/suppliers.csv` too: which one holds?"), "{told}");
}

#[test]
fn a_workbook_that_is_none_or_too_large_is_refused() {
    let told = |name: &str, bytes: &[u8]| read("", name, bytes).1;
    let protected = told("suppliers.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on");
    assert!(protected.contains("is protected by a password, or is an old workbook"), "{protected}");
    assert!(told("suppliers.xlsx", b"id,name\n").contains("it is not a ZIP file"));
    assert!(told("suppliers.xls", b"x").contains("a workbook of a kind that is not read"));
    assert!(told("suppliers.ods", b"x").contains("save it as an Excel workbook (.xlsx)"));
    let entity = sheet(&[vec![text("a")]]).replace("<t xml:space=\"preserve\">a", "<t>&bomb;");
    assert!(told("suppliers.xlsx", &workbook(&[("a", &entity)])).contains("unknown entity"));
    // A few kilobytes that unpack to more than the limit.
    let blanks = " ".repeat(2_200_000);
    let bomb = workbook(&[("a", &blanks)]);
    assert!(bomb.len() < 20_000);
    let limit = "[data]\nmax_bytes = 2000000\n";
    let (_, told) = read(limit, "suppliers.xlsx", &bomb);
    assert!(told.contains("holds more than 2 MB when unpacked"), "{told}");
    assert!(told.contains("set `max_bytes = 4000000`"), "{told}");
    // What the ZIP file says of its parts is not believed.
    let size = 2_200_000_u32.to_le_bytes();
    let mut lying = bomb;
    for at in 0..lying.len() - 4 {
        if lying[at..at + 4] == size {
            lying[at..at + 4].copy_from_slice(&1_000_u32.to_le_bytes());
        }
    }
    let (values, told) = read(limit, "suppliers.xlsx", &lying);
    assert!(values.is_empty() && told.contains("error[workbook]"), "{told}");
}

#[test]
fn many_rows_of_a_workbook_are_read() {
    let mut rows = vec![headings()];
    for row in 0..5_000 {
        rows.push(vec![
            Made::Text(format!("S{row}")),
            Made::Text(format!("Leverandør {row} AS")),
            text("NO"),
            text("46.46"),
            Made::Shown(format!("{row}.5"), 3),
            Made::Shown("45657".into(), 1),
        ]);
    }
    let (values, told) = read("", "suppliers.xlsx", &workbook(&[("Ark1", &sheet(&rows))]));
    assert_eq!((values.lines().count(), told.as_str()), (5_000, ""));
    assert!(values.ends_with("S4999|Leverandør 4999 AS|NO|46.46|4999.5|2024-12-31|false\n"));
}

// Whatever the files hold.

/// A row of a register: name, turnover in hundredths, day of signing, published.
type Drawn = (String, i64, Option<i32>, bool);

fn drawn_rows() -> impl Strategy<Value = Vec<Drawn>> {
    let name = "[a-zæøåA-ZÆØÅ0-9 ,;|\"'&<>._\n-]{0,20}";
    let row = (name, 0..10_000_000_000_i64, prop::option::of(30_000..50_000_i32), any::<bool>());
    prop::collection::vec(row, 1..20)
}

fn day(serial: i32) -> String {
    let first = time::Date::from_calendar_date(1899, time::Month::December, 30).expect("a day");
    (first + time::Duration::days(i64::from(serial))).to_string()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn csv_json_and_a_workbook_of_the_same_rows_give_the_same_values(rows in drawn_rows()) {
        let head = ["supplier_id", "name", "country", "turnover", "coc_signed_on", "publish"];
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record(head).expect("a row");
        let mut json = Vec::new();
        let mut cells = vec![head.map(text).to_vec()];
        for (at, (name, hundredths, signed, publish)) in rows.iter().enumerate() {
            let (id, signed_on) = (format!("S{at}"), signed.map(day).unwrap_or_default());
            let turnover = format!("{}.{:02}", hundredths / 100, hundredths % 100);
            let yes = if *publish { "yes" } else { "no" };
            csv.write_record([&id, name, "NO", &turnover, &signed_on, yes]).expect("a row");
            json.push(serde_json::json!({
                "supplier_id": id, "name": name, "country": "NO",
                "turnover": serde_json::Number::from_f64(*hundredths as f64 / 100.0),
                "coc_signed_on": signed.map(day), "publish": publish,
            }));
            let date = signed.map_or(Made::Empty, |serial| Made::Shown(serial.to_string(), 1));
            let row = vec![text(&id), text(name), text("NO"), Made::Shown(turnover, 3), date, Made::Bool(*publish)];
            cells.push(row);
        }
        let from_csv = read("", "suppliers.csv", &csv.into_inner().expect("a text"));
        let json = serde_json::to_vec(&json).expect("JSON");
        let from_json = read("", "suppliers.json", &json);
        let from_workbook = read("", "suppliers.xlsx", &workbook(&[("a", &sheet(&cells))]));
        prop_assert_eq!(&from_csv.0, &from_json.0);
        prop_assert_eq!(&from_csv.0, &from_workbook.0);
        prop_assert_eq!(from_csv.0.lines().count(), rows.len());
        prop_assert_eq!(&from_csv.1, "");
        prop_assert_eq!(&from_workbook.1, "");
    }

    #[test]
    fn cells_are_those_that_the_csv_crate_finds(cells in prop::collection::vec("[ab,\"\n ]{0,6}", 1..30)) {
        let head = "supplier_id,name,country,turnover\n";
        let rows: Vec<String> = cells.iter().enumerate().map(|(at, cell)| {
            let quoted = cell.contains([',', '"', '\n']);
            let cell = if quoted { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() };
            format!("S{at},{cell},NO,1\n")
        }).collect();
        let text = format!("{head}{}", rows.concat());
        let (values, told) = read("", "suppliers.csv", text.as_bytes());
        prop_assert_eq!(&told, "");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let trimmed = |name: &str| name.trim_matches([' ', '\t', '\r', '\n']).to_string();
        let found: Vec<String> = reader.records().map(|row| trimmed(&row.expect("a row")[1])).collect();
        let ours: Vec<String> = values.lines().map(|line| line.split('|').nth(1).unwrap_or("").to_string()).collect();
        let found: Vec<String> = found.iter().map(|name| name.escape_debug().to_string()).collect();
        prop_assert_eq!(ours, found);
    }

    #[test]
    fn nothing_falls_over_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for name in ["suppliers.csv", "suppliers.json", "suppliers.xlsx", "alt.xlsx"] {
            read("", name, &bytes);
        }
    }

    #[test]
    fn nothing_falls_over_a_damaged_file(
        at in 0_usize..2_000,
        with in prop::sample::select(vec!["", "\"", "<", "</c>", "&", "\0", "\n", ",", "{", "[", "]", "}", "ø", "<row>", "r=\"ZZZ9\"", "9e99", "s=\"99\""]),
        gone in 0_usize..40,
    ) {
        let csv = format!("{HEAD}1,\"Sol, Vind\",NO,12.5\n2,Bar,SE,7\n");
        let json = r#"[{"supplier_id":"1","name":"Sol","country":"NO","turnover":12.5},{"supplier_id":"2","name":{"a":"b"},"country":null,"turnover":"7"}]"#;
        let xml = sheet(&[headings(), vec![text("1"), text("Sol"), text("NO"), Made::Shared(0), Made::Number("12.5"), Made::Shown("45657".into(), 1), Made::Bool(true)]]);
        let damaged = |whole: &str| {
            let bytes = whole.as_bytes();
            let start = at % bytes.len();
            let end = (start + gone).min(bytes.len());
            [&bytes[..start], with.as_bytes(), &bytes[end..]].concat()
        };
        read("", "suppliers.csv", &damaged(&csv));
        read("", "suppliers.json", &damaged(json));
        let xml = String::from_utf8_lossy(&damaged(&xml)).into_owned();
        let book = workbook_with(&[("a", &xml)], "<workbookPr/>", "<si><t>46.46</t></si>");
        read("", "suppliers.xlsx", &book);
        let mut bytes = book;
        let place = at % bytes.len();
        bytes[place] ^= 0x55;
        read("", "suppliers.xlsx", &bytes);
    }
}
