//! Which library does the cryptography of TLS, and whom it trusts.

use std::error::Error;

use crate::transport::SettingError;

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

/// Why there is no client: TLS is all of it that can fail.
pub(super) fn setting_error(error: &reqwest::Error) -> SettingError {
    let mut cause = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        cause = error.to_string();
        source = error.source();
    }
    // The words of rustls-platform-verifier, which has no type for it.
    if cause.contains("No CA certificates") {
        let reason = "the system has no root certificates, without which no host can be trusted: install the package \
                      `ca-certificates`, or name a file of them in the environment variable `SSL_CERT_FILE`";
        return SettingError::new("root_certificates", reason);
    }
    SettingError::new("root_certificates", cause)
}
