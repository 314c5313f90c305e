//! What a merchant sees of a batch.

use serde_json::{Value, json};

use super::super::fit;
use super::super::owner::{Owner, text};
use super::super::refusal::Refusal;
use super::super::turn::{Turn, key};
use super::batch::{self, Batch};
use super::not_found;
use crate::check::Checked;
use crate::clock::Now;
use crate::reply::Reply;

pub(super) fn query(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let batch = find(request, turn)?;
    let mut seen = json!({"transfer_batch": batch.view()});
    let number = |name: &str, other: usize| {
        request.query.get(name).and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok()).unwrap_or(other)
    };
    let (offset, limit) = (number("offset", 0), number("limit", 20));
    let status = status(&batch);
    let asked = request.text("detail_status").unwrap_or("ALL");
    if request.query.get("need_query_detail") == Some(&json!(true)) {
        let all = batch.details.iter().zip(batch::details(&batch.body)).filter(|_| asked == "ALL" || asked == status);
        let some = all
            .skip(offset)
            .take(limit)
            .map(|(id, one)| json!({"detail_id": id, "out_detail_no": one["out_detail_no"], "detail_status": status}));
        seen["transfer_detail_list"] = some.collect();
        (seen["offset"], seen["limit"]) = (json!(offset), json!(limit));
    }
    Ok(fit::answer(request, seen))
}

pub(super) fn detail(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let batch = find(request, turn)?;
    let is_asked = |(id, one): &(&String, &Value)| {
        request.text("detail_id").is_none_or(|asked| asked == *id)
            && request.text("out_detail_no").is_none_or(|asked| asked == text(one, "/out_detail_no"))
    };
    let mut all = batch.details.iter().zip(batch::details(&batch.body));
    let (id, one) = all.find(is_asked).ok_or_else(not_found)?;
    Ok(fit::answer(
        request,
        json!({
            "mchid": batch.owner.mchid,
            "out_batch_no": batch.number,
            "batch_id": batch.id,
            "appid": batch.body["appid"],
            "out_detail_no": one["out_detail_no"],
            "detail_id": id,
            "detail_status": status(&batch),
            "transfer_amount": one["transfer_amount"],
            "transfer_remark": one["transfer_remark"],
            "openid": one["openid"],
            "user_name": text(one, "/user_name"),
            "initiate_time": Now::at(batch.created).rfc3339(),
            "update_time": Now::at(batch.finished.unwrap_or(batch.created)).rfc3339(),
        }),
    ))
}

fn status(batch: &Batch) -> &'static str {
    if batch.finished.is_some() { "SUCCESS" } else { "PROCESSING" }
}

fn find(request: &Checked, turn: &Turn<'_>) -> Result<Batch, Refusal> {
    let at = match (request.path.get("batch_id"), request.path.get("out_batch_no")) {
        (Some(Value::String(id)), _) => turn.get::<String>(&key(&["batch-id", id]))?,
        (_, Some(Value::String(number))) => Some(Owner::of(request)?.key("batch", number)),
        _ => None,
    };
    let batch = at.map_or(Ok(None), |at| turn.get::<Batch>(&at))?;
    batch.filter(|batch| batch.owner.mchid == request.caller.id).ok_or_else(not_found)
}
