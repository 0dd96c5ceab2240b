//! Keys: what the colours of a drawing stand for, as a line of entries that wraps or as a table
//! with the numbers of each part.

use super::bar::{LABEL, SHARE, SLACK, VALUE};
use super::canvas::{Anchor, Canvas, Style, UNIT, hundredths};
use super::font::{Line, Weight};
use super::{Frame, Variant};
use crate::chart::{Part, Tint};

/// One colour, what it stands for, and its numbers.
pub struct Entry<'a> {
    pub tint: Tint,
    /// Empty where only the numbers stand beside the colour.
    pub label: &'a str,
    pub numbers: Vec<(&'a str, Style)>,
}

/// Entries one after the other, on as many lines as they need.
pub struct Flow<'a> {
    placed: Vec<Placed<'a>>,
    /// With the slack after its longest line.
    pub width: f64,
    pub height: f64,
}

struct Placed<'a> {
    entry: &'a Entry<'a>,
    left: f64,
    /// The middle of its first line.
    middle: f64,
    /// Only where the entry alone is wider than a line: its label, the numbers under it.
    lines: Vec<Line>,
}

/// Entries as rows of a table: colour, name, share, count.
pub struct Table<'a> {
    rows: Vec<Row<'a>>,
    /// Where each column of numbers ends; none where the numbers stand under the names.
    columns: Vec<f64>,
    pub width: f64,
    pub height: f64,
}

struct Row<'a> {
    entry: &'a Entry<'a>,
    middle: f64,
    lines: Vec<Line>,
}

/// The side of a colour's square.
const SWATCH: f64 = 14.0;
const BESIDE_SWATCH: f64 = 8.0;
/// From an entry to the next one on its line.
const BETWEEN: f64 = 20.0;
/// From a line of entries to the next, besides the line of text.
const LEADING: f64 = 7.0;
/// Between the columns of a table.
const COLUMN_GAP: f64 = 20.0;
/// Names narrower than this do not read well: the numbers go under them.
const LEAST_NAME: f64 = 96.0;

impl<'a> Entry<'a> {
    /// The name of a part, its share and, where it is known, its count.
    pub fn of(part: &'a Part) -> Entry<'a> {
        let count = part.count_text.as_deref().map(|count| (count, SHARE));
        let numbers = [(part.share_text.as_str(), VALUE)].into_iter().chain(count).collect();
        Entry { tint: part.tint, label: &part.label, numbers }
    }

    fn words(&self) -> Vec<(&'a str, Style)> {
        let label = (!self.label.is_empty()).then_some((self.label, LABEL));
        label.into_iter().chain(self.numbers.iter().copied()).collect()
    }
}

impl<'a> Flow<'a> {
    /// Lines of entries at most `limit` wide.
    pub fn of(entries: &'a [Entry<'a>], limit: f64, frame: Frame<'_>) -> Flow<'a> {
        let pitch = frame.pitch();
        let (mut left, mut top, mut tall, mut widest) = (0.0, 0.0, 0.0, 0.0f64);
        let mut placed = Vec::new();
        for entry in entries {
            let room = limit - SWATCH - BESIDE_SWATCH;
            let text = frame.words_width(&entry.words()) * SLACK;
            let lines = match text > room {
                true => frame.wrap(entry.label, LABEL, room / SLACK),
                false => Vec::new(),
            };
            let width = SWATCH + BESIDE_SWATCH + text.min(room);
            if left > 0.0 && left + width > limit {
                (left, top) = (0.0, top + tall + LEADING);
                tall = 0.0;
            }
            let numbers = usize::from(!entry.numbers.is_empty() && !lines.is_empty());
            tall = f64::max(tall, pitch * (lines.len() + numbers).max(1) as f64);
            placed.push(Placed { entry, left, middle: top + pitch / 2.0, lines });
            widest = widest.max(left + width);
            left += width + BETWEEN - text.min(room) * (1.0 - 1.0 / SLACK);
        }
        Flow { placed, width: widest, height: top + tall }
    }

