//! Bills as WeChat Pay has been seen to write them, and as nobody should.

use std::io::{self, Read};

use super::{BillError, BillErrorKind, FundFlow, ProfitSharing, Row, RowStream, Trade, Untyped, read, stream};
use crate::money::{AmountError, Fee};

/// Of a real day, with the numbers of orders changed.
const ALL: &str = "\u{feff}交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注\r
`2024-01-16 21:55:16,`wx9dfe38480f030e85,`1627859777,`0,`,`4200002086202401160745964084,`1747268229775183872,`o2RW45o,`NATIVE,`SUCCESS,`OTHERS,`CNY,`0.02,`0.00,`0,`0,`0.00,`0.00,`,`,`测试,支付4,`,`0.00012,`0.90%,`0.02,`0.00,`\r
`2024-01-16 22:45:16,`wx9dfe38480f030e85,`1627859777,`0,`,`4200002086202401160745964084,`1747268229775183872,`o2RW45o,`NATIVE,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`50303108562024011601487282563,`R1747268742516264960,`0.01,`0.00,`ORIGINAL,`SUCCESS,`测试支付4,`,`-0.00006,`0.90%,`0.00,`0.01,`\r
总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\r
`2,`0.02,`0.01,`0.00,`0.00006,`0.02,`0.01\r
";

const FUNDS: &str = "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额（元）,账户结余(元),资金变更提交申请人,备注,业务凭证号
`2021-02-01 13:54:01,`50300806962021020105978994968,`4200000920202101197964319284,`退款,`退款,`支出,`0.01,`0.22,`1601959334API,`退款总金额0.01元;含手续费0.00元,`S20210201135356381941
`2021-02-01 14:00:45,`4200000846202101197461830397,`4200000846202101197461830397,`交易,`交易,`收入,`1.10,`1.32,`1601959334API,`,`S20210201140044552846
资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额
`2.0,`1.0,`1.10,`1.0,`0.01";

fn all<B: Row>(file: &str) -> Result<Vec<B>, BillError> {
    read::<B, _>(file.as_bytes()).collect()
}

/// The line, the column and the text of the error.
fn failure<B: Row>(file: &str) -> (Option<u64>, Option<String>, String) {
    let Err(error) = all::<B>(file) else { panic!("it has been read: {file}") };
    (error.line, error.column.clone(), error.to_string())
}

#[allow(clippy::unnecessary_wraps, reason = "as fields are")]
fn text(text: &str) -> Option<String> {
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
fn totals_that_say_something_else_are_an_error_with_both() {
    let cases = [
        ("`2,`0.02,", "`3,`0.02,", "总交易单数", "the totals say 3, and the rows add up to 2"),
        ("`2,`0.02,", "`2,`0.03,", "应结订单总金额", "the totals say 0.03, and the rows add up to 0.02"),
        ("`0.00006,`0.02", "`0.00007,`0.02", "手续费总金额", "the totals say 0.00007, and the rows add up to 0.00006"),
        ("`0.02,`0.01\r", "`0.02,`0.02\r", "申请退款总金额", "the totals say 0.02, and the rows add up to 0.01"),
    ];
    for (right, wrong, column, expected) in cases {
        let (line, found, told) = failure::<Trade>(&ALL.replace(right, wrong));
        assert_eq!((line, found.as_deref()), (Some(5), Some(column)), "{wrong}");
        assert_eq!(told, format!("line 5, column `{column}`: {expected}"));
    }
    let (_, column, told) = failure::<FundFlow>(&FUNDS.replace("`1.0,`0.01", "`2.0,`0.01"));
    assert_eq!(
        (column.as_deref(), told.ends_with("2.0, and the rows add up to 1")),
        (Some("支出笔数"), true),
        "{told}"
    );
    // They are there all the same, for whoever wants to look.
    let wrong = FUNDS.replace("`1.0,`0.01", "`1.0,`0.02");
    let mut rows = read::<FundFlow, _>(wrong.as_bytes());
    assert!(matches!(rows.by_ref().last(), Some(Err(BillError { kind: BillErrorKind::Mismatch { .. }, .. }))));
    assert_eq!(rows.totals().and_then(|totals| totals.expense), Some(2));
    // A row is missing.
    let lines: Vec<&str> = ALL.lines().collect();
    let missing = [lines[0], lines[1], lines[3], lines[4]].join("\r\n");
    assert_eq!(failure::<Trade>(&missing).2, "line 4, column `总交易单数`: the totals say 2, and the rows add up to 1");
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

#[test]
fn what_is_cut_off_is_told_wherever_it_ends() {
    let whole = all::<Trade>(ALL).expect("it is right").len();
    for end in (0..ALL.len() - "\r\n".len()).filter(|end| ALL.is_char_boundary(*end)) {
        // Fewer digits of the last total are a number too, but not the right one.
        assert!(all::<Trade>(&ALL[..end]).is_err(), "cut off at {end}");
    }
    assert_eq!(all::<Trade>(ALL.trim_end()).expect("no line end is needed").len(), whole);
    let only_titles = ALL.lines().next().expect("it has a line");
    assert_eq!(failure::<Trade>(only_titles), (Some(1), None, "line 1: the file ends before its totals".to_owned()));
    let (rows, _) = ALL.split_once("总交易单数").expect("it has totals");
    assert_eq!(failure::<Trade>(rows).0, Some(4), "where they would stand");
    assert_eq!(failure::<Trade>(&format!("{ALL}`more")).2, "line 6: something stands behind the totals");
    all::<Trade>(&format!("{ALL}\r\n \r\n")).expect("nothing stands there");
}

