//! A drawing in SVG: how large it is, and whether it is safe to publish.
//!
//! A drawing is published on the site's own address, where a browser would run what stands in it.
//! So nothing may act, move or be loaded from elsewhere. What is harmless but tells of its author's
//! machine (comments, metadata, the notes of drawing programs) is left out.

use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, Writer};

use crate::project::files::{Image, ImageFault, ImageFormat};

/// Larger ones are exports that no page should carry, in bytes.
const LARGEST: usize = 2_000_000;
const DEEPEST: usize = 200;

/// Elements that act, move, or bring in what is not a drawing.
const ACTIVE: [&str; 16] = [
    "a",
    "animate",
    "animatecolor",
    "animatemotion",
    "animatetransform",
    "audio",
    "canvas",
    "embed",
    "foreignobject",
    "handler",
    "iframe",
    "listener",
    "object",
    "script",
    "set",
    "video",
];

pub fn is_svg(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(4096)];
    let start = String::from_utf8_lossy(start);
    let start = start.trim_start_matches('\u{feff}').trim_start();
    start.starts_with("<svg") || start.starts_with("<?xml") && start.contains("<svg") || {
        start.starts_with("<!") && start.contains("<svg") && !start.to_lowercase().contains("<html")
    }
}

/// The size of a drawing that is safe.
pub fn image(bytes: &[u8]) -> Result<Image, ImageFault> {
    read(bytes).map(|(image, _)| image)
}

/// A safe drawing as it is published; `None` where it is not safe, which [`image`] tells.
pub fn published(bytes: &[u8]) -> Option<Vec<u8>> {
    read(bytes).ok().map(|(_, written)| written)
}

fn read(bytes: &[u8]) -> Result<(Image, Vec<u8>), ImageFault> {
    if bytes.len() > LARGEST {
        let help = "simplify it, or save it as PNG";
        return Err(fault("is a drawing of more than 2 MB".to_string(), help));
    }
    let unreadable = || fault("is no SVG that can be read".to_string(), "export it once more");
    let text = std::str::from_utf8(bytes).map_err(|_| unreadable())?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut writer = Writer::new(Vec::with_capacity(bytes.len()));
    let mut size = None;
    let mut depth = 0;
    // How deep we are within an element that is left out.
    let mut left_out = 0;
    let mut in_style = false;
    loop {
        let event = reader.read_event().map_err(|_| unreadable())?;
        match event {
            Event::Eof => break,
            Event::Start(element) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(fault(
                        "is nested too deeply".to_string(),
                        "simplify it, or save it as PNG",
                    ));
                }
                if left_out > 0 || is_note(&element) {
                    left_out += 1;
                    continue;
                }
                in_style = local(&element) == "style";
                let kept = safe(&element)?;
                size = size.or_else(|| self::size(&kept));
                let _ = writer.write_event(Event::Start(kept));
            }
            Event::Empty(element) if left_out == 0 && !is_note(&element) => {
                let kept = safe(&element)?;
                size = size.or_else(|| self::size(&kept));
                let _ = writer.write_event(Event::Empty(kept));
            }
            Event::Empty(_) => {}
            Event::End(element) => {
                depth -= 1;
                in_style = false;
                if left_out > 0 {
                    left_out -= 1;
                } else {
                    let _ = writer.write_event(Event::End(element));
                }
            }
            Event::DocType(_) => {
                let text = text.to_ascii_lowercase();
                if text.contains("<!entity") {
                    return Err(fault("declares entities".to_string(), EXPORT));
                }
            }
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
            Event::Text(ref content) if in_style => {
                let content: &str = content;
                if loads(content) {
                    return Err(loads_more("its style sheet"));
                }
                let _ = writer.write_event(event.borrow());
            }
            Event::CData(ref content) if in_style => {
                let content: &str = content;
                if loads(content) {
                    return Err(loads_more("its style sheet"));
                }
                let _ = writer.write_event(event.borrow());
            }
            other if left_out == 0 => drop(writer.write_event(other)),
            _ => {}
        }
    }
    let Some((width, height)) = size.filter(|_| depth == 0) else {
        return Err(fault(
            "does not say how large it is".to_string(),
            "give its `<svg>` a `viewBox`, or a width and a height",
        ));
    };
    Ok((Image { format: ImageFormat::Svg, width, height, has_notes: false }, writer.into_inner()))
}

const EXPORT: &str = "export it as “plain SVG”, with everything embedded, or save it as PNG";

