//! What is taken, what is refused, and what is said about it.

use serde_json::{Value, json};
use wechatpay_gateway::Gateway;
use wechatpay_gateway::crypto::sha256;
use wechatpay_gateway::keys;

use crate::caller::{Call, JSAPI, now, order};

/// The refusal of a request: its status and code, and what a person is told.
fn refused(gateway: &Gateway, call: Call) -> (u16, String, String) {
    let answer = call.send(gateway);
    let exchanges = gateway.exchanges();
    let rejection = exchanges.last().and_then(|exchange| exchange.verdict.rejected()).cloned();
    let rejection = rejection.unwrap_or_else(|| panic!("it was taken: {answer:?}"));
    assert_eq!(answer.status, rejection.status);
    // What is refused so early carries no signature.
    assert_eq!(answer.header("Wechatpay-Signature"), None);
    let code = answer.json()["code"].as_str().unwrap_or_default().to_owned();
    (answer.status, code, rejection.why.text)
}

#[test]
fn what_is_right_is_taken() {
    let gateway = Gateway::builder().stateless().start_blocking().expect("a port");
    let answer = Call::post(JSAPI, &order()).send(&gateway);
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(answer.json()["prepay_id"].is_string());
    assert!(answer.is_signed(keys::platform_a(), keys::PUBLIC_KEY_ID));
    assert!(answer.header("Request-ID").is_some());
    let target = "/v3/pay/transactions/out-trade-no/A%2F1?mchid=1900000109";
    let answer = Call::get(target).send(&gateway);
    assert_eq!((answer.status, &answer.json()["out_trade_no"]), (200, &json!("A/1")));
    assert_eq!((gateway.rejections(), gateway.remarks()), (Vec::new(), Vec::new()));
    let received = gateway.received_at("POST", JSAPI);
    assert_eq!((received.len(), &received[0].body), (1, &order()));
    assert_eq!(received[0].caller.id, keys::MERCHANT_ID);
    let template = "/v3/pay/transactions/out-trade-no/{out_trade_no}";
    assert_eq!(gateway.received_at("GET", template)[0].flat(), json!({"out_trade_no": "A/1", "mchid": "1900000109"}));
}

/// Whatever order the pairs come in, and however other SDKs write their headers.
#[test]
fn what_other_clients_send_is_taken() {
    let gateway = Gateway::start_blocking();
    let mut call = Call::get("/v3/certificates").without("Wechatpay-Serial").header("Content-Type", "application/json");
    let pairs = call.authorization();
    let (scheme, pairs) = pairs.split_once(' ').expect("a scheme");
    let mut pairs: Vec<_> = pairs.split(',').collect();
    pairs.reverse();
    call.authorization = Some(format!("{scheme} {}", pairs.join(", ")));
    assert_eq!(call.send(&gateway).status, 200);
    let call = Call::get("/v3/certificates").header("Accept", "application/json, text/plain, */*");
    assert_eq!(call.without("Wechatpay-Serial").send(&gateway).status, 200);
    // Spaces, escapes and a line feed at the end are as good as anything, if they are what was signed.
    let text = serde_json::to_string_pretty(&order()).expect("JSON").replace('/', "\\/") + "\n";
    let call = Call::new("POST", JSAPI).body("application/json; charset=utf-8", text);
    assert_eq!(call.send(&gateway).status, 200);
    let serial = &keys::platform_b().serial;
    let answer = Call::post(JSAPI, &order()).header("Wechatpay-Serial", serial).send(&gateway);
    assert!(answer.is_signed(keys::platform_b(), serial));
    let answer = Call::post(JSAPI, &order()).without("Wechatpay-Serial").send(&gateway);
    assert!(answer.is_signed(keys::platform_a(), keys::PUBLIC_KEY_ID));
    assert_eq!(gateway.rejections(), Vec::<String>::new());
    let remarks = gateway.remarks();
    assert!(
        remarks
            .iter()
            .any(|remark| remark.starts_with("POST /v3/pay/transactions/jsapi: there is no `Wechatpay-Serial`")),
        "{remarks:?}"
    );
}

