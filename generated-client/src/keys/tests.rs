//! Reading keys and certificates, good and bad ones. The values of certificates are those that `openssl x509` prints.

use super::*;
use crate::crypto::Padding;
use crate::fixtures::{self, bytes, pem};
use crate::wire::Value;

/// A self-signed certificate of wechatpay-go's key whose serial begins with a zero digit and whose end lies so far off
/// that it is written as a `GeneralizedTime`.
const LEADING_ZERO: &str = "MIIC/zCCAeegAwIBAgICCrwwDQYJKoZIhvcNAQELBQAwFzEVMBMGA1UEAwwMbGVhZGluZyB6ZXJvMCAXDTI2MTEyMTA5MjYxOVoYDzIwNTkwOTI5MDkyNjE5WjAXMRUwEwYDVQQDDAxsZWFkaW5nIHplcm8wggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQDZUJN33V+dSfvdfL0Mu+39XrZNXFFMQSy1V15FpncHeV47SmV0TzTqZc7hHB0ddqAdDi8Z5k3TKqb76sOwYr5TcAfuR6PIPaleyE0/0KrljBum2Isa2Nyq7Dgc3ElBQ6YN4l/a+DpvKaz1FSKmKrhLNskqokWVSlu4g8OlKlbPXQ9ibII14MZRQrrkTmHYHzfi7GXXM0thAKuR0HNvyhTHBh4/lrYM3GaMvmWwkwvsMavnOex6+eioZHBOb1/EIZ/LzC6zuHArPpyW3daGaZ1rtQB1vVzTyERAVVFsXXgBHvfFud3w3ShsJYk8JvMwK2RpJ5/gV0QSARcmLDRUAlPzAgMBAAGjUzBRMB0GA1UdDgQWBBRPVzud39JQ7vodKhm6Y1Qm/VHk/DAfBgNVHSMEGDAWgBRPVzud39JQ7vodKhm6Y1Qm/VHk/DAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4IBAQANOdlMXikFfo15LIbC9WmfBJQyBO0f+JTwv5phNtx9Tv+q7ad7iRG7WxXgfy5WxBrmrNeHdXtMvuYBmkNNEQFbfcXTAx1C32ebkZ/UcTs2Vo/Kolct2zBnjkWyCoWVsWv0ecEITlky3KboDjaefuvOWnxG7mZg2UK/CUdsWTikwQm15hwMgjgp6HdP68cWJOEZDypP0HEYMtfzr6/xmh9LDquc84LCFfXX0p+9bQfj/1CXM3DUReGw8U41eOnG+RLF0IwCC2wkVqgg1+Oe8GZgV682S8hCeYJGo9gkFSaGV75N1mjmVhSsjvrsB2Fcna6p8oMlBk2bXT3M5jiTSK8w";
/// The public half of wechatpay-go's key as a `SubjectPublicKeyInfo`, by `openssl rsa -pubout`.
const GO_SPKI: &str = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA2VCTd91fnUn73Xy9DLvt/V62TVxRTEEstVdeRaZ3B3leO0pldE806mXO4RwdHXagHQ4vGeZN0yqm++rDsGK+U3AH7kejyD2pXshNP9Cq5YwbptiLGtjcquw4HNxJQUOmDeJf2vg6byms9RUipiq4SzbJKqJFlUpbuIPDpSpWz10PYmyCNeDGUUK65E5h2B834uxl1zNLYQCrkdBzb8oUxwYeP5a2DNxmjL5lsJML7DGr5znsevnoqGRwTm9fxCGfy8wus7hwKz6clt3Whmmda7UAdb1c08hEQFVRbF14AR73xbnd8N0obCWJPCbzMCtkaSef4FdEEgEXJiw0VAJT8wIDAQAB";
/// The same as a PKCS#1 structure, by `openssl rsa -RSAPublicKey_out`.
const GO_PKCS1: &str = "MIIBCgKCAQEA2VCTd91fnUn73Xy9DLvt/V62TVxRTEEstVdeRaZ3B3leO0pldE806mXO4RwdHXagHQ4vGeZN0yqm++rDsGK+U3AH7kejyD2pXshNP9Cq5YwbptiLGtjcquw4HNxJQUOmDeJf2vg6byms9RUipiq4SzbJKqJFlUpbuIPDpSpWz10PYmyCNeDGUUK65E5h2B834uxl1zNLYQCrkdBzb8oUxwYeP5a2DNxmjL5lsJML7DGr5znsevnoqGRwTm9fxCGfy8wus7hwKz6clt3Whmmda7UAdb1c08hEQFVRbF14AR73xbnd8N0obCWJPCbzMCtkaSef4FdEEgEXJiw0VAJT8wIDAQAB";
/// An RSA key of 1024 bits, made for this test.
const SHORT_KEY: &str = "MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBAPUWB98C624+FO9KRejV1BgP9BwHgYIOv3jFc86qaInuSLOp+7FTQCu6HN7Jv+uuOTwCVBrWS+Y5gP+RVxsoWAyjG+2nkPDyDX7/8lHqx1KrxBDhaEEziM/XhhdrxHVlqgYq8A7GfZLr0/inPGXAVGpZiT4F1G4e71sPnjg3bO0PAgMBAAECgYAbiAgGU0ujLLIpV0yXJT4YHeKsK2Ou+n0j0fp6YsYviGb+V8AAYXu57cREeqFmlkGzrgdIpH4ONLN7Ahao5FVPjdKsxLte9U1lXUbS2cFxsJPCGW3agxJ3bSVhd86uWRDTNyopWiQZmYAR6oYKbkAhiiXyU7ncommxFoiGVTE0cQJBAP5f2aBrRD8q95l4nbJRs3EiRVtjYwk1D9yvZ6EUU3V14cccXPz/ydjF5OcKXBhQw6fuuKP5kDTkwYnRVtyw/i0CQQD2pvwxtGT5HUW5pXG20JucpFg+dR4dory5ga4DA+40Y0jm8YMKmxLOs9OJ82mwjIaNvE3TfLBIQ+xYMP8zG9mrAkEAvnqh6TlJso+HNxoV5Di/ySDjlMp4l6VvSk7ip8EjudpbBhFcJGuaB0Qw4z1jtyWLTY46Hze635DIyF3E0J+MxQJAQvntGYImuQ6d1F98lWvoFYz6+VrMJrf+D1GLcv4qPMeJEE0cjFC3trFWC+uxE2PVVb+AUqFVLQpkrz3+zl4NqQJAIJZy9eDIFK5oYZpxkHL0y07GnI9ThlG1jLLR+oe8Hbfn84yvd/MR4s9m0b+9c4BDvgN+Qk7GL2HEZhqWqo4BqQ==";
/// A key on the curve P-256, made for this test.
const P256_KEY: &str = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgmFCSbEA5XcNB+5/jFWKJOQKXL2csD481ULCTa2aidm6hRANCAARQRDQPs7GQVnNXSQ680P/+fs1CpVMdR9XiHj9VnE9OnHvctVZHOOq2MsFTfO4p9Qaez11H8fYJjWQh5JxQetvD";

