//! Properties: what is signed is what a raw socket receives, and no answer makes the client panic or lose a byte.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;
use tokio::runtime::Runtime;
use wechatpay_client::Error;
use wechatpay_client::signature::{VerifyError, verify_body};
use wechatpay_client::wire::Value;
use wechatpay_gateway::reply::Effect;
use wechatpay_gateway::{Gateway, Reply};
use wechatpay_tests::operations::{Order, Prepay, Query};
use wechatpay_tests::stand::{Routes, start};

use super::support::{Caller, client};

/// One gateway for all cases of a property: each case gives its own reply.
struct Stand {
    runtime: Runtime,
    gateway: Gateway,
    client: Caller,
}

thread_local! {
    /// Each property runs on a thread of its own, all of its cases on the same.
    static STAND: &'static Stand = Box::leak(Box::new(Stand::new()));
}

fn stand() -> &'static Stand {
    STAND.with(|stand| *stand)
}

const READ: &str = "/v3/pay/transactions/out-trade-no/1";

impl Stand {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime can be started");
        let gateway = runtime.block_on(start());
        Self { client: client(&gateway), gateway, runtime }
    }

    /// What a read that is answered so comes to.
    fn read(&self, path: &str, reply: Reply) -> Result<Order, Error> {
        self.gateway.route(&format!("GET {path}")).replies([reply]);
        let id = path.rsplit('/').next().unwrap_or_default().to_owned();
        self.runtime.block_on(self.client.send(Query::of(&id)))
    }
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Text that the API takes: nothing beyond the basic plane.
fn text() -> impl Strategy<Value = String> {
    let nasty = "[/?#%&=+:;@ '\"\\\\\\[\\]{}|^`~<>.\u{0}-\u{1f}\u{7f}-\u{a0}门店é]{0,12}";
    prop_oneof![nasty.prop_map(String::from), "[\u{0}-\u{ffff}]{0,12}".prop_map(String::from), "\\PC{0,12}"]
        .prop_filter("the basic plane", |text| text.chars().all(|char| u32::from(char) <= 0xffff))
}

/// Undoes percent-encoding, and knows nothing of a `+`.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        if *first == b'%' {
            let hex = std::str::from_utf8(&rest[..2]).expect("two digits follow");
            bytes.push(u8::from_str_radix(hex, 16).expect("two digits follow"));
            rest = &rest[2..];
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).expect("it was text")
}

