//! Pixels in, pixels out: a picture decoded, turned, brought to the colours of the web, made smaller
//! and encoded.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageReader, Limits};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use crate::load::image::{broken, codec};
use crate::project::files::{Image, ImageFault, ImageFormat};

/// Changes whenever the same picture would be encoded otherwise: what is remembered is then forgotten.
pub const EDITION: u32 = 1;
/// Of JPEG, from 1 to 100: nobody sees the loss on a screen.
const QUALITY: u8 = 80;
/// A picture without loss that is so many times larger than with loss is a photograph.
const PHOTOGRAPH: usize = 3;

/// A picture in one size, as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    pub width: u32,
    pub height: u32,
    pub ending: String,
    pub bytes: Vec<u8>,
}

/// A picture in several widths, which grow. Photographs become JPEG; drawings, and whatever one can
/// see through, WebP without loss.
pub fn sizes(bytes: &[u8], image: Image, widths: &[u32]) -> Result<Vec<Encoded>, ImageFault> {
    let mut pixels = decoded(bytes, image)?;
    let mut scaled = Vec::with_capacity(widths.len());
    for width in widths.iter().rev() {
        pixels = smaller(pixels, *width);
        scaled.push(pixels.clone());
    }
    let Some(largest) = scaled.first() else { return Ok(Vec::new()) };
    let is_photograph = !largest.color().has_alpha()
        && (image.format == ImageFormat::Jpeg || is_photograph(largest)?);
    let encode = |pixels: &DynamicImage| {
        let (ending, bytes) = match is_photograph {
            true => ("jpg", jpeg(pixels)?),
            false => ("webp", webp(pixels)?),
        };
        let (width, height) = (pixels.width(), pixels.height());
        Ok(Encoded { width, height, ending: ending.to_string(), bytes })
    };
    scaled.iter().rev().map(encode).collect()
}

/// A picture in its own size and format, without what else the file held.
pub fn whole(bytes: &[u8], image: Image) -> Result<Encoded, ImageFault> {
    let pixels = decoded(bytes, image)?;
    let bytes = match image.format {
        ImageFormat::Jpeg => jpeg(&pixels)?,
        ImageFormat::Webp => webp(&pixels)?,
        ImageFormat::Gif | ImageFormat::Png | ImageFormat::Svg => png(&pixels)?,
    };
    let ending = image.format.ending().to_string();
    Ok(Encoded { width: pixels.width(), height: pixels.height(), ending, bytes })
}

/// The pixels as they are to be seen, with eight bits a colour.
fn decoded(bytes: &[u8], image: Image) -> Result<DynamicImage, ImageFault> {
    let pixels = u64::from(image.width) * u64::from(image.height);
    let mut limits = Limits::no_limits();
    // Sixteen bits and four channels, twice: what a decoder works on, and what it gives.
    limits.max_alloc = Some(16 * pixels + 64 * 1024 * 1024);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), codec(image.format));
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| broken(&error))?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let pixels = DynamicImage::from_decoder(decoder).map_err(|error| broken(&error))?;
    let mut pixels = match pixels.color().has_alpha() && !is_opaque(&pixels) {
        true => DynamicImage::ImageRgba8(pixels.into_rgba8()),
        false => DynamicImage::ImageRgb8(pixels.into_rgb8()),
    };
    if let Some(profile) = profile {
        pixels = in_colours_of_the_web(pixels, &profile);
    }
    pixels.apply_orientation(orientation);
    Ok(pixels)
}

fn is_opaque(pixels: &DynamicImage) -> bool {
    match pixels {
        DynamicImage::ImageRgba8(image) => image.pixels().all(|pixel| pixel.0[3] == u8::MAX),
        DynamicImage::ImageLumaA8(image) => image.pixels().all(|pixel| pixel.0[1] == u8::MAX),
        _ => false,
    }
}

