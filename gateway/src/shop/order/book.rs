//! What an order leaves in the journal.

use super::super::journal::{self, Money, Trade};
use super::super::money::Fen;
use super::super::owner::text;
use super::super::refusal::Refusal;
use super::super::turn::Turn;
use super::record::{Order, Paid};

/// An order as a bill shows it.
pub(in crate::shop) fn line(order: &Order, paid: &Paid, state: &str) -> Trade {
    let appid = ["/appid", "/sp_appid", "/sub_appid"].map(|at| text(&order.body, at));
    let topped_up = paid.coupons.iter().filter(|coupon| coupon.topped_up);
    Trade {
        at: paid.at,
        appid: appid.into_iter().find(|id| !id.is_empty()).unwrap_or_default().to_owned(),
        mchid: order.owner.mchid.clone(),
        sub_mchid: order.owner.sub_mchid.clone(),
        device: text(&order.body, "/scene_info/device_id").to_owned(),
        transaction_id: paid.transaction_id.clone(),
        out_trade_no: order.out_trade_no.clone(),
        openid: paid.openid.clone(),
        way: order.trade_type.clone(),
        state: state.to_owned(),
        bank_type: paid.bank_type.clone(),
        currency: order.currency.clone(),
        total: order.total,
        settled: order.settled(),
        coupons: Fen(topped_up.map(|coupon| coupon.amount).sum()),
        fee: order.settled().fee(),
        description: text(&order.body, "/description").to_owned(),
        attach: text(&order.body, "/attach").to_owned(),
        refund: None,
    }
}

/// It is paid: the merchant has got the money, and paid for that.
pub(super) fn paid(order: &Order, paid: &Paid, turn: &mut Turn<'_>) -> Result<(), Refusal> {
    let line = line(order, paid, "SUCCESS");
    journal::trade(&line, turn)?;
    move_both(order, &line, true, turn)
}

/// It is taken back: as if it had not been paid.
pub(super) fn revoked(order: &Order, turn: &mut Turn<'_>) -> Result<(), Refusal> {
    let Some(paid) = &order.paid else { return Ok(()) };
    let line = Trade { at: turn.now.unix(), ..line(order, paid, "REVOKED") };
    journal::trade(&line, turn)?;
    move_both(order, &line, false, turn)
}

fn move_both(order: &Order, line: &Trade, forth: bool, turn: &mut Turn<'_>) -> Result<(), Refusal> {
    let (name, remark) = if forth { ("交易", "结算金额") } else { ("撤销", "撤销交易") };
    let money = Money {
        owner: &order.owner,
        business: &line.transaction_id,
        name,
        kind: name,
        income: forth,
        amount: line.settled,
        remark,
        voucher: &line.out_trade_no,
    };
    let fee = Money { kind: "扣除交易手续费", income: !forth, amount: line.fee, remark: "手续费", ..money };
    journal::money(money, turn)?;
    journal::money(fee, turn)
}
