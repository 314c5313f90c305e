//! Alternatives as one shape: all fields of all of them, none of them certain. What is generated and what is compared
//! both see a field with alternatives so.

use std::borrow::Cow;

use crate::model::{Content, Field, Required, Type};

impl Field {
    /// The members as a caller sees them: those of all alternatives as one list, where there are several.
    pub fn members(&self) -> Cow<'_, [Field]> {
        match &self.content {
            Content::Variants(variants) => Cow::Owned(unite(variants.iter().map(|variant| &variant.fields[..]))),
            Content::Leaf | Content::Fields(_) | Content::EncodedJson(_) => Cow::Borrowed(self.fields()),
        }
    }
}

fn unite<'f>(shapes: impl IntoIterator<Item = &'f [Field]>) -> Vec<Field> {
    let mut united: Vec<Field> = Vec::new();
    for field in shapes.into_iter().flatten() {
        match united.iter_mut().find(|other| other.name == field.name) {
            Some(other) => merge(other, field),
            None => united.push(Field { required: Required::No, ..field.clone() }),
        }
    }
    united
}

/// Two shapes of one name. What they do not share is left open.
fn merge(field: &mut Field, other: &Field) {
    if field.values.is_empty() || other.values.is_empty() {
        field.values.clear();
    }
    for value in &other.values {
        if !field.values.is_empty() && !field.values.contains(value) {
            field.values.push(value.clone());
        }
    }
    field.content = match (&field.content, &other.content) {
        (ours, theirs) if ours == theirs => ours.clone(),
        (Content::Fields(_) | Content::Variants(_), Content::Fields(_) | Content::Variants(_)) => {
            Content::Fields(unite([&*field.members(), &*other.members()]))
        }
        _ => Content::Leaf,
    };
    if field.one_of != other.one_of {
        field.one_of = None;
    }
    if field.format != other.format {
        field.format = None;
    }
    let same = field.ty == other.ty && field.encrypted == other.encrypted;
    if !same || (field.content == Content::Leaf && field.ty.kind == Type::OBJECT.kind) {
        *field = Field { label: field.label.clone(), ..Field::new(field.name.clone(), Type::OBJECT) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Variant;

    fn required(name: &str, ty: Type) -> Field {
        Field { required: Required::Yes, ..Field::new(name, ty) }
    }

    fn with_members(name: &str, content: Content) -> Field {
        Field { content, ..required(name, Type::OBJECT) }
    }

    fn united(shapes: [Vec<Field>; 2]) -> Vec<Field> {
        let variants = shapes.map(|fields| Variant { label: String::new(), fields });
        with_members("detail", Content::Variants(variants.into())).members().into_owned()
    }

    #[test]
    fn every_field_of_every_shape_is_there_and_none_is_certain() {
        let shapes =
            [vec![required("a", Type::STRING)], vec![required("b", Type::STRING), required("a", Type::STRING)]];
        assert_eq!(united(shapes), [Field::new("a", Type::STRING), Field::new("b", Type::STRING)]);
    }

    #[test]
    fn shapes_of_an_object_are_united_below_it_too() {
        let ours = with_members("o", Content::Fields(vec![required("a", Type::STRING)]));
        let shape = |name| Variant { label: String::new(), fields: vec![required(name, Type::STRING)] };
        let theirs = with_members("o", Content::Variants(vec![shape("b"), shape("a")]));
        let [object] = &united([vec![ours], vec![theirs]])[..] else { panic!("one object") };
        assert_eq!(object.fields(), [Field::new("a", Type::STRING), Field::new("b", Type::STRING)]);
    }

    #[test]
    fn what_two_shapes_do_not_share_is_left_open() {
        let ours = Field { label: "数".to_owned(), ..required("a", Type::STRING) };
        let shapes = [vec![ours], vec![required("a", Type::list(Type::STRING.kind))]];
        assert_eq!(united(shapes), [Field { label: "数".to_owned(), ..Field::new("a", Type::OBJECT) }]);
        let enumerated = |values: &[&str]| Field {
            values: values.iter().map(|&value| value.to_owned()).collect(),
            ..required("a", Type::STRING)
        };
        let values = |ours, theirs| united([vec![enumerated(ours)], vec![enumerated(theirs)]])[0].values.clone();
        assert_eq!(values(&["A", "B"], &["C", "A"]), ["A", "B", "C"]);
        assert_eq!(values(&["A"], &[]), [""; 0]);
        assert_eq!(values(&[], &["A"]), [""; 0]);
    }
}
