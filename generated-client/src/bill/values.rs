//! What stands in a cell.

use super::cells::Cells;
use super::error::{BillError, BillErrorKind};
use crate::money::{self, Fee};

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