fn certificate(base64: &str) -> Result<Certificate, KeyError> {
    Certificate::from_pem(pem("CERTIFICATE", base64))
}

#[test]
fn certificates_are_read() {
    for (base64, serial, not_before, not_after) in [
        (fixtures::GO_PLATFORM_CERTIFICATE, "D7CE59D1F522D701", 1_619_513_723, 1_934_873_723),
        (fixtures::JAVA_MERCHANT_CERTIFICATE, "5F1C72E2A8931B72A2E13AF8DEE92471EB397115", 1_652_147_830, 1_746_755_830),
        (fixtures::JAVA_PLATFORM_CERTIFICATE, "440024045C4A427599D09BB4E3DE0279F2E813FD", 1_652_148_270, 1_746_756_270),
        (LEADING_ZERO, "0ABC", 1_795_253_179, 2_832_053_179),
    ] {
        let certificate = certificate(base64).expect("a certificate");
        assert_eq!(certificate.serial(), serial);
        assert_eq!(certificate.public_key().id(), serial);
        assert_eq!((certificate.not_before(), certificate.not_after()), (not_before, not_after), "{serial}");
        assert_eq!(certificate.algorithm(), Algorithm::Rsa);
        assert_eq!(certificate.algorithm().to_string(), "RSA");
        assert!(certificate.is_valid_at(not_before) && certificate.is_valid_at(not_after));
        assert!(!certificate.is_valid_at(not_before - 1) && !certificate.is_valid_at(not_after + 1));
    }
}

#[test]
fn the_sealed_platform_certificate_is_read() {
    let certificate = certificate(fixtures::AES_GCM_CERTIFICATE.plaintext).expect("a certificate");
    assert_eq!(certificate.serial(), fixtures::AES_GCM_CERTIFICATE_SERIAL);
    assert_eq!(certificate.not_after(), fixtures::AES_GCM_CERTIFICATE_END);
}

#[test]
fn no_cut_of_a_certificate_or_key_is_taken() {
    let whole = bytes(LEADING_ZERO);
    for end in 0..whole.len() {
        assert!(matches!(Certificate::from_der(&whole[..end]), Err(KeyError::Malformed { .. })), "{end}");
    }
    let trailing = [whole.as_slice(), &[0]].concat();
    assert!(matches!(Certificate::from_der(&trailing), Err(KeyError::Malformed { .. })));
    // A byte anywhere that is not what it was: never a panic, whether it is still a certificate or not.
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 0xff;
        let _ = Certificate::from_der(&changed);
    }
}

