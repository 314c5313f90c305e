//! What an outcome is worth, by the tables of [`fault`](crate::fault) and [`notify`](crate::notify).

use std::sync::Arc;

use serde_json::Value;

use super::adapter::Outcome;
use super::protocol::{Failure, Reads, Said};
use super::verdict::Verdict;
use crate::check::Verdict as Check;
use crate::fault::{Fault, Right};
use crate::gateway::Exchange;
use crate::notify::Wrong;
use crate::reply::{Effect, Wire};

/// A verdict, and what was seen.
pub(super) type Judged = (Verdict, String);

pub(super) fn right() -> Judged {
    (Verdict::Right, String::new())
}

/// What is no answer at all has its own verdict; else, what the SDK says.
pub(super) fn said(outcome: &Outcome) -> Result<&Said, Judged> {
    match outcome {
        Outcome::Hung => Err((Verdict::Hung, "nothing came back".to_owned())),
        Outcome::Crashed(why) => Err((Verdict::Crashed, why.clone())),
        Outcome::Said(Said::Unsupported { message }) => Err((Verdict::Unsupported, message.clone())),
        Outcome::Said(said) => Ok(said),
    }
}

/// What the gateway has refused of what was sent: that is no fault of an answer.
pub(super) fn refused_by_the_service(exchanges: &[Arc<Exchange>]) -> Option<Judged> {
    let refusal = exchanges.iter().find_map(|exchange| match &exchange.verdict {
        Check::Rejected(rejection) => Some((exchange, rejection)),
        Check::Accepted(_) => None,
    });
    let (exchange, rejection) = refusal?;
    Some((Verdict::Wrong, format!("{} {}: {}", exchange.request.method, exchange.request.path(), rejection.why.text)))
}

/// A fault with a write, or with a read where that is what it is about.
pub(super) fn fault(fault: Fault, is_read: bool, reads: Reads, outcome: &Outcome, sent: &[Arc<Exchange>]) -> Judged {
    if let Some(judged) = sent_again(fault, is_read, outcome, sent) {
        return judged;
    }
    let said = match said(outcome) {
        Ok(said) => said,
        Err(judged) => return judged,
    };
    if !is_cut(fault) && sent.first().is_none_or(|exchange| exchange.fault != Some(fault)) {
        return refused_by_the_service(sent).unwrap_or((Verdict::Wrong, "it did not send the request".to_owned()));
    }
    match (fault.right(), said) {
        (Right::Accept, said) => taken(said, sent),
        (Right::Distrust, Said::Error(Failure { refusal: true, verified: None | Some(true), .. })) => {
            (Verdict::Accepted, "reported as a refusal of the service, which did not sign it".to_owned())
        }
        (Right::Refusal, Said::Error(failure)) => refusal(failure, sent),
        (Right::Unknown | Right::Again, Said::Error(Failure { refusal: true, verified: Some(true), .. }))
            if !is_signed(sent) =>
        {
            (Verdict::Accepted, "reported as a refusal that the service has signed, which it did not".to_owned())
        }
        (Right::Unknown | Right::Again, Said::Error(Failure { refusal: true, verified: None, .. }))
            if !is_signed(sent) =>
        {
            (Verdict::Unsupported, "reported alike whether the service has signed it or not".to_owned())
        }
        (Right::Again | Right::Unknown, Said::Answer { .. }) if sent.len() > 1 => taken(said, sent),
        // An error, or that it is under way.
        (_, Said::Error(_)) | (Right::Again, Said::Answer { status: Some(202), .. }) => right(),
        (Right::Unknown, Said::Answer { .. }) if reads < needed(fault) => {
            (Verdict::Unsupported, "handed over as it came: its caller reads it".to_owned())
        }
        (_, Said::Answer { status, .. }) => (Verdict::Accepted, handed_over(*status)),
        (_, other) => (Verdict::Crashed, format!("an adapter says {} to a call", name(other))),
    }
}

/// What was sent after the first time, where that is wrong. A read may be sent again, and so may what is to be: the status
/// asks for it, which a proxy that stands in front of the service may have written too.
fn sent_again(fault: Fault, is_read: bool, outcome: &Outcome, sent: &[Arc<Exchange>]) -> Option<Judged> {
    let one = |exchange: &Arc<Exchange>| format!("{} {}", exchange.request.method, exchange.request.path());
    let list = || sent.iter().map(one).collect::<Vec<_>>().join(", then ");
    let first = sent.first()?;
    let is_same = |exchange: &Arc<Exchange>| {
        let (one, other) = (&exchange.request, &first.request);
        (&one.method, &one.target, &one.body) == (&other.method, &other.target, &other.body)
    };
    let may = fault.right() == Right::Again || is_read;
    if sent.len() > 1 && !(may && sent.iter().all(is_same)) {
        return Some((Verdict::SentTwice, list()));
    }
    // Of a request that was cut off, nothing is written down.
    let is_done = matches!(outcome, Outcome::Said(Said::Answer { .. }));
    let again = !may && is_cut(fault) && (is_done || !sent.is_empty());
    again.then(|| (Verdict::SentTwice, format!("a request that was cut off, then {}", list())))
}

