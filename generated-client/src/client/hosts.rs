//! Which hosts an operation is asked of, and which hosts may ever see a signed request.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};
use url::Url;

use crate::error::Error;
use crate::operation::Meta;
use crate::transport::is_loopback;

const MAIN: &str = "https://api.mch.weixin.qq.com/";
const BACKUP: &str = "https://api2.mch.weixin.qq.com/";

/// How long another host stands in for the first one before that is asked again.
const STAND_IN: Duration = Duration::from_secs(60);

/// The hosts of this API. Signed requests go to them, or to where the caller has said, and nowhere else.
const OFFICIAL: [&str; 8] = [
    "api.mch.weixin.qq.com",
    "api2.mch.weixin.qq.com",
    "apihk.mch.weixin.qq.com",
    "apius.mch.weixin.qq.com",
    "apieu.mch.weixin.qq.com",
    "payapp.mch.weixin.qq.com",
    "api.wechatpay.cn",
    "api2.wechatpay.cn",
];

/// The hosts of one client.
#[derive(Debug)]
pub(crate) struct Hosts {
    /// The first one is asked first; the others stand in for it.
    origins: Arc<[Origin]>,
    /// Whether the first one is none of WeChat Pay's: then it stands for every host of the documentation.
    stands_in: bool,
    /// Asked for the operations that are offered overseas as well.
    overseas: Option<Arc<[Origin]>>,
    /// The one to ask first, and since when, by the clock that never jumps.
    preferred: Mutex<Option<(usize, Duration)>>,
}

/// Where one operation goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    pub(crate) origins: Arc<[Origin]>,
    /// What stands in front of the path, and is signed with it; no slash at its end.
    pub(crate) prefix: String,
}

impl Endpoint {
    /// The host that stands in for this one; behind the last comes the first.
    pub(crate) fn after(&self, host: usize) -> usize {
        (host + 1) % self.origins.len()
    }
}

/// A host that requests go to, in the forms that every one of them needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    url: Url,
    scheme: Scheme,
    authority: Authority,
    /// The host as errors tell it, with its port where that is not the usual one.
    name: Arc<str>,
    /// Whether an answer has named it, and it is none of the client's own.
    pub(super) is_linked: bool,
}

impl Origin {
    /// The host of a URL, and nothing behind it.
    pub(crate) fn of(url: &Url) -> Result<Self, Error> {
        let mut host = url.clone();
        host.set_path("/");
        host.set_query(None);
        host.set_fragment(None);
        let parts = Uri::try_from(host.as_str()).map(Uri::into_parts);
        let parts = parts.map_err(|error| Error::request("host", error.to_string()))?;
        match (parts.scheme, parts.authority) {
            (Some(scheme), Some(authority)) => {
                let name = authority.as_str().into();
                Ok(Self { url: host, scheme, authority, name, is_linked: false })
            }
            _ => Err(Error::request("host", "there is none in the URL")),
        }
    }

    /// The host of a link that is followed without a signature.
    pub(crate) fn linked(url: &Url, hosts: &Hosts) -> Result<Self, Error> {
        hosts.admit_unsigned(url)?;
        Ok(Self { is_linked: !hosts.is_own(url), ..Self::of(url)? })
    }

    /// The host, with its port where that is not the usual one.
    pub(crate) fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// The URI of what is there at `target`.
    pub(crate) fn uri(&self, target: PathAndQuery) -> Result<Uri, Error> {
        let (scheme, authority) = (self.scheme.clone(), self.authority.clone());
        let uri = Uri::builder().scheme(scheme).authority(authority).path_and_query(target).build();
        uri.map_err(|error| Error::request("path", error.to_string()))
    }
}