#[test]
fn public_keys_are_read_in_both_forms() {
    let message = b"message";
    let key = MerchantKey::from_pem("01AB", pem("PRIVATE KEY", fixtures::GO_KEY)).expect("a key");
    let signature = key.sign(message).expect("signs");
    for (label, base64) in [("PUBLIC KEY", GO_SPKI), ("RSA PUBLIC KEY", GO_PKCS1)] {
        let public = PublicKey::from_pem("PUB_KEY_ID_0114232134912410000000000000", pem(label, base64)).expect("a key");
        assert_eq!(public.id(), "PUB_KEY_ID_0114232134912410000000000000");
        assert_eq!(public.verify(message, &signature), Ok(()));
    }
}

#[test]
fn private_keys_are_read_in_both_forms() {
    for (label, signed) in [("RSA PRIVATE KEY", fixtures::REQUEST_JSON), ("PRIVATE KEY", fixtures::GO_SIGN)] {
        let key = MerchantKey::from_pem(fixtures::OFFICIAL_SERIAL, pem(label, signed.key)).expect("a key");
        assert_eq!(key.serial(), fixtures::OFFICIAL_SERIAL);
        assert_eq!(key.sign(signed.message.as_bytes()).expect("signs"), bytes(signed.signature));
    }
}

#[test]
fn text_around_and_line_ends_do_not_matter() {
    let lines = pem("PRIVATE KEY", fixtures::GO_KEY);
    let windows = format!("Bag Attributes\r\n    friendlyName: key\r\n{}", lines.replace('\n', "\r\n"));
    let one_line = format!("-----BEGIN {0}-----\n{1}\n-----END {0}-----", "PRIVATE KEY", fixtures::GO_KEY);
    let after_certificate = pem("CERTIFICATE", LEADING_ZERO) + &lines;
    for text in [windows, one_line, after_certificate] {
        let key = MerchantKey::from_pem("01AB", &text).expect("a key");
        assert_eq!(key.sign(b"source").expect("signs"), bytes(fixtures::GO_SIGN.signature));
    }
}

#[test]
fn a_serial_is_written_in_upper_case() {
    let key = MerchantKey::from_pem("0a1bcd", pem("PRIVATE KEY", fixtures::GO_KEY)).expect("a key");
    assert_eq!(key.serial(), "0A1BCD");
}

#[test]
fn a_key_belongs_to_its_certificate_or_is_refused() {
    let private = pem("PRIVATE KEY", fixtures::JAVA_MERCHANT_KEY);
    let own = pem("CERTIFICATE", fixtures::JAVA_MERCHANT_CERTIFICATE);
    let key = MerchantKey::from_pem_with_certificate(&own, &private).expect("belongs");
    assert_eq!(key.serial(), "5F1C72E2A8931B72A2E13AF8DEE92471EB397115");

    let other = pem("CERTIFICATE", fixtures::JAVA_PLATFORM_CERTIFICATE);
    let error = MerchantKey::from_pem_with_certificate(&other, &private).expect_err("does not belong");
    assert_eq!(error, KeyError::OtherCertificate { serial: "440024045C4A427599D09BB4E3DE0279F2E813FD".to_owned() });
}

#[test]
fn of_several_in_one_text_none_is_guessed() {
    let several = |expected| KeyError::Several { expected, count: 2 };
    let private = pem("PRIVATE KEY", fixtures::GO_KEY);
    let two = private.clone() + &pem("PRIVATE KEY", fixtures::JAVA_MERCHANT_KEY);
    assert_eq!(MerchantKey::from_pem("01AB", two).expect_err("refused"), several("a private key"));
    let two = pem("PUBLIC KEY", GO_SPKI) + &pem("RSA PUBLIC KEY", GO_PKCS1);
    assert_eq!(PublicKey::from_pem("PUB_KEY_ID_1", two).expect_err("refused"), several("a public key"));
    let chain = pem("CERTIFICATE", fixtures::JAVA_PLATFORM_CERTIFICATE)
        + &pem("CERTIFICATE", fixtures::JAVA_MERCHANT_CERTIFICATE);
    assert_eq!(Certificate::from_pem(&chain).expect_err("refused"), several("an X.509 certificate"));
    // Beside a private key it is plain which one is meant.
    let own = pem("PRIVATE KEY", fixtures::JAVA_MERCHANT_KEY);
    let key = MerchantKey::from_pem_with_certificate(chain, own).expect("one of them belongs to it");
    assert_eq!(key.serial(), "5F1C72E2A8931B72A2E13AF8DEE92471EB397115");
    let cut = pem("CERTIFICATE", LEADING_ZERO) + &pem("CERTIFICATE", "AAAA");
    assert_eq!(MerchantKey::from_pem_with_certificate(cut, private).expect("the other one is none").serial(), "0ABC");
}

