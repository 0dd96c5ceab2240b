//! Pictures and files beside pages: what is published of them, and what is told.

mod bytes;
mod files;

use std::collections::BTreeMap;
use std::sync::Mutex;

use belegg::artifact::Artifacts;
use belegg::diagnostic::{Diagnostics, print};
use belegg::memory::Memory;
use belegg::project::files::ImageFormat;
use belegg::source::Sources;
use belegg::{Options, PdfChoice};
use expect_test::expect;

use crate::project::{chapter_with, tells};
use bytes::{SECRET, jpeg, png};
pub use bytes::{photo, secretive_jpeg};

/// The small project with this text on its chapter, and files of any bytes.
pub fn chapter_and(text: &str, files: &[(&str, Vec<u8>)]) -> Sources {
    let sources = chapter_with(text, &[]);
    let own = sources.iter().map(|(_, source)| (source.path.to_string(), source.bytes().to_vec()));
    let files = files.iter().map(|(path, bytes)| (path.to_string(), bytes.clone()));
    Sources::from_files(own.chain(files))
}

/// The files of a project in which nothing is wrong but what is warned of.
fn published(sources: &Sources) -> Artifacts {
    let (artifacts, told) = crate::project::built(sources);
    artifacts.unwrap_or_else(|| panic!("{told}"))
}

const CHAPTER: &str = "redegjorelse/method/index.html";

fn pictures_of(artifacts: &Artifacts) -> Vec<&str> {
    let html = artifacts.text(CHAPTER).expect("the chapter");
    let images = html.split("<img ").skip(1);
    images.map(|rest| rest.split('>').next().unwrap_or_default()).collect()
}

#[test]
fn a_picture_comes_in_the_sizes_of_screens_and_says_how_large_it_is() {
    let text = "![En by](by.jpg \"Byen i mai © Kari Nordmann\")\n\n![Et hus](hus.png)";
    let files = [
        ("content/report/by.jpg", jpeg(&photo(1000, 600))),
        ("content/report/hus.png", png(&photo(300, 400))),
    ];
    let artifacts = published(&chapter_and(text, &files));
    let tags = pictures_of(&artifacts);
    assert_eq!(tags.len(), 2);
    for attribute in
        ["width=\"1000\" height=\"600\"", "alt=\"En by\"", "decoding=\"async\"", "480w, "]
    {
        assert!(tags[0].contains(attribute), "{attribute}: {}", tags[0]);
    }
    // What is seen first is loaded at once; what is small has one size.
    assert!(!tags[0].contains("lazy") && tags[1].contains("loading=\"lazy\""));
    assert!(!tags[1].contains("srcset") && tags[1].contains("width=\"300\" height=\"400\""));
    let html = artifacts.text(CHAPTER).expect("the chapter");
    assert!(html.contains("Byen i mai <span class=\"credit\">Foto: Kari Nordmann</span>"));
    let made: Vec<(&str, u32)> = artifacts
        .files
        .iter()
        .filter(|(path, _)| path.starts_with("images/"))
        .map(|(path, bytes)| {
            let image = belegg::load::image::image(bytes, 1 << 30).expect("a picture");
            (path.split('.').next().unwrap_or_default(), image.expect("it can be read").width)
        })
        .collect();
    let sizes = [("images/by-1000", 1000), ("images/by-480", 480), ("images/by-800", 800)];
    assert_eq!(made, [&sizes[..], &[("images/hus-300", 300)]].concat());
}

