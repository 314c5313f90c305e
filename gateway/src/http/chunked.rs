//! Bodies in chunks.

use std::io;

/// The body that a buffer begins with, and how many bytes it took; nothing while it is not whole.
pub fn decode(buffer: &[u8]) -> io::Result<Option<(Vec<u8>, usize)>> {
    let (mut at, mut body) = (0, Vec::new());
    loop {
        let Some(line) = line(&buffer[at..]) else { return Ok(None) };
        let digits = line.split(|byte| *byte == b';').next().unwrap_or_default();
        let digits = std::str::from_utf8(digits).unwrap_or_default().trim();
        let length = usize::from_str_radix(digits, 16).map_err(|_| invalid("a chunk whose length is no number"))?;
        at += line.len() + 2;
        if length == 0 {
            return Ok(trailer(&buffer[at..]).map(|trailer| (body, at + trailer)));
        }
        let Some(end) = at.checked_add(length).filter(|end| buffer.len() >= end + 2) else { return Ok(None) };
        if &buffer[end..end + 2] != b"\r\n" {
            return Err(invalid("a chunk that is longer than it says"));
        }
        body.extend_from_slice(&buffer[at..end]);
        at = end + 2;
    }
}

/// How long the lines are up to an empty one.
fn trailer(buffer: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let line = line(&buffer[at..])?;
        at += line.len() + 2;
        if line.is_empty() {
            return Some(at);
        }
    }
}

fn line(buffer: &[u8]) -> Option<&[u8]> {
    buffer.windows(2).position(|end| end == b"\r\n").map(|end| &buffer[..end])
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