#[test]
fn where_no_certificate_can_be_read_it_is_told_why() {
    let cut = pem("CERTIFICATE", "AAAA");
    let own = Certificate::from_pem(&cut).expect_err("it is cut off");
    let all = |text: String| Certificate::all_from_pem(text).expect_err("there is none");
    assert_eq!(all(cut.clone() + &pem("CERTIFICATE", "AAAB")), own, "that of the first");
    for other in [pem("PRIVATE KEY", fixtures::GO_KEY), pem("PUBLIC KEY", GO_SPKI)] {
        assert_eq!(all(other.clone()), Certificate::from_pem(&other).expect_err("it is a key"));
        assert_eq!(all(other + &cut), own, "a key beside it says nothing");
    }
}

#[test]
fn the_same_key_is_known_under_any_name() {
    let key = |id| PublicKey::from_pem(id, pem("PUBLIC KEY", GO_SPKI)).expect("a key");
    let go = certificate(LEADING_ZERO).expect("a certificate");
    let other = certificate(fixtures::JAVA_PLATFORM_CERTIFICATE).expect("a certificate");
    assert!(key("PUB_KEY_ID_1").is_same_key(&key("PUB_KEY_ID_2")) && key("PUB_KEY_ID_1").is_same_key(go.public_key()));
    assert!(!go.public_key().is_same_key(other.public_key()));
}

#[test]
fn what_is_no_private_key_is_refused_with_a_word_on_why() {
    let refused = |text: &str| MerchantKey::from_pem("01AB", text).expect_err("refused").to_string();
    assert_eq!(
        refused(&pem("CERTIFICATE", LEADING_ZERO)),
        "expected the PEM text of a private key, found a certificate"
    );
    assert_eq!(refused("apiclient_key"), "expected the PEM text of a private key, found no `-----BEGIN …-----` line");
    let cut = pem("PRIVATE KEY", fixtures::GO_KEY).replace("-----END", "");
    assert_eq!(refused(&cut), "expected the PEM text of a private key, found a block that is cut off");
    assert_eq!(
        refused(&pem("PRIVATE KEY", "no base64!")),
        "expected the PEM text of a private key, found a block whose content is not base64"
    );
    assert_eq!(
        refused(&pem("PRIVATE KEY", fixtures::GO_KEY).replace('\n', "\\n")),
        "expected the PEM text of a private key, found line ends written as the two characters `\\n`: put real ones in \
         their place"
    );
    assert_eq!(refused(&pem("PRIVATE KEY", "AAAA")), "the bytes are not the DER encoding of a PKCS#8 private key");
    assert_eq!(
        refused(&pem("RSA PRIVATE KEY", fixtures::GO_KEY)),
        "the bytes are not the DER encoding of a PKCS#1 private RSA key"
    );
    let pass_phrase =
        "the private key is encrypted with a pass phrase; decrypt it first (`openssl pkey -in KEY -out PLAIN`)";
    assert_eq!(refused(&pem("ENCRYPTED PRIVATE KEY", "AAAA")), pass_phrase);
    let old_style = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA";
    let old_style = format!("-----BEGIN {0}-----\n{old_style}\n-----END {0}-----\n", "RSA PRIVATE KEY");
    assert_eq!(refused(&old_style), pass_phrase);
    assert_eq!(
        refused(&pem("EC PRIVATE KEY", "AAAA")),
        "expected the PEM text of a PKCS#8 or PKCS#1 private key, found a private key in a form that is not taken \
         (`openssl pkcs8 -topk8 -nocrypt` gives PKCS#8)"
    );
    assert_eq!(
        refused(&pem("PRIVATE KEY", SHORT_KEY)),
        "the RSA key has 1024 bits; this API uses 2048, and 2048 to 4096 are taken"
    );
    assert_eq!(
        refused(&pem("PRIVATE KEY", P256_KEY)),
        "the algorithm EC on the curve 1.2.840.10045.3.1.7 is not one of this API"
    );
}

