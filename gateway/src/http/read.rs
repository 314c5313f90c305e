//! Requests off a socket.

use std::io;

use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::chunked;
use super::request::Request;

const MAX_HEAD: usize = 64 * 1024;
const MAX_HEADERS: usize = 100;
/// More than any upload may have.
const MAX_BODY: usize = 64 * 1024 * 1024;

/// A request whose body has not been read yet.
#[derive(Debug)]
pub struct Incoming {
    /// Its head; the body is empty.
    pub request: Request,
    body: Body,
}

#[derive(Clone, Copy, Debug)]
enum Body {
    Length(usize),
    Chunked,
}

/// Reads requests, one after the other, off a connection.
#[derive(Debug)]
pub struct Reader<S> {
    stream: S,
    buffer: Vec<u8>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Reader<S> {
    /// Reads from this.
    pub fn new(stream: S) -> Self {
        Self { stream, buffer: Vec::new() }
    }

    /// What is read from.
    pub fn stream(&mut self) -> &mut S {
        &mut self.stream
    }

    /// The head of the next request; nothing when the peer has hung up.
    pub async fn head(&mut self) -> io::Result<Option<Incoming>> {
        loop {
            if let Some((incoming, length)) = parse_head(&self.buffer)? {
                self.buffer.drain(..length);
                return Ok(Some(incoming));
            }
            if self.buffer.len() > MAX_HEAD {
                return Err(invalid("the head is longer than 64 KiB"));
            }
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return if self.buffer.is_empty() { Ok(None) } else { Err(invalid("the head is cut off")) };
            }
        }
    }

    /// The body that belongs to a head.
    pub async fn body(&mut self, incoming: Incoming) -> io::Result<Request> {
        let Incoming { mut request, body } = incoming;
        if request.header("Expect").is_some_and(|value| value.eq_ignore_ascii_case("100-continue")) {
            self.stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
        }
        loop {
            let whole = match body {
                Body::Length(length) => (self.buffer.len() >= length).then(|| (self.buffer[..length].to_vec(), length)),
                Body::Chunked => chunked::decode(&self.buffer)?,
            };
            if let Some((bytes, length)) = whole {
                self.buffer.drain(..length);
                request.body = bytes.into();
                return Ok(request);
            }
            if self.buffer.len() > MAX_BODY {
                return Err(invalid("the body is longer than 64 MiB"));
            }
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(invalid("the body is cut off"));
            }
        }
    }
}

fn parse_head(buffer: &[u8]) -> io::Result<Option<(Incoming, usize)>> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let length = match parsed.parse(buffer).map_err(|error| invalid(&format!("the head is no HTTP/1.1: {error}")))? {
        httparse::Status::Complete(length) => length,
        httparse::Status::Partial => return Ok(None),
    };
    let headers = (parsed.headers.iter())
        .map(|header| (header.name.to_owned(), String::from_utf8_lossy(header.value).into_owned()))
        .collect();
    let request = Request {
        method: parsed.method.unwrap_or_default().to_owned(),
        target: origin_form(parsed.path.unwrap_or_default()),
        headers,
        head: Bytes::copy_from_slice(&buffer[..length]),
        body: Bytes::new(),
    };
    let body = body(&request)?;
    Ok(Some((Incoming { request, body }, length)))
}

fn body(request: &Request) -> io::Result<Body> {
    if let Some(coding) = request.header("Transfer-Encoding") {
        let is_chunked = coding.eq_ignore_ascii_case("chunked") && request.header("Content-Length").is_none();
        return if is_chunked { Ok(Body::Chunked) } else { Err(invalid("a body whose end cannot be told")) };
    }
    let mut lengths = request.all("Content-Length");
    match (lengths.next(), lengths.next()) {
        (None, _) => Ok(Body::Length(0)),
        (Some(length), None) => {
            let length = length.trim().parse().map_err(|_| invalid("a `Content-Length` that is no number"))?;
            if length > MAX_BODY { Err(invalid("the body is longer than 64 MiB")) } else { Ok(Body::Length(length)) }
        }
        (Some(_), Some(_)) => Err(invalid("two `Content-Length`s")),
    }
}

/// What a proxy is told is the whole URL.
fn origin_form(target: &str) -> String {
    let absolute = ["http://", "https://"].into_iter().find_map(|scheme| target.strip_prefix(scheme));
    match absolute {
        Some(rest) => rest.find('/').map_or_else(|| "/".to_owned(), |at| rest[at..].to_owned()),
        None => target.to_owned(),
    }
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(bytes: &[u8]) -> Vec<Result<(String, Vec<u8>), String>> {
        let (mut near, far) = tokio::io::duplex(1 << 16);
        near.write_all(bytes).await.expect("there is room");
        near.shutdown().await.expect("it is open");
        let mut reader = Reader::new(far);
        let mut seen = Vec::new();
        loop {
            let request = match reader.head().await {
                Ok(None) => return seen,
                Ok(Some(incoming)) => reader.body(incoming).await,
                Err(error) => Err(error),
            };
            let request = request.map(|request| (request.target, request.body.to_vec()));
            let is_over = request.is_err();
            seen.push(request.map_err(|error| error.to_string()));
            if is_over {
                return seen;
            }
        }
    }

    #[tokio::test]
    async fn requests_come_one_after_the_other() {
        let bytes = b"GET /a HTTP/1.1\r\nHost: x\r\n\r\nPOST http://x/b?c HTTP/1.1\r\nContent-Length: 2\r\n\r\nxy\
                      POST /c HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n1;x=y\r\nd\r\n0\r\n\r\nGET /d HTTP/1.1\r\n\r\n";
        let wanted: [(&str, &[u8]); 4] = [("/a", b""), ("/b?c", b"xy"), ("/c", b"abcd"), ("/d", b"")];
        let wanted: Vec<_> = wanted.into_iter().map(|(target, body)| Ok((target.to_owned(), body.to_vec()))).collect();
        assert_eq!(read(bytes).await, wanted);
    }

    #[tokio::test]
    async fn what_is_no_request_is_named() {
        let cases: [(&[u8], &str); 6] = [
            (b"GET /a HTTP/1.1\r\nHost", "the head is cut off"),
            (b"POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nab", "the body is cut off"),
            (b"POST /a HTTP/1.1\r\nContent-Length: x\r\n\r\n", "a `Content-Length` that is no number"),
            (b"POST /a HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na", "two `Content-Length`s"),
            (b"POST /a HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", "a body whose end cannot be told"),
            (b"POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", "a chunk whose length is no number"),
        ];
        for (bytes, wanted) in cases {
            assert_eq!(read(bytes).await, [Err(wanted.to_owned())]);
        }
    }
}
