//! Files of other systems: what is taken from them, what is left out, and what is told.

mod register;

use std::fs;
use std::io::BufReader;

use belegg::data::cell::{guarded, unguarded};
use belegg::import::saft::{self, Saft};
use belegg::import::{Fault, OrganisationNumber, suppliers};
use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::cli::{folder, session};
use super::project;

/// A ledger of an invented company, made after the public schema: with a prefix and a byte order
/// mark in 1.20, without in 1.30. Both tell the same.
const LEDGER_1_20: &str = include_str!("../saft/ledger-1.20.xml");
const LEDGER_1_30: &str = include_str!("../saft/ledger-1.30.xml");

fn read(xml: &str) -> Saft {
    saft::read(xml.as_bytes()).expect("a file without faults")
}

/// A file with one supplier, `1`, and these vouchers: each a list of lines `account amount`, credit
/// positive; lines on 24 are the supplier's.
fn ledger(vouchers: &[&[(&str, &str)]]) -> String {
    let mut xml = format!(
        "<a:AuditFile xmlns:a=\"{NAMESPACE}\"><a:Header><a:DefaultCurrencyCode>NOK</a:DefaultCurrencyCode><a:SelectionCriteria><a:PeriodEndYear>2024</a:PeriodEndYear></a:SelectionCriteria></a:Header><a:MasterFiles><a:Suppliers><a:Supplier><a:Name>Alfa</a:Name><a:SupplierID>1</a:SupplierID></a:Supplier></a:Suppliers></a:MasterFiles><a:GeneralLedgerEntries><a:Journal>"
    );
    for lines in vouchers {
        xml.push_str("<a:Transaction><a:Period>3</a:Period><a:PeriodYear>2024</a:PeriodYear>");
        for (account, amount) in *lines {
            let supplier =
                if account.starts_with("24") { "<a:SupplierID>1</a:SupplierID>" } else { "" };
            let side = if amount.starts_with('-') { "DebitAmount" } else { "CreditAmount" };
            let amount = amount.trim_start_matches('-');
            xml.push_str(&format!("<a:Line><a:AccountID>{account}</a:AccountID>{supplier}<a:{side}><a:Amount>{amount}</a:Amount></a:{side}></a:Line>"));
        }
        xml.push_str("</a:Transaction>");
    }
    xml + "</a:Journal></a:GeneralLedgerEntries></a:AuditFile>"
}

const NAMESPACE: &str = "urn:StandardAuditFile-Taxation-Financial:NO";

/// What these vouchers count as purchases, and what kinds they are.
fn counts(vouchers: &[&[(&str, &str)]], expected: Expect) {
    let saft = read(&ledger(vouchers));
    let bought = saft.suppliers[0].purchases.get(&2024).and_then(|amount| amount.decimal());
    let kinds: Vec<String> =
        saft.years[&2024].kinds.keys().map(|kind| format!("{kind:?}")).collect();
    let bought = bought.map_or_else(|| "nothing".to_string(), |amount| amount.to_string());
    expected.assert_eq(&format!("{bought}: {}", kinds.join(", ")));
}

