//! What the code samples of an operation agree on: method, URL and arguments.

use wechatpay_spec::{Method, OperationId};

use super::php::{self, Call, Link, Php};
use crate::diagnostic::{Code, Diagnostics};
use crate::page::Span;

/// The one call that all samples of an operation show.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    pub id: OperationId,
    pub arguments: Php,
    pub span: Span,
}

/// A piece of a page that holds samples, and where it starts.
#[derive(Clone, Debug)]
pub struct Snippet<'t> {
    pub text: &'t str,
    pub at: usize,
}

/// Longer than any URL, and short enough to be named in every message.
const LONGEST_URL: usize = 1_000;

/// Reads all samples and compares them. `section` is pointed at where there are none.
pub fn read(codes: &[Snippet<'_>], section: &Span, diagnostics: &mut Diagnostics) -> Option<Sample> {
    let mut agreed: Option<Sample> = None;
    let mut failed = false;
    let calls = codes.iter().flat_map(|code| php::calls(code.text, code.at));
    // A method of the client itself (`$instance->getDriver()`) calls no URL.
    for call in calls.filter(|call| call.as_ref().map_or(true, |call| !call.links.is_empty())) {
        let sample = match call {
            Ok(call) => interpret(call, diagnostics),
            Err(error) => {
                diagnostics.report(Code::SampleSyntax, error.span, error.message);
                None
            }
        };
        let Some(sample) = sample else {
            failed = true;
            continue;
        };
        match &agreed {
            Some(first) => compare(first, &sample, diagnostics),
            None => agreed = Some(sample),
        }
    }
    if agreed.is_none() && !failed {
        diagnostics.report(Code::SampleMissing, section.clone(), "no sample calls `$instance`");
    }
    agreed
}

fn compare(first: &Sample, other: &Sample, diagnostics: &mut Diagnostics) {
    let message = if first.id != other.id {
        format!("this sample calls `{}`, an earlier one `{}`", other.id, first.id)
    } else if first.arguments != other.arguments {
        "this sample passes other arguments than an earlier one".to_owned()
    } else {
        return;
    };
    let diagnostic = diagnostics.report(Code::SampleDisagrees, other.span.clone(), message);
    diagnostic.with_other(first.span.clone(), "the earlier sample");
}

fn interpret(call: Call, diagnostics: &mut Diagnostics) -> Option<Sample> {
    let name = call.method.strip_suffix("Async").unwrap_or(&call.method);
    let Some(method) = Method::ALL.into_iter().find(|method| method.lower() == name) else {
        let message = format!("`{}` is not one of the methods get, post, put, patch, delete", call.method);
        diagnostics.report(Code::SampleSyntax, call.span, message);
        return None;
    };
    let id = OperationId { path: path(&call.links), method };
    if id.path.len() > LONGEST_URL {
        let message = format!("the URL has {} characters, and {LONGEST_URL} is far more than any needs", id.path.len());
        diagnostics.report(Code::BadUrl, call.span, message);
        return None;
    }
    if let Err(message) = id.check() {
        diagnostics.report(Code::BadUrl, call.span, message);
        return None;
    }
    Some(Sample { id, arguments: call.arguments, span: call.span })
}

/// The URL template: `->v3->fundApp->_out_no_` or `['v3/fund-app/{out_no}']`.
fn path(links: &[Link]) -> String {
    let mut path = String::new();
    for link in links {
        match link {
            Link::Property(name) => {
                path.push('/');
                path.push_str(&segment(name));
            }
            Link::Path(text) => {
                if !text.starts_with('/') {
                    path.push('/');
                }
                path.push_str(text);
            }
        }
    }
    // An unset variable of the URI template: what is left of it is the slash before it.
    path.replace("/{empty}", "/")
}

/// `_x_` is the placeholder `{x}`; `camelCase` and `CamelCase` are `camel-case`; `snake_case` stays.
fn segment(name: &str) -> String {
    if let Some(placeholder) = name.strip_prefix('_').and_then(|name| name.strip_suffix('_')) {
        return format!("{{{placeholder}}}");
    }
    let mut segment = String::with_capacity(name.len() + 4);
    for (index, c) in name.chars().enumerate() {
        if index > 0 && c.is_ascii_uppercase() {
            segment.push('-');
        }
        segment.push(c.to_ascii_lowercase());
    }
    segment
}
