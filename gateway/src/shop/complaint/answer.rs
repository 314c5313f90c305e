//! What a merchant answers to a complaint.

use super::super::media;
use super::super::owner::{required, text};
use super::super::refusal::Refusal;
use super::super::turn::Turn;
use super::notice;
use super::record::{Complaint, State, at, find};
use crate::check::Checked;
use crate::reply::Reply;

pub(super) fn respond(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let mut complaint = own(request, turn)?;
    let images: Vec<String> = request.body["response_images"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|id| id.as_str().unwrap_or_default().to_owned())
        .collect();
    for id in &images {
        if !media::is_known(id, turn)? {
            return Err(Refusal::parameter("/response_images", "图片不存在，请先上传"));
        }
    }
    let content = text(&request.body, "/response_content").to_owned();
    complaint.step(&request.caller.id, "MERCHANT_RESPONSE", &content, images, turn)?;
    complaint.waits = false;
    if complaint.state == State::Pending {
        complaint.state = State::Processing;
    }
    done(&complaint, "MERCHANT_RESPONSE", turn)
}

pub(super) fn complete(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let mut complaint = own(request, turn)?;
    if complaint.state == State::Processed {
        return Err(Refusal::rule("投诉单已处理完成"));
    }
    complaint.state = State::Processed;
    complaint.waits = false;
    complaint.step(&request.caller.id, "MERCHANT_CONFIRM_COMPLETE", "", Vec::new(), turn)?;
    done(&complaint, "MERCHANT_CONFIRM_COMPLETE", turn)
}

/// Whether the merchant gives the money back.
pub(super) fn refund(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let mut complaint = own(request, turn)?;
    let approves = request.text("action") == Some("APPROVE");
    let (what, said) = if approves {
        ("MERCHANT_APPROVE_REFUND", text(&request.body, "/remark"))
    } else {
        ("MERCHANT_REJECT_REFUND", required(request, "reject_reason")?)
    };
    complaint.step(&request.caller.id, what, said, Vec::new(), turn)?;
    complaint.state = State::Processing;
    done(&complaint, what, turn)
}

fn own(request: &Checked, turn: &Turn<'_>) -> Result<Complaint, Refusal> {
    let complaint = find(required(request, "complaint_id")?, turn)?;
    if complaint.owner.mchid != request.caller.id {
        return Err(Refusal::nothing("投诉单不存在"));
    }
    if request.text("complainted_mchid").is_some_and(|mchid| mchid != complaint.owner.account()) {
        return Err(Refusal::parameter("/complainted_mchid", "被诉商户号与投诉单不一致"));
    }
    Ok(complaint)
}

fn done(complaint: &Complaint, action: &str, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    turn.put(&at(&complaint.id), complaint)?;
    notice::tell(complaint, "COMPLAINT.STATE_CHANGE", action, turn)?;
    Ok(Reply::empty(204))
}
