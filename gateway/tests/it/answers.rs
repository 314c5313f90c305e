//! What is answered when nobody says otherwise.

use std::net::TcpStream;
use std::time::Instant;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Map, Value, json};
use wechatpay_gateway::api::{
    self, Answer, Auth, Body, Content, Digest, Encrypted, Field, Form, Kind, Operation, Shape, Signed,
};
use wechatpay_gateway::crypto::{Padding, sha1, sha256, sm3};
use wechatpay_gateway::keys::{self, Identity};
use wechatpay_gateway::{Gateway, canned, clock::Now};

use crate::caller::{self, Call};

/// The request that the documentation's samples make up, with every member.
fn call(operation: &Operation) -> Call {
    let details = operation.details();
    let is_brand = details.auth == Auth::Brand;
    let platform = if is_brand { keys::platform_brand() } else { keys::platform_a() };
    let padding = if details.overseas { Padding::Pkcs1v15 } else { Padding::OaepSha1 };
    let members = |shape: Option<Shape>| {
        let members = shape.map(|shape| canned::members(shape, Now::at(1_528_425_296)));
        members.map(|mut members| {
            if let Some(shape) = shape {
                seal(shape, &mut members, platform, padding);
            }
            members
        })
    };
    let path = members(details.path).unwrap_or_default();
    let target = operation.template().split('/').map(|segment| {
        let value = segment.strip_prefix('{').and_then(|name| path.get(name.strip_suffix('}')?));
        value.map_or_else(|| segment.to_owned(), |value| encoded(&text(value)))
    });
    let mut target = target.collect::<Vec<_>>().join("/");
    for (number, (name, value)) in members(details.query).unwrap_or_default().into_iter().enumerate() {
        let items = match value {
            Value::Array(items) => items,
            value => vec![value],
        };
        for item in items {
            let separator = if number == 0 && !target.contains('?') { '?' } else { '&' };
            target.push(separator);
            target.extend([name.as_str(), "=", &encoded(&text(&item))]);
        }
    }
    let call = Call::new(operation.method(), &target);
    let call = match &details.body {
        None => call,
        Some(Body::Json { json, .. }) => {
            let body = Value::Object(members(Some(*json)).unwrap_or_default());
            call.body("application/json", body.to_string())
        }
        Some(Body::Form(form)) => upload(call, form, members(Some(form.form)).unwrap_or_default()),
    };
    if is_brand { call.by_brand() } else { call }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// Encrypts what is to be encrypted.
fn seal(shape: Shape, members: &mut Map<String, Value>, to: &Identity, padding: Padding) {
    for field in shape.fields() {
        if let Some(value) = members.get_mut(&field.name) {
            seal_value(field, value, to, padding);
        }
    }
}

fn seal_value(field: &Field, value: &mut Value, to: &Identity, padding: Padding) {
    match (value, &field.content) {
        (Value::Array(items), _) => items.iter_mut().for_each(|item| seal_value(field, item, to, padding)),
        (Value::Object(members), Content::Fields(shape)) => seal(*shape, members, to, padding),
        (Value::Object(members), Content::Variants(shapes)) => seal(shapes[0], members, to, padding),
        (Value::String(text), Content::Encoded(shape)) => {
            if let Ok(Value::Object(mut members)) = serde_json::from_str(text) {
                seal(*shape, &mut members, to, padding);
                *text = Value::Object(members).to_string();
            }
        }
        (Value::String(text), _) if field.encrypted == Some(Encrypted::Platform) => {
            let sealed = to.key.public().seal(padding, b"secret").expect("it is short");
            *text = BASE64_STANDARD.encode(sealed);
        }
        _ => {}
    }
}

/// A form with a file, whose JSON part is signed.
fn upload(mut call: Call, form: &Form, mut members: Map<String, Value>) -> Call {
    let file = b"\x89PNG";
    let meta = members.remove(&form.meta).expect("a JSON part");
    let mut meta: Value = serde_json::from_str(meta.as_str().expect("a text")).expect("JSON");
    if let Some((member, digest)) = &form.digest {
        meta[member] = json!(match digest {
            Digest::Sha256 => sha256(file),
            Digest::Sm3 => sm3(file),
        });
    }
    let meta = meta.to_string();
    let mut body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"{}\"\r\nContent-Type: application/json\r\n\r\n{meta}\r\n--x\r\n\
         Content-Disposition: form-data; name=\"{}\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n",
        form.meta, form.file
    )
    .into_bytes();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--x--\r\n");
    call.signs = Some(meta.into_bytes());
    call.body("multipart/form-data; boundary=x", body)
}

