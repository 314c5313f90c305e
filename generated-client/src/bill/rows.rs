//! Rows of a file that is read, by threads that wait and by tasks that do not.

use std::fmt;
use std::future::poll_fn;
use std::io::{self, Read};
use std::iter::FusedIterator;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::stream::{FusedStream, Stream};
use tokio::io::{AsyncRead, ReadBuf};

use super::error::{BillError, BillErrorKind};
use super::layout::Row;
use super::machine::{Machine, Next};

/// How much of a file is read at a time.
const PIECE: usize = 64 * 1024;

/// Reads the rows of a bill: a file, or anything else that can be read.
///
/// See [the module](super). It is read in pieces of 64 KiB, so there is nothing to be gained from a buffer.
pub fn read<B: Row, R: Read>(reader: R) -> Rows<R, B> {
    Rows { reader, state: State::new() }
}

/// The same for a file of `tokio`: a stream of rows.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use wechatpay_client::bill::{self, FundFlow};
///
/// let mut rows = bill::stream::<FundFlow, _>(tokio::fs::File::open("bill.csv").await?);
/// while let Some(row) = rows.next().await {
///     let row = row?;
///     println!("{:?} {:?}", row.flow_id, row.amount);
/// }
/// # Ok(()) }
/// ```
pub fn stream<B: Row, R: AsyncRead>(reader: R) -> RowStream<R, B> {
    RowStream { reader, state: State::new() }
}

/// The rows of a bill, one after the other: an iterator, which ends with the first error.
#[must_use = "nothing is read until its rows are asked for"]
pub struct Rows<R, B: Row> {
    reader: R,
    state: State<B>,
}

/// The rows of a bill, one after the other: a stream, which ends with the first error.
#[must_use = "nothing is read until its rows are asked for"]
pub struct RowStream<R, B: Row> {
    reader: R,
    state: State<B>,
}

/// Nothing in it is looked at in place but the reader.
impl<R: Unpin, B: Row> Unpin for RowStream<R, B> {}

/// What has been read, and what has come of it.
struct State<B: Row> {
    machine: Machine<B>,
    piece: Box<[u8]>,
    /// What of it has not been looked at.
    start: usize,
    end: usize,
    is_whole: bool,
    is_over: bool,
}

impl<B: Row> State<B> {
    fn new() -> Self {
        let piece = vec![0; PIECE].into_boxed_slice();
        Self { machine: Machine::new(), piece, start: 0, end: 0, is_whole: false, is_over: false }
    }

    /// The next row or the end; pending where more has to be read first.
    fn next(&mut self) -> Poll<Option<Result<B, BillError>>> {
        if self.is_over {
            return Poll::Ready(None);
        }
        let mut rest = &self.piece[self.start..self.end];
        let next = self.machine.next(&mut rest, self.is_whole);
        self.start = self.end - rest.len();
        match next {
            Ok(Next::Row(row)) => Poll::Ready(Some(Ok(row))),
            Ok(Next::More) => Poll::Pending,
            Ok(Next::End) => {
                self.is_over = true;
                Poll::Ready(None)
            }
            Err(error) => Poll::Ready(Some(Err(self.fail(error)))),
        }
    }

    /// Nothing follows an error.
    fn fail(&mut self, error: BillError) -> BillError {
        self.is_over = true;
        error
    }

    /// So much has been read to the beginning of the piece.
    fn filled(&mut self, bytes: usize) {
        (self.start, self.end) = (0, bytes);
        self.is_whole = bytes == 0;
    }
}

fn unreadable(error: io::Error) -> BillError {
    BillError { line: None, column: None, kind: BillErrorKind::Io(error) }
}

impl<R, B: Row> Rows<R, B> {
    /// The totals at the end of the bill, once all rows have been read.
    ///
    /// They have been checked against the rows, but for [`unchecked_totals`](Self::unchecked_totals), and unless the last
    /// item was an error ([`Mismatch`](BillErrorKind::Mismatch), [`UncheckedTotals`](BillErrorKind::UncheckedTotals)):
    /// then they are what the file says.
    pub fn totals(&self) -> Option<&B::Totals> {
        self.state.machine.totals()
    }

    /// The titles of those totals that were not compared with the rows: nobody knows what they are of, or the rows do not
    /// have that column. There are none before the totals have been read.
    pub fn unchecked_totals(&self) -> &[String] {
        self.state.machine.unchecked()
    }
}

impl<R: Read, B: Row> Iterator for Rows<R, B> {
    type Item = Result<B, BillError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Poll::Ready(next) = self.state.next() {
                return next;
            }
            match self.reader.read(&mut self.state.piece) {
                Ok(bytes) => self.state.filled(bytes),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Some(Err(self.state.fail(unreadable(error)))),
            }
        }
    }
}

/// Nothing follows the end, nor an error.
impl<R: Read, B: Row> FusedIterator for Rows<R, B> {}

impl<R, B: Row> RowStream<R, B> {
    /// The totals: [`Rows::totals`].
    pub fn totals(&self) -> Option<&B::Totals> {
        self.state.machine.totals()
    }

    /// Those of them that were not compared with the rows: [`Rows::unchecked_totals`].
    pub fn unchecked_totals(&self) -> &[String] {
        self.state.machine.unchecked()
    }
}

impl<R: AsyncRead + Unpin, B: Row> RowStream<R, B> {
    /// The next row.
    pub async fn next(&mut self) -> Option<Result<B, BillError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<R: AsyncRead + Unpin, B: Row> Stream for RowStream<R, B> {
    type Item = Result<B, BillError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { reader, state } = &mut *self;
        loop {
            if let Poll::Ready(next) = state.next() {
                return Poll::Ready(next);
            }
            let mut piece = ReadBuf::new(&mut state.piece);
            match ready!(Pin::new(&mut *reader).poll_read(context, &mut piece)) {
                Ok(()) => {
                    let bytes = piece.filled().len();
                    state.filled(bytes);
                }
                Err(error) => return Poll::Ready(Some(Err(state.fail(unreadable(error))))),
            }
        }
    }
}

/// Nothing follows the end, nor an error.
impl<R: AsyncRead + Unpin, B: Row> FusedStream for RowStream<R, B> {
    fn is_terminated(&self) -> bool {
        self.state.is_over
    }
}

impl<R, B: Row> fmt::Debug for Rows<R, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").field("of", &B::KIND).finish_non_exhaustive()
    }
}

impl<R, B: Row> fmt::Debug for RowStream<R, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowStream").field("of", &B::KIND).finish_non_exhaustive()
    }
}
