//! What is told of a bill that cannot be read.

use std::error::Error as _;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::stream::FusedStream;
use tokio::io::{AsyncRead, AsyncReadExt, ReadBuf};

use super::tests::{FUNDS, all, failure};
use super::{BillError, BillErrorKind, FundFlow, Trade, Untyped, read, stream};
use crate::fixtures::ready;

#[test]
fn an_error_tells_its_cause() {
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

/// What has come before is right as far as anybody can tell; that it is not the whole has to be seen.
#[test]
fn a_stream_of_rows_tells_once_that_its_file_breaks_off() {
    struct Broken;
    impl AsyncRead for Broken {
        fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, _: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Err(io::Error::other("the disk is gone")))
        }
    }
    let totals = FUNDS.find("资金流水总笔数").expect("it has totals");
    let mut rows = stream::<FundFlow, _>(AsyncReadExt::chain(&FUNDS.as_bytes()[..totals], Broken));
    let mut told = Vec::new();
    while let Some(row) = ready(rows.next()) {
        told.push(row);
    }
    let Some((Err(last), before)) = told.split_last() else { panic!("{told:?}") };
    assert!(matches!(last.kind, BillErrorKind::Io(_)), "{last}");
    assert!(!before.is_empty() && before.iter().all(Result::is_ok), "{before:?}");
    assert!(rows.is_terminated(), "an error is the end");
}

/// A cell may be a megabyte, and turn around what stands behind it.
#[test]
fn what_stands_in_a_file_is_cut_and_escaped_however_it_is_printed() {
    let long = format!("x\u{1b}[2J\u{202e}{}", "9".repeat(100_000));
    let funds = |amount: &str, total: &str| {
        format!("记账时间,收支类型,收支金额\n`t,`收入,`{amount}\n资金流水总笔数,收入笔数,收入金额\n{total}\n")
    };
    let zeros = format!("1.{}", "0".repeat(100_000));
    let other = format!("甲,{long}\n`t,`\u{202e}\n");
    let mut errors = vec![
        all::<FundFlow>(&funds(&long, "`1,`1,`1")).expect_err("an amount"),
        all::<FundFlow>(&funds("1", &format!("`{long},`1,`1"))).expect_err("a count"),
        all::<FundFlow>(&funds("2", &format!("`1,`1,`{zeros}"))).expect_err("a mismatch"),
        BillError { line: None, column: None, kind: BillErrorKind::Io(io::Error::other(long.clone())) },
    ];
    let rows = all::<Untyped>(&other).expect("it is any");
    errors.push(rows[0].amount(&long).expect_err("an amount"));
    for error in errors {
        for printed in [error.to_string(), format!("{error:?}"), format!("{error:#?}"), format!("{:?}", error.kind)] {
            assert!(printed.len() < 2_000, "{} bytes", printed.len());
            assert!(printed.chars().all(|char| char == '\n' || crate::shown::is_plain(char)), "{printed}");
        }
    }
}

#[test]
fn an_error_is_printed_for_those_who_look_for_faults() {
    let at = |kind| format!("{:?}", BillError { line: Some(2), column: None, kind });
    let count = BillErrorKind::Count { text: "`\u{202e}".to_owned() };
    assert_eq!(at(count), r#"BillError { line: Some(2), column: None, kind: Count { text: "`\u{202e}" } }"#);
    let columns = BillErrorKind::Columns { expected: 3, found: 4 };
    assert_eq!(at(columns), "BillError { line: Some(2), column: None, kind: Columns { expected: 3, found: 4 } }");
    let other = all::<Trade>(FUNDS).expect_err("it is another");
    assert_eq!(
        format!("{other:?}"),
        r#"BillError { line: Some(1), column: None, kind: OtherBill { expected: "a trade bill" } }"#
    );
    let amount = all::<FundFlow>(&FUNDS.replace("`1.10,`1.32", "`x,`1.32")).expect_err("it is no amount");
    assert_eq!(
        format!("{amount:?}"),
        r#"BillError { line: Some(3), column: Some("收支金额(元)"), kind: Amount { text: "x", reason: NoAmount } }"#
    );
}
