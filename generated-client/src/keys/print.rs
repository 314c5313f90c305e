//! What tells a key again in either of its halves.

/// What is the same in both halves of a key pair: the modulus of an RSA key, the x of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KeyPrint(pub(super) Vec<u8>);

impl KeyPrint {
    /// Of a point in SEC 1 form, compressed or not.
    pub(super) fn of_point(point: &[u8]) -> Self {
        Self(point.get(1..33).unwrap_or(point).to_vec())
    }
}
