//! What a new user looks for, and finds: in `cargo xtask find`, and among the words that rustdoc searches.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use wechatpay_codegen::index::{self, Index, by_hand, find};
use wechatpay_codegen::names::model::Crate;
use wechatpay_codegen::share;
use wechatpay_spec::{Corrected, Target};

/// What is asked for, and what is meant. Where several are, all of them are among the first three.
const ASKED: [(&str, &[&str]); 30] = [
    ("小程序下单", &["v3::pay::transactions::jsapi::Post"]),
    ("特约商户进件", &["v3::applyment4sub::applyment::index::Post"]),
    ("上传图片", &["v3::merchant::media::upload::Post"]),
    ("支付通知", &["webhook::transaction_success"]),
    ("支付成功通知", &["webhook::transaction_success"]),
    ("退款结果通知", &["webhook::refund_success", "webhook::refund_abnormal", "webhook::refund_closed"]),
    ("关闭订单", &["v3::pay::transactions::out_trade_no::by_out_trade_no::close::Post"]),
    ("商家转账", &["v3::fund_app::mch_transfer::transfer_bills::Post"]),
    ("分账", &["v3::profitsharing::orders::Post"]),
    ("解密", &["Decrypter", "keys::Apiv3Key::open_resource", "notification"]),
    ("查询订单", &["v3::pay::transactions::out_trade_no::by_out_trade_no::Get"]),
    ("申请退款", &["v3::refund::domestic::refunds::Post"]),
    ("下载账单", &["v3::billdownload::file::Get"]),
    ("申请交易账单", &["v3::bill::tradebill::Get"]),
    ("投诉", &["v3::merchant_service::complaints_v2::Get", "webhook::complaint_create"]),
    ("回调", &["notification"]),
    ("签名", &["signature", "signature::Signer"]),
    ("验签", &["signature", "signature::verify_body"]),
    ("合单下单", &["v3::combine_transactions::jsapi::Post"]),
    ("服务商下单", &["v3::pay::partner::transactions::jsapi::Post"]),
    ("Native下单", &["v3::pay::transactions::native::Post"]),
    ("H5下单", &["v3::pay::transactions::h5::Post"]),
    ("付款码支付", &["v3::pay::transactions::codepay::Post"]),
    ("分账回退", &["v3::profitsharing::return_orders::Post"]),
    ("支付分", &["v3::payscore::serviceorder::Post"]),
    ("代金券", &["v3::marketing::favor::users::by_openid::coupons::Post"]),
    ("平台证书", &["v3::certificates::Get"]),
    ("APIv3密钥", &["keys::Apiv3Key"]),
    ("敏感信息加密", &["wire::Secret"]),
    ("4012791856", &["v3::pay::transactions::jsapi::Post"]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the repository").to_owned()
}

static CORRECTED: LazyLock<Corrected> =
    LazyLock::new(|| Corrected::load(&root().join("spec")).unwrap_or_else(|errors| panic!("{errors:#?}")));

static ITEMS: LazyLock<Vec<by_hand::Item>> =
    LazyLock::new(|| by_hand::read(&root().join("generated-client/src/lib.rs")).unwrap());

static INDEX: LazyLock<Index<'static>> = LazyLock::new(|| Index::of(&named(), &CORRECTED));

fn named() -> Crate<'static> {
    share::name(&CORRECTED).unwrap_or_else(|refusals| panic!("{refusals:#?}"))
}

fn found(words: &str) -> Vec<String> {
    let found = find::find(&INDEX, &ITEMS, &[words.to_owned()]);
    found.iter().map(|found| found.path().to_owned()).collect()
}

/// By each word, the items that have it.
fn words() -> BTreeMap<String, BTreeSet<String>> {
    let mut named = named();
    index::lay(&mut named, &CORRECTED);
    let paths: BTreeMap<_, _> = INDEX.entries.iter().map(|entry| (entry.target.clone(), entry.path.clone())).collect();
    let mut words: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut add = |aliases: &[String], path: &str| {
        for alias in aliases {
            words.entry(alias.to_lowercase()).or_default().insert(path.to_owned());
        }
    };
    for operation in named.operations() {
        add(&operation.aliases, &paths[&Target::Operation(operation.spec.id.clone())]);
    }
    for webhook in &named.webhooks {
        add(&webhook.aliases, &paths[&Target::Webhook(webhook.spec.name.clone())]);
    }
    ITEMS.iter().for_each(|item| add(&item.aliases, &item.path));
    words
}

#[test]
fn what_a_new_user_looks_for_is_among_the_first_three() {
    for (asked, meant) in ASKED {
        let found = found(asked);
        let first = &found[..found.len().min(3)];
        for path in meant {
            assert!(first.iter().any(|it| it == path), "{asked}: {path} is not in {first:#?}");
        }
    }
}

/// rustdoc shows first, in an order of its own, what has the very word: so a word that stands on three items at most
/// finds them among the first three. (Its own search has found the same in a browser.)
#[test]
fn rustdoc_finds_it_by_the_very_word() {
    let words = words();
    for (asked, meant) in ASKED {
        let items = words.get(&asked.to_lowercase()).unwrap_or_else(|| panic!("{asked}"));
        assert!(items.len() <= 3, "{asked}: {items:?}");
        for path in meant {
            assert!(items.contains(*path), "{asked}: {path} is not in {items:?}");
        }
    }
}

#[test]
fn no_word_stands_on_more_items_than_one_sees_at_once() {
    let crowded: Vec<_> = words().into_iter().filter(|(_, items)| items.len() > 4).collect();
    assert!(crowded.is_empty(), "{crowded:#?}");
}

#[test]
fn everything_has_a_product() {
    let without: Vec<String> =
        INDEX.entries.iter().filter(|it| it.product.is_none()).map(|it| it.target.to_string()).collect();
    assert!(without.is_empty(), "name a product for them in spec/products.toml: {without:#?}");
}

#[test]
fn it_is_found_by_url_page_path_and_event_type() {
    let jsapi = "v3::pay::transactions::jsapi::Post";
    let by_id = "v3::pay::transactions::id::by_transaction_id::Get";
    for (words, path) in [
        ("/v3/pay/transactions/jsapi", jsapi),
        ("https://api.mch.weixin.qq.com/v3/pay/transactions/jsapi?x=1", jsapi),
        ("https://pay.weixin.qq.com/doc/v3/merchant/4012791856", jsapi),
        ("https://api.mch.weixin.qq.com/v3/pay/transactions/id/1217752501201407033233368018?mchid=1", by_id),
        ("wechatpay_client::v3::pay::transactions::jsapi::Post", jsapi),
        ("pay::transactions::jsapi", jsapi),
        ("TRANSACTION.SUCCESS", "webhook::transaction_success"),
        ("transaction_success", "webhook::transaction_success"),
        ("GET /v3/pay/transactions/id", by_id),
        ("native payments", "v3::pay::transactions::native::Post"),
        ("refunds", "v3::refund::domestic::refunds::Post"),
    ] {
        assert_eq!(found(words).first().map(String::as_str), Some(path), "{words}");
    }
    assert_eq!(found("no-such-thing"), [""; 0]);
}
