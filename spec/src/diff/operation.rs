//! An operation before and after.

use std::fmt;

use super::change::Change;
use super::fields::{Answers, Walk};
use super::rules::Rule;
use super::snapshot::Snapshot;
use super::view::flag;
use crate::model::{Body, Field, Media, Operation, Query, Request, Required, Response, Status};
use crate::target::Side;

pub(super) fn compare(old: (Snapshot<'_>, &Operation), new: (Snapshot<'_>, &Operation)) -> Vec<Change> {
    let ((_, was), (_, is)) = (old, new);
    let mut changes = head(was, is);
    changes.extend(request(was, is));
    changes.extend(response(old, new));
    changes
}

fn head(was: &Operation, is: &Operation) -> Vec<Change> {
    let base = |operation: &Operation| match &operation.base {
        None => "the usual one".to_owned(),
        Some(base) => format!("{}{}", base.url, if base.required { "" } else { " (optional)" }),
    };
    let changes = [
        Change::if_differs(status_rule(was, is), "", &status(&was.status), &status(&is.status)),
        Change::if_differs(Rule::BaseChanged, "", &base(was), &base(is)),
        Change::if_differs(Rule::TitleChanged, "", &was.title, &is.title),
        Change::of_lists(Rule::LinksChanged, "", &was.docs, &is.docs),
        Change::if_differs(Rule::SourceChanged, "", &was.source, &is.source),
    ];
    changes.into_iter().flatten().collect()
}

/// Only what is offline is deprecated in Rust.
fn status_rule(was: &Operation, is: &Operation) -> Rule {
    let deprecated = |operation: &Operation| operation.status == Status::Deprecated;
    if deprecated(was) == deprecated(is) { Rule::StatusWordChanged } else { Rule::StatusChanged }
}

fn status(status: &Status) -> String {
    match status {
        Status::Current => "current".to_owned(),
        Status::Deprecated => "deprecated".to_owned(),
        Status::Superseded { by } => format!("superseded by {by}"),
    }
}

fn request(was: &Operation, is: &Operation) -> Vec<Change> {
    let (old, new) = (&was.request, &is.request);
    let mut changes = Vec::new();
    // A part that is new, or gone, shows in its fields.
    if !old.query.fields.is_empty() && !new.query.fields.is_empty() {
        let (was, is) = (part(&old.query), part(&new.query));
        changes.extend(Change::if_differs(Rule::PartFlagChanged, "request.query", &was, &is));
    }
    match (&old.body, &new.body) {
        (Body::Json { .. }, Body::Multipart { .. }) => {
            changes.push(Change::of(Rule::BodyKindChanged, "request.body", &"JSON", &"multipart"));
        }
        (Body::Multipart { .. }, Body::Json { .. }) => {
            changes.push(Change::of(Rule::BodyKindChanged, "request.body", &"multipart", &"JSON"));
        }
        (Body::Json { required: was, .. }, Body::Json { required: is, .. }) => {
            changes.extend(Change::if_differs(Rule::PartFlagChanged, "request.body", &flag(*was), &flag(*is)));
        }
        _ => {}
    }
    changes.extend(client_headers(&old.headers, &new.headers));
    let (before, after) = (old.body.given(), new.body.given());
    changes.extend(parameters(&Parameter::all(old, &before), &Parameter::all(new, &after)));
    changes
}

fn part(query: &Query) -> &'static str {
    flag(if query.required { Required::Yes } else { Required::No })
}

fn client_headers(old: &[Field], new: &[Field]) -> Vec<Change> {
    let state = |headers: &[Field], name: &str| {
        headers
            .iter()
            .find(|field| field.name.eq_ignore_ascii_case(name))
            .map_or("absent", |field| flag(field.required))
    };
    let mut names: Vec<&str> =
        old.iter().chain(new).filter(|field| field.is_client_header()).map(|field| field.name.as_str()).collect();
    names.sort_unstable();
    names.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
    let changes = names.into_iter().map(|name| {
        let place = format!("{} {name}", Side::RequestHeaders);
        Change::if_differs(Rule::ClientHeaderChanged, &place, &state(old, name), &state(new, name))
    });
    changes.flatten().collect()
}

/// A field that a caller gives at the top of a request, whichever part of it carries the field.
struct Parameter<'a> {
    side: Side,
    field: &'a Field,
    /// In a part that may be left out nothing is required.
    required: bool,
}

