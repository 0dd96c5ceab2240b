//! Versions of policies: whether the text still says what it said when its version was accepted.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};
use time::Date;

use super::front;
use crate::compose::sitemap::{Entry, Sitemap};
use crate::diagnostic::{Diagnostic, Diagnostics, argument};
use crate::document::PageKind;
use crate::load::references::words;
use crate::locale::Locale;
use crate::project::{Project, WrittenPage};
use crate::source::{FileId, Span};
use crate::translation::content::{Part, read};
use crate::translation::{fingerprints, sections};

/// How the text of a policy stands to its version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyState {
    /// It says what it said when its version was accepted.
    Current,
    /// It says something else, and the version is still the same.
    Changed,
    /// Nobody has accepted this version.
    New,
}

impl PolicyState {
    pub fn name(self) -> &'static str {
        match self {
            PolicyState::Current => "current",
            PolicyState::Changed => "changed",
            PolicyState::New => "new",
        }
    }
}

/// A policy, in the language that it was written in first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyStatus {
    pub key: String,
    pub file: FileId,
    pub title: String,
    pub version: Option<String>,
    /// Where the version stands, or else the front matter.
    pub span: Span,
    pub owner: String,
    pub effective: Option<Date>,
    pub review_by: Option<Date>,
    /// By the day of the build, where that is known.
    pub is_overdue: bool,
    /// Something of its text, or of a part that it includes, could not be read: it is not judged.
    pub in_doubt: bool,
    pub state: PolicyState,
    /// Of the text as it is now, in hexadecimal.
    pub hash: String,
}

/// Every policy of the site map, by key.
pub fn statuses(
    sitemap: &Sitemap,
    project: &Project,
    faulty: &BTreeSet<FileId>,
    today: Option<Date>,
) -> Vec<PolicyStatus> {
    let entries = sitemap.entries.values().filter(|entry| entry.kind == PageKind::Policy);
    let mut statuses: Vec<PolicyStatus> =
        entries.filter_map(|entry| status(entry, project, today)).collect();
    // A policy says things in its front matter too. Of one whose original cannot be read, a
    // translation stands in its place.
    let in_doubt = project.pages.iter().filter(|page| {
        page.front_in_doubt || !page.is_settled(faulty) || project.unreadable.contains(&page.key)
    });
    let in_doubt: BTreeSet<FileId> = in_doubt.map(|page| page.file).collect();
    statuses.iter_mut().for_each(|policy| policy.in_doubt = in_doubt.contains(&policy.file));
    statuses
}

fn status(entry: &Entry, project: &Project, today: Option<Date>) -> Option<PolicyStatus> {
    let page = entry.pages[entry.original].as_ref()?;
    let front = front(page)?;
    let hash = hash(page, project.config.languages[entry.original].locale);
    let version = front.version.as_ref().map(|version| version.value.clone());
    let accepted = project.versions.as_ref().zip(version.as_ref());
    let accepted = accepted.and_then(|(versions, version)| versions.of(&entry.key, version));
    let review_by = front.review_by.as_ref().map(|date| date.value);
    Some(PolicyStatus {
        key: entry.key.to_string(),
        file: page.file,
        title: words(&page.front.title),
        span: front.version.as_ref().map_or(page.front.span, |version| version.span),
        version,
        owner: words(&front.owner),
        effective: front.effective.as_ref().map(|date| date.value),
        is_overdue: review_by.zip(today).is_some_and(|(review, today)| review < today),
        review_by,
        in_doubt: false,
        state: match accepted {
            None => PolicyState::New,
            Some(accepted) if accepted.hash == hash => PolicyState::Current,
            Some(_) => PolicyState::Changed,
        },
        hash,
    })
}

/// The words of a policy with its parts: one hash of those of its sections, and of the numbers that
/// are typed in them, which a translation may have in another form. What the data gives may change.
fn hash(page: &WrittenPage, locale: &Locale) -> String {
    let whole = page.whole();
    let sections = sections(&whole);
    let mut digest = Sha256::new();
    for section in fingerprints(&whole, &sections, locale) {
        digest.update(section.hash);
    }
    read(&whole, &sections, locale, |part| {
        let Part::Line(_, line) = part else { return };
        for quantity in &line.quantities {
            digest.update(&line.text[quantity.range.clone()]);
            digest.update(";");
        }
    });
    let digest = digest.finalize();
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Tells texts that changed while their version did not, and versions that nobody has accepted; how
/// to begin, where none is kept track of. A text of which something could not be read is not judged, nor are
/// those of `disputed`, whose version is another one in another language.
pub fn tell(
    sitemap: &Sitemap,
    project: &Project,
    faulty: &BTreeSet<FileId>,
    disputed: &BTreeSet<&str>,
    diagnostics: &mut Diagnostics,
) {
    let statuses = statuses(sitemap, project, faulty, None);
    if project.versions.is_none() {
        // Of a file that cannot be read something else was told.
        if let Some(first) = statuses.first().filter(|_| !diagnostics.has_errors()) {
            let message = "nobody keeps track of the versions of policies";
            diagnostics.push(
                Diagnostic::warning("unaccepted-policy", first.span, message).help(
                    "run `belegg policies accept --all`: then a text that changes while its version does not is told",
                ),
            );
        }
        return;
    }
    // Of one whose original is gone a translation stands in its place: that it says something else is no news.
    let is_lost = |key: &str| sitemap.entries.get(key).is_some_and(|it| it.lost_original(project));
    // Where languages differ, either of them may be what is mended.
    let differs = |key: &str| {
        let pages =
            sitemap.entries.get(key).into_iter().flat_map(|entry| entry.pages.iter().flatten());
        pages.into_iter().any(|page| faulty.contains(&page.file))
    };
    let is_disputed = |policy: &PolicyStatus| {
        let key = policy.key.as_str();
        disputed.contains(key) || is_lost(key) || differs(key)
    };
    for policy in statuses.into_iter().filter(|policy| !policy.in_doubt && !is_disputed(policy)) {
        let Some(version) = &policy.version else { continue };
        match policy.state {
            PolicyState::Current => {}
            PolicyState::New => {
                let message = format!("nobody has accepted version {version} of this policy");
                let help = format!(
                    "when it holds, run `belegg policies accept {}`",
                    argument(&policy.key)
                );
                let told = Diagnostic::warning("unaccepted-policy", policy.span, message);
                diagnostics.push(told.help(help));
            }
            PolicyState::Changed => {
                let message = format!("the text has changed, but the version is still {version}");
                let help = format!(
                    "raise `version`, and say under `[[changes]]` what is new; where nothing else is meant than before, run `belegg policies accept {}`",
                    argument(&policy.key)
                );
                let told = Diagnostic::warning("unversioned-change", policy.span, message);
                let versions = project.versions.as_ref();
                let line = versions.and_then(|all| all.of(&policy.key, version)?.span);
                diagnostics.push(
                    match line {
                        Some(line) => told.related(line, "what it said when it was accepted"),
                        None => told,
                    }
                    .help(help),
                );
            }
        }
    }
}
