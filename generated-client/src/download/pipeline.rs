//! What a downloaded file goes through: decryption, unpacking, digest. No I/O in here.

use std::io::Write as _;

use flate2::write::GzDecoder;

use crate::crypto::{Hasher, SealedStream};
use crate::error::{Error, FileFault};
use crate::operation::Digest;

/// How a gzip file begins.
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The stages of one file. What comes out is not yet checked: nothing may act on it before
/// [`finish`](Self::finish) has agreed.
pub(crate) struct Pipeline {
    decryption: Option<SealedStream>,
    unpacking: Unpacking,
    digest: Option<(Hasher, String)>,
    decrypted: Vec<u8>,
}

/// Whether a file is packed shows in its first two bytes: no CSV, PDF or image begins like gzip.
enum Unpacking {
    Undecided(Vec<u8>),
    Packed(Box<GzDecoder<Vec<u8>>>),
    /// A packed file has ended; another may follow right behind it, or padding.
    Between,
    /// Nothing may follow but more of it.
    Padding,
    Plain,
}

impl Pipeline {
    /// The stages of a file that is `encrypted` with a stream cipher, or not, and has to have a digest, or not.
    pub(crate) fn new(encrypted: Option<SealedStream>, digest: Option<(Digest, String)>) -> Self {
        Self {
            decryption: encrypted,
            unpacking: Unpacking::Undecided(Vec::new()),
            digest: digest.map(|(digest, expected)| (Hasher::new(digest), expected)),
            decrypted: Vec::new(),
        }
    }

    /// Whether it knows at the end that nothing is missing. A packed file is no such: of two that were packed one after
    /// the other, the second may be missing.
    pub(crate) fn is_checked(&self) -> bool {
        self.digest.is_some() || self.decryption.is_some()
    }

    /// Takes the next piece and appends to `out` what comes of it.
    pub(crate) fn push(&mut self, piece: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        let start = out.len();
        match &mut self.decryption {
            None => self.unpacking.push(piece, out)?,
            Some(cipher) => {
                self.decrypted.clear();
                cipher.update(piece, &mut self.decrypted).map_err(|_| undecipherable())?;
                self.unpacking.push(&self.decrypted, out)?;
            }
        }
        self.hash(&out[start..]);
        Ok(())
    }

    /// Appends the rest to `out`, and says whether the whole of it was right.
    pub(crate) fn finish(mut self, out: &mut Vec<u8>) -> Result<(), Error> {
        let start = out.len();
        if let Some(cipher) = self.decryption.take() {
            self.decrypted.clear();
            cipher.finish(&mut self.decrypted).map_err(|_| undecipherable())?;
            self.unpacking.push(&self.decrypted, out)?;
        }
        std::mem::replace(&mut self.unpacking, Unpacking::Plain).finish(out)?;
        self.hash(&out[start..]);
        let Some((hasher, expected)) = self.digest else { return Ok(()) };
        let found = hasher.finish_hex();
        if found.eq_ignore_ascii_case(&expected) { Ok(()) } else { Err(Error::digest(expected, found)) }
    }

    fn hash(&mut self, bytes: &[u8]) {
        if let Some((hasher, _)) = &mut self.digest {
            hasher.update(bytes);
        }
    }
}

impl Unpacking {
    fn push(&mut self, mut piece: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        while !piece.is_empty() {
            piece = self.take(piece, out)?;
        }
        Ok(())
    }

    /// Takes the first of these bytes, which are some, and returns the others.
    fn take<'p>(&mut self, piece: &'p [u8], out: &mut Vec<u8>) -> Result<&'p [u8], Error> {
        match self {
            Self::Plain => {
                out.extend_from_slice(piece);
                Ok(&[])
            }
            Self::Undecided(held) => {
                let (first, rest) = piece.split_at(piece.len().min(GZIP_MAGIC.len() - held.len()));
                held.extend_from_slice(first);
                if held.len() == GZIP_MAGIC.len() {
                    let held = std::mem::take(held);
                    *self = if held == GZIP_MAGIC { Self::packed() } else { Self::Plain };
                    self.push(&held, out)?;
                }
                Ok(rest)
            }
            Self::Packed(decoder) => {
                let taken = decoder.write(piece).map_err(|error| unpackable(&error))?;
                out.append(decoder.get_mut());
                if taken == 0 {
                    decoder.try_finish().map_err(|error| unpackable(&error))?;
                    out.append(decoder.get_mut());
                    *self = Self::Between;
                }
                Ok(&piece[taken..])
            }
            Self::Between if piece[0] == GZIP_MAGIC[0] => {
                *self = Self::packed();
                Ok(piece)
            }
            Self::Between | Self::Padding if is_padding(piece[0]) => {
                *self = Self::Padding;
                Ok(&piece[1..])
            }
            Self::Between | Self::Padding => Err(not_unpackable("there is something behind its end")),
        }
    }

    fn packed() -> Self {
        Self::Packed(Box::new(GzDecoder::new(Vec::new())))
    }

    fn finish(self, out: &mut Vec<u8>) -> Result<(), Error> {
        match self {
            Self::Plain | Self::Between | Self::Padding => {}
            Self::Undecided(held) => out.extend_from_slice(&held),
            Self::Packed(mut decoder) => {
                // `finish` would take the first half of a file for the whole of it; `try_finish` asks for its end.
                decoder.try_finish().map_err(|error| unpackable(&error))?;
                out.append(decoder.get_mut());
            }
        }
        Ok(())
    }
}

