//! Where a merchant is told of complaints.

use serde_json::json;

use super::super::fit;
use super::super::owner::required;
use super::super::refusal::Refusal;
use super::super::turn::{Said, Turn, key};
use super::record::Complaint;
use crate::check::Checked;
use crate::reply::Reply;

fn at(mchid: &str) -> String {
    key(&["complaint-url", mchid])
}

pub(super) fn create(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    if turn.get::<String>(&at(&request.caller.id))?.is_some() {
        return Err(Refusal::rule("投诉通知回调地址已存在"));
    }
    write(request, turn)
}

pub(super) fn update(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    known(request, turn)?;
    write(request, turn)
}

pub(super) fn query(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let url = known(request, turn)?;
    Ok(fit::answer(request, json!({"mchid": request.caller.id, "url": url})))
}

pub(super) fn delete(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    known(request, turn)?;
    turn.remove(&at(&request.caller.id));
    Ok(Reply::empty(204))
}

fn write(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let url = required(request, "url")?;
    turn.put(&at(&request.caller.id), &url)?;
    Ok(fit::answer(request, json!({"mchid": request.caller.id, "url": url})))
}

fn known(request: &Checked, turn: &Turn<'_>) -> Result<String, Refusal> {
    turn.get(&at(&request.caller.id))?.ok_or_else(|| Refusal::nothing("投诉通知回调地址不存在"))
}

/// Tells the merchant, where it has said where to.
pub(super) fn tell(complaint: &Complaint, event: &str, action: &str, turn: &mut Turn<'_>) -> Result<(), Refusal> {
    let mchid = &complaint.owner.mchid;
    let url = turn.get::<String>(&at(mchid))?.unwrap_or_default();
    let summary = if event == "COMPLAINT.CREATE" { "产生新投诉" } else { "投诉状态变化" };
    let resource = json!({"complaint_id": complaint.id, "action_type": action});
    turn.notify(mchid, &url, event, Said { original_type: "complaint", summary, resource });
    Ok(())
}
