//! Everything is right: an SDK gets what it asks for, and the service gets what it wants.

use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use super::adapter::Outcome;
use super::judge::{self, Judged, right};
use super::kit::{APPID, Kit, members, order, query};
use super::protocol::{Call, Said, Task, base64};
use super::verdict::Verdict;
use crate::crypto::sha1;
use crate::gateway::Exchange;
use crate::keys::{MERCHANT_ID, Platform};
use crate::reply::Reply;

/// What is done in a scenario.
pub(super) type Steps = fn(&mut Kit) -> Judged;

/// Name, what happens, and the steps.
pub(super) const SCENARIOS: [(&str, &str, Steps); 12] = [
    ("order", "An order is created.", |kit| ordered(kit, "coffee")),
    ("order-beyond-ascii", "An order whose text has Chinese, quotes, `<`, `>`, `&` and a line feed.", |kit| {
        ordered(kit, "图书 <a&b> \"引号\"\\/\n")
    }),
    ("query", "An order is queried.", queried),
    ("close", "An order is closed: 204 and no body.", closed),
    ("refund", "A paid order is refunded.", refunded),
    ("upload", "An image is uploaded.", |kit| uploaded(kit, "photo.png")),
    ("upload-beyond-ascii", "An image with a Chinese name is uploaded.", |kit| uploaded(kit, "门店.png")),
    ("encrypted-member", "A confidential member of a request is encrypted.", sealed),
    ("encrypted-answer", "A confidential member of an answer is opened.", opened),
    ("bill", "A bill is asked for and fetched.", |kit| billed(kit, false)),
    ("bill-zipped", "A zipped bill is asked for, fetched and unzipped.", |kit| billed(kit, true)),
    ("bill-tampered", "The file of a zipped bill is another one than its hash says.", bill_tampered),
];

/// With certificates alone, as merchants of before 2024 have them.
pub(super) const BY_CERTIFICATE: (&str, &str) =
    ("order-by-certificate", "An order of a merchant that has platform certificates, and no public key.");

pub(super) fn by_certificate(kit: &mut Kit) -> Judged {
    ordered(kit, "coffee")
}

pub(super) fn by_certificate_platform() -> Platform {
    Platform::certificates()
}

/// What an SDK hands over, once nothing that it sent was refused.
fn answer(kit: &mut Kit, task: &Task) -> Result<(Said, Vec<Arc<Exchange>>), Judged> {
    let mark = kit.mark();
    let outcome = kit.run(task);
    let sent = kit.sent_after(mark);
    if let Some(judged) = judge::refused_by_the_service(&sent) {
        return Err(judged);
    }
    match judge::said(&outcome)? {
        said @ (Said::Answer { .. } | Said::File { .. }) => Ok((said.clone(), sent)),
        Said::Error(_) => Err((Verdict::Refused, "reported as an error".to_owned())),
        other => Err((Verdict::Crashed, format!("an adapter says {}", judge::name(other)))),
    }
}

/// The same of what is to hold these members.
fn holds(kit: &mut Kit, task: &Task, wanted: &[(&str, Option<Value>)]) -> Judged {
    let (said, sent) = match answer(kit, task) {
        Ok(answered) => answered,
        Err(judged) => return judged,
    };
    if sent.len() != 1 {
        return (Verdict::SentTwice, format!("{} requests for one", sent.len()));
    }
    let got = said.json().unwrap_or_default();
    let own: Value = serde_json::from_slice(&sent[0].reply.body).unwrap_or_default();
    let is_there =
        |(name, value): &(&str, Option<Value>)| got.get(*name) == Some(value.as_ref().unwrap_or(&own[*name]));
    match wanted.iter().find(|wanted| !is_there(wanted)) {
        Some((name, _)) => (Verdict::Refused, format!("`{name}` was lost")),
        None => right(),
    }
}