#[test]
fn a_serial_is_taken_in_each_form_that_says_what_it_is() {
    const SERIAL: &str = "0A1B2C3D4E5F60718293A4B5C6D7E8F901234567";
    let pairs = "0a:1b:2c:3d:4e:5f:60:71:82:93:a4:b5:c6:d7:e8:f9:01:23:45:67";
    for text in [
        SERIAL,
        " 0A1B2C3D4E5F60718293A4B5C6D7E8F901234567\r\n",
        "\u{feff}0a1b2c3d4e5f60718293a4b5c6d7e8f901234567",
        "0x0A1B2C3D4E5F60718293A4B5C6D7E8F901234567",
        "serial=0A1B2C3D4E5F60718293A4B5C6D7E8F901234567\n",
        pairs,
        &pairs.replace(':', " "),
        // By `python3 -c "print(int(…, 16))"`, as below.
        "57695881630579109672551728465758925132512052583",
    ] {
        assert_eq!(serial(text).as_deref(), Ok(SERIAL), "{text}");
    }
    assert_eq!(serial("0a").as_deref(), Ok("0A"), "short ones are in use for tests");
    // Another one.
    let decimal = "464389378319535425530970086054627680253797054689";
    assert_eq!(serial(decimal).as_deref(), Ok("5157F09EFDC096DE15EBE81A47057A7232F1B8E1"));
    // Of 17 bytes, not of 20 with zeros in front.
    let decimal = "10000000000000000000000000000000000000007";
    assert_eq!(serial(decimal).as_deref(), Ok("1D6329F1C35CA4BFABB9F5610000000007"));
}

/// The words for what was found, and none of the text.
fn found(result: Result<String, KeyError>, text: &str) -> String {
    match result {
        Err(KeyError::Id { found, .. }) => {
            assert!(text.len() < 8 || !found.contains(text), "{found}");
            found
        }
        other => panic!("expected KeyError::Id, got {other:?}"),
    }
}

#[test]
fn what_is_no_serial_is_named_without_its_text() {
    let pem = pem("PRIVATE KEY", fixtures::GO_KEY);
    for (text, words) in [
        ("", "an empty text"),
        ("PUB_KEY_ID_0114232134912410000000000000", "the id of a WeChat Pay public key"),
        ("pub_key_id_0114232134912410000000000000", "the id of a WeChat Pay public key"),
        ("A1B", "3 digits, an odd number: a leading zero or another is lost"),
        ("A1B2C", "5 digits, an odd number: a leading zero or another is lost"),
        ("4:5", "3 characters, of which number 2 is ':'"),
        ("0A1B2C3G", "8 characters, of which number 8 is 'G'"),
        ("商户", "2 characters, of which number 1 is '商'"),
        ("A\r\nB", "4 characters, of which number 2 is '\\r'"),
        (&"A".repeat(41), "41 digits"),
        // More than 20 bytes hold.
        (&"9".repeat(49), "49 digits"),
        (&pem, "PEM text: are two arguments swapped?"),
        (fixtures::GO_KEY, "1624 characters, of which number 3 is 'I'"),
    ] {
        let words = words.replace("1624", &fixtures::GO_KEY.len().to_string());
        let at = fixtures::GO_KEY.find(|c: char| !c.is_ascii_hexdigit()).expect("it is base64");
        let first = fixtures::GO_KEY.chars().nth(at).expect("it is there");
        let words = words.replace("number 3 is 'I'", &format!("number {} is {first:?}", at + 1));
        assert_eq!(found(serial(text), text), words);
        assert!(MerchantKey::from_pem(text, &pem).is_err_and(|error| !error.to_string().contains("MII")));
    }
}

#[test]
fn the_id_of_a_public_key_is_mended_or_refused() {
    const ID: &str = "PUB_KEY_ID_0119000001092024010100000000000001";
    for text in [ID, &ID.to_lowercase(), &format!(" {ID}\n"), &ID["PUB_KEY_ID_".len()..]] {
        assert_eq!(id::public_key_id(text).as_deref(), Ok(ID), "{text}");
    }
    for (text, words) in [
        ("", "an empty text"),
        ("PUB_KEY_ID_", "11 characters"),
        ("PUB KEY", "7 characters, of which number 4 is ' '"),
        ("PUB_KEY_ID_1\"", "13 characters, of which number 13 is '\"'"),
        ("1900000109", "10 characters that do not begin with `PUB_KEY_ID_`"),
        (
            fixtures::OFFICIAL_SERIAL,
            "the serial of a certificate (a platform certificate is given with `platform_certificate`)",
        ),
        (&pem("PUBLIC KEY", GO_SPKI), "PEM text: are two arguments swapped?"),
    ] {
        assert_eq!(found(id::public_key_id(text), text), words);
    }
    assert!(
        PublicKey::from_pem(pem("PUBLIC KEY", GO_SPKI), "PUB_KEY_ID_1").is_err_and(|e| !e.to_string().contains("MII"))
    );
}