impl<'a> Parameter<'a> {
    fn all(request: &'a Request, body: &'a [Field]) -> Vec<Self> {
        let optional = matches!(&request.body, Body::Json { required, .. } if *required != Required::Yes);
        let sides: [(Side, &[Field], bool); 4] = [
            (Side::RequestPath, &request.path, true),
            (Side::RequestQuery, &request.query.fields, request.query.required),
            (Side::RequestHeaders, &request.headers, true),
            (Side::RequestBody, body, !optional),
        ];
        let mut all = Vec::new();
        for (side, fields, part_required) in sides {
            let seen = fields.iter().filter(|field| side != Side::RequestHeaders || !field.is_client_header());
            all.extend(seen.map(|field| Self {
                side,
                field,
                // There is no URL without what stands in it.
                required: side == Side::RequestPath || (part_required && field.required == Required::Yes),
            }));
        }
        all
    }

    fn place(&self) -> String {
        format!("{} {}", self.side, self.field.name)
    }
}

fn parameters(old: &[Parameter<'_>], new: &[Parameter<'_>]) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut walk = Walk::request(&mut changes);
    let mut pairs = Pairs { added: new.iter().collect(), ..Pairs::default() };
    let removed = pairs.take(old, |was, is| was.side == is.side && was.field.name == is.field.name);
    let removed = pairs.take(removed, |was, is| was.field.name == is.field.name);
    for was in removed {
        walk.removed(&was.place(), was.field);
    }
    for (was, is) in pairs.kept {
        walk.push(Change::if_differs(Rule::FieldInOtherPart, &is.place(), &was.side, &is.side));
        walk.field(&is.place(), &is.field.name, (was.field, was.required), (is.field, is.required));
    }
    for is in pairs.added {
        walk.added(&is.place(), is.field, is.required);
    }
    for side in Side::ALL {
        let names = |all: &[Parameter<'_>]| -> Vec<String> {
            all.iter().filter(|one| one.side == side).map(|one| one.field.name.clone()).collect()
        };
        walk.order(side.as_str(), &names(old), &names(new));
    }
    changes
}

/// Parameters before and after: those that are the same, and those left over.
#[derive(Default)]
struct Pairs<'a> {
    kept: Vec<(&'a Parameter<'a>, &'a Parameter<'a>)>,
    added: Vec<&'a Parameter<'a>>,
}

impl<'a> Pairs<'a> {
    /// Pairs what is the same; what finds nothing is given back.
    fn take(
        &mut self,
        old: impl IntoIterator<Item = &'a Parameter<'a>>,
        same: impl Fn(&Parameter<'_>, &Parameter<'_>) -> bool,
    ) -> Vec<&'a Parameter<'a>> {
        let mut left = Vec::new();
        for was in old {
            match self.added.iter().position(|is| same(was, is)) {
                Some(index) => self.kept.push((was, self.added.remove(index))),
                None => left.push(was),
            }
        }
        left
    }
}

fn response(old: (Snapshot<'_>, &Operation), new: (Snapshot<'_>, &Operation)) -> Vec<Change> {
    let place = Side::Response.as_str();
    let mut changes = Vec::new();
    match (&old.1.response, &new.1.response) {
        (Response::Json { fields: was }, Response::Json { fields: is }) => {
            let answers = Answers::of((old.0.presence, &old.1.id), (new.0.presence, &new.1.id));
            Walk::answer(&mut changes, answers).fields(place, "", was, is);
        }
        (was, is) => {
            let rule = match (was, is) {
                (Response::Empty { .. }, Response::Empty { .. }) => Rule::ResponseDetailChanged,
                (Response::Stream { .. }, Response::Stream { .. }) => Rule::MediaChanged,
                _ => Rule::ResponseKindChanged,
            };
            changes.extend(Change::if_differs(rule, place, &Kind(was).to_string(), &Kind(is).to_string()));
        }
    }
    changes
}

/// An answer in a few words.
struct Kind<'a>(&'a Response);

impl fmt::Display for Kind<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Response::Json { .. } => f.write_str("JSON"),
            Response::Empty { http } => write!(f, "empty ({http})"),
            Response::Stream { media } => write!(f, "stream ({})", Media::as_str(*media)),
        }
    }
}
