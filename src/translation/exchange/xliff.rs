//! Writes XLIFF 1.2 and 2.0 (OASIS).

use std::fmt::Write;

use super::codes::{meaning, shown};
use super::xml::escaped;
use super::{Sent, SentPage, SentSection, SentUnit, State, called};
use crate::load::leaves::{Code, CodeKind, Piece, Words};

/// What the hash of a section's original is called in both.
pub(super) const HASH: &str = "x-belegg-original";

/// A unit that is offered an older translation, as XLIFF 2.0 can say it.
pub(super) const REVIEW: &str = "belegg:needs-review";

pub(super) fn xliff1(sent: &Sent) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n",
    );
    for page in &sent.pages {
        let (path, source, target) = (escaped(&page.path), sent.source, sent.target);
        let _ = writeln!(
            out,
            "  <file original=\"{path}\" source-language=\"{source}\" target-language=\"{target}\" datatype=\"x-markdown\">\n    <body>"
        );
        for section in &page.sections {
            group1(page, section, sent, &mut out);
        }
        out.push_str("    </body>\n  </file>\n");
    }
    out.push_str("</xliff>\n");
    out
}

fn group1(page: &SentPage, section: &SentSection, sent: &Sent, out: &mut String) {
    let (id, name) = (escaped(&group_id(section)), escaped(&section.title));
    let _ = writeln!(out, "      <group id=\"{id}\" resname=\"{name}\">");
    let _ =
        writeln!(out, "        <note from=\"belegg\">{}</note>", escaped(&place(page, section)));
    for unit in &section.units {
        let approved = match unit.target.as_ref().map(|target| target.state) {
            Some(State::Final) => " approved=\"yes\"",
            _ => "",
        };
        let id = escaped(&unit.id);
        let _ = writeln!(
            out,
            "        <trans-unit id=\"{id}\"{approved} xml:space=\"preserve\">\n          <source xml:lang=\"{}\">{}</source>",
            sent.source,
            inline1(&unit.source)
        );
        if let Some(target) = &unit.target {
            let state = match target.state {
                State::Final => "final",
                State::Translated => "translated",
                State::NeedsReview => "needs-review-translation",
            };
            let _ = writeln!(
                out,
                "          <target xml:lang=\"{}\" state=\"{state}\">{}</target>",
                sent.target,
                inline1(&target.words)
            );
        }
        let _ = writeln!(
            out,
            "          <context-group purpose=\"information\"><context context-type=\"{HASH}\">{}</context></context-group>\n          <note from=\"belegg\">{}</note>\n        </trans-unit>",
            escaped(&section.hash),
            escaped(&told(unit))
        );
    }
    out.push_str("      </group>\n");
}

fn inline1(words: &Words) -> String {
    let mut out = String::new();
    for piece in &words.pieces {
        let _ = match piece {
            Piece::Text(text) => write!(out, "{}", escaped(text)),
            Piece::Code(at) => {
                let code = &words.codes[*at];
                let kind = match code.kind {
                    CodeKind::Fact { .. } => "x-fact",
                    CodeKind::Note(_) => "x-footnote",
                    CodeKind::Break => "lb",
                    CodeKind::Address(_) | CodeKind::Link(_) => "link",
                    CodeKind::InlineCode(_) => "x-code",
                    CodeKind::Image(_) => "image",
                    _ => "x-other",
                };
                let (shown, raw) = (escaped(&shown(code)), escaped(code.open.trim()));
                write!(
                    out,
                    "<ph id=\"{}\" ctype=\"{kind}\" equiv-text=\"{shown}\">{raw}</ph>",
                    at + 1
                )
            }
            Piece::Open(at) => {
                let kind = match words.codes[*at].kind {
                    CodeKind::Emphasis => "italic",
                    CodeKind::Strong => "bold",
                    CodeKind::Link(_) => "link",
                    CodeKind::FactWords { .. } => "x-fact",
                    _ => "x-strikethrough",
                };
                write!(out, "<g id=\"{}\" ctype=\"{kind}\">", at + 1)
            }
            Piece::Close(_) => write!(out, "</g>"),
        };
    }
    out
}

pub(super) fn xliff2(sent: &Sent) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff version=\"2.0\" xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" srcLang=\"{}\" trgLang=\"{}\">\n",
        sent.source, sent.target
    );
    for (number, page) in sent.pages.iter().enumerate() {
        let path = escaped(&page.path);
        let _ = writeln!(out, "  <file id=\"f{}\" original=\"{path}\">", number + 1);
        for section in &page.sections {
            let (id, name) = (escaped(&group_id(section)), escaped(&section.title));
            let _ = writeln!(
                out,
                "    <group id=\"{id}\" name=\"{name}\">\n      <notes>\n        <note category=\"place\">{}</note>\n      </notes>",
                escaped(&place(page, section))
            );
            section.units.iter().for_each(|unit| unit2(unit, section, &mut out));
            out.push_str("    </group>\n");
        }
        out.push_str("  </file>\n");
    }
    out.push_str("</xliff>\n");
    out
}

