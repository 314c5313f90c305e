//! What has become of a request: the table in the documentation, row by row, and what it does not show.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::ops::RangeInclusive;
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::json;
use wechatpay_client::operation::Operation;
use wechatpay_client::{Error, Outcome, RetryPolicy};
use wechatpay_gateway::clock::TestClock;
use wechatpay_gateway::fault::Fault;
use wechatpay_gateway::{Gateway, Reply};
use wechatpay_tests::operations::{Prepay, Query, Respond};
use wechatpay_tests::stand::{Routes, start, truncated, with_clock};

use super::support::{Caller, assert_all_right, builder, built, client};

const READ: &str = "GET /v3/pay/transactions/out-trade-no/1";
const WRITE: &str = "POST /v3/pay/transactions/jsapi";
const ONCE: &str = "POST /v3/merchant-service/complaints-v2/1/response";

/// What an answer holds, as the table calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    ErrorObject,
    OpenErrorObject,
    OtherJson,
    NoJson,
}

const ALL: [Holds; 4] = [Holds::ErrorObject, Holds::OpenErrorObject, Holds::OtherJson, Holds::NoJson];

impl Holds {
    fn named(name: &str) -> Vec<Self> {
        match name {
            "anything" => ALL.to_vec(),
            "an error object" => vec![Self::ErrorObject],
            "an open error object" => vec![Self::OpenErrorObject],
            "other JSON" => vec![Self::OtherJson],
            "no JSON" => vec![Self::NoJson],
            other => panic!("the table has an answer that is none: {other}"),
        }
    }

    fn reply(self, status: u16) -> Reply {
        // HTTP has no body there.
        let is_bare = status < 200 || [204, 304].contains(&status);
        match self {
            _ if is_bare => Reply::empty(status),
            Self::ErrorObject => Reply::error(status, "PARAM_ERROR", "参数错误"),
            // A different one for each status.
            Self::OpenErrorObject => {
                let open: Vec<String> = codes().into_iter().filter(|(_, open)| *open).map(|(code, _)| code).collect();
                Reply::error(status, &open[usize::from(status) % open.len()], "未知")
            }
            Self::OtherJson => Reply::new(status, "application/json", "{}"),
            Self::NoJson => Reply::new(status, "text/html", "<html>"),
        }
    }
}

/// The codes of the table that advice and outcome go by, and whether the effect of each is open. What is a part of a name
/// there has something around it here.
fn codes() -> Vec<(String, bool)> {
    let text = include_str!("../../../generated-client/src/error/codes.md");
    let row = |line: &str| {
        let cells: Vec<&str> = line.strip_prefix("| `")?.strip_suffix(" |")?.split(" | ").collect();
        let &[code, title, effect, meaning, next] = &cells[..] else { panic!("a row of five: {line}") };
        assert!(!title.is_empty() && !meaning.is_empty() && !next.is_empty(), "{line}");
        let open = match effect {
            "open" => true,
            "none" => false,
            other => panic!("neither open nor none: {other}"),
        };
        Some((code.trim_end_matches('`').replace('*', "X"), open))
    };
    text.lines().filter_map(row).collect()
}

/// A row of the table.
#[derive(Debug)]
struct Row {
    holds: Vec<Holds>,
    statuses: Vec<RangeInclusive<u16>>,
    except: Vec<RangeInclusive<u16>>,
    signed: Option<bool>,
    outcome: String,
    effect: bool,
    again: [bool; 3],
    todo: String,
}

impl Row {
    fn parse(line: &str) -> Option<Self> {
        let cells: Vec<&str> = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").collect();
        let &[holds, statuses, signed, outcome, effect, read, write, once, todo] = &cells[..] else {
            panic!("a row of nine: {line}")
        };
        if ["answer", "---"].contains(&holds) {
            return None;
        }
        assert!(!todo.is_empty(), "{line}");
        let (statuses, except) = statuses.split_once(", not ").unwrap_or((statuses, ""));
        Some(Self {
            holds: holds.split(", ").flat_map(Holds::named).collect(),
            statuses: ranges(statuses),
            except: ranges(except),
            signed: if signed == "either" { None } else { Some(yes(signed)) },
            outcome: outcome.to_owned(),
            effect: yes(effect),
            again: [read, write, once].map(yes),
            todo: todo.to_owned(),
        })
    }

