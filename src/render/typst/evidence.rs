//! The appendix: the evidence page as a compact list.

use crate::document::{Detail, EvidenceEntry, Page};
use crate::theme::Messages;

use super::content::{Writer, text_or_none};
use super::literal::literal;

impl<'a> Writer<'a> {
    /// Every figure with its evidence. The files that they come from are listed once, at the end.
    pub(super) fn evidence(&mut self, page: &'a Page, messages: &Messages) {
        self.start(page, 0);
        let name = self.name(&page.key);
        let title = literal(&page.title_text);
        self.code(&format!(
            "theme.chapter(number: none, name: {name}, plain: {title}, \
             heading(level: 1, numbering: none, {{ text({title}); }}), {{\n\
             theme.evidence-intro(text({}))\n",
            literal(&page.description)
        ));
        for group in page.evidence.iter().flat_map(|evidence| &evidence.groups) {
            self.evidence_heading(&group.title);
            for entry in &group.entries {
                self.entry(entry);
            }
        }
        self.evidence_heading(messages.text("evidence-files"));
        let term = literal(messages.text("evidence-hash"));
        for file in page.evidence.iter().flat_map(|evidence| &evidence.files) {
            self.code(&format!(
                "theme.evidence-file({}, {term}, {})\n",
                literal(&file.path),
                literal(&file.sha256)
            ));
        }
        self.code("})\n");
    }

    fn evidence_heading(&mut self, title: &str) {
        let title = literal(title);
        self.code(&format!(
            "theme.evidence-topic(heading(level: 2, numbering: none, {{ text({title}); }}))\n"
        ));
    }

    fn entry(&mut self, entry: &EvidenceEntry) {
        let name = self.anchor(&entry.anchor);
        self.code(&format!(
            "theme.evidence(name: {name}, label: {}, value: {}, definition: {}, lines: (",
            text_or_none(&entry.label),
            text_or_none(&entry.value),
            text_or_none(&entry.definition)
        ));
        for line in entry.lines.iter().filter(|line| line.name != "hash") {
            let (code, text) = match &line.detail {
                Detail::Text(text) => (false, text.clone()),
                Detail::Code(text) => (true, text.clone()),
                Detail::Data(files) => {
                    let paths: Vec<&str> = files.iter().map(|(_, path)| path.as_str()).collect();
                    (true, paths.join(", "))
                }
                Detail::File { name, .. } => (true, name.clone()),
            };
            self.code(&format!(
                "(name: {}, term: {}, detail: {}, code: {code}), ",
                literal(line.name),
                literal(&line.term),
                literal(&text)
            ));
        }
        self.code("))\n");
    }
}