/// What is odd about a value, by its field.
fn misfit(field: &Field, value: &Value, at: &str, merchant: &Identity, padding: Padding) -> Option<String> {
    if let (Value::Array(items), true) = (value, field.ty.list) {
        return items.iter().find_map(|item| {
            misfit(&Field { ty: api::Type { list: false, ..field.ty }, ..field.clone() }, item, at, merchant, padding)
        });
    }
    let fits = !field.ty.list
        && match field.ty.kind {
            Kind::String => value.is_string(),
            Kind::Integer => value.is_i64(),
            Kind::Number | Kind::Float => value.is_number(),
            Kind::Boolean => value.is_boolean(),
            Kind::Object => value.is_object(),
            Kind::File => false,
        };
    let opens = |text: &str| {
        let sealed = BASE64_STANDARD.decode(text).unwrap_or_default();
        merchant.key.open(padding, &sealed).is_some()
    };
    match value {
        _ if !fits => Some(format!("{at} is {value}, and {} is wanted", field.ty)),
        Value::String(text) if field.encrypted == Some(Encrypted::Merchant) && !opens(text) => {
            Some(format!("{at} does not open"))
        }
        Value::String(text) if !field.values.is_empty() && !field.values.contains(text) => {
            Some(format!("{at} is {text}"))
        }
        Value::Object(members) => match &field.content {
            Content::Fields(shape) => whole(*shape, members, at, merchant, padding),
            _ => None,
        },
        _ => None,
    }
}

/// Whether every member is there, and is what its field says.
fn whole(
    shape: Shape,
    members: &Map<String, Value>,
    at: &str,
    merchant: &Identity,
    padding: Padding,
) -> Option<String> {
    let odd = |field: &Field| {
        let at = format!("{at}/{}", field.name);
        members
            .get(&field.name)
            .map_or_else(|| Some(format!("{at} is missing")), |value| misfit(field, value, &at, merchant, padding))
    };
    shape.fields().iter().find_map(odd)
}

/// Every operation is answered with every member that its documentation names, by a request with every member.
#[test]
fn every_operation_is_answered() {
    let gateway = Gateway::builder().stateless().start_blocking().expect("a port");
    let mut stream = TcpStream::connect(gateway.address()).expect("it listens");
    let (start, mut failures) = (Instant::now(), Vec::new());
    for operation in api::api().operations() {
        let details = operation.details();
        let is_brand = details.auth == Auth::Brand;
        let answer = call(operation).send_on(&mut stream);
        let (own, identity) =
            if is_brand { (keys::brand(), keys::platform_brand()) } else { (keys::merchant(), keys::platform_a()) };
        let serial = if is_brand { keys::BRAND_PUBLIC_KEY_ID } else { keys::PUBLIC_KEY_ID };
        let padding = if details.overseas { Padding::Pkcs1v15 } else { Padding::OaepSha1 };
        let odd = match &details.answer {
            Answer::Json(_) if answer.status != 200 => Some("refused".to_owned()),
            Answer::Json(_)
                if answer.header("Content-Type").is_none_or(|media| !media.starts_with("application/json")) =>
            {
                Some("no JSON".to_owned())
            }
            Answer::Json(shape) => whole(*shape, answer.json().as_object().expect("an object"), "", own, padding),
            Answer::Status(status) => {
                (answer.status != *status || !answer.body.is_empty()).then(|| "another status".to_owned())
            }
            Answer::Stream(_) => (answer.status != 200 || answer.body.is_empty()).then(|| "no file".to_owned()),
        };
        let signed = match details.signed {
            Signed::Body => answer.is_signed(identity, serial),
            Signed::Not => answer.header("Wechatpay-Signature").is_none(),
            Signed::StatementSha1 => answer.header("Wechatpay-Statement-Sha1") == Some(&sha1(&answer.body)),
        };
        if let Some(odd) = odd.or_else(|| (!signed).then(|| "not signed as it should be".to_owned())) {
            failures.push(format!("{}: {odd}: {}", operation.id(), String::from_utf8_lossy(&answer.body)));
        }
    }
    println!("{} operations in {:?}", api::api().operations().len(), start.elapsed());
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    assert_eq!(gateway.rejections(), Vec::<String>::new());
}