#[test]
fn the_id_of_a_merchant_has_digits_alone() {
    assert_eq!(account_id(" 1900000109\n").as_deref(), Ok("1900000109"));
    assert_eq!(account_id("190000010912345678").as_deref(), Ok("190000010912345678"), "as long as an app id");
    let longest = "1".repeat(32);
    assert_eq!(account_id(&longest), Ok(longest), "`mchid` is `string[1,32]`");
    for (text, words) in [
        ("", "an empty text"),
        ("wxd678efh567hg6787", "an app id (`wx` and 16 more)"),
        ("merchant", "8 characters, of which number 1 is 'm'"),
        ("merchantmerchant12", "18 characters, of which number 1 is 'm'"),
        ("wx1", "3 characters, of which number 1 is 'w'"),
        ("wx8888888888888888", "an app id (`wx` and 16 more)"),
        ("19000 00109", "11 characters, of which number 6 is ' '"),
        (&"1".repeat(33), "33 digits"),
        (&pem("PRIVATE KEY", fixtures::GO_KEY), "PEM text: are two arguments swapped?"),
    ] {
        assert_eq!(found(account_id(text), text), words);
    }
}

/// The bytes, the base64 of them, and that in lines: each where PEM text is usual.
fn unframed(base64: &str) -> [Vec<u8>; 3] {
    let lines = format!("\n{}\r\n{}\n", &base64[..64], &base64[64..]);
    [bytes(base64), base64.into(), lines.into()]
}

#[test]
fn what_stands_in_no_frame_is_taken_for_what_it_is() {
    let pkcs1 = fixtures::REQUEST_JSON.key;
    for (base64, label) in [
        (fixtures::GO_KEY, "PRIVATE KEY"),
        (pkcs1, "RSA PRIVATE KEY"),
        (GO_SPKI, "PUBLIC KEY"),
        (GO_PKCS1, "RSA PUBLIC KEY"),
        (LEADING_ZERO, "CERTIFICATE"),
    ] {
        for given in unframed(base64) {
            let private = MerchantKey::from_pem("01AB", &given);
            let public = PublicKey::from_pem("PUB_KEY_ID_1", &given);
            let certificate = Certificate::from_pem(&given);
            let taken = [private.is_ok(), public.is_ok(), certificate.is_ok()];
            let expected = [label.ends_with("PRIVATE KEY"), label.ends_with("PUBLIC KEY"), label == "CERTIFICATE"];
            assert_eq!(taken, expected, "{label}");
        }
    }
    let wrong = |result: Result<MerchantKey, KeyError>| result.expect_err("refused").to_string();
    let expected = "expected the PEM text of a private key, found ";
    assert_eq!(wrong(MerchantKey::from_pem("01AB", LEADING_ZERO)), format!("{expected}a certificate"));
    assert_eq!(wrong(MerchantKey::from_pem("01AB", GO_SPKI)), format!("{expected}a public key"));
    let swapped = PublicKey::from_pem("PUB_KEY_ID_1", pem("PRIVATE KEY", fixtures::GO_KEY)).expect_err("refused");
    assert_eq!(swapped.to_string(), "expected the PEM text of a public key, found a private key");
}

/// The first members of structures that are taken in no form.
#[test]
fn what_is_no_key_to_be_taken_is_told_by_its_kind() {
    for (der, found) in [
        (&b"\x30\x06\x02\x01\x01\x04\x01\x00"[..], "a private key in a form that is not taken"),
        (b"\x30\x05\x30\x00\x04\x01\x00", "encrypted"),
    ] {
        let error = MerchantKey::from_pem("01AB", der).expect_err("refused").to_string();
        assert!(error.contains(found), "{error}");
    }
}

#[test]
fn the_length_of_a_key_is_that_of_its_modulus() {
    for (modulus, bits) in [(&[0x80, 0][..], 16), (&[1, 0], 9), (&[1], 1), (&[], 0)] {
        assert_eq!(der::RsaNumbers { modulus, exponent: &[3] }.bits(), bits, "{modulus:?}");
    }
}

/// Another build would take SM2, and no build anything else.
#[test]
fn an_algorithm_that_another_build_has_is_told_with_its_feature() {
    for found in ["SM2", "EC on the curve 1.2.840.10045.3.1.7"] {
        let error = KeyError::Algorithm { found: found.to_owned() }.to_string();
        assert_eq!(error.contains("shangmi"), found == "SM2" && !cfg!(feature = "shangmi"), "{error}");
        let error = OpenError::Algorithm { found: "AEAD_SM4_GCM".to_owned() }.to_string();
        assert_eq!(error, "the resource is sealed with AEAD_SM4_GCM, which needs the feature `shangmi`");
        let error = OpenError::Algorithm { found: "ROT13".to_owned() }.to_string();
        assert_eq!(error, "the resource is sealed with ROT13, which is not known");
    }
}

