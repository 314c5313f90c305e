//! Uploads: the JSON part is signed, the file is not, and the digest is the client's work.

use serde_json::{Value, json};
use wechatpay_client::error::TransportKind;
use wechatpay_client::v3::mch_manage::submission_files::sub_mchid::by_sub_mchid::upload;
use wechatpay_client::wire::Secret;
use wechatpay_client::{Error, File, RetryPolicy};
use wechatpay_gateway::clock::TestClock;
use wechatpay_gateway::crypto::{sha256, sm3};
use wechatpay_gateway::fault::Fault;
use wechatpay_gateway::http::{Part, parse_form};
use wechatpay_gateway::keys::{self};
use wechatpay_gateway::{Gateway, Reply};
use wechatpay_tests::keys::Key;
use wechatpay_tests::operations::{ImageMeta, ImageUpload, InvoiceMeta, InvoiceUpload};
use wechatpay_tests::stand::{Routes, start, with_clock};

use super::support::{assert_all_right, builder, built, client, expect_error, unsendable};

const IMAGE: &str = "POST /v3/merchant/media/upload";
const INVOICE: &str = "POST /v3/new-tax-control-fapiao/fapiao-applications/upload-fapiao-file";
/// It has in it what a careless form would trip over.
const CONTENT: &[u8] = b"\xff\xd8\xff\xe0 not really --a\r\n\r\n picture \0";

fn image(file: File) -> ImageUpload {
    ImageUpload { meta: ImageMeta { sha256: None, filename: None }, file }
}

/// What the gateway has got: the JSON part and the file part.
async fn uploaded(route: &str, request: impl Future<Output = ()>, gateway: &Gateway) -> (Value, Part) {
    gateway.route(route).replies([Reply::json(&json!({"media_id": "m-1"}))]);
    request.await;
    assert_all_right(gateway);
    let seen = gateway.requests().pop().expect("the request came");
    let media = seen.header("Content-Type").expect("a form has a type");
    let [meta, file] = parse_form(media, &seen.body).expect("a form").try_into().expect("two parts");
    assert_eq!((meta.name.as_str(), meta.filename.as_deref()), ("meta", None));
    (serde_json::from_slice(&meta.body).expect("JSON"), file)
}

#[tokio::test]
async fn from_memory() {
    let gateway = start().await;
    let send = async {
        let media = client(&gateway).send(image(File::from_bytes("门店.jpg", CONTENT))).await;
        assert_eq!(media.expect("the gateway is content").media_id, "m-1");
    };
    let (meta, file) = uploaded(IMAGE, send, &gateway).await;
    assert_eq!(meta, json!({"sha256": sha256(CONTENT), "filename": "门店.jpg"}));
    assert_eq!(
        file,
        Part {
            name: "file".to_owned(),
            filename: Some("门店.jpg".to_owned()),
            media: "image/jpeg".to_owned(),
            body: CONTENT.to_vec(),
        }
    );
}

#[tokio::test]
async fn a_part_beside_the_two_goes_as_text() {
    let gateway = start().await;
    let route = "POST /v3/mch-manage/submission-files/sub-mchid/123000110/upload";
    gateway.route(route).replies([Reply::json(&json!({"file_id": "f-1"}))]);
    let file = File::from_bytes("a.png", CONTENT);
    let upload = upload::Post::builder().sub_mchid("123000110").submission_file(file).item_id(56).build();
    assert_eq!(client(&gateway).send(upload).await.expect("the gateway is content").file_id, "f-1");
    assert_all_right(&gateway);

    let seen = gateway.requests().pop().expect("the request came");
    let media = seen.header("Content-Type").expect("a form has a type");
    let [meta, item, file] = parse_form(media, &seen.body).expect("a form").try_into().expect("three parts");
    let signed: Value = serde_json::from_slice(&meta.body).expect("JSON");
    assert_eq!(signed, json!({"file_name": "a.png", "file_digest": sha256(CONTENT)}));
    let text = Part { name: "item_id".to_owned(), filename: None, media: String::new(), body: b"56".to_vec() };
    assert_eq!(item, text);
    assert_eq!(file.name, "submission_file");
}

#[tokio::test]
async fn from_a_file() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("scan.PNG");
    std::fs::write(&path, CONTENT).expect("a file can be written");
    let gateway = start().await;
    let send = async {
        client(&gateway).send(image(File::from_path(&path).named("a.png"))).await.expect("the gateway is content");
    };
    let (meta, file) = uploaded(IMAGE, send, &gateway).await;
    assert_eq!(meta["filename"], "a.png");
    assert_eq!((file.media.as_str(), &file.body[..]), ("image/png", CONTENT));
}

