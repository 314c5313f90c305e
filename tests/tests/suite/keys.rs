//! Whose keys are whose, and what of a client's keys others can use.

use std::pin::Pin;

use serde_json::json;
use wechatpay_client::keys::{KeyError, MerchantKey};
use wechatpay_client::platform::CertificatesError;
use wechatpay_client::signature::{Scheme, SignError, Signer, VerifyError};
use wechatpay_client::{Brand, Client, ClientBuilder, Error, Keys, invoke};
use wechatpay_gateway::Reply;
use wechatpay_gateway::clock::TestClock;
use wechatpay_gateway::keys::{
    self, API_V3_KEY, BRAND_ID, BRAND_PUBLIC_KEY_ID, MERCHANT_ID, PUBLIC_KEY_ID, PlatformKey,
};
use wechatpay_tests::keys::merchant_p12;
use wechatpay_tests::notify::Sender;
use wechatpay_tests::operations::{BrandQuery, Query};
use wechatpay_tests::stand::{
    CERTIFICATES as ROUTE, Routes, certificate, certificate_list, public_key, start, with_clock,
};

use super::support::{Caller, assert_all_right, builder, built, expect_error, keyless};

const READ: &str = "GET /v3/pay/transactions/out-trade-no/1";

fn order() -> Reply {
    Reply::json(&json!({"trade_state": "SUCCESS", "amount": {"total": 1}}))
}

fn merchant() -> ClientBuilder {
    Client::builder()
        .merchant_id(MERCHANT_ID)
        .private_key(keys::merchant().private_key_pem())
        .certificate_serial(keys::merchant().serial.as_str())
}

/// The setting that is refused, and why.
fn mistake(builder: ClientBuilder) -> (&'static str, String) {
    match builder.build() {
        Err(Error::Config { setting, reason, .. }) => (setting, reason),
        other => panic!("expected Error::Config, got {other:?}"),
    }
}

#[test]
fn the_merchants_own_key_is_not_wechat_pays_in_any_form() {
    let own = "is the caller's own";
    let (setting, reason) = mistake(merchant().public_key(PUBLIC_KEY_ID, keys::merchant().public_key_pem()));
    assert!(setting == "public_key" && reason.contains(own), "{reason}");
    let (setting, reason) = mistake(merchant().platform_certificate(keys::merchant().certificate_pem()));
    assert!(setting == "platform_certificate" && reason.contains(own), "{reason}");
    // The certificate, its text or the private key in place of the public key.
    for wrong in [
        keys::merchant().certificate_pem(),
        keys::merchant().private_key_pem(),
        keys::merchant().pkcs1_pem().expect("RSA has such a form"),
    ] {
        assert_eq!(mistake(merchant().public_key(PUBLIC_KEY_ID, wrong)).0, "public_key");
    }
    // Beside a right one too.
    let both = merchant().public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem());
    assert!(mistake(both.platform_certificate(keys::merchant().certificate_pem())).1.contains(own));
    // The same key as a signer.
    let signer = |serial| {
        let key = MerchantKey::from_pem(serial, keys::merchant().private_key_pem()).expect("a good key");
        Client::builder().merchant_id(MERCHANT_ID).signer(key)
    };
    assert!(mistake(signer("0A").public_key(PUBLIC_KEY_ID, keys::merchant().public_key_pem())).1.contains(own));
    assert!(mistake(signer("0A").platform_certificate(keys::merchant().certificate_pem())).1.contains(own));
    // One that knows no key tells its serial alone.
    let elsewhere =
        Client::builder().merchant_id(MERCHANT_ID).signer(Elsewhere(keys::merchant().serial.as_str(), Scheme::Rsa));
    assert!(mistake(elsewhere.platform_certificate(keys::merchant().certificate_pem())).1.contains(own));
}

