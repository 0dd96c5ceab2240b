//! Accessibility statements: all that the law wants said, or a message.

use expect_test::expect;

use crate::project::{built, composed, page, told, with, words};

const FRONT: &str = r#"kind = "accessibility"
updated = 2026-03-02
compliance = "partial"
assessed_on = 2026-02-20
method = "Vi har testet med [3](fact:suppliers.count) hjelpemidler."
feedback = "Skriv til [oss](mailto:oss@fjord.example)."
complaint = "https://tilsyn.example/klage"
undue_burden = false
exempt = "Filmer fra før 2020."
[[faults]]
text = "Kartet kan ikke leses."
reason = "Det byttes."
mend_by = 2026-10-31
"#;

/// The small project with a statement in Norwegian whose front matter is changed so.
fn stating(changed: &[(&str, &str)]) -> belegg::source::Sources {
    let front = changed.iter().fold(FRONT.to_string(), |front, (old, new)| front.replace(old, new));
    let nb = format!("+++\ntitle = \"Tilgjengelighet\"\n{front}+++\nTakk for hjelpen.\n");
    let config = format!("{}[translations]\nmissing = \"omit\"\n", crate::project::BASE[0].1);
    with(&[("belegg.toml", &config), ("content/accessibility.md", &nb)])
}

