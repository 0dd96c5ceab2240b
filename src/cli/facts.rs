//! `belegg facts`.

mod row;

use std::collections::BTreeSet;
use std::fmt::Write;

use super::arguments::{Facts, Global};
use super::console::Console;
use super::project::Project;
use super::{Failure, Outcome};
use crate::diagnostic::{Diagnostics, nearest};
use row::{Row, Rows};

pub(super) fn facts(
    global: &Global,
    arguments: &Facts,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    console.reserve_stdout();
    let project = Project::read(global, console)?;
    let mut diagnostics = Diagnostics::default();
    let options = project.options(global.options());
    let figures = crate::figures(&project.sources, &options, &mut diagnostics);
    let outcome = console.diagnostics(&diagnostics, &project.sources);
    let Some(figures) = figures else { return Ok(Outcome::Faulty) };
    let rows = Rows::of(&figures, &project.sources);
    let chosen = match &arguments.id {
        Some(id) => choose(&rows, id)?,
        None => rows.facts.iter().collect(),
    };
    let text = match (arguments.json, &chosen[..], &arguments.id) {
        (true, _, _) => json(&chosen)?,
        (false, [only], Some(_)) => details(only),
        (false, _, _) => table(&chosen),
    };
    console.data(&text)?;
    Ok(outcome)
}

/// The facts or series of that id, or the facts below it: `suppliers` stands for `suppliers.count`
/// and its like.
fn choose<'a>(rows: &'a Rows, wanted: &str) -> Result<Vec<&'a Row>, Failure> {
    let (id, period) = match wanted.split_once('@') {
        Some((id, period)) => (id, Some(period)),
        None => (wanted, None),
    };
    let of_period = |row: &&Row| period.is_none_or(|period| row.period == period);
    let all = || rows.facts.iter().chain(&rows.series);
    let exact: Vec<&Row> = all().filter(of_period).filter(|row| row.id == id).collect();
    if !exact.is_empty() {
        return Ok(exact);
    }
    let below = |row: &&Row| row.id.strip_prefix(id).is_some_and(|rest| rest.starts_with('.'));
    let group: Vec<&Row> = rows.facts.iter().filter(of_period).filter(below).collect();
    if !group.is_empty() {
        return Ok(group);
    }
    let message = match period {
        Some(period) => format!("there is no fact `{id}` in the period {period}"),
        None => format!("there is no fact `{id}`"),
    };
    let known: BTreeSet<&str> = all().map(|row| row.id.as_str()).collect();
    let elsewhere = all().find(|row| row.id == id).map(|row| row.period.as_str());
    let help = match (elsewhere, nearest(id, known).filter(|near| *near != id)) {
        _ if crate::data::register::is_private(id) => {
            "what the register says of one supplier is private, and never a figure".to_string()
        }
        (Some(other), _) => format!("there is one in {other}: `{id}@{other}`"),
        (None, Some(near)) => format!("there is a fact `{near}`"),
        (None, None) => "`belegg facts` lists them all".to_string(),
    };
    Err(Failure::new("unknown-fact", message).help(help))
}

