//! Who may get some of the money.

use serde_json::Value;

use super::super::fit;
use super::super::owner::{Owner, text};
use super::super::refusal::Refusal;
use super::super::turn::Turn;
use crate::check::Checked;
use crate::reply::Reply;

pub(super) fn key(owner: &Owner, kind: &str, account: &str) -> String {
    owner.key("receiver", &format!("{kind}:{account}"))
}

pub(super) fn add(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let at = of(request)?;
    turn.put(&at, &request.body)?;
    Ok(fit::answer(request, request.body.clone()))
}

pub(super) fn delete(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let at = of(request)?;
    turn.remove(&at);
    Ok(fit::answer(request, request.body.clone()))
}

fn of(request: &Checked) -> Result<String, Refusal> {
    Ok(key(&Owner::of(request)?, text(&request.body, "/type"), text(&request.body, "/account")))
}

/// Whether a receiver has been added.
pub(super) fn is_known(owner: &Owner, kind: &str, account: &str, turn: &Turn<'_>) -> Result<bool, Refusal> {
    Ok(turn.get::<Value>(&key(owner, kind, account))?.is_some())
}
