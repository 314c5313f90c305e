//! Every operation, through the client's types, against the gateway.

use std::borrow::Cow;
use std::time::Instant;

use wechatpay_client::table::{self, operations};
use wechatpay_client::wire::Value;
use wechatpay_client::{Client, File};
use wechatpay_gateway::api::{self, Answer, Body, Content, Details, Field, Kind, Shape};
use wechatpay_gateway::clock::Now;
use wechatpay_gateway::{Gateway, canned};
use wechatpay_tests::open::OpenTexts;
use wechatpay_tests::samples::same;

/// When the made-up values are from.
const NOW: i64 = 1_528_425_296;

/// What the documentation's samples make up, with every member, in plain text.
fn request(details: &Details) -> Value {
    let body = match &details.body {
        None => None,
        Some(Body::Json { json, .. }) => Some(*json),
        Some(Body::Form(form)) => Some(form.form),
    };
    let parts = [details.path, details.query, details.headers, body];
    Value::Object(parts.into_iter().flatten().flat_map(members).collect())
}

fn members(shape: Shape) -> Vec<(Cow<'static, str>, Value)> {
    let values = canned::members(shape, Now::at(NOW));
    let json = |field: &Field| Value::parse(values[&field.name].to_string().as_bytes()).expect("it is JSON");
    let value = |field: &Field| match field.ty.kind {
        Kind::File => Value::File(File::from_bytes("a.png", b"\x89PNG".as_slice())),
        _ => json(field),
    };
    shape.fields().iter().map(|field| (Cow::Owned(field.name.clone()), without_digest(field, value(field)))).collect()
}

/// The client fills in the digest and the name of a file by itself.
fn without_digest(field: &Field, value: Value) -> Value {
    let (Content::Encoded(_), Value::Text(text)) = (&field.content, &value) else { return value };
    let Ok(Value::Object(members)) = Value::parse(text.as_bytes()) else { return value };
    let filled = ["sha256", "digest", "file_digest", "filename", "file_name"];
    let members = members.into_iter().filter(|(name, _)| !filled.contains(&name.as_ref()));
    Value::Text(Value::Object(members.collect()).to_json())
}

/// Sends an operation and reads its answer, which loses nothing on the way; or what was wrong.
async fn exchange(client: &Client, operation: &table::Operation) -> Result<(), String> {
    let details = api::api().operation(operation.id).ok_or("the gateway does not know it")?.details();
    let (raw, drift) = (operation.send)(client, &request(details)).await.map_err(|error| error.to_string())?;
    let open = if let Answer::Json(shape) = details.answer { Some(OpenTexts::of(shape)) } else { None };
    if let Some(odd) = drift.iter().find(|drift| !open.as_ref().is_some_and(|open| open.explain(drift))) {
        return Err(format!("the answer is odd: {odd}"));
    }
    let Some(again) = operation.response else { return Ok(()) };
    let came = Value::parse(raw.body()).map_err(|error| error.to_string())?;
    let read = again(&came).map_err(|error| error.to_string())?;
    let json = |value: &Value| serde_json::from_str(&value.to_json()).expect("it is JSON");
    // What is confidential is printed as a mark: that it opens is what the client has looked at.
    let differences = same(&json(&came), &json(&read));
    let lost = differences.iter().find(|difference| !difference.what.contains("[confidential]"));
    lost.map_or(Ok(()), |lost| Err(format!("the answer does not come back: {lost}")))
}

#[tokio::test]
async fn every_operation_is_answered_to_the_client() {
    let gateway = Gateway::builder().stateless().start().await.expect("a port");
    let client = gateway.client_builder().overseas_url(gateway.url()).build().expect("the settings are right");
    let (start, mut failures) = (Instant::now(), Vec::new());
    for operation in operations() {
        if let Err(why) = exchange(&client, operation).await {
            failures.push(format!("{}: {why}", operation.id));
        }
    }
    println!("{} operations in {:?}", operations().len(), start.elapsed());
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    assert_eq!(operations().len(), 1048);
    assert_eq!(gateway.rejections(), Vec::<String>::new());
    // One sample of the documentation is no time itself.
    let remarks = gateway.remarks();
    assert!(matches!(&remarks[..], [one] if one.contains("`/use_time` is no time")), "{remarks:?}");
}
