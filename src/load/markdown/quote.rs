//! Quotations, and whose they are.

use pulldown_cmark::BlockQuoteKind;

use crate::document::{Block, Callout, Inline, Written};
use crate::source::Span;

/// A quotation whose last line is `— Name, role` is set apart.
pub(super) fn quote(mut blocks: Vec<Block<Written>>, span: Span) -> Block<Written> {
    let Some(Block::Paragraph(last)) = blocks.last_mut() else { return Block::Quote(blocks) };
    let line_start = last
        .content
        .iter()
        .rposition(|inline| matches!(inline, Inline::Break) || is_soft_break(inline))
        .map_or(0, |at| at + 1);
    let dash = match last.content.get(line_start) {
        Some(Inline::Text { text, .. }) => {
            ["— ", "– ", "―\u{20}"].iter().find(|dash| text.starts_with(**dash))
        }
        _ => None,
    };
    let Some(dash) = dash else { return Block::Quote(blocks) };
    let mut attribution = last.content.split_off(line_start);
    if let Some(Inline::Text { text, .. }) = attribution.first_mut() {
        *text = text[dash.len()..].into();
    }
    last.content.pop();
    if last.content.is_empty() {
        blocks.pop();
    }
    Block::PullQuote { quote: blocks, attribution, span }
}

fn is_soft_break(inline: &Inline<Written>) -> bool {
    matches!(inline, Inline::Text { text, .. } if &**text == "\n")
}

pub(super) fn callout(kind: BlockQuoteKind) -> Callout {
    match kind {
        BlockQuoteKind::Note => Callout::Note,
        BlockQuoteKind::Tip => Callout::Tip,
        BlockQuoteKind::Important => Callout::Important,
        BlockQuoteKind::Warning => Callout::Warning,
        BlockQuoteKind::Caution => Callout::Caution,
    }
}
