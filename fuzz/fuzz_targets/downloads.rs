//! A file that is downloaded: it is accepted if it decrypts, unpacks and has the digest that was stated, by a second
//! reading of it, and only then; in whatever pieces it comes.
//!
//! The first line of an input says how the file is packed, encrypted, digested, spoilt and sent; the rest is the file.

#![no_main]

use std::io::Write as _;
use std::pin::Pin;
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll};

use bytes::Bytes;
use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use http_body::{Frame, SizeHint};
use libfuzzer_sys::fuzz_target;
use wechatpay_client::download::Link;
use wechatpay_client::operation::Digest;
use wechatpay_client::transport::{Body, Failure};
use wechatpay_client::wire::{In, Out, Value, Wire};
use wechatpay_client::{Client, Error};
use wechatpay_fuzz::budget;
use wechatpay_fuzz::choices::Choices;
use wechatpay_fuzz::party::{decrypt_file, digest, encrypt_file};
use wechatpay_fuzz::wire::{FILE_KEY, Line, client, wait};

static CLIENT: LazyLock<(Client, Arc<Line>)> = LazyLock::new(client);

const NONCE: &[u8; 16] = b"fedcba9876543210";
const URL: &str = "https://api.mch.weixin.qq.com/v3/billdownload/file?token=x";

#[derive(Debug)]
struct Sent {
    wire: Vec<u8>,
    is_encrypted: bool,
    digest: Option<(Digest, String)>,
}

fuzz_target!(|bytes: &[u8]| {
    let mut rest = Choices(bytes);
    let mut choices = Choices(rest.line());
    let sent = Sent::choose(&mut choices, rest.0);
    let expected = sent.file();
    let length = sent.wire.len() + expected.as_ref().map_or(0, Vec::len);
    let pieced = budget::within(length, || sent.fetch(choices.0));
    let whole = sent.fetch(&[]);
    match (&pieced, &whole) {
        (Ok(one), Ok(other)) => assert_eq!(one, other, "the same file, in whatever pieces"),
        (Err(_), Err(_)) => {}
        _ => panic!("{pieced:?} in pieces, {whole:?} as a whole: {sent:?}"),
    }
    match (whole, expected) {
        (Ok(file), Some(expected)) => assert_eq!(file, expected, "another file was meant"),
        (Ok(file), None) => panic!("it is no file, and was accepted as {file:?}: {sent:?}"),
        (Err(error), Some(_)) => panic!("it is refused, and right: {error} {sent:?}"),
        (Err(Error::File { .. } | Error::Digest { .. }), None) => {}
        (Err(error), None) => panic!("{error:?}"),
    }
});

impl Sent {
    fn choose(choices: &mut Choices<'_>, file: &[u8]) -> Self {
        let (first, second) = file.split_at(file.len() / 2);
        let mut wire = match choices.digit(5) {
            0 => file.to_vec(),
            1 => gzip(&[file], b""),
            2 => gzip(&[first, second], b""),
            3 => gzip(&[file], b"\0\0\n"),
            _ => gzip(&[file, b""], b"\r\n"),
        };
        let is_encrypted = choices.flag();
        if choices.flag() {
            spoil(choices, &mut wire);
        }
        if is_encrypted {
            wire = encrypt_file(FILE_KEY, NONCE, &wire);
        }
        if choices.flag() {
            spoil(choices, &mut wire);
        }
        let kind = choices.of(&[None, Some(Digest::Sha1), Some(Digest::Sha256), Some(Digest::Sm3)]);
        let digest = kind.map(|kind| {
            let of = if choices.flag() { first } else { file };
            let hex = digest(kind, of);
            (kind, if choices.flag() { hex.to_uppercase() } else { hex })
        });
        Self { wire, is_encrypted, digest }
    }

