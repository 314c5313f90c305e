//! The operations of brands, as generated: signed in the name of the brand, with keys of its own on both sides.

use serde_json::{Value, json};
use wechatpay_client::brand::marketing::product_coupon::media::upload_image;
use wechatpay_client::brand::marketing::product_coupon::product_coupons::{self, post};
use wechatpay_client::brand::marketing::product_coupon::users::by_openid::coupons::{self, get, get_response};
use wechatpay_client::keys::MerchantKey;
use wechatpay_client::signature::VerifyError;
use wechatpay_client::wire::Secret;
use wechatpay_client::{Brand, Client, ClientBuilder, Error, File, RetryPolicy};
use wechatpay_gateway::crypto::sha256;
use wechatpay_gateway::fault::Fault;
use wechatpay_gateway::http::parse_form;
use wechatpay_gateway::keys::{
    self, API_V3_KEY, BRAND_ID, BRAND_PUBLIC_KEY_ID, Kind, PUBLIC_KEY_ID, PlatformKey, Scheme,
};
use wechatpay_gateway::reply::Effect;
use wechatpay_gateway::{Gateway, Reply};
use wechatpay_tests::keys::Key;
use wechatpay_tests::operations::{AsBrand, AsMerchant, BrandQuery, BrandTransfer, Prepay};
use wechatpay_tests::stand::{Routes, start};

use super::support::{Caller, assert_all_right, builder, built, expect_error, keyless};

const COUPONS: &str = "/brand/marketing/product-coupon/users/o%2F1/coupons";

fn key() -> MerchantKey {
    MerchantKey::from_pem(keys::brand().serial.as_str(), keys::brand().private_key_pem()).expect("a good key")
}

fn brand() -> Brand {
    Brand::new(BRAND_ID, key()).public_key(BRAND_PUBLIC_KEY_ID, keys::platform_brand().public_key_pem())
}

/// A client of a brand that is no merchant.
fn alone(gateway: &Gateway) -> ClientBuilder {
    Client::builder().brand(brand()).base_url(gateway.url()).retry(RetryPolicy::never())
}

/// A client of a merchant that is a brand too.
fn both(gateway: &Gateway) -> ClientBuilder {
    builder(gateway).brand(brand())
}

fn query() -> coupons::Get {
    coupons::Get::builder().openid("o/1").appid("wx1").coupon_state(get::CouponState::Effective).page_size(10).build()
}

/// The pairs of the last request's `Authorization` header, and the key of the platform that it asks for.
fn signed(gateway: &Gateway) -> (String, String) {
    let seen = gateway.requests().pop().expect("a request came");
    let header = |name| seen.header(name).expect("it is there once").to_owned();
    (header("Authorization"), header("Wechatpay-Serial"))
}

#[tokio::test]
async fn a_query_is_signed_in_the_name_of_the_brand() {
    let gateway = start().await;
    let coupon = json!({"coupon_code": "c-1", "coupon_state": "EFFECTIVE", "stock": {"stock_id": "s-1"}});
    gateway
        .route(&format!("GET {COUPONS}"))
        .replies([Reply::json(&json!({"total_count": 1, "user_coupon_list": [coupon]}))]);
    for settings in [alone(&gateway), both(&gateway)] {
        let found = built(settings).send(query()).await.expect("the gateway is content");
        let coupons = found.user_coupon_list.expect("there is one");
        assert_eq!((found.total_count, coupons.len()), (Some(1), 1));
        assert_eq!(coupons[0].coupon_state, Some(get_response::CouponState::Effective));
        assert_eq!(coupons[0].stock.as_ref().and_then(|stock| stock.stock_id.as_deref()), Some("s-1"));

        assert_all_right(&gateway);
        let (authorization, serial) = signed(&gateway);
        let start = format!("WECHATPAY-BRAND-SHA256-RSA2048 brand_id=\"{BRAND_ID}\",");
        assert!(authorization.starts_with(&start), "{authorization}");
        assert!(authorization.contains(&format!("serial_no=\"{}\"", keys::brand().serial.as_str())), "{authorization}");
        assert!(!authorization.contains("mchid"), "{authorization}");
        assert_eq!(serial, BRAND_PUBLIC_KEY_ID, "the brand has a key of WeChat Pay of its own");
        assert_eq!(
            gateway.requests().pop().expect("a request came").target,
            format!("{COUPONS}?appid=wx1&coupon_state=EFFECTIVE&page_size=10")
        );
    }
}

