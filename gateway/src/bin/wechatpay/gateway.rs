//! `wechatpay gateway`

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use wechatpay_gateway::Gateway;
use wechatpay_gateway::clock::Now;
use wechatpay_gateway::gateway::Exchange;
use wechatpay_gateway::shop::Books;

use crate::snippets;

pub(crate) const PORT: u16 = 8080;
pub(crate) const KEYS: &str = "wechatpay-keys";
/// Nobody winds the clock of a shop under development: what comes due happens within a second.
const TICK: Duration = Duration::from_secs(1);

/// What the flags say.
pub(crate) struct Settings {
    pub(crate) port: u16,
    pub(crate) keys: PathBuf,
    pub(crate) notify_url: Option<String>,
    pub(crate) state: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { port: PORT, keys: KEYS.into(), notify_url: None, state: None }
    }
}

pub(crate) fn run(settings: &Settings) -> ExitCode {
    match started(settings) {
        Ok(gateway) => {
            let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime of one thread");
            runtime.block_on(log(&gateway))
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn started(settings: &Settings) -> Result<Gateway, String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, settings.port));
    let shop = books(settings.state.as_deref())?;
    let gateway = Gateway::builder().address(address).shop(shop).page(true).tick_every(TICK).start_blocking();
    let gateway = gateway.map_err(|error| busy(settings.port, &error))?;
    let mut config = gateway.config();
    config.notify_url = settings.notify_url.clone().unwrap_or(config.notify_url);
    let keys = settings.keys.as_path();
    let moved = moved(keys, &config.base_url);
    config.write_keys(keys).map_err(|error| format!("the keys cannot be written to {}: {error}", keys.display()))?;
    let keys = std::path::absolute(keys).unwrap_or_else(|_| keys.to_owned());
    print!("{}", snippets::all(&config, &keys));
    if let Some(note) = moved {
        println!("{note}");
    }
    println!("Status page: {}   (Ctrl-C ends it)\n", gateway.url());
    Ok(gateway)
}

/// What to tell whoever has another gateway's settings in this folder: programs that read them follow this one from now
/// on, and the other may run still.
fn moved(keys: &Path, url: &str) -> Option<String> {
    let path = keys.join("gateway.env");
    let text = std::fs::read_to_string(&path).ok()?;
    let named = text.lines().find_map(|line| line.strip_prefix("export WECHATPAY_BASE_URL='")?.strip_suffix('\''))?;
    let is_other = named != url;
    is_other.then(|| {
        let path = path.display();
        format!("note: {path} named {named} and names {url} now; a second gateway wants its own folder: --keys DIR")
    })
}

fn busy(port: u16, error: &io::Error) -> String {
    format!("127.0.0.1:{port} cannot be listened on: {error} (--port 0 takes a free one)")
}

#[cfg(feature = "sqlite")]
fn books(state: Option<&Path>) -> Result<Books, String> {
    let Some(path) = state else { return Ok(Books::in_memory()) };
    Books::open(path).map_err(|error| format!("{} cannot be used: {error}", path.display()))
}

#[cfg(not(feature = "sqlite"))]
fn books(state: Option<&Path>) -> Result<Books, String> {
    if state.is_some() { Err("this build keeps no state in files".to_owned()) } else { Ok(Books::in_memory()) }
}

/// A line for each exchange, as it comes.
async fn log(gateway: &Gateway) -> ExitCode {
    let mut last = 0;
    loop {
        for exchange in gateway.exchanges_after(last).await {
            last = exchange.number;
            println!("{}", line(&exchange));
        }
    }
}

fn line(exchange: &Exchange) -> String {
    let time = Now::at(exchange.at).rfc3339();
    let time = time.get(11..19).unwrap_or_default();
    let (method, target) = (&exchange.request.method, &exchange.request.target);
    let head = format!("{time} {method} {target} {}", exchange.reply.status);
    let text = match exchange.refused() {
        None => format!("{head} ok"),
        Some(refused) => format!("{head} refused, {}: {}", refused.code, refused.why),
    };
    // What came off the wire moves no cursor and forges no line.
    text.chars().map(|char| if char.is_control() { '\u{fffd}' } else { char }).collect()
}