/// What tools leave behind a packed file: the rest of a block, the end of a line.
fn is_padding(byte: u8) -> bool {
    matches!(byte, b'\0' | b'\n' | b'\r')
}

fn undecipherable() -> Error {
    Error::file(FileFault::Locked, "it does not decrypt: another key encrypted it, or it was tampered with")
}

fn unpackable(error: &std::io::Error) -> Error {
    not_unpackable(&error.to_string())
}

fn not_unpackable(why: &str) -> Error {
    Error::file(FileFault::Damaged, format!("it does not unpack: {why}"))
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// What comes of a file whose bytes come so many at a time.
    fn unpacked(file: &[u8], step: usize) -> Result<Vec<u8>, Error> {
        let (mut pipeline, mut out) = (Pipeline::new(None, None), Vec::new());
        for piece in file.chunks(step) {
            pipeline.push(piece, &mut out)?;
        }
        pipeline.finish(&mut out).map(|()| out)
    }

    #[test]
    fn padding_behind_a_packed_file_does_not_spoil_it() {
        let (one, two) = (gzip(b"a bill, "), gzip(b"and its end"));
        let members = [&one[..], &two].concat();
        for padding in [&b""[..], b"\0", b"\n", b"\r\n", &[0; 1000]] {
            for step in [1, 7, 10_000] {
                let file = [&members[..], padding].concat();
                assert_eq!(unpacked(&file, step).unwrap(), b"a bill, and its end", "{padding:?} {step}");
            }
        }
    }

    /// The two bytes that tell may come in two pieces, and others right behind the second.
    #[test]
    fn whether_a_file_is_packed_shows_wherever_its_first_piece_ends() {
        for (file, content) in [(&gzip(b"a bill")[..], &b"a bill"[..]), (b"plain", b"plain")] {
            for length in 0..file.len() {
                let (mut pipeline, mut out) = (Pipeline::new(None, None), Vec::new());
                let (first, rest) = file.split_at(length);
                pipeline.push(first, &mut out).expect("it is in order");
                pipeline.push(rest, &mut out).expect("it is in order");
                pipeline.finish(&mut out).expect("it is whole");
                assert_eq!(out, content, "{length}");
            }
        }
    }

    #[test]
    fn anything_else_behind_it_does() {
        let file = gzip(b"a bill");
        for behind in [&b"x"[..], b"\n<html>", b"\0\x1f\x8b", b"\x1f", b"\x1f\x8b", b" ", b"\x1fx"] {
            for step in [1, 10_000] {
                let result = unpacked(&[&file[..], behind].concat(), step);
                assert!(matches!(result, Err(Error::File { .. })), "{behind:?}: {result:?}");
            }
        }
        let padded = [&file[..], b"\0", &file[..]].concat();
        assert!(unpacked(&padded, 10_000).is_err(), "what is behind padding would be left out elsewhere");
    }

    #[test]
    fn a_packed_file_that_ends_early_is_none_whatever_comes_in_its_place() {
        let file = gzip(b"a bill");
        for length in 2..file.len() {
            assert!(unpacked(&file[..length], 3).is_err(), "{length}");
        }
        let mut wrong = file.clone();
        let checksum = wrong.len() - 8;
        wrong[checksum] ^= 1;
        assert!(unpacked(&wrong, 3).is_err(), "the checksum");
        assert!(unpacked(&[&file[..file.len() - 1], b"\n\n"].concat(), 3).is_err(), "padding is not its end");
    }
}
