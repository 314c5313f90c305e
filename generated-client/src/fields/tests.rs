//! Confidential fields on their way out and in.

use super::*;
use crate::fixtures::{self, bytes, pem};
use crate::keys::Certificate;
use crate::wire::{In, Out, Wire, decode, decode_with};

fn merchant() -> Arc<dyn Decrypter> {
    Arc::new(MerchantKey::from_pem("01AB", pem("PRIVATE KEY", fixtures::JAVA_MERCHANT_KEY)).expect("a key"))
}

fn certificate() -> Certificate {
    Certificate::from_der(&bytes(fixtures::JAVA_MERCHANT_CERTIFICATE)).expect("a certificate")
}

fn object(entries: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::Object(entries.into_iter().map(|(name, value)| (name.into(), value)).collect())
}

fn secret(text: &str) -> Value {
    Value::Secret(Secret::from(text))
}

fn sealed(value: &Value, padding: Padding) -> Result<String, FieldError> {
    let certificate = certificate();
    let sealer = Sealer { key: Some(certificate.public_key()), padding };
    sealer.seal(value).map(|sealed| sealed.to_json().expect("it is JSON"))
}

#[test]
fn every_secret_is_encrypted_and_nothing_else() {
    let value = object([
        ("name", secret("张三")),
        ("amount", Value::Int(1)),
        ("encoded", Value::Encoded(Box::new(object([("phone", secret("13800000000")), ("plain", Value::Bool(true))])))),
        ("empty", secret("")),
    ]);
    for padding in [Padding::OaepSha1, Padding::Pkcs1v15] {
        let sent = Value::parse(sealed(&value, padding).expect("encrypts").as_bytes()).expect("JSON");
        let opened = |path: &str| {
            let Some(Value::Text(ciphertext)) = sent.at(path) else { panic!("no cipher text at {path}") };
            Opener { key: merchant(), padding }.open(&ciphertext).expect("opens").expose().to_owned()
        };
        assert_eq!(opened("$.name"), "张三");
        assert_eq!(opened("$.encoded.phone"), "13800000000");
        assert_eq!(sent.at("$.encoded.plain"), Some(Value::Bool(true)));
        assert_eq!((sent.get("amount"), sent.get("empty")), (Some(&Value::Int(1)), Some(&Value::Text(String::new()))));
    }
}

#[test]
fn without_a_key_nothing_confidential_is_sealed() {
    let sealer = Sealer { key: None, padding: Padding::OaepSha1 };
    assert!(sealer.seal(&object([("a", secret("")), ("b", Value::Text("x".to_owned()))])).is_ok());
    let error = sealer.seal(&object([("a", secret("x"))])).expect_err("there is nothing to encrypt with");
    assert_eq!(error.to_string(), "$.a: there is no key of WeChat Pay to encrypt it with");
}

#[test]
fn what_is_too_long_is_refused_by_its_place() {
    let long = "名".repeat(72);
    let value = object([("payees", Value::List(vec![Value::Null, object([("name", secret(&long))])]))]);
    let error = sealed(&value, Padding::OaepSha1).expect_err("too long");
    assert_eq!(error.path(), "$.payees[1].name");
    assert_eq!(error.to_string(), "$.payees[1].name: the text has 216 bytes, and at most 214 can be encrypted");
    assert!(!format!("{error:?}").contains('名'));
}

/// An answer with a confidential field.
#[derive(Debug)]
struct Answer {
    phone: Secret,
}

impl Wire for Answer {
    fn put(&self, out: &mut Out) {
        out.field("phone", &self.phone);
    }

    fn get(from: &mut In<'_>) -> Self {
        Self { phone: from.field("phone") }
    }
}

#[test]
fn an_answer_is_opened_with_the_merchants_key() {
    for (padding, ciphertext) in
        [(Padding::OaepSha1, fixtures::OAEP_CIPHERTEXT), (Padding::Pkcs1v15, fixtures::PKCS1_CIPHERTEXT)]
    {
        let value = object([("phone", Value::Text(ciphertext.to_owned()))]);
        let answer: Answer = decode_with(&value, &Opener { key: merchant(), padding }).expect("opens").value;
        assert_eq!(answer.phone.expose(), "plaintext");
        assert_eq!(format!("{answer:?}"), "Answer { phone: [confidential] }");
    }
    let empty = object([("phone", Value::Text(String::new()))]);
    let opener = Opener { key: merchant(), padding: Padding::OaepSha1 };
    let answer: Answer = decode_with(&empty, &opener).expect("opens").value;
    assert_eq!(answer.phone.expose(), "");
    assert_eq!(decode::<Answer>(&empty).expect("decodes").phone.expose(), "");
}

#[test]
fn what_does_not_open_is_an_error_with_its_path() {
    let other = MerchantKey::from_pem("02CD", pem("PRIVATE KEY", fixtures::GO_KEY)).expect("a key");
    let refused = |key: Arc<dyn Decrypter>, ciphertext: &str| {
        let value = object([("phone", Value::Text(ciphertext.to_owned()))]);
        let opener = Opener { key, padding: Padding::OaepSha1 };
        decode_with::<Answer>(&value, &opener).expect_err("refused").to_string()
    };
    let another = "$.phone: the cipher text does not open with the merchant's key (serial 02CD): another one was meant";
    assert_eq!(refused(Arc::new(other), fixtures::OAEP_CIPHERTEXT), another);
    assert_eq!(refused(merchant(), "***"), "$.phone: expected a cipher text in base64");
    let not_text = certificate().public_key().encrypt(Padding::OaepSha1, b"\xff\xfe").expect("encrypts");
    assert_eq!(refused(merchant(), &STANDARD.encode(not_text)), "$.phone: the plain text is not UTF-8");
}