impl Hosts {
    /// Without TLS only where it is on this machine, unless `allow_plain_http`.
    pub(crate) fn new(
        base: Option<&str>,
        backup: Option<&str>,
        overseas: Option<&str>,
        allow_plain_http: bool,
    ) -> Result<Self, Error> {
        let origin = |setting, text| origin(setting, text, allow_plain_http);
        let mut origins = vec![origin("base_url", base.unwrap_or(MAIN))?];
        match (base, backup) {
            (_, Some(backup)) => origins.push(origin("backup_url", backup)?),
            (None, None) => origins.push(origin("backup_url", BACKUP)?),
            (Some(_), None) => {}
        }
        let overseas = overseas.map(|url| Ok::<_, Error>([origin("overseas_url", url)?].into())).transpose()?;
        let stands_in = !is_official(&origins[0].url);
        Ok(Self { origins: origins.into(), stands_in, overseas, preferred: Mutex::default() })
    }

    /// Where an operation goes.
    pub(crate) fn endpoint(&self, meta: &Meta) -> Result<Endpoint, Error> {
        let Some(base) = meta.base else { return Ok(self.usual("")) };
        let documented = parse("base", base.url)?;
        let prefix = documented.path().trim_end_matches('/');
        if documented.origin() == parse("base", MAIN)?.origin() {
            return Ok(self.usual(prefix));
        }
        match (&self.overseas, base.required && !self.stands_in) {
            (Some(overseas), _) => Ok(Endpoint { origins: Arc::clone(overseas), prefix: prefix.to_owned() }),
            (None, true) => Ok(Endpoint { prefix: prefix.to_owned(), origins: [Origin::of(&documented)?].into() }),
            (None, false) => Ok(self.usual(prefix)),
        }
    }

    /// The one to ask first: another than usual for a while after that has failed, so that not every call has to find
    /// out by itself that it is away.
    pub(crate) fn first(&self, now: Duration) -> usize {
        let is_recent = |since: Duration| now.saturating_sub(since) < STAND_IN;
        let preferred = *self.preferred.lock().unwrap_or_else(PoisonError::into_inner);
        preferred.filter(|(_, since)| is_recent(*since)).map_or(0, |(host, _)| host)
    }

    /// Has this one asked first for a while.
    pub(crate) fn prefer(&self, host: usize, now: Duration) {
        *self.preferred.lock().unwrap_or_else(PoisonError::into_inner) = Some((host, now));
    }

    fn usual(&self, prefix: &str) -> Endpoint {
        Endpoint { origins: Arc::clone(&self.origins), prefix: prefix.to_owned() }
    }

    /// Refuses a URL, such as one that an answer gave, if a signed request has no business there.
    pub(crate) fn admit(&self, url: &Url) -> Result<(), Error> {
        if is_bare(url) && (is_official(url) || self.is_own(url)) { Ok(()) } else { Err(foreign(url)) }
    }

    /// Refuses a URL that even a request without a signature has no business at.
    ///
    /// An answer must not lead into the network that the client runs in: anyone is asked with TLS, and by a name that is
    /// public; and beside them the hosts that the caller has named, each at its own port. Where a public name leads, the
    /// transport has to see to.
    fn admit_unsigned(&self, url: &Url) -> Result<(), Error> {
        let is_public = url.scheme() == "https" && url.domain().is_some_and(is_public);
        if is_bare(url) && (is_public || self.is_own(url)) { Ok(()) } else { Err(foreign(url)) }
    }

    fn is_own(&self, url: &Url) -> bool {
        self.origins().any(|own| own.origin() == url.origin())
    }

    /// All that the caller has named, or that stands for it.
    pub(crate) fn origins(&self) -> impl Iterator<Item = &Url> {
        self.origins.iter().chain(self.overseas.iter().flat_map(|overseas| overseas.iter())).map(|origin| &origin.url)
    }
}

/// The host alone is told: the rest may be a token.
fn foreign(url: &Url) -> Error {
    Error::foreign_host(url.origin().ascii_serialization())
}

/// Whether a URL names nobody.
fn is_bare(url: &Url) -> bool {
    url.username().is_empty() && url.password().is_none()
}

fn is_official(url: &Url) -> bool {
    let known = url.host_str().is_some_and(|host| OFFICIAL.contains(&host));
    known && url.scheme() == "https" && url.port().is_none()
}

