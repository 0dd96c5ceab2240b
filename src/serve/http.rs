//! The preview as a web server: one task for each request, on a thread of its own.

use std::convert::Infallible;
use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use percent_encoding::percent_decode_str;
use serde::Serialize;

use super::access::{self, Answer};
use super::page::{self, OWN, Place};
use super::{Mistakes, Reason, Shown};

/// So often a waiting browser hears that the preview is still there.
const STILL_HERE: Duration = Duration::from_secs(15);
/// A page that is shown before there is any.
const NOTHING_YET: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
    <title>Preview</title></head><body><main><h1>Nothing to show yet</h1>\
    <p>The project has mistakes. When they are mended, the site appears here.</p></main></body></html>";

/// Answers for as long as the program runs. Whether it could begin is told once.
pub fn answer(listener: TcpListener, shown: Arc<Shown>, started: &Sender<io::Result<()>>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = runtime.and_then(|runtime| {
        listener.set_nonblocking(true)?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            // Whoever started the preview may have gone already; then nobody asks.
            let _ = started.send(Ok(()));
            let service = Router::new().fallback(respond).with_state(shown);
            axum::serve(listener, service).await
        })
    });
    let _ = started.send(outcome);
}

async fn respond(State(shown): State<Arc<Shown>>, request: Request) -> Response {
    let (request, _) = request.into_parts();
    // What is no text is there all the same, and nobody's name.
    let read = |value: &HeaderValue| value.to_str().unwrap_or("?").to_string();
    let header = |name| request.headers.get(name).map(read);
    let [host, origin, cookies] = [header::HOST, header::ORIGIN, header::COOKIE].map(header);
    let query = request.uri.query();
    let asked = access::Request {
        host: host.as_deref(),
        origin: origin.as_deref(),
        cookies: cookies.as_deref(),
        query,
    };
    let path = request.uri.path();
    let mut response = match shown.access.answer(asked) {
        Answer::Refused(why) => text(StatusCode::FORBIDDEN, why),
        Answer::KeyShown => {
            let mut response = elsewhere(path, query);
            if let Ok(cookie) = shown.access.cookie().parse() {
                response.headers_mut().insert(header::SET_COOKIE, cookie);
            }
            response
        }
        Answer::Welcome if ![Method::GET, Method::HEAD].contains(&request.method) => {
            let why = text(StatusCode::METHOD_NOT_ALLOWED, "a preview can only be looked at");
            ([(header::ALLOW, "GET, HEAD")], why).into_response()
        }
        Answer::Welcome if path == format!("{OWN}live.js") => {
            file(StatusCode::OK, "live.js", page::SCRIPT.as_bytes().to_vec())
        }
        Answer::Welcome if path == format!("{OWN}events") => events(shown, request.uri.query()),
        Answer::Welcome => {
            typeset(&shown, path).await;
            site(&shown, path, query)
        }
    };
    guard(response.headers_mut());
    response
}

/// What browsers are told of every answer: nobody else may read it, and nobody keeps it.
fn guard(headers: &mut HeaderMap) {
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let policy = header::HeaderName::from_static("cross-origin-resource-policy");
    headers.insert(policy, HeaderValue::from_static("same-origin"));
}

fn text(status: StatusCode, text: &'static str) -> Response {
    file(status, "message.txt", format!("{text}\n").into_bytes())
}

/// The same preview at another path, asked as it was, but for the key.
fn elsewhere(path: &str, query: Option<&str>) -> Response {
    // With two of them, browsers would take what follows for the name of another machine.
    let path = path.trim_start_matches(['/', '\\']);
    let pairs = query.unwrap_or_default().split('&');
    let kept: Vec<&str> =
        pairs.filter(|pair| !pair.is_empty() && !pair.starts_with("key=")).collect();
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    (StatusCode::SEE_OTHER, [(header::LOCATION, format!("/{path}{query}"))]).into_response()
}

fn file(status: StatusCode, path: &str, bytes: impl Into<Body>) -> Response {
    let media_type = [(header::CONTENT_TYPE, page::media_type(path))];
    (status, media_type, bytes.into()).into_response()
}

/// Waits for a document that is not typeset yet, if the path is that of one. Whoever asks first
/// has it made.
async fn typeset(shown: &Shown, path: &str) {
    let mut versions = shown.versions.subscribe();
    while let Some(document) = shown.state().later(path) {
        // Without anybody to make it there is no such page.
        let is_asked = shown.reasons.send(Reason::Wanted(document)).is_ok();
        if !is_asked || versions.changed().await.is_err() {
            return;
        }
    }
}

/// A file of the site.
fn site(shown: &Shown, path: &str, query: Option<&str>) -> Response {
    let state = shown.state();
    let Some(site) = &state.site else {
        let page = page::with_script(NOTHING_YET.as_bytes(), &seen(shown, path));
        return file(StatusCode::SERVICE_UNAVAILABLE, "index.html", page);
    };
    match state.find(site, path) {
        Place::File(name, bytes) if name.ends_with(".html") => {
            let page = page::with_script(&bytes, &page::fingerprint(site, name, &bytes));
            file(StatusCode::OK, name, page)
        }
        Place::File(name, bytes) => file(StatusCode::OK, name, bytes),
        Place::Elsewhere(path) => elsewhere(&path, query),
        Place::Nowhere(Some(bytes)) => {
            let page = page::with_script(bytes, &page::fingerprint(site, "404.html", bytes));
            file(StatusCode::NOT_FOUND, "404.html", page)
        }
        Place::Nowhere(None) => text(StatusCode::NOT_FOUND, "there is no such page"),
    }
}

/// The fingerprint of what a browser gets at an address.
fn seen(shown: &Shown, path: &str) -> String {
    let state = shown.state();
    let Some(site) = &state.site else { return "nothing".to_string() };
    match state.find(site, path) {
        Place::File(name, bytes) => page::fingerprint(site, name, &bytes),
        Place::Elsewhere(path) => format!("elsewhere {path}"),
        Place::Nowhere(bytes) => page::fingerprint(site, "404.html", bytes.unwrap_or_default()),
    }
}

/// What a browser is told when something new is shown.
#[derive(Serialize)]
struct News<'a> {
    /// The fingerprint of its page.
    page: String,
    #[serde(flatten)]
    mistakes: &'a Mistakes,
}

/// News for one page, for as long as the browser listens; the first at once.
fn events(shown: Arc<Shown>, query: Option<&str>) -> Response {
    let pairs = query.unwrap_or_default().split('&');
    let path = pairs.filter_map(|pair| pair.strip_prefix("path=")).next().unwrap_or("/");
    let path = percent_decode_str(path).decode_utf8_lossy().into_owned();
    let mut versions = shown.versions.subscribe();
    versions.mark_changed();
    let news = stream::unfold((shown, versions, path), |(shown, mut versions, path)| async {
        versions.changed().await.ok()?;
        let mistakes = shown.state().mistakes;
        let news = News { page: seen(&shown, &path), mistakes: &mistakes };
        let event = Event::default().data(serde_json::to_string(&news).ok()?);
        Some((Ok::<_, Infallible>(event), (shown, versions, path)))
    });
    Sse::new(news).keep_alive(KeepAlive::new().interval(STILL_HERE)).into_response()
}
