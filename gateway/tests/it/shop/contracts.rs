//! Contracts, and deductions by them.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use wechatpay_gateway::Gateway;
use wechatpay_gateway::clock::Now;
use wechatpay_gateway::keys::MERCHANT_ID;
use wechatpay_gateway::shop::{Books, Shop};

use super::{OPENID, START, code, gateway, get, is_whole, on, post, query, refused, told};

const SIGN: &str = "/v3/papay/scheduled-deduct-sign/contracts/pre-entrust-sign/jsapi";
const ONE: &str = "/v3/papay/sign/contracts/plan-id/12535/out-contract-code/K1";
const APPLY: &str = "/v3/papay/pay/transactions/apply";

fn contract() -> Value {
    json!({
        "appid": "wxd678efh567hg6787", "openid": OPENID, "plan_id": 12_535, "out_contract_code": "K1",
        "contract_display_account": "微信代扣用户A", "contract_notify_url": "https://yourapp.com/notify",
    })
}

fn deduction(number: &str, contract: &str, total: i64) -> Value {
    json!({
        "appid": "wxd678efh567hg6787", "out_trade_no": number, "description": "QQ公仔", "contract_id": contract,
        "transaction_notify_url": "https://www.qq.com/", "amount": {"total": total, "currency": "CNY"},
    })
}

fn signed(gateway: &Gateway, body: &Value) -> String {
    assert_eq!(post(gateway, SIGN, body).status, 200);
    gateway.sign_contract("K1").expect("it is begun")["contract_id"].as_str().expect("a text").to_owned()
}

#[test]
fn a_contract_is_signed_and_ended() {
    let gateway = gateway();
    let first = post(&gateway, SIGN, &contract()).json();
    assert!(first["redirect_url"].is_string());
    assert_eq!(post(&gateway, SIGN, &contract()).json(), first, "the same again is the same");
    let mut other = contract();
    other["contract_display_account"] = json!("B");
    assert_eq!(refused(&post(&gateway, SIGN, &other)), code(400, "INVALID_REQUEST"));
    assert_eq!(refused(&get(&gateway, ONE)), code(404, "RESOURCE_NOT_EXISTS"), "nobody has signed it");
    let id = gateway.sign_contract("K1").expect("it is begun")["contract_id"].clone();
    assert_eq!(
        get(&gateway, ONE).json(),
        json!({
            "mchid": MERCHANT_ID, "contract_id": id, "appid": "wxd678efh567hg6787", "plan_id": 12_535,
            "out_contract_code": "K1", "contract_display_account": "微信代扣用户A", "contract_state": "SIGNED",
            "contract_signed_time": "2018-06-08T10:34:56+08:00", "openid": OPENID,
        })
    );
    assert_eq!(refused(&post(&gateway, SIGN, &contract())), code(400, "INVALID_REQUEST"));
    let end = || post(&gateway, &format!("{ONE}/terminate"), &json!({"contract_termination_remark": "用户解约"}));
    let ended = end().json();
    assert_eq!(ended["contract_state"], json!("TERMINATED"));
    assert_eq!(ended["contract_terminate_info"]["contract_termination_mode"], json!("MCH_API_TERMINATE"));
    assert_eq!(refused(&end()), code(400, "INVALID_REQUEST"));
    let late = deduction("D1", id.as_str().expect("a text"), 1);
    assert_eq!(refused(&post(&gateway, APPLY, &late)), code(400, "INVALID_REQUEST"));
    assert_eq!(refused(&post(&gateway, APPLY, &deduction("D1", "9", 1))), code(404, "RESOURCE_NOT_EXISTS"));
}