/// What differs in the header, and how the refusal begins.
#[test]
fn a_wrong_authorization_is_named() {
    type Change = fn(&mut Call);
    let cases: [(Change, &str); 15] = [
        (|call| call.authorization = Some(String::new()), "there is no `Authorization` header"),
        (|call| call.authorization = Some("Basic x".to_owned()), "the scheme is `Basic`"),
        (
            |call| call.authorization = Some(call.authorization().replace('"', "")),
            "`mchid=1900000109` is not of the form",
        ),
        (
            |call| call.authorization = Some(call.authorization().replace("nonce_str", "nonce")),
            "`Authorization` has no `nonce_str`",
        ),
        (|call| call.authorization = Some(call.authorization() + ",timestamp=\"1\""), "`timestamp` comes twice"),
        (
            |call| {
                let header = call.authorization();
                call.headers.push(("authorization".to_owned(), header));
            },
            "there is more than one",
        ),
        (
            |call| call.authorization = Some(call.authorization().replace("timestamp=\"", "timestamp=\"x")),
            "the timestamp `x",
        ),
        (|call| call.id = "1900000999".to_owned(), "no mchid `1900000999` is known here"),
        (
            |call| call.serial = keys::platform_a().serial.clone(),
            "`5157F09EFDC096DE15EBE81A47057A7232F1B8E1` is not the serial",
        ),
        (|call| call.timestamp = now() - 302, "the timestamp"),
        (|call| call.timestamp = now() + 302, "the timestamp"),
        (|call| call.timestamp = i64::MIN, "the timestamp"),
        (|call| call.timestamp = now() * 1_000, "the timestamp"),
        (|call| call.nonce = String::new(), "`Authorization` has no `nonce_str`"),
        (|call| *call = call.clone().by_brand(), "`/v3/pay/transactions/jsapi` takes the scheme `WECHATPAY2"),
    ];
    let gateway = Gateway::start_blocking();
    for (number, (change, begin)) in cases.into_iter().enumerate() {
        let mut call = Call::post(JSAPI, &order());
        change(&mut call);
        let (status, code, why) = refused(&gateway, call);
        assert_eq!((status, code.as_str()), (401, "SIGN_ERROR"), "{number}");
        assert!(why.starts_with(begin), "{number}: {why}");
    }
    let mut milliseconds = Call::post(JSAPI, &order());
    milliseconds.timestamp = now() * 1_000;
    assert!(refused(&gateway, milliseconds).2.ends_with("it is in milliseconds, and seconds are wanted"));
    // Five minutes are taken.
    let mut late = Call::post(JSAPI, &order());
    late.timestamp = now() - 298;
    assert_eq!(late.send(&gateway).status, 200);
}

#[test]
fn a_nonce_is_taken_once() {
    let gateway = Gateway::start_blocking();
    let call = Call::post(JSAPI, &order());
    assert_eq!(call.clone().send(&gateway).status, 200);
    let (status, _, why) = refused(&gateway, call);
    assert!(status == 401 && why.starts_with("the nonce `"), "{why}");
}

/// A wrong signature is told by the slip that led to it, and the text that should have been signed.
#[test]
fn each_slip_in_signing_is_named() {
    type Slip = fn(&Call) -> Vec<u8>;
    let text = |call: &Call| String::from_utf8(call.right_message()).expect("text");
    let _ = text;
    let cases: [(Slip, &str); 13] = [
        (
            |call| {
                let mut right = call.right_message();
                right.pop();
                right
            },
            "the last line was signed without its line feed",
        ),
        (|call| Call { body: Vec::new(), ..call.clone() }.right_message(), "the body was left out"),
        (
            |call| Call { target: "/v3/refund/domestic/refunds".to_owned(), ..call.clone() }.right_message(),
            "the query was left out",
        ),
        (
            |call| Call { target: format!("https://127.0.0.1{}", call.target), ..call.clone() }.right_message(),
            "the whole URL was signed",
        ),
        (
            |call| Call { target: format!("http://127.0.0.1{}", call.target), ..call.clone() }.right_message(),
            "the whole URL was signed",
        ),
        (
            |call| Call { target: call.target[1..].to_owned(), ..call.clone() }.right_message(),
            "the path was signed without its leading slash",
        ),
        (
            |call| Call { target: call.target[3..].to_owned(), ..call.clone() }.right_message(),
            "the path was signed without `/v3`",
        ),
        (
            |call| Call { method: "post".to_owned(), ..call.clone() }.right_message(),
            "the method was signed in small letters",
        ),
        (
            |call| Call { method: "GET".to_owned(), ..call.clone() }.right_message(),
            "another method was signed than was sent",
        ),
        (
            |call| Call { target: call.target.replace("%20", " "), ..call.clone() }.right_message(),
            "the path was signed in its decoded form",
        ),
        (
            |call| {
                let pretty = serde_json::to_string_pretty(&serde_json::from_slice::<Value>(&call.body).expect("JSON"))
                    .expect("JSON");
                Call { body: pretty.into_bytes(), ..call.clone() }.right_message()
            },
            "the body was written a second time",
        ),
        (
            |call| String::from_utf8(call.right_message()).expect("text").replace('\n', "\r\n").into_bytes(),
            "the lines were ended with a carriage return",
        ),
        (|_| b"something else".to_vec(), "the key is the right one, and the text that was signed is another one"),
    ];
    let gateway = Gateway::start_blocking();
    let body =
        json!({"transaction_id": "1", "out_refund_no": "2", "amount": {"refund": 1, "total": 1, "currency": "CNY"}});
    for (number, (slip, name)) in cases.into_iter().enumerate() {
        let mut call = Call::post("/v3/refund/domestic/refunds?a=b%20c", &body);
        call.message = Some(slip(&call));
        let (right, wrong) = (call.right_message(), call.message.clone());
        let (status, code, why) = refused(&gateway, call);
        assert_eq!((status, code.as_str()), (401, "SIGN_ERROR"));
        assert!(why.starts_with("the signature does not fit: ") && why.contains(name), "{number}: {why}");
        let last = gateway.exchanges().last().cloned().expect("an exchange");
        let rejection = last.verdict.rejected().expect("it was refused");
        assert_eq!(rejection.why.expected.as_deref().map(str::as_bytes), Some(&right[..]));
        if number < 12 {
            assert_eq!(rejection.why.got.as_deref().map(str::as_bytes), wrong.as_deref());
        }
        let detail = rejection.detail.as_ref().expect("a detail");
        assert_eq!(detail["sign_information"]["sign_message_length"], json!(right.len()));
        assert_eq!(detail["sign_information"]["method"], json!("POST"));
        assert_eq!(detail["detail"]["issue"], json!("sign not match"));
    }
}

