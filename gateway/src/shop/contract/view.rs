//! What a merchant sees of a contract.

use serde_json::{Value, json};

use super::super::fit;
use super::super::refusal::Refusal;
use super::super::turn::Turn;
use super::record::{Contract, Schedule, State, by_code};
use crate::check::Checked;
use crate::clock::Now;
use crate::reply::Reply;

pub(super) fn query(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let found = by_code(request, turn)?;
    Ok(fit::answer(request, contract(&found)))
}

/// All that any answer or notification says of it.
pub(super) fn contract(contract: &Contract) -> Value {
    let body = &contract.body;
    let mut seen = json!({
        "contract_id": contract.id,
        "plan_id": body["plan_id"],
        "out_contract_code": contract.code,
        "contract_display_account": body["contract_display_account"],
        "contract_state": if contract.state == State::Terminated { "TERMINATED" } else { "SIGNED" },
        "contract_signed_time": Now::at(contract.signed).rfc3339(),
        "out_user_code": body["out_user_code"],
    });
    let own = match &contract.owner.sub_mchid {
        None => json!({"mchid": contract.owner.mchid, "appid": body["appid"], "openid": contract.openid}),
        Some(sub_mchid) => json!({
            "sp_mchid": contract.owner.mchid, "sp_appid": body["sp_appid"], "sub_mchid": sub_mchid,
            "sub_appid": body["sub_appid"], "sp_openid": contract.openid,
        }),
    };
    if let (Value::Object(seen), Value::Object(own)) = (&mut seen, own) {
        seen.extend(own);
    }
    if let Some(end) = &contract.ended {
        seen["contract_terminate_info"] = json!({
            "contract_termination_mode": end.mode,
            "contract_terminated_time": Now::at(end.at).rfc3339(),
            "contract_termination_remark": end.remark,
        });
    }
    if let Some(estimated) = body.get("deduct_schedule") {
        seen["deduct_schedule"] = deduction(contract.schedule.as_ref());
        seen["deduct_schedule"]["estimated_deduct_date"] = estimated["estimated_deduct_date"].clone();
        seen["deduct_schedule"]["estimated_deduct_amount"] = estimated["estimated_deduct_amount"].clone();
    }
    seen
}

/// What has been announced.
pub(super) fn deduction(schedule: Option<&Schedule>) -> Value {
    let Some(schedule) = schedule else { return json!({"schedule_state": "NO_SCHEDULED"}) };
    let mut seen = json!({
        "schedule_state": if schedule.done.is_some() { "PAID" } else { "SCHEDULED" },
        "deduct_start_date": schedule.from,
        "deduct_end_date": schedule.to,
        "scheduled_amount": schedule.amount,
    });
    if let Some((date, amount)) = &schedule.done {
        seen["deduct_date"] = json!(date);
        seen["deduct_amount"] = amount.clone();
    }
    seen
}