    /// Writes the entries from the upper left corner `at`.
    pub fn draw(&self, at: (f64, f64), frame: Frame<'_>, canvas: &mut Canvas<'_>) {
        for Placed { entry, left, middle, lines } in &self.placed {
            let (left, middle) = (at.0 + left, at.1 + middle);
            swatch((left, middle), entry.tint, frame, canvas);
            let x = hundredths(left + SWATCH + BESIDE_SWATCH);
            let words = entry.words();
            match lines.is_empty() {
                true if words.is_empty() => {}
                true => {
                    canvas.words(Anchor::Start, (x, frame.base(middle)), frame.text_size(), &words)
                }
                false => frame.label_over_numbers((x, middle), lines, &entry.numbers, canvas),
            }
        }
    }
}

impl<'a> Table<'a> {
    /// A table at most `limit` wide.
    pub fn of(entries: &'a [Entry<'a>], limit: f64, frame: Frame<'_>) -> Table<'a> {
        let (pitch, indent) = (frame.pitch(), SWATCH + BESIDE_SWATCH);
        let count = entries.iter().map(|entry| entry.numbers.len()).max().unwrap_or(0);
        let widths: Vec<f64> = (0..count)
            .map(|at| {
                let cells = entries.iter().filter_map(|entry| entry.numbers.get(at));
                let widths = cells.map(|cell| frame.words_width(&[*cell]));
                widths.fold(0.0, f64::max) * SLACK + COLUMN_GAP
            })
            .collect();
        let room = limit - indent - widths.iter().sum::<f64>();
        let under = count > 0 && room < LEAST_NAME;
        let room = if under { (limit - indent) / SLACK } else { room };
        let mut rows: Vec<Row> = Vec::new();
        let (mut top, mut widest) = (0.0, 0.0f64);
        for entry in entries {
            let lines = frame.wrap(entry.label, LABEL, room);
            let names = lines.iter().map(|line| frame.width(&line.text, LABEL));
            widest = names.fold(widest, f64::max);
            if under {
                widest = widest.max(frame.words_width(&entry.numbers));
            }
            let count = lines.len() + usize::from(under);
            rows.push(Row { entry, middle: top + pitch / 2.0, lines });
            top += pitch * count.max(1) as f64 + LEADING + 1.0;
        }
        let mut right = indent + widest;
        let columns = widths.iter().filter(|_| !under).map(|width| {
            right += width;
            right
        });
        let columns: Vec<f64> = columns.collect();
        Table { rows, columns, width: right, height: (top - LEADING - 1.0).max(0.0) }
    }

    /// Writes the rows from the upper left corner `at`.
    pub fn draw(&self, at: (f64, f64), frame: Frame<'_>, canvas: &mut Canvas<'_>) {
        for Row { entry, middle, lines } in &self.rows {
            let middle = at.1 + middle;
            swatch((at.0, middle), entry.tint, frame, canvas);
            let x = hundredths(at.0 + SWATCH + BESIDE_SWATCH);
            if self.columns.is_empty() {
                frame.label_over_numbers((x, middle), lines, &entry.numbers, canvas);
                continue;
            }
            let (base, pitch) = (frame.base(middle), hundredths(frame.pitch()));
            canvas.lines(Anchor::Start, (x, base), frame.text_size(), pitch, lines, LABEL);
            let cells = entry.numbers.iter().zip(&self.columns);
            let cells: Vec<(i32, &str, Style)> = cells
                .map(|((text, style), right)| (hundredths(at.0 + right), *text, *style))
                .collect();
            canvas.columns(base, frame.text_size(), &cells);
        }
    }
}

fn swatch((left, middle): (f64, f64), tint: Tint, frame: Frame<'_>, canvas: &mut Canvas<'_>) {
    let top = (middle - SWATCH / 2.0).round();
    let from = (hundredths(left), hundredths(top));
    canvas.tinted_rectangle(frame.id, from, (from.0 + SIDE, from.1 + SIDE), tint);
}

const SIDE: i32 = SWATCH as i32 * UNIT;

/// What the drawings of parts ask of the frame that they stand in.
impl Frame<'_> {
    pub fn text_size(&self) -> f64 {
        match self.variant {
            Variant::Wide => 14.5,
            Variant::Narrow => 14.0,
        }
    }

    /// From one line of text to the next.
    pub fn pitch(&self) -> f64 {
        match self.variant {
            Variant::Wide => 19.0,
            Variant::Narrow => 18.0,
        }
    }

    pub fn width(&self, text: &str, style: Style) -> f64 {
        self.fonts.width(text, style.weight, self.text_size())
    }

    pub fn wrap(&self, text: &str, style: Style, limit: f64) -> Vec<Line> {
        self.fonts.wrap(text, style.weight, self.text_size(), limit)
    }

    /// How wide words in several styles are, as [`Canvas::words`] sets them.
    pub fn words_width(&self, words: &[(&str, Style)]) -> f64 {
        let between = self.fonts.width(" ", Weight::Regular, self.text_size()) + 2.0;
        let widths = words.iter().map(|(text, style)| self.width(text, *style));
        widths.sum::<f64>() + between * words.len().saturating_sub(1) as f64
    }

    /// The base line, in hundredths, of text whose capitals are centred on `middle`.
    pub fn base(&self, middle: f64) -> i32 {
        self.base_of(middle, self.text_size())
    }

    pub fn base_of(&self, middle: f64, size: f64) -> i32 {
        hundredths(middle + self.fonts.cap_height(Weight::Regular, size) / 2.0)
    }

    /// A label of several lines with its numbers on the line below; `middle` is that of its first.
    fn label_over_numbers(
        &self,
        (x, middle): (i32, f64),
        lines: &[Line],
        numbers: &[(&str, Style)],
        canvas: &mut Canvas<'_>,
    ) {
        let (size, pitch) = (self.text_size(), self.pitch());
        canvas.lines(Anchor::Start, (x, self.base(middle)), size, hundredths(pitch), lines, LABEL);
        if !numbers.is_empty() {
            let below = middle + pitch * lines.len() as f64;
            canvas.words(Anchor::Start, (x, self.base(below)), size, numbers);
        }
    }
}
