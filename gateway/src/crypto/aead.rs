//! What certificates and notifications are sealed with: GCM with a nonce of twelve bytes, over AES-256 or SM4.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};

use super::key::Algorithm;

/// What seals with an APIv3 key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aead {
    /// AES-256-GCM, with the APIv3 key as it is.
    Aes256Gcm,
    /// SM4-GCM, with the first half of the SM3 of the APIv3 key.
    #[cfg(feature = "shangmi")]
    Sm4Gcm,
}

impl Aead {
    /// The one that goes with a merchant's certificate.
    pub fn of(algorithm: Algorithm) -> Self {
        match algorithm {
            #[cfg(feature = "shangmi")]
            Algorithm::Sm2 => Self::Sm4Gcm,
            _ => Self::Aes256Gcm,
        }
    }

    /// What it is called on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Aes256Gcm => "AEAD_AES_256_GCM",
            #[cfg(feature = "shangmi")]
            Self::Sm4Gcm => "AEAD_SM4_GCM",
        }
    }

    /// Seals a text: the ciphertext, with its tag behind it. `None` where the nonce is not twelve bytes.
    pub fn seal(self, with: &[u8; 32], nonce: &[u8], aad: &[u8], text: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Aes256Gcm => seal_gcm(with, nonce, aad, text),
            #[cfg(feature = "shangmi")]
            Self::Sm4Gcm => sm4::seal(with, nonce, aad, text),
        }
    }
}

#[cfg(feature = "shangmi")]
mod sm4 {
    use aes_gcm::aead::consts::U12;
    use aes_gcm::aead::{Aead as _, Payload};
    use aes_gcm::{AesGcm, KeyInit as _, Nonce};
    use sm3::{Digest as _, Sm3};

    pub(super) fn seal(with: &[u8; 32], nonce: &[u8], aad: &[u8], text: &[u8]) -> Option<Vec<u8>> {
        let nonce: [u8; 12] = nonce.try_into().ok()?;
        let cipher = AesGcm::<sm4::Sm4, U12>::new_from_slice(&Sm3::digest(with)[..16]).ok()?;
        cipher.encrypt(&Nonce::from(nonce), Payload { msg: text, aad }).ok()
    }
}

fn key(key: &[u8; 32]) -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).expect("32 bytes are a key"))
}

/// Seals a text: the ciphertext, with its tag behind it. `None` where the nonce is not twelve bytes.
pub fn seal_gcm(with: &[u8; 32], nonce: &[u8], aad: &[u8], text: &[u8]) -> Option<Vec<u8>> {
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut sealed = text.to_vec();
    key(with).seal_in_place_append_tag(nonce, Aad::from(aad), &mut sealed).ok()?;
    Some(sealed)
}

/// Opens what [`seal_gcm`] has sealed; `None` where anything of it is another.
pub fn open_gcm(with: &[u8; 32], nonce: &[u8], aad: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut bytes = sealed.to_vec();
    Some(key(with).open_in_place(nonce, Aad::from(aad), &mut bytes).ok()?.to_vec())
}
