//! What a picture is, from its bytes: its format whatever the ending says, and its size. No pixel is
//! decoded here.

pub mod svg;

use std::io::Cursor;

use image::codecs::{gif::GifDecoder, png::PngDecoder, webp::WebPDecoder};
use image::metadata::Orientation;
use image::{AnimationDecoder, ImageDecoder, ImageError, ImageFormat as Format, ImageReader};

use crate::project::files::{Image, ImageFault, ImageFormat};

/// The longest side that any format of the web can hold, in pixels.
const LONGEST_SIDE: u32 = 65_535;

/// A picture of at most so many pixels. `None` where the bytes are no picture of any known kind.
pub fn image(bytes: &[u8], most_pixels: u64) -> Option<Result<Image, ImageFault>> {
    if bytes.is_empty() {
        return Some(fault("is empty: it has 0 bytes", "put the whole file there once more"));
    }
    if let Some(name) = unreadable(bytes) {
        let what = format!("is {name}, which browsers do not show");
        return Some(fault(&what, "save it as JPEG, PNG or WebP"));
    }
    let format = format(bytes)?;
    Some(match format {
        ImageFormat::Svg => svg::image(bytes),
        ImageFormat::Jpeg if !ends(bytes) => Err(cut_off()),
        _ => raster(bytes, format, most_pixels),
    })
}

/// The format of a picture that can be shown, by its first bytes.
fn format(bytes: &[u8]) -> Option<ImageFormat> {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', ..] => Some(ImageFormat::Png),
        [0xff, 0xd8, 0xff, ..] => Some(ImageFormat::Jpeg),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(ImageFormat::Webp),
        [b'G', b'I', b'F', b'8', ..] => Some(ImageFormat::Gif),
        _ if svg::is_svg(bytes) => Some(ImageFormat::Svg),
        _ => None,
    }
}

/// What is a picture, but none for the web.
fn unreadable(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => match brand.get(..4)? {
            b"avif" | b"avis" => Some("an AVIF picture"),
            b"heic" | b"heix" | b"hevc" | b"mif1" | b"msf1" => {
                Some("a HEIC picture, as telephones take them")
            }
            _ => None,
        },
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Some("a TIFF picture"),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Some("a BMP picture"),
        _ => None,
    }
}

fn raster(bytes: &[u8], format: ImageFormat, most_pixels: u64) -> Result<Image, ImageFault> {
    let mut decoder = decoder(bytes, format).map_err(|error| broken(&error))?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > most_pixels || width.max(height) > LONGEST_SIDE {
        let what = format!(
            "has {width} × {height} pixels, {} million: more than the {} million that are read",
            pixels / 1_000_000,
            most_pixels / 1_000_000
        );
        let help = "save it smaller, for instance 3000 pixels wide, or raise `max_megapixels` under `[images]` in the configuration";
        return Err(ImageFault { what, help: help.to_string() });
    }
    if pixels == 0 {
        return Err(ImageFault { what: "has no pixels".to_string(), help: SAVE_AGAIN.to_string() });
    }
    if is_moving(bytes, format).map_err(|error| broken(&error))? {
        return Err(ImageFault {
            what: "moves: a report has still pictures only".to_string(),
            help: "save one moment of it as PNG or JPEG".to_string(),
        });
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let (width, height) = match is_on_its_side(orientation) {
        true => (height, width),
        false => (width, height),
    };
    let has_notes = decoder.exif_metadata().is_ok_and(|exif| exif.is_some());
    Ok(Image { format, width, height, has_notes })
}

fn decoder(bytes: &[u8], format: ImageFormat) -> Result<impl ImageDecoder + '_, ImageError> {
    ImageReader::with_format(Cursor::new(bytes), codec(format)).into_decoder()
}

/// The decoder of a format.
pub fn codec(format: ImageFormat) -> Format {
    match format {
        ImageFormat::Jpeg => Format::Jpeg,
        ImageFormat::Webp => Format::WebP,
        ImageFormat::Gif => Format::Gif,
        // A drawing is never decoded as pixels.
        ImageFormat::Png | ImageFormat::Svg => Format::Png,
    }
}

fn is_on_its_side(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

fn is_moving(bytes: &[u8], format: ImageFormat) -> Result<bool, ImageError> {
    let cursor = Cursor::new(bytes);
    match format {
        ImageFormat::Png => PngDecoder::new(cursor)?.is_apng(),
        ImageFormat::Webp => Ok(WebPDecoder::new(cursor)?.has_animation()),
        ImageFormat::Gif => {
            let mut frames = GifDecoder::new(cursor)?.into_frames();
            Ok(frames.next().is_some() && frames.next().is_some_and(|frame| frame.is_ok()))
        }
        ImageFormat::Jpeg | ImageFormat::Svg => Ok(false),
    }
}

/// Whether a JPEG has its end: decoders show what is cut off as grey, and say nothing.
fn ends(bytes: &[u8]) -> bool {
    // Segments have a length each, up to the one after which the pixels begin.
    let mut at = 2;
    while let Some([0xff, marker]) = bytes.get(at..at + 2) {
        match marker {
            0xff => at += 1,
            0x01 | 0xd0..=0xd8 => at += 2,
            _ => {
                let Some([high, low]) = bytes.get(at + 2..at + 4) else { return false };
                at += 2 + usize::from(u16::from_be_bytes([*high, *low]));
                if *marker == 0xda {
                    break;
                }
            }
        }
    }
    let pixels = bytes.get(at..).unwrap_or_default();
    pixels.windows(2).any(|pair| pair == [0xff, 0xd9])
}

const SAVE_AGAIN: &str = "open it in an image program and save it again as JPEG or PNG";

fn cut_off() -> ImageFault {
    ImageFault {
        what: "is cut off: its end is missing".to_string(),
        help: "copy it once more from where it came from".to_string(),
    }
}

/// What a decoder could not read, in words for people.
pub fn broken(error: &ImageError) -> ImageFault {
    let cut = matches!(error, ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof);
    match cut {
        true => cut_off(),
        false => ImageFault {
            what: "is damaged: it cannot be read to its end".to_string(),
            help: SAVE_AGAIN.to_string(),
        },
    }
}

fn fault(what: &str, help: &str) -> Result<Image, ImageFault> {
    Err(ImageFault { what: what.to_string(), help: help.to_string() })
}
