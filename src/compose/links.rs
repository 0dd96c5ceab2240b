//! Links, led to the right page of the right language, or told.

mod astray;

use super::files;
use super::resolve::Scope;
use super::sitemap::{Entry, Sitemap, anchor_set};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::document::{Link, LinkReference, Target};
use crate::load::parts::SCHEME;
use crate::locale::Locale;
use crate::project::{Excepted, PARTS, WrittenPage, is_part};

/// What links may lead to.
#[derive(Clone, Copy)]
pub struct Links<'a> {
    pub sitemap: &'a Sitemap,
}

impl<'a> Links<'a> {
    /// Where a link leads; none where it leads nowhere, which is told.
    pub fn resolve(
        &self,
        link: &LinkReference,
        scope: Scope<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Link> {
        let target = link.target.as_str();
        let made = |target| Some(Link { target, title: link.title.clone(), span: link.span });
        if let Some(anchor) = target.strip_prefix('#') {
            let (_, language) = scope.entry.page(scope.edition);
            self.check_anchor(&scope.entry.key, language, anchor, link, diagnostics)?;
            return made(Target::Anchor(anchor.to_string()));
        }
        let (path, anchor) = match target.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor)),
            None => (target, None),
        };
        if let Some(path) = path.strip_prefix("@/") {
            return self.page(path.to_string(), anchor, link, scope, diagnostics).and_then(made);
        }
        if target.starts_with(SCHEME) {
            diagnostics.push(
                Diagnostic::error("part-in-text", link.span, "a part cannot be included here")
                    .help("include it in the text of a page, not in its front matter"),
            );
            return None;
        }
        if let Some((scheme, rest)) = scheme(target) {
            const SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];
            return match SCHEMES.contains(&scheme) {
                true if is_whole(scheme, rest) => made(Target::External(target.to_string())),
                true => {
                    let message = format!("`{target}` is no whole address");
                    diagnostics.push(
                        Diagnostic::error("broken-link", link.target_span, message)
                            .help("write it as `https://example.org`, `mailto:name@example.org` or `tel:+4722334455`"),
                    );
                    None
                }
                false => {
                    let message = format!("a link may not begin with `{scheme}:`");
                    let near = nearest(scheme, SCHEMES).map(|it| format!("did you mean `{it}:`?"));
                    let meant = near.or_else(|| astray::meant_by_scheme(scheme, rest));
                    let help = meant.unwrap_or_else(|| {
                        "links begin with https:, http:, mailto: or tel:, or name a page"
                            .to_string()
                    });
                    diagnostics.push(
                        Diagnostic::error("unsafe-link", link.target_span, message).help(help),
                    );
                    None
                }
            };
        }
        if path.ends_with(".md") {
            return self
                .page(beside(scope.page.folder(), path), anchor, link, scope, diagnostics)
                .and_then(made);
        }
        if path == "/figures.json" || path == "figures.json" {
            return made(Target::File("figures.json".to_string()));
        }
        match files::find(path, link.target_span, scope) {
            Ok((path, file)) => match &file.image {
                Some(Err(fault)) => {
                    let message =
                        format!("the picture `{}` {}", file.in_project(&path), fault.what);
                    diagnostics.push(
                        Diagnostic::error("unfit-image", link.target_span, message)
                            .help(fault.help.as_str()),
                    );
                    None
                }
                _ => made(Target::File(files::address(file, self.sitemap, scope.edition))),
            },
            Err(diagnostic) => {
                let mut told = *diagnostic;
                if let Some(meant) = astray::meant(target, scope, self.sitemap) {
                    // It is no file that is missing.
                    told = match target.is_empty() {
                        true => {
                            Diagnostic::error("broken-link", link.span, "this link leads nowhere")
                        }
                        false => Diagnostic::error(
                            "broken-link",
                            link.target_span,
                            format!("`{target}` is no page and no file of this site"),
                        ),
                    };
                    told = told.help(meant);
                }
                diagnostics.push(told);
                None
            }
        }
    }

    /// The language of another edition that a link leads to, where the reader's leaves the page out.
    pub fn elsewhere(&self, link: &Link, edition: usize) -> Option<&'static Locale> {
        let Target::Page { key, .. } = &link.target else { return None };
        let entry = self.sitemap.entries.get(key.as_str()).filter(|one| one.omitted[edition])?;
        Some(self.sitemap.config.languages[entry.original].locale)
    }

    /// A page by its path under `content/`, with or without a language in its name.
    fn page(
        &self,
        path: String,
        anchor: Option<&str>,
        link: &LinkReference,
        scope: Scope<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Target> {
        let languages = &self.sitemap.config.languages;
        let key = key_of(&path, &self.sitemap.config);
        let Some(entry) = self.sitemap.entries.get(key).filter(|_| !is_part(key)) else {
            if scope.project.unreadable.contains(key) {
                return None;
            }
            let message = format!("there is no page `content/{path}`");
            let diagnostic = Diagnostic::error("broken-link", link.target_span, message);
            if let Some(reason) = self.sitemap.withheld.get(key) {
                diagnostics.push(diagnostic.help(reason.help()));
                return None;
            }
            let keys = self.sitemap.keys().filter(|key| !is_part(key));
            diagnostics.push(
                match nearest(key, keys).or_else(|| astray::moved(key, self.sitemap)) {
                    _ if is_part(key) => diagnostic
                        .help("a text under `_parts/` is no page: include it, or link to a page"),
                    Some(near) => {
                        let fixed = match anchor {
                            Some(anchor) => format!("@/{near}.md#{anchor}"),
                            None => format!("@/{near}.md"),
                        };
                        diagnostic
                            .help(format!("there is a similar one: `content/{near}.md`"))
                            .fix(link.target_span, fixed)
                    }
                    None => diagnostic.help(astray::example(self.sitemap)),
                },
            );
            return None;
        };
        let (_, language) = entry.page(scope.edition);
        if let Some(anchor) = anchor {
            self.check_anchor(&entry.key, language, anchor, link, diagnostics)?;
        }
        let lang = (language != scope.edition).then(|| languages[language].locale.tag());
        Some(Target::Page {
            url: entry.urls[entry.edition(scope.edition)].clone(),
            key: entry.key.to_string(),
            anchor: anchor.map(str::to_string),
            lang,
        })
    }

    fn check_anchor(
        &self,
        key: &str,
        language: usize,
        anchor: &str,
        link: &LinkReference,
        diagnostics: &mut Diagnostics,
    ) -> Option<()> {
        let entry = self.sitemap.entries.get(key)?;
        let anchors = anchor_set(entry.page(language).0);
        if anchors.contains(anchor) {
            return Some(());
        }
        // It may stand in what could not be read.
        if entry.page(language).0.in_doubt || is_told_of_another(entry, anchor) {
            return None;
        }
        let name = &self.sitemap.config.languages[language].label;
        let message = format!("there is no place `#{anchor}` on `content/{key}.md` ({name})");
        let diagnostic = Diagnostic::error("broken-anchor", link.target_span, message);
        diagnostics.push(match nearest(anchor, anchors.iter().map(String::as_str)) {
            Some(near) => {
                let at = link.target.find('#').map_or("", |at| &link.target[..at]);
                diagnostic
                    .help(format!("there is a similar one: `#{near}`"))
                    .fix(link.target_span, format!("{at}#{near}"))
            }
            None => {
                let known: Vec<String> = anchors.iter().map(|one| format!("`#{one}`")).collect();
                diagnostic.help(match known.is_empty() {
                    true => "the page has no headings".to_string(),
                    false => format!("the page has {}", known.join(", ")),
                })
            }
        });
        None
    }
}

