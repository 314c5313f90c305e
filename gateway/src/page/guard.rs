//! Who may use the page.

use std::borrow::Cow;

use crate::http::Request;

/// Why a request is refused; nothing where it is not.
pub(super) fn refused(request: &Request) -> Option<Cow<'static, str>> {
    let mut hosts = request.all("Host");
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return Some("there is not one `Host`".into()) };
    if !is_loopback(host) {
        return Some("this page is for `127.0.0.1` and `localhost` alone".into());
    }
    if request.header("Sec-Fetch-Site").is_some_and(|site| !["same-origin", "none"].contains(&site)) {
        return Some("another page has led here".into());
    }
    if request.method == "GET" {
        return None;
    }
    let own = format!("http://{host}");
    let is_own = request.header("Origin").is_some_and(|origin| origin == own);
    let is_json = request.header("Content-Type").is_some_and(|media| media.starts_with("application/json"));
    // A browser lets no other page say so; whoever writes requests by hand may.
    let how = || format!("only the page itself may do this: send `Origin: {own}` and `Content-Type: application/json`");
    if is_own && is_json { None } else { Some(how().into()) }
}

fn is_loopback(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, port),
        _ => (host, ""),
    };
    port.bytes().all(|byte| byte.is_ascii_digit())
        && ["127.0.0.1", "localhost", "[::1]"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn request(method: &str, headers: &[(&str, &str)]) -> Request {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Request { method: method.to_owned(), target: "/".to_owned(), headers, head: Bytes::new(), body: Bytes::new() }
    }

    #[test]
    fn only_this_machine_may_look() {
        let look = |host| refused(&request("GET", &[("Host", host)])).is_none();
        for host in ["127.0.0.1", "127.0.0.1:8080", "localhost:8080", "LOCALHOST", "[::1]:8080", "[::1]"] {
            assert!(look(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "evil.example:8080",
            "127.0.0.1.evil.example",
            "localhost.evil:80",
            "127.0.0.1:80@evil",
        ] {
            assert!(!look(host), "{host}");
        }
        assert!(refused(&request("GET", &[])).is_some());
        assert!(refused(&request("GET", &[("Host", "localhost"), ("Host", "evil.example")])).is_some());
        assert!(refused(&request("GET", &[("Host", "localhost"), ("Sec-Fetch-Site", "cross-site")])).is_some());
    }

    #[test]
    fn only_the_page_may_act() {
        let act = |headers: &[(&str, &str)]| refused(&request("POST", headers)).is_none();
        let (host, json) = (("Host", "localhost:8080"), ("Content-Type", "application/json"));
        assert!(act(&[host, json, ("Origin", "http://localhost:8080")]));
        for origin in
            ["http://localhost", "http://localhost:3000", "https://localhost:8080", "http://evil.example", "null"]
        {
            assert!(!act(&[host, json, ("Origin", origin)]), "{origin}");
        }
        assert!(!act(&[host, json]), "without an origin");
        // Who is refused is told what to send, and with that may act.
        let told = refused(&request("POST", &[host])).expect("it is refused");
        assert!(told.ends_with("send `Origin: http://localhost:8080` and `Content-Type: application/json`"), "{told}");
        assert!(!act(&[host, ("Content-Type", "text/plain"), ("Origin", "http://localhost:8080")]), "as a form can");
    }
}
