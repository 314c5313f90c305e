//! Each fault is what it says: held against a reader of answers that knows the protocol, and nothing of the faults.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::json;
use wechatpay_gateway::Gateway;
use wechatpay_gateway::fault::{Fault, Right};
use wechatpay_gateway::keys;

use crate::caller::{Answer, Call, JSAPI, now, order};

const LIMIT: usize = 16 << 20;

/// Reads one answer, strictly; nothing where there is none.
fn read(stream: &mut TcpStream) -> Option<Answer> {
    stream.set_read_timeout(Some(Duration::from_millis(900))).expect("a time");
    let mut bytes = Vec::new();
    let (status, headers, mut at) = loop {
        let mut headers = [httparse::EMPTY_HEADER; 64];
        let mut response = httparse::Response::new(&mut headers);
        match response.parse(&bytes).ok()? {
            httparse::Status::Complete(length) if [100, 103].contains(&response.code?) => drop(bytes.drain(..length)),
            httparse::Status::Complete(_) if response.code? == 101 => return None,
            httparse::Status::Complete(length) => {
                let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
                let headers = response.headers.iter().map(|header| (header.name.to_owned(), text(header.value)));
                break (response.code?, headers.collect::<Vec<_>>(), length);
            }
            httparse::Status::Partial if bytes.len() > 1 << 16 => return None,
            httparse::Status::Partial => more(stream, &mut bytes)?,
        }
    };
    let all = |name: &str| {
        let named = headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let body = match (&all("Content-Length")[..], &all("Transfer-Encoding")[..]) {
        _ if [204, 304].contains(&status) => Vec::new(),
        ([length], []) => {
            let length: usize = length.parse().ok().filter(|length| *length <= LIMIT)?;
            while bytes.len() < at + length {
                more(stream, &mut bytes)?;
            }
            bytes[at..at + length].to_vec()
        }
        ([], []) => {
            while more(stream, &mut bytes).is_some() {}
            bytes[at..].to_vec()
        }
        ([], [_]) => {
            let mut body = Vec::new();
            loop {
                let line = loop {
                    match bytes[at..].windows(2).position(|end| end == b"\r\n") {
                        Some(end) => break String::from_utf8_lossy(&bytes[at..at + end]).into_owned(),
                        None => more(stream, &mut bytes)?,
                    }
                };
                let length = usize::from_str_radix(&line, 16).ok()?;
                at += line.len() + 2;
                while bytes.len() < at + length + 2 {
                    more(stream, &mut bytes)?;
                }
                body.extend_from_slice(&bytes[at..at + length]);
                at += length + 2;
                if length == 0 {
                    break body;
                }
            }
        }
        _ => return None,
    };
    Some(Answer { status, headers, body })
}

fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<()> {
    let mut piece = [0; 1 << 13];
    let length = stream.read(&mut piece).ok().filter(|length| *length > 0)?;
    bytes.extend_from_slice(&piece[..length]);
    Some(())
}

/// Whether an answer is signed rightly, and now; nothing where it is not signed at all.
fn signed(answer: &Answer) -> Option<bool> {
    let names = ["Timestamp", "Nonce", "Serial", "Signature"].map(|name| format!("Wechatpay-{name}"));
    let of = |name: &str| {
        let found = answer.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let values = names.each_ref().map(|name| of(name));
    if values.iter().all(Vec::is_empty) {
        return None;
    }
    let scheme = of("Wechatpay-Signature-Type");
    let is_rsa = scheme.is_empty() || scheme == ["WECHATPAY2-SHA256-RSA2048"];
    let time = values[0].first().and_then(|time| time.parse::<i64>().ok());
    let is_fresh = time.is_some_and(|time| time.abs_diff(now()) <= 300);
    let single = values.iter().all(|values| values.len() == 1);
    let exact = Answer {
        status: answer.status,
        headers: names.iter().cloned().zip(values.into_iter().map(|values| values.join(","))).collect(),
        body: answer.body.clone(),
    };
    let decodes = exact.header("Wechatpay-Signature").is_some_and(|text| {
        !text.is_empty()
            && text.len() % 4 == 0
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte))
    });
    Some(is_rsa && is_fresh && single && decodes && exact.is_signed(keys::platform_a(), keys::PUBLIC_KEY_ID))
}

