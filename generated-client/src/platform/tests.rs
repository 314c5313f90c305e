//! Which key is used, what is taken over, and when.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use super::refresh::Fetches;
use super::*;
use crate::fixtures::{self, bytes, pem, ready};
use crate::keys::{Algorithm, Apiv3Key, Certificate, KeyError, MerchantKey, OpenError, PublicKey};
use crate::signature::{KeyLookup, Signer, VerifyError, lines, sign_base64, verify_body};

const JAVA_MERCHANT: &str = "5F1C72E2A8931B72A2E13AF8DEE92471EB397115";
const JAVA_PLATFORM: &str = "440024045C4A427599D09BB4E3DE0279F2E813FD";
const GO_PLATFORM: &str = "D7CE59D1F522D701";
/// All certificates of the tests are valid.
const NOW: u64 = 1_700_000_000;
/// The number of a fetch, where it is about one alone.
const FETCH: u64 = 1;
/// A reading of the clock that never jumps.
const READING: Duration = Duration::from_secs(77);
const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

fn certificate(base64: &str) -> Certificate {
    Certificate::from_der(&bytes(base64)).expect("a certificate")
}

fn public_key(id: &str) -> PublicKey {
    use base64::Engine as _;

    let pkcs1 = fixtures::pkcs1_public_of(fixtures::GO_KEY);
    let text = pem("RSA PUBLIC KEY", &base64::engine::general_purpose::STANDARD.encode(pkcs1));
    PublicKey::from_pem(id, &text).expect("a key")
}

fn current(keys: &PlatformKeys, now: u64) -> Option<&str> {
    keys.current(Algorithm::Rsa, now).map(PublicKey::id)
}

#[test]
fn the_newest_valid_certificate_is_current() {
    let keys = PlatformKeys::default()
        .with_certificate(certificate(fixtures::GO_PLATFORM_CERTIFICATE))
        .with_certificate(certificate(fixtures::JAVA_PLATFORM_CERTIFICATE))
        .with_certificate(certificate(fixtures::JAVA_MERCHANT_CERTIFICATE));
    assert_eq!(current(&keys, NOW), Some(JAVA_PLATFORM));
    // Before the newest is valid, the one before it is; after both have ended, the oldest still is.
    assert_eq!(current(&keys, 1_652_148_269), Some(JAVA_MERCHANT));
    assert_eq!(current(&keys, 1_746_756_271), Some(GO_PLATFORM));
    assert_eq!(current(&keys, 1_934_873_724), None);
    assert_eq!(current(&keys, 0), None);
}

#[test]
fn a_public_key_comes_before_certificates_and_both_verify() {
    let keys = PlatformKeys::default()
        .with_certificate(certificate(fixtures::JAVA_PLATFORM_CERTIFICATE))
        .with_public_key(public_key("PUB_KEY_ID_1"));
    assert_eq!(current(&keys, NOW), Some("PUB_KEY_ID_1"));
    for id in ["PUB_KEY_ID_1", JAVA_PLATFORM] {
        assert_eq!(keys.find(id).map(PublicKey::id), Some(id));
    }
    assert!(keys.find(GO_PLATFORM).is_none());
}

fn apiv3_key() -> Apiv3Key {
    Apiv3Key::new(fixtures::AES_GCM_CERTIFICATE.key).expect("a key")
}

fn entry(serial: &str, nonce: &str, ciphertext: &str) -> serde_json::Value {
    json!({
        "serial_no": serial,
        "effective_time": "2022-05-10T09:57:10+08:00",
        "expire_time": "2025-05-09T09:57:10+08:00",
        "encrypt_certificate": {
            "algorithm": "AEAD_AES_256_GCM",
            "nonce": nonce,
            "associated_data": "certificate",
            "ciphertext": ciphertext,
        },
    })
}

fn java_entry() -> serde_json::Value {
    entry(JAVA_MERCHANT, "61f9c719728a", fixtures::SEALED_JAVA_CERTIFICATE)
}

fn csharp_entry() -> serde_json::Value {
    let sealed = fixtures::AES_GCM_CERTIFICATE;
    entry(fixtures::AES_GCM_CERTIFICATE_SERIAL, sealed.nonce, sealed.ciphertext)
}

