//! The settings of the default transport; each mistake is told when it is built.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::Resolve;
use reqwest::{Certificate, Proxy, redirect};
use url::Url;
use zeroize::Zeroizing;

use super::pools::Pools;
use super::{Kind, Reqwest, Route, tls};
use crate::transport::setting::{self, SettingError};

/// The server closes an idle connection after 8 seconds: a request on one that it is just closing would be lost.
const IDLE: Duration = Duration::from_secs(7);
const CONNECT: Duration = Duration::from_secs(5);
const READ: Duration = Duration::from_secs(15);

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

    /// The addresses of a host, which is then not looked up. The port is that of the URL.
    pub fn resolve(mut self, host: impl Into<String>, addresses: impl IntoIterator<Item = IpAddr>) -> Self {
        let addresses = addresses.into_iter().map(|address| SocketAddr::new(address, 0)).collect();
        self.addresses.push((host.into().to_ascii_lowercase(), addresses));
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
            addresses: self.addresses,
            resolver: self.resolver,
            connect_timeout: setting::time("connect_timeout", self.connect_timeout, CONNECT)?,
            read_timeout: setting::time("read_timeout", self.read_timeout, READ)?,
            idle_timeout: setting::time("idle_timeout", self.idle_timeout, IDLE)?,
        };
        if let Some((host, _)) = settings.addresses.iter().find(|(_, addresses)| addresses.is_empty()) {
            return Err(SettingError::new("resolve", format!("`{host}` has no address")));
        }
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

/// Settings that fit together.
pub(super) struct Settings {
    roots: Vec<Certificate>,
    only_roots: bool,
    environment: bool,
    proxy: Option<Proxy>,
    addresses: Vec<(String, Vec<SocketAddr>)>,
    resolver: Option<Arc<dyn Resolve>>,
    connect_timeout: Duration,
    read_timeout: Duration,
    idle_timeout: Duration,
}

impl Settings {
    /// Whether the environment names the proxy.
    pub(super) fn heeds_environment(&self) -> bool {
        self.environment
    }

    /// A client for what goes this way.
    pub(super) fn client(&self, route: Route) -> Result<reqwest::Client, SettingError> {
        tls::prepare();
        let mut builder = reqwest::Client::builder()
            .redirect(redirect::Policy::none())
            .referer(false)
            .http1_only()
            // Signatures and digests are over the bytes on the wire, whatever features another crate turns on.
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            // With none allowed, it keeps no copy of the request for another.
            .retry(reqwest::retry::never().max_retries_per_request(0))
            .pool_idle_timeout(self.idle_timeout)
            .connect_timeout(self.connect_timeout)
            .read_timeout(self.read_timeout);
        builder = match route {
            // Without TLS there is nothing to trust, and nothing that a proxy may see.
            Route::Plain => builder.no_proxy().tls_certs_only([]),
            Route::Direct => self.with_roots(builder.no_proxy()),
            Route::Usual => self.with_roots(self.with_proxy(builder)),
        };
        for (host, addresses) in &self.addresses {
            builder = builder.resolve_to_addrs(host, addresses);
        }
        if let Some(resolver) = &self.resolver {
            builder = builder.dns_resolver(Arc::clone(resolver));
        }
        builder.build().map_err(|error| tls::setting_error(&error))
    }

    fn with_proxy(&self, builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        match &self.proxy {
            Some(proxy) => builder.no_proxy().proxy(proxy.clone()),
            None if self.environment => builder,
            None => builder.no_proxy(),
        }
    }

    fn with_roots(&self, builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        let roots = self.roots.iter().cloned();
        if self.only_roots { builder.tls_certs_only(roots) } else { builder.tls_certs_merge(roots) }
    }
}

/// Its URL is not told in an error: it may hold a password.
fn proxy(url: &str, credentials: Option<&(String, Zeroizing<String>)>) -> Result<Proxy, SettingError> {
    let wrong = |reason: &str| SettingError::new("proxy", reason);
    let parsed = Url::parse(url).map_err(|error| wrong(&format!("it is no URL: {error}")))?;
    if !["http", "https"].contains(&parsed.scheme()) || !parsed.has_host() {
        return Err(wrong("it is neither `http://` nor `https://` with a host"));
    }
    if credentials.is_some() && !(parsed.username().is_empty() && parsed.password().is_none()) {
        return Err(wrong("it holds credentials, and there are others: which of them are right?"));
    }
    let proxy = Proxy::https(parsed).map_err(|_| wrong("it cannot be used"))?;
    Ok(match credentials {
        Some((user, password)) => proxy.basic_auth(user, password),
        None => proxy,
    })
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
