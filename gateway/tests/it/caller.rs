//! A client of the tests: it signs as the documentation says, and sends what it is told to.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::Value;
use wechatpay_gateway::Gateway;
use wechatpay_gateway::keys::{self, Identity, Kind, PUBLIC_KEY_ID, Scheme};

/// A request, each part of which can be made wrong.
#[derive(Clone)]
pub struct Call {
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// What is signed in place of the five lines.
    pub message: Option<Vec<u8>>,
    /// What is signed in place of the body.
    pub signs: Option<Vec<u8>>,
    pub identity: &'static Identity,
    pub kind: Kind,
    pub id: String,
    pub serial: String,
    pub timestamp: i64,
    pub nonce: String,
    /// The whole `Authorization` header.
    pub authorization: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&self.body)))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether it is signed by this key, under this name.
    pub fn is_signed(&self, by: &Identity, serial: &str) -> bool {
        let of = |name| self.header(name).unwrap_or_default();
        let head = format!("{}\n{}\n", of("Wechatpay-Timestamp"), of("Wechatpay-Nonce"));
        let message = [head.as_bytes(), &self.body, b"\n"].concat();
        let signature = BASE64_STANDARD.decode(of("Wechatpay-Signature")).expect("base64");
        of("Wechatpay-Serial") == serial && by.key.public().verifies(&message, &signature)
    }
}

pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970");
    i64::try_from(since.as_secs()).expect("it is before the end of time")
}

impl Call {
    pub fn new(method: &str, target: &str) -> Self {
        static NONCES: AtomicU64 = AtomicU64::new(1);
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: vec![
                header("Host", "127.0.0.1"),
                header("Accept", "application/json"),
                header("User-Agent", "test"),
                header("Wechatpay-Serial", PUBLIC_KEY_ID),
            ],
            body: Vec::new(),
            message: None,
            signs: None,
            identity: keys::merchant(),
            kind: Kind::Merchant,
            id: keys::MERCHANT_ID.to_owned(),
            serial: keys::merchant().serial.clone(),
            timestamp: now(),
            nonce: format!("{:032}", NONCES.fetch_add(1, Ordering::Relaxed)),
            authorization: None,
        }
    }

    pub fn get(target: &str) -> Self {
        Self::new("GET", target)
    }

    pub fn post(target: &str, body: &Value) -> Self {
        Self::new("POST", target).body("application/json", body.to_string())
    }

    /// Signed by the brand.
    pub fn by_brand(mut self) -> Self {
        (self.kind, self.id, self.identity) = (Kind::Brand, keys::BRAND_ID.to_owned(), keys::brand());
        self.serial.clone_from(&keys::brand().serial);
        self.header("Wechatpay-Serial", keys::BRAND_PUBLIC_KEY_ID)
    }

    pub fn body(mut self, media: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("Content-Type", media)
    }

    /// With this header, and no other of its name.
    pub fn header(self, name: &str, value: &str) -> Self {
        let mut call = self.without(name);
        call.headers.push((name.to_owned(), value.to_owned()));
        call
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(key, _)| key != name);
        self
    }

    /// The text that is to be signed.
    pub fn right_message(&self) -> Vec<u8> {
        let Self { method, target, timestamp, nonce, .. } = self;
        let head = format!("{method}\n{target}\n{timestamp}\n{nonce}\n");
        [head.as_bytes(), self.signs.as_ref().unwrap_or(&self.body), b"\n"].concat()
    }

    pub fn authorization(&self) -> String {
        let message = self.message.clone().unwrap_or_else(|| self.right_message());
        let signature = BASE64_STANDARD.encode(self.identity.key.sign(&message));
        let (scheme, name) = (Scheme::of(self.kind, self.identity.key.algorithm()).name(), self.kind.id_name());
        let Self { id, serial, nonce, timestamp, .. } = self;
        format!(
            "{scheme} {name}=\"{id}\",nonce_str=\"{nonce}\",timestamp=\"{timestamp}\",serial_no=\"{serial}\",signature=\"{signature}\""
        )
    }

    /// Sends it on a connection of its own.
    pub fn send(self, gateway: &Gateway) -> Answer {
        self.send_on(&mut TcpStream::connect(gateway.address()).expect("it listens"))
    }

    /// Sends it, and reads the answer.
    pub fn send_on(self, stream: &mut TcpStream) -> Answer {
        let authorization = self.authorization.clone().unwrap_or_else(|| self.authorization());
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        if !authorization.is_empty() {
            head.extend(["Authorization: ", &authorization, "\r\n"]);
        }
        for (name, value) in &self.headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        if !self.body.is_empty() {
            head.extend(["Content-Length: ", &self.body.len().to_string(), "\r\n"]);
        }
        stream.write_all(&[head.as_bytes(), b"\r\n", &self.body].concat()).expect("it listens");
        read(stream)
    }
}

fn read(stream: &mut TcpStream) -> Answer {
    let (mut bytes, mut byte) = (Vec::new(), [0]);
    while !bytes.ends_with(b"\r\n\r\n") {
        assert_eq!(stream.read(&mut byte).expect("it answers"), 1, "the connection ends in the head");
        bytes.extend(byte);
    }
    let head = String::from_utf8(bytes).expect("it is text");
    let mut lines = head.trim_end().split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).expect("a status");
    let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
    let headers: Vec<_> = lines.map(|line| header(line).expect("a header")).collect();
    let length = headers.iter().find(|(name, _)| name == "Content-Length").map_or("0", |(_, value)| value);
    let mut body = vec![0; length.parse().expect("a number")];
    stream.read_exact(&mut body).expect("it answers");
    Answer { status, headers, body }
}

/// An order that is right.
pub fn order() -> Value {
    serde_json::json!({
        "appid": "wxd678efh567hg6787",
        "mchid": keys::MERCHANT_ID,
        "description": "Image形象店-深圳腾大-QQ公仔",
        "out_trade_no": "1217752501201407033233368018",
        "notify_url": "https://www.weixin.qq.com/wxpay/pay.php",
        "amount": {"total": 100, "currency": "CNY"},
        "payer": {"openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"},
    })
}

pub const JSAPI: &str = "/v3/pay/transactions/jsapi";