fn answer(entries: &[serde_json::Value]) -> String {
    json!({ "data": entries }).to_string()
}

/// Signed by the key of [`JAVA_MERCHANT`], which stands for the platform here.
fn signed(serial: &str, body: &str) -> Vec<(&'static str, String)> {
    signed_at(NOW, serial, body)
}

fn signed_at(now: u64, serial: &str, body: &str) -> Vec<(&'static str, String)> {
    let key = MerchantKey::from_pem("01AB", pem("PRIVATE KEY", fixtures::JAVA_MERCHANT_KEY)).expect("a key");
    let message = lines([now.to_string().as_bytes(), b"nonce", body.as_bytes()]);
    vec![
        ("Wechatpay-Timestamp", now.to_string()),
        ("Wechatpay-Nonce", "nonce".to_owned()),
        ("Wechatpay-Serial", serial.to_owned()),
        ("Wechatpay-Signature", ready(sign_base64(&key, &message)).expect("signs")),
    ]
}

fn accept(store: &KeyStore, serial: &str, body: &str) -> Result<(), CertificatesError> {
    store.accept_certificates(&apiv3_key(), signed(serial, body).as_slice(), body.as_bytes(), NOW)
}

#[test]
fn the_first_answer_is_verified_by_a_certificate_inside_of_it() {
    let store = KeyStore::new(PlatformKeys::default());
    assert_eq!(store.refresh(Algorithm::Rsa, NOW, READING), Refresh::First);
    assert_eq!(accept(&store, JAVA_MERCHANT, &answer(&[csharp_entry(), java_entry()])), Ok(()));
    for serial in [JAVA_MERCHANT, fixtures::AES_GCM_CERTIFICATE_SERIAL] {
        assert!(store.keys().find(serial).is_some(), "{serial}");
    }
    store.ended(FETCH, true, READING);
    assert_eq!(store.refresh(Algorithm::Rsa, NOW, READING), Refresh::No);
}

#[test]
fn a_later_answer_is_verified_by_a_key_that_is_known() {
    let known = || PlatformKeys::default().with_certificate(certificate(fixtures::JAVA_MERCHANT_CERTIFICATE));
    let store = KeyStore::new(known());
    let before = store.keys();
    assert_eq!(accept(&store, JAVA_MERCHANT, &answer(&[csharp_entry()])), Ok(()));
    assert!(store.keys().find(JAVA_MERCHANT).is_none(), "the platform has withdrawn it");
    assert!(store.keys().find(fixtures::AES_GCM_CERTIFICATE_SERIAL).is_some());
    assert!(before.find(JAVA_MERCHANT).is_some(), "who reads the old keys keeps them");
}

#[test]
fn a_certificate_verifies_to_the_end_of_its_last_day() {
    const END: u64 = 1_746_755_830;
    const DAY: u64 = 24 * 60 * 60;
    let known = PlatformKeys::default().with_certificate(certificate(fixtures::JAVA_MERCHANT_CERTIFICATE));
    let verify = |now: u64| {
        let headers = signed_at(now, JAVA_MERCHANT, "{}");
        verify_body(&known, headers.as_slice(), b"{}", now).map(drop)
    };
    assert_eq!((verify(END), verify(END + DAY)), (Ok(()), Ok(())));
    let expired = VerifyError::Expired { serial: JAVA_MERCHANT.to_owned(), not_after: END };
    assert_eq!(verify(END + DAY + 1), Err(expired));
    let store = KeyStore::new(known.clone()).with_downloads(false);
    assert_eq!(store.refresh(Algorithm::Rsa, END + DAY, READING), Refresh::No);
    assert_eq!(store.refresh(Algorithm::Rsa, END + DAY + 1, READING), Refresh::Impossible, "nothing is sent");
}

#[test]
fn a_list_of_which_nothing_is_valid_is_not_taken_over() {
    let store = KeyStore::new(PlatformKeys::default());
    let body = answer(&[java_entry()]);
    let before = 1_600_000_000;
    let headers = signed_at(before, JAVA_MERCHANT, &body);
    let result = store.accept_certificates(&apiv3_key(), headers.as_slice(), body.as_bytes(), before);
    assert_eq!(result, Err(CertificatesError::NoneValid { now: before }));
    assert!(store.keys().is_empty());
}