/// Colours that were measured otherwise (Display P3, Adobe RGB) in sRGB, as browsers and print take
/// pictures without a profile. What cannot be converted stays as it is.
fn in_colours_of_the_web(pixels: DynamicImage, profile: &[u8]) -> DynamicImage {
    let names = |word: &[u8]| profile.windows(word.len()).any(|part| part == word);
    if names(b"sRGB") || names(b"s\0R\0G\0B") {
        return pixels;
    }
    let Ok(from) = ColorProfile::new_from_slice(profile) else { return pixels };
    if from.color_space != DataColorSpace::Rgb {
        return pixels;
    }
    let layout = match pixels {
        DynamicImage::ImageRgba8(_) => Layout::Rgba,
        _ => Layout::Rgb,
    };
    let to = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    let Ok(transform) = from.create_transform_8bit(layout, &to, layout, options) else {
        return pixels;
    };
    let mut converted = pixels.clone();
    let into = match &mut converted {
        DynamicImage::ImageRgba8(image) => &mut **image,
        DynamicImage::ImageRgb8(image) => &mut **image,
        _ => return pixels,
    };
    match transform.transform(pixels.as_bytes(), into) {
        Ok(()) => converted,
        Err(_) => pixels,
    }
}

/// At most so wide. A much larger picture is first halved cheaply.
fn smaller(pixels: DynamicImage, width: u32) -> DynamicImage {
    if width >= pixels.width() {
        return pixels;
    }
    let height = |of: u32| {
        let exact = u64::from(of) * u64::from(pixels.height()) / u64::from(pixels.width().max(1));
        u32::try_from(exact).unwrap_or(u32::MAX).max(1)
    };
    let (wide, high) = (width, height(width));
    let halfway = match pixels.width() > 3 * width {
        true => pixels.thumbnail_exact(2 * width, height(2 * width)),
        false => pixels,
    };
    match halfway {
        DynamicImage::ImageRgba8(_) => {
            let multiplied = with_alpha(halfway, |colour, alpha| colour * alpha / 255);
            let small = multiplied.resize_exact(wide, high, FilterType::Lanczos3);
            with_alpha(small, |colour, alpha| (colour * 255).checked_div(alpha).unwrap_or(0))
        }
        opaque => opaque.resize_exact(wide, high, FilterType::Lanczos3),
    }
}

/// What one sees through must not colour its neighbours: colours count as much as they cover.
fn with_alpha(pixels: DynamicImage, change: fn(u32, u32) -> u32) -> DynamicImage {
    let mut pixels = pixels.into_rgba8();
    for pixel in pixels.pixels_mut() {
        let [red, green, blue, alpha] = pixel.0;
        let changed = |colour: u8| {
            let colour = change(u32::from(colour), u32::from(alpha));
            u8::try_from(colour).unwrap_or(u8::MAX)
        };
        pixel.0 = [changed(red), changed(green), changed(blue), alpha];
    }
    DynamicImage::ImageRgba8(pixels)
}

fn is_photograph(pixels: &DynamicImage) -> Result<bool, ImageFault> {
    Ok(webp(pixels)?.len() > PHOTOGRAPH * jpeg(pixels)?.len())
}

fn jpeg(pixels: &DynamicImage) -> Result<Vec<u8>, ImageFault> {
    let mut bytes = Vec::new();
    let opaque = pixels.to_rgb8();
    written(opaque.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY)))?;
    Ok(bytes)
}

fn webp(pixels: &DynamicImage) -> Result<Vec<u8>, ImageFault> {
    let mut bytes = Vec::new();
    written(pixels.write_with_encoder(WebPEncoder::new_lossless(&mut bytes)))?;
    Ok(bytes)
}

fn png(pixels: &DynamicImage) -> Result<Vec<u8>, ImageFault> {
    let mut bytes = Vec::new();
    written(pixels.write_with_encoder(PngEncoder::new(&mut bytes)))?;
    Ok(bytes)
}

fn written(outcome: Result<(), ImageError>) -> Result<(), ImageFault> {
    outcome.map_err(|_| ImageFault {
        what: "cannot be written in other sizes".to_string(),
        help: "save it again as JPEG or PNG, at most 16,000 pixels wide and high".to_string(),
    })
}
