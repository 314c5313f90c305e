//! Keys of the Chinese national algorithms, against wechatpay-java and OpenSSL.

use super::*;
use crate::fixtures::{self, pem};

#[cfg(not(feature = "shangmi"))]
#[test]
fn without_the_feature_a_key_is_refused_by_its_name() {
    let why = "the algorithm SM2 is not one of this API; SM2 needs the feature `shangmi`";
    let certificate = Certificate::from_pem(pem("CERTIFICATE", fixtures::SM2_MERCHANT_CERTIFICATE));
    assert_eq!(certificate.expect_err("refused").to_string(), why);
    let key = MerchantKey::from_pem("01AB", pem("PRIVATE KEY", fixtures::SM2_MERCHANT_KEY));
    assert_eq!(key.expect_err("refused").to_string(), why);
}

#[cfg(feature = "shangmi")]
mod with_the_feature {
    use super::*;
    use crate::crypto::{Padding, Rejected};
    use crate::fixtures::{bytes, ready, shangmi};
    use crate::signature::{KeyLookup, Signer, VerifyError, lines, sign_base64, verify_body};
    use crate::wire::Value;

    /// The public half of the merchant's key, by `openssl pkey -pubout`.
    const SPKI: &str = "MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAEe81H916hnQTApytNpw9X3Rs/kzfMXdEkGIG5E0MZOb9ppV72tGcQx+FyRSPQ9kbdaU0kg5dvboUNRmN4+osvfg==";
    /// By `openssl pkeyutl -sign -rawin -digest sm3 -pkeyopt distid:1234567812345678`, of `message`.
    const OPENSSL_SIGNATURE: &str =
        "MEQCIECdQ5Em75rAGjFqohVPYUUbFlb8HbDvEl2wfjcCJ7MXAiBw1tNgO4wqyegzQcGYVL6SGGOGTXtNjhN9+rZrAfUTxw==";
    /// By `openssl pkeyutl -encrypt`, of `张三`.
    const OPENSSL_CIPHERTEXT: &str = "MHACIQDVrnxEnBVKeoLp2S7Nt0187e9akGgNU5rOtzx854va8wIhAPrQXYTkpmzwWleEtRqGEKPJpZBGtPiiGhQ7SUos+PryBCBqGLbUg/zVAYrUFCZyYq96swchmx7v27Sobp8H5XvoYQQG/k6PoYXz";

    fn certificate() -> Certificate {
        Certificate::from_pem(pem("CERTIFICATE", fixtures::SM2_MERCHANT_CERTIFICATE)).expect("a certificate")
    }

    fn merchant() -> MerchantKey {
        MerchantKey::from_pem("01AB", pem("PRIVATE KEY", fixtures::SM2_MERCHANT_KEY)).expect("a key")
    }

    #[test]
    fn a_certificate_is_read_and_knows_its_key() {
        let certificate = certificate();
        assert_eq!(certificate.serial(), "54E7F59ED8DF4570CFB14780EA8152D45A675EE6");
        assert_eq!((certificate.not_before(), certificate.not_after()), (1_659_615_259, 1_693_743_259));
        assert_eq!(certificate.algorithm(), Algorithm::Sm2);

        let private = pem("PRIVATE KEY", fixtures::SM2_MERCHANT_KEY);
        let own = pem("CERTIFICATE", fixtures::SM2_MERCHANT_CERTIFICATE);
        let key = MerchantKey::from_pem_with_certificate(&own, &private).expect("belongs");
        assert_eq!((key.serial(), key.algorithm()), (certificate.serial(), Algorithm::Sm2));
        let rsa = pem("CERTIFICATE", fixtures::JAVA_MERCHANT_CERTIFICATE);
        let error = MerchantKey::from_pem_with_certificate(&rsa, &private).expect_err("does not belong");
        assert!(matches!(error, KeyError::OtherCertificate { .. }));
    }

    #[test]
    fn signatures_of_others_are_verified() {
        let public = PublicKey::from_pem("PUB_KEY_ID_1", pem("PUBLIC KEY", SPKI)).expect("a key");
        for key in [certificate().public_key(), &public] {
            for signature in [shangmi::SIGNATURE, OPENSSL_SIGNATURE].map(bytes) {
                let message = shangmi::SIGNED_MESSAGE.as_bytes();
                assert_eq!(key.verify(message, &signature), Ok(()));
                assert_eq!(key.verify(b"massage", &signature), Err(Rejected));
                assert_eq!(key.verify(message, &signature[1..]), Err(Rejected));
                let mut flipped = signature.clone();
                flipped[20] ^= 1;
                assert_eq!(key.verify(message, &flipped), Err(Rejected));
            }
        }
    }

