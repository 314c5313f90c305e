//! Complaints, and the pictures that go with the answers.

use std::sync::Arc;

use serde_json::{Value, json};
use wechatpay_gateway::Gateway;
use wechatpay_gateway::clock::Now;
use wechatpay_gateway::crypto::sha256;
use wechatpay_gateway::keys::MERCHANT_ID;
use wechatpay_gateway::shop::{Books, Notification, Refusal};

use super::{REFUNDS, START, code, gateway, get, is_whole, on, paid, post, refund, refused, send};
use crate::caller::Call;

const COMPLAINTS: &str = "/v3/merchant-service/complaints-v2";
const URL: &str = "/v3/merchant-service/complaint-notifications";

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

#[test]
fn a_complaint_is_answered_and_settled() {
    let gateway = gateway();
    let id = paid(&gateway, "A1", 100);
    assert_eq!(gateway.complain("A9", "商品破损").map_err(|refusal| refusal.code), Err("ORDER_NOT_EXIST"));
    let complaint = text(&gateway.complain("A1", "商品破损").expect("it is paid")["complaint_id"]);
    let one = format!("{COMPLAINTS}/{complaint}");
    let seen = get(&gateway, &one).json();
    assert_eq!((&seen["complaint_state"], &seen["complaint_detail"]), (&json!("PENDING"), &json!("商品破损")));
    assert_eq!(seen["complaint_order_info"], json!([{"transaction_id": id, "out_trade_no": "A1", "amount": 100}]));
    assert_eq!((&seen["incoming_user_response"], &seen["complaint_full_refunded"]), (&json!(true), &json!(false)));
    let answer = |images: &[&str]| {
        let body = json!({
            "complainted_mchid": MERCHANT_ID, "response_content": "已与用户沟通解决", "response_images": images,
        });
        post(&gateway, &format!("{one}/response"), &body)
    };
    assert_eq!(refused(&answer(&["unknown"])), code(400, "PARAM_ERROR"));
    let picture = picture(&gateway);
    assert_eq!(answer(&[&picture]).status, 204);
    let seen = get(&gateway, &one).json();
    assert_eq!((&seen["complaint_state"], &seen["incoming_user_response"]), (&json!("PROCESSING"), &json!(false)));
    post(&gateway, REFUNDS, &refund("A1", "R1", 100, 100));
    assert_eq!(get(&gateway, &one).json()["complaint_full_refunded"], json!(true));
    let complete = |mchid: &str| post(&gateway, &format!("{one}/complete"), &json!({"complainted_mchid": mchid}));
    assert_eq!(refused(&complete("1900012181")), code(400, "PARAM_ERROR"));
    assert_eq!(complete(MERCHANT_ID).status, 204);
    assert_eq!(refused(&complete(MERCHANT_ID)), code(400, "INVALID_REQUEST"));
    let steps = get(&gateway, &format!("{one}/negotiation-historys?limit=10")).json();
    let what: Vec<_> = (0..3).map(|place| text(&steps["data"][place]["operate_type"])).collect();
    assert_eq!(what, ["USER_CREATE_COMPLAINT", "MERCHANT_RESPONSE", "MERCHANT_CONFIRM_COMPLETE"]);
    assert_eq!(steps["data"][1]["complaint_media_list"]["media_url"], json!([picture]));
    assert_eq!(refused(&get(&gateway, &format!("{COMPLAINTS}/9"))), code(404, "RESOURCE_NOT_EXISTS"));
}

/// Sends a picture, which is there from then on.
fn picture(gateway: &Gateway) -> String {
    let file = b"\x89PNG";
    let meta = json!({"filename": "a.png", "sha256": sha256(file)}).to_string();
    let head = format!(
        "--x\r\nContent-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{meta}\r\n--x\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
    );
    let mut call = Call::new("POST", "/v3/merchant-service/images/upload");
    call.signs = Some(meta.into_bytes());
    let call = call.body("multipart/form-data; boundary=x", [head.as_bytes(), file, b"\r\n--x--\r\n"].concat());
    let id = text(&send(gateway, call).json()["media_id"]);
    let answer = get(gateway, &format!("/v3/merchant-service/images/{id}"));
    assert_eq!((answer.status, answer.header("Content-Type"), &answer.body[..]), (200, Some("image/png"), &file[..]));
    assert_eq!(answer.header("Wechatpay-Signature"), None);
    assert_eq!(refused(&get(gateway, "/v3/merchant-service/images/9")), code(404, "RESOURCE_NOT_EXISTS"));
    id
}

