//! The files of a report that readers can take with them.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::artifact::{Artifacts, Bytes};
use crate::document::{Edition, Page};
use crate::render::view::PdfView;
use crate::render::{address, data};
use crate::theme::Messages;

/// `downloads`: a row of the table of files.
#[derive(Serialize)]
pub struct DownloadRow {
    title: String,
    content: String,
    /// The same in several forms.
    files: Vec<FileView>,
}

#[derive(Serialize)]
struct FileView {
    path: String,
    /// `CSV`
    format: &'static str,
    /// `1,8 MB`
    size: String,
}

/// PDF, the numbers of each figure and table, all figures.
pub fn rows(
    front: &Page,
    edition: &Edition,
    words: &Messages,
    files: &Artifacts,
    pdf: Option<&PdfView>,
) -> Vec<DownloadRow> {
    let file = |path: &str, format| {
        let bytes = files.files.get(path).map_or(0, Bytes::len);
        let size = edition.locale.file_size(bytes as u64);
        FileView { path: address::encoded(path), format, size }
    };
    let mut rows = Vec::new();
    if let Some(pdf) = pdf {
        let (path, size) = (pdf.path.clone(), pdf.size.clone());
        rows.push(DownloadRow {
            title: words.text("download-whole").to_string(),
            content: words.fill("download-whole-content", &[("pages", &pdf.pages)]),
            files: vec![FileView { path, format: "PDF", size }],
        });
    }
    for one in numbered(front, edition) {
        let number = one.figure.number.as_deref().unwrap_or_default();
        let key = if one.chart.is_some() { "download-figure" } else { "download-table" };
        let forms = data::FORMATS.into_iter();
        rows.push(DownloadRow {
            title: words.fill(key, &[("number", number)]),
            content: one.name(),
            files: forms.map(|(ending, name)| file(&one.file.beside(ending), name)).collect(),
        });
    }
    rows.push(DownloadRow {
        title: words.text("download-figures").to_string(),
        content: words.text("download-figures-content").to_string(),
        files: vec![file(data::FIGURES, "JSON")],
    });
    rows
}

/// The charts and tables of a report that have a number; what stands on several pages once.
pub fn numbered<'a>(front: &Page, edition: &'a Edition) -> Vec<data::Numbers<'a>> {
    let pages = edition.pages.iter().filter(|page| page.report.as_ref() == Some(&front.key));
    let mut listed = BTreeSet::new();
    let has_number = |one: &data::Numbers| one.figure.number.is_some();
    let all = pages.flat_map(|page| data::numbers(page)).filter(has_number);
    all.filter(|one| listed.insert(&one.file.csv)).collect()
}
