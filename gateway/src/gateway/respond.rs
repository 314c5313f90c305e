//! From a request to its answer.

use std::sync::Arc;

use super::certificates;
use super::record::Given;
use super::state::State;
use crate::api;
use crate::canned::Canned;
use crate::check::{self, Checked, Context, Verdict};
use crate::http::{Reply, Request};
use crate::shop::Notification;

/// What is answered, and what follows.
pub(super) struct Response {
    pub(super) verdict: Verdict,
    pub(super) reply: Reply,
    pub(super) given: Given,
    pub(super) notifications: Vec<Notification>,
}

/// Checks a request and finds its answer: by the test, by the state, by the spec.
pub(super) fn respond(state: &State, request: Arc<Request>) -> Response {
    let settings = &state.settings;
    let context = Context {
        parties: &settings.parties,
        platform: settings.platform,
        now: state.clock.wire(),
        nonces: &state.nonces,
        depth: settings.depth,
    };
    let verdict = check::check(request, &context);
    let (reply, given, notifications) = match &verdict {
        Verdict::Rejected(rejection) => (rejection.reply(), Given::Check, Vec::new()),
        Verdict::Accepted(checked) => answer(state, checked),
    };
    Response { verdict, reply, given, notifications }
}

fn answer(state: &State, checked: &Checked) -> (Reply, Given, Vec<Notification>) {
    let now = state.clock.now();
    if let Some(reply) = state.scripts.reply(checked) {
        return (reply, Given::Script, Vec::new());
    }
    if let Some(outcome) = state.settings.shop.answer(checked, now) {
        return (outcome.reply, Given::Shop, outcome.notifications);
    }
    if let Some(reply) = certificates::reply(state, checked) {
        return (reply, Given::Shop, Vec::new());
    }
    match checked.operation {
        Some(operation) => {
            let party = state.settings.parties.get(checked.caller.kind, &checked.caller.id);
            let canned = Canned { request: checked, key: party.and_then(|party| party.sealing()), now };
            (canned.reply(operation.details()), Given::Canned, Vec::new())
        }
        None => (unknown(checked), Given::Unknown, Vec::new()),
    }
}

fn unknown(checked: &Checked) -> Reply {
    let (method, path) = (&checked.request.method, checked.request.path());
    let methods = api::api().methods(path);
    if methods.is_empty() {
        let message = format!("请求的接口不存在 (the API has nothing at {path})");
        return Reply::error(404, "RESOURCE_NOT_EXISTS", &message).unsigned();
    }
    let message = format!("请求方法错误 (the API has no {method} at {path}, but {})", methods.join(", "));
    Reply::error(405, "METHOD_NOT_ALLOWED", &message).unsigned()
}
