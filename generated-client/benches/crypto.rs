//! Both backends side by side, with a key of 2048 bits:
//! `cargo bench -p wechatpay-client --features rustcrypto --bench crypto`.
//!
//! The primitives are no part of the public API, so the module is compiled in here.

#![allow(dead_code, unreachable_pub, unused_imports, reason = "a bench does not use all of the module")]
#![allow(missing_docs, reason = "nobody reads the docs of a bench")]

#[path = "../src/crypto/mod.rs"]
mod crypto;
#[path = "../src/fixtures.rs"]
mod fixtures;

use divan::Bencher;

use crypto::aws_lc::AwsLc;
use crypto::rust_crypto::RustCrypto;
use crypto::{Backend, Padding, PrivateKey as _, PublicKey as _};

fn main() {
    divan::main();
}

fn private<B: Backend>() -> B::PrivateKey {
    B::PrivateKey::from_pkcs1(&fixtures::pkcs1_private(fixtures::OFFICIAL_KEY)).expect("a key")
}

fn public<B: Backend>() -> B::PublicKey {
    B::PublicKey::from_pkcs1(&fixtures::pkcs1_public_of(fixtures::OFFICIAL_KEY)).expect("a key")
}

#[divan::bench(types = [AwsLc, RustCrypto])]
fn sign<B: Backend>(bencher: Bencher<'_, '_>) {
    let key = private::<B>();
    bencher.bench(|| key.sign(fixtures::REQUEST_JSON.message.as_bytes()));
}

#[divan::bench(types = [AwsLc, RustCrypto])]
fn verify<B: Backend>(bencher: Bencher<'_, '_>) {
    let (key, signature) = (public::<B>(), fixtures::bytes(fixtures::REQUEST_JSON.signature));
    bencher.bench(|| key.verify(fixtures::REQUEST_JSON.message.as_bytes(), &signature));
}

#[divan::bench(types = [AwsLc, RustCrypto])]
fn encrypt_oaep<B: Backend>(bencher: Bencher<'_, '_>) {
    let key = public::<B>();
    bencher.bench(|| key.encrypt(Padding::OaepSha1, "张三".as_bytes()));
}

#[divan::bench(types = [AwsLc, RustCrypto])]
fn decrypt_oaep<B: Backend>(bencher: Bencher<'_, '_>) {
    let (public, private) = (public::<B>(), private::<B>());
    let ciphertext = public.encrypt(Padding::OaepSha1, "张三".as_bytes()).expect("encrypts");
    bencher.bench(|| private.decrypt(Padding::OaepSha1, &ciphertext));
}

/// A platform certificate, which is about as long as a notification.
#[divan::bench(types = [AwsLc, RustCrypto])]
fn open_aes_gcm<B: Backend>(bencher: Bencher<'_, '_>) {
    let sealed = fixtures::AES_GCM_CERTIFICATE;
    let (key, nonce) = (sealed.key.as_bytes().try_into().expect("32"), sealed.nonce.as_bytes().try_into().expect("12"));
    let ciphertext = fixtures::bytes(sealed.ciphertext);
    bencher.bench(|| B::open_aes_256_gcm(key, nonce, sealed.aad.as_bytes(), &ciphertext));
}

#[divan::bench(types = [AwsLc, RustCrypto])]
fn load_private_key<B: Backend>(bencher: Bencher<'_, '_>) {
    bencher.bench(private::<B>);
}

/// An encrypted bill of 16 MiB, in pieces of 16 KiB; both backends share this one.
#[divan::bench(sample_count = 10)]
fn open_bill(bencher: Bencher<'_, '_>) {
    let piece = vec![0; 16 * 1024];
    bencher.counter(divan::counter::BytesCount::new(16_usize << 20)).bench(|| {
        let mut stream = crypto::SealedStream::new(&[7; 32], b"a8607ef79034c49c", b"").expect("starts");
        let mut plaintext = Vec::with_capacity(piece.len() * 2);
        for _ in 0..1024 {
            plaintext.clear();
            stream.update(&piece, &mut plaintext).expect("opens");
        }
        plaintext.len()
    });
}
