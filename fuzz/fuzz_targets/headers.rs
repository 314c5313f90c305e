//! Whatever stands in the headers of a signature: nothing panics, and nothing is taken for signed but what WeChat Pay has
//! signed, as it was signed and within five minutes of it.
//!
//! An input is the values of the headers, one line each, and the body; or, behind a line `=== signed`, a line of choices,
//! the time and the nonce, one line each, and the body that is signed.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use wechatpay_client::keys::Certificate;
use wechatpay_client::operation::Digest;
use wechatpay_client::platform::PlatformKeys;
use wechatpay_client::signature::{verify_body, verify_statement};
use wechatpay_fuzz::choices::Choices;
use wechatpay_fuzz::party::{NOW, PLATFORM_CERTIFICATE, digest, sign};

const SIGNED: &[u8] = b"=== signed\n";

/// In the order in which the input gives their values.
const NAMES: [&str; 6] = [
    "Wechatpay-Timestamp",
    "Wechatpay-Nonce",
    "Wechatpay-Serial",
    "Wechatpay-Signature",
    "Wechatpay-Signature-Type",
    "Wechatpay-Statement-Sha1",
];
const SIGNATURE: usize = 3;
const SIGNATURE_TYPE: usize = 4;
const STATEMENT_SHA1: usize = 5;

const SERIAL: &str = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";
const RSA: &str = "WECHATPAY2-SHA256-RSA2048";
/// How far a clock may be away, by the documentation.
const FIVE_MINUTES: u64 = 300;

static KEYS: LazyLock<PlatformKeys> = LazyLock::new(|| {
    let certificate = Certificate::from_pem(PLATFORM_CERTIFICATE).expect("the fixture is a certificate");
    PlatformKeys::default().with_certificate(certificate)
});

fuzz_target!(|bytes: &[u8]| match bytes.strip_prefix(SIGNED) {
    Some(signed) => Signed::choose(&mut Choices(signed)).check(),
    None => unsigned(bytes),
});

fn unsigned(bytes: &[u8]) {
    let mut lines = bytes.splitn(NAMES.len() + 1, |byte| *byte == b'\n');
    let mut headers: Vec<(&str, Vec<u8>)> = Vec::new();
    for name in NAMES {
        let Some(line) = lines.next() else { break };
        // An empty line leaves the header out, a tab between two values says it twice.
        let values = line.split(|byte| *byte == b'\t').filter(|value| !value.is_empty());
        headers.extend(values.map(|value| (name, value.to_vec())));
    }
    let body = lines.next().unwrap_or_default();
    let now = headers.first().and_then(|(_, value)| std::str::from_utf8(value).ok()?.parse().ok()).unwrap_or_default();
    assert!(verify_body(&*KEYS, headers.as_slice(), body, now).is_err(), "nobody has signed this");
    assert!(verify_statement(&*KEYS, headers.as_slice(), now).is_err(), "nobody has signed this");
}

/// What WeChat Pay has signed, and what has become of it on its way.
struct Signed {
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
    is_statement: bool,
    /// Whether it is to be taken.
    is_right: bool,
}

impl Signed {
    fn choose(rest: &mut Choices<'_>) -> Self {
        let mut choices = Choices(rest.line());
        let is_statement = choices.flag();
        let names_type = choices.flag();
        let timestamp = match (choices.flag(), rest.line()) {
            (true, line) => line.to_vec(),
            (false, _) => (NOW - FIVE_MINUTES - 8 + choices.below(2 * 308 + 1) as u64).to_string().into_bytes(),
        };
        let nonce = rest.line();
        let body = rest.0.to_vec();
        let sha1 = digest(Digest::Sha1, &body);
        let statement = format!("{{\"sha1\":\"{sha1}\"}}");
        let content = if is_statement { statement.as_bytes() } else { &*body };
        let signature = sign(&[&*timestamp, b"\n", nonce, b"\n", content, b"\n"].concat());
        let required = [&*timestamp, nonce, SERIAL.as_bytes(), signature.as_bytes()];
        let mut headers: Vec<_> = NAMES.into_iter().zip(required).collect();
        headers.extend(names_type.then_some((NAMES[SIGNATURE_TYPE], RSA.as_bytes())));
        headers.extend(is_statement.then_some((NAMES[STATEMENT_SHA1], sha1.as_bytes())));
        let headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value.to_vec())).collect();
        let is_right = is_now(&timestamp) && is_plain(nonce);
        let mut signed = Self { headers, body, is_statement, is_right };
        signed.is_right &= signed.disturb(&mut choices);
        signed
    }

    /// Does one thing to it, and says whether it is to be taken all the same.
    fn disturb(&mut self, choices: &mut Choices<'_>) -> bool {
        let what = choices.digit(9);
        let at = choices.below(self.headers.len());
        let (name, value) = &mut self.headers[at];
        match what {
            0 => true,
            // A name has no case, and the blanks around a value are none of it.
            1 => {
                *name = name.to_lowercase();
                true
            }
            2 => {
                *value = [b" \t", &**value, b"  "].concat();
                true
            }
            // Without its type a signature is by RSA.
            3 => self.headers.remove(at).0 == NAMES[SIGNATURE_TYPE],
            4 => {
                let twice = self.headers[at].clone();
                self.headers.push(twice);
                false
            }
            5 => {
                let place = choices.below(value.len() + 1);
                let with = b'!' + choices.byte() % 94;
                match value.get_mut(place) {
                    Some(byte) if *byte != with => *byte = with,
                    _ => return true,
                }
                false
            }
            6 => {
                self.headers.retain(|(name, _)| name != NAMES[SIGNATURE_TYPE]);
                self.headers.push((NAMES[SIGNATURE_TYPE].to_owned(), b"WECHATPAY2-SM2-WITH-SM3".to_vec()));
                false
            }
            7 => {
                let value = &mut self.headers[SIGNATURE].1;
                *value = [b"WECHATPAY/SIGNTEST/", &**value].concat();
                false
            }
            // A statement is not what is signed: whoever has it compares it with the hash.
            _ => {
                self.body.push(choices.byte());
                self.is_statement
            }
        }
    }

    fn check(&self) {
        let is_taken = if self.is_statement {
            verify_statement(&*KEYS, self.headers.as_slice(), NOW).map(drop)
        } else {
            verify_body(&*KEYS, self.headers.as_slice(), &self.body, NOW).map(drop)
        };
        let shown = || self.headers.iter().map(|(name, value)| (name, String::from_utf8_lossy(value)));
        assert_eq!(is_taken.is_ok(), self.is_right, "{is_taken:?} {:?}", shown().collect::<Vec<_>>());
    }
}

/// Whether it is a number of seconds that lies within five minutes.
fn is_now(timestamp: &[u8]) -> bool {
    let digits = std::str::from_utf8(timestamp).unwrap_or_default();
    let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()) && digits.len() <= 1024;
    let digits = digits.trim_start_matches('0');
    is_number && digits.len() == 10 && {
        let seconds = digits.bytes().fold(0, |number, digit| number * 10 + u64::from(digit - b'0'));
        (NOW - FIVE_MINUTES..=NOW + FIVE_MINUTES).contains(&seconds)
    }
}

/// Whether a header can hold it as it is.
fn is_plain(value: &[u8]) -> bool {
    value.len() <= 1024 && value.iter().all(|byte| (b'!'..=b'~').contains(byte))
}
