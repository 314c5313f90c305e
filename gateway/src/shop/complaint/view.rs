//! What a merchant sees of complaints.

use serde_json::{Value, json};

use super::super::fit;
use super::super::owner::required;
use super::super::refusal::Refusal;
use super::super::store::Span;
use super::super::turn::Turn;
use super::record::{Complaint, by_day, find};
use crate::check::Checked;
use crate::clock::Now;
use crate::reply::Reply;

/// The number of the payer's telephone, which goes out encrypted.
const PHONE: &str = "13800138000";

pub(super) fn complaint(complaint: &Complaint, turn: &Turn<'_>) -> Result<Value, Refusal> {
    let times = complaint.steps.iter().filter(|step| step.what.ends_with("_COMPLAINT")).count();
    Ok(json!({
        "complaint_id": complaint.id,
        "complaint_time": complaint.time(),
        "complaint_detail": complaint.detail,
        "complaint_state": complaint.state,
        "complainted_mchid": complaint.owner.account(),
        "payer_phone": PHONE,
        "payer_openid": complaint.openid,
        "complaint_order_info": [{
            "transaction_id": complaint.transaction_id,
            "out_trade_no": complaint.out_trade_no,
            "amount": complaint.amount,
        }],
        "complaint_full_refunded": complaint.is_refunded(turn)?,
        "incoming_user_response": complaint.waits,
        "problem_description": complaint.detail,
        "user_complaint_times": times,
        "problem_type": "OTHERS",
    }))
}

pub(super) fn one(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let found = own(request, turn)?;
    Ok(fit::answer(request, complaint(&found, turn)?))
}

/// Those of some days, the first ones first.
pub(super) fn list(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let (from, to) = (required(request, "begin_date")?, required(request, "end_date")?);
    if from > to {
        return Err(Refusal::parameter("/begin_date", "开始日期晚于结束日期"));
    }
    let mut span = Span::of(&by_day(&request.caller.id, from));
    span.before = format!("{}\u{10ffff}", by_day(&request.caller.id, to));
    let asked = request.text("complainted_mchid");
    let mut all = Vec::new();
    for (_, at) in turn.range::<String>(&span)? {
        let found = turn.get::<Complaint>(&at)?;
        all.extend(found.filter(|found| asked.is_none_or(|asked| asked == found.owner.account())));
    }
    let (offset, limit) = page(request, 10);
    let some =
        all.iter().skip(offset).take(limit).map(|found| complaint(found, turn)).collect::<Result<Vec<_>, _>>()?;
    Ok(fit::answer(request, json!({"data": some, "offset": offset, "limit": limit, "total_count": all.len()})))
}

pub(super) fn history(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let found = own(request, turn)?;
    let (offset, limit) = page(request, 100);
    let some = found.steps.iter().skip(offset).take(limit).map(|step| {
        let mut seen = json!({
            "log_id": step.id,
            "operator": step.by,
            "operate_time": Now::at(step.at).rfc3339(),
            "operate_type": step.what,
            "operate_details": step.text,
        });
        if !step.images.is_empty() {
            seen["complaint_media_list"] = json!({"media_type": "OPERATION_IMAGE", "media_url": step.images});
        }
        seen
    });
    let some: Vec<_> = some.collect();
    let total = found.steps.len();
    Ok(fit::answer(request, json!({"data": some, "offset": offset, "limit": limit, "total_count": total})))
}

fn own(request: &Checked, turn: &Turn<'_>) -> Result<Complaint, Refusal> {
    let found = find(required(request, "complaint_id")?, turn)?;
    if found.owner.mchid == request.caller.id { Ok(found) } else { Err(Refusal::nothing("投诉单不存在")) }
}

/// From which on, and how many.
fn page(request: &Checked, most: usize) -> (usize, usize) {
    let number =
        |name: &str| request.query.get(name).and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok());
    (number("offset").unwrap_or_default(), number("limit").unwrap_or(most))
}
