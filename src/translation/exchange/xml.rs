//! XML as a small tree with places: bounded, and without anything that could be expanded.

use std::collections::BTreeMap;
use std::ops::Range;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::Mistake;

#[derive(Debug, Clone, Default)]
pub(super) struct Element {
    /// Without its prefix.
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub children: Vec<Node>,
    /// The tag that begins it.
    pub place: Range<usize>,
}

#[derive(Debug, Clone)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

/// Exchange files nest about ten deep.
const DEEPEST: usize = 60;

const HELP: &str = "ask the agency for the file once more, exported as XLIFF";

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// The words in it, without those of elements.
    pub(super) fn text(&self) -> String {
        let texts = self.children.iter().filter_map(|node| match node {
            Node::Text(text) => Some(text.as_str()),
            Node::Element(_) => None,
        });
        texts.collect()
    }
}

/// The root of a document.
pub(super) fn read(text: &str) -> Result<Element, Mistake> {
    let mut tree = Tree { open: Vec::new(), root: None };
    let mut reader = Reader::from_str(text);
    loop {
        let start = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|error| {
            let at = (reader.error_position() as usize).min(text.len());
            broken(at..at, format!("the XML is broken: {error}"))
        })?;
        let place = start..reader.buffer_position() as usize;
        if tree.take(event, place)? {
            break;
        }
    }
    let end = text.len();
    tree.root.ok_or_else(|| broken(end..end, "the file holds no XML".to_string()))
}

struct Tree {
    open: Vec<Element>,
    root: Option<Element>,
}

impl Tree {
    /// Takes in one event; true at the end of the file.
    fn take(&mut self, event: Event<'_>, place: Range<usize>) -> Result<bool, Mistake> {
        match event {
            Event::Start(tag) => {
                let element = element(&tag, &place)?;
                self.open.push(element);
                if self.open.len() > DEEPEST {
                    let message = format!("elements lie more than {DEEPEST} deep in one another");
                    return Err(broken(place, message));
                }
            }
            Event::Empty(tag) => {
                let element = element(&tag, &place)?;
                self.close(element);
            }
            Event::End(_) => {
                if let Some(element) = self.open.pop() {
                    self.close(element);
                }
            }
            Event::Text(text) => self.add(&text.xml10_content()),
            Event::CData(text) => self.add(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let text = resolved(&reference).ok_or_else(|| {
                    let name = reference.xml10_content();
                    broken(place, format!("the file uses `&{name};`, which XML does not know"))
                })?;
                self.add(&text);
            }
            Event::DocType(_) => {
                let message = "the file has a document type definition (`<!DOCTYPE`), which is not read: it may hide what the file says";
                return Err(broken(place, message.to_string()));
            }
            Event::Eof => {
                return match self.open.last() {
                    None => Ok(true),
                    Some(open) => {
                        let message =
                            format!("the file ends before `<{}>` does: it is cut off", open.name);
                        Err(broken(open.place.clone(), message))
                    }
                };
            }
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
        }
        Ok(false)
    }

    fn close(&mut self, element: Element) {
        match self.open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None => drop(self.root.get_or_insert(element)),
        }
    }

    fn add(&mut self, text: &str) {
        let Some(parent) = self.open.last_mut() else { return };
        match parent.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => parent.children.push(Node::Text(text.to_string())),
        }
    }
}

fn element(tag: &BytesStart<'_>, place: &Range<usize>) -> Result<Element, Mistake> {
    let mut attributes = BTreeMap::new();
    for attribute in tag.attributes() {
        let attribute = attribute
            .map_err(|error| broken(place.clone(), format!("the XML is broken: {error}")))?;
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| broken(place.clone(), format!("the XML is broken: {error}")))?;
        attributes.insert(attribute.key.0.to_string(), value.into_owned());
    }
    let name = tag.local_name().into_inner().to_string();
    Ok(Element { name, attributes, children: Vec::new(), place: place.clone() })
}

fn resolved(reference: &BytesRef<'_>) -> Option<String> {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => Some(c.to_string()),
        Ok(None) => {
            let name = reference.xml10_content();
            quick_xml::escape::resolve_predefined_entity(&name).map(str::to_string)
        }
        Err(_) => None,
    }
}

fn broken(place: Range<usize>, message: String) -> Mistake {
    Mistake { place, code: "exchange-file", message, help: HELP.to_string() }
}

/// A text between tags or in quotes. Signs that XML does not have are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_ascii_control() => {}
            c => out.push(c),
        }
    }
    out
}