#[test]
fn of_two_certificates_under_one_serial_the_second_is_told() {
    let store = KeyStore::new(PlatformKeys::default());
    assert_eq!(accept(&store, JAVA_MERCHANT, &answer(&[java_entry(), java_entry()])), Ok(()));
    let keys = store.keys();
    let reason = CertificatesError::Certificate(KeyError::SameId { id: JAVA_MERCHANT.to_owned() });
    assert_eq!(keys.rejected(), [RejectedCertificate { serial: Some(JAVA_MERCHANT.to_owned()), reason }]);
    assert_eq!(keys.ids(), [JAVA_MERCHANT]);
    let twice = PlatformKeys::default().with_public_key(public_key("PUB_KEY_ID_1"));
    assert_eq!(twice.with_public_key(public_key("PUB_KEY_ID_1")).ids(), ["PUB_KEY_ID_1"]);
}

/// A merchant who changes over to the national algorithms has keys of both kinds.
#[cfg(feature = "shangmi")]
#[test]
fn what_is_signed_and_what_is_encrypted_is_of_one_algorithm() {
    const SM: &str = "54E7F59ED8DF4570CFB14780EA8152D45A675EE6";
    let keys = PlatformKeys::default()
        .with_public_key(public_key("PUB_KEY_ID_1"))
        .with_certificate(certificate(fixtures::SM2_MERCHANT_CERTIFICATE));
    let now = 1_680_000_000;
    let current = |algorithm| keys.current(algorithm, now).map(PublicKey::id);
    assert_eq!((current(Algorithm::Rsa), current(Algorithm::Sm2)), (Some("PUB_KEY_ID_1"), Some(SM)));
    let store = KeyStore::new(PlatformKeys::default().with_public_key(public_key("PUB_KEY_ID_1")));
    assert_eq!(store.refresh(Algorithm::Sm2, now, READING), Refresh::Impossible);
    assert_eq!(store.with_downloads(true).refresh(Algorithm::Sm2, now, READING), Refresh::First);
}

#[test]
fn public_keys_stay_when_certificates_come() {
    let store = KeyStore::new(PlatformKeys::default().with_public_key(public_key("PUB_KEY_ID_1"))).with_downloads(true);
    assert_eq!(accept(&store, JAVA_MERCHANT, &answer(&[java_entry()])), Ok(()));
    assert_eq!(current(&store.keys(), NOW), Some("PUB_KEY_ID_1"));
    assert!(store.keys().find(JAVA_MERCHANT).is_some());
}

#[test]
fn keys_stay_as_they_are_when_an_answer_is_refused() {
    let store = KeyStore::new(PlatformKeys::default().with_certificate(certificate(fixtures::GO_PLATFORM_CERTIFICATE)));
    let refused = |serial: &str, body: &str| {
        let error = accept(&store, serial, body).expect_err("refused");
        assert!(store.keys().find(GO_PLATFORM).is_some() && store.keys().find(JAVA_MERCHANT).is_none());
        assert_eq!(store.refresh(Algorithm::Rsa, NOW, READING), Refresh::Background, "still due");
        error
    };
    let good = answer(&[java_entry()]);
    // Signed by a key that has nothing to do with it.
    let unknown = VerifyError::UnknownSerial { serial: JAVA_PLATFORM.to_owned() };
    assert_eq!(refused(JAVA_PLATFORM, &good), CertificatesError::Signature(unknown));
    // Signed by another key than it says.
    let mismatch = VerifyError::Mismatch { serial: GO_PLATFORM.to_owned() };
    assert_eq!(refused(GO_PLATFORM, &good), CertificatesError::Signature(mismatch));
    // Sealed by another key.
    let flipped = java_entry().to_string().replace("\"Svf", "\"Tvf");
    let flipped = answer(&[serde_json::from_str(&flipped).expect("JSON")]);
    assert_eq!(refused(JAVA_MERCHANT, &flipped), CertificatesError::Open(OpenError::Rejected));
    // Another certificate than it says.
    let renamed = answer(&[entry(JAVA_PLATFORM, "61f9c719728a", fixtures::SEALED_JAVA_CERTIFICATE)]);
    let other = CertificatesError::OtherSerial { announced: JAVA_PLATFORM.to_owned(), found: JAVA_MERCHANT.to_owned() };
    assert_eq!(refused(JAVA_MERCHANT, &renamed), other);
    // No certificate at all.
    assert_eq!(refused(JAVA_MERCHANT, &answer(&[])), CertificatesError::Empty);
    for body in ["", "<html>", "{}", r#"{"data":{}}"#, r#"{"data":[{}]}"#] {
        assert!(matches!(refused(JAVA_MERCHANT, body), CertificatesError::Malformed { .. }), "{body}");
    }
}

