//! The page on which those who answer for a report sign it.

use crate::document::{Page, Signature};
use crate::theme::Messages;

use super::content::{Writer, text_or_none};
use super::literal::literal;

impl<'a> Writer<'a> {
    /// An unnumbered part of its own, as an annual report has; nothing where nobody signs.
    pub(super) fn signatures(&mut self, front: &'a Page, messages: &Messages) {
        if front.signatures.is_empty() {
            return;
        }
        self.start(front, 0);
        let title = literal(messages.text("signatures"));
        self.code(&format!(
            "theme.chapter(number: none, name: none, plain: {title}, \
             heading(level: 1, numbering: none, {{ text({title}); }}), \
             theme.signatures({}, {}, (\n",
            text_or_none(messages.text("signatures-intro")),
            text_or_none(messages.text("not-signed")),
        ));
        for Signature { name, role, company, signed } in &front.signatures {
            self.code(&format!(
                "(name: {}, role: {}, company: {}, signed: {}),\n",
                text_or_none(name),
                text_or_none(role),
                text_or_none(company),
                text_or_none(signed.as_deref().unwrap_or_default()),
            ));
        }
        self.code(")))\n");
    }
}