    #[test]
    fn cipher_texts_of_others_are_opened() {
        for (ciphertext, plaintext) in [(shangmi::CIPHERTEXT, "plaintext"), (OPENSSL_CIPHERTEXT, "张三")] {
            let ciphertext = bytes(ciphertext);
            let opened = merchant().decrypt(Padding::OaepSha1, &ciphertext).expect("opens");
            assert_eq!(opened.as_slice(), plaintext.as_bytes());
            let mut flipped = ciphertext.clone();
            *flipped.last_mut().expect("bytes") ^= 1;
            assert_eq!(merchant().decrypt(Padding::OaepSha1, &flipped), Err(Rejected));
            assert_eq!(merchant().decrypt(Padding::OaepSha1, &ciphertext[..ciphertext.len() - 1]), Err(Rejected));
        }
    }

    #[test]
    fn a_text_of_any_length_goes_there_and_back() {
        for plaintext in ["x".to_owned(), "名".repeat(500)] {
            let ciphertext = certificate().public_key().encrypt(Padding::OaepSha1, plaintext.as_bytes());
            let opened = merchant().decrypt(Padding::OaepSha1, &ciphertext.expect("encrypts")).expect("opens");
            assert_eq!(opened.as_slice(), plaintext.as_bytes());
        }
    }

    impl KeyLookup for Certificate {
        fn find(&self, id: &str) -> Option<&PublicKey> {
            Some(self.public_key()).filter(|key| key.id() == id)
        }
    }

    #[test]
    fn an_answer_is_verified_by_the_scheme_that_it_names() {
        let (merchant, certificate) = (merchant(), certificate());
        assert_eq!(Signer::scheme(&merchant).as_str(), "WECHATPAY2-SM2-WITH-SM3");
        let message = lines([b"1659615259".as_slice(), b"nonce", b"{}"]);
        let signature = ready(sign_base64(&merchant, &message)).expect("signs");
        let mut headers = vec![
            ("Wechatpay-Timestamp", "1659615259"),
            ("Wechatpay-Nonce", "nonce"),
            ("Wechatpay-Serial", certificate.serial()),
            ("Wechatpay-Signature", &signature),
            ("Wechatpay-Signature-Type", "WECHATPAY2-SM2-WITH-SM3"),
        ];
        assert!(verify_body(&certificate, headers.as_slice(), b"{}", 1_659_615_259).is_ok());
        headers.pop();
        let rsa = VerifyError::Scheme { found: "WECHATPAY2-SHA256-RSA2048".to_owned() };
        assert_eq!(verify_body(&certificate, headers.as_slice(), b"{}", 1_659_615_259), Err(rsa));
    }

    #[test]
    fn a_resource_sealed_with_sm4_is_opened() {
        let sealed = shangmi::SM4_GCM;
        let key = Apiv3Key::new(sealed.key).expect("a key");
        let resource = |aad: &str| {
            let fields = [
                ("algorithm", "AEAD_SM4_GCM"),
                ("associated_data", aad),
                ("nonce", sealed.nonce),
                ("ciphertext", sealed.ciphertext),
            ];
            Value::Object(fields.map(|(name, value)| (name.to_owned().into(), Value::Text(value.to_owned()))).to_vec())
        };
        assert_eq!(key.open_resource(&resource(sealed.aad)).expect("opens").as_slice(), sealed.plaintext.as_bytes());
        assert_eq!(key.open_resource(&resource("")).expect_err("refused"), OpenError::Rejected);
    }

    /// The key of an encrypted bill says by its length which cipher it is for.
    #[test]
    fn a_stream_is_opened_with_sm4_by_a_key_of_16_bytes() {
        let sealed = shangmi::SM4_GCM;
        let key: Vec<u8> = (0..32)
            .step_by(2)
            .map(|at| u8::from_str_radix(&shangmi::SM4_KEY[at..at + 2], 16))
            .collect::<Result<_, _>>()
            .expect("hex");
        let mut stream =
            crate::crypto::SealedStream::new(&key, sealed.nonce.as_bytes(), sealed.aad.as_bytes()).expect("starts");
        let mut plaintext = Vec::new();
        stream.update(&bytes(sealed.ciphertext), &mut plaintext).expect("opens");
        stream.finish(&mut plaintext).expect("opens");
        assert_eq!(plaintext, sealed.plaintext.as_bytes());
    }
}
