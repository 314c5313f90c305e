//! PEM, and the little of X.509 that the gateway needs: whose certificate it is, and which key is in it.

use std::fmt;

use base64::prelude::{BASE64_STANDARD, Engine as _};

use super::key::PublicKey;

/// Why a text is no key or certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PemError(pub(super) String);

impl fmt::Display for PemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for PemError {}

/// The bytes of base64, whose lines may be broken.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let text: String = text.chars().filter(|char| !char.is_ascii_whitespace()).collect();
    BASE64_STANDARD.decode(text).ok()
}

/// PEM text of this label.
pub fn pem(label: &str, der: &[u8]) -> String {
    let base64 = BASE64_STANDARD.encode(der);
    let mut text = format!("-----BEGIN {label}-----\n");
    for line in base64.as_bytes().chunks(64) {
        text.extend(line.iter().map(|byte| char::from(*byte)));
        text.push('\n');
    }
    text + &format!("-----END {label}-----\n")
}

/// The label and the bytes of the first block of PEM in a text.
pub fn unpem(text: &str) -> Result<(String, Vec<u8>), PemError> {
    let missing = || PemError("there is no `-----BEGIN …-----` in it".to_owned());
    let (_, rest) = text.split_once("-----BEGIN ").ok_or_else(missing)?;
    let (label, rest) = rest.split_once("-----").ok_or_else(missing)?;
    let end = format!("-----END {label}-----");
    let (body, _) = rest.split_once(&end).ok_or_else(|| PemError(format!("there is no `{end}` in it")))?;
    let der = decode(body).ok_or_else(|| PemError(format!("the block `{label}` is no base64")))?;
    Ok((label.to_owned(), der))
}

/// The serial number of a certificate, in upper-case hexadecimal with its leading zeros, and its public key.
pub fn certificate(der: &[u8]) -> Result<(String, PublicKey), PemError> {
    parse(der).ok_or_else(|| PemError("it is no X.509 certificate with a key that is known here".to_owned()))
}

fn parse(der: &[u8]) -> Option<(String, PublicKey)> {
    let (serial, mut rest) = serial_and_rest(der)?;
    // The algorithm, the issuer, the validity and the subject.
    for _ in 0..4 {
        rest = tlv(rest, 0x30)?.1;
    }
    let key = PublicKey::from_spki(&rest[..rest.len() - tlv(rest, 0x30)?.1.len()]).ok()?;
    let serial = serial.strip_prefix(&[0]).filter(|rest| !rest.is_empty()).unwrap_or(serial);
    Some((super::hex(serial).to_uppercase(), key))
}

/// The common name of whom a certificate was made for: of a merchant's, the merchant id.
pub fn common_name(file: &[u8]) -> Option<String> {
    let der =
        std::str::from_utf8(file).ok().and_then(|text| unpem(text).ok()).map_or_else(|| file.to_vec(), |(_, der)| der);
    let (_, mut rest) = serial_and_rest(&der)?;
    // Behind the algorithm, the issuer and the validity comes the subject.
    for _ in 0..3 {
        rest = tlv(rest, 0x30)?.1;
    }
    let (mut names, _) = tlv(rest, 0x30)?;
    let mut found = None;
    while let Some((name, behind)) = tlv(names, 0x31) {
        names = behind;
        let (pair, _) = tlv(name, 0x30)?;
        let (kind, text) = tlv(pair, 0x06)?;
        if kind == COMMON_NAME {
            let (text, _) = tlv(text, *text.first()?)?;
            found = std::str::from_utf8(text).ok().map(str::to_owned);
        }
    }
    found
}

/// The serial number of a certificate, and the fields behind it.
fn serial_and_rest(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (outer, _) = tlv(der, 0x30)?;
    let (mut fields, _) = tlv(outer, 0x30)?;
    if fields.first() == Some(&0xa0) {
        fields = tlv(fields, 0xa0)?.1;
    }
    tlv(fields, 0x02)
}

/// The object identifier 2.5.4.3.
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];

/// The content of an element with this tag, and what comes behind it.
pub(super) fn tlv(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let [found, first, rest @ ..] = bytes else { return None };
    let (length, rest) = match first {
        0..=0x7f => (usize::from(*first), rest),
        0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    if *found == tag { rest.split_at_checked(length) } else { None }
}