fn is_cut(fault: Fault) -> bool {
    fault.effects().iter().any(|effect| matches!(effect, Effect::Wire(Wire::ResetBeforeRead)))
}

fn is_signed(sent: &[Arc<Exchange>]) -> bool {
    sent.last().is_some_and(|exchange| exchange.reply.signs != crate::reply::Signs::Nothing)
}

fn taken(said: &Said, sent: &[Arc<Exchange>]) -> Judged {
    match said {
        Said::Answer { .. } => {
            let wanted: Option<Value> = sent.last().and_then(|last| serde_json::from_slice(&last.reply.body).ok());
            let (wanted, got) = (wanted.unwrap_or_default(), said.json().unwrap_or_default());
            let is_there = |name: &str| wanted.get(name).is_none_or(|value| got.get(name) == Some(value));
            if is_there("prepay_id") && is_there("out_trade_no") {
                right()
            } else {
                (Verdict::Refused, "the answer has lost its members".to_owned())
            }
        }
        _ => (Verdict::Refused, "reported as an error".to_owned()),
    }
}

fn refusal(failure: &Failure, sent: &[Arc<Exchange>]) -> Judged {
    let wanted: Option<Value> = sent.last().and_then(|last| serde_json::from_slice(&last.reply.body).ok());
    let wanted = wanted.as_ref().and_then(|body| body["code"].as_str());
    if failure.refusal && failure.code.as_deref() == wanted {
        return right();
    }
    (Verdict::Refused, format!("the code {} was lost", wanted.unwrap_or_default()))
}

fn handed_over(status: Option<u16>) -> String {
    status.map_or_else(|| "handed over".to_owned(), |status| format!("handed over with the status {status}"))
}

/// How far an SDK has to read an answer to see what is wrong with its content.
fn needed(fault: Fault) -> Reads {
    if JSON.contains(&fault) {
        Reads::Json
    } else if TYPES.contains(&fault) {
        Reads::Types
    } else {
        Reads::Text
    }
}

const JSON: [Fault; 7] = [
    Fault::NO_JSON,
    Fault::EMPTY_SUCCESS,
    Fault::SIGNED_PAGE,
    Fault::TEXT_BEHIND,
    Fault::NO_UTF_8,
    Fault::MEMBERS_TWICE,
    Fault::TOO_DEEP,
];
const TYPES: [Fault; 6] = [
    Fault::A_LIST,
    Fault::A_NULL,
    Fault::AN_EMPTY_OBJECT,
    Fault::ALL_NULL,
    Fault::SUCCESS_WITH_AN_ERROR,
    Fault::SUCCESS_WITH_A_CODE,
];

const OF_TYPES: [Wrong; 7] = [
    Wrong::EVENT_LEFT_OUT,
    Wrong::EVENT_EMPTY,
    Wrong::EVENT_NULL,
    Wrong::EVENT_SPELT_OTHERWISE,
    Wrong::ID_LEFT_OUT,
    Wrong::ID_EMPTY,
    Wrong::SEALED_A_LIST,
];

/// A notification; `resource` is what was sealed in a right one.
///
/// Whoever hands over JSON leaves it to its caller to look at the event type, and what is no object.
pub(super) fn notification(wrong: Option<Wrong>, resource: &Value, reads: Reads, outcome: &Outcome) -> Judged {
    let takes = wrong.is_none_or(|wrong| wrong.right() == Right::Accept);
    match said(outcome) {
        Err(judged) => judged,
        Ok(Said::Accepted { resource: got }) if takes => {
            let lost = resource.as_object().and_then(|members| {
                let mut scalars = members.iter().filter(|(name, value)| value.is_string() && !name.contains("state"));
                scalars.find(|(name, value)| got.get(*name) != Some(value)).map(|(name, _)| name.clone())
            });
            lost.map_or_else(right, |name| (Verdict::Refused, format!("`{name}` was lost")))
        }
        Ok(Said::Accepted { .. }) if reads < Reads::Types && wrong.is_some_and(|wrong| OF_TYPES.contains(&wrong)) => {
            (Verdict::Unsupported, "handed over as it came: its caller reads it".to_owned())
        }
        Ok(Said::Accepted { .. }) => (Verdict::Accepted, "taken".to_owned()),
        Ok(Said::Refused { .. } | Said::Error(_)) if takes => (Verdict::Refused, "refused".to_owned()),
        Ok(Said::Refused { .. } | Said::Error(_)) => right(),
        Ok(other) => (Verdict::Crashed, format!("an adapter says {} to a notification", name(other))),
    }
}

