//! The connections of each runtime.
//!
//! A connection is a task of the runtime that made it. Where that runtime does not run any more, the task stands still,
//! and a request that is handed to it would wait until its time is up.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::Uri;
use tokio::runtime::{self, Handle};
use tokio::sync::oneshot;

use super::settings::{Route, Settings};
use crate::transport::{Failure, SettingError, is_loopback};

/// The clients, by runtime and route.
pub(super) struct Pools {
    settings: Settings,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    /// What was made before there was a runtime: the first one takes it.
    unused: Option<Arc<Pool>>,
    by_runtime: HashMap<runtime::Id, (Alive, Arc<Pool>)>,
}

/// The clients of one runtime. Who needs one that is being made waits for that, and nobody else does.
#[derive(Default)]
struct Pool {
    clients: Mutex<Vec<(Route, reqwest::Client)>>,
}

/// Whether a runtime is still there: its id may be that of another one later. A task of it holds the other end, and is
/// dropped with it.
struct Alive(oneshot::Sender<()>);

impl Alive {
    fn watch(runtime: &Handle) -> Self {
        let (alive, gone) = oneshot::channel();
        runtime.spawn(gone);
        Self(alive)
    }

    fn is_over(&self) -> bool {
        self.0.is_closed()
    }
}

impl Pools {
    pub(super) fn new(settings: Settings) -> Self {
        Self { settings, known: Mutex::default() }
    }

    /// The client for a URI in the runtime that this is called in.
    pub(super) fn client(&self, uri: &Uri, is_linked: bool) -> Result<reqwest::Client, Failure> {
        let runtime = Handle::try_current().map_err(Failure::not_sent)?;
        let route = match self.route(uri) {
            Route::Usual if is_linked => Route::Linked,
            route => route,
        };
        self.pool(&runtime).client(route, &self.settings).map_err(Failure::not_sent)
    }

    /// Whether there can be a client for a URI; it is made, for the runtime that will use it first.
    pub(super) fn prepare(&self, uri: &Uri) -> Result<(), SettingError> {
        self.prepare_route(self.route(uri))
    }

    pub(super) fn prepare_route(&self, route: Route) -> Result<(), SettingError> {
        let pools: Vec<Arc<Pool>> = {
            let known = self.lock();
            known.unused.iter().chain(known.by_runtime.values().map(|(_, pool)| pool)).map(Arc::clone).collect()
        };
        if pools.iter().any(|pool| pool.has(route)) {
            return Ok(());
        }
        let unused = Arc::clone(self.lock().unused.get_or_insert_default());
        unused.client(route, &self.settings).map(drop)
    }

    fn pool(&self, runtime: &Handle) -> Arc<Pool> {
        let mut known = self.lock();
        match known.by_runtime.get(&runtime.id()) {
            Some((alive, pool)) if !alive.is_over() => return Arc::clone(pool),
            _ => known.by_runtime.retain(|_, (alive, _)| !alive.is_over()),
        }
        let pool = known.unused.take().unwrap_or_default();
        known.by_runtime.insert(runtime.id(), (Alive::watch(runtime), Arc::clone(&pool)));
        pool
    }

