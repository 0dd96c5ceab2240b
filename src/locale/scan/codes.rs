//! Figures that count nothing: telephone numbers, numbers of organisations, post codes.

use super::Scan;
use crate::locale::Reading;

/// What stands before the number of a telephone or of an organisation, in small letters.
const CUES: [&str; 36] = [
    "tlf",
    "telefon",
    "tel",
    "phone",
    "telephone",
    "mob",
    "mobil",
    "mobile",
    "tfn",
    "faks",
    "fax",
    "org.nr",
    "org. nr",
    "orgnr",
    "org nr",
    "organisasjonsnummer",
    "organisasjonsnr",
    "organisationsnummer",
    "organisation number",
    "organization number",
    "org. no",
    "reg. no",
    "reg.no",
    "company no",
    "company number",
    "registration number",
    "registration no",
    "cvr",
    "cvr-nr",
    "cvr-nummer",
    "kontonummer",
    "kontonr",
    "account number",
    "account no",
    "fødselsnummer",
    "personnummer",
];

/// The longest cue and what may stand after it, in bytes.
const CUE_LENGTH: usize = 28;

impl Scan<'_> {
    /// Reads a code that may be written in parts: `55 00 12 34`, `912 345 678` after "org.nr.",
    /// `+47 912 34 567`, `0160`.
    pub(super) fn code(&mut self, at: usize) -> Option<usize> {
        let first = self.end_of_figures(at) - at;
        let leading_zero = self.text.as_bytes()[at] == b'0' && first > 1;
        let abroad = self.before(at) == Some('+');
        let (end, parts) = self.parts(at);
        let figures: usize = parts.iter().sum();
        let in_parts = abroad && figures >= 8
            || figures >= 6 && self.has_cue(at)
            || is_telephone(&parts)
            || leading_zero && (8..=12).contains(&figures);
        let end = match in_parts {
            true => end,
            false if leading_zero => self.end_of_dotted(at),
            false => return None,
        };
        let start = if abroad { at - 1 } else { at };
        let keep_points = figures < 6;
        let is_kept = |c: &char| c.is_ascii_digit() || keep_points && *c == '.';
        let code = self.text[at..end].chars().filter(is_kept).collect();
        self.push(start..end, Reading::Code(code));
        Some(end)
    }

    /// How many figures stand in each part of a number that is set apart by spaces or hyphens, and
    /// its end.
    fn parts(&self, at: usize) -> (usize, Vec<usize>) {
        let mut end = self.end_of_figures(at);
        let mut parts = vec![end - at];
        while parts.len() < 8 {
            let next = match self.after(end) {
                Some('-') => end + 1,
                Some(c) if c.is_whitespace() && c != '\n' => end + c.len_utf8(),
                _ => break,
            };
            let part_end = self.end_of_figures(next);
            if part_end == next {
                break;
            }
            parts.push(part_end - next);
            end = part_end;
        }
        (end, parts)
    }

    fn end_of_dotted(&self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut end = self.end_of_figures(at);
        while bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
            end = self.end_of_figures(end + 1);
        }
        end
    }

    /// Whether a cue stands before a number: "Tlf.: ", "organisasjonsnummer ", "Org.nr. NO ".
    fn has_cue(&self, at: usize) -> bool {
        let mut start = at.saturating_sub(CUE_LENGTH);
        while !self.text.is_char_boundary(start) {
            start += 1;
        }
        let before = self.text[start..at].to_lowercase().replace('\u{a0}', " ");
        let before = before.trim_end();
        let before = before.strip_suffix(" no").unwrap_or(before);
        let before = before.trim_end_matches([':', '.', ' ']);
        CUES.iter().any(|cue| {
            before.strip_suffix(cue).is_some_and(|rest| !rest.ends_with(char::is_alphabetic))
        })
    }
}

/// Telephone numbers as they are grouped in the Nordic countries.
fn is_telephone(parts: &[usize]) -> bool {
    matches!(parts, [2, 2, 2, 2] | [3, 2, 3])
}
