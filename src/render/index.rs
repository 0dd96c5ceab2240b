//! What leads machines and old links to the pages: sitemap, robots.txt, redirects.

use std::fmt::Write;

use tera::Context;

use crate::diagnostic::Diagnostic;
use crate::document::{Edition, Page, Report};
use crate::render::html::escape;
use crate::render::output::Output;
use crate::render::template::Templates;
use crate::render::{address, feed, view};
use crate::theme::Theme;

pub fn publish(report: &Report, theme: &Theme, templates: &Templates, output: &mut Output) {
    output.add("sitemap.xml".to_string(), sitemap(report).into_bytes(), None);
    // A project's own static/robots.txt stands.
    if !output.has("robots.txt") {
        let robots =
            format!("User-agent: *\nAllow: /\n\nSitemap: {}/sitemap.xml\n", report.base_url);
        output.add("robots.txt".to_string(), robots.into_bytes(), None);
    }
    for edition in &report.editions {
        for page in edition.pages.iter().filter(|page| page.locale == edition.locale) {
            for alias in &page.aliases {
                redirect(alias, page, edition, report, theme, templates, output);
            }
        }
    }
}

/// Every page in the languages that it truly exists in.
fn sitemap(report: &Report) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    let address = |url: &str, xml: &mut String| {
        escape(&report.base_url, xml);
        xml.push_str(&address::encoded(url));
    };
    for edition in &report.editions {
        for page in edition.pages.iter().filter(|page| page.locale == edition.locale) {
            xml.push_str("<url><loc>");
            address(&page.url, &mut xml);
            xml.push_str("</loc>");
            if let Some(date) = feed::changed(page, edition) {
                // Writing to memory cannot fail.
                _ = write!(xml, "<lastmod>{date}</lastmod>");
            }
            for other in view::alternates(page, edition, report) {
                _ = write!(xml, "<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"", other.tag);
                escape(&other.url, &mut xml);
                xml.push_str("\"/>");
            }
            xml.push_str("</url>\n");
        }
    }
    xml.push_str("</urlset>\n");
    xml
}

/// The page at an old address that leads to the new one.
fn redirect(
    alias: &str,
    page: &Page,
    edition: &Edition,
    report: &Report,
    theme: &Theme,
    templates: &Templates,
    output: &mut Output,
) {
    let mut old = alias.trim_start_matches('/').to_string();
    if !old.is_empty() && !old.ends_with('/') && !old.ends_with(".html") {
        old.push('/');
    }
    let stays_inside = old.split('/').all(|part| part != ".." && part != ".");
    if old.is_empty() || !stays_inside || old.contains(['\\', '\0']) {
        let message = format!("`{alias}` is not an address on this site");
        let help = "write the path only, such as `/old/page/`";
        output.tell(Diagnostic::error("alias", page.span, message).help(help));
        return;
    }
    let file = address::file(&old);
    let target = format!("{}{}", address::root(&file), address::encoded_file(&page.url));
    let mut context = Context::new();
    context.insert("lang", edition.locale.tag());
    context.insert("title", &page.title_text);
    context.insert("target", &target);
    context.insert("canonical", &format!("{}{}", report.base_url, address::encoded(&page.url)));
    context.insert("moved", theme.words(edition.locale).text("page-moved"));
    output.page(&file, templates.render("redirect.html", &context), Some(page.span));
}
