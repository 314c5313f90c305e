//! What a code means.

use wechatpay_client::error::Entry;
use wechatpay_client::operation::RetryClass;

use super::finding::{Finding, Report};

const CHECK: &str = "code";

/// Explains an error code such as `SIGN_ERROR` or `268443699`, or the number at the end of a `Request-ID`.
pub fn explain(text: &str) -> Report {
    let mut report = Report::default();
    let text = text.trim();
    let entry = Entry::of_request_id(text).or_else(|| Entry::of(text));
    report.add(entry.map_or_else(|| unknown(text), |entry| known(&entry)));
    report
}

/// What the table says of a code.
pub(super) fn known(entry: &Entry) -> Finding {
    let open = if entry.is_open() { ", leaves open what became of the request" } else { "" };
    let title = if entry.title == "–" { String::new() } else { format!(" {}", entry.title) };
    let found = format!("{}{title}{open}: {}", entry.code, entry.meaning);
    let next = |class| entry.next(class);
    let (read, write) = (next(RetryClass::Read), next(RetryClass::Write));
    let remedy = if read == write {
        write.to_string()
    } else {
        format!(
            "of a write: {write}. Of one without a number of its own: {}. Of a read: {read}",
            next(RetryClass::Once)
        )
    };
    Finding::warning(CHECK, found, remedy)
}

/// What is not in the table.
pub(super) fn unknown(text: &str) -> Finding {
    let found = format!("`{text}` is not in the table of codes, which is an open list");
    let remedy = "read the message beside it and the page of the operation; until then take what became of a write as \
                  unknown, and query it by its number";
    Finding::warning(CHECK, found, remedy)
}
