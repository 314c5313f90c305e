//! Links to the official pages, which the documentation of the client repeats.

use wechatpay_spec::unseen;

use crate::diagnostic::{Code, Diagnostics};
use crate::page::Span;

/// Keeps a link that one can follow safely, and refuses any other.
pub fn keep(target: String, place: Span, docs: &mut Vec<String>, diagnostics: &mut Diagnostics) {
    let host = target.strip_prefix("https://").and_then(|rest| rest.split(['/', '?', '#']).next());
    if host.is_some_and(|host| host.contains('.') && !host.contains('@')) {
        docs.push(target);
    } else {
        let message = format!("`{}` is no https link", unseen::shown(&target));
        diagnostics.report(Code::BadLink, place, message);
    }
}
