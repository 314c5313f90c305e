//! From lines to rows: titles, rows, the titles of the totals, the totals. No I/O in here.

use std::mem;
use std::sync::Arc;

use super::cells::{Cells, Titles, is_marked, is_unmarked};
use super::error::{BillError, BillErrorKind};
use super::layout::Row;
use super::lines::{Lines, Step};
use super::record::{Columns, Record};
use super::tally::Tally;

/// Reads a bill, whatever pieces it comes in.
pub(super) struct Machine<B: Row> {
    lines: Lines,
    place: Place,
    totals: Option<B::Totals>,
}

/// What the next line is.
enum Place {
    Titles,
    Rows(Table),
    Totals(Table, Arc<Titles>),
    End,
}

struct Table {
    titles: Arc<Titles>,
    columns: Columns,
    tally: Tally,
    /// Whether the values have marks; not known before the first row.
    is_marked: Option<bool>,
}

/// What has come of a piece.
pub(super) enum Next<B> {
    Row(B),
    /// The piece is used up.
    More,
    End,
}

impl<B: Row> Machine<B> {
    pub(super) fn new() -> Self {
        Self { lines: Lines::new(), place: Place::Titles, totals: None }
    }

    pub(super) fn totals(&self) -> Option<&B::Totals> {
        self.totals.as_ref()
    }

    /// Takes as much of `input` as the next row needs. Behind the last of it `is_end` is true.
    pub(super) fn next(&mut self, input: &mut &[u8], is_end: bool) -> Result<Next<B>, BillError> {
        loop {
            match self.lines.step(input, is_end)? {
                Step::More => return Ok(Next::More),
                Step::End => return self.finish().map(|()| Next::End),
                Step::Line(line) => {
                    if let Some(row) = self.line(line)? {
                        return Ok(Next::Row(row));
                    }
                }
            }
        }
    }

    fn finish(&self) -> Result<(), BillError> {
        let kind = match self.place {
            Place::Titles => BillErrorKind::OtherBill { expected: B::KIND },
            Place::Rows(_) if !B::HAS_TOTALS => return Ok(()),
            Place::Rows(_) | Place::Totals(..) => BillErrorKind::NoTotals,
            Place::End => return Ok(()),
        };
        Err(BillError::at(self.lines.line(), kind))
    }

    fn line(&mut self, line: u64) -> Result<Option<B>, BillError> {
        let lines = &self.lines;
        if lines.cells().all(<[u8]>::is_ascii) && lines.cells().all(|cell| cell.trim_ascii().is_empty()) {
            return Ok(None);
        }
        let (place, row) = match mem::replace(&mut self.place, Place::End) {
            Place::Titles => (Place::Rows(Table::read::<B>(lines, line)?), None),
            Place::Rows(table) if table.ends_at::<B>(lines) => {
                (Place::Totals(table, Arc::new(Titles::read(lines, line)?)), None)
            }
            Place::Rows(mut table) => {
                let row = table.row(lines, line)?;
                (Place::Rows(table), Some(row))
            }
            Place::Totals(table, titles) => {
                let cells = Cells::read(lines, line, &titles)?;
                let columns = Columns::of::<B::Totals>(&titles, line)?;
                self.totals = Some(B::Totals::take(cells.clone(), &columns)?);
                table.tally.check(&titles, &cells)?;
                (Place::End, None)
            }
            Place::End => return Err(BillError::at(line, BillErrorKind::AfterTotals)),
        };
        self.place = place;
        Ok(row)
    }
}

impl Table {
    fn read<B: Row>(lines: &Lines, line: u64) -> Result<Self, BillError> {
        let titles = Arc::new(Titles::read(lines, line)?);
        let is_own = |key: &&str| titles.find(line, &[key]).map(|found| found.is_some());
        let mut is_kind = B::KEYS.is_empty();
        for key in B::KEYS {
            is_kind = is_kind || is_own(key)?;
        }
        if !is_kind {
            return Err(BillError::at(line, BillErrorKind::OtherBill { expected: B::KIND }));
        }
        let columns = Columns::of::<B>(&titles, line)?;
        let tally = Tally::new(B::RULES, &titles, line)?;
        Ok(Self { titles, columns, tally, is_marked: None })
    }

    /// Whether a line is that of the titles of the totals: it has a title that is known, or no marks where rows have
    /// some.
    fn ends_at<B: Row>(&self, lines: &Lines) -> bool {
        let first = lines.cells().next().map(Titles::tidied).unwrap_or_default();
        let is_known = B::RULES.iter().any(|rule| rule.titles.contains(&first.as_str()));
        is_known || self.is_marked == Some(true) && is_unmarked(lines)
    }

    fn row<B: Row>(&mut self, lines: &Lines, line: u64) -> Result<B, BillError> {
        self.is_marked.get_or_insert_with(|| is_marked(lines));
        let cells = Cells::read(lines, line, &self.titles)?;
        self.tally.add(&cells)?;
        B::take(cells, &self.columns)
    }
}