    fn is_about(&self, holds: Holds, status: u16, signed: bool) -> bool {
        let within = |ranges: &[RangeInclusive<u16>]| ranges.iter().any(|range| range.contains(&status));
        self.holds.contains(&holds)
            && within(&self.statuses)
            && !within(&self.except)
            && self.signed.is_none_or(|is| is == signed)
    }
}

impl Row {
    /// What is wrong with what the text of an error tells to do.
    fn mistold(&self, error: &Error, kind: usize, holds: Holds) -> Option<&'static str> {
        let text = error.to_string().to_lowercase();
        let says_again = text.contains("send the very same request again");
        let is_queried = text.contains(". query");
        let (is_write, is_once) = (kind == 1, kind == 2);
        let (told_again, told_query) = (self.todo.contains("send the same again"), self.todo.contains("query"));
        match () {
            () if says_again && !is_write => Some("only what has a number is the very same"),
            () if !is_write && !is_once && is_queried && self.outcome != "refused" => Some("a read is no loss"),
            () if holds == Holds::OpenErrorObject && !is_once => None,
            () if is_write && self.effect && says_again != told_again => Some("the row says otherwise"),
            () if is_write && told_query && !is_queried => Some("a query comes first"),
            () if is_once && self.effect && self.outcome != "succeeded" && !is_queried => Some("a query comes first"),
            () => None,
        }
    }
}

fn yes(cell: &str) -> bool {
    match cell {
        "yes" => true,
        "no" => false,
        other => panic!("neither yes nor no: {other}"),
    }
}

fn ranges(text: &str) -> Vec<RangeInclusive<u16>> {
    let number = |text: &str| text.parse().expect("a status");
    let range = |text: &str| match text.split_once('–') {
        Some((from, to)) => number(from)..=number(to),
        None => number(text)..=number(text),
    };
    text.split(", ").filter(|text| !text.is_empty()).map(range).collect()
}

fn table() -> Vec<Row> {
    let text = include_str!("../../../generated-client/src/error/outcome.md");
    text.lines().filter_map(Row::parse).collect()
}

/// The row of an answer, of which there is one.
fn row(rows: &[Row], holds: Holds, status: u16, signed: bool) -> &Row {
    let about: Vec<&Row> = rows.iter().filter(|row| row.is_about(holds, status, signed)).collect();
    let &[row] = &about[..] else { panic!("{status} {holds:?}, signed {signed}: {} rows", about.len()) };
    row
}

/// A gateway, and a client that tries twice without a pause.
struct Stand {
    gateway: Gateway,
    client: Caller,
    rows: Vec<Row>,
    wrong: Vec<String>,
}

impl Stand {
    async fn new() -> Self {
        let clock = TestClock::default();
        let gateway = with_clock(&clock).await;
        let twice = RetryPolicy::default().max_attempts(2).base_delay(Duration::ZERO);
        let client = built(builder(&gateway).clock(clock).retry(twice));
        Self { gateway, client, rows: table(), wrong: Vec::new() }
    }

    /// Sends a request that is answered so, and holds what comes of it against the table. `kind` is its column.
    async fn check<O: Operation + 'static>(
        &mut self,
        (request, route, kind): (O, &str, usize),
        (holds, status, signed): (Holds, u16, bool),
    ) {
        let reply = holds.reply(status);
        let mut reply = if signed { reply } else { reply.unsigned() };
        if status < 200 {
            // Nothing else comes, which would be the answer.
            reply = reply.effect(truncated(0));
        }
        self.gateway.route(route).replies([reply]);
        let Err(error) = self.client.send(request).await else {
            panic!("{route} {status} {holds:?}, signed {signed}: no error")
        };
        // Of a body that cannot be there nothing is said.
        let holds = if status < 200 || [204, 304].contains(&status) { Holds::NoJson } else { holds };
        let row = row(&self.rows, holds, status, signed);
        if let Some(wrong) = row.mistold(&error, kind, holds) {
            self.wrong.push(format!("{route} {status} {holds:?}, signed {signed}: {wrong}: {error}"));
        }
        let again = error.context().is_some_and(|context| context.attempts == 2);
        let found = (error.outcome().to_string(), error.may_have_taken_effect(), again);
        let expected = (row.outcome.clone(), row.effect && kind != 0, row.again[kind]);
        if found != expected {
            self.wrong.push(format!("{route} {status} {holds:?}, signed {signed}: {found:?}, expected {expected:?}"));
        }
    }

    fn done(self) {
        assert!(self.wrong.is_empty(), "{}", self.wrong.join("\n"));
    }
}

fn read() -> (Query, &'static str, usize) {
    (Query::of("1"), READ, 0)
}

