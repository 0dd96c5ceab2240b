//! Codes as translators see them, and whether all of them came back.

use crate::load::leaves::{Code, CodeKind, Piece, Words};

/// A part of a text that came back, with its codes by the numbers that the export gave them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    Text(String),
    Code(String),
    Open(String),
    Close(String),
}

/// What a translator sees in the place of a code.
pub(super) fn shown(code: &Code) -> String {
    match &code.kind {
        CodeKind::Fact { target, stated, .. } if stated.is_empty() => target.clone(),
        CodeKind::FactWords { target, .. } => target.clone(),
        CodeKind::Fact { stated, .. } => stated.clone(),
        CodeKind::Note(label) => format!("[{label}]"),
        CodeKind::Break => "↵".to_string(),
        CodeKind::Address(address) | CodeKind::Link(address) => address.clone(),
        CodeKind::InlineCode(text) | CodeKind::Html(text) | CodeKind::Image(text) => text.clone(),
        CodeKind::Emphasis | CodeKind::Strong | CodeKind::Strikethrough => code.open.clone(),
    }
}

/// What a code stands for, for the note to the translator.
pub(super) fn meaning(code: &Code) -> String {
    match &code.kind {
        CodeKind::Fact { target, stated, .. } if stated.is_empty() => {
            format!("a figure ({target})")
        }
        CodeKind::Fact { target, stated, .. } => format!("the figure {stated} ({target})"),
        CodeKind::FactWords { target, .. } => format!("around words for a figure ({target})"),
        CodeKind::Note(_) => "the mark of a footnote".to_string(),
        CodeKind::Break => "a line break".to_string(),
        CodeKind::Address(address) => format!("the address {address}"),
        CodeKind::Link(target) => format!("a link to {target}"),
        CodeKind::InlineCode(text) => format!("the code {text}"),
        CodeKind::Html(_) => "a comment".to_string(),
        CodeKind::Image(_) => "a picture".to_string(),
        CodeKind::Emphasis => "emphasis".to_string(),
        CodeKind::Strong => "bold".to_string(),
        CodeKind::Strikethrough => "struck out".to_string(),
    }
}

/// The words of a text that came back with the source's codes, or everything that is wrong with them.
pub(super) fn coded(tokens: &[Token], source: &Words) -> Result<Words, Vec<String>> {
    let mut reading =
        Reading { source, seen: vec![0; source.codes.len()], open: Vec::new(), wrong: Vec::new() };
    let pieces = tokens.iter().filter_map(|token| reading.token(token)).collect();
    let Reading { seen, open, mut wrong, .. } = reading;
    for code in open {
        wrong.push(format!("{} has no end", name_of(source, code)));
    }
    for (code, times) in seen.into_iter().enumerate() {
        match times {
            0 => wrong.push(format!("{} is missing", name_of(source, code))),
            1 => {}
            _ => wrong.push(format!("{} stands there {times} times", name_of(source, code))),
        }
    }
    match wrong.is_empty() {
        true => Ok(Words::new(pieces, source.codes.clone())),
        false => Err(wrong),
    }
}

/// `code 2 (447)`, `code 3 (bold)`
fn name_of(source: &Words, code: usize) -> String {
    let told = source.codes.get(code).map(|code| match code.kind.is_pair() {
        true => meaning(code),
        false => shown(code),
    });
    format!("code {} ({})", code + 1, told.unwrap_or_default())
}

struct Reading<'a> {
    source: &'a Words,
    seen: Vec<usize>,
    open: Vec<usize>,
    wrong: Vec<String>,
}