/// What names end with that mean something in one network only: RFC 6761, 6762, 7686, 8375 and 9476, what ICANN keeps
/// for private use (`internal`) or does not give away for being used so (`home`, `corp`, `mail`), and what routers hand
/// out.
const PRIVATE: [&str; 17] = [
    "alt",
    "arpa",
    "corp",
    "example",
    "home",
    "internal",
    "intranet",
    "invalid",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "mail",
    "onion",
    "private",
    "svc",
    "test",
];

/// Whether a name means the same to everyone.
fn is_public(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    name.rsplit_once('.').is_some_and(|(_, end)| !PRIVATE.contains(&end))
}

fn is_on_this_machine(url: &Url) -> bool {
    url.host_str().is_some_and(is_loopback)
}

/// A host and nothing else: a path in front of the operation's own would be sent, but could not be signed right.
fn origin(setting: &'static str, text: &str, allow_plain_http: bool) -> Result<Origin, Error> {
    let url = parse(setting, text)?;
    if url.scheme() == "http" && !is_on_this_machine(&url) && !allow_plain_http {
        let reason = "it is http, which anyone on the way can read, and leads away from this machine: take https, or say \
                      that it is meant with `allow_plain_http`";
        return Err(Error::config(setting, reason));
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err(Error::config(setting, "it has a path, a query or a fragment; expected a host alone"));
    }
    if !is_bare(&url) {
        return Err(Error::config(setting, "a user name or a password has no place in it"));
    }
    Origin::of(&url)
}

