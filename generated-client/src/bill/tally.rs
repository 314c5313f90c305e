//! What the rows add up to, and whether the totals say the same.

use std::fmt;

use super::cells::{Cells, Titles};
use super::error::{BillError, BillErrorKind};
use super::record::Names;
use super::values::present;
use crate::money::{self, AmountError, Fee};

/// A total, and what it is of.
pub struct Rule {
    /// The titles that it may have.
    pub(super) titles: Names,
    pub(super) of: Of,
    /// Only rows that have this value in a column.
    pub(super) only: Option<(Names, &'static str)>,
}

/// What a total is of.
pub enum Of {
    Rows,
    /// The amounts in the column that has one of these titles.
    Sum(Names),
}

impl Rule {
    /// The number of rows.
    pub(super) const fn rows(titles: Names) -> Self {
        Self { titles, of: Of::Rows, only: None }
    }

    /// The sum of a column.
    pub(super) const fn sum(titles: Names, column: Names) -> Self {
        Self { titles, of: Of::Sum(column), only: None }
    }

    /// The same of those rows that have `value` in a column.
    pub(super) const fn only(mut self, column: Names, value: &'static str) -> Self {
        self.only = Some((column, value));
        self
    }
}

/// The totals of the rows so far: of those rules for which the file has the columns.
pub(super) struct Tally {
    rules: &'static [Rule],
    counts: Vec<Count>,
}

/// One of them, in thousandths of a fen, or in rows.
struct Count {
    titles: Names,
    /// The column that is added up; without one, rows are counted.
    column: Option<usize>,
    /// The column that says whether a row counts, and what it says then.
    only: Option<(usize, &'static str)>,
    sum: i128,
}

impl Tally {
    pub(super) fn new(rules: &'static [Rule], titles: &Titles, line: u64) -> Result<Self, BillError> {
        let counts = rules.iter().filter_map(|rule| Count::new(rule, titles, line).transpose());
        Ok(Self { rules, counts: counts.collect::<Result<_, _>>()? })
    }

    pub(super) fn add(&mut self, row: &Cells) -> Result<(), BillError> {
        self.counts.iter_mut().try_for_each(|count| count.add(row))
    }

    /// The columns of the totals that can be checked.
    pub(super) fn columns(&self, titles: &Titles, line: u64) -> Result<Vec<usize>, BillError> {
        let columns = self.counts.iter().map(|count| titles.find(line, count.titles));
        columns.filter_map(Result::transpose).collect()
    }

    /// Whether the totals say the same as the rows, as far as they say anything.
    pub(super) fn check(&self, titles: &Titles, totals: &Cells) -> Result<(), BillError> {
        let mut is_checked = self.rules.is_empty();
        for count in &self.counts {
            if let Some(column) = titles.find(totals.line, count.titles)? {
                count.check(totals, column)?;
                is_checked = true;
            }
        }
        if is_checked { Ok(()) } else { Err(BillError::at(totals.line, BillErrorKind::UncheckedTotals)) }
    }
}

impl Count {
    /// `None` where the file does not have what is needed for it.
    fn new(rule: &Rule, titles: &Titles, line: u64) -> Result<Option<Self>, BillError> {
        let column = match rule.of {
            Of::Rows => Some(None),
            Of::Sum(names) => titles.find(line, names)?.map(Some),
        };
        let only = match rule.only {
            None => Some(None),
            Some((names, value)) => titles.find(line, names)?.map(|column| Some((column, value))),
        };
        Ok(column.zip(only).map(|(column, only)| Self { titles: rule.titles, column, only, sum: 0 }))
    }

    fn add(&mut self, row: &Cells) -> Result<(), BillError> {
        let counts = self.only.is_none_or(|(column, value)| row.at(column).trim() == value);
        if counts {
            // Each is less than 2^73, which is `i64::MAX` fen, and no file has 2^54 lines.
            self.sum += match self.column {
                None => 1,
                Some(column) => row.value(Some(column), units)?.unwrap_or_default(),
            };
        }
        Ok(())
    }

    fn check(&self, totals: &Cells, column: usize) -> Result<(), BillError> {
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
