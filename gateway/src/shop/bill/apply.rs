//! Asking for a bill, and getting it.

use std::io::Write as _;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use serde_json::json;
use time::Date;
use time::macros::format_description;

use super::super::fit;
use super::super::owner::required;
use super::super::refusal::Refusal;
use super::super::turn::{Turn, key};
use super::{fund, trade};
use crate::check::Checked;
use crate::clock::Now;
use crate::crypto::{random_hex, sha1};
use crate::reply::Reply;

/// How long a link to a file lives.
const LINK: Duration = Duration::from_secs(5 * 60);
/// How many hex digits a token has.
const TOKEN: usize = 64;
/// How long ago the day of a bill may be, in days.
const OLDEST: i64 = 93;
/// The hour of the next day at which bills are ready.
const READY: i64 = 10;

/// A file that someone may fetch.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Ticket {
    mchid: String,
    what: Bill,
    date: String,
    sub_mchid: Option<String>,
    gzip: bool,
    at: i64,
    /// When so much had happened.
    number: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
enum Bill {
    Trade(trade::Kind),
    Fund,
}

pub(super) fn trade(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let kind = match request.text("bill_type").unwrap_or("ALL") {
        "ALL" => trade::Kind::All,
        "SUCCESS" => trade::Kind::Success,
        "REFUND" => trade::Kind::Refund,
        _ => return Err(Refusal::new(400, "NO_STATEMENT_EXIST", "账单文件不存在")),
    };
    issue(request, Bill::Trade(kind), turn)
}

pub(super) fn fund(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    if request.text("account_type").unwrap_or("BASIC") != "BASIC" {
        return Err(Refusal::new(400, "NO_STATEMENT_EXIST", "账单文件不存在"));
    }
    issue(request, Bill::Fund, turn)
}

fn issue(request: &Checked, what: Bill, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let date = required(request, "bill_date")?;
    ready(date, turn.now)?;
    let ticket = Ticket {
        mchid: request.caller.id.clone(),
        what,
        date: date.to_owned(),
        sub_mchid: request.text("sub_mchid").map(str::to_owned),
        gzip: request.text("tar_type") == Some("GZIP"),
        at: turn.now.unix(),
        number: turn.number()?,
    };
    let file = file(&ticket, turn)?.ok_or_else(|| Refusal::new(400, "NO_STATEMENT_EXIST", "账单文件不存在"))?;
    let token = random_hex(TOKEN);
    turn.put(&key(&["bill", &token]), &ticket)?;
    let host = request.request.header("Host").unwrap_or("127.0.0.1");
    let tail = if ticket.gzip { "&tartype=GZIP" } else { "" };
    Ok(fit::answer(
        request,
        json!({
            "hash_type": "SHA1",
            "hash_value": sha1(file.as_bytes()),
            "download_url": format!("http://{host}/v3/billdownload/file?token={token}{tail}"),
        }),
    ))
}

/// Bills of a day are there from ten o'clock of the next one, for three months.
fn ready(date: &str, now: Now) -> Result<(), Refusal> {
    let format = format_description!("[year]-[month]-[day]");
    let day = Date::parse(date, &format).map_err(|_| Refusal::parameter("/bill_date", "日期格式须为yyyy-MM-dd"))?;
    let today = now.date_time();
    let age = (today.date() - day).whole_days();
    match age {
        ..=-1 => Err(Refusal::new(400, "NO_STATEMENT_EXIST", "账单文件不存在")),
        0 => Err(Refusal::new(400, "STATEMENT_CREATING", "账单生成中")),
        1 if i64::from(today.hour()) < READY => Err(Refusal::new(400, "STATEMENT_CREATING", "账单生成中")),
        OLDEST.. => Err(Refusal::rule("仅支持三个月内的账单下载申请")),
        _ => Ok(()),
    }
}

/// The text of the file; nothing where nothing has happened.
fn file(ticket: &Ticket, turn: &Turn<'_>) -> Result<Option<String>, Refusal> {
    let sub_mchid = ticket.sub_mchid.as_deref();
    match &ticket.what {
        Bill::Trade(kind) => {
            let of = trade::Of { mchid: &ticket.mchid, sub_mchid, date: &ticket.date, number: ticket.number };
            trade::file(*kind, &of, turn)
        }
        Bill::Fund => fund::file(sub_mchid.unwrap_or(&ticket.mchid), &ticket.date, turn),
    }
}

/// Whether a request is for a file of the shop's: others have tokens of another form.
pub(super) fn is_own(request: &Checked) -> bool {
    request
        .text("token")
        .is_some_and(|token| token.len() == TOKEN && token.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

pub(super) fn download(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let at = key(&["bill", required(request, "token")?]);
    let ticket = turn.get::<Ticket>(&at)?.filter(|ticket| ticket.mchid == request.caller.id);
    let ticket = ticket.filter(|ticket| turn.now <= Now::at(ticket.at).after(LINK));
    let ticket = ticket.ok_or_else(|| Refusal::rule("下载地址无效或已过期"))?;
    let text = file(&ticket, turn)?.unwrap_or_default();
    Ok(if ticket.gzip {
        Reply::new(200, "application/gzip", gzip(text.as_bytes())?).unsigned()
    } else {
        Reply::new(200, "text/plain; charset=utf-8", text).unsigned()
    })
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let zipped = encoder.write_all(bytes).and_then(|()| encoder.finish());
    zipped.map_err(|error| Refusal::new(500, "SYSTEM_ERROR", &error.to_string()))
}
