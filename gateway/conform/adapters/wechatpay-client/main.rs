//! The adapter of this project's own client for `wechatpay conform`: see `gateway/conform/PROTOCOL.md`.
//!
//! Each operation goes by its type, with the client's default settings, but for the time that one exchange may take.

mod repeat;

use std::io::{BufRead as _, Write as _, stdin, stdout};
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Map, Value, json};
use wechatpay_client::download::Link;
use wechatpay_client::notification::Event;
use wechatpay_client::operation::Operation;
use wechatpay_client::v3::bill::tradebill;
use wechatpay_client::v3::fund_app::mch_transfer::transfer_bills;
use wechatpay_client::v3::merchant::media::upload;
use wechatpay_client::v3::pay::transactions::{jsapi, out_trade_no};
use wechatpay_client::v3::refund::domestic::refunds;
use wechatpay_client::wire::{self, Wire};
use wechatpay_client::{Client, Error, File};

/// What the adapter answers.
type Said = Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut client = None;
    for line in stdin().lock().lines() {
        let task: Value = serde_json::from_str(&line?)?;
        let mut said = match (task["do"].as_str().unwrap_or_default(), &client) {
            ("setup", _) => {
                client = Some(setup(&task)?);
                ready()
            }
            ("call", Some(client)) => call(client, &task).await,
            ("upload", Some(client)) => uploaded(client, &task).await,
            ("bill", Some(client)) => bill(client, &task).await.unwrap_or_else(|error| failed(&error)),
            ("notification", Some(client)) => notification(client, &task).await,
            ("repeat", Some(client)) => repeat::repeat(client, &task).await,
            (other, _) => unsupported(other),
        };
        said["id"] = task["id"].clone();
        let mut out = stdout().lock();
        writeln!(out, "{said}")?;
        out.flush()?;
    }
    Ok(())
}

fn text<'a>(task: &'a Value, name: &str) -> &'a str {
    task[name].as_str().unwrap_or_default()
}

fn setup(task: &Value) -> Result<Client, Error> {
    let timeout = Duration::from_millis(task["timeout_ms"].as_u64().unwrap_or(3_000));
    let mut builder = Client::builder()
        .merchant_id(text(task, "merchant_id"))
        .private_key(text(task, "private_key_pem"))
        .certificate_serial(text(task, "certificate_serial"))
        .apiv3_key(text(task, "api_v3_key"))
        .base_url(text(task, "base_url"))
        .timeout(timeout);
    if let (Some(id), Some(pem)) = (task["public_key_id"].as_str(), task["public_key_pem"].as_str()) {
        builder = builder.public_key(id, pem);
    }
    for pem in task["platform_certificates"].as_object().into_iter().flat_map(Map::values).filter_map(Value::as_str) {
        builder = builder.platform_certificate(pem);
    }
    builder.build()
}

fn ready() -> Said {
    let version = env!("CARGO_PKG_VERSION");
    json!({"result": "ready", "sdk": "wechatpay-client", "version": version, "language": "Rust", "reads": "types"})
}

fn unsupported(what: &str) -> Said {
    json!({"result": "unsupported", "message": what})
}

async fn call(client: &Client, task: &Value) -> Said {
    match (text(task, "method"), text(task, "path")) {
        ("POST", "/v3/pay/transactions/jsapi") => send::<jsapi::Post>(client, task).await,
        ("GET", "/v3/pay/transactions/out-trade-no/{out_trade_no}") => {
            send::<out_trade_no::by_out_trade_no::Get>(client, task).await
        }
        ("POST", "/v3/pay/transactions/out-trade-no/{out_trade_no}/close") => {
            match read::<out_trade_no::by_out_trade_no::close::Post>(task) {
                Ok(request) => match client.exchange(request).await {
                    Ok(response) => json!({"result": "answer", "status": response.status(), "body": null}),
                    Err(error) => failed(&error),
                },
                Err(said) => said,
            }
        }
        ("POST", "/v3/refund/domestic/refunds") => send::<refunds::Post>(client, task).await,
        ("POST", "/v3/fund-app/mch-transfer/transfer-bills") => send::<transfer_bills::Post>(client, task).await,
        ("GET", "/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/{out_bill_no}") => {
            send::<transfer_bills::out_bill_no::by_out_bill_no::Get>(client, task).await
        }
        (method, path) => unsupported(&format!("{method} {path}")),
    }
}

