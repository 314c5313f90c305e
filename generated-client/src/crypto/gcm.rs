//! Galois/counter mode over any 128-bit block cipher, with a nonce of any length, opened piece by piece.
//!
//! Three things of this API are out of reach of the one-shot AEAD of AWS-LC: a nonce of sixteen bytes (encrypted
//! bills), files of up to 16 GB (likewise), and SM4. The block ciphers, the counter mode and GHASH are `RustCrypto`'s;
//! what is here is how NIST SP 800-38D puts them together.

use aes::cipher::consts::U16;
use aes::cipher::{Block, BlockCipher, BlockEncrypt, BlockSizeUser, InnerIvInit, KeyInit, StreamCipher};
use ctr::{Ctr32BE, CtrCore, flavors};
use ghash::GHash;
use ghash::universal_hash::UniversalHash;
use zeroize::Zeroizing;

use super::backend::Rejected;

pub(crate) use aes::Aes256;

/// The length of the tag at the end of a cipher text.
const TAG_LEN: usize = 16;
const BLOCK_LEN: usize = 16;
/// What SP 800-38D allows: 2³² − 2 blocks.
const MAX_LEN: u64 = ((1 << 32) - 2) * BLOCK_LEN as u64;

/// A block cipher that this mode takes.
pub(crate) trait Cipher: BlockCipher + BlockSizeUser<BlockSize = U16> + BlockEncrypt + KeyInit {}
impl<C: BlockCipher + BlockSizeUser<BlockSize = U16> + BlockEncrypt + KeyInit> Cipher for C {}

/// Opens a cipher text that comes in pieces.
///
/// What it gives out is not yet authenticated: nothing may act on it before [`finish`](Self::finish) has agreed.
pub(crate) struct GcmStream<C: Cipher> {
    keystream: Ctr32BE<C>,
    ghash: GHash,
    tag_mask: Block<C>,
    aad_len: u64,
    len: u64,
    /// Cipher text not yet opened: it may turn out to be the tag.
    held: Vec<u8>,
}

impl<C: Cipher> GcmStream<C> {
    /// Starts. The key has to have the length that the cipher takes, the nonce must not be empty.
    pub(crate) fn new(key: &[u8], nonce: &[u8], aad: &[u8]) -> Result<Self, Rejected> {
        let cipher = C::new_from_slice(key).map_err(|_| Rejected)?;
        if nonce.is_empty() {
            return Err(Rejected);
        }
        let mut hash_key = ghash::Key::default();
        cipher.encrypt_block(&mut hash_key);
        let mut ghash = GHash::new(&hash_key);

        let counter = first_counter(&ghash, nonce);
        let mut keystream = Ctr32BE::from_core(CtrCore::<C, flavors::Ctr32BE>::inner_iv_init(cipher, &counter));
        let mut tag_mask = Block::<C>::default();
        keystream.try_apply_keystream(&mut tag_mask).map_err(|_| Rejected)?;

        ghash.update_padded(aad);
        Ok(Self { keystream, ghash, tag_mask, aad_len: aad.len() as u64, len: 0, held: Vec::new() })
    }

    /// Takes the next piece and appends to `plaintext` what it opens.
    pub(crate) fn update(&mut self, piece: &[u8], plaintext: &mut Vec<u8>) -> Result<(), Rejected> {
        self.held.extend_from_slice(piece);
        let whole_blocks = self.held.len().saturating_sub(TAG_LEN) / BLOCK_LEN * BLOCK_LEN;
        let rest = self.held.split_off(whole_blocks);
        let ready = std::mem::replace(&mut self.held, rest);
        self.open(&ready, plaintext)
    }

