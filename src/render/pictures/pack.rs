//! The versions of a picture as bytes, to be remembered from one build to the next.

use super::encode::Encoded;

/// For each version its size, ending and bytes.
pub fn packed(versions: &[Encoded]) -> Vec<u8> {
    let mut packed = Vec::new();
    for one in versions {
        packed.extend(one.width.to_le_bytes());
        packed.extend(one.height.to_le_bytes());
        let mut ending = [0; 4];
        for (to, from) in ending.iter_mut().zip(one.ending.bytes()) {
            *to = from;
        }
        packed.extend(ending);
        packed.extend((one.bytes.len() as u64).to_le_bytes());
        packed.extend(&one.bytes);
    }
    packed
}

/// None where the bytes are not what was packed.
pub fn unpacked(mut packed: &[u8]) -> Option<Vec<Encoded>> {
    let mut versions = Vec::new();
    while !packed.is_empty() {
        let (head, after) = packed.split_at_checked(20)?;
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
        packed = after;
    }
    Some(versions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_comes_back() {
        let one = |width| Encoded { width, height: 2, ending: "webp".into(), bytes: vec![7; 9] };
        let versions = [one(1), one(2)];
        let packed = packed(&versions);
        assert_eq!(unpacked(&packed).as_deref(), Some(&versions[..]));
        assert_eq!(unpacked(&packed[..50]), None);
    }
}
