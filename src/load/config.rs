//! `belegg.toml` to `Config`.

mod data;
mod messages;
mod names;

use super::fields::{Datum, Entry, Fields, Table};
use crate::config::{
    Config, ImageConfig, Language, MenuEntry, MissingTranslation, OwnRole, PdfConfig, PdfEngine,
};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, nearest};
use crate::document::Organisation;
use crate::locale::Locale;
use crate::source::{FileId, Sources, Span};

/// Reads the configuration. Nothing can be built without one, nor without a language.
pub fn config(path: &str, sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Config> {
    let Some(file) = sources.find(path) else {
        diagnostics.push(
            Diagnostic::error("no-project", None, format!("there is no `{path}` here"))
                .help("run `belegg init` to make a project, or name one with `--root`"),
        );
        return None;
    };
    let text = super::text(file, sources, diagnostics)?;
    match super::toml::read_in_part(text, Span::file(file), diagnostics) {
        (table, true) => settings(file, &table, sources, diagnostics),
        (table, false) => {
            let mut told = Diagnostics::default();
            settings(file, &table, sources, &mut told);
            super::fields::tell_slips(text, told, diagnostics);
            None
        }
    }
}

fn settings(
    file: FileId,
    table: &Table,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Config> {
    let fields = Fields::new(table);
    let title = fields.text("title", diagnostics).unwrap_or_default();
    fields.missing("title", "title = \"…\"", diagnostics);
    let base_url = base_url(&fields, diagnostics);
    let languages = languages(&fields, &title, diagnostics);
    let languages = names::as_pages_have(languages, &fields, sources, diagnostics);
    let config = Config {
        file,
        base_url,
        theme: theme(&fields, sources, diagnostics),
        output_dir: output_dir(&fields, diagnostics),
        period: fields.name("period", diagnostics),
        period_place: fields.item("period").map(|item| item.span),
        organisation: organisation(&fields, &title, diagnostics),
        accessibility_statement: accessibility(&fields, diagnostics),
        licence: licence(&fields, diagnostics),
        menu: menu(&fields, &languages, diagnostics),
        roles: roles(&fields, &languages, diagnostics),
        pdf: pdf(&fields, diagnostics),
        search: search(&fields, diagnostics),
        data: data::data(&fields, diagnostics),
        images: images(&fields, diagnostics),
        missing: translations(&fields, diagnostics),
        levels: messages::levels(&fields, diagnostics),
        title,
        languages,
    };
    fields.unknown("unknown-key", Severity::Error, diagnostics);
    (!config.languages.is_empty()).then_some(config)
}

/// The name of the theme, whose folder must be there; the built-in one where it is not.
fn theme(fields: &Fields<'_>, sources: &Sources, diagnostics: &mut Diagnostics) -> String {
    const OWN: &str = "default";
    let name = fields.text("theme", diagnostics).unwrap_or_else(|| OWN.to_string());
    let names = || {
        let paths = sources.iter().filter_map(|(_, source)| source.path.strip_prefix("themes/"));
        paths.filter_map(|path| path.split_once('/')).map(|(name, _)| name)
    };
    if name == OWN || names().any(|known| known == name) {
        return name;
    }
    let help = match nearest(&name, names().chain([OWN])) {
        Some(near) => format!(
            "there is a theme `{near}`: write {}",
            fields.written("theme", &format!("\"{near}\""))
        ),
        None => format!("make the folder, or write {}", fields.written("theme", "\"default\"")),
    };
    let span = fields.item("theme").map(|item| item.span);
    let message = format!("there is no folder `themes/{name}`");
    diagnostics.push(Diagnostic::error("unknown-theme", span, message).help(help));
    OWN.to_string()
}

/// The folder that the site is published to: none of those that it is made from.
fn output_dir(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> String {
    const OWN: &str = "output";
    let Some(folder) = fields.text("output_dir", diagnostics) else { return OWN.to_string() };
    let mut parts = folder.split(['/', '\\']).filter(|part| !matches!(*part, "" | "."));
    if parts.next().is_some_and(|first| !Sources::FOLDERS.contains(&first)) {
        return folder;
    }
    let message =
        format!("the site cannot be published to `{folder}`: the project itself lies there");
    let span = fields.item("output_dir").map(|item| item.span);
    let help = format!("write {}, or leave it out", fields.written("output_dir", "\"output\""));
    diagnostics.push(Diagnostic::error("wrong-value", span, message).help(help));
    OWN.to_string()
}

/// `[accessibility] statement`: in Norway the authority's own service holds it.
fn accessibility(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let inner = Fields::new(fields.table("accessibility", diagnostics)?);
    let url = inner.text("statement", diagnostics);
    let span = inner.item("statement").map(|item| item.span);
    inner.unknown("unknown-key", Severity::Error, diagnostics);
    let url = url?;
    if url.starts_with("https://") {
        return Some(url);
    }
    let message = format!("`statement` must be a web address, not `{url}`");
    let help = "write the address that the authority's service gives, with https:// in front";
    diagnostics.push(Diagnostic::error("wrong-value", span, message).help(help));
    None
}

fn base_url(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> String {
    let example = "base_url = \"https://example.org\"";
    fields.missing("base_url", example, diagnostics);
    let url = fields.text("base_url", diagnostics).unwrap_or_default();
    if !(url.is_empty() || url.starts_with("https://") || url.starts_with("http://")) {
        let span = fields.item("base_url").map(|item| item.span);
        let message = format!("`base_url` must be a web address, not `{url}`");
        diagnostics.push(Diagnostic::error("wrong-value", span, message).help(example));
    }
    url.trim_end_matches('/').to_string()
}

fn images(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> ImageConfig {
    let Some(table) = fields.table("images", diagnostics) else { return ImageConfig::default() };
    let inner = Fields::new(table);
    let megapixels = inner.integer("max_megapixels", diagnostics);
    inner.unknown("unknown-key", Severity::Error, diagnostics);
    match megapixels {
        None => ImageConfig::default(),
        Some(number @ 1..=1000) => ImageConfig { most_pixels: number as u64 * 1_000_000 },
        Some(number) => {
            let span = inner.item("max_megapixels").map(|item| item.span);
            let message = format!("`max_megapixels` cannot be {number}");
            let help = "write a number from 1 to 1000";
            diagnostics.push(Diagnostic::error("wrong-value", span, message).help(help));
            ImageConfig::default()
        }
    }
}

fn licence(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let url = fields.text("licence", diagnostics)?;
    if url.starts_with("https://") || url.starts_with("http://") {
        return Some(url);
    }
    let span = fields.item("licence").map(|item| item.span);
    let message = format!("`licence` must be the web address of a licence, not `{url}`");
    let help = "licence = \"https://creativecommons.org/licenses/by/4.0/\"";
    diagnostics.push(Diagnostic::error("wrong-value", span, message).help(help));
    None
}

fn languages(fields: &Fields<'_>, title: &str, diagnostics: &mut Diagnostics) -> Vec<Language> {
    fields.missing("default_language", "default_language = \"nb\"", diagnostics);
    let mut default = fields.text("default_language", diagnostics).unwrap_or_default();
    let default_span = fields.item("default_language").map(|item| item.span);
    let mut languages: Vec<Language> = Vec::new();
    if let Some(table) = fields.table("languages", diagnostics) {
        let mut misnamed = misnamed_default(table, &default);
        // What words are given in is the name that is meant.
        if let Some(entry) = misnamed
            .filter(|entry| uses(fields.whole(), &entry.key) && !uses(fields.whole(), &default))
        {
            let message = format!("`{default}` and `{}` are the same language", entry.key);
            let help = format!(
                "write {}",
                fields.written("default_language", &format!("\"{}\"", entry.key))
            );
            diagnostics
                .push(Diagnostic::warning("same-language", default_span, message).help(help));
            default.clone_from(&entry.key);
            misnamed = None;
        }
        for entry in &table.entries {
            let Datum::Table(inner) = &entry.item.value else {
                let message = format!("`{}` must be a language of its own", entry.key);
                let help = format!(
                    "write a line `[languages.{}]`, and what is said of the language on the lines below",
                    entry.key
                );
                diagnostics
                    .push(Diagnostic::error("wrong-type", entry.key_span, message).help(help));
                continue;
            };
            let is_default = misnamed.is_some_and(|other| other.key == entry.key);
            if is_default {
                diagnostics.push(default_otherwise(entry, &default));
            }
            // The default language says which Norwegian `no` is.
            let tag =
                if is_default && Locale::leaves_open(&entry.key) { &default } else { &entry.key };
            let found = language(tag, inner, entry.key_span, title, diagnostics);
            let Some(mut found) = found else { continue };
            if is_default {
                found.name.clone_from(&default);
            }
            let same = |other: &&Language| other.locale.tag() == found.locale.tag();
            if let Some(other) = languages.iter().find(same) {
                diagnostics.push(said_twice(&other.name, &found, Some(entry.key_span)));
            }
            languages.push(found);
        }
    }
    if !default.is_empty()
        && !languages.iter().any(|language| language.name == default)
        && let Some(locale) = locale(&default, default_span, diagnostics)
    {
        if Locale::leaves_open(&default) {
            let help = "write `default_language = \"nb\"`, or `\"nn\"` for Nynorsk";
            diagnostics.push(which_norwegian(&default, default_span, help));
        }
        languages.insert(
            0,
            Language {
                name: default.clone(),
                locale,
                label: locale.own_name().to_string(),
                title: title.to_string(),
                description: String::new(),
                missing: None,
            },
        );
    }
    languages.sort_by_key(|language| language.name != default);
    languages
}

/// The default language where it stands under another name of the same language, and not under its own: taken
/// as a second language, it would lack every page and every word.
fn misnamed_default<'a>(table: &'a Table, default: &str) -> Option<&'a Entry> {
    if table.entries.iter().any(|entry| entry.key == default) {
        return None;
    }
    let tag = Locale::find(default)?.tag();
    let is_meant = |entry: &&Entry| {
        let has_own = match &entry.item.value {
            Datum::Table(inner) => Fields::new(inner).item("locale").is_some(),
            _ => true,
        };
        !has_own && Locale::find(&entry.key).is_some_and(|locale| locale.tag() == tag)
    };
    table.entries.iter().find(is_meant)
}

/// Whether words of the menu, of roles and the like are given in a language of this name.
fn uses(table: &Table, name: &str) -> bool {
    table.entries.iter().filter(|entry| entry.key != "languages").any(|entry| {
        entry.key == name
            || match &entry.item.value {
                Datum::Table(inner) => uses(inner, name),
                Datum::List(items) => items
                    .iter()
                    .any(|item| matches!(&item.value, Datum::Table(inner) if uses(inner, name))),
                _ => false,
            }
    })
}

fn default_otherwise(entry: &Entry, default: &str) -> Diagnostic {
    let message = format!("`{}` and `{default}` are the same language", entry.key);
    let help = format!("write `[languages.{default}]`, as `default_language` says");
    Diagnostic::warning("same-language", entry.key_span, message).help(help)
}

/// Of one language under two names, readers would get every page twice.
fn said_twice(one: &str, other: &Language, span: Option<Span>) -> Diagnostic {
    let (other, tag) = (&other.name, other.locale.tag());
    let message = format!("`{one}` and `{other}` are the same language, `{tag}`");
    let help =
        format!("keep one of the two, or write another `locale` under `[languages.{other}]`");
    Diagnostic::warning("same-language", span, message).help(help)
}

fn language(
    name: &str,
    table: &Table,
    span: Span,
    title: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Language> {
    let fields = Fields::new(table);
    let tag = fields.text("locale", diagnostics);
    let tag_span = fields.item("locale").map_or(span, |item| item.span);
    let locale = locale(tag.as_deref().unwrap_or(name), Some(tag_span), diagnostics);
    match &tag {
        Some(tag) if Locale::leaves_open(tag) => {
            let help = "write `locale = \"nb\"`, or `\"nn\"` for Nynorsk";
            let told = which_norwegian(tag, Some(tag_span), help).fix(tag_span, "\"nb\"");
            diagnostics.push(told);
        }
        None if Locale::leaves_open(name) => {
            let help = format!(
                "write `locale = \"nb\"`, or `\"nn\"` for Nynorsk, under `[languages.{name}]`; \
                 files may keep their names"
            );
            diagnostics.push(which_norwegian(name, Some(span), &help));
        }
        _ => {}
    }
    let label = fields.text("label", diagnostics);
    let own_title = fields.text("title", diagnostics);
    let description = fields.text("description", diagnostics).unwrap_or_default();
    let missing = missing_translation(&fields, "missing", diagnostics);
    fields.unknown("unknown-key", Severity::Error, diagnostics);
    let locale = locale?;
    Some(Language {
        name: name.to_string(),
        locale,
        label: label.unwrap_or_else(|| locale.own_name().to_string()),
        title: own_title.unwrap_or_else(|| title.to_string()),
        description,
        missing,
    })
}

fn translations(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> MissingTranslation {
    let Some(table) = fields.table("translations", diagnostics) else {
        return MissingTranslation::default();
    };
    let inner = Fields::new(table);
    let missing = missing_translation(&inner, "missing", diagnostics);
    inner.unknown("unknown-key", Severity::Error, diagnostics);
    missing.unwrap_or_default()
}

/// What is said to become of a page that a language lacks. Another word than the three is told.
pub(super) fn missing_translation(
    fields: &Fields<'_>,
    key: &'static str,
    diagnostics: &mut Diagnostics,
) -> Option<MissingTranslation> {
    let word = fields.text(key, diagnostics)?;
    let found = MissingTranslation::from_word(&word);
    if found.is_none() {
        let span = fields.item(key).map(|item| item.span);
        let message = format!("`{key}` must be `error`, `notice` or `omit`, not `{word}`");
        let diagnostic = Diagnostic::error("wrong-value", span, message);
        diagnostics.push(match nearest(&word, MissingTranslation::WORDS) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help(
                "`error` publishes nothing, `notice` shows the original with a notice, `omit` leaves the page out",
            ),
        });
    }
    found
}

fn locale(tag: &str, span: Option<Span>, diagnostics: &mut Diagnostics) -> Option<&'static Locale> {
    let found = Locale::find(tag);
    if found.is_none() {
        let help = match nearest(tag, Locale::tags().iter().copied()) {
            Some(near) => format!("there is a similar one: `{near}`"),
            None => format!("known are {}", Locale::tags().join(", ")),
        };
        let message = format!("`{tag}` is not a language that numbers and dates can be written in");
        diagnostics.push(Diagnostic::error("unknown-language", span, message).help(help));
    }
    found
}

/// `no` stands for Bokmål and Nynorsk alike. It is taken as Bokmål, and the author is told how to
/// say which it is.
fn which_norwegian(tag: &str, span: Option<Span>, help: &str) -> Diagnostic {
    let message = format!("`{tag}` does not say which Norwegian: it is written as Bokmål, `nb`");
    Diagnostic::warning("language-tag", span, message).help(help)
}

fn organisation(fields: &Fields<'_>, title: &str, diagnostics: &mut Diagnostics) -> Organisation {
    let Some(table) = fields.table("organisation", diagnostics) else {
        return Organisation { name: title.to_string(), ..Organisation::default() };
    };
    let inner = Fields::new(table);
    let organisation = Organisation {
        name: inner.text("name", diagnostics).unwrap_or_else(|| title.to_string()),
        email: inner.text("email", diagnostics).unwrap_or_default(),
        address: inner.text("address", diagnostics).unwrap_or_default(),
    };
    inner.unknown("unknown-key", Severity::Error, diagnostics);
    organisation
}

fn menu(
    fields: &Fields<'_>,
    languages: &[Language],
    diagnostics: &mut Diagnostics,
) -> Vec<MenuEntry> {
    let names: Vec<&str> = languages.iter().map(|language| language.name.as_str()).collect();
    let mut menu = Vec::new();
    for table in fields.tables("menu", diagnostics) {
        let inner = Fields::new(table);
        inner.missing("page", "page = \"@/…\"", diagnostics);
        let page = inner.text("page", diagnostics);
        let title = inner.words("title", &names, diagnostics).unwrap_or_default();
        let page_span = inner.item("page").map_or(table.span, |item| item.span);
        inner.unknown("unknown-key", Severity::Error, diagnostics);
        menu.extend(page.map(|page| MenuEntry { page, page_span, title }));
    }
    menu
}

/// `[roles.<id>]`: what people are called whom policies speak to.
fn roles(
    fields: &Fields<'_>,
    languages: &[Language],
    diagnostics: &mut Diagnostics,
) -> Vec<OwnRole> {
    let names: Vec<&str> = languages.iter().map(|language| language.name.as_str()).collect();
    let mut roles = Vec::new();
    let Some(table) = fields.table("roles", diagnostics) else { return roles };
    for entry in &table.entries {
        let id = super::slug(&entry.key);
        if id != entry.key {
            let message = format!("`{}` cannot be the name of a role", entry.key);
            let help = format!("write `[roles.{id}]`: small letters a–z, digits and hyphens");
            let told = Diagnostic::error("wrong-value", entry.key_span, message).help(help);
            diagnostics.push(told);
            continue;
        }
        let Datum::Table(inner) = &entry.item.value else {
            let message = format!("`{id}` must be a role of its own");
            let help = format!("write a line `[roles.{id}]`, and `name = \"…\"` on the line below");
            diagnostics.push(Diagnostic::error("wrong-type", entry.key_span, message).help(help));
            continue;
        };
        let inner = Fields::new(inner);
        inner.missing("name", "name = { nb = \"verneombud\" }", diagnostics);
        let name = inner.words("name", &names, diagnostics).unwrap_or_default();
        let plural = inner.words("plural", &names, diagnostics).unwrap_or_else(|| name.clone());
        inner.unknown("unknown-key", Severity::Error, diagnostics);
        roles.push(OwnRole { id, name, plural });
    }
    roles
}

fn search(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> bool {
    let Some(table) = fields.table("search", diagnostics) else { return true };
    let inner = Fields::new(table);
    let enabled = inner.bool("enabled", diagnostics) != Some(false);
    inner.unknown("unknown-key", Severity::Error, diagnostics);
    enabled
}

fn pdf(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> PdfConfig {
    let Some(table) = fields.table("pdf", diagnostics) else { return PdfConfig::default() };
    let inner = Fields::new(table);
    let disabled = inner.bool("enabled", diagnostics) == Some(false);
    let typst = inner.text("typst", diagnostics);
    let engine = match inner.text("engine", diagnostics).as_deref() {
        None | Some("embedded") => PdfEngine::Embedded,
        Some("cli") => PdfEngine::Cli,
        Some(other) => {
            let span = inner.item("engine").map(|item| item.span);
            let message = format!("`engine` must be `embedded` or `cli`, not `{other}`");
            diagnostics.push(Diagnostic::error("wrong-value", span, message));
            PdfEngine::Embedded
        }
    };
    inner.unknown("unknown-key", Severity::Error, diagnostics);
    PdfConfig { disabled, engine, typst }
}
