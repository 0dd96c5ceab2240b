//! A document as it is published, typeset unless somebody remembers it.

use sha2::{Digest, Sha256};

use crate::artifact::TypstProject;
use crate::memory::{self, Memory};

use super::{Engine, Failure, Pdf, picture, typeset};

/// A PDF, and the picture that stands for it where it is shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    pub pdf: Pdf,
    /// None where it was not asked for.
    pub picture: Option<Vec<u8>>,
}

/// What an engine makes of a document, with a picture if that is wanted. What was made before of the
/// same bytes, with the same fonts, by the same engine and program, is not made again.
pub fn finished(
    project: &TypstProject,
    engine: &Engine,
    with_picture: bool,
    memory: Option<&dyn Memory>,
) -> Result<Finished, Failure> {
    if memory.is_none() {
        return made(project, engine, with_picture);
    }
    let key = key(project, engine, with_picture);
    if let Some(remembered) = memory::recall(memory, &key).and_then(|bytes| unpacked(&bytes)) {
        return Ok(remembered);
    }
    let made = made(project, engine, with_picture)?;
    memory::remember(memory, &key, &packed(&made));
    Ok(made)
}

/// What [`finished`] has made before, if somebody remembers it.
pub fn remembered(
    project: &TypstProject,
    engine: &Engine,
    with_picture: bool,
    memory: Option<&dyn Memory>,
) -> Option<Finished> {
    let key = memory.is_some().then(|| key(project, engine, with_picture))?;
    memory::recall(memory, &key).and_then(|bytes| unpacked(&bytes))
}

/// The text is typeset first: what is wrong with the picture is told after what is wrong with it.
fn made(project: &TypstProject, engine: &Engine, with_picture: bool) -> Result<Finished, Failure> {
    let pdf = typeset(project, engine)?;
    let picture = if with_picture { Some(picture(project, engine)?) } else { None };
    Ok(Finished { pdf, picture })
}

/// A name for all that a document is made of.
fn key(project: &TypstProject, engine: &Engine, with_picture: bool) -> String {
    let mut hash = Sha256::new();
    hash.update(&engine.edition);
    for (path, bytes) in &project.files {
        for part in [path.as_bytes(), bytes] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    let hash: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    let what = if with_picture { "document" } else { "pdf" };
    format!("{what}-{hash}")
}

/// The number of pages, the length of the PDF, the PDF, and the picture if there is one.
fn packed(made: &Finished) -> Vec<u8> {
    let mut packed = Vec::new();
    packed.extend((made.pdf.pages as u64).to_le_bytes());
    packed.extend((made.pdf.bytes.len() as u64).to_le_bytes());
    packed.extend(&made.pdf.bytes);
    packed.extend(made.picture.iter().flatten());
    packed
}

fn unpacked(packed: &[u8]) -> Option<Finished> {
    let (pages, rest) = packed.split_first_chunk()?;
    let (length, rest) = rest.split_first_chunk()?;
    let number = |bytes| usize::try_from(u64::from_le_bytes(bytes)).ok();
    let (pdf, picture) = rest.split_at_checked(number(*length)?)?;
    let pdf = Pdf { bytes: pdf.to_vec(), pages: number(*pages)? };
    Some(Finished { pdf, picture: (!picture.is_empty()).then(|| picture.to_vec()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_comes_back() {
        for picture in [None, Some(vec![3; 5])] {
            let made = Finished { pdf: Pdf { bytes: vec![7; 9], pages: 31 }, picture };
            assert_eq!(unpacked(&packed(&made)), Some(made));
        }
        assert_eq!(unpacked(&[0; 15]), None);
        assert_eq!(unpacked(&[9; 40]), None, "it states a greater length");
    }
}
