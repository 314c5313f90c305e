//! Transfers to users.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use wechatpay_gateway::Gateway;
use wechatpay_gateway::clock::Now;
use wechatpay_gateway::keys::MERCHANT_ID;
use wechatpay_gateway::shop::{Books, Shop};

use super::{OPENID, START, code, gateway, get, is_whole, on, post, refused, told};

const BILLS: &str = "/v3/fund-app/mch-transfer/transfer-bills";

fn bill(number: &str, amount: i64) -> Value {
    json!({
        "appid": "wxf636efh567hg4356", "out_bill_no": number, "openid": OPENID, "transfer_amount": amount,
        "transfer_remark": "2020年4月报销", "notify_url": "https://www.weixin.qq.com/wxpay/pay.php",
        "transfer_scene_id": "1000",
        "transfer_scene_report_infos": [{"info_type": "活动名称", "info_content": "注册会员有礼"}],
    })
}

fn state(gateway: &Gateway, number: &str) -> (Value, Value) {
    let seen = get(gateway, &format!("{BILLS}/out-bill-no/{number}")).json();
    (seen["state"].clone(), seen["fail_reason"].clone())
}

#[test]
fn a_user_takes_a_transfer() {
    let gateway = gateway();
    let first = post(&gateway, BILLS, &bill("T1", 100)).json();
    assert_eq!((&first["state"], &first["out_bill_no"]), (&json!("WAIT_USER_CONFIRM"), &json!("T1")));
    assert!(first["package_info"].is_string());
    assert_eq!(post(&gateway, BILLS, &bill("T1", 100)).json(), first, "the same again is the same");
    assert_eq!(refused(&post(&gateway, BILLS, &bill("T1", 101))), code(400, "INVALID_REQUEST"));
    gateway.confirm_transfer("T1").expect("it waits");
    let seen = get(&gateway, &format!("{BILLS}/out-bill-no/T1")).json();
    assert_eq!(
        seen,
        json!({
            "mch_id": MERCHANT_ID, "out_bill_no": "T1", "transfer_bill_no": first["transfer_bill_no"],
            "appid": "wxf636efh567hg4356", "state": "SUCCESS", "transfer_amount": 100,
            "transfer_remark": "2020年4月报销", "openid": OPENID, "create_time": "2018-06-08T10:34:56+08:00",
            "update_time": "2018-06-08T10:34:56+08:00",
        })
    );
    let id = first["transfer_bill_no"].as_str().expect("a text");
    assert_eq!(get(&gateway, &format!("{BILLS}/transfer-bill-no/{id}")).json(), seen);
    assert_eq!(gateway.confirm_transfer("T1").map_err(|refusal| refusal.code), Err("INVALID_REQUEST"));
    let cancel = post(&gateway, &format!("{BILLS}/out-bill-no/T1/cancel"), &json!({}));
    assert_eq!(refused(&cancel), code(400, "INVALID_REQUEST"));
}

#[test]
fn a_transfer_can_come_to_nothing() {
    let gateway = gateway();
    for number in ["cancelled", "late", "failed"] {
        assert_eq!(post(&gateway, BILLS, &bill(number, 100)).status, 200);
    }
    let cancel =
        || post(&gateway, &format!("{BILLS}/out-bill-no/cancelled/cancel"), &json!({})).json()["state"].clone();
    assert_eq!((cancel(), cancel()), (json!("CANCELING"), json!("CANCELING")));
    gateway.transfer_fails("failed", "ACCOUNT_FROZEN").expect("it waits");
    assert_eq!(state(&gateway, "failed"), (json!("FAIL"), json!("ACCOUNT_FROZEN")));
    gateway.advance(Duration::from_secs(86_400));
    assert_eq!(state(&gateway, "cancelled"), (json!("CANCELLED"), Value::Null));
    assert_eq!(state(&gateway, "late"), (json!("FAIL"), json!("OVERDUE_CLOSE")));
    let none = [
        get(&gateway, &format!("{BILLS}/out-bill-no/T9")),
        get(&gateway, &format!("{BILLS}/transfer-bill-no/9")),
        post(&gateway, &format!("{BILLS}/out-bill-no/T9/cancel"), &json!({})),
    ];
    assert!(none.iter().all(|answer| refused(answer) == code(404, "NOT_FOUND")));
}

