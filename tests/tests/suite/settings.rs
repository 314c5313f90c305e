//! Each mistake in the settings has its own words, before anything is sent.

use std::pin::Pin;
use std::time::Duration;

use wechatpay_client::keys::MerchantKey;
use wechatpay_client::signature::{SignError, Signer};
use wechatpay_client::{Brand, Client, ClientBuilder, Error, RetryPolicy};
use wechatpay_gateway::keys::{self, API_V3_KEY, BRAND_ID, BRAND_PUBLIC_KEY_ID, MERCHANT_ID, PUBLIC_KEY_ID};
use wechatpay_tests::operations::Prepay;

fn right() -> ClientBuilder {
    Client::builder()
        .merchant_id(MERCHANT_ID)
        .private_key(keys::merchant().private_key_pem())
        .certificate_serial(keys::merchant().serial.as_str())
        .public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem())
}

/// The setting that is told to be wrong, which is all that a caller needs to find it.
fn mistake(builder: ClientBuilder) -> (&'static str, String) {
    match builder.build() {
        Err(Error::Config { setting, reason, .. }) => (setting, reason),
        other => panic!("expected Error::Config, got {other:?}"),
    }
}

#[test]
fn the_settings_that_the_mistakes_start_from_are_right() {
    right().build().expect("the settings are right");
}

#[test]
fn what_is_missing() {
    let key = || Client::builder().merchant_id(MERCHANT_ID).private_key(keys::merchant().private_key_pem());
    assert_eq!(mistake(Client::builder()).0, "merchant_id");
    assert_eq!(mistake(Client::builder().merchant_id(MERCHANT_ID)).0, "private_key");
    assert_eq!(mistake(key()).0, "certificate_serial");
    assert_eq!(mistake(key().certificate_serial(keys::merchant().serial.as_str())).0, "public_key");
    assert_eq!(mistake(right().fetch_certificates(true)).0, "apiv3_key");
}

/// Whoever sets anything of a merchant means to be one, beside a brand too.
#[test]
fn a_brand_alone_has_nothing_of_a_merchant() {
    let alone = || {
        let key =
            MerchantKey::from_pem(keys::brand().serial.as_str(), keys::brand().private_key_pem()).expect("a good key");
        let brand = Brand::new(BRAND_ID, key).public_key(BRAND_PUBLIC_KEY_ID, keys::platform_brand().public_key_pem());
        Client::builder().brand(brand)
    };
    assert!(alone().build().expect("it is a brand's").keys().is_err());
    let key = || {
        MerchantKey::from_pem(keys::merchant().serial.as_str(), keys::merchant().private_key_pem()).expect("a good key")
    };
    let halves = [
        alone().private_key(keys::merchant().private_key_pem()),
        alone().signer(key()),
        alone().decrypter(key()),
        alone().certificate(keys::merchant().certificate_pem()),
        alone().certificate_serial(keys::merchant().serial.as_str()),
        alone().public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem()),
        alone().platform_certificate(keys::platform_a().certificate_pem()),
        alone().apiv3_key(API_V3_KEY),
        alone().fetch_certificates(false),
    ];
    for half in halves {
        assert_eq!(mistake(half).0, "merchant_id");
    }
    assert_eq!(mistake(alone().merchant_id(MERCHANT_ID)).0, "private_key");
}

#[test]
fn what_is_malformed() {
    for id in ["", "19000 00109", "1900000109\"", "商户", "wx8888888888888888", "A1900000109"] {
        assert_eq!(mistake(right().merchant_id(id)).0, "merchant_id", "{id:?}");
    }
    for pem in ["", "no key", &keys::merchant().certificate_pem(), &keys::merchant().public_key_pem(), "-----BEGIN "] {
        assert_eq!(mistake(right().private_key(pem)).0, "private_key", "{pem:?}");
    }
    assert_eq!(mistake(right().certificate_serial("4:5")).0, "certificate_serial");
    assert_eq!(mistake(right().apiv3_key("too short")).0, "apiv3_key");
    assert_eq!(mistake(right().public_key(PUBLIC_KEY_ID, keys::platform_a().certificate_pem())).0, "public_key");
    assert_eq!(mistake(right().platform_certificate(keys::platform_a().public_key_pem())).0, "platform_certificate");
    assert_eq!(mistake(right().accept_language("zh\n")).0, "accept_language");
    for url in ["", "api.mch.weixin.qq.com", "ftp://a/", "https://a/path", "https://a/?q", "https://u:p@a/"] {
        assert_eq!(mistake(right().base_url(url)).0, "base_url", "{url:?}");
        assert_eq!(mistake(right().backup_url(url)).0, "backup_url", "{url:?}");
        assert_eq!(mistake(right().overseas_url(url)).0, "overseas_url", "{url:?}");
    }
    assert_eq!(mistake(right().timeout(Duration::ZERO)).0, "timeout");
    assert_eq!(mistake(right().read_timeout(Duration::ZERO)).0, "read_timeout");
    assert_eq!(mistake(right().connect_timeout(Duration::ZERO)).0, "connect_timeout");
}