/// A signer of which nothing is known but what it says.
struct Elsewhere(&'static str, Scheme);

impl Signer for Elsewhere {
    fn scheme(&self) -> Scheme {
        self.1
    }

    fn serial(&self) -> &str {
        self.0
    }

    fn sign<'a>(&'a self, _: &'a [u8]) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, SignError>> + Send + 'a>> {
        Box::pin(std::future::ready(Ok(Vec::new())))
    }
}

#[test]
fn a_merchants_signer_does_not_sign_for_brands() {
    let with = |scheme| {
        let of = Client::builder().merchant_id(MERCHANT_ID).signer(Elsewhere("0A", scheme));
        of.public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem())
    };
    with(Scheme::Rsa).build().expect("it signs for a merchant");
    let (setting, reason) = mistake(with(Scheme::BrandRsa));
    assert!(setting == "signer" && reason.contains("`Brand::with_signer`"), "{reason}");
}

#[test]
fn both_sides_are_of_one_algorithm() {
    let wrong = |builder: ClientBuilder, setting| {
        let (told, reason) = mistake(builder);
        assert!(told == setting && reason.contains("there is no key of WeChat Pay for that"), "{told}: {reason}");
    };
    let shangmi = || {
        let of = Client::builder().merchant_id(MERCHANT_ID).private_key(keys::sm_merchant().private_key_pem());
        of.certificate_serial(keys::sm_merchant().serial.as_str())
    };
    wrong(shangmi().public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem()), "public_key");
    wrong(shangmi().platform_certificate(keys::platform_a().certificate_pem()), "platform_certificate");
    wrong(merchant().platform_certificate(keys::sm_platform().certificate_pem()), "platform_certificate");
    // With one of each kind, or where the right one is fetched, it can be worked with.
    let both = shangmi().public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem());
    both.platform_certificate(keys::sm_platform().certificate_pem()).build().expect("one of them fits");
    let fetched = shangmi().public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem());
    fetched.apiv3_key(API_V3_KEY).fetch_certificates(true).build().expect("the right one is fetched");
}

#[test]
fn two_keys_under_one_id_are_refused_by_it() {
    let once = || merchant().public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem());
    let (setting, reason) =
        mistake(once().public_key(PUBLIC_KEY_ID.to_lowercase(), keys::platform_b().public_key_pem()));
    assert!(setting == "public_key" && reason.contains(PUBLIC_KEY_ID), "{reason}");
    let certificate = || keys::platform_a().certificate_pem();
    let (setting, reason) = mistake(once().platform_certificate(certificate()).platform_certificate(certificate()));
    assert!(setting == "platform_certificate" && reason.contains(keys::platform_a().serial.as_str()), "{reason}");
    let bundle = keys::platform_a().certificate_pem() + &keys::platform_b().certificate_pem();
    let (setting, reason) = mistake(once().platform_certificate(bundle));
    assert!(setting == "platform_certificate" && reason.contains("found 2 in one text"), "{reason}");
}

#[test]
fn the_same_for_the_national_algorithms() {
    let with = |certificate: String| {
        let of = Client::builder().merchant_id(MERCHANT_ID).private_key(keys::sm_merchant().private_key_pem());
        of.certificate_serial("5A").platform_certificate(certificate)
    };
    with(keys::sm_platform().certificate_pem()).build().expect("WeChat Pay's own");
    assert!(mistake(with(keys::sm_merchant().certificate_pem())).1.contains("is the caller's own"));
}

#[test]
fn a_brands_own_key_is_not_wechat_pays() {
    let key =
        || MerchantKey::from_pem(keys::brand().serial.as_str(), keys::brand().private_key_pem()).expect("a good key");
    let brand = Brand::new(BRAND_ID, key()).public_key(BRAND_PUBLIC_KEY_ID, keys::brand().public_key_pem());
    let (setting, reason) = mistake(Client::builder().brand(brand));
    assert!(setting == "brand" && reason.contains("is the caller's own"), "{reason}");
}