#[test]
fn what_was_sealed_has_to_be_a_certificate() {
    let sealed = fixtures::AES_GCM;
    let body = json!({ "data": [{ "serial_no": "01", "encrypt_certificate": {
        "algorithm": "AEAD_AES_256_GCM",
        "nonce": sealed.nonce,
        "associated_data": sealed.aad,
        "ciphertext": sealed.ciphertext,
    }}]});
    let key = Apiv3Key::new(sealed.key).expect("a key");
    let body = body.to_string();
    let store = KeyStore::new(PlatformKeys::default());
    let headers = signed(JAVA_MERCHANT, &body);
    let error = store.accept_certificates(&key, headers.as_slice(), body.as_bytes(), NOW).expect_err("refused");
    assert!(matches!(error, CertificatesError::Certificate(KeyError::Pem { .. })), "{error}");
}

#[test]
fn entries_of_an_unknown_algorithm_are_left_out() {
    let mut unknown = java_entry();
    unknown["encrypt_certificate"]["algorithm"] = "AEAD_CHACHA20".into();
    let store = KeyStore::new(PlatformKeys::default());
    assert_eq!(accept(&store, JAVA_MERCHANT, &answer(&[unknown.clone(), java_entry()])), Ok(()));
    let reason = CertificatesError::Open(OpenError::Algorithm { found: "AEAD_CHACHA20".to_owned() });
    assert_eq!(accept(&store, JAVA_MERCHANT, &answer(&[unknown])), Err(reason));
}

#[test]
fn one_odd_entry_does_not_refuse_the_rest_and_is_told() {
    let mut changed = csharp_entry();
    changed["encrypt_certificate"]["nonce"] = "000000000000".into();
    let renamed = entry(JAVA_PLATFORM, "61f9c719728a", fixtures::SEALED_JAVA_CERTIFICATE);
    let other = CertificatesError::OtherSerial { announced: JAVA_PLATFORM.to_owned(), found: JAVA_MERCHANT.to_owned() };
    for (odd, reason) in [
        (changed, CertificatesError::Open(OpenError::Rejected)),
        (renamed, other),
        (json!({}), malformed()),
        (json!(7), malformed()),
    ] {
        let store = KeyStore::new(PlatformKeys::default());
        let serial = odd.get("serial_no").and_then(serde_json::Value::as_str).map(str::to_owned);
        assert_eq!(accept(&store, JAVA_MERCHANT, &answer(&[odd, java_entry()])), Ok(()));
        let keys = store.keys();
        assert!(keys.find(JAVA_MERCHANT).is_some());
        assert_eq!(keys.rejected(), [RejectedCertificate { serial, reason }]);
        // The next list is in order.
        assert_eq!(accept(&store, JAVA_MERCHANT, &answer(&[java_entry()])), Ok(()));
        assert!(store.keys().rejected().is_empty());
    }
}

fn malformed() -> CertificatesError {
    let message = "an entry has no `serial_no` or no `encrypt_certificate`".to_owned();
    CertificatesError::Malformed { message }
}

/// The platform still names it, so it is not withdrawn.
#[test]
fn a_certificate_that_is_known_stays_where_its_new_entry_cannot_be_used() {
    let known = PlatformKeys::default().with_certificate(certificate(fixtures::JAVA_PLATFORM_CERTIFICATE));
    let store = KeyStore::new(known);
    let odd = entry(JAVA_PLATFORM, "61f9c719728a", "AAAA");
    assert_eq!(accept(&store, JAVA_MERCHANT, &answer(&[odd, java_entry()])), Ok(()));
    assert!(store.keys().find(JAVA_PLATFORM).is_some());
    assert_eq!(accept(&store, JAVA_MERCHANT, &answer(&[java_entry()])), Ok(()));
    assert!(store.keys().find(JAVA_PLATFORM).is_none());
}

