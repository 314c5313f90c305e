//! Set-ups of brands, and of the Chinese national algorithms: what is broken of them is named as of any other.

use std::time::SystemTime;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use wechatpay_gateway::Gateway;
use wechatpay_gateway::doctor::Level::{self, Error, Ok as Fine, Warning};
use wechatpay_gateway::doctor::{self, BrandSettings, Secret, Settings};
use wechatpay_gateway::keys::{self, API_V3_KEY, BRAND_ID, BRAND_PUBLIC_KEY_ID, Identity, Kind, MERCHANT_ID};

use crate::setup::{NOW, Setup};

/// A brand without a merchant, all of it right; and with one thing changed.
fn brand(change: impl FnOnce(&Setup, &mut BrandSettings)) -> Setup {
    Setup::with(|setup| {
        let mut brand = BrandSettings {
            id: Some(BRAND_ID.to_owned()),
            private_key: Some(setup.file("brand_key.pem", keys::brand().private_key_pem())),
            certificate: Some(setup.file("brand_cert.pem", keys::brand().certificate_pem())),
            certificate_serial: Some(keys::brand().serial.clone()),
            api_v3_key: Some(Secret::new(API_V3_KEY)),
            public_key: Some(setup.file("brand_pub.pem", keys::platform_brand().public_key_pem())),
            public_key_id: Some(BRAND_PUBLIC_KEY_ID.to_owned()),
            ..BrandSettings::default()
        };
        change(setup, &mut brand);
        setup.settings = Settings { brand: Some(brand), ..Settings::default() };
    })
}

#[test]
fn what_is_right_of_a_brand_is_all_right() {
    let report = brand(|_, _| {}).examine();
    assert_eq!(report.level(), Fine, "{report}");
    let checks: Vec<_> = report.findings().iter().map(|finding| finding.check).collect();
    let wanted = [
        "brand-id",
        "brand-certificate",
        "brand-cert-expiry",
        "brand-private-key",
        "brand-key-pair",
        "brand-cert-serial",
        "brand-api-v3-key",
        "brand-public-key-id",
        "brand-public-key",
        "brand-mode",
    ];
    assert_eq!(checks[..wanted.len()], wanted);
    let of_brand = brand(|_, _| {});
    let both = Setup::with(|setup| setup.settings.brand = of_brand.settings.brand.clone());
    assert_eq!(both.examine().level(), Fine);
    assert!(
        both.examine().findings().iter().any(|finding| finding.check == "key-pair"),
        "the merchant is looked at too"
    );
}

#[test]
fn each_broken_brand_is_named() {
    type Change = fn(&Setup, &mut BrandSettings);
    let cases: [(Change, &str, Level, &str, &str); 15] = [
        (|_, brand| brand.id = None, "brand-id", Error, "there is none", "of the brand"),
        (
            |_, brand| brand.id = Some(MERCHANT_ID.to_owned()),
            "brand-id",
            Warning,
            "as merchant ids have",
            "another one",
        ),
        (|_, brand| brand.id = Some(format!("{BRAND_ID} ")), "brand-id", Warning, "white space", "without"),
        (|_, brand| brand.id = Some("4000O101".to_owned()), "brand-id", Error, "'O'", "of the brand"),
        (
            |setup, _| drop(setup.file("brand_key.pem", keys::merchant().private_key_pem())),
            "brand-key-pair",
            Error,
            "does not belong",
            "the same archive",
        ),
        (
            |setup, _| drop(setup.file("brand_key.pem", keys::brand().certificate_pem())),
            "brand-private-key",
            Error,
            "a certificate",
            "apiclient_key.pem",
        ),
        (
            |setup, _| drop(setup.file("brand_key.pem", "")),
            "brand-private-key",
            Error,
            "an empty text",
            "apiclient_key.pem",
        ),
        (
            |setup, _| drop(setup.file("brand_cert.pem", keys::brand().private_key_pem())),
            "brand-certificate",
            Error,
            "a private key",
            "apiclient_cert.pem",
        ),
        (
            |_, brand| brand.certificate_serial = Some(keys::merchant().serial.clone()),
            "brand-cert-serial",
            Error,
            "is not the serial of the certificate",
            "set it to",
        ),
        (
            |_, brand| brand.api_v3_key = Some(Secret::new("short")),
            "brand-api-v3-key",
            Error,
            "this one has 5",
            "32 letters",
        ),
        (|_, brand| brand.api_v3_key = None, "brand-api-v3-key", Warning, "there is none", "set one"),
        (
            |_, brand| brand.public_key_id = Some(keys::brand().serial.clone()),
            "brand-public-key-id",
            Error,
            "",
            "merchant site",
        ),
        (|_, brand| brand.public_key = None, "brand-public-key", Error, "an id and no key", "pub_key.pem"),
        (
            |setup, _| drop(setup.file("brand_pub.pem", keys::brand().public_key_pem())),
            "brand-public-key",
            Error,
            "",
            "",
        ),
        (
            |_, brand| (brand.public_key, brand.public_key_id) = (None, None),
            "brand-mode",
            Error,
            "nothing to verify answers with",
            "public key",
        ),
    ];
    for (change, check, level, found, remedy) in cases {
        let setup = brand(change);
        let wrong = setup.wrong();
        let named = wrong.iter().find(|finding| finding.check == check);
        let named = named.unwrap_or_else(|| panic!("{check}: {}", crate::setup::shown(&wrong)));
        crate::setup::is(named, check, level, found, remedy);
        // What follows of it may be said too: without a key there is nothing to verify with.
        let others: Vec<_> = wrong.iter().filter(|other| *other != named && other.check != "brand-mode").collect();
        assert!(others.is_empty(), "{check}: {}", crate::setup::shown(&wrong));
    }
}

