//! Settings of the default transport that fit together, and the clients that are made of them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::Resolve;
use reqwest::{Certificate, Proxy, redirect};
use url::Host;

use super::guarded::Guarded;
use super::{environment, tls};
use crate::transport::SettingError;

/// The server closes an idle connection after 8 seconds: a request on one that it is just closing would be lost.
pub(super) const IDLE: Duration = Duration::from_secs(7);
pub(super) const CONNECT: Duration = Duration::from_secs(5);
pub(super) const READ: Duration = Duration::from_secs(15);

/// Which way a request goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// Without TLS: never through a proxy, which would see all of it.
    Plain,
    /// To this machine: not through a proxy that the environment names for what lies beyond.
    Direct,
    /// As the settings say.
    Usual,
    /// The same to a host that an answer has named: to public addresses alone.
    Linked,
}

/// Settings that fit together.
pub(super) struct Settings {
    pub(super) roots: Vec<Certificate>,
    pub(super) only_roots: bool,
    pub(super) environment: bool,
    pub(super) proxy: Option<(Proxy, Host)>,
    pub(super) addresses: Vec<(String, Vec<SocketAddr>)>,
    pub(super) resolver: Option<Arc<dyn Resolve>>,
    pub(super) connect_timeout: Duration,
    pub(super) read_timeout: Duration,
    pub(super) idle_timeout: Duration,
}

#[cfg(test)]
impl Default for Settings {
    fn default() -> Self {
        Self {
            roots: Vec::new(),
            only_roots: false,
            environment: false,
            proxy: None,
            addresses: Vec::new(),
            resolver: None,
            connect_timeout: CONNECT,
            read_timeout: READ,
            idle_timeout: IDLE,
        }
    }
}

impl Settings {
    /// Whether the environment names the proxy.
    pub(super) fn heeds_environment(&self) -> bool {
        self.environment
    }

    /// A client for what goes this way.
    pub(super) fn client(&self, route: Route) -> Result<reqwest::Client, SettingError> {
        if matches!(route, Route::Usual | Route::Linked) && self.environment {
            environment::check()?;
        }
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
            Route::Usual | Route::Linked => self.with_roots(self.with_proxy(builder)),
        };
        for (host, addresses) in &self.addresses {
            builder = builder.resolve_to_addrs(host, addresses);
        }
        builder = match &self.resolver {
            Some(resolver) => builder.dns_resolver(Arc::clone(resolver)),
            None if route == Route::Linked => builder.dns_resolver(Guarded::new(self.proxies())),
            None => builder,
        };
        builder.build().map_err(|error| tls::setting_error(&error))
    }

    /// The names of the proxies that there may be.
    fn proxies(&self) -> Vec<String> {
        match &self.proxy {
            Some((_, Host::Domain(name))) => vec![name.clone()],
            None if self.environment => environment::proxies(),
            _ => Vec::new(),
        }
    }

    fn with_proxy(&self, builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        match &self.proxy {
            Some((proxy, _)) => builder.no_proxy().proxy(proxy.clone()),
            None if self.environment => builder,
            None => builder.no_proxy(),
        }
    }

    fn with_roots(&self, builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        let roots = self.roots.iter().cloned();
        if self.only_roots { builder.tls_certs_only(roots) } else { builder.tls_certs_merge(roots) }
    }
}
