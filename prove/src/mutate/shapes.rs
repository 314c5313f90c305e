//! Fields of every shape, for mutations that add one.

use wechatpay_spec::{Content, Field, Kind, Required, Type, Variant};

/// One field of each shape, under this name.
pub fn every(name: &str) -> Vec<Field> {
    let of = |ty| Field { label: "新".to_owned(), ..Field::new(name, ty) };
    let values = vec!["ONE".to_owned(), "TWO".to_owned()];
    let with = |content, ty| Field { content, ..of(ty) };
    vec![
        of(Type::STRING),
        Field { values: values.clone(), ..of(Type::STRING) },
        Field { values, ..of(Type::list(Kind::String)) },
        of(Type::one(Kind::Integer)),
        of(Type::one(Kind::Boolean)),
        of(Type::OBJECT),
        with(Content::Fields(members()), Type::OBJECT),
        with(Content::Fields(members()), Type::list(Kind::Object)),
        with(Content::EncodedJson(members()), Type::STRING),
        with(Content::Variants(vec![variant(members()), Variant::default()]), Type::OBJECT),
    ]
}

/// One of several shapes.
pub fn variant(fields: Vec<Field>) -> Variant {
    Variant { label: String::new(), fields }
}

/// What an object holds.
pub fn members() -> Vec<Field> {
    let one = Field { required: Required::Yes, ..Field::new("one", Type::STRING) };
    vec![one, Field::new("two", Type::one(Kind::Integer))]
}
