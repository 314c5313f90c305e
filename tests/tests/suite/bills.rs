//! Bills as rows: of a file that has come whole, and of no other.

use std::time::Duration;

use wechatpay_client::Error;
use wechatpay_client::bill::{BillErrorKind, FundFlow, Row, Trade};
use wechatpay_client::download::Link;
use wechatpay_client::operation::{Digest, Operation};
use wechatpay_client::v3::bill::{fundflowbill, tradebill};
use wechatpay_client::v3::pay::transactions::jsapi;
use wechatpay_client::wire::Wire;
use wechatpay_gateway::Gateway;
use wechatpay_gateway::crypto::sha1;
use wechatpay_tests::stand::{Routes, start, truncated};

use super::downloads::{ROUTE, file, gzip, link};
use super::support::{Caller, client};

/// The rows of a bill that is asked for.
async fn rows<B: Row + Send + 'static, O: Operation + 'static>(caller: &Caller, request: O) -> Vec<B>
where
    O::Response: Wire,
{
    let links = Link::of(&caller.send(request).await.expect("there is a bill")).expect("it has a link");
    let download = caller.download(links).await.expect("the file is there");
    let rows = caller.rows::<B>(download).await.expect("it is whole");
    rows.into_iter().collect::<Result<_, _>>().expect("it is right")
}

/// As the shop of the gateway makes them, which adds up what it has done.
#[tokio::test]
async fn the_bills_of_a_day() {
    let gateway = Gateway::start().await;
    let caller = Caller::new(gateway.client());
    let mchid = gateway.config().merchant_id;
    for (number, total) in [("tea-1", 1_234), ("tea-2", 5)] {
        let (amount, payer) = (jsapi::post::Amount::builder(), jsapi::post::Payer::builder());
        let order = jsapi::Post::builder().appid("wxd678efh567hg6787").mchid(&mchid).description("Tea, \"green\"");
        let order = order.notify_url("https://shop.example/").out_trade_no(number).amount(amount.total(total).build());
        caller.send(order.payer(payer.openid("o1").build()).build()).await.expect("the gateway takes it");
        gateway.pay(number).expect("it can be paid");
    }
    let day = gateway.now().date();
    gateway.advance(Duration::from_secs(2 * 86_400));

    let trades: Vec<Trade> = rows(&caller, tradebill::Get::builder().bill_date(&day).build()).await;
    let mut totals: Vec<_> = trades.iter().map(|row| (row.out_trade_no.as_deref(), row.total)).collect();
    totals.sort_unstable();
    assert_eq!(totals, [(Some("tea-1"), Some(1_234)), (Some("tea-2"), Some(5))]);
    assert!(trades.iter().all(|row| !row.is_refund() && row.trade_state.as_deref() == Some("SUCCESS")));
    let packed = tradebill::Get::builder().bill_date(&day).tar_type(tradebill::get::TarType::Gzip).build();
    assert_eq!(rows::<Trade, _>(&caller, packed).await, trades);

    let flows: Vec<FundFlow> = rows(&caller, fundflowbill::Get::builder().bill_date(&day).build()).await;
    let income: i64 = flows.iter().filter(|row| row.is_income()).filter_map(|row| row.amount).sum();
    assert_eq!(income, 1_239);
    assert_eq!(gateway.rejections(), [""; 0]);
}

const FLOWS: &str = "记账时间,收支类型,收支金额(元)\r\n`t,`收入,`0.10\r\n资金流水总笔数,收入金额\r\n`1,`0.10\r\n";

#[tokio::test]
async fn there_are_no_rows_of_a_file_that_is_not_whole() {
    let gateway = start().await;
    let (served, wrong) = (gzip(FLOWS.as_bytes()), sha1(b"another"));
    let whole = file(served.clone());
    gateway.route(ROUTE).replies([whole.clone(), whole, file(served).effect(truncated(20))]);
    let caller = client(&gateway);
    let rows = async |digest: String| {
        let link = link(&gateway).digest(Digest::Sha1, digest);
        caller.rows::<FundFlow>(caller.download(vec![link]).await?).await
    };
    let right = sha1(FLOWS.as_bytes());
    let read = rows(right.clone()).await.expect("it is whole");
    assert_eq!(read.into_iter().map(|row| row.expect("it is right").amount).collect::<Vec<_>>(), [Some(10)]);
    assert!(matches!(rows(wrong).await, Err(Error::Digest { .. })));
    assert!(matches!(rows(right).await, Err(Error::Transport(_))));
}

#[tokio::test]
async fn a_bill_that_does_not_add_up_is_told_after_its_rows() {
    let gateway = start().await;
    gateway.route(ROUTE).replies([file(FLOWS.replace("`1,`0.10", "`1,`0.11"))]);
    let caller = client(&gateway);
    let download = caller.download(vec![link(&gateway)]).await.expect("it is there");
    let rows = caller.rows::<FundFlow>(download).await.expect("it is whole");
    let [Ok(row), Err(error)] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!(row.amount, Some(10));
    assert!(
        matches!(&error.kind, BillErrorKind::Mismatch { stated, found } if (&**stated, &**found) == ("0.11", "0.10"))
    );
}
