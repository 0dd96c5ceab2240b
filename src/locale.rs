//! A language's own forms. (Its tables follow.)

/// How one language writes numbers, dates and lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locale {
    tag: &'static str,
}

static LOCALES: [Locale; 2] = [Locale { tag: "nb" }, Locale { tag: "en-GB" }];

impl Locale {
    pub fn find(tag: &str) -> Option<&'static Locale> {
        LOCALES.iter().find(|locale| locale.tag.starts_with(tag))
    }

    /// BCP 47, for `lang`.
    pub fn tag(&self) -> &'static str {
        self.tag
    }
}