fn coupon() -> product_coupons::Post {
    let period = post::SingleUsageRuleCouponAvailablePeriod::builder()
        .available_begin_time("2025-08-01T00:00:00+08:00")
        .available_end_time("2025-08-31T23:59:59+08:00")
        .build();
    let stock = post::Stock::builder()
        .coupon_code_mode("WECHATPAY")
        .stock_send_rule(post::StockStockSendRule::builder().max_count(100).max_count_per_user(1).build())
        .single_usage_rule(post::SingleUsageRule::builder().coupon_available_period(period).build())
        .usage_rule_display_info(
            post::StockUsageRuleDisplayInfo::builder().coupon_usage_method_list(["OFFLINE"]).build(),
        )
        .coupon_display_info(post::StockCouponDisplayInfo::builder().code_display_mode("QRCODE").build())
        .store_scope("ALL")
        .build();
    product_coupons::Post::builder()
        .out_request_no("12345_20250101_A3489")
        .scope(post::Scope::All)
        .r#type("DISCOUNT")
        .usage_mode("SINGLE")
        .display_info(post::DisplayInfo::builder().name("满100打8折").image_url("https://wxpaylogo.qpic.cn/x").build())
        .stock(stock)
        .build()
}

#[tokio::test]
async fn a_coupon_is_created() {
    let gateway = start().await;
    let answer = json!({"product_coupon_id": "p-1", "state": "AUDITING", "stock": {"stock_id": "s-1"}});
    gateway.route("POST /brand/marketing/product-coupon/product-coupons").replies([Reply::json(&answer)]);
    let created = built(alone(&gateway)).send(coupon()).await.expect("the gateway is content");
    assert_all_right(&gateway);
    assert_eq!(created.product_coupon_id.as_deref(), Some("p-1"));
    assert_eq!(created.stock.and_then(|stock| stock.stock_id).as_deref(), Some("s-1"));
    let seen = gateway.requests()[0].json();
    assert_eq!(seen["scope"], "ALL");
    assert_eq!(
        seen["stock"]["single_usage_rule"]["coupon_available_period"]["available_end_time"],
        "2025-08-31T23:59:59+08:00"
    );
    let names: Vec<&String> = seen.as_object().expect("an object").keys().collect();
    assert_eq!(
        names,
        ["display_info", "out_request_no", "scope", "stock", "type", "usage_mode"],
        "and no brand id in it"
    );
}

#[tokio::test]
async fn an_image_is_uploaded() {
    let gateway = start().await;
    let answer = json!({"image_url": "https://wxpaylogo.qpic.cn/x"});
    gateway.route("POST /brand/marketing/product-coupon/media/upload-image").replies([Reply::json(&answer)]);
    let image = upload_image::Post::builder().file(File::from_bytes("header.jpg", vec![0xff, 0xd8])).build();
    let uploaded = built(both(&gateway)).send(image).await.expect("the gateway is content");
    assert_all_right(&gateway);
    assert_eq!(uploaded.image_url.as_deref(), Some("https://wxpaylogo.qpic.cn/x"));
    let seen = gateway.requests().pop().expect("the request came");
    let parts = parse_form(seen.header("Content-Type").expect("a form has a type"), &seen.body).expect("a form");
    let meta: Value = serde_json::from_slice(&parts[0].body).expect("JSON");
    assert_eq!(meta, json!({"filename": "header.jpg", "sha256": sha256(&[0xff, 0xd8])}));
    assert!(signed(&gateway).0.starts_with("WECHATPAY-BRAND-"));
}

/// None of the documented operations has a confidential field; what is true of merchants' is true of such ones too.
#[tokio::test]
async fn what_is_confidential_is_between_the_brand_and_its_own_keys() {
    let gateway = start().await;
    let answer =
        json!({"trade_state": "S", "amount": {"total": 1}, "payer_name": keys::brand().seal_oaep("李四".as_bytes())});
    gateway.route("POST /brand/transfers").replies([Reply::json(&answer)]);
    for settings in [alone(&gateway), both(&gateway)] {
        let answer = built(settings).send(BrandTransfer { user_name: Secret::from("张三") }).await;
        let name = answer.expect("the gateway is content").payer_name.expect("it is there");
        assert_eq!(name.expose(), "李四");
        let sent = gateway.requests().pop().expect("a request came").json();
        assert_eq!(keys::platform_brand().open_oaep(sent["user_name"].as_str().expect("text")), "张三");
    }
    assert_all_right(&gateway);
}