impl Reading<'_> {
    fn token(&mut self, token: &Token) -> Option<Piece> {
        match token {
            Token::Text(text) => Some(Piece::Text(text.clone())),
            Token::Code(id) => {
                let code = self.known(id, false)?;
                self.seen[code] += 1;
                Some(Piece::Code(code))
            }
            Token::Open(id) => {
                let code = self.known(id, true)?;
                self.seen[code] += 1;
                self.open.push(code);
                Some(Piece::Open(code))
            }
            Token::Close(id) => {
                let code = self.known(id, true)?;
                match self.open.last() {
                    Some(last) if *last == code => drop(self.open.pop()),
                    _ if self.open.contains(&code) => {
                        self.open.retain(|open| *open != code);
                        let name = name_of(self.source, code);
                        self.wrong.push(format!("{name} ends before a code that began inside it"));
                    }
                    _ => {
                        let name = name_of(self.source, code);
                        self.wrong.push(format!("{name} ends before it begins"));
                    }
                }
                Some(Piece::Close(code))
            }
        }
    }

    /// The place of a code of the source.
    fn known(&mut self, id: &str, is_pair: bool) -> Option<usize> {
        let number = id.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let known = number.filter(|code| *code < self.source.codes.len());
        let Some(code) = known else {
            self.wrong.push(format!("code {id} is not in the original"));
            return None;
        };
        if self.source.codes[code].kind.is_pair() != is_pair {
            let name = name_of(self.source, code);
            self.wrong.push(match is_pair {
                true => format!("{name} may have no words inside"),
                false => format!("{name} must stand around words, with a beginning and an end"),
            });
        }
        Some(code)
    }
}

/// Words in another language with the numbers of the source's codes, where both have the same ones.
/// The codes are as the other language writes them.
pub(super) fn renumbered(words: &Words, source: &Words) -> Option<Words> {
    let words = &stated_alike(words, source);
    if words.codes.len() != source.codes.len() {
        return None;
    }
    let mut place: Vec<Option<usize>> = vec![None; words.codes.len()];
    let mut taken = vec![false; source.codes.len()];
    let ways: [fn(&Code, &Code) -> bool; 2] = [has_same_meaning, may_differ];
    for fits in ways {
        for (code, place) in words.codes.iter().zip(&mut place).filter(|(_, place)| place.is_none())
        {
            let found = (0..source.codes.len())
                .find(|other| !taken[*other] && fits(code, &source.codes[*other]));
            found.into_iter().for_each(|found| taken[found] = true);
            *place = found;
        }
    }
    let place: Vec<usize> = place.into_iter().collect::<Option<_>>()?;
    let mut codes = source.codes.clone();
    for (code, at) in words.codes.iter().zip(&place) {
        codes[*at] = code.clone();
    }
    let pieces = words.pieces.iter().map(|piece| match piece {
        Piece::Text(text) => Piece::Text(text.clone()),
        Piece::Code(code) => Piece::Code(place[*code]),
        Piece::Open(code) => Piece::Open(place[*code]),
        Piece::Close(code) => Piece::Close(place[*code]),
    });
    Some(Words { pieces: pieces.collect(), codes, markdown: words.markdown.clone() })
}

fn has_same_meaning(one: &Code, other: &Code) -> bool {
    one.kind.meaning() == other.kind.meaning()
}

/// A law may lie at another address in another language, and code may be translated.
fn may_differ(one: &Code, other: &Code) -> bool {
    match (&one.kind, &other.kind) {
        (CodeKind::Link(one), CodeKind::Link(two))
        | (CodeKind::Address(one), CodeKind::Address(two)) => is_outside(one) && is_outside(two),
        (CodeKind::InlineCode(_), CodeKind::InlineCode(_)) => true,
        _ => false,
    }
}