fn ordered(kit: &mut Kit, description: &str) -> Judged {
    let number = kit.number();
    let judged = holds(kit, &order(&number, description), &[("prepay_id", None)]);
    let received = kit.gateway.received_at("POST", super::kit::JSAPI);
    let said = received.last().and_then(|checked| checked.text("description"));
    if judged == right() && said != Some(description) {
        return (Verdict::Wrong, "the text came to the service as another one".to_owned());
    }
    judged
}

/// The number of an order that there is; nothing where the SDK could not make it.
fn an_order(kit: &mut Kit) -> Result<String, Judged> {
    let number = kit.number();
    answer(kit, &order(&number, "coffee")).map(|_| number)
}

fn queried(kit: &mut Kit) -> Judged {
    match an_order(kit) {
        Ok(number) => holds(kit, &query(&number), &[("out_trade_no", Some(json!(number))), ("trade_state", None)]),
        Err(judged) => judged,
    }
}

fn closed(kit: &mut Kit) -> Judged {
    let number = match an_order(kit) {
        Ok(number) => number,
        Err(judged) => return judged,
    };
    let parameters = members([("out_trade_no", &number)]);
    let path = "/v3/pay/transactions/out-trade-no/{out_trade_no}/close";
    let body = Some(json!({"mchid": MERCHANT_ID}));
    match answer(kit, &Task::Call(Call { method: "POST", path, parameters, body, ..Call::default() })) {
        Ok((Said::Answer { status: None | Some(204), .. }, _)) => right(),
        Ok(_) => (Verdict::Refused, "the status was lost".to_owned()),
        Err(judged) => judged,
    }
}

fn refunded(kit: &mut Kit) -> Judged {
    let number = match an_order(kit) {
        Ok(number) => number,
        Err(judged) => return judged,
    };
    if kit.gateway.pay(&number).is_err() {
        return (Verdict::Wrong, "the order cannot be paid".to_owned());
    }
    let refund_number = kit.number();
    let amount = json!({"refund": 1, "total": 100, "currency": "CNY"});
    let body = json!({"out_trade_no": number, "out_refund_no": refund_number, "amount": amount});
    let task =
        Task::Call(Call { method: "POST", path: "/v3/refund/domestic/refunds", body: Some(body), ..Call::default() });
    holds(kit, &task, &[("refund_id", None), ("out_refund_no", Some(json!(refund_number)))])
}

/// The smallest PNG that is one.
const IMAGE: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

fn uploaded(kit: &mut Kit, filename: &'static str) -> Judged {
    let path = "/v3/merchant/media/upload";
    let judged = holds(kit, &Task::Upload { path, filename, content: IMAGE.to_owned() }, &[("media_id", None)]);
    let received = kit.gateway.received_at("POST", path);
    let file = received.last().and_then(|checked| checked.files.first());
    let is_whole = file.is_some_and(|file| base64(&file.body) == IMAGE && file.filename.as_deref() == Some(filename));
    if judged == right() && !is_whole {
        return (Verdict::Wrong, "the file came to the service as another one".to_owned());
    }
    judged
}

const TRANSFERS: &str = "/v3/fund-app/mch-transfer/transfer-bills";
const NAME: &str = "张三";

fn transfer(kit: &mut Kit) -> (String, Task) {
    let number = kit.number();
    let body = json!({
        "appid": APPID,
        "out_bill_no": number,
        "transfer_scene_id": "1000",
        "openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
        "user_name": NAME,
        "transfer_amount": 400_000,
        "transfer_remark": "新会员",
        "notify_url": "https://example.com/notify",
        "transfer_scene_report_infos": [{"info_type": "活动名称", "info_content": "新会员有礼"}],
    });
    let call =
        Call { method: "POST", path: TRANSFERS, body: Some(body), confidential: vec!["/user_name"], ..Call::default() };
    (number, Task::Call(call))
}

fn sealed(kit: &mut Kit) -> Judged {
    let (number, task) = transfer(kit);
    let judged = holds(kit, &task, &[("out_bill_no", Some(json!(number)))]);
    let received = kit.gateway.received_at("POST", TRANSFERS);
    let said = received.last().and_then(|checked| checked.text("user_name"));
    if judged == right() && said != Some(NAME) {
        return (Verdict::Wrong, "the member came to the service as another text".to_owned());
    }
    judged
}

