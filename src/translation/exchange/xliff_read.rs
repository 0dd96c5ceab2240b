//! Reads XLIFF 1.2 and 2.0 that came back, as the tools of agencies write it.

use super::Mistake;
use super::codes::Token;
use super::returned::{PageName, Returned, ReturnedText, ReturnedUnit};
use super::xliff::{HASH, REVIEW};
use super::xml::{Element, Node};

const EXPORT: &str = "correct it in the agency's tool, or let the agency export the file again";

pub(super) fn xliff1(root: &Element) -> Returned {
    let mut returned = Returned::default();
    for file in root.elements().filter(|element| element.name == "file") {
        let body = file.child("body");
        body.into_iter().for_each(|body| groups1(body, file, &mut returned));
    }
    returned
}

fn groups1(parent: &Element, file: &Element, returned: &mut Returned) {
    for element in parent.elements() {
        match element.name.as_str() {
            "group" => groups1(element, file, returned),
            "trans-unit" => unit1(element, file, returned),
            _ => {}
        }
    }
}

fn unit1(element: &Element, file: &Element, returned: &mut Returned) {
    let mut unit = unit(element, file, file.attribute("target-language"), &file.place);
    let contexts = element.elements().filter(|one| one.name == "context-group");
    let mut contexts = contexts.flat_map(Element::elements);
    let hash = contexts.find(|one| one.attribute("context-type") == Some(HASH));
    unit.hash = hash.map(|context| context.text().trim().to_string());
    let Some(source) = element.child("source") else {
        returned.mistakes.push(mistake(element, "this unit has no `<source>`".to_string()));
        return;
    };
    unit.source = coded(source, &tokens1, returned);
    if let Some(target) = element.child("target") {
        unit.place = target.place.clone();
        let state = target.attribute("state").unwrap_or_default();
        if state == "new" || state.starts_with("needs-") {
            unit.unfinished = Some(format!("state=\"{state}\""));
        }
        unit.target = Some(coded(target, &tokens1, returned));
    }
    returned.units.push(unit);
}

/// The inline elements of 1.2. Which code they mean says `rid` of a half, else `id`.
fn tokens1(element: &Element) -> Option<Vec<Token>> {
    let id = || element.attribute("id").unwrap_or_default().to_string();
    let pair = || element.attribute("rid").map_or_else(id, str::to_string);
    Some(match element.name.as_str() {
        "g" => return around(element, id(), &tokens1),
        "x" | "ph" | "it" => vec![Token::Code(id())],
        "bpt" | "bx" => vec![Token::Open(pair())],
        "ept" | "ex" => vec![Token::Close(pair())],
        "mrk" => return children(element, &tokens1),
        _ => return None,
    })
}

pub(super) fn xliff2(root: &Element) -> Returned {
    let mut returned = Returned::default();
    for file in root.elements().filter(|element| element.name == "file") {
        groups2(file, file, root, &mut returned);
    }
    returned
}

fn groups2(parent: &Element, file: &Element, root: &Element, returned: &mut Returned) {
    for element in parent.elements() {
        match element.name.as_str() {
            "group" => groups2(element, file, root, returned),
            "unit" => unit2(element, file, root, returned),
            _ => {}
        }
    }
}

/// A unit may have been cut into several segments: its text is theirs, one after the other.
fn unit2(element: &Element, file: &Element, root: &Element, returned: &mut Returned) {
    let mut unit = unit(element, file, root.attribute("trgLang"), &root.place);
    let notes = element.child("notes");
    let mut notes = notes.into_iter().flat_map(Element::elements);
    let hash = notes.find(|note| note.attribute("category") == Some(HASH));
    unit.hash = hash.map(|note| note.text().trim().to_string());
    let (mut source, mut target, mut is_whole) = (Vec::new(), Vec::new(), true);
    let read = |one: &Element, into: &mut Vec<Token>, returned: &mut Returned| {
        if let ReturnedText::Coded(tokens) = coded(one, &tokens2, returned) {
            into.extend(tokens);
        }
    };
    for part in element.elements() {
        let is_segment = part.name == "segment";
        if !is_segment && part.name != "ignorable" {
            continue;
        }
        if let Some(one) = part.child("source") {
            read(one, &mut source, returned);
        }
        match (part.child("target"), part.child("source")) {
            (Some(one), _) => {
                unit.place = one.place.clone();
                read(one, &mut target, returned);
            }
            (None, Some(one)) if !is_segment => read(one, &mut target, returned),
            (None, _) => is_whole = false,
        }
        if part.attribute("subState") == Some(REVIEW) {
            unit.unfinished = Some(format!("subState=\"{REVIEW}\""));
        }
    }
    unit.source = ReturnedText::Coded(source);
    unit.target = is_whole.then_some(ReturnedText::Coded(target));
    returned.units.push(unit);
}

/// The inline elements of 2.0.
fn tokens2(element: &Element) -> Option<Vec<Token>> {
    let id = || element.attribute("id").unwrap_or_default().to_string();
    Some(match element.name.as_str() {
        "pc" => return around(element, id(), &tokens2),
        "ph" => vec![Token::Code(id())],
        "sc" => vec![Token::Open(id())],
        "ec" => vec![Token::Close(element.attribute("startRef").map_or_else(id, str::to_string))],
        "cp" => {
            let hex = element.attribute("hex").unwrap_or_default();
            let c = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32);
            vec![Token::Text(c.unwrap_or(char::REPLACEMENT_CHARACTER).to_string())]
        }
        "mrk" => return children(element, &tokens2),
        "sm" | "em" => Vec::new(),
        _ => return None,
    })
}

/// A unit of which only the name is known.
fn unit(
    element: &Element,
    file: &Element,
    language: Option<&str>,
    place: &std::ops::Range<usize>,
) -> ReturnedUnit {
    ReturnedUnit {
        page: PageName::Path(file.attribute("original").unwrap_or_default().to_string()),
        id: element.attribute("id").unwrap_or_default().to_string(),
        language: (language.unwrap_or_default().to_string(), place.clone()),
        hash: None,
        source: ReturnedText::Coded(Vec::new()),
        target: None,
        unfinished: None,
        place: element.place.clone(),
    }
}

type Inline<'r> = &'r dyn Fn(&Element) -> Option<Vec<Token>>;

/// The text of a source or target. An element that cannot stand there is told, and left out.
fn coded(element: &Element, inline: Inline<'_>, returned: &mut Returned) -> ReturnedText {
    match children(element, inline) {
        Some(tokens) => ReturnedText::Coded(tokens),
        None => {
            let message =
                format!("there is an element in this `<{}>` that is not read", element.name);
            returned.mistakes.push(mistake(element, message));
            ReturnedText::Coded(Vec::new())
        }
    }
}

fn children(element: &Element, inline: Inline<'_>) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    for node in &element.children {
        match node {
            Node::Text(text) => tokens.push(Token::Text(text.clone())),
            Node::Element(inner) => tokens.extend(inline(inner)?),
        }
    }
    Some(tokens)
}

fn around(element: &Element, id: String, inline: Inline<'_>) -> Option<Vec<Token>> {
    let mut tokens = vec![Token::Open(id.clone())];
    tokens.extend(children(element, inline)?);
    tokens.push(Token::Close(id));
    Some(tokens)
}

fn mistake(element: &Element, message: String) -> Mistake {
    let place = element.place.clone();
    Mistake { place, code: "exchange-unit", message, help: EXPORT.to_string() }
}
