//! The few ASN.1 structures that keys and certificates come in.
//!
//! Of a certificate three fields are wanted, and nobody checks its chain (the platform's certificates are trusted
//! because they come sealed with the merchant's own APIv3 key). So the primitives of the `der` crate are enough.

use der::asn1::{BitStringRef, GeneralizedTime, ObjectIdentifier, OctetStringRef, UintRef, UtcTime};
use der::{AnyRef, Reader, SliceReader, Tag, TagNumber, Tagged};

use super::KeyError;
use super::length::RSA_BITS;

const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const SM2_CURVE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.156.10197.1.301");

/// The label of a `.p12` file here: PEM knows none for it.
pub(super) const PKCS12: &str = "PKCS12";

/// The bytes of a key, by its algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyBytes<'a> {
    /// A PKCS#1 structure.
    Rsa(&'a [u8]),
    /// A point of the curve in SEC 1 form, or an `ECPrivateKey`.
    Sm2(&'a [u8]),
}

/// What is wanted of a certificate.
#[derive(Debug)]
pub(crate) struct CertificateFields<'a> {
    /// The value bytes of the serial number, without the zero that keeps it positive.
    pub(crate) serial: &'a [u8],
    /// Seconds since 1970.
    pub(crate) not_before: u64,
    /// Seconds since 1970.
    pub(crate) not_after: u64,
    pub(crate) public_key: KeyBytes<'a>,
}

/// The number pair of a public RSA key, without leading zeros: equal for equal keys.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RsaNumbers<'a> {
    pub(crate) modulus: &'a [u8],
    pub(crate) exponent: &'a [u8],
}

impl RsaNumbers<'_> {
    /// The length of the key.
    pub(crate) fn bits(&self) -> usize {
        let leading = self.modulus.first().map_or(0, |byte| byte.leading_zeros() as usize);
        self.modulus.len() * 8 - leading
    }

    /// Refuses a key that is too short or too long.
    pub(super) fn check_length(&self) -> Result<(), KeyError> {
        let bits = self.bits();
        if RSA_BITS.contains(&bits) { Ok(()) } else { Err(KeyError::Length { bits }) }
    }
}

/// A structure could not be read: by the shape of the bytes, or by an algorithm that is not known.
enum Fault {
    Shape,
    Algorithm(String),
}

impl From<der::Error> for Fault {
    fn from(_: der::Error) -> Self {
        Self::Shape
    }
}

impl Fault {
    fn in_a(self, expected: &'static str) -> KeyError {
        match self {
            Self::Shape => KeyError::Malformed { expected },
            Self::Algorithm(found) => KeyError::Algorithm { found },
        }
    }
}

/// The label that PEM has for a structure: by the kinds of its first members, not by whether it is right as a whole.
pub(crate) fn label(der: &[u8]) -> Option<&'static str> {
    use Tag::{BitString, Integer, OctetString, Sequence};

    let members = whole(der, |reader| {
        let mut members = Vec::new();
        while !reader.is_finished() {
            members.push(Tag::peek(reader)?);
            reader.tlv_bytes()?;
        }
        Ok(members)
    });
    match members.ok()?.as_slice() {
        [Integer, Sequence, OctetString, ..] => Some("PRIVATE KEY"),
        [Integer, Integer] => Some("RSA PUBLIC KEY"),
        [Integer, Integer, Integer, ..] => Some("RSA PRIVATE KEY"),
        [Integer, OctetString, ..] => Some("EC PRIVATE KEY"),
        [Sequence, OctetString] => Some("ENCRYPTED PRIVATE KEY"),
        [Sequence, BitString] => Some("PUBLIC KEY"),
        [Sequence, Sequence, BitString] => Some("CERTIFICATE"),
        [Integer, Sequence] | [Integer, Sequence, Sequence] => Some(PKCS12),
        _ => None,
    }
}

/// Reads a `Certificate` of RFC 5280.
pub(crate) fn certificate(der: &[u8]) -> Result<CertificateFields<'_>, KeyError> {
    whole(der, |certificate| {
        let fields = certificate.sequence(to_be_signed)?;
        certificate.tlv_bytes()?;
        certificate.tlv_bytes()?;
        Ok(fields)
    })
    .map_err(|fault| fault.in_a("an X.509 certificate"))
}

fn to_be_signed<'a>(reader: &mut SliceReader<'a>) -> Result<CertificateFields<'a>, Fault> {
    if Tag::peek(reader)? == (Tag::ContextSpecific { constructed: true, number: TagNumber(0) }) {
        reader.tlv_bytes()?;
    }
    let serial = integer_bytes(reader)?;
    reader.tlv_bytes()?;
    reader.tlv_bytes()?;
    let (not_before, not_after) = reader.sequence(|validity| Ok::<_, Fault>((time(validity)?, time(validity)?)))?;
    reader.tlv_bytes()?;
    let public_key = reader.sequence(subject_public_key)?;
    skip_rest(reader)?;
    Ok(CertificateFields { serial, not_before, not_after, public_key })
}

/// Reads a `SubjectPublicKeyInfo`: the content of a PEM block `PUBLIC KEY`.
pub(crate) fn public_key(der: &[u8]) -> Result<KeyBytes<'_>, KeyError> {
    whole(der, subject_public_key).map_err(|fault| fault.in_a("a public key"))
}

