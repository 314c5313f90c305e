//! Confidential members within what was opened: encrypted to the certificate of the one whose it is.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use super::Ids;
use super::whose::Whose;
use crate::crypto::Padding;
use crate::fields::{Decrypter, Opener};
use crate::shown::shown;
use crate::wire::{Open, Secret};

/// Why a confidential member of a notification cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MemberError {
    /// It is not known whose the notification is, and so whose key is meant.
    Undecided {
        /// Whose it could be.
        recipients: Ids,
    },
    /// The one whose it is has nothing to open it with.
    NoKey,
    /// It does not open.
    Failed {
        /// Why, without anything of the content.
        reason: String,
    },
}

impl fmt::Display for MemberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undecided { recipients } => write!(
                f,
                "the member is confidential, and it is not known whose it is, of {recipients}: say it with `assigned_to`"
            ),
            Self::NoKey => f.write_str(
                "the member is confidential, and there is nothing to open it with: give `private_key` or `decrypter`",
            ),
            Self::Failed { reason } => shown(reason).fmt(f),
        }
    }
}

impl Error for MemberError {}

/// Opens confidential members, or says why it cannot.
pub(super) struct Confidential(Result<Arc<dyn Decrypter>, MemberError>);

impl Confidential {
    pub(super) fn of(whose: &Whose) -> Self {
        Self(match whose.undecided() {
            Some(recipients) => Err(MemberError::Undecided { recipients }),
            None => whose.decrypter().ok_or(MemberError::NoKey),
        })
    }

    pub(super) fn open_member(&self, ciphertext: &str) -> Result<Secret, MemberError> {
        let key = Arc::clone(self.0.as_ref().map_err(Clone::clone)?);
        let opener = Opener { key, padding: Padding::OaepSha1 };
        opener.open(ciphertext).map_err(|reason| MemberError::Failed { reason })
    }
}

impl Open for Confidential {
    fn open(&self, ciphertext: &str) -> Result<Secret, String> {
        self.open_member(ciphertext).map_err(|error| error.to_string())
    }
}
