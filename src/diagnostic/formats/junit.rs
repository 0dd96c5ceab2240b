use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Finding, in_full};
use crate::diagnostic::Severity;

/// JUnit XML: a test case for each message. Errors have failed; warnings have passed, with their
/// words as output. Where there is nothing to tell, one case has passed.
pub fn junit(findings: &[Finding]) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    // Memory takes all that is written to it.
    let _ = suites(&mut writer, findings);
    let mut text = String::from_utf8(writer.into_inner()).unwrap_or_default();
    text.push('\n');
    text
}

fn suites(writer: &mut Writer<Vec<u8>>, findings: &[Finding]) -> io::Result<()> {
    let is_error = |finding: &&Finding| finding.severity == Severity::Error;
    let failures = findings.iter().filter(is_error).count().to_string();
    let tests = findings.len().max(1).to_string();
    let counts =
        [("name", "belegg"), ("tests", &*tests), ("failures", &*failures), ("errors", "0")];
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer.create_element("testsuites").with_attributes(counts).write_inner_content(|writer| {
        let suite = writer.create_element("testsuite").with_attributes(counts);
        suite.write_inner_content(|writer| {
            if findings.is_empty() {
                let none = [("name", "no mistakes"), ("classname", "belegg")];
                writer.create_element("testcase").with_attributes(none).write_empty()?;
            }
            findings.iter().try_for_each(|finding| case(writer, finding))
        })?;
        Ok(())
    })?;
    Ok(())
}

fn case(writer: &mut Writer<Vec<u8>>, finding: &Finding) -> io::Result<()> {
    let file = xml(finding.file.as_deref().unwrap_or("belegg"));
    let place = match finding.region {
        Some(region) => format!("{file}:{}:{}", region.line, region.column),
        None => file.clone(),
    };
    let message = xml(&finding.message);
    let name = format!("{}: {message}", finding.code);
    let line = finding.region.map_or(1, |region| region.line).to_string();
    let mut case = writer
        .create_element("testcase")
        .with_attributes([("name", name.as_str()), ("classname", file.as_str())]);
    if finding.file.is_some() {
        case = case.with_attributes([("file", file.as_str()), ("line", line.as_str())]);
    }
    let words = xml(&format!("{place}\n{}", in_full(finding)));
    case.write_inner_content(|writer| {
        let inner = match finding.severity {
            Severity::Error => writer
                .create_element("failure")
                .with_attributes([("message", message.as_str()), ("type", finding.code)]),
            Severity::Warning => writer.create_element("system-out"),
        };
        inner.write_text_content(BytesText::new(&words)).map(|_| ())
    })?;
    Ok(())
}

/// Without the characters that XML 1.0 cannot hold, not even as references.
fn xml(text: &str) -> String {
    let fits = |c: char| match c {
        '\t' | '\n' | '\r' => true,
        '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => true,
    };
    text.chars().map(|c| if fits(c) { c } else { '\u{fffd}' }).collect()
}
