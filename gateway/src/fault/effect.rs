//! What a fault is made of.

use std::time::Duration;

use crate::http::Reply;
use crate::sign::Signing;

/// Where a fault sets in, from the request to the last byte of the answer.
#[derive(Clone, Copy, Debug)]
pub enum Effect {
    /// This is answered, and nothing has changed.
    Instead(fn() -> Reply),
    /// The answer is another one, before it is signed; the state has changed.
    Reply(fn(Reply) -> Reply),
    /// The signature is made of something else.
    Sign(fn(&mut Signing)),
    /// The headers are changed after the signature was made.
    Headers(fn(&mut Vec<(String, String)>)),
    /// The body is changed after it was signed.
    Body(fn(&mut Vec<u8>)),
    /// The bytes of the answer do not come as they should.
    Wire(Wire),
}

/// How the bytes of an answer come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// The connection is reset before the body of the request is read. Nothing has changed.
    ResetBeforeRead,
    /// The whole request is read and done, and the connection is reset.
    ResetAfterRead,
    /// The whole request is read and done, and the connection ends in good order.
    CloseAfterRead,
    /// The request is done, and nothing ever comes.
    Silence,
    /// So much of the head comes, and then this.
    Head(usize, Ending),
    /// So much of the body comes, and then this.
    Body(usize, Ending),
    /// So many bytes at a time, with a pause before each piece.
    Drip(usize, Duration),
    /// The answer waits.
    Late(Duration),
    /// Another `Content-Length`, by so many bytes; then the connection ends.
    Length(i64),
    /// This text in place of the length.
    LengthText(&'static str),
    /// Two lengths, of which one is wrong.
    TwoLengths,
    /// Without a length: it ends with the connection.
    UntilClose,
    /// In chunks.
    Chunked,
    /// In chunks, of which the last one is missing.
    ChunkedCut,
    /// With this in front of the status line.
    Before(&'static str),
    /// With this behind the body.
    Behind(&'static str),
    /// This in place of the whole answer.
    Garbage(&'static str),
    /// Under this version of HTTP.
    Version(&'static str),
    /// With one more header of so many bytes.
    LongHeader(usize),
    /// With so many headers more.
    ManyHeaders(usize),
    /// The whole answer, and then the connection ends without a word.
    CloseBehind,
}

/// How a connection ends in the middle of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// In good order.
    Close,
    /// By a reset.
    Reset,
    /// Not at all: nothing more comes.
    Stall,
}
