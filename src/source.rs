//! The bytes of a project: what was on disk when the build began, and places in it.

mod folder;
pub mod look;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Deref;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
use sha2::{Digest, Sha256};

pub use folder::Folder;
pub use text::Text;

/// How many files or pages a core takes at once. With more of them, one core would go on alone at the end.
pub const AT_ONCE: usize = 16;

/// One file of a project, numbered in path order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A place in a file: byte offsets, end exclusive. An empty span at 0 means the file as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(file: FileId, range: std::ops::Range<usize>) -> Span {
        Span { file, start: range.start as u32, end: range.end as u32 }
    }

    /// The file as a whole.
    pub fn file(file: FileId) -> Span {
        Span { file, start: 0, end: 0 }
    }

    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The part of this span from `range`, counted from the span's own start.
    pub fn within(self, range: std::ops::Range<usize>) -> Span {
        Span {
            file: self.file,
            start: self.start + range.start as u32,
            end: self.start + range.end as u32,
        }
    }
}

/// The files of a project by path relative to its root, `/`-separated.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Source>,
}

#[derive(Debug, Clone)]
pub struct Source {
    pub path: Arc<str>,
    content: Bytes,
}

/// The bytes of a file, shared with whoever keeps parts of it.
#[derive(Debug, Clone)]
pub struct Bytes(Arc<Content>);

impl Bytes {
    /// The bytes as text, if they are text: they are not looked through again.
    pub fn as_text(&self) -> Option<&str> {
        match &self.0.read {
            Read::Text(text) => Some(text),
            Read::Bytes(_) => None,
        }
    }
}

impl Bytes {
    /// Whether these are the same bytes: mostly one glance.
    pub fn is_same(&self, other: &Bytes) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || **self == **other
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.0.bytes()
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Bytes {
        Bytes(Arc::new(Content::new(bytes)))
    }
}

/// What lay in the project folder but is not a file that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    pub path: String,
    pub why: &'static str,
}

impl Sources {
    /// The files that a build reads beside `belegg.toml`, if they are there.
    pub const ACCEPTED: [&str; 2] = ["translations.toml", "policies.toml"];
    /// The folders that a build reads.
    pub const FOLDERS: [&str; 4] = ["content", "data", "static", "themes"];

    /// Sources from memory: how tests and `init` hand over a project.
    pub fn from_files<P: Into<String>, B: AsRef<[u8]>>(
        files: impl IntoIterator<Item = (P, B)>,
    ) -> Sources {
        let sorted: BTreeMap<String, B> =
            files.into_iter().map(|(path, bytes)| (path.into(), bytes)).collect();
        let files = sorted
            .into_iter()
            .map(|(path, bytes)| Source::new(path, bytes.as_ref().to_vec()))
            .collect();
        Sources { files }
    }

    /// Reads a project folder once, as [`Folder`] does.
    pub fn read(root: &Path, config: &str) -> io::Result<(Sources, Vec<Skipped>)> {
        Folder::new(root, config)?.read()
    }

    /// The paths of files that one has and the other has not, or has otherwise.
    pub fn differing(&self, other: &Sources) -> BTreeSet<String> {
        // Mostly all files are the same, but for one.
        let is_same = |(ours, theirs): &(&Source, &Source)| ours.is_same(theirs);
        let same = self.files.iter().zip(&other.files).take_while(is_same).count();
        let [ours, theirs] = [&self.files[same..], &other.files[same..]];
        let same = ours.iter().rev().zip(theirs.iter().rev()).take_while(is_same).count();
        let [ours, theirs] = [ours, theirs].map(|files| &files[..files.len() - same]);
        let differs = |file: &&Source, others: &[Source]| {
            let at = others.binary_search_by(|other| other.path.cmp(&file.path));
            !at.is_ok_and(|at| others[at].is_same(file))
        };
        let new = ours.iter().filter(|file| differs(file, theirs));
        let old = theirs.iter().filter(|file| differs(file, ours));
        new.chain(old).map(|file| file.path.to_string()).collect()
    }

    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.files.iter().enumerate().map(|(index, source)| (FileId(index as u32), source))
    }

    pub fn find(&self, path: &str) -> Option<FileId> {
        let found = self.files.binary_search_by(|source| source.path.as_ref().cmp(path));
        found.ok().map(|index| FileId(index as u32))
    }

    pub fn path(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].path
    }

    /// The path, to keep.
    pub fn shared_path(&self, file: FileId) -> Arc<str> {
        self.files[file.0 as usize].path.clone()
    }

    /// Puts another text in place of a file's, which keeps its number; places in it may move.
    pub fn set_text(&mut self, file: FileId, text: String) {
        let source = &mut self.files[file.0 as usize];
        *source = Source::new(source.path.to_string(), text.into_bytes());
    }

    fn content(&self, file: FileId) -> &Content {
        &self.files[file.0 as usize].content.0
    }

    /// The file as it is read: text in UTF-8 where it was recognised, else the bytes on disk.
    pub fn bytes(&self, file: FileId) -> &[u8] {
        self.content(file).bytes()
    }

    /// The bytes of a file, to keep.
    pub fn shared(&self, file: FileId) -> Bytes {
        self.files[file.0 as usize].content.clone()
    }

    /// The file as text; what is not UTF-8 shows as replacement characters.
    pub fn text(&self, file: FileId) -> std::borrow::Cow<'_, str> {
        match &self.content(file).read {
            Read::Text(text) => text.into(),
            Read::Bytes(bytes) => String::from_utf8_lossy(bytes),
        }
    }

    /// The file as text, if it is text.
    pub fn whole_text(&self, file: FileId) -> Option<&str> {
        self.files[file.0 as usize].content.as_text()
    }

    pub fn encoding(&self, file: FileId) -> Encoding {
        self.content(file).encoding
    }

    /// SHA-256 of the file as it lies on disk, in hexadecimal. Worked out once.
    pub fn sha256(&self, file: FileId) -> &str {
        let content = self.content(file);
        content.sha256.get_or_init(|| sha256(content.bytes()))
    }

    /// Line and column of an offset, both counted from 1, the column in characters. A byte order
    /// mark is no column.
    pub fn line_and_column(&self, file: FileId, offset: u32) -> (usize, usize) {
        let content = self.content(file);
        let bytes = content.bytes();
        let starts = content.line_starts.get_or_init(|| line_starts(bytes));
        let at = (offset as usize).min(bytes.len());
        let line = starts.partition_point(|start| *start as usize <= at);
        let from = match line {
            1 => byte_order_mark(bytes).min(at),
            _ => starts[line - 1] as usize,
        };
        let column = String::from_utf8_lossy(&bytes[from..at]).chars().count() + 1;
        (line, column)
    }
}

