//! Bills.

use std::io::Read as _;
use std::time::Duration;

use flate2::read::GzDecoder;
use serde_json::{Value, json};
use wechatpay_gateway::Gateway;
use wechatpay_gateway::crypto::sha1;
use wechatpay_gateway::shop::{Payment, RefundEnd};

use super::{REFUNDS, code, gateway, get, order, paid, post, refund, refused};
use crate::caller::JSAPI;

const DAY: Duration = Duration::from_secs(86_400);

fn apply(gateway: &Gateway, what: &str) -> Value {
    let answer = get(gateway, &format!("/v3/bill/{what}"));
    assert_eq!(answer.status, 200, "{}", answer.json());
    answer.json()
}

/// The file of a bill, which is what its hash says.
fn fetch(gateway: &Gateway, bill: &Value) -> String {
    let url = bill["download_url"].as_str().expect("a link");
    let target = url.strip_prefix("http://127.0.0.1").expect("the host that was asked");
    let answer = get(gateway, target);
    assert_eq!((answer.status, answer.header("Wechatpay-Signature")), (200, None));
    let mut file = answer.body;
    if url.ends_with("&tartype=GZIP") {
        let mut plain = Vec::new();
        GzDecoder::new(&file[..]).read_to_end(&mut plain).expect("it is zipped");
        file = plain;
    }
    assert_eq!((&bill["hash_type"], &bill["hash_value"]), (&json!("SHA1"), &json!(sha1(&file))));
    String::from_utf8(file).expect("it is text")
}

/// The head, the lines and the summary of a bill; each of the latter in cells.
fn lines(file: &str) -> (String, Vec<Vec<String>>) {
    let mut lines: Vec<_> = file.strip_suffix("\r\n").expect("an end").split("\r\n").collect();
    let head = lines.remove(0).strip_prefix('\u{feff}').expect("a mark").to_owned();
    let summary = lines.remove(lines.len() - 2);
    assert!(!summary.contains('`'), "{summary}");
    let cells =
        |line: &&str| line.split(',').map(|cell| cell.strip_prefix('`').expect("a backtick").to_owned()).collect();
    (head, lines.iter().map(cells).collect())
}

#[test]
fn a_bill_of_trades_says_what_has_happened() {
    let gateway = gateway();
    post(&gateway, JSAPI, &order("A1", 10_000));
    let payment = Payment::new().coupon("1", 1_000).discount("2", 500);
    let id = gateway.pay_with("A1", &payment).expect("it can be paid")["transaction_id"].clone();
    let refund_id = post(&gateway, REFUNDS, &refund("A1", "R1", 5_000, 10_000)).json()["refund_id"].clone();
    gateway.refund_ends("R1", RefundEnd::Success).expect("it is under way");
    gateway.advance(DAY);
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let (head, rows) = lines(&fetch(&gateway, &apply(&gateway, "tradebill?bill_date=2018-06-08&tar_type=GZIP")));
    assert_eq!(
        head,
        "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,\
         微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
    );
    let own =
        ["2018-06-08 10:34:56", "wxd678efh567hg6787", "1900000109", "0", "", &text(&id), "A1", super::OPENID, "JSAPI"];
    let rest = |rest: &[&str]| own.iter().chain(rest).map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    // 0.60 % of 95.00 yuan, of which a half comes back.
    assert_eq!(
        rows,
        [
            rest(&[
                "SUCCESS",
                "OTHERS",
                "CNY",
                "95.00",
                "10.00",
                "0",
                "0",
                "0.00",
                "0.00",
                "",
                "",
                "QQ公仔",
                "自定义数据",
                "0.57000",
                "0.60%",
                "100.00",
                "0.00",
                ""
            ]),
            rest(&[
                "REFUND",
                "OTHERS",
                "CNY",
                "0.00",
                "0.00",
                &text(&refund_id),
                "R1",
                "47.50",
                "5.00",
                "ORIGINAL",
                "SUCCESS",
                "QQ公仔",
                "自定义数据",
                "-0.28000",
                "0.60%",
                "0.00",
                "50.00",
                ""
            ]),
            ["2", "95.00", "47.50", "5.00", "0.29000", "100.00", "50.00"].map(str::to_owned).to_vec(),
        ]
    );
    let (head, rows) = lines(&fetch(&gateway, &apply(&gateway, "tradebill?bill_date=2018-06-08&bill_type=SUCCESS")));
    assert_eq!((head.split(',').count(), rows[0].len(), rows.len()), (20, 20, 2));
    let (head, rows) = lines(&fetch(&gateway, &apply(&gateway, "tradebill?bill_date=2018-06-08&bill_type=REFUND")));
    assert_eq!((head.split(',').count(), rows[0].len(), rows.len()), (29, 29, 2));
}