fn unit2(unit: &SentUnit, section: &SentSection, out: &mut String) {
    let _ = writeln!(
        out,
        "      <unit id=\"{}\" canResegment=\"no\" xml:space=\"preserve\">\n        <notes>\n          <note category=\"{HASH}\">{}</note>\n          <note category=\"description\">{}</note>\n        </notes>",
        escaped(&unit.id),
        escaped(&section.hash),
        escaped(&told(unit))
    );
    let target = unit.target.as_ref().map(|target| &target.words);
    let data = data(&unit.source, 's') + &target.map(|words| data(words, 't')).unwrap_or_default();
    if !data.is_empty() {
        let _ = writeln!(out, "        <originalData>\n{data}        </originalData>");
    }
    let state = match unit.target.as_ref().map(|target| target.state) {
        None => " state=\"initial\"".to_string(),
        Some(State::NeedsReview) => format!(" state=\"initial\" subState=\"{REVIEW}\""),
        Some(State::Translated) => " state=\"translated\"".to_string(),
        Some(State::Final) => " state=\"final\"".to_string(),
    };
    let _ = writeln!(
        out,
        "        <segment{state}>\n          <source>{}</source>",
        inline2(&unit.source, 's')
    );
    if let Some(words) = target {
        let _ = writeln!(out, "          <target>{}</target>", inline2(words, 't'));
    }
    out.push_str("        </segment>\n      </unit>\n");
}

/// How the codes are written in the Markdown of a language.
fn data(words: &Words, side: char) -> String {
    let mut out = String::new();
    for (at, code) in words.codes.iter().enumerate() {
        let number = at + 1;
        let mut entry = |end: &str, raw: &str| {
            let raw = escaped(raw.trim());
            let _ = writeln!(out, "          <data id=\"{side}{number}{end}\">{raw}</data>");
        };
        entry("", &code.open);
        if code.kind.is_pair() {
            entry("e", &code.close);
        }
    }
    out
}

fn inline2(words: &Words, side: char) -> String {
    let mut out = String::new();
    for piece in &words.pieces {
        let _ = match piece {
            Piece::Text(text) => write!(out, "{}", escaped(text)),
            Piece::Code(at) => {
                let code = &words.codes[*at];
                let (shown, kind) = (escaped(&shown(code)), kind2(code));
                let number = at + 1;
                write!(
                    out,
                    "<ph id=\"{number}\" canCopy=\"no\" canDelete=\"no\" {kind} equiv=\"{shown}\" disp=\"{shown}\" dataRef=\"{side}{number}\"/>"
                )
            }
            Piece::Open(at) => {
                let (kind, number) = (kind2(&words.codes[*at]), at + 1);
                write!(
                    out,
                    "<pc id=\"{number}\" canCopy=\"no\" canDelete=\"no\" {kind} dataRefStart=\"{side}{number}\" dataRefEnd=\"{side}{number}e\">"
                )
            }
            Piece::Close(_) => write!(out, "</pc>"),
        };
    }
    out
}

fn kind2(code: &Code) -> &'static str {
    match code.kind {
        CodeKind::Emphasis => "type=\"fmt\" subType=\"xlf:i\"",
        CodeKind::Strong => "type=\"fmt\" subType=\"xlf:b\"",
        CodeKind::Strikethrough => "type=\"fmt\"",
        CodeKind::Break => "type=\"fmt\" subType=\"xlf:lb\"",
        CodeKind::Link(_) | CodeKind::Address(_) => "type=\"link\"",
        CodeKind::Image(_) => "type=\"image\"",
        CodeKind::Fact { .. } | CodeKind::FactWords { .. } => {
            "type=\"other\" subType=\"belegg:fact\""
        }
        CodeKind::Note(_) => "type=\"other\" subType=\"belegg:footnote\"",
        CodeKind::InlineCode(_) | CodeKind::Html(_) => "type=\"other\"",
    }
}

/// Groups have ids of their own, apart from those of units.
fn group_id(section: &SentSection) -> String {
    match section.anchor.as_str() {
        "" => "top".to_string(),
        anchor => format!("section.{}", super::cut::name_token(anchor)),
    }
}

/// Where a section stands, for the translator.
pub(super) fn place(page: &SentPage, section: &SentSection) -> String {
    match section.anchor.is_empty() {
        true => format!("The page “{}”", page.title),
        false => format!("The section “{}” of the page “{}”", section.title, page.title),
    }
}

/// What a unit is, and what its codes stand for.
pub(super) fn told(unit: &SentUnit) -> String {
    let mut told = called(unit.kind).to_string();
    for (at, code) in unit.source.codes.iter().enumerate() {
        let _ = write!(told, "; {}: {}", at + 1, meaning(code));
    }
    told
}