#[tokio::test]
async fn each_scheme_has_its_own_operations() {
    let gateway = start().await;
    let answer = Reply::json(&json!({"trade_state": "OK", "amount": {"total": 1}}));
    gateway.route("GET /brand/marketing/things").replies([answer.clone()]);
    gateway.route("GET /v3/things").replies([answer]);
    let client = built(both(&gateway));
    client.send(BrandQuery {}).await.expect("the gateway is content");
    for refused in [client.send(AsMerchant {}).await, client.send(AsBrand {}).await] {
        let refused = expect_error!(refused, Api);
        assert_eq!((refused.status, refused.code.as_str()), (401, "SIGN_ERROR"));
    }
    let schemes = [
        "`/brand/marketing/things` takes the scheme `WECHATPAY-BRAND-SHA256-RSA2048`, and not `WECHATPAY2-SHA256-RSA2048`",
        "`/v3/things` takes the scheme `WECHATPAY2-SHA256-RSA2048`, and not `WECHATPAY-BRAND-SHA256-RSA2048`",
    ];
    let refused = gateway.rejections();
    assert!(refused.len() == 2 && refused.iter().zip(schemes).all(|(why, scheme)| why.contains(scheme)), "{refused:?}");
}

/// Not even for the certificates that a merchant would verify with.
#[tokio::test]
async fn without_a_brand_nothing_is_sent() {
    let gateway = start().await;
    for settings in [builder(&gateway), keyless(&gateway).apiv3_key(API_V3_KEY)] {
        let result = built(settings).send(query()).await;
        let Err(Error::Config { setting: "brand", reason, .. }) = result else { panic!("{result:?}") };
        assert_eq!(reason, "this is signed by a brand, and the client has none");
    }
    assert_eq!(gateway.connections(), 0);
}

#[tokio::test]
async fn a_brand_alone_signs_for_no_merchant() {
    let gateway = start().await;
    let result = built(alone(&gateway)).send(Prepay::sample()).await;
    assert!(matches!(result, Err(Error::Config { setting: "merchant_id", .. })), "{result:?}");
    let link = wechatpay_client::download::Link::new(format!("{}v3/billdownload/file", gateway.url()));
    let result = built(alone(&gateway)).download(vec![link]).await;
    assert!(matches!(result, Err(Error::Config { setting: "merchant_id", .. })), "{result:?}");
    let inner = alone(&gateway).build().expect("the settings are right");
    assert!(matches!(inner.keys(), Err(Error::Config { setting: "merchant_id", .. })));
    assert!(matches!(inner.signer(), Err(Error::Config { setting: "merchant_id", .. })));
    assert_eq!(gateway.connections(), 0);
    assert!(format!("{inner:?}").contains(BRAND_ID));
}

/// The keys of a merchant sign nothing for a brand, and those of a brand nothing for a merchant.
#[tokio::test]
async fn answers_are_verified_with_the_keys_of_who_has_asked() {
    let gateway = start().await;
    let as_the_merchants = Effect::Sign(|signing| {
        signing.identity = keys::platform_a();
        PUBLIC_KEY_ID.clone_into(&mut signing.serial);
        Scheme::Rsa.name().clone_into(&mut signing.scheme);
    });
    let as_the_brands = Effect::Sign(|signing| {
        signing.identity = keys::platform_brand();
        BRAND_PUBLIC_KEY_ID.clone_into(&mut signing.serial);
        Scheme::Brand.name().clone_into(&mut signing.scheme);
    });
    let coupons = Reply::json(&json!({"total_count": 0})).effect(as_the_merchants);
    gateway.route(&format!("GET {COUPONS}")).replies([coupons]);
    let prepaid = Reply::json(&json!({"prepay_id": "1"})).effect(as_the_brands);
    gateway.route("POST /v3/pay/transactions/jsapi").replies([prepaid]);
    let client = built(both(&gateway));
    let unknown =
        |reason: &VerifyError, key: &str| matches!(reason, VerifyError::UnknownSerial { serial } if serial == key);
    let error = expect_error!(client.send(query()).await, Signature);
    assert!(unknown(&error.reason, PUBLIC_KEY_ID), "{error:?}");
    let error = expect_error!(client.send(Prepay::sample()).await, Signature);
    assert!(unknown(&error.reason, BRAND_PUBLIC_KEY_ID), "{error:?}");
}

