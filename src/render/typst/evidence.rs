//! The appendix: the evidence page as a compact list.

use crate::document::{Detail, EvidenceEntry, EvidenceFile, EvidenceLine, Page};
use crate::theme::Messages;

use super::content::{Writer, text_or_none};
use super::literal::literal;

impl<'a> Writer<'a> {
    /// Every figure with its evidence, and the numbers of the charts on `pages`. The files that they come from are listed once, at the end,
    /// and have numbers in the entries.
    pub(super) fn evidence(&mut self, page: &'a Page, pages: &[&'a Page], messages: &Messages) {
        self.start(page, 0);
        let name = self.name(&page.key);
        let title = literal(&page.title_text);
        self.code(&format!(
            "theme.chapter(number: none, name: {name}, plain: {title}, \
             heading(level: 1, numbering: none, {{ text({title}); }}), {{\n\
             theme.evidence-intro(text({}))\n",
            literal(&page.description)
        ));
        let Some(evidence) = &page.evidence else { return self.code("})\n") };
        for group in &evidence.groups {
            self.topic(&group.title);
            for entry in &group.entries {
                self.entry(entry, &evidence.files);
            }
        }
        self.numbers(pages, messages);
        self.topic(messages.text("evidence-files"));
        let term = literal(messages.text("evidence-hash"));
        self.code(&format!("theme.evidence-note(text({term}))\n"));
        for file in &evidence.files {
            let number = literal(&number(&file.anchor, &evidence.files));
            let (path, hash) = (literal(&file.path), literal(&file.sha256));
            self.code(&format!("theme.evidence-file({number}, {path}, {hash})\n"));
        }
        self.code("})\n");
    }

    pub(super) fn topic(&mut self, title: &str) {
        let title = literal(title);
        self.code(&format!(
            "theme.evidence-topic(heading(level: 2, numbering: none, outlined: false, bookmarked: true, {{ text({title}); }}))\n"
        ));
    }

    fn entry(&mut self, entry: &EvidenceEntry, files: &[EvidenceFile]) {
        self.code(&format!(
            "theme.evidence(title: {}, definition: {}, figures: (",
            text_or_none(&entry.title),
            text_or_none(&entry.definition)
        ));
        for figure in &entry.figures {
            let name = self.anchor(&figure.anchor);
            self.code(&format!(
                "(name: {name}, label: {}, value: {}, lines: {}), ",
                text_or_none(&figure.label),
                text_or_none(&figure.value),
                lines(&figure.lines, files)
            ));
        }
        self.code(&format!("), lines: {})\n", lines(&entry.lines, files)));
    }
}

/// The whole hash stands in the list of files.
fn lines(lines: &[EvidenceLine], files: &[EvidenceFile]) -> String {
    let line = |line: &EvidenceLine| {
        let (code, text) = match &line.detail {
            Detail::Text(text) => (false, text.clone()),
            Detail::Code(text) => (true, text.clone()),
            Detail::Data(data) => {
                let numbers = data.iter().map(|(anchor, _)| number(anchor, files));
                (true, numbers.collect::<Vec<_>>().join(" "))
            }
            Detail::File { name, .. } => (true, name.clone()),
        };
        format!(
            "(name: {}, term: {}, detail: {}, code: {code}), ",
            literal(line.name),
            literal(&line.term),
            literal(&text)
        )
    };
    let lines: String = lines.iter().filter(|line| line.name != "hash").map(line).collect();
    format!("({lines})")
}

/// The number of a file in the list: `[3]`.
fn number(anchor: &str, files: &[EvidenceFile]) -> String {
    let place = files.iter().position(|file| file.anchor == anchor);
    place.map(|place| format!("[{}]", place + 1)).unwrap_or_default()
}