#[test]
fn nothing_leaves_but_the_pixels() {
    let drawing = format!(
        "<?xml version=\"1.0\"?><!-- {SECRET} --><svg xmlns=\"http://www.w3.org/2000/svg\" \
         xmlns:inkscape=\"http://i.example\" inkscape:path=\"{SECRET}\" viewBox=\"0 0 4 3\">\
         <metadata>{SECRET}</metadata><rect width=\"2\" height=\"2\"/></svg>"
    );
    let text = "![A](a.jpg)\n\n![B](b.svg)\n\nSe [bildet](a.jpg).";
    let files = [
        ("content/report/a.jpg", secretive_jpeg(&photo(60, 40), 6)),
        ("content/report/b.svg", drawing.into_bytes()),
        ("content/report/unused.jpg", secretive_jpeg(&photo(20, 20), 1)),
    ];
    let artifacts = published(&chapter_and(text, &files));
    for (path, bytes) in &artifacts.files {
        let found = bytes.windows(SECRET.len()).any(|part| part == SECRET.as_bytes());
        assert!(!found, "{path} holds what the camera wrote");
        assert!(!path.contains("unused"), "{path} is published though no page shows it");
    }
    // The camera lay on its side: what is published stands upright, also in its own size.
    assert!(pictures_of(&artifacts)[0].contains("width=\"40\" height=\"60\""));
    let whole = &artifacts.files["redegjorelse/a.jpg"];
    let image =
        belegg::load::image::image(whole, 1000 * 1000).expect("a picture").expect("readable");
    assert_eq!((image.format, image.width, image.height), (ImageFormat::Jpeg, 40, 60));
    assert!(
        artifacts.text(CHAPTER).expect("the chapter").contains("href=\"../../redegjorelse/a.jpg\"")
    );
}

#[test]
fn a_drawing_stays_without_loss_and_a_photograph_gets_small() {
    let flat = image::RgbaImage::from_pixel(200, 100, image::Rgba([9, 99, 200, 255]));
    let mut clear = flat.clone();
    clear.put_pixel(0, 0, image::Rgba([0, 0, 0, 0]));
    let text = "![A](flat.png)\n\n![B](clear.png)\n\n![C](photo.png)";
    let files = [
        ("content/report/flat.png", png(&flat.into())),
        ("content/report/clear.png", png(&clear.into())),
        ("content/report/photo.png", png(&bytes::noise(200, 100))),
    ];
    let artifacts = published(&chapter_and(text, &files));
    let endings: Vec<&str> = pictures_of(&artifacts)
        .iter()
        .filter_map(|tag| tag.split('"').nth(1)?.rsplit('.').next())
        .collect();
    assert_eq!(endings, ["webp", "webp", "jpg"]);
}

#[test]
fn colours_of_another_profile_become_those_of_the_web() {
    let red = image::RgbImage::from_pixel(16, 16, image::Rgb([200, 60, 60])).into();
    let artifacts = published(&chapter_and(
        "![A](plain.jpg)\n\n![B](wide.jpg)",
        &[
            ("content/report/plain.jpg", jpeg(&red)),
            ("content/report/wide.jpg", bytes::display_p3_jpeg(&red)),
        ],
    ));
    let pixel = |stem: &str| {
        let found = artifacts.files.iter().find(|(path, _)| path.contains(stem));
        let image = image::load_from_memory(found.expect("a picture").1).expect("readable");
        image.to_rgb8().get_pixel(8, 8).0
    };
    let (plain, wide) = (pixel("plain"), pixel("wide"));
    assert!(plain[0].abs_diff(200) < 4 && plain[1].abs_diff(60) < 4, "{plain:?}");
    // The same numbers mean a stronger red in Display P3: about 216, 45, 50 in sRGB.
    assert!(wide[0] > 210 && wide[1] < 52, "{wide:?}");
}

#[test]
fn a_picture_that_only_decorates_has_no_words_and_no_number() {
    let files = [("content/report/b.png", png(&photo(40, 30)))];
    let artifacts = published(&chapter_and("![](b.png \"decorative\")", &files));
    assert!(pictures_of(&artifacts)[0].contains("alt=\"\""));
    let html = artifacts.text(CHAPTER).expect("the chapter");
    assert!(!html.contains("figcaption") && !html.contains("decorative"));
}