#[test]
fn neither_is_the_merchants_a_brands_nor_the_other_way_round() {
    let brand = |pem: String| {
        let key =
            MerchantKey::from_pem(keys::brand().serial.as_str(), keys::brand().private_key_pem()).expect("a good key");
        Brand::new(BRAND_ID, key).public_key(BRAND_PUBLIC_KEY_ID, pem)
    };
    let right = || merchant().public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem());
    right().brand(brand(keys::platform_brand().public_key_pem())).build().expect("each has one of WeChat Pay's");
    let (setting, reason) = mistake(right().brand(brand(keys::merchant().public_key_pem())));
    assert!(setting == "brand" && reason.contains("is the caller's own"), "{reason}");
    let swapped = merchant().public_key(PUBLIC_KEY_ID, keys::brand().public_key_pem());
    let (setting, reason) = mistake(swapped.brand(brand(keys::platform_brand().public_key_pem())));
    assert!(setting == "public_key" && reason.contains("is the caller's own"), "{reason}");
    // While it runs, too.
    let client = right().brand(brand(keys::platform_brand().public_key_pem())).build().expect("the settings are right");
    let merchants = client.keys().expect("a merchant").add_public_key("PUB_KEY_ID_2", keys::brand().public_key_pem());
    let brands =
        client.brand_keys().expect("a brand").add_public_key("PUB_KEY_ID_2", keys::merchant().public_key_pem());
    assert!(merchants.is_err() && brands.is_err());
}

#[tokio::test]
async fn a_list_that_holds_the_merchants_own_certificate() {
    let gateway = start().await;
    gateway.route(READ).replies([order()]);
    gateway.accept(&[certificate(keys::platform_a())]);
    gateway.sign_with(certificate(keys::merchant()));
    gateway.route(ROUTE).replies([Reply::json(&certificate_list(&[keys::merchant()]))]);
    let error = expect_error!(built(keyless(&gateway).apiv3_key(API_V3_KEY)).send(Query::of("1")).await, Certificates);
    assert!(error.to_string().contains("is the caller's own"), "{error}");
    assert!(gateway.requests_to("/v3/pay/transactions/out-trade-no/1").is_empty());

    // Beside a right one it is left out, and told.
    gateway.sign_with(certificate(keys::platform_a()));
    gateway.route(ROUTE).replies([Reply::json(&certificate_list(&[keys::merchant(), keys::platform_a()]))]);
    let client = keyless(&gateway).apiv3_key(API_V3_KEY).build().expect("the settings are right");
    Caller::new(client.clone()).send(Query::of("1")).await.expect("one of them is right");
    let known = client.keys().expect("a merchant").known();
    let [rejected] = known.rejected() else { panic!("expected one, got {:?}", known.rejected()) };
    assert_eq!(rejected.serial.as_deref(), Some(keys::merchant().serial.as_str()));
    let own = KeyError::OwnKey { id: keys::merchant().serial.clone() };
    assert_eq!(rejected.reason, CertificatesError::Certificate(own));
    let serials: Vec<&str> = known.certificates().map(wechatpay_client::keys::Certificate::serial).collect();
    assert_eq!(serials, [keys::platform_a().serial.as_str()]);
}

#[tokio::test]
async fn a_certificate_of_another_algorithm_does_not_refuse_the_rest() {
    let gateway = start().await;
    gateway.route(READ).replies([order()]);
    gateway.sign_with(certificate(keys::platform_a()));
    gateway.accept(&[certificate(keys::platform_a())]);
    let mut list = certificate_list(&[keys::platform_b(), keys::platform_a()]);
    list["data"][0]["encrypt_certificate"] =
        certificate_list(&[keys::sm_platform()])["data"][0]["encrypt_certificate"].clone();
    list["data"][0]["encrypt_certificate"]["algorithm"] = json!("AEAD_AES_256_GCM");
    gateway.route(ROUTE).replies([Reply::json(&list)]);
    built(keyless(&gateway).apiv3_key(API_V3_KEY)).send(Query::of("1")).await.expect("the other one is right");
    assert_all_right(&gateway);
}

