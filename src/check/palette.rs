//! Whether the colours of a theme can be read and told apart. WCAG 2.2 asks for a contrast of 4.5:1
//! between words and what is behind them (1.4.3), and of 3:1 for all else that must be seen (1.4.11).
//! Only colours that a project sets itself are told; the built-in ones are held by a test.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Span;
use crate::theme::colour::{Colour, Vision};
use crate::theme::palette::{Palette, Scheme};

/// The least contrast of words, and of marks.
const WORDS: f64 = 4.5;
const MARKS: f64 = 3.0;
/// Colours of a chart that look less different than this (OKLab) are told.
const ALIKE: f64 = 0.08;

/// Words or marks, and what they stand on.
const ON: [(&str, &[&str], f64); 30] = [
    ("ink", &["bg", "tint", "tint-2", "ok-bg", "warn-bg", "stop-bg"], WORDS),
    ("ink-2", &["bg", "tint", "tint-2", "warn-bg"], WORDS),
    ("accent", &["bg", "tint"], WORDS),
    ("link", &["bg", "tint", "warn-bg"], WORDS),
    ("visited", &["bg", "tint", "warn-bg"], WORDS),
    ("hero-ink", &["hero"], WORDS),
    ("hero-2", &["hero"], WORDS),
    ("ok", &["ok-bg"], WORDS),
    ("warn", &["warn-bg"], WORDS),
    ("stop", &["stop-bg"], WORDS),
    ("line-2", &["bg", "tint"], MARKS),
    ("c1", &["bg", "track", "band"], MARKS),
    ("c2", &["bg"], MARKS),
    ("c3", &["bg"], MARKS),
    ("c4", &["bg"], MARKS),
    ("c5", &["bg"], MARKS),
    ("c6", &["bg"], MARKS),
    ("low", &["bg"], MARKS),
    ("medium", &["bg"], MARKS),
    ("high", &["bg"], MARKS),
    ("muted", &["bg"], MARKS),
    ("axis", &["bg"], MARKS),
    ("bandline", &["bg", "band"], MARKS),
    ("c1t", &["bg"], WORDS),
    ("c2t", &["bg"], WORDS),
    ("bandtext", &["bg", "band"], WORDS),
    // Words that stand beside marks on these.
    ("ink", &["track", "band"], WORDS),
    ("ink-2", &["track", "band"], WORDS),
    ("c1t", &["band"], WORDS),
    ("c2t", &["band"], WORDS),
];

/// Marks in which words stand.
const FILLED: [&str; 10] = ["c1", "c2", "c3", "c4", "c5", "c6", "low", "medium", "high", "muted"];

/// Colours that stand beside each other in one chart.
const TOGETHER: [&[&str]; 2] =
    [&["c1", "c2", "c3", "c4", "c5", "c6", "muted"], &["low", "medium", "high"]];

/// A contrast that is too low.
#[derive(Debug, Clone, Copy)]
struct Fault {
    /// Words or mark.
    token: &'static str,
    ground: &'static str,
    scheme: Scheme,
    contrast: f64,
    least: f64,
    /// Whether the ground is what stands in the mark.
    is_inside: bool,
}

/// Tells what cannot be read, with the nearest colour that can, and what looks alike.
pub fn palette(palette: &Palette, diagnostics: &mut Diagnostics) {
    if !palette.has_own() {
        return;
    }
    let faults = faults(palette, palette, |_| true);
    let mut told: Vec<(&str, Scheme)> = Vec::new();
    for fault in &faults {
        let Some((token, scheme, span)) = blamed(palette, fault) else { continue };
        // One change mends all that is wrong with a colour: its worst contrast speaks for all.
        if !told.contains(&(token, scheme)) {
            told.push((token, scheme));
            let of_token = |other: &&Fault| {
                blamed(palette, other).is_some_and(|(t, s, _)| (t, s) == (token, scheme))
            };
            let worst = faults.iter().filter(of_token);
            let worst = worst.min_by(|a, b| part(a).total_cmp(&part(b))).unwrap_or(fault);
            diagnostics.push(too_low(palette, worst, token, span));
        }
    }
    for scheme in Scheme::ALL {
        for group in TOGETHER {
            for (at, one) in group.iter().enumerate() {
                for other in &group[at + 1..] {
                    let is_next = group.get(at + 1) == Some(other);
                    tell_alike(palette, scheme, (one, other), is_next, diagnostics);
                }
            }
        }
    }
}

/// All contrasts that are too low, of pairs in which a token is that `concerns` the question. Which
/// words stand in a mark is decided by `agreed`.
fn faults(palette: &Palette, agreed: &Palette, concerns: impl Fn(&str) -> bool) -> Vec<Fault> {
    let outside = ON.into_iter().flat_map(|(token, grounds, least)| {
        grounds.iter().map(move |ground| (token, *ground, least, false))
    });
    let inside = FILLED.into_iter().map(|token| (token, words_in(agreed, token), WORDS, true));
    let mut faults = Vec::new();
    for (token, ground, least, is_inside) in outside.chain(inside) {
        if !concerns(token) && !concerns(ground) {
            continue;
        }
        for scheme in Scheme::ALL {
            let contrast = contrast(palette, token, ground, scheme);
            if contrast < least {
                faults.push(Fault { token, ground, scheme, contrast, least, is_inside });
            }
        }
    }
    faults
}