    /// Opens the rest and checks the tag over everything.
    pub(crate) fn finish(mut self, plaintext: &mut Vec<u8>) -> Result<(), Rejected> {
        let held = std::mem::take(&mut self.held);
        let (rest, tag) = held.split_last_chunk::<TAG_LEN>().ok_or(Rejected)?;
        self.open(rest, plaintext)?;
        self.ghash.update(&[lengths(self.aad_len, self.len)]);
        let mut expected = ghash::Block::from(*tag);
        for (byte, mask) in expected.iter_mut().zip(self.tag_mask) {
            *byte ^= mask;
        }
        self.ghash.verify(&expected).map_err(|_| Rejected)
    }

    /// Only the last piece may end inside a block.
    fn open(&mut self, ciphertext: &[u8], plaintext: &mut Vec<u8>) -> Result<(), Rejected> {
        self.len += ciphertext.len() as u64;
        if self.len > MAX_LEN {
            return Err(Rejected);
        }
        self.ghash.update_padded(ciphertext);
        let start = plaintext.len();
        plaintext.extend_from_slice(ciphertext);
        self.keystream.try_apply_keystream(&mut plaintext[start..]).map_err(|_| Rejected)
    }
}

/// A [`GcmStream`] with the cipher that a key is for.
pub(crate) enum SealedStream {
    Aes256(Box<GcmStream<Aes256>>),
    #[cfg(feature = "shangmi")]
    Sm4(Box<GcmStream<sm4::Sm4>>),
}

impl SealedStream {
    /// Starts: with AES-256 for a key of 32 bytes, with SM4 for one of 16. A bill names no algorithm; its key does.
    pub(crate) fn new(key: &[u8], nonce: &[u8], aad: &[u8]) -> Result<Self, Rejected> {
        match key.len() {
            32 => Ok(Self::Aes256(Box::new(GcmStream::new(key, nonce, aad)?))),
            #[cfg(feature = "shangmi")]
            16 => Ok(Self::Sm4(Box::new(GcmStream::new(key, nonce, aad)?))),
            _ => Err(Rejected),
        }
    }

    /// See [`GcmStream::update`].
    pub(crate) fn update(&mut self, piece: &[u8], plaintext: &mut Vec<u8>) -> Result<(), Rejected> {
        match self {
            Self::Aes256(stream) => stream.update(piece, plaintext),
            #[cfg(feature = "shangmi")]
            Self::Sm4(stream) => stream.update(piece, plaintext),
        }
    }

    /// See [`GcmStream::finish`].
    pub(crate) fn finish(self, plaintext: &mut Vec<u8>) -> Result<(), Rejected> {
        match self {
            Self::Aes256(stream) => stream.finish(plaintext),
            #[cfg(feature = "shangmi")]
            Self::Sm4(stream) => stream.finish(plaintext),
        }
    }
}

/// Opens a cipher text that is there as a whole.
pub(crate) fn open<C: Cipher>(
    key: &[u8],
    nonce: &[u8],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Rejected> {
    let mut stream = GcmStream::<C>::new(key, nonce, aad)?;
    let mut plaintext = Zeroizing::new(Vec::with_capacity(sealed.len()));
    stream.update(sealed, &mut plaintext)?;
    stream.finish(&mut plaintext)?;
    Ok(plaintext)
}

/// The block called J0.
fn first_counter(ghash: &GHash, nonce: &[u8]) -> ghash::Block {
    if let Ok(nonce) = <[u8; 12]>::try_from(nonce) {
        let mut block = ghash::Block::default();
        block[..12].copy_from_slice(&nonce);
        block[15] = 1;
        return block;
    }
    let mut ghash = ghash.clone();
    ghash.update_padded(nonce);
    ghash.update(&[lengths(0, nonce.len() as u64)]);
    ghash.finalize()
}

/// The block that ends a hash: both lengths, in bits.
fn lengths(first: u64, second: u64) -> ghash::Block {
    let mut block = ghash::Block::default();
    block[..8].copy_from_slice(&(first * 8).to_be_bytes());
    block[8..].copy_from_slice(&(second * 8).to_be_bytes());
    block
}
