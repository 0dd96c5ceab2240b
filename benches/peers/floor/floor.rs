//! The least that a site needs: walk, read, Markdown to HTML, a fixed shell around it, write.
//!
//! `floor CONTENT OUTPUT` does that on two threads and nothing else: no links, no lists, no checks.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use pulldown_cmark::{Options, Parser, html};

const THREADS: usize = 2;
const HEAD: &str = "<!DOCTYPE html>\n<html lang=\"nb\">\n<head>\n<meta charset=\"utf-8\">\n\
    <title>Floor</title>\n</head>\n<body>\n<main>\n";
const FOOT: &str = "</main>\n</body>\n</html>\n";

fn main() -> io::Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(content), Some(output)) = (arguments.next(), arguments.next()) else {
        return Err(io::Error::other("floor CONTENT OUTPUT"));
    };
    let mut files = Vec::new();
    walk(&content, &mut files)?;
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|_| scope.spawn(|| write_pages(&content, &output, &files, &next)))
            .collect();
        threads.into_iter().try_for_each(|thread| thread.join().expect("no thread panics"))
    })
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// Takes one file after the other until none is left.
fn write_pages(
    content: &Path,
    output: &Path,
    files: &[PathBuf],
    next: &AtomicUsize,
) -> io::Result<()> {
    let mut page = String::new();
    while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
        let text = fs::read_to_string(file)?;
        let body = text.splitn(3, "+++\n").last().unwrap_or_default();
        page.clear();
        page.push_str(HEAD);
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_HEADING_ATTRIBUTES;
        html::push_html(&mut page, Parser::new_ext(body, options));
        page.push_str(FOOT);
        let within = file.strip_prefix(content).map_err(io::Error::other)?;
        let folder = output.join(within.with_extension(""));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("index.html"), &page)?;
    }
    Ok(())
}
