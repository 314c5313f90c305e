//! Which hosts an operation is asked of, and which hosts may ever see a signed request.

use std::net::IpAddr;

use reqwest::Url;

use crate::error::Error;
use crate::operation::Meta;

const MAIN: &str = "https://api.mch.weixin.qq.com/";
const BACKUP: &str = "https://api2.mch.weixin.qq.com/";

/// The hosts of this API. Signed requests go to them, or to where the caller has said, and nowhere else.
const OFFICIAL: [&str; 9] = [
    "api.mch.weixin.qq.com",
    "api2.mch.weixin.qq.com",
    "apihk.mch.weixin.qq.com",
    "apius.mch.weixin.qq.com",
    "apieu.mch.weixin.qq.com",
    "payapp.mch.weixin.qq.com",
    "api.wechatpay.cn",
    "api2.wechatpay.cn",
    "pay.wechatpay.cn",
];

/// The hosts of one client.
#[derive(Clone, Debug)]
pub(crate) struct Hosts {
    /// The first one is asked first; the others stand in for it.
    origins: Vec<Url>,
    /// Whether the caller has named the first one: then it stands for every host of the documentation.
    custom: bool,
    /// Asked for the operations that are offered overseas as well.
    overseas: Option<Url>,
}

/// Where one operation goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    pub(crate) origins: Vec<Url>,
    /// What stands in front of the path, and is signed with it; no slash at its end.
    pub(crate) prefix: String,
}

impl Hosts {
    pub(crate) fn new(base: Option<&str>, backup: Option<&str>, overseas: Option<&str>) -> Result<Self, Error> {
        let mut origins = vec![origin("base_url", base.unwrap_or(MAIN))?];
        match (base, backup) {
            (_, Some(backup)) => origins.push(origin("backup_url", backup)?),
            (None, None) => origins.push(origin("backup_url", BACKUP)?),
            (Some(_), None) => {}
        }
        let overseas = overseas.map(|url| origin("overseas_url", url)).transpose()?;
        Ok(Self { origins, custom: base.is_some(), overseas })
    }

    /// Where an operation goes.
    pub(crate) fn endpoint(&self, meta: &Meta) -> Result<Endpoint, Error> {
        let Some(base) = meta.base else { return Ok(self.usual("")) };
        let documented = parse("base", base.url)?;
        let prefix = documented.path().trim_end_matches('/');
        if self.custom || documented.origin() == self.origins[0].origin() {
            return Ok(self.usual(prefix));
        }
        match (&self.overseas, base.required) {
            (Some(overseas), _) => Ok(Endpoint { origins: vec![overseas.clone()], prefix: prefix.to_owned() }),
            (None, true) => Ok(Endpoint { prefix: prefix.to_owned(), origins: vec![documented] }),
            (None, false) => Ok(self.usual(prefix)),
        }
    }

    fn usual(&self, prefix: &str) -> Endpoint {
        Endpoint { origins: self.origins.clone(), prefix: prefix.to_owned() }
    }

    /// Refuses a URL, such as one that an answer gave, if a signed request has no business there.
    pub(crate) fn admit(&self, url: &Url) -> Result<(), Error> {
        let official = url.scheme() == "https"
            && url.port().is_none()
            && url.host_str().is_some_and(|host| OFFICIAL.contains(&host));
        let own = self.origins.iter().chain(&self.overseas).any(|origin| origin.origin() == url.origin());
        let bare = url.username().is_empty() && url.password().is_none();
        if bare && (official || own) {
            return Ok(());
        }
        Err(Error::ForeignHost { url: url.origin().ascii_serialization() })
    }

    /// Whether all that the caller has named is on this very machine.
    pub(crate) fn is_loopback(&self) -> bool {
        self.origins.iter().filter_map(Url::host_str).all(|host| {
            let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
            host == "localhost" || address.is_ok_and(|address| address.is_loopback())
        })
    }
}

/// A host and nothing else: a path in front of the operation's own would be sent, but could not be signed right.
fn origin(setting: &'static str, text: &str) -> Result<Url, Error> {
    let url = parse(setting, text)?;
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err(Error::config(setting, format!("`{text}` has a path or a query; expected a host alone")));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Error::config(setting, "a user name or a password has no place in it"));
    }
    Ok(url)
}

fn parse(setting: &'static str, text: &str) -> Result<Url, Error> {
    let url = Url::parse(text).map_err(|error| Error::config(setting, format!("`{text}` is no URL: {error}")))?;
    match url.scheme() {
        "http" | "https" if url.has_host() => Ok(url),
        _ => Err(Error::config(setting, format!("`{text}` is neither https nor http"))),
    }
}