#[test]
fn a_path_is_told_from_a_key() {
    for path in ["apiclient_key.pem", "/etc/wechat/key", "./key", "C:\\keys\\apiclient_cert.p12", "cert/pub_key.pem\n"]
    {
        let error = MerchantKey::from_pem("01AB", path).expect_err("refused").to_string();
        assert!(error.ends_with("found the path of a file: give what is in it (`std::fs::read`)"), "{error}");
        assert!(!error.contains("key.pem"), "{error}");
    }
    for other in [&b"\xff\xfe-\0-\0"[..], b"\x30\x03\x02\x01\xff", b"\x30\xff"] {
        assert!(MerchantKey::from_pem("01AB", other).is_err());
    }
}

#[test]
fn what_is_no_block_is_told_by_what_is_wrong_with_it() {
    let long = format!("/{}", "a".repeat(4096));
    let request = pem("CERTIFICATE REQUEST", "AAAA");
    for (text, found) in [
        (
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END PUBLIC KEY-----\n",
            "BEGIN and END lines that do not fit together",
        ),
        (" \r\n", "an empty text"),
        (&long, "no `-----BEGIN …-----` line"),
        ("/etc\n/key.pem", "no `-----BEGIN …-----` line"),
        (&request, "a request for a certificate"),
    ] {
        let error = Certificate::from_pem(text).expect_err("refused").to_string();
        assert_eq!(error, format!("expected the PEM text of an X.509 certificate, found {found}"));
    }
}

/// The label of a block is the caller's text too.
#[test]
fn a_label_that_is_not_known_is_not_told() {
    let error = Certificate::from_pem(pem("MY SECRET", "AAAA")).expect_err("refused").to_string();
    assert_eq!(error, "expected the PEM text of an X.509 certificate, found a block of another kind");
}

#[test]
fn an_api_key_has_32_bytes() {
    let error = Apiv3Key::new("testMchAPIv3Key0").expect_err("refused");
    assert_eq!(error, KeyError::ApiKeyLength { name: "APIv3", bytes: 16 });
    // As long as a key in hexadecimal, or hexadecimal, and not both.
    for text in ["g".repeat(64), "ab".repeat(31)] {
        let error = Apiv3Key::new(&text).expect_err("refused");
        assert_eq!(error, KeyError::ApiKeyLength { name: "APIv3", bytes: text.len() });
    }
    // Ten characters, but thirty bytes.
    assert_eq!(Apiv2Key::new("密".repeat(10)).expect_err("refused"), KeyError::ApiKeyLength { name: "API", bytes: 30 });
    assert!(Apiv3Key::new(fixtures::AES_GCM.key).is_ok());
}

#[test]
fn what_a_file_leaves_around_an_api_key_is_no_part_of_it() {
    let sealed = fixtures::AES_GCM;
    let fields = [
        ("algorithm", "AEAD_AES_256_GCM"),
        ("associated_data", sealed.aad),
        ("nonce", sealed.nonce),
        ("ciphertext", sealed.ciphertext),
    ];
    for text in ["{}\n", "{}\r\n", "\u{feff}{}", " {}"] {
        let key = Apiv3Key::new(text.replace("{}", sealed.key)).expect("a key and a line end");
        assert!(key.open_resource(&resource(&fields)).is_ok(), "{text:?}");
    }
    // It has 32 bytes, and the last one is none of the key.
    let error = Apiv3Key::new("0123456789abcdefghijklmnopqrstu\n").expect_err("refused");
    assert_eq!(error, KeyError::ApiKeyForm { name: "APIv3", found: "it has white space around it" });
}

#[test]
fn an_api_key_in_another_form_is_told_as_such() {
    use base64::Engine as _;

    let key = fixtures::AES_GCM.key;
    let hex = crate::crypto::hex_upper(key.as_bytes());
    let base64 = base64::engine::general_purpose::STANDARD.encode(key);
    let pem = pem("PUBLIC KEY", GO_SPKI);
    for (text, word) in [(&hex, "hexadecimal"), (&base64, "base64"), (&pem, "PEM text")] {
        let error = Apiv3Key::new(text).expect_err("refused").to_string();
        assert!(error.contains(word) && !error.contains(text.as_str()), "{error}");
    }
}

#[test]
fn nothing_confidential_is_printed() {
    let secret = fixtures::AES_GCM.key;
    for printed in [
        format!("{:?}", Apiv3Key::new(secret)),
        format!("{:?}", Apiv2Key::new(secret)),
        format!("{:?}", MerchantKey::from_pem("01AB", pem("PRIVATE KEY", fixtures::GO_KEY))),
    ] {
        assert!(!printed.contains(secret) && printed.len() < 100, "{printed}");
    }
}