/// What a right client does with what comes.
fn right(stream: &mut TcpStream) -> Right {
    let Some(answer) = read(stream) else { return Right::Unknown };
    let json: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let is_whole = json["prepay_id"].is_string();
    let twice = answer.body.windows(11).filter(|window| window == b"\"prepay_id\"").count() > 1;
    match (signed(&answer), answer.status) {
        (Some(false), _) | (None, 200..=299) => Right::Distrust,
        (Some(true), 200) if is_whole && !twice => Right::Accept,
        // The status asks for it, whoever has written it.
        (Some(true), 202) | (None | Some(true), 429 | 500 | 502 | 503) => Right::Again,
        (Some(true), 400..=499) if json["code"].is_string() => Right::Refusal,
        (None | Some(true), _) => Right::Unknown,
    }
}

fn try_out(gateway: &Gateway, fault: Fault) -> Right {
    gateway.fault(fault);
    let mut stream = TcpStream::connect(gateway.address()).expect("it listens");
    let call = Call::post(JSAPI, &order());
    let mut bytes = format!("POST {JSAPI} HTTP/1.1\r\nAuthorization: {}\r\n", call.authorization());
    for (name, value) in &call.headers {
        bytes.extend([name, ": ", value, "\r\n"]);
    }
    bytes.extend(["Content-Length: ", &call.body.len().to_string(), "\r\n\r\n"]);
    let _ = stream.write_all(&[bytes.as_bytes(), &call.body].concat());
    right(&mut stream)
}

#[test]
fn each_fault_is_what_it_says() {
    let all: Vec<Fault> = Fault::all().collect();
    let failures: Vec<String> = std::thread::scope(|scope| {
        let halves = all.chunks(all.len().div_ceil(8)).map(|faults| {
            scope.spawn(move || {
                let gateway = Gateway::start_blocking();
                let seen = faults.iter().map(|fault| (fault, try_out(&gateway, *fault)));
                let wrong = seen.filter(|(fault, seen)| fault.right() != *seen);
                wrong
                    .map(|(fault, seen)| format!("{fault:?}: {:?} is said, and {seen:?} seen", fault.right()))
                    .collect::<Vec<_>>()
            })
        });
        let halves: Vec<_> = halves.collect();
        halves.into_iter().flat_map(|half| half.join().expect("nothing panics")).collect()
    });
    assert_eq!(failures, Vec::<String>::new());
    println!("{} faults", all.len());
}

#[test]
fn a_fault_is_for_as_many_requests_as_it_says() {
    let gateway = Gateway::start_blocking();
    let ask = || Call::post(JSAPI, &order()).send(&gateway).status;
    gateway.fault(Fault::SYSTEM_ERROR).times(2);
    assert_eq!((ask(), ask(), ask()), (500, 500, 200));
    gateway.fault(Fault::RATE_LIMITED).always().on_path("GET", "/v3/certificates");
    assert_eq!((ask(), Call::get("/v3/certificates").send(&gateway).status), (200, 429));
    gateway.fault(Fault::SYSTEM_ERROR).times(0);
    gateway.clear_faults();
    assert_eq!((ask(), Call::get("/v3/certificates").send(&gateway).status), (200, 200));
    // A request that is wrong is refused, and spends no fault.
    gateway.fault(Fault::SYSTEM_ERROR);
    assert_eq!(Call::post(JSAPI, &json!({})).send(&gateway).status, 400);
    assert_eq!((ask(), ask()), (500, 200));
    let faults: Vec<_> = gateway.exchanges().iter().filter_map(|exchange| exchange.fault).collect();
    assert_eq!(
        faults.iter().map(|fault| fault.name()).collect::<Vec<_>>(),
        ["system-error", "system-error", "rate-limited", "system-error"]
    );
}

/// What takes the place of an answer spends no step of a script; what spoils an answer does.
#[test]
fn a_script_is_spoilt_or_kept() {
    let gateway = Gateway::start_blocking();
    gateway.on_path("POST", JSAPI).reply(&json!({"prepay_id": "one"})).times(1).reply(&json!({"prepay_id": "two"}));
    let ask = || Call::post(JSAPI, &order()).send(&gateway);
    gateway.fault(Fault::SYSTEM_ERROR);
    assert_eq!(ask().status, 500);
    gateway.fault(Fault::TAMPERED_BODY);
    assert_eq!(ask().json(), json!({"prepay_id": "on1"}));
    assert_eq!(ask().json(), json!({"prepay_id": "two"}));
}
