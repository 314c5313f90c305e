//! The connections of each runtime.
//!
//! A connection is a task of the runtime that made it. Where that runtime does not run any more, the task stands still,
//! and a request that is handed to it would wait until its time is up.

use std::sync::{Mutex, PoisonError};

use http::Uri;
use tokio::runtime::{self, Handle};

use super::builder::Settings;
use crate::transport::{Failure, SettingError, is_loopback};

/// How many runtimes are remembered. Beyond it, the one that was used longest ago makes its connections anew.
const RUNTIMES: usize = 64;

/// Which way a request goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// Without TLS: never through a proxy, which would see all of it.
    Plain,
    /// To this machine: not through a proxy that the environment names for what lies beyond.
    Direct,
    /// As the settings say.
    Usual,
}

/// The clients, by runtime and route.
pub(super) struct Pools {
    settings: Settings,
    /// The one that was used last is the last one.
    pools: Mutex<Vec<Pool>>,
}

#[derive(Default)]
struct Pool {
    /// None before it is used.
    runtime: Option<runtime::Id>,
    clients: Vec<(Route, reqwest::Client)>,
}

impl Pools {
    pub(super) fn new(settings: Settings) -> Self {
        Self { settings, pools: Mutex::default() }
    }

    /// The client for a URI in the runtime that this is called in.
    pub(super) fn client(&self, uri: &Uri) -> Result<reqwest::Client, Failure> {
        let runtime = Handle::try_current().map_err(Failure::not_sent)?.id();
        self.take(Some(runtime), self.route(uri)).map_err(Failure::not_sent)
    }

    /// Whether there can be a client for a URI; it is made, for the runtime that will use it first.
    pub(super) fn prepare(&self, uri: &Uri) -> Result<(), SettingError> {
        self.prepare_route(self.route(uri))
    }

    pub(super) fn prepare_route(&self, route: Route) -> Result<(), SettingError> {
        let known = |pool: &Pool| pool.clients.iter().any(|(known, _)| *known == route);
        if self.lock().iter().any(known) {
            return Ok(());
        }
        self.take(None, route).map(drop)
    }

    fn take(&self, runtime: Option<runtime::Id>, route: Route) -> Result<reqwest::Client, SettingError> {
        let mut pools = self.lock();
        let known = pools.iter().rposition(|pool| pool.runtime == runtime);
        let at = known.or_else(|| pools.iter().position(|pool| pool.runtime.is_none()));
        let mut pool = at.map(|at| pools.remove(at)).unwrap_or_default();
        pool.runtime = runtime;
        let client = pool.client(route, &self.settings);
        if pools.len() == RUNTIMES {
            pools.remove(0);
        }
        pools.push(pool);
        client
    }

    fn route(&self, uri: &Uri) -> Route {
        match uri.scheme_str() {
            Some("https") if self.settings.heeds_environment() && uri.host().is_some_and(is_loopback) => Route::Direct,
            Some("https") => Route::Usual,
            _ => Route::Plain,
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Pool>> {
        self.pools.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pool {
    fn client(&mut self, route: Route, settings: &Settings) -> Result<reqwest::Client, SettingError> {
        if let Some((_, client)) = self.clients.iter().find(|(known, _)| *known == route) {
            return Ok(client.clone());
        }
        let client = settings.client(route)?;
        self.clients.push((route, client.clone()));
        Ok(client)
    }
}
