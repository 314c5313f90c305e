//! What a call allocates: the client alone, over a transport without a network.
//!
//! Its signature and the verification of its answer are not counted, and differ between backends; nor are its
//! arguments. The bounds are what was measured and a little more: a call that needs more copies what it need not.

use std::hint::black_box;
use std::io::{self, Read};

use allocation_counter::{AllocationInfo, measure};
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HOST, HeaderMap, HeaderName, HeaderValue};
use tokio::runtime::{Builder, Runtime};
use wechatpay_client::Client;
use wechatpay_client::bill::{self, FundFlow};
use wechatpay_client::keys::{MerchantKey, PublicKey};
use wechatpay_client::operation::Operation;
use wechatpay_client::platform::PlatformKeys;
use wechatpay_client::signature::{Signer, verify_body};
use wechatpay_client::transport::{Body, Exchange, Transport};
use wechatpay_client::v3::pay::transactions::jsapi;
use wechatpay_client::v3::pay::transactions::out_trade_no::by_out_trade_no;
use wechatpay_gateway::keys::{self, MERCHANT_ID, PUBLIC_KEY_ID};
use wechatpay_tests::operations::Prepay;
use wechatpay_tests::stand::{self};

const CALLS: u64 = 20;
const PREPARED: &str = r#"{"prepay_id":"wx201410272009395522657a690389285100"}"#;

/// Gives the same answer to everything.
struct Canned {
    headers: HeaderMap,
    body: Bytes,
}

impl Canned {
    fn new(body: &'static str) -> Self {
        let headers = stand::signed(&stand::public_key(), body.as_bytes());
        let header = |(name, value): (String, String)| {
            (HeaderName::try_from(name).expect("a name"), HeaderValue::try_from(value).expect("a value"))
        };
        Self { headers: headers.into_iter().map(header).collect(), body: Bytes::from_static(body.as_bytes()) }
    }

    fn answer(&self) -> http::Response<Body> {
        let mut answer = http::Response::new(Body::from(self.body.clone()));
        answer.headers_mut().clone_from(&self.headers);
        answer
    }
}

impl Transport for Canned {
    fn send(&self, mut request: http::Request<Bytes>) -> Exchange<'_> {
        let headers = request.headers_mut();
        let room = headers.capacity();
        // What every other one sets as well.
        for name in [HOST, CONTENT_LENGTH] {
            headers.insert(name, HeaderValue::from_static("1"));
        }
        assert_eq!(headers.capacity(), room, "the headers have to be moved for those of the connection");
        Box::pin(async { Ok(self.answer()) })
    }
}

/// One signature, and one verification.
fn bare(runtime: &Runtime, answer: &Canned) -> AllocationInfo {
    let key = MerchantKey::from_pem(keys::merchant().serial.as_str(), keys::merchant().private_key_pem())
        .expect("a good key");
    let public = PublicKey::from_pem(PUBLIC_KEY_ID, keys::platform_a().public_key_pem()).expect("a good key");
    let keys = PlatformKeys::default().with_public_key(public);
    let now = u64::try_from(stand::now()).expect("it is after 1970");
    let once = || {
        black_box(runtime.block_on(Signer::sign(&key, &[b'x'; 300])).expect("a key in memory signs"));
        verify_body(&keys, &answer.headers, &answer.body, now).expect("the answer is right");
    };
    once();
    measure(once)
}

/// How many a call needs, and how many bytes they have.
fn allocations<O: Operation>(answer: &'static str, request: impl Fn() -> O) -> (u64, u64) {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime can be started");
    let bare = bare(&runtime, &Canned::new(answer));
    let client = Client::builder()
        .merchant_id(MERCHANT_ID)
        .private_key(keys::merchant().private_key_pem())
        .certificate_serial(keys::merchant().serial.as_str())
        .public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem())
        .transport(Canned::new(answer))
        .build()
        .expect("the settings are right");
    let send = || _ = runtime.block_on(client.send(request())).expect("the answer is right");
    send();
    let arguments = measure(|| drop(black_box(request())));
    let all = measure(|| (0..CALLS).for_each(|_| send()));
    let each = |all: u64, arguments: u64, bare: u64| all / CALLS - arguments - bare;
    let count = each(all.count_total, arguments.count_total, bare.count_total);
    (count, each(all.bytes_total, arguments.bytes_total, bare.bytes_total))
}

fn order() -> jsapi::Post {
    serde_json::from_str(include_str!("../benches/order.json")).expect("it is an order")
}

fn assert_within((count, bytes): (u64, u64), most: u64, most_bytes: u64) {
    assert!(count <= most && bytes <= most_bytes, "{count} allocations of {bytes} bytes");
}

#[test]
fn a_small_order_needs_few() {
    assert_within(allocations(PREPARED, Prepay::sample), 27, 13_000);
}

#[test]
fn a_large_order_needs_little_more_than_its_texts() {
    let order = order();
    assert_within(allocations(PREPARED, || order.clone()), 55, 21_500);
}

#[test]
fn a_query_needs_little_more_than_the_texts_of_its_answer() {
    let query =
        || by_out_trade_no::Get::builder().out_trade_no("1217752501201407033233368018").mchid(MERCHANT_ID).build();
    assert_within(allocations(include_str!("../benches/paid.json"), query), 114, 21_500);
}

/// A bill of so many rows, which is nowhere as a whole.
struct Rows {
    left: u64,
    total: u64,
    line: Vec<u8>,
    given: usize,
}

impl Read for Rows {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        if self.given == self.line.len() {
            let (cents, total) = (self.total % 100, self.total);
            self.line = match self.left {
                0 => return Ok(0),
                1 => format!("资金流水总笔数,收入金额\r\n`{total},`{}.{cents:02}\r\n", total / 100).into_bytes(),
                left => format!("`2026-08-01 13:54:01,`4200000{left},`交易,`收入,`0.01,`1.00,`备注\r\n").into_bytes(),
            };
            (self.left, self.given) = (self.left - 1, 0);
        }
        let bytes = (self.line.len() - self.given).min(piece.len());
        piece[..bytes].copy_from_slice(&self.line[self.given..][..bytes]);
        self.given += bytes;
        Ok(bytes)
    }
}

#[test]
fn a_million_rows_of_a_bill_need_no_more_than_one() {
    let head = "记账时间,微信支付业务单号,业务类型,收支类型,收支金额(元),账户结余(元),备注\r\n";
    let rows = |count: u64| Rows { left: count + 1, total: count, line: head.into(), given: 0 };
    let most = |count| {
        measure(|| {
            let read = bill::read::<FundFlow, _>(rows(count)).inspect(|row| assert!(row.is_ok(), "{row:?}"));
            assert_eq!(u64::try_from(read.count()), Ok(count));
        })
        .bytes_max
    };
    assert!(most(1_000_000) <= most(1) + 1_000, "{} bytes, and {} for one", most(1_000_000), most(1));
    assert!(most(1) < 200_000, "{}", most(1));
}