fn opened(kit: &mut Kit) -> Judged {
    let (number, task) = transfer(kit);
    if let Err(judged) = answer(kit, &task) {
        return judged;
    }
    let path = "/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/{out_bill_no}";
    let parameters = members([("out_bill_no", &number)]);
    let call = Call { method: "GET", path, parameters, open: vec!["/user_name"], ..Call::default() };
    holds(kit, &Task::Call(call), &[("user_name", Some(json!(NAME)))])
}

/// Has something happen on a day, and asks for its bill when that is over.
fn bill(kit: &mut Kit, zipped: bool) -> Result<Task, Judged> {
    let number = an_order(kit)?;
    let day = kit.gateway.now().date();
    if kit.gateway.pay(&number).is_err() {
        return Err((Verdict::Wrong, "the order cannot be paid".to_owned()));
    }
    kit.gateway.advance(Duration::from_secs(2 * 86_400));
    let mut query = members([("bill_date", &day), ("bill_type", "ALL")]);
    if zipped {
        query.insert("tar_type".to_owned(), json!("GZIP"));
    }
    Ok(Task::Bill { path: "/v3/bill/tradebill", query })
}

fn billed(kit: &mut Kit, zipped: bool) -> Judged {
    let answered = bill(kit, zipped).and_then(|task| answer(kit, &task));
    let (said, sent) = match answered {
        Ok(answered) => answered,
        Err(judged) => return judged,
    };
    let Said::File { content } = said else { return (Verdict::Crashed, "an adapter says no `file`".to_owned()) };
    let bytes = BASE64_STANDARD.decode(content).unwrap_or_default();
    let applied: Option<Value> = sent.first().and_then(|first| serde_json::from_slice(&first.reply.body).ok());
    if applied.is_some_and(|applied| applied["hash_value"] == json!(sha1(&bytes))) {
        right()
    } else {
        (Verdict::Refused, "the file is not the bill".to_owned())
    }
}

fn bill_tampered(kit: &mut Kit) -> Judged {
    let task = match bill(kit, true) {
        Ok(task) => task,
        Err(judged) => return judged,
    };
    let mark = kit.mark();
    let script = kit.gateway.on_path("GET", "/v3/billdownload/file");
    script.reply_with(Reply::new(200, "application/x-gzip", zipped("\u{feff}交易时间,公众账号ID\r\n")).unsigned());
    let outcome = kit.run(&task);
    kit.gateway.on_path("GET", "/v3/billdownload/file").reset();
    match judge::said(&outcome) {
        Err(judged) => judged,
        Ok(Said::Error(_)) if kit.sent_after(mark).len() < 2 => {
            (Verdict::Wrong, "it did not fetch the file".to_owned())
        }
        Ok(Said::Error(_)) => right(),
        Ok(_) => (Verdict::Accepted, "the hash was not compared".to_owned()),
    }
}

fn zipped(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish()).expect("memory takes all")
}

/// After something has gone wrong, the next request does not. One that meets a connection as it ends may fail, and the
/// one after it may not.
pub(super) fn goes_on(kit: &mut Kit, number: &str) -> Judged {
    let last = kit.last.take();
    let once = |kit: &mut Kit| holds(kit, &query(number), &[("out_trade_no", Some(json!(number)))]);
    let mut judged = once(kit);
    if judged.0 == Verdict::Refused {
        judged = once(kit);
    }
    let (verdict, note) = judged;
    if verdict == Verdict::Right {
        kit.last = last;
        return right();
    }
    (verdict, format!("the next request: {note}"))
}

/// An order that stays, to be queried.
pub(super) fn standing(kit: &mut Kit) -> String {
    let number = kit.number();
    // Where it fails, each query says so.
    let _: Outcome = kit.run(&order(&number, "coffee"));
    number
}
