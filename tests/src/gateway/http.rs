//! HTTP/1.1 as bytes on a socket: nothing is normalised, so that a test sees what was really sent.

use std::io;

use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const MAX_HEAD: usize = 64 * 1024;

/// A request as it came off the wire.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: String,
    /// Path and query, byte for byte.
    pub target: String,
    /// In the order and the spelling in which they came.
    pub headers: Vec<(String, String)>,
    pub body: Bytes,
}

impl Seen {
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    pub fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    /// All values of a header.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The value of a header that comes once.
    pub fn header<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        let mut values = self.all(name);
        values.next().filter(|_| values.next().is_none())
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// The head of a request, and what has been read beyond it.
pub(crate) struct Head {
    pub(crate) seen: Seen,
    pub(crate) content_length: usize,
    rest: Vec<u8>,
}

/// Reads the head of the next request, or nothing when the peer has hung up.
pub(crate) async fn read_head(stream: &mut TcpStream) -> io::Result<Option<Head>> {
    let mut buffer = Vec::new();
    loop {
        if let Some(head) = parse_head(&buffer)? {
            return Ok(Some(head));
        }
        if buffer.len() > MAX_HEAD {
            return Err(invalid("the head is too long"));
        }
        if stream.read_buf(&mut buffer).await? == 0 {
            return if buffer.is_empty() { Ok(None) } else { Err(invalid("the head is cut off")) };
        }
    }
}

fn parse_head(buffer: &[u8]) -> io::Result<Option<Head>> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut request = httparse::Request::new(&mut headers);
    let length = match request.parse(buffer).map_err(|error| invalid(&error.to_string()))? {
        httparse::Status::Complete(length) => length,
        httparse::Status::Partial => return Ok(None),
    };
    let headers: Vec<(String, String)> = (request.headers.iter())
        .map(|header| (header.name.to_owned(), String::from_utf8_lossy(header.value).into_owned()))
        .collect();
    let seen = Seen {
        method: request.method.unwrap_or_default().to_owned(),
        target: request.path.unwrap_or_default().to_owned(),
        headers,
        body: Bytes::new(),
    };
    if seen.all("Transfer-Encoding").next().is_some() {
        return Err(invalid("a body without a length"));
    }
    let content_length = match seen.header("Content-Length") {
        Some(text) => text.parse().map_err(|_| invalid("a length that is no number"))?,
        None => 0,
    };
    Ok(Some(Head { seen, content_length, rest: buffer[length..].to_vec() }))
}

/// Reads the body that belongs to `head`.
pub(crate) async fn read_body(stream: &mut TcpStream, head: Head) -> io::Result<Seen> {
    let Head { mut seen, content_length, rest: mut body } = head;
    while body.len() < content_length {
        if stream.read_buf(&mut body).await? == 0 {
            return Err(invalid("the body is cut off"));
        }
    }
    if body.len() > content_length {
        return Err(invalid("more than one request at a time"));
    }
    seen.body = body.into();
    Ok(seen)
}

/// Writes the head of an answer.
pub(crate) async fn write_head(stream: &mut TcpStream, status: u16, headers: &[(String, String)]) -> io::Result<()> {
    let mut head = format!("HTTP/1.1 {status} {}\r\n", reason(status));
    for (name, value) in headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes()).await
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        202 => "Accepted",
        204 => "No Content",
        _ => "Whatever",
    }
}

pub(crate) fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
