//! `share`: what those are shown to whom somebody sends a page of a report.

use serde::Serialize;

use crate::document::{Card, Document, Page, Report, shared_figures};
use crate::locale::Locale;
use crate::render::site::Picture;
use crate::render::{address, data};

/// `share`: the picture that stands for a report where somebody shares one of its pages.
#[derive(Serialize)]
pub struct ShareView {
    /// Absolute: it is shown on other sites.
    url: String,
    width: u32,
    height: u32,
    /// What stands in the picture.
    alt: String,
}

impl ShareView {
    pub fn of(picture: &Picture, front: &Page, document: &Document, report: &Report) -> ShareView {
        let path = address::encoded(&picture.path);
        let shown = if picture.is_own { String::new() } else { shown(front) };
        // A title often says the year itself.
        let period = Some(&document.period).filter(|period| !document.title.contains(*period));
        let named = [&report.organisation.name, &document.title].into_iter().chain(period);
        let parts = named.map(|name| without_stop(name)).chain([shown]);
        let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
        ShareView {
            url: format!("{}/{path}", report.base_url),
            width: picture.width,
            height: picture.height,
            alt: format!("{}.", parts.join(". ")),
        }
    }
}

/// The figures in the picture, in one sentence, or what the chart says that stands there without them.
fn shown(front: &Page) -> String {
    let figures: Vec<String> = shared_figures(front)
        .map(|card| format!("{}{} {}", card.value, unit(card, front.locale), card.label))
        .collect();
    match data::charts(front).first() {
        Some((_, chart)) if figures.is_empty() => without_stop(&chart.description),
        _ => figures.join("; "),
    }
}

fn without_stop(text: &str) -> String {
    text.trim_end_matches('.').to_string()
}

fn unit(card: &Card, locale: &Locale) -> String {
    match card.unit.as_str() {
        "" => String::new(),
        "%" => locale.percent_sign(),
        unit => format!("\u{a0}{unit}"),
    }
}