#[tokio::test]
async fn with_another_digest_and_a_confidential_field() {
    let gateway = start().await;
    let meta = InvoiceMeta {
        file_type: "PDF".to_owned(),
        digest_alogrithm: "SM3".to_owned(),
        digest: None,
        payer: Some(Secret::from("张三")),
    };
    let file = File::from_bytes("a.pdf", CONTENT).media_type("application/x-pdf");
    let send = async {
        client(&gateway).send(InvoiceUpload { meta, file }).await.expect("the gateway is content");
    };
    let (meta, file) = uploaded(INVOICE, send, &gateway).await;
    assert_eq!(meta["digest"], sm3(CONTENT));
    assert_eq!(meta["digest_alogrithm"], "SM3");
    assert_eq!(keys::platform_a().open_oaep(meta["payer"].as_str().expect("text")), "张三");
    assert_eq!(file.media, "application/x-pdf");
    assert!(meta.get("filename").is_none(), "this page wants no name");
}

#[tokio::test]
async fn a_digest_that_the_caller_gives_has_to_be_right() {
    let gateway = start().await;
    let with = |sha256: &str| ImageUpload {
        meta: ImageMeta { sha256: Some(sha256.to_owned()), filename: Some("b.jpg".to_owned()) },
        file: File::from_bytes("a.jpg", CONTENT),
    };
    assert_eq!(unsendable(client(&gateway).send(with(&sha256(b"another"))).await), "meta.sha256");
    assert_eq!(gateway.connections(), 0);

    let right = sha256(CONTENT).to_uppercase();
    let send = async {
        client(&gateway).send(with(&right)).await.expect("the gateway is content");
    };
    let (meta, _) = uploaded(IMAGE, send, &gateway).await;
    assert_eq!(meta, json!({"sha256": right, "filename": "b.jpg"}), "what the caller gives is kept");
}

#[tokio::test]
async fn what_cannot_be_uploaded() {
    let gateway = start().await;
    let client = client(&gateway);
    for name in ["", "a\".jpg", "a\r\n.jpg", "a\\.jpg"] {
        let file = File::from_bytes(name, CONTENT);
        assert_eq!(unsendable(client.send(image(file)).await), "file", "{name:?}");
    }
    assert_eq!(unsendable(client.send(image(File::from_bytes("🧸.jpg", CONTENT))).await), "file");
    assert_eq!(unsendable(client.send(image(File::from_bytes("a.jpg", Vec::new()))).await), "file");
    let media = File::from_bytes("a.jpg", CONTENT).media_type("image/jpeg\r\nX-Other: 1");
    assert_eq!(unsendable(client.send(image(media)).await), "file");
    let missing = client.send(image(File::from_path("/no/such/file.jpg"))).await;
    let missing = missing.expect_err("there is no such file");
    let sent = missing.context().map(|context| (context.method, context.attempts));
    assert!(matches!(missing, Error::Io { .. }) && sent == Some(("POST", 0)), "{missing:?}");
    assert_eq!(missing.outcome(), wechatpay_client::Outcome::NotSent);
    assert_eq!(gateway.connections(), 0);
}

#[tokio::test]
async fn an_upload_that_is_asked_for_again_is_the_same() {
    let clock = TestClock::default();
    let gateway = with_clock(&clock).await;
    gateway
        .route(IMAGE)
        .replies([Reply::error(500, "SYSTEM_ERROR", "again"), Reply::json(&json!({"media_id": "m-1"}))]);
    let client = built(builder(&gateway).clock(clock).retry(RetryPolicy::default()));
    client.send(image(File::from_bytes("a.jpg", CONTENT))).await.expect("the second answer is right");
    assert_all_right(&gateway);
    let seen = gateway.requests();
    assert_eq!(seen.len(), 2);
    assert_eq!((&seen[0].body, seen[0].header("Content-Type")), (&seen[1].body, seen[1].header("Content-Type")));
}

#[tokio::test]
async fn an_upload_that_breaks_off() {
    let clock = TestClock::default();
    let gateway = with_clock(&clock).await;
    gateway.fault(Fault::RESET_BEFORE_READ).on_path("POST", "/v3/merchant/media/upload");
    let client = built(builder(&gateway).clock(clock).retry(RetryPolicy::default()));
    // More than what a socket takes in before anyone reads.
    let result = client.send(image(File::from_bytes("a.jpg", vec![7; 8 << 20]))).await;
    assert!(result.as_ref().is_err_and(Error::may_have_taken_effect), "nobody knows");
    assert_eq!(expect_error!(result, Transport).kind, TransportKind::Interrupted);
    assert_eq!(gateway.requests().len(), 0, "and it is not sent again");
}

#[tokio::test]
async fn an_upload_that_is_refused() {
    let gateway = start().await;
    gateway.route(IMAGE).replies([Reply::error(401, "SIGN_ERROR", "签名错误")]);
    let result = client(&gateway).send(image(File::from_bytes("a.jpg", CONTENT))).await;
    assert!(!result.as_ref().is_err_and(Error::may_have_taken_effect));
    assert_eq!(expect_error!(result, Api).code, "SIGN_ERROR");
}
