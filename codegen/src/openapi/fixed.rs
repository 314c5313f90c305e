//! What is the same for all operations and notifications, and stands in no page of one of them: how requests are signed,
//! what an error looks like, what a notification comes in.

use std::collections::BTreeMap;

use serde_json::json;

use super::model::{
    Components, Header, MediaType, OrReference, Parameter, ParameterValue, Reference, Requirement, Response, Schema,
    SecurityScheme, Server,
};
use super::ordered::Ordered;

pub const ERROR: &str = "error.Error";
pub const ENVELOPE: &str = "notification.Envelope";
pub const REPLY: &str = "notification.Reply";
const FAILED: &str = "Failed";

/// Where everything goes that has no host of its own, and where it goes when that does not answer.
const HOSTS: [&str; 4] = [
    "https://api.mch.weixin.qq.com",
    "https://api2.mch.weixin.qq.com",
    "https://api.wechatpay.cn",
    "https://api2.wechatpay.cn",
];
const MERCHANT: &str = "merchant";
const MERCHANT_SM2: &str = "merchant-sm2";
const BRAND: &str = "brand";
/// What a notification is signed by, each with whether it always comes.
const HEADERS: [(&str, bool); 5] = [
    ("Wechatpay-Serial", true),
    ("Wechatpay-Timestamp", true),
    ("Wechatpay-Nonce", true),
    ("Wechatpay-Signature", true),
    ("Wechatpay-Signature-Type", false),
];

pub fn servers() -> Vec<Server> {
    HOSTS.iter().map(|url| Server { url: (*url).to_owned() }).collect()
}

/// A request is signed in one of two ways.
pub fn security() -> Vec<Requirement> {
    vec![BTreeMap::from([(MERCHANT, Vec::new())]), BTreeMap::from([(MERCHANT_SM2, Vec::new())])]
}

pub fn of_brand() -> Vec<Requirement> {
    vec![BTreeMap::from([(BRAND, Vec::new())])]
}

/// What is not answered as it should be.
pub fn failures() -> [(String, OrReference<Response>); 2] {
    let failed = || OrReference::Reference(Reference { to: format!("#/components/responses/{FAILED}") });
    ["4XX", "5XX"].map(|status| (status.to_owned(), failed()))
}

/// The headers of a notification.
pub fn signature() -> Vec<OrReference<Parameter>> {
    let to = |(name, _): &(&str, bool)| Reference { to: format!("#/components/parameters/{name}") };
    HEADERS.iter().map(|header| OrReference::Reference(to(header))).collect()
}

pub fn components(schemas: Vec<(String, Schema)>, has_webhooks: bool) -> Components {
    let mut schemas: Ordered<Schema> = schemas.into_iter().collect();
    schemas.put(ERROR, error());
    if has_webhooks {
        schemas.put(ENVELOPE, envelope());
        schemas.put(REPLY, reply());
    }
    let headers = HEADERS.iter().filter(|_| has_webhooks).map(|(name, required)| {
        let value = ParameterValue::Schema(Box::new(Schema::of("string")));
        let (name, description) = ((*name).to_owned(), String::new());
        (name.clone(), Parameter { name, place: "header", description, required: *required, value })
    });
    Components {
        schemas: schemas.sorted(),
        responses: Ordered::from([(FAILED, failed())]),
        parameters: headers.collect(),
        security_schemes: schemes(),
    }
}

fn failed() -> Response {
    Response {
        description: "The request is refused, or has failed".to_owned(),
        headers: Ordered::from([("Request-ID", Header { schema: Schema::of("string") })]),
        content: Ordered::from([("application/json", MediaType::of(Schema::reference(ERROR)))]),
    }
}

/// Nothing in it is certain: what stands in front of the service answers as it likes.
fn error() -> Schema {
    let properties = [
        ("code", Schema::of("string")),
        ("message", Schema::of("string")),
        // An object, a list or a text.
        ("detail", Schema::default()),
    ];
    Schema { properties: Ordered::from(properties), ..Schema::of("object") }
}

fn envelope() -> Schema {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let text = || Schema::of("string");
    let mut ciphertext = text();
    ciphertext.marks.put("x-wechatpay-encrypted", json!("apiv3"));
    let resource = Schema {
        properties: Ordered::from([
            ("original_type", text()),
            ("algorithm", text()),
            ("ciphertext", ciphertext),
            ("associated_data", text()),
            ("nonce", text()),
        ]),
        required: names(&["algorithm", "ciphertext", "nonce"]),
        ..Schema::of("object")
    };
    Schema {
        properties: Ordered::from([
            ("id", text()),
            ("create_time", Schema { format: Some("date-time"), ..text() }),
            ("event_type", text()),
            ("resource_type", text()),
            ("summary", text()),
            ("resource", resource),
        ]),
        required: names(&["id", "event_type", "resource"]),
        ..Schema::of("object")
    }
}

fn reply() -> Schema {
    Schema {
        properties: Ordered::from([("code", Schema::of("string")), ("message", Schema::of("string"))]),
        ..Schema::of("object")
    }
}

/// The scheme of the `Authorization` header, what is signed, and by which members the header says so.
fn schemes() -> Ordered<SecurityScheme> {
    let scheme = |scheme, description, algorithm: &str, signer: &str| {
        let message = ["method", "path and query", "timestamp", "nonce_str", "body"];
        let members = [signer, "nonce_str", "timestamp", "serial_no", "signature"];
        let signature = json!({"algorithm": algorithm, "lines": message, "members": members, "encoding": "base64"});
        SecurityScheme {
            kind: "http",
            scheme,
            description,
            marks: Ordered::from([("x-wechatpay-signature", signature)]),
        }
    };
    Ordered::from([
        (
            MERCHANT,
            scheme(
                "WECHATPAY2-SHA256-RSA2048",
                "Signed with the key of the merchant's API certificate",
                "RSASSA-PKCS1-v1_5 with SHA-256",
                "mchid",
            ),
        ),
        (
            MERCHANT_SM2,
            scheme("WECHATPAY2-SM2-WITH-SM3", "Signed with the merchant's SM2 key", "SM2 with SM3", "mchid"),
        ),
        (
            BRAND,
            scheme(
                "WECHATPAY-BRAND-SHA256-RSA2048",
                "Signed with the key of the brand's API certificate",
                "RSASSA-PKCS1-v1_5 with SHA-256",
                "brand_id",
            ),
        ),
    ])
}