#[test]
fn what_is_not_encrypted_stays_on_this_machine() {
    for url in ["http://pay.example.com/", "http://10.0.0.1/", "http://localhost.example.com/"] {
        let set = [
            |url: &str, builder: ClientBuilder| builder.base_url(url),
            |url: &str, builder: ClientBuilder| builder.backup_url(url),
            |url: &str, builder: ClientBuilder| builder.overseas_url(url),
        ];
        for (set, setting) in set.into_iter().zip(["base_url", "backup_url", "overseas_url"]) {
            let (told, reason) = mistake(set(url, right()));
            assert_eq!(told, setting);
            assert!(reason.contains("`allow_plain_http`"), "{reason}");
            set(url, right().allow_plain_http(true)).build().expect("it is said to be meant");
        }
    }
    for url in ["http://127.0.0.1:8080/", "http://localhost/", "http://[::1]:1/"] {
        right().base_url(url).build().expect("it does not leave this machine");
    }
}

/// Nothing that was set is printed: it may hold a password.
#[test]
fn an_url_that_is_refused_is_not_repeated() {
    for url in ["https://user:hunter2@a/", "https://a/hunter2", "https://a/?hunter2", "https://a/#hunter2", "hunter2"] {
        for builder in [right().base_url(url), right().backup_url(url), right().overseas_url(url)] {
            let error = builder.build().expect_err("it is none");
            assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
        }
    }
}

#[test]
fn what_is_meant_without_doubt_is_mended() {
    let lower = keys::merchant().serial.as_str().to_lowercase();
    let pairs: Vec<&str> = (0..lower.len()).step_by(2).map(|at| &lower[at..at + 2]).collect();
    let pairs = pairs.join(":");
    for serial in
        [pairs, format!("0x{}", keys::merchant().serial.as_str()), format!("{}\r\n", keys::merchant().serial.as_str())]
    {
        let client = right().certificate_serial(serial).merchant_id(format!(" {MERCHANT_ID}\n")).build();
        let client = client.expect("the settings are right");
        assert_eq!(client.signer().expect("a merchant").serial(), keys::merchant().serial.as_str());
        assert!(format!("{client:?}").contains(&format!("{MERCHANT_ID:?}")), "{client:?}");
    }
    right().apiv3_key(format!("{API_V3_KEY}\r\n")).build().expect("the settings are right");
    let lower = Client::builder().merchant_id(MERCHANT_ID).private_key(keys::merchant().private_key_pem());
    let lower = lower.certificate_serial(keys::merchant().serial.as_str());
    let client = lower.public_key(PUBLIC_KEY_ID.to_lowercase(), keys::platform_a().public_key_pem()).build();
    let known = client.expect("the settings are right").keys().expect("a merchant").known();
    let ids: Vec<&str> = known.public_keys().map(wechatpay_client::keys::PublicKey::id).collect();
    assert_eq!(ids, [PUBLIC_KEY_ID]);
}

