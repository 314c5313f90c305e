//! `apiclient_cert.p12`: the private key and its certificate in one file, under a password.

use p12_keystore::Pkcs12Archive;

use super::{Certificate, KeyError, MerchantKey, der, pem};

impl MerchantKey {
    /// From the bytes of a PKCS#12 file, `apiclient_cert.p12`, which names the serial too. WeChat Pay sets the merchant
    /// id as its password.
    ///
    /// # Errors
    ///
    /// When the file does not open, or holds no private key with its certificate, or none that this API uses.
    pub fn from_p12(file: impl AsRef<[u8]>, password: &str) -> Result<Self, KeyError> {
        let wrong = |reason| KeyError::Pkcs12Content { reason };
        let file = pem::pkcs12(file.as_ref()).ok_or_else(|| wrong("it is none"))?;
        let opened = Pkcs12Archive::from_pkcs12(&file, password);
        let opened = opened.map_err(|_| wrong("it does not open (its password is the merchant id)"))?;
        let [key] = opened.keys.as_slice() else { return Err(wrong("it holds not one private key")) };
        let bytes = der::private_key(key.key.as_der())?;
        let certificates = opened.certs.iter().filter_map(|bag| Certificate::from_der(bag.cert.as_der()).ok());
        let certificates: Vec<_> = certificates.collect();
        Self::of_one(bytes, &certificates)?.ok_or_else(|| wrong("it holds no certificate"))
    }
}