/// There is one of such a day.
#[test]
fn a_bill_without_rows() {
    let lines: Vec<&str> = ALL.lines().collect();
    let zeros = "`0,`0.00,`0.00,`0.00,`0.00000,`0.00,`0.00";
    assert_eq!(all::<Trade>(&[lines[0], lines[3], zeros].join("\n")).expect("it is right"), []);
    assert_eq!(failure::<Trade>(&[lines[0], lines[3], lines[4]].join("\n")).1.as_deref(), Some("总交易单数"));
    assert_eq!(failure::<Trade>(&[lines[3], zeros].join("\n")).0, Some(1), "the titles are missing");
}

#[test]
fn commas_in_values_and_lines_of_another_width() {
    let bill = |row: &str| format!("记账时间,备注,业务凭证号\n{row}\n资金流水总笔数\n`1\n");
    let read = |row: &str| all::<FundFlow>(&bill(row)).map(|rows| (rows[0].remark.clone(), rows[0].voucher_no.clone()));
    assert_eq!(read("`t,`a,b,,c,`v").expect("it comes out even"), (text("a,b,,c"), text("v")));
    assert_eq!(read("`t,`\"a,\"b\",`v").expect("it comes out even"), (text("\"a,\"b\""), text("v")));
    assert_eq!(read("`t,`a`b,`v").expect("it is one value"), (text("a`b"), text("v")));
    assert_eq!(read("`t,a,v").expect("marks may be missing"), (text("a"), text("v")));
    assert_eq!(read("`t,``a,`").expect("one mark is the bill's"), (text("`a"), None));
    for (row, found) in [("`t,`a,`b,`v", 4), ("`t,a,b,`v,w,x", 6), ("`t,`a", 2), ("t,a,b,v,w", 5)] {
        let Err(error) = read(row) else { panic!("{row} has been read") };
        let told = format!("line 2: the line has {found} columns, and its title line has 3");
        assert_eq!(error.to_string(), told, "{row}");
    }
}

#[test]
fn what_is_not_utf8_is_told_with_its_place() {
    let gbk = [b"\xbd\xbb\xd2\xd7\xca\xb1\xbc\xe4,a\n`1,`2\n".as_slice(), "记账时间,备注\n`t,`\n".as_bytes()];
    let fails = |file: &[u8]| match read::<FundFlow, _>(file).find_map(Result::err) {
        Some(BillError { line, column, kind: BillErrorKind::Encoding }) => (line, column),
        other => panic!("{other:?}"),
    };
    assert_eq!(fails(gbk[0]), (Some(1), None));
    let mut second = gbk[1].to_vec();
    second.insert(second.len() - 1, 0xff);
    assert_eq!(fails(&second), (Some(2), text("备注")));
    // Two halves of a character on both sides of a comma.
    let halves =
        [b"\xe8\xae\xb0".as_slice(), "账时间,备注,业务凭证号\n`t,`a".as_bytes(), b"\xe8\xae,\xb0,`\n"].concat();
    assert_eq!(fails(&halves), (Some(2), text("备注")));
}

