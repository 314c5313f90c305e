//! A gateway and an SDK that is pointed at it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::adapter::{Adapter, AdapterError, Outcome};
use super::protocol::{Call, Sdk, Setup, Task};
use crate::Gateway;
use crate::gateway::Exchange;
use crate::keys::{MERCHANT_ID, Platform};

pub(super) const JSAPI: &str = "/v3/pay/transactions/jsapi";
pub(super) const QUERY: &str = "/v3/pay/transactions/out-trade-no/{out_trade_no}";
pub(super) const APPID: &str = "wxd678efh567hg6787";

/// How long one exchange may take, which an SDK is told, and how long a task may, with all that is sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For one exchange.
    pub exchange: Duration,
    /// For a whole task.
    pub task: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { exchange: Duration::from_secs(3), task: Duration::from_secs(20) }
    }
}

/// A gateway of its own for each SDK.
#[derive(Debug)]
pub(super) struct Kit {
    pub(super) gateway: Gateway,
    pub(super) sdk: Sdk,
    adapter: Adapter,
    /// What the SDK has said last.
    pub(super) last: Option<Outcome>,
    number: u64,
    _keys: Folder,
}

impl Kit {
    pub(super) fn start(command: &str, platform: Platform, patience: Patience) -> Result<Self, AdapterError> {
        let failed = |error: std::io::Error| AdapterError(format!("no gateway for `{command}`: {error}"));
        let gateway = Gateway::builder().platform(platform).start_blocking().map_err(failed)?;
        let keys = Folder::new();
        gateway.write_keys(&keys.0).map_err(failed)?;
        let mut adapter = Adapter::new(command, setup(&gateway, &keys.0, patience.exchange), patience.task);
        let sdk = adapter.sdk()?;
        Ok(Self { gateway, sdk, adapter, last: None, number: 0, _keys: keys })
    }

    pub(super) fn run(&mut self, task: &Task) -> Outcome {
        let outcome = self.adapter.run(task);
        self.last = Some(outcome.clone());
        outcome
    }

    /// A business number that no one has used.
    pub(super) fn number(&mut self) -> String {
        self.number += 1;
        format!("CONFORM{:04}", self.number)
    }

    /// What came to the gateway after so many exchanges, without what an SDK asks for on its own: certificates.
    pub(super) fn sent_after(&self, mark: u64) -> Vec<Arc<Exchange>> {
        let exchanges = self.gateway.exchanges();
        let is_own = |exchange: &Arc<Exchange>| exchange.request.path() == "/v3/certificates";
        exchanges.into_iter().filter(|exchange| exchange.number > mark && !is_own(exchange)).collect()
    }

    /// How many exchanges there were.
    pub(super) fn mark(&self) -> u64 {
        self.gateway.exchanges().last().map_or(0, |exchange| exchange.number)
    }
}

fn setup(gateway: &Gateway, keys: &Path, timeout: Duration) -> Setup {
    let config = gateway.config();
    Setup {
        base_url: config.base_url,
        merchant_id: config.merchant_id,
        appid: APPID,
        certificate_serial: config.certificate_serial,
        private_key_pem: config.private_key_pem,
        api_v3_key: config.api_v3_key,
        public_key_id: config.public_key_id,
        public_key_pem: config.public_key_pem,
        platform_certificates: config.platform_certificates.into_iter().collect(),
        keys_dir: keys.display().to_string(),
        timeout_ms: u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX),
    }
}

/// An order as a request.
pub(super) fn order(number: &str, description: &str) -> Task {
    let body = json!({
        "appid": APPID,
        "mchid": MERCHANT_ID,
        "description": description,
        "out_trade_no": number,
        "notify_url": "https://example.com/notify",
        "amount": {"total": 100, "currency": "CNY"},
        "payer": {"openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"},
    });
    Task::Call(Call { method: "POST", path: JSAPI, body: Some(body), ..Call::default() })
}

/// A query for an order.
pub(super) fn query(number: &str) -> Task {
    let parameters = members([("out_trade_no", number)]);
    let query = members([("mchid", MERCHANT_ID)]);
    Task::Call(Call { method: "GET", path: QUERY, parameters, query, ..Call::default() })
}

pub(super) fn members<const N: usize>(members: [(&str, &str); N]) -> Map<String, Value> {
    members.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect()
}

/// A folder that goes with the kit.
#[derive(Debug)]
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        Self(std::env::temp_dir().join(format!("wechatpay-conform-{}-{number}", std::process::id())))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left holds keys that everyone has.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
