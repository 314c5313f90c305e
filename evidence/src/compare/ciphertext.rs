//! Whether a text of an example is encrypted.

/// The blocks of RSA and SM2 are long, and end so in base64.
const PADDING: &str = "==";
/// Shorter texts are ids. Examples are cut: a whole block of RSA-2048 has 344 letters.
const SHORTEST: usize = 40;
/// Longer ones are images. A block of RSA-4096 has 684 letters.
const LONGEST: usize = 1024;

/// Whether a text looks like one that was encrypted.
pub(super) fn looks_encrypted(text: &str) -> bool {
    let Some(digits) = text.strip_suffix(PADDING) else { return false };
    let is_base64 = digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/');
    let has = |is: fn(&u8) -> bool| digits.as_bytes().iter().any(is);
    (SHORTEST..=LONGEST).contains(&text.len())
        && is_base64
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_in_base64_looks_encrypted_and_an_id_does_not() {
        assert!(looks_encrypted("pVd1HJ6zyvPedzGaV+X3IdGdbDnuC4Eelw/wDa4SzfeespQO/0kjiwfqdfg=="));
        // A media id, a serial number, a digest, an order number, a short text in base64.
        for plain in [
            "jTpGmxUX3FBWVQ5NJTZvvDujqhThn4ReFxikqJ5YW6zFQ",
            "5157F09EFDC096DE15EBE81A47057A7232F1B8E1",
            "79bb0f45fc4c42234a918000b2668d689e2bde04",
            "1040000071100999991182020050700019480001",
            "d2VjaGF0cGF5MQ==",
        ] {
            assert!(!looks_encrypted(plain), "{plain}");
        }
    }
}
