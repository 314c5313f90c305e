//! Each example runs here, against a gateway of its own.

#![allow(dead_code, reason = "what a person starts is not what a test calls")]
#![allow(clippy::duplicate_mod, reason = "two of them serve what a third one has")]

#[path = "../examples/app.rs"]
mod app;
#[path = "../examples/applyment.rs"]
mod applyment;
#[path = "../examples/bill.rs"]
mod bill;
#[path = "../examples/blocking.rs"]
mod blocking;
#[path = "../examples/brand.rs"]
mod brand;
#[path = "../examples/combined.rs"]
mod combined;
#[path = "../examples/jsapi.rs"]
mod jsapi;
#[path = "../examples/merchants.rs"]
mod merchants;
#[path = "../examples/native.rs"]
mod native;
#[path = "../examples/partner.rs"]
mod partner;
#[path = "../examples/profit_sharing.rs"]
mod profit_sharing;
#[path = "../examples/refund.rs"]
mod refund;
#[path = "../examples/signer.rs"]
mod signer;
#[path = "../examples/tower.rs"]
mod tower;
#[path = "../examples/transfer.rs"]
mod transfer;

/// As it is in a project of its own: all of it is private there.
mod first {
    include!("../examples/first.rs");

    pub(crate) fn run() -> super::Tested {
        main()
    }
}

use std::collections::BTreeSet;
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use indicatif::ProgressBar;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use wechatpay_client::v3::ecommerce::applyments::index as applyments;
use wechatpay_client::v3::fund_app::mch_transfer::transfer_bills;
use wechatpay_client::v3::merchant::media::upload;
use wechatpay_client::v3::pay::transactions;
use wechatpay_client::v3::refund::domestic::refunds;
use wechatpay_client::wire::Secret;
use wechatpay_client::{Client, File};
use wechatpay_examples::program::{self, Report};
use wechatpay_examples::settings::{self, Settings};
use wechatpay_gateway::Gateway;
use wechatpay_gateway::fault::Fault;
use wechatpay_gateway::gateway::Builder;
use wechatpay_gateway::keys::{self, Kind, Party};

const REFUNDS: &str = "/v3/refund/domestic/refunds";

type Tested = Result<(), Box<dyn Error>>;

/// A gateway, and what it writes for a shell.
struct Stand {
    gateway: Gateway,
    _keys: tempfile::TempDir,
    variables: Vec<(String, String)>,
}

impl Stand {
    fn new() -> Result<Self, Box<dyn Error>> {
        Self::of(Gateway::builder())
    }

    fn of(builder: Builder) -> Result<Self, Box<dyn Error>> {
        let (gateway, keys) = (builder.start_blocking()?, tempfile::tempdir()?);
        gateway.write_keys(keys.path())?;
        let text = std::fs::read_to_string(keys.path().join("gateway.env"))?;
        let variable = |line: &str| {
            let (name, value) = line.strip_prefix("export ")?.split_once('=')?;
            Some((name.to_owned(), value.trim_matches('\'').to_owned()))
        };
        let variables = text.lines().filter_map(variable).collect();
        Ok(Self { gateway, _keys: keys, variables })
    }