/// One line a fact: period, id, and the value in each language.
fn table(rows: &[&Row]) -> String {
    let languages: BTreeSet<&str> =
        rows.iter().flat_map(|row| row.values.keys()).map(String::as_str).collect();
    let mut heading = vec!["period".to_string(), "id".to_string()];
    heading.extend(languages.iter().map(ToString::to_string));
    heading.push("from".to_string());
    let mut lines = vec![heading];
    for row in rows {
        let mut line = vec![row.period.clone(), row.id.clone()];
        let values = languages.iter().map(|language| row.values.get(*language).cloned());
        line.extend(values.map(Option::unwrap_or_default));
        line.push(row.dataset.clone());
        lines.push(line);
    }
    let columns = lines[0].len();
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let mut text = String::new();
    for line in &lines {
        let cells = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        let _ = writeln!(text, "{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    text
}

/// Everything that is known of one fact or series.
fn details(row: &Row) -> String {
    let mut text = format!("{} ({})\n", row.id, row.period);
    let mut line = |term: &str, words: &str| {
        let _ = writeln!(text, "  {}", format!("{term:<8} {words}").trim_end());
    };
    for (language, value) in &row.values {
        let label = row.labels.get(language).map(String::as_str).unwrap_or_default();
        line(language, format!("{value}  {label}").trim_end());
        if let Some(definition) = row.definitions.get(language) {
            line("", definition);
        }
    }
    let keys = row.categories.iter().map(|category| category.key.chars().count());
    let width = keys.max().unwrap_or(0);
    for (at, category) in row.categories.iter().enumerate() {
        let labels: Vec<&str> = category.labels.values().map(String::as_str).collect();
        let words = format!("{:width$}  {}  {}", category.key, category.value, labels.join(" / "));
        line(if at == 0 { "values" } else { "" }, &words);
    }
    if let (Some(part), Some(whole)) = (&row.numerator, &row.denominator) {
        line("parts", &format!("{part}/{whole}"));
    }
    if !row.formula.is_empty() {
        line("formula", &row.formula);
    }
    if let Some(date) = &row.as_of {
        line("as of", date);
    }
    let rows = match row.rows {
        Some(1) => ", 1 row".to_string(),
        Some(rows) => format!(", {rows} rows"),
        None => String::new(),
    };
    line("from", &format!("{}{rows}", row.dataset));
    line("sha256", &row.sha256);
    if !row.others.is_empty() {
        line("and", &row.others.join(", "));
    }
    for (language, source) in &row.sources {
        line("source", &format!("{source} ({language})"));
    }
    for (at, place) in row.used.iter().enumerate() {
        line(if at == 0 { "used" } else { "" }, place);
    }
    if row.used.is_empty() {
        line("used", "nowhere");
    }
    text
}

/// A JSON array with one fact a line.
fn json(rows: &[&Row]) -> Result<String, Failure> {
    let lines: Result<Vec<String>, _> = rows.iter().map(serde_json::to_string).collect();
    let lines = lines.map_err(|error| Failure::new("json", error.to_string()))?;
    if lines.is_empty() {
        return Ok("[]\n".to_string());
    }
    Ok(format!("[\n  {}\n]\n", lines.join(",\n  ")))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use expect_test::{Expect, expect};

    use super::*;

    fn row(period: &str, id: &str, nb: &str, en: &str) -> Row {
        let words = |nb: &str, en: &str| {
            BTreeMap::from([("nb".to_string(), nb.to_string()), ("en".to_string(), en.to_string())])
        };
        Row {
            period: period.to_string(),
            id: id.to_string(),
            values: words(nb, en),
            labels: words("Leverandører", "Suppliers"),
            definitions: words("De over terskelen.", "Those over the threshold."),
            numerator: None,
            denominator: None,
            categories: Vec::new(),
            as_of: Some(format!("{period}-12-31")),
            dataset: format!("data/{period}/suppliers.csv"),
            sha256: "ab".repeat(32),
            others: Vec::new(),
            rows: Some(12),
            formula: "count where turnover > 30000".to_string(),
            sources: BTreeMap::new(),
            used: vec!["content/report/01-method.md:7".to_string()],
        }
    }

    fn rows() -> Rows {
        let facts = vec![
            row("2024", "suppliers.count", "1\u{a0}102", "1,102"),
            row("2025", "suppliers.by_country.NO.share", "70\u{a0}%", "70%"),
            row("2025", "suppliers.count", "999", "999"),
        ];
        Rows { facts, series: Vec::new() }
    }

    fn check(wanted: &str, expected: &Expect) {
        let rows = rows();
        let told = match choose(&rows, wanted) {
            Ok(chosen) if chosen.len() == 1 => details(chosen[0]),
            Ok(chosen) => table(&chosen),
            Err(failure) => format!("{}\n{}\n", failure.message, failure.help.unwrap_or_default()),
        };
        expected.assert_eq(&told);
    }

    #[test]
    fn a_group_is_a_table_and_one_fact_is_told_in_full() {
        check(
            "suppliers",
            &expect![[r#"
            period  id                             en     nb     from
            2024    suppliers.count                1,102  1 102  data/2024/suppliers.csv
            2025    suppliers.by_country.NO.share  70%    70 %   data/2025/suppliers.csv
            2025    suppliers.count                999    999    data/2025/suppliers.csv
        "#]],
        );
        check(
            "suppliers.count",
            &expect![[r#"
            period  id               en     nb     from
            2024    suppliers.count  1,102  1 102  data/2024/suppliers.csv
            2025    suppliers.count  999    999    data/2025/suppliers.csv
        "#]],
        );
        check(
            "suppliers.count@2025",
            &expect![[r#"
                suppliers.count (2025)
                  en       999  Suppliers
                           Those over the threshold.
                  nb       999  Leverandører
                           De over terskelen.
                  formula  count where turnover > 30000
                  as of    2025-12-31
                  from     data/2025/suppliers.csv, 12 rows
                  sha256   abababababababababababababababababababababababababababababababab
                  used     content/report/01-method.md:7
            "#]],
        );
    }

    #[test]
    fn an_unknown_fact_gets_a_suggestion() {
        check(
            "suppliers.cuont",
            &expect![[r#"
            there is no fact `suppliers.cuont`
            there is a fact `suppliers.count`
        "#]],
        );
        check(
            "supp",
            &expect![[r#"
            there is no fact `supp`
            there is a fact `suppliers.count`
        "#]],
        );
        check(
            "suppliers.count@2020",
            &expect![[r#"
                there is no fact `suppliers.count` in the period 2020
                there is one in 2024: `suppliers.count@2024`
            "#]],
        );
    }

    #[test]
    fn json_is_an_array_with_one_fact_a_line() {
        let rows = rows();
        let chosen: Vec<&Row> = rows.facts[1..].iter().collect();
        expect![[r#"
            [
              {"period":"2025","id":"suppliers.by_country.NO.share","values":{"en":"70%","nb":"70 %"},"labels":{"en":"Suppliers","nb":"Leverandører"},"definitions":{"en":"Those over the threshold.","nb":"De over terskelen."},"as_of":"2025-12-31","dataset":"data/2025/suppliers.csv","sha256":"abababababababababababababababababababababababababababababababab","rows":12,"formula":"count where turnover > 30000","used":["content/report/01-method.md:7"]},
              {"period":"2025","id":"suppliers.count","values":{"en":"999","nb":"999"},"labels":{"en":"Suppliers","nb":"Leverandører"},"definitions":{"en":"Those over the threshold.","nb":"De over terskelen."},"as_of":"2025-12-31","dataset":"data/2025/suppliers.csv","sha256":"abababababababababababababababababababababababababababababababab","rows":12,"formula":"count where turnover > 30000","used":["content/report/01-method.md:7"]}
            ]
        "#]].assert_eq(&json(&chosen).unwrap_or_default());
        assert_eq!(json(&[]).unwrap_or_default(), "[]\n");
    }
}
