//! Why a bill cannot be read.

use std::fmt;
use std::io;

use crate::money::AmountError;
use crate::shown::shown;

/// Why a bill cannot be read, and where.
#[derive(Debug)]
#[non_exhaustive]
pub struct BillError {
    /// The line of the file, from 1; `None` where the file itself cannot be read.
    pub line: Option<u64>,
    /// The title of the column, as it stands in the file.
    pub column: Option<String>,
    /// What is wrong there.
    pub kind: BillErrorKind,
}

/// What is wrong with a bill.
#[derive(Debug)]
#[non_exhaustive]
pub enum BillErrorKind {
    /// The file cannot be read.
    Io(io::Error),
    /// The line is longer than any line of a bill, or has more columns: this is no bill.
    TooLong,
    /// The text is not UTF-8.
    Encoding,
    /// The first line has none of the columns that tell this kind of bill; there may be no line at all.
    OtherBill {
        /// Which kind was asked for.
        expected: &'static str,
    },
    /// Two columns have this title, so that neither can be meant.
    Ambiguous,
    /// The line has another number of columns than its title line.
    Columns {
        /// How many the title line has.
        expected: usize,
        /// How many this one has.
        found: usize,
    },
    /// What stands there is no amount.
    Amount {
        /// What stands there.
        text: String,
        /// Why it is none.
        reason: AmountError,
    },
    /// What stands there is no number of rows.
    Count {
        /// What stands there.
        text: String,
    },
    /// The file ends before its totals: something is missing.
    NoTotals,
    /// Something stands behind the totals.
    AfterTotals,
    /// The totals say something else than the rows.
    Mismatch {
        /// What the totals of the file say; empty where they say nothing.
        stated: String,
        /// What the rows add up to.
        found: String,
    },
}

impl BillError {
    pub(super) fn at(line: u64, kind: BillErrorKind) -> Self {
        Self { line: Some(line), column: None, kind }
    }

    pub(super) fn in_column(line: u64, column: &str, kind: BillErrorKind) -> Self {
        Self { line: Some(line), column: Some(column.to_owned()), kind }
    }
}

impl fmt::Display for BillError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, &self.column) {
            (Some(line), Some(column)) => write!(f, "line {line}, column `{}`: ", shown(column))?,
            (Some(line), None) => write!(f, "line {line}: ")?,
            (None, _) => {}
        }
        self.kind.fmt(f)
    }
}

impl fmt::Display for BillErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "the bill cannot be read: {}", shown(&error.to_string())),
            Self::TooLong => f.write_str("the line is longer than any line of a bill"),
            Self::Encoding => f.write_str("the text is not UTF-8"),
            Self::OtherBill { expected } => write!(f, "no column is one of those that tell {expected}"),
            Self::Ambiguous => f.write_str("two columns have this title"),
            Self::Columns { expected, found } => {
                write!(f, "the line has {found} columns, and its title line has {expected}")
            }
            Self::Amount { text, reason } => write!(f, "`{}`: {reason}", shown(text)),
            Self::Count { text } => write!(f, "`{}` is no number of rows", shown(text)),
            Self::NoTotals => f.write_str("the file ends before its totals"),
            Self::AfterTotals => f.write_str("something stands behind the totals"),
            Self::Mismatch { stated, found } if stated.is_empty() => {
                write!(f, "the totals say nothing, and the rows add up to {found}")
            }
            Self::Mismatch { stated, found } => {
                write!(f, "the totals say {}, and the rows add up to {found}", shown(stated))
            }
        }
    }
}

impl std::error::Error for BillError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            BillErrorKind::Io(error) => Some(error),
            BillErrorKind::Amount { reason, .. } => Some(reason),
            _ => None,
        }
    }
}
