//! `belegg new`: the files of a page in every language, or of a year. Nothing is ever overwritten.

mod year;

use std::collections::{BTreeMap, BTreeSet};

use time::{Date, Duration};

use super::arguments::{Global, New, NewKind, NewPage, today};
use super::console::Console;
use super::project::Project;
use super::write::written;
use super::{Failure, Outcome};
use crate::config::Language;
use crate::diagnostic::{Diagnostics, nearest};
use crate::load;
use crate::project::Kind;
use crate::project::accepted::quoted;
use crate::{Translations, translations};

static WORDS: &str = include_str!("new/words.toml");

/// How long a policy holds before it is looked at again.
const REVIEWED_AFTER: Duration = Duration::days(730);
/// What to do about a name that no file can have.
const ANOTHER_NAME: &str =
    "begin with another name, and change the title in the file; nothing was written";
/// As many files as are named one by one.
const MOST_NAMED: usize = 12;

/// Files to be made, by path in the project, and what is said of them.
struct Made {
    files: BTreeMap<String, Vec<u8>>,
    what: String,
    next: String,
}

pub(super) fn new(
    global: &Global,
    arguments: &New,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let project = Project::read(global, console)?;
    let mut told = Diagnostics::default();
    let options = project.options(global.options());
    let found = translations(&project.sources, &options, &mut told);
    // What is wrong with the texts is the affair of `check`: a page can be made all the same.
    let Some(found) = found else {
        return Ok(console.diagnostics(&told.without_warnings(), &project.sources));
    };
    let made = match &arguments.kind {
        NewKind::Chapter(page) => chapter(page, &found)?,
        NewKind::Policy(page) => policy(page, &found, today(None)?)?,
        NewKind::Article(page) => article(page, &found, today(None)?)?,
        NewKind::Year(year) => year::year(&year.name, &project)?,
    };
    write(&project, &made)?;
    console.summary(&summary(&made));
    Ok(Outcome::Done)
}

/// Writes the files, if none of them is there.
fn write(project: &Project, made: &Made) -> Result<(), Failure> {
    let there = made.files.keys().find(|path| project.root.join(path).exists());
    if let Some(path) = there {
        return Err(Failure::new("file-exists", format!("`{path}` is there already"))
            .help("choose another name; nothing was written"));
    }
    for (path, bytes) in &made.files {
        written(&project.root.join(path), bytes, false).map_err(|error| {
            Failure::new("cannot-write", format!("cannot write `{path}`: {error}"))
                .help("allow writing to the project's folder")
        })?;
    }
    Ok(())
}

fn summary(made: &Made) -> String {
    let mut text = format!("Made {}\n", made.what);
    for path in made.files.keys().take(MOST_NAMED) {
        text.push_str(&format!("  {path}\n"));
    }
    if let Some(more) = made.files.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
        text.push_str(&format!("  and {more} more\n"));
    }
    text + &made.next
}

/// A chapter goes behind the last one of its report.
fn chapter(page: &NewPage, found: &Translations) -> Result<Made, Failure> {
    let section = match &page.section {
        Some(section) => section_named(section, found)?,
        None => report_of_the_period(found)?,
    };
    let numbers = found.project.pages.iter().filter_map(|page| {
        let name = page.key.strip_prefix(section.as_str())?.strip_prefix('/')?;
        name.split_once('-')?.0.parse::<u32>().ok()
    });
    let next = numbers.max().unwrap_or(0).saturating_add(1);
    let slug = slug(&page.name)?;
    let is_same = |key: &str| {
        let name = key.strip_prefix(section.as_str()).and_then(|name| name.strip_prefix('/'));
        name.and_then(|name| name.split_once('-')).is_some_and(|(_, name)| name == slug)
    };
    if let Some(there) = found.project.pages.iter().find(|page| is_same(&page.key)) {
        let message = format!("there is a chapter of that name, `content/{}.md`", there.key);
        return Err(
            Failure::new("file-exists", message).help("choose another name; nothing was written")
        );
    }
    let key = format!("{section}/{next:02}-{slug}");
    let files = pages(&key, page, found, |words| {
        format!("{}title = {}\n", words.draft(), title(&page.name))
    })?;
    Ok(Made {
        files,
        what: format!("a chapter of `{section}`, as a draft"),
        next: next_of(&key, None, None, found),
    })
}

