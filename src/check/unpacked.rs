//! The words inside workbooks and other office files, which are ZIP files of XML.

use std::io::{Cursor, Read};

use zip::ZipArchive;

/// The endings of files whose text lies in the XML parts of a ZIP file.
const ENDINGS: [&str; 6] = ["xlsx", "docx", "pptx", "ods", "odt", "odp"];

/// More than this is not unpacked from one file, whatever it says of its own size.
const MOST: u64 = 64 << 20;

pub fn is_packed(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&&*ending.to_lowercase()))
}

/// The XML of all parts, one after the other. Parts that cannot be read are left out.
pub fn text(bytes: &[u8]) -> String {
    let mut text = Vec::new();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return String::new() };
    for at in 0..archive.len() {
        let Ok(part) = archive.by_index(at) else { continue };
        if part.name().is_ok_and(|name| name.ends_with(".xml")) {
            let room = MOST.saturating_sub(text.len() as u64);
            // What is broken in its middle was read up to there.
            _ = part.take(room).read_to_end(&mut text);
        }
    }
    String::from_utf8_lossy(&text).into_owned()
}