#[test]
fn the_callers_own_certificate_in_a_list_is_no_key_of_the_platform() {
    let own = |key, serial| -> Arc<dyn Signer> {
        Arc::new(MerchantKey::from_pem(serial, pem("PRIVATE KEY", key)).expect("a key"))
    };
    let by_itself = own(fixtures::JAVA_MERCHANT_KEY, "01AB");
    let store = KeyStore::new(PlatformKeys::default()).with_own_key(Arc::clone(&by_itself)).expect("it knows none");
    let id = JAVA_MERCHANT.to_owned();
    let refused = CertificatesError::Certificate(KeyError::OwnKey { id });
    assert_eq!(accept(&store, JAVA_MERCHANT, &answer(&[java_entry()])), Err(refused));
    let by_serial = own(fixtures::GO_KEY, JAVA_MERCHANT);
    let store = KeyStore::new(PlatformKeys::default()).with_own_key(Arc::clone(&by_serial)).expect("it knows none");
    assert!(accept(&store, JAVA_MERCHANT, &answer(&[java_entry()])).is_err(), "by its serial alone");
    // Nor is it among those that are given.
    for own in [by_itself, by_serial] {
        let known = PlatformKeys::default().with_certificate(certificate(fixtures::JAVA_MERCHANT_CERTIFICATE));
        assert!(KeyStore::new(known).with_own_key(own).is_err());
    }
}

#[test]
fn a_public_key_can_be_withdrawn() {
    let keys = PlatformKeys::default()
        .with_public_key(public_key("PUB_KEY_ID_1"))
        .with_certificate(certificate(fixtures::JAVA_PLATFORM_CERTIFICATE));
    let store = KeyStore::new(keys);
    assert!(!store.remove_public_key("PUB_KEY_ID_2") && !store.remove_public_key(JAVA_PLATFORM));
    assert!(store.remove_public_key("PUB_KEY_ID_1"));
    assert!(store.keys().find("PUB_KEY_ID_1").is_none());
    assert_eq!(current(&store.keys(), NOW), Some(JAVA_PLATFORM));
    assert!(!store.remove_public_key("PUB_KEY_ID_1"), "it is gone");
}

#[test]
fn certificates_are_fetched_when_they_are_twelve_hours_old() {
    let mut fetches = Fetches::default();
    assert_eq!(fetches.refresh(false, READING), Refresh::First);
    // Given by the merchant, and nobody knows since when.
    assert_eq!(fetches.refresh(true, READING), Refresh::Background);
    fetches.attempted(READING);
    fetches.ended(FETCH, true, READING);
    assert_eq!(fetches.refresh(true, READING + 11 * HOUR + 59 * MINUTE + 59 * SECOND), Refresh::No);
    assert_eq!(fetches.refresh(true, READING + 12 * HOUR), Refresh::Background);
    // All have ended: there is nothing to send with.
    assert_eq!(fetches.refresh(false, READING + SECOND), Refresh::First);
}

#[test]
fn a_fetch_beside_requests_that_failed_is_tried_again_after_a_minute() {
    let mut fetches = Fetches::default();
    assert_eq!(fetches.refresh(true, READING), Refresh::Background);
    fetches.attempted(READING);
    fetches.ended(FETCH, false, READING);
    assert_eq!(fetches.refresh(true, READING + 59 * SECOND), Refresh::No);
    assert_eq!(fetches.refresh(true, READING + MINUTE), Refresh::Background);
}

/// A store hands on what it is told.
#[test]
fn a_fetch_that_is_on_its_way_is_not_begun_again() {
    let known = PlatformKeys::default().with_certificate(certificate(fixtures::JAVA_PLATFORM_CERTIFICATE));
    let store = KeyStore::new(known);
    let refresh = |reading| store.refresh(Algorithm::Rsa, NOW, reading);
    assert_eq!(refresh(READING), Refresh::Background);
    store.attempted(READING);
    assert_eq!(refresh(READING + 59 * SECOND), Refresh::No);
    store.ended(FETCH, false, READING + 59 * SECOND);
    assert_eq!(refresh(READING + MINUTE), Refresh::Background);
}

