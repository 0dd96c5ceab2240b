//! Texts that are parts of a file, which lies in memory already.

use std::fmt;
use std::ops::{Deref, Range};

use super::Bytes;

/// A text that shares the bytes of its file, or has bytes of its own.
#[derive(Clone)]
pub struct Text(Kind);

#[derive(Clone)]
enum Kind {
    Part { file: Bytes, start: u32, end: u32 },
    Own(Box<str>),
}

impl Text {
    /// A text that was read at a place of a file: a part of it, where it stands there letter by letter.
    pub fn read(text: &str, file: &Bytes, place: Range<usize>) -> Text {
        let there = file.as_text().and_then(|whole| whole.get(place.clone()));
        let ends = u32::try_from(place.start).ok().zip(u32::try_from(place.end).ok());
        match ends.filter(|_| there == Some(text)) {
            Some((start, end)) => Text(Kind::Part { file: file.clone(), start, end }),
            None => Text::from(text),
        }
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        match &self.0 {
            Kind::Part { file, start, end } => {
                let whole = file.as_text().unwrap_or_default();
                whole.get(*start as usize..*end as usize).unwrap_or_default()
            }
            Kind::Own(text) => text,
        }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        Text(Kind::Own(text.into()))
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text(Kind::Own(text.into()))
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        **self == **other
    }
}

impl Eq for Text {}

impl fmt::Debug for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_stands_in_its_file_takes_no_room_of_its_own() {
        let file = Bytes::from("Vi så etter.".as_bytes().to_vec());
        let there = Text::read("så", &file, 3..6);
        assert_eq!(there.as_ptr(), file[3..].as_ptr());
        let other = Text::read("saa", &file, 3..6);
        assert_eq!((&*there, &*other), ("så", "saa"));
        // In the middle of a letter there is no text.
        assert_eq!(&*Text::read("s", &file, 3..5), "s");
    }
}
