//! The smaller datasets: findings, measures, goals, audits, requests, the workforce, stated series.

use std::collections::BTreeMap;

use belegg::derive::suppression::{Cells, Relation, Shown, shown};
use belegg::document::{Block, Cell, DataTable, FigureContent};
use belegg::fact::PeriodFacts;
use belegg::source::Sources;
use expect_test::{Expect, expect};
use proptest::prelude::*;

use crate::project::{composed, page, tells, with, words};

const CHAPTER: &str = "content/report/01-method.md";

/// The small project with these files in its period, and this text on its Norwegian chapter.
fn project(files: &[(&str, &str)], text: &str) -> Sources {
    let paths: Vec<String> = files.iter().map(|(name, _)| format!("data/2024/{name}")).collect();
    let chapter = format!("+++\ntitle = \"Metode\"\n+++\n{text}\n");
    let mut changed: Vec<(&str, &str)> =
        paths.iter().zip(files).map(|(path, (_, text))| (path.as_str(), *text)).collect();
    changed.push((CHAPTER, &chapter));
    with(&changed)
}

/// The text comes out as this.
fn says(files: &[(&str, &str)], text: &str, expected: Expect) {
    let report = composed(&project(files, text));
    expected.assert_eq(&words(page(&report, "nb", "report/01-method")).replace('\u{a0}', " "));
}

/// A file is told exactly this.
fn told(name: &str, text: &str, expected: Expect) {
    tells(&project(&[(name, text)], "Tekst."), expected);
}

/// The rows of the table that a text shows, and what stands under it.
fn shows(files: &[(&str, &str)], figure: &str, expected: Expect) {
    let report = composed(&project(files, figure));
    let figure =
        page(&report, "nb", "report/01-method").blocks.iter().find_map(|block| match block {
            Block::Figure(figure) => Some(figure),
            _ => None,
        });
    let figure = figure.expect("a figure");
    let (FigureContent::Table { table, .. } | FigureContent::Chart { table, .. }) = &figure.content
    else {
        panic!("no table")
    };
    let text = format!("{}\n{}", lines(table), figure.source);
    expected.assert_eq(&text.replace('\u{a0}', " "));
}

fn lines(table: &DataTable) -> String {
    let text = |cell: &Cell| match cell {
        Cell::Text(text) | Cell::Value { text, .. } => text.clone(),
        Cell::Status { word, .. } => word.clone(),
    };
    let heads = table.columns.iter().map(|column| column.title.clone()).collect::<Vec<_>>();
    let rows = table.rows.iter().map(|row| row.iter().map(text).collect::<Vec<_>>());
    std::iter::once(heads).chain(rows).map(|row| row.join(" | ")).collect::<Vec<_>>().join("\n")
}

/// The facts of the period.
fn facts(files: &[(&str, &str)]) -> PeriodFacts {
    let sources = project(files, "Tekst.");
    let mut told = belegg::diagnostic::Diagnostics::default();
    let project =
        belegg::load::project("belegg.toml", &sources, &[], None, &mut told).expect("a project");
    let mut facts = belegg::derive::facts(&project.datasets, None, &mut told);
    facts.periods.remove("2024").expect("the period")
}

const FINDINGS: (&str, &str) = (
    "findings.csv",
    "id,kind,scope,topic_nb,topic_en,country,nace,severity,likelihood,text_nb,text_en,status\n\
     f1,actual,supply_chain,Lønn,Wages,BD,14.13,4,3,For lav lønn,Wages too low,being_handled\n\
     f2,significant_risk,supply_chain,Arbeidstid,Hours,,,,,Lange dager,Long days,open\n\
     f3,potential,own,Støy,Noise,,,2,2,Støy på lager,Noise in store,closed\n",
);

const MEASURES: (&str, &str) = (
    "measures.csv",
    "id,type,status,title_nb,title_en,finding_ids,owner_role_nb,owner_role_en,due,result_nb,result_en,expected_result_nb,expected_result_en\n\
     m1,remedy,ongoing,Etterbetaling,Back pay,f1 f3,Innkjøp,Procurement,2025-06-30,,,Alle har fått lønn,All were paid\n\
     m2,track,done,Revisjon,Audit,f3;f1,Innkjøp,Procurement,2024-10-01,Lukket,Closed,,\n",
);

#[test]
fn findings_are_counted_by_kind_scope_and_status() {
    says(
        &[FINDINGS, MEASURES],
        "[](fact:findings.count) funn, [](fact:findings.by_kind.actual) faktisk, [](fact:findings.by_scope.supply_chain) hos leverandører, [](fact:findings.by_scope.business_partner) hos partnere, [](fact:findings.open) åpne, [](fact:findings.without_measure) uten tiltak.",
        expect!["3 funn, 1 faktisk, 2 hos leverandører, 0 hos partnere, 2 åpne, 1 uten tiltak."],
    );
}

