//! From a request to its answer.

use std::sync::Arc;

use super::certificates;
use super::record::Given;
use super::state::State;
use crate::api::{self, Answer};
use crate::canned::Canned;
use crate::check::{self, Checked, Context, Rejection, Verdict};
use crate::crypto::Padding;
use crate::fault::Fault;
use crate::http::Request;
use crate::reply::Reply;
use crate::seal;
use crate::shop::Notification;

/// What is answered, and what follows.
pub(super) struct Response {
    pub(super) verdict: Verdict,
    pub(super) reply: Reply,
    pub(super) given: Given,
    pub(super) fault: Option<Fault>,
    pub(super) notifications: Vec<Notification>,
}

/// Checks a request and finds its answer: by the test, by the state, by the spec.
pub(super) fn respond(state: &State, request: Arc<Request>) -> Response {
    let settings = &state.settings;
    let context = Context {
        parties: &settings.parties,
        platform: &state.platform(),
        now: state.clock.wire(),
        nonces: &state.nonces,
        depth: settings.depth,
        strict: settings.strict,
    };
    let verdict = check::check(request, &context);
    let Verdict::Accepted(checked) = &verdict else {
        let reply = verdict.rejected().map_or_else(|| Reply::empty(500), Rejection::reply);
        return Response { verdict, reply, given: Given::Check, fault: None, notifications: Vec::new() };
    };
    let fault = state.faults.take(&checked.request, checked.operation);
    let (reply, given, notifications) = faulty(state, checked, fault);
    Response { verdict, reply, given, fault, notifications }
}

/// What is answered, and what a fault makes of it.
fn faulty(state: &State, checked: &Checked, fault: Option<Fault>) -> (Reply, Given, Vec<Notification>) {
    if let Some(reply) = fault.and_then(Fault::instead) {
        return (reply, Given::Fault, Vec::new());
    }
    let (reply, given, notifications) = answer(state, checked);
    let reply = sealed(state, checked, reply);
    (fault.into_iter().fold(reply, Reply::fault), given, notifications)
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
            let canned = Canned { request: checked, now };
            (canned.reply(operation.details()), Given::Canned, Vec::new())
        }
        None => (unknown(checked), Given::Unknown, Vec::new()),
    }
}

/// The reply, with what its operation encrypts encrypted to the caller.
fn sealed(state: &State, checked: &Checked, reply: Reply) -> Reply {
    let Some(operation) = checked.operation.filter(|operation| reply.plain && operation.seals_its_answer()) else {
        return reply;
    };
    let party = state.settings.parties.get(checked.caller.kind, &checked.caller.id);
    let body = serde_json::from_slice(&reply.body);
    let (Some(key), Answer::Json(shape), Ok(mut body)) =
        (party.and_then(|party| party.sealing(checked.caller.algorithm)), &operation.details().answer, body)
    else {
        return reply;
    };
    let padding = if operation.details().overseas { Padding::Pkcs1v15 } else { Padding::OaepSha1 };
    seal::members(*shape, &mut body, &|text| seal::to(key, padding, text));
    Reply { body: body.to_string().into(), plain: false, ..reply }
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