fn parse(setting: &'static str, text: &str) -> Result<Url, Error> {
    let url = Url::parse(text).map_err(|error| Error::config(setting, format!("it is no URL: {error}")))?;
    match url.scheme() {
        // By the URL standard what is one of these has a host.
        "http" | "https" => Ok(url),
        _ => Err(Error::config(setting, "it is neither https nor http")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::Method;

    const NEUTRAL: &str = "https://api.wechatpay.cn/";
    const HONG_KONG: &str = "https://apihk.mch.weixin.qq.com/";

    /// The hosts that an operation with such a base is asked of, and the prefix of its path.
    fn route(hosts: &Hosts, base: Option<(&'static str, bool)>) -> (Vec<String>, String) {
        let meta = Meta::new(Method::Get, "/v3/x");
        let meta = base.map_or(meta, |(url, required)| meta.base(url, required));
        let Endpoint { origins, prefix } = hosts.endpoint(&meta).expect("the base is a URL");
        (origins.iter().map(|origin| origin.url.to_string()).collect(), prefix)
    }

    fn hosts(base: Option<&str>, backup: Option<&str>, overseas: Option<&str>) -> Hosts {
        Hosts::new(base, backup, overseas, false).expect("they are URLs")
    }

    fn to(origins: &[&str], prefix: &str) -> (Vec<String>, String) {
        (origins.iter().map(|&origin| origin.to_owned()).collect(), prefix.to_owned())
    }

    #[test]
    fn the_documented_hosts_are_asked_by_default() {
        let hosts = hosts(None, None, None);
        assert_eq!(route(&hosts, None), to(&[MAIN, BACKUP], ""));
        assert_eq!(route(&hosts, Some(("https://api.mch.weixin.qq.com/hk/", true))), to(&[MAIN, BACKUP], "/hk"));
        assert_eq!(route(&hosts, Some((HONG_KONG, false))), to(&[MAIN, BACKUP], ""), "offered here as well");
        assert_eq!(route(&hosts, Some(("https://apihk.mch.weixin.qq.com/global/", true))), to(&[HONG_KONG], "/global"));
    }

    #[test]
    fn overseas_operations_go_where_the_caller_says() {
        let america = "https://apius.mch.weixin.qq.com/";
        for base in [None, Some(NEUTRAL), Some("http://127.0.0.1:1/")] {
            let hosts = hosts(base, None, Some(america));
            assert_eq!(route(&hosts, Some((HONG_KONG, false))), to(&[america], ""));
            assert_eq!(
                route(&hosts, Some(("https://apihk.mch.weixin.qq.com/global/", true))),
                to(&[america], "/global")
            );
            assert_ne!(route(&hosts, None).0[0], america);
        }
    }

    #[test]
    fn the_other_pair_of_wechat_pay_is_no_stand_in() {
        let hosts = hosts(Some(NEUTRAL), Some("https://api2.wechatpay.cn/"), None);
        assert_eq!(route(&hosts, None), to(&[NEUTRAL, "https://api2.wechatpay.cn/"], ""));
        assert_eq!(route(&hosts, Some(("https://apihk.mch.weixin.qq.com/global/", true))), to(&[HONG_KONG], "/global"));
    }

    #[test]
    fn a_stand_in_is_asked_for_everything() {
        let hosts = hosts(Some("http://127.0.0.1:1/"), None, None);
        let all = Some(("https://apihk.mch.weixin.qq.com/global/", true));
        assert_eq!(route(&hosts, all), to(&["http://127.0.0.1:1/"], "/global"));
    }

    #[test]
    fn a_stand_in_comes_first_for_a_minute() {
        let (hosts, since) = (hosts(None, None, None), Duration::from_secs(1000));
        assert_eq!(hosts.first(since), 0);
        hosts.prefer(1, since);
        let first = |milliseconds| hosts.first(since + Duration::from_millis(milliseconds));
        assert_eq!([0, 59_999, 60_000].map(first), [1, 1, 0]);
    }

    #[test]
    fn a_host_is_told_as_it_is_asked() {
        for (url, told) in [
            ("https://api.mch.weixin.qq.com/v3/x?a=b", "api.mch.weixin.qq.com"),
            ("https://pay.example.com:443/", "pay.example.com"),
            ("http://127.0.0.1:8080/", "127.0.0.1:8080"),
            ("http://[::1]:1/", "[::1]:1"),
        ] {
            let origin = Origin::of(&Url::parse(url).expect("it is a URL")).expect("it has a host");
            assert_eq!(**origin.name(), *told);
        }
    }

    #[test]
    fn a_link_leads_nowhere_into_the_network_of_the_client() {
        let local = hosts(Some("http://127.0.0.1:8080/"), None, None);
        let admits = |hosts: &Hosts, url: &str| hosts.admit_unsigned(&Url::parse(url).expect("it is a URL")).is_ok();
        for url in ["https://file.example.com/a?b", "https://cdn.weixin.qq.com:8443/", "https://xn--fiqs8s.cn./"] {
            assert!(admits(&local, url) && admits(&hosts(None, None, None), url), "{url}");
        }
        assert!(admits(&local, "http://127.0.0.1:8080/a"), "the very host that was named");
        for url in [
            "http://127.0.0.1:8081/",
            "https://127.0.0.1:8080/",
            "http://localhost:8080/",
            "https://a.localhost/",
            "https://127.1/",
            "https://[::1]/",
            "https://8.8.8.8/",
            "https://intranet/",
            "https://intranet./",
            "https://printer.local/",
            "https://metadata.google.internal/",
            "https://router.home.arpa/",
            "https://gateway.svc/",
            "http://file.example.com/",
            "https://user@file.example.com/",
        ] {
            assert!(!admits(&local, url), "{url}");
        }
    }

    #[test]
    fn without_tls_a_host_is_this_machine_alone() {
        let plain = |url: &str| Hosts::new(Some(url), None, None, false).is_ok();
        for url in ["http://localhost/", "http://localhost.:1/", "http://127.0.0.2/", "http://[::1]/", "http://127.1/"]
        {
            assert!(plain(url), "{url}");
        }
        for url in ["http://a.localhost/", "http://localhost.example.com/", "http://10.0.0.1/", "http://[::2]/"] {
            assert!(!plain(url), "{url}");
        }
    }
}