fn resource(fields: &[(&str, &str)]) -> Value {
    Value::Object(
        fields.iter().map(|(name, value)| ((*name).to_owned().into(), Value::Text((*value).to_owned()))).collect(),
    )
}

#[test]
fn a_resource_is_opened_and_its_tag_checked() {
    let sealed = fixtures::AES_GCM;
    let key = Apiv3Key::new(sealed.key).expect("a key");
    let fields = [
        ("algorithm", "AEAD_AES_256_GCM"),
        ("associated_data", sealed.aad),
        ("nonce", sealed.nonce),
        ("ciphertext", sealed.ciphertext),
    ];
    let opened = key.open_resource(&resource(&fields)).expect("opens");
    assert_eq!(opened.as_slice(), sealed.plaintext.as_bytes());

    let with = |at: usize, value| {
        let mut fields = fields;
        fields[at].1 = value;
        key.open_resource(&resource(&fields)).expect_err("refused")
    };
    assert_eq!(with(0, "AEAD_AES_128_GCM"), OpenError::Algorithm { found: "AEAD_AES_128_GCM".to_owned() });
    assert_eq!(with(1, "another"), OpenError::Rejected);
    assert_eq!(with(1, ""), OpenError::Rejected);
    assert_eq!(with(2, "ULUK4A9R25RW"), OpenError::Rejected);
    assert_eq!(with(2, ""), OpenError::Rejected);
    assert_eq!(with(3, "vlwSiIajGClcvcOYvOQ7+l+0PAbzzwI="), OpenError::Rejected);
    assert_eq!(with(3, "AAAA"), OpenError::Rejected);
    assert_eq!(with(3, "not base64"), OpenError::NotBase64);
    for at in [0, 2, 3] {
        let mut less = fields.to_vec();
        let (name, _) = less.remove(at);
        assert_eq!(key.open_resource(&resource(&less)).expect_err("refused"), OpenError::Field { name });
    }
    let other = Apiv3Key::new(fixtures::AES_GCM_CERTIFICATE.key).expect("a key");
    assert_eq!(other.open_resource(&resource(&fields)).expect_err("refused"), OpenError::Rejected);
}

/// Sealed with OpenSSL, without associated data: the field may be empty, `null`, or not there.
#[test]
fn a_resource_may_have_no_associated_data() {
    let key = Apiv3Key::new("0123456789abcdefghijklmnopqrstuv").expect("a key");
    let sealed = "QXT+4nMQEcwKwRPEcylSGlipa66WUgXiThksJPqcC4HPStadp14/1UW6052kKD44RByF";
    let fields = [("algorithm", "AEAD_AES_256_GCM"), ("nonce", "a8607ef79034c49c"), ("ciphertext", sealed)];
    let Value::Object(without) = resource(&fields) else { panic!("an object") };
    for data in [None, Some(Value::Null), Some(Value::Text(String::new()))] {
        let data = data.map(|data| ("associated_data".into(), data));
        let resource = Value::Object(without.iter().cloned().chain(data).collect());
        let opened = key.open_resource(&resource).expect("opens");
        assert_eq!(opened.as_slice(), b"The bill, thirty-five bytes of it..");
    }
}

#[test]
fn a_text_that_is_too_long_is_refused_by_its_length() {
    let key = PublicKey::from_pem("PUB_KEY_ID_1", pem("PUBLIC KEY", GO_SPKI)).expect("a key");
    for (padding, max) in [(Padding::OaepSha1, 214), (Padding::Pkcs1v15, 245)] {
        assert_eq!(key.encrypt(padding, &vec![0; max]).expect("fits").len(), 256);
        let error = key.encrypt(padding, &vec![0; max + 1]).expect_err("too long");
        assert_eq!(error, EncryptError::TooLong { bytes: max + 1, max });
    }
}

/// The head of such a file: the version, what is sealed, and what authenticates it.
#[test]
fn a_p12_file_is_known_as_one() {
    let file = [0x30, 0x07, 0x02, 0x01, 0x03, 0x30, 0x02, 0x05, 0x00];
    assert!(pkcs12(&file).is_some() && pkcs12(&bytes(fixtures::GO_KEY)).is_none());
    for error in [
        MerchantKey::from_pem("01AB", file).expect_err("refused"),
        PublicKey::from_pem("PUB_KEY_ID_1", file).expect_err("refused"),
        Certificate::from_pem(file).expect_err("refused"),
    ] {
        assert_eq!(error, KeyError::Pkcs12);
        assert!(error.to_string().contains("openssl pkcs12"), "{error}");
    }
}
