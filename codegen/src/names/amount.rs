//! Which integers are amounts of money. APIv3 counts money in the smallest unit of its currency wherever it stands, and
//! few labels say so: the words that the documentation has for money tell.

use super::model::{Base, Field};

/// The unit of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// The page says so.
    Fen,
    /// The smallest unit of its currency, which is fen at home.
    Minor,
}

/// What a label of money has somewhere.
const WITHIN: [&str; 3] = ["金额", "余额", "面额"];

/// What a label of money ends with.
const ENDS: [&str; 15] = [
    "价",
    "价格",
    "费",
    "费用",
    "出资",
    "预算",
    "税额",
    "退款额",
    "净额",
    "合计",
    "总额",
    "关税",
    "封顶",
    "门槛",
    "留存额",
];

/// What a name of money ends with, for labels that say nothing.
const NAMES: [&str; 4] = ["amount", "fee", "price", "cost"];

/// What else has prices and balances: points, and rates of exchange.
const OTHERS: [&str; 2] = ["积分", "汇率"];

/// The unit of a field that is an amount.
pub fn unit(field: &Field) -> Option<Unit> {
    if field.base != Base::Integer {
        return None;
    }
    let label = field.label.trim();
    if is_in_fen(label) {
        return Some(Unit::Fen);
    }
    let by_label = WITHIN.iter().any(|word| label.contains(word)) || ENDS.iter().any(|word| label.ends_with(word));
    let by_name = NAMES.iter().any(|name| field.wire.rsplit('_').next() == Some(name));
    let is_other = OTHERS.iter().any(|word| label.contains(word));
    (!is_other && (by_label || by_name)).then_some(Unit::Minor)
}

/// Whether a label says that the unit is fen, which is no minute.
fn is_in_fen(label: &str) -> bool {
    let mut units = label.split("单位").skip(1);
    let is_fen = |unit: &str| {
        let unit = unit.trim_start_matches([':', '：', '为', '是', ' ']);
        unit.strip_prefix('分').is_some_and(|rest| !rest.starts_with('钟'))
    };
    units.any(is_fen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::model::{Place, Presence};

    fn of(wire: &str, label: &str, base: Base) -> Option<Unit> {
        let (wire, label) = (wire.to_owned(), label.to_owned());
        let (ident, place, presence) = (wire.clone(), Place::Body, Presence::Optional);
        unit(&Field {
            ident,
            wire,
            key: None,
            place,
            base,
            list: false,
            presence,
            one_of: Vec::new(),
            encoded: false,
            label,
            format: None,
            values: Vec::new(),
            example: None,
        })
    }

    #[test]
    fn a_label_may_say_that_the_unit_is_fen() {
        for label in ["红包金额（单位：分）", "金额（单位为分）", "订单总金额，单位为分", "总金额(单位分)", "单位是 分"]
        {
            assert_eq!(of("x", label, Base::Integer), Some(Unit::Fen), "{label}");
        }
        for label in ["时长（单位：分钟）", "有效期(单位天)", "单位名称", "部分单位", "得分"] {
            assert_eq!(of("x", label, Base::Integer), None, "{label}");
        }
    }

    #[test]
    fn an_amount_is_told_by_the_words_for_money() {
        for (wire, label) in [
            ("total", "总金额"),
            ("repayment_amount_limit", "还款金额上限"),
            ("exchange_price", "单品换购价"),
            ("unit_price", "商品单价"),
            ("wechatpay_contribute", "微信出资"),
            ("transaction_minimum", "消费门槛"),
            ("duty", "关税"),
            ("add_balance", "本次余额变动值"),
            ("interval_max_amount", "间隔时段收费封顶"),
            // A label that says something else than what the field is.
            ("med_ins_gov_fee", "医保局结算后"),
        ] {
            assert_eq!(of(wire, label, Base::Integer), Some(Unit::Minor), "{label}");
        }
    }

    #[test]
    fn counts_rates_times_and_points_are_no_amounts() {
        for (wire, label) in [
            ("quantity", "付费数量"),
            ("fee_count", "付费项目数量"),
            ("rate", "汇率值"),
            ("currency_price", "汇率值"),
            ("tax_rate", "税率"),
            ("interval_duration", "间隔收费时长"),
            ("point_balance", "积分余额"),
            ("total_points", "顾客积分总额"),
            ("percent_off", "固定减免百分比"),
            ("minutes", "分"),
            ("max_count", "发放次数总上限"),
        ] {
            assert_eq!(of(wire, label, Base::Integer), None, "{label}");
        }
        // In a text they are as their page says, often in yuan.
        assert_eq!(of("sales", "销售金额(单位元)", Base::String), None);
    }
}
