//! A chart as SVG: one drawing that stands inline in a page and as an image in a PDF.
//!
//! Every mark has a class and a concrete colour. A page recolours by class (`static/chart.css` of
//! the theme); a PDF takes the colours as they stand. There is no style, no script, no `var()` and
//! no reference to another file, and the same chart gives the same bytes.

mod bar;
mod bullet;
mod canvas;
mod donut;
mod font;
mod key;
mod legend;
mod line;
mod parts;
mod range;
mod scale;
mod slope;
mod stacked;
mod token;
mod whole;
mod words;

pub use font::{Fonts, Line, Weight};
pub use token::Token;

use crate::chart::{Chart, Plot, Tint};
use crate::theme::palette::Palette;
use canvas::{escape, hatch};

/// The two drawings of a chart; a page shows one of them, by the room that it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// Labels beside the marks; for 560 pixels and more, and for PDF.
    Wide,
    /// Labels above the marks; for telephones.
    Narrow,
}

impl Variant {
    /// The width of the drawing in its own units.
    pub fn width(self) -> f64 {
        match self {
            Variant::Wide => 720.0,
            Variant::Narrow => 328.0,
        }
    }

    /// The least width in pixels at which a page shows it: the container query of `chart.css`, and
    /// a telephone of 320 pixels less its margins.
    pub fn least_pixels(self) -> f64 {
        match self {
            Variant::Wide => 560.0,
            Variant::Narrow => 284.0,
        }
    }

    /// As ids and classes name it.
    pub fn name(self) -> &'static str {
        match self {
            Variant::Wide => "wide",
            Variant::Narrow => "narrow",
        }
    }
}

/// What every kind of drawing needs besides its data.
#[derive(Clone, Copy)]
struct Frame<'a> {
    /// Unique on the page: ids within the drawing begin with it.
    id: &'a str,
    variant: Variant,
    fonts: &'a Fonts,
    palette: &'a Palette,
}

/// The `<svg>` element of a chart, one element a line, ending with a line break.
pub fn draw(chart: &Chart, variant: Variant, fonts: &Fonts, palette: &Palette) -> String {
    let id = format!("{}-{}", identifier(&chart.id), variant.name());
    let frame = Frame { id: &id, variant, fonts, palette };
    let mut groups = String::new();
    let height = match &chart.plot {
        Plot::Bar(bars) => bar::draw(bars, frame, &mut groups),
        Plot::StackedBar(stacked) => stacked::draw(stacked, frame, &mut groups),
        Plot::ShareBar(parts) => parts::share_bar(parts, frame, &mut groups),
        Plot::Donut(parts) => donut::draw(parts, frame, &mut groups),
        Plot::Waffle(parts) => parts::waffle(parts, frame, &mut groups),
        Plot::Range(ranges) => range::draw(ranges, frame, &mut groups),
        Plot::Line(lines) => line::draw(lines, frame, &mut groups),
        Plot::Slope(lines) => slope::draw(lines, frame, &mut groups),
        Plot::Bullet(bullets) => bullet::draw(bullets, frame, &mut groups),
    };
    let mut svg = opening(chart, frame, height);
    if tints(&chart.plot).contains(&Tint::High) {
        svg.push_str(&hatch(&id, palette));
    }
    svg.push_str(&groups);
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// The element itself, its name and description, and the group that hides the single marks from
/// assistive technology: the name, the description and the table beside it say it better.
fn opening(chart: &Chart, frame: Frame<'_>, height: i32) -> String {
    let (name, width) = (frame.variant.name(), frame.variant.width());
    let (id, mark) = (frame.id, chart.plot.mark().name());
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" id=\"{id}\" class=\"bc bc-{mark} bc-{name}\" \
         lang=\"{lang}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\" \
         font-family=\"'Inter', Arial, sans-serif\">\n\
         <title id=\"{id}-t\">{title}</title>\n\
         <desc id=\"{id}-d\">{description}</desc>\n\
         <g aria-hidden=\"true\">\n",
        lang = escape(&chart.lang),
        title = escape(&chart.name),
        description = escape(&chart.description),
    )
}

/// The tints that a chart brings itself.
fn tints(plot: &Plot) -> Vec<Tint> {
    match plot {
        Plot::StackedBar(stacked) => stacked.classes.iter().map(|class| class.tint).collect(),
        Plot::Donut(parts) | Plot::Waffle(parts) | Plot::ShareBar(parts) => {
            parts.parts.iter().map(|part| part.tint).collect()
        }
        _ => Vec::new(),
    }
}

/// An id that `aria-labelledby`, a list parted by spaces, can name.
fn identifier(id: &str) -> String {
    let allowed = |letter: char| letter.is_alphanumeric() || "-_.".contains(letter);
    id.chars().map(|letter| if allowed(letter) { letter } else { '-' }).collect()
}
