//! Which module of shared types a place belongs to: a word of the trade, and mostly the product of the URL.

use std::collections::BTreeMap;

use heck::ToSnakeCase;
use wechatpay_spec::Target;

use crate::names;

/// Where no product has half of the places.
pub const COMMON: &str = "common";

/// Segments of a URL that are a product, wherever they stand, and the word for it. The first one of a URL counts.
const SEGMENTS: [(&str, &str); 47] = [
    ("acquiring-bank", "pay"),
    ("applyment4sub", "applyment"),
    ("apply4sub", "applyment"),
    ("apply4subject", "apply4subject"),
    ("applyments", "applyment"),
    ("subject-sub-merchants", "applyment"),
    ("bill", "bill"),
    ("brand-redpacket", "redpacket"),
    ("busifavor", "busifavor"),
    ("card", "brand_card"),
    ("card-member", "member_card"),
    ("codepay", "pay"),
    ("combine-papay", "combine_papay"),
    ("combine-transactions", "combine"),
    ("complaint-notifications", "complaint"),
    ("customs", "customs"),
    ("delivery-plan", "delivery_plan"),
    ("discount-card", "discount_card"),
    ("edu-papay", "edu_papay"),
    ("favor", "favor"),
    ("goods-subsidy-activity", "goods_subsidy"),
    ("individual-contracts", "papay"),
    ("mch-transfer", "transfer"),
    ("membercard-activity", "member_card"),
    ("membercard-open", "member_card"),
    ("merchant-service", "complaint"),
    ("merchant-store", "store"),
    ("micropay", "pay"),
    ("partner-transfer", "partner_transfer"),
    ("partner-papay", "papay"),
    ("pay", "pay"),
    ("papay", "papay"),
    ("paygiftactivity", "pay_gift"),
    ("payscore", "payscore"),
    ("product-coupon", "product_coupon"),
    ("profit-sharing", "profitsharing"),
    ("profitsharing", "profitsharing"),
    ("refund", "refund"),
    ("refunds", "refund"),
    ("recharges", "recharge"),
    ("settle", "settlement"),
    ("store", "store"),
    ("subsidy", "subsidy"),
    ("transactions", "pay"),
    ("transfer", "transfer"),
    ("vehicle", "vehicle"),
    ("withdraw", "withdraw"),
];

/// The same for the first words of notifications, where it is not the word itself.
const EVENTS: [(&str, &str); 20] = [
    ("APPLYMENT_STATE", "applyment"),
    ("BRAND_MEMBER_CARD_SP", "member_card"),
    ("BUDGET", "busifavor"),
    ("COUPON", "favor"),
    ("CREDIT_REPAYMENT", "credit_repayment"),
    ("ECOMMERCE_ENTRUST", "papay"),
    ("ENTRUST", "papay"),
    ("FAPIAO", "new_tax_control_fapiao"),
    ("INSURANCE_ENTRUST", "papay"),
    ("MALL_AUTH", "businesscircle"),
    ("MALL_REFUND", "businesscircle"),
    ("MALL_TRANSACTION", "businesscircle"),
    ("MCHTRANSFER", "transfer"),
    ("MCHWITHDRAW", "withdraw"),
    ("MEDICAL_INSURANCE", "med_ins"),
    ("MEMBERCARD", "member_card"),
    ("PRODUCT_COUPON_SP", "product_coupon"),
    ("SECURITY_ECHO", "security"),
    ("TRANSACTION", "pay"),
    ("VIOLATION", "merchant_risk_manage"),
];

/// The module of one operation or notification.
pub fn module(target: &Target) -> String {
    let known = |table: &[(&str, &str)], word: &str| {
        table.iter().find(|(name, _)| *name == word).map(|(_, module)| (*module).to_owned())
    };
    match target {
        Target::Operation(id) => {
            // Abroad the same products stand one segment further down; whatever begins with one is that product.
            let found = id.path.split('/').skip(1).find_map(|segment| known(&SEGMENTS, segment));
            found.or_else(|| names::feature(&id.path)).unwrap_or_else(|| COMMON.to_owned()).to_snake_case()
        }
        Target::Webhook(name) => {
            let first = name.split('.').next().unwrap_or_default();
            known(&EVENTS, first).unwrap_or_else(|| first.to_snake_case())
        }
    }
}

/// The module of places together: the one that at least half of them have.
pub fn of_all<'t>(targets: impl Iterator<Item = &'t Target>) -> String {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    targets.for_each(|target| *count.entry(module(target)).or_default() += 1);
    let all: usize = count.values().sum();
    // Of two that have half each, the first of the alphabet.
    let most = count.into_iter().rev().max_by_key(|(_, places)| *places);
    most.filter(|(_, places)| places * 2 >= all).map_or_else(|| COMMON.to_owned(), |(module, _)| module)
}