/// The colour of words in a mark, `bg` or `ink`: the same in both schemes, since a drawing has one
/// class for both. A scheme that the project did not touch decides.
fn words_in(palette: &Palette, token: &str) -> &'static str {
    let is_own = |scheme: &Scheme| {
        [token, "bg", "ink"].iter().any(|token| palette.own(token, *scheme).is_some())
    };
    let untouched: Vec<Scheme> = Scheme::ALL.into_iter().filter(|one| !is_own(one)).collect();
    let deciding = if untouched.is_empty() { Scheme::ALL.to_vec() } else { untouched };
    palette.words_on(token, &deciding)
}

/// The colour that the project set itself, and can change: the words or the mark before its ground.
fn blamed(palette: &Palette, fault: &Fault) -> Option<(&'static str, Scheme, Span)> {
    // That words are in `ink` may be because of `bg`.
    let others: &[&str] = if fault.is_inside { &["bg", "ink"] } else { &[] };
    let candidates = [fault.token, fault.ground].into_iter().chain(others.iter().copied());
    candidates
        .filter_map(|token| Some((token, fault.scheme, palette.own(token, fault.scheme)?)))
        .next()
}

/// The part that there is of the contrast that is asked for.
fn part(fault: &Fault) -> f64 {
    fault.contrast / fault.least
}

fn contrast(palette: &Palette, one: &str, other: &str, scheme: Scheme) -> f64 {
    palette.colour(one, scheme).contrast(palette.colour(other, scheme))
}

/// A contrast that is too low, told at the colour of `token`.
fn too_low(palette: &Palette, fault: &Fault, token: &str, span: Span) -> Diagnostic {
    let Fault { token: mark, ground, scheme, .. } = *fault;
    let (contrast, name) = (ratio(fault.contrast), scheme.name());
    let what = match (fault.is_inside, fault.least == WORDS) {
        (true, _) => format!("words in `{mark}` have the colour `{ground}`"),
        (false, true) => format!("words of the colour `{mark}` stand on `{ground}`"),
        (false, false) => format!("`{mark}` stands on `{ground}`"),
    };
    let rule = match fault.least == WORDS {
        true => "words need 4.5:1 (WCAG 2.2, 1.4.3)",
        false => "what must be seen needs 3:1 (WCAG 2.2, 1.4.11)",
    };
    let message = format!("{what} with a contrast of {contrast} on {name} pages; {rule}");
    let diagnostic =
        Diagnostic::error("contrast", span, message).label(format!("`{token}` in {name}"));
    match nearest_passing(palette, token, scheme) {
        Some(colour) => {
            let help = format!("the nearest of this hue that passes is {colour}");
            diagnostic.help(help).fix(span, format!("\"{colour}\""))
        }
        None => {
            let other = if token == mark { ground } else { mark };
            diagnostic.help(format!("no colour of this hue passes: change `{other}` too"))
        }
    }
}

/// The nearest colour for a token with which nothing is wrong that it takes part in.
fn nearest_passing(palette: &Palette, token: &str, scheme: Scheme) -> Option<Colour> {
    let passes = |colour: Colour| {
        let changed = palette.with(token, scheme, colour);
        let faults = faults(&changed, palette, |concerned| concerned == token);
        !faults.iter().any(|fault| fault.scheme == scheme)
    };
    palette.colour(token, scheme).nearest(passes)
}

/// Tells of two colours of a chart that somebody cannot tell apart.
fn tell_alike(
    palette: &Palette,
    scheme: Scheme,
    (one, other): (&str, &str),
    is_next: bool,
    diagnostics: &mut Diagnostics,
) {
    let (vision, distance) = closest(palette, scheme, one, other);
    let own = [other, one].into_iter().find_map(|token| palette.own(token, scheme));
    let Some(span) = own.filter(|_| distance < ALIKE) else { return };
    let readers = match vision {
        Vision::Usual => "every reader",
        Vision::Protanopia => "readers who do not see red (protanopia)",
        Vision::Deuteranopia => "readers who do not see green (deuteranopia)",
        Vision::Tritanopia => "readers who do not see blue (tritanopia)",
    };
    let name = scheme.name();
    let message = format!("`{one}` and `{other}` look alike to {readers} on {name} pages");
    let contrast = contrast(palette, one, other, scheme);
    let help = match is_next && contrast < MARKS {
        true => format!(
            "make one of them lighter or darker; they stand side by side with a contrast of {}, \
             and only the gap between them parts them",
            ratio(contrast)
        ),
        false => "make one of them lighter or darker, or take another hue".to_string(),
    };
    diagnostics.push(Diagnostic::warning("similar-colours", span, message).help(help));
}

/// Who sees two colours least apart, and how far.
fn closest(palette: &Palette, scheme: Scheme, one: &str, other: &str) -> (Vision, f64) {
    let (one, other) = (palette.colour(one, scheme), palette.colour(other, scheme));
    let seen = Vision::ALL.map(|vision| (vision, one.distance(other, vision)));
    let least = seen.into_iter().min_by(|(_, a), (_, b)| a.total_cmp(b));
    least.unwrap_or((Vision::Usual, 0.0))
}

/// `4.49:1`: never rounded up to what is asked for.
fn ratio(contrast: f64) -> String {
    format!("{:.2}:1", (contrast * 100.0).floor() / 100.0)
}