fn write() -> (Prepay, &'static str, usize) {
    (Prepay::sample(), WRITE, 1)
}

fn once() -> (Respond, &'static str, usize) {
    (Respond { complaint_id: "1".to_owned(), response_content: "已处理".to_owned() }, ONCE, 2)
}

#[test]
fn each_answer_has_one_row() {
    let rows = table();
    for (status, holds) in (100..600).flat_map(|status| ALL.map(|holds| (status, holds))) {
        for signed in [true, false] {
            row(&rows, holds, status, signed);
        }
    }
}

#[tokio::test]
async fn every_status_without_a_signature() {
    let mut stand = Stand::new().await;
    for status in 100..600 {
        stand.check(write(), (Holds::ErrorObject, status, false)).await;
        stand.check(write(), (Holds::NoJson, status, false)).await;
        stand.check(read(), (Holds::NoJson, status, false)).await;
        stand.check(once(), (Holds::ErrorObject, status, false)).await;
    }
    stand.done();
}

#[tokio::test]
async fn every_status_with_a_signature() {
    let mut stand = Stand::new().await;
    for status in 100..600 {
        stand.check(write(), (Holds::ErrorObject, status, true)).await;
        stand.check(read(), (Holds::ErrorObject, status, true)).await;
        stand.check(once(), (Holds::ErrorObject, status, true)).await;
    }
    stand.done();
}

#[tokio::test]
async fn whatever_an_answer_holds() {
    let mut stand = Stand::new().await;
    let statuses = [200, 201, 202, 204, 206, 299, 300, 400, 404, 407, 408, 409, 428, 429, 430, 498, 499, 500, 504, 599];
    for status in statuses {
        for holds in ALL {
            for signed in [true, false] {
                stand.check(write(), (holds, status, signed)).await;
                stand.check(read(), (holds, status, signed)).await;
                stand.check(once(), (holds, status, signed)).await;
            }
        }
    }
    stand.done();
}

#[tokio::test]
async fn a_code_is_acted_upon_only_when_it_is_signed() {
    let refused = || Reply::error(404, "ORDER_NOT_EXIST", "订单不存在");
    for (reply, is_certain) in [
        (refused(), true),
        (refused().unsigned(), false),
        (refused().fault(Fault::WRONG_SIGNATURE), false),
        (refused().fault(Fault::PROBE), false),
        (Reply { status: 500, ..refused() }, false),
        (Reply { status: 200, ..refused() }, false),
        (Reply { status: 408, ..refused() }, false),
    ] {
        let gateway = start().await;
        gateway.route(READ).replies([reply.clone()]);
        let error = client(&gateway).send(Query::of("1")).await.expect_err("it is no order");
        assert_eq!(error.is_refused_with("ORDER_NOT_EXIST"), is_certain, "{reply:?}: {error}");
        assert_eq!(error.refusal().map(|refusal| refusal.code.as_str()), is_certain.then_some("ORDER_NOT_EXIST"));
        assert!(!error.is_refused_with("ORDER_NOT"));
    }
}

/// Outcome and advice are of one table: signed with a status that refuses, each code counts as its row says.
#[tokio::test]
async fn each_code_counts_as_its_row_says() {
    let gateway = start().await;
    let client = client(&gateway);
    let codes = codes();
    assert!(codes.len() > 30 && codes.iter().filter(|(_, open)| *open).count() > 5);
    for (code, open) in codes {
        gateway.route(WRITE).replies([Reply::error(400, &code, "…")]);
        let error = client.send(Prepay::sample()).await.expect_err("it is refused");
        let outcome = if open { Outcome::Unknown } else { Outcome::Refused };
        assert_eq!((error.outcome(), error.may_have_taken_effect()), (outcome, open), "{code}");
        assert_eq!(error.is_refused_with(&code), !open, "{code}");
        let advice = error.advice().expect("it is in the table");
        assert_eq!((advice.code.is_some(), advice.verified), (true, true), "{code}");
        assert_eq!(advice.next.is_caution(), open, "{code}: {error}");
    }
}

