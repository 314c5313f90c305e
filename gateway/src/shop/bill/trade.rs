//! Bills of trades.

use serde::{Deserialize, Serialize};

use super::super::journal::{self, Back, Trade};
use super::super::money::{Fen, RATE_TEXT};
use super::super::refund::Refund;
use super::super::refusal::Refusal;
use super::super::turn::Turn;
use super::row;
use crate::clock::Now;

const HEAD: &str = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,\
     应结订单金额,代金券金额";
const REFUND: &str = "微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态";
const SUMMARY: &str = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";

/// Which trades are in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Kind {
    All,
    Success,
    Refund,
}

/// Whose it is, of which day, and as things stood when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Of<'a> {
    pub(super) mchid: &'a str,
    pub(super) sub_mchid: Option<&'a str>,
    pub(super) date: &'a str,
    /// When so much had happened.
    pub(super) number: u64,
}

/// What a bill adds up to.
#[derive(Debug, Default)]
struct Sum {
    lines: u64,
    settled: Fen,
    refunded: Fen,
    coupons: Fen,
    fee: i64,
    total: Fen,
    asked: Fen,
}

/// The file; nothing where nothing has happened.
pub(super) fn file(kind: Kind, of: &Of<'_>, turn: &Turn<'_>) -> Result<Option<String>, Refusal> {
    let (mut text, mut sum) = (format!("\u{feff}{}\r\n", head(kind)), Sum::default());
    turn.each::<Trade>(&journal::trades(of.mchid, of.date), &mut |line| {
        let is_asked = match kind {
            Kind::All => true,
            Kind::Success => line.state == "SUCCESS",
            Kind::Refund => line.refund.is_some(),
        };
        if !is_asked || of.sub_mchid.is_some_and(|sub| line.sub_mchid.as_deref() != Some(sub)) {
            return Ok(());
        }
        let refund = match &line.refund {
            Some(back) => turn.get::<Refund>(&back.key)?.map(|refund| refund.up_to(of.number)),
            None => None,
        };
        sum.add(&line)?;
        text.push_str(&row(&cells(kind, &line, refund.as_ref())));
        text.push_str("\r\n");
        Ok(())
    })?;
    if sum.lines == 0 {
        return Ok(None);
    }
    text.extend([SUMMARY, "\r\n", &row(&sum.cells()), "\r\n"]);
    Ok(Some(text))
}

fn head(kind: Kind) -> String {
    match kind {
        Kind::Success => format!("{HEAD},商品名称,商户数据包,手续费,费率,订单金额,费率备注"),
        Kind::All => format!("{HEAD},{REFUND},商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"),
        Kind::Refund => {
            format!(
                "{HEAD},退款申请时间,退款成功时间,{REFUND},商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
            )
        }
    }
}

fn cells(kind: Kind, line: &Trade, refund: Option<&Refund>) -> Vec<String> {
    let is_refund = line.refund.is_some();
    let own = |amount: Fen| if is_refund { Fen(0) } else { amount }.yuan();
    let mut cells = vec![
        moment(line.at),
        line.appid.clone(),
        line.mchid.clone(),
        line.sub_mchid.clone().unwrap_or_else(|| "0".to_owned()),
        line.device.clone(),
        line.transaction_id.clone(),
        line.out_trade_no.clone(),
        line.openid.clone(),
        line.way.clone(),
        line.state.clone(),
        line.bank_type.clone(),
        line.currency.clone(),
        own(line.settled),
        own(line.coupons),
    ];
    if kind == Kind::Refund {
        let ended = refund.and_then(Refund::succeeded);
        cells.extend([moment(line.at), ended.map(moment).unwrap_or_default()]);
    }
    if kind != Kind::Success {
        cells.extend(back(line.refund.as_ref(), refund));
    }
    let fee = format!("{}000", line.fee.yuan());
    cells.extend([line.description.clone(), line.attach.clone(), fee, RATE_TEXT.to_owned(), own(line.total)]);
    if kind != Kind::Success {
        cells.push(line.refund.as_ref().map_or(Fen(0), |back| back.asked).yuan());
    }
    cells.push(String::new());
    cells
}

fn back(back: Option<&Back>, refund: Option<&Refund>) -> [String; 6] {
    let Some(back) = back else {
        return ["0", "0", "0.00", "0.00", "", ""].map(str::to_owned);
    };
    let state = match refund.map(|refund| refund.state().name()) {
        Some("CLOSED") => "FAIL",
        Some("ABNORMAL") => "CHANGE",
        Some(state) => state,
        None => "PROCESSING",
    };
    [
        back.refund_id.clone(),
        back.out_refund_no.clone(),
        back.settled.yuan(),
        back.coupons.yuan(),
        refund.map_or("ORIGINAL", Refund::channel).to_owned(),
        state.to_owned(),
    ]
}

impl Sum {
    fn add(&mut self, line: &Trade) -> Result<(), Refusal> {
        self.lines += 1;
        self.fee = self.fee.saturating_add(line.fee.0);
        if let Some(back) = &line.refund {
            self.refunded = self.refunded.plus(back.settled)?;
            self.coupons = self.coupons.plus(back.coupons)?;
            self.asked = self.asked.plus(back.asked)?;
        } else {
            self.settled = self.settled.plus(line.settled)?;
            self.total = self.total.plus(line.total)?;
        }
        Ok(())
    }

    fn cells(&self) -> [String; 7] {
        [
            self.lines.to_string(),
            self.settled.yuan(),
            self.refunded.yuan(),
            self.coupons.yuan(),
            format!("{}000", Fen(self.fee).yuan()),
            self.total.yuan(),
            self.asked.yuan(),
        ]
    }
}

/// `2021-01-28 17:07:11`, in China.
pub(super) fn moment(at: i64) -> String {
    Now::at(at).rfc3339().chars().take(19).map(|char| if char == 'T' { ' ' } else { char }).collect()
}
