//! Opens what is sealed: whose key does so says whose it is.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::Reason;
use super::addressee::{Addressee, Addressees};
use super::envelope::Sealed;
use super::whose::Whose;
use crate::keys::OpenError;

/// Why there is no plain text.
pub(super) enum Refusal {
    For(Reason),
    /// It opens with the key of these alone, who do not know the key that has signed it.
    Lacking(Addressees),
}

/// The plain text, and who has opened it.
pub(super) struct Unsealed {
    pub(super) plain: Zeroizing<Vec<u8>>,
    pub(super) whose: Whose,
}

/// Opens it with the keys of those who have verified it, and of those who could not tell: that it is of WeChat Pay is known.
pub(super) fn unseal(
    sealed: &Sealed,
    verified: &[Arc<Addressee>],
    unknowing: &[Arc<Addressee>],
) -> Result<Unsealed, Refusal> {
    let bytes = STANDARD.decode(&sealed.ciphertext).map_err(|_| Refusal::For(Reason::CiphertextNotBase64))?;
    let [sure, unsure] = [open(sealed, &bytes, verified)?, open(sealed, &bytes, unknowing)?];
    let whose = Whose { sure: sure.1, unsure: unsure.1 };
    match sure.0 {
        Some(plain) => Ok(Unsealed { plain, whose }),
        None if whose.unsure.is_empty() => Err(Refusal::For(unopened(verified))),
        None => Err(Refusal::Lacking(whose.unsure)),
    }
}

type Opened = (Option<Zeroizing<Vec<u8>>>, Addressees);

fn open(sealed: &Sealed, bytes: &[u8], whose: &[Arc<Addressee>]) -> Result<Opened, Refusal> {
    let Sealed { algorithm, nonce, associated_data, .. } = sealed;
    let (mut plain, mut theirs) = (None, Vec::new());
    for one in whose {
        for key in &one.apiv3_keys {
            match key.open(algorithm, nonce, associated_data.as_deref().unwrap_or_default(), bytes) {
                Ok(opened) => {
                    plain = Some(opened);
                    theirs.push(Arc::clone(one));
                    break;
                }
                Err(OpenError::Algorithm { found }) => return Err(Refusal::For(Reason::Algorithm { found })),
                Err(_) => {}
            }
        }
    }
    Ok((plain, theirs))
}

fn unopened(whose: &[Arc<Addressee>]) -> Reason {
    let has_key = whose.iter().any(|one| !one.apiv3_keys.is_empty());
    let recipients = whose.iter().map(|one| one.id.as_str()).collect();
    if has_key { Reason::NotOpened { recipients } } else { Reason::NoApiv3Key { recipients } }
}
