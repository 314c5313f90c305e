//! Which library does the cryptography of TLS.

/// Sees to it that there is one.
///
/// With the feature `aws-lc-rs` the HTTP library brings it. Without, it is graviola, which needs no C compiler either;
/// the choice of an application that has made one stays.
pub(super) fn prepare() {
    #[cfg(all(feature = "rustcrypto", not(feature = "aws-lc-rs")))]
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Someone else may have been faster: then it is theirs.
        let _ = rustls_graviola::default_provider().install_default();
    }
}