#[tokio::test]
async fn a_wrong_signature_and_an_unknown_key_are_told() {
    let gateway = start().await;
    for fault in [Fault::WRONG_SIGNATURE, Fault::UNKNOWN_SERIAL, Fault::TAMPERED_BODY] {
        gateway.route(&format!("GET {COUPONS}")).replies([Reply::json(&json!({"total_count": 0})).fault(fault)]);
        // The brand has no certificates that could be fetched, though the merchant may have.
        let settings = keyless(&gateway).apiv3_key(API_V3_KEY).brand(brand());
        expect_error!(built(settings).send(query()).await, Signature);
    }
    assert!(gateway.requests_to("/v3/certificates").is_empty(), "nobody asks for the merchant's certificates");
}

#[tokio::test]
async fn a_refusal_is_read_and_verified() {
    let gateway = start().await;
    gateway.route(&format!("GET {COUPONS}")).replies([Reply::error(403, "NO_AUTH", "没有权限")]);
    let error = expect_error!(built(alone(&gateway)).send(query()).await, Api);
    assert_eq!((error.status, error.code.as_str(), error.verified), (403, "NO_AUTH", true));
}

#[tokio::test]
async fn a_key_of_the_brand_is_replaced_while_the_client_runs() {
    let gateway = start().await;
    gateway.route(&format!("GET {COUPONS}")).replies([Reply::json(&json!({"total_count": 0}))]);
    let inner = both(&gateway).build().expect("the settings are right");
    let client = Caller::new(inner.clone());
    client.send(query()).await.expect("the gateway is content");
    let next = "PUB_KEY_ID_0440000101002026110100000000000002";
    let key = PlatformKey::public_key(next, keys::platform_b());
    gateway.change_platform(|platform| {
        let alone = platform.without(Kind::Brand, BRAND_PUBLIC_KEY_ID).with(Kind::Brand, key.clone());
        alone.signing_with(Kind::Brand, key)
    });
    inner.brand_keys().expect("a brand").add_public_key(next, keys::platform_b().public_key_pem()).expect("a good key");
    client.send(query()).await.expect("the new key is known");
    assert_eq!(signed(&gateway).1, next);
    assert_all_right(&gateway);
}

#[tokio::test]
async fn a_brand_that_lacks_something_is_refused() {
    let gateway = start().await;
    let mistake = |brand: Brand| match builder(&gateway).brand(brand).build() {
        Err(Error::Config { setting: "brand", reason, .. }) => reason,
        other => panic!("{other:?}"),
    };
    let missing = mistake(Brand::new(BRAND_ID, key()));
    assert!(missing.contains("give the WeChat Pay public key of the brand"), "{missing}");
    let other = Brand::new("4000 01", key()).public_key(BRAND_PUBLIC_KEY_ID, keys::platform_brand().public_key_pem());
    assert!(mistake(other).contains("an id of digits alone"));
    mistake(Brand::new(BRAND_ID, key()).public_key(BRAND_PUBLIC_KEY_ID, "no key"));
    let national = MerchantKey::from_pem(keys::sm_merchant().serial.as_str(), keys::sm_merchant().private_key_pem())
        .expect("a good key");
    let national =
        Brand::new(BRAND_ID, national).public_key(BRAND_PUBLIC_KEY_ID, keys::platform_brand().public_key_pem());
    assert!(mistake(national).contains("none for RSA"));
    // What is there of a merchant has to be whole.
    let half = alone(&gateway).merchant_id("1900000109").build();
    assert!(matches!(half, Err(Error::Config { setting: "private_key", .. })), "{half:?}");
}

/// A key in an HSM, and what opens answers beside it.
#[tokio::test]
async fn a_signer_of_the_callers_own_signs_for_a_brand() {
    let gateway = start().await;
    let answer =
        json!({"trade_state": "S", "amount": {"total": 1}, "payer_name": keys::brand().seal_oaep("李四".as_bytes())});
    gateway.route("POST /brand/transfers").replies([Reply::json(&answer)]);
    let signing =
        || Brand::with_signer(BRAND_ID, key()).public_key(BRAND_PUBLIC_KEY_ID, keys::platform_brand().public_key_pem());
    let transfer = || BrandTransfer { user_name: Secret::from("张三") };
    let closed = built(both(&gateway).brand(signing())).send(transfer()).await;
    let name = closed.ok().and_then(|answer| answer.payer_name);
    assert!(name.is_none(), "the merchant's key opens nothing of the brand's: {name:?}");
    let open = built(both(&gateway).brand(signing().decrypter(key()))).send(transfer()).await;
    assert_eq!(open.expect("it can be read").payer_name.expect("it is there").expose(), "李四");
    assert_all_right(&gateway);
}