#[test]
fn transfers_have_rules() {
    let gateway = gateway();
    let much = post(&gateway, BILLS, &bill("T1", 200_000));
    assert_eq!((much.status, &much.json()["detail"]["field"]), (400, &json!("/user_name")));
    assert_eq!(post(&gateway, BILLS, &bill("T1", 199_999)).status, 200);
    // An account holds a million yuan, and no more.
    let batch = |number: &str, amount: i64| {
        let mut batch = batch(number, &[amount]);
        batch["total_amount"] = json!(amount);
        post(&gateway, "/v3/transfer/batches", &batch)
    };
    assert_eq!(refused(&batch("B1", 100_000_000 - 199_998)), code(403, "NOT_ENOUGH"));
    assert_eq!(batch("B1", 100_000_000 - 199_999).status, 200);
}

#[test]
fn the_end_of_a_transfer_is_told() {
    let books = Arc::new(Books::in_memory());
    let gateway = on(books.clone());
    post(&gateway, BILLS, &bill("T1", 100));
    post(&gateway, BILLS, &bill("T2", 100));
    let told = told(&books, |books| books.confirm_transfer("T1", Now::at(START)));
    assert_eq!((told.len(), told[0].0.as_str()), (1, "MCHTRANSFER.BILL.FINISHED"));
    is_whole(&told[0].0, &told[0].1);
    assert_eq!(told[0].1["state"], json!("SUCCESS"));
    let later = books.tick(Now::at(START + 86_400));
    assert_eq!((later.len(), &later[0].resource["fail_reason"]), (1, &json!("OVERDUE_CLOSE")));
    assert_eq!(later[0].original_type, "mch_payment");
}

fn batch(number: &str, amounts: &[i64]) -> Value {
    let details: Vec<_> = amounts.iter().enumerate().map(|(place, amount)| {
        json!({"out_detail_no": format!("D{place}"), "transfer_amount": amount, "transfer_remark": "报销", "openid": OPENID})
    }).collect();
    json!({
        "appid": "wxf636efh567hg4356", "out_batch_no": number, "batch_name": "报销单", "batch_remark": "报销单",
        "total_amount": amounts.iter().sum::<i64>(), "total_num": amounts.len(), "transfer_detail_list": details,
        "notify_url": "https://www.weixin.qq.com/wxpay/pay.php",
    })
}

#[test]
fn many_transfers_go_in_a_batch() {
    let books = Arc::new(Books::in_memory());
    let gateway = on(books.clone());
    let batches = "/v3/transfer/batches";
    let first = post(&gateway, batches, &batch("B1", &[100, 200])).json();
    assert_eq!((&first["out_batch_no"], &first["batch_status"]), (&json!("B1"), &json!("ACCEPTED")));
    assert_eq!(post(&gateway, batches, &batch("B1", &[100, 200])).json(), first);
    assert_eq!(refused(&post(&gateway, batches, &batch("B1", &[100, 201]))), code(400, "INVALID_REQUEST"));
    let mut wrong = batch("B2", &[100, 200]);
    wrong["total_amount"] = json!(301);
    assert_eq!(post(&gateway, batches, &wrong).json()["detail"]["field"], json!("/total_amount"));
    let told = books.tick(Now::at(START + 60));
    assert_eq!((told.len(), told[0].event_type.as_str()), (1, "MCHTRANSFER.BATCH.FINISHED"));
    is_whole(&told[0].event_type, &told[0].resource);
    let target = format!("{batches}/out-batch-no/B1?need_query_detail=true&limit=1&offset=1&detail_status=ALL");
    let seen = get(&gateway, &target).json();
    assert_eq!(
        (&seen["transfer_batch"]["batch_status"], &seen["transfer_batch"]["success_amount"]),
        (&json!("FINISHED"), &json!(300))
    );
    let details = seen["transfer_detail_list"].as_array().expect("a list");
    assert_eq!(
        (details.len(), &details[0]["out_detail_no"], &details[0]["detail_status"]),
        (1, &json!("D1"), &json!("SUCCESS"))
    );
    let (batch_id, detail_id) =
        (first["batch_id"].as_str().expect("a text"), details[0]["detail_id"].as_str().expect("a text"));
    let one = get(&gateway, &format!("{batches}/batch-id/{batch_id}/details/detail-id/{detail_id}")).json();
    assert_eq!((&one["transfer_amount"], &one["openid"]), (&json!(200), &json!(OPENID)));
    assert_eq!(get(&gateway, &format!("{batches}/out-batch-no/B1/details/out-detail-no/D1")).json(), one);
    let none = get(&gateway, &format!("{batches}/out-batch-no/B1/details/out-detail-no/D9"));
    assert_eq!(refused(&none), code(404, "NOT_FOUND"));
    let none = get(&gateway, &format!("{batches}/batch-id/9?need_query_detail=false"));
    assert_eq!(refused(&none), code(404, "NOT_FOUND"));
}
