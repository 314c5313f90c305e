//! Why something cannot be done, as the service says it.

use std::fmt;

use serde_json::json;

use super::store::StoreError;
use crate::check::Checked;
use crate::reply::Reply;

/// A refusal: the status and the code that the documentation gives it, and a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// Such as `ORDER_NOT_EXIST`.
    pub code: &'static str,
    /// A sentence for people.
    pub message: String,
    /// The member that is wrong, where it is one.
    pub field: Option<String>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.status, self.code, self.message)?;
        self.field.as_ref().map_or(Ok(()), |field| write!(f, " ({field})"))
    }
}

impl std::error::Error for Refusal {}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::new(500, "SYSTEM_ERROR", &format!("系统异常，请稍后重试 ({error})"))
    }
}

impl Refusal {
    pub(super) fn new(status: u16, code: &'static str, message: &str) -> Self {
        Self { status, code, message: message.to_owned(), field: None }
    }

    /// A member of the request that is wrong.
    pub(super) fn parameter(field: &str, message: &str) -> Self {
        Self { field: Some(field.to_owned()), ..Self::new(400, "PARAM_ERROR", message) }
    }

    /// A rule that the request breaks.
    pub(super) fn rule(message: &str) -> Self {
        Self::new(400, "INVALID_REQUEST", message)
    }

    /// The same number with other content.
    pub(super) fn reentry() -> Self {
        Self::rule("请求重入时，参数与首次请求时不一致")
    }

    pub(super) fn no_order() -> Self {
        Self::new(404, "ORDER_NOT_EXIST", "订单不存在")
    }

    pub(super) fn nothing(message: &str) -> Self {
        Self::new(404, "RESOURCE_NOT_EXISTS", message)
    }

    pub(super) fn paid() -> Self {
        Self::new(400, "ORDER_PAID", "该订单已支付")
    }

    pub(super) fn closed() -> Self {
        Self::new(400, "ORDER_CLOSED", "该订单已关闭")
    }

    pub(super) fn used() -> Self {
        Self::new(403, "OUT_TRADE_NO_USED", "商户订单号重复")
    }

    pub(super) fn not_enough(message: &str) -> Self {
        Self::new(403, "NOT_ENOUGH", message)
    }

    /// The answer, which is signed.
    pub(super) fn reply(&self, request: &Checked) -> Reply {
        match &self.field {
            Some(field) => {
                let name = field.split('/').nth(1).unwrap_or_default();
                let location = match (request.path.contains_key(name), request.query.contains_key(name)) {
                    (true, _) => "path",
                    (false, true) => "query",
                    (false, false) => "body",
                };
                let detail = json!({"field": field, "issue": self.message, "location": location});
                Reply::error_with(self.status, self.code, &self.message, &detail)
            }
            None => Reply::error(self.status, self.code, &self.message),
        }
    }
}
