//! The bytes of test keys as the backends take them.

use ::der::Encode as _;
use ::der::asn1::UintRef;

use super::der::{self, KeyBytes};
use crate::fixtures::bytes;

/// The PKCS#1 private key in a PKCS#1 or PKCS#8 structure.
pub(crate) fn pkcs1_private(base64: &str) -> Vec<u8> {
    let bytes = bytes(base64);
    match der::private_key(&bytes) {
        Ok(KeyBytes::Rsa(pkcs1)) => pkcs1.to_vec(),
        Ok(KeyBytes::Sm2(_)) => panic!("no RSA key"),
        Err(_) => bytes,
    }
}

/// The PKCS#1 public key that belongs to a private key.
pub(crate) fn pkcs1_public_of(base64: &str) -> Vec<u8> {
    let private = pkcs1_private(base64);
    let numbers = der::rsa_private_numbers(&private).expect("an RSA key");
    vec![UintRef::new(numbers.modulus).expect("a number"), UintRef::new(numbers.exponent).expect("a number")]
        .to_der()
        .expect("DER")
}
