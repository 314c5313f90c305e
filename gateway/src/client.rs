//! Typed helpers for code that uses the client of this project.
//!
//! ```
//! use wechatpay_client::v3::pay::transactions::jsapi;
//! use wechatpay_gateway::Gateway;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let gateway = Gateway::start().await;
//! let client = gateway.client();
//! let order = jsapi::Post::builder()
//!     .appid("wxd678efh567hg6787")
//!     .mchid("1900000109")
//!     .description("coffee")
//!     .out_trade_no("20260101-1")
//!     .notify_url("https://example.com/notify")
//!     .amount(jsapi::post::Amount::builder().total(100).build())
//!     .payer(jsapi::post::Payer::builder().openid("oUpF8uMuAJO").build())
//!     .build();
//! let answer = client.send(order).await?;
//! assert!(!answer.prepay_id.is_empty());
//! assert_eq!(gateway.received::<jsapi::Post>()[0].text("out_trade_no"), Some("20260101-1"));
//!
//! gateway.on::<jsapi::Post>().reply_error(403, "RULE_LIMIT", "业务规则限制");
//! # Ok(())
//! # }
//! ```

use std::borrow::Cow;
use std::future::{Future, ready};
use std::marker::PhantomData;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

use serde_json::Value as Json;
use wechatpay_client::keys::MerchantKey;
use wechatpay_client::operation::Operation;
use wechatpay_client::wire::{self, Value, Wire};
use wechatpay_client::{Brand, Client, ClientBuilder, RetryPolicy};

use crate::check::Checked;
use crate::clock::TestClock;
use crate::gateway::{Gateway, Script};
use crate::reply::Reply;

impl wechatpay_client::Clock for TestClock {
    fn now(&self) -> SystemTime {
        Self::now(self)
    }

    fn monotonic(&self) -> Duration {
        self.passed()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Self::sleep(self, duration);
        Box::pin(ready(()))
    }
}

/// What a client needs of a gateway, and what a test says in its types.
impl Gateway {
    /// A client of the merchant that each gateway knows, and of its brand. It sends everything once, so that a test sees
    /// what it has made the gateway answer.
    ///
    /// # Panics
    ///
    /// Where the client has no crypto backend.
    pub fn client(&self) -> Client {
        self.client_builder().build().expect("the gateway's own settings are right")
    }

    /// The same, with settings that can still be changed.
    pub fn client_builder(&self) -> ClientBuilder {
        let config = self.config();
        let brand = config.brand;
        let key = MerchantKey::from_pem(brand.certificate_serial, brand.private_key_pem);
        let key = key.expect("the gateway's own keys are right");
        let brand = Brand::new(brand.brand_id, key).public_key(brand.public_key_id, brand.public_key_pem);
        let mut builder = Client::builder()
            .merchant_id(config.merchant_id)
            .private_key(config.private_key_pem)
            .certificate_serial(config.certificate_serial)
            .apiv3_key(config.api_v3_key)
            .brand(brand)
            .base_url(config.base_url)
            .retry(RetryPolicy::never());
        if let (Some(id), Some(pem)) = (config.public_key_id, config.public_key_pem) {
            builder = builder.public_key(id, pem);
        }
        for (_, pem) in config.platform_certificates {
            builder = builder.platform_certificate(pem);
        }
        builder
    }

    /// What to answer to an operation.
    pub fn on<O: Operation>(&self) -> On<'_, O> {
        On { script: self.on_path(O::META.method.as_str(), O::META.path), of: PhantomData }
    }

    /// The requests of an operation that were right, decrypted.
    ///
    /// # Panics
    ///
    /// Where the client cannot read what the gateway has taken: a fault of one of the two.
    pub fn received<O: Operation>(&self) -> Vec<Received<O>> {
        self.received_at(O::META.method.as_str(), O::META.path).into_iter().map(Received::new).collect()
    }
}

