//! What is kept of a contract.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::owner::{Owner, required};
use super::super::refusal::Refusal;
use super::super::store::Span;
use super::super::turn::{Turn, key};
use crate::check::Checked;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum State {
    /// The user has still to sign.
    Begun,
    Signed,
    Terminated,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Contract {
    pub(super) owner: Owner,
    pub(super) plan: String,
    pub(super) code: String,
    pub(super) operation: String,
    pub(super) body: Value,
    pub(super) session: String,
    pub(super) state: State,
    pub(super) id: String,
    pub(super) openid: String,
    pub(super) signed: i64,
    pub(super) ended: Option<End>,
    pub(super) schedule: Option<Schedule>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct End {
    pub(super) at: i64,
    pub(super) mode: String,
    pub(super) remark: String,
}

/// A deduction that has been announced.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Schedule {
    pub(super) amount: Value,
    pub(super) from: String,
    pub(super) to: String,
    /// The day on which it was deducted, and how much.
    pub(super) done: Option<(String, Value)>,
}

impl Contract {
    pub(super) fn at(owner: &Owner, plan: &str, code: &str) -> String {
        owner.key("contract", &format!("{plan}:{code}"))
    }

    pub(super) fn key(&self) -> String {
        Self::at(&self.owner, &self.plan, &self.code)
    }

    fn shown(&self) -> Value {
        let state = match self.state {
            State::Begun => "BEGUN",
            State::Signed => "SIGNED",
            State::Terminated => "TERMINATED",
        };
        let account = &self.body["contract_display_account"];
        json!({"out_contract_code": self.code, "contract_display_account": account, "state": state})
    }
}

/// The last ones, as whoever plays the user sees them: the sessions are in the order of time.
pub(in crate::shop) fn newest(limit: usize, turn: &mut Turn<'_>) -> Result<Vec<Value>, Refusal> {
    let begun = turn.range::<String>(&Span::of("contract-session/").backwards().limit(limit))?;
    let contracts = begun.iter().filter_map(|(_, at)| turn.get::<Contract>(at).transpose());
    contracts.map(|contract| contract.map(|contract| contract.shown())).collect()
}

/// The number of a plan, which is a number in a body and a text in a path.
pub(super) fn plan(request: &Checked) -> String {
    match request.get("plan_id") {
        Some(Value::String(text)) => text.clone(),
        Some(number) => number.to_string(),
        None => String::new(),
    }
}

/// The contract that a path names by the merchant's code, which is signed or has been.
pub(super) fn by_code(request: &Checked, turn: &Turn<'_>) -> Result<Contract, Refusal> {
    let at = Contract::at(&Owner::of(request)?, &plan(request), required(request, "out_contract_code")?);
    let contract = turn.get::<Contract>(&at)?.filter(|contract| contract.state != State::Begun);
    contract.ok_or_else(|| Refusal::nothing("签约协议不存在"))
}

/// The contract of WeChat Pay's id, which is signed.
pub(super) fn by_id(request: &Checked, turn: &Turn<'_>) -> Result<Contract, Refusal> {
    let at = turn.get::<String>(&key(&["contract-id", required(request, "contract_id")?]))?;
    let contract = at.map_or(Ok(None), |at| turn.get::<Contract>(&at))?;
    let contract = contract.filter(|contract| contract.owner.mchid == request.caller.id);
    let contract = contract.ok_or_else(|| Refusal::nothing("签约协议不存在"))?;
    match contract.state {
        State::Signed => Ok(contract),
        State::Begun | State::Terminated => Err(Refusal::rule("签约协议已解约")),
    }
}
