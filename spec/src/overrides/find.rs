//! From a side and a path to the list of fields that is meant.

use super::path::{FieldPath, Step};
use crate::model::{Body, Content, Field, Kind, Operation, Required, Response, Spec, Webhook};
use crate::target::{Side, Target};

/// An operation or a webhook, to be corrected.
pub(super) enum Subject<'a> {
    Operation(&'a mut Operation),
    Webhook(&'a mut Webhook),
}

impl<'a> Subject<'a> {
    pub(super) fn of(spec: &'a mut Spec, target: &Target) -> Option<Self> {
        match target {
            Target::Operation(id) => {
                spec.operations.iter_mut().find(|operation| operation.id == *id).map(Self::Operation)
            }
            Target::Webhook(name) => spec.webhooks.iter_mut().find(|webhook| webhook.name == *name).map(Self::Webhook),
        }
    }

    /// The fields of a side.
    pub(super) fn side(&mut self, side: Side) -> Result<&mut Vec<Field>, String> {
        let missing = || format!("there is no `{side}`");
        match (self, side) {
            (Self::Operation(operation), Side::RequestPath) => Ok(&mut operation.request.path),
            (Self::Operation(operation), Side::RequestQuery) => Ok(&mut operation.request.query.fields),
            (Self::Operation(operation), Side::RequestHeaders) => Ok(&mut operation.request.headers),
            (Self::Operation(operation), Side::RequestBody) => match &mut operation.request.body {
                Body::Json { fields, .. } | Body::Multipart { parts: fields } => Ok(fields),
                Body::None => Err(missing()),
            },
            (Self::Operation(operation), Side::Response) => match &mut operation.response {
                Response::Json { fields } => Ok(fields),
                Response::Empty { .. } | Response::Stream { .. } => Err("the response is not JSON".to_owned()),
            },
            (Self::Webhook(webhook), Side::Resource) => Ok(&mut webhook.resource),
            (Self::Webhook(webhook), Side::Answer) => webhook.answer.as_mut().ok_or_else(missing),
            _ => Err(missing()),
        }
    }

    /// Makes a body where there is none: of parts where one of the fields is a file, else of JSON.
    pub(super) fn ensure_body(&mut self, fields: &[Field]) {
        let Self::Operation(operation) = self else { return };
        if operation.request.body != Body::None {
            return;
        }
        let has_file = fields.iter().any(|field| field.ty.kind == Kind::File);
        operation.request.body = if has_file {
            Body::Multipart { parts: Vec::new() }
        } else {
            Body::Json { required: Required::Yes, fields: Vec::new() }
        };
    }

    /// Makes an answer without a body one of JSON. A stream stays what it is.
    pub(super) fn ensure_answer(&mut self) {
        if let Self::Operation(operation) = self
            && let Response::Empty { .. } = operation.response
        {
            operation.response = Response::Json { fields: Vec::new() };
        }
    }

    /// The fields of a side, or below the field of a path in it.
    pub(super) fn list(&mut self, side: Side, path: &FieldPath) -> Result<&mut Vec<Field>, String> {
        let mut list = self.side(side)?;
        let mut above = side.to_string();
        for step in &path.0 {
            let index = position(list, &step.name, &above)?;
            list = children(&mut list[index], step)?;
            above = step.to_string();
        }
        Ok(list)
    }

    /// The list that holds the field of a path, and its place there.
    pub(super) fn field(&mut self, side: Side, path: &FieldPath) -> Result<(&mut Vec<Field>, usize), String> {
        let Some((parent, last)) = path.split_last() else { return Err("no field is named".to_owned()) };
        let above = parent.0.last().map_or_else(|| side.to_string(), Step::to_string);
        let siblings = self.list(side, &parent)?;
        let index = position(siblings, &last.name, &above)?;
        Ok((siblings, index))
    }
}

/// Where a field stands in a list.
pub(super) fn position(list: &[Field], name: &str, above: &str) -> Result<usize, String> {
    list.iter().position(|field| field.name == name).ok_or_else(|| {
        let names: Vec<String> = list.iter().map(|field| format!("`{}`", field.name)).collect();
        let there = if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
        format!("there is no `{name}` in `{above}` (there is {there})")
    })
}

/// The list below a field. An object without members gets an empty one: they may be about to come.
fn children<'a>(field: &'a mut Field, step: &Step) -> Result<&'a mut Vec<Field>, String> {
    let ty = field.ty;
    if matches!(field.content, Content::Leaf) && ty.kind == Kind::Object {
        field.content = Content::Fields(Vec::new());
    }
    match (&mut field.content, step.variant) {
        (Content::Fields(fields) | Content::EncodedJson(fields), None) => Ok(fields),
        (Content::Variants(variants), Some(number)) => {
            let count = variants.len();
            variants
                .get_mut(number - 1)
                .map(|variant| &mut variant.fields)
                .ok_or_else(|| format!("`{}` has {count} alternatives", step.name))
        }
        (Content::Variants(variants), None) => {
            Err(format!("`{}` has alternatives: `{}#1` to `#{}`", step.name, step.name, variants.len()))
        }
        (Content::Leaf, _) => Err(format!("`{step}` is a `{ty}` without fields")),
        (_, Some(_)) => Err(format!("`{}` has no alternatives", step.name)),
    }
}

/// An object whose last member is gone has none.
pub(super) fn tidy(fields: &mut [Field]) {
    for field in fields {
        match &mut field.content {
            Content::Fields(members) if members.is_empty() => field.content = Content::Leaf,
            Content::Fields(members) | Content::EncodedJson(members) => tidy(members),
            Content::Variants(variants) => variants.iter_mut().for_each(|variant| tidy(&mut variant.fields)),
            Content::Leaf => {}
        }
    }
}