#[test]
fn a_bill_of_funds_adds_up() {
    let gateway = gateway();
    let id = paid(&gateway, "A1", 10_000);
    post(&gateway, REFUNDS, &refund("A1", "R1", 5_000, 10_000));
    gateway.advance(DAY);
    let (head, rows) = lines(&fetch(&gateway, &apply(&gateway, "fundflowbill?bill_date=2018-06-08")));
    assert_eq!(
        head,
        "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号"
    );
    let cells = |row: usize, at: &[usize]| at.iter().map(|at| rows[row][*at].as_str()).collect::<Vec<_>>();
    assert_eq!(cells(0, &[1, 3, 4, 5, 6, 7, 10]), [&id, "交易", "交易", "收入", "100.00", "1000100.00", "A1"]);
    assert_eq!(cells(1, &[4, 5, 6, 7]), ["扣除交易手续费", "支出", "0.60", "1000099.40"]);
    assert_eq!(cells(2, &[3, 5, 6, 7, 9]), ["退款", "支出", "49.70", "1000049.70", "退款总金额50.00元;含手续费0.30元"]);
    assert_eq!(rows[3], ["3", "1", "100.00", "2", "50.30"]);
}

#[test]
fn bills_come_when_they_are_ready() {
    let gateway = gateway();
    let ask = |date: &str| get(&gateway, &format!("/v3/bill/tradebill?bill_date={date}"));
    paid(&gateway, "A1", 100);
    assert_eq!(refused(&ask("2018-06-08")), code(400, "STATEMENT_CREATING"));
    assert_eq!(refused(&ask("2018-06-07")), code(400, "NO_STATEMENT_EXIST"));
    assert_eq!(refused(&ask("2018-06-09")), code(400, "NO_STATEMENT_EXIST"));
    assert_eq!(refused(&ask("08.06.2018")), code(400, "PARAM_ERROR"));
    assert_eq!(ask("08.06.2018").json()["detail"]["location"], json!("query"));
    // 09:59:59, and a second later.
    gateway.advance(Duration::from_secs(86_400 - 2_097));
    assert_eq!(refused(&ask("2018-06-08")), code(400, "STATEMENT_CREATING"));
    gateway.advance(Duration::from_secs(1));
    let bill = apply(&gateway, "tradebill?bill_date=2018-06-08");
    assert_eq!(
        refused(&get(&gateway, "/v3/bill/fundflowbill?bill_date=2018-06-08&account_type=FEES")),
        code(400, "NO_STATEMENT_EXIST")
    );
    assert_eq!(
        refused(&get(&gateway, "/v3/bill/tradebill?bill_date=2018-06-08&sub_mchid=1")),
        code(400, "NO_STATEMENT_EXIST")
    );
    gateway.advance(Duration::from_secs(300));
    fetch(&gateway, &bill);
    gateway.advance(Duration::from_secs(1));
    let target = bill["download_url"].as_str().and_then(|url| url.strip_prefix("http://127.0.0.1")).expect("a link");
    assert_eq!(refused(&get(&gateway, target)), code(400, "INVALID_REQUEST"), "a link lives five minutes");
    gateway.advance(100 * DAY);
    assert_eq!(refused(&ask("2018-06-08")), code(400, "INVALID_REQUEST"));
}

/// A bill that has been asked for is the same when it is fetched, whatever has happened since.
#[test]
fn a_bill_is_what_its_hash_says() {
    let gateway = gateway();
    paid(&gateway, "A1", 100);
    post(&gateway, REFUNDS, &refund("A1", "R1", 50, 100));
    gateway.refund_ends("R1", RefundEnd::Abnormal).expect("it is under way");
    gateway.advance(DAY);
    let before = apply(&gateway, "tradebill?bill_date=2018-06-08");
    gateway.advance(Duration::from_secs(1));
    gateway.refund_ends("R1", RefundEnd::Success).expect("it is abnormal");
    assert!(fetch(&gateway, &before).contains("`CHANGE"));
    assert!(fetch(&gateway, &apply(&gateway, "tradebill?bill_date=2018-06-08")).contains("`SUCCESS,`QQ公仔"));
}
