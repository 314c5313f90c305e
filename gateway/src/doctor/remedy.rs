//! What to do about a key that cannot be used.

use wechatpay_client::keys::KeyError;

use super::finding::Finding;

/// What is wanted in a place.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wanted {
    PrivateKey,
    Certificate,
    PublicKey,
    PlatformCertificate,
}

impl Wanted {
    fn source(self) -> &'static str {
        match self {
            Self::PrivateKey => {
                "`apiclient_key.pem`: WeChat Pay's certificate tool has made it when the API certificate was applied for"
            }
            Self::Certificate => "`apiclient_cert.pem`: it comes in the same archive as `apiclient_key.pem`",
            Self::PublicKey => {
                "`pub_key.pem`: it is downloaded on the merchant site, under API security, WeChat Pay public key"
            }
            Self::PlatformCertificate => {
                "a certificate that WeChat Pay has given out at `/v3/certificates` (`wechatpay_….pem`)"
            }
        }
    }
}

/// A key that cannot be used, by what the client says of it.
pub(super) fn finding(check: &'static str, error: &KeyError, wanted: Wanted) -> Finding {
    Finding::error(check, error.to_string(), of(error, wanted))
}

fn of(error: &KeyError, wanted: Wanted) -> String {
    match error {
        KeyError::PassPhrase => {
            "write it without one: `openssl pkey -in OLD -out NEW`, then `chmod 600 NEW`".to_owned()
        }
        KeyError::Algorithm { .. } | KeyError::Length { .. } => {
            "an API certificate has an RSA key of 2048 bits, or one of SM2: apply for a new one on the merchant site"
                .to_owned()
        }
        KeyError::OtherCertificate { .. } => {
            "take both files from the same archive, or apply for a new API certificate".to_owned()
        }
        KeyError::Pkcs12 => "give `apiclient_cert.p12` as the private key alone".to_owned(),
        KeyError::Pkcs12Content { .. } => "its password is the merchant id: give that of the same merchant".to_owned(),
        KeyError::ApiKeyLength { .. } | KeyError::ApiKeyForm { .. } => {
            "set a key of 32 letters and digits on the merchant site (API security, APIv3 key), and give it as it was \
             typed there"
                .to_owned()
        }
        KeyError::Id { .. } => "copy it from the merchant site, under API security".to_owned(),
        _ => format!("give {}", wanted.source()),
    }
}
