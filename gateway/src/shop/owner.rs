//! Whose something is.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::refusal::Refusal;
use super::turn::key;
use crate::check::Checked;

/// A merchant, or a sub-merchant of one that calls for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Owner {
    pub(super) mchid: String,
    pub(super) sub_mchid: Option<String>,
}

impl Owner {
    /// The merchant that signs a request, and the sub-merchant that it names.
    pub(super) fn of(request: &Checked) -> Result<Self, Refusal> {
        for name in ["mchid", "sp_mchid", "combine_mchid"] {
            if request.text(name).is_some_and(|mchid| mchid != request.caller.id) {
                return Err(Refusal::parameter(&format!("/{name}"), "商户号与签名的商户号不一致"));
            }
        }
        let sub_mchid = request.text("sub_mchid").map(str::to_owned);
        Ok(Self { mchid: request.caller.id.clone(), sub_mchid })
    }

    /// The key of one of its things.
    pub(super) fn key(&self, kind: &str, number: &str) -> String {
        key(&[kind, &self.mchid, self.sub_mchid.as_deref().unwrap_or("-"), number])
    }

    /// Whose money it is.
    pub(super) fn account(&self) -> &str {
        self.sub_mchid.as_deref().unwrap_or(&self.mchid)
    }
}

/// A text that a request is to have.
pub(super) fn required<'r>(request: &'r Checked, name: &str) -> Result<&'r str, Refusal> {
    request
        .text(name)
        .filter(|text| !text.is_empty())
        .ok_or_else(|| Refusal::parameter(&format!("/{name}"), "缺少参数"))
}

/// The text at a JSON pointer; empty where there is none.
pub(super) fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}
