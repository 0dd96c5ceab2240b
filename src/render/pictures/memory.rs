//! Pictures that were made before, as bytes that somebody keeps.

use std::fmt::Debug;

use sha2::{Digest, Sha256};

use super::encode::Encoded;

/// Remembers what was made of a picture. What is lost or damaged is made once more.
pub trait PictureMemory: Debug + Send + Sync {
    fn recall(&self, key: &str) -> Option<Vec<u8>>;
    fn remember(&self, key: &str, bytes: &[u8]);
}

const MARK: &[u8; 8] = b"belegg-1";

/// A mark, the hash of what follows, and for each version its size, ending and bytes.
pub fn packed(versions: &[Encoded]) -> Vec<u8> {
    let mut body = Vec::new();
    for one in versions {
        body.extend(one.width.to_le_bytes());
        body.extend(one.height.to_le_bytes());
        let mut ending = [0; 4];
        for (to, from) in ending.iter_mut().zip(one.ending.bytes()) {
            *to = from;
        }
        body.extend(ending);
        body.extend((one.bytes.len() as u64).to_le_bytes());
        body.extend(&one.bytes);
    }
    let mut packed = MARK.to_vec();
    packed.extend(Sha256::digest(&body));
    packed.extend(body);
    packed
}

/// None where the bytes are not what was packed.
pub fn unpacked(packed: &[u8]) -> Option<Vec<Encoded>> {
    let rest = packed.strip_prefix(MARK)?;
    let (hash, mut body) = rest.split_at_checked(32)?;
    if Sha256::digest(body).as_slice() != hash {
        return None;
    }
    let mut versions = Vec::new();
    while !body.is_empty() {
        let (head, after) = body.split_at_checked(20)?;
        let number = |at: usize| Some(u32::from_le_bytes(*head.get(at..)?.first_chunk()?));
        let length = u64::from_le_bytes(*head.get(12..)?.first_chunk()?);
        let (bytes, after) = after.split_at_checked(usize::try_from(length).ok()?)?;
        let ending = std::str::from_utf8(head.get(8..12)?).ok()?;
        versions.push(Encoded {
            width: number(0)?,
            height: number(4)?,
            ending: ending.trim_end_matches('\0').to_string(),
            bytes: bytes.to_vec(),
        });
        body = after;
    }
    Some(versions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_comes_back_and_what_was_damaged_does_not() {
        let one = |width| Encoded { width, height: 2, ending: "webp".into(), bytes: vec![7; 9] };
        let versions = [one(1), one(2)];
        let mut packed = packed(&versions);
        assert_eq!(unpacked(&packed).as_deref(), Some(&versions[..]));
        packed[60] ^= 1;
        assert_eq!(unpacked(&packed), None);
        assert_eq!(unpacked(b"belegg-1"), None);
    }
}