/// Nothing of what comes may end in a panic, whatever it is.
#[test]
fn no_file_is_too_odd() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % 1_000_003).expect("it is small")
    };
    let sources = [ALL.as_bytes(), FUNDS.as_bytes()];
    for _ in 0..2_000 {
        let mut file = sources[random() % 2].to_vec();
        for _ in 0..=random() % 6 {
            let at = random() % file.len();
            match random() % 4 {
                0 => file[at] = b"`,\r\n\"\0\xff9-."[random() % 10],
                1 => file.truncate(at + 1),
                2 => file.insert(at, b"`,\r\n\"\0\xff9-."[random() % 10]),
                _ => drop(file.drain(at..(at + random() % 40).min(file.len() - 1).max(at))),
            }
        }
        let count = |rows: &mut dyn Iterator<Item = bool>| (rows.filter(|row| *row).count(), ());
        count(&mut read::<Trade, _>(&file[..]).map(|row| row.is_ok()));
        count(&mut read::<FundFlow, _>(&file[..]).map(|row| row.is_ok()));
        count(&mut read::<Untyped, _>(&file[..]).map(|row| row.is_ok()));
    }
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
    let broken = Slow(ALL.as_bytes(), false, Some(io::ErrorKind::StaleNetworkFileHandle));
    let mut rows = read::<Trade, _>(broken);
    let last = rows.by_ref().last();
    let Some(Err(BillError { line: None, kind: BillErrorKind::Io(_), .. })) = last else { panic!("{last:?}") };
    assert!(rows.next().is_none(), "an error is the end");
}

#[test]
fn a_stream_gives_the_same_rows() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("it can be made");
    runtime.block_on(async {
        let mut rows: RowStream<_, Trade> = stream(ALL.as_bytes());
        let mut streamed = Vec::new();
        while let Some(row) = rows.next().await {
            streamed.push(row.expect("it is right"));
        }
        assert_eq!(streamed, all::<Trade>(ALL).expect("it is right"));
        assert_eq!(rows.totals().and_then(|totals| totals.rows), Some(2));
        assert!(rows.next().await.is_none());
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

/// What has no digits is no line of titles for that, be it marked or not.
#[test]
fn rows_of_words_are_rows() {
    for (file, expected) in [
        ("甲,乙\n`A,`B\n`C,`D\n", [["A", "B"], ["C", "D"]]),
        ("甲,乙\nA,B\nC,D\n", [["A", "B"], ["C", "D"]]),
        ("甲,乙\n`A,`B\n`C,D1\n", [["A", "B"], ["C", "D1"]]),
    ] {
        let rows = all::<Untyped>(file).expect("it is right");
        let found: Vec<_> =
            rows.iter().map(|row| ["甲", "乙"].map(|title| row.get(title).unwrap_or_default())).collect();
        assert_eq!(found, expected, "{file}");
    }
}

#[test]
fn long_lines_and_many_columns_are_read() {
    let titles: Vec<String> = (0..200).map(|column| format!("列{column}")).collect();
    let long = "x".repeat(20_000);
    let row: Vec<String> =
        (0..200).map(|column| if column == 7 { format!("`{long}") } else { format!("`{column}") }).collect();
    let rows = all::<Untyped>(&format!("{}\n{}\n", titles.join(","), row.join(","))).expect("it is right");
    assert_eq!((rows[0].get("列7"), rows[0].get("列199")), (Some(long.as_str()), Some("199")));
}

/// Beyond what a fee can be, an amount is still whole fen.
#[test]
fn totals_of_any_size_are_checked() {
    let huge = FUNDS.replace("`支出,`0.01", "`收入,`99999999999999.99");
    let huge = huge.replace("`2.0,`1.0,`1.10,`1.0,`0.01", "`2,`2,`100000000000001.09,`0,`0.00");
    let rows = all::<FundFlow>(&huge).expect("it adds up");
    assert_eq!(rows[0].amount, Some(9_999_999_999_999_999));
    let (.., text) = failure::<FundFlow>(&huge.replace("001.09", "001.08"));
    assert!(text.contains("100000000000001.09"), "{text}");
}

#[test]
fn an_error_tells_its_cause() {
    use std::error::Error as _;

    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    let cause = |error: BillError| error.source().map(ToString::to_string);
    let broken = read::<FundFlow, _>(Broken).next().expect("there is an error").expect_err("it cannot be read");
    assert_eq!(cause(broken).as_deref(), Some("the disk is gone"));
    let odd = all::<FundFlow>(&FUNDS.replace("`1.10,`1.32", "`x,`1.32")).expect_err("it is no amount");
    assert!(cause(odd).is_some_and(|cause| !cause.is_empty()));
    let (.., text) = failure::<FundFlow>(&FUNDS.replace("`1.0,`0.01", "`1.0,`"));
    assert!(text.ends_with("the totals say nothing, and the rows add up to 0.01"), "{text}");
}
