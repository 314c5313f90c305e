//! Signatures several times faster than by the `rsa` crate, where the processor has what it takes.
//!
//! graviola is in the tree of this backend for TLS anyway. Its arithmetic takes the same time whatever the key, and it
//! checks each signature before it gives it out. It is for the usual keys alone: with all others, and on all other
//! processors, the `rsa` crate signs and verifies.

use graviola::signing::rsa::{SigningKey, VerifyingKey};
use rsa::traits::{PrivateKeyParts as _, PublicKeyParts as _};
use rsa::{RsaPrivateKey, RsaPublicKey};

use super::backend::Rejected;

/// The lengths of modulus that the library is made for.
const MODULUS_BITS: [usize; 3] = [2048, 3072, 4096];

/// A private key in the form of this library.
pub(crate) struct Signer {
    key: Box<SigningKey>,
    len: usize,
}

impl Signer {
    /// The signer for a key that was found to be good, if there is one: `pkcs1` is its DER form.
    pub(crate) fn new(key: &RsaPrivateKey, pkcs1: &[u8]) -> Option<Self> {
        if !is_supported() || !is_usual(key) {
            return None;
        }
        SigningKey::from_pkcs1_der(pkcs1).ok().map(|signing| Self { key: Box::new(signing), len: key.size() })
    }

    /// RSASSA-PKCS1-v1_5 with SHA-256.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Rejected> {
        let mut signature = vec![0; self.len];
        let written = self.key.sign_pkcs1_sha256(&mut signature, message).map_err(|_| Rejected)?.len();
        if written == self.len { Ok(signature) } else { Err(Rejected) }
    }
}

/// A public key in the form of this library.
pub(crate) struct Verifier {
    key: Box<VerifyingKey>,
    len: usize,
}

impl Verifier {
    /// The verifier for a key that was found to be good, if there is one: `pkcs1` is its DER form.
    pub(crate) fn new(key: &RsaPublicKey, pkcs1: &[u8]) -> Option<Self> {
        if !is_supported() || !MODULUS_BITS.contains(&key.n().bits()) {
            return None;
        }
        VerifyingKey::from_pkcs1_der(pkcs1).ok().map(|verifying| Self { key: Box::new(verifying), len: key.size() })
    }

    /// RSASSA-PKCS1-v1_5 with SHA-256. The library reads a shorter signature as a number with leading zeros.
    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Rejected> {
        if signature.len() != self.len {
            return Err(Rejected);
        }
        self.key.verify_pkcs1_sha256(signature, message).map_err(|_| Rejected)
    }
}

/// Two primes of half the length.
fn is_usual(key: &RsaPrivateKey) -> bool {
    let (bits, primes) = (key.n().bits(), key.primes());
    MODULUS_BITS.contains(&bits) && primes.len() == 2 && primes.iter().all(|prime| prime.bits() == bits / 2)
}

/// What the library panics without.
fn is_supported() -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::is_x86_feature_detected as has;
        let all = [has!("aes"), has!("pclmulqdq"), has!("bmi1"), has!("bmi2"), has!("adx"), has!("avx"), has!("avx2")];
        all.into_iter().all(|is_there| is_there)
    }
    #[cfg(target_arch = "aarch64")]
    {
        use std::arch::is_aarch64_feature_detected as has;
        [has!("neon"), has!("aes"), has!("pmull"), has!("sha2")].into_iter().all(|is_there| is_there)
    }
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::rust_crypto::{RustPrivateKey, RustPublicKey};
    use crate::fixtures;
    use rsa::Pkcs1v15Sign;
    use rsa::pkcs1::{DecodeRsaPrivateKey as _, EncodeRsaPrivateKey as _, EncodeRsaPublicKey as _};
    use rsa::rand_core::OsRng;
    use sha2::{Digest as _, Sha256};

    fn key(pkcs1: &[u8]) -> RsaPrivateKey {
        RsaPrivateKey::from_pkcs1_der(pkcs1).expect("a key")
    }

    #[test]
    fn a_signature_is_the_same_whoever_makes_it() {
        use super::super::backend::PrivateKey as _;
        let pkcs1 = fixtures::pkcs1_private(fixtures::OFFICIAL_KEY);
        let (key, message) = (key(&pkcs1), fixtures::REQUEST_JSON.message.as_bytes());
        let expected = key.sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message)).expect("it signs");
        let whole = RustPrivateKey::from_pkcs1(&pkcs1).expect("a key");
        assert_eq!(whole.sign(message).expect("it signs"), expected);
        let signer = Signer::new(&key, &pkcs1);
        assert_eq!(signer.is_some(), is_supported(), "a key of 2048 bits and two primes is a usual one");
        if let Some(signer) = signer {
            assert_eq!(signer.sign(message).expect("it signs"), expected);
        }
    }

    /// What the system says of the processor.
    #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
    #[test]
    fn it_signs_where_the_processor_has_what_it_takes() {
        let told = std::fs::read_to_string("/proc/cpuinfo").expect("there is one");
        let flags = told.lines().find(|line| line.starts_with("flags")).expect("it has flags");
        let has = |flag: &&str| flags.split_whitespace().any(|found| found == *flag);
        let all = ["aes", "pclmulqdq", "bmi1", "bmi2", "adx", "avx", "avx2"].iter().all(has);
        assert_eq!(is_supported(), all, "{flags}");
    }

    #[test]
    fn keys_that_it_is_not_made_for_are_signed_with_all_the_same() {
        use super::super::backend::{PrivateKey as _, PublicKey as _};
        let odd = RsaPrivateKey::new(&mut OsRng, 2056).expect("it can be made");
        let pkcs1 = odd.to_pkcs1_der().expect("it has this form");
        assert!(Signer::new(&odd, pkcs1.as_bytes()).is_none());
        let signature = RustPrivateKey::from_pkcs1(pkcs1.as_bytes()).expect("a key").sign(b"x").expect("it signs");
        let verified = odd.to_public_key().verify(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(b"x"), &signature);
        assert!(verified.is_ok());
        let pkcs1 = odd.to_public_key().to_pkcs1_der().expect("it has this form");
        assert!(Verifier::new(&odd.to_public_key(), pkcs1.as_bytes()).is_none());
        let whole = RustPublicKey::from_pkcs1(pkcs1.as_bytes()).expect("a key");
        assert!(whole.verify(b"x", &signature).is_ok() && whole.verify(b"y", &signature).is_err());
    }

    /// A signature with a zero in front is one byte shorter without it, and the same number.
    #[test]
    fn a_shorter_signature_is_none() {
        use super::super::backend::{PrivateKey as _, PublicKey as _};
        let pkcs1 = fixtures::pkcs1_private(fixtures::OFFICIAL_KEY);
        let signing = RustPrivateKey::from_pkcs1(&pkcs1).expect("a key");
        let public = RustPublicKey::from_pkcs1(&fixtures::pkcs1_public_of(fixtures::OFFICIAL_KEY)).expect("a key");
        let with_zero = (0_u32..).map(|number| number.to_string().into_bytes()).find_map(|message| {
            let signature = signing.sign(&message).expect("it signs");
            (signature[0] == 0).then_some((message, signature))
        });
        let (message, signature) = with_zero.expect("one in 256 has one");
        assert!(public.verify(&message, &signature).is_ok());
        assert!(public.verify(&message, &signature[1..]).is_err());
        assert!(public.verify(&message, &[&[0], &signature[..]].concat()).is_err());
    }
}
