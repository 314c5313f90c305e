//! Whatever a bill is: its rows are the same in whatever pieces it comes, and where it is read to its end without an
//! error, its totals are what its rows add up to.
//!
//! The first line of an input says the kind of bill, and in which pieces it comes.

#![no_main]

use std::fmt::Debug;
use std::io::{self, Read};

use libfuzzer_sys::fuzz_target;
use wechatpay_client::bill::{self, FundFlow, ProfitSharing, Row, Rows, Trade, Untyped};
use wechatpay_fuzz::budget;
use wechatpay_fuzz::choices::Choices;

fuzz_target!(|bytes: &[u8]| {
    let mut choices = Choices(bytes);
    let mut first = Choices(choices.line());
    let kind = first.digit(4);
    let (file, pieces) = (choices.0, first.0);
    budget::within(file.len(), || match kind {
        0 => trade(&all(file, pieces)),
        1 => flow(&all(file, pieces)),
        2 => drop(all::<ProfitSharing>(file, pieces)),
        _ => drop(all::<Untyped>(file, pieces)),
    });
});

/// A bill that has been read to its end.
struct Bill<R, B: Row> {
    reader: Rows<R, B>,
    rows: Vec<B>,
    error: Option<String>,
}

fn read<R: Read, B: Row>(reader: R) -> Bill<R, B> {
    let mut bill = Bill { reader: bill::read(reader), rows: Vec::new(), error: None };
    for row in &mut bill.reader {
        assert!(bill.error.is_none(), "nothing follows an error");
        match row {
            Ok(row) => bill.rows.push(row),
            Err(error) => bill.error = Some(format!("{error} {error:?}")),
        }
    }
    assert!(bill.reader.next().is_none(), "nothing follows the end");
    bill
}

fn all<'f, B: Row + Debug>(file: &'f [u8], sizes: &'f [u8]) -> Bill<&'f [u8], B>
where
    B::Totals: Debug,
{
    let (whole, pieced) = (read::<_, B>(file), read::<_, B>(Pieces { rest: file, sizes, at: 0 }));
    assert_eq!(format!("{:?}", whole.rows), format!("{:?}", pieced.rows));
    assert_eq!(whole.error, pieced.error);
    assert_eq!(format!("{:?}", whole.reader.totals()), format!("{:?}", pieced.reader.totals()));
    whole
}

/// A file that comes in pieces of so many bytes, one after the other and over again.
struct Pieces<'f> {
    rest: &'f [u8],
    sizes: &'f [u8],
    at: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.sizes.get(self.at % self.sizes.len().max(1)).map_or(1, |size| usize::from(*size).max(1));
        self.at += 1;
        let size = size.min(self.rest.len()).min(buffer.len());
        let (piece, rest) = self.rest.split_at(size);
        buffer[..piece.len()].copy_from_slice(piece);
        self.rest = rest;
        Ok(piece.len())
    }
}

fn trade(bill: &Bill<&[u8], Trade>) {
    if bill.error.is_some() {
        return;
    }
    let totals = bill.reader.totals().expect("a bill that is whole has its totals");
    rows(totals.rows, bill.rows.len());
    sums(&bill.rows, |row| row.total, totals.total);
    sums(&bill.rows, |row| row.settlement_total, totals.settlement_total);
    sums(&bill.rows, |row| row.settlement_refund, totals.settlement_refund);
    sums(&bill.rows, |row| row.refund, totals.refund);
    sums(&bill.rows, |row| row.fee.map(|fee| fee.thousandths()), totals.fee.map(|fee| fee.thousandths()));
}

fn flow(bill: &Bill<&[u8], FundFlow>) {
    if bill.error.is_some() {
        return;
    }
    let totals = bill.reader.totals().expect("a bill that is whole has its totals");
    rows(totals.rows, bill.rows.len());
    // Without the column nobody knows which way the money went.
    if bill.rows.iter().any(|row| row.get("收支类型").is_some()) {
        let sum = |is: fn(&FundFlow) -> bool| move |row: &FundFlow| row.amount.filter(|_| is(row));
        sums(&bill.rows, sum(FundFlow::is_income), totals.income);
        sums(&bill.rows, sum(FundFlow::is_expense), totals.expense);
        let count = |is: fn(&FundFlow) -> bool| bill.rows.iter().filter(|row| is(row)).count();
        rows(totals.incomes, count(FundFlow::is_income));
        rows(totals.expenses, count(FundFlow::is_expense));
    }
}

fn rows(stated: Option<u64>, found: usize) {
    assert!(stated.is_none_or(|stated| stated == found as u64), "{stated:?} are stated, {found} are there");
}

/// What a column adds up to, where rows have it and a total is stated.
fn sums<B>(rows: &[B], amount: impl Fn(&B) -> Option<i64>, stated: Option<i64>) {
    let amounts: Vec<i64> = rows.iter().filter_map(amount).collect();
    let sum: i128 = amounts.iter().copied().map(i128::from).sum();
    if let Some(stated) = stated.filter(|_| !amounts.is_empty()) {
        assert_eq!(i128::from(stated), sum, "the rows add up to something else");
    }
}
