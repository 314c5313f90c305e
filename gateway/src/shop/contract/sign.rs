//! Signing a contract, and ending it.

use serde_json::{Value, json};

use super::super::fit;
use super::super::owner::{Owner, required, text};
use super::super::refusal::Refusal;
use super::super::turn::{Said, Turn, key};
use super::record::{Contract, End, State, by_code, plan};
use super::view;
use crate::check::Checked;
use crate::reply::Reply;

/// The user of whom nothing else is said.
const USER: &str = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";

pub(super) fn begin(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let (owner, code) = (Owner::of(request)?, required(request, "out_contract_code")?);
    let at = Contract::at(&owner, &plan(request), code);
    if let Some(known) = turn.get::<Contract>(&at)? {
        return match known.state {
            State::Begun if known.operation == request.id() && known.body == request.body => {
                Ok(fit::answer(request, ways_to_sign(&known.session)))
            }
            State::Begun => Err(Refusal::reentry()),
            State::Signed => Err(Refusal::rule("商户协议号已签约")),
            State::Terminated => Err(Refusal::rule("商户协议号已解约，请更换")),
        };
    }
    let contract = Contract {
        owner,
        plan: plan(request),
        code: code.to_owned(),
        operation: request.id().to_owned(),
        body: request.body.clone(),
        session: turn.id("5778", 32)?,
        state: State::Begun,
        id: String::new(),
        openid: String::new(),
        signed: 0,
        ended: None,
        schedule: None,
    };
    turn.put(&at, &contract)?;
    turn.put(&key(&["number", "contract", code]), &at)?;
    turn.put(&key(&["contract-session", &contract.session]), &at)?;
    Ok(fit::answer(request, ways_to_sign(&contract.session)))
}

/// What a user is sent to, in each way there is.
fn ways_to_sign(session: &str) -> Value {
    let path = format!("pages/index/index?pre_entrustweb_id={session}");
    json!({
        "pre_entrustweb_id": session,
        "redirect_url": format!("https://payapp.weixin.qq.com/papay/sign?pre_entrustweb_id={session}"),
        "mini_program_username": "gh_000000000000",
        "mini_program_path": path,
        "miniprogram_username": "gh_000000000000",
        "miniprogram_path": path,
        "redirect_appid": "wxbd687630cd02ce1d",
        "redirect_path": path,
    })
}

/// The user signs; the merchant is told.
pub(in crate::shop) fn sign(code: &str, turn: &mut Turn<'_>) -> Result<Value, Refusal> {
    let mut contract = named(code, turn)?;
    if contract.state != State::Begun {
        return Err(Refusal::rule("商户协议号已签约"));
    }
    let known = ["/openid", "/sp_openid"].map(|at| text(&contract.body, at)).into_iter().find(|id| !id.is_empty());
    contract.openid = known.unwrap_or(USER).to_owned();
    (contract.state, contract.signed) = (State::Signed, turn.now.unix());
    contract.id = turn.id("Wx", 28)?;
    turn.put(&key(&["contract-id", &contract.id]), &contract.key())?;
    tell(&contract, "ENTRUST.SIGN", "签约成功", turn)
}

/// The user ends it; the merchant is told.
pub(in crate::shop) fn terminate(code: &str, turn: &mut Turn<'_>) -> Result<Value, Refusal> {
    let mut contract = named(code, turn)?;
    finish(&mut contract, "USER_TERMINATE", "", turn)?;
    tell(&contract, "ENTRUST.TERMINATE", "解约成功", turn)
}

/// The merchant ends it.
pub(super) fn end(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let mut contract = by_code(request, turn)?;
    finish(&mut contract, "MCH_API_TERMINATE", text(&request.body, "/contract_termination_remark"), turn)?;
    Ok(fit::answer(request, tell(&contract, "ENTRUST.TERMINATE", "解约成功", turn)?))
}

fn finish(contract: &mut Contract, mode: &str, remark: &str, turn: &Turn<'_>) -> Result<(), Refusal> {
    if contract.state != State::Signed {
        return Err(Refusal::rule("签约协议已解约"));
    }
    contract.state = State::Terminated;
    contract.ended = Some(End { at: turn.now.unix(), mode: mode.to_owned(), remark: remark.to_owned() });
    Ok(())
}

fn named(code: &str, turn: &Turn<'_>) -> Result<Contract, Refusal> {
    let at = turn.get::<String>(&key(&["number", "contract", code]))?;
    at.map_or(Ok(None), |at| turn.get(&at))?.ok_or_else(|| Refusal::nothing("签约协议不存在"))
}

/// Writes it, and tells the merchant.
fn tell(contract: &Contract, event: &str, summary: &str, turn: &mut Turn<'_>) -> Result<Value, Refusal> {
    turn.put(&contract.key(), contract)?;
    let seen = view::contract(contract);
    let resource = match &seen {
        Value::Object(members) => members
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
        other => other.clone(),
    };
    let said = Said { original_type: "entrust", summary, resource };
    turn.notify(&contract.owner.mchid, text(&contract.body, "/contract_notify_url"), event, said);
    Ok(seen)
}
