//! Bills as WeChat Pay has been seen to write them, and as nobody should.

use std::io::{self, Read};
use std::iter::FusedIterator;

use futures_core::stream::FusedStream;

use super::{BillError, BillErrorKind, FundFlow, ProfitSharing, Row, RowStream, Trade, Untyped, read, stream};
use crate::money::{AmountError, Fee};

/// Of a real day, with the numbers of orders changed.
pub(super) const ALL: &str = "\u{feff}交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注\r
`2024-01-16 21:55:16,`wx9dfe38480f030e85,`1627859777,`0,`,`4200002086202401160745964084,`1747268229775183872,`o2RW45o,`NATIVE,`SUCCESS,`OTHERS,`CNY,`0.02,`0.00,`0,`0,`0.00,`0.00,`,`,`测试,支付4,`,`0.00012,`0.90%,`0.02,`0.00,`\r
`2024-01-16 22:45:16,`wx9dfe38480f030e85,`1627859777,`0,`,`4200002086202401160745964084,`1747268229775183872,`o2RW45o,`NATIVE,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`50303108562024011601487282563,`R1747268742516264960,`0.01,`0.00,`ORIGINAL,`SUCCESS,`测试支付4,`,`-0.00006,`0.90%,`0.00,`0.01,`\r
总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\r
`2,`0.02,`0.01,`0.00,`0.00006,`0.02,`0.01\r
";