/// A request as it has come, decrypted, and as its type.
#[derive(Clone, Debug)]
pub struct Received<O> {
    /// The request by the type of its operation. Of an upload, the file has its name alone.
    pub request: O,
    /// The same by its members, and who has sent it.
    pub checked: Checked,
}

impl<O> std::ops::Deref for Received<O> {
    type Target = Checked;

    fn deref(&self) -> &Checked {
        &self.checked
    }
}

impl<O: Operation> Received<O> {
    fn new(checked: Checked) -> Self {
        let request = wire::decode(&flat(&checked));
        let request =
            request.unwrap_or_else(|error| panic!("{} is not {}: {error}", checked.request.target, O::META.path));
        Self { request, checked }
    }
}

/// What to answer to an operation, in its types: see [`Script`].
#[derive(Clone, Debug)]
pub struct On<'g, O> {
    script: Script<'g>,
    of: PhantomData<fn(O)>,
}

impl<O: Operation> On<'_, O> {
    /// Answers with this. Confidential members are encrypted to the caller on the way.
    pub fn reply(&self, response: &O::Response) -> &Self
    where
        O::Response: Wire,
    {
        self.reply_with(Reply::json(&json(response)))
    }

    /// The same from JSON, which has to fit the type of the answer.
    ///
    /// # Panics
    ///
    /// Where it does not, or where the type does not know a member of it.
    pub fn reply_json(&self, response: &Json) -> &Self
    where
        O::Response: Wire,
    {
        let read = wire::read::<O::Response>(response.to_string().as_bytes());
        let read = read.unwrap_or_else(|error| panic!("this is no answer to {}: {error}", O::META.path));
        let odd = read.drift.iter().next();
        assert!(odd.is_none(), "this is no answer to {}: {odd:?}", O::META.path);
        self.reply_with(Reply::json(response))
    }

    /// Answers with an error object.
    pub fn reply_error(&self, status: u16, code: &str, message: &str) -> &Self {
        self.script.reply_error(status, code, message);
        self
    }

    /// Answers with this, whatever the operation says.
    pub fn reply_with(&self, reply: Reply) -> &Self {
        self.script.reply_with(reply);
        self
    }

    /// Answers as a function says.
    pub fn with(&self, handler: impl Fn(Received<O>) -> Reply + Send + Sync + 'static) -> &Self {
        self.script.with(move |request| handler(Received::new(request.clone())));
        self
    }

    /// The last step answers this many requests.
    pub fn times(&self, times: usize) -> &Self {
        self.script.times(times);
        self
    }

    /// Takes all steps back.
    pub fn reset(&self) -> &Self {
        self.script.reset();
        self
    }
}

/// A value as it goes over the wire, confidential members in plain text.
fn json<T: Wire>(value: &T) -> Json {
    let value = wire::encode(value);
    serde_json::to_value(value.expose()).expect("what goes over the wire is JSON")
}

/// Path, query, headers and body of a request, and the names of its files.
fn flat(request: &Checked) -> Value {
    let Json::Object(mut members) = request.flat() else { return Value::Null };
    // Of an upload, the JSON part is a text that holds JSON.
    if !request.files.is_empty() {
        for value in members.values_mut().filter(|value| value.is_object()) {
            *value = Json::String(value.to_string());
        }
    }
    let members = members.into_iter().map(|(name, value)| (Cow::Owned(name), of_json(value)));
    let named = |part: &crate::http::Part| {
        (Cow::Owned(part.name.clone()), Value::Text(part.filename.clone().unwrap_or_default()))
    };
    Value::Object(members.chain(request.files.iter().map(named)).collect())
}

fn of_json(json: Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(value),
        Json::Number(number) => Value::parse(number.to_string().as_bytes()).unwrap_or(Value::Null),
        Json::String(text) => Value::Text(text),
        Json::Array(items) => Value::List(items.into_iter().map(of_json).collect()),
        Json::Object(members) => {
            Value::Object(members.into_iter().map(|(name, value)| (Cow::Owned(name), of_json(value))).collect())
        }
    }
}