#[test]
fn the_owner_of_a_wrong_key_is_named() {
    let gateway = Gateway::start_blocking();
    let cases = [
        (keys::brand(), "the key of another caller: `0B2A4D0011223344556677889900AABBCCDDEEFF` of `40000101`"),
        (keys::platform_a(), "WeChat Pay's own key"),
        (keys::stranger(), "the key of this crate that nobody knows"),
    ];
    for (identity, name) in cases {
        let (status, _, why) = refused(&gateway, Call { identity, ..Call::post(JSAPI, &order()) });
        assert!(status == 401 && why.ends_with(name), "{why}");
    }
    let mut call = Call::post(JSAPI, &order());
    call.authorization = Some(call.authorization().replace("signature=\"", "signature=\"!"));
    assert!(refused(&gateway, call).2.starts_with("the signature is no padded base64"));
    let mut call = Call::post(JSAPI, &order());
    let header = call.authorization();
    let (head, _) = header.split_once("signature=").expect("a signature");
    call.authorization = Some(format!("{head}signature=\"AAAA\""));
    assert!(refused(&gateway, call).2.ends_with("the private key does not belong to the certificate"));
}

#[test]
fn headers_that_everyone_sends_are_asked_for() {
    let gateway = Gateway::start_blocking();
    let right = || Call::post(JSAPI, &order());
    let cases = [
        (right().without("Accept"), "there is no `Accept` header"),
        (right().without("User-Agent"), "there is no `User-Agent` header"),
        (right().header("User-Agent", ""), "there is no `User-Agent` header"),
        (right().header("Wechatpay-Serial", "ABC"), "`Wechatpay-Serial: ABC` is no key of the service"),
        (right().header("Content-Type", "text/plain"), "the body is of the type `text/plain`"),
        (right().without("Content-Type"), "the body is of the type ``"),
    ];
    for (call, begin) in cases {
        let (status, code, why) = refused(&gateway, call);
        assert_eq!((status, code.as_str()), (400, "PARAM_ERROR"));
        assert!(why.starts_with(begin), "{why}");
    }
}

#[test]
fn what_the_api_does_not_know_is_not_found() {
    let gateway = Gateway::start_blocking();
    let answer = Call::get("/v3/no/such/thing").send(&gateway);
    assert_eq!((answer.status, &answer.json()["code"]), (404, &json!("RESOURCE_NOT_EXISTS")));
    let answer = Call::get(JSAPI).send(&gateway);
    assert_eq!(answer.status, 405);
    assert!(answer.json()["message"].as_str().is_some_and(|message| message.contains("but POST")));
}