/// The element without the attributes of drawing programs; an error where it is not safe.
fn safe<'a>(element: &BytesStart<'a>) -> Result<BytesStart<'a>, ImageFault> {
    let name = local(element);
    if ACTIVE.contains(&name.as_str()) {
        return Err(fault(format!("holds `<{name}>`, which a picture may not"), EXPORT));
    }
    let whole = element.name().into_inner().to_string();
    let mut kept = BytesStart::new(whole);
    for attribute in element.attributes() {
        let Ok(attribute) = attribute else {
            return Err(fault("is no SVG that can be read".to_string(), "export it once more"));
        };
        let key = attribute.key.into_inner().to_ascii_lowercase();
        if is_of_a_program(&key) {
            continue;
        }
        let value = value(&attribute);
        if key.starts_with("on") {
            return Err(fault(format!("holds `{key}`, which would run a script"), EXPORT));
        }
        let is_link = key == "href" || key.ends_with(":href") || key == "src";
        let picture = ["data:image/png;", "data:image/jpeg;", "data:image/webp;"];
        let is_inside = value.starts_with('#') || picture.iter().any(|one| value.starts_with(one));
        if is_link && !is_inside || !is_link && loads(&value) && !key.starts_with("xmlns") {
            return Err(loads_more(&format!("`{key}`")));
        }
        kept.push_attribute(attribute);
    }
    Ok(kept)
}

/// Whether a style would load something: `url(#gradient)` alone is a part of the same drawing.
fn loads(style: &str) -> bool {
    let style: String = style.to_ascii_lowercase().split_whitespace().collect();
    let urls = style.match_indices("url(").map(|(at, _)| &style[at + 4..]);
    let mut others = urls.filter(|url| !url.trim_start_matches(['"', '\'']).starts_with('#'));
    // An escape may hide the same words.
    style.contains("@import")
        || style.contains("javascript:")
        || style.contains("expression(")
        || style.contains('\\')
        || others.next().is_some()
}

fn loads_more(what: &str) -> ImageFault {
    fault(format!("loads something from elsewhere, by {what}"), EXPORT)
}

/// Metadata, and elements of drawing programs.
fn is_note(element: &BytesStart<'_>) -> bool {
    let whole = element.name().into_inner().to_ascii_lowercase();
    local(element) == "metadata" || is_of_a_program(&whole)
}

fn is_of_a_program(name: &str) -> bool {
    let Some((prefix, rest)) = name.split_once(':') else { return name.starts_with("data-") };
    match prefix {
        "xmlns" => !["xlink", "svg"].contains(&rest),
        "xlink" | "xml" | "svg" => false,
        _ => true,
    }
}

fn local(element: &BytesStart<'_>) -> String {
    element.local_name().into_inner().to_ascii_lowercase()
}

fn value(attribute: &Attribute<'_>) -> String {
    let plain = quick_xml::escape::unescape(&attribute.value);
    plain.map_or_else(|_| attribute.value.to_string(), |text| text.trim().to_string())
}

/// The size of the outermost element in pixels of a browser.
fn size(element: &BytesStart<'_>) -> Option<(u32, u32)> {
    if local(element) != "svg" {
        return None;
    }
    let text = |name: &str| {
        let found = element.try_get_attribute(name).ok().flatten()?;
        Some(value(&found))
    };
    let length = |name: &str| {
        let text = text(name)?;
        let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let unit = match &text[number.len()..] {
            "" | "px" => 1.0,
            "pt" => 4.0 / 3.0,
            "mm" => 96.0 / 25.4,
            "cm" => 96.0 / 2.54,
            "in" => 96.0,
            _ => return None,
        };
        number.trim().parse::<f64>().ok().map(|number| number * unit)
    };
    let of_box = || {
        let text = text("viewBox")?;
        let numbers: Vec<f64> = text
            .split([' ', ',', '\n', '\t'])
            .filter(|part| !part.is_empty())
            .filter_map(|part| part.parse().ok())
            .collect();
        match numbers.as_slice() {
            [_, _, width, height] => Some((*width, *height)),
            _ => None,
        }
    };
    let (width, height) = length("width").zip(length("height")).or_else(of_box)?;
    let whole = |number: f64| (1.0..=20_000.0).contains(&number).then(|| number.round() as u32);
    whole(width).zip(whole(height))
}

fn fault(what: String, help: &str) -> ImageFault {
    ImageFault { what, help: help.to_string() }
}
