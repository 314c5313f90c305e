//! What the API keys of both versions have in common: 32 bytes, as they are set on the merchant platform.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::{KeyError, id};

/// The 32 bytes of an API key. A line end behind it is the editor's: no such key has one.
pub(super) fn api_key(key: &[u8], name: &'static str) -> Result<Zeroizing<[u8; 32]>, KeyError> {
    let text = std::str::from_utf8(key).map_or(key, |text| id::trimmed(text).as_bytes());
    if let Ok(key) = text.try_into() {
        return Ok(Zeroizing::new(key));
    }
    let decodes = |text: &[u8]| STANDARD.decode(text).is_ok_and(|bytes| bytes.len() == 32);
    let found = match text {
        _ if text.len() == 64 && text.iter().all(u8::is_ascii_hexdigit) => {
            "it is 32 bytes in hexadecimal, and the key itself is wanted"
        }
        _ if decodes(text) => "it is 32 bytes in base64, and the key itself is wanted",
        _ if text.starts_with(b"-----BEGIN ") => "it is PEM text: are two arguments swapped?",
        _ if text.len() < key.len() => "it has white space around it",
        _ => return Err(KeyError::ApiKeyLength { name, bytes: text.len() }),
    };
    Err(KeyError::ApiKeyForm { name, found })
}
