//! What would go out as something else than it says, or not at all: it is refused by the place, and nothing goes out.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;
use wechatpay_client::Outcome;
use wechatpay_client::operation::{Meta, Method, Operation};
use wechatpay_client::wire::{In, Out, Place, Secret, Value, Wire, encode};
use wechatpay_gateway::Reply;
use wechatpay_tests::operations::Order;
use wechatpay_tests::stand::Routes;

use super::support::{Caller, unsendable};
use super::untyped::{PATH, thing, transfer, unasked};

/// What a value knows and JSON does not would go out as another value, or not at all.
#[tokio::test]
async fn nothing_of_a_value_is_lost_on_its_way_into_a_body() {
    let (gateway, client) = unasked().await;
    let value = |json: &str| Value::parse(json.as_bytes()).expect("JSON");
    let object = |value| Value::Object(vec![("a".into(), value)]);
    let encoded = Value::Encoded(Box::new(object(Value::Secret(Secret::from("张三")))));
    for (body, field) in [
        (value(r#"{"a": {"b": 1, "b": 2}}"#), "$.a.b"),
        (value(r#"{"a": [123456789012345678901234567890]}"#), "$.a[0]"),
        (value(r#"{"a": 1e999}"#), "$.a"),
        (object(Value::File(wechatpay_client::File::from_bytes("a.png", vec![1]))), "$.a"),
        (object(Value::Secret(Secret::from("张三"))), "$.a"),
        (object(encoded), "$.a"),
        (value(r#"{"a\r\nb": "🧸"}"#), "$[member 1]"),
    ] {
        let call = client.call(Method::Post, PATH).body(body.clone());
        assert_eq!(unsendable(Caller::sent(call).await), field, "{body:?}");
    }
    let unread = value(r#"{"b": 1, "b": 2}"#).get("b").cloned();
    let secret = Value::Secret(Secret::from("张三"));
    for value in [unread, Some(secret), Some(Value::Text("[confidential]".to_owned()))] {
        let query = client.call(Method::Get, PATH).query("a", &value);
        assert_eq!(unsendable(Caller::sent(query).await), "a", "{value:?}");
        let path = client.call(Method::Get, "/v3/things/{a}").path("a", &value);
        assert_eq!(unsendable(Caller::sent(path).await), "a", "{value:?}");
    }
    let header = client.call(Method::Get, PATH).header("X-A", "[confidential]");
    assert_eq!(unsendable(Caller::sent(header).await), "X-A");
    assert_eq!(gateway.connections(), 0);

    gateway.route("POST /v3/new/things").replies([Reply::json(&json!({}))]);
    let body = value(r#"{"a": [18446744073709551615, 1.50, 1e3, -7], "b": {"c": true}}"#);
    Caller::sent(client.call(Method::Post, PATH).body(body)).await.expect("all of it is JSON");
    assert_eq!(
        gateway.requests()[0].json(),
        json!({"a": [18_446_744_073_709_551_615_u64, 1.5, 1000.0, -7], "b": {"c": true}})
    );
}

struct Stubborn;

impl Serialize for Stubborn {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("6222000000000000"))
    }
}

#[tokio::test]
async fn a_body_that_cannot_be_sent_is_refused() {
    let (gateway, client) = unasked().await;
    let post = || client.call(Method::Post, PATH);
    let mark = encode(&transfer()).to_json();
    let mark: serde_json::Value = serde_json::from_str(&mark).expect("JSON");
    for (call, field) in [
        (client.call(Method::Get, PATH).body(json!({})), "body"),
        (post().body(json!({})).body(json!({})), "body"),
        (post().body("text"), "$"),
        (post().body(1), "$"),
        (post().body(()), "$"),
        (post().body(None::<i64>), "$"),
        (post().body(BTreeMap::from([("a", vec![Stubborn])])), "$.a[0]"),
        (post().body(BTreeMap::from([("a", [1.0, f64::NAN])])), "$.a[1]"),
        (post().body(BTreeMap::from([("a", f32::INFINITY)])), "$.a"),
        (post().body(json!({"a": [{"b": "公仔🧸"}]})), "$.a[0].b"),
        (post().body(json!({"🧸": 1})), "$[member 1]"),
        (post().body(json!({"a": [1, null]})), "$.a[1]"),
        (post().body(BTreeMap::from([("a", u128::MAX)])), "$.a"),
        (post().body(mark), "$.receiver.account"),
        (post().query("a", [1]), "a"),
        (post().query("a", json!({})), "a"),
        (post().query("a", None::<&str>), "a"),
        (post().query("a", f64::NAN), "a"),
        (post().query("a", "🧸"), "a"),
        (post().query("", "x"), ""),
        (post().header("X-A", "a\r\nX-B: c"), "X-A"),
        (post().header("X A", "a"), "X A"),
        (post().header("X-A", "a").header("x-a", "b"), "x-a"),
        (post().header("X-A", "名"), "X-A"),
        (post().header("authorization", "a"), "authorization"),
        (post().header("Proxy-Authorization", "a"), "Proxy-Authorization"),
        (post().header("keep-alive", "a"), "keep-alive"),
        (post().header("TE", "trailers"), "TE"),
        (post().header("Trailer", "a"), "Trailer"),
        (post().header("Upgrade", "h2c"), "Upgrade"),
        (post().header("wechatpay-signature", "a"), "wechatpay-signature"),
        (post().header("Wechatpay-New", "a"), "Wechatpay-New"),
        (post().header("Wechatpay-Serial", "a"), "Wechatpay-Serial"),
        (post().header("Content-Type", "text/plain"), "Content-Type"),
    ] {
        let error = Caller::sent(call).await.expect_err(field);
        assert!(!error.to_string().contains("6222") && !error.to_string().contains("公仔"), "{error}");
        assert!(!error.may_have_taken_effect() && error.outcome() == Outcome::NotSent);
        assert_eq!(unsendable::<()>(Err(error)), field);
    }
    assert_eq!(gateway.connections(), 0);
}

#[tokio::test]
async fn a_path_to_a_confidential_field_that_leads_nowhere_is_refused() {
    let (gateway, client) = unasked().await;
    let post = || client.call(Method::Post, PATH).body(thing());
    for (call, field) in [
        (post().confidential("$.payee.nmae"), "$.payee.nmae"),
        (post().confidential("$.note"), "$.note"),
        (post().confidential("$.amount"), "$.amount"),
        (post().confidential("$.payee"), "$.payee"),
        (post().confidential("$.receivers.name"), "$.receivers"),
        (post().confidential("$.receivers[*].name[0]"), "$.receivers[0].name"),
        (post().confidential("payee.name"), "payee.name"),
        (post().confidential("$.*"), "$.*"),
        (post().open("payee.name"), "payee.name"),
        (client.call(Method::Post, PATH).confidential("$.a"), "$.a"),
    ] {
        let error = Caller::sent(call).await.expect_err(field);
        assert!(!error.to_string().contains("张三"), "{error}");
        assert_eq!(unsendable::<()>(Err(error)), field);
    }
    let long = client.call(Method::Post, PATH).body(json!({"a": {"b": "x".repeat(215)}})).confidential("$.a.b");
    assert_eq!(unsendable(Caller::sent(long).await), "$.a.b");
    assert_eq!(gateway.connections(), 0);
}

/// An operation by hand: what it puts, and where it goes.
macro_rules! by_hand {
    ($name:ident, $meta:expr, |$self:ident, $out:ident| $put:expr) => {
        struct $name;
        impl Wire for $name {
            fn put(&self, $out: &mut Out) {
                $put
            }

            fn get(_: &mut In<'_>) -> Self {
                Self
            }
        }
        impl Operation for $name {
            type Response = Order;
            const META: Meta = $meta;
        }
    };
}

const POST: Meta = Meta::new(Method::Post, PATH).json();
fn text(text: &str) -> String {
    text.to_owned()
}

by_hand!(OneValue, POST, |self, out| Value::Object(vec![("a".into(), Value::Int(1))]).put(out));
by_hand!(OneText, POST, |self, out| out.text("a"));
by_hand!(ValueAndField, POST, |self, out| {
    out.text("a");
    out.field("a", &1);
});
by_hand!(FieldAndValue, POST, |self, out| {
    out.field("a", &1);
    out.text("a");
});
by_hand!(Inner, POST, |self, out| {
    out.field("b", &1);
    out.text("a");
});
by_hand!(MixedInside, POST, |self, out| out.field("a", &Inner));
by_hand!(NoBody, Meta::new(Method::Post, PATH), |self, out| out.field("a", &1));
by_hand!(GetWithBody, Meta::new(Method::Get, PATH).json(), |self, out| out.field("a", &1));
by_hand!(NoPlaceholder, POST, |self, out| out.path("id", &1));
by_hand!(TwicePath, Meta::new(Method::Get, "/v3/{id}"), |self, out| {
    out.path("id", &1);
    out.path("id", &2);
});
by_hand!(TwiceField, POST, |self, out| {
    out.field("a", &1);
    out.field("a", &2);
});
by_hand!(TwiceInside, POST, |self, out| out.field("a", &TwiceField));
by_hand!(TwiceHeader, POST, |self, out| {
    out.header("X-A", &text("a"));
    out.keyed(Place::Header, "x-a", "other", false, &text("b"));
});
by_hand!(OwnHeader, POST, |self, out| out.header("Accept", &text("text/html")));
by_hand!(FileInJson, POST, |self, out| {
    out.field("a", &wechatpay_client::File::from_bytes("a.png", vec![1]));
});
by_hand!(QueryInPath, Meta::new(Method::Get, "/v3/x?y=1"), |self, out| out.query("z", &1));

/// An operation that compiles and would have sent something else than it says, or nothing at all.
#[tokio::test]
async fn an_operation_by_hand_that_cannot_be_sent_is_refused() {
    let (gateway, client) = unasked().await;
    assert_eq!(unsendable(client.send(OneValue).await), "$");
    assert_eq!(unsendable(client.send(OneText).await), "$");
    assert_eq!(unsendable(client.send(ValueAndField).await), "$");
    assert_eq!(unsendable(client.send(FieldAndValue).await), "$");
    assert_eq!(unsendable(client.send(MixedInside).await), "a");
    assert_eq!(unsendable(client.send(NoBody).await), "a");
    assert_eq!(unsendable(client.send(GetWithBody).await), "body");
    assert_eq!(unsendable(client.send(NoPlaceholder).await), "id");
    assert_eq!(unsendable(client.send(TwicePath).await), "id");
    assert_eq!(unsendable(client.send(TwiceField).await), "a");
    assert_eq!(unsendable(client.send(TwiceInside).await), "a.a");
    assert_eq!(unsendable(client.send(TwiceHeader).await), "x-a");
    assert_eq!(unsendable(client.send(OwnHeader).await), "Accept");
    assert_eq!(unsendable(client.send(FileInJson).await), "a");
    assert_eq!(unsendable(client.send(QueryInPath).await), "path");
    assert_eq!(gateway.connections(), 0);
}
