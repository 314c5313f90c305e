//! Serials and ids as callers write them.
//!
//! What is meant without doubt is taken: line ends around it, `0x`, colons, lower case. No error holds any of the text:
//! where two arguments are swapped, it is a private key.

use super::KeyError;
use crate::crypto::hex_upper;

/// How the id of a WeChat Pay public key begins.
const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_";
/// The digits behind it: two, the merchant id, a date, and a number.
const PUBLIC_KEY_DIGITS: usize = 34;
/// The most bytes of a serial, by RFC 5280.
const MAX_SERIAL_BYTES: usize = 20;
/// The most digits of a merchant id.
const MAX_ACCOUNT_DIGITS: usize = 32;

/// The serial of a certificate, in upper-case hexadecimal with its leading zeros: the form that headers use.
///
/// # Errors
///
/// Says what the text is instead, without any of it: it may be a key in the wrong place.
pub fn serial(text: impl AsRef<str>) -> Result<String, KeyError> {
    const EXPECTED: &str = "the serial of a certificate, which has up to 40 hexadecimal digits (`openssl x509 -in \
                            apiclient_cert.pem -noout -serial` prints it)";
    let wrong = |found: String| KeyError::Id { expected: EXPECTED, found };
    let text = trimmed(text.as_ref());
    if has_prefix(text, PUBLIC_KEY_ID) {
        return Err(wrong("the id of a WeChat Pay public key".to_owned()));
    }
    let text = without_prefix(text, "serial=");
    let digits = without_separators(without_prefix(text, "0x"));
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(wrong(describe(text, |c| c.is_ascii_hexdigit())));
    }
    match digits.len() {
        len if len > MAX_SERIAL_BYTES * 2 => {
            let decimal = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| from_decimal(&digits)).flatten();
            decimal.ok_or_else(|| wrong(format!("{len} digits")))
        }
        len if len % 2 == 1 => Err(wrong(format!("{len} digits, an odd number: a leading zero or another is lost"))),
        _ => Ok(digits.to_ascii_uppercase()),
    }
}

/// Whether a name of a key, as it stands in a header, is the id of a WeChat Pay public key, and not a serial.
pub(crate) fn is_public_key_id(name: &str) -> bool {
    name.starts_with(PUBLIC_KEY_ID)
}

/// The id of a WeChat Pay public key, with its `PUB_KEY_ID_`.
///
/// # Errors
///
/// Says what the text is instead, without any of it: it may be a key in the wrong place.
pub fn public_key_id(text: &str) -> Result<String, KeyError> {
    const EXPECTED: &str = "the id of a WeChat Pay public key, `PUB_KEY_ID_` and digits, as the merchant platform shows \
                            it beside the key";
    let wrong = |found: String| KeyError::Id { expected: EXPECTED, found };
    let text = trimmed(text);
    let is_plain = |c: char| c.is_ascii_alphanumeric();
    let digits = without_prefix(text, PUBLIC_KEY_ID);
    let is_whole = digits.len() < text.len() && !digits.is_empty() && digits.chars().all(is_plain);
    let is_bare = text.len() == PUBLIC_KEY_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_whole || is_bare {
        return Ok(format!("{PUBLIC_KEY_ID}{digits}"));
    }
    if text.len() == MAX_SERIAL_BYTES * 2 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        let found = "the serial of a certificate (a platform certificate is given with `platform_certificate`)";
        return Err(wrong(found.to_owned()));
    }
    if digits.is_empty() || !digits.chars().all(is_plain) {
        return Err(wrong(describe(text, |c| is_plain(c) || c == '_')));
    }
    Err(wrong(format!("{} characters that do not begin with `PUB_KEY_ID_`", text.chars().count())))
}

/// The id of a merchant or of a brand, without what an editor leaves around it.
///
/// # Errors
///
/// Says what the text is instead, without any of it: it may be a key in the wrong place.
pub fn account_id(text: &str) -> Result<String, KeyError> {
    const EXPECTED: &str = "an id of digits alone";
    let wrong = |found: String| KeyError::Id { expected: EXPECTED, found };
    let text = trimmed(text);
    if text.len() == 18 && text.starts_with("wx") && text[2..].bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(wrong("an app id (`wx` and 16 more)".to_owned()));
    }
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong(describe(text, |c| c.is_ascii_digit())));
    }
    if text.len() > MAX_ACCOUNT_DIGITS { Err(wrong(format!("{} digits", text.len()))) } else { Ok(text.to_owned()) }
}

/// What the text is, without any of it but the first character that cannot be there.
fn describe(text: &str, is_right: impl Fn(char) -> bool) -> String {
    if text.is_empty() {
        return "an empty text".to_owned();
    }
    if text.contains("-----BEGIN ") {
        return "PEM text: are two arguments swapped?".to_owned();
    }
    let length = text.chars().count();
    match text.chars().enumerate().find(|(_, c)| !is_right(*c)) {
        Some((at, wrong)) => format!("{length} characters, of which number {} is {wrong:?}", at + 1),
        None => format!("{length} characters"),
    }
}

/// Without what an editor or a shell leaves around a text.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

fn has_prefix(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

fn without_prefix<'a>(text: &'a str, prefix: &str) -> &'a str {
    if has_prefix(text, prefix) { &text[prefix.len()..] } else { text }
}

/// Colons or spaces between whole bytes say nothing; anywhere else they stay, to be refused.
fn without_separators(text: &str) -> String {
    let groups = || text.split([':', ' ', '-']);
    if groups().all(|group| !group.is_empty() && group.len() % 2 == 0) { groups().collect() } else { text.to_owned() }
}

/// The hexadecimal form of a number that is too long to be in hexadecimal already.
fn from_decimal(digits: &str) -> Option<String> {
    let mut bytes = [0; MAX_SERIAL_BYTES];
    for digit in digits.bytes() {
        let mut carry = u16::from(digit - b'0');
        for byte in bytes.iter_mut().rev() {
            carry += u16::from(*byte) * 10;
            let [low, high] = carry.to_le_bytes();
            (*byte, carry) = (low, u16::from(high));
        }
        if carry > 0 {
            return None;
        }
    }
    let start = bytes.iter().position(|byte| *byte > 0)?;
    Some(hex_upper(&bytes[start..]))
}
