//! From a side and a path to the fields that are meant, to be looked at.

use super::path::{FieldPath, Step};
use crate::model::{Body, Content, Field, Kind, Operation, Response, Spec, Webhook};
use crate::near;
use crate::target::{Side, Target};

/// An operation or a webhook.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Subject<'a> {
    Operation(&'a Operation),
    Webhook(&'a Webhook),
}

impl<'a> Subject<'a> {
    pub(crate) fn of(spec: &'a Spec, target: &Target) -> Option<Self> {
        match target {
            Target::Operation(id) => spec.operations.iter().find(|operation| operation.id == *id).map(Self::Operation),
            Target::Webhook(name) => spec.webhooks.iter().find(|webhook| webhook.name == *name).map(Self::Webhook),
        }
    }

    pub(super) fn target(self) -> Target {
        match self {
            Self::Operation(operation) => Target::Operation(operation.id.clone()),
            Self::Webhook(webhook) => Target::Webhook(webhook.name.clone()),
        }
    }

    /// The fields of a side.
    pub(crate) fn side(self, side: Side) -> Result<&'a [Field], String> {
        let missing = || format!("there is no `{side}`");
        match (self, side) {
            (Self::Operation(operation), Side::RequestPath) => Ok(&operation.request.path),
            (Self::Operation(operation), Side::RequestQuery) => Ok(&operation.request.query.fields),
            (Self::Operation(operation), Side::RequestHeaders) => Ok(&operation.request.headers),
            (Self::Operation(operation), Side::RequestBody) => match &operation.request.body {
                Body::Json { fields, .. } | Body::Multipart { parts: fields } => Ok(fields),
                Body::None => Err(missing()),
            },
            (Self::Operation(operation), Side::Response) => match &operation.response {
                Response::Json { fields } => Ok(fields),
                Response::Empty { .. } => Err("the response has no body".to_owned()),
                Response::Stream { .. } => Err("the response is a file, and not JSON".to_owned()),
            },
            (Self::Webhook(webhook), Side::Resource) => Ok(&webhook.resource),
            (Self::Webhook(webhook), Side::Answer) => webhook.answer.as_deref().ok_or_else(missing),
            _ => Err(missing()),
        }
    }

    /// The fields of a side, or below the field of a path in it.
    pub(super) fn list(self, side: Side, path: &FieldPath) -> Result<&'a [Field], String> {
        let mut list = self.side(side)?;
        for (depth, step) in path.0.iter().enumerate() {
            let above = FieldPath(path.0[..depth].to_vec());
            let index = position(list, &step.name, side, &above).map_err(|lost| lost + &self.elsewhere(side, step))?;
            list = children(&list[index], step)?;
        }
        Ok(list)
    }

    /// The field of a path.
    pub(super) fn field(self, side: Side, path: &FieldPath) -> Result<&'a Field, String> {
        let Some((parent, last)) = path.split_last() else { return Err("no field is named".to_owned()) };
        let siblings = self.list(side, &parent)?;
        let index = position(siblings, &last.name, side, &parent).map_err(|lost| lost + &self.elsewhere(side, last))?;
        Ok(&siblings[index])
    }

    /// Where else a field of this name stands: it may have moved.
    fn elsewhere(self, side: Side, step: &Step) -> String {
        let others = Side::ALL.into_iter().filter(|other| *other != side);
        let mut places = Vec::new();
        for side in std::iter::once(side).chain(others) {
            let found = named(self.side(side).unwrap_or_default(), &step.name);
            places.extend(found.into_iter().map(|(path, _)| format!("{side} {path}")));
        }
        near::also("; there is one at", &places)
    }
}

/// Where a field stands in the list below a path.
pub(super) fn position(list: &[Field], name: &str, side: Side, above: &FieldPath) -> Result<usize, String> {
    list.iter().position(|field| field.name == name).ok_or_else(|| {
        let names: Vec<&str> = list.iter().map(|field| field.name.as_str()).collect();
        let place = if above.0.is_empty() { side.to_string() } else { format!("{side} {above}") };
        format!("there is no `{name}` in `{place}`, which has {}{}", near::list(&names), near::similar(name, &names))
    })
}

/// The fields below a field. An object without members has none yet: they may be about to come.
fn children<'a>(field: &'a Field, step: &Step) -> Result<&'a [Field], String> {
    match (&field.content, step.variant) {
        (Content::Fields(fields) | Content::EncodedJson(fields), None) => Ok(fields),
        (Content::Leaf, None) if field.ty.kind == Kind::Object => Ok(&[]),
        (Content::Variants(variants), Some(number)) => {
            let count = variants.len();
            variants
                .get(number - 1)
                .map(|variant| variant.fields.as_slice())
                .ok_or_else(|| format!("`{}` has {count} alternatives", step.name))
        }
        (Content::Variants(variants), None) => {
            Err(format!("`{}` has alternatives: `{}#1` to `#{}`", step.name, step.name, variants.len()))
        }
        (Content::Leaf, None) => Err(format!("`{step}` is a `{}` without fields", field.ty)),
        (_, Some(_)) => Err(format!("`{}` has no alternatives", step.name)),
    }
}

/// The fields of this name in a list and below it, with their paths.
pub(super) fn named<'a>(list: &'a [Field], name: &str) -> Vec<(FieldPath, &'a Field)> {
    let mut found = Vec::new();
    collect(list, name, &mut Vec::new(), &mut found);
    found
}

type Above<'a> = Vec<(&'a str, Option<usize>)>;

fn collect<'a>(list: &'a [Field], name: &str, above: &mut Above<'a>, found: &mut Vec<(FieldPath, &'a Field)>) {
    for field in list {
        if field.name == name {
            let steps = above.iter().copied().chain([(name, None)]);
            let steps = steps.map(|(name, variant)| Step { name: name.to_owned(), variant });
            found.push((FieldPath(steps.collect()), field));
        }
        let mut below = |variant, fields| {
            above.push((&field.name, variant));
            collect(fields, name, above, found);
            above.pop();
        };
        match &field.content {
            Content::Leaf => {}
            Content::Fields(fields) | Content::EncodedJson(fields) => below(None, fields),
            Content::Variants(variants) => {
                variants.iter().enumerate().for_each(|(index, variant)| below(Some(index + 1), &variant.fields));
            }
        }
    }
}
