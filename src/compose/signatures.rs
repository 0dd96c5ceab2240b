//! Who answers for a report, in words.

use crate::data::ReportInfo;
use crate::document::Signature;
use crate::locale::Locale;
use crate::theme::Messages;

use super::words;

pub(super) fn signatures(
    info: &ReportInfo,
    locale: &'static Locale,
    messages: &Messages,
) -> Vec<Signature> {
    let signers = info.signers.iter().map(|signer| {
        let date = signer.signed_on.map(|date| locale.date(date));
        Signature {
            name: signer.name.clone(),
            role: words::given(&signer.role, locale).unwrap_or_default().to_string(),
            company: signer.entity.clone().unwrap_or_default(),
            signed: date.map(|date| match signer.place.as_str() {
                "" => messages.fill("signed-on", &[("date", &date)]),
                place => messages.fill("signed-at", &[("date", &date), ("place", place)]),
            }),
        }
    });
    signers.collect()
}
