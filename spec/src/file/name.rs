//! File names follow the URL and the method, so that the file of an operation can be found by hand.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::model::{Operation, OperationId, Webhook};

/// The list of pages that have moved.
pub(crate) const MOVED: &str = "moved.json";
const API: &str = "api";
const WEBHOOK: &str = "webhook/v3/";
/// The file of a path that ends in a slash; no literal segment may be called so.
const INDEX: &str = "index";

/// Whether a file below the spec's folder should be that of an operation.
pub(crate) fn is_api(file: &str) -> bool {
    is_json_below(file, API)
}

/// Whether a file below the spec's folder should be that of a webhook.
pub(crate) fn is_webhook(file: &str) -> bool {
    is_json_below(file, "webhook")
}

fn is_json_below(file: &str, folder: &str) -> bool {
    file.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')?.strip_suffix(".json")).is_some()
}

/// Whether a text says of itself that it is this file of the spec: by its operation, its event type, or the pages
/// that have moved. It need not be right beyond that, so that the text of an older format is known too.
pub fn says_it_is(file: &str, text: &str) -> bool {
    let Ok(json) = serde_json::from_str::<Value>(text) else { return false };
    if file == MOVED {
        let is_moved = |page: &Value| page.get("moved").is_some() && page.get("to").is_some();
        return json.as_array().is_some_and(|pages| !pages.is_empty() && pages.iter().all(is_moved));
    }
    let said = |key| json.get(key).and_then(Value::as_str);
    said("operation").and_then(|id| id.parse().ok()).is_some_and(|id: OperationId| id.file() == file)
        || said("webhook").is_some_and(|name| webhook_file(name) == file)
}

impl OperationId {
    /// The file below the spec's folder, such as `api/v3/pay/transactions/jsapi.post.json`.
    pub fn file(&self) -> String {
        let index = if self.path.ends_with('/') { INDEX } else { "" };
        format!("{API}{}{index}.{}.json", self.path, self.method.lower())
    }

    /// Whether the URL template can name a file and a module: every segment a word or a `{placeholder}`.
    pub fn check(&self) -> Result<(), String> {
        let path = &self.path;
        let Some(segments) = path.strip_prefix('/') else {
            return Err(format!("the path `{path}` does not start with `/`"));
        };
        let segments: Vec<&str> = segments.strip_suffix('/').unwrap_or(segments).split('/').collect();
        if let Some(bad) = segments.iter().find(|segment| !is_segment(segment)) {
            return Err(format!(
                "the path `{path}` has the segment `{bad}`, which is neither a word nor a {{placeholder}}"
            ));
        }
        if segments.last() == Some(&INDEX) && !path.ends_with('/') {
            return Err(format!(
                "the path `{path}` ends in the literal segment `{INDEX}`, whose file would be that of a path that ends in a slash"
            ));
        }
        Ok(())
    }
}

fn is_segment(segment: &str) -> bool {
    let word = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(segment);
    let dots_only = word.bytes().all(|byte| byte == b'.');
    !dots_only && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}

impl Operation {
    /// The file below the spec's folder, such as `api/v3/pay/transactions/jsapi.post.json`.
    pub fn file(&self) -> String {
        self.id.file()
    }
}

fn webhook_file(name: &str) -> String {
    format!("{WEBHOOK}{name}.json")
}

impl Webhook {
    /// The file below the spec's folder, such as `webhook/v3/TRANSACTION.SUCCESS.json`.
    pub fn file(&self) -> String {
        webhook_file(&self.name)
    }

    /// Whether the event type can name a file.
    pub(crate) fn check_name(&self) -> Result<(), String> {
        check_event(&self.name)
    }

    /// Whether the further event types are some, and others than the first.
    pub(crate) fn check_also(&self) -> Result<(), String> {
        let mut seen = BTreeSet::from([&self.name]);
        for name in &self.also {
            check_event(name)?;
            if !seen.insert(name) {
                return Err(format!("the event type `{name}` comes twice"));
            }
        }
        Ok(())
    }
}

/// Whether a text is an event type: a word that can name a file.
pub fn check_event(name: &str) -> Result<(), String> {
    if name.contains(['{', '}']) || !is_segment(name) {
        return Err(format!("the event type `{name}` is not a word of letters, digits, `_`, `-` and `.`"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Method;

    fn id(path: &str) -> OperationId {
        OperationId { path: path.to_owned(), method: Method::Post }
    }

    #[test]
    fn a_file_follows_the_url_and_the_method() {
        assert_eq!(id("/v3/pay/transactions/jsapi").file(), "api/v3/pay/transactions/jsapi.post.json");
        assert_eq!(id("/v3/bill/{id}").file(), "api/v3/bill/{id}.post.json");
        assert_eq!(id("/v3/applyment4sub/applyment/").file(), "api/v3/applyment4sub/applyment/index.post.json");
    }

    #[test]
    fn a_text_says_what_file_it_is() {
        let operation = r#"{"operation": "POST /v3/pay", "of an older format": true}"#;
        assert!(says_it_is("api/v3/pay.post.json", operation));
        assert!(says_it_is("webhook/v3/A.B.json", r#"{"webhook": "A.B"}"#));
        assert!(says_it_is("moved.json", r#"[{"moved": "/a", "to": "/b"}]"#));
        let others = [
            ("api/v3/pay.get.json", operation),
            ("webhook/v3/A.json", r#"{"webhook": "A.B"}"#),
            ("api/v3/pay.post.json", r#"{"orders": []}"#),
            ("api/v3/pay.post.json", "no JSON"),
            ("moved.json", "[]"),
            ("moved.json", r#"[{"moved": "/a"}]"#),
        ];
        for (file, text) in others {
            assert!(!says_it_is(file, text), "{file} {text}");
        }
    }

    #[test]
    fn a_path_that_cannot_name_a_file_is_refused() {
        for path in
            ["v3/pay", "/v3//pay", "/v3/../pay", "/v3/{}/pay", "/v3/pay?x=1", "/v3/{a}{b}", "/v3/a b", "/v3/支付"]
        {
            assert!(id(path).check().is_err(), "{path}");
        }
        for path in
            ["/v3/pay/", "/v3/{out_trade_no}/close", "/v3/mch_media/video_upload", "/v3/index/pay", "/v3/index/"]
        {
            assert_eq!(id(path).check(), Ok(()), "{path}");
        }
    }

    #[test]
    fn a_last_segment_called_index_is_refused() {
        let refused = id("/v3/pay/index").check().unwrap_err();
        assert!(refused.contains("`/v3/pay/index` ends in the literal segment `index`"), "{refused}");
    }
}