#[tokio::test]
async fn the_callers_own_key_is_not_added_either() {
    let gateway = start().await;
    let client = builder(&gateway).build().expect("the settings are right");
    let added = client.keys().expect("a merchant").add_public_key("PUB_KEY_ID_2", keys::merchant().public_key_pem());
    assert!(matches!(added, Err(Error::Config { setting: "public_key", .. })), "{added:?}");
}

/// Who knows two keys does not try the one for what is said to be by the other.
#[tokio::test]
async fn a_known_key_verifies_nothing_under_the_name_of_another_one() {
    let gateway = start().await;
    gateway.route(READ).replies([order()]);
    let second = "PUB_KEY_ID_0119000001092026110100000000000002";
    let both = builder(&gateway).apiv3_key(API_V3_KEY).public_key(second, keys::platform_b().public_key_pem());
    let client = built(both);
    gateway.accept(&[public_key(), PlatformKey::public_key(second, keys::platform_b())]);
    let payment = json!({"transaction_id": "1", "mchid": MERCHANT_ID});
    let by = |name: &str| Sender::of(keys::platform_b(), name).notify("TRANSACTION.SUCCESS", "transaction", &payment);

    gateway.sign_with(PlatformKey::public_key(second, keys::platform_b()));
    client.send(Query::of("1")).await.expect("it is known by its own name");
    client.receive(by(second)).await.expect("it is known by its own name");

    gateway.sign_with(PlatformKey::public_key(PUBLIC_KEY_ID, keys::platform_b()));
    let error = expect_error!(client.send(Query::of("1")).await, Signature);
    assert_eq!(error.reason, VerifyError::Mismatch { serial: PUBLIC_KEY_ID.to_owned() });
    assert_eq!(client.receive(by(PUBLIC_KEY_ID)).await.expect_err("it is forged").name(), "Mismatch");
    assert_all_right(&gateway);
}

#[tokio::test]
async fn a_public_key_that_is_withdrawn_verifies_nothing() {
    let gateway = start().await;
    gateway.route(READ).replies([order()]);
    let next = "PUB_KEY_ID_2";
    gateway.accept(&[public_key(), PlatformKey::public_key(next, keys::platform_b())]);
    let inner = builder(&gateway).public_key(next, keys::platform_b().public_key_pem()).build().expect("two keys");
    let (client, keys) = (Caller::new(inner.clone()), inner.keys().expect("a merchant"));
    client.send(Query::of("1")).await.expect("the key is known");

    assert!(keys.remove_public_key(PUBLIC_KEY_ID).expect("a merchant"));
    let error = expect_error!(client.send(Query::of("1")).await, Signature);
    assert_eq!(error.reason, VerifyError::UnknownSerial { serial: PUBLIC_KEY_ID.to_owned() });
    assert_eq!(gateway.requests()[1].header("Wechatpay-Serial"), Some(next), "the other one is named");

    // As the builder takes it: in small letters, too.
    assert!(keys.find(next).await.expect("it is known"));
    // With the last one gone nothing is sent: nobody could tell what became of it.
    assert!(keys.remove_public_key(next.to_lowercase()).expect("a merchant"));
    let result = client.send(Query::of("1")).await;
    assert!(matches!(result, Err(Error::Config { setting: "public_key", .. })), "{result:?}");
    assert_eq!(gateway.requests().len(), 2);

    keys.add_public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem()).expect("a good key");
    client.send(Query::of("1")).await.expect("it is back");
}

#[tokio::test]
async fn a_brands_public_key_is_withdrawn_for_the_brand_alone() {
    let gateway = start().await;
    gateway.route(READ).replies([order()]);
    let key =
        MerchantKey::from_pem(keys::brand().serial.as_str(), keys::brand().private_key_pem()).expect("a good key");
    let brand = Brand::new(BRAND_ID, key).public_key(BRAND_PUBLIC_KEY_ID, keys::platform_brand().public_key_pem());
    let inner = builder(&gateway).brand(brand).build().expect("the settings are right");
    let keys = inner.brand_keys().expect("a brand");
    assert!(!keys.remove_public_key(PUBLIC_KEY_ID).expect("a brand"), "that is the merchant's");
    assert!(keys.remove_public_key(BRAND_PUBLIC_KEY_ID).expect("a brand"));
    let client = Caller::new(inner);
    let result = client.send(BrandQuery {}).await;
    assert!(matches!(result, Err(Error::Config { .. })), "{result:?}");
    client.send(Query::of("1")).await.expect("the merchant's key is known");
}

