//! What keys there are.

use std::fmt;

/// What kind of key it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// RSA.
    Rsa,
    /// SM2, of the Chinese national standard GB/T 32918.
    Sm2,
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rsa => "RSA",
            Self::Sm2 => "SM2",
        })
    }
}
