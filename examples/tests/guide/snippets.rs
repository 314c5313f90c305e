//! What the guide shows and no example has, each in a function that gives it what it does not show.

use std::error::Error;
use std::time::Duration;

use wechatpay_client::v3::pay::transactions::jsapi;
use wechatpay_client::{Client, ClientBuilder, Outcome, RetryPolicy};

type Result<T, E = Box<dyn Error>> = std::result::Result<T, E>;

/// What is done about a call that has failed, in a word.
pub(crate) async fn outcome(client: &Client, order: jsapi::Post) -> Result<&'static str> {
    // ANCHOR: outcome
    let Err(error) = client.send(order).await else { return Ok("done") };
    eprintln!("{error}"); // one line: what happened, to which call, whether it may have taken effect, what to do
    Ok(match error.outcome() {
        Outcome::NotSent => "the same again, when what is wrong is mended",
        Outcome::Refused => "look at error.refusal(): it is certain, WeChat Pay has signed it",
        Outcome::Accepted => "the same again in a while, with the same number",
        Outcome::Succeeded => "it is done; error.answer() has what could not be read",
        Outcome::RefusedUnverified | Outcome::Unknown => "ask by the number before anything else",
        _ => "ask by the number: what is new here is not known to this code",
    })
    // ANCHOR_END: outcome
}

/// Asks until the order is paid or cannot be any more.
pub(crate) async fn refusal(client: &Client, order: jsapi::Post) -> Result<&'static str> {
    // ANCHOR: refusal
    match client.send(order).await {
        Ok(_) => Ok("placed"),
        Err(error) if error.is_refused_with("ORDER_PAID") => Ok("it has been paid before"),
        Err(error) if error.is_refused_with("OUT_TRADE_NO_USED") => Ok("another order has this number"),
        Err(error) => Err(error.into()),
    }
    // ANCHOR_END: refusal
}

pub(crate) fn retries(builder: ClientBuilder) -> Result<(Client, Client)> {
    // ANCHOR: retries
    let client = builder
        .timeout(Duration::from_secs(10)) // one attempt
        .deadline(Duration::from_secs(25)) // the whole call, all attempts and pauses
        .retry(RetryPolicy::default().max_attempts(2))
        .build()?;
    let patient = client.with_deadline(Duration::from_secs(120)); // the same client, for a job at night
    // ANCHOR_END: retries
    Ok((client, patient))
}

pub(crate) fn network(builder: ClientBuilder, ca_pem: String) -> Result<Client> {
    // ANCHOR: network
    use wechatpay_client::transport::Reqwest;

    let transport = Reqwest::builder()
        .proxy("http://proxy.internal:3128")
        .proxy_credentials("tea", "secret")
        .root_certificates(ca_pem) // beside those of the system; only_root_certificates: in place of them
        .build()?;
    let client = builder.transport(transport).build()?;
    // ANCHOR_END: network
    Ok(client)
}

pub(crate) fn changeover(builder: ClientBuilder, id: String, pub_key_pem: String, apiv3_key: &str) -> Result<Client> {
    // ANCHOR: changeover
    let client = builder
        .public_key(id, pub_key_pem)
        .apiv3_key(apiv3_key)
        .fetch_certificates(true) // as long as some answers are still signed with a certificate
        .build()?;
    // ANCHOR_END: changeover
    Ok(client)
}

pub(crate) fn shangmi(
    merchant_id: &str,
    base_url: String,
    key: String,
    certificate: String,
    platform: String,
) -> Result<Client> {
    // ANCHOR: shangmi
    let builder = Client::builder()
        .merchant_id(merchant_id)
        .private_key(key) // an SM2 key: it decides for SM2 and SM3
        .certificate(certificate)
        .platform_certificate(platform); // WeChat Pay's, for SM2
    // ANCHOR_END: shangmi
    Ok(builder.base_url(base_url).build()?)
}

pub(crate) async fn overseas(builder: ClientBuilder, url: String) -> Result<String> {
    // ANCHOR: overseas
    use wechatpay_client::v3::global::transactions::native;

    let client = builder.overseas_url(url).build()?; // such as https://apihk.mch.weixin.qq.com/
    let order = native::Post::builder()
        .appid("wxd678efh567hg6787")
        .mchid("1900000109")
        .description("Tea")
        .out_trade_no("tea-hk-1")
        .trade_type("NATIVE")
        .merchant_category_code("5499")
        .notify_url("https://tea.example.com/notify")
        .amount(native::post::Amount::builder().total(100).currency("HKD").build()) // the smallest unit: cents
        .build();
    let code_url = client.send(order).await?.code_url;
    // ANCHOR_END: overseas
    Ok(code_url)
}

pub(crate) async fn ecommerce(client: &Client, transaction: &str) -> Result<String> {
    // ANCHOR: ecommerce
    use wechatpay_client::v3::ecommerce::profitsharing::orders;

    let part = orders::post::Receiver::builder()
        .r#type("MERCHANT_ID")
        .receiver_account("1900000109") // the platform itself
        .amount(5)
        .description("Commission")
        .build();
    let share = orders::Post::builder()
        .sub_mchid("1900000110") // the seller, whose money it is
        .transaction_id(transaction)
        .out_order_no("commission-1")
        .receivers([part])
        .finish(true) // the seller gets what is left
        .build();
    let order_id = client.send(share).await?.order_id;
    // ANCHOR_END: ecommerce
    Ok(order_id)
}

pub(crate) async fn untyped(client: &Client) -> Result<Option<String>> {
    // ANCHOR: untyped
    use serde_json::json;
    use wechatpay_client::operation::Method;

    let answer = client
        .call(Method::Post, "/v3/profitsharing/receivers/add")
        .body(json!({
            "appid": "wxd678efh567hg6787", "type": "MERCHANT_ID", "account": "1900000110",
            "name": "A tea shop", "relation_type": "PARTNER",
        }))
        .confidential("$.name") // encrypted before it is written
        .send()
        .await?;
    let account = answer.value().get("account").and_then(|account| account.as_str()).map(str::to_owned);
    // ANCHOR_END: untyped
    Ok(account)
}

pub(crate) async fn bill_rows(client: &Client, day: &str) -> Result<Vec<String>> {
    // ANCHOR: rows
    use wechatpay_client::bill::Trade;
    use wechatpay_client::download::Link;
    use wechatpay_client::money::yuan;
    use wechatpay_client::v3::bill::tradebill::Get;

    let bill = client.send(Get::builder().bill_date(day).build()).await?;
    let mut rows = client.download(Link::of(&bill)?).await?.rows::<Trade>().await?;
    let mut sold = Vec::new();
    while let Some(row) = rows.next().await {
        let row = row?; // a total that does not add up is an error here, too
        if let (false, Some(number)) = (row.is_refund(), &row.out_trade_no) {
            sold.push(format!("{number} {}", yuan(row.total.unwrap_or_default())));
        }
    }
    // ANCHOR_END: rows
    Ok(sold)
}

pub(crate) async fn state(client: &Client, number: &str) -> Result<Option<String>> {
    // ANCHOR: query
    use wechatpay_client::v3::pay::transactions::out_trade_no::by_out_trade_no::Get;

    let payment = client.send(Get::builder().out_trade_no(number).mchid("1900000109").build()).await?;
    let state = payment.trade_state.map(|state| state.to_string());
    // ANCHOR_END: query
    Ok(state)
}
