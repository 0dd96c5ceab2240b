//! A picture of the project: its text alternative, its caption and who took it.

use crate::compose::files;
use crate::compose::resolve::Resolver;
use crate::diagnostic::Diagnostic;
use crate::document::{
    Figure, FigureContent, FigureReference, Inline, Picture, Resolved, Written, plain,
};
use crate::source::Span;

/// The title of a picture that says nothing: `![](wave.png "decorative")`.
const DECORATIVE: &str = "decorative";

/// Where a picture lies, what it shows, and what is said of it.
pub struct Wanted<'a> {
    pub target: &'a str,
    pub target_span: Span,
    pub alt: &'a [Inline<Written>],
    /// The caption; after `©`, who took the picture.
    pub caption: &'a str,
    pub span: Span,
    /// How the text alternative is written here.
    pub example: &'a str,
}

pub fn figure(
    resolver: &mut Resolver<'_, '_>,
    reference: &FigureReference,
    anchor: String,
) -> Option<Figure> {
    let wanted = Wanted {
        target: &reference.target,
        target_span: reference.target_span,
        alt: &reference.caption,
        caption: &reference.title,
        span: reference.span,
        example: "say in the brackets what it shows: `![A nurse at a desk](nurse.jpg)`; if it only decorates, write `![](wave.png \"decorative\")`",
    };
    let mut figure = made(resolver, &wanted, anchor)?;
    let is_decorative =
        matches!(&figure.content, FigureContent::Image(picture) if picture.alt.is_empty());
    if !is_decorative {
        figure.number = resolver.figure_number(reference.kind);
    }
    Some(figure)
}

/// A picture as a figure without a number; none where it cannot be shown, which is told.
pub fn made(
    resolver: &mut Resolver<'_, '_>,
    wanted: &Wanted<'_>,
    anchor: String,
) -> Option<Figure> {
    let alt = plain(&resolver.line(wanted.alt)).trim().to_string();
    let is_decorative = alt.is_empty() && wanted.caption.trim() == DECORATIVE;
    if alt.is_empty() && !is_decorative {
        resolver.diagnostics.push(
            Diagnostic::error("missing-alt", wanted.span, "the picture has no text alternative")
                .help(wanted.example),
        );
    }
    let picture = picture(resolver, wanted, alt)?;
    let written = if is_decorative { "" } else { wanted.caption.trim() };
    let (caption, credit) = match written.split_once('©') {
        Some((caption, credit)) => (caption.trim(), credit.trim()),
        None => (written, ""),
    };
    let source = match credit {
        "" => String::new(),
        name => resolver.scope.messages.fill("photo-credit", &[("name", name)]),
    };
    let caption: Vec<Inline<Resolved>> = match caption {
        "" => Vec::new(),
        text => resolver.line(&[Inline::Text { text: text.into(), span: wanted.span }]),
    };
    Some(Figure {
        number: None,
        anchor,
        caption,
        subtitle: String::new(),
        source,
        content: FigureContent::Image(picture),
        span: wanted.span,
    })
}

fn picture(resolver: &mut Resolver<'_, '_>, wanted: &Wanted<'_>, alt: String) -> Option<Picture> {
    let (target, span) = (wanted.target, wanted.target_span);
    if is_elsewhere(target) {
        let message = "a picture may not be loaded from another site";
        resolver.diagnostics.push(
            Diagnostic::error("remote-image", span, message).help(
                "save the picture beside the page, if you may use it, and name the file: `![…](name.jpg)`",
            ),
        );
        return None;
    }
    let (path, found) = match files::find(target, span, resolver.scope) {
        Ok(found) => found,
        Err(mut diagnostic) => {
            // What is said of files, said of pictures.
            diagnostic.message =
                diagnostic.message.replace("there is no file", "there is no picture");
            if diagnostic.help.as_ref().is_some_and(|help| help.starts_with("put it beside")) {
                let help = "put it beside the page, or in `static/` and write `/name.jpg`";
                diagnostic.help = Some(help.to_string());
            }
            resolver.diagnostics.push(*diagnostic);
            return None;
        }
    };
    match &found.image {
        Some(Ok(image)) => {
            Some(Picture { file: found.file, path, width: image.width, height: image.height, alt })
        }
        Some(Err(fault)) => {
            let message = format!("the picture `{}` {}", found.in_project(&path), fault.what);
            resolver
                .diagnostics
                .push(Diagnostic::error("unfit-image", span, message).help(fault.help.as_str()));
            None
        }
        None => {
            let message = format!("`{}` is no picture", found.in_project(&path));
            resolver.diagnostics.push(
                Diagnostic::error("unfit-image", span, message)
                    .help("link to it instead: `[The report](report.pdf)`, without `!`"),
            );
            None
        }
    }
}

/// Of another site, or within the text itself.
fn is_elsewhere(target: &str) -> bool {
    let begins = |scheme: &str| {
        target.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    ["//", "http:", "https:", "data:", "ftp:", "file:"].into_iter().any(begins)
}
