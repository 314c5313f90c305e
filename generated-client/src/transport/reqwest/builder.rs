//! The settings of the default transport; each mistake is told when it is built.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::Resolve;
use reqwest::{Certificate, Proxy};
use url::{Host, Url};
use zeroize::Zeroizing;

use super::pools::Pools;
use super::settings::{CONNECT, IDLE, READ, Route, Settings};
use super::{Kind, Reqwest};
use crate::transport::setting::{self, SettingError};

/// Collects the settings of a [`Reqwest`].
#[derive(Default)]
#[must_use]
pub struct ReqwestBuilder {
    roots: Vec<Vec<u8>>,
    only_roots: bool,
    proxy: ProxyChoice,
    credentials: Option<(String, Zeroizing<String>)>,
    addresses: Vec<(String, Vec<SocketAddr>)>,
    resolver: Option<Arc<dyn Resolve>>,
    connect_timeout: Option<Duration>,
    read_timeout: Option<Duration>,
    idle_timeout: Option<Duration>,
}

#[derive(Default)]
enum ProxyChoice {
    /// What the environment names.
    #[default]
    Environment,
    None,
    Named(Zeroizing<String>),
}

impl ReqwestBuilder {
    /// Root certificates beside those of the system: PEM text of one or more, such as that of a company's own
    /// authority. May be given several times.
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.roots.push(pem.into());
        self
    }

    /// The same, and none of the system's: then nothing else is trusted, and the system need not have any.
    pub fn only_root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.only_roots = true;
        self.root_certificates(pem)
    }

    /// The proxy for every `https` host, in place of what the environment says: `http://` or `https://` with host and
    /// port, and `user:password@` where it wants credentials. It is asked to pass on what is encrypted (`CONNECT`), so
    /// it sees nothing but the host; requests to `http` never go through it.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = ProxyChoice::Named(Zeroizing::new(url.into()));
        self
    }

    /// The credentials for the [`proxy`](Self::proxy), where they do not stand in its URL.
    pub fn proxy_credentials(mut self, user: impl Into<String>, password: impl Into<String>) -> Self {
        self.credentials = Some((user.into(), Zeroizing::new(password.into())));
        self
    }

    /// No proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.proxy = ProxyChoice::None;
        self
    }

    /// The addresses of a host, which is then not looked up. The port is that of the URL. A name that is not ASCII stands
    /// for what it is looked up by.
    pub fn resolve(mut self, host: impl Into<String>, addresses: impl IntoIterator<Item = IpAddr>) -> Self {
        let addresses = addresses.into_iter().map(|address| SocketAddr::new(address, 0)).collect();
        self.addresses.push((host.into(), addresses));
        self
    }

    /// Another way to look up hosts than that of the system.
    pub fn resolver(mut self, resolver: impl Resolve + 'static) -> Self {
        self.resolver = Some(Arc::new(resolver));
        self
    }

    /// How long it may take to connect. 5 s unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// How long nothing may come within an answer. 15 s unless set.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = Some(timeout);
        self
    }

    /// How long a connection that nobody uses is kept. 7 s unless set: WeChat Pay closes it after 8, and a request that
    /// meets a connection which is just closing is lost.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = Some(timeout);
        self
    }

    /// Checks the settings. It connects to nothing.
    ///
    /// # Errors
    ///
    /// Names the setting that cannot be used.
    pub fn build(self) -> Result<Reqwest, SettingError> {
        let proxy = match &self.proxy {
            ProxyChoice::Named(url) => Some(proxy(url, self.credentials.as_ref())?),
            _ if self.credentials.is_some() => {
                return Err(SettingError::new("proxy_credentials", "there is no `proxy` that they are for"));
            }
            _ => None,
        };
        let settings = Settings {
            roots: certificates(&self.roots)?,
            only_roots: self.only_roots,
            environment: matches!(self.proxy, ProxyChoice::Environment),
            proxy,
            addresses: self.addresses.into_iter().map(fixed).collect::<Result<_, _>>()?,
            resolver: self.resolver,
            connect_timeout: setting::time("connect_timeout", self.connect_timeout, CONNECT)?,
            read_timeout: setting::time("read_timeout", self.read_timeout, READ)?,
            idle_timeout: setting::time("idle_timeout", self.idle_timeout, IDLE)?,
        };
        let pools = Pools::new(settings);
        if !self.roots.is_empty() {
            // Whether they are certificates shows when they are used.
            pools.prepare_route(Route::Usual)?;
        }
        Ok(Reqwest { kind: Arc::new(Kind::Made(Box::new(pools))) })
    }
}

