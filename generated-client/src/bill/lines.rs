//! From the bytes of a file to the cells of its lines, one line at a time and with bounds. No I/O in here.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::error::{BillError, BillErrorKind};

/// How many bytes a line may have. The longest texts of a bill have a few hundred.
pub(super) const LONGEST_LINE: usize = 1024 * 1024;

/// How many columns it may have.
const MOST_COLUMNS: usize = 1024;

/// The mark of UTF-8, with which a file may begin.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Reads lines, whatever pieces the file comes in.
pub(super) struct Lines {
    reader: Reader,
    /// How much of a byte order mark has come; `None` behind it.
    mark: Option<usize>,
    /// The line so far: its cells, one right behind the other, and where each of them ends.
    text: Vec<u8>,
    filled: usize,
    ends: Vec<usize>,
    ended: usize,
    /// The line that is read, from 1.
    line: u64,
    /// Whether some of it has been read.
    is_begun: bool,
}

/// What has come of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A line is whole: [`Lines::cells`].
    Line(u64),
    /// The piece is used up.
    More,
    /// The file is at its end.
    End,
}

impl Lines {
    pub(super) fn new() -> Self {
        // What is marked by a backtick is not quoted: a quotation mark is a character of a name like any other.
        let mut reader = ReaderBuilder::new().quoting(false).build();
        // Behind a line end it looks for no byte order mark: one that comes in parts it does not know, and one with
        // nothing behind it is the end of the file to it.
        reader.read_record(b"\n", &mut [0], &mut [0]);
        let (text, ends) = (vec![0; 4096], vec![0; 64]);
        Self { reader, mark: Some(0), text, filled: 0, ends, ended: 0, line: 1, is_begun: false }
    }

    /// Takes as much of `input` as the next line needs. Behind the last of it `is_end` is true.
    pub(super) fn step(&mut self, input: &mut &[u8], is_end: bool) -> Result<Step, BillError> {
        self.skip_mark(input, is_end)?;
        if !self.is_begun {
            self.skip_line_ends(input);
            (self.filled, self.ended) = (0, 0);
        }
        // To the reader, nothing is the end.
        if input.is_empty() && !is_end {
            return Ok(Step::More);
        }
        self.read(input)
    }

    /// Reads on in a line, or begins one.
    fn read(&mut self, input: &mut &[u8]) -> Result<Step, BillError> {
        self.is_begun = true;
        loop {
            let (text, ends) = (&mut self.text[self.filled..], &mut self.ends[self.ended..]);
            let (result, read, filled, ended) = self.reader.read_record(input, text, ends);
            let taken = &input[..read];
            *input = &input[read..];
            self.filled += filled;
            self.ended += ended;
            match result {
                ReadRecordResult::InputEmpty => return Ok(Step::More),
                ReadRecordResult::OutputFull => Self::grow(&mut self.text, LONGEST_LINE, self.line)?,
                ReadRecordResult::OutputEndsFull => Self::grow(&mut self.ends, MOST_COLUMNS, self.line)?,
                ReadRecordResult::Record => {
                    let line = self.line;
                    self.line += u64::from(taken.last() == Some(&b'\n'));
                    self.is_begun = false;
                    return Ok(Step::Line(line));
                }
                ReadRecordResult::End => return Ok(Step::End),
            }
        }
    }

    /// The cells of the line that is whole.
    pub(super) fn cells(&self) -> impl ExactSizeIterator<Item = &[u8]> + DoubleEndedIterator + Clone {
        let ends = &self.ends[..self.ended];
        ends.iter().enumerate().map(|(at, end)| {
            let start = if at == 0 { 0 } else { ends[at - 1] };
            &self.text[start..*end]
        })
    }

    /// The line that would be next.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Skips the byte order mark, of which a piece may hold a part.
    fn skip_mark(&mut self, input: &mut &[u8], is_end: bool) -> Result<(), BillError> {
        while let Some(seen) = self.mark {
            match input.split_first() {
                Some((byte, rest)) if *byte == BYTE_ORDER_MARK[seen] => {
                    *input = rest;
                    self.mark = Some((seen + 1) % BYTE_ORDER_MARK.len());
                }
                None if !is_end => break,
                _ => {
                    self.mark = None;
                    // It has only begun like one.
                    if seen > 0 {
                        self.read(&mut &BYTE_ORDER_MARK[..seen])?;
                    }
                }
            }
        }
        Ok(())
    }