    /// What a second reader makes of it; nothing where something is wrong.
    fn file(&self) -> Option<Vec<u8>> {
        let opened = if self.is_encrypted { decrypt_file(FILE_KEY, NONCE, &self.wire)? } else { self.wire.clone() };
        let file = if opened.starts_with(&[0x1f, 0x8b]) { unpacked(&opened)? } else { opened };
        match &self.digest {
            Some((kind, hex)) if !digest(*kind, &file).eq_ignore_ascii_case(hex) => None,
            _ => Some(file),
        }
    }

    fn fetch(&self, sizes: &[u8]) -> Result<Bytes, Error> {
        let (client, line) = &*CLIENT;
        let link = if self.is_encrypted { self.encrypted_link() } else { Link::new(URL) };
        let link = match &self.digest {
            Some((kind, hex)) => link.digest(*kind, hex),
            None => link,
        };
        let body = Body::new(Pieces { rest: Bytes::from(self.wire.clone()), sizes: sizes.to_vec(), at: 0 });
        let answer = http::Response::builder().version(http::Version::HTTP_2).status(200).body(body);
        line.answer(answer.expect("it is a response"));
        let fetched = wait(async { client.download([link]).await?.bytes().await });
        line.forget();
        fetched
    }

    /// As the answer for an encrypted bill has it.
    fn encrypted_link(&self) -> Link {
        let nonce = std::str::from_utf8(NONCE).expect("it is text");
        let part = [("download_url", URL), ("encrypt_key", "AAAA"), ("nonce", nonce)];
        let part = part.map(|(name, text)| (name.into(), Value::Text(text.to_owned())));
        Link::of(&EncryptedBill(vec![Value::Object(part.into())])).expect("it has links").remove(0)
    }
}

struct EncryptedBill(Vec<Value>);

impl Wire for EncryptedBill {
    fn put(&self, out: &mut Out) {
        out.field("download_bill_list", &self.0);
    }

    fn get(from: &mut In<'_>) -> Self {
        Self(from.field("download_bill_list"))
    }
}

fn gzip(members: &[&[u8]], padding: &[u8]) -> Vec<u8> {
    let member = |content: &&[u8]| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(content).and_then(|()| encoder.finish()).expect("it is packed")
    };
    let packed: Vec<Vec<u8>> = members.iter().map(member).collect();
    [packed.concat(), padding.to_vec()].concat()
}

/// What happens to a file on its way.
fn spoil(choices: &mut Choices<'_>, wire: &mut Vec<u8>) {
    let at = choices.below(wire.len() + 1);
    match choices.digit(6) {
        0 => {
            if let Some(byte) = wire.get_mut(at) {
                *byte ^= choices.byte();
            }
        }
        1 => wire.truncate(at),
        2 => wire.drain(..at).for_each(drop),
        3 => wire.extend_from_within(at..),
        4 => wire.insert(at, choices.byte()),
        _ => wire.extend_from_slice(choices.of(&[
            &b"\0"[..],
            b"\n",
            b"\x1f",
            b"\x1f\x8b",
            b" ",
            b"<html>",
            b"\0\x1f\x8b",
        ])),
    }
}

/// All that is packed in a file; nothing where there is anything else in it but padding at its end.
fn unpacked(file: &[u8]) -> Option<Vec<u8>> {
    let (mut rest, mut out) = (file, Vec::new());
    while rest.first() == Some(&0x1f) {
        let mut decoder = GzDecoder::new(rest);
        std::io::copy(&mut decoder, &mut out).ok()?;
        rest = decoder.into_inner();
    }
    rest.iter().all(|byte| matches!(byte, b'\0' | b'\n' | b'\r')).then_some(out)
}

/// A body that comes in pieces of so many bytes, one after the other and over again; without sizes, as a whole.
struct Pieces {
    rest: Bytes,
    sizes: Vec<u8>,
    at: usize,
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = Failure;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Failure>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        let size = self.sizes.get(self.at % self.sizes.len().max(1)).map_or(usize::MAX, |size| usize::from(*size));
        self.at += 1;
        let length = self.rest.len();
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(size.max(1).min(length))))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}
