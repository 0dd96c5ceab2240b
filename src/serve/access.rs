//! Who may see the preview: whoever has its key, on this machine, from a page of the preview itself.
//!
//! Any program on the machine can reach the port, and any page in the browser can send requests to
//! it, also under a name of its own that leads here (DNS rebinding). So the name and the origin of a
//! request are checked, and a key that only the terminal shows.

use std::io;
use std::net::{IpAddr, SocketAddr};

/// What a request says of where it comes from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Request<'a> {
    pub host: Option<&'a str>,
    pub origin: Option<&'a str>,
    pub cookies: Option<&'a str>,
    /// The part of the address after `?`.
    pub query: Option<&'a str>,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    Welcome,
    /// The key is right: it becomes a cookie, and leaves the address.
    KeyShown,
    Refused(&'static str),
}

pub struct Access {
    address: SocketAddr,
    key: String,
}

impl Access {
    /// With a new key, which nobody can guess.
    pub fn new(address: SocketAddr) -> io::Result<Access> {
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(io::Error::other)?;
        let key = random.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Access { address, key })
    }

    pub fn key(&self) -> &str {
        &self.key
    }

    /// What stands in the browser's address line: `127.0.0.1:4700`.
    pub fn host(&self) -> String {
        let ip = self.address.ip();
        let port = self.address.port();
        match ip.is_unspecified() {
            true => format!("localhost:{port}"),
            false => SocketAddr::new(ip, port).to_string(),
        }
    }

    /// The cookie that carries the key; cookies know no ports, so its name does.
    pub fn cookie(&self) -> String {
        format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie_name(), self.key)
    }

    pub fn answer(&self, request: Request<'_>) -> Answer {
        let Some(host) = request.host.filter(|host| self.is_ours(host)) else {
            return Answer::Refused("this preview is not at home under that name");
        };
        let is_own = |origin: &str| origin.strip_prefix("http://") == Some(host);
        if request.origin.is_some_and(|origin| !is_own(origin)) {
            return Answer::Refused("another site may not look into this preview");
        }
        let pairs = request.query.unwrap_or_default().split('&');
        if pairs.filter_map(|pair| pair.strip_prefix("key=")).any(|key| key == self.key) {
            return Answer::KeyShown;
        }
        let name = self.cookie_name();
        let cookies = request.cookies.unwrap_or_default().split(';');
        let mut known = cookies.filter_map(|cookie| cookie.trim().split_once('='));
        match known.any(|(cookie, key)| cookie == name && key == self.key) {
            true => Answer::Welcome,
            false => Answer::Refused(
                "open the address that `belegg serve` wrote in the terminal: it holds the key",
            ),
        }
    }

    fn cookie_name(&self) -> String {
        format!("belegg-{}", self.address.port())
    }

    /// A name that no stranger can point here: this machine's own, or a number.
    fn is_ours(&self, host: &str) -> bool {
        let port = self.address.port();
        // Browsers leave out the port of the web (RFC 9110, section 4.2.1).
        let host = match port == 80 && !host.ends_with(":80") {
            true => format!("{host}:80"),
            false => host.to_string(),
        };
        if host == format!("localhost:{port}") {
            return true;
        }
        let Ok(named) = host.parse::<SocketAddr>() else { return false };
        let is_local = |ip: IpAddr| ip == self.address.ip() || ip.is_loopback();
        named.port() == port && (is_local(named.ip()) || self.address.ip().is_unspecified())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, request: Request<'_>) -> Answer {
        let key = "k1".to_string();
        Access { address: address.parse().unwrap(), key }.answer(request)
    }

    fn is_refused(address: &str, request: Request<'_>) -> bool {
        matches!(check(address, request), Answer::Refused(_))
    }

    const HERE: &str = "127.0.0.1:4700";

    #[test]
    fn the_port_of_the_web_is_not_said() {
        for host in ["127.0.0.1", "127.0.0.1:80", "localhost", "localhost:80", "[::1]"] {
            let origin = format!("http://{host}");
            let query = Some("key=k1");
            let request =
                Request { host: Some(host), origin: Some(&origin), query, ..Request::default() };
            assert_eq!(check("127.0.0.1:80", request), Answer::KeyShown, "{host}");
        }
        let host = Some("fjord.example");
        assert!(is_refused("127.0.0.1:80", Request { host, ..Request::default() }));
        let host = Some("127.0.0.1");
        assert!(is_refused(HERE, Request { host, query: Some("key=k1"), ..Request::default() }));
    }

    #[test]
    fn the_key_lets_in() {
        let host = Some("127.0.0.1:4700");
        let with = |query| Request { host, query, ..Request::default() };
        assert_eq!(check(HERE, with(Some("a=b&key=k1"))), Answer::KeyShown);
        assert!(is_refused(HERE, with(Some("key=k2"))));
        assert!(is_refused(HERE, with(None)));
        let keyed = |cookies| Request { host, cookies: Some(cookies), ..Request::default() };
        assert_eq!(check(HERE, keyed("x=1; belegg-4700=k1")), Answer::Welcome);
        assert!(is_refused(HERE, keyed("belegg-4701=k1")));
    }

    #[test]
    fn a_name_of_somebody_elses_is_refused_though_it_leads_here() {
        let keyed = |host| Request {
            host: Some(host),
            cookies: Some("belegg-4700=k1"),
            ..Request::default()
        };
        assert!(is_refused(HERE, keyed("evil.example:4700")));
        assert!(is_refused(HERE, keyed("127.0.0.1:4701")));
        assert!(is_refused(HERE, Request { host: None, ..keyed("") }));
        assert_eq!(check(HERE, keyed("localhost:4700")), Answer::Welcome);
        assert!(is_refused(HERE, keyed("192.0.2.7:4700")));
        assert_eq!(check("0.0.0.0:4700", keyed("192.0.2.7:4700")), Answer::Welcome);
        assert!(is_refused("0.0.0.0:4700", keyed("evil.example:4700")));
    }

    #[test]
    fn a_page_of_another_site_is_refused() {
        let from = |origin| Request {
            host: Some(HERE),
            origin: Some(origin),
            cookies: Some("belegg-4700=k1"),
            ..Request::default()
        };
        assert!(is_refused(HERE, from("https://evil.example")));
        assert!(is_refused(HERE, from("null")));
        assert!(is_refused(HERE, from("http://127.0.0.1:4701")));
        assert_eq!(check(HERE, from("http://127.0.0.1:4700")), Answer::Welcome);
    }
}
