//! What the rows add up to, and whether the totals say the same.

use std::fmt;

use super::cells::{Cells, Titles};
use super::error::{BillError, BillErrorKind};
use super::values::present;
use crate::money::{self, AmountError, Fee};

/// A total, and what it is of.
pub struct Rule {
    /// The titles that it may have.
    pub(super) titles: &'static [&'static str],
    pub(super) of: Of,
    /// Only rows that have this value in a column.
    pub(super) only: Option<(&'static str, &'static str)>,
}

/// What a total is of.
pub enum Of {
    Rows,
    /// The amounts in the column that has one of these titles.
    Sum(&'static [&'static str]),
}

/// The totals of the rows so far.
pub(super) struct Tally(Vec<Count>);

/// One of them, in thousandths of a fen, or in rows.
struct Count {
    rule: &'static Rule,
    /// The column that is added up, if any.
    column: Option<usize>,
    /// The column that says whether a row counts, if any.
    only: Option<usize>,
    /// Whether the file has what is needed for it.
    is_known: bool,
    sum: i128,
}

impl Tally {
    pub(super) fn new(rules: &'static [Rule], titles: &Titles, line: u64) -> Result<Self, BillError> {
        rules.iter().map(|rule| Count::new(rule, titles, line)).collect::<Result<_, _>>().map(Self)
    }

    pub(super) fn add(&mut self, row: &Cells) -> Result<(), BillError> {
        self.0.iter_mut().filter(|count| count.is_known).try_for_each(|count| count.add(row))
    }

    /// Whether the totals say the same, as far as they say anything.
    pub(super) fn check(&self, titles: &Titles, totals: &Cells) -> Result<(), BillError> {
        self.0.iter().filter(|count| count.is_known).try_for_each(|count| count.check(titles, totals))
    }
}

impl Count {
    fn new(rule: &'static Rule, titles: &Titles, line: u64) -> Result<Self, BillError> {
        let column = match rule.of {
            Of::Rows => None,
            Of::Sum(columns) => titles.find(line, columns)?,
        };
        let only = match rule.only {
            None => None,
            Some((title, _)) => titles.find(line, &[title])?,
        };
        let is_known = column.is_some() == matches!(rule.of, Of::Sum(_)) && only.is_some() == rule.only.is_some();
        Ok(Self { rule, column, only, is_known, sum: 0 })
    }

    fn add(&mut self, row: &Cells) -> Result<(), BillError> {
        let counts = match (self.only, self.rule.only) {
            (Some(column), Some((_, value))) => row.at(column).trim() == value,
            _ => true,
        };
        if counts {
            // Each is less than 2^63, and no file has 2^63 lines.
            self.sum += match self.column {
                None => 1,
                Some(column) => row.value(Some(column), units)?.unwrap_or_default(),
            };
        }
        Ok(())
    }

    fn check(&self, titles: &Titles, totals: &Cells) -> Result<(), BillError> {
        let Some(column) = titles.find(totals.line, self.rule.titles)? else { return Ok(()) };
        let stated = totals.value(Some(column), units)?;
        let found = if self.column.is_some() { self.sum } else { self.sum * i128::from(ONE) };
        // Where a total is empty, the file may have been cut off within it.
        if stated == Some(found) {
            return Ok(());
        }
        let kind = BillErrorKind::Mismatch { stated: totals.at(column).trim().to_owned(), found: self.to_string() };
        Err(BillError::in_column(totals.line, totals.title(column), kind))
    }
}

/// One, in the units of a fee.
const ONE: i64 = 100_000;

/// In thousandths of a fen, which are exact for all that a bill has.
fn units(cell: &str) -> Result<Option<i128>, BillErrorKind> {
    let fee = |text: &str| text.parse().map(|fee: Fee| i128::from(fee.thousandths()));
    // What is whole fen may be larger than a fee can.
    let wide = |text: &str| money::fen(text).map(|fen| i128::from(fen) * 1000);
    present(cell, |text| match fee(text) {
        Err(AmountError::TooLarge) => wide(text),
        read => read,
    })
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column {
            None => self.sum.fmt(f),
            Some(_) if self.sum % 1000 == 0 => money::show(self.sum / 1000, 2, f),
            Some(_) => money::show(self.sum, 5, f),
        }
    }
}
