//! Why a bill cannot be read.

use std::fmt;
use std::io;

use crate::money::AmountError;
use crate::shown::shown;

/// Why a bill cannot be read, and where.
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
    /// None of the totals could be compared with the rows: their titles are new, or the columns are missing that they
    /// add up.
    UncheckedTotals,
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
            Self::UncheckedTotals => f.write_str("none of the totals can be compared with the rows"),
            Self::Mismatch { stated, found } if stated.is_empty() => {
                write!(f, "the totals say nothing, and the rows add up to {found}")
            }
            Self::Mismatch { stated, found } => {
                write!(f, "the totals say {}, and the rows add up to {found}", shown(stated))
            }
        }
    }
}

// What stands in a file is cut and escaped here too.
impl fmt::Debug for BillError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let column = self.column.as_deref().map(shown);
        f.debug_struct("BillError")
            .field("line", &self.line)
            .field("column", &column)
            .field("kind", &self.kind)
            .finish()
    }
}

impl fmt::Debug for BillErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => f.debug_tuple("Io").field(&error.kind()).field(&shown(&error.to_string())).finish(),
            Self::TooLong => f.write_str("TooLong"),
            Self::Encoding => f.write_str("Encoding"),
            Self::OtherBill { expected } => f.debug_struct("OtherBill").field("expected", expected).finish(),
            Self::Ambiguous => f.write_str("Ambiguous"),
            Self::Columns { expected, found } => {
                f.debug_struct("Columns").field("expected", expected).field("found", found).finish()
            }
            Self::Amount { text, reason } => {
                f.debug_struct("Amount").field("text", &shown(text)).field("reason", reason).finish()
            }
            Self::Count { text } => f.debug_struct("Count").field("text", &shown(text)).finish(),
            Self::NoTotals => f.write_str("NoTotals"),
            Self::AfterTotals => f.write_str("AfterTotals"),
            Self::UncheckedTotals => f.write_str("UncheckedTotals"),
            Self::Mismatch { stated, found } => {
                f.debug_struct("Mismatch").field("stated", &shown(stated)).field("found", found).finish()
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