pub(super) const FUNDS: &str = "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额（元）,账户结余(元),资金变更提交申请人,备注,业务凭证号
`2021-02-01 13:54:01,`50300806962021020105978994968,`4200000920202101197964319284,`退款,`退款,`支出,`0.01,`0.22,`1601959334API,`退款总金额0.01元;含手续费0.00元,`S20210201135356381941
`2021-02-01 14:00:45,`4200000846202101197461830397,`4200000846202101197461830397,`交易,`交易,`收入,`1.10,`1.32,`1601959334API,`,`S20210201140044552846
资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额
`2.0,`1.0,`1.10,`1.0,`0.01";

pub(super) fn all<B: Row>(file: &str) -> Result<Vec<B>, BillError> {
    read::<B, _>(file.as_bytes()).collect()
}

/// The line, the column and the text of the error.
pub(super) fn failure<B: Row>(file: &str) -> (Option<u64>, Option<String>, String) {
    let Err(error) = all::<B>(file) else { panic!("it has been read: {file}") };
    (error.line, error.column.clone(), error.to_string())
}

#[allow(clippy::unnecessary_wraps, reason = "as fields are")]
pub(super) fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn a_trade_bill() {
    let mut rows = read::<Trade, _>(ALL.as_bytes());
    let read: Vec<Trade> = rows.by_ref().collect::<Result<_, _>>().expect("it is right");
    let [payment, refund] = &read[..] else { panic!("{read:?}") };
    assert_eq!((payment.total, payment.settlement_total, payment.refund), (Some(2), Some(2), Some(0)));
    assert_eq!((payment.is_refund(), &payment.refund_id, &payment.sub_mchid), (false, &None, &None));
    assert_eq!((payment.get("微信退款单号"), payment.get("设备号"), payment.get("无")), (Some("0"), Some(""), None));
    assert_eq!((&payment.description, payment.fee), (&text("测试,支付4"), Some(Fee::new(12))));
    assert_eq!(payment.rate, text("0.90%"));
    assert!(refund.is_refund());
    assert_eq!((refund.refund, refund.settlement_refund, refund.fee), (Some(1), Some(1), Some(Fee::new(-6))));
    assert_eq!(refund.out_refund_no, text("R1747268742516264960"));
    assert_eq!((payment.line(), refund.line()), (2, 3));
    assert_eq!((payment.columns().len(), payment.columns().next()), (27, Some(("交易时间", "2024-01-16 21:55:16"))));
    let totals = rows.totals().expect("they are there");
    assert_eq!((totals.rows, totals.total, totals.refund), (Some(2), Some(2), Some(1)));
    assert_eq!(totals.fee, Some(Fee::new(6)));
    assert!(rows.next().is_none(), "the end is the end");
}

#[test]
fn a_fund_flow_bill() {
    let rows = all::<FundFlow>(FUNDS).expect("it is right");
    assert_eq!((rows[0].amount, rows[0].balance, rows[0].is_expense()), (Some(1), Some(22), true));
    assert_eq!((rows[1].amount, rows[1].is_income(), &rows[1].remark), (Some(110), true, &None));
    assert!(!rows[0].is_income() && !rows[1].is_expense());
    assert_eq!((rows[1].get("收支金额(元)"), rows[1].get("收支金额 （元）")), (Some("1.10"), Some("1.10")));
    assert_eq!(rows[1].sub_mchid, None);
    let ours = FUNDS.replace("业务凭证号", "业务凭证号,二级商户号,账户类型");
    let ours = ours.replace("381941", "381941,`1900000109,`BASIC").replace("552846", "552846,`1900000110,`DEPOSIT");
    let rows = all::<FundFlow>(&ours).expect("it is that of several");
    assert_eq!((&rows[1].sub_mchid, &rows[1].account_type), (&text("1900000110"), &text("DEPOSIT")));
}

/// What they are is nowhere documented: what fits is there, and the rest by its title.
#[test]
fn a_profit_sharing_bill() {
    let file =
        "分账时间,微信订单号,分账金额,新列\n`2026-08-01 00:00:01,`42,`0.30,`x\n分账总笔数,分账总金额\n`1,`0.30\n";
    let mut rows = read::<ProfitSharing, _>(file.as_bytes());
    let row = rows.next().expect("there is one").expect("it is right");
    assert_eq!((row.amount, row.get("新列"), &row.detail_id), (Some(30), Some("x"), &None));
    assert!(rows.next().is_none());
    let totals = rows.totals().expect("they are there");
    assert_eq!((totals.get("分账总金额"), totals.amount("分账总金额").ok()), (Some("0.30"), Some(Some(30))));
    assert_eq!(totals.amount("无").ok(), Some(None));
}

/// The titles of those that were sent out with older versions.
#[test]
fn a_bill_of_other_times() {
    let file = "交易时间,子商户号,总金额,代金券或立减优惠金额,退款金额\n`t,`1900000109,`1.50,`0.5,`0\n\
                总交易单数,总交易额,总退款金额\n`1,`1.50,`0.00";
    let rows = all::<Trade>(file).expect("it is right");
    assert_eq!((rows[0].total, rows[0].coupon, &rows[0].sub_mchid), (Some(150), Some(50), &text("1900000109")));
    assert!(failure::<Trade>(&file.replace("`1,`1.50", "`1,`1.51")).2.contains("1.51, and the rows add up to 1.50"));
}

#[test]
fn an_amount_that_is_none_is_told_with_its_place() {
    let Err(error) = all::<Trade>(&ALL.replacen("`0.90%,`0.02,", "`0.90%,`0.021,", 1)) else { panic!("it is read") };
    let BillErrorKind::Amount { text, reason: AmountError::TooFine } = &error.kind else { panic!("{error}") };
    assert_eq!((error.line, error.column.as_deref(), text.as_str()), (Some(2), Some("订单金额"), "0.021"));
    let forged = failure::<Trade>(&ALL.replacen("`0.90%,`0.02,", "`0.90%,`1\u{1b}[2J\u{202e},", 1)).2;
    assert_eq!(forged, r"line 2, column `订单金额`: `1\u{1b}[2J\u{202e}`: it is no amount in yuan");
    let title = "记账时间,收支\u{202e}金额\n";
    assert_eq!(all::<Untyped>(title).expect("it has no rows").len(), 0);
}

#[test]
fn a_file_of_another_kind_is_not_read_as_nothing() {
    let other = failure::<Trade>(FUNDS);
    assert_eq!(other.2, "line 1: no column is one of those that tell a trade bill");
    assert_eq!(failure::<FundFlow>(ALL).2, "line 1: no column is one of those that tell a fund flow bill");
    assert_eq!(failure::<ProfitSharing>(ALL).0, Some(1));
    for nothing in ["", "\u{feff}", "\r\n\r\n", "<html>"] {
        assert!(failure::<Trade>(nothing).2.contains("a trade bill"), "{nothing:?}");
    }
    let double = failure::<Trade>("交易时间,订单金额,订单金额\n`t,`1,`2\n");
    assert_eq!(
        (double.1.as_deref(), double.2.as_str()),
        (Some("订单金额"), "line 1, column `订单金额`: two columns have this title")
    );
    // Of what nobody knows there may be two.
    all::<Untyped>("a,b,b\n`1,`2,`3\n").expect("it is by title");
}

/// Each of them alone.
#[test]
fn a_kind_is_told_by_any_of_its_columns() {
    for title in ["记账时间", "资金流水单号"] {
        all::<FundFlow>(&format!("{title}\n`1\n资金流水总笔数\n`1\n")).expect(title);
    }
    for title in ["分账时间", "微信分账/回退单号", "微信分账单号", "分账明细单号", "商户分账/回退单号"]
    {
        all::<ProfitSharing>(&format!("{title}\n`1\n总笔数\n`1\n")).expect(title);
    }
    assert!(failure::<ProfitSharing>("金额\n`1\n总笔数\n`1\n").2.contains("a profit-sharing bill"));
}

