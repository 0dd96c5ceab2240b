//! Key figures: a fact with its number large, its unit small, and a line of context.

use crate::compose::resolve::Resolver;
use crate::compose::words;
use crate::document::{Card, Figure, FigureContent, FigureReference, PrintedKind};
use crate::fact::{Fact, Value};
use crate::source::Span;

pub fn cards(
    resolver: &mut Resolver<'_, '_>,
    reference: &FigureReference,
    anchor: String,
) -> Option<Figure> {
    let mut cards = Vec::new();
    let start = reference.target_span.start + "cards:".len() as u32;
    let mut offset = 0;
    for name in reference.target.split(',') {
        let id = name.trim();
        let at = start + offset + (name.len() - name.trim_start().len()) as u32;
        let span = Span { start: at, end: at + id.len() as u32, ..reference.target_span };
        offset += name.len() as u32 + 1;
        let citations = resolver.citations;
        let found = citations.find(id, reference.period.as_deref(), span, resolver.diagnostics);
        let Some((fact, period)) = found else { continue };
        cards.push(card(resolver, fact, period, span));
    }
    let caption = resolver.line(&reference.caption);
    let content = FigureContent::Cards(cards);
    let (subtitle, source) = (String::new(), String::new());
    Some(Figure { number: None, anchor, caption, subtitle, source, content, span: reference.span })
}

/// A fact as a key figure: the number large, its unit small, a line of context.
pub fn card(resolver: &mut Resolver<'_, '_>, fact: &Fact, period: &str, span: Span) -> Card {
    let scope = resolver.scope;
    let (locale, messages) = (scope.locale, scope.messages);
    let text = locale.value(&fact.value, fact.decimals).unwrap_or_default();
    let (value, unit) = match &fact.value {
        Value::Percent(_) => match text.strip_suffix('%') {
            Some(number) => (number.trim_end().to_string(), "%".to_string()),
            None => (text, String::new()),
        },
        Value::Points(_) => match text.split_once('\u{a0}') {
            Some((number, unit)) => (number.to_string(), unit.to_string()),
            None => (text, String::new()),
        },
        _ => (text, String::new()),
    };
    let own = format!("card.{}", fact.id);
    let label = match messages.has(&own) {
        true => messages.text(&own).to_string(),
        false => words::label(&fact.label, locale, messages),
    };
    Card {
        id: fact.id.clone(),
        period: period.to_string(),
        value,
        unit,
        label,
        entry: Some(resolver.print(PrintedKind::Fact, &fact.id, period, span)),
        detail: detail(resolver, fact, period, span),
    }
}

/// `90 of 137`, or the theme's own line, in which `{suppliers.threshold}` stands for that fact.
fn detail(resolver: &mut Resolver<'_, '_>, fact: &Fact, period: &str, span: Span) -> String {
    let scope = resolver.scope;
    let (locale, messages) = (scope.locale, scope.messages);
    let own = format!("detail.{}", fact.id);
    if messages.has(&own) {
        let mut line = String::new();
        let mut rest = messages.text(&own);
        while let Some((before, after)) = rest.split_once('{') {
            let Some((id, tail)) = after.split_once('}') else { break };
            // A line that speaks of something that this project does not have is left out.
            let Some(other) = scope.facts.fact(period, id) else { return String::new() };
            resolver.print(PrintedKind::Fact, id, period, span);
            line.push_str(before);
            line.push_str(&locale.value(&other.value, other.decimals).unwrap_or_default());
            rest = tail;
        }
        return line + rest;
    }
    match fact.parts {
        Some((part, whole)) if part.is_integer() && whole.is_integer() => messages.fill(
            "part-of-whole",
            &[("part", &locale.number(part, 0)), ("whole", &locale.number(whole, 0))],
        ),
        _ => String::new(),
    }
}
