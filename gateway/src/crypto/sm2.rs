//! SM2, by another library than the client's.

use smcrypto::sm2;

use super::hex;

/// The identifier of the curve: 1.2.156.10197.1.301.
const CURVE: &[u8] = &[0x06, 0x08, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x82, 0x2d];
/// What stands before the point of a public key, from the outer sequence on.
const SPKI: &[u8] = &[
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x81, 0x1c, 0xcf,
    0x55, 0x01, 0x82, 0x2d, 0x03, 0x42, 0x00, 0x04,
];
/// The version of an `ECPrivateKey`, and the head of the number behind it.
const SECRET: &[u8] = &[0x02, 0x01, 0x01, 0x04, 0x20];

/// A private key: its number, in hexadecimal.
pub(super) struct Private(String);

impl Private {
    /// A key in PKCS#8 DER; nothing where it is none of this curve.
    pub(super) fn from_pkcs8(der: &[u8]) -> Option<Self> {
        let at = |needle: &[u8]| der.windows(needle.len()).position(|window| window == needle);
        at(CURVE)?;
        let start = at(SECRET)? + SECRET.len();
        der.get(start..start + 32).map(|secret| Self(hex(secret)))
    }

    /// A signature in DER, for the identity that the standard gives to those who have none.
    pub(super) fn sign(&self, message: &[u8]) -> Vec<u8> {
        loop {
            // With a chance of one in 2^256 there is none, and the library gives an empty one.
            let signature = sm2::Sign::new(&self.0).sign(message);
            if !signature.is_empty() {
                return signature;
            }
        }
    }

    /// Opens what was encrypted to this key. The library does not compare the digest in it, so that a damaged text is
    /// told by its being no text.
    pub(super) fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        is_sealed(sealed).then(|| sm2::Decrypt::new(&self.0).decrypt_asna1(sealed))
    }

    pub(super) fn public(&self) -> Public {
        Public(sm2::pk_from_sk(&self.0))
    }
}

/// A public key: both coordinates, in hexadecimal.
#[derive(Clone)]
pub(super) struct Public(String);

impl Public {
    /// A key as a certificate holds it; nothing where it is none of this curve.
    pub(super) fn from_spki(der: &[u8]) -> Option<Self> {
        der.strip_prefix(SPKI).filter(|point| point.len() == 64).map(|point| Self(hex(point)))
    }

    /// The key as a certificate holds it.
    pub(super) fn spki(&self) -> Vec<u8> {
        let digit = |at: usize| u8::from_str_radix(&self.0[at..at + 2], 16).expect("it is hexadecimal");
        SPKI.iter().copied().chain((0..self.0.len()).step_by(2).map(digit)).collect()
    }

    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        sm2::Verify::new(&self.0).verify(message, signature)
    }

    /// Encrypts to this key: in DER, with the digest before the text.
    pub(super) fn seal(&self, text: &[u8]) -> Vec<u8> {
        sm2::Encrypt::new(&self.0).encrypt_asna1(text)
    }
}

/// Whether these are two numbers, a digest and a text: of what is none, the library makes a panic.
fn is_sealed(der: &[u8]) -> bool {
    let parts = || {
        let (parts, rest) = super::pem::tlv(der, 0x30)?;
        let (x, parts) = super::pem::tlv(parts, 0x02)?;
        let (y, parts) = super::pem::tlv(parts, 0x02)?;
        let (digest, parts) = super::pem::tlv(parts, 0x04)?;
        let (text, more) = super::pem::tlv(parts, 0x04)?;
        // A coordinate whose first bit is set has a zero before it.
        let is_coordinate = |number: &[u8]| match number {
            [0, rest @ ..] => rest.len() <= 32,
            number => !number.is_empty() && number.len() <= 32,
        };
        let is_whole = rest.is_empty() && more.is_empty() && digest.len() == 32 && !text.is_empty();
        Some(is_whole && is_coordinate(x) && is_coordinate(y))
    };
    parts().unwrap_or(false)
}
