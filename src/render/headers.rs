//! How the site wants to be served: `_headers`, which Netlify and Cloudflare Pages read.

use crate::document::Report;
use crate::render::assets;
use crate::render::output::Output;

/// A project's own `static/_headers` stands.
pub fn publish(report: &Report, output: &mut Output) {
    if output.has("_headers") {
        return;
    }
    // What any page may load; each says itself what it needs of this, for other servers too.
    let searched = report.editions.iter().any(|edition| edition.search.is_some());
    let script = if searched { "script-src 'self'; " } else { "" };
    let mut headers = format!(
        "/*\n\
         \x20 Content-Security-Policy: default-src 'none'; {script}connect-src 'self'; style-src 'self'; \
         img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'\n\
         \x20 X-Content-Type-Options: nosniff\n\
         \x20 Referrer-Policy: no-referrer\n\
         \x20 Cross-Origin-Opener-Policy: same-origin\n"
    );
    // What has its hash in the name never changes; a file of the project's own there might.
    let folder = format!("{}/", assets::FOLDER);
    if !report.files.keys().any(|path| path.starts_with(&folder)) {
        headers.push_str(&format!(
            "\n/{folder}*\n\x20 Cache-Control: public, max-age=31536000, immutable\n"
        ));
    }
    output.add("_headers".to_string(), headers.into_bytes(), None);
}
