//! Whether the places of types are there, and are types.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::entry::{Declined, SharedType};
use super::file::Types;
use super::place::TypePlace;
use crate::error::SpecError;
use crate::model::{Content, Field, Kind, Response, Spec};
use crate::near;
use crate::stated::Stated;
use crate::target::{Side, Target};

impl Types {
    /// Places that a spec does not have, or where it has no type, and entries of which but one is left.
    pub fn check(&self, spec: &Spec) -> Vec<SpecError> {
        let stated = spec.stated();
        let all: BTreeSet<&TypePlace> = self.entries().iter().flat_map(places).collect();
        let mut errors = Vec::new();
        for entry in self.entries() {
            let (mut fit, mut count) = (None, 0);
            for (place, at) in &entry.places {
                match find(&stated, spec, place) {
                    Ok(()) => (fit, count) = (Some((place, at)), count + 1),
                    Err(reason) => errors.push(SpecError::at(&entry.file, *at, reason)),
                }
            }
            // A type that others hold may be named for their sake.
            let is_held = |place: &TypePlace| place.above().any(|outer| all.contains(&outer));
            if let Some((place, at)) = fit.filter(|(place, _)| count == 1 && !is_held(place)) {
                let reason = format!(
                    "`{place}` is the only place of `{}`: one place shares nothing; add another, or take the type out",
                    entry.full_name()
                );
                errors.push(SpecError::at(&entry.file, *at, reason));
            }
        }
        errors.extend(self.declined().iter().flat_map(|declined| outlived(declined, &all, &stated, spec)));
        errors.sort();
        errors
    }
}

/// What is declined and is no question any more.
fn outlived(
    declined: &Declined,
    decided: &BTreeSet<&TypePlace>,
    stated: &BTreeMap<Target, Stated<'_>>,
    spec: &Spec,
) -> Vec<SpecError> {
    let mut left = Vec::new();
    let mut errors = Vec::new();
    for (place, at) in &declined.places {
        match find(stated, spec, place) {
            Ok(()) if decided.contains(place) => {
                let reason = format!("`{place}` is declined, and is a place of a type; take it out here or there");
                errors.push(SpecError::at(&declined.file, *at, reason));
            }
            Ok(()) => left.push((place, at)),
            Err(reason) => errors.push(SpecError::at(&declined.file, *at, reason)),
        }
    }
    if let [(place, at)] = left[..] {
        let reason = format!("`{place}` is all that is left of what is declined here: one place is no question");
        errors.push(SpecError::at(&declined.file, *at, reason));
    }
    errors
}

fn places(entry: &SharedType) -> impl Iterator<Item = &TypePlace> {
    entry.places.iter().map(|(place, _)| place)
}

/// Why there is no type at a place. What is said begins with the target.
fn find(stated: &BTreeMap<Target, Stated<'_>>, spec: &Spec, place: &TypePlace) -> Result<(), String> {
    let target = &place.target;
    let Some(found) = stated.get(target) else {
        let near = match target {
            Target::Operation(id) => near::operation(spec, id),
            Target::Webhook(name) => {
                let names: Vec<&str> = spec.webhooks.iter().map(|webhook| webhook.name.as_str()).collect();
                near::similar(name, &names)
            }
        };
        return Err(format!("`{target}` is not in the spec{near}"));
    };
    let said = |reason: String| format!("`{place}` {reason}");
    let mut fields =
        side(*found, place.side).ok_or_else(|| said("is not in the spec: it has no such side".to_owned()))?;
    let mut last = None;
    for name in &place.path {
        let Some(field) = fields.iter().find(|field| field.name == *name) else {
            let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
            let (known, near) = (near::list(&names), near::similar(name, &names));
            return Err(said(format!("is not in the spec: `{name}` is none of {known}{near}")));
        };
        let field = field.bare_list().unwrap_or(field).clone();
        fields = Cow::Owned(field.members().into_owned());
        last = Some(field);
    }
    match last {
        Some(field) if !is_type(&field) => {
            Err(said(format!("is a `{}`, and neither an object with members nor a text with values", field.ty)))
        }
        None if fields.is_empty() => Err(said("has no members".to_owned())),
        _ => Ok(()),
    }
}

/// The fields of a side, as they are below the names in `names.toml`.
fn side(stated: Stated<'_>, side: Side) -> Option<Cow<'_, [Field]>> {
    match (stated, side) {
        (Stated::Operation(operation), Side::Response) => match &operation.response {
            Response::Json { fields } => Some(Cow::Borrowed(fields)),
            Response::Empty { .. } | Response::Stream { .. } => None,
        },
        (Stated::Operation(operation), Side::RequestBody) => Some(operation.request.body.given()),
        (Stated::Operation(operation), Side::RequestPath) => Some(Cow::Borrowed(&operation.request.path)),
        (Stated::Operation(operation), Side::RequestQuery) => Some(Cow::Borrowed(&operation.request.query.fields)),
        (Stated::Operation(operation), Side::RequestHeaders) => {
            let own = operation.request.headers.iter().filter(|field| !field.is_client_header());
            Some(Cow::Owned(own.cloned().collect()))
        }
        (Stated::Webhook(webhook), Side::Resource) => Some(Cow::Borrowed(&webhook.resource)),
        (Stated::Webhook(webhook), Side::Answer) => webhook.own_answer().map(Cow::Borrowed),
        _ => None,
    }
}

/// Whether a field has a type of its own in Rust.
fn is_type(field: &Field) -> bool {
    match &field.content {
        Content::Fields(_) | Content::Variants(_) => true,
        Content::EncodedJson(fields) => !fields.is_empty(),
        Content::Leaf => field.ty.kind == Kind::String && field.encrypted.is_none() && !field.values.is_empty(),
    }
}
