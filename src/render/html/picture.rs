//! Pictures → HTML: in several sizes, so that telephones load little, and with their size, so that
//! nothing moves while they load.

use super::{Setting, Writer};
use crate::document::{Figure, Picture};
use crate::render::address;

/// How wide a picture stands on the page: what a browser chooses among its sizes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// As wide as figures are.
    Text,
    /// A portrait in the text.
    Upright,
    /// In a list.
    Small,
}

impl Room {
    fn sizes(self) -> &'static str {
        match self {
            Room::Text => "(min-width: 58rem) 54rem, 100vw",
            Room::Upright => "(min-width: 30rem) 20rem, 100vw",
            Room::Small => "10rem",
        }
    }
}

/// The picture at the top of a page; the only one that a browser loads before all else.
pub fn top_picture(figure: &Figure, picture: &Picture, setting: &Setting) -> String {
    let mut writer = Writer::new(setting, 1024);
    writer.pictures = 0;
    writer.picture_figure(figure, picture);
    writer.out
}

/// A small picture for a list. What stands beside it says what it is about: it has no words.
pub fn thumbnail(picture: &Picture, setting: &Setting) -> String {
    let mut writer = Writer::new(setting, 512);
    writer.pictures = 1;
    writer.picture(&Picture { alt: String::new(), ..picture.clone() }, Room::Small);
    writer.out
}

impl Writer<'_> {
    pub(super) fn picture_figure(&mut self, figure: &Figure, picture: &Picture) {
        let room = if picture.is_upright() { Room::Upright } else { Room::Text };
        let is_silent =
            picture.alt.is_empty() && figure.caption.is_empty() && figure.source.is_empty();
        if is_silent {
            self.push("<div class=\"pic\"");
            self.attribute("id", &figure.anchor);
            self.push(">");
            self.picture(picture, room);
            self.push("</div>\n");
            return;
        }
        self.push("<figure");
        self.attribute("id", &figure.anchor);
        self.attribute("class", if picture.is_upright() { "pic upright" } else { "pic" });
        self.push(">");
        self.picture(picture, room);
        if figure.number.is_some() || !figure.caption.is_empty() || !figure.source.is_empty() {
            self.push("\n<figcaption>");
            self.caption("figure", figure);
            if !figure.source.is_empty() {
                self.push(" ");
                self.line("span", "credit", &figure.source);
                self.out.pop();
            }
            self.push("</figcaption>");
        }
        self.push("</figure>\n");
    }

    fn picture(&mut self, picture: &Picture, room: Room) {
        let setting = self.setting;
        let versions = setting.pictures.shown.get(&picture.file);
        let Some(largest) = versions.and_then(|versions| versions.last()) else { return };
        let address = |path: &str| format!("{}{}", setting.root, address::encoded(path));
        let is_first = self.pictures == 0;
        self.pictures += 1;
        self.push("<img");
        self.attribute("src", &address(&largest.path));
        let several = versions.filter(|versions| versions.len() > 1);
        if let Some(versions) = several {
            let set = versions.iter().map(|one| format!("{} {}w", address(&one.path), one.width));
            self.attribute("srcset", &set.collect::<Vec<_>>().join(", "));
            self.attribute("sizes", room.sizes());
        }
        self.attribute("width", &largest.width.to_string());
        self.attribute("height", &largest.height.to_string());
        self.attribute("alt", &picture.alt);
        if !is_first {
            self.push(" loading=\"lazy\"");
        }
        self.push(" decoding=\"async\">");
    }
}
