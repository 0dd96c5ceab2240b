//! A large supplier register, made up, and how long it takes to read: `scripts/compare-csv.sh` runs
//! this and says how much slower than a bare CSV loop Belegg is.
//!
//! `register generate DIR ROWS` writes a project, `register bare DIR` counts the cells of its
//! register and does nothing else, `register belegg DIR` reads, checks and derives all figures.
//! Both say how many milliseconds they took and how many kilobytes of memory at most.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use belegg::diagnostic::{Diagnostics, print};
use belegg::source::Sources;
use belegg::{derive, load};

const REGISTER: &str = "data/2024/suppliers.csv";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["generate", folder, rows] => generate(Path::new(folder), rows.parse().expect("a number")),
        ["bare", folder] => measure(|| bare(Path::new(folder))),
        ["belegg", folder] => measure(|| belegg(Path::new(folder))),
        _ => panic!("register generate DIR ROWS | bare DIR | belegg DIR"),
    }
}

fn measure(work: impl FnOnce() -> String) {
    let begun = Instant::now();
    let outcome = work();
    let milliseconds = begun.elapsed().as_secs_f64() * 1000.0;
    println!("{milliseconds:.1} {} {outcome}", peak_memory());
}

/// In kilobytes.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()).unwrap_or("0").to_string()
}

fn bare(folder: &Path) -> String {
    let bytes = std::fs::read(folder.join(REGISTER)).expect("the register");
    let mut reader = csv::ReaderBuilder::new().from_reader(bytes.as_slice());
    let mut record = csv::ByteRecord::new();
    let (mut rows, mut cells) = (0, 0);
    while reader.read_byte_record(&mut record).expect("a row") {
        rows += 1;
        cells += record.len();
    }
    format!("{rows} rows, {cells} cells")
}

fn belegg(folder: &Path) -> String {
    let (sources, _) = Sources::read(folder, "belegg.toml").expect("the project");
    let mut told = Diagnostics::default();
    let project = load::project("belegg.toml", &sources, &[], None, &mut told).expect("a project");
    let facts = derive::facts(&project.datasets, project.history.as_ref(), &mut told);
    assert!(!told.has_errors(), "{}", print::text(&told, &sources, print::Style::Plain));
    let count = &facts.periods["2024"].facts["suppliers.count"].value;
    format!("suppliers.count = {count:?}")
}

fn generate(folder: &Path, rows: usize) {
    let data = folder.join("data/2024");
    std::fs::create_dir_all(&data).expect("a folder");
    let write = |path: &str, text: &str| {
        std::fs::write(folder.join(path), text).expect("a file that can be written");
    };
    write(
        "belegg.toml",
        "title = \"Measured\"\nbase_url = \"https://measured.example\"\ndefault_language = \"nb\"\n\
         period = 2024\n[languages.nb]\n",
    );
    write(
        "data/2024/report.toml",
        "year = 2024\ncutoff = 2024-12-31\n[threshold]\namount = 30000\ncurrency = \"NOK\"\n",
    );
    write(REGISTER, &register(rows));
}

/// Rows as a purchasing system exports them, about 80 bytes each.
fn register(rows: usize) -> String {
    const COUNTRIES: [&str; 12] =
        ["NO", "NO", "NO", "NO", "NO", "SE", "SE", "DK", "DE", "GB", "NL", "CN"];
    const INDUSTRIES: [&str; 8] =
        ["46.46", "62.01", "81.21", "43.21", "86.90", "49.41", "56.29", "21.20"];
    const FORMS: [&str; 4] = ["AS", "AB", "A/S", "GmbH"];
    const PLACES: [&str; 8] =
        ["Bodø", "Tromsø", "Göteborg", "Ålesund", "Århus", "Bergen", "Lübeck", "Oslo"];
    const TRADES: [&str; 8] = [
        "Medisinsk utstyr",
        "Renhold",
        "Bygg og anlegg",
        "Regnskap",
        "Transport",
        "Elektro",
        "Matvarer",
        "Konsulenter",
    ];
    let mut csv = String::from(
        "supplier_id,name,orgnr,org_form,country,nace,turnover,currency,coc_signed_on\n",
    );
    // Numbers that repeat: the same file on every machine.
    let mut state: u64 = 2024;
    let mut next = |limit: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % limit
    };
    for row in 0..rows {
        let (trade, place) = (TRADES[next(8)], PLACES[next(8)]);
        let form = FORMS[next(4)];
        let orgnr = organisation_number(80_000_000 + next(19_000_000));
        let (country, industry) = (COUNTRIES[next(12)], INDUSTRIES[next(8)]);
        let (turnover, cents) = (1_000 + next(900_000), next(100));
        let signed = match next(3) {
            0 => format!("2024-{:02}-{:02}", 1 + next(12), 1 + next(28)),
            _ => String::new(),
        };
        let _ = writeln!(
            csv,
            "{:07},{trade} {place} {form},{orgnr},{form},{country},{industry},{turnover}.{cents:02},NOK,{signed}",
            1_000_000 + row,
        );
    }
    csv
}

/// Eight digits and the check digit of Norwegian organisation numbers.
fn organisation_number(digits: usize) -> String {
    const WEIGHTS: [usize; 8] = [3, 2, 7, 6, 5, 4, 3, 2];
    let mut digits = digits;
    loop {
        let text = format!("{digits:08}");
        let sum: usize =
            text.bytes().zip(WEIGHTS).map(|(b, weight)| usize::from(b - b'0') * weight).sum();
        match (11 - sum % 11) % 11 {
            10 => digits += 1,
            check => return format!("{text}{check}"),
        }
    }
}