    fn skip_line_ends(&mut self, input: &mut &[u8]) {
        while let [byte @ (b'\r' | b'\n'), rest @ ..] = *input {
            self.line += u64::from(*byte == b'\n');
            *input = rest;
        }
    }

    fn grow<T: Clone + Default>(buffer: &mut Vec<T>, most: usize, line: u64) -> Result<(), BillError> {
        if buffer.len() >= most {
            return Err(BillError::at(line, BillErrorKind::TooLong));
        }
        buffer.resize((buffer.len() * 2).min(most), T::default());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of a file that comes in pieces of so many bytes.
    fn lines(file: &[u8], piece: usize) -> Vec<(u64, Vec<Vec<u8>>)> {
        let (mut lines, mut found) = (Lines::new(), Vec::new());
        for mut piece in file.chunks(piece).chain([&[][..]]) {
            let is_end = piece.is_empty();
            loop {
                match lines.step(&mut piece, is_end).expect("the lines are short") {
                    Step::Line(line) => found.push((line, lines.cells().map(<[u8]>::to_vec).collect())),
                    step => break assert_eq!(step == Step::End, is_end, "only the end is the end"),
                }
            }
        }
        found
    }

    fn cells(cells: &[&str]) -> Vec<Vec<u8>> {
        cells.iter().map(|cell| cell.as_bytes().to_vec()).collect()
    }

    #[test]
    fn lines_are_the_same_in_whatever_pieces_they_come() {
        let file = "a,b\r\n\r\n`1,\"x\r\n\n,\r`2,`\"\"y\"\nlast";
        let expected = vec![
            (1, cells(&["a", "b"])),
            (3, cells(&["`1", "\"x"])),
            (5, cells(&["", ""])),
            (5, cells(&["`2", "`\"\"y\""])),
            (6, cells(&["last"])),
        ];
        for file in [file.to_owned(), format!("\u{feff}{file}"), format!("\u{feff}\u{feff}{file}")] {
            for piece in 1..=file.len() {
                assert_eq!(lines(file.as_bytes(), piece), expected, "in pieces of {piece}");
            }
        }
        for nothing in ["", "\r\n\n", "\u{feff}", "\u{feff}\r\n"] {
            for piece in 1..=4 {
                assert_eq!(lines(nothing.as_bytes(), piece), [], "{nothing:?} in pieces of {piece}");
            }
        }
    }

    #[test]
    fn a_byte_order_mark_is_skipped_where_a_file_begins_and_nowhere_else() {
        let cases: [(&[u8], u64, &[u8]); 7] = [
            (b"\xef\xbb\xbf\n\r\na\n", 3, b"a"),
            (b"\xef\xbb\xbfa", 1, b"a"),
            (b"\xef", 1, b"\xef"),
            (b"\xef\xbb", 1, b"\xef\xbb"),
            (b"\xef\xbba\n", 1, b"\xef\xbba"),
            (b"\xef\xef\xbb\xbf\n", 1, b"\xef\xef\xbb\xbf"),
            (b"\na\xef\xbb\xbf\n", 2, b"a\xef\xbb\xbf"),
        ];
        for (file, line, cell) in cases {
            for piece in 1..=file.len() {
                let expected = [(line, vec![cell.to_vec()])];
                assert_eq!(lines(file, piece), expected, "{} in pieces of {piece}", file.escape_ascii());
            }
        }
        // Behind an empty line it is a character like any other.
        for piece in 1..=4 {
            assert_eq!(lines("\n\u{feff}".as_bytes(), piece), [(2, cells(&["\u{feff}"]))], "in pieces of {piece}");
        }
    }

    /// A gigabyte without the end of a line would else be held in memory.
    #[test]
    fn a_line_without_an_end_is_given_up() {
        for file in [&b"a"[..], b","] {
            let (mut lines, piece) = (Lines::new(), file.repeat(64 * 1024));
            let mut step = || lines.step(&mut &piece[..], false);
            let error = (0..1_000).find_map(|_| step().err()).expect("it ends");
            assert!(matches!(error.kind, BillErrorKind::TooLong), "{error}");
            assert_eq!(error.line, Some(1));
            assert!(lines.text.len() <= LONGEST_LINE && lines.ends.len() <= MOST_COLUMNS);
        }
    }
}
