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
use crate::artifact::{Artifacts, Bytes};
use crate::diagnostic::Diagnostic;
use crate::document::Report;
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
    for (edition, known) in report.editions.iter().zip(editions) {
        let RenderedEdition { shared: context, mut pages, mut found, found_at } = known;
        let setting =
            Pages { report, edition, theme, templates, fonts, pictures, downloads, context };
        is_whole &= setting.exchange(&mut pages, run.stopwatch, output);
        is_whole &= search::exchange(&setting, &mut found, output);
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
    /// Renders the pages that are new. False where one cannot be rendered, which is told.
    fn exchange(
        &self,
        known: &mut BTreeMap<String, RenderedPage>,
        stopwatch: Option<&dyn Stopwatch>,
        output: &mut Output,
    ) -> bool {
        let pages = known.values_mut().filter_map(|known| {
            let page = self.edition.page(&known.page.key)?;
            let is_new = !Arc::ptr_eq(page, &known.page);
            is_new.then(|| (page, self.template(page, output), known))
        });
        let pages: Vec<_> = pages.collect();
        let rendered: Vec<Result<(String, Bytes), Box<Diagnostic>>> = pages
            .into_par_iter()
            .map(|(page, template, known)| {
                known.page = page.clone();
                known.bytes = self.rendered(page, template, stopwatch)?;
                Ok((address::file(&page.url), known.bytes.clone()))
            })
            .collect();
        let mut is_whole = true;
        for one in rendered {
            match one {
                Ok((path, bytes)) => _ = output.artifacts.files.insert(path, bytes),
                Err(mistake) => {
                    output.tell(*mistake);
                    is_whole = false;
                }
            }
        }
        is_whole
    }
}