#[test]
fn findings_make_a_table_in_the_reader_s_language() {
    shows(
        &[FINDINGS],
        "![](table:findings)",
        expect![[r#"
            Tema | Funn | Type | Hvor | Status
            Lønn | For lav lønn | Faktisk negativ konsekvens | Leverandørkjede | Under oppfølging
            Støy | Støy på lager | Mulig negativ konsekvens | Egen virksomhet | Lukket
            Arbeidstid | Lange dager | Vesentlig risiko | Leverandørkjede | Åpen
            Kilde: listen over funn."#]],
    );
}

#[test]
fn a_measure_without_a_result_says_what_is_expected() {
    shows(
        &[FINDINGS, MEASURES],
        "![](table:measures)",
        expect![[r#"
            Tiltak | Status | Frist | Ansvarlig | Resultat
            Etterbetaling | Pågår | 30. juni 2025 | Innkjøp | Ventet: Alle har fått lønn
            Revisjon | Gjennomført | 1. oktober 2024 | Innkjøp | Lukket
            Kilde: tiltakslisten."#]],
    );
}

#[test]
fn a_chart_may_show_the_findings_by_scope() {
    shows(
        &[FINDINGS],
        "![](chart:findings.by_scope)",
        expect![[r#"
            Hvor | Antall | Andel
            Egen virksomhet | 1 | 33 %
            Leverandørkjede | 2 | 67 %
            Forretningspartner | 0 | 0 %
            Kilde: listen over funn."#]],
    );
}

#[test]
fn a_measure_about_an_unknown_finding() {
    let measures = "id,type,status,finding_ids\nm1,cease,planned,f1 f22\n";
    tells(
        &project(&[FINDINGS, ("measures.csv", measures)], "Tekst."),
        expect![[r#"
        error[unknown-finding]: the measure `m1` is about the finding `f22`, which is not in `data/2024/findings.csv`
         --> data/2024/measures.csv:2:18
          |
        2 | m1,cease,planned,f1 f22
          |                  ^^^^^^
          |
          = help: there is a finding `f2`

    "#]],
    );
}

#[test]
fn a_finding_with_an_unknown_word_a_wrong_grade_and_an_id_that_stands_twice() {
    told(
        "findings.csv",
        "id,kind,scope,severity,country,status\nf1,actuall,own,3,NO,open\nf2,actual,own,6,Atlantis,open\nf2,actual,own,1.5,NO,open\nf2,actual,own,1,NO,open\n",
        expect![[r#"
            error[wrong-cell]: `actuall` in row 2, column `kind` is not a word that is known here
             --> data/2024/findings.csv:2:4
              |
            2 | f1,actuall,own,3,NO,open
              |    ^^^^^^^
              |
              = help: did you mean `actual`?

            error[wrong-cell]: `6` in row 3, column `severity` is not 1 to 5
             --> data/2024/findings.csv:3:15
              |
            3 | f2,actual,own,6,Atlantis,open
              |               ^
              |
              = help: write a whole number from 1 to 5

            error[wrong-cell]: `Atlantis` in row 3, column `country` is not a country
             --> data/2024/findings.csv:3:17
              |
            3 | f2,actual,own,6,Atlantis,open
              |                 ^^^^^^^^
              |
              = help: write its two-letter code, such as NO, or its name

            error[duplicate-id]: the finding `f2` stands twice
             --> data/2024/findings.csv:4:1
              |
            4 | f2,actual,own,1.5,NO,open
              | ^^
              |
              = help: merge the two rows, or give one another name
            note: first here
             --> data/2024/findings.csv:3:1
              |
            3 | f2,actual,own,6,Atlantis,open
              | ^^

            error[wrong-cell]: `1.5` in row 4, column `severity` is not 1 to 5
             --> data/2024/findings.csv:4:15
              |
            4 | f2,actual,own,1.5,NO,open
              |               ^^^
              |
              = help: write a whole number from 1 to 5

            error[duplicate-id]: the finding `f2` stands twice
             --> data/2024/findings.csv:5:1
              |
            5 | f2,actual,own,1,NO,open
              | ^^
              |
              = help: merge the two rows, or give one another name
            note: first here
             --> data/2024/findings.csv:3:1
              |
            3 | f2,actual,own,6,Atlantis,open
              | ^^

        "#]],
    );
}

#[test]
fn goals_have_a_baseline_a_target_and_a_value() {
    let goals = "id,status,text_nb,text_en,baseline,target,value,unit,due\ng1,on_track,Flere signerer,More sign,48,75,66,percent,2026-12-31\n";
    shows(
        &[("goals.csv", goals)],
        "![](table:goals)",
        expect![[r#"
            Mål | Utgangspunkt | Målverdi | Nå | Status | Frist | Ansvarlig
            Flere signerer | 48 % | 75 % | 66 % | I rute | 31. desember 2026 | 
            Kilde: måltabellen."#]],
    );
    says(
        &[("goals.csv", goals)],
        "Fra [48 %](fact:goals.g1.baseline) til [](fact:goals.g1.target); [](fact:goals.by_status.on_track) i rute.",
        expect!["Fra 48 % til 75 %; 1 i rute."],
    );
}

#[test]
fn a_goal_with_numbers_needs_a_unit() {
    told(
        "goals.csv",
        "id,status,text_nb,text_en,target\ng1,on_track,A,B,75\n",
        expect![[r#"
        error[wrong-cell]: `75` in row 2, column `target` has no unit
         --> data/2024/goals.csv:2:17
          |
        2 | g1,on_track,A,B,75
          |                 ^^
          |
          = help: write `count`, `percent`, `points` or `number` in the column `unit`

    "#]],
    );
}

#[test]
fn audits_close_at_most_what_they_found_and_lie_in_the_period() {
    let report = "year = 2024\nperiod_start = 2024-01-01\nperiod_end = 2024-12-31\n";
    let audits =
        "supplier_id,date,type,findings,closed\n1,2024-05-01,site,2,3\n2,2023-05-01,vist,1,1\n";
    tells(
        &project(&[("report.toml", report), ("audits.csv", audits)], "Tekst."),
        expect![[r#"
        error[wrong-cell]: `3` in row 2, column `closed` is more than there are findings
         --> data/2024/audits.csv:2:21
          |
        2 | 1,2024-05-01,site,2,3
          |                     ^
          |
          = help: an audit closes at most the findings that it made

        warning[outside-period]: the audit of 2023-05-01 is not in the period, 2024-01-01 to 2024-12-31
         --> data/2024/audits.csv:3:3
          |
        3 | 2,2023-05-01,vist,1,1
          |   ^^^^^^^^^^
          |
          = help: correct the date, or move the row to the period that it belongs to

        error[wrong-cell]: `vist` in row 3, column `type` is not a word that is known here
         --> data/2024/audits.csv:3:14
          |
        3 | 2,2023-05-01,vist,1,1
          |              ^^^^
          |
          = help: write one of site, remote, document

    "#]],
    );
}

#[test]
fn the_rate_of_closed_findings_has_its_parts() {
    let audits =
        "supplier_id,date,type,findings,closed\n1,2024-05-01,site,2,2\n2,2024-05-02,remote,3,1\n";
    says(
        &[("audits.csv", audits)],
        "[](fact:audits.closed_rate), [](fact:audits.by_type.site) på stedet",
        expect!["60 %, 1 på stedet"],
    );
    let facts = facts(&[("audits.csv", audits)]);
    assert_eq!(facts.facts["audits.closed_rate"].parts, Some((3.into(), 5.into())));
}

const REQUESTS: (&str, &str) = (
    "requests.csv",
    "id,received_on,answered_on,extended,outcome\n\
     r1,2024-01-10,2024-01-31,no,answered\n\
     r2,2024-02-01,2024-02-23,no,partly\n\
     r3,2024-12-31,2025-02-28,yes,refused\n\
     r4,2024-11-01,,no,\n\
     r5,2024-12-20,,no,\n",
);

#[test]
fn requests_are_on_time_within_three_weeks_or_two_months() {
    shows(
        &[REQUESTS],
        "![](table:requests)",
        expect![[r#"
            Krav om informasjon | Verdi
            Krav om informasjon mottatt i perioden | 5
            Krav om informasjon som er besvart | 3
            Krav om informasjon som er avslått | 1
            Krav om informasjon besvart innen fristen | 2
            Andel av kravene om informasjon som er besvart innen fristen | 50 %
            Dager til svar på krav om informasjon, median | 22
            Krav om informasjon der fristen var ute uten svar | 1
            Kilde: loggen over krav om informasjon."#]],
    );
}

#[test]
fn a_log_of_requests_that_says_who_asked_is_refused() {
    told(
        "requests.csv",
        "id,Navn,received_on,answered_on,outcome\nr1,Kari,2024-01-10,,\n",
        expect![[r#"
            error[private-column]: `data/2024/requests.csv` says who asked, in the column `navn`
             --> data/2024/requests.csv:1:4
              |
            1 | id,Navn,received_on,answered_on,outcome
              |    ^^^^
              |
              = help: anybody may ask without giving a reason: take the column out of the file

        "#]],
    );
}

#[test]
fn a_request_answered_before_it_came_or_without_an_outcome() {
    told(
        "requests.csv",
        "id,received_on,answered_on,outcome\nr1,2024-01-10,2024-01-09,answered\nr2,2024-01-10,2024-01-12,\nr3,2024-01-10,,refused\n",
        expect![[r#"
            error[wrong-cell]: `2024-01-09` in row 2, column `answered_on` is before the request was received
             --> data/2024/requests.csv:2:15
              |
            2 | r1,2024-01-10,2024-01-09,answered
              |               ^^^^^^^^^^
              |
              = help: correct one of the two dates

            error[wrong-cell]: the cell in row 3, column `outcome` is empty, but the request was answered
             --> data/2024/requests.csv:3:26
              |
            3 | r2,2024-01-10,2024-01-12,
              |                          ^
              |
              = help: write answered, partly or refused

            error[wrong-cell]: `refused` in row 4, column `outcome` is the outcome of a request without an answer
             --> data/2024/requests.csv:4:16
              |
            4 | r3,2024-01-10,,refused
              |                ^^^^^^^
              |
              = help: fill in `answered_on`: a refusal is an answer too

        "#]],
    );
}

const WORKFORCE: (&str, &str) = (
    "workforce.csv",
    "group_type,group,group_nb,group_en,women,men\n\
     total,,,,120,80\n\
     board,,,,3,4\n\
     level,level_1,Ledere,Managers,12,18\n\
     level,level_2,Fagfolk,Specialists,60,42\n\
     level,level_3,Medarbeidere,Staff,48,20\n\
     contract,temporary,,,10,8\n",
);

#[test]
fn the_workforce_is_counted_by_group_and_gender() {
    shows(
        &[WORKFORCE],
        "![](table:workforce)",
        expect![[r#"
        Gruppe | Kvinner | Menn | I alt | Andel kvinner
        Alle ansatte | 120 | 80 | 200 | 60 %
        Styret | 3 | 4 | 7 | 43 %
        Ledere | 12 | 18 | 30 | 40 %
        Fagfolk | 60 | 42 | 102 | 59 %
        Medarbeidere | 48 | 20 | 68 | 71 %
        Midlertidig ansatte | 10 | 8 | 18 | 56 %
        Kilde: personalsystemet."#]],
    );
    says(
        &[
            WORKFORCE,
            ("targets.toml", "[[target]]\ngroup = \"board\"\n[[target]]\ngroup = \"level_3\"\n"),
        ],
        "[](fact:workforce.total.share_women) kvinner, [](fact:workforce.level_1.total) ledere. Styret: [](fact:workforce.board.in_range), [ja](fact:workforce.level_3.in_range \"≈\").",
        expect!["60 % kvinner, 30 ledere. Styret: ja, ja."],
    );
}

#[test]
fn a_small_group_is_withheld_and_with_it_the_one_that_would_give_it_away() {
    let workforce = "group_type,group,group_nb,group_en,women,men\ntotal,,,,100,80\nlevel,level_1,Ledere,Managers,2,18\nlevel,level_2,Fagfolk,Specialists,50,42\nlevel,level_3,Medarbeidere,Staff,48,20\n";
    shows(
        &[("workforce.csv", workforce)],
        "![](table:workforce)",
        expect![[r#"
        Gruppe | Kvinner | Menn | I alt | Andel kvinner
        Alle ansatte | 100 | 80 | 180 | 56 %
        Ledere | – | – | 20 | –
        Fagfolk | 50 | 42 | 92 | 54 %
        Medarbeidere | – | – | 68 | –
        Kilde: personalsystemet. – betyr at tallet er holdt tilbake, slik at ingen i en gruppe på færre enn 5 personer kan kjennes igjen."#]],
    );
}

#[test]
fn levels_are_guarded_also_where_their_total_is_not_given() {
    let workforce = "group_type,group,group_nb,group_en,women,men\nlevel,level_1,Ledere,Managers,2,18\nlevel,level_2,Fagfolk,Specialists,50,42\nlevel,level_3,Medarbeidere,Staff,48,20\n";
    shows(
        &[("workforce.csv", workforce)],
        "![](table:workforce)",
        expect![[r#"
        Gruppe | Kvinner | Menn | I alt | Andel kvinner
        Ledere | – | – | 20 | –
        Fagfolk | 50 | 42 | 92 | 54 %
        Medarbeidere | – | – | 68 | –
        Kilde: personalsystemet. – betyr at tallet er holdt tilbake, slik at ingen i en gruppe på færre enn 5 personer kan kjennes igjen."#]],
    );
}

#[test]
fn a_group_whose_members_are_known_by_name_is_not_withheld() {
    let workforce = "group_type,women,men,public\ntotal,120,80,\nmanagement,3,4,yes\n";
    shows(
        &[("workforce.csv", workforce)],
        "![](table:workforce)",
        expect![[r#"
        Gruppe | Kvinner | Menn | I alt | Andel kvinner
        Alle ansatte | 120 | 80 | 200 | 60 %
        Ledelsen | 3 | 4 | 7 | 43 %
        Kilde: personalsystemet."#]],
    );
}

#[test]
fn a_withheld_figure_cannot_be_cited_nor_stated() {
    let workforce = "group_type,women,men\ntotal,3,20\n";
    let stated = "[\"workforce.total.women\"]\nvalue = 3\nunit = \"count\"\n";
    tells(
        &project(
            &[("workforce.csv", workforce), ("facts.toml", stated)],
            "[3](fact:workforce.total.women), [](fact:workforce.total.total)\n\n![](cards:workforce.total.men)\n\n![](chart:workforce.share_women)",
        ),
        expect![[r#"
            error[suppressed-fact]: `workforce.total.women` is withheld: it is about fewer than 5 people
             --> content/report/01-method.md:4:10
              |
            4 | [3](fact:workforce.total.women), [](fact:workforce.total.total)
              |          ^^^^^^^^^^^^^^^^^^^^^ people could be recognised
              |
              = help: merge small groups in `data/2024/workforce.csv`, or leave the figure out

            error[suppressed-fact]: `workforce.total.men` is withheld: with the other figures it would give a group of fewer than 5 away
             --> content/report/01-method.md:6:11
              |
            6 | ![](cards:workforce.total.men)
              |           ^^^^^^^^^^^^^^^^^^^ people could be recognised
              |
              = help: merge small groups in `data/2024/workforce.csv`, or leave the figure out

            error[suppressed-fact]: `workforce.share_women` is withheld: it is about fewer than 5 people
             --> content/report/01-method.md:8:5
              |
            8 | ![](chart:workforce.share_women)
              |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ people could be recognised
              |
              = help: merge small groups in `data/2024/workforce.csv`, or leave the figure out

            error[suppressed-fact]: `workforce.total.women` is stated here, but withheld: in `data/2024/workforce.csv` it is about too few people
             --> data/2024/facts.toml:1:2
              |
            1 | ["workforce.total.women"]
              |  ^^^^^^^^^^^^^^^^^^^^^^^
              |
              = help: take it out of `facts.toml`, or merge groups

        "#]],
    );
}

#[test]
fn a_closed_year_keeps_its_names_and_gives_nothing_away() {
    let named = r#"{"kind": "count", "value": 3, "formula": "women", "dataset": "x", "sha256": "x",
        "about": {"words": "fact.workforce.women", "name": {"words": {"nb": "Ledere", "en": "Managers"}}}}"#;
    let history = format!(
        r#"{{"2024": {{"facts": {{"workforce.level_1.women": {named}, "workforce.level_9.women": {named}}}}}}}"#
    );
    let workforce =
        "group_type,group,group_nb,group_en,women,men\nlevel,level_1,Ledere,Managers,3,18\n";
    let sources = project(&[("workforce.csv", workforce)], "Tekst.");
    let files = sources.iter().map(|(_, file)| (&*file.path, file.bytes()));
    let sources = Sources::from_files(files.chain([("data/history.json", history.as_bytes())]));
    let mut told = belegg::diagnostic::Diagnostics::default();
    let figures = belegg::figures(&sources, &belegg::Options::default(), &mut told);
    let figures = figures.expect("figures");
    let english = belegg::locale::Locale::find("en").expect("English");
    let words = figures.project.theme.words(english);
    let facts = figures.facts.periods["2024"].facts.values();
    let facts = facts.filter(|one| one.id.ends_with(".women") && one.id.starts_with("workforce."));
    let named =
        |one: &belegg::fact::Fact| belegg::compose::words::label(&one.label, english, words);
    let lines: Vec<String> = facts.map(|one| format!("{}: {}", one.id, named(one))).collect();
    expect!["workforce.level_9.women: number of women: Managers"].assert_eq(&lines.join("\n"));
}

#[test]
fn the_smallest_group_may_be_raised() {
    let report = "year = 2024\n[smallest_group]\npeople = 20\n";
    shows(
        &[WORKFORCE, ("report.toml", report)],
        "![](table:workforce)",
        expect![[r#"
        Gruppe | Kvinner | Menn | I alt | Andel kvinner
        Alle ansatte | 120 | 80 | 200 | 60 %
        Styret | 3 | 4 | 7 | 43 %
        Ledere | – | – | 30 | –
        Fagfolk | 60 | 42 | 102 | 59 %
        Medarbeidere | – | – | 68 | –
        Midlertidig ansatte | – | – | – | –
        Kilde: personalsystemet. – betyr at tallet er holdt tilbake, slik at ingen i en gruppe på færre enn 20 personer kan kjennes igjen."#]],
    );
}

#[test]
fn the_smallest_group_may_not_be_lowered() {
    told(
        "report.toml",
        "year = 2024\n[smallest_group]\npeople = 4\ncompanies = 2\n",
        expect![[r#"
        error[wrong-value]: `people` may not be less than 5
         --> data/2024/report.toml:3:10
          |
        3 | people = 4
          |          ^
          |
          = help: in smaller groups readers could recognise somebody: merge groups instead

        error[wrong-value]: `companies` may not be less than 3
         --> data/2024/report.toml:4:13
          |
        4 | companies = 2
          |             ^
          |
          = help: in smaller groups readers could recognise somebody: merge groups instead

    "#]],
    );
}

#[test]
fn a_mean_over_fewer_companies_than_asked_for_is_not_made() {
    let report = "year = 2024\n[smallest_group]\ncompanies = 4\n[threshold]\namount = 30000\ncurrency = \"NOK\"\n";
    told(
        "report.toml",
        report,
        expect![[r#"
        warning[small-group]: `suppliers.turnover` is not made: `data/2024/suppliers.csv` has only 3 for it, and companies could be recognised
         |
         = help: figures over companies are made from 4 of them upward

    "#]],
    );
}

#[test]
fn headcounts_are_whole_and_not_negative_and_groups_have_names() {
    told(
        "workforce.csv",
        "group_type,group,women,men,year\ntotal,,-3,7.5,2024\nlevel,L 1,10,10,2024\nlevel,level_2,,10,2019\nlevel,level_2,10,10,2024\nlevle,x,1,1,2024\n",
        expect![[r#"
            error[wrong-cell]: `-3` in row 2, column `women` is negative
             --> data/2024/workforce.csv:2:8
              |
            2 | total,,-3,7.5,2024
              |        ^^
              |
              = help: numbers of people and things begin at 0

            error[wrong-cell]: `7.5` in row 2, column `men` is not a whole number
             --> data/2024/workforce.csv:2:11
              |
            2 | total,,-3,7.5,2024
              |           ^^^
              |
              = help: count heads or things, not parts of them

            error[wrong-cell]: `L 1` in row 3, column `group` is not a name for facts
             --> data/2024/workforce.csv:3:7
              |
            3 | level,L 1,10,10,2024
              |       ^^^
              |
              = help: it becomes part of the names of facts: write small letters a–z, digits, `_` and `-`, such as `level_1`; what readers see stands in columns of its own

            error[wrong-cell]: `level_2` in row 4, column `group` has no name that readers see
             --> data/2024/workforce.csv:4:7
              |
            4 | level,level_2,,10,2019
              |       ^^^^^^^
              |
              = help: write its name in each language in `group_nb`, `group_en`

            error[wrong-cell]: the cell in row 4, column `women` is empty
             --> data/2024/workforce.csv:4:15
              |
            4 | level,level_2,,10,2019
              |               ^
              |
              = help: fill in the cell

            error[wrong-cell]: `2019` in row 4, column `year` is not the year of `data/2024/`
             --> data/2024/workforce.csv:4:19
              |
            4 | level,level_2,,10,2019
              |                   ^^^^
              |
              = help: figures of 2019 belong into `data/2019/`

            error[wrong-cell]: `level_2` in row 5, column `group` has no name that readers see
             --> data/2024/workforce.csv:5:7
              |
            5 | level,level_2,10,10,2024
              |       ^^^^^^^
              |
              = help: write its name in each language in `group_nb`, `group_en`

            error[wrong-cell]: `levle` in row 6, column `group_type` is not a word that is known here
             --> data/2024/workforce.csv:6:1
              |
            6 | levle,x,1,1,2024
              | ^^^^^
              |
              = help: did you mean `level`?

        "#]],
    );
}

#[test]
fn levels_that_do_not_add_up_are_told_with_the_numbers() {
    told(
        "workforce.csv",
        "group_type,group,group_nb,group_en,women,men\ntotal,,,,100,80\nlevel,a,A,A,50,40\nlevel,b,B,B,40,30\nhours,part_time,,,110,10\n",
        expect![[r#"
            warning[workforce-sum]: the levels have 90 women and 70 men, but `total` has 100 and 80
             --> data/2024/workforce.csv:3:7
              |
            3 | level,a,A,A,50,40
              |       ^
              |
              = help: correct the numbers, or say in the text who is counted where
            note: the whole
             --> data/2024/workforce.csv:2:1
              |
            2 | total,,,,100,80
              | ^^^^^

            warning[workforce-sum]: `part_time` has 110 women and 10 men, but `total` has 100 and 80
             --> data/2024/workforce.csv:5:7
              |
            5 | hours,part_time,,,110,10
              |       ^^^^^^^^^
              |
              = help: correct the numbers, or say in the text who is counted where
            note: the whole
             --> data/2024/workforce.csv:2:1
              |
            2 | total,,,,100,80
              | ^^^^^

        "#]],
    );
}

#[test]
fn a_target_of_an_unknown_group() {
    tells(
        &project(
            &[WORKFORCE, ("targets.toml", "[[target]]\ngroup = \"bord\"\nlow = 70\n")],
            "Tekst.",
        ),
        expect![[r#"
            error[wrong-value]: a share cannot lie between 70 and 60 percent
             --> data/2024/targets.toml:2:9
              |
            2 | group = "bord"
              |         ^^^^^^
              |
              = help: write `low = 40` and `high = 60`, in percent

        "#]],
    );
    tells(
        &project(&[WORKFORCE, ("targets.toml", "[[target]]\ngroup = \"bord\"\n")], "Tekst."),
        expect![[r#"
            error[unknown-group]: there is a target for `bord`, which is not in the workforce
             --> data/2024/targets.toml:2:9
              |
            2 | group = "bord"
              |         ^^^^^^
              |
              = help: there is a group `board`

        "#]],
    );
}

const PAY: (&str, &str) = (
    "pay.csv",
    "level,level_nb,level_en,women_n,men_n,women_avg,men_avg,ratio_pct\n\
     total,,,120,80,560000,600000,\n\
     level_1,Ledere,Managers,12,18,900000,1000000,90\n\
     level_2,Fagfolk,Specialists,60,4,,,101.5\n\
     level_3,Medarbeidere,Staff,48,58,,,101.5\n",
);

#[test]
fn pay_is_compared_where_there_are_enough_of_both() {
    shows(
        &[PAY],
        "![](table:pay)",
        expect![[r#"
        Stillingsnivå | Kvinners lønn i prosent av menns
        Alle ansatte | 93 %
        Ledere | 90 %
        Fagfolk | –
        Medarbeidere | 102 %
        Kilde: lønnskartleggingen. – betyr at tallet er holdt tilbake, slik at ingen i en gruppe på færre enn 5 personer kan kjennes igjen."#]],
    );
    shows(
        &[PAY],
        "![](chart:pay.by_level)",
        expect![[r#"
            Stillingsnivå | Kvinners lønn i prosent av menns
            Alle ansatte | 93 %
            Ledere | 90 %
            Medarbeidere | 102 %
            Kilde: lønnskartleggingen. Noen grupper er utelatt, slik at ingen i en gruppe på færre enn 5 personer kan kjennes igjen."#]],
    );
    says(
        &[PAY],
        "[](fact:pay.ratio?digits=1), [](fact:pay.level_1.ratio)",
        expect!["93,3 %, 90 %"],
    );
}

#[test]
fn a_pay_ratio_that_contradicts_its_averages() {
    told(
        "pay.csv",
        "level,women_n,men_n,women_avg,men_avg,ratio_pct\ntotal,120,80,560000,600000,96.5\ntotal,9,9,,,0.97\nmanagement,9,9,,,\nboard,9,9,500000,,\n",
        expect![[r#"
            error[wrong-cell]: `96.5` in row 2, column `ratio_pct` is not what the averages give
             --> data/2024/pay.csv:2:28
              |
            2 | total,120,80,560000,600000,96.5
              |                            ^^^^
              |
              = help: leave one of the two out, or correct it: the averages give 93.3

            error[duplicate-id]: the level `total` stands twice
             --> data/2024/pay.csv:3:1
              |
            3 | total,9,9,,,0.97
              | ^^^^^
              |
              = help: merge the two rows, or give one another name
            note: first here
             --> data/2024/pay.csv:2:1
              |
            2 | total,120,80,560000,600000,96.5
              | ^^^^^

            error[wrong-cell]: `0.97` in row 3, column `ratio_pct` is not a pay ratio in percent
             --> data/2024/pay.csv:3:13
              |
            3 | total,9,9,,,0.97
              |             ^^^^
              |
              = help: write percent: 97.5 where women earn 97.5 for each 100 that men earn

            error[wrong-cell]: the cell in row 4, column `ratio_pct` is empty
             --> data/2024/pay.csv:4:18
              |
            4 | management,9,9,,,
              |                  ^
              |
              = help: fill in `ratio_pct`, or both `women_avg` and `men_avg`

            error[wrong-cell]: `500000` in row 5, column `women_avg` is one average without the other
             --> data/2024/pay.csv:5:11
              |
            5 | board,9,9,500000,,
              |           ^^^^^^
              |
              = help: fill in both

        "#]],
    );
}

#[test]
fn parental_leave_is_an_average_of_enough_people() {
    let leave = "women_weeks,men_weeks,women_n,men_n\n31.25,14,12,3\n";
    shows(
        &[("leave.csv", leave)],
        "![](table:leave)",
        expect![[r#"
        Kjønn | Antall personer | Uker i gjennomsnitt
        Kvinner | 12 | 31,3
        Menn | – | –
        Kilde: personalsystemet, foreldrepermisjon. – betyr at tallet er holdt tilbake, slik at ingen i en gruppe på færre enn 5 personer kan kjennes igjen."#]],
    );
}

#[test]
fn parental_leave_of_nobody() {
    told(
        "leave.csv",
        "women_weeks,men_weeks,women_n,men_n\n31.25,14,0,9\n,0,9,0\n",
        expect![[r#"
        error[wrong-cell]: `31.25` in row 2, column `women_weeks` is an average over nobody
         --> data/2024/leave.csv:2:1
          |
        2 | 31.25,14,0,9
          | ^^^^^
          |
          = help: leave it empty, or correct the number of people

        error[wrong-cell]: the cell in row 3, column `women_weeks` is empty
         --> data/2024/leave.csv:3:1
          |
        3 | ,0,9,0
          | ^
          |
          = help: write the average number of weeks of those who took leave

        error[duplicate-id]: parental leave stands twice
         --> data/2024/leave.csv:3:4
          |
        3 | ,0,9,0
          |    ^
          |
          = help: one row says it all: the averages of the whole year
        note: first here
         --> data/2024/leave.csv:2:10
          |
        2 | 31.25,14,0,9
          |          ^

    "#]],
    );
}

/// Without the register, whose series would be computed.
fn totals_only(files: &[(&str, &str)], text: &str) -> Sources {
    let empty = [("suppliers.csv", "supplier_id,name,country,turnover\n")];
    let all: Vec<_> = files.iter().chain(&empty).copied().collect();
    let sources = project(&all, text);
    let kept = sources.iter().filter(|(_, file)| !file.path.ends_with("suppliers.csv"));
    Sources::from_files(kept.map(|(_, file)| (&*file.path, file.bytes())))
}

#[test]
fn a_stated_series_by_country_has_the_official_names() {
    let series =
        [("series/suppliers.by_country.csv", "country,count\nNO,3\nSverige,2\nunknown,1\n")];
    let sources = totals_only(&series, "![](table:suppliers.by_country)");
    let report = composed(&sources);
    let blocks = format!("{:?}", page(&report, "nb", "report/01-method").blocks);
    assert!(
        ["Norge", "Sverige", "Ukjent land", "50"].iter().all(|word| blocks.contains(word)),
        "{blocks}"
    );
}

#[test]
fn a_stated_series_by_industry_has_the_official_titles() {
    let series = [
        ("series/purchases.by_industry.csv", "nace,count\n46.46,3\n86,2\nunknown,1\n"),
        ("series/purchases.by_industry.toml", "label = { nb = \"Kjøp\", en = \"Purchases\" }\n"),
    ];
    shows(
        &series,
        "![](table:purchases.by_industry)",
        expect![[r#"
        Næring | Antall | Andel
        Engroshandel med sykepleie- og apotekvarer | 3 | 50 %
        Helsetjenester | 2 | 33 %
        Ikke klassifisert | 1 | 17 %
        Kilde: purchases.by_industry.csv."#]],
    );
}

#[test]
fn a_stated_series_of_shares_has_words_of_its_own() {
    shows(
        &[
            (
                "series/energy.by_source.csv",
                "key,share,label_nb,label_en\nwater,90.5,Vannkraft,Hydropower\nother,9.5,Annet,Other\n",
            ),
            (
                "series/energy.by_source.toml",
                "label = { nb = \"Kraft\", en = \"Power\" }\ndimension = { nb = \"Kilde\", en = \"Source\" }\nsource = { nb = \"Målere\", en = \"Meters\" }\n",
            ),
        ],
        "![](chart:energy.by_source)",
        expect![[r#"
            Kilde | Andel
            Vannkraft | 91 %
            Annet | 10 %
            Kilde: Målere. Andelene er avrundet og summerer seg derfor ikke til nøyaktig 100 %."#]],
    );
}

#[test]
fn a_stated_series_that_is_computed_too() {
    told(
        "series/suppliers.by_country.csv",
        "country,count\nNO,3\n",
        expect![[r#"
        error[stated-and-computed]: `suppliers.by_country` is stated here, but computed from `data/2024/suppliers.csv` too
         --> data/2024/series/suppliers.by_country.csv:2:4
          |
        2 | NO,3
          |    ^
          |
          = help: take one of the two files out

    "#]],
    );
}

#[test]
fn stated_shares_of_more_than_a_hundred_percent_and_a_key_without_a_name() {
    told(
        "series/energy.by_source.csv",
        "key,share\n46.46,80\nNO,21\nwater,1\nSE,101\n",
        expect![[r#"
            error[missing-words]: the series `energy.by_source` has no name that readers see
            --> data/2024/series/energy.by_source.csv:1:1
             = help: write `label = { nb = "…" }` into `data/2024/series/energy.by_source.toml`

            error[series-sum]: the shares of `energy.by_source` add up to 101 percent
             --> data/2024/series/energy.by_source.csv:2:7
              |
            2 | 46.46,80
              |       ^^
              |
              = help: parts of a whole are at most 100 percent together; if each is a percentage of its own, write `unit = "score"` into its .toml file

            error[wrong-cell]: `water` in row 4, column `key` has no name that readers see
             --> data/2024/series/energy.by_source.csv:4:1
              |
            4 | water,1
              | ^^^^^
              |
              = help: write it in `label_nb`, `label_en`

            error[wrong-cell]: `101` in row 5, column `share` is outside 0 to 100
             --> data/2024/series/energy.by_source.csv:5:4
              |
            5 | SE,101
              |    ^^^
              |
              = help: write percent, 25 for a quarter

        "#]],
    );
}

#[test]
fn a_stated_series_that_does_not_add_up_to_the_stated_count() {
    let files = [
        ("series/suppliers.by_country.csv", "country,count\nNO,3\nSE,2\n"),
        (
            "facts.toml",
            "[\"suppliers.count\"]\nvalue = 6\nunit = \"count\"\nsource = { nb = \"X\", en = \"X\" }\n",
        ),
    ];
    tells(
        &totals_only(&files, "Tekst."),
        expect![[r#"
        error[series-sum]: `suppliers.by_country` adds up to 5, but `suppliers.count` in `data/2024/facts.toml` is 6
         --> data/2024/series/suppliers.by_country.csv:2:4
          |
        2 | NO,3
          |    ^
          |
          = help: correct one of the two; what is not known is a row of its own, `unknown`

    "#]],
    );
}

#[test]
fn every_figure_of_people_and_of_the_account_has_words_and_a_definition() {
    let leave = ("leave.csv", "women_weeks,men_weeks,women_n,men_n\n31.25,14,12,13\n");
    let audits = ("audits.csv", "supplier_id,date,type,findings,closed\n1,2024-05-01,site,2,2\n");
    let goals = (
        "goals.csv",
        "id,status,text_nb,text_en,baseline,target,value,unit\ng1,on_track,A,B,1,2,3,count\n",
    );
    let targets = ("targets.toml", "[[target]]\ngroup = \"board\"\n");
    let all = [FINDINGS, MEASURES, REQUESTS, WORKFORCE, PAY, leave, audits, goals, targets];
    let facts = facts(&all);
    let mut lacking = Vec::new();
    for language in ["nb", "nn", "sv", "da", "en"] {
        let file = format!("i18n/{language}.toml");
        let words: BTreeMap<String, toml::Value> =
            toml::from_str(belegg::theme::built_in(&file).expect("words")).expect("valid TOML");
        let themes = [
            "audits.",
            "findings.",
            "goals.",
            "measures.",
            "requests.",
            "workforce.",
            "leave.",
            "pay.",
        ];
        for fact in facts
            .facts
            .values()
            .filter(|fact| themes.iter().any(|theme| fact.id.starts_with(theme)))
        {
            lacking.extend(keys(&fact.label).into_iter().filter(|key| !words.contains_key(key)));
        }
        for series in facts.series.values() {
            let own = [format!("definition.{}", series.id)];
            let own = own.into_iter().filter(|key| !key.contains("suppliers"));
            let all = keys(&series.label).into_iter().chain(keys(&series.dimension)).chain(own);
            lacking.extend(all.filter(|key| !words.contains_key(key)));
        }
        let facts = words.keys().filter_map(|key| key.strip_prefix("fact."));
        let mine = facts.filter(|id| {
            ["findings.", "requests.", "workforce.", "leave.", "pay."]
                .iter()
                .any(|theme| id.starts_with(theme))
        });
        lacking.extend(
            mine.map(|id| format!("definition.{id}")).filter(|key| !words.contains_key(key)),
        );
    }
    assert!(lacking.is_empty(), "{lacking:?}");
}

/// The messages that a label needs.
fn keys(label: &belegg::fact::Label) -> Vec<String> {
    use belegg::fact::Label;
    match label {
        Label::Message(key) => vec![key.clone()],
        Label::Filled(key, values) => {
            let mut keys: Vec<String> = values.iter().flat_map(|(_, value)| keys(value)).collect();
            keys.push(key.clone());
            keys
        }
        _ => Vec::new(),
    }
}

// Whoever knows all that is published, and which group is part of which, tries to compute what is
// withheld: a figure can be computed if it is a combination of published ones.

/// A linear combination of unknown cells: two for each group, two for what each relation leaves over.
type Combination = Vec<f64>;

/// Everything that is published, and that parts and what they leave over are their whole.
fn known(groups: &[Cells], relations: &[Relation], shown: &[Shown]) -> Vec<Combination> {
    let size = 2 * (groups.len() + relations.len());
    let one = |at: &[(usize, f64)]| {
        let mut combination = vec![0.0; size];
        at.iter().for_each(|(at, factor)| combination[*at] += factor);
        combination
    };
    let mut rows = Vec::new();
    for (group, shown) in shown.iter().enumerate() {
        match shown {
            Shown::Everything => {
                rows.extend([one(&[(2 * group, 1.0)]), one(&[(2 * group + 1, 1.0)])])
            }
            Shown::Sum => rows.push(one(&[(2 * group, 1.0), (2 * group + 1, 1.0)])),
            Shown::Nothing => {}
        }
    }
    for (at, relation) in relations.iter().enumerate() {
        let rest = 2 * (groups.len() + at);
        let left = relation.parts.iter().fold(groups[relation.whole], |left, part| Cells {
            women: left.women - groups[*part].women,
            men: left.men - groups[*part].men,
            ..left
        });
        for gender in 0..2 {
            let mut terms = vec![(2 * relation.whole + gender, -1.0)];
            terms.extend(relation.parts.iter().map(|part| (2 * part + gender, 1.0)));
            terms.push((rest + gender, 1.0));
            rows.push(one(&terms));
            // Everybody knows when the parts are all there are.
            if (left.women, left.men) == (0, 0) {
                rows.push(one(&[(rest + gender, 1.0)]));
            }
        }
    }
    rows
}

/// Whether a combination of the rows gives the wanted one (Gauss).
fn follows(rows: &[Combination], wanted: &Combination) -> bool {
    let mut rows = rows.to_vec();
    let mut wanted = wanted.clone();
    let mut done = 0;
    for column in 0..wanted.len() {
        let Some(pivot) = (done..rows.len()).find(|row| rows[*row][column].abs() > 1e-9) else {
            continue;
        };
        rows.swap(done, pivot);
        let pivot = rows[done].clone();
        let reduce = |row: &mut Combination| {
            let factor = row[column] / pivot[column];
            row.iter_mut().zip(&pivot).for_each(|(cell, by)| *cell -= factor * by);
        };
        rows[done + 1..].iter_mut().for_each(reduce);
        reduce(&mut wanted);
        done += 1;
    }
    wanted.iter().all(|cell| cell.abs() < 1e-6)
}

/// A total with levels, contracts, hours, and those who work part time against their will.
fn workforce() -> impl Strategy<Value = (Vec<Cells>, Vec<Relation>)> {
    let cell = || prop_oneof![2 => 0i64..5, 1 => 5i64..12, 2 => 5i64..300];
    let cells =
        move || (cell(), cell()).prop_map(|(women, men)| Cells { women, men, public: false });
    let levels = prop::collection::vec(cells(), 1..6);
    (levels, cells(), 0i64..=4, 0i64..=4, 0i64..=4).prop_map(|(levels, outside, a, b, c)| {
        let sum = levels.iter().fold(Cells::default(), |sum, one| Cells {
            women: sum.women + one.women,
            men: sum.men + one.men,
            ..sum
        });
        // Sometimes the levels are not all that there are.
        let total = if a == 0 {
            Cells { women: sum.women + outside.women, men: sum.men + outside.men, ..sum }
        } else {
            sum
        };
        let part = |of: Cells, share: i64| Cells {
            women: of.women * share / 4,
            men: of.men * (4 - share) / 4,
            ..of
        };
        let temporary = part(total, b);
        let part_time = part(total, c);
        let full_time =
            Cells { women: total.women - part_time.women, men: total.men - part_time.men, ..total };
        let involuntary = part(part_time, a);
        let mut groups = vec![total, temporary, part_time, full_time, involuntary];
        let first = groups.len();
        groups.extend(levels);
        let relations = vec![
            Relation { whole: 0, parts: (first..groups.len()).collect() },
            Relation { whole: 0, parts: vec![1] },
            Relation { whole: 0, parts: vec![2, 3] },
            Relation { whole: 2, parts: vec![4] },
        ];
        (groups, relations)
    })
}

/// Cells that mean something somewhere, and some that do not.
fn cells() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "",
        "1",
        "0",
        "-3",
        "7.5",
        "1e9",
        "99999999999999999999999999999",
        "79228162514264337593543950335",
        "0.0000000000000000000000000001",
        "97.5",
        "yes",
        "no",
        "open",
        "closed",
        "actual",
        "own",
        "total",
        "level",
        "hours",
        "part_time",
        "involuntary_part_time",
        "board",
        "level_1",
        "level_2",
        "f1",
        "f1 f2",
        "2024-02-29",
        "9999-12-31",
        "2024",
        "NO",
        "46.46",
        "percent",
        "count",
        "on_track",
        "site",
        "answered",
        "remedy",
        "planned",
        "\u{e5}",
    ]);
    let cell = prop_oneof![9 => known.prop_map(String::from), 1 => "[^,\n\r\"]{0,4}"];
    let row = prop::collection::vec(cell, 9).prop_map(|cells| cells.join(","));
    prop::collection::vec(row, 0..8).prop_map(|rows| rows.join("\n"))
}

const HEADS: [(&str, &str); 10] = [
    ("findings.csv", "id,kind,scope,status,severity,likelihood,country,nace,text_nb"),
    ("measures.csv", "id,type,status,finding_ids,due,title_nb,title_en,result_nb,result_en"),
    ("goals.csv", "id,status,baseline,target,value,unit,due,text_nb,text_en"),
    ("audits.csv", "supplier_id,date,type,findings,closed,,,,"),
    ("requests.csv", "id,received_on,answered_on,extended,outcome,,,,"),
    ("workforce.csv", "group_type,group,group_nb,group_en,women,men,public,year,"),
    ("leave.csv", "women_weeks,men_weeks,women_n,men_n,year,,,,"),
    ("pay.csv", "level,level_nb,level_en,women_n,men_n,women_avg,men_avg,ratio_pct,year"),
    ("series/a.by_b.csv", "key,value,label_nb,label_en,,,,,"),
    ("series/a.by_c.csv", "country,share,,,,,,,"),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_stands_in_the_tables_is_read_or_told(texts in prop::collection::vec(cells(), HEADS.len())) {
        let files: Vec<(&str, String)> = HEADS
            .iter()
            .zip(&texts)
            .map(|((name, head), text)| (*name, format!("{head}\n{text}\n")))
            .collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let facts = facts(&files);
        for id in facts.suppressed.keys() {
            prop_assert!(!facts.facts.contains_key(id) && !facts.series.contains_key(id), "{id}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_small_number_of_people_becomes_a_fact(levels in prop::collection::vec((0i64..12, 0i64..12), 1..6)) {
        let sum = |of: fn(&(i64, i64)) -> i64| levels.iter().map(of).sum::<i64>();
        let total = format!("total,,,,{},{}\n", sum(|level| level.0), sum(|level| level.1));
        let rows = levels.iter().enumerate();
        let rows: String = rows.map(|(at, (women, men))| format!("level,l{at},A,A,{women},{men}\n")).collect();
        let text = format!("group_type,group,group_nb,group_en,women,men\n{total}{rows}");
        for fact in facts(&[("workforce.csv", &text)]).facts.values() {
            if let (true, belegg::fact::Value::Count(count)) = (fact.id.starts_with("workforce."), &fact.value) {
                prop_assert!(*count == 0 || *count >= 5, "{} is {count} in {text}", fact.id);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_is_withheld_can_be_computed_from_what_is_published((groups, relations) in workforce()) {
        let shown = shown(&groups, &relations, 5);
        let known = known(&groups, &relations, &shown);
        let small = |count: i64| (1..5).contains(&count);
        for (group, cells) in groups.iter().enumerate() {
            let is_small = small(cells.women) || small(cells.men);
            prop_assert!(!is_small || shown[group] < Shown::Everything, "{group} is small: {cells:?}");
            let single = |at: usize| { let mut one = vec![0.0; known[0].len()]; one[at] = 1.0; one };
            if shown[group] < Shown::Everything {
                for gender in 0..2 {
                    prop_assert!(!follows(&known, &single(2 * group + gender)), "{group}: {groups:?} {shown:?}");
                }
            }
            if shown[group] == Shown::Nothing {
                let mut sum = single(2 * group);
                sum[2 * group + 1] = 1.0;
                prop_assert!(!follows(&known, &sum), "sum of {group}: {groups:?} {shown:?}");
            }
        }
    }

    #[test]
    fn large_groups_are_all_published(sizes in prop::collection::vec((5i64..99, 5i64..99), 1..6)) {
        let mut groups: Vec<Cells> =
            sizes.iter().map(|(women, men)| Cells { women: *women, men: *men, public: false }).collect();
        let total = groups.iter().fold(Cells::default(), |sum, one| Cells {
            women: sum.women + one.women,
            men: sum.men + one.men,
            ..sum
        });
        groups.push(total);
        let whole = groups.len() - 1;
        let shown = shown(&groups, &[Relation { whole, parts: (0..whole).collect() }], 5);
        prop_assert!(shown.iter().all(|shown| *shown == Shown::Everything));
    }
}
