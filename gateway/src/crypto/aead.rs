//! AES-256-GCM with a nonce of twelve bytes, as certificates and notifications are sealed.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};

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