/// Whether a language has a section under the author's own anchor that another lacks: then it is told that the
/// sections differ, unless a page says that they may.
fn is_told_of_another(entry: &Entry, anchor: &str) -> bool {
    let pages = || entry.pages.iter().flatten();
    let may_differ = |page: &WrittenPage| {
        let mut excepted = page.front.exceptions.iter().map(|exception| &exception.what);
        excepted.any(|what| matches!(what, Excepted::Section(section) if section == anchor))
    };
    pages().any(|page| page.own_anchors().any(|own| own == anchor))
        && !pages().any(|page| may_differ(page))
}

/// Whether an address says whom or what it leads to.
fn is_whole(scheme: &str, rest: &str) -> bool {
    match scheme {
        "mailto" => rest.contains('@') && !rest.starts_with('@'),
        "tel" => rest.contains(|c: char| c.is_ascii_digit()),
        // An address of digits stands in brackets (RFC 3986, section 3.2.2).
        _ => rest
            .strip_prefix("//")
            .is_some_and(|host| host.starts_with(|c: char| c.is_alphanumeric() || c == '[')),
    }
}

/// What a link leads to, in the same words for all languages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Destination {
    /// A page, by its key.
    Page(String),
    /// A file beside the pages.
    File(String),
    /// Another site, or a person.
    Elsewhere,
}

/// What a link on a page leads to; whether that is there, [`Links::resolve`] tells.
pub fn destination(target: &str, page: &WrittenPage, config: &Config) -> Destination {
    let path = target.split('#').next().unwrap_or_default();
    if let Some(name) = path.strip_prefix(SCHEME) {
        return Destination::Page(format!("{PARTS}{name}"));
    }
    if let Some(path) = path.strip_prefix("@/") {
        return Destination::Page(key_of(path, config).to_string());
    }
    match path {
        "" => Destination::Page(page.key.clone()),
        _ if scheme(target).is_some() => Destination::Elsewhere,
        _ if path.ends_with(".md") => {
            Destination::Page(key_of(&beside(page.folder(), path), config).to_string())
        }
        _ => Destination::File(files::path(path, page.folder())),
    }
}

/// The key of a page by its path under `content/`, with or without a language in its name.
fn key_of<'p>(path: &'p str, config: &Config) -> &'p str {
    let stem = path.strip_suffix(".md").unwrap_or(path);
    let languages = config.languages.iter();
    languages
        .filter_map(|language| stem.strip_suffix(language.name.as_str())?.strip_suffix('.'))
        .next()
        .unwrap_or(stem)
}

/// The scheme of a URL, if it has one: letters, digits, `+`, `-` and `.` before a colon.
fn scheme(target: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = target.split_once(':')?;
    let fits = |c: char| {
        c.is_ascii_alphanumeric() || "+-.".contains(c) || c.is_whitespace() || c.is_control()
    };
    (!scheme.is_empty() && scheme.chars().all(fits)).then_some((scheme, rest))
}

/// A relative path beside the page that names it; `..` goes up and stays within `content/`.
pub fn beside(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
