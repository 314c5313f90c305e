//! Bills of funds.

use super::super::journal::{self, Move};
use super::super::money::Fen;
use super::super::refusal::Refusal;
use super::super::turn::Turn;
use super::row;
use super::trade::moment;

const HEAD: &str = "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号";
const SUMMARY: &str = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额";

/// The file; nothing where no money has moved.
pub(super) fn file(account: &str, date: &str, turn: &Turn<'_>) -> Result<Option<String>, Refusal> {
    let mut text = format!("\u{feff}{HEAD}\r\n");
    let (mut income, mut spent) = ((0_u64, Fen(0)), (0_u64, Fen(0)));
    turn.each::<Move>(&journal::moves(account, date), &mut |line| {
        let side = if line.income { &mut income } else { &mut spent };
        *side = (side.0 + 1, side.1.plus(line.amount)?);
        text.push_str(&row(&cells(&line)));
        text.push_str("\r\n");
        Ok(())
    })?;
    if income.0 + spent.0 == 0 {
        return Ok(None);
    }
    let sums =
        [(income.0 + spent.0).to_string(), income.0.to_string(), income.1.yuan(), spent.0.to_string(), spent.1.yuan()];
    text.extend([SUMMARY, "\r\n", &row(&sums), "\r\n"]);
    Ok(Some(text))
}

fn cells(line: &Move) -> [String; 11] {
    [
        moment(line.at),
        line.business.clone(),
        line.flow.clone(),
        line.name.clone(),
        line.kind.clone(),
        if line.income { "收入" } else { "支出" }.to_owned(),
        line.amount.yuan(),
        line.balance.yuan(),
        line.applicant.clone(),
        line.remark.clone(),
        line.voucher.clone(),
    ]
}
