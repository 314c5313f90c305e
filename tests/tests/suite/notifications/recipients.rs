//! Many merchants at one URL: whose a notification is, what verifies and opens it says.

use serde_json::json;
use wechatpay_client::notification::{
    Event, MemberError, Notification, Notifications, NotificationsBuilder, Recipient, ReplyError,
};
use wechatpay_client::webhook::{cross_border_pay_get_mch_info, membercard_accept_card};
use wechatpay_client::{Brand, Client, Error};
use wechatpay_gateway::clock::TestClock;
use wechatpay_gateway::keys::{self, API_V3_KEY, BRAND_ID, BRAND_PUBLIC_KEY_ID, Identity, MERCHANT_ID, PUBLIC_KEY_ID};
use wechatpay_tests::keys::Key;
use wechatpay_tests::notify::Sender;

use super::{merchant, notifications, payment};

const OTHER_ID: &str = "1900000204";
const OTHER_KEY: &str = "vutsrqponmlkjihgfedcba9876543210";
const EVENT: &str = "TRANSACTION.SUCCESS";

fn recipient(id: &str, key: &str, platform: &'static Identity) -> Recipient {
    Recipient::new(id).apiv3_key(key).public_key(PUBLIC_KEY_ID, platform.public_key_pem())
}

fn of(recipients: impl IntoIterator<Item = Recipient>) -> Notifications {
    let builder = recipients.into_iter().fold(Notifications::builder(), NotificationsBuilder::recipient);
    builder.clock(TestClock::default()).build().expect("the settings are right")
}

fn to(platform: &'static Identity, key: &str) -> Sender {
    Sender { apiv3_key: key.to_owned(), ..Sender::of(platform, PUBLIC_KEY_ID) }
}

/// Whose it is, or the name of the refusal.
fn whose(notifications: &Notifications, sender: &Sender) -> Result<Vec<String>, &'static str> {
    let letter = sender.notify(EVENT, "transaction", &json!({"transaction_id": "1", "mchid": "1900009999"}));
    match notifications.parse(letter.headers, &letter.body) {
        Ok(notification) => Ok(notification.recipients().map(str::to_owned).collect()),
        Err(rejection) => Err(rejection.name()),
    }
}

/// Two keys of WeChat Pay under one id, and two APIv3 keys: each pair of them is one merchant's, or nobody's.
#[test]
fn whose_it_is_depends_on_what_verifies_and_opens_it() {
    let both = of([
        recipient(MERCHANT_ID, API_V3_KEY, keys::platform_a()),
        recipient(OTHER_ID, OTHER_KEY, keys::platform_b()),
    ]);
    assert_eq!(whose(&both, &to(keys::platform_a(), API_V3_KEY)), Ok(vec![MERCHANT_ID.to_owned()]));
    assert_eq!(whose(&both, &to(keys::platform_b(), OTHER_KEY)), Ok(vec![OTHER_ID.to_owned()]));
    assert_eq!(whose(&both, &to(keys::platform_a(), OTHER_KEY)), Err("NotOpened"));
    assert_eq!(whose(&both, &to(keys::platform_b(), API_V3_KEY)), Err("NotOpened"));
    assert_eq!(whose(&both, &to(keys::stranger(), API_V3_KEY)), Err("Mismatch"));
    let unknown = Sender { serial: keys::stranger().serial.clone(), ..to(keys::platform_a(), API_V3_KEY) };
    assert_eq!(whose(&both, &unknown), Err("UnknownKey"));
}

#[test]
fn merchants_that_share_one_of_the_keys_are_told_by_the_other() {
    let one_platform = of([
        recipient(MERCHANT_ID, API_V3_KEY, keys::platform_a()),
        recipient(OTHER_ID, OTHER_KEY, keys::platform_a()),
    ]);
    assert_eq!(whose(&one_platform, &to(keys::platform_a(), OTHER_KEY)), Ok(vec![OTHER_ID.to_owned()]));
    let one_key = of([
        recipient(MERCHANT_ID, API_V3_KEY, keys::platform_a()),
        recipient(OTHER_ID, API_V3_KEY, keys::platform_b()),
    ]);
    assert_eq!(whose(&one_key, &to(keys::platform_b(), API_V3_KEY)), Ok(vec![OTHER_ID.to_owned()]));
}