    fn lookup(&self, name: &str) -> Option<String> {
        self.variables.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    /// As an example has them from the environment.
    fn settings(&self) -> Result<Settings, Box<dyn Error>> {
        Settings::from_lookup(&|name| self.lookup(name))
    }

    fn client(&self) -> Result<Client, Box<dyn Error>> {
        Ok(self.settings()?.client().build()?)
    }

    fn is_content(&self) {
        assert_eq!(self.gateway.rejections(), [""; 0]);
        assert_eq!(self.gateway.remarks(), [""; 0]);
    }
}

/// What a program on the loopback interface answers.
async fn ask(address: std::net::SocketAddr, request: &str) -> Result<String, Box<dyn Error>> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(format!("{request} HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n").as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

/// It asks the environment of its process, so this test is started once more, as a process of its own.
#[test]
fn a_first_program_prints_what_is_scanned() -> Tested {
    const NAME: &str = "a_first_program_prints_what_is_scanned";
    const INSIDE: &str = "FIRST_PROGRAM";
    if std::env::var_os(INSIDE).is_some() {
        return first::run();
    }
    let stand = Stand::new()?;
    let mut program = std::process::Command::new(std::env::current_exe()?);
    program.args(["--exact", NAME, "--nocapture"]).env(INSIDE, "1").envs(stand.variables.iter().cloned());
    let output = program.output()?;
    let printed = String::from_utf8_lossy(&output.stdout);
    let failed = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && printed.contains("weixin://"), "{printed}{failed}");
    let orders = stand.gateway.received_at("POST", "/v3/pay/transactions/native");
    assert_eq!(orders.len(), 1);
    stand.is_content();
    Ok(())
}

#[tokio::test]
async fn a_page_inside_wechat_is_paid() -> Tested {
    let stand = Stand::new()?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let settings = Settings { notify_url: format!("http://{address}/notify"), ..stand.settings()? };
    let app = jsapi::app(settings.client().build()?, settings)?;
    let serving = tokio::spawn(axum::serve(listener, app).into_future());
    let answer = ask(address, "POST /orders/tea-1").await?;
    let parameters: Value = serde_json::from_str(answer.split_once("\r\n\r\n").ok_or("a body")?.1)?;
    for name in ["appId", "timeStamp", "nonceStr", "package", "signType", "paySign"] {
        assert!(parameters[name].is_string(), "{name}: {parameters}");
    }
    assert!(ask(address, "GET /orders/tea-1").await?.ends_with("[]\n"));
    stand.gateway.pay("tea-1")?;
    stand.gateway.wait_for_deliveries(1).await;
    assert!(ask(address, "GET /orders/tea-1").await?.ends_with("[100]\n"));
    // What WeChat Pay says is for the shop and not for the payer.
    let refused = ask(address, "POST /orders/tea-1").await?;
    assert!(refused.starts_with("HTTP/1.1 409") && !refused.contains("PAID"), "{refused}");
    stand.is_content();
    stand.gateway.on::<transactions::jsapi::Post>().reply_error(403, "RULE_LIMIT", "业务规则限制");
    let refused = ask(address, "POST /orders/tea-2").await?;
    assert!(refused.starts_with("HTTP/1.1 502") && !refused.contains("RULE_LIMIT"), "{refused}");
    serving.abort();
    Ok(())
}

#[tokio::test]
async fn a_code_is_scanned() -> Tested {
    let stand = Stand::new()?;
    let (client, settings) = (stand.client()?, stand.settings()?);
    let code = native::order(&client, &settings, "tea-1", 100).await?;
    assert!(code.lines().count() > 10 && code.contains('█'), "{code}");
    let before = native::state(&client, &settings, "tea-1").await?;
    stand.gateway.pay("tea-1")?;
    let after = native::state(&client, &settings, "tea-1").await?;
    assert_eq!(
        [before, after].map(|state| state.map(|state| state.to_string())),
        [Some("NOTPAY".to_owned()), Some("SUCCESS".to_owned()),]
    );
    stand.is_content();
    Ok(())
}

#[tokio::test]
async fn an_app_is_given_what_it_hands_on() -> Tested {
    let stand = Stand::new()?;
    let parameters = app::order(&stand.client()?, &stand.settings()?, "tea-1", 100).await?;
    let parameters = serde_json::to_value(&parameters)?;
    assert_eq!(parameters["partnerid"], keys::MERCHANT_ID);
    assert_eq!(parameters["package"], "Sign=WXPay");
    stand.is_content();
    Ok(())
}

#[tokio::test]
async fn a_provider_orders_for_another() -> Tested {
    let stand = Stand::new()?;
    let (client, settings, sub) = (stand.client()?, stand.settings()?, "1900000110");
    assert!(!partner::order(&client, &settings, sub, "tea-1", 100).await?.is_empty());
    stand.gateway.pay("tea-1")?;
    assert_eq!(partner::state(&client, &settings, sub, "tea-1").await?, "SUCCESS");
    assert_eq!(partner::refund(&client, sub, "tea-1", 100).await?.amount.refund, 100);
    stand.is_content();
    Ok(())
}

#[tokio::test]
async fn several_are_paid_at_once() -> Tested {
    let stand = Stand::new()?;
    let (client, settings) = (stand.client()?, stand.settings()?);
    let parts = [("1900000110".to_owned(), 10), ("1900000111".to_owned(), 20)];
    combined::order(&client, &settings, "tea", &parts).await?;
    stand.gateway.pay("tea")?;
    let states = combined::states(&client, "tea").await?;
    assert_eq!(states, ["tea-1 SUCCESS", "tea-2 SUCCESS"]);
    stand.is_content();
    Ok(())
}

#[tokio::test]
async fn a_refund_is_followed_until_it_is_clear() -> Tested {
    let stand = Stand::new()?;
    let (client, settings) = (stand.client()?, stand.settings()?);
    native::order(&client, &settings, "tea-1", 100).await?;
    stand.gateway.pay("tea-1")?;
    let refund = async |number: &str| refund::refund(&client, "tea-1", number, 10, 100).await;
    let taken = |what: &refund::Refunded| matches!(what, refund::Refunded::Taken(_));
    assert!(taken(&refund("r-1").await));
    // The answer is lost on its way, or is not to be trusted: the refund is there.
    for (number, fault) in [("r-2", Fault::CLOSE_IN_BODY), ("r-3", Fault::WRONG_SIGNATURE)] {
        stand.gateway.fault(fault).on_path("POST", REFUNDS);
        assert!(taken(&refund(number).await), "{fault:?}");
    }
    assert_eq!(stand.gateway.refunds("tea-1")?.len(), 3);
    // It is gone before the service has read it, and is asked for once: nobody can say that it will not come.
    stand.gateway.fault(Fault::RESET_BEFORE_READ).on_path("POST", REFUNDS);
    let lost = refund("r-4").await;
    assert!(matches!(lost, refund::Refunded::Unknown(_)), "{lost:?}");
    stand.gateway.on::<refunds::Post>().reply_error(403, "NOT_ENOUGH", "基本账户余额不足，请充值后重新发起");
    let refused = refund("r-5").await;
    assert!(matches!(&refused, refund::Refunded::Not(why) if why.contains("NOT_ENOUGH")), "{refused:?}");
    Ok(())
}

#[tokio::test]
async fn money_is_shared() -> Tested {
    let stand = Stand::new()?;
    let (client, settings) = (stand.client()?, stand.settings()?);
    client.send(profit_sharing::order(&settings, "tea-1", 100)).await?;
    let paid = stand.gateway.pay("tea-1")?;
    let transaction = paid["transaction_id"].as_str().ok_or("a text")?;
    profit_sharing::share(&client, &settings, transaction, "share-1", ("86693852", 30)).await?;
    stand.gateway.advance(Duration::from_secs(60));
    let results = profit_sharing::results(&client, transaction, "share-1").await?;
    assert_eq!(results, ["86693852 30 SUCCESS", "1900000109 70 SUCCESS"], "one part, and what is left");
    stand.is_content();
    Ok(())
}

#[tokio::test]
async fn a_user_is_paid() -> Tested {
    let stand = Stand::new()?;
    let (client, settings) = (stand.client()?, stand.settings()?);
    assert!(transfer::transfer(&client, &settings, "t-1", 300, "张三").await?.is_some());
    assert_eq!(stand.gateway.received::<transfer_bills::Post>()[0].text("user_name"), Some("张三"));
    assert_eq!(transfer::state(&client, "t-1").await?, "WAIT_USER_CONFIRM");
    stand.gateway.confirm_transfer("t-1")?;
    assert_eq!(transfer::state(&client, "t-1").await?, "SUCCESS");
    transfer::transfer(&client, &settings, "t-2", 300, "张三").await?;
    stand.gateway.transfer_fails("t-2", "ACCOUNT_FROZEN")?;
    assert_eq!(transfer::state(&client, "t-2").await?, "FAIL: ACCOUNT_FROZEN");
    stand.is_content();
    Ok(())
}

#[tokio::test]
async fn a_seller_applies() -> Tested {
    let stand = Stand::new()?;
    let client = stand.client()?;
    let picture = || File::from_bytes("card.jpg", b"\xff\xd8\xff\xe0".as_slice());
    let pictures = [applyment::upload(&client, picture()).await?, applyment::upload(&client, picture()).await?];
    assert_eq!(stand.gateway.received::<upload::Post>()[0].files[0].body, b"\xff\xd8\xff\xe0");
    let seller = applyment::Seller {
        name: "张三",
        card_number: "110101200001010018",
        phone: "13900000000",
        account: "6222020000000000",
    };
    applyment::apply(&client, "seller-1", &seller, pictures).await?;
    let received = &stand.gateway.received::<applyments::Post>()[0];
    assert_eq!(received.request.contact_info.mobile_phone.as_ref().map(Secret::expose), Some("13900000000"));
    let exchanges = stand.gateway.exchanges();
    let wire = String::from_utf8_lossy(&exchanges[2].request.body);
    assert!(!wire.contains("张三") && !wire.contains("139000") && !wire.contains("622202"), "{wire}");
    stand.is_content();
    Ok(())
}

#[tokio::test]
async fn a_bill_is_kept_whole_or_not_at_all() -> Tested {
    let stand = Stand::new()?;
    let (client, folder, bar) = (stand.client()?, tempfile::tempdir()?, ProgressBar::hidden());
    native::order(&client, &stand.settings()?, "tea-1", 100).await?;
    stand.gateway.pay("tea-1")?;
    let day = stand.gateway.now().date();
    stand.gateway.advance(Duration::from_secs(2 * 86_400));
    let path = folder.path().join("bill.csv");
    let length = bill::fetch(&client, &day, &path, &bar).await?;
    let text = std::fs::read_to_string(&path)?;
    assert_eq!(text.len() as u64, length);
    assert!(text.contains("tea-1"), "{text}");
    assert!(bar.is_finished() && bar.position() > 0 && bar.length() == Some(bar.position()), "{bar:?}");
    // A day without one.
    let none = bill::fetch(&client, "2018-01-01", &folder.path().join("none.csv"), &bar).await;
    assert!(none.is_err_and(|error| error.refusal().is_some()));
    assert_eq!(std::fs::read_dir(folder.path())?.count(), 1);
    Ok(())
}

#[test]
fn code_that_is_not_async_waits() -> Tested {
    let stand = Stand::new()?;
    let client = wechatpay_client::blocking::Client::new(stand.client()?)?;
    assert_eq!(blocking::order_and_close(&client, &stand.settings()?, "tea-1")?, ["NOTPAY", "CLOSED"]);
    stand.is_content();
    Ok(())
}

#[tokio::test]
async fn another_program_signs() -> Tested {
    let stand = Stand::new()?;
    let settings = stand.settings()?;
    let key = stand.lookup("WECHATPAY_PRIVATE_KEY").ok_or("a path")?;
    let command = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
    if std::process::Command::new("openssl").arg("version").output().is_ok() {
        let code = signer::order(&settings, command(&format!("openssl dgst -sha256 -sign {key}"))).await?;
        assert!(code.starts_with("weixin://"), "{code}");
    } else {
        println!("skipped: there is no `openssl` command");
    }
    stand.is_content();
    // One that fails, and one that is not there: nothing goes out.
    for broken in ["false", "/no/such/program"] {
        let error = signer::order(&settings, command(broken)).await.expect_err("nobody signs");
        let error = error.downcast::<wechatpay_client::Error>()?;
        assert!(matches!(*error, wechatpay_client::Error::Signer { .. }), "{error}");
        assert!(!error.may_have_taken_effect());
    }
    assert!(stand.gateway.requests().len() <= 1);
    Ok(())
}

#[tokio::test]
async fn a_layer_lies_around_the_transport() -> Tested {
    let (stand, measured) = (Stand::new()?, Arc::<tower::Measured>::default());
    let settings = stand.settings()?;
    let client = settings.client().transport(tower::transport(measured.clone())?).build()?;
    native::order(&client, &settings, "tea-1", 100).await?;
    assert_eq!(measured.attempts.load(Ordering::Relaxed), 1);
    assert!(measured.micros.load(Ordering::Relaxed) > 0);
    stand.is_content();
    Ok(())
}

#[tokio::test]
async fn each_merchant_has_its_own_client() -> Tested {
    let other = keys::stranger();
    let party = Party::new(Kind::Merchant, "1900000200", &other.certificate_pem(), "vutsrqponmlkjihgfedcba9876543210")?;
    let stand = Stand::of(Gateway::builder().party(party))?;
    let tea = stand.settings()?;
    let cake = Settings {
        merchant_id: "1900000200".to_owned(),
        certificate_serial: other.serial.clone(),
        private_key: other.private_key_pem().into_bytes(),
        api_v3_key: "vutsrqponmlkjihgfedcba9876543210".to_owned(),
        ..tea.clone()
    };
    let merchants = merchants::Merchants::new(vec![tea, cake])?;
    for merchant in [keys::MERCHANT_ID, "1900000200"] {
        assert!(merchants.order(merchant, "tea-1", 100).await?.starts_with("weixin://"));
        let callers = stand.gateway.received_at("POST", "/v3/pay/transactions/native");
        assert_eq!(callers.last().ok_or("one has come")?.caller.id, merchant);
        let mut paid = stand.gateway.notification("TRANSACTION.SUCCESS", "http://127.0.0.1:9/");
        paid.party = merchant.to_owned();
        paid.resource["mchid"] = json!(merchant);
        let letter = stand.gateway.letter(&paid, None);
        let notification = merchants.notifications.receive(letter.headers.clone(), &letter.body).await?;
        assert_eq!(notification.recipient(), Some(merchant));
    }
    assert!(merchants.order("1900000300", "tea-1", 100).await.is_err());
    assert_eq!(stand.gateway.connections(), 1, "they have it in common");
    stand.is_content();
    Ok(())
}

#[tokio::test]
async fn a_brand_asks_in_its_own_name() -> Tested {
    let stand = Stand::new()?;
    let client = settings::brand(&|name| stand.lookup(name))?.build()?;
    brand::coupons(&client, "wxd678efh567hg6787", "oUpF8uMuAJO_M2").await?;
    assert_eq!(
        stand.gateway.exchanges()[0].request.path(),
        "/brand/marketing/product-coupon/users/oUpF8uMuAJO_M2/coupons"
    );
    stand.is_content();
    Ok(())
}

/// What ends a program is told as the text that it has, and not as it is put together.
#[test]
fn a_program_ends_with_a_text() -> Tested {
    let stand = Stand::new()?;
    let error = settings::brand(&|_| None).err().ok_or("something is missing")?;
    let said = format!("{:?}", Report::from(error));
    assert!(said.starts_with("set WECHATPAY_BRAND_CERTIFICATE_SERIAL; "), "{said}");
    let client = stand.settings()?.client().base_url("not a url").build();
    let error = client.err().ok_or("it is no URL")?;
    let text = error.to_string();
    assert_eq!(format!("{:?}", Report::from(error)), text);
    Ok(())
}

#[test]
fn a_port_that_is_taken_is_named() -> Tested {
    let _mine = std::net::TcpListener::bind(program::ADDRESS); // or another one's: it is taken
    let said = program::listen().err().ok_or("it is taken")?;
    assert!(said.starts_with("127.0.0.1:3000 cannot be listened on: "), "{said}");
    Ok(())
}

#[test]
fn numbers_are_good_for_one_run() {
    let numbers: BTreeSet<_> = (0..100).map(|_| program::number("1900000109-")).collect();
    assert!(numbers.len() > 1, "two of one second are two");
    assert!(numbers.iter().all(|number| number.len() <= 32 - "-1".len()), "{:?}", numbers.first());
}

/// Of several merchants each is named by its own variables, and so is what one of them lacks.
#[test]
fn one_of_several_merchants_is_named() -> Tested {
    let stand = Stand::new()?;
    let tea = |name: &str| stand.lookup(&name.replacen("TEA_", "WECHATPAY_", 1));
    assert_eq!(Settings::prefixed("TEA", &tea)?.base_url, stand.settings()?.base_url);
    for (name, what) in [("TEA_MERCHANT_ID", "set TEA_MERCHANT_ID; "), ("TEA_PRIVATE_KEY", "set TEA_PRIVATE_KEY; ")] {
        let error = Settings::prefixed("TEA", &|wanted| if wanted == name { None } else { tea(wanted) });
        let error = error.err().ok_or("something is missing")?.to_string();
        assert!(error.starts_with(what), "{error}");
    }
    Ok(())
}

/// What is missing is named.
#[test]
fn settings_say_what_they_lack() -> Tested {
    let stand = Stand::new()?;
    for name in ["WECHATPAY_MERCHANT_ID", "WECHATPAY_PRIVATE_KEY", "WECHATPAY_NOTIFY_URL"] {
        let without = |wanted: &str| if wanted == name { None } else { stand.lookup(wanted) };
        let error = Settings::from_lookup(&without).err().ok_or("something is missing")?;
        assert!(error.to_string().contains(name), "{error}");
    }
    let nowhere =
        |name: &str| if name == "WECHATPAY_PUBLIC_KEY" { Some("/no/such/file".to_owned()) } else { stand.lookup(name) };
    let error = Settings::from_lookup(&nowhere).err().ok_or("a file is missing")?;
    assert!(error.to_string().contains("WECHATPAY_PUBLIC_KEY is /no/such/file"), "{error}");
    Ok(())
}
