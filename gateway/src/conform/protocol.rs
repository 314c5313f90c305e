//! What goes over the line between the kit and an adapter: see `gateway/conform/PROTOCOL.md`.

use std::collections::BTreeMap;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What an adapter is asked to do.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "do", rename_all = "lowercase")]
pub(super) enum Task {
    /// Make a client with these settings.
    Setup(Box<Setup>),
    /// Send a request and read its answer.
    Call(Call),
    /// Upload a file.
    Upload {
        path: &'static str,
        filename: &'static str,
        /// In base64.
        content: String,
    },
    /// Ask for a bill, fetch it, and give its plain bytes.
    Bill { path: &'static str, query: Map<String, Value> },
    /// Take a notification.
    Notification {
        headers: Vec<(String, String)>,
        /// In base64.
        body: String,
    },
    /// Do the same so often, and say what it took.
    Repeat { times: u32, task: Box<Task> },
}

/// The settings of a merchant.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Setup {
    pub(super) base_url: String,
    pub(super) merchant_id: String,
    pub(super) appid: &'static str,
    pub(super) certificate_serial: String,
    pub(super) private_key_pem: String,
    pub(super) api_v3_key: String,
    pub(super) public_key_id: Option<String>,
    pub(super) public_key_pem: Option<String>,
    pub(super) platform_certificates: BTreeMap<String, String>,
    /// The same keys as files.
    pub(super) keys_dir: String,
    /// For one exchange.
    pub(super) timeout_ms: u64,
}

/// A request.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Call {
    pub(super) method: &'static str,
    /// With its `{parameters}`.
    pub(super) path: &'static str,
    pub(super) parameters: Map<String, Value>,
    pub(super) query: Map<String, Value>,
    /// In plain text.
    pub(super) body: Option<Value>,
    /// Which members of the body the SDK is to encrypt.
    pub(super) confidential: Vec<&'static str>,
    /// Which members of the answer the SDK is to open.
    pub(super) open: Vec<&'static str>,
}

/// A task with its number.
#[derive(Debug, Serialize)]
pub(super) struct Line<'a> {
    pub(super) id: u64,
    #[serde(flatten)]
    pub(super) task: &'a Task,
}

/// What an adapter writes back.
#[derive(Debug, Deserialize)]
pub(super) struct Reply {
    pub(super) id: u64,
    #[serde(flatten)]
    pub(super) said: Said,
}

/// What an SDK has made of a task.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "result", rename_all = "lowercase")]
pub(super) enum Said {
    /// It is set up.
    Ready(Sdk),
    /// It hands over an answer.
    Answer {
        status: Option<u16>,
        /// As JSON, where the SDK reads it.
        body: Option<Value>,
        /// As text, where it does not.
        text: Option<String>,
    },
    /// It hands over a file, in base64.
    File { content: String },
    /// It takes a notification, and this was sealed in it.
    Accepted { resource: Value },
    /// It refuses a notification.
    Refused {
        #[serde(default)]
        message: String,
    },
    /// It has done it so often.
    Repeated {
        /// How long all of them took.
        wall_ms: f64,
        /// How long the threads of the process worked meanwhile.
        cpu_ms: f64,
    },
    /// It reports an error.
    Error(Failure),
    /// It has nothing for this.
    Unsupported {
        #[serde(default)]
        message: String,
    },
}

impl Said {
    /// The answer as JSON, whoever reads it.
    pub(super) fn json(&self) -> Option<Value> {
        match self {
            Self::Answer { body: Some(body), .. } => Some(body.clone()),
            Self::Answer { text: Some(text), .. } => serde_json::from_str(text).ok(),
            _ => None,
        }
    }
}

/// An error, as far as an SDK tells.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub(super) struct Failure {
    /// Whether it is the service that has refused.
    #[serde(default)]
    pub(super) refusal: bool,
    pub(super) status: Option<u16>,
    /// The service's error code.
    pub(super) code: Option<String>,
    /// Whether the SDK has verified that the refusal is the service's; nothing where it does not say.
    pub(super) verified: Option<bool>,
    #[serde(default)]
    pub(super) message: String,
}

/// An SDK, as it names itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Sdk {
    /// Its name in its registry.
    pub sdk: String,
    /// Its version.
    pub version: String,
    /// Its language, with the version that runs it.
    pub language: String,
    /// How far it reads an answer.
    pub reads: Reads,
}

/// How far an SDK reads an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reads {
    /// It hands over the text as it came.
    Text,
    /// It hands over JSON.
    Json,
    /// It hands over values of types, and knows which members belong there.
    Types,
}

pub(super) fn base64(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_task_is_one_object_on_one_line() {
        let call = Call { method: "GET", path: "/v3/a/{b}", ..Call::default() };
        let line = serde_json::to_value(Line { id: 7, task: &Task::Call(call) }).expect("it is JSON");
        assert_eq!(
            line,
            json!({
                "id": 7, "do": "call", "method": "GET", "path": "/v3/a/{b}", "parameters": {}, "query": {}, "body": null,
                "confidential": [], "open": [],
            })
        );
    }

    #[test]
    fn what_is_repeated_stands_within() {
        let task = Box::new(Task::Notification { headers: Vec::new(), body: "e30=".to_owned() });
        let line = serde_json::to_value(Line { id: 8, task: &Task::Repeat { times: 3, task } }).expect("it is JSON");
        let within = json!({"do": "notification", "headers": [], "body": "e30="});
        assert_eq!(line, json!({"id": 8, "do": "repeat", "times": 3, "task": within}));
    }

    #[test]
    fn what_an_adapter_says_is_read() {
        let said = |json: Value| serde_json::from_value::<Reply>(json).map(|reply| (reply.id, reply.said));
        let ready = json!({"id": 1, "result": "ready", "sdk": "a", "version": "1", "language": "b", "reads": "text"});
        assert!(matches!(said(ready), Ok((1, Said::Ready(Sdk { reads: Reads::Text, .. })))));
        let answer = said(json!({"id": 2, "result": "answer", "status": 200, "text": "{\"a\": 1}"}));
        assert_eq!(answer.expect("an answer").1.json(), Some(json!({"a": 1})));
        let error = said(json!({"id": 3, "result": "error", "refusal": true, "code": "A"})).expect("an error").1;
        assert!(matches!(error, Said::Error(Failure { refusal: true, verified: None, .. })));
        let repeated = said(json!({"id": 4, "result": "repeated", "wall_ms": 1.5, "cpu_ms": 1}));
        assert_eq!(repeated.expect("it is right").1, Said::Repeated { wall_ms: 1.5, cpu_ms: 1.0 });
        assert!(said(json!({"id": 4, "result": "fine"})).is_err(), "what nobody knows is no answer");
        assert!(said(json!({"result": "refused"})).is_err(), "each answer says to what");
    }
}