pub(super) fn name(said: &Said) -> &'static str {
    match said {
        Said::Ready(_) => "`ready`",
        Said::Answer { .. } => "`answer`",
        Said::File { .. } => "`file`",
        Said::Accepted { .. } => "`accepted`",
        Said::Refused { .. } => "`refused`",
        Said::Repeated { .. } => "`repeated`",
        Said::Error(_) => "`error`",
        Said::Unsupported { .. } => "`unsupported`",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, json};

    use super::*;
    use crate::check::{Caller, Checked};
    use crate::gateway::Given;
    use crate::http::Request;
    use crate::keys::{Kind, Platform};
    use crate::reply::Reply;

    fn sent(method: &str, target: &str, body: &str, reply: Reply, fault: Option<Fault>) -> Arc<Exchange> {
        let request = Arc::new(Request {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: Vec::new(),
            head: bytes::Bytes::new(),
            body: body.to_owned().into(),
        });
        let checked = Checked {
            request: request.clone(),
            caller: Caller {
                kind: Kind::Merchant,
                id: String::new(),
                serial: String::new(),
                algorithm: crate::crypto::Algorithm::Rsa,
            },
            operation: None,
            path: Map::new(),
            query: Map::new(),
            body: Value::Null,
            files: Vec::new(),
            key: Platform::default().first(Kind::Merchant).clone(),
            remarks: Vec::new(),
        };
        let (verdict, given) = (Check::Accepted(Box::new(checked)), Given::Shop);
        Arc::new(Exchange { number: 1, at: 0, request, operation: None, verdict, reply, given, fault })
    }

    fn order(fault: Fault, reply: Reply) -> Arc<Exchange> {
        sent("POST", "/v3/pay", "{}", reply, Some(fault))
    }

    fn prepaid() -> Reply {
        Reply::json(&json!({"prepay_id": "wx1"}))
    }

    fn answer(status: u16, body: Value) -> Outcome {
        Outcome::Said(Said::Answer { status: Some(status), body: Some(body), text: None })
    }

    fn error(refusal: bool, code: Option<&str>, verified: Option<bool>) -> Outcome {
        let code = code.map(str::to_owned);
        Outcome::Said(Said::Error(Failure { refusal, code, verified, ..Failure::default() }))
    }

    fn verdict(of: Fault, outcome: &Outcome, sent: &[Arc<Exchange>]) -> Verdict {
        fault(of, false, Reads::Types, outcome, sent).0
    }

    #[test]
    fn what_is_not_authentic_is_not_to_be_taken() {
        let of = Fault::WRONG_SIGNATURE;
        let sent = [order(of, prepaid())];
        assert_eq!(verdict(of, &answer(200, json!({"prepay_id": "wx1"})), &sent), Verdict::Accepted);
        assert_eq!(verdict(of, &error(false, None, None), &sent), Verdict::Right);
        let of = Fault::REFUSAL_WRONGLY_SIGNED;
        let sent = [order(of, Reply::error(400, "PARAM_ERROR", ""))];
        assert_eq!(verdict(of, &error(true, Some("PARAM_ERROR"), None), &sent), Verdict::Accepted);
        assert_eq!(verdict(of, &error(true, Some("PARAM_ERROR"), Some(false)), &sent), Verdict::Right);
    }

    #[test]
    fn what_is_right_is_to_be_taken_whole() {
        let of = Fault::SCHEME_LEFT_OUT;
        let sent = [order(of, prepaid())];
        assert_eq!(verdict(of, &answer(200, json!({"prepay_id": "wx1", "a": 1})), &sent), Verdict::Right);
        assert_eq!(verdict(of, &answer(200, json!({"prepay_id": "wx2"})), &sent), Verdict::Refused);
        assert_eq!(verdict(of, &error(false, None, None), &sent), Verdict::Refused);
        let of = Fault::PARAM_ERROR;
        let sent = [order(of, Reply::error(400, "PARAM_ERROR", ""))];
        assert_eq!(verdict(of, &error(true, Some("PARAM_ERROR"), None), &sent), Verdict::Right);
        assert_eq!(verdict(of, &error(true, Some("FAIL"), None), &sent), Verdict::Refused, "the code is lost");
        assert_eq!(verdict(of, &error(false, None, None), &sent), Verdict::Refused, "it is taken for a broken one");
        assert_eq!(verdict(of, &answer(200, json!({})), &sent), Verdict::Accepted);
    }

    #[test]
    fn a_write_is_sent_once_unless_the_answer_asks_for_it() {
        let of = Fault::SILENCE;
        let twice = [order(of, prepaid()), sent("POST", "/v3/pay", "{}", prepaid(), None)];
        assert_eq!(verdict(of, &answer(200, json!({"prepay_id": "wx1"})), &twice), Verdict::SentTwice);
        assert_eq!(verdict(of, &error(false, None, None), &twice), Verdict::SentTwice);
        assert_eq!(fault(of, true, Reads::Types, &error(false, None, None), &twice).0, Verdict::Right, "a read may");
        let of = Fault::SYSTEM_ERROR;
        let failed = || order(of, Reply::error(500, "SYSTEM_ERROR", ""));
        let again = [failed(), sent("POST", "/v3/pay", "{}", prepaid(), None)];
        assert_eq!(verdict(of, &answer(200, json!({"prepay_id": "wx1"})), &again), Verdict::Right);
        let other = [failed(), sent("POST", "/v3/pay", "{\"out_trade_no\":2}", prepaid(), None)];
        assert_eq!(verdict(of, &answer(200, json!({})), &other), Verdict::SentTwice, "with another number");
        assert_eq!(verdict(of, &answer(200, json!({})), &[failed()]), Verdict::Accepted, "it was not sent again");
        let of = Fault::PAGE_502;
        let again = [order(of, Reply::html(502)), sent("POST", "/v3/pay", "{}", prepaid(), None)];
        assert_eq!(verdict(of, &answer(200, json!({"prepay_id": "wx1"})), &again), Verdict::Right, "the status asks");
        let of = Fault::PAGE_504;
        let again = [order(of, Reply::html(504)), sent("POST", "/v3/pay", "{}", prepaid(), None)];
        assert_eq!(verdict(of, &answer(200, json!({"prepay_id": "wx1"})), &again), Verdict::SentTwice);
        let of = Fault::MOVED;
        let followed = [order(of, Reply::empty(301)), sent("GET", "/v3/elsewhere", "", Reply::empty(404), None)];
        assert_eq!(verdict(of, &error(false, None, None), &followed), Verdict::SentTwice);
        let of = Fault::RESET_BEFORE_READ;
        let again = [sent("POST", "/v3/pay", "{}", prepaid(), None)];
        assert_eq!(verdict(of, &answer(200, json!({"prepay_id": "wx1"})), &again), Verdict::SentTwice);
        assert_eq!(verdict(of, &error(false, None, None), &[]), Verdict::Right);
    }

    #[test]
    fn what_is_left_to_the_caller_is_no_pass() {
        let of = Fault::AN_EMPTY_OBJECT;
        let sent = [order(of, Reply::json(&json!({})))];
        let by = |reads| fault(of, false, reads, &answer(200, json!({})), &sent).0;
        let found = [Reads::Text, Reads::Json, Reads::Types].map(by);
        assert_eq!(found, [Verdict::Unsupported, Verdict::Unsupported, Verdict::Accepted]);
        let of = Fault::UNSIGNED_ORDER_NOT_EXIST;
        let sent = [order(of, Reply::error(404, "ORDER_NOT_EXIST", "").unsigned())];
        let by = |verified| verdict(of, &error(true, Some("ORDER_NOT_EXIST"), verified), &sent);
        let found = [None, Some(false), Some(true)].map(by);
        assert_eq!(found, [Verdict::Unsupported, Verdict::Right, Verdict::Accepted]);
    }

    #[test]
    fn what_was_never_sent_is_not_judged_by_its_answer() {
        let of = Fault::WRONG_SIGNATURE;
        assert_eq!(verdict(of, &error(false, None, None), &[]), Verdict::Wrong);
        assert_eq!(verdict(of, &Outcome::Hung, &[]), Verdict::Hung);
        assert_eq!(verdict(of, &Outcome::Crashed(String::new()), &[]), Verdict::Crashed);
        let unsupported = Outcome::Said(Said::Unsupported { message: String::new() });
        assert_eq!(verdict(of, &unsupported, &[]), Verdict::Unsupported);
    }

    #[test]
    fn a_notification_is_taken_whole_or_refused() {
        let resource = json!({"out_trade_no": "a", "trade_state": "SUCCESS"});
        let taken = |resource: Value| Outcome::Said(Said::Accepted { resource });
        let refused = Outcome::Said(Said::Refused { message: String::new() });
        let by = |wrong, outcome: &Outcome| notification(wrong, &resource, Reads::Json, outcome).0;
        assert_eq!(by(None, &taken(resource.clone())), Verdict::Right);
        assert_eq!(by(None, &taken(json!({"trade_state": "SUCCESS"}))), Verdict::Refused);
        assert_eq!(by(None, &refused), Verdict::Refused);
        assert_eq!(by(Some(Wrong::TAG_FLIPPED), &refused), Verdict::Right);
        assert_eq!(by(Some(Wrong::TAG_FLIPPED), &taken(resource.clone())), Verdict::Accepted);
        assert_eq!(by(Some(Wrong::EVENT_LEFT_OUT), &taken(resource.clone())), Verdict::Unsupported);
    }
}