#[tokio::test]
async fn all_attempts_of_a_write_count() {
    let refused = |status| Reply::error(status, "PARAM_ERROR", "参数错误");
    let busy = || Reply::error(429, "FREQUENCY_LIMITED", "频率过高");
    for (replies, outcome) in [
        ([Reply::html(502), refused(400)], Outcome::Unknown),
        ([Reply::empty(202), refused(400)], Outcome::Unknown),
        ([busy().unsigned(), refused(400)], Outcome::Unknown),
        ([busy().unsigned(), busy().unsigned()], Outcome::RefusedUnverified),
        ([busy(), refused(400)], Outcome::Refused),
        ([busy(), refused(400).unsigned()], Outcome::RefusedUnverified),
        ([Reply::html(502), Reply::empty(202)], Outcome::Accepted),
        ([Reply::html(502), Reply::json(&json!({"prepay_id": [1]}))], Outcome::Succeeded),
    ] {
        let mut stand = Stand::new().await;
        let shown = format!("{replies:?}");
        stand.gateway.route(WRITE).replies(replies.clone());
        let error = stand.client.send(Prepay::sample()).await.expect_err("no order");
        assert_eq!((error.outcome(), stand.gateway.requests().len()), (outcome, 2), "{shown}");
        assert_eq!(error.may_have_taken_effect(), outcome != Outcome::Refused, "{shown}");

        // A read is what its last answer says.
        stand = Stand::new().await;
        stand.gateway.route(READ).replies([replies[0].clone(), refused(404)]);
        let error = stand.client.send(Query::of("1")).await.expect_err("no order");
        assert!(error.is_refused_with("PARAM_ERROR") && !error.may_have_taken_effect(), "{shown}: {error}");
    }
}

#[tokio::test]
async fn what_speaks_of_a_code_is_no_success() {
    for (body, outcome) in [
        (json!({"prepay_id": [1]}), Outcome::Succeeded),
        (json!({"code": "failed"}), Outcome::Unknown),
        (json!("wx1"), Outcome::Unknown),
    ] {
        let gateway = start().await;
        gateway.route(WRITE).replies([Reply::json(&body)]);
        let result = client(&gateway).send(Prepay::sample()).await;
        let found = result.as_ref().err().map(Error::outcome);
        assert_eq!((found, matches!(result, Err(Error::Decode(_)))), (Some(outcome), true), "{body}");
    }
}

#[tokio::test]
async fn what_was_not_sent_says_so() {
    let gateway = start().await;
    let client = client(&gateway);
    let unsendable = Prepay { description: "\u{1f600}".to_owned(), ..Prepay::sample() };
    let error = client.send(unsendable).await.expect_err("it cannot be sent");
    assert!(matches!(error, Error::Request { .. }), "{error:?}");
    assert_eq!((error.outcome(), error.may_have_taken_effect()), (Outcome::NotSent, false));
    assert_eq!(gateway.connections(), 0);
}

/// A proxy that passes on the request that it gets, waits for the answer, and says this instead.
fn proxy(gateway: &Gateway, status: u16) -> (String, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback interface has a free port");
    let url = format!("http://{}/", listener.local_addr().expect("a bound socket has an address"));
    let behind = gateway.url().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let passing = std::thread::spawn(move || {
        let (mut client, _) = listener.accept().expect("someone asks");
        let mut gateway = TcpStream::connect(behind).expect("the gateway listens");
        let (head, body) = message(&mut client);
        gateway.write_all(&[head, body].concat()).expect("the gateway listens");
        message(&mut gateway);
        let page = format!("HTTP/1.1 {status} Proxy\r\nContent-Length: 5\r\nConnection: close\r\n\r\n<html");
        client.write_all(page.as_bytes()).expect("it listens");
    });
    (url, passing)
}

/// One message of HTTP: its head and its body.
fn message(stream: &mut TcpStream) -> (Vec<u8>, Vec<u8>) {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).expect("a head comes");
        head.extend(byte);
    }
    let text = String::from_utf8_lossy(&head).to_ascii_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.trim().parse().expect("a number"))];
    stream.read_exact(&mut body).expect("the body comes");
    (head, body)
}

#[tokio::test]
async fn a_proxy_that_has_passed_it_on_and_says_otherwise() {
    for status in [400, 408, 499, 502] {
        let gateway = start().await;
        gateway.route(WRITE).replies([Reply::json(&json!({"prepay_id": "wx1"}))]);
        let (url, passing) = proxy(&gateway, status);
        let error = built(builder(&gateway).base_url(url)).send(Prepay::sample()).await.expect_err("a page");
        assert!(error.may_have_taken_effect(), "{status}: the order is there");
        let outcome = if status == 400 { Outcome::RefusedUnverified } else { Outcome::Unknown };
        assert_eq!(error.outcome(), outcome, "{status}");
        passing.join().expect("it does not panic");
        assert_all_right(&gateway);
        assert_eq!(gateway.requests().len(), 1);
    }
}
