//! What a backend provides.

use std::fmt;

use zeroize::Zeroizing;

/// A primitive refused its input: a signature that does not match, a cipher text that does not open, a bad key.
///
/// It says no more on purpose: why a padding or a tag was refused is what an attacker wants to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rejected;

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("rejected by the cryptographic primitive")
    }
}

impl std::error::Error for Rejected {}

/// How a confidential field is padded before RSA encryption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Padding {
    /// RSAES-OAEP with SHA-1 and MGF1-SHA-1: everywhere but overseas.
    OaepSha1,
    /// RSAES-PKCS1-v1_5: the overseas operations (`/v3/global/…`).
    Pkcs1v15,
}

impl Padding {
    /// How many bytes of a block the padding itself takes.
    pub(crate) const fn overhead(self) -> usize {
        match self {
            // Two SHA-1 digests and two bytes.
            Self::OaepSha1 => 42,
            // Two bytes, eight random ones at least, a zero.
            Self::Pkcs1v15 => 11,
        }
    }
}

/// A private RSA key.
pub(crate) trait PrivateKey: Sized + Send + Sync + 'static {
    /// Reads a PKCS#1 `RSAPrivateKey`.
    fn from_pkcs1(der: &[u8]) -> Result<Self, Rejected>;

    /// An RSASSA-PKCS1-v1_5 signature with SHA-256.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Rejected>;

    /// The plain text of one block.
    fn decrypt(&self, padding: Padding, ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, Rejected>;
}

/// A public RSA key.
pub(crate) trait PublicKey: Sized + Send + Sync + 'static {
    /// Reads a PKCS#1 `RSAPublicKey`.
    fn from_pkcs1(der: &[u8]) -> Result<Self, Rejected>;

    /// Checks an RSASSA-PKCS1-v1_5 signature with SHA-256.
    fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Rejected>;

    /// The cipher text of one block.
    fn encrypt(&self, padding: Padding, plaintext: &[u8]) -> Result<Vec<u8>, Rejected>;
}

/// A running digest.
pub(crate) trait RunningDigest<const N: usize>: Send + Sync + 'static {
    /// Starts.
    fn new() -> Self;

    /// Takes the next bytes.
    fn update(&mut self, bytes: &[u8]);

    /// The digest of all bytes.
    fn finish(self) -> [u8; N];
}

/// A set of primitives.
pub(crate) trait Backend {
    /// A private RSA key.
    type PrivateKey: PrivateKey;
    /// A public RSA key.
    type PublicKey: PublicKey;
    /// SHA-1: the hash of bills and statements.
    type Sha1: RunningDigest<20>;
    /// SHA-256: the hash of uploads.
    type Sha256: RunningDigest<32>;

    /// Opens `AEAD_AES_256_GCM` with the nonce of RFC 5116; the tag is the end of `sealed`.
    fn open_aes_256_gcm(
        key: &[u8; 32],
        nonce: &[u8; 12],
        aad: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Rejected>;

    /// HMAC-SHA256.
    fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32];

    /// Fills with bytes of a cryptographically secure generator.
    fn fill_random(bytes: &mut [u8]) -> Result<(), Rejected>;
}
