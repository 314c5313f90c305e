//! The same way as in `find`, to change what is there. What can be wrong on it is said there: whoever edits has looked.

use super::find::Subject;
use super::path::{FieldPath, Step};
use crate::model::{Body, Content, Field, Kind, Operation, Required, Response, Spec, Webhook};
use crate::target::{Side, Target};

/// An operation or a webhook, to be corrected.
pub(crate) enum SubjectMut<'a> {
    Operation(&'a mut Operation),
    Webhook(&'a mut Webhook),
}

impl<'a> SubjectMut<'a> {
    pub(crate) fn of(spec: &'a mut Spec, target: &Target) -> Option<Self> {
        match target {
            Target::Operation(id) => {
                spec.operations.iter_mut().find(|operation| operation.id == *id).map(Self::Operation)
            }
            Target::Webhook(name) => spec.webhooks.iter_mut().find(|webhook| webhook.name == *name).map(Self::Webhook),
        }
    }

    pub(super) fn look(&self) -> Subject<'_> {
        match self {
            Self::Operation(operation) => Subject::Operation(operation),
            Self::Webhook(webhook) => Subject::Webhook(webhook),
        }
    }

    /// The fields of a side, or below the field of a path in it.
    pub(crate) fn list(&mut self, side: Side, path: &FieldPath) -> Result<&mut Vec<Field>, String> {
        self.look().list(side, path)?;
        let missing = || format!("there is no `{path}`");
        let mut list = self.side(side).ok_or_else(missing)?;
        for step in &path.0 {
            let field = list.iter_mut().find(|field| field.name == step.name);
            list = field.and_then(|field| children(field, step)).ok_or_else(missing)?;
        }
        Ok(list)
    }

    /// The list that holds the field of a path, and its place there.
    pub(super) fn field(&mut self, side: Side, path: &FieldPath) -> Result<(&mut Vec<Field>, usize), String> {
        self.look().field(side, path)?;
        let missing = || format!("there is no `{path}`");
        let (parent, last) = path.split_last().ok_or_else(missing)?;
        let list = self.list(side, &parent)?;
        let index = list.iter().position(|field| field.name == last.name).ok_or_else(missing)?;
        Ok((list, index))
    }

    fn side(&mut self, side: Side) -> Option<&mut Vec<Field>> {
        match (self, side) {
            (Self::Operation(operation), Side::RequestPath) => Some(&mut operation.request.path),
            (Self::Operation(operation), Side::RequestQuery) => Some(&mut operation.request.query.fields),
            (Self::Operation(operation), Side::RequestHeaders) => Some(&mut operation.request.headers),
            (Self::Operation(operation), Side::RequestBody) => match &mut operation.request.body {
                Body::Json { fields, .. } | Body::Multipart { parts: fields } => Some(fields),
                Body::None => None,
            },
            (Self::Operation(operation), Side::Response) => match &mut operation.response {
                Response::Json { fields } => Some(fields),
                Response::Empty { .. } | Response::Stream { .. } => None,
            },
            (Self::Webhook(webhook), Side::Resource) => Some(&mut webhook.resource),
            (Self::Webhook(webhook), Side::Answer) => webhook.answer.as_mut(),
            _ => None,
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

    /// An object whose last member is gone has none.
    pub(super) fn tidy(&mut self, side: Side) {
        if let Some(fields) = self.side(side) {
            tidy(fields);
        }
    }
}

/// The list below a field. An object without members gets an empty one.
fn children<'a>(field: &'a mut Field, step: &Step) -> Option<&'a mut Vec<Field>> {
    if matches!(field.content, Content::Leaf) {
        field.content = Content::Fields(Vec::new());
    }
    match (&mut field.content, step.variant) {
        (Content::Fields(fields) | Content::EncodedJson(fields), None) => Some(fields),
        (Content::Variants(variants), Some(number)) => variants.get_mut(number - 1).map(|variant| &mut variant.fields),
        _ => None,
    }
}

fn tidy(fields: &mut [Field]) {
    for field in fields {
        match &mut field.content {
            Content::Fields(members) if members.is_empty() => field.content = Content::Leaf,
            Content::Fields(members) | Content::EncodedJson(members) => tidy(members),
            Content::Variants(variants) => variants.iter_mut().for_each(|variant| tidy(&mut variant.fields)),
            Content::Leaf => {}
        }
    }
}
