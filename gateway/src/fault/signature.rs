//! What is wrong with a signature, and what is only unusual.

use super::table::faults;
use crate::keys;
use crate::reply::Effect::{Headers, Sign};

fn set(headers: &mut [(String, String)], name: &str, value: &str) {
    for (_, old) in headers.iter_mut().filter(|(key, _)| key == name) {
        value.clone_into(old);
    }
}

fn drop(headers: &mut Vec<(String, String)>, name: &str) {
    headers.retain(|(key, _)| key != name);
}

fn double(headers: &mut Vec<(String, String)>, name: &str) {
    let copies: Vec<_> = headers.iter().filter(|(key, _)| key == name).cloned().collect();
    headers.extend(copies);
}

fn change(headers: &mut [(String, String)], name: &str, change: impl Fn(&str) -> String) {
    for (_, value) in headers.iter_mut().filter(|(key, _)| key == name) {
        *value = change(value);
    }
}

faults! {
    /// Signed with a key that nobody knows, under the serial of one that is known.
    WRONG_SIGNATURE "wrong-signature" Distrust "does not use the answer" => Sign(|signing| signing.identity = signing.identity.stranger());
    /// Signed with a key that nobody knows, under its own serial.
    UNKNOWN_SERIAL "unknown-serial" Distrust "looks for the key once at most, and does not use the answer" => Sign(|signing| {
        signing.identity = signing.identity.stranger();
        signing.serial.clone_from(&keys::stranger().serial);
    });
    /// Signed with the right key, under a serial that nobody knows.
    RIGHT_KEY_UNKNOWN_SERIAL "right-key-unknown-serial" Distrust "does not try all keys that it has: it does not use the answer" => Sign(|signing| signing.serial.clone_from(&keys::stranger().serial));
    /// Signed with the merchant's own key, under the merchant's own serial.
    SIGNED_BY_THE_MERCHANT "signed-by-the-merchant" Distrust "knows that its own key is none of the service's" => Sign(|signing| {
        signing.identity = keys::merchant();
        signing.serial.clone_from(&keys::merchant().serial);
    });
    /// Signed with one key of the service, under the serial of another one.
    SERIALS_MIXED_UP "serials-mixed-up" Distrust "verifies with the key that is named, and with no other" => Sign(|signing| {
        let is_b = std::ptr::eq(signing.identity, keys::platform_b());
        signing.identity = if is_b { keys::platform_a() } else { keys::platform_b() };
    });
    /// The signature is that of another body.
    SIGNATURE_OF_ANOTHER_BODY "signature-of-another-body" Distrust "does not use the answer" => Sign(|signing| signing.body = "{}".into());
    /// The signature is that of an empty body.
    SIGNATURE_OF_NO_BODY "signature-of-no-body" Distrust "does not use the answer" => Sign(|signing| signing.body = bytes::Bytes::new());
    /// The time in the header is another one than was signed.
    SIGNATURE_OF_ANOTHER_TIME "signature-of-another-time" Distrust "does not use the answer" => Headers(|headers| change(headers, "Wechatpay-Timestamp", |time| (time.parse::<i64>().unwrap_or_default() + 1).to_string()));
    /// The nonce in the header is another one than was signed.
    SIGNATURE_OF_ANOTHER_NONCE "signature-of-another-nonce" Distrust "does not use the answer" => Headers(|headers| set(headers, "Wechatpay-Nonce", "593BEC0C930BF1AFEB40B4A08C8FB242"));
    /// Rightly signed, five minutes and a second ago.
    TOO_OLD "too-old" Distrust "takes nothing that is older than five minutes: it may be replayed" => Sign(|signing| signing.timestamp -= 301);
    /// Rightly signed, a day ago.
    A_DAY_OLD "a-day-old" Distrust "takes nothing that is older than five minutes: it may be replayed" => Sign(|signing| signing.timestamp -= 86_400);
    /// Rightly signed, at a time that is five minutes and some ahead.
    FROM_THE_FUTURE "from-the-future" Distrust "takes nothing that is more than five minutes ahead" => Sign(|signing| signing.timestamp += 305);
    /// Rightly signed, a day ahead.
    A_DAY_AHEAD "a-day-ahead" Distrust "takes nothing that is more than five minutes ahead" => Sign(|signing| signing.timestamp += 86_400);
    /// Rightly signed, nearly five minutes ago.
    OLD_ENOUGH "old-enough" Accept "takes what is less than five minutes old" => Sign(|signing| signing.timestamp -= 290);
    /// Rightly signed, nearly five minutes ahead.
    EARLY_ENOUGH "early-enough" Accept "takes what is less than five minutes ahead" => Sign(|signing| signing.timestamp += 290);
    /// Rightly signed, at a time in milliseconds.
    TIME_IN_MILLISECONDS "time-in-milliseconds" Distrust "reads the time as seconds, which it is not" => Sign(|signing| signing.timestamp *= 1_000);
    /// Rightly signed, at the beginning of time.
    TIME_ZERO "time-zero" Distrust "takes nothing that is older than five minutes" => Sign(|signing| signing.timestamp = 0);
    /// Rightly signed, at the least time that fits 64 bits: the difference to now does not.
    TIME_BEYOND_SUBTRACTION "time-beyond-subtraction" Distrust "does not overflow where it takes one time from the other" => Sign(|signing| signing.timestamp = i64::MIN);
    /// The time is a word.
    TIME_IS_A_WORD "time-is-a-word" Distrust "does not use the answer" => Headers(|headers| set(headers, "Wechatpay-Timestamp", "now"));
    /// The time is a number of twenty digits.
    TIME_TOO_LONG "time-too-long" Distrust "does not use the answer" => Headers(|headers| set(headers, "Wechatpay-Timestamp", "99999999999999999999"));
    /// The time is empty.
    TIME_EMPTY "time-empty" Distrust "does not use the answer" => Headers(|headers| set(headers, "Wechatpay-Timestamp", ""));
    /// The probe of WeChat Pay: a signature that begins with `WECHATPAY/SIGNTEST/`, and must not be accepted.
    PROBE "probe" Distrust "refuses it as any wrong signature, without an alarm" => Headers(|headers| change(headers, "Wechatpay-Signature", |right| format!("WECHATPAY/SIGNTEST/{}", right.get(19..).unwrap_or_default())));
    /// The signature is no base64.
    SIGNATURE_NOT_BASE64 "signature-not-base64" Distrust "does not use the answer" => Headers(|headers| set(headers, "Wechatpay-Signature", "!!!!"));
    /// The signature is empty.
    SIGNATURE_EMPTY "signature-empty" Distrust "does not use the answer" => Headers(|headers| set(headers, "Wechatpay-Signature", ""));
    /// The signature is cut off in the middle.
    SIGNATURE_CUT "signature-cut" Distrust "does not use the answer" => Headers(|headers| change(headers, "Wechatpay-Signature", |right| right[..right.len() / 8 * 4].to_owned()));
    /// The signature is in hexadecimal.
    SIGNATURE_IN_HEXADECIMAL "signature-in-hexadecimal" Distrust "reads it as base64, which does not verify" => Headers(|headers| change(headers, "Wechatpay-Signature", |right| crate::crypto::hex(&crate::crypto::decode(right).unwrap_or_default())));
    /// The signature has ten thousand letters.
    SIGNATURE_TOO_LONG "signature-too-long" Distrust "does not use the answer, and does not spend long on it" => Headers(|headers| set(headers, "Wechatpay-Signature", &"A".repeat(10_000)));
    /// All bytes of the signature are zero.
    SIGNATURE_OF_ZEROS "signature-of-zeros" Distrust "does not use the answer" => Headers(|headers| set(headers, "Wechatpay-Signature", &format!("{}==", "A".repeat(342))));
    /// The type names SM2, while the key is one for RSA.
    SCHEME_OF_SM2 "scheme-of-sm2" Distrust "goes by the type, and does not use the answer" => Headers(|headers| set(headers, "Wechatpay-Signature-Type", "WECHATPAY2-SM2-WITH-SM3"));
    /// The type is one that nobody knows.
    SCHEME_UNKNOWN "scheme-unknown" Distrust "goes by the type, and does not use the answer" => Headers(|headers| set(headers, "Wechatpay-Signature-Type", "WECHATPAY9-NONE"));
    /// The type is left out, as older answers do: it is that of RSA.
    SCHEME_LEFT_OUT "scheme-left-out" Accept "takes it for RSA with SHA-256" => Headers(|headers| drop(headers, "Wechatpay-Signature-Type"));
    /// There is no time.
    TIME_MISSING "time-missing" Distrust "does not use the answer" => Headers(|headers| drop(headers, "Wechatpay-Timestamp"));
    /// There is no nonce.
    NONCE_MISSING "nonce-missing" Distrust "does not use the answer" => Headers(|headers| drop(headers, "Wechatpay-Nonce"));
    /// There is no serial.
    SERIAL_MISSING "serial-missing" Distrust "does not try all keys that it has: it does not use the answer" => Headers(|headers| drop(headers, "Wechatpay-Serial"));
    /// There is no signature, while the other headers are there.
    SIGNATURE_MISSING "signature-missing" Distrust "does not use the answer" => Headers(|headers| drop(headers, "Wechatpay-Signature"));
    /// There is nothing that belongs to a signature.
    UNSIGNED "unsigned" Distrust "takes a success without a signature for a forgery" => Headers(|headers| headers.retain(|(name, _)| !name.starts_with("Wechatpay-")));
    /// The time comes twice.
    TIME_TWICE "time-twice" Distrust "does not choose one of two" => Headers(|headers| double(headers, "Wechatpay-Timestamp"));
    /// The nonce comes twice.
    NONCE_TWICE "nonce-twice" Distrust "does not choose one of two" => Headers(|headers| double(headers, "Wechatpay-Nonce"));
    /// The serial comes twice.
    SERIAL_TWICE "serial-twice" Distrust "does not choose one of two" => Headers(|headers| double(headers, "Wechatpay-Serial"));
    /// The signature comes twice.
    SIGNATURE_TWICE "signature-twice" Distrust "does not choose one of two" => Headers(|headers| double(headers, "Wechatpay-Signature"));
    /// A wrong signature comes before the right one.
    SIGNATURES_OF_TWO "signatures-of-two" Distrust "does not choose one of two" => Headers(|headers| headers.insert(0, ("Wechatpay-Signature".to_owned(), format!("{}==", "A".repeat(342)))));
    /// The names of all headers are in small letters, as some proxies write them.
    HEADERS_IN_SMALL_LETTERS "headers-in-small-letters" Accept "does not mind how a header is spelt" => Headers(|headers| headers.iter_mut().for_each(|(name, _)| name.make_ascii_lowercase()));
    /// The headers come in another order.
    HEADERS_IN_ANOTHER_ORDER "headers-in-another-order" Accept "does not mind the order of headers" => Headers(|headers| headers.reverse());
}
