//! What has happened, day by day: of this bills are made.

use serde::{Deserialize, Serialize};

use super::money::Fen;
use super::owner::Owner;
use super::refusal::Refusal;
use super::turn::{Turn, key};

/// What each account holds when it is first used: a million yuan.
const OPENING: Fen = Fen(100_000_000);

/// A line of a bill of trades.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Trade {
    pub(super) at: i64,
    pub(super) appid: String,
    pub(super) mchid: String,
    pub(super) sub_mchid: Option<String>,
    pub(super) device: String,
    pub(super) transaction_id: String,
    pub(super) out_trade_no: String,
    pub(super) openid: String,
    /// The way to pay.
    pub(super) way: String,
    /// `SUCCESS`, `REFUND` or `REVOKED`.
    pub(super) state: String,
    pub(super) bank_type: String,
    pub(super) currency: String,
    pub(super) total: Fen,
    /// What the merchant gets of it.
    pub(super) settled: Fen,
    /// What coupons took off that had been paid for.
    pub(super) coupons: Fen,
    pub(super) fee: Fen,
    pub(super) description: String,
    pub(super) attach: String,
    pub(super) refund: Option<Back>,
}

/// What a line says of a refund.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Back {
    /// The key of the refund.
    pub(super) key: String,
    pub(super) refund_id: String,
    pub(super) out_refund_no: String,
    pub(super) asked: Fen,
    pub(super) settled: Fen,
    pub(super) coupons: Fen,
}

/// A line of a bill of funds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Move {
    pub(super) at: i64,
    /// The number of what it is for.
    pub(super) business: String,
    pub(super) flow: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) income: bool,
    pub(super) amount: Fen,
    pub(super) balance: Fen,
    pub(super) applicant: String,
    pub(super) remark: String,
    /// The merchant's own number.
    pub(super) voucher: String,
}

/// Money that comes in or goes out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Money<'a> {
    /// Whose it is.
    pub(super) owner: &'a Owner,
    pub(super) business: &'a str,
    pub(super) name: &'a str,
    pub(super) kind: &'a str,
    pub(super) income: bool,
    pub(super) amount: Fen,
    pub(super) remark: &'a str,
    pub(super) voucher: &'a str,
}

/// The keys of a merchant's lines of a day begin so.
pub(super) fn trades(mchid: &str, date: &str) -> String {
    key(&["trade", mchid, date, ""])
}

/// The keys of an account's lines of a day begin so.
pub(super) fn moves(account: &str, date: &str) -> String {
    key(&["move", account, date, ""])
}

/// Writes a trade down.
pub(super) fn trade(line: &Trade, turn: &mut Turn<'_>) -> Result<(), Refusal> {
    let at = format!("{}{:012}", trades(&line.mchid, &turn.now.date()), turn.number()?);
    turn.put(&at, line)
}

/// Moves money. An account that has not enough of it refuses.
pub(super) fn money(money: Money<'_>, turn: &mut Turn<'_>) -> Result<(), Refusal> {
    if money.amount == Fen(0) {
        return Ok(());
    }
    let (account, mchid) = (money.owner.account(), &money.owner.mchid);
    let purse = key(&["balance", account]);
    let before = turn.get::<Fen>(&purse)?.unwrap_or(OPENING);
    let after = if money.income { Some(before.plus(money.amount)?) } else { before.minus(money.amount) };
    let balance = after.ok_or_else(|| Refusal::not_enough("商户账户可用余额不足"))?;
    turn.put(&purse, &balance)?;
    let line = Move {
        at: turn.now.unix(),
        business: money.business.to_owned(),
        flow: turn.id("1000", 28)?,
        name: money.name.to_owned(),
        kind: money.kind.to_owned(),
        income: money.income,
        amount: money.amount,
        balance,
        applicant: if money.income { "system".to_owned() } else { format!("{mchid}API") },
        remark: money.remark.to_owned(),
        voucher: money.voucher.to_owned(),
    };
    let at = format!("{}{:012}", moves(account, &turn.now.date()), turn.number()?);
    turn.put(&at, &line)
}
