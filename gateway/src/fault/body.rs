//! What happens to a body after it was signed.

use super::table::faults;
use crate::reply::Effect::{self, Body};

/// Another digit or letter for the last one: JSON all the same.
fn tamper(body: &mut [u8]) {
    if let Some(byte) = body.iter_mut().rev().find(|byte| byte.is_ascii_alphanumeric()) {
        *byte = if *byte == b'1' { b'2' } else { b'1' };
    }
}

faults! {
    /// One letter or digit of the body is another one than was signed.
    TAMPERED_BODY "tampered-body" Distrust "does not use the answer" => Body(|body| tamper(body));
    /// The body has lost its last byte, and its length fits.
    BODY_WITHOUT_ITS_END "body-without-its-end" Distrust "does not use the answer" => Body(|body| { body.pop(); });
    /// The body is gone, and its length fits.
    BODY_GONE "body-gone" Distrust "does not use the answer" => Body(Vec::clear);
    /// A byte order mark has come before the body.
    BODY_WITH_A_BYTE_ORDER_MARK "body-with-a-byte-order-mark" Distrust "verifies the bytes that came, and does not strip any first" => Body(|body| drop(body.splice(..0, *b"\xef\xbb\xbf")));
    /// A line feed has come behind the body.
    BODY_WITH_A_LINE_FEED "body-with-a-line-feed" Distrust "verifies the bytes that came, and does not trim them first" => Body(|body| body.push(b'\n'));
    /// A space has come behind each comma: the same JSON, written again.
    BODY_WRITTEN_AGAIN "body-written-again" Distrust "verifies the bytes that came, and not what they mean" => Body(|body| *body = String::from_utf8_lossy(body).replace(',', ", ").replace("\":", "\": ").into_bytes());
    /// A member has been put in front that changes what the first reader sees.
    BODY_WITH_ANOTHER_MEMBER "body-with-another-member" Distrust "does not use the answer" => Body(|body| if body.first() == Some(&b'{') { body.splice(..1, *br#"{"x":"y","#); });
    /// The whole body stands there twice.
    BODY_TWICE "body-twice" Distrust "does not use the answer" => Body(|body| body.extend_from_within(..));
    /// A wide space has come behind the body.
    BODY_WITH_A_WIDE_SPACE "body-with-a-wide-space" Distrust "verifies the bytes that came" => Body(|body| body.extend_from_slice("　".as_bytes()));
    /// The answer names the encoding that is none; the signature is right.
    NOT_PACKED_BY_NAME "not-packed-by-name" Accept "takes the bytes as they came" => Effect::Headers(|headers| headers.push(("Content-Encoding".to_owned(), "identity".to_owned())));
    /// The body is called plain text; the signature is right.
    CALLED_PLAIN_TEXT "called-plain-text" Accept "goes by the operation, and not by the type" => Effect::Headers(|headers| headers.iter_mut().filter(|(name, _)| name == "Content-Type").for_each(|(_, value)| "text/plain".clone_into(value)));
}
