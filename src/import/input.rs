//! The bytes of a file that is imported: streamed, counted, bounded and hashed on the way.

use std::cell::Cell;
use std::io::{self, BufRead, Read};

use sha2::{Digest, Sha256};

use super::Fault;

/// The most bytes that one text, tag, row or object may have: more is no register but an attack, or
/// a file that is broken.
pub(super) const LONGEST_ITEM: u64 = 1024 * 1024;

/// What is known of the way through a file, shared by the reader and whoever takes items from it.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// Line that is read, from 1.
    line: Cell<u64>,
    /// Bytes of the item that is being read.
    item: Cell<u64>,
}

impl Progress {
    pub(super) fn new() -> Progress {
        Progress { line: Cell::new(1), item: Cell::new(0) }
    }

    pub(super) fn line(&self) -> u64 {
        self.line.get()
    }

    /// An item is finished; the next may be as long again.
    pub(super) fn next_item(&self) {
        self.item.set(0);
    }

    pub(super) fn fault(&self, message: impl Into<String>) -> Fault {
        Fault::at(self.line(), message)
    }
}

/// A reader that counts lines, refuses endless items and hashes what it reads.
pub(super) struct Input<'p, R> {
    inner: R,
    progress: &'p Progress,
    hash: Sha256,
}

impl<'p, R: BufRead> Input<'p, R> {
    /// Begins to read a text file: a byte order mark is passed over, and what is no text is told.
    pub(super) fn new(mut inner: R, progress: &'p Progress) -> Result<Self, Fault> {
        let start = inner.fill_buf().map_err(|error| Fault::unreadable(&error))?;
        let packed = |how: &str| {
            let help = "unpack it first, and name the file that was in it";
            Fault::new(format!("this is a file packed as {how}")).help(help)
        };
        let save = "save or export it as UTF-8";
        match start {
            [] => Err(Fault::new("the file is empty").help("export it again")),
            [b'P', b'K', 3 | 5, ..] => Err(packed("ZIP (or an Excel workbook)")),
            [0x1f, 0x8b, ..] => Err(packed("GZIP")),
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
                Err(Fault::new("the file is in UTF-16, not in UTF-8").help(save))
            }
            _ => {
                let mark = if start.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
                let mut input = Input { inner, progress, hash: Sha256::new() };
                input.pass(mark);
                Ok(input)
            }
        }
    }

    /// The SHA-256 of all that was read, in hexadecimal.
    pub(super) fn sha256(self) -> String {
        self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn pass(&mut self, bytes: usize) {
        // What was filled before is there still.
        if let Ok(filled) = self.inner.fill_buf() {
            let passed = &filled[..bytes.min(filled.len())];
            self.hash.update(passed);
            let lines = passed.iter().filter(|byte| **byte == b'\n').count() as u64;
            self.progress.line.set(self.progress.line.get() + lines);
        }
        self.progress.item.set(self.progress.item.get() + bytes as u64);
        self.inner.consume(bytes);
    }
}

impl<R: BufRead> BufRead for Input<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.progress.item.get() > LONGEST_ITEM {
            let message = "a single text, tag, row or object is longer than 1 MB";
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        if bytes > 0 {
            self.pass(bytes);
        }
    }
}

impl<R: BufRead> Read for Input<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let filled = self.fill_buf()?;
        let length = filled.len().min(into.len());
        into[..length].copy_from_slice(&filled[..length]);
        self.consume(length);
        Ok(length)
    }
}
