//! Pictures as bytes, as cameras and programs write them.

use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, Frame, ImageEncoder, ImageFormat, Rgb, RgbImage, RgbaImage};

/// What must not leave.
pub const SECRET: &str = "59 grader nord i hagen";

/// A picture with soft colours.
pub fn photo(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |x, y| Rgb([(x % 256) as u8, (y % 256) as u8, 90])).into()
}

/// A picture that cannot be made small without loss.
pub fn noise(width: u32, height: u32) -> DynamicImage {
    let mut state: u32 = 1;
    RgbImage::from_fn(width, height, |x, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let light = (x / 2) as u8;
        let grain = |shift: u32| light.saturating_add((state >> shift) as u8 % 24);
        Rgb([grain(8), grain(16), grain(24)])
    })
    .into()
}

pub fn png(image: &DynamicImage) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).expect("a PNG");
    bytes.into_inner()
}

pub fn jpeg(image: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    image.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 90)).expect("a JPEG");
    bytes
}

pub fn display_p3_jpeg(image: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    let profile = moxcms::ColorProfile::new_display_p3().encode().expect("a profile");
    encoder.set_icc_profile(profile).expect("JPEG holds profiles");
    image.write_with_encoder(encoder).expect("a JPEG");
    bytes
}

/// A JPEG with EXIF (how the camera lay, and a description), XMP and a comment.
pub fn secretive_jpeg(image: &DynamicImage, orientation: u8) -> Vec<u8> {
    let plain = jpeg(image);
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    let length = SECRET.len() as u32 + 1;
    // The description stands after both entries, at 38 of the TIFF part.
    exif.extend([0x01, 0x0e, 0, 2]);
    exif.extend(length.to_be_bytes());
    exif.extend(38_u32.to_be_bytes());
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    exif.extend([0; 4]);
    exif.extend(SECRET.as_bytes());
    exif.push(0);
    let xmp = format!("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>{SECRET}</x:xmpmeta>").into_bytes();
    let mut bytes = plain[..2].to_vec();
    for (marker, content) in [(0xe1, exif), (0xe1, xmp), (0xfe, SECRET.as_bytes().to_vec())] {
        bytes.extend([0xff, marker]);
        bytes.extend((content.len() as u16 + 2).to_be_bytes());
        bytes.extend(content);
    }
    bytes.extend(&plain[2..]);
    bytes
}

/// The beginning of a PNG of this size, and none of its pixels.
pub fn png_head(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0]);
    let sum = checksum(&bytes[12..]);
    bytes.extend(sum.to_be_bytes());
    bytes.extend(b"\0\0\0\0IDAT");
    bytes.extend(checksum(b"IDAT").to_be_bytes());
    bytes
}

/// The CRC-32 of a PNG's chunk.
fn checksum(bytes: &[u8]) -> u32 {
    let step = |sum: u32| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 };
    !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| step(sum)))
}

pub fn moving_gif() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    let frames = [RgbaImage::new(4, 4), RgbaImage::new(4, 4)].map(Frame::new);
    encoder.encode_frames(frames).expect("a GIF");
    drop(encoder);
    bytes
}
