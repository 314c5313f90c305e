//! What a log tells of a notification that is odd: which one, and how much of it where, and nothing that it says.

use std::io::{self, Read as _};
use std::sync::Mutex;

use serde_json::{Value, json};
use wechatpay_tests::notify::Sender;

use super::events::share;
use super::{SECRET, merchant, notifications, payment};

/// What is logged while a body is taken in that is true.
fn logged(body: &Value) -> String {
    let (mut reader, writer) = io::pipe().expect("there is a pipe");
    let letter = Sender::default().letter(body.to_string().as_bytes());
    let notifications = notifications(merchant());
    let log = tracing_subscriber::fmt().with_writer(Mutex::new(writer)).with_ansi(false).without_time().finish();
    tracing::subscriber::with_default(log, || notifications.parse(letter.headers, &letter.body)).expect("it is true");
    let mut text = String::new();
    reader.read_to_string(&mut text).expect("a log is text");
    text
}

fn envelope(event_type: &str, original_type: &str, content: &Value) -> Value {
    Sender::default().envelope(event_type, original_type, content.to_string().as_bytes())
}

/// A payment of which some members are others.
fn but(members: impl IntoIterator<Item = (String, Value)>) -> Value {
    let mut content = payment();
    content.as_object_mut().expect("it is one").extend(members);
    envelope("TRANSACTION.SUCCESS", "transaction", &content)
}

#[test]
fn a_log_tells_what_is_odd_once_and_nothing_of_what_is_right() {
    let mut around = but([]);
    around["new"] = json!(SECRET);
    around.as_object_mut().expect("it is one").remove("summary");
    let mut other = but([]);
    other["resource_type"] = json!("another-resource");
    let new = (0..70).map(|number| (format!("new{number}"), json!(SECRET)));
    let told = |level: &str, message: &str| Some(format!("{level} {message}"));
    let odd = "a notification is not what the documentation says";
    for (body, expected, how_much) in [
        (but([]), None, ""),
        (other, told("INFO", "a notification has a `resource_type` that is not documented"), "TRANSACTION.SUCCESS"),
        (
            envelope("TOMORROW.CAME", "dawn", &payment()),
            told("INFO", "a notification has an event type that is not known"),
            "TOMORROW.CAME",
        ),
        (
            envelope("REFUND.SUCCESS", "refund", &json!(SECRET)),
            told("WARN", "the content of a notification could not be read"),
            "$: expected an object",
        ),
        (
            envelope("TRANSACTION.SUCCESS", "profitsharing", &share()),
            told("INFO", "a notification is one of several"),
            "PROFITSHARING.RETURN",
        ),
        (around, told("INFO", odd), "places=2"),
        (but(new), told("INFO", odd), "places=70"),
        (
            but([("promotion_detail".to_owned(), json!(7))]),
            told("WARN", "a part of a notification could not be read"),
            "places=1",
        ),
    ] {
        let text = logged(&body);
        let lines = text.lines().map(str::trim_start).filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()));
        let events: Vec<String> = lines
            .filter_map(|line| {
                let (head, rest) = line.split_once(": ")?;
                Some(format!("{} {}", head.split(' ').next()?, rest.split(" id=").next()?))
            })
            .collect();
        assert_eq!(events, Vec::from_iter(expected), "{text}");
        assert!(text.contains(how_much) && !text.contains(SECRET), "{text}");
    }
}
