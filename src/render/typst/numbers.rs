//! The numbers behind charts and tables: attached to the PDF as files, those of charts also as tables in its
//! appendix.

use std::collections::BTreeSet;

use crate::artifact::{Artifacts, TypstProject};
use crate::document::{DataTable, Figure, Page, plain};
use crate::render::data;
use crate::theme::Messages;

use super::content::{Writer, label, text_or_none};
use super::literal::literal;

/// A chart of a document.
pub(super) struct Numbers<'a> {
    page: &'a Page,
    figure: &'a Figure,
    table: &'a DataTable,
    /// The CSV file, as it is published.
    csv: &'a str,
}

/// The charts of some pages, in the order of the text.
pub(super) fn numbers<'a>(pages: &[&'a Page]) -> Vec<Numbers<'a>> {
    let charts = pages.iter().flat_map(|page| {
        let charts = data::charts(page).into_iter();
        charts.map(|(one, _)| Numbers {
            page,
            figure: one.figure,
            table: one.table,
            csv: &one.file.csv,
        })
    });
    charts.collect()
}

/// Hands `figures.json` and the CSV file of each chart and table to the project, as they are published, and
/// returns the code that attaches them. A document without figures gets none.
pub(super) fn attachments(
    pages: &[&Page],
    published: &Artifacts,
    messages: &Messages,
    project: &mut TypstProject,
) -> String {
    let mut code = String::new();
    let mut names = BTreeSet::new();
    let mut attach = |path: &str, kind: &str, description: &str| {
        let Some(bytes) = published.files.get(path) else { return };
        let short = path.rsplit('/').next().unwrap_or(path);
        // The file of another year may have the same name; the same file is attached once.
        let name = match names.contains(short) {
            true => path.replace('/', "-"),
            false => short.to_string(),
        };
        let place = format!("attached/{path}");
        if project.files.insert(place.clone(), bytes.clone()).is_some() {
            return;
        }
        code.push_str(&format!(
            "#pdf.attach({}, read({}, encoding: none), relationship: \"data\", \
             mime-type: {kind:?}, description: {})\n",
            literal(&name),
            literal(&format!("/{place}")),
            literal(description),
        ));
        names.insert(name);
    };
    if pages.iter().any(|page| !page.printed.is_empty()) {
        let description = messages.text("download-figures-content");
        attach(data::FIGURES, "application/json", description);
    }
    for one in pages.iter().flat_map(|page| data::numbers(page)) {
        let number = one.figure.number.as_deref().unwrap_or_default();
        let key = if one.chart.is_some() { "download-figure" } else { "download-table" };
        let title = messages.fill(key, &[("number", number)]);
        attach(&one.file.csv, "text/csv", &format!("{}: {}", title.trim_end(), one.name()));
    }
    code
}

impl<'a> Writer<'a> {
    /// The numbers of all charts as tables, each with the number and the name of its figure.
    pub(super) fn numbers(&mut self, pages: &[&'a Page], messages: &Messages) {
        let mut charts = numbers(pages);
        // What the front page shows again stands once, under its number in the text.
        let mut shown = BTreeSet::new();
        charts.sort_by_key(|chart| chart.figure.number.is_none());
        charts.retain(|chart| shown.insert(chart.csv));
        if charts.is_empty() {
            return;
        }
        self.topic(messages.text("pdf-numbers"));
        for chart in &charts {
            let number = chart.figure.number.as_deref().map_or("none".to_string(), literal);
            let target = self.label_of(&label(&chart.page.key, &chart.figure.anchor));
            self.placed(chart.figure.span, |this| {
                this.code(&format!(
                    "theme.numbers(number: {number}, target: {}, caption: {}, subtitle: {}, ",
                    target.as_deref().unwrap_or("none"),
                    text_or_none(&plain(&chart.figure.caption)),
                    text_or_none(&chart.figure.subtitle)
                ));
                this.table_parts(chart.table);
                this.code(")");
            });
            self.code("\n");
        }
    }
}
