//! Evidence: every printed figure leads to an entry that says what it means and where it comes from.

use std::collections::{BTreeMap, BTreeSet};

use belegg::diagnostic::Diagnostics;
use belegg::document::{Evidence, EvidenceEntry, EvidenceFigure, Report, Target};
use belegg::fact::{Label, Measure, PeriodFacts};
use belegg::locale::Locale;
use belegg::source::Sources;
use belegg::theme::Theme;
use belegg::{Options, figures};
use expect_test::{Expect, expect};
use serde_json::Value;

use crate::project::{built, chapter, chapter_with, composed, page, tells, with};

const KEY: &str = "report/_evidence";

fn evidence<'a>(report: &'a Report, language: &str) -> &'a Evidence {
    page(report, language, KEY).evidence.as_ref().expect("evidence")
}

/// The groups and the anchors of their entries.
fn outline(evidence: &Evidence) -> String {
    let groups = evidence.groups.iter().map(|group| {
        let entries = group.entries.iter().map(|entry| {
            let anchors: Vec<&str> = entry.figures.iter().map(|one| one.anchor.as_str()).collect();
            anchors.join("+")
        });
        format!("{}: {}", group.title, entries.collect::<Vec<_>>().join(" "))
    });
    groups.collect::<Vec<_>>().join("\n")
}

/// An entry as a reader meets it, without the hash, which hangs on the project.
fn words(entry: &EvidenceEntry) -> String {
    let figure = |figure: &EvidenceFigure| {
        let own = figure.lines.iter().map(|line| format!(" ({} = {:?})", line.term, line.detail));
        format!("{}: {}{}", figure.label, figure.value, own.collect::<String>())
    };
    let mut lines: Vec<String> = match &entry.figures[..] {
        [alone] => vec![figure(alone)],
        several => [entry.title.clone()].into_iter().chain(several.iter().map(figure)).collect(),
    };
    lines.push(entry.definition.clone());
    for line in entry.lines.iter().filter(|line| line.name != "hash") {
        lines.push(format!("{} = {:?}", line.term, line.detail));
    }
    for one in &entry.used {
        let Target::Page { url, anchor, .. } = &one.target else { panic!("a page") };
        lines.push(format!("{} -> {url}#{}", one.title, anchor.as_deref().unwrap_or_default()));
    }
    lines.join("\n")
}

fn entry<'a>(evidence: &'a Evidence, anchor: &str) -> &'a EvidenceEntry {
    let all = || evidence.groups.iter().flat_map(|group| &group.entries);
    let has = |one: &EvidenceEntry| one.figures.iter().any(|figure| figure.anchor == anchor);
    let known: Vec<&str> =
        all().flat_map(|one| &one.figures).map(|figure| figure.anchor.as_str()).collect();
    all().find(|one| has(one)).unwrap_or_else(|| panic!("no {anchor} in {known:?}"))
}

/// One printed fact of the Norwegian chapter has this entry.
fn check(text: &str, anchor: &str, expected: Expect) {
    let report = composed(&chapter(text));
    expected.assert_eq(&words(entry(evidence(&report, "nb"), anchor)));
}

