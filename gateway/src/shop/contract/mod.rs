//! Contracts that let a merchant deduct money, and the deductions.

mod deduct;
mod record;
mod sign;
mod view;

use super::Handler;
pub(super) use record::newest;
pub(super) use sign::{sign, terminate};

/// What names a contract by the merchant's code.
const ONE: &str = "plan-id/{plan_id}/out-contract-code/{out_contract_code}";

pub(super) fn handler(id: &str) -> Option<Handler> {
    let (method, path) = id.split_once(' ')?;
    let path = path.strip_prefix("/v3/papay/")?;
    if let Some(path) = path.strip_prefix("pay/") {
        return deduction(method, path.strip_prefix("partner/").unwrap_or(path));
    }
    if let Some(("sign/" | "scheduled-deduct-sign/", path)) = path.split_at_checked(path.find('/')? + 1) {
        return contract(method, path.strip_prefix("partner/").unwrap_or(path).strip_prefix("contracts/")?);
    }
    (id == "POST /v3/papay/contracts/{contract_id}/notify").then_some(deduct::announce)
}

fn contract(method: &str, path: &str) -> Option<Handler> {
    Some(match (method, path) {
        ("POST", "pre-entrust-sign") => sign::begin,
        ("POST", path) if path.starts_with("pre-entrust-sign/") => sign::begin,
        ("GET", path) if path == ONE => view::query,
        ("POST", path) if path.strip_suffix("/terminate") == Some(ONE) => sign::end,
        _ => return None,
    })
}

fn deduction(method: &str, path: &str) -> Option<Handler> {
    Some(match (method, path) {
        ("POST", "transactions/apply") => deduct::apply,
        ("POST", "schedules/contract-id/{contract_id}/schedule") => deduct::schedule,
        ("GET", "schedules/contract-id/{contract_id}") => deduct::scheduled,
        _ => return None,
    })
}
