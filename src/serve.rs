//! The preview: the site as it would be published now, from memory, to the browsers of one person.
//!
//! A page is served as `build` made it, with one script added on its way out (`page`): it loads the
//! page again when that has changed, and lays mistakes over the last good page. Nothing is written.

mod access;
mod http;
mod moved;
mod page;
mod watch;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener, UdpSocket};
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread;

use serde::Serialize;

use crate::artifact::{Artifacts, Bytes, is_same};
use crate::diagnostic::print::Told;
use crate::document;

use page::Place;
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
    /// A document that somebody waited for is typeset, or cannot be.
    Typeset,
}

/// What is wrong with a project, as it is laid over its pages.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Mistakes {
    #[serde(rename = "mistakes")]
    pub told: Vec<Told>,
    /// So many of them the program can mend itself.
    pub mendable: usize,
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
    /// Where pages lie now that lay elsewhere while somebody could look at them, by path.
    moved: Arc<BTreeMap<String, String>>,
    /// Documents of the site that cannot be typeset.
    unmade: BTreeSet<String>,
    mistakes: Arc<Mistakes>,
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

    /// Where a browser of this machine finds the preview, with the key that lets it in.
    pub fn address(&self) -> String {
        self.address_at(&self.shown.access.host())
    }

    /// Where those of other machines find it, if it listens at every address of this one.
    pub fn outer_address(&self) -> Option<String> {
        let ip = self.address.ip();
        let host = ip.is_unspecified().then(|| outward(ip)).flatten()?;
        Some(self.address_at(&SocketAddr::new(host, self.port()).to_string()))
    }

    fn address_at(&self, host: &str) -> String {
        let base = self.shown.state().base;
        format!("http://{host}{base}?key={}", self.shown.access.key())
    }

    /// Shows a site from now on, or mistakes over the last good one. `base_url` is the address that
    /// the site is published at. How many pages are new.
    pub fn show(
        &self,
        site: Option<Artifacts>,
        base_url: Option<&str>,
        mistakes: Mistakes,
    ) -> usize {
        let mut state = self.shown.state();
        let mut pages = 0;
        if let Some(site) = site {
            pages = new_pages(state.site.as_deref(), &site);
            if let Some(before) = &state.site {
                moved::follow(Arc::make_mut(&mut state.moved), before, &site);
            }
            state.site = Some(Arc::new(site));
            state.base = base_url.map_or("/".to_string(), page::base);
            state.unmade.clear();
        }
        state.mistakes = Arc::new(mistakes);
        self.put(state);
        pages
    }

    /// Shows documents of the site that is shown, which were typeset since.
    pub fn add(&self, documents: Artifacts) {
        let mut state = self.shown.state();
        if let Some(site) = &mut state.site {
            let site = Arc::make_mut(site);
            site.later.retain(|path| !documents.files.contains_key(path));
            site.files.extend(documents.files);
            site.pdf_pages.extend(documents.pdf_pages);
        }
        self.put(state);
    }

    /// Lets nobody wait any longer for a document of the site that is shown: it cannot be typeset.
    pub fn give_up(&self, path: &str) {
        let mut state = self.shown.state();
        state.unmade.insert(path.to_string());
        self.put(state);
    }

    fn put(&self, state: State) {
        *self.shown.state.write().unwrap_or_else(PoisonError::into_inner) = state;
        self.shown.versions.send_modify(|version| *version += 1);
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
    /// What lies at the path of a request, or where that lies now.
    fn find<'a>(&self, site: &'a Artifacts, path: &str) -> Place<'a> {
        let found = page::find(site, &self.base, path);
        if !matches!(found, Place::Nowhere(_)) {
            return found;
        }
        let now = page::name(&self.base, path)
            .and_then(|name| self.moved.get(&name).or_else(|| self.moved.get(&page::index(&name))));
        now.map_or(found, |now| {
            Place::Elsewhere(format!("{}{}", self.base, now.trim_end_matches("index.html")))
        })
    }

    /// The document that is to be typeset before there is a file at the path of a request.
    fn later(&self, path: &str) -> Option<String> {
        let path = page::name(&self.base, path)?;
        let site = self.site.as_ref().filter(|site| !site.files.contains_key(&path))?;
        let makes = |pdf: &&String| **pdf == path || document::shared_picture(pdf) == path;
        site.later.iter().filter(|pdf| !self.unmade.contains(*pdf)).find(makes).cloned()
    }
}

impl Shown {
    fn state(&self) -> State {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The address that this machine has towards others. Nothing is sent: the system says by which address
/// it would send to one that nobody has (RFC 5737, RFC 3849).
fn outward(any: IpAddr) -> Option<IpAddr> {
    let nobody = if any.is_ipv4() { "192.0.2.1:9" } else { "[2001:db8::1]:9" };
    let socket = UdpSocket::bind((any, 0)).ok()?;
    socket.connect(nobody).ok()?;
    Some(socket.local_addr().ok()?.ip())
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
