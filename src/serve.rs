//! The preview: the site as it would be published now, from memory, to the browsers of one person.
//!
//! A page is served as `build` made it, with one script added on its way out (`page`): it loads the
//! page again when that has changed, and lays mistakes over the last good page. Nothing is written.

mod access;
mod http;
mod page;
mod watch;

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread;

use crate::artifact::{Artifacts, Bytes, is_same};
use crate::diagnostic::print::Told;

pub use watch::{Watch, WatchFault, gather};

/// So many ports are tried, from the one that was asked for.
const PORTS: u16 = 100;

/// A preview that answers; what it shows is given to it.
pub struct Preview {
    address: SocketAddr,
    shown: Arc<Shown>,
}

/// Why the site is to be made anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// These files or folders of the project may be others; all may, where none is named.
    Changed(Vec<PathBuf>),
    /// Somebody waits for the document at this path, which is not typeset yet.
    Wanted(String),
}

/// What browsers get.
struct Shown {
    access: access::Access,
    state: RwLock<State>,
    /// Counts what was shown, for those who wait for something new.
    versions: tokio::sync::watch::Sender<u64>,
    reasons: Sender<Reason>,
}

/// The last good site, and what is wrong since.
#[derive(Clone, Default)]
struct State {
    site: Option<Arc<Artifacts>>,
    /// The path of the site's address: `/`, or `/reports/` where it is published below one.
    base: String,
    mistakes: Arc<Vec<Told>>,
}

impl Preview {
    /// Listens at the port, or at the next that is free. Documents that are asked for are told.
    pub fn start(interface: IpAddr, port: u16, reasons: Sender<Reason>) -> io::Result<Preview> {
        let listener = listen(interface, port)?;
        let address = listener.local_addr()?;
        let shown = Arc::new(Shown {
            access: access::Access::new(address)?,
            state: RwLock::new(State { base: "/".to_string(), ..State::default() }),
            versions: tokio::sync::watch::Sender::new(0),
            reasons,
        });
        let answering = shown.clone();
        let (started, has_started) = channel();
        thread::Builder::new().name("preview".to_string()).spawn(move || {
            http::answer(listener, answering, &started);
        })?;
        match has_started.recv() {
            Ok(outcome) => outcome.map(|()| Preview { address, shown }),
            Err(_) => Err(io::Error::other("the preview has ended")),
        }
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Where a browser finds the preview, with the key that lets it in.
    pub fn address(&self) -> String {
        let base = self.shown.state().base;
        format!("http://{}{base}?key={}", self.shown.access.host(), self.shown.access.key())
    }

    /// Shows a site from now on, or mistakes over the last good one. `base_url` is the address that
    /// the site is published at. How many pages are new.
    pub fn show(
        &self,
        site: Option<Artifacts>,
        base_url: Option<&str>,
        mistakes: Vec<Told>,
    ) -> usize {
        let mut state = self.shown.state();
        let mut pages = 0;
        if let Some(site) = site {
            pages = new_pages(state.site.as_deref(), &site);
            state.site = Some(Arc::new(site));
            state.base = base_url.map_or("/".to_string(), page::base);
        }
        state.mistakes = Arc::new(mistakes);
        *self.shown.state.write().unwrap_or_else(PoisonError::into_inner) = state;
        self.shown.versions.send_modify(|version| *version += 1);
        pages
    }
}

fn new_pages(before: Option<&Artifacts>, now: &Artifacts) -> usize {
    let is_new = |(path, bytes): &(&String, &Bytes)| {
        let before = before.and_then(|before| before.files.get(*path));
        path.ends_with(".html") && !before.is_some_and(|before| is_same(before, bytes))
    };
    now.files.iter().filter(is_new).count()
}

impl State {
    /// Whether the site is older than the project.
    fn has_errors(&self) -> bool {
        self.mistakes.iter().any(|mistake| mistake.severity == "error")
    }
}

impl Shown {
    fn state(&self) -> State {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn listen(interface: IpAddr, port: u16) -> io::Result<TcpListener> {
    let mut taken = None;
    for port in (port..=port.saturating_add(PORTS)).take(usize::from(PORTS)) {
        match TcpListener::bind((interface, port)) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => taken = Some(error),
            outcome => return outcome,
        }
    }
    Err(taken.unwrap_or_else(|| io::Error::from(io::ErrorKind::AddrInUse)))
}