#[test]
fn a_statement_says_all_that_the_law_wants_said() {
    let report = composed(&stating(&[]));
    expect![[r#"
        Fjord svarer for Fjord. Her står det hvor tilgjengelig nettstedet er, og hvordan du sier fra om noe ikke fungerer.
        Hvor tilgjengelig er nettstedet?
        Nettstedet oppfyller delvis den svenske loven om tilgjengelighet til digital offentlig tjeneste. Feilene vi kjenner til, står nedenfor.
        Feil vi kjenner til
        List
        Uforholdsmessig byrdefullt å rette
        Vi unntar ikke noe av denne grunnen.
        Innhold som loven ikke gjelder for
        Filmer fra før 2020.
        Si fra om noe ikke fungerer
        Skriv til oss.
        Klag til myndigheten
        Er du ikke fornøyd med svaret vårt, kan du melde det til tilsynsmyndigheten.
        Slik har vi undersøkt det
        Vi har testet med 3 hjelpemidler.
        Nettstedet ble vurdert 20. februar 2026. Erklæringen ble oppdatert 2. mars 2026.
        Takk for hjelpen."#]].assert_eq(&words(page(&report, "nb", "accessibility")));
}

#[test]
fn every_page_leads_to_it() {
    let (artifacts, told) = built(&stating(&[]));
    assert_eq!(told, "");
    let artifacts = artifacts.expect("a site");
    let chapter = artifacts.text("redegjorelse/metode/index.html").expect("a page");
    let link = "<a href=\"../../accessibility/index.html\">Tilgjengelighetserklæring</a>";
    assert!(chapter.contains(link), "{chapter}");
}

#[test]
fn a_statement_kept_by_an_authority_is_linked_from_the_configuration() {
    let config = |url: &str| {
        format!("{}[accessibility]\nstatement = \"{url}\"\n", crate::project::BASE[0].1)
    };
    let right = config("https://erklaering.example/1");
    let (artifacts, told) = built(&with(&[("belegg.toml", &right)]));
    assert_eq!(told, "");
    let home = artifacts.as_ref().and_then(|site| site.text("index.html")).expect("a page");
    let link = "<a href=\"https://erklaering.example/1\">Tilgjengelighetserklæring</a>";
    assert!(home.contains(link), "{home}");
    let wrong = config("javascript:alert(1)");
    expect![[r#"
        error[wrong-value]: `statement` must be a web address, not `javascript:alert(1)`
          --> belegg.toml:11:13
           |
        11 | statement = "javascript:alert(1)"
           |             ^^^^^^^^^^^^^^^^^^^^^
           |
           = help: write the address that the authority's service gives, with https:// in front

    "#]]
    .assert_eq(&self::told(&with(&[("belegg.toml", &wrong)])));
}

#[test]
fn what_is_left_out_is_told() {
    let lines: Vec<(&str, &str)> =
        FRONT.lines().skip(1).filter(|line| line.contains('=')).map(|line| (line, "")).collect();
    let without = stating(&[lines.as_slice(), &[("[[faults]]", "")]].concat());
    expect![[r#"
        error[incomplete-statement]: the accessibility statement does not say how far the site meets the law
         --> content/accessibility.md:2:1
          |
        2 | title = "Tilgjengelighet"
          | ^
          |
          = help: add `compliance = "partial"` to the front matter

        error[incomplete-statement]: the accessibility statement does not say how somebody can tell of a fault
         --> content/accessibility.md:2:1
          |
        2 | title = "Tilgjengelighet"
          | ^
          |
          = help: add `feedback = "…"` to the front matter

        error[incomplete-statement]: the accessibility statement does not say how the site was assessed
         --> content/accessibility.md:2:1
          |
        2 | title = "Tilgjengelighet"
          | ^
          |
          = help: add `method = "…"` to the front matter

        error[incomplete-statement]: the accessibility statement does not say what the law does not cover, if anything
         --> content/accessibility.md:2:1
          |
        2 | title = "Tilgjengelighet"
          | ^
          |
          = help: add `exempt = false` to the front matter

        error[incomplete-statement]: the accessibility statement does not say what would be too burdensome to mend, if anything
         --> content/accessibility.md:2:1
          |
        2 | title = "Tilgjengelighet"
          | ^
          |
          = help: add `undue_burden = false` to the front matter

        error[incomplete-statement]: the accessibility statement does not say when the site was assessed
         --> content/accessibility.md:2:1
          |
        2 | title = "Tilgjengelighet"
          | ^
          |
          = help: add `assessed_on = 2026-02-20` to the front matter

        error[incomplete-statement]: the accessibility statement does not say when the statement was last looked at
         --> content/accessibility.md:2:1
          |
        2 | title = "Tilgjengelighet"
          | ^
          |
          = help: add `updated = 2026-03-01` to the front matter

        error[incomplete-statement]: the accessibility statement does not say where somebody can complain
         --> content/accessibility.md:2:1
          |
        2 | title = "Tilgjengelighet"
          | ^
          |
          = help: add `complaint = "https://…"` to the front matter

    "#]].assert_eq(&told(&without));
}

#[test]
fn a_statement_does_not_contradict_itself() {
    expect![[r#"
        error[incomplete-statement]: the statement says that the site meets the law, and names a fault
          --> content/accessibility.md:5:14
           |
         5 | compliance = "full"
           |              ^^^^^^
           |
           = help: write `compliance = "partial"`, or take the fault out once it is mended
        note: the fault
          --> content/accessibility.md:12:1
           |
        12 | [[faults]]
           | ^^^^^^^^^^

    "#]].assert_eq(&told(&stating(&[("\"partial\"", "\"full\"")])));
    expect![[r#"
        error[wrong-value]: `partly` does not say how far the site meets the law
         --> content/accessibility.md:5:14
          |
        5 | compliance = "partly"
          |              ^^^^^^^^
          |
          = help: known are full, partial, none

    "#]]
    .assert_eq(&told(&stating(&[("\"partial\"", "\"partly\"")])));
}

#[test]
fn a_second_statement_is_told() {
    let front = format!("+++\ntitle = \"Også\"\n{FRONT}+++\n");
    let one = stating(&[]);
    let two = |path: &str, text: &str| {
        let mut files: Vec<(&str, &[u8])> =
            one.iter().map(|(file, _)| (one.path(file), one.bytes(file))).collect();
        files.push((path, text.as_bytes()));
        let sources = belegg::source::Sources::from_files(files);
        built(&sources).1
    };
    expect![[r#"
        error[duplicate-statement]: the site has two accessibility statements
         --> content/more.md:2:1
          |
        2 | title = "Også"
          | ^^^^^^^^^^^^^^
          |
          = help: keep one of them, and take the other's `kind` out
        note: the other one
         --> content/accessibility.md:2:1
          |
        2 | title = "Tilgjengelighet"
          | ^^^^^^^^^^^^^^^^^^^^^^^^^

    "#]]
    .assert_eq(&two("content/more.md", &front));
    // Two languages may have one each.
    assert_eq!(two("content/other.en.md", &front), "");
}

#[test]
fn a_fault_that_should_have_been_mended_is_told_by_the_day_of_the_build() {
    let told_on = |day: u8| {
        let today = time::Date::from_calendar_date(2026, time::Month::November, day).ok();
        let options = belegg::Options { today, pdf: belegg::PdfChoice::No, ..Default::default() };
        let mut told = belegg::diagnostic::Diagnostics::default();
        let sources = stating(&[("2026-10-31", "2026-11-02")]);
        let artifacts = belegg::build(&sources, &options, &mut told).expect("no engine");
        let style = belegg::diagnostic::print::Style::Plain;
        (artifacts.map(|it| it.files), belegg::diagnostic::print::text(&told, &sources, style))
    };
    let ((before, nothing), (after, told)) = (told_on(2), told_on(3));
    assert_eq!((nothing.as_str(), before), ("", after));
    expect![[r#"
        warning[overdue-mending]: this fault should have been mended by 2026-11-02
          --> content/accessibility.md:15:11
           |
        15 | mend_by = 2026-11-02
           |           ^^^^^^^^^^
           |
           = help: take the fault out once it is mended, or set the next day

    "#]]
    .assert_eq(&told);
}