/// Where one language states a number and the other has words for it, as the source has it.
fn stated_alike(words: &Words, source: &Words) -> Words {
    let has = |kind: &CodeKind| source.codes.iter().any(|code| code.kind.meaning() == *kind);
    let fact = |target: &str| CodeKind::Fact {
        target: target.to_string(),
        stated: String::new(),
        title: String::new(),
    };
    let in_words =
        |target: &str| CodeKind::FactWords { target: target.to_string(), title: String::new() };
    let mut alike = words.clone();
    for (at, code) in words.codes.iter().enumerate() {
        match &code.kind {
            CodeKind::Fact { target, stated, title }
                if !stated.is_empty() && !has(&fact(target)) && has(&in_words(target)) =>
            {
                let close = code.open.rfind("](").map_or("", |at| &code.open[at..]);
                alike.codes[at] = Code {
                    kind: CodeKind::FactWords { target: target.clone(), title: title.clone() },
                    open: "[".to_string(),
                    close: close.to_string(),
                };
                let place = alike.pieces.iter().position(|piece| *piece == Piece::Code(at));
                let pair = [Piece::Open(at), Piece::Text(stated.clone()), Piece::Close(at)];
                place
                    .into_iter()
                    .for_each(|place| drop(alike.pieces.splice(place..=place, pair.clone())));
            }
            CodeKind::FactWords { target, title }
                if !has(&in_words(target)) && has(&fact(target)) =>
            {
                let place = |end: Piece| alike.pieces.iter().position(|piece| *piece == end);
                let (Some(open), Some(close)) = (place(Piece::Open(at)), place(Piece::Close(at)))
                else {
                    continue;
                };
                let inside = inside(&alike, at);
                alike.pieces.splice(open..=close, [Piece::Code(at)]);
                alike.codes[at] = Code {
                    open: format!("{}{inside}{}", code.open, code.close),
                    kind: CodeKind::Fact {
                        target: target.clone(),
                        stated: inside,
                        title: title.clone(),
                    },
                    close: String::new(),
                };
            }
            _ => {}
        }
    }
    alike
}

/// The words inside a pair of codes.
pub(super) fn inside(words: &Words, code: usize) -> String {
    let from = words.pieces.iter().skip_while(|piece| **piece != Piece::Open(code));
    let until = from.take_while(|piece| **piece != Piece::Close(code));
    let texts = until.filter_map(|piece| match piece {
        Piece::Text(text) => Some(text.as_str()),
        Piece::Code(_) | Piece::Open(_) | Piece::Close(_) => None,
    });
    texts.collect()
}

/// Why words have not the codes of the source.
pub(super) fn differences(words: &Words, source: &Words) -> Vec<String> {
    let words = &stated_alike(words, source);
    let mut left: Vec<&Code> = words.codes.iter().collect();
    let mut told = Vec::new();
    for code in &source.codes {
        let same = left.iter().position(|other| other.kind.meaning() == code.kind.meaning());
        match same {
            Some(at) => drop(left.remove(at)),
            None => told.push(format!("{} is missing", written(code))),
        }
    }
    // The end of an element is told with its beginning.
    left.retain(|code| !matches!(&code.kind, CodeKind::Html(html) if html.starts_with("</")));
    told.extend(left.iter().map(|code| match code.kind {
        CodeKind::Html(_) => format!("{} is HTML, which is not allowed in texts", written(code)),
        _ => format!("{} is not in the original", written(code)),
    }));
    told
}

/// Links that lead neither where the source's do nor where the translation's did.
pub(super) fn turned(words: &Words, source: &Words, known: Option<&Words>) -> Vec<String> {
    let leads = |words: Option<&Words>, at: usize, kind: &CodeKind| {
        words.and_then(|words| words.codes.get(at)).is_some_and(|code| code.kind == *kind)
    };
    let codes = words.codes.iter().enumerate();
    let turned = codes.filter(|(at, code)| match &code.kind {
        kind @ (CodeKind::Link(_) | CodeKind::Address(_)) => {
            !leads(Some(source), *at, kind) && !leads(known, *at, kind)
        }
        _ => false,
    });
    turned
        .map(|(_, code)| format!("{} leads elsewhere than in the original", written(code)))
        .collect()
}

/// `` `[447](fact:suppliers.count)` ``, `` `**…**` ``
fn written(code: &Code) -> String {
    match code.kind.is_pair() {
        true => format!("`{}…{}`", code.open, code.close),
        false => format!("`{}`", code.open.trim()),
    }
}

fn is_outside(target: &str) -> bool {
    target.contains("://") || target.starts_with("mailto:")
}
