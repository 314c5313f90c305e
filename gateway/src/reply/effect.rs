//! What can be wrong with an answer: what faults are made of.

use std::borrow::Cow;
use std::time::Duration;

use super::Reply;
use crate::sign::Signing;

/// The headers of an answer.
type Headers = Vec<(String, String)>;

/// Where a fault sets in, from the request to the last byte of the answer.
#[derive(Clone, Debug)]
pub enum Effect {
    /// This is answered, and nothing has changed.
    Instead(fn() -> Reply),
    /// The answer is another one, before it is signed; the state has changed.
    Reply(fn(Reply) -> Reply),
    /// The signature is made of something else.
    Sign(fn(&mut Signing)),
    /// It is rightly signed, so many seconds away from now.
    SignedAt(i64),
    /// The headers are changed after the signature was made.
    Headers(fn(&mut Headers)),
    /// A header has this value, whatever was signed.
    Header(&'static str, Cow<'static, str>),
    /// A header is not there.
    NoHeader(&'static str),
    /// A header comes twice, with the same value.
    HeaderTwice(&'static str),
    /// The body is changed after it was signed.
    Body(fn(&mut Vec<u8>)),
    /// The bytes of the answer do not come as they should.
    Wire(Wire),
}

impl Effect {
    /// What it does to a signature before it is made.
    pub fn sign(&self, signing: &mut Signing) {
        match self {
            Self::Sign(change) => change(signing),
            Self::SignedAt(seconds) => signing.timestamp = signing.timestamp.saturating_add(*seconds),
            _ => {}
        }
    }

    /// What it does to the headers once the answer is signed.
    pub fn headers(&self, headers: &mut Headers) {
        match self {
            Self::Headers(change) => change(headers),
            Self::NoHeader(name) => headers.retain(|(key, _)| !key.eq_ignore_ascii_case(name)),
            Self::Header(name, value) => {
                headers.retain(|(key, _)| !key.eq_ignore_ascii_case(name));
                headers.push(((*name).to_owned(), value.clone().into_owned()));
            }
            Self::HeaderTwice(name) => {
                let copies: Vec<_> =
                    headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name)).cloned().collect();
                headers.extend(copies);
            }
            _ => {}
        }
    }

    /// What it does to the body once the answer is signed.
    pub fn body(&self, body: &mut Vec<u8>) {
        if let Self::Body(change) = self {
            change(body);
        }
    }

    /// How it has the bytes come.
    pub fn wire(&self) -> Option<Wire> {
        if let Self::Wire(wire) = self { Some(*wire) } else { None }
    }
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
    /// The head at once, and so many bytes of the body at a time, with a pause before each piece.
    DripBody(usize, Duration),
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
