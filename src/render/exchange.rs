//! A site in which the text of pages alone is new: they are rendered and put in the places of the old
//! ones, and all other files stay as they are.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::output::Output;
use super::pictures::Pictures;
use super::recent::{RenderedEdition, RenderedPage, RenderedSite};
use super::site::{Download, Pages, Run, Tools};
use super::{address, search};
use crate::artifact::Artifacts;
use crate::document::{Page, Report};
use crate::phase::Stopwatch;
use crate::theme::Theme;

/// Makes the site out of the last one. None where more than the text of pages may be new.
pub fn exchanged(
    report: &Arc<Report>,
    theme: &Arc<Theme>,
    pictures: &Pictures,
    downloads: &[Download],
    run: Run<'_>,
    output: &mut Output,
) -> Option<()> {
    let recent = run.recent?;
    let is_same = |last: &RenderedSite| {
        last.report.outline.is_same(&report.outline)
            && last.is_made_with(theme, pictures, downloads)
    };
    recent.get().filter(|last| is_same(last))?;
    let mut last = Arc::try_unwrap(recent.take()?).ok()?;
    let tools = last.tools.clone()?;
    let Tools { templates, fonts } = &*tools;
    (output.artifacts.files, output.artifacts.pieces) = last.files.take()?;
    let mut is_whole = true;
    let editions = std::mem::take(&mut last.editions);
    let both = report.editions.iter().zip(&last.report.editions);
    for ((edition, before), known) in both.zip(editions) {
        let RenderedEdition { shared: context, mut pages, mut found, found_at } = known;
        let setting =
            Pages { report, edition, theme, templates, fonts, pictures, downloads, context };
        // Of one outline, all have the same places.
        let both = edition.pages.iter().zip(&before.pages);
        let new: Vec<&Arc<Page>> =
            both.filter(|(new, old)| !Arc::ptr_eq(new, old)).map(|(new, _)| new).collect();
        is_whole &= setting.exchange(&new, &mut pages, run.stopwatch, output);
        let places = new.iter().filter_map(|page| Some((*page, *found_at.get(&page.key)?)));
        is_whole &= search::exchange(&setting, places, &mut found, output);
        let shared = setting.context;
        last.editions.push(RenderedEdition { shared, pages, found, found_at });
    }
    if is_whole {
        last.report = report.clone();
        let Artifacts { files, pieces, .. } = &output.artifacts;
        last.files = Some((files.clone(), pieces.clone()));
        recent.put(Arc::new(last));
    }
    Some(())
}

impl Pages<'_> {
    /// Renders pages that are new. False where one cannot be rendered, which is told.
    fn exchange(
        &self,
        new: &[&Arc<Page>],
        known: &mut BTreeMap<String, RenderedPage>,
        stopwatch: Option<&dyn Stopwatch>,
        output: &mut Output,
    ) -> bool {
        let pages: Vec<_> = new.iter().map(|page| (*page, self.template(page, output))).collect();
        let rendered: Vec<_> = pages
            .into_par_iter()
            .map(|(page, template)| (page, self.rendered(page, template, stopwatch)))
            .collect();
        let mut is_whole = true;
        for (page, bytes) in rendered {
            match bytes {
                Ok(bytes) => {
                    if let Some(known) = known.get_mut(&page.key) {
                        (known.page, known.bytes) = (page.clone(), bytes.clone());
                    }
                    output.artifacts.files.insert(address::file(&page.url), bytes);
                }
                Err(mistake) => {
                    output.tell(*mistake);
                    is_whole = false;
                }
            }
        }
        is_whole
    }
}