/// A merchant of SM2 with the platform's certificate of SM2.
fn shangmi(change: impl FnOnce(&mut Setup)) -> Setup {
    Setup::with(|setup| {
        drop(setup.file("apiclient_key.pem", keys::sm_merchant().private_key_pem()));
        drop(setup.file("apiclient_cert.pem", keys::sm_merchant().certificate_pem()));
        setup.settings.certificate_serial = Some(keys::sm_merchant().serial.clone());
        (setup.settings.public_key, setup.settings.public_key_id) = (None, None);
        setup.settings.platform_certificates = vec![setup.file("wechatpay.pem", keys::sm_platform().certificate_pem())];
        setup.settings.fetch_certificates = Some(true);
        change(setup);
    })
}

#[test]
fn what_is_right_of_sm2_is_all_right() {
    let report = shangmi(|_| {}).examine();
    assert_eq!(report.level(), Fine, "{report}");
    let key = report.findings().iter().find(|finding| finding.check == "private-key").expect("it is looked at");
    assert!(key.found.contains("Sm2"), "{key}");
}

#[test]
fn each_broken_set_up_of_sm2_is_named() {
    let file = |name: &'static str, text: String| shangmi(move |setup| drop(setup.file(name, text)));
    let (own, platform) = (keys::sm_merchant(), keys::sm_platform());
    let other = shangmi(|setup| {
        drop(setup.file("apiclient_key.pem", platform.private_key_pem()));
        setup.settings.platform_certificates.clear();
    });
    other.names("key-pair", Error, "does not belong", "the same archive");
    file("apiclient_key.pem", own.certificate_pem()).names("private-key", Error, "a certificate", "apiclient_key.pem");
    file("apiclient_key.pem", own.public_key_pem()).names("private-key", Error, "a public key", "apiclient_key.pem");
    file("apiclient_cert.pem", own.private_key_pem()).names(
        "certificate",
        Error,
        "a private key",
        "apiclient_cert.pem",
    );
    let serial = shangmi(|setup| setup.settings.certificate_serial = Some(platform.serial.clone()));
    serial.names("certificate-serial", Error, "is not the serial", &format!("set it to {}", own.serial));
    file("wechatpay.pem", keys::platform_a().certificate_pem()).names(
        "mode",
        Error,
        "signed with Sm2",
        "of the same algorithm",
    );
    let rsa = Setup::with(|setup| {
        (setup.settings.public_key, setup.settings.public_key_id) = (None, None);
        setup.settings.platform_certificates = vec![setup.file("wechatpay.pem", platform.certificate_pem())];
    });
    rsa.names("mode", Error, "keys of SM2 alone", "of the same algorithm");
    let mixed = brand(|setup, brand| {
        brand.private_key = Some(setup.file("brand_key.pem", own.private_key_pem()));
        brand.certificate = None;
        brand.certificate_serial = Some(own.serial.clone());
    });
    let wrong = mixed.wrong();
    assert!(
        wrong.iter().any(|finding| finding.found.contains("brands sign with RSA alone")),
        "{}",
        crate::setup::shown(&wrong)
    );
}

/// What a brand has sent and what it is told are held against its own keys, and not against the merchant's beside it.
#[tokio::test]
async fn what_is_captured_of_a_brand_is_explained_by_its_keys() {
    const TARGET: &str = "/brand/marketing/product-coupon/users/oUpF8uMuAJO_M2/coupons?appid=wxd678ef1567ab6787";
    // Its files are there as long as it is.
    let of_brand = brand(|_, _| {});
    let setup = Setup::with(|setup| setup.settings.brand = of_brand.settings.brand.clone());
    let request = |signed: &str, by: &Identity| {
        let signature = BASE64_STANDARD.encode(by.key.sign(signed.as_bytes()));
        format!(
            "GET {TARGET} HTTP/1.1\r\nAccept: application/json\r\nUser-Agent: test\r\nWechatpay-Serial: \
             {BRAND_PUBLIC_KEY_ID}\r\nAuthorization: WECHATPAY-BRAND-SHA256-RSA2048 brand_id=\"{BRAND_ID}\",nonce_str=\"n\",\
             timestamp=\"{NOW}\",serial_no=\"{}\",signature=\"{signature}\"\r\n\r\n",
            keys::brand().serial
        )
    };
    let signed = format!("GET\n{TARGET}\n{NOW}\nn\n\n");
    let right = setup.explain(request(&signed, keys::brand()));
    assert_eq!(right.level(), Fine, "{right}");
    let cut = setup.explain(request(&signed[..signed.len() - 1], keys::brand()));
    let wrong = crate::setup::wrong(&cut);
    crate::setup::is(&wrong[0], "request-signature", Error, "without its line feed", "byte for byte");

    let gateway = Gateway::start().await;
    let mut told = gateway.notification("TRANSACTION.SUCCESS", "http://127.0.0.1:1/");
    (told.kind, told.party) = (Kind::Brand, BRAND_ID.to_owned());
    let letter = gateway.letter(&told, None);
    let head: Vec<String> = letter.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let head = head.concat();
    let captured = [format!("POST /notify HTTP/1.1\r\n{head}\r\n").as_bytes(), &letter.body].concat();
    let report = doctor::explain(&captured, &setup.settings, SystemTime::now());
    assert_eq!(report.level(), Fine, "{report}");
}