#[test]
fn money_is_deducted_by_a_contract() {
    let gateway = gateway();
    let id = signed(&gateway, &contract());
    let taken = post(&gateway, APPLY, &deduction("D1", &id, 100));
    assert_eq!(taken.json(), json!({"out_trade_no": "D1", "amount": {"total": 100, "currency": "CNY"}}));
    assert_eq!(post(&gateway, APPLY, &deduction("D1", &id, 100)).json(), taken.json(), "once, however often");
    assert_eq!(query(&gateway, "D1").json()["trade_state"], json!("ACCEPT"));
    gateway.advance(Duration::from_secs(60));
    let paid = query(&gateway, "D1").json();
    assert_eq!((&paid["trade_state"], &paid["trade_type"]), (&json!("SUCCESS"), &json!("PAP")));
    assert_eq!(paid["payer"], json!({"openid": OPENID}));
    assert_eq!(refused(&post(&gateway, APPLY, &deduction("D1", &id, 100))), code(400, "ORDER_PAID"));
    let announce = json!({"mchid": MERCHANT_ID, "appid": "wxd678efh567hg6787", "estimated_amount": {"amount": 1}});
    assert_eq!(post(&gateway, &format!("/v3/papay/contracts/{id}/notify"), &announce).status, 204);
    assert_eq!(refused(&post(&gateway, "/v3/papay/contracts/9/notify", &announce)), code(404, "RESOURCE_NOT_EXISTS"));
}

#[test]
fn a_deduction_is_announced_where_it_has_to_be() {
    let gateway = gateway();
    let mut body = contract();
    body["deduct_schedule"] = json!({
        "estimated_deduct_date": "2018-06-10", "estimated_deduct_amount": {"total": 100}, "description": "会员",
    });
    let id = signed(&gateway, &body);
    assert_eq!(refused(&post(&gateway, APPLY, &deduction("D1", &id, 100))), code(400, "INVALID_REQUEST"));
    let schedule = json!({"appid": "wxd678efh567hg6787", "schedule_amount": {"total": 100, "currency": "CNY"}});
    let target = format!("/v3/papay/pay/schedules/contract-id/{id}");
    let seen = post(&gateway, &format!("{target}/schedule"), &schedule).json();
    assert_eq!(
        seen,
        json!({
            "schedule_state": "SCHEDULED", "deduct_start_date": "2018-06-09", "deduct_end_date": "2018-06-15",
            "scheduled_amount": {"total": 100, "currency": "CNY"},
        })
    );
    assert_eq!(get(&gateway, &target).json(), seen);
    assert_eq!(refused(&post(&gateway, APPLY, &deduction("D1", &id, 100))), code(400, "INVALID_REQUEST"), "too soon");
    gateway.advance(Duration::from_secs(86_400));
    assert_eq!(refused(&post(&gateway, APPLY, &deduction("D1", &id, 101))), code(400, "INVALID_REQUEST"), "too much");
    assert_eq!(post(&gateway, APPLY, &deduction("D1", &id, 100)).status, 200);
    assert_eq!(get(&gateway, &target).json()["schedule_state"], json!("PAID"));
    assert_eq!(refused(&post(&gateway, APPLY, &deduction("D2", &id, 100))), code(400, "INVALID_REQUEST"), "once");
}

#[test]
fn what_happens_to_a_contract_is_told() {
    let books = Arc::new(Books::in_memory());
    let gateway = on(books.clone());
    post(&gateway, SIGN, &contract());
    let signed = told(&books, |books| books.sign_contract("K1", Now::at(START)));
    assert_eq!(signed[0].0, "ENTRUST.SIGN");
    is_whole(&signed[0].0, &signed[0].1);
    let id = signed[0].1["contract_id"].as_str().expect("a text");
    post(&gateway, APPLY, &deduction("D1", id, 100));
    let paid = books.tick(Now::at(START + 60));
    assert_eq!((paid[0].event_type.as_str(), paid[0].url.as_str()), ("TRANSACTION.SUCCESS", "https://www.qq.com/"));
    let ended = told(&books, |books| books.terminate_contract("K1", Now::at(START)));
    assert_eq!(ended[0].0, "ENTRUST.TERMINATE");
    is_whole(&ended[0].0, &ended[0].1);
    assert_eq!(ended[0].1["contract_terminate_info"]["contract_termination_mode"], json!("USER_TERMINATE"));
}
