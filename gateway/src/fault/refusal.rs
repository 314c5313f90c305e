//! What the service refuses or turns away, with a good signature. Nothing has changed.

use serde_json::json;

use super::table::faults;
use crate::reply::Effect::Instead;
use crate::reply::Reply;

faults! {
    /// 400 `PARAM_ERROR`, with the member that is wrong.
    PARAM_ERROR "param-error" Refusal "reports the code and the member" => Instead(|| Reply::error_with(400, "PARAM_ERROR", "参数错误", &json!({"field": "/amount/total", "value": -1, "issue": "total must be positive", "location": "body"})));
    /// 400 `INVALID_REQUEST`.
    INVALID_REQUEST "invalid-request" Refusal "reports the code" => Instead(|| Reply::error(400, "INVALID_REQUEST", "请求参数符合参数格式，但不符合业务规则"));
    /// 400 `ORDER_PAID`: the order has been paid.
    ORDER_PAID "order-paid" Refusal "reports the code" => Instead(|| Reply::error(400, "ORDER_PAID", "订单已支付"));
    /// 401 `SIGN_ERROR`, with what should have been signed.
    SIGN_ERROR "sign-error" Refusal "reports the code, and what the service would have signed" => Instead(|| Reply::error_with(401, "SIGN_ERROR", "错误的签名，导致验签失败", &json!({"detail": {"issue": "sign not match"}, "field": "signature", "location": "authorization", "sign_information": {"method": "POST", "sign_message_length": 10, "truncated_sign_message": "POST\n", "url": "/v3"}})));
    /// 403 `NO_AUTH`.
    NO_AUTH "no-auth" Refusal "reports the code" => Instead(|| Reply::error(403, "NO_AUTH", "商户无权限"));
    /// 403 `RULE_LIMIT`.
    RULE_LIMIT "rule-limit" Refusal "reports the code" => Instead(|| Reply::error(403, "RULE_LIMIT", "业务规则限制"));
    /// 403 `NOT_ENOUGH`: there is not enough money.
    NOT_ENOUGH "not-enough" Refusal "reports the code: the same number may be used again once there is money" => Instead(|| Reply::error(403, "NOT_ENOUGH", "余额不足"));
    /// 403 `OUT_TRADE_NO_USED`: the number belongs to another order.
    NUMBER_USED "number-used" Refusal "reports the code, and does not take another number by itself" => Instead(|| Reply::error(403, "OUT_TRADE_NO_USED", "商户订单号重复"));
    /// 404 `ORDER_NOT_EXIST`.
    ORDER_NOT_EXIST "order-not-exist" Refusal "reports the code" => Instead(|| Reply::error(404, "ORDER_NOT_EXIST", "订单不存在"));
    /// 404 `RESOURCE_NOT_EXISTS`.
    RESOURCE_NOT_EXISTS "resource-not-exists" Refusal "reports the code" => Instead(|| Reply::error(404, "RESOURCE_NOT_EXISTS", "查询的资源不存在"));
    /// 400 `NO_STATEMENT_EXIST`: there is no such bill.
    NO_STATEMENT_EXIST "no-statement-exist" Refusal "reports the code" => Instead(|| Reply::error(400, "NO_STATEMENT_EXIST", "账单文件不存在"));
    /// 400 `STATEMENT_CREATING`: the bill is not ready.
    STATEMENT_CREATING "statement-creating" Refusal "reports the code: later is the time to ask again" => Instead(|| Reply::error(400, "STATEMENT_CREATING", "账单生成中"));
    /// A refusal whose detail is a list.
    DETAIL_IS_A_LIST "detail-is-a-list" Refusal "reports the code, whatever the detail is" => Instead(|| Reply::error_with(400, "PARAM_ERROR", "参数错误", &json!([{"field": "/a"}, {"field": "/b"}])));
    /// A refusal whose detail is a text.
    DETAIL_IS_A_TEXT "detail-is-a-text" Refusal "reports the code, whatever the detail is" => Instead(|| Reply::error_with(400, "PARAM_ERROR", "参数错误", &json!("/a")));
    /// A refusal whose detail is `null`.
    DETAIL_IS_NULL "detail-is-null" Refusal "reports the code, whatever the detail is" => Instead(|| Reply::error_with(400, "PARAM_ERROR", "参数错误", &json!(null)));
    /// A refusal without a word for people.
    NO_MESSAGE "no-message" Refusal "reports the code" => Instead(|| Reply::json(&json!({"code": "PARAM_ERROR"})).status(400));
    /// A refusal by a code that the documentation does not know.
    UNKNOWN_CODE "unknown-code" Refusal "reports the code" => Instead(|| Reply::error(400, "NEW_CODE_OF_2030", "新的错误"));
    /// A refusal whose words hold control characters, a line feed and a turn of the direction of writing.
    FORGED_LINES "forged-lines" Refusal "escapes what it prints: a log has no second line from this" => Instead(|| Reply::error(400, "PARAM_ERROR", "no\r\n2026-06-01 INFO paid \u{202e}\u{1b}[2J"));
    /// A refusal of twenty thousand characters.
    LONG_MESSAGE "long-message" Refusal "does not print all of it" => Instead(|| Reply::error(400, "PARAM_ERROR", &"长".repeat(20_000)));
    /// 405 with a signature.
    METHOD_NOT_ALLOWED "method-not-allowed" Refusal "reports the status" => Instead(|| Reply::error(405, "METHOD_NOT_ALLOWED", "请求方法错误"));
    /// 202: accepted and not done yet. The same request is to be sent again.
    ACCEPTED "accepted" Again "sends the same again after a pause, or says that it is under way" => Instead(|| Reply::empty(202));
    /// 429 `RATELIMIT_EXCEEDED`.
    RATE_LIMITED "rate-limited" Again "waits before it sends the same again" => Instead(|| Reply::error(429, "RATELIMIT_EXCEEDED", "请求超过频率限制"));
    /// 429 `FREQUENCY_LIMITED`, with the seconds to wait.
    RETRY_AFTER_SECONDS "retry-after-seconds" Again "waits as long as it is asked to" => Instead(|| Reply::error(429, "FREQUENCY_LIMITED", "频率超限").header("Retry-After", "1"));
    /// 429, with the time to wait for.
    RETRY_AFTER_A_DATE "retry-after-a-date" Again "reads both forms of `Retry-After`" => Instead(|| Reply::error(429, "FREQUENCY_LIMITED", "频率超限").header("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT"));
    /// 429, to be sent again in a year.
    RETRY_AFTER_A_YEAR "retry-after-a-year" Again "does not wait that long: it reports the error" => Instead(|| Reply::error(429, "FREQUENCY_LIMITED", "频率超限").header("Retry-After", "31536000"));
    /// 429, and the time to wait is no number.
    RETRY_AFTER_A_WORD "retry-after-a-word" Again "goes by its own pause" => Instead(|| Reply::error(429, "FREQUENCY_LIMITED", "频率超限").header("Retry-After", "soon"));
    /// 500 `SYSTEM_ERROR`: the same request, with the same number, is to be sent again.
    SYSTEM_ERROR "system-error" Again "sends the same bytes with the same number again, or asks first" => Instead(|| Reply::error(500, "SYSTEM_ERROR", "系统繁忙，请稍后重试"));
    /// 500 `BANK_ERROR`.
    BANK_ERROR "bank-error" Again "sends the same bytes with the same number again, or asks first" => Instead(|| Reply::error(500, "BANK_ERROR", "银行系统异常"));
    /// 502 with a signature.
    SIGNED_BAD_GATEWAY "signed-bad-gateway" Again "sends the same again after a pause, or asks first" => Instead(|| Reply::error(502, "SERVICE_UNAVAILABLE", "服务下线，暂时不可用"));
    /// 503 `SERVICE_UNAVAILABLE`.
    SERVICE_UNAVAILABLE "service-unavailable" Again "sends the same again after a pause" => Instead(|| Reply::error(503, "SERVICE_UNAVAILABLE", "服务不可用，过载保护"));
    /// 501 with a signature.
    NOT_IMPLEMENTED "not-implemented" Unknown "reports the status" => Instead(|| Reply::error(501, "NOT_IMPLEMENTED", "接口未实现"));
}
