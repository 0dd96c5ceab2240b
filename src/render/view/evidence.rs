//! `evidence`: the figures of a report, topic by topic, and the data files that they come from.

use serde::Serialize;

use crate::document::{Detail, Evidence, EvidenceEntry, EvidenceFigure, EvidenceLine, EvidenceUse};
use crate::render::address;
use crate::theme::Messages;

#[derive(Serialize)]
pub struct EvidenceView<'a> {
    groups: Vec<GroupView<'a>>,
    files: Vec<FileView<'a>>,
}

/// The figures of one topic.
#[derive(Serialize)]
struct GroupView<'a> {
    anchor: &'a str,
    title: &'a str,
    entries: Vec<EntryView<'a>>,
}

/// One figure, or several with the same definition.
#[derive(Serialize)]
struct EntryView<'a> {
    title: &'a str,
    definition: &'a str,
    figures: Vec<FigureView<'a>>,
    lines: Vec<LineView<'a>>,
    used: Vec<UseView<'a>>,
    /// `and on 3 pages more`
    used_more: Option<String>,
}

#[derive(Serialize)]
struct FigureView<'a> {
    anchor: &'a str,
    id: &'a str,
    label: &'a str,
    value: &'a str,
    /// Of this one of several.
    lines: Vec<LineView<'a>>,
}

#[derive(Serialize)]
struct LineView<'a> {
    name: &'static str,
    term: &'a str,
    /// Empty where the line names data files.
    text: &'a str,
    /// Of a machine, the same in every language.
    code: bool,
    /// Where the line is a file of the site.
    path: Option<String>,
    /// Data files of the list.
    files: Vec<DataView<'a>>,
}

#[derive(Serialize)]
struct DataView<'a> {
    anchor: &'a str,
    path: &'a str,
}

#[derive(Serialize)]
struct UseView<'a> {
    title: &'a str,
    /// From this page, with its anchor.
    address: String,
    lang: Option<&'static str>,
}

#[derive(Serialize)]
struct FileView<'a> {
    anchor: &'a str,
    path: &'a str,
    sha256: &'a str,
}

impl<'a> EvidenceView<'a> {
    /// For a page with this way up to the root.
    pub fn of(evidence: &'a Evidence, root: &str, words: &Messages) -> EvidenceView<'a> {
        let groups = evidence.groups.iter().map(|group| GroupView {
            anchor: &group.anchor,
            title: &group.title,
            entries: group.entries.iter().map(|one| entry(one, root, words)).collect(),
        });
        let files = evidence.files.iter();
        EvidenceView {
            groups: groups.collect(),
            files: files
                .map(|file| FileView {
                    anchor: &file.anchor,
                    path: &file.path,
                    sha256: &file.sha256,
                })
                .collect(),
        }
    }
}

fn entry<'a>(entry: &'a EvidenceEntry, root: &str, words: &Messages) -> EntryView<'a> {
    let used = |one: &'a EvidenceUse| {
        let (address, lang) = address::of(&one.target, root);
        UseView { title: &one.title, address, lang }
    };
    EntryView {
        title: &entry.title,
        definition: &entry.definition,
        figures: entry.figures.iter().map(figure).collect(),
        lines: entry.lines.iter().map(line).collect(),
        used: entry.used.iter().map(used).collect(),
        used_more: (entry.used_more > 0).then(|| {
            let count = entry.used_more.to_string();
            words.fill_plural("evidence-used-more", entry.used_more == 1, &[("n", &count)])
        }),
    }
}

fn figure(figure: &EvidenceFigure) -> FigureView<'_> {
    FigureView {
        anchor: &figure.anchor,
        id: &figure.id,
        label: &figure.label,
        value: &figure.value,
        lines: figure.lines.iter().map(line).collect(),
    }
}

fn line(line: &EvidenceLine) -> LineView<'_> {
    let (text, code, path) = match &line.detail {
        Detail::Text(text) => (text.as_str(), false, None),
        Detail::Code(text) => (text.as_str(), true, None),
        Detail::Data(_) => ("", true, None),
        Detail::File { path, name } => (name.as_str(), false, Some(address::encoded(path))),
    };
    let files = match &line.detail {
        Detail::Data(files) => {
            files.iter().map(|(anchor, path)| DataView { anchor, path }).collect()
        }
        Detail::Text(_) | Detail::Code(_) | Detail::File { .. } => Vec::new(),
    };
    LineView { name: line.name, term: &line.term, text, code, path, files }
}
