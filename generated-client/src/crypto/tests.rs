//! Every backend against values that other implementations computed, and the backends against each other.

use super::backend::{Backend, Padding, PrivateKey, PublicKey, Rejected, RunningDigest};
use super::gcm::SealedStream;
use super::hash::{Digest, Hasher, hex};
use super::random::nonce;
use crate::fixtures::{self, bytes, pkcs1_private, pkcs1_public_of};

fn private<B: Backend>(base64: &str) -> B::PrivateKey {
    B::PrivateKey::from_pkcs1(&pkcs1_private(base64)).expect("a good key")
}

fn public_of<B: Backend>(base64: &str) -> B::PublicKey {
    B::PublicKey::from_pkcs1(&pkcs1_public_of(base64)).expect("a good key")
}

fn open<B: Backend>(sealed: &fixtures::Sealed, ciphertext: &[u8], aad: &str) -> Result<Vec<u8>, Rejected> {
    let key = sealed.key.as_bytes().try_into().expect("32 bytes");
    let nonce = sealed.nonce.as_bytes().try_into().expect("12 bytes");
    B::open_aes_256_gcm(key, nonce, aad.as_bytes(), ciphertext).map(|plaintext| plaintext.to_vec())
}

/// The tests that each backend has to pass.
macro_rules! backend {
    ($name:ident, $feature:literal, $backend:ty) => {
        #[cfg(feature = $feature)]
        mod $name {
            use super::*;

            type B = $backend;

            #[test]
            fn signs_as_the_documentation_does() {
                use fixtures::{GO_SIGN, PAY_SIGN_APP, PAY_SIGN_JSAPI, REQUEST_GET, REQUEST_JSON};
                for signed in [REQUEST_JSON, REQUEST_GET, PAY_SIGN_JSAPI, PAY_SIGN_APP, GO_SIGN] {
                    let signature = private::<B>(signed.key).sign(signed.message.as_bytes()).expect("signs");
                    assert_eq!(signature, bytes(signed.signature), "{}", signed.message);
                }
            }

            #[test]
            fn verifies_a_signature_and_nothing_like_it() {
                let signed = fixtures::REQUEST_JSON;
                let key = public_of::<B>(signed.key);
                let (message, signature) = (signed.message.as_bytes(), bytes(signed.signature));
                assert_eq!(key.verify(message, &signature), Ok(()));

                let mut flipped = signature.clone();
                flipped[100] ^= 1;
                assert_eq!(key.verify(message, &flipped), Err(Rejected));
                assert_eq!(key.verify(&message[1..], &signature), Err(Rejected));
                assert_eq!(key.verify(message, &signature[1..]), Err(Rejected));
                assert_eq!(key.verify(message, &[]), Err(Rejected));
                let longer = [signature.as_slice(), &[0]].concat();
                assert_eq!(key.verify(message, &longer), Err(Rejected));
                assert_eq!(public_of::<B>(fixtures::GO_KEY).verify(message, &signature), Err(Rejected));
            }

            #[test]
            fn decrypts_what_others_encrypted() {
                let key = private::<B>(fixtures::JAVA_MERCHANT_KEY);
                let oaep = key.decrypt(Padding::OaepSha1, &bytes(fixtures::OAEP_CIPHERTEXT));
                assert_eq!(oaep.expect("opens").as_slice(), b"plaintext");
                let pkcs1 = key.decrypt(Padding::Pkcs1v15, &bytes(fixtures::PKCS1_CIPHERTEXT));
                assert_eq!(pkcs1.expect("opens").as_slice(), b"plaintext");
            }

            #[test]
            fn refuses_to_decrypt_anything_else() {
                let key = private::<B>(fixtures::JAVA_MERCHANT_KEY);
                let other = private::<B>(fixtures::GO_KEY);
                for (padding, ciphertext) in [
                    (Padding::OaepSha1, bytes(fixtures::OAEP_CIPHERTEXT)),
                    (Padding::Pkcs1v15, bytes(fixtures::PKCS1_CIPHERTEXT)),
                ] {
                    let mut flipped = ciphertext.clone();
                    flipped[200] ^= 1;
                    assert_eq!(key.decrypt(padding, &flipped), Err(Rejected));
                    assert_eq!(key.decrypt(padding, &ciphertext[1..]), Err(Rejected));
                    assert_eq!(key.decrypt(padding, &[]), Err(Rejected));
                    assert_eq!(other.decrypt(padding, &ciphertext), Err(Rejected));
                }
                assert_eq!(key.decrypt(Padding::Pkcs1v15, &bytes(fixtures::OAEP_CIPHERTEXT)), Err(Rejected));
                assert_eq!(key.decrypt(Padding::OaepSha1, &bytes(fixtures::PKCS1_CIPHERTEXT)), Err(Rejected));
            }

            #[test]
            fn takes_as_much_as_a_block_holds() {
                let (public, private) = (public_of::<B>(fixtures::GO_KEY), private::<B>(fixtures::GO_KEY));
                for padding in [Padding::OaepSha1, Padding::Pkcs1v15] {
                    let longest = vec![b'x'; 256 - padding.overhead()];
                    for plaintext in [&longest[..], b"\0\0x", b""] {
                        let ciphertext = public.encrypt(padding, plaintext).expect("encrypts");
                        assert_eq!(ciphertext.len(), 256);
                        assert_eq!(private.decrypt(padding, &ciphertext).expect("opens").as_slice(), plaintext);
                    }
                    let too_long = vec![b'x'; longest.len() + 1];
                    assert_eq!(public.encrypt(padding, &too_long), Err(Rejected));
                }
            }

            #[test]
            fn opens_what_others_sealed() {
                let sealed = fixtures::AES_GCM;
                let opened = open::<B>(&sealed, &bytes(sealed.ciphertext), sealed.aad).expect("opens");
                assert_eq!(opened, sealed.plaintext.as_bytes());

                let certificate = fixtures::AES_GCM_CERTIFICATE;
                let opened = open::<B>(&certificate, &bytes(certificate.ciphertext), certificate.aad).expect("opens");
                let text = String::from_utf8(opened).expect("PEM");
                assert_eq!(text.trim_end(), fixtures::pem("CERTIFICATE", certificate.plaintext).trim_end());
            }

            #[test]
            fn refuses_to_open_anything_else() {
                let sealed = fixtures::AES_GCM;
                let ciphertext = bytes(sealed.ciphertext);
                for at in 0..ciphertext.len() {
                    let mut flipped = ciphertext.clone();
                    flipped[at] ^= 0x80;
                    assert_eq!(open::<B>(&sealed, &flipped, sealed.aad), Err(Rejected));
                    assert_eq!(open::<B>(&sealed, &ciphertext[..at], sealed.aad), Err(Rejected));
                }
                assert_eq!(open::<B>(&sealed, &ciphertext, "associateddata"), Err(Rejected));
                assert_eq!(open::<B>(&sealed, &ciphertext, ""), Err(Rejected));
                let other_key = fixtures::Sealed { key: fixtures::AES_GCM_CERTIFICATE.key, ..sealed };
                assert_eq!(open::<B>(&other_key, &ciphertext, sealed.aad), Err(Rejected));
            }

            #[test]
            fn hashes() {
                fn in_pieces<const N: usize>(mut hash: impl RunningDigest<N>) -> String {
                    hash.update(b"a");
                    hash.update(b"");
                    hash.update(b"bc");
                    hex(&hash.finish())
                }
                // FIPS 180-4, "abc".
                let sha1 = in_pieces(<B as Backend>::Sha1::new());
                assert_eq!(sha1, "a9993e364706816aba3e25717850c26c9cd0d89d");
                let sha256 = in_pieces(<B as Backend>::Sha256::new());
                assert_eq!(sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
            }

            #[test]
            fn authenticates() {
                // Both computed with OpenSSL; a key that is longer than a block is hashed first.
                let short = B::hmac_sha256(b"key", b"message");
                assert_eq!(hex(&short), "6e9ef29b75fffc5b7abae527d58fdadb2fe42e7219011976917343065f58ed4a");
                let long = B::hmac_sha256(&[b'x'; 100], b"message");
                assert_eq!(hex(&long), "393355db8f0edbf0064ede0eed08a3ee53731f45398569d3c2c33edfebd5b52b");
            }

            #[test]
            fn makes_nonces() {
                let first = nonce::<B>().expect("a nonce");
                assert_eq!(first.len(), 32);
                assert!(first.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{first}");
                assert_ne!(first, nonce::<B>().expect("a nonce"));
            }

            #[test]
            fn refuses_what_is_no_key() {
                let good = pkcs1_private(fixtures::GO_KEY);
                assert!(<B as Backend>::PrivateKey::from_pkcs1(&good[..good.len() - 1]).is_err());
                assert!(<B as Backend>::PrivateKey::from_pkcs1(&[]).is_err());
                assert!(<B as Backend>::PublicKey::from_pkcs1(&good).is_err());
            }
        }
    };
}

backend!(aws_lc, "aws-lc-rs", super::super::aws_lc::AwsLc);
backend!(rust_crypto, "rustcrypto", super::super::rust_crypto::RustCrypto);

/// What one backend makes, the other one takes.
#[cfg(all(feature = "aws-lc-rs", feature = "rustcrypto"))]
mod across {
    use super::super::aws_lc::AwsLc;
    use super::super::rust_crypto::RustCrypto;
    use super::*;

    fn from_to<Maker: Backend, Taker: Backend>() {
        let key = fixtures::JAVA_MERCHANT_KEY;
        let message = "签名\n".as_bytes();
        let signature = private::<Maker>(key).sign(message).expect("signs");
        assert_eq!(public_of::<Taker>(key).verify(message, &signature), Ok(()));
        for padding in [Padding::OaepSha1, Padding::Pkcs1v15] {
            let ciphertext = public_of::<Maker>(key).encrypt(padding, message).expect("encrypts");
            assert_ne!(ciphertext, public_of::<Maker>(key).encrypt(padding, message).expect("encrypts"));
            assert_eq!(private::<Taker>(key).decrypt(padding, &ciphertext).expect("opens").as_slice(), message);
        }
    }

    #[test]
    fn aws_lc_to_rust_crypto() {
        from_to::<AwsLc, RustCrypto>();
    }

    #[test]
    fn rust_crypto_to_aws_lc() {
        from_to::<RustCrypto, AwsLc>();
    }

    #[test]
    fn aws_lc_is_active_where_both_are_there() {
        assert_eq!(std::any::type_name::<super::super::Active>(), std::any::type_name::<AwsLc>());
    }
}

const GCM_KEY: &[u8] = b"0123456789abcdefghijklmnopqrstuv";

fn open_in_pieces(nonce: &[u8], aad: &[u8], sealed: &[u8], piece: usize) -> Result<Vec<u8>, Rejected> {
    let mut stream = SealedStream::new(GCM_KEY, nonce, aad)?;
    let mut plaintext = Vec::new();
    for piece in sealed.chunks(piece) {
        stream.update(piece, &mut plaintext)?;
    }
    stream.finish(&mut plaintext)?;
    Ok(plaintext)
}

/// Nonces that the backends do not take, sealed with OpenSSL.
#[test]
fn a_stream_takes_nonces_of_any_length() {
    let text = "The bill, thirty-five bytes of it..".to_owned();
    for (nonce, aad, plaintext, sealed) in [
        ("a8607ef79034c49c", "", text, "QXT+4nMQEcwKwRPEcylSGlipa66WUgXiThksJPqcC4HPStadp14/1UW6052kKD44RByF"),
        ("a8607ef79034c49c", "bill", String::new(), "xo515eqYpP8hTDv/8+gkxg=="),
        (
            "n",
            "x",
            "a".repeat(64),
            "pZXdTz7nEKtE7OAO4pcD3FTALivcU29G4uBZVd6WM9Y4Os7OS+GJyBaKC/+mjF746MmosmvDqPDVdV/B/DYrIv4//gnETsoOwaKC/34EmVI=",
        ),
    ] {
        let sealed = bytes(sealed);
        for piece in [1, 7, 15, 16, 17, 33, 1000] {
            let opened = open_in_pieces(nonce.as_bytes(), aad.as_bytes(), &sealed, piece);
            assert_eq!(opened.as_deref(), Ok(plaintext.as_bytes()), "{nonce} in pieces of {piece}");
        }
        for at in 0..sealed.len() {
            let mut flipped = sealed.clone();
            flipped[at] ^= 1;
            assert!(open_in_pieces(nonce.as_bytes(), aad.as_bytes(), &flipped, 16).is_err());
            assert!(open_in_pieces(nonce.as_bytes(), aad.as_bytes(), &sealed[..at], 16).is_err());
        }
    }
}

/// 512 bytes, sealed with the `cryptography` package of Python (OpenSSL): more than a block of blocks in one piece.
#[test]
fn a_long_piece_is_opened_as_far_as_it_goes() {
    let sealed = bytes(
        "PMLn0eU5zTHzMpPiJ26x7cYCOvyzBMbtkz1o7AvicnVLslhCju6SC7gH1DrY8YQmEaDlzDK08e+Oj9jKOov0WzYfRPYEgxQNCI66c2CcfQRS\
         0/7NqFKgKFZXkm1sxWyx5+jcyPMqG6xm3BTsyC0Q2V79Bpl90dxklXK0c+Vud4t+E0HE4SFKH89vT3frF+/VcfXwJCHi2JlYzepYIpgOOavj\
         KFUUYTIFG9NWvtHwa4Q8Sc6H4I90WaRpiiav/+EQd5QTxEFWU5LFYpviNxvjdPrjC4t2tZ0X48gcsRi2MX7mujPZjXoJJyxmSVdorgHTloXj\
         dk0guI2Wq4Rcoo0Qhj8trpdD9nTnAMegdnvGnjuiTdGUrX/j035THHEeFFSYT0hRFTF8fpAt6aBxHj/DvSssiMMDc+3xQuPBFtASaxgn8HSe\
         dzj17/67DoAsdo9ATmAiq2cpOeH047fv4fksaAXmOPHrZyekLhHhJkHDEKkya8egayYGibcKjc4ur98EMhjT/t0BGWCUzxUeU+4YHb449SH+\
         dBVOZnGM7zaNRHMnvV/uW2Nec6/34jQi6AUJl0LufBlSS7p3vTQUfBBcZ6UOcF/3dYWIR8IzMLxBXDGzfLw7TnZ6sYPTfYB3UyOyvDTZ1nyz\
         O5zvVF0E++xRapV7W8AOLQpcX0yaemZNZFEBaT80ici50UtID4yBRVQX",
    );
    let plaintext: Vec<u8> = (0..=255).chain(0..=255).collect();
    for piece in [100, 300, 1000] {
        assert_eq!(open_in_pieces(b"nonce of 16 byte", b"", &sealed, piece).as_ref(), Ok(&plaintext));
    }
    let mut stream = SealedStream::new(GCM_KEY, b"nonce of 16 byte", b"").expect("starts");
    let mut opened = Vec::new();
    stream.update(&sealed, &mut opened).expect("opens");
    assert_eq!(opened.len(), 512, "nothing but the tag is held back");
}

/// A nonce of sixteen bytes that puts the counter two blocks before its end, sealed with OpenSSL: of the counter block
/// only the last four bytes count.
#[test]
fn a_counter_wraps_within_its_four_bytes() {
    let nonce = 0xb2c0_fd14_0552_05bf_fa9a_ad98_f0ca_564e_u128.to_be_bytes();
    let sealed = bytes(
        "YpxNrcaPOgpC/A51IRx3zS5/AiuIIZz5U/FiCYkgCmmr2+x9fdIRRiAyhRyMiwgxzb99iIbewbqiVU6FlG2ZH2um3RE0qbUUI3TKsL3TN2Az\
         iwDnCn3ctOdtuPALcQnX",
    );
    let plaintext: Vec<u8> = (0..80).collect();
    assert_eq!(open_in_pieces(&nonce, b"", &sealed, 1000), Ok(plaintext));
}

#[test]
fn a_stream_wants_a_key_of_the_right_length_and_a_nonce() {
    assert!(SealedStream::new(&GCM_KEY[1..], b"nonce", b"").is_err());
    assert!(SealedStream::new(GCM_KEY, b"", b"").is_err());
}

#[test]
fn a_refusal_says_that_and_no_more() {
    assert_eq!(Rejected.to_string(), "rejected by the cryptographic primitive");
}

/// GB/T 32905, first example: "abc".
#[test]
fn sm3_is_there_whatever_the_features() {
    assert_eq!(Hasher::hex_of(Digest::Sm3, b"abc"), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
}
