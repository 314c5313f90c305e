//! What a line of a bill is read into.

use super::cells::{Cells, Titles};
use super::error::{BillError, BillErrorKind};
use super::tally::Rule;
use crate::money::{self, Fee};

/// A line as a type: a row, or the totals.
pub trait Record: Sized {
    /// The titles that each field may have, the newest first.
    const COLUMNS: &'static [&'static [&'static str]];

    /// Takes the cells, where `columns` says at which place each field stands.
    #[doc(hidden)]
    fn take(cells: Cells, columns: &Columns) -> Result<Self, BillError>;
}

/// A row, and what its bill looks like.
pub trait Layout: Record {
    /// The kind of bill, in words.
    const KIND: &'static str;

    /// The titles one of which tells that a bill is of this kind. Where there are none, any file will do.
    const KEYS: &'static [&'static str];

    /// What the totals say of the rows.
    const RULES: &'static [Rule];

    /// Whether the totals are always there.
    const HAS_TOTALS: bool;

    /// The totals.
    type Totals: Record;
}

/// Where the fields of a record stand in a file.
pub struct Columns(Vec<Option<usize>>);

impl Columns {
    pub(super) fn of<R: Record>(titles: &Titles, line: u64) -> Result<Self, BillError> {
        R::COLUMNS.iter().map(|own| titles.find(line, own)).collect::<Result<_, _>>().map(Self)
    }

    /// One for each field, in the order of [`Record::COLUMNS`].
    pub(super) fn iter(&self) -> impl Iterator<Item = Option<usize>> {
        self.0.iter().copied()
    }
}

/// Reads a cell: `None` where nothing stands there.
pub(super) type Read<T> = fn(&str) -> Result<Option<T>, BillErrorKind>;

impl Cells {
    pub(super) fn value<T>(&self, column: Option<usize>, read: Read<T>) -> Result<Option<T>, BillError> {
        let Some(column) = column else { return Ok(None) };
        read(self.at(column)).map_err(|kind| BillError::in_column(self.line, self.title(column), kind))
    }
}

#[allow(clippy::unnecessary_wraps, reason = "it is one of several readers")]
pub(super) fn text(cell: &str) -> Result<Option<String>, BillErrorKind> {
    Ok((!cell.is_empty()).then(|| cell.to_owned()))
}

/// A number of an order or a merchant: where there is none, bills have a zero.
#[allow(clippy::unnecessary_wraps, reason = "it is one of several readers")]
pub(super) fn number(cell: &str) -> Result<Option<String>, BillErrorKind> {
    Ok((!matches!(cell, "" | "0")).then(|| cell.to_owned()))
}

/// In fen.
pub(super) fn amount(cell: &str) -> Result<Option<i64>, BillErrorKind> {
    present(cell, money::fen)
}

pub(super) fn fee(cell: &str) -> Result<Option<Fee>, BillErrorKind> {
    present(cell, str::parse)
}

/// A number of rows. Bills have been seen to write `20.0`.
pub(super) fn count(cell: &str) -> Result<Option<u64>, BillErrorKind> {
    let bad = || BillErrorKind::Count { text: cell.to_owned() };
    let Some(hundredths) = present(cell, money::fen).map_err(|_| bad())? else { return Ok(None) };
    u64::try_from(hundredths).ok().filter(|count| count % 100 == 0).map(|count| Some(count / 100)).ok_or_else(bad)
}

pub(super) fn present<T>(
    cell: &str,
    read: impl FnOnce(&str) -> Result<T, money::AmountError>,
) -> Result<Option<T>, BillErrorKind> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Ok(None);
    }
    read(cell).map(Some).map_err(|reason| BillErrorKind::Amount { text: cell.to_owned(), reason })
}

/// A struct with the fields of a line, each with the function that reads it and the titles that it has had; and every
/// cell by its title.
macro_rules! record {
    ($(#[$about:meta])* $name:ident {
        $($(#[$doc:meta])* $field:ident: $type:ty, $read:ident $titles:expr;)*
    }) => {
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$doc])* pub $field: Option<$type>,)*
            cells: $crate::bill::cells::Cells,
        }

        impl $name {
            /// What stands in the column with this title, as it stands there but for its backtick; `None` where the file
            /// has no such column. Spaces in the title and the width of its brackets make no difference.
            pub fn get(&self, title: &str) -> Option<&str> {
                self.cells.get(title)
            }

            /// All columns of the file, known and unknown, from left to right: the title and what stands there.
            pub fn columns(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
                self.cells.columns()
            }

            /// The line of the file, from 1.
            pub fn line(&self) -> u64 {
                self.cells.line
            }
        }

        impl $crate::bill::record::Record for $name {
            const COLUMNS: &'static [&'static [&'static str]] = &[$(&$titles),*];

            #[allow(unused, reason = "not every record has fields")]
            fn take(
                cells: $crate::bill::cells::Cells,
                columns: &$crate::bill::record::Columns,
            ) -> Result<Self, $crate::bill::BillError> {
                let mut columns = columns.iter();
                Ok(Self {
                    $($field: cells.value(columns.next().flatten(), $crate::bill::record::$read)?,)*
                    cells,
                })
            }
        }
    };
}
pub(super) use record;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_as_bills_write_them() {
        assert_eq!(count("3").ok(), Some(Some(3)));
        assert_eq!(count("20.0").ok(), Some(Some(20)));
        assert_eq!((count("").ok(), amount(" ").ok(), fee("").ok()), (Some(None), Some(None), Some(None)));
        for wrong in ["1.5", "-1", "three", "0.001"] {
            assert!(matches!(count(wrong), Err(BillErrorKind::Count { .. })), "{wrong}");
        }
        assert_eq!((number("0").ok(), number("00").ok()), (Some(None), Some(Some("00".to_owned()))));
        assert!(matches!(amount("0.001"), Err(BillErrorKind::Amount { .. })));
    }
}
