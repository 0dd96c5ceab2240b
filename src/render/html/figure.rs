//! Charts, tables, key figures and pictures → HTML.

use super::Writer;
use crate::chart::Chart;
use crate::document::{
    Card, Cell, Column, DataFile, DataTable, Figure, FigureContent, Tone, plain,
};
use crate::render::svg::{Variant, draw};
use crate::render::{address, data};

impl Writer<'_> {
    pub(super) fn figure(&mut self, figure: &Figure) {
        match &figure.content {
            FigureContent::Chart { chart, table, file } => self.chart(figure, chart, table, file),
            FigureContent::Table { table, file } => self.table_figure(figure, table, file),
            FigureContent::Cards(cards) => self.cards(figure, cards),
            FigureContent::Image(picture) => self.picture_figure(figure, picture),
        }
    }

    /// `Figure 3.1. Most suppliers are Norwegian`
    pub(super) fn caption(&mut self, word: &str, figure: &Figure) {
        if let Some(number) = &figure.number {
            self.word(word);
            self.push(" ");
            self.text(number);
            self.push(". ");
        }
        self.inlines(&figure.caption);
    }

    fn chart(&mut self, figure: &Figure, chart: &Chart, table: &DataTable, file: &DataFile) {
        let title = format!("{}-title", figure.anchor);
        self.push("<figure");
        self.attribute("id", &figure.anchor);
        self.attribute("aria-labelledby", &title);
        self.push(">\n<p class=\"figt\"");
        self.attribute("id", &title);
        self.push(">");
        self.caption("figure", figure);
        self.push("</p>\n");
        if !figure.subtitle.is_empty() {
            self.line("p", "figs", &figure.subtitle);
        }
        self.push("<div class=\"bc-plot\">\n");
        for variant in [Variant::Wide, Variant::Narrow] {
            let drawing = draw(chart, variant, self.setting.fonts, self.setting.palette);
            self.push(&drawing);
            self.push("\n");
        }
        self.push("</div>\n<details class=\"fold data\"><summary>");
        self.word("show-numbers");
        self.push("</summary>\n");
        // On a telephone a table of several columns is wider than the page.
        let is_wide = table.columns.len() > 3;
        if is_wide {
            self.push("<div class=\"scroll w\" role=\"region\" tabindex=\"0\"");
            self.attribute("aria-label", &chart.name);
            self.push(">");
        }
        self.push("<table>");
        self.line("caption", "vh", &chart.name);
        self.data_rows(table);
        self.push("</table>");
        self.push(if is_wide { "</div></details>" } else { "</details>" });
        self.push("\n<figcaption>");
        self.text(&figure.source);
        self.files(file, &chart.name);
        self.push("</figcaption></figure>\n");
    }

    /// `Download the numbers: CSV, Excel, JSON`
    fn files(&mut self, file: &DataFile, name: &str) {
        self.push(" <span class=\"files-of\">");
        self.word("download-numbers");
        for (at, (ending, format)) in data::FORMATS.into_iter().enumerate() {
            self.push(if at == 0 { " <a" } else { ", <a" });
            let path = address::encoded(&file.beside(ending));
            self.attribute("href", &format!("{}{path}", self.setting.root));
            self.push(" download>");
            self.push(format);
            // The name of the figure, for who hears the link alone.
            self.push("<span class=\"vh\">: ");
            self.text(name);
            self.push("</span></a>");
        }
        self.push("</span>");
    }

    fn table_figure(&mut self, figure: &Figure, table: &DataTable, file: &DataFile) {
        let title = format!("{}-title", figure.anchor);
        self.push("<div class=\"tab\"");
        self.attribute("id", &figure.anchor);
        self.push("><div");
        let class = if table.columns.len() > 3 { "scroll w" } else { "scroll" };
        self.attribute("class", class);
        self.push(" role=\"region\" tabindex=\"0\"");
        self.attribute("aria-labelledby", &title);
        self.push("><table>\n<caption><span");
        self.attribute("id", &title);
        self.push(">");
        self.caption("table", figure);
        self.push("</span>");
        if !figure.subtitle.is_empty() {
            self.push(" ");
            self.line("span", "figs", &figure.subtitle);
        }
        self.push("</caption>\n");
        self.data_rows(table);
        self.push("</table></div>\n");
        self.push("<p class=\"figs\">");
        self.text(&figure.source);
        self.files(file, &plain(&figure.caption));
        self.push("</p>\n</div>\n");
    }

    fn data_rows(&mut self, table: &DataTable) {
        self.push("<thead><tr>");
        for column in &table.columns {
            let class = if column.numeric { " class=\"num\"" } else { "" };
            self.push("<th scope=\"col\"");
            self.push(class);
            self.push(">");
            self.soft_text(&column.title);
            self.push("</th>");
        }
        self.push("</tr></thead>\n<tbody>\n");
        for row in &table.rows {
            self.data_row(row, &table.columns);
        }
        self.push("</tbody>\n");
        if let Some(total) = &table.total {
            self.push("<tfoot>");
            self.data_row(total, &table.columns);
            self.push("</tfoot>\n");
        }
    }

    fn data_row(&mut self, row: &[Cell], columns: &[Column]) {
        self.push("<tr>");
        for (at, cell) in row.iter().enumerate() {
            let numeric = columns.get(at).is_some_and(|column| column.numeric);
            self.push(if at == 0 { "<th scope=\"row\"" } else { "<td" });
            self.push(if numeric { " class=\"num\">" } else { ">" });
            match cell {
                Cell::Text(text) | Cell::Value { text, .. } => self.soft_text(text),
                Cell::Status { word, tone } => self.status(word, *tone),
            }
            self.push(if at == 0 { "</th>" } else { "</td>" });
        }
        self.push("</tr>\n");
    }

    /// A status: sign, word and colour, so that none of them carries it alone.
    fn status(&mut self, word: &str, tone: Tone) {
        let (class, sign) = match tone {
            Tone::Good => ("tag ok", r#"<path d="M3 8.5l3.2 3.2L13 5"/>"#),
            Tone::Going => ("tag go", r#"<circle cx="8" cy="8" r="6"/><path d="M8 8V4M8 8l3 2"/>"#),
            Tone::Bad => ("tag stop", r#"<path d="M4 4l8 8M12 4l-8 8"/>"#),
            Tone::Neutral => ("tag", r#"<path d="M13.5 8a5.5 5.5 0 1 1-1.7-4M13.5 1.5V5H10"/>"#),
        };
        self.push("<span");
        self.attribute("class", class);
        self.push("><svg viewBox=\"0 0 16 16\" aria-hidden=\"true\" focusable=\"false\">");
        self.push(sign);
        self.push("</svg>");
        self.text(word);
        self.push("</span>");
    }

    fn cards(&mut self, figure: &Figure, cards: &[Card]) {
        self.push("<div class=\"cards\"");
        self.attribute("id", &figure.anchor);
        self.push(">\n");
        if !figure.caption.is_empty() {
            self.push("<p class=\"figt\">");
            self.inlines(&figure.caption);
            self.push("</p>\n");
        }
        self.push("<dl class=\"kpis\">\n");
        for card in cards {
            self.card(card);
        }
        self.push("</dl></div>\n");
    }

    pub(super) fn card(&mut self, card: &Card) {
        self.push("<div><dt>");
        self.soft_text(&card.label);
        self.push("</dt><dd class=\"v\"");
        self.attribute("data-fact", &card.id);
        self.attribute("data-period", &card.period);
        self.push(">");
        if let Some(entry) = &card.entry {
            let (address, language) = self.address(entry);
            self.push("<a class=\"fact\"");
            self.attribute("href", &address);
            if let Some(language) = language {
                self.attribute("hreflang", language);
            }
            self.push(">");
        }
        self.text(&card.value);
        if !card.unit.is_empty() {
            self.push("<span>");
            self.text(&card.unit);
            self.push("</span>");
        }
        self.push(if card.entry.is_some() { "</a></dd>" } else { "</dd>" });
        if !card.detail.is_empty() {
            self.line("dd", "d", &card.detail);
        }
        self.push("</div>\n");
    }
}