/// With a key for each, what is said to be by the one is not tried with the other.
#[test]
fn a_key_of_one_merchant_verifies_nothing_under_the_name_of_anothers() {
    let second = "PUB_KEY_ID_0119000001092026110100000000000002";
    let other = Recipient::new(OTHER_ID).apiv3_key(OTHER_KEY).public_key(second, keys::platform_b().public_key_pem());
    let both = of([recipient(MERCHANT_ID, API_V3_KEY, keys::platform_a()), other]);
    let by = |platform, name: &str, key| Sender { serial: name.to_owned(), ..to(platform, key) };
    assert_eq!(whose(&both, &by(keys::platform_a(), PUBLIC_KEY_ID, API_V3_KEY)), Ok(vec![MERCHANT_ID.to_owned()]));
    assert_eq!(whose(&both, &by(keys::platform_b(), second, OTHER_KEY)), Ok(vec![OTHER_ID.to_owned()]));
    for key in [API_V3_KEY, OTHER_KEY] {
        assert_eq!(whose(&both, &by(keys::platform_b(), PUBLIC_KEY_ID, key)), Err("Mismatch"));
        assert_eq!(whose(&both, &by(keys::platform_a(), second, key)), Err("Mismatch"));
    }
}

/// What nobody has verified may name anyone; what was opened names the one whose it is.
#[test]
fn those_that_share_both_keys_are_told_by_what_was_opened_alone() {
    let both = of([
        recipient(MERCHANT_ID, API_V3_KEY, keys::platform_a()),
        recipient(OTHER_ID, API_V3_KEY, keys::platform_a()),
    ]);
    assert_eq!(
        whose(&both, &to(keys::platform_a(), API_V3_KEY)),
        Ok(vec![MERCHANT_ID.to_owned(), OTHER_ID.to_owned()])
    );
    let sender = to(keys::platform_a(), API_V3_KEY);
    let mut body = sender.envelope(EVENT, "transaction", json!({"sp_mchid": OTHER_ID, "a": 1}).to_string().as_bytes());
    body["mchid"] = json!(MERCHANT_ID);
    let letter = sender.letter(body.to_string().as_bytes());
    let notification = both.parse(letter.headers, &letter.body).expect("it is both's");
    assert_eq!(notification.recipient(), Some(OTHER_ID));
    let neither = sender.notify(EVENT, "transaction", &json!({"a": 1}));
    assert_eq!(both.parse(neither.headers, &neither.body).expect("it is both's").recipient(), None);
}

/// The account decides, as the documentation names it: that of the combiner or of the service provider before that of the
/// merchant, the sub-merchant's last. What else has the same text decides nothing.
#[test]
fn of_those_that_share_both_keys_the_documented_account_decides() {
    let both = of([
        recipient(MERCHANT_ID, API_V3_KEY, keys::platform_a()),
        recipient(OTHER_ID, API_V3_KEY, keys::platform_a()),
    ]);
    let whose = |event_type: &str, content: serde_json::Value| {
        let letter = to(keys::platform_a(), API_V3_KEY).notify(event_type, "", &content);
        let notification = both.parse(letter.headers, &letter.body).expect("it is both's");
        notification.recipient().map(str::to_owned)
    };
    for (event_type, content, expected) in [
        (EVENT, json!({"mchid": OTHER_ID}), Some(OTHER_ID)),
        (EVENT, json!({"sub_mchid": MERCHANT_ID, "sp_mchid": OTHER_ID}), Some(OTHER_ID)),
        (EVENT, json!({"mchid": MERCHANT_ID, "combine_mchid": OTHER_ID}), Some(OTHER_ID)),
        (EVENT, json!({"sub_mchid": OTHER_ID, "sp_mchid": "1900009999"}), Some(OTHER_ID)),
        (EVENT, json!({"attach": OTHER_ID, "trade_state": "SUCCESS"}), None),
        (EVENT, json!({"attach": OTHER_ID, "mchid": MERCHANT_ID}), Some(MERCHANT_ID)),
        (EVENT, json!({"mchid": [OTHER_ID]}), None),
        ("MCHTRANSFER.BILL.FINISHED", json!({"mch_id": OTHER_ID}), Some(OTHER_ID)),
        ("REFUND.SUCCESS", json!({"mch_id": OTHER_ID, "refund_id": MERCHANT_ID}), None),
        ("OF.TOMORROW", json!({"mchid": OTHER_ID}), None),
    ] {
        assert_eq!(whose(event_type, content.clone()).as_deref(), expected, "{event_type} {content}");
    }
}

