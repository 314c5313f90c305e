//! Hands a letter to whoever listens.

use std::fmt;
use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::letter::Letter;

/// How long a handler may take.
const PATIENCE: Duration = Duration::from_secs(5);
const MAX_ANSWER: usize = 64 * 1024;

/// What has become of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivered {
    /// It was answered.
    Answered {
        /// The HTTP status.
        status: u16,
        /// What the handler wrote.
        body: String,
    },
    /// It was not.
    Failed {
        /// Why.
        why: String,
    },
}

impl Delivered {
    /// Whether it is acknowledged: by 200 or 204, and by nothing else.
    pub fn is_acknowledged(&self) -> bool {
        matches!(self, Self::Answered { status: 200 | 204, .. })
    }
}

impl fmt::Display for Delivered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answered { status, body } => write!(f, "{status} {body}"),
            Self::Failed { why } => f.write_str(why),
        }
    }
}

/// Delivers a letter, once.
pub async fn deliver(letter: &Letter) -> Delivered {
    let failed = |why: String| Delivered::Failed { why };
    match timeout(PATIENCE, exchange(letter)).await {
        Ok(Ok(delivered)) => delivered,
        Ok(Err(error)) => failed(format!("{}: {error}", letter.url)),
        Err(_) => failed(format!("{}: no answer within {} seconds", letter.url, PATIENCE.as_secs())),
    }
}

async fn exchange(letter: &Letter) -> io::Result<Delivered> {
    let invalid = |what: &str| io::Error::new(io::ErrorKind::InvalidInput, what);
    let rest = letter.url.strip_prefix("http://");
    let rest = rest.ok_or_else(|| invalid("only `http://` can be delivered to: let it be a URL of this machine"))?;
    let at = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(at);
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    let address = if host.contains(':') { host.to_owned() } else { format!("{host}:80") };
    let mut stream = TcpStream::connect(address).await?;
    let mut head = format!("POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
    for (name, value) in &letter.headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    head.extend(["Content-Length: ", &letter.body.len().to_string(), "\r\n\r\n"]);
    // Who refuses early may have answered before it has read all.
    let _ = stream.write_all(&[head.as_bytes(), &letter.body].concat()).await;
    let mut bytes = Vec::new();
    loop {
        if let Some(delivered) = parse(&bytes)? {
            return Ok(delivered);
        }
        if bytes.len() > MAX_ANSWER {
            return Err(io::Error::other("the answer is longer than 64 KiB"));
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            bytes.extend_from_slice(END);
            return parse(&bytes)?.ok_or_else(|| io::Error::other("the answer is cut off"));
        }
    }
}

/// Stands behind what a connection that has ended has brought.
const END: &[u8] = b"\0the end\0";

/// The answer, once it is whole.
fn parse(bytes: &[u8]) -> io::Result<Option<Delivered>> {
    let is_over = bytes.ends_with(END);
    let bytes = bytes.strip_suffix(END).unwrap_or(bytes);
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut response = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(length) = response.parse(bytes).map_err(io::Error::other)? else { return Ok(None) };
    let status = response.code.unwrap_or_default();
    let text = |name: &str| {
        let found = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        found.and_then(|header| std::str::from_utf8(header.value).ok())
    };
    let wanted = text("Content-Length").and_then(|text| text.trim().parse::<usize>().ok());
    let wanted = if status == 204 { Some(0) } else { wanted };
    let body = &bytes[length..];
    match wanted {
        Some(wanted) if body.len() < wanted && !is_over => return Ok(None),
        None if !is_over => return Ok(None),
        _ => {}
    }
    Ok(Some(Delivered::Answered { status, body: String::from_utf8_lossy(body).into_owned() }))
}
