//! Where in a text a word, figures or an address may begin, many bytes at once.

use super::{is_continued, is_letter, is_long_letter};

/// How many bytes are looked at together.
pub(super) const BLOCK: usize = 64;

/// A bit for each byte of a text from `start` on, the lowest for the first: whether a letter stands
/// there that no letter stands before, or a figure, or a sign that an address has. No byte needs a
/// branch, so that the compiler lets the processor take sixteen together.
pub(super) fn beginnings(text: &[u8], start: usize) -> u64 {
    let end = text.len().min(start + BLOCK);
    let before = start.min(2);
    let mut bytes = [b' '; BLOCK + 2];
    bytes[2 - before..2 + end - start].copy_from_slice(&text[start - before..end]);
    let mut begins = [0; BLOCK];
    for (at, begins) in begins.iter_mut().enumerate() {
        let [last_but_one, last, byte] = [bytes[at], bytes[at + 1], bytes[at + 2]];
        let is_in_word = is_letter(last) | is_continued(last) & is_long_letter(last_but_one);
        let is_sign = matches!(byte, b'0'..=b'9' | b'.' | b':' | b'@');
        *begins = u8::from(is_letter(byte) & !is_in_word | is_sign);
    }
    packed(&begins)
}

/// A bit for each byte that is 1.
fn packed(bytes: &[u8; BLOCK]) -> u64 {
    let (eights, _) = bytes.as_chunks::<8>();
    // The product has the lowest bit of each byte in its highest byte, in their order.
    let bits =
        |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    eights.iter().rev().fold(0, |packed, eight| packed << 8 | bits(eight))
}
