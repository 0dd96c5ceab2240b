//! Looks for bytes in texts that hardly ever have them, many at once: the compiler lets the processor
//! take a whole block in a few steps, where what is asked of each byte has no branch (`|` and `&`, not
//! `||` and `&&`).

const BLOCK: usize = 32;

/// Whether a text has such a byte.
pub fn any(text: &str, is: impl Fn(u8) -> bool) -> bool {
    let bytes = text.as_bytes();
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    blocks.iter().any(|block| holds(block, &is)) || end_holds(bytes, rest, &is)
}

/// Where the first such byte stands.
pub fn first(text: &str, is: impl Fn(u8) -> bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    let plain = blocks.iter().take_while(|block| !holds(block, &is)).count();
    if plain == blocks.len() && !end_holds(bytes, rest, &is) {
        return None;
    }
    let at = bytes[BLOCK * plain..].iter().position(|byte| is(*byte))?;
    Some(BLOCK * plain + at)
}

/// How often such a byte stands before such another one.
pub fn pairs(text: &str, is: impl Fn(u8, u8) -> bool) -> usize {
    let bytes = text.as_bytes();
    let after = bytes.get(1..).unwrap_or_default();
    // So few that their number is a byte's.
    let blocks = bytes.chunks(128).zip(after.chunks(128));
    let in_block = blocks.map(|(bytes, after)| {
        bytes.iter().zip(after).fold(0, |n: u8, (one, next)| n + u8::from(is(*one, *next)))
    });
    in_block.map(usize::from).sum()
}

fn holds(block: &[u8; BLOCK], is: &impl Fn(u8) -> bool) -> bool {
    block.iter().fold(0, |any, byte| any | u8::from(is(*byte))) != 0
}

/// Whether the last bytes hold one, looked at with those before them as one more block.
fn end_holds(bytes: &[u8], rest: &[u8], is: &impl Fn(u8) -> bool) -> bool {
    match (rest.first(), bytes.last_chunk::<BLOCK>()) {
        (None, _) => false,
        // None of those before is one: they were looked at.
        (Some(_), Some(last)) => holds(last, is),
        (Some(first), None) => {
            let mut block = [*first; BLOCK];
            block[..rest.len()].copy_from_slice(rest);
            holds(&block, is)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert_eq, proptest};

    use super::*;

    proptest! {
        #[test]
        fn blocks_hold_what_their_bytes_do(text in "[ab]{0,5}[a]{0,90}[ab\"]{0,40}[a]{0,70}") {
            let is = |byte: u8| (byte == b'"') | (byte == b'b');
            let bytes = text.as_bytes();
            prop_assert_eq!(any(&text, is), bytes.iter().any(|byte| is(*byte)));
            prop_assert_eq!(first(&text, is), bytes.iter().position(|byte| is(*byte)));
            let pair = |one: u8, next: u8| (one == b'a') & (next == b'b');
            let found = bytes.windows(2).filter(|two| pair(two[0], two[1])).count();
            prop_assert_eq!(pairs(&text, pair), found);
        }
    }
}
