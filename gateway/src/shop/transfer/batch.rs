//! Transfers in batches, which no user confirms.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::fit;
use super::super::journal::{self, Money};
use super::super::money::Fen;
use super::super::owner::{Owner, required, text};
use super::super::refusal::Refusal;
use super::super::turn::{Said, Turn, What, key};
use super::again;
use crate::check::Checked;
use crate::clock::Now;
use crate::reply::Reply;

/// How long it takes.
const UNDER_WAY: Duration = Duration::from_secs(60);
const EVENT: &str = "MCHTRANSFER.BATCH.FINISHED";

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Batch {
    pub(super) owner: Owner,
    pub(super) number: String,
    pub(super) id: String,
    pub(super) body: Value,
    pub(super) total: Fen,
    /// The ids of its transfers, in their order.
    pub(super) details: Vec<String>,
    pub(super) created: i64,
    pub(super) finished: Option<i64>,
}

pub(super) fn create(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let owner = Owner::of(request)?;
    let number = required(request, "out_batch_no")?;
    if let Some(known) = turn.get::<Batch>(&owner.key("batch", number))? {
        return again(request, &known.body, known.view());
    }
    let total = total(request)?;
    let count = details(&request.body).len();
    let batch = Batch {
        owner,
        number: number.to_owned(),
        id: turn.id("1030000", 40)?,
        body: request.body.clone(),
        total,
        details: (0..count).map(|_| turn.id("1040000", 40)).collect::<Result<_, _>>()?,
        created: turn.now.unix(),
        finished: None,
    };
    batch.pay(turn)?;
    turn.put(&batch.key(), &batch)?;
    turn.put(&key(&["batch-id", &batch.id]), &batch.key())?;
    turn.later(UNDER_WAY, What::BatchFinishes, &batch.key(), 0)?;
    Ok(fit::answer(request, batch.view()))
}

pub(super) fn details(body: &Value) -> &[Value] {
    body["transfer_detail_list"].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// The sum of its transfers, which is what it says.
fn total(request: &Checked) -> Result<Fen, Refusal> {
    let total = Fen::of(&request.body, "/total_amount")?;
    let details = details(&request.body);
    if request.body["total_num"].as_u64() != u64::try_from(details.len()).ok() {
        return Err(Refusal::parameter("/total_num", "转账总笔数与明细不一致"));
    }
    let mut numbers: Vec<_> = details.iter().map(|one| text(one, "/out_detail_no")).collect();
    numbers.sort_unstable();
    if numbers.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(Refusal::parameter("/transfer_detail_list", "商家明细单号重复"));
    }
    let sum = Fen::sum(details.iter().map(|one| Fen::of(one, "/transfer_amount")).collect::<Result<Vec<_>, _>>()?)?;
    if sum == total { Ok(total) } else { Err(Refusal::parameter("/total_amount", "转账总金额与明细不一致")) }
}

/// All of it is done; the merchant is told.
pub(in crate::shop) fn finish(at: &str, turn: &mut Turn<'_>) -> Result<(), Refusal> {
    let Some(mut batch) = turn.get::<Batch>(at)?.filter(|batch| batch.finished.is_none()) else { return Ok(()) };
    batch.finished = Some(turn.now.unix());
    turn.put(at, &batch)?;
    let seen = batch.view();
    let members = [
        "out_batch_no",
        "batch_id",
        "batch_status",
        "total_num",
        "total_amount",
        "success_amount",
        "success_num",
        "fail_amount",
        "fail_num",
        "update_time",
        "mchid",
    ];
    let resource = members.iter().map(|name| ((*name).to_owned(), seen[*name].clone())).collect();
    let said =
        Said {
            original_type: "mch_payment", summary: "商家转账批次完成通知", resource: Value::Object(resource)
        };
    turn.notify(&batch.owner.mchid, text(&batch.body, "/notify_url"), EVENT, said);
    Ok(())
}

impl Batch {
    pub(super) fn key(&self) -> String {
        self.owner.key("batch", &self.number)
    }

    fn pay(&self, turn: &mut Turn<'_>) -> Result<(), Refusal> {
        let money = Money {
            owner: &self.owner,
            business: &self.id,
            name: "商家转账",
            kind: "批量转账",
            income: false,
            amount: self.total,
            remark: text(&self.body, "/batch_remark"),
            voucher: &self.number,
        };
        journal::money(money, turn)
    }

    /// All that any answer says of it.
    pub(super) fn view(&self) -> Value {
        let (done, count) = (self.finished.is_some(), self.details.len());
        let updated = self.finished.unwrap_or(self.created);
        json!({
            "mchid": self.owner.mchid,
            "out_batch_no": self.number,
            "batch_id": self.id,
            "appid": self.body["appid"],
            "batch_status": if done { "FINISHED" } else { "ACCEPTED" },
            "batch_type": "API",
            "batch_name": self.body["batch_name"],
            "batch_remark": self.body["batch_remark"],
            "total_amount": self.total,
            "total_num": count,
            "create_time": Now::at(self.created).rfc3339(),
            "update_time": Now::at(updated).rfc3339(),
            "success_amount": if done { self.total } else { Fen(0) },
            "success_num": if done { count } else { 0 },
            "fail_amount": 0,
            "fail_num": 0,
            "transfer_scene_id": self.body["transfer_scene_id"],
        })
    }
}