/// What is of the one whose it is, is not had where nobody knows that: and it is said, by name.
#[tokio::test]
async fn nobody_is_taken_for_the_one_whose_it_is() {
    let other = recipient(OTHER_ID, API_V3_KEY, keys::platform_a())
        .private_key(keys::stranger().serial.as_str(), keys::stranger().private_key_pem());
    let both = of([merchant(), other]);
    let sealed = keys::stranger().seal_oaep(b"13800000000");
    let content = json!({"card_id": "c", "phone_number": sealed});
    let letter = to(keys::platform_a(), API_V3_KEY).notify("MEMBERCARD.ACCEPT_CARD", "membercard", &content);
    let notification = both.parse(letter.headers, &letter.body).expect("it is one's of them");
    let phone = |notification: &Notification| match notification.event() {
        Event::MembercardAcceptCard(card) => card.phone_number.as_ref().map(|phone| phone.expose().to_owned()),
        other => panic!("{other:?}"),
    };
    assert_eq!((notification.recipient(), phone(&notification)), (None, None));
    assert!(notification.drift().to_string().contains("assigned_to"), "{}", notification.drift());
    assert!(
        matches!(notification.decrypt(&sealed), Err(MemberError::Undecided { recipients }) if recipients.len() == 2)
    );
    let read = notification.decode::<membercard_accept_card::Resource>().expect("it can be read");
    assert!(read.value.phone_number.is_none() && read.drift.to_string().contains("assigned_to"), "{}", read.drift);

    let answer = cross_border_pay_get_mch_info::Answer::builder().code("SUCCESS").acq_tid("1").mch_id(OTHER_ID);
    let answer = answer.limit_bank_acc_type("UNLIMIT").client_ip("10.0.0.1").build();
    let signed = notification.answer(&answer).await;
    assert!(matches!(&signed, Err(ReplyError::Undecided { recipients }) if recipients.len() == 2), "{signed:?}");

    let theirs = notification.assigned_to(OTHER_ID).expect("their keys have verified and opened it");
    assert_eq!((theirs.recipient(), phone(&theirs).as_deref()), (Some(OTHER_ID), Some("13800000000")));
    let reply = theirs.answer(&answer).await.expect("it is signed");
    assert!(reply.headers()["authorization"].to_str().expect("text").contains(OTHER_ID));
    let mine = notification.assigned_to(MERCHANT_ID).expect("their keys have verified and opened it");
    assert!(matches!(mine.decrypt(&sealed), Err(MemberError::Failed { .. })));
    assert!(notification.assigned_to("1900009999").is_none());
}

/// The same one twice is one: two recipients, or a client beside a recipient.
#[test]
fn who_is_given_twice_is_one() {
    let twice = of([recipient(MERCHANT_ID, API_V3_KEY, keys::platform_a()), merchant()]);
    let client = Client::builder()
        .merchant_id(MERCHANT_ID)
        .private_key(keys::merchant().private_key_pem())
        .certificate_serial(keys::merchant().serial.as_str())
        .public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem())
        .apiv3_key(API_V3_KEY)
        .build()
        .expect("the settings are right");
    let beside = Notifications::builder().client(&client).recipient(merchant()).clock(TestClock::default());
    for notifications in [twice, beside.build().expect("the settings are right")] {
        let letter = to(keys::platform_a(), API_V3_KEY).notify(EVENT, "transaction", &json!({"transaction_id": "1"}));
        let notification = notifications.parse(letter.headers, &letter.body).expect("it is right");
        assert_eq!(notification.recipient(), Some(MERCHANT_ID));
        assert_eq!(notification.recipients().collect::<Vec<_>>(), [MERCHANT_ID]);
    }
}

#[test]
fn a_key_that_is_replaced_stays_beside_the_new_one() {
    let changing = of([recipient(MERCHANT_ID, API_V3_KEY, keys::platform_a())
        .apiv3_key(OTHER_KEY)
        .platform_certificate(keys::platform_b().certificate_pem())]);
    for key in [API_V3_KEY, OTHER_KEY] {
        for (platform, serial) in
            [(keys::platform_a(), PUBLIC_KEY_ID), (keys::platform_b(), keys::platform_b().serial.as_str())]
        {
            let sender = Sender { apiv3_key: key.to_owned(), ..Sender::of(platform, serial) };
            assert_eq!(whose(&changing, &sender), Ok(vec![MERCHANT_ID.to_owned()]), "{key} {serial}");
        }
    }
}

#[test]
fn the_private_key_is_that_of_the_one_whose_it_is() {
    let other = recipient(OTHER_ID, OTHER_KEY, keys::platform_a())
        .private_key(keys::stranger().serial.as_str(), keys::stranger().private_key_pem());
    let both = of([merchant(), other]);
    for (key, owner) in [(API_V3_KEY, keys::merchant()), (OTHER_KEY, keys::stranger())] {
        let content = json!({"card_id": "c", "phone_number": owner.seal_oaep(b"13800000000")});
        let letter = to(keys::platform_a(), key).notify("MEMBERCARD.ACCEPT_CARD", "membercard", &content);
        let notification = both.parse(letter.headers, &letter.body).expect("it is right");
        let Event::MembercardAcceptCard(card) = notification.event() else { panic!("{notification:?}") };
        assert_eq!(
            card.phone_number.as_ref().map(wechatpay_client::wire::Secret::expose),
            Some("13800000000"),
            "{key}"
        );
    }
}