#[test]
fn brands_sign_for_themselves() {
    let gateway = Gateway::start_blocking();
    let target = "/brand/marketing/product-coupon/notify-configs";
    let answer = Call::get(target).by_brand().send(&gateway);
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(answer.is_signed(keys::platform_brand(), keys::BRAND_PUBLIC_KEY_ID));
    assert_eq!(answer.header("Wechatpay-Signature-Type"), Some("WECHATPAY-BRAND-SHA256-RSA2048"));
    let (status, _, why) = refused(&gateway, Call::get(target));
    assert!(status == 401 && why.contains("takes the scheme `WECHATPAY-BRAND"), "{why}");
}

/// The member that is wrong stands in the detail, with where it is and what came.
#[test]
fn a_wrong_member_is_named() {
    type Change = fn(&mut Value);
    let cases: [(Change, &str, &str, Value); 13] = [
        (
            |order| {
                order.as_object_mut().expect("an object").remove("description");
            },
            "/description",
            "it is required",
            Value::Null,
        ),
        (|order| order["description"] = json!(1), "/description", "it is a number, and string is wanted", json!(1)),
        (
            |order| order["amount"]["total"] = json!("100"),
            "/amount/total",
            "it is a string, and integer is wanted",
            json!("100"),
        ),
        (
            |order| order["amount"]["total"] = json!(1.5),
            "/amount/total",
            "it is a number, and integer is wanted",
            json!(1.5),
        ),
        (|order| order["amount"] = json!([]), "/amount", "it is a list, and object is wanted", json!("…")),
        (
            |order| order["limit_pay"] = json!("no_credit"),
            "/limit_pay",
            "it is a string, and string[] is wanted",
            json!("no_credit"),
        ),
        (
            |order| order["limit_pay"] = json!(["no_credit", "x"]),
            "/limit_pay/1",
            "it is none of no_balance",
            json!("x"),
        ),
        (
            |order| order["support_fapiao"] = json!("true"),
            "/support_fapiao",
            "it is a string, and boolean is wanted",
            json!("true"),
        ),
        (|order| order["sub_mchid"] = json!("1"), "/sub_mchid", "no such member is documented", json!("1")),
        (|order| order["payer"] = json!({}), "/payer/openid", "it is required", Value::Null),
        (
            |order| order["detail"] = json!({"goods_detail": [{"quantity": 1, "unit_price": 1}]}),
            "/detail/goods_detail/0/merchant_goods_id",
            "it is required",
            Value::Null,
        ),
        (
            |order| order["settle_info"] = json!({"profit_sharing": true, "x": 1}),
            "/settle_info/x",
            "no such member is documented",
            json!(1),
        ),
        (|order| order["description"] = json!("😀"), "", "takes four bytes in UTF-8", Value::Null),
    ];
    let gateway = Gateway::start_blocking();
    for (number, (change, field, issue, value)) in cases.into_iter().enumerate() {
        let mut order = order();
        change(&mut order);
        let answer = Call::post(JSAPI, &order).send(&gateway);
        let body = answer.json();
        assert_eq!((answer.status, &body["code"]), (400, &json!("PARAM_ERROR")), "{number}: {body}");
        let detail = &body["detail"];
        assert_eq!((&detail["field"], &detail["location"]), (&json!(field), &json!("body")), "{number}: {body}");
        assert!(detail["issue"].as_str().is_some_and(|said| said.contains(issue)), "{number}: {body}");
        assert_eq!(detail["value"], value, "{number}");
    }
    for (body, begin) in [("{", "it is no JSON"), ("[]", "it is no object"), ("{}x", "it is no JSON")] {
        let answer = Call::new("POST", JSAPI).body("application/json", body).send(&gateway);
        assert_eq!(answer.status, 400);
        assert!(answer.json()["detail"]["issue"].as_str().is_some_and(|issue| issue.starts_with(begin)), "{answer:?}");
    }
    let answer = Call::new("POST", JSAPI).send(&gateway);
    assert_eq!((answer.status, &answer.json()["code"]), (400, &json!("PARAM_ERROR")));
}

#[test]
fn a_null_is_remarked_on_and_is_no_member() {
    let gateway = Gateway::start_blocking();
    let mut with = order();
    with["attach"] = Value::Null;
    assert_eq!(Call::post(JSAPI, &with).send(&gateway).status, 200);
    assert_eq!(gateway.received_at("POST", JSAPI)[0].body, order());
    assert_eq!(
        gateway.remarks(),
        ["POST /v3/pay/transactions/jsapi: `/attach` is `null`: what is not set is left out"]
    );
}

