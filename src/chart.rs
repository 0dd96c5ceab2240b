//! A chart: what to draw, already in words. How it is drawn is `render::svg`'s affair.

/// One chart in one language. Every text is formatted; only the geometry is open.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Unique on its page: the prefix of ids in the SVG (`suppliers-by-country`).
    pub id: String,
    pub mark: Mark,
    /// Language of the texts, a BCP 47 tag.
    pub lang: String,
    /// Short name for assistive technology: the caption without its number.
    pub name: String,
    /// The text alternative: one or two sentences that say what the chart shows.
    pub description: String,
    pub bars: Vec<Bar>,
    /// The largest value that the axis must hold; the axis starts at 0.
    pub maximum: f64,
}

/// How values become marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Horizontal bars, one a category, label beside (wide) or above (narrow).
    Bar,
}

/// One category of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Language-neutral: `NO`, `46.46`, `other`.
    pub key: String,
    /// What the category is called; wrapped when drawn, never cut.
    pub label: String,
    pub value: f64,
    /// The value in words: `371`.
    pub value_text: String,
    /// The share in words, where the bars are parts of a whole: `83 %`.
    pub share_text: Option<String>,
    /// The rest that was folded together: last and grey.
    pub other: bool,
}

impl Chart {
    /// The bars in the order in which they are shown: as given, the folded rest last.
    pub fn rows(&self) -> Vec<&Bar> {
        let (other, named): (Vec<&Bar>, Vec<&Bar>) = self.bars.iter().partition(|bar| bar.other);
        named.into_iter().chain(other).collect()
    }
}