/// A client may be a brand's too, with keys of its own.
#[test]
fn a_client_is_notified_as_a_merchant_and_as_a_brand() {
    let key =
        wechatpay_client::keys::MerchantKey::from_pem(keys::brand().serial.as_str(), keys::brand().private_key_pem())
            .expect("a key");
    let brand = Brand::new(BRAND_ID, key).public_key(BRAND_PUBLIC_KEY_ID, keys::platform_brand().public_key_pem());
    let client = |brand: Brand| {
        Client::builder()
            .merchant_id(MERCHANT_ID)
            .private_key(keys::merchant().private_key_pem())
            .certificate_serial(keys::merchant().serial.as_str())
            .public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem())
            .apiv3_key(API_V3_KEY)
            .brand(brand)
            .clock(TestClock::default())
            .build()
            .expect("the settings are right")
    };
    let notifications = client(brand.clone().apiv3_key(OTHER_KEY)).notifications().expect("there are keys");
    assert_eq!(whose(&notifications, &to(keys::platform_a(), API_V3_KEY)), Ok(vec![MERCHANT_ID.to_owned()]));
    let of_brand =
        Sender { apiv3_key: OTHER_KEY.to_owned(), ..Sender::of(keys::platform_brand(), BRAND_PUBLIC_KEY_ID) };
    let letter = of_brand.notify("PRODUCT_COUPON_SP.SEND", "product_coupon", &json!({"brand_id": BRAND_ID}));
    let letter = letter.with("Wechatpay-Signature-Type", "WECHATPAY-BRAND-SHA256-RSA2048");
    let notification = notifications.parse(letter.headers, &letter.body).expect("it is the brand's");
    assert_eq!(notification.recipient(), Some(BRAND_ID));
    assert!(matches!(notification.event(), Event::ProductCouponSpSend(_)), "{notification:?}");
    // A brand without the key is not notified.
    let merchants = client(brand).notifications().expect("there is the merchant's key");
    assert_eq!(whose(&merchants, &of_brand), Err("UnknownKey"));
}

#[test]
fn mistakes_in_the_settings_are_told_by_name() {
    let setting = |recipient: Recipient| match Notifications::builder().recipient(recipient).build() {
        Err(Error::Config { setting, .. }) => setting,
        other => panic!("{other:?}"),
    };
    let id = |id: &str| Recipient::new(id).apiv3_key(API_V3_KEY);
    assert_eq!(setting(id("wx1")), "recipient");
    assert_eq!(setting(id(MERCHANT_ID)), "public_key");
    assert_eq!(setting(id(MERCHANT_ID).public_key("1", keys::platform_a().public_key_pem())), "public_key");
    assert_eq!(setting(id(MERCHANT_ID).platform_certificate("x")), "platform_certificate");
    assert_eq!(setting(merchant().apiv3_key("short")), "apiv3_key");
    assert_eq!(
        setting(Recipient::new(MERCHANT_ID).public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem())),
        "apiv3_key"
    );
    assert_eq!(setting(merchant().private_key(keys::merchant().serial.as_str(), "x")), "private_key");
    assert_eq!(setting(merchant().platform_certificate(keys::merchant().certificate_pem())), "platform_certificate");
    assert!(matches!(Notifications::builder().build(), Err(Error::Config { setting: "recipient", .. })));
    let client = Client::builder()
        .merchant_id(MERCHANT_ID)
        .private_key(keys::merchant().private_key_pem())
        .certificate_serial(keys::merchant().serial.as_str())
        .public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem())
        .build()
        .expect("it can call");
    assert!(matches!(client.notifications(), Err(Error::Config { setting: "apiv3_key", .. })));
    let debug = format!("{:?} {:?}", merchant(), notifications(merchant()));
    assert!(!debug.contains(API_V3_KEY) && debug.contains(MERCHANT_ID), "{debug}");
}

/// With a thousand merchants of one platform key a forged signature is verified once.
#[test]
fn many_merchants_are_not_paid_for_one_by_one() {
    let many =
        (0..1000).map(|number| recipient(&format!("19{number:08}"), &format!("{number:032}"), keys::platform_a()));
    let many = of(many);
    let letter = to(keys::platform_a(), &format!("{:032}", 700)).notify(EVENT, "transaction", &payment());
    let notification = many.parse(letter.headers, &letter.body).expect("it is one's");
    assert_eq!(notification.recipient(), Some("1900000700"));
    let forged = to(keys::stranger(), API_V3_KEY).notify(EVENT, "transaction", &payment());
    assert_eq!(many.parse(forged.headers, &forged.body).expect_err("it is forged").name(), "Mismatch");
}
