//! Signed answers that hold something else than they should, or something more.

use serde_json::{Value, json};

use super::table::faults;
use crate::reply::Effect::Reply as Made;
use crate::reply::Reply;

fn raw(reply: Reply, body: impl Into<bytes::Bytes>) -> Reply {
    Reply { body: body.into(), plain: false, ..reply }
}

/// The same answer with other members.
fn members(reply: Reply, change: impl Fn(&mut serde_json::Map<String, Value>)) -> Reply {
    match serde_json::from_slice(&reply.body) {
        Ok(Value::Object(mut members)) => {
            change(&mut members);
            raw(reply, Value::Object(members).to_string())
        }
        _ => reply,
    }
}

faults! {
    /// The body is no JSON.
    NO_JSON "no-json" Unknown "reports an error, and keeps the bytes" => Made(|reply| raw(reply, "{"));
    /// There is no body where there should be one.
    EMPTY_SUCCESS "empty-success" Unknown "reports an error, and keeps the answer" => Made(|reply| raw(reply, ""));
    /// The body is a page of HTML, with a good signature.
    SIGNED_PAGE "signed-page" Unknown "reports an error, and keeps the bytes" => Made(|reply| raw(reply, "<html></html>"));
    /// The body is a list.
    A_LIST "a-list" Unknown "reports an error, and keeps the bytes" => Made(|reply| raw(reply, "[]"));
    /// The body is `null`.
    A_NULL "a-null" Unknown "reports an error, and keeps the bytes" => Made(|reply| raw(reply, "null"));
    /// The body is an object without any member.
    AN_EMPTY_OBJECT "an-empty-object" Unknown "reports which member is missing" => Made(|reply| raw(reply, "{}"));
    /// More text stands behind the object.
    TEXT_BEHIND "text-behind" Unknown "reports an error, and keeps the bytes" => Made(|reply| { let body = [&reply.body[..], b" x"].concat(); raw(reply, body) });
    /// A byte of the body is no UTF-8.
    NO_UTF_8 "no-utf-8" Unknown "reports an error, and puts nothing in the place of the byte" => Made(|reply| raw(reply, b"{\"prepay_id\":\"\xff\"}".to_vec()));
    /// Each member comes twice, with different values.
    MEMBERS_TWICE "members-twice" Unknown "does not choose one of two" => Made(|reply| {
        let names: Vec<String> = serde_json::from_slice::<serde_json::Map<String, Value>>(&reply.body).map(|members| members.keys().cloned().collect()).unwrap_or_default();
        let doubled: Vec<_> = names.iter().flat_map(|name| [format!("{}:\"a\"", json!(name)), format!("{}:\"b\"", json!(name))]).collect();
        raw(reply, format!("{{{}}}", doubled.join(",")))
    });
    /// The body is a hundred thousand lists, one in the other.
    TOO_DEEP "too-deep" Unknown "reports an error, and does not run out of stack" => Made(|reply| raw(reply, "[".repeat(100_000)));
    /// Each member is `null`.
    ALL_NULL "all-null" Unknown "reports which member is missing" => Made(|reply| members(reply, |members| members.values_mut().for_each(|value| *value = Value::Null)));
    /// There is a member that the documentation does not know.
    A_NEW_MEMBER "a-new-member" Accept "takes the answer: members may be added to any" => Made(|reply| members(reply, |members| drop(members.insert("new_member_of_2030".to_owned(), json!({"a": [1, "b"]})))));
    /// There is a member more that is `null`.
    A_NEW_NULL "a-new-null" Accept "takes the answer" => Made(|reply| members(reply, |members| drop(members.insert("new_null".to_owned(), Value::Null))));
    /// The state is one that the documentation does not know, where there is one.
    A_NEW_STATE "a-new-state" Accept "takes the answer, and does not take the state for another one" => Made(|reply| members(reply, |members| {
        for name in ["trade_state", "status", "state"] {
            if let Some(value) = members.get_mut(name).filter(|value| value.is_string()) {
                *value = json!("NEW_STATE_OF_2030");
            }
        }
    }));
    /// The JSON has spaces and line feeds in it.
    WITH_SPACES "with-spaces" Accept "takes the answer" => Made(|reply| match serde_json::from_slice::<Value>(&reply.body) {
        Ok(value) => raw(reply, format!("\n{value:#}\n")),
        Err(_) => reply,
    });
    /// All that is not ASCII is escaped.
    WITH_ESCAPES "with-escapes" Accept "takes the answer" => Made(|reply| {
        let mut text = String::new();
        for char in String::from_utf8_lossy(&reply.body).chars() {
            if char.is_ascii() { text.push(char); } else { text.extend(char.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}"))); }
        }
        raw(reply, text)
    });
    /// A success holds an error object: the service has failed behind a gateway that has not.
    SUCCESS_WITH_AN_ERROR "success-with-an-error" Unknown "takes it for an error, and a write may have taken effect" => Made(|reply| raw(reply, r#"{"code":"SYSTEM_ERROR","message":"系统繁忙"}"#));
    /// A success holds a code, and no word.
    SUCCESS_WITH_A_CODE "success-with-a-code" Unknown "takes it for an error, and a write may have taken effect" => Made(|reply| raw(reply, r#"{"code":"SYSTEM_ERROR"}"#));
    /// A long signed answer: a megabyte of spaces behind the object.
    A_LONG_ANSWER "a-long-answer" Accept "takes the answer, which is within any limit" => Made(|reply| { let body = [&reply.body[..], &vec![b' '; 1 << 20]].concat(); raw(reply, body) });
    /// A signed answer that is longer than anyone needs: 32 MiB of spaces.
    AN_ENDLESS_ANSWER "an-endless-answer" Unknown "has a limit, and reports it" => Made(|reply| { let body = [&reply.body[..], &vec![b' '; 32 << 20]].concat(); raw(reply, body) });
}