fn policy(page: &NewPage, found: &Translations, today: Date) -> Result<Made, Failure> {
    let section = section_of(page, found, Kind::Policy, "policy")?;
    let key = format!("{section}/{}", slug(&page.name)?);
    let review = today.checked_add(REVIEWED_AFTER).unwrap_or(today);
    let mut files = pages(&key, page, found, |words| {
        format!(
            "{}title = {}\nkind = \"policy\"\n# {}\nowner = \"…\"\napproved_by = \"…\"\n\
             version = \"1.0\"\n# {}\neffective = {today}\nreview_by = {review}\n\n# {}\n\
             [[channels]]\nname = \"…\"\ntext = \"…\"\n",
            words.draft(),
            title(&page.name),
            words.say("owner"),
            words.say("dates"),
            words.say("channels"),
        )
    })?;
    let section = front_page(&section, page, found)?;
    let next = next_of(&key, section.keys().next(), Some(Kind::Policy), found);
    files.extend(section);
    Ok(Made { files, what: "a policy, as a draft".to_string(), next })
}

fn article(page: &NewPage, found: &Translations, today: Date) -> Result<Made, Failure> {
    let section = section_of(page, found, Kind::Article, "news")?;
    let key = format!("{section}/{}", slug(&page.name)?);
    let mut files = pages(&key, page, found, |words| {
        let (draft, title) = (words.draft(), title(&page.name));
        format!("{draft}title = {title}\nkind = \"article\"\ndate = {today}\n")
    })?;
    let section = front_page(&section, page, found)?;
    let next = next_of(&key, section.keys().next(), Some(Kind::Article), found);
    files.extend(section);
    Ok(Made { files, what: "an article, as a draft".to_string(), next })
}

/// `section`: a file of the front page that was made with it.
fn next_of(
    key: &str,
    section: Option<&String>,
    kind: Option<Kind>,
    found: &Translations,
) -> String {
    // A draft holds back all pages below it.
    let too = match section.and_then(|file| file.rsplit_once('/')) {
        Some((folder, _)) => format!(" (in the `_index` files of `{folder}` too)"),
        None => String::new(),
    };
    let is_translated = found.project.config.languages.len() > 1;
    let titles = if is_translated { ", and the title in each language" } else { "" };
    let accepted = [
        is_translated.then(|| format!("belegg translations accept {key}")),
        (kind == Some(Kind::Policy)).then(|| format!("belegg policies accept {key}")),
    ];
    let then: Vec<String> =
        accepted.into_iter().flatten().map(|command| format!("  {command}\n")).collect();
    let comma = if then.is_empty() { "" } else { ", then:" };
    format!(
        "Next:\n  write the text{titles}\n  belegg serve --drafts --open\n  \
         take out `draft = true` when it is ready{too}{comma}\n{}",
        then.concat()
    )
}

/// The front page of a section that has none yet, in each language.
fn front_page(
    section: &str,
    page: &NewPage,
    found: &Translations,
) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let key = format!("{section}/_index");
    if found.project.pages.iter().any(|page| page.key == key) {
        return Ok(BTreeMap::new());
    }
    let name = section.rsplit('/').next().unwrap_or(section);
    pages(&key, page, found, |words| match words.say(name) {
        "" => format!("{}title = {}\n", words.draft(), quoted(name)),
        title => {
            let (draft, slug) = (words.draft(), load::slug(title));
            format!("{draft}title = {}\nslug = \"{slug}\"\n", quoted(title))
        }
    })
}

/// A page in all languages of the site, or in those that are wanted.
fn pages(
    key: &str,
    page: &NewPage,
    found: &Translations,
    front: impl Fn(&Words) -> String,
) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let config = &found.project.config;
    let names = || config.languages.iter().map(|language| language.name.as_str());
    if let Some(wrong) = page.languages.iter().find(|name| config.language(name).is_none()) {
        let message = format!("`{wrong}` is not a language of this site");
        let help = match nearest(wrong, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it has {}", names().collect::<Vec<_>>().join(", ")),
        };
        return Err(Failure::new("unknown-language", message).help(help));
    }
    let is_wanted =
        |language: &&Language| page.languages.is_empty() || page.languages.contains(&language.name);
    let default = &config.default_language().name;
    let files = config.languages.iter().filter(is_wanted).map(|language| {
        let suffix = match language.name == *default {
            true => String::new(),
            false => format!(".{}", language.name),
        };
        let words = Words::of(language);
        let text = format!("+++\n{}# {}\n+++\n", front(&words), words.say("body"));
        (format!("content/{key}{suffix}.md"), text.into_bytes())
    });
    Ok(files.collect())
}