#[test]
fn a_wrong_ending_is_told_and_the_picture_is_shown_all_the_same() {
    let files = [("content/report/b.png", jpeg(&photo(40, 30)))];
    let (artifacts, told) = crate::project::built(&chapter_and("![Et hus](b.png)", &files));
    expect![[r#"
        warning[wrong-ending]: `content/report/b.png` ends in `.png`, but its bytes are JPEG
        --> content/report/b.png:1:1
         = help: rename it to `.jpg`; the page shows it all the same

    "#]]
    .assert_eq(&told);
    assert!(
        artifacts
            .expect("it is published")
            .files
            .keys()
            .any(|path| path.starts_with("images/b-40."))
    );
}

/// Every picture that cannot be shown, and what is said of it.
#[test]
fn what_cannot_be_shown_says_why() {
    let whole = jpeg(&photo(40, 30));
    let drawing = |inside: &str| {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\">{inside}</svg>")
            .into_bytes()
    };
    let cases: [(&str, Vec<u8>); 16] = [
        ("empty.jpg", Vec::new()),
        ("cut.jpg", whole[..whole.len() - 9].to_vec()),
        ("damaged.png", b"\x89PNG\r\n\x1a\nnothing of the kind".to_vec()),
        ("large.png", bytes::png_head(10_000, 8_000)),
        ("telephone.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1".to_vec()),
        ("scan.tif", b"II*\0........".to_vec()),
        ("page.jpg", b"<!DOCTYPE html><html></html>".to_vec()),
        ("moving.gif", bytes::moving_gif()),
        ("script.svg", drawing("<script>alert(1)</script>")),
        ("click.svg", drawing("<rect onclick=\"alert(1)\"/>")),
        ("remote.svg", drawing("<image href=\"https://a.example/b.png\"/>")),
        ("style.svg", drawing("<style>@import 'https://a.example/b.css';</style>")),
        ("attribute.svg", drawing("<rect fill=\"url(https://a.example/#b)\"/>")),
        ("entity.svg", [b"<!DOCTYPE svg [<!ENTITY a \"b\">]>", &drawing("&a;")[..]].concat()),
        ("sizeless.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec()),
        ("report.pdf", b"%PDF-1.7".to_vec()),
    ];
    let text: String = cases.iter().map(|(name, _)| format!("![A]({name})\n\n")).collect();
    let paths: Vec<String> =
        cases.iter().map(|(name, _)| format!("content/report/{name}")).collect();
    let files: Vec<(&str, Vec<u8>)> = paths
        .iter()
        .map(String::as_str)
        .zip(cases.iter().map(|(_, bytes)| bytes.clone()))
        .collect();
    let sources = chapter_and(&text, &files);
    let mut diagnostics = Diagnostics::default();
    belegg::compose(&sources, &Options::default(), &mut diagnostics);
    let told: Vec<String> = diagnostics
        .sorted()
        .iter()
        .map(|one| {
            format!("{}: {}; {}", one.code.0, one.message, one.help.clone().unwrap_or_default())
        })
        .collect();
    expect![[r#"
        unfit-image: the picture `content/report/empty.jpg` is empty: it has 0 bytes; put the whole file there once more
        unfit-image: the picture `content/report/cut.jpg` is cut off: its end is missing; copy it once more from where it came from
        unfit-image: the picture `content/report/damaged.png` is damaged: it cannot be read to its end; open it in an image program and save it again as JPEG or PNG
        unfit-image: the picture `content/report/large.png` has 10000 × 8000 pixels, 80 million: more than the 64 million that are read; save it smaller, for instance 3000 pixels wide, or raise `max_megapixels` under `[images]` in the configuration
        unfit-image: the picture `content/report/telephone.jpg` is a HEIC picture, as telephones take them, which browsers do not show; save it as JPEG, PNG or WebP
        unfit-image: the picture `content/report/scan.tif` is a TIFF picture, which browsers do not show; save it as JPEG, PNG or WebP
        unfit-image: the picture `content/report/page.jpg` is no picture, whatever its name says; save the picture again as JPEG, PNG or WebP
        unfit-image: the picture `content/report/moving.gif` moves: a report has still pictures only; save one moment of it as PNG or JPEG
        unfit-image: the picture `content/report/script.svg` holds `<script>`, which a picture may not; export it as “plain SVG”, with everything embedded, or save it as PNG
        unfit-image: the picture `content/report/click.svg` holds `onclick`, which would run a script; export it as “plain SVG”, with everything embedded, or save it as PNG
        unfit-image: the picture `content/report/remote.svg` loads something from elsewhere, by `href`; export it as “plain SVG”, with everything embedded, or save it as PNG
        unfit-image: the picture `content/report/style.svg` loads something from elsewhere, by its style sheet; export it as “plain SVG”, with everything embedded, or save it as PNG
        unfit-image: the picture `content/report/attribute.svg` loads something from elsewhere, by `fill`; export it as “plain SVG”, with everything embedded, or save it as PNG
        unfit-image: the picture `content/report/entity.svg` declares entities; export it as “plain SVG”, with everything embedded, or save it as PNG
        unfit-image: the picture `content/report/sizeless.svg` does not say how large it is; give its `<svg>` a `viewBox`, or a width and a height
        unfit-image: `content/report/report.pdf` is no picture; link to it instead: `[The report](report.pdf)`, without `!`"#]]
    .assert_eq(&told.join("\n"));
}

/// Headers can be whole and pixels not: that shows when the picture is made.
#[test]
fn what_is_damaged_within_is_told_and_never_ends_the_program() {
    for (name, whole) in [("a.jpg", jpeg(&photo(64, 48))), ("a.png", png(&photo(64, 48)))] {
        let cut = whole[..whole.len() - 20].to_vec();
        let path = format!("content/report/{name}");
        let sources = chapter_and(&format!("![A]({name})"), &[(path.as_str(), cut)]);
        let (_, told) = crate::project::built(&sources);
        assert!(told.contains("is cut off: its end is missing"), "{told}");
        for at in (40..whole.len()).step_by(97) {
            let mut broken = whole.clone();
            broken[at] ^= 0xff;
            let path = format!("content/report/{name}");
            let sources = chapter_and(&format!("![A]({name})"), &[(path.as_str(), broken)]);
            let (artifacts, told) = crate::project::built(&sources);
            assert!(artifacts.is_some() || told.contains("error[unfit-image]"), "{at}: {told}");
        }
    }
}

#[test]
fn a_picture_of_another_site_is_refused() {
    tells(
        &crate::project::chapter("![Et hus](https://bilder.example/hus.jpg)"),
        expect![[r#"
            error[remote-image]: a picture may not be loaded from another site
             --> content/report/01-method.md:4:11
              |
            4 | ![Et hus](https://bilder.example/hus.jpg)
              |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              |
              = help: save the picture beside the page, if you may use it, and name the file: `![…](name.jpg)`

        "#]],
    );
}

/// Remembers in memory, and how often it could.
#[derive(Debug, Default)]
struct Notebook {
    kept: Mutex<BTreeMap<String, Vec<u8>>>,
    recalled: Mutex<usize>,
}

impl Memory for Notebook {
    fn recall(&self, key: &str) -> Option<Vec<u8>> {
        let found = self.kept.lock().expect("nobody fails").get(key).cloned();
        *self.recalled.lock().expect("nobody fails") += usize::from(found.is_some());
        found
    }

    fn remember(&self, key: &str, bytes: &[u8]) {
        self.kept.lock().expect("nobody fails").insert(key.to_string(), bytes.to_vec());
    }
}

#[test]
fn a_picture_is_made_once_and_remembered_to_the_byte() {
    let files = [("content/report/b.jpg", jpeg(&photo(900, 300)))];
    let sources = chapter_and("![Et hus](b.jpg)\n\nSe [bildet](b.jpg).", &files);
    let notebook = std::sync::Arc::new(Notebook::default());
    let build = |memory| {
        let mut diagnostics = Diagnostics::default();
        let options = Options { pdf: PdfChoice::No, memory, ..Options::default() };
        let made =
            belegg::build(&sources, &options, &mut diagnostics).expect("no engine is asked for");
        made.unwrap_or_else(|| {
            panic!("{}", print::text(&diagnostics, &sources, print::Style::Plain))
        })
    };
    let plain = build(None);
    let first = build(Some(notebook.clone()));
    assert_eq!(*notebook.recalled.lock().expect("nobody fails"), 0);
    let second = build(Some(notebook.clone()));
    assert_eq!(*notebook.recalled.lock().expect("nobody fails"), 2);
    // What was damaged is made anew.
    for bytes in notebook.kept.lock().expect("nobody fails").values_mut() {
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
    }
    let third = build(Some(notebook));
    assert!(plain == first && first == second && second == third);
}