impl fmt::Debug for ReqwestBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestBuilder").finish_non_exhaustive()
    }
}

/// A host by the name that is looked up, which is ASCII, and its addresses.
fn fixed((host, addresses): (String, Vec<SocketAddr>)) -> Result<(String, Vec<SocketAddr>), SettingError> {
    let wrong = |reason: &str| Err(SettingError::new("resolve", reason));
    match Host::parse(&host) {
        Ok(Host::Domain(name)) if !addresses.is_empty() => Ok((name, addresses)),
        Ok(Host::Domain(name)) => wrong(&format!("`{name}` has no address")),
        Ok(_) => wrong("it is an address: those are not looked up"),
        Err(_) => wrong("it is no name of a host: expected one without `https://`, port and path"),
    }
}

/// Its URL is not told in an error: it may hold a password.
fn proxy(url: &str, credentials: Option<&(String, Zeroizing<String>)>) -> Result<(Proxy, Host), SettingError> {
    let wrong = |reason: &str| SettingError::new("proxy", reason);
    let parsed = Url::parse(url).map_err(|error| wrong(&format!("it is no URL: {error}")))?;
    // By the URL standard what is one of these has a host.
    if !["http", "https"].contains(&parsed.scheme()) {
        return Err(wrong("it is neither `http://` nor `https://` with a host"));
    }
    if credentials.is_some() && !(parsed.username().is_empty() && parsed.password().is_none()) {
        return Err(wrong("it holds credentials, and there are others: which of them are right?"));
    }
    let host = parsed.host().ok_or_else(|| wrong("it has no host"))?.to_owned();
    let proxy = Proxy::https(parsed).map_err(|_| wrong("it cannot be used"))?;
    let proxy = match credentials {
        Some((user, password)) => proxy.basic_auth(user, password),
        None => proxy,
    };
    Ok((proxy, host))
}

fn certificates(texts: &[Vec<u8>]) -> Result<Vec<Certificate>, SettingError> {
    let mut all = Vec::new();
    for text in texts {
        let wrong = |reason: &str| SettingError::new("root_certificates", reason);
        let found = Certificate::from_pem_bundle(text).map_err(|_| wrong("it is no PEM text"))?;
        if found.is_empty() {
            return Err(wrong("there is no certificate in it: expected PEM text, `-----BEGIN CERTIFICATE-----`"));
        }
        all.extend(found);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_that_is_not_ascii_is_fixed_by_the_name_that_is_looked_up() {
        let addresses = vec![SocketAddr::from(([127, 0, 0, 1], 0))];
        for (host, name) in [("支付.Example", "xn--bnq875c.example"), ("Gateway.TEST", "gateway.test")] {
            assert_eq!(fixed((host.to_owned(), addresses.clone())), Ok((name.to_owned(), addresses.clone())));
        }
    }

    /// A half of them in the URL is a doubt as well.
    #[test]
    fn credentials_of_a_proxy_stand_in_one_place() {
        let others = ("user".to_owned(), Zeroizing::new("word".to_owned()));
        for url in ["http://u:secret@proxy/", "http://u@proxy/", "http://:secret@proxy/"] {
            let error = proxy(url, Some(&others)).expect_err("which are right?");
            assert!(error.reason().contains("there are others") && !error.to_string().contains("secret"), "{error}");
            proxy(url, None).expect("there are no others");
        }
        proxy("http://proxy:3128", Some(&others)).expect("there are no others");
    }

    #[test]
    fn what_was_set_before_a_time_stays_set() {
        for (set, name) in [
            (ReqwestBuilder::connect_timeout as fn(ReqwestBuilder, Duration) -> ReqwestBuilder, "connect_timeout"),
            (ReqwestBuilder::read_timeout, "read_timeout"),
            (ReqwestBuilder::idle_timeout, "idle_timeout"),
        ] {
            let mistake =
                |builder, time| set(builder, time).build().map(drop).expect_err("it cannot be used").setting();
            assert_eq!(mistake(Reqwest::builder(), Duration::ZERO), name);
            assert_eq!(mistake(Reqwest::builder().proxy("no URL"), Duration::from_secs(1)), "proxy");
        }
    }
}