#[test]
fn a_count_is_defined_and_traced() {
    check(
        "## Hvem {#who}\n\n[](fact:suppliers.count)",
        "fact-suppliers-count",
        expect![[r#"
            Forretningsforbindelser med innkjøp over terskelen: 3
            Leverandører i registeret med innkjøp over terskelen i perioden; egne konsernselskaper og de som er utelatt av en oppgitt grunn, er ikke med.
            Formel = Code("count of rows where turnover > 30000")
            Enhet = Text("antall")
            Periode = Text("2024")
            Tall per = Text("31.\u{a0}desember 2024")
            Datasett = Text("leverandørregisteret, 5 rader")
            Fil = Data([("file-1", "data/2024/suppliers.csv")])
            1 Metode -> /redegjorelse/method/#who"#]],
    );
}

#[test]
fn a_share_shows_its_numerator_and_denominator_and_names_its_series() {
    check(
        "[](fact:suppliers.by_country.NO.share)",
        "fact-suppliers-by_country-NO-share",
        expect![[r#"
            Forretningsforbindelser etter land: Norge (andel): 67 %
            Leverandører over terskelen etter landet de er registrert i, med dem uten land for seg.
            Teller og nevner = Text("2 av 3")
            Formel = Code("count of rows by country where turnover > 30000: NO")
            Avrunding = Text("hele tall; halve rundes bort fra null")
            Enhet = Text("prosent")
            Periode = Text("2024")
            Tall per = Text("31.\u{a0}desember 2024")
            Datasett = Text("leverandørregisteret, 3 rader")
            Fil = Data([("file-1", "data/2024/suppliers.csv")])
            1 Metode -> /redegjorelse/method/#"#]],
    );
}

#[test]
fn a_chart_has_one_entry_for_all_its_categories() {
    let text = "![Land](chart:suppliers.by_country)";
    check(
        text,
        "series-suppliers-by_country",
        expect![[r#"
            Forretningsforbindelser etter land: 2 grupper, 3 i alt
            Leverandører over terskelen etter landet de er registrert i, med dem uten land for seg.
            Formel = Code("count of rows by country where turnover > 30000")
            Enhet = Text("antall")
            Periode = Text("2024")
            Tall per = Text("31.\u{a0}desember 2024")
            Datasett = Text("leverandørregisteret, 3 rader")
            Fil = Data([("file-1", "data/2024/suppliers.csv")])
            Tallene (CSV) = File { path: "data/2024/suppliers-by-country.csv", name: "suppliers-by-country.csv" }
            1 Metode -> /redegjorelse/method/#chart-suppliers-by-country"#]],
    );
    let report = composed(&chapter(text));
    assert_eq!(
        outline(evidence(&report, "nb")),
        "Leverandører og forretningsforbindelser: series-suppliers-by_country"
    );
}

#[test]
fn a_series_and_its_categories_are_one_entry_in_the_order_of_the_series() {
    check(
        "![](chart:suppliers.by_country)\n\n[](fact:suppliers.by_country.SE) og \
         [](fact:suppliers.by_country.NO), [](fact:suppliers.by_country.NO.share).",
        "fact-suppliers-by_country-NO",
        expect![[r#"
            Forretningsforbindelser etter land
            I alt: 2 grupper, 3 i alt
            Norge: 2 (Formel = Code("NO"))
            Sverige: 1 (Formel = Code("SE"))
            Leverandører over terskelen etter landet de er registrert i, med dem uten land for seg.
            Formel = Code("count of rows by country where turnover > 30000: …")
            Enhet = Text("antall")
            Periode = Text("2024")
            Tall per = Text("31.\u{a0}desember 2024")
            Datasett = Text("leverandørregisteret, 3 rader")
            Fil = Data([("file-1", "data/2024/suppliers.csv")])
            Tallene (CSV) = File { path: "data/2024/suppliers-by-country.csv", name: "suppliers-by-country.csv" }
            1 Metode -> /redegjorelse/method/#chart-suppliers-by-country"#]],
    );
}

#[test]
fn one_category_leaves_a_gap_in_the_formula_of_its_series() {
    check(
        "![](chart:suppliers.by_country)\n\n[](fact:suppliers.by_country.SE)",
        "series-suppliers-by_country",
        expect![[r#"
            Forretningsforbindelser etter land
            I alt: 2 grupper, 3 i alt
            Sverige: 1 (Formel = Code("SE"))
            Leverandører over terskelen etter landet de er registrert i, med dem uten land for seg.
            Formel = Code("count of rows by country where turnover > 30000: …")
            Enhet = Text("antall")
            Periode = Text("2024")
            Tall per = Text("31.\u{a0}desember 2024")
            Datasett = Text("leverandørregisteret, 3 rader")
            Fil = Data([("file-1", "data/2024/suppliers.csv")])
            Tallene (CSV) = File { path: "data/2024/suppliers-by-country.csv", name: "suppliers-by-country.csv" }
            1 Metode -> /redegjorelse/method/#chart-suppliers-by-country"#]],
    );
}

#[test]
fn figures_of_one_definition_are_one_entry_where_all_their_pages_are_named() {
    let workforce = "group_type,group,group_nb,group_en,women,men\nlevel,one,Ledere,Managers,60,40\n\
                     level,two,Fagfolk,Specialists,50,50\n";
    let text = "+++\ntitle = \"M\"\n+++\n[](fact:workforce.two.women) av \
                [](fact:workforce.one.share_women), [](fact:workforce.two.share_women), \
                [](fact:workforce.two.men).\n";
    let other = "+++\ntitle = \"N\"\n+++\n[](fact:workforce.one.women)\n";
    let report = composed(&with(&[
        ("data/2024/workforce.csv", workforce),
        ("content/report/01-method.md", text),
        ("content/report/02-more.md", other),
        ("content/report/02-more.en.md", other),
    ]));
    let evidence = evidence(&report, "nb");
    expect!["Medarbeidere: fact-workforce-one-women+fact-workforce-two-women fact-workforce-two-men fact-workforce-one-share_women+fact-workforce-two-share_women"].assert_eq(&outline(evidence));
    expect![[r#"
        Antall kvinner
        Ledere: 60 (Formel = Code("one"))
        Fagfolk: 50 (Formel = Code("two"))
        Kvinner i gruppen på datoen for tallene, talt som personer.
        Formel = Code("women where group is …")
        Enhet = Text("antall")
        Periode = Text("2024")
        Tall per = Text("31.\u{a0}desember 2024")
        Datasett = Text("personalsystemet")
        Fil = Data([("file-1", "data/2024/workforce.csv")])
        1 M -> /redegjorelse/method/#
        2 N -> /redegjorelse/more/#"#]]
    .assert_eq(&words(entry(evidence, "fact-workforce-two-women")));
    expect![[r#"
        Andel kvinner
        Ledere: 60 % (Teller og nevner = Text("60 av 100")) (Formel = Code("one"))
        Fagfolk: 50 % (Teller og nevner = Text("50 av 100")) (Formel = Code("two"))
        Kvinner i prosent av kvinner og menn i gruppen.
        Formel = Code("women / (women + men) where group is …")
        Enhet = Text("prosent")
        Periode = Text("2024")
        Tall per = Text("31.\u{a0}desember 2024")
        Datasett = Text("personalsystemet")
        Fil = Data([("file-1", "data/2024/workforce.csv")])
        1 M -> /redegjorelse/method/#"#]]
    .assert_eq(&words(entry(evidence, "fact-workforce-one-share_women")));
}

#[test]
fn formulas_with_other_words_in_two_places_are_told_once_with_the_words_of_each() {
    let matrix = "[matrix]\nlow = { low = \"low\", medium = \"medium\", high = \"high\" }\n\
                  medium = { low = \"low\", medium = \"medium\", high = \"high\" }\n\
                  high = { low = \"low\", medium = \"medium\", high = \"high\" }\n";
    let page = "+++\ntitle = \"M\"\n+++\n[](fact:risk.moves.low.medium), \
                [](fact:risk.moves.medium.medium), [](fact:risk.moves.high.low)\n";
    let report = composed(&with(&[
        ("data/2024/risk-matrix.toml", matrix),
        ("data/2024/country-risk.csv", "country,class,source\nNO,medium,Own\nSE,low,Own\n"),
        ("data/2024/industry-risk.csv", "nace,class,source\n46,medium,Own\n62,low,Own\n"),
        ("content/report/01-method.md", page),
    ]));
    let entry = entry(evidence(&report, "nb"), "fact-risk-moves-low-medium");
    expect![[r#"
        Risikoklasse før og etter egne regler
        Høy risiko → Lav risiko: 0 (Formel = Code("high, low"))
        Middels risiko → Middels risiko: 2 (Formel = Code("medium, medium"))
        Lav risiko → Middels risiko: 0 (Formel = Code("low, medium"))
        Leverandører med «…» etter land og næring og «…» etter egne regler.
        Formel = Code("count of rows where initial class is … and final class is … where turnover > 30000")
        Enhet = Text("antall")
        Periode = Text("2024")
        Tall per = Text("31.\u{a0}desember 2024")
        Datasett = Text("leverandørregisteret, 3 rader")
        Fil = Data([("file-4", "data/2024/suppliers.csv"), ("file-1", "data/2024/country-risk.csv"), ("file-2", "data/2024/industry-risk.csv"), ("file-3", "data/2024/risk-matrix.toml")])
        1 M -> /redegjorelse/method/#"#]].assert_eq(&words(entry));
}

#[test]
fn a_fact_of_another_period_says_which() {
    check(
        "[](fact:suppliers.count@2023)",
        "fact-suppliers-count__2023",
        expect![[r#"
            Forretningsforbindelser med innkjøp over terskelen: 2
            Oppgitt av virksomheten; ikke regnet ut av en datafil.
            Enhet = Text("antall")
            Periode = Text("2023")
            Datasett = Text("oppgitte tall")
            Fil = Data([("file-1", "data/2023/facts.toml")])
            1 Metode -> /redegjorelse/method/#"#]],
    );
}

#[test]
fn a_stated_fact_may_bring_its_definition() {
    let facts = "[\"organisation.employees\"]\nvalue = 40\nunit = \"count\"\n\
                 label = { nb = \"Ansatte\", en = \"Staff\" }\nsource = { nb = \"Lønnssystemet\", en = \"Payroll\" }\n\
                 definition = { nb = \"Fast ansatte ved årets slutt, uten vikarer.\", en = \"On the payroll.\" }\n";
    let page = "+++\ntitle = \"M\"\n+++\n[](fact:organisation.employees)\n";
    let sources = with(&[("data/2024/facts.toml", facts), ("content/report/01-method.md", page)]);
    let report = composed(&sources);
    let entry = entry(evidence(&report, "nb"), "fact-organisation-employees");
    expect![[r#"
        Ansatte: 40
        Fast ansatte ved årets slutt, uten vikarer.
        Enhet = Text("antall")
        Periode = Text("2024")
        Tall per = Text("31.\u{a0}desember 2024")
        Datasett = Text("oppgitte tall")
        Fil = Data([("file-1", "data/2024/facts.toml")])
        Kilde = Text("Lønnssystemet")
        1 M -> /redegjorelse/method/#"#]]
    .assert_eq(&words(entry));
}

#[test]
fn every_way_to_print_a_figure_is_found_and_all_languages_list_the_same() {
    let page = "+++\ntitle = \"[](fact:suppliers.registered) leverandører\"\n\
                description = \"Av [](fact:suppliers.excluded).\"\n\
                key_figures = [\"suppliers.countries\"]\n+++\n\
                > [](fact:suppliers.turnover)\n\nTekst.[^1]\n\n![](table:suppliers.by_industry)\n\n\
                ![](cards:suppliers.count)\n\n[^1]: Note: [](fact:report.year).\n";
    let report = composed(&with(&[("content/report/01-method.md", page)]));
    expect![[r#"
        Leverandører og forretningsforbindelser: series-suppliers-by_industry fact-suppliers-count fact-suppliers-countries fact-suppliers-excluded fact-suppliers-registered fact-suppliers-threshold fact-suppliers-turnover
        Rapporteringen: fact-report-year"#]].assert_eq(&outline(evidence(&report, "nb")));
    let anchors = |language| -> BTreeSet<String> {
        let groups = &evidence(&report, language).groups;
        let entries = groups.iter().flat_map(|one| &one.entries);
        entries.flat_map(|one| &one.figures).map(|one| one.anchor.clone()).collect()
    };
    assert_eq!(anchors("nb"), anchors("en"));
    assert!(entry(evidence(&report, "en"), "fact-suppliers-count").used.is_empty());
}

#[test]
fn the_evidence_is_the_last_page_of_its_report() {
    let report = composed(&chapter("[](fact:suppliers.count)"));
    let (front, last) = (page(&report, "nb", "report/_index"), page(&report, "nb", KEY));
    assert_eq!(front.children.last().map(|card| card.url.as_str()), Some(last.url.as_str()));
    assert_eq!(last.url, "/redegjorelse/dokumentasjon/");
    assert_eq!(page(&report, "en", KEY).url, "/en/statement/evidence/");
    let chapter = page(&report, "nb", "report/01-method");
    assert_eq!(chapter.next.as_ref().map(|card| card.key.as_str()), Some(KEY));
    assert_eq!(last.previous.as_ref().map(|card| card.key.as_str()), Some("report/01-method"));
    let document = &report.editions[0].documents[0];
    assert_eq!(document.chapters, ["report/01-method"]);
    assert_eq!(document.evidence.as_deref(), Some(KEY));
}

#[test]
fn a_report_that_prints_no_figure_has_no_evidence() {
    let report = composed(&with(&[]));
    let pages = &report.editions[0].pages;
    assert!(pages.iter().all(|page| page.evidence.is_none()));
}

#[test]
fn a_page_outside_reports_leads_to_the_report_of_its_period() {
    let home = "+++\ntitle = \"Hjem\"\nkey_figures = [\"suppliers.count\"]\n+++\nVelkommen.\n";
    let old = "+++\ntitle = \"I fjor\"\nperiod = 2023\n+++\n[](fact:suppliers.count)\n";
    let front = "+++\ntitle = \"2023\"\nkind = \"report\"\nperiod = 2023\n+++\n";
    let sources = with(&[
        ("content/_index.md", home),
        ("content/om.md", old),
        ("content/om.en.md", "+++\ntitle = \"Then\"\n+++\n"),
        ("content/earlier/_index.md", front),
        ("content/earlier/_index.en.md", front),
    ]);
    let report = composed(&sources);
    assert_eq!(outline(evidence(&report, "nb")).lines().count(), 1);
    let earlier = page(&report, "nb", "earlier/_evidence").evidence.as_ref().expect("evidence");
    assert_eq!(entry(earlier, "fact-suppliers-count").used[0].title, "I fjor");
    assert_eq!(entry(evidence(&report, "nb"), "fact-suppliers-count").used[0].title, "Hjem");
}

#[test]
fn a_site_without_a_report_has_its_evidence_at_the_root() {
    let plain = |title: &str| format!("+++\ntitle = \"{title}\"\n+++\n[](fact:suppliers.count)\n");
    let (nb, en) = (plain("Rapport"), plain("Report"));
    let sources =
        with(&[("content/report/_index.md", nb.as_str()), ("content/report/_index.en.md", &en)]);
    let report = composed(&sources);
    assert_eq!(page(&report, "nb", "_evidence").url, "/dokumentasjon/");
    assert_eq!(page(&report, "en", "_evidence").url, "/en/evidence/");
}

#[test]
fn an_address_that_a_chapter_has_is_left_to_it() {
    let own = "+++\ntitle = \"D\"\nslug = \"dokumentasjon\"\n+++\n[](fact:suppliers.count)\n";
    let report = composed(&with(&[("content/report/01-method.md", own)]));
    assert_eq!(page(&report, "nb", KEY).url, "/redegjorelse/dokumentasjon-2/");
}

#[test]
fn a_figure_on_many_pages_names_the_first_of_them() {
    let pages: Vec<(String, String)> = (1..=15)
        .flat_map(|n| {
            let text = format!("+++\ntitle = \"P{n}\"\n+++\n[](fact:suppliers.count)\n");
            [
                (format!("content/p{n:02}.md"), text.clone()),
                (format!("content/p{n:02}.en.md"), text),
            ]
        })
        .collect();
    let changed: Vec<(&str, &str)> =
        pages.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let report = composed(&with(&changed));
    let entry = entry(evidence(&report, "nb"), "fact-suppliers-count");
    assert_eq!((entry.used.len(), entry.used_more), (12, 3));
}

#[test]
fn a_figure_in_prose_is_a_link_but_not_within_another_or_a_heading() {
    let text = "## Om [](fact:suppliers.count) {#a}\n\n\
                Vi har [](fact:suppliers.count), se [alle [](fact:suppliers.registered)](#a).\n";
    let (artifacts, told) = built(&chapter(text));
    let artifacts = artifacts.unwrap_or_else(|| panic!("{told}"));
    let page = artifacts.text("redegjorelse/method/index.html").expect("the chapter");
    let link = "Vi har <a class=\"fact\" href=\"../../redegjorelse/dokumentasjon/index.html#fact-suppliers-count\" \
                data-fact=\"suppliers.count\" data-period=\"2024\">3</a>";
    assert!(page.contains(link), "{page}");
    assert!(page.contains("Om <span class=\"fact\" data-fact=\"suppliers.count\""), "{page}");
    let evidence = artifacts.text("redegjorelse/dokumentasjon/index.html").expect("the evidence");
    assert!(evidence.contains("<article class=\"entry\" id=\"fact-suppliers-count\">"));
    assert!(evidence.contains("href=\"../../redegjorelse/method/index.html#a\""), "{evidence}");
}

/// The example project with a second year, and with everything that a register and a report can say.
fn full() -> Sources {
    const REGISTER: &str = "supplier_id,name,country,nace,turnover,relation,strategic,risk_override,override_reason,exclude,exclude_reason,coc_signed_on\n\
         1,Alfa,NO,46.46,900000,first_tier,yes,high,Eget tilsyn,,,2025-01-01\n\
         2,Beta,SE,62.01,800000,business_partner,,,,,,2025-01-01\n\
         3,Gamma,DK,81.21,700000,sub_supplier,,,,,,2025-01-01\n\
         4,Delta,NO,46.46,600000,first_tier,,,,,,\n\
         5,Epsilon,NO,46.46,500000,first_tier,,,,,,\n\
         6,Zeta,NO,46.46,400000,first_tier,,,,,,\n\
         7,Eta,NO,46.46,300000,own_group,,,,,,\n\
         8,Theta,NO,46.46,200000,first_tier,,,,yes,Offentlig,\n\
         9,Iota,NO,46.46,10,first_tier,,,,,,\n";
    const REPORT: &str = "year = 2025\naccept_jumps = true\ncutoff = 2025-12-31\n\
         period_start = 2025-01-01\nperiod_end = 2025-12-31\npublished_on = 2026-06-01\n\
         annual_report_reference = { nb = \"Side 3\", en = \"Page 3\" }\n\
         [threshold]\namount = 30000\ncurrency = \"NOK\"\n[code_of_conduct]\nbase_year = 2024\n\
         [contact]\nname = \"Kari\"\nrole = { nb = \"leder\", en = \"head\" }\nemail = \"a@b.example\"\n\
         phone = \"+47 00\"\n[information_request]\nemail = \"a@b.example\"\n\
         [[entities]]\nname = \"Alt AS\"\n";
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let (example, _) = Sources::read(folder, "belegg.toml").expect("the example project");
    let mut files: BTreeMap<String, Vec<u8>> = example
        .iter()
        .map(|(_, source)| (source.path.to_string(), source.bytes().to_vec()))
        .collect();
    for name in ["country-risk.csv", "industry-risk.csv", "risk-matrix.toml", "questionnaire.toml"]
    {
        let bytes = files[&format!("data/2024/{name}")].clone();
        files.insert(format!("data/2025/{name}"), bytes);
    }
    for (name, text) in [
        ("suppliers.csv", REGISTER),
        ("report.toml", REPORT),
        ("audits.csv", "supplier_id,date,type,findings,closed\n1,2025-05-02,site,3,1\n"),
        ("findings.csv", "id,kind,scope,status\nf1,actual,supply_chain,open\n"),
        ("measures.csv", "id,type,status,title_nb,title_en\nm1,remedy,ongoing,Betaling,Pay\n"),
        (
            "goals.csv",
            "id,status,text_nb,text_en,baseline,target,value,unit\ng1,on_track,Flere,More,48,75,66,percent\n",
        ),
        (
            "requests.csv",
            "id,received_on,answered_on,extended,outcome\nr1,2025-01-10,2025-01-20,no,answered\n\
             r2,2025-02-10,2025-02-20,no,refused\nr3,2025-03-10,,no,\n",
        ),
        (
            "workforce.csv",
            "group_type,group,group_nb,group_en,women,men\ntotal,,,,120,80\n\
             level,level_1,Ledere,Managers,60,40\nlevel,level_2,Fagfolk,Specialists,60,40\n",
        ),
        (
            "pay.csv",
            "level,women_n,men_n,women_avg,men_avg,year\ntotal,120,80,600000,620000,2025\n\
             level_1,60,40,700000,710000,2025\n",
        ),
        ("leave.csv", "women_weeks,men_weeks,women_n,men_n\n20,12,10,9\n"),
    ] {
        files.insert(format!("data/2025/{name}"), text.as_bytes().to_vec());
    }
    Sources::from_files(files)
}

#[test]
fn every_fact_and_series_is_named_and_defined_in_every_language_of_the_theme() {
    let mut diagnostics = Diagnostics::default();
    let figures = figures(&full(), &Options::default(), &mut diagnostics).expect("a project");
    let theme = Theme::load("default", &full(), &mut diagnostics);
    let mut missing = BTreeSet::new();
    let mut topics = BTreeSet::new();
    let known: Vec<&PeriodFacts> = figures.facts.periods.values().collect();
    for tag in Locale::tags() {
        let words = theme.words(Locale::find(tag).expect("a locale"));
        let mut look = |id: &str, labels: [&Label; 2]| {
            topics.insert(id.split('.').next().unwrap_or_default().to_string());
            let lacks = labels.iter().flat_map(|label| keys(label)).filter(|key| !words.has(key));
            missing.extend(lacks.map(|key| format!("{tag} has no `{key}`, for `{id}`")));
        };
        for known in &known {
            known.facts.values().for_each(|one| look(&one.id, [&one.label, &one.definition]));
            known.series.values().for_each(|one| look(&one.id, [&one.label, &one.definition]));
        }
    }
    let words = &theme.messages["nb"];
    let unnamed = topics.iter().filter(|topic| !words.has(&format!("topic.{topic}")));
    missing.extend(unnamed.map(|topic| format!("there is no `topic.{topic}`")));
    assert!(missing.is_empty(), "{missing:#?}");
    for id in ["risk.final", "suppliers.by_relation", "findings.by_kind", "pay.by_level"] {
        assert!(figures.facts.series("2025", id).is_some(), "the project has no {id}");
    }
    for id in [
        "audits.open",
        "report.entities",
        "suppliers.count.percent_since_2024",
        "goals.g1.target",
        "requests.median_days",
        "workforce.level_1.women",
        "leave.men_weeks",
    ] {
        assert!(figures.facts.fact("2025", id).is_some(), "the project has no {id}");
    }
}

/// The messages that a label is made of.
fn keys(label: &Label) -> Vec<&str> {
    match label {
        Label::Message(key) => vec![key],
        Label::Filled(key, values) => {
            let inside = values.iter().flat_map(|(_, value)| keys(value));
            [key.as_str()].into_iter().chain(inside).collect()
        }
        Label::Given(_) | Label::Country(_) | Label::Industry(_) | Label::Verbatim(_) => Vec::new(),
    }
}

#[test]
fn the_published_figures_have_definitions_categories_and_a_schema() {
    let (artifacts, told) = built(&chapter("[](fact:suppliers.count)"));
    let artifacts = artifacts.unwrap_or_else(|| panic!("{told}"));
    let read = |path: &str| -> Value {
        serde_json::from_str(artifacts.text(path).expect("a file")).expect("JSON")
    };
    let (figures, schema) = (read("figures.json"), read("figures.schema.json"));
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let kept = std::fs::read_to_string(folder.join("docs/schemas/figures.schema.json"));
    assert_eq!(artifacts.text("figures.schema.json"), kept.ok().as_deref());
    assert_eq!(figures["$schema"], "figures.schema.json");
    let share = |one: &&Value| one["id"] == "suppliers.by_country.NO.share";
    let fact = figures["facts"].as_array().expect("facts").iter().find(share).expect("a share");
    assert_eq!((&fact["numerator"], &fact["denominator"]), (&2.into(), &3.into()));
    assert_eq!(fact["rounding"], "half away from zero");
    assert!(fact["definition"]["nb"].as_str().is_some_and(|text| text.ends_with('.')));
    let countries = |one: &&Value| one["id"] == "suppliers.by_country";
    let series = figures["series"].as_array().expect("series").iter().find(countries);
    let series = series.expect("suppliers by country");
    assert_eq!(series["total"], 3);
    assert_eq!(series["categories"][0]["key"], "NO");
    assert_eq!(unknown_fields(&figures, &schema, &schema, "figures"), Vec::<String>::new());
}

/// Fields that the schema does not name or that it wants and are not there. What they hold is
/// judged by a validator that knows nothing of this program: see `tests/browser/figures.mjs`.
fn unknown_fields(value: &Value, schema: &Value, root: &Value, at: &str) -> Vec<String> {
    let schema = match schema["$ref"].as_str() {
        Some(name) => &root["$defs"][name.trim_start_matches("#/$defs/")],
        None => schema,
    };
    match value {
        Value::Array(items) => {
            items.iter().flat_map(|item| unknown_fields(item, &schema["items"], root, at)).collect()
        }
        Value::Object(fields) if schema["properties"].is_object() => {
            let wanted = schema["required"].as_array().into_iter().flatten();
            let lacks = wanted.filter_map(Value::as_str).filter(|name| !fields.contains_key(*name));
            let lacks = lacks.map(|name| format!("{at} lacks {name}"));
            let inside = fields.iter().flat_map(|(name, value)| {
                let at = format!("{at}.{name}");
                match &schema["properties"][name] {
                    Value::Null => vec![format!("{at} is not in the schema")],
                    known => unknown_fields(value, known, root, &at),
                }
            });
            lacks.chain(inside).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn the_places_where_a_figure_is_printed_are_known_by_line() {
    let sources =
        chapter("## A {#a}\n\n[](fact:suppliers.count)\n\n![](chart:suppliers.by_country)");
    let mut diagnostics = Diagnostics::default();
    let figures = figures(&sources, &Options::default(), &mut diagnostics).expect("a project");
    let places: Vec<(String, usize)> = figures
        .printed
        .iter()
        .map(|one| (one.id.clone(), sources.line_and_column(one.span.file, one.span.start).0))
        .collect();
    assert_eq!(
        places,
        [("suppliers.count".to_string(), 6), ("suppliers.by_country".to_string(), 8)]
    );
    let series = figures.facts.series("2024", "suppliers.by_country").expect("a series");
    assert_eq!(series.measure, Measure::Count);
}

#[test]
fn a_definition_may_not_be_a_number() {
    let facts = "[\"a.b\"]\nvalue = 40\nunit = \"count\"\ndefinition = 4\n";
    tells(
        &with(&[("data/2024/facts.toml", facts)]),
        expect![[r#"
            error[wrong-type]: `definition` must be a text, or one a language, not a number
             --> data/2024/facts.toml:4:14
              |
            4 | definition = 4
              |              ^
              |
              = help: write `definition = { nb = "…", en = "…" }`

        "#]],
    );
}

#[test]
fn in_the_pdf_a_figure_leads_to_its_entry_of_the_appendix() {
    let sources =
        chapter("## Om [](fact:suppliers.count) {#a}\n\nVi har [](fact:suppliers.count).");
    let report = composed(&sources);
    let theme = Theme::load("default", &sources, &mut Diagnostics::default());
    let edition = &report.editions[0];
    let (document, files) = (&edition.documents[0], belegg::artifact::Artifacts::default());
    let project =
        belegg::render::typst::document(&report, edition, document, &theme, &files, &|_| {
            String::new()
        });
    let content = String::from_utf8(project.files["content.typ"].to_vec()).expect("UTF-8");
    let from = content.find("theme.section").expect("a section");
    expect![[r#"
        theme.section(name: "report/01-method#a", heading(level: 2, numbering: theme.given("1.1"), { text("Om "); text("3"); }))
        par({ text("Vi har "); theme.fact(label("report/_evidence#fact-suppliers-count"), text("3")); text("."); })
        })
        theme.chapter(number: none, name: "report/_evidence", plain: "Dokumentasjon av tallene", heading(level: 1, numbering: none, { text("Dokumentasjon av tallene"); }), {
        theme.evidence-intro(text("Hva hvert tall betyr, hvordan det er regnet ut, og hvor det kommer fra."))
        theme.evidence-topic(heading(level: 2, numbering: none, outlined: false, bookmarked: true, { text("Leverandører og forretningsforbindelser"); }))
        theme.evidence(title: text("Forretningsforbindelser med innkjøp over terskelen"), definition: text("Leverandører i registeret med innkjøp over terskelen i perioden; egne konsernselskaper og de som er utelatt av en oppgitt grunn, er ikke med."), figures: ((name: "report/_evidence#fact-suppliers-count", label: text("Forretningsforbindelser med innkjøp over terskelen"), value: text("3"), lines: ()), ), lines: ((name: "formula", term: "Formel", detail: "count of rows where turnover > 30000", code: true), (name: "unit", term: "Enhet", detail: "antall", code: false), (name: "period", term: "Periode", detail: "2024", code: false), (name: "as-of", term: "Tall per", detail: "31. desember 2024", code: false), (name: "dataset", term: "Datasett", detail: "leverandørregisteret, 5 rader", code: false), (name: "file", term: "Fil", detail: "[1]", code: true), ))
        theme.evidence-topic(heading(level: 2, numbering: none, outlined: false, bookmarked: true, { text("Datafilene"); }))
        theme.evidence-note(text("Filens SHA-256"))
        theme.evidence-file("[1]", "data/2024/suppliers.csv", "30e83c0c67fbe88edd14f6837d0f8e7788f5244156aedace5cb8b2bd195b0930")
        })
        }
    "#]].assert_eq(&content[from..]);
}

#[test]
fn a_withheld_figure_is_named_without_its_value() {
    let workforce =
        "group_type,group,group_nb,group_en,women,men\nlevel,level_1,Ledere,Managers,3,18\n";
    let files = [("data/2024/workforce.csv", workforce)];
    let (artifacts, told) = built(&chapter_with("![](table:workforce)", &files));
    let artifacts = artifacts.unwrap_or_else(|| panic!("{told}"));
    let figures: Value =
        serde_json::from_str(artifacts.text("figures.json").expect("figures")).expect("JSON");
    expect![[r#"{"dataset":"data/2024/workforce.csv","id":"workforce.level_1.men","period":"2024","reason":"would give a small group away","smallest_group":5}"#]].assert_eq(&serde_json::to_string(&figures["suppressed"][0]).expect("JSON"));
    let facts = figures["facts"].as_array().expect("facts");
    assert!(!facts.iter().any(|fact| fact["id"] == "workforce.level_1.women"));
}