#[test]
fn without_a_key_fetches_that_fail_pause_for_longer_and_longer() {
    let mut fetches = Fetches::default();
    let mut now = READING;
    for seconds in [1, 2, 4, 8, 16, 32, 60, 60] {
        assert_eq!(fetches.refresh(false, now), Refresh::First);
        fetches.attempted(now);
        // Who comes while it is on its way waits for it.
        assert_eq!(fetches.refresh(false, now), Refresh::First);
        fetches.ended(FETCH, false, now);
        assert_eq!(fetches.refresh(false, now), Refresh::Paused);
        let almost = now + Duration::from_millis(seconds * 1000 - 1);
        assert_eq!(fetches.refresh(false, almost), Refresh::Paused, "{seconds}");
        now += Duration::from_secs(seconds);
    }
    // A list that came and holds nothing that is valid is no key either.
    fetches.ended(FETCH, true, now);
    assert_eq!(fetches.refresh(false, now), Refresh::Paused);
    // Once there was a key, the count begins anew.
    assert_eq!(fetches.refresh(true, now), Refresh::No);
    fetches.ended(FETCH, false, now);
    assert_eq!(fetches.refresh(false, now + SECOND), Refresh::First);
}

/// A list without the serial that was searched for.
fn search_in_vain(fetches: &mut Fetches, serial: &str, now: Duration) -> bool {
    search_of(Seeker::Answer, fetches, serial, now)
}

fn search_of(seeker: Seeker, fetches: &mut Fetches, serial: &str, now: Duration) -> bool {
    let searched = fetches.search(serial, seeker, FETCH, now);
    if searched {
        fetches.attempted(now);
        fetches.ended(FETCH, true, now);
    }
    searched
}

#[test]
fn a_key_may_be_searched_for_right_after_a_fetch() {
    let mut fetches = Fetches::default();
    fetches.attempted(READING);
    fetches.ended(FETCH, true, READING);
    assert!(search_in_vain(&mut fetches, JAVA_PLATFORM, READING));
    assert!(search_in_vain(&mut fetches, GO_PLATFORM, READING), "another one");
    for after in [Duration::ZERO, 59 * SECOND] {
        assert!(!search_in_vain(&mut fetches, JAVA_PLATFORM, READING + after), "it is in no list of this minute");
    }
    assert!(search_in_vain(&mut fetches, JAVA_PLATFORM, READING + MINUTE));
}

#[test]
fn of_a_search_that_failed_nothing_is_learnt() {
    let mut fetches = Fetches::default();
    assert!(fetches.search(JAVA_PLATFORM, Seeker::Answer, FETCH, READING));
    fetches.ended(FETCH, false, READING);
    assert!(fetches.search(JAVA_PLATFORM, Seeker::Answer, FETCH, READING), "it may well be there");
}

#[test]
fn whoever_forges_serials_has_them_searched_for_once_a_minute() {
    let mut fetches = Fetches::default();
    let mut forged = 0_u32;
    let mut searches = |second: u64| {
        let mut count = 0;
        for _ in 0..100 {
            forged += 1;
            count += u32::from(search_in_vain(&mut fetches, &format!("{forged:040X}"), Duration::from_secs(second)));
        }
        count
    };
    let in_an_hour: u32 = (0..3600).step_by(10).map(&mut searches).sum();
    assert_eq!(in_an_hour, 4 + 59, "a few at once, and one in each further minute");
    // After an hour of peace there are a few again, and no more than that.
    assert_eq!(searches(7200), 4);
}

#[test]
fn whoever_forges_notifications_takes_no_search_from_answers() {
    let mut fetches = Fetches::default();
    let mut searches = |seeker, serial: &str| search_of(seeker, &mut fetches, serial, READING);
    // The very serial that the platform signs with next is among the forged ones.
    assert!(searches(Seeker::Other, JAVA_PLATFORM));
    let forged = (0..100).filter(|forged| searches(Seeker::Other, &format!("{forged:040X}"))).count();
    assert_eq!(forged, 3);
    assert!(searches(Seeker::Answer, JAVA_PLATFORM) && searches(Seeker::Answer, GO_PLATFORM));
    assert!(!searches(Seeker::Other, GO_PLATFORM), "and the other way round");
}