impl Source {
    fn new(path: String, bytes: Vec<u8>) -> Source {
        let is_data = path.starts_with("data/")
            && [".csv", ".json", ".toml"].iter().any(|end| path.ends_with(end));
        let content = if is_data { Content::of_data(bytes) } else { Content::new(bytes) };
        Source { path: path.into(), content: Bytes(Arc::new(content)) }
    }

    /// As [`Sources::bytes`].
    pub fn bytes(&self) -> &[u8] {
        &self.content
    }

    /// Whether path and bytes are the same.
    fn is_same(&self, other: &Source) -> bool {
        self.path == other.path && self.content.is_same(&other.content)
    }
}

/// How the text of a file is written on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    /// With a byte order mark, as Excel writes “Unicode text”.
    Utf16,
    /// As older Excel writes CSV. `first` is the place of the first letter that shows it.
    Windows1252 {
        first: u32,
    },
}

#[derive(Debug)]
struct Content {
    read: Read,
    encoding: Encoding,
    sha256: OnceLock<String>,
    line_starts: OnceLock<Vec<u32>>,
}

#[derive(Debug)]
enum Read {
    Text(String),
    Bytes(Vec<u8>),
}

impl Content {
    fn new(bytes: Vec<u8>) -> Content {
        let read = match String::from_utf8(bytes) {
            Ok(text) => Read::Text(text),
            Err(error) => Read::Bytes(error.into_bytes()),
        };
        let (sha256, line_starts) = (OnceLock::new(), OnceLock::new());
        Content { read, encoding: Encoding::Utf8, sha256, line_starts }
    }

    /// Data comes from programs that may write another encoding than ours.
    fn of_data(bytes: Vec<u8>) -> Content {
        let content = Content::new(bytes);
        let Read::Bytes(bytes) = &content.read else { return content };
        let decoded = match bytes.as_slice() {
            [0xff, 0xfe, rest @ ..] => utf_16(UTF_16LE, rest),
            [0xfe, 0xff, rest @ ..] => utf_16(UTF_16BE, rest),
            other => windows_1252(other),
        };
        let Some((text, encoding)) = decoded else { return content };
        let sha256 = OnceLock::from(sha256(bytes));
        Content { read: Read::Text(text), encoding, sha256, line_starts: OnceLock::new() }
    }

    fn bytes(&self) -> &[u8] {
        match &self.read {
            Read::Text(text) => text.as_bytes(),
            Read::Bytes(bytes) => bytes,
        }
    }
}

fn utf_16(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> Option<(String, Encoding)> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some((text.into_owned(), Encoding::Utf16))
}

/// Text in Windows-1252, unless a byte is no sign of that code page or some of the text is in
/// UTF-8: then nobody can tell what was meant.
fn windows_1252(bytes: &[u8]) -> Option<(String, Encoding)> {
    let is_sign = |byte: &u8| match byte {
        b'\t' | b'\n' | b'\r' => true,
        0x00..=0x1f | 0x7f | 0x81 | 0x8d | 0x8f | 0x90 | 0x9d => false,
        _ => true,
    };
    let is_mixed = || bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    let first = bytes.iter().position(|byte| !byte.is_ascii())?;
    if !bytes.iter().all(is_sign) || is_mixed() {
        return None;
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    Some((text.into_owned(), Encoding::Windows1252 { first: first as u32 }))
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn line_starts(bytes: &[u8]) -> Vec<u32> {
    let newlines = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    std::iter::once(0).chain(newlines.map(|(at, _)| at as u32 + 1)).collect()
}

/// How many bytes at the start of a file are not text but say that it is UTF-8.
pub fn byte_order_mark(file: &[u8]) -> usize {
    if file.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 }
}
