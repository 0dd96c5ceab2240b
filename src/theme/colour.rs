//! Colours as numbers: contrast as WCAG 2.2 measures it, and how far apart two colours look, also to
//! people who do not see all of them.

use std::fmt;

/// An opaque sRGB colour. Nothing else can be said of one, so it can never become code of a style
/// sheet or of Typst.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Colour([u8; 3]);

/// How somebody sees colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vision {
    Usual,
    /// Without the cones for long waves, for middle ones, for short ones.
    Protanopia,
    Deuteranopia,
    Tritanopia,
}

impl Vision {
    pub const ALL: [Vision; 4] =
        [Vision::Usual, Vision::Protanopia, Vision::Deuteranopia, Vision::Tritanopia];

    /// What is seen of linear red, green and blue: Machado, Oliveira and Fernandes (2009),
    /// severity 1.0.
    fn matrix(self) -> [[f64; 3]; 3] {
        match self {
            Vision::Usual => [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
            Vision::Protanopia => [
                [0.152286, 1.052583, -0.204868],
                [0.114503, 0.786281, 0.099216],
                [-0.003882, -0.048116, 1.051998],
            ],
            Vision::Deuteranopia => [
                [0.367322, 0.860646, -0.227968],
                [0.280085, 0.672501, 0.047413],
                [-0.011820, 0.042940, 0.968881],
            ],
            Vision::Tritanopia => [
                [1.255528, -0.076749, -0.178779],
                [-0.078411, 0.930809, 0.147602],
                [0.004733, 0.691367, 0.303900],
            ],
        }
    }
}

/// A colour by lightness (0 to 1), chroma (0 to about 0.32) and hue (radians): OKLCH.
#[derive(Debug, Clone, Copy)]
struct Polar {
    lightness: f64,
    chroma: f64,
    hue: f64,
}

impl Colour {
    pub const fn new(red: u8, green: u8, blue: u8) -> Colour {
        Colour([red, green, blue])
    }

    /// `#rrggbb`, or short `#rgb`; nothing else that style sheets know.
    pub fn parse(text: &str) -> Option<Colour> {
        let digits = text.strip_prefix('#')?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let pair = |pair: &str| u8::from_str_radix(pair, 16).ok();
        match digits.len() {
            3 => {
                let digit = |at: usize| Some(pair(digits.get(at..=at)?)? * 17);
                Some(Colour([digit(0)?, digit(1)?, digit(2)?]))
            }
            6 => {
                let channel = |at: usize| pair(digits.get(at..at + 2)?);
                Some(Colour([channel(0)?, channel(2)?, channel(4)?]))
            }
            _ => None,
        }
    }

    /// From 1 to 21: WCAG 2.2, “contrast ratio”.
    pub fn contrast(self, other: Colour) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// How different two colours look: their distance in OKLab. 0.02 can just be seen side by side.
    pub fn distance(self, other: Colour, vision: Vision) -> f64 {
        let (one, other) = (self.seen(vision), other.seen(vision));
        one.iter().zip(other).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
    }

    /// The nearest colour of the same hue, lighter or darker, that does. What no screen shows at
    /// a lightness loses chroma.
    pub fn nearest(self, passes: impl Fn(Colour) -> bool) -> Option<Colour> {
        const STEPS: i32 = 500;
        if passes(self) {
            return Some(self);
        }
        let own = self.polar();
        let colours = (0..=STEPS)
            .map(|step| Polar { lightness: f64::from(step) / f64::from(STEPS), ..own }.colour());
        let passing = colours.filter(|colour| passes(*colour));
        passing
            .map(|colour| (self.distance(colour, Vision::Usual), colour))
            .min_by(|(one, _), (other, _)| one.total_cmp(other))
            .map(|(_, colour)| colour)
    }

