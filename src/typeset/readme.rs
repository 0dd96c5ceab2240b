//! How Typst by itself makes the PDFs that the engine makes.

use super::{STANDARDS, TYPST_VERSION};

/// The `README.md` of a folder that holds `fonts` and a folder for each document. `theme` is the name
/// of the project's theme.
pub fn readme(documents: &[String], theme: &str) -> String {
    let mut text = format!(
        "# The Typst source of the PDFs\n\n\
         Written by `belegg build --keep-typst`. Typst {TYPST_VERSION} makes of each folder the very PDF that is \
         published. Run the commands in this folder; `typst watch` in place of `typst compile` makes the \
         PDF anew whenever you save a file.\n\n\
         The layout is in the files of `theme/`. Put the ones that you change into \
         `themes/{theme}/pdf/` of the project, one by one: all others stay the built-in ones. The next \
         `belegg build --keep-typst` writes this folder anew, with what you put there; files of your own \
         in it, such as PDFs, stay.\n"
    );
    for document in documents {
        let common = format!(
            "--root {document} --font-path fonts --ignore-system-fonts --ignore-embedded-fonts"
        );
        text.push_str(&format!(
            "\n## {document}\n\n```sh\n\
             # the document\n\
             typst compile {common} --pdf-standard {STANDARDS} {document}/main.typ {document}.pdf\n\
             # the picture for other sites\n\
             typst compile {common} --format png --ppi 72 --pages 1 {document}/share.typ {document}.png\n\
             ```\n"
        ));
    }
    text
}
