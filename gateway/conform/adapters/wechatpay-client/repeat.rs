//! The same many times, and what it takes: what is ready once for a shop is ready once here too.

use std::time::Instant;

use cpu_time::ProcessTime;
use serde_json::{Value, json};
use wechatpay_client::Client;
use wechatpay_client::operation::Operation;
use wechatpay_client::v3::pay::transactions::{jsapi, out_trade_no};
use wechatpay_client::wire::Wire;

use crate::{Said, failed, letter, read, text, unsupported};

pub async fn repeat(client: &Client, task: &Value) -> Said {
    let (times, task) = (task["times"].as_u64().unwrap_or_default(), &task["task"]);
    match (text(task, "do"), text(task, "path")) {
        ("call", "/v3/pay/transactions/jsapi") => calls::<jsapi::Post>(client, task, times).await,
        ("call", "/v3/pay/transactions/out-trade-no/{out_trade_no}") => {
            calls::<out_trade_no::by_out_trade_no::Get>(client, task, times).await
        }
        ("notification", _) => notifications(client, task, times).await,
        (what, _) => unsupported(what),
    }
}

async fn calls<O: Operation + Clone>(client: &Client, task: &Value, times: u64) -> Said
where
    O::Response: Wire,
{
    let request = match read::<O>(task) {
        Ok(request) => request,
        Err(said) => return said,
    };
    let clock = Clock::start();
    for _ in 0..times {
        if let Err(error) = client.send(request.clone()).await {
            return failed(&error);
        }
    }
    clock.said()
}

async fn notifications(client: &Client, task: &Value, times: u64) -> Said {
    let notifications = match client.notifications() {
        Ok(notifications) => notifications,
        Err(error) => return failed(&error),
    };
    let (headers, body) = letter(task);
    let clock = Clock::start();
    for _ in 0..times {
        let headers = headers.iter().map(|(name, value)| (name, value));
        if let Err(rejection) = notifications.receive(headers, &body).await {
            return json!({"result": "refused", "message": rejection.to_string()});
        }
    }
    clock.said()
}

struct Clock {
    wall: Instant,
    cpu: ProcessTime,
}

impl Clock {
    fn start() -> Self {
        Self { wall: Instant::now(), cpu: ProcessTime::now() }
    }

    fn said(&self) -> Said {
        let (wall, cpu) = (self.wall.elapsed().as_secs_f64(), self.cpu.elapsed().as_secs_f64());
        json!({"result": "repeated", "wall_ms": wall * 1000.0, "cpu_ms": cpu * 1000.0})
    }
}
