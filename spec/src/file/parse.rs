//! The strict parser: it takes the canonical text and nothing else, and says where a text differs from it.

use serde::de::DeserializeOwned;

use super::print::print_moved;
use super::shape::{MovedFile, OperationFile, StatusFile, WebhookFile, fields};
use crate::error::{Place, SpecError};
use crate::model::{Moved, Operation, Status, Webhook};

impl Operation {
    /// Parses the canonical text of `file`, a path below the spec's folder, whose name must be that of the operation.
    pub fn parse(file: &str, text: &str) -> Result<Self, SpecError> {
        let parsed: OperationFile = parse_json(file, text)?;
        let operation = Self {
            id: parsed.operation.0,
            title: parsed.title,
            source: parsed.source,
            docs: parsed.docs,
            status: status(parsed.status, parsed.superseded_by).map_err(|(key, why)| at_key(file, text, key, why))?,
            base: parsed.base.map(Into::into),
            request: parsed.request.0,
            response: parsed.response.0,
        };
        same_file(file, text, &operation.file(), "operation")?;
        canonical(file, text, &operation.to_json())?;
        Ok(operation)
    }
}

impl Webhook {
    /// Parses the canonical text of `file`, a path below the spec's folder, whose name must be that of the webhook.
    pub fn parse(file: &str, text: &str) -> Result<Self, SpecError> {
        let parsed: WebhookFile = parse_json(file, text)?;
        let webhook = Self {
            name: parsed.webhook,
            also: parsed.also,
            title: parsed.title,
            source: parsed.source,
            docs: parsed.docs,
            original_type: parsed.original_type,
            resource: fields(parsed.resource.fields),
            answer: parsed.answer.map(|answer| fields(answer.fields)),
        };
        webhook.check_name().map_err(|why| at_key(file, text, "webhook", why))?;
        webhook.check_also().map_err(|why| at_key(file, text, "also", why))?;
        same_file(file, text, &webhook.file(), "webhook")?;
        canonical(file, text, &webhook.to_json())?;
        Ok(webhook)
    }
}

/// Parses the canonical text of the list of moved pages: sorted, each page once.
pub(crate) fn parse_moved(file: &str, text: &str) -> Result<Vec<Moved>, SpecError> {
    let parsed: Vec<MovedFile> = parse_json(file, text)?;
    let moved: Vec<Moved> = parsed.into_iter().map(Into::into).collect();
    canonical(file, text, &print_moved(&moved))?;
    if moved.is_empty() {
        return Err(SpecError::of_file(file, "lists no page: it is left out then"));
    }
    // From here on the page of index 0 stands in line 2.
    for (index, pair) in moved.windows(2).enumerate() {
        if pair[0].from >= pair[1].from {
            let place = Place { line: index + 3, column: 1 };
            let reason = format!("`{}` does not come after `{}`: sorted, each page once", pair[1].from, pair[0].from);
            return Err(SpecError::at(file, place, reason));
        }
    }
    Ok(moved)
}

pub(crate) fn parse_json<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, SpecError> {
    serde_json::from_str(text).map_err(|error| SpecError::of_json(file, text, &error))
}

fn status(status: StatusFile, by: Option<String>) -> Result<Status, (&'static str, &'static str)> {
    match (status, by) {
        (StatusFile::Current, None) => Ok(Status::Current),
        (StatusFile::Deprecated, None) => Ok(Status::Deprecated),
        (StatusFile::Superseded, Some(by)) => Ok(Status::Superseded { by }),
        (StatusFile::Superseded, None) => Err(("status", "`\"superseded\"` needs the key `superseded_by`")),
        (_, Some(_)) => Err(("superseded_by", "`superseded_by` goes with `\"status\": \"superseded\"` only")),
    }
}

fn same_file(file: &str, text: &str, expected: &str, key: &str) -> Result<(), SpecError> {
    if file == expected {
        return Ok(());
    }
    Err(at_key(file, text, key, format!("the file of this {key} is `{expected}`")))
}

/// An error at the line of a key of the file's outermost object.
fn at_key(file: &str, text: &str, key: &str, reason: impl Into<String>) -> SpecError {
    let line = text.lines().position(|line| line.starts_with(&format!("  \"{key}\":")));
    match line {
        Some(index) => SpecError::at(file, Place { line: index + 1, column: 3 }, reason),
        None => SpecError::of_file(file, reason),
    }
}

/// Whether a text is laid out as it would be printed.
pub(crate) fn canonical(file: &str, text: &str, printed: &str) -> Result<(), SpecError> {
    if text == printed {
        return Ok(());
    }
    // What is behind the last newline is a line too: it shows a missing or doubled newline at the end.
    let (mut found, mut expected) = (text.split('\n'), printed.split('\n'));
    let mut line = 1;
    loop {
        let (have, want) = (found.next(), expected.next());
        if have != want {
            let column = first_difference(have.unwrap_or_default(), want.unwrap_or_default());
            let reason = format!("not canonical: expected {}, found {}", quoted(want), quoted(have));
            return Err(SpecError::at(file, Place { line, column }, reason));
        }
        line += 1;
    }
}

fn first_difference(have: &str, want: &str) -> usize {
    have.chars().zip(want.chars()).take_while(|(have, want)| have == want).count() + 1
}

fn quoted(line: Option<&str>) -> String {
    match line {
        Some("") => "an empty line".to_owned(),
        // A carriage return or a tab must be seen.
        Some(line) => format!("`{}`", line.replace('\r', "\\r").replace('\t', "\\t")),
        None => "the end of the file".to_owned(),
    }
}