#[test]
fn complaints_are_listed_by_day() {
    let gateway = gateway();
    for number in ["A1", "A2", "A3"] {
        paid(&gateway, number, 100);
        gateway.complain(number, number).expect("it is paid");
        gateway.advance(std::time::Duration::from_secs(86_400));
    }
    let list = |query: &str| {
        let seen = get(&gateway, &format!("{COMPLAINTS}?{query}")).json();
        let data = seen["data"].as_array().expect("a list").iter().map(|one| text(&one["complaint_detail"])).collect();
        (data, seen["total_count"].clone())
    };
    assert_eq!(list("begin_date=2018-06-08&end_date=2018-06-09"), (vec!["A1".to_owned(), "A2".to_owned()], json!(2)));
    assert_eq!(list("begin_date=2018-06-08&end_date=2018-06-10&limit=1&offset=2"), (vec!["A3".to_owned()], json!(3)));
    assert_eq!(list("begin_date=2018-06-08&end_date=2018-06-10&complainted_mchid=1"), (Vec::new(), json!(0)));
    let wrong = get(&gateway, &format!("{COMPLAINTS}?begin_date=2018-06-09&end_date=2018-06-08"));
    assert_eq!(refused(&wrong), code(400, "PARAM_ERROR"));
}

#[test]
fn a_merchant_is_told_where_it_wants_to_be() {
    let books = Arc::new(Books::in_memory());
    let gateway = on(books.clone());
    paid(&gateway, "A1", 100);
    let events = |done: Result<(Value, Vec<Notification>), Refusal>| {
        let (_, told) = done.expect("it can be done");
        for one in &told {
            is_whole(&one.event_type, &one.resource);
        }
        let action = |one: &Notification| (one.url.clone(), one.event_type.clone(), text(&one.resource["action_type"]));
        told.iter().map(action).collect::<Vec<_>>()
    };
    assert_eq!(events(books.complain("A1", "x", Now::at(START))), []);
    assert_eq!(refused(&get(&gateway, URL)), code(404, "RESOURCE_NOT_EXISTS"));
    let url = |url: &str| json!({"url": url});
    assert_eq!(
        post(&gateway, URL, &url("https://a.example/")).json(),
        json!({"mchid": MERCHANT_ID, "url": "https://a.example/"})
    );
    assert_eq!(refused(&post(&gateway, URL, &url("https://b.example/"))), code(400, "INVALID_REQUEST"));
    let change = Call::new("PUT", URL).body("application/json", url("https://b.example/").to_string());
    assert_eq!(send(&gateway, change).status, 200);
    assert_eq!(get(&gateway, URL).json()["url"], json!("https://b.example/"));
    let one = |event: &str, action: &str| vec![("https://b.example/".to_owned(), event.to_owned(), action.to_owned())];
    let complaint = books.complain("A1", "x", Now::at(START));
    let id = text(&complaint.as_ref().expect("it can be done").0["complaint_id"]);
    assert_eq!(events(complaint), one("COMPLAINT.CREATE", "CREATE_COMPLAINT"));
    let again = || events(books.complain_again(&id, "y", Now::at(START)));
    assert_eq!(again(), one("COMPLAINT.STATE_CHANGE", "USER_RESPONSE"));
    post(&gateway, &format!("{COMPLAINTS}/{id}/complete"), &json!({"complainted_mchid": MERCHANT_ID}));
    assert_eq!(again(), one("COMPLAINT.STATE_CHANGE", "CONTINUE_COMPLAINT"));
    assert_eq!(send(&gateway, Call::new("DELETE", URL)).status, 204);
    assert_eq!(again(), []);
}