/// The explanations in one language.
struct Words(BTreeMap<String, String>);

impl Words {
    /// Those of the language, or else English.
    fn of(language: &Language) -> Words {
        let all: BTreeMap<String, BTreeMap<String, String>> =
            toml::from_str(WORDS).unwrap_or_default();
        let tag = language.locale.tag();
        let own = tag.split('-').next().and_then(|tag| all.get(tag)).or(all.get("en"));
        Words(own.cloned().unwrap_or_default())
    }

    fn say(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }

    fn draft(&self) -> String {
        format!("# {}\ndraft = true\n# {}\n", self.say("draft"), self.say("title"))
    }
}

/// A name as part of a file's name.
fn slug(name: &str) -> Result<String, Failure> {
    let slug = load::slug(name);
    if load::is_reserved(&slug) {
        let message = format!("`{slug}` is a name that Windows keeps for itself");
        return Err(Failure::new("wrong-name", message).help(ANOTHER_NAME));
    }
    match slug.is_empty() {
        false => Ok(slug),
        true => {
            let has_letters = name.chars().any(char::is_alphanumeric);
            let what = if has_letters { "no letters from a to z" } else { "no letters or digits" };
            let message = format!("`{name}` has {what}, of which the file's name is made");
            Err(Failure::new("wrong-name", message).help(ANOTHER_NAME))
        }
    }
}

/// A name as a title that shows it sign by sign: titles are Markdown.
fn title(name: &str) -> String {
    let mut title = String::new();
    for c in name.chars() {
        if "\\`*[<".contains(c) {
            title.push('\\');
        }
        title.push(c);
    }
    quoted(&title)
}

/// The section that the user names: a folder below `content/`.
fn section_named(section: &str, found: &Translations) -> Result<String, Failure> {
    let name = section.trim_start_matches("@/").trim_start_matches("content/");
    let name = name.trim_end_matches("/_index.md").trim_matches('/');
    let known = sections(&found.project);
    if known.contains(name) {
        return Ok(name.to_string());
    }
    let message = format!("there is no section `{name}` in content/");
    let help = match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", known.into_iter().collect::<Vec<_>>().join(", ")),
    };
    Err(Failure::new("unknown-section", message).help(help))
}

/// Where a page of a kind goes unless the user says: where others of its kind are.
fn section_of(
    page: &NewPage,
    found: &Translations,
    kind: Kind,
    or: &str,
) -> Result<String, Failure> {
    if let Some(section) = &page.section {
        return section_named(section, found);
    }
    let mut others = found.project.pages.iter().filter(|page| page.front.kind == Some(kind));
    let section = others.find_map(|page| Some(page.key.rsplit_once('/')?.0.to_string()));
    Ok(section.unwrap_or_else(|| or.to_string()))
}

/// The report of the period that the configuration names, or else the last.
fn report_of_the_period(found: &Translations) -> Result<String, Failure> {
    let reports = found.project.pages.iter().filter(|page| page.front.kind == Some(Kind::Report));
    let reports: Vec<_> = reports.filter(|page| page.key.ends_with("/_index")).collect();
    let period = found.project.config.period.as_ref();
    let of_period = reports.iter().find(|page| page.front.period.as_ref() == period);
    let Some(report) = of_period.or(reports.last()) else {
        let message = "there is no report that the chapter could belong to";
        return Err(Failure::new("unknown-section", message)
            .help("name the folder below content/ with `--in`"));
    };
    Ok(report.key.trim_end_matches("/_index").to_string())
}

fn sections(project: &crate::project::Project) -> BTreeSet<String> {
    let pages = project.pages.iter();
    pages.filter_map(|page| Some(page.key.strip_suffix("/_index")?.to_string())).collect()
}
