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
    /// A line that has told what stands before it, and is still to be read itself.
    again: Option<u64>,
    totals: Option<B::Totals>,
    unchecked: Vec<String>,
}

/// What the next line is.
enum Place {
    Titles,
    Rows(Table),
    /// It tells what the line before it is.
    Undecided(Table, Undecided),
    Totals(Table, Arc<Titles>),
    End,
}

/// A line without marks where no row has come yet: a row, in a file without marks, or the titles of the totals, in a
/// file without rows.
struct Undecided {
    row: Result<Cells, BillError>,
    titles: Titles,
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
        Self { lines: Lines::new(), place: Place::Titles, again: None, totals: None, unchecked: Vec::new() }
    }

    pub(super) fn totals(&self) -> Option<&B::Totals> {
        self.totals.as_ref()
    }

    /// The titles of the totals that no rule is for.
    pub(super) fn unchecked(&self) -> &[String] {
        &self.unchecked
    }

    /// Takes as much of `input` as the next row needs. Behind the last of it `is_end` is true.
    pub(super) fn next(&mut self, input: &mut &[u8], is_end: bool) -> Result<Next<B>, BillError> {
        loop {
            let step = match self.again.take() {
                Some(line) => Step::Line(line),
                None => self.lines.step(input, is_end)?,
            };
            match step {
                Step::More => return Ok(Next::More),
                Step::End => return self.finish(),
                Step::Line(line) => {
                    if let Some(row) = self.line(line)? {
                        return Ok(Next::Row(row));
                    }
                }
            }
        }
    }

    /// The end, before which there may be one more row.
    fn finish(&mut self) -> Result<Next<B>, BillError> {
        let kind = match mem::replace(&mut self.place, Place::End) {
            Place::Titles => BillErrorKind::OtherBill { expected: B::KIND },
            Place::Rows(_) if !B::HAS_TOTALS => return Ok(Next::End),
            Place::Undecided(mut table, last) if !B::HAS_TOTALS => return table.row(last.row?).map(Next::Row),
            Place::Rows(_) | Place::Undecided(..) | Place::Totals(..) => BillErrorKind::NoTotals,
            Place::End => return Ok(Next::End),
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
            Place::Rows(table) if table.is_marked.is_none() && is_unmarked(lines) => {
                let line = Undecided::read(lines, line, &table.titles)?;
                (Place::Undecided(table, line), None)
            }
            Place::Rows(mut table) => {
                table.is_marked.get_or_insert_with(|| is_marked(lines));
                let row = table.row(Cells::read(lines, line, &table.titles)?)?;
                (Place::Rows(table), Some(row))
            }
            Place::Undecided(table, before) => {
                self.again = Some(line);
                before.decide(table, is_marked(lines))?
            }
            Place::Totals(table, titles) => {
                self.total(&table.tally, &titles, line)?;
                (Place::End, None)
            }
            Place::End => return Err(BillError::at(line, BillErrorKind::AfterTotals)),
        };
        self.place = place;
        Ok(row)
    }

    /// The totals, which are there even where they are wrong.
    fn total(&mut self, tally: &Tally, titles: &Arc<Titles>, line: u64) -> Result<(), BillError> {
        let cells = Cells::read(&self.lines, line, titles)?;
        let columns = Columns::of::<B::Totals>(titles, line)?;
        self.totals = Some(B::Totals::take(cells.clone(), &columns)?);
        let checked = tally.columns(titles, line)?;
        let unchecked = (0..titles.len()).filter(|column| !checked.contains(column));
        self.unchecked = unchecked.map(|column| titles.title(column).to_owned()).collect();
        tally.check(titles, &cells)
    }
}

impl Undecided {
    fn read(lines: &Lines, line: u64, titles: &Arc<Titles>) -> Result<Self, BillError> {
        Ok(Self { row: Cells::read(lines, line, titles), titles: Titles::read(lines, line)? })
    }

    /// What it has been, as the line behind it has marks or none; the row, if it was one.
    fn decide<B: Row>(self, mut table: Table, is_marked: bool) -> Result<(Place, Option<B>), BillError> {
        if is_marked {
            return Ok((Place::Totals(table, Arc::new(self.titles)), None));
        }
        table.is_marked = Some(false);
        let row = table.row(self.row?)?;
        Ok((Place::Rows(table), Some(row)))
    }
}

impl Table {
    fn read<B: Row>(lines: &Lines, line: u64) -> Result<Self, BillError> {
        let titles = Arc::new(Titles::read(lines, line)?);
        let mut is_kind = B::KEYS.is_empty();
        for key in B::KEYS {
            is_kind = is_kind || titles.find(line, key)?.is_some();
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

    fn row<B: Row>(&mut self, cells: Cells) -> Result<B, BillError> {
        self.tally.add(&cells)?;
        B::take(cells, &self.columns)
    }
}