    fn linear(self) -> [f64; 3] {
        self.0.map(|channel| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// In OKLab, as it is seen.
    fn seen(self, vision: Vision) -> [f64; 3] {
        let light = self.linear();
        oklab(times(vision.matrix(), light).map(|channel| channel.clamp(0.0, 1.0)))
    }

    fn polar(self) -> Polar {
        let [lightness, a, b] = self.seen(Vision::Usual);
        Polar { lightness, chroma: a.hypot(b), hue: b.atan2(a) }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Polar {
    /// With as much of its chroma as sRGB has room for.
    fn colour(self) -> Colour {
        const HALVINGS: usize = 20;
        let (mut within, mut outside) = (0.0, self.chroma);
        if let Some(colour) = self.with(self.chroma) {
            return colour;
        }
        for _ in 0..HALVINGS {
            let middle = (within + outside) / 2.0;
            match self.with(middle) {
                Some(_) => within = middle,
                None => outside = middle,
            }
        }
        self.with(within).unwrap_or_default()
    }

    fn with(self, chroma: f64) -> Option<Colour> {
        // What rounding to 255 steps forgives.
        const ROUNDING: f64 = 1e-4;
        let light = from_oklab([self.lightness, chroma * self.hue.cos(), chroma * self.hue.sin()]);
        let fits = |value: &f64| (-ROUNDING..=1.0 + ROUNDING).contains(value);
        light.iter().all(fits).then(|| {
            Colour(light.map(|value| {
                let value = value.clamp(0.0, 1.0);
                let encoded = match value {
                    dark if dark <= 0.003_130_8 => dark * 12.92,
                    _ => 1.055 * value.powf(1.0 / 2.4) - 0.055,
                };
                (encoded * 255.0).round() as u8
            }))
        })
    }
}

/// Linear sRGB to OKLab and back: Ottosson (2020).
fn oklab(light: [f64; 3]) -> [f64; 3] {
    let cones = times(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ],
        light,
    );
    times(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ],
        cones.map(f64::cbrt),
    )
}

fn from_oklab(lab: [f64; 3]) -> [f64; 3] {
    let cones = times(
        [
            [1.0, 0.3963377774, 0.2158037573],
            [1.0, -0.1055613458, -0.0638541728],
            [1.0, -0.0894841775, -1.2914855480],
        ],
        lab,
    );
    times(
        [
            [4.0767416621, -3.3077115913, 0.2309699292],
            [-1.2684380046, 2.6097574011, -0.3413193965],
            [-0.0041960863, -0.7034186147, 1.7076147010],
        ],
        cones.map(|cone| cone.powi(3)),
    )
}

fn times(matrix: [[f64; 3]; 3], [x, y, z]: [f64; 3]) -> [f64; 3] {
    matrix.map(|[a, b, c]| a * x + b * y + c * z)
}

#[cfg(test)]
mod tests {
    use super::{Colour, Vision};

    fn colour(text: &str) -> Colour {
        Colour::parse(text).expect("a colour")
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        let ratio = |one, other| (colour(one).contrast(colour(other)) * 100.0).floor() / 100.0;
        assert_eq!(ratio("#000", "#fff"), 21.0);
        assert_eq!(ratio("#fff", "#FFFFFF"), 1.0);
        // The lightest grey that words on white may have.
        assert_eq!((ratio("#767676", "#fff"), ratio("#777", "#fff")), (4.54, 4.47));
    }

    #[test]
    fn only_hexadecimal_is_a_colour() {
        for text in ["#0b5a54", "#ABC", "#000"] {
            assert!(Colour::parse(text).is_some(), "{text}");
        }
        for text in
            ["", "#", "#12", "#1234", "#12345", "#12345678", "0b5a54", "#0b5a5g", "#+1+2+3", "#åå"]
        {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
        assert_eq!(colour("#AbC").to_string(), "#aabbcc");
    }

    #[test]
    fn red_and_green_are_alike_to_some() {
        let distance = |vision| colour("#b51d14").distance(colour("#6a6a00"), vision);
        assert!(distance(Vision::Usual) > 0.15);
        assert!(distance(Vision::Deuteranopia) < 0.1);
        assert!(distance(Vision::Tritanopia) > 0.15);
    }

    #[test]
    fn the_nearest_colour_keeps_its_hue() {
        let white = colour("#fff");
        let passes = |colour: Colour| colour.contrast(white) >= 4.5;
        assert_eq!(colour("#0b5a54").nearest(passes), Some(colour("#0b5a54")));
        let darker = colour("#ff6600").nearest(passes).expect("a darker orange");
        assert!(passes(darker) && darker.contrast(white) < 4.6, "{darker}");
        assert!((darker.polar().hue - colour("#ff6600").polar().hue).abs() < 0.05, "{darker}");
        assert_eq!(colour("#ff6600").nearest(|_| false), None);
    }
}