    fn route(&self, uri: &Uri) -> Route {
        match uri.scheme_str() {
            Some("https") if self.settings.heeds_environment() && uri.host().is_some_and(is_loopback) => Route::Direct,
            Some("https") => Route::Usual,
            _ => Route::Plain,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pool {
    fn has(&self, route: Route) -> bool {
        self.lock().iter().any(|(known, _)| *known == route)
    }

    fn client(&self, route: Route, settings: &Settings) -> Result<reqwest::Client, SettingError> {
        let mut clients = self.lock();
        if let Some((_, client)) = clients.iter().find(|(known, _)| *known == route) {
            return Ok(client.clone());
        }
        let client = settings.client(route)?;
        clients.push((route, client.clone()));
        Ok(client)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(Route, reqwest::Client)>> {
        self.clients.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::thread;
    use std::time::Duration;

    use tokio::runtime::Runtime;

    use super::super::{Kind, Reqwest};
    use super::*;
    use crate::transport::Transport as _;

    fn pools() -> Pools {
        Pools::new(Settings::default())
    }

    fn runtime() -> Runtime {
        runtime::Builder::new_current_thread().enable_all().build().expect("it can be made")
    }

    fn pool(pools: &Pools, runtime: &Runtime) -> Arc<Pool> {
        pools.client(&Uri::from_static("http://127.0.0.1:1/"), false).map(drop).expect_err("there is no runtime here");
        let _inside = runtime.enter();
        pools.client(&Uri::from_static("http://127.0.0.1:1/"), false).expect("it can be made");
        pools.pool(runtime.handle())
    }

    #[test]
    fn each_runtime_keeps_its_connections_as_long_as_it_runs() {
        let pools = pools();
        let runtimes: Vec<Runtime> = (0..100).map(|_| runtime()).collect();
        let first: Vec<Arc<Pool>> = runtimes.iter().map(|runtime| pool(&pools, runtime)).collect();
        let again = runtimes.iter().map(|runtime| pool(&pools, runtime));
        assert!(first.iter().zip(again).all(|(one, other)| Arc::ptr_eq(one, &other)));
        assert_eq!(pools.lock().by_runtime.len(), 100);
        drop(runtimes);
        pool(&pools, &runtime());
        assert_eq!(pools.lock().by_runtime.len(), 1, "what has ended is forgotten");
    }

    /// An id is free again when its runtime has ended.
    #[test]
    fn a_runtime_that_has_the_id_of_one_that_has_ended_gets_connections_of_its_own() {
        let (pools, runtime) = (pools(), runtime());
        let other = pool(&pools, &runtime);
        let over = Alive(oneshot::channel().0);
        pools.lock().by_runtime.insert(runtime.handle().id(), (over, Arc::clone(&other)));
        assert!(!Arc::ptr_eq(&other, &pool(&pools, &runtime)));
    }

    #[test]
    fn nobody_waits_for_what_is_made_for_another_runtime() {
        let pools = Arc::new(pools());
        let busy = runtime();
        let held = pool(&pools, &busy);
        let making = held.lock();
        let (done, wait) = mpsc::channel();
        let other = Arc::clone(&pools);
        thread::spawn(move || {
            pool(&other, &runtime());
            done.send(()).expect("somebody waits");
        });
        wait.recv_timeout(Duration::from_secs(20)).expect("it was not waited for");
        drop(making);
    }

    #[test]
    fn what_was_made_before_there_was_a_runtime_is_that_of_the_first_one() {
        let pools = pools();
        pools.prepare_route(Route::Plain).expect("it can be made");
        let unused = pools.lock().unused.clone().expect("it is kept");
        let first = runtime();
        assert!(Arc::ptr_eq(&unused, &pool(&pools, &first)));
        pools.prepare_route(Route::Plain).expect("it is there");
        assert!(pools.lock().unused.is_none());
    }

    /// What is encrypted is sent with root certificates, which may be none; what is not needs none.
    #[test]
    fn a_client_of_one_way_is_none_of_another() {
        let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        let roots = vec![reqwest::Certificate::from_pem(broken.as_bytes()).expect("it is looked at later")];
        let pools = Pools::new(Settings { roots, ..Settings::default() });
        let transport = Reqwest { kind: Arc::new(Kind::Made(Box::new(pools))) };
        let Kind::Made(pools) = &*transport.kind else { unreachable!("it has just been made") };
        let [plain, encrypted] = ["http://127.0.0.1:1/", "https://api.mch.weixin.qq.com/"].map(Uri::from_static);
        transport.prepare(&plain).expect("it needs no root certificates");
        let refused = transport.prepare(&encrypted).expect_err("there is a client for what is not encrypted");
        assert_eq!(refused.setting(), "root_certificates");
        let runtime = runtime();
        let _inside = runtime.enter();
        pools.client(&plain, false).expect("it is there");
        pools.client(&encrypted, false).map(drop).expect_err("there is a client for what is not encrypted");
        pools.client(&plain, false).expect("it is there");
        assert_eq!(pools.pool(runtime.handle()).lock().len(), 1, "each is made once");
    }

    #[test]
    fn a_proxy_of_the_environment_is_for_what_lies_beyond_this_machine() {
        let route = |environment, uri: &'static str| {
            Pools::new(Settings { environment, ..Settings::default() }).route(&Uri::from_static(uri))
        };
        for host in ["https://127.0.0.1:1/", "https://[::1]/", "https://localhost/"] {
            assert_eq!(route(true, host), Route::Direct, "{host}");
            assert_eq!(route(false, host), Route::Usual, "{host}: a proxy that is set is meant");
        }
        for environment in [true, false] {
            assert_eq!(route(environment, "https://api.mch.weixin.qq.com/"), Route::Usual);
            assert_eq!(route(environment, "http://127.0.0.1:1/"), Route::Plain);
            assert_eq!(route(environment, "http://api.mch.weixin.qq.com/"), Route::Plain);
        }
    }
}