/// What is encrypted comes to the test as it was.
#[test]
fn what_is_encrypted_is_opened() {
    let gateway = Gateway::start_blocking();
    let sealed = |padding, to: &Identity| {
        BASE64_STANDARD.encode(to.key.public().seal(padding, "张三".as_bytes()).expect("short"))
    };
    let order = |name: &str| {
        let mut order = caller::order();
        order["payer"]["identity"] = json!({"type": "IDCARD", "number": name, "name": name});
        order
    };
    let right = sealed(Padding::OaepSha1, keys::platform_a());
    assert_eq!(Call::post(caller::JSAPI, &order(&right)).send(&gateway).status, 200);
    assert_eq!(gateway.received_at("POST", caller::JSAPI)[0].body["payer"]["identity"]["name"], json!("张三"));
    // To the certificate that the header names.
    let serial = &keys::platform_b().serial;
    let to_b = sealed(Padding::OaepSha1, keys::platform_b());
    assert_eq!(Call::post(caller::JSAPI, &order(&to_b)).header("Wechatpay-Serial", serial).send(&gateway).status, 200);
    let wrong = ["张三", &to_b, &sealed(Padding::Pkcs1v15, keys::platform_a())];
    for name in wrong {
        let answer = Call::post(caller::JSAPI, &order(name)).send(&gateway);
        assert_eq!((answer.status, &answer.json()["detail"]["field"]), (400, &json!("/payer/identity/number")));
    }
    let answer = Call::post(caller::JSAPI, &order(&right)).without("Wechatpay-Serial").send(&gateway);
    assert_eq!((answer.status, &answer.json()["code"]), (400, &json!("PARAM_ERROR")));
}

#[test]
fn an_upload_is_checked_by_its_parts() {
    let gateway = Gateway::start_blocking();
    let operation = api::api().operation("POST /v3/merchant/media/upload").expect("it is there");
    let right = call(operation);
    assert_eq!(right.clone().send(&gateway).status, 200);
    let received = gateway.received_at("POST", "/v3/merchant/media/upload");
    assert_eq!(received[0].files[0].body, b"\x89PNG");
    assert_eq!(received[0].body["meta"]["sha256"], json!(sha256(b"\x89PNG")));
    let with = |from: &str, to: &str| {
        let mut call = call(operation);
        let text = call.body.clone().into_iter().map(char::from).collect::<String>().replacen(from, to, 1);
        call.body = text.chars().map(|char| u8::try_from(u32::from(char)).expect("a byte")).collect();
        call.send(&gateway)
    };
    let answer = with("PNG", "GIF");
    assert_eq!((answer.status, &answer.json()["detail"]["field"]), (400, &json!("/meta/sha256")));
    let answer = with("name=\"meta\"", "name=\"meta\"; filename=\"x\"");
    assert_eq!((answer.status, &answer.json()["code"]), (401, &json!("SIGN_ERROR")));
    let answer = with("name=\"file\"; filename=\"a.png\"", "name=\"file\"");
    assert_eq!((answer.status, &answer.json()["detail"]["field"]), (400, &json!("/file")));
    assert_eq!(with("--x--", "").status, 400);
    // Who signs the whole form is told so.
    let mut whole = call(operation);
    whole.signs = None;
    assert_eq!(whole.send(&gateway).status, 401);
    let rejections = gateway.rejections();
    assert!(rejections.last().is_some_and(|why| why.contains("the whole body was signed")), "{rejections:?}");
}
