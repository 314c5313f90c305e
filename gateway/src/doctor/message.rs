//! A captured message: its first line, its headers, its body.

use super::finding::Finding;
use super::settings::BrandSettings;
use crate::keys::Scheme;

const CHECK: &str = "capture";

/// How it begins.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Start {
    Request { method: String, target: String },
    Answer { status: u16 },
}

/// A message as it was captured.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) start: Start,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    /// What is odd about the capture itself.
    pub(super) remarks: Vec<Finding>,
}

impl Message {
    /// All values of a header.
    pub(super) fn all<'m>(&'m self, name: &'m str) -> impl Iterator<Item = &'m str> {
        self.headers.iter().filter(move |(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub(super) fn header<'m>(&'m self, name: &'m str) -> Option<&'m str> {
        self.all(name).next()
    }

    /// Whether a brand has sent it, or is told it: by the scheme, or by the key that it names.
    pub(super) fn is_of(&self, brand: &BrandSettings) -> bool {
        let scheme = Scheme::Brand.name();
        let by_scheme = self.header("Authorization").is_some_and(|value| value.starts_with(scheme))
            || self.header("Wechatpay-Signature-Type") == Some(scheme);
        by_scheme || brand.public_key_id.as_deref().is_some_and(|id| self.header("Wechatpay-Serial") == Some(id))
    }

    /// Whether a merchant has sent it to WeChat Pay.
    pub(super) fn is_signed_request(&self) -> bool {
        let is_request = matches!(self.start, Start::Request { .. });
        is_request && self.header("Wechatpay-Signature").is_none() && self.header("Wechatpay-Timestamp").is_none()
    }
}

/// Reads a file: a first line, headers, an empty line and the body.
pub(super) fn read(captured: &[u8]) -> Result<Message, Finding> {
    let (head, body) = split(captured);
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines().map(|line| line.trim_start_matches(['>', '<', ' ']).trim_end());
    let start = lines.next().and_then(first).ok_or_else(|| {
        let remedy = "begin the file with the first line of the message (`POST /v3/… HTTP/1.1`, `HTTP/1.1 401 …`), \
                      then its headers, an empty line, and the body byte for byte";
        Finding::error(CHECK, "it does not begin as an HTTP message does", remedy)
    })?;
    let header =
        |line: &str| line.split_once(':').map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()));
    let headers: Vec<_> = lines.filter_map(header).collect();
    let mut message = Message { start, headers, body: body.to_vec(), remarks: Vec::new() };
    settle_length(&mut message);
    Ok(message)
}

/// The head, and what comes behind the empty line.
fn split(captured: &[u8]) -> (&[u8], &[u8]) {
    let captured = captured.strip_prefix("\u{feff}".as_bytes()).unwrap_or(captured);
    let end = |mark: &[u8]| captured.windows(mark.len()).position(|window| window == mark).map(|at| (at, mark.len()));
    let ends = [end(b"\r\n\r\n"), end(b"\n\n")];
    let first = ends.into_iter().flatten().min();
    first.map_or((captured, &[][..]), |(at, length)| (&captured[..at], &captured[at + length..]))
}

fn first(line: &str) -> Option<Start> {
    let mut words = line.split(' ');
    let (one, two) = (words.next()?, words.next()?);
    if one.starts_with("HTTP/") {
        return two.parse().ok().map(|status| Start::Answer { status });
    }
    let is_method = !one.is_empty() && one.bytes().all(|byte| byte.is_ascii_uppercase());
    (is_method && two.starts_with('/')).then(|| Start::Request { method: one.to_owned(), target: two.to_owned() })
}

/// An editor leaves a line end behind the body; what else differs from the length that was sent is another body.
fn settle_length(message: &mut Message) {
    let said = message.header("Content-Length").and_then(|text| text.parse::<usize>().ok());
    let Some(said) = said else { return };
    let behind = message.body.get(said..).unwrap_or(b"-");
    if behind.iter().all(u8::is_ascii_whitespace) {
        message.body.truncate(said);
        return;
    }
    let found = format!("its body has {} bytes, and `Content-Length` says {said}", message.body.len());
    let remedy = "capture the bytes as they are sent: what an editor, a logger or a framework has written again \
                  verifies no signature";
    message.remarks.push(Finding::error(CHECK, found, remedy));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_read_as_people_keep_it() {
        let message = read(b"> POST /v3/x?a=b HTTP/1.1\n> Content-Length: 2\n> X-Y: z: w\n\n{}\n").expect("it is one");
        let start = Start::Request { method: "POST".to_owned(), target: "/v3/x?a=b".to_owned() };
        assert_eq!((message.start, &message.body[..], message.remarks.len()), (start, &b"{}"[..], 0));
        assert_eq!(message.headers[1], ("X-Y".to_owned(), "z: w".to_owned()));
        let answer = read(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 5\r\n\r\n{}").expect("it is one");
        assert_eq!((answer.start, answer.remarks.len()), (Start::Answer { status: 401 }, 1));
        for text in ["", "{}", "post / HTTP/1.1", "GET v3"] {
            assert!(read(text.as_bytes()).is_err(), "{text}");
        }
    }
}