/// A notification is signed with a key that is not known yet.
#[tokio::test]
async fn a_key_is_found_for_what_is_no_answer() {
    let clock = TestClock::default();
    let gateway = with_clock(&clock).await;
    gateway.sign_with(certificate(keys::platform_a()));
    gateway.offer(&[keys::platform_a()]);
    let client = keyless(&gateway).clock(clock.clone()).apiv3_key(API_V3_KEY).build().expect("the settings are right");
    let keys = client.keys().expect("a merchant");
    assert!(keys.known().is_empty());
    assert!(keys.find(keys::platform_a().serial.as_str()).await.expect("the gateway is content"));
    assert!(keys.find(keys::platform_a().serial.as_str()).await.expect("it is known"));
    assert_eq!(gateway.requests().len(), 1);
    // Whoever makes up serials does not have them asked for at his pace.
    for forged in 0..50 {
        assert!(!keys.find(&format!("{forged:040X}")).await.expect("the gateway is content"));
    }
    assert!(gateway.requests().len() <= 4, "{}", gateway.requests().len());
    assert!(!keys.find("PUB_KEY_ID_1").await.expect("nothing is asked"));
}

#[tokio::test]
async fn what_is_invoked_is_signed_by_what_the_client_knows() {
    let clock = TestClock::default();
    let gateway = with_clock(&clock).await;
    let client = builder(&gateway).clock(clock.clone()).build().expect("the settings are right");
    let (signer, now) = (client.signer().expect("a merchant"), client.unix_time());
    assert_eq!(signer.serial(), keys::merchant().serial.as_str());
    let parameters = invoke::Prepay::new("wx8888888888888888", "wx1").jsapi(&*signer, now).await.expect("signs");
    assert_eq!(parameters.time_stamp, clock.unix().to_string());
}

#[test]
fn keys_go_anywhere() {
    fn anywhere<T: Clone + Send + Sync + 'static>() {}
    anywhere::<Keys>();
}

#[tokio::test]
async fn a_p12_file_is_a_private_key_with_its_serial() {
    let gateway = start().await;
    gateway.route(READ).replies([order()]);
    let with = |id: &str| {
        let of = Client::builder().merchant_id(id).private_key(merchant_p12()).base_url(gateway.url());
        of.public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem())
    };
    built(with(MERCHANT_ID)).send(Query::of("1")).await.expect("the gateway is content");
    assert_all_right(&gateway);
    let (setting, reason) = mistake(with("1900000108"));
    assert!(setting == "private_key" && reason.contains("its password is the merchant id"), "{reason}");
    assert_eq!(mistake(with(MERCHANT_ID).certificate_serial(keys::stranger().serial.as_str())).0, "certificate_serial");
    // Its certificate beside it says the same.
    with(MERCHANT_ID).certificate(keys::merchant().certificate_pem()).build().expect("they belong together");
    let (setting, reason) = mistake(with(MERCHANT_ID).certificate(keys::stranger().certificate_pem()));
    assert!(setting == "certificate" && reason.contains(keys::stranger().serial.as_str()), "{reason}");
    // Elsewhere it is told what it is.
    let key = merchant().public_key(PUBLIC_KEY_ID, merchant_p12());
    assert!(mistake(key).1.contains("PKCS#12"));
    assert_eq!(
        MerchantKey::from_p12(merchant_p12(), MERCHANT_ID).expect("opens").serial(),
        keys::merchant().serial.as_str()
    );
    assert!(MerchantKey::from_p12("no file", MERCHANT_ID).is_err());
}
