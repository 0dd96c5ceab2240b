//! What may have been meant by a link that leads nowhere.

use super::super::resolve::Scope;
use super::super::sitemap::Sitemap;
use super::{beside, key_of};
use crate::project::is_part;

/// What to write instead of a target that names no page and no file; none where nobody can know.
pub fn meant(target: &str, scope: Scope<'_>, sitemap: &Sitemap) -> Option<String> {
    let path = target.split(['#', '?']).next().unwrap_or_default();
    if path.is_empty() {
        return Some("write the address between the parentheses".to_string());
    }
    let kinds = ["fact", "chart", "table", "cards", "include"];
    let named = kinds.iter().find_map(|kind| Some((kind, path.strip_prefix(kind)?)));
    if let Some((kind, id)) = named
        && (id.contains('.') || *kind == "include")
        && !id.contains('/')
    {
        return Some(format!(
            "write `{kind}:{}`",
            id.trim_start_matches([';', ',', '.', '=', '-'])
        ));
    }
    if path.starts_with("www.") {
        return Some(format!("write `https://{target}`"));
    }
    if path.contains('@') && !path.contains('/') {
        return Some(format!("write `mailto:{target}`"));
    }
    if let Some(stem) = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm")) {
        let key = beside(scope.page.folder(), stem);
        let key = key_of(&key, &sitemap.config);
        if sitemap.entries.contains_key(key) {
            return Some(format!("pages are linked by their file: `@/{key}.md`"));
        }
    }
    let address = |url: &str| url.trim_matches('/') == path.trim_matches('/');
    let is_address = path.starts_with('/') || path.ends_with('/');
    let mut entries = sitemap.entries.values().filter(|entry| !is_part(&entry.key));
    let found = entries.find(|entry| is_address && entry.urls.iter().any(|url| address(url)))?;
    Some(format!("pages are linked by their file: `@/{}.md`", found.key))
}

/// What to write instead of a link that begins as no link may.
pub fn meant_by_scheme(scheme: &str, rest: &str) -> Option<String> {
    let is_id = |c: char| c.is_alphanumeric() || "._-@?=".contains(c);
    if scheme.len() == 1 || scheme.eq_ignore_ascii_case("file") {
        return Some(
            "nobody else can open a file on your machine: put it beside the page, and write its name"
                .to_string(),
        );
    }
    if ["chart", "table", "cards"].contains(&scheme) {
        return Some(format!("put an exclamation mark before it: `![…]({scheme}:{rest})`"));
    }
    (rest.contains('.') && rest.chars().all(is_id) && !rest.starts_with('.'))
        .then(|| format!("a figure is written `fact:{rest}`"))
}

/// The page of the same name in another folder, where there is one alone.
pub fn moved<'a>(key: &str, sitemap: &'a Sitemap) -> Option<&'a str> {
    let name = |key: &str| key.rsplit('/').next().map(str::to_string);
    let wanted = name(key).filter(|name| name != "_index")?;
    let all = sitemap.keys().filter(|key| !is_part(key));
    let mut same = all.filter(|other| name(other).is_some_and(|other| other == wanted));
    same.next().filter(|_| same.next().is_none())
}

/// How pages are written, by one that is there.
pub fn example(sitemap: &Sitemap) -> String {
    let pages = sitemap.keys().filter(|key| !is_part(key));
    let page = pages.max_by_key(|key| (key.contains('/'), std::cmp::Reverse(*key)));
    let page = page.unwrap_or("_index");
    format!("paths begin at `content/`, as in `@/{page}.md`")
}
