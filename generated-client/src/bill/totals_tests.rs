//! The totals of a bill, and whether they are checked.

use super::layout::{Layout as _, Row};
use super::record::Record;
use super::tally::Of;
use super::tests::{ALL, FUNDS, all, failure};
use super::{BillError, BillErrorKind, FundFlow, ProfitSharing, Trade, Untyped, read, stream};

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

/// There is one of such a day.
#[test]
fn a_bill_without_rows() {
    let lines: Vec<&str> = ALL.lines().collect();
    let zeros = "`0,`0.00,`0.00,`0.00,`0.00000,`0.00,`0.00";
    assert_eq!(all::<Trade>(&[lines[0], lines[3], zeros].join("\n")).expect("it is right"), []);
    assert_eq!(failure::<Trade>(&[lines[0], lines[3], lines[4]].join("\n")).1.as_deref(), Some("总交易单数"));
    assert_eq!(failure::<Trade>(&[lines[3], zeros].join("\n")).0, Some(1), "the titles are missing");
    // Nobody knows the titles of these totals: their marks tell them.
    let shares = "分账时间,微信订单号,分账金额,新列\n分账总笔数,分账总金额\n`0,`0.00";
    let mut rows = read::<ProfitSharing, _>(shares.as_bytes());
    assert!(rows.next().is_none());
    let totals = rows.totals().expect("they are there");
    assert_eq!((totals.get("分账总笔数"), totals.get("分账总金额"), totals.line()), (Some("0"), Some("0.00"), 3));
}

#[test]
fn each_total_is_checked_under_each_of_its_titles() {
    fn check<B: Row>() {
        for rule in B::RULES {
            let (only, value) = rule.only.map_or(("无", ""), |(titles, value)| (titles[0], value));
            let columns = if let Of::Sum(columns) = rule.of { columns } else { &["列"] };
            let pairs = rule.titles.iter().flat_map(|title| columns.iter().map(move |column| (title, column)));
            for (title, column) in pairs {
                let rows = format!("{},{only},{column}\n`t,`{value},`1.00\n", B::KEYS[0][0]);
                all::<B>(&format!("{rows}{title}\n`1.00\n")).expect(title);
                let (_, found, told) = failure::<B>(&format!("{rows}{title}\n`2.00\n"));
                assert_eq!(found.as_deref(), Some(*title), "{told}");
                assert!(told.contains("the totals say 2.00, and the rows add up to 1"), "{told}");
            }
        }
    }
    check::<Trade>();
    check::<FundFlow>();
}

/// A field without a rule would be left unchecked in silence.
#[test]
fn each_field_of_the_totals_has_its_rule() {
    fn check<B: Row>() {
        let ruled: Vec<_> = B::RULES.iter().map(|rule| rule.titles).collect();
        assert_eq!(ruled, <B::Totals as Record>::COLUMNS);
    }
    check::<Trade>();
    check::<FundFlow>();
    // By the documentation of the bills.
    assert_eq!((Trade::RULES.len(), FundFlow::RULES.len()), (7, 5));
}

#[test]
fn totals_of_which_none_can_be_checked_are_an_error() {
    let unknown = "交易时间,订单金额\n`t,`1.00\n总笔数,总额\n`9,`9.00\n";
    let mut rows = read::<Trade, _>(unknown.as_bytes());
    assert_eq!(rows.next().and_then(Result::ok).and_then(|row| row.total), Some(100));
    let Some(Err(error)) = rows.next() else { panic!("they are unknown") };
    assert!(matches!(error.kind, BillErrorKind::UncheckedTotals));
    assert_eq!(error.to_string(), "line 4: none of the totals can be compared with the rows");
    assert!(rows.next().is_none());
    // They are there all the same.
    assert_eq!(rows.totals().and_then(|totals| totals.get("总额")), Some("9.00"));
    assert_eq!(rows.unchecked_totals(), ["总笔数", "总额"]);
    let empty = "交易时间,订单金额\n总笔数,总额\n`0,`0.00\n";
    assert_eq!(failure::<Trade>(empty).2, "line 3: none of the totals can be compared with the rows");
    // It is known, and the column is missing that it adds up.
    let (.., told) = failure::<Trade>("交易时间\n`t\n订单总金额\n`9.00\n");
    assert_eq!(told, "line 4: none of the totals can be compared with the rows");
    let (.., told) = failure::<FundFlow>("记账时间,收支金额\n`t,`9.00\n收入金额\n`9.00\n");
    assert_eq!(told, "line 4: none of the totals can be compared with the rows");
}

#[test]
fn totals_that_are_not_checked_are_told() {
    let file = "交易时间,订单金额\n`t,`1.00\n总交易单数,新总额,订单总金额,退款总金额\n`1,`9.00,`1.00,`7.00\n";
    let mut rows = read::<Trade, _>(file.as_bytes());
    assert_eq!(rows.unchecked_totals(), [""; 0]);
    assert!(rows.by_ref().all(|row| row.is_ok()));
    assert_eq!(rows.unchecked_totals(), ["新总额", "退款总金额"]);
    let totals = rows.totals().expect("they are there");
    assert_eq!((totals.settlement_refund, totals.get("新总额")), (Some(700), Some("9.00")));
    // Where another is wrong, too.
    let wrong = file.replace("`9.00,`1.00", "`9.00,`2.00");
    let mut rows = read::<Trade, _>(wrong.as_bytes());
    assert!(rows.by_ref().any(|row| row.is_err()));
    assert_eq!(rows.unchecked_totals(), ["新总额", "退款总金额"]);
}

#[test]
fn of_a_bill_that_is_known_all_totals_are_checked() {
    fn unchecked<B: Row>(file: &str) -> Vec<String> {
        let mut rows = read::<B, _>(file.as_bytes());
        assert!(rows.by_ref().all(|row| row.is_ok()));
        rows.unchecked_totals().to_vec()
    }
    assert_eq!((unchecked::<Trade>(ALL), unchecked::<FundFlow>(FUNDS)), (vec![], vec![]));
    let shares = "分账时间\n`t\n分账总笔数,分账总金额\n`1,`0.00\n";
    assert_eq!(unchecked::<ProfitSharing>(shares), ["分账总笔数", "分账总金额"]);
    assert_eq!(unchecked::<Untyped>(shares), ["分账总笔数", "分账总金额"]);
    assert_eq!(unchecked::<Untyped>("甲\n`t\n"), [""; 0]);
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("it can be made");
    runtime.block_on(async {
        let mut rows = stream::<Untyped, _>(shares.as_bytes());
        while rows.next().await.is_some() {}
        assert_eq!(rows.unchecked_totals(), ["分账总笔数", "分账总金额"]);
    });
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
