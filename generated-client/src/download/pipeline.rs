//! What a downloaded file goes through: decryption, unpacking, digest. No I/O in here.

use std::io::Write as _;

use flate2::write::MultiGzDecoder;

use crate::crypto::{Hasher, SealedStream};
use crate::error::Error;
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
    Packed(Box<MultiGzDecoder<Vec<u8>>>),
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
        if found.eq_ignore_ascii_case(&expected) { Ok(()) } else { Err(Error::Digest { expected, found }) }
    }

    fn hash(&mut self, bytes: &[u8]) {
        if let Some((hasher, _)) = &mut self.digest {
            hasher.update(bytes);
        }
    }
}

impl Unpacking {
    fn push(&mut self, piece: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        match self {
            Self::Plain => out.extend_from_slice(piece),
            Self::Packed(decoder) => {
                decoder.write_all(piece).map_err(|error| unpackable(&error))?;
                out.append(decoder.get_mut());
            }
            Self::Undecided(held) => {
                held.extend_from_slice(piece);
                if held.len() >= GZIP_MAGIC.len() {
                    let held = std::mem::take(held);
                    *self = Self::decide(&held);
                    return self.push(&held, out);
                }
            }
        }
        Ok(())
    }

    fn decide(start: &[u8]) -> Self {
        if start.starts_with(&GZIP_MAGIC) {
            Self::Packed(Box::new(MultiGzDecoder::new(Vec::new())))
        } else {
            Self::Plain
        }
    }

    fn finish(self, out: &mut Vec<u8>) -> Result<(), Error> {
        match self {
            Self::Plain => {}
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

fn undecipherable() -> Error {
    Error::File { reason: "it does not decrypt: another key encrypted it, or it was tampered with".to_owned() }
}

fn unpackable(error: &std::io::Error) -> Error {
    Error::File { reason: format!("it does not unpack: {error}") }
}