#[test]
fn what_is_wrong_in_a_query_is_named() {
    let gateway = Gateway::builder().stateless().start_blocking().expect("a port");
    let answer = Call::get("/v3/bill/tradebill").send(&gateway);
    let body = answer.json();
    assert_eq!((answer.status, &body["detail"]["location"]), (400, &json!("query")), "{body}");
    assert_eq!(body["detail"]["field"], json!("/bill_date"));
    let answer = Call::get("/v3/bill/tradebill?bill_date=2026-01-01&bill_type=NONE").send(&gateway);
    assert_eq!((answer.status, &answer.json()["detail"]["field"]), (400, &json!("/bill_type")));
    assert_eq!(Call::get("/v3/bill/tradebill?bill_date=2026-01-01&bill_type=ALL").send(&gateway).status, 200);
}

/// For those who test a client of their own: what the service is said to dislike, one after the other.
#[test]
fn a_strict_gateway_refuses_what_others_remark_on() {
    let gateway = Gateway::builder().strict(true).start_blocking().expect("a port");
    let right = || Call::post(JSAPI, &order());
    assert_eq!(right().send(&gateway).status, 200);
    let spaced = |mut call: Call| {
        call.authorization = Some(call.authorization().replace(',', ", "));
        call
    };
    let nonce = |nonce: &str| Call { nonce: nonce.to_owned(), ..right() };
    let twice = |name: &str, mut call: Call| {
        call.headers
            .push((name.to_owned(), call.headers.iter().find(|(key, _)| key == name).expect("there").1.clone()));
        call
    };
    let mut null = order();
    null["attach"] = Value::Null;
    let double = order().to_string().replacen('{', "{\"mchid\": \"1\",", 1);
    let cases = [
        (right().without("Wechatpay-Serial"), "there is no `Wechatpay-Serial`"),
        (right().without("Host"), "there is no `Host` header"),
        (right().header("Accept", "text/plain"), "`Accept: text/plain` does not name `application/json`"),
        (twice("Accept", right()), "`Accept` comes more than once"),
        (twice("Host", right()), "`Host` comes more than once"),
        (Call::get("/v3/certificates").header("Content-Type", "application/json"), "`Content-Type` without a body"),
        (spaced(right()), "there is white space between the pairs of `Authorization`"),
        (nonce("a-b"), "the nonce `a-b` is not made of letters and digits alone"),
        (nonce(&"a".repeat(33)), "the nonce has 33 characters"),
        (Call::post(JSAPI, &null), "`/attach` is `null`"),
        (Call::new("POST", JSAPI).body("application/json", double), "`/mchid` comes twice"),
    ];
    for (call, wanted) in cases {
        let (status, code, why) = refused(&gateway, call);
        assert_eq!((status, code.as_str()), (400, "PARAM_ERROR"), "{why}");
        assert!(why.starts_with(wanted), "{why}");
    }
}

/// The same of uploads, whose form has more than one way to be read.
#[test]
fn a_strict_gateway_wants_forms_that_nobody_can_misread() {
    let gateway = Gateway::builder().strict(true).start_blocking().expect("a port");
    let meta = json!({"filename": "a.png", "sha256": sha256(b"picture")}).to_string();
    let form = |name: &str, end: &str| {
        format!(
            "--b-1\r\nContent-Disposition: form-data; name={name}\r\nContent-Type: application/json\r\n\r\n{meta}\r\n\
             --b-1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\
             picture\r\n--b-1--{end}"
        )
    };
    let upload = |media: &str, body: String| {
        let mut call = Call::new("POST", "/v3/merchant/media/upload").body(media, body);
        call.signs = Some(meta.clone().into_bytes());
        call
    };
    let right = form("\"meta\"", "\r\n");
    for media in ["multipart/form-data; boundary=b-1", "multipart/form-data; boundary=\"b-1\""] {
        let answer = upload(media, right.clone()).send(&gateway);
        assert_eq!(answer.status, 200, "{answer:?}");
    }
    let spaced = right.replace("b-1", "b 1");
    let media = "multipart/form-data; boundary=b-1";
    let two = right.replacen("image/png", "application/json", 1);
    let cases = [
        (upload("multipart/form-data", right.clone()), "the type of the form names no boundary"),
        (upload("multipart/form-data; boundary=b 1", spaced), "the boundary of the form would have to be quoted"),
        (upload(media, form("\"meta\"", "")), "the form does not end with its boundary and a line end"),
        (upload(media, form("meta", "\r\n")), "a name in the head of a part is not quoted"),
        (upload(media, two), "more than one part is JSON"),
    ];
    for (call, wanted) in cases {
        let (status, _, why) = refused(&gateway, call);
        assert!(status == 400 && why.starts_with(wanted), "{why}");
    }
}
