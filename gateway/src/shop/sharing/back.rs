//! Giving back what was shared.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::fit;
use super::super::journal::{self, Money};
use super::super::money::Fen;
use super::super::order::Order;
use super::super::owner::{Owner, required, text};
use super::super::refusal::Refusal;
use super::super::turn::{Turn, key};
use super::record::Sharing;
use crate::check::Checked;
use crate::reply::Reply;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Return {
    body: Value,
    seen: Value,
}

/// The key of a sharing's key, by WeChat Pay's number.
pub(super) fn by_id(order_id: &str) -> String {
    key(&["sharing-id", order_id])
}

pub(super) fn give(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let owner = Owner::of(request)?;
    let at = owner.key("return", required(request, "out_return_no")?);
    if let Some(known) = turn.get::<Return>(&at)? {
        return if known.body == request.body { Ok(fit::answer(request, known.seen)) } else { Err(Refusal::reentry()) };
    }
    let mut sharing = sharing(request, &owner, turn)?;
    let amount = Fen::of(&request.body, "/amount")?;
    take(&mut sharing, required(request, "return_mchid")?, amount)?;
    let mut order = turn.get::<Order>(&sharing.order)?.ok_or_else(Refusal::no_order)?;
    order.shared = order.shared.minus(amount).unwrap_or_default();
    let seen = json!({
        "sub_mchid": owner.sub_mchid,
        "order_id": sharing.order_id,
        "out_order_no": sharing.out_order_no,
        "out_return_no": request.text("out_return_no"),
        "return_id": turn.id("3700", 28)?,
        "return_mchid": request.text("return_mchid"),
        "amount": amount,
        "description": request.text("description"),
        "result": "SUCCESS",
        "create_time": turn.now.rfc3339(),
        "finish_time": turn.now.rfc3339(),
    });
    let money = Money {
        owner: &owner,
        business: text(&seen, "/return_id"),
        name: "分账回退",
        kind: "分账回退",
        income: true,
        amount,
        remark: text(&request.body, "/description"),
        voucher: text(&seen, "/out_return_no"),
    };
    journal::money(money, turn)?;
    turn.put(&sharing.order, &order)?;
    turn.put(&sharing.key(), &sharing)?;
    turn.put(&at, &Return { body: request.body.clone(), seen: seen.clone() })?;
    Ok(fit::answer(request, seen))
}

pub(super) fn query(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let at = Owner::of(request)?.key("return", required(request, "out_return_no")?);
    let known = turn.get::<Return>(&at)?;
    let known = known.filter(|known| request.text("out_order_no") == Some(text(&known.seen, "/out_order_no")));
    let known = known.ok_or_else(|| Refusal::nothing("分账回退单不存在"))?;
    Ok(fit::answer(request, known.seen))
}

fn sharing(request: &Checked, owner: &Owner, turn: &Turn<'_>) -> Result<Sharing, Refusal> {
    let at = match (request.text("order_id"), request.text("out_order_no")) {
        (Some(id), _) => turn.get::<String>(&by_id(id))?,
        (None, Some(number)) => Some(owner.key("sharing", number)),
        (None, None) => return Err(Refusal::parameter("/order_id", "微信分账单号与商户分账单号须二选一")),
    };
    let sharing = at.map_or(Ok(None), |at| turn.get::<Sharing>(&at))?;
    sharing.filter(|sharing| sharing.owner == *owner).ok_or_else(|| Refusal::nothing("分账单不存在"))
}

/// Takes an amount from what a merchant has got.
fn take(sharing: &mut Sharing, from: &str, amount: Fen) -> Result<(), Refusal> {
    let has_got = |part: &&mut super::record::Part| {
        part.account == from && part.kind == "MERCHANT_ID" && part.known && !part.rest && part.finished.is_some()
    };
    let part = sharing.parts.iter_mut().find(has_got);
    let part = part.ok_or_else(|| Refusal::rule("回退方不是该分账单已成功的商户接收方"))?;
    part.amount
        .minus(part.back)
        .and_then(|left| left.minus(amount))
        .ok_or_else(|| Refusal::rule("回退金额超过可回退金额"))?;
    part.back = part.back.plus(amount)?;
    Ok(())
}
