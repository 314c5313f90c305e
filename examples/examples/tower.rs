//! A transport of one's own around the client's: it measures each attempt, and a layer of `tower` below it lets so many
//! requests out at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use bytes::Bytes;
use tower::ServiceBuilder;
use wechatpay_client::transport::{Exchange, Layered, Reqwest, SettingError, Transport, TransportService};
use wechatpay_client::v3::pay::transactions::out_trade_no::by_out_trade_no;
use wechatpay_examples::program::{Report, argument};
use wechatpay_examples::settings::Settings;

/// How many attempts there were, and how long they took together, in microseconds.
#[derive(Debug, Default)]
pub(crate) struct Measured {
    pub(crate) attempts: AtomicU64,
    pub(crate) micros: AtomicU64,
}

// ANCHOR: tower
/// A transport that measures another one.
struct Metered<T> {
    inner: T,
    measured: Arc<Measured>,
}

impl<T: Transport> Transport for Metered<T> {
    fn send(&self, request: http::Request<Bytes>) -> Exchange<'_> {
        Box::pin(async {
            let begun = Instant::now();
            let result = self.inner.send(request).await;
            let micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
            self.measured.attempts.fetch_add(1, Ordering::Relaxed);
            self.measured.micros.fetch_add(micros, Ordering::Relaxed);
            result
        })
    }
}

/// The client's own transport, eight requests at a time, measured.
pub(crate) fn transport(measured: Arc<Measured>) -> Result<impl Transport, SettingError> {
    let network = TransportService::new(Reqwest::builder().build()?);
    let inner = Layered::new(ServiceBuilder::new().concurrency_limit(8).service(network));
    Ok(Metered { inner, measured })
}
// ANCHOR_END: tower

#[tokio::main]
async fn main() -> Result<(), Report> {
    let (settings, measured) = (Settings::from_env()?, Arc::<Measured>::default());
    let client = settings.client().transport(transport(measured.clone())?).build()?;
    let order = by_out_trade_no::Get::builder().out_trade_no(argument(1, "the number of an order")?);
    let order = client.send(order.mchid(&settings.merchant_id).build()).await;
    let [attempts, micros] = [&measured.attempts, &measured.micros].map(|count| count.load(Ordering::Relaxed));
    println!("attempts: {attempts}, which took {micros} µs together");
    println!("{}", order?.trade_state_desc.unwrap_or_default());
    Ok(())
}