/// Whatever is swapped with whatever: no error and no `Debug` holds any of it.
#[test]
fn no_error_holds_a_text_of_the_caller() {
    let secret = keys::merchant().private_key_pem();
    let secrets = [secret.clone(), secret.lines().nth(3).expect("a line").to_owned(), secret.replace('\n', "\\n")];
    for text in &secrets {
        let swapped = [
            right().merchant_id(text),
            right().certificate_serial(text),
            right().certificate(text.as_str()),
            right().apiv3_key(text),
            right().public_key(text, keys::platform_a().public_key_pem()),
            right().platform_certificate(text.as_str()),
            right().private_key(text.replace("PRIVATE", "SECRET")),
        ];
        for builder in swapped {
            let printed = format!("{builder:?}");
            let error = builder.build().expect_err("refused");
            for printed in [printed, error.to_string(), format!("{error:?}")] {
                let longest = text.as_bytes().windows(8).find(|part| {
                    let part = std::str::from_utf8(part).unwrap_or("-----");
                    !part.contains(['-', ' ']) && printed.contains(part)
                });
                assert_eq!(longest, None, "{printed}");
            }
        }
    }
    let key = MerchantKey::from_pem(keys::merchant().serial.as_str(), keys::merchant().private_key_pem())
        .expect("a good key");
    let brand = wechatpay_client::Brand::new(secret.as_str(), key);
    assert!(!format!("{brand:?}").contains("MII"));
}

/// What a signer says goes into headers.
#[test]
fn the_serial_of_a_signer_is_as_headers_want_it() {
    struct Elsewhere(&'static str);

    impl Signer for Elsewhere {
        fn serial(&self) -> &str {
            self.0
        }

        fn sign<'a>(&'a self, _: &'a [u8]) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, SignError>> + Send + 'a>> {
            Box::pin(std::future::ready(Ok(Vec::new())))
        }
    }

    let with = |serial| {
        let of = Client::builder().merchant_id(MERCHANT_ID).signer(Elsewhere(serial));
        of.public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem())
    };
    with("0A1B").build().expect("the settings are right");
    for serial in ["0a1b", "0A:1B", "", "PUB_KEY_ID_1", "A\r\nB"] {
        assert_eq!(mistake(with(serial)).0, "signer", "{serial:?}");
    }
}

#[test]
fn what_does_not_fit_together() {
    let with = || {
        Client::builder().merchant_id(MERCHANT_ID).private_key(keys::merchant().private_key_pem()).apiv3_key(API_V3_KEY)
    };
    with().certificate(keys::merchant().certificate_pem()).build().expect("the key belongs to the certificate");
    assert_eq!(mistake(with().certificate(keys::stranger().certificate_pem())).0, "certificate");
    let both =
        with().certificate(keys::merchant().certificate_pem()).certificate_serial(keys::stranger().serial.as_str());
    assert_eq!(mistake(both).0, "certificate_serial");
}

#[test]
fn no_secret_is_printed() {
    let builder = right().apiv3_key(API_V3_KEY);
    let printed = format!("{builder:?} {:?}", builder_client());
    assert!(!printed.contains(API_V3_KEY) && !printed.contains("PRIVATE"), "{printed}");
    let wrong = keys::merchant().private_key_pem().replace("MII", "MIJ");
    let (_, reason) = mistake(right().private_key(wrong));
    assert!(!reason.contains("MIJ"), "{reason}");
}

fn builder_client() -> Client {
    right().apiv3_key(API_V3_KEY).build().expect("the settings are right")
}

#[test]
fn a_client_is_cheap_to_clone_and_goes_anywhere() {
    fn anywhere<T: Clone + Send + Sync + 'static>() {}
    anywhere::<Client>();
    assert!(size_of::<Client>() <= 3 * size_of::<usize>(), "what it shares, and its deadline");
}

#[tokio::test]
async fn a_timeout_may_be_for_ever() {
    let for_ever = right()
        .timeout(Duration::MAX)
        .deadline(Duration::MAX)
        .read_timeout(Duration::MAX)
        .connect_timeout(Duration::MAX);
    let client = for_ever.base_url("http://127.0.0.1:1/").retry(RetryPolicy::never()).build().expect("it is a time");
    let result = client.send(Prepay::sample()).await;
    assert!(matches!(result, Err(Error::Transport(_))), "nobody listens there: {result:?}");
}

#[test]
fn a_signer_has_a_serial_of_its_own() {
    let key = || {
        MerchantKey::from_pem(keys::merchant().serial.as_str(), keys::merchant().private_key_pem()).expect("a good key")
    };
    let with = || {
        Client::builder()
            .merchant_id(MERCHANT_ID)
            .signer(key())
            .public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem())
    };
    with().build().expect("the settings are right");
    assert_eq!(mistake(with().certificate_serial(keys::merchant().serial.as_str())).0, "certificate");
    assert_eq!(mistake(with().certificate(keys::merchant().certificate_pem())).0, "certificate");
    assert_eq!(mistake(with().private_key(keys::merchant().private_key_pem())).0, "signer");
}
