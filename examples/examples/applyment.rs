//! An application of a seller on an e-commerce platform: pictures are uploaded, and what is personal goes out encrypted.
//!
//! `cargo run --example applyment front.jpg back.jpg`, with the two sides of an identity card.

use wechatpay_client::v3::ecommerce::applyments::index::{Post, post};
use wechatpay_client::v3::merchant::media::upload;
use wechatpay_client::{Client, File};
use wechatpay_examples::program::{Report, argument, number};
use wechatpay_examples::settings::Settings;

// ANCHOR: upload
/// Uploads a picture; the id by which an application names it. The client computes the digest that goes with it.
pub(crate) async fn upload(client: &Client, file: File) -> Result<String, wechatpay_client::Error> {
    Ok(client.send(upload::Post::builder().file(file).build()).await?.media_id)
}
// ANCHOR_END: upload

/// Who applies. A real platform has this from a form; the `Debug` of such a type had better hide it.
pub(crate) struct Seller<'a> {
    pub(crate) name: &'a str,
    pub(crate) card_number: &'a str,
    pub(crate) phone: &'a str,
    pub(crate) account: &'a str,
}

// ANCHOR: apply
/// Applies for a natural person (`2500`) with a bank account of its own (`75`); the id of the application.
pub(crate) async fn apply(
    client: &Client,
    number: &str,
    seller: &Seller<'_>,
    [front, back]: [String; 2],
) -> Result<Option<i64>, wechatpay_client::Error> {
    let card = post::IdCardInfo::builder()
        .id_card_copy(front)
        .id_card_national(back)
        .id_card_name(seller.name) // a `Secret`: plain here, encrypted on its way, hidden in logs
        .id_card_number(seller.card_number)
        .id_card_valid_time_begin("2020-01-01")
        .id_card_valid_time("2040-01-01");
    let account = post::AccountInfo::builder().bank_account_type("75").account_bank("工商银行");
    let account = account.account_name(seller.name).bank_address_code("110000").account_number(seller.account);
    let contact = post::ContactInfo::builder().contact_type("65").contact_name(seller.name);
    let contact = contact.contact_id_card_number(seller.card_number).mobile_phone(seller.phone);
    let shop = post::SalesSceneInfo::builder().store_name("Tea").store_url("https://tea.example.com");
    let application = Post::builder()
        .out_request_no(number)
        .organization_type("2500")
        .id_card_info(card.build())
        .account_info(account.build())
        .contact_info(contact.build())
        .sales_scene_info(shop.build())
        .merchant_shortname("Tea");
    Ok(client.send(application.build()).await?.applyment_id)
}
// ANCHOR_END: apply

#[tokio::main]
async fn main() -> Result<(), Report> {
    let client = Settings::from_env()?.client().build()?;
    // The client names no file in what it says: the name may be a person's.
    let picture = |place| {
        let path = argument(place, "a picture of an identity card")?;
        std::fs::metadata(&path).map(|_| path.clone()).map_err(|error| format!("{path}: {error}"))
    };
    let (front, back) = (picture(1), picture(2));
    let (front, back) = (upload(&client, File::from_path(front?)), upload(&client, File::from_path(back?)));
    let seller =
        Seller { name: "张三", card_number: "110101200001010018", phone: "13900000000", account: "6222020000000000" };
    let application = apply(&client, &number("seller-"), &seller, [front.await?, back.await?]).await?;
    println!("the application is {}", application.ok_or("of no id")?);
    Ok(())
}