/// A request of a type, from its members.
fn read<O: Operation>(task: &Value) -> Result<O, Said> {
    let mut members = Map::new();
    for part in ["parameters", "query", "body"] {
        members.extend(task[part].as_object().cloned().unwrap_or_default());
    }
    let wrong = |error: String| json!({"result": "error", "message": error});
    let value = wire::Value::parse(Value::Object(members).to_string().as_bytes());
    value
        .map_err(|error| wrong(error.to_string()))
        .and_then(|value| wire::decode(&value).map_err(|error| wrong(error.to_string())))
}

async fn send<O: Operation>(client: &Client, task: &Value) -> Said
where
    O::Response: Wire,
{
    match read::<O>(task) {
        Ok(request) => answered::<O>(client.exchange(request).await),
        Err(said) => said,
    }
}

fn answered<O: Operation>(result: Result<wechatpay_client::Response<O::Response>, Error>) -> Said
where
    O::Response: Wire,
{
    match result {
        Ok(response) => {
            json!({"result": "answer", "status": response.status(), "body": plain(&wire::encode(response.value()))})
        }
        Err(error) => failed(&error),
    }
}

/// A value of the client with what is confidential in plain text: keys and names of a test.
fn plain(value: &wire::Value) -> Value {
    serde_json::to_value(value.expose()).unwrap_or_default()
}

fn failed(error: &Error) -> Said {
    let message = error.to_string();
    match error {
        Error::Api(api) => {
            let (status, code, verified) = (api.status, &api.code, api.verified);
            let refusal = true;
            json!({"result": "error", "refusal": refusal, "status": status, "code": code, "verified": verified, "message": message})
        }
        _ => json!({"result": "error", "refusal": false, "message": message}),
    }
}

async fn uploaded(client: &Client, task: &Value) -> Said {
    if text(task, "path") != "/v3/merchant/media/upload" {
        return unsupported(text(task, "path"));
    }
    let content = BASE64_STANDARD.decode(text(task, "content")).unwrap_or_default();
    let request = upload::Post::builder().file(File::from_bytes(text(task, "filename"), content)).build();
    answered::<upload::Post>(client.exchange(request).await)
}

async fn bill(client: &Client, task: &Value) -> Result<Said, Error> {
    let request = match read::<tradebill::Get>(task) {
        Ok(request) => request,
        Err(said) => return Ok(said),
    };
    let bill = client.send(request).await?;
    let bytes = client.download(Link::of(&bill)?).await?.bytes().await?;
    Ok(json!({"result": "file", "content": BASE64_STANDARD.encode(bytes)}))
}

/// Headers and body of a notification.
fn letter(task: &Value) -> (Vec<(String, String)>, Vec<u8>) {
    let pairs = serde_json::from_value(task["headers"].clone()).unwrap_or_default();
    (pairs, BASE64_STANDARD.decode(text(task, "body")).unwrap_or_default())
}

async fn notification(client: &Client, task: &Value) -> Said {
    let refused = |why: String| json!({"result": "refused", "message": why});
    let notifications = match client.notifications() {
        Ok(notifications) => notifications,
        Err(error) => return refused(error.to_string()),
    };
    let (pairs, body) = letter(task);
    let notification = match notifications.receive(pairs, &body).await {
        Ok(notification) => notification,
        Err(rejection) => return refused(rejection.to_string()),
    };
    // An event of a known type whose content is none of that type: whoever matches on events does not act on it.
    if let Event::Unknown(unknown) = notification.event()
        && let Some(reason) = unknown.reason()
    {
        return refused(reason.to_string());
    }
    match notification.json() {
        Ok(resource) => json!({"result": "accepted", "resource": plain(&resource)}),
        Err(error) => refused(error.to_string()),
    }
}
