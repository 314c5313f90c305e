//! The signature of a request.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::json;

use super::authorization::Pairs;
use super::verdict::{Rejection, Why};
use super::{Context, guess};
use crate::http::Request;
use crate::keys::{Certificate, Party};

const WRONG: &str = "错误的签名，导致验签失败";
/// How much of the text to sign an error tells.
const TOLD: usize = 256;

/// Verifies the signature over the method, the target, the time, the nonce and what is signed of the body.
pub(super) fn verify(
    request: &Request,
    pairs: &Pairs,
    signed: &[u8],
    party: &Party,
    certificate: &Certificate,
    context: &Context<'_>,
) -> Result<(), Box<Rejection>> {
    let signature = BASE64_STANDARD.decode(&pairs.signature).map_err(|_| {
        Rejection::unsigned(WRONG, "signature", "the signature is no padded base64 of the standard alphabet")
    })?;
    let message = message(request, pairs, signed);
    if certificate.key.verifies(&message, &signature) {
        return Ok(());
    }
    let guess = guess::Guess { request, pairs, signed, message: &message, signature: &signature };
    let (text, got) = guess.why(party, certificate, context);
    let expected = String::from_utf8_lossy(&message).into_owned();
    let told: String = expected.chars().take(TOLD).collect();
    let detail = json!({
        "detail": {"issue": "sign not match"},
        "field": "signature",
        "location": "authorization",
        "sign_information": {
            "method": request.method,
            "sign_message_length": message.len(),
            "truncated_sign_message": told,
            "url": request.target,
        },
    });
    let why = Why { text, expected: Some(expected), got };
    Err(Box::new(Rejection { status: 401, code: "SIGN_ERROR", message: WRONG.to_owned(), detail: Some(detail), why }))
}

fn message(request: &Request, pairs: &Pairs, signed: &[u8]) -> Vec<u8> {
    let head = format!("{}\n{}\n{}\n{}\n", request.method, request.target, pairs.timestamp, pairs.nonce);
    let mut message = head.into_bytes();
    message.extend_from_slice(signed);
    message.push(b'\n');
    message
}