#[test]
fn only_what_can_be_the_serial_of_a_certificate_is_searched_for() {
    for id in ["PUB_KEY_ID_1", "", "no serial", &"0".repeat(41), "0x0A"] {
        assert!(!Fetches::default().search(id, Seeker::Answer, FETCH, READING), "{id}");
    }
    for serial in [JAVA_PLATFORM, GO_PLATFORM] {
        assert!(Fetches::default().search(serial, Seeker::Answer, FETCH, READING), "{serial}");
    }
}

#[test]
fn a_merchant_with_a_public_key_never_asks_for_certificates() {
    let store = KeyStore::new(PlatformKeys::default().with_public_key(public_key("PUB_KEY_ID_1")));
    assert_eq!(store.refresh(Algorithm::Rsa, NOW, READING), Refresh::No);
    assert!(!store.search(JAVA_PLATFORM, Seeker::Answer, FETCH, READING));
    let both = store.with_downloads(true);
    assert_eq!(both.refresh(Algorithm::Rsa, NOW, READING), Refresh::Background);
    assert!(both.search(JAVA_PLATFORM, Seeker::Answer, FETCH, READING));
}

/// Nobody waits for a fetch that cannot bring it.
#[test]
fn what_can_be_found_is_a_serial_where_certificates_are_fetched() {
    for downloads in [true, false] {
        let store = KeyStore::new(PlatformKeys::default()).with_downloads(downloads);
        assert_eq!(store.has_downloads(), downloads);
        assert_eq!(store.can_search(JAVA_PLATFORM), downloads);
        assert!(!store.can_search("PUB_KEY_ID_1") && !store.can_search(""));
    }
}

#[test]
fn without_any_key_and_without_fetches_nothing_can_be_verified() {
    let none = KeyStore::new(PlatformKeys::default()).with_downloads(false);
    assert_eq!(none.refresh(Algorithm::Rsa, NOW, READING), Refresh::Impossible);
    none.add_public_key(public_key("PUB_KEY_ID_1")).expect("not the caller's own");
    assert_eq!(none.refresh(Algorithm::Rsa, NOW, READING), Refresh::No);
}

#[test]
fn keys_are_listed_by_their_ids() {
    let keys = PlatformKeys::default().with_public_key(public_key("PUB_KEY_ID_1"));
    assert_eq!(keys.ids(), ["PUB_KEY_ID_1"]);
    assert!(PlatformKeys::default().ids().is_empty());
    // A new one is the first, in place of its older self and beside the others.
    let keys = keys.put_public_key(public_key("PUB_KEY_ID_2")).put_public_key(public_key("PUB_KEY_ID_1"));
    assert_eq!(keys.ids(), ["PUB_KEY_ID_1", "PUB_KEY_ID_2"]);
}

#[test]
fn why_a_list_was_not_taken_has_its_own_cause() {
    use std::error::Error as _;

    for error in [
        CertificatesError::Open(OpenError::Rejected),
        CertificatesError::Certificate(KeyError::Malformed { expected: "a certificate" }),
        CertificatesError::Signature(VerifyError::Unsigned),
    ] {
        let cause = error.source().expect("a cause").to_string();
        assert!(error.to_string().ends_with(&cause), "{error}");
    }
    assert!(CertificatesError::Empty.source().is_none());
}

/// One that stands still is followed by another: what the one brings says nothing of what the other is for.
#[test]
fn a_fetch_that_has_ended_ends_its_own_search() {
    let (mut fetches, [first, second]) = (Fetches::default(), ["0A", "0B"]);
    assert!(fetches.search(first, Seeker::Answer, 1, READING));
    assert!(fetches.search(second, Seeker::Answer, 2, READING));
    fetches.ended(1, true, READING);
    assert!(!fetches.search(first, Seeker::Answer, 3, READING), "it was not there");
    assert!(fetches.search(second, Seeker::Answer, 4, READING), "nobody has looked for it yet");
    fetches.ended(2, true, READING);
    assert!(!fetches.search(second, Seeker::Answer, 5, READING));
}
