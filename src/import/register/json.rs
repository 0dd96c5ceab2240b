//! Companies in JSON, one at a time: a list, the API's `_embedded.enheter`, or a single company.

use std::fmt;
use std::io::Read;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{COLUMNS, EXPORT, Entry};
use crate::import::Fault;
use crate::import::input::Progress;

/// Calls `take` with each company.
pub(super) fn read(
    from: impl Read,
    progress: &Progress,
    mut take: impl FnMut(&Entry),
) -> Result<(), Fault> {
    let mut json = serde_json::Deserializer::from_reader(from);
    let top = Top { progress, take: &mut take };
    top.deserialize(&mut json).and_then(|()| json.end()).map_err(|error| {
        let whole = error.to_string();
        let said = whole.split(" at line ").next().unwrap_or(&whole);
        let message = match error.is_io() {
            true => said.to_string(),
            false => format!("the JSON cannot be read: {said}"),
        };
        let line = if error.line() > 0 { error.line() as u64 } else { progress.line() };
        Fault::at(line, message).help(EXPORT)
    })
}

/// What the file is as a whole, and the objects that hold the list.
struct Top<'a> {
    progress: &'a Progress,
    take: &'a mut dyn FnMut(&Entry),
}

/// The keys that a list of companies may stand under.
const LISTS: [&str; 3] = ["_embedded", "enheter", "underenheter"];

impl<'de> DeserializeSeed<'de> for Top<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of companies")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut entry = Entry::default();
        while list.next_element_seed(Company { entry: &mut entry, within: "" })?.is_some() {
            (self.take)(&entry);
            entry.values.iter_mut().for_each(String::clear);
            self.progress.next_item();
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut entry = Entry::default();
        while let Some(key) = map.next_key::<String>()? {
            self.progress.next_item();
            match LISTS.contains(&key.as_str()) {
                true => {
                    map.next_value_seed(Top { progress: self.progress, take: &mut *self.take })?
                }
                false => map.next_value_seed(Company { entry: &mut entry, within: &key })?,
            }
        }
        (self.take)(&entry);
        Ok(())
    }
}

/// A company, or the value of one of its keys: whatever has a place among the columns is kept.
struct Company<'a> {
    entry: &'a mut Entry,
    /// The keys that lead here, with dots; empty for the company itself.
    within: &'a str,
}

impl Company<'_> {
    fn keep(self, text: &str) {
        if let Some(place) = COLUMNS.iter().position(|column| *column == self.within) {
            self.entry.values[place] = text.trim().to_string();
        }
    }

    /// Whether a key leads to something that is kept.
    fn leads_on(path: &str) -> bool {
        let rests = COLUMNS.iter().filter_map(|column| column.strip_prefix(path));
        rests.into_iter().any(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

impl<'de> DeserializeSeed<'de> for Company<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.within.is_empty() || Self::leads_on(self.within) {
            true => deserializer.deserialize_any(self),
            false => deserializer.deserialize_ignored_any(IgnoredAny).map(|_| ()),
        }
    }
}

impl<'de> Visitor<'de> for Company<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.within {
            "" => formatter.write_str("a company: an object with `organisasjonsnummer`"),
            key => write!(formatter, "a value for `{key}`"),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let path = match self.within {
                "" => key,
                within => format!("{within}.{key}"),
            };
            map.next_value_seed(Company { entry: &mut *self.entry, within: &path })?;
        }
        Ok(())
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        self.scalar(text)
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<(), E> {
        self.scalar(&number.to_string())
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<(), E> {
        self.scalar(&number.to_string())
    }

    fn visit_bool<E: serde::de::Error>(self, yes: bool) -> Result<(), E> {
        self.scalar(if yes { "true" } else { "false" })
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

impl Company<'_> {
    fn scalar<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        if self.within.is_empty() {
            return Err(E::custom("a company is an object with `organisasjonsnummer`"));
        }
        self.keep(text);
        Ok(())
    }
}