#[test]
fn both_versions_give_the_same_register() {
    let csv = |xml| {
        let imported = suppliers(&read(xml), 2024, "l.xml").expect("purchases of 2024");
        let rows = imported.csv.lines().map(|line| line.rsplit_once(';').expect("a source").0);
        rows.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(csv(LEDGER_1_20), csv(LEDGER_1_30));
    expect![[r#"
        supplier_id;name;orgnr;org_form;country;nace;turnover;currency
        20001;Granlia Data AS;312001004;;NO;62.01;52500.00;NOK
        20002;Ærfugl Renhold AS;312001374;;NO;81.21;40000.00;NOK
        20003;Havsutsikt AB;556000-4615;;SE;;35500.50;NOK
        20006;"'=Vipe & Sønn; trykkeri";312002116;;;18.12;6250.00;NOK
        20008;Kaffebrenneriet Tiur AS;312003228;;NO;10.83;920.00;NOK
        20099;;;;;;2500.00;NOK"#]]
    .assert_eq(csv(LEDGER_1_30).trim_start_matches('\u{feff}'));
}

#[test]
fn nothing_about_persons_is_written() {
    for xml in [LEDGER_1_20, LEDGER_1_30] {
        let saft = read(xml);
        let csv = suppliers(&saft, 2024, "l.xml").expect("purchases of 2024").csv;
        for private in ["emmelig", "Utleggsen", "01019012345", "00000000", "Lom"] {
            assert!(!csv.contains(private), "{private}");
        }
        let taken = format!("{saft:?}");
        for private in ["emmelig", "01019012345"] {
            assert!(!taken.contains(private), "{private}");
        }
    }
}

#[test]
fn an_imported_register_builds() {
    let imported = suppliers(&read(LEDGER_1_30), 2024, "l.xml").expect("purchases of 2024");
    let sources = project::with(&[("data/2024/suppliers.csv", &imported.csv)]);
    let (artifacts, told) = project::built(&sources);
    let figures = artifacts.unwrap_or_else(|| panic!("{told}")).files;
    let figures = String::from_utf8_lossy(&figures["figures.json"]).into_owned();
    let figures: serde_json::Value = serde_json::from_str(&figures).expect("JSON");
    let text = figures.to_string();
    // Over the threshold of 30 000: Granlia, Ærfugl and Havsutsikt.
    assert!(text.contains("128000.5"), "{text}");
}

#[test]
fn payments_do_not_reduce_purchases_and_credit_notes_do() {
    let invoice = [("6800", "-80"), ("2710", "-20"), ("2400", "100")];
    counts(&[&invoice], expect!["100.00: Bought"]);
    counts(&[&invoice, &[("2400", "-100"), ("1920", "100")]], expect!["100.00: Bought, Payment"]);
    counts(
        &[&invoice, &[("2400", "-50"), ("6800", "40"), ("2710", "10")]],
        expect!["50.00: Bought"],
    );
    // With a fee, with a discount, with an exchange difference, and for two invoices less a credit
    // note: all of them payments.
    counts(
        &[&invoice, &[("2400", "-100"), ("7770", "-5"), ("1920", "105")]],
        expect!["100.00: Bought, Payment"],
    );
    counts(
        &[&invoice, &[("2400", "-100"), ("4390", "2"), ("1920", "98")]],
        expect!["100.00: Bought, Payment"],
    );
    counts(
        &[&invoice, &[("2400", "-100"), ("8060", "3"), ("1920", "97")]],
        expect!["100.00: Bought, Payment"],
    );
    counts(&[&[("2400", "-100"), ("2400", "20"), ("1920", "80")]], expect!["nothing: Payment"]);
    // Money that comes back.
    counts(&[&[("1920", "-30"), ("2400", "30")]], expect!["nothing: Payment"]);
}

#[test]
fn what_is_bought_and_paid_at_once_counts_once() {
    counts(
        &[&[("6300", "-100"), ("2400", "100"), ("2400", "-100"), ("1920", "100")]],
        expect!["100.00: BoughtAndPaid"],
    );
    counts(
        &[&[("6300", "100"), ("2400", "-100"), ("2400", "100"), ("1920", "-100")]],
        expect!["-100.00: ReturnedAndRefunded"],
    );
}

#[test]
fn what_is_no_purchase_is_left_out() {
    counts(&[&[("2050", "-50"), ("1920", "-10"), ("2400", "60")]], expect!["nothing: Opening"]);
    counts(&[&[("2740", "-60"), ("2400", "60")]], expect!["nothing: Taxes"]);
    counts(&[&[("1500", "60"), ("2400", "-60")]], expect!["nothing: SetOff"]);
    counts(&[&[("8160", "-6"), ("2400", "6")]], expect!["nothing: SetOff"]);
    // Payments through an account of their own must not pass for credit notes.
    counts(&[&[("2400", "-60"), ("2998", "60")]], expect!["nothing: Unclear"]);
    counts(&[&[("2400", "-60"), ("7770", "-5"), ("2998", "65")]], expect!["nothing: Unclear"]);
    // An invoice on hold is one.
    counts(&[&[("2998", "-60"), ("2400", "60")]], expect!["60.00: BoughtElsewhere"]);
}

#[test]
fn debits_may_be_written_as_negative_credits() {
    let xml = ledger(&[&[("6800", "-100"), ("2400", "100")]]);
    let turned = xml.replace("<a:DebitAmount><a:Amount>100", "<a:DebitAmount><a:Amount>-100");
    let turned = turned.replace("DebitAmount", "CreditAmount");
    let bought = |xml: &str| read(xml).suppliers[0].purchases[&2024];
    assert_eq!(bought(&xml), bought(&turned));
}

#[test]
fn a_chart_of_ones_own_is_understood_by_what_it_maps_to() {
    let mapped = |account: &str, standard: &str| {
        format!(
            "<a:Account><a:AccountID>{account}</a:AccountID><a:StandardAccountID>{standard}</a:StandardAccountID></a:Account>"
        )
    };
    let chart = format!(
        "<a:MasterFiles><a:GeneralLedgerAccounts>{}{}{}</a:GeneralLedgerAccounts>",
        mapped("24L", "24"),
        mapped("K9", "68"),
        mapped("B1", "1920")
    );
    let xml = ledger(&[&[("K9", "-70"), ("24L", "70")], &[("24L", "-70"), ("B1", "70")]]);
    let saft = read(&xml.replace("<a:MasterFiles>", &chart));
    let bought = saft.suppliers[0].purchases[&2024].decimal().map(|amount| amount.to_string());
    assert_eq!(bought.as_deref(), Some("70.00"));
}

fn faults(xml: &str) -> String {
    let told = |fault: Fault| {
        format!("{}\n  {}\n", fault.diagnostic("l.xml").message, fault.help.unwrap_or_default())
    };
    // As from a disk, in pieces.
    let pieces = BufReader::new(xml.as_bytes());
    saft::read(pieces).err().unwrap_or_default().into_iter().map(told).collect()
}

#[test]
fn what_is_no_saft_file_is_told() {
    let good = ledger(&[]);
    let all: String = [
        "",
        "PK\u{3}\u{4}rest",
        "supplier_id;name\n",
        "<?xml version=\"1.0\"?>\n<html/>",
        "<AuditFile xmlns=\"urn:StandardAuditFile-Taxation-CashRegister:NO\"/>",
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><AuditFile/>",
        &good[..good.len() - 20],
        &good.replace("Alfa", "&alfa;"),
        &format!("<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>{good}"),
        &good.replace("Alfa", &"<x>".repeat(100)),
        &good.replace("Alfa", &"x".repeat(9000)),
        &good.replace("Alfa", &"x".repeat(2_000_000)),
        &ledger(&[&[("2400", "1,50"), ("2400", "one")]]),
        &ledger(&[&[("2400", "1")]]).replace("2024", "MMXXIV"),
    ]
    .iter()
    .map(|xml| faults(xml))
    .collect();
    expect![[r#"
        `l.xml`: the file is empty
          export it again
        `l.xml`: this is a file packed as ZIP (or an Excel workbook)
          unpack it first, and name the file that was in it
        `l.xml`, line 2: the file ends too soon: it is cut off, or no SAF-T file
          export a SAF-T Financial file (SAF-T Regnskap) from the accounting system
        `l.xml`, line 2: this is not a SAF-T file: it begins with `<html>`
          export a SAF-T Financial file (SAF-T Regnskap) from the accounting system; its root declares `urn:StandardAuditFile-Taxation-Financial:NO`
        `l.xml`, line 1: this is another kind of SAF-T file (`urn:StandardAuditFile-Taxation-CashRegister:NO`)
          export a SAF-T Financial file (SAF-T Regnskap) from the accounting system; its root declares `urn:StandardAuditFile-Taxation-Financial:NO`
        `l.xml`, line 1: the file says that it is in `ISO-8859-1`, not in UTF-8
          SAF-T is UTF-8: export it again, or save it as UTF-8 and change the first line
        `l.xml`, line 1: the XML is broken: syntax error: tag not closed: `>` not found before end of input
          export a SAF-T Financial file (SAF-T Regnskap) from the accounting system
        `l.xml`, line 1: the file uses `&alfa;`, which XML does not know
          export a SAF-T Financial file (SAF-T Regnskap) from the accounting system
        `l.xml`, line 1: the file has a document type definition (`<!DOCTYPE`), which SAF-T has not: it may hide what the file does
          export a SAF-T Financial file (SAF-T Regnskap) from the accounting system
        `l.xml`, line 1: elements lie more than 64 deep in one another, which SAF-T has not
          export a SAF-T Financial file (SAF-T Regnskap) from the accounting system
        `l.xml`, line 1: a value is longer than 8192 bytes; the schema allows 256 characters
          export a SAF-T Financial file (SAF-T Regnskap) from the accounting system
        `l.xml`, line 1: a single text, tag, row or object is longer than 1 MB
          export a SAF-T Financial file (SAF-T Regnskap) from the accounting system
        `l.xml`, line 1: the amount `1,50` is not a decimal number
          export the file again; if it says the same, ask the maker of the accounting system
        `l.xml`, line 1: the amount `one` is not a decimal number
          export the file again; if it says the same, ask the maker of the accounting system
        `l.xml`, line 1: a transaction has no `PeriodYear` that is a year
          export the file again; if it says the same, ask the maker of the accounting system
    "#]].assert_eq(&all);
}

#[test]
fn bytes_that_are_no_text_are_told() {
    let mut bytes = ledger(&[]).into_bytes();
    let at = bytes.windows(4).position(|four| four == b"Alfa").expect("a name");
    bytes[at] = 0xe5;
    let faults = saft::read(bytes.as_slice()).expect_err("not UTF-8");
    expect!["`l.xml`, line 1: the file is not UTF-8 text"]
        .assert_eq(&faults[0].diagnostic("l.xml").message);
}

#[test]
fn organisation_numbers_are_told_from_those_of_persons() {
    let kind = |text, country| format!("{:?}", OrganisationNumber::parse(text, country));
    expect![[r#"
        Valid("312001004")
        Valid("312001004")
        Wrong("312001005")
        Foreign("312001005")
        Personal
        Personal
        Foreign("01019012345")
        Personal
        Personal
        Foreign("556000-4615")
        None"#]]
    .assert_eq(
        &[
            kind("312 001 004", "NO"),
            kind("NO312001004MVA", ""),
            kind("312001005", "NO"),
            kind("312001005", "DE"),
            kind("01019012345", "NO"),
            kind("41019012345", ""),
            kind("01019012345", "AU"),
            kind("900101-1234", "SE"),
            kind("19900101-1234", "SE"),
            kind("556000-4615", "SE"),
            kind(" ", "NO"),
        ]
        .join("\n"),
    );
}

#[test]
fn what_looks_like_a_formula_survives_in_both_directions() {
    for text in
        ["=1+1", "+47 22", "-x", "@a", "'=a", "''=a", " =a", "\u{a0}=a", "'a", "a=b", "", "'"]
    {
        let cell = guarded(text);
        assert_eq!(unguarded(&cell), text);
        let first = cell.trim_start_matches([' ', '\u{a0}']).chars().next();
        assert!(!matches!(first, Some('=' | '+' | '-' | '@')), "{cell}");
    }
}

proptest! {
    #[test]
    fn any_text_survives_the_guard(text in "['=+@ \\-\t\u{a0}a]{0,6}") {
        let cell = guarded(&text);
        prop_assert_eq!(unguarded(&cell), text.as_str());
    }

    #[test]
    fn no_bytes_stop_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = saft::read(bytes.as_slice());
    }

    #[test]
    fn no_damage_to_a_file_stops_the_reader(at in 0usize..39_000, with in any::<u8>(), cut in 0usize..40) {
        let mut bytes = LEDGER_1_30.as_bytes().to_vec();
        bytes[at] = with;
        let end = (at + cut).min(bytes.len());
        bytes.drain(at..end);
        if let Ok(saft) = saft::read(bytes.as_slice()) {
            let _ = suppliers(&saft, 2024, "l.xml");
        }
    }
}

/// A folder with a ledger in it, in an empty project.
fn with_ledger() -> tempfile::TempDir {
    let folder = folder();
    fs::write(folder.path().join("ledger.xml"), LEDGER_1_30).expect("a file");
    fs::write(folder.path().join("belegg.toml"), "title = \"T\"\n").expect("a file");
    folder
}

#[test]
fn an_import_says_what_it_wrote_and_what_it_left_out() {
    let folder = with_ledger();
    expect![[r#"
        stderr:
        warning[import]: 1 line left out: on the suppliers' accounts, but without a supplier (in sum NOK 300.00)
         |
         = help: ask whose they are, and add them to the turnover of those suppliers

        warning[import]: 1 supplier in the ledger, but not in the list of suppliers; written without a name: 20099
         |
         = help: fill in name, country and industry

        warning[import]: 1 supplier with an organisation number whose last digit is wrong: 20002
         |
         = help: correct the number, in the accounting system too

        warning[import]: 1 supplier with more credit notes than invoices; left out: 20009
         |
         = help: add those that you still count as business relations by hand, with turnover 0

        warning[import]: 1 voucher left out: NOK 15000.00 debited to suppliers, neither paid from a bank account (19xx) nor a credit note
         |
         = help: most likely they are payments through an account of their own; if they are credit notes, correct the turnover of the suppliers

        warning[import]: 2 suppliers without a country: 20006, 20099
         |
         = help: fill in the cells, or run `belegg import register`

        warning[import]: the file has other years too, which are left out: 2025 (1 voucher)
         |
         = help: name another year with `--period`

        Read ledger.xml: SAF-T 1.30, Kontoplan 7.2, 2024-01-01 to 2024-12-31
        Wrote data/2024/suppliers.csv: 6 suppliers, purchases of NOK 137670.50 in 2024, VAT included
        Counted, by the other accounts of each voucher:
               8  invoices and credit notes (NOK 131200.50)
               1  invoices booked through other accounts, such as invoices on hold (NOK 6250.00)
               1  invoices paid in the same voucher: what suppliers were credited (NOK 920.00)
        Left out:
               2  payments (NOK 78000.50)
               1  opening balances and closings (NOK 30000.00)
               1  taxes and duties (NOK 9000.00)
               1  debits that are neither payments nor credit notes (NOK 15000.00)
               2  suppliers without purchases in the year
               1  private persons (purchases of NOK 1200.00)
               1  suppliers with more credit notes than invoices
              18  contacts, tax registrations and bank accounts of suppliers, not read
        Empty, to be filled in:
               6  org_form
               1  orgnr
               2  country
               2  nace
        exit 0
    "#]].assert_eq(&session(folder.path(), &["import", "saft", "ledger.xml"]));
    let csv = fs::read_to_string(folder.path().join("data/2024/suppliers.csv")).expect("a file");
    assert!(csv.starts_with("\u{feff}supplier_id;name;"), "{csv}");
    assert!(csv.contains("SAF-T 1.30 ledger.xml sha256:"), "{csv}");
    let files = fs::read_dir(folder.path().join("data/2024")).expect("a folder").count();
    assert_eq!(files, 1, "nothing else is left there");
}

#[test]
fn a_file_that_exists_is_not_replaced_unasked() {
    let folder = with_ledger();
    fs::write(folder.path().join("mine.csv"), "corrected").expect("a file");
    let into = ["import", "saft", "ledger.xml", "-o", "mine.csv"];
    expect![[r#"
        stderr:
        error[file-exists]: there is a `mine.csv` already
         |
         = help: add `--force` to replace it, with all corrections in it, or write to another file with `-o FILE`

        exit 2
    "#]].assert_eq(&session(folder.path(), &into));
    let kept = fs::read_to_string(folder.path().join("mine.csv")).expect("a file");
    assert_eq!(kept, "corrected");
    let told = session(folder.path(), &[&into[..], &["--force", "-q"]].concat());
    assert_eq!(told, "exit 0\n");
    let replaced = fs::read_to_string(folder.path().join("mine.csv")).expect("a file");
    assert!(replaced.contains("20001"), "{replaced}");
}

#[test]
fn a_year_that_the_file_does_not_have_is_told() {
    let folder = with_ledger();
    expect![[r#"
        stderr:
        error[import]: `ledger.xml`: the file has no purchases of 2019
         |
         = help: it has purchases of 2024, 2025: name one with `--period`

        exit 1
    "#]]
    .assert_eq(&session(folder.path(), &["import", "saft", "ledger.xml", "--period", "2019"]));
    expect![[r#"
        stderr:
        error[period]: `../x` cannot be a period
         |
         = help: a period is the name of a folder under `data/`, such as 2024

        exit 2
    "#]]
    .assert_eq(&session(folder.path(), &["import", "saft", "ledger.xml", "--period", "../x"]));
    expect![[r#"
        stderr:
        error[cannot-read]: cannot read `none.xml`: No such file or directory (os error 2)
         |
         = help: name a file that is there

        exit 2
    "#]]
    .assert_eq(&session(folder.path(), &["import", "saft", "none.xml"]));
    assert!(!folder.path().join("data").exists());
}

#[test]
fn mistakes_can_be_read_by_a_program() {
    let folder = with_ledger();
    fs::write(folder.path().join("bad.xml"), "<a/>").expect("a file");
    let arguments = ["import", "saft", "bad.xml", "--message-format", "json"];
    expect![[r#"
        stdout:
        {"code":"import","severity":"error","message":"`bad.xml`, line 1: this is not a SAF-T file: it begins with `<a>`","file":null,"start":null,"end":null,"label":null,"help":"export a SAF-T Financial file (SAF-T Regnskap) from the accounting system; its root declares `urn:StandardAuditFile-Taxation-Financial:NO`","fix":null,"related":[]}
        exit 1
    "#]].assert_eq(&session(folder.path(), &arguments));
}
