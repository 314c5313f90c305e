//! Confidential fields on their way out and in.

use super::*;
use crate::fixtures::{self, bytes, pem};
use crate::keys::Certificate;
use crate::wire::{In, Out, Wire, decode, decode_with};

fn merchant() -> MerchantKey {
    MerchantKey::from_pem(&pem("PRIVATE KEY", fixtures::JAVA_MERCHANT_KEY), "01AB").expect("a key")
}

fn certificate() -> Certificate {
    Certificate::from_der(&bytes(fixtures::JAVA_MERCHANT_CERTIFICATE)).expect("a certificate")
}

fn object(entries: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::Object(entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn secret(text: &str) -> Value {
    Value::Secret(Secret::from(text))
}

fn decrypted(value: Option<&Value>, padding: Padding) -> String {
    let Some(Value::Text(ciphertext)) = value else { panic!("no cipher text: {value:?}") };
    let opened = Opener { key: &merchant(), padding }.open(ciphertext).expect("opens");
    opened.expose().to_owned()
}

#[test]
fn every_secret_of_a_copy_is_encrypted_and_nothing_else() {
    let value = object([
        ("name", secret("张三")),
        ("amount", Value::Int(1)),
        ("list", Value::List(vec![object([("id", secret("110101199003070000"))]), Value::Text("plain".to_owned())])),
        ("encoded", Value::Encoded(Box::new(object([("phone", secret("13800000000")), ("plain", Value::Bool(true))])))),
        ("empty", secret("")),
    ]);
    for padding in [Padding::OaepSha1, Padding::Pkcs1v15] {
        let copy = encrypt(&value, certificate().public_key(), padding).expect("encrypts");
        assert_eq!(decrypted(copy.get("name"), padding), "张三");
        assert_eq!(copy.get("amount"), Some(&Value::Int(1)));
        let Some(Value::List(items)) = copy.get("list") else { panic!("no list") };
        assert_eq!(decrypted(items[0].get("id"), padding), "110101199003070000");
        assert_eq!(items[1], Value::Text("plain".to_owned()));
        let Some(Value::Encoded(inner)) = copy.get("encoded") else { panic!("no encoded value") };
        assert_eq!(decrypted(inner.get("phone"), padding), "13800000000");
        assert_eq!(inner.get("plain"), Some(&Value::Bool(true)));
        assert_eq!(copy.get("empty"), Some(&Value::Text(String::new())));
    }
    assert_eq!(value.get("name"), Some(&secret("张三")), "the caller's value stays as it is");
}

#[test]
fn a_key_is_needed_where_there_is_something_to_encrypt() {
    assert!(has_secrets(&Value::List(vec![object([("a", Value::Encoded(Box::new(secret("x"))))])])));
    assert!(!has_secrets(&object([("a", secret("")), ("b", Value::Text("x".to_owned()))])));
}

#[test]
fn what_is_too_long_is_refused_by_its_place() {
    let long = "名".repeat(72);
    let value = object([("payees", Value::List(vec![Value::Null, object([("name", secret(&long))])]))]);
    let error = encrypt(&value, certificate().public_key(), Padding::OaepSha1).expect_err("too long");
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
    let merchant = merchant();
    for (padding, ciphertext) in
        [(Padding::OaepSha1, fixtures::OAEP_CIPHERTEXT), (Padding::Pkcs1v15, fixtures::PKCS1_CIPHERTEXT)]
    {
        let value = object([("phone", Value::Text(ciphertext.to_owned()))]);
        let answer: Answer = decode_with(&value, &Opener { key: &merchant, padding }).expect("opens").value;
        assert_eq!(answer.phone.expose(), "plaintext");
        assert_eq!(format!("{answer:?}"), "Answer { phone: [confidential] }");
    }
    let empty = object([("phone", Value::Text(String::new()))]);
    let opener = Opener { key: &merchant, padding: Padding::OaepSha1 };
    let answer: Answer = decode_with(&empty, &opener).expect("opens").value;
    assert_eq!(answer.phone.expose(), "");
    assert_eq!(decode::<Answer>(&empty).expect("decodes").phone.expose(), "");
}

#[test]
fn what_does_not_open_is_an_error_with_its_path() {
    let other = MerchantKey::from_pem(&pem("PRIVATE KEY", fixtures::GO_KEY), "02CD").expect("a key");
    let refused = |key: &MerchantKey, ciphertext: &str| {
        let value = object([("phone", Value::Text(ciphertext.to_owned()))]);
        let opener = Opener { key, padding: Padding::OaepSha1 };
        decode_with::<Answer>(&value, &opener).expect_err("refused").to_string()
    };
    let another = "$.phone: the cipher text does not open with the merchant's key (serial 02CD): another one was meant";
    assert_eq!(refused(&other, fixtures::OAEP_CIPHERTEXT), another);
    assert_eq!(refused(&merchant(), "***"), "$.phone: expected a cipher text in base64");
    let not_text = certificate().public_key().encrypt(Padding::OaepSha1, b"\xff\xfe").expect("encrypts");
    assert_eq!(refused(&merchant(), &STANDARD.encode(not_text)), "$.phone: the plain text is not UTF-8");
}
