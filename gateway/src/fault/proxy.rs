//! What stands before the service answers, and signs nothing.

use serde_json::json;

use super::table::faults;
use crate::reply::Effect::{Headers, Instead, Reply as Made, Sign};
use crate::reply::Reply;

faults! {
    /// A page with 400.
    PAGE_400 "page-400" Unknown "does not take it for a refusal: nobody has signed it" => Instead(|| Reply::html(400));
    /// A page with 403, as a firewall sends it.
    PAGE_403 "page-403" Unknown "does not take it for a refusal: nobody has signed it" => Instead(|| Reply::html(403));
    /// A page with 404.
    PAGE_404 "page-404" Unknown "does not conclude that an order is not there: nobody has signed it" => Instead(|| Reply::html(404));
    /// A page with 413.
    PAGE_413 "page-413" Unknown "reports the status" => Instead(|| Reply::html(413));
    /// A page with 407: a proxy wants to know who asks.
    PAGE_407 "page-407" Unknown "reports the status" => Instead(|| Reply::html(407).header("Proxy-Authenticate", "Basic"));
    /// A page with 408, after the request has been done.
    PAGE_408 "page-408" Unknown "does not know whether a write has taken effect" => Made(|_| Reply::html(408));
    /// A page with 429.
    PAGE_429 "page-429" Again "may send the same again after a pause, or asks first: nobody has refused it" => Instead(|| Reply::html(429));
    /// A page with 499, after the request has been done.
    PAGE_499 "page-499" Unknown "does not know whether a write has taken effect" => Made(|_| Reply::html(499));
    /// A page with 500, after the request has been done.
    PAGE_500 "page-500" Again "may send the same again after a pause, or asks first: nobody has refused it" => Made(|_| Reply::html(500));
    /// A page with 502, after the request has been done.
    PAGE_502 "page-502" Again "may send the same again after a pause, or asks first: nobody has refused it" => Made(|_| Reply::html(502));
    /// A page with 503.
    PAGE_503 "page-503" Again "may send the same again after a pause, or asks first: nobody has refused it" => Instead(|| Reply::html(503));
    /// A page with 504, after the request has been done.
    PAGE_504 "page-504" Unknown "does not know whether a write has taken effect" => Made(|_| Reply::html(504));
    /// A page with 200: a portal that wants a login.
    PAGE_200 "page-200" Distrust "takes a success without a signature for a forgery" => Instead(|| Reply::html(200));
    /// A status beyond those that there are.
    STATUS_599 "status-599" Unknown "reports the status" => Instead(|| Reply::empty(599).unsigned());
    /// 204 without a signature.
    EMPTY_204 "empty-204" Distrust "takes a success without a signature for a forgery" => Instead(|| Reply::empty(204).unsigned());
    /// 401 with nothing in it.
    EMPTY_401 "empty-401" Unknown "reports the status" => Instead(|| Reply::empty(401).unsigned());
    /// 404 with nothing in it.
    EMPTY_404 "empty-404" Unknown "does not conclude that an order is not there" => Instead(|| Reply::empty(404).unsigned());
    /// 500 with nothing in it, after the request has been done.
    EMPTY_500 "empty-500" Again "may send the same again after a pause, or asks first: nobody has refused it" => Made(|_| Reply::empty(500).unsigned());
    /// `PARAM_ERROR` without a signature, as the service sends it for what it finds early.
    UNSIGNED_PARAM_ERROR "unsigned-param-error" Unknown "reports the code, and does not rest anything on it" => Instead(|| Reply::error(400, "PARAM_ERROR", "参数错误").unsigned());
    /// `ORDER_NOT_EXIST` without a signature: whoever believes it pays twice.
    UNSIGNED_ORDER_NOT_EXIST "unsigned-order-not-exist" Unknown "does not conclude that an order is not there" => Instead(|| Reply::error(404, "ORDER_NOT_EXIST", "订单不存在").unsigned());
    /// `SYSTEM_ERROR` without a signature, after the request has been done.
    UNSIGNED_SYSTEM_ERROR "unsigned-system-error" Again "may send the same again after a pause, or asks first: nobody has refused it" => Made(|_| Reply::error(500, "SYSTEM_ERROR", "系统繁忙").unsigned());
    /// 429 without a signature.
    UNSIGNED_RATE_LIMIT "unsigned-rate-limit" Again "waits before it sends the same again" => Instead(|| Reply::error(429, "FREQUENCY_LIMITED", "频率超限").unsigned());
    /// A megabyte of an error that nobody has signed.
    UNSIGNED_AND_LONG "unsigned-and-long" Unknown "takes in no more of it than an error needs" => Instead(|| Reply::new(400, "application/json", format!("{{\"code\":\"PARAM_ERROR\",\"message\":\"{}\"}}", "x".repeat(1 << 20))).unsigned());
    /// A megabyte of lists in lists, in an error that nobody has signed.
    UNSIGNED_AND_DEEP "unsigned-and-deep" Unknown "spends neither memory nor stack on it" => Instead(|| Reply::new(400, "application/json", format!("{{\"code\":\"A\",\"message\":\"b\",\"detail\":{}}}", "[".repeat(1 << 20))).unsigned());
    /// A refusal that is signed with a key that nobody knows.
    REFUSAL_WRONGLY_SIGNED "refusal-wrongly-signed" Distrust "does not take it for a refusal" => Instead(|| Reply::error(400, "PARAM_ERROR", "参数错误")), Sign(|signing| signing.identity = signing.identity.stranger());
    /// A refusal with the probe of WeChat Pay for its signature.
    REFUSAL_WITH_A_PROBE "refusal-with-a-probe" Distrust "does not take it for a refusal" => Instead(|| Reply::error(400, "PARAM_ERROR", "参数错误")), Headers(|headers| headers.iter_mut().filter(|(name, _)| name == "Wechatpay-Signature").for_each(|(_, value)| value.insert_str(0, "WECHATPAY/SIGNTEST/")));
    /// A refusal that was signed an hour ago.
    REFUSAL_OF_AN_HOUR_AGO "refusal-of-an-hour-ago" Distrust "does not take it for a refusal: it may be one of another request" => Instead(|| Reply::error(404, "ORDER_NOT_EXIST", "订单不存在")), Sign(|signing| signing.timestamp -= 3_600);
    /// 301 to another path of the same host.
    MOVED "moved" Unknown "follows nowhere: what was signed is another path" => Instead(|| Reply::empty(301).header("Location", "/v3/elsewhere").unsigned());
    /// 302 to another host.
    REDIRECTED_TO_A_STRANGER "redirected-to-a-stranger" Unknown "sends no signature and no body to a stranger" => Instead(|| Reply::empty(302).header("Location", "http://127.0.0.1:1/v3/elsewhere").unsigned());
    /// 307, which would have a write sent again elsewhere.
    REDIRECTED_WITH_ITS_BODY "redirected-with-its-body" Unknown "follows nowhere" => Instead(|| Reply::empty(307).header("Location", "/v3/elsewhere").unsigned());
    /// 304: nothing has changed, which nobody has asked.
    NOT_MODIFIED "not-modified" Unknown "reports the status" => Instead(|| Reply::empty(304).unsigned());
    /// An error object in a success that nobody has signed.
    UNSIGNED_ERROR_IN_A_SUCCESS "unsigned-error-in-a-success" Distrust "does not use the answer" => Instead(|| Reply::json(&json!({"code": "FAIL", "message": "失败"})).unsigned());
    /// There is no `Request-ID`.
    NO_REQUEST_ID "no-request-id" Accept "takes the answer" => Headers(|headers| headers.retain(|(name, _)| name != "Request-ID"));
    /// The `Request-ID` has five thousand letters.
    LONG_REQUEST_ID "long-request-id" Accept "takes the answer, and does not print all of it" => Headers(|headers| headers.iter_mut().filter(|(name, _)| name == "Request-ID").for_each(|(_, value)| *value = "R".repeat(5_000)));
    /// A cookie is set.
    SETS_A_COOKIE "sets-a-cookie" Accept "takes the answer, and keeps no cookies" => Headers(|headers| headers.push(("Set-Cookie".to_owned(), "a=b".to_owned())));
    /// Another service's headers are there too.
    HEADERS_OF_A_PROXY "headers-of-a-proxy" Accept "takes the answer" => Headers(|headers| headers.extend([("Via".to_owned(), "1.1 proxy".to_owned()), ("Age".to_owned(), "1".to_owned()), ("Wechatpay-New".to_owned(), "x".to_owned())]));
}
