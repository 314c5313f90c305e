//! A value of another field's enum.

use wechatpay_client::v3::bill::tradebill::Get;
use wechatpay_client::v3::bill::tradebill::get::TarType;

pub fn bill() -> Get {
    Get::builder().bill_date("2026-08-01").bill_type(TarType::Gzip).build()
}