proptest! {
    #![proptest_config(config(96))]

    #[test]
    fn a_url_arrives_as_it_was_signed_and_means_what_was_given(
        id in text().prop_filter("a path of its own", |id| !["", ".", ".."].contains(&id.as_str())),
        mchid in proptest::option::of(text()),
        tags in vec(text(), 0..3),
    ) {
        let stand = stand();
        let before = stand.gateway.requests().len();
        let request = Query { out_trade_no: id.clone(), mchid: mchid.clone(), tags: tags.clone() };

        let result = stand.runtime.block_on(stand.client.send(request));

        // What is not signed right, or can be said anything against, is refused.
        prop_assert!(result.is_ok(), "{result:?}");
        let seen = stand.gateway.requests().remove(before);
        prop_assert!(seen.target.bytes().all(|byte| byte.is_ascii_graphic()), "{}", seen.target);
        let last = seen.path().strip_prefix("/v3/pay/transactions/out-trade-no/").expect("the path stays");
        prop_assert_eq!(decoded(last), id);
        let pairs = seen.query().map(|query| query.split('&').collect::<Vec<_>>()).unwrap_or_default();
        let found: Vec<(String, String)> = pairs
            .iter()
            .map(|pair| pair.split_once('=').expect("a pair"))
            .map(|(name, value)| (name.to_owned(), decoded(value)))
            .collect();
        let given: Vec<(String, String)> = mchid.map(|id| ("mchid".to_owned(), id)).into_iter()
            .chain(tags.into_iter().map(|tag| ("tag".to_owned(), tag)))
            .collect();
        prop_assert_eq!(found, given);
    }

    #[test]
    fn a_body_arrives_as_it_was_signed_and_means_what_was_given(
        description in text(),
        attach in proptest::option::of(text()),
        total in any::<i64>(),
    ) {
        let stand = stand();
        let before = stand.gateway.requests().len();
        let mut request = Prepay::sample();
        request.description = description.clone();
        request.attach = attach.clone();
        request.amount.total = total;

        let result = stand.runtime.block_on(stand.client.send(request));

        prop_assert!(result.is_ok(), "{result:?}");
        let body = stand.gateway.requests().remove(before).json();
        prop_assert_eq!(&body["description"], &json!(description));
        prop_assert_eq!(body.get("attach").cloned(), attach.map(|attach| json!(attach)));
        prop_assert_eq!(&body["amount"]["total"], &json!(total));
    }

    #[test]
    fn whatever_is_signed_is_read_or_kept(status in 200_u16..600, body in any_body()) {
        prop_assume!(![204, 304].contains(&status));
        let result = stand().read(READ, Reply::new(status, "application/json", body.clone()));
        match result {
            Ok(_) => prop_assert!((200..300).contains(&status)),
            Err(error) => {
                let answer = error.answer().expect("an answer came");
                prop_assert_eq!((answer.status(), &answer.body()[..]), (status, &body[..]));
                prop_assert!(matches!(
                    error,
                    Error::Decode(_) | Error::Api(_) | Error::Http(_) | Error::Redirect(_) | Error::Accepted(_)
                ), "{:?}", error);
            }
        }
    }

    #[test]
    fn no_header_of_a_signature_can_be_changed(
        name in prop_oneof![
            Just("Wechatpay-Timestamp"),
            Just("Wechatpay-Nonce"),
            Just("Wechatpay-Serial"),
            Just("Wechatpay-Signature"),
            Just("Wechatpay-Signature-Type"),
        ],
        value in "[ -~]{0,40}",
    ) {
        let order = json!({"trade_state": "SUCCESS", "amount": {"total": 1}});
        let result = stand().read(READ, Reply::json(&order).effect(Effect::Header(name, value.into())));
        prop_assert!(matches!(result, Err(Error::Signature(_))), "{:?}", result);
    }

    #[test]
    fn any_retry_after_is_survived(value in "[ -~]{0,30}") {
        let busy = Reply::error(429, "FREQUENCY_LIMITED", "slow").header("Retry-After", &value);
        let result = stand().read(READ, busy);
        prop_assert!(matches!(result, Err(Error::Api(_))), "{:?}", result);
    }
}

/// Bytes, text, and JSON that is nearly right.
fn any_body() -> impl Strategy<Value = Vec<u8>> {
    let almost = prop_oneof![
        Just(r#"{"trade_state":"SUCCESS","amount":{"total":1}}"#.to_owned()),
        Just(r#"{"code":"PARAM_ERROR","message":"no","detail":[1]}"#.to_owned()),
        Just(r#"{"code":1,"message":null}"#.to_owned()),
        Just(r#"{"trade_state":"A","amount":{"total":"12"},"payer_name":"not base64"}"#.to_owned()),
        Just(r#"{"trade_state":"A","amount":{"total":99999999999999999999}}"#.to_owned()),
        Just("[".repeat(5000)),
        ("[{\\[\"a-z0-9.,:}\\]]{0,30}").prop_map(String::from),
    ];
    prop_oneof![vec(any::<u8>(), 0..60), almost.prop_map(String::into_bytes)]
}

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn any_bytes_are_json_or_an_error(bytes in any_body()) {
        let mine = Value::parse(&bytes);
        let theirs = serde_json::from_slice::<serde_json::Value>(&bytes);
        // They differ where a key comes twice, which the client alone refuses.
        if let Ok(value) = &mine {
            let text: serde_json::Value = serde_json::from_str(&value.to_json()).expect("it is JSON");
            if !bytes.windows(15).any(|window| window.iter().all(u8::is_ascii_digit)) {
                prop_assert_eq!(text, theirs.expect("both read it"));
            }
        }
    }

    #[test]
    fn no_headers_of_a_signature_are_too_strange(
        headers in vec(("(?i)wechatpay-(timestamp|nonce|serial|signature|signature-type)", vec(any::<u8>(), 0..50)), 0..8),
        body in vec(any::<u8>(), 0..20),
        now in any::<u64>(),
    ) {
        let keys = wechatpay_client::platform::PlatformKeys::default();
        let result: Result<_, VerifyError> = verify_body(&keys, &headers[..], &body, now);
        prop_assert!(result.is_err(), "nobody has signed this");
    }
}
