//! How long the list of a section is.

use super::fields::Fields;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Span;

/// `paginate_by`: as many pages as a list shows at a time, from 1.
pub fn paginate_by(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<(usize, Span)> {
    let number = fields.integer("paginate_by", diagnostics)?;
    let span = fields.item("paginate_by")?.span;
    match usize::try_from(number).ok().filter(|number| *number > 0) {
        Some(number) => Some((number, span)),
        None => {
            let message = format!("a list cannot show {number} pages at a time");
            let help = "write `paginate_by = 10`, or take the line out to show all on one page";
            diagnostics.push(Diagnostic::error("wrong-value", span, message).help(help));
            None
        }
    }
}