/// Gives a byte at a time, with an interruption before each, and fails at the end of it if it is to.
struct Slow<'f>(&'f [u8], bool, Option<io::ErrorKind>);

impl Read for Slow<'_> {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        self.1 = !self.1;
        match self.0.split_first() {
            _ if self.1 => Err(io::ErrorKind::Interrupted.into()),
            Some((byte, rest)) => {
                (piece[0], self.0) = (*byte, rest);
                Ok(1)
            }
            None => self.2.map_or(Ok(0), |kind| Err(kind.into())),
        }
    }
}

#[test]
fn rows_are_the_same_however_a_file_is_read() {
    let expected = all::<Trade>(ALL).expect("it is right");
    let slow: Vec<Trade> = read(Slow(ALL.as_bytes(), false, None)).collect::<Result<_, _>>().expect("it is right");
    assert_eq!(slow, expected);
    // The mark in front of it comes in two parts, or as a piece of its own.
    for at in 0..=4 {
        let (first, rest) = ALL.as_bytes().split_at(at);
        let parts: Vec<Trade> = read(first.chain(rest)).collect::<Result<_, _>>().expect("it is right");
        assert_eq!(parts, expected, "in parts at {at}");
    }
    let broken = Slow(ALL.as_bytes(), false, Some(io::ErrorKind::StaleNetworkFileHandle));
    let mut rows = read::<Trade, _>(broken);
    let last = rows.by_ref().last();
    let Some(Err(BillError { line: None, kind: BillErrorKind::Io(_), .. })) = last else { panic!("{last:?}") };
    assert!(rows.next().is_none(), "an error is the end");
}

/// Gives one piece after the other, and an end where one is empty, whatever comes behind it.
struct Pieces(Vec<&'static str>);

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.remove(0).as_bytes().read(buffer)
    }
}

#[test]
fn nothing_follows_the_end_or_an_error() {
    fn fused<I: FusedIterator>(rows: I) -> I {
        rows
    }
    for (first, left) in [(FUNDS, 1), ("no bill\n", 2)] {
        let mut pieces = Pieces(vec![first, "", FUNDS]);
        let mut rows = fused(read::<FundFlow, _>(&mut pieces));
        assert_eq!(rows.by_ref().filter(Result::is_err).count(), left - 1, "{first}");
        assert!(rows.next().is_none() && rows.next().is_none(), "{first}");
        assert_eq!(pieces.0.len(), left, "nothing more is read");
    }
}

#[test]
fn rows_that_nobody_asks_for_are_told_by_the_compiler() {
    #[expect(unused_must_use, reason = "this is what the test is about")]
    fn forgotten() {
        read::<FundFlow, _>(FUNDS.as_bytes());
        stream::<FundFlow, _>(FUNDS.as_bytes());
    }
    forgotten();
}

#[test]
fn a_stream_gives_the_same_rows() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("it can be made");
    runtime.block_on(async {
        let mut rows: RowStream<_, Trade> = stream(ALL.as_bytes());
        let mut streamed = Vec::new();
        assert!(!rows.is_terminated());
        while let Some(row) = rows.next().await {
            streamed.push(row.expect("it is right"));
        }
        assert_eq!(streamed, all::<Trade>(ALL).expect("it is right"));
        assert_eq!(rows.totals().and_then(|totals| totals.rows), Some(2));
        assert!(rows.is_terminated());
        assert!(rows.next().await.is_none());
        let mut other: RowStream<_, FundFlow> = stream(ALL.as_bytes());
        assert!(other.next().await.is_some_and(|row| row.is_err()));
        assert!(other.is_terminated());
    });
}

/// For tests of whoever uses it.
#[test]
fn a_row_can_be_made_by_hand() {
    let mut row = Trade::default();
    row.total = Some(100);
    assert_eq!((row.get("订单金额"), row.columns().len(), row.line()), (None, 0, 0));
}

/// One of the two numbers of a refund is enough.
#[test]
fn a_refund_is_known_by_either_of_its_numbers() {
    for number in ["50303108562024011601487282563", "R1747268742516264960"] {
        let rows = all::<Trade>(&ALL.replace(number, "0")).expect("it is right");
        assert_eq!([rows[0].is_refund(), rows[1].is_refund()], [false, true], "{number}");
    }
}