fn subject_public_key<'a>(reader: &mut SliceReader<'a>) -> Result<KeyBytes<'a>, Fault> {
    let algorithm = reader.sequence(algorithm)?;
    let key = BitStringRef::as_bytes(&reader.decode()?).ok_or(Fault::Shape)?;
    Ok(algorithm.of(key))
}

/// Reads a PKCS#8 `PrivateKeyInfo`: the content of a PEM block `PRIVATE KEY`.
pub(crate) fn private_key(der: &[u8]) -> Result<KeyBytes<'_>, KeyError> {
    whole(der, |reader| {
        integer_bytes(reader)?;
        let algorithm = reader.sequence(algorithm)?;
        let key: &OctetStringRef = reader.decode()?;
        skip_rest(reader)?;
        Ok(algorithm.of(key.as_bytes()))
    })
    .map_err(|fault| fault.in_a("a PKCS#8 private key"))
}

/// Reads a PKCS#1 `RSAPublicKey`.
pub(crate) fn rsa_public_numbers(pkcs1: &[u8]) -> Result<RsaNumbers<'_>, KeyError> {
    whole(pkcs1, |reader| Ok(RsaNumbers { modulus: uint(reader)?, exponent: uint(reader)? }))
        .map_err(|fault| fault.in_a("a PKCS#1 public RSA key"))
}

/// Reads the public part of a PKCS#1 `RSAPrivateKey`.
pub(crate) fn rsa_private_numbers(pkcs1: &[u8]) -> Result<RsaNumbers<'_>, KeyError> {
    whole(pkcs1, |reader| {
        integer_bytes(reader)?;
        let numbers = RsaNumbers { modulus: uint(reader)?, exponent: uint(reader)? };
        skip_rest(reader)?;
        Ok(numbers)
    })
    .map_err(|fault| fault.in_a("a PKCS#1 private RSA key"))
}

/// The secret scalar of a SEC 1 `ECPrivateKey`.
#[cfg(feature = "shangmi")]
pub(crate) fn ec_private_scalar(sec1: &[u8]) -> Result<&[u8], KeyError> {
    whole(sec1, |reader| {
        integer_bytes(reader)?;
        let scalar: &OctetStringRef = reader.decode()?;
        skip_rest(reader)?;
        Ok(scalar.as_bytes())
    })
    .map_err(|fault| fault.in_a("an EC private key"))
}

#[derive(Clone, Copy)]
enum Algorithm {
    Rsa,
    Sm2,
}

impl Algorithm {
    fn of(self, key: &[u8]) -> KeyBytes<'_> {
        match self {
            Self::Rsa => KeyBytes::Rsa(key),
            Self::Sm2 => KeyBytes::Sm2(key),
        }
    }
}

/// An `AlgorithmIdentifier`, whose parameter names the curve.
fn algorithm(reader: &mut SliceReader<'_>) -> Result<Algorithm, Fault> {
    let name: ObjectIdentifier = reader.decode()?;
    let parameter: Option<AnyRef<'_>> = if reader.is_finished() { None } else { Some(reader.decode()?) };
    let curve = parameter.filter(|value| value.tag() == Tag::ObjectIdentifier);
    match (name, curve.map(AnyRef::decode_as::<ObjectIdentifier>).transpose()?) {
        (RSA_ENCRYPTION, _) => Ok(Algorithm::Rsa),
        (EC_PUBLIC_KEY, Some(SM2_CURVE)) => Ok(Algorithm::Sm2),
        (EC_PUBLIC_KEY, Some(curve)) => Err(Fault::Algorithm(format!("EC on the curve {curve}"))),
        (name, _) => Err(Fault::Algorithm(name.to_string())),
    }
}

/// One sequence that fills all of the bytes.
fn whole<'a, T>(der: &'a [u8], read: impl FnOnce(&mut SliceReader<'a>) -> Result<T, Fault>) -> Result<T, Fault> {
    let mut reader = SliceReader::new(der)?;
    let value = reader.sequence(read)?;
    reader.finish()?;
    Ok(value)
}

fn uint<'a>(reader: &mut SliceReader<'a>) -> Result<&'a [u8], Fault> {
    Ok(reader.decode::<UintRef<'a>>()?.as_bytes())
}

/// The bytes of an integer of any size and sign.
fn integer_bytes<'a>(reader: &mut SliceReader<'a>) -> Result<&'a [u8], Fault> {
    let value: AnyRef<'a> = reader.decode()?;
    if value.tag() != Tag::Integer {
        return Err(Fault::Shape);
    }
    Ok(match value.value() {
        [0, rest @ ..] if !rest.is_empty() => rest,
        all => all,
    })
}

fn time(reader: &mut SliceReader<'_>) -> Result<u64, Fault> {
    let since_1970 = match Tag::peek(reader)? {
        Tag::UtcTime => reader.decode::<UtcTime>()?.to_unix_duration(),
        _ => reader.decode::<GeneralizedTime>()?.to_unix_duration(),
    };
    Ok(since_1970.as_secs())
}

fn skip_rest(reader: &mut SliceReader<'_>) -> Result<(), Fault> {
    while !reader.is_finished() {
        reader.tlv_bytes()?;
    }
    Ok(())
}
