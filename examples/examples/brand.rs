//! A brand asks which of its coupons a user has. It signs with a key of its own, and needs no merchant.

use wechatpay_client::Client;
use wechatpay_client::brand::marketing::product_coupon::users::by_openid::coupons;
use wechatpay_examples::program::Report;
use wechatpay_examples::settings;

// ANCHOR: brand
/// How many coupons of the brand a user has, where the answer says so.
pub(crate) async fn coupons(
    client: &Client,
    app_id: &str,
    openid: &str,
) -> Result<Option<i64>, wechatpay_client::Error> {
    let query = coupons::Get::builder().openid(openid).appid(app_id).build();
    Ok(client.send(query).await?.total_count)
}
// ANCHOR_END: brand

#[tokio::main]
async fn main() -> Result<(), Report> {
    let lookup = |name: &str| std::env::var(name).ok();
    let client = settings::brand(&lookup)?.build()?;
    let (app_id, openid) = (lookup("WECHATPAY_APP_ID"), lookup("WECHATPAY_OPENID"));
    let (app_id, openid) = (app_id.ok_or("set WECHATPAY_APP_ID")?, openid.ok_or("set WECHATPAY_OPENID")?);
    println!("{} coupons", coupons(&client, &app_id, &openid).await?.unwrap_or_default());
    Ok(())
}
