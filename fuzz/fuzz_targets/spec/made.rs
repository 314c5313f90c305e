//! Operations and notifications that nobody wrote.

use serde_json::Value as Json;
use wechatpay_fuzz::choices::Choices;
use wechatpay_spec::{
    Base, Body, Content, Encrypted, Field, Format, Kind, Media, Method, Operation, OperationId, Query, Request,
    Required, Response, Spec, Status, Type, Variant, Webhook, validate,
};

pub fn is_read_as_it_was_made(choices: &mut Choices<'_>) {
    let spec = Spec { operations: vec![operation(choices)], webhooks: vec![webhook(choices)], moved: Vec::new() };
    let files = spec.files();
    match Spec::from_files(&files) {
        Ok(read) => assert_eq!(read, spec, "{files:#?}"),
        // What no page can say cannot be kept.
        Err(errors) => assert!(!validate(&spec).is_empty(), "{errors:?} {files:#?}"),
    }
}

fn operation(choices: &mut Choices<'_>) -> Operation {
    let path = choices.of(&["/v3/a", "/v3/a/", "/v3/{a}/b", "/v3/index/c", "/v3/{a}/{b}"]);
    let id = OperationId { path: path.to_owned(), method: choices.of(&Method::ALL) };
    let path =
        id.placeholders().map(|name| Field { required: Required::Yes, ..Field::new(name, Type::STRING) }).collect();
    let body = match choices.digit(4) {
        0 => Body::None,
        1 => Body::Multipart {
            parts: [Field::new("file", Type::one(Kind::File))].into_iter().chain(fields(choices, 1)).collect(),
        },
        _ => Body::Json { required: required(choices), fields: fields(choices, 3) },
    };
    let query = Query { required: choices.flag(), fields: fields(choices, 0) };
    let response = match choices.digit(4) {
        0 => Response::Empty { http: choices.of(&[202, 204]) },
        1 => Response::Stream { media: choices.of(&Media::ALL) },
        _ => Response::Json { fields: fields(choices, 3) },
    };
    Operation {
        id,
        title: text(choices),
        source: text(choices),
        docs: list(choices, text),
        status: match choices.digit(3) {
            0 => Status::Current,
            1 => Status::Deprecated,
            _ => Status::Superseded { by: text(choices) },
        },
        base: choices.flag().then(|| Base { url: text(choices), required: choices.flag() }),
        request: Request { path, query, headers: fields(choices, 0), body },
        response,
    }
}

fn webhook(choices: &mut Choices<'_>) -> Webhook {
    Webhook {
        name: "A.B".to_owned(),
        also: list(choices, |choices| choices.of(&["A.C", "C", "A.B", "a b"]).to_owned()),
        title: text(choices),
        source: text(choices),
        docs: list(choices, text),
        original_type: list(choices, text),
        resource: fields(choices, 3),
        answer: choices.flag().then(|| fields(choices, 2)),
    }
}

fn list<T>(choices: &mut Choices<'_>, mut one: impl FnMut(&mut Choices<'_>) -> T) -> Vec<T> {
    (0..choices.digit(3)).map(|_| one(choices)).collect()
}

fn fields(choices: &mut Choices<'_>, depth: u8) -> Vec<Field> {
    list(choices, |choices| field(choices, depth))
}

fn field(choices: &mut Choices<'_>, depth: u8) -> Field {
    let kind = choices.of(&Kind::ALL);
    let ty = if choices.flag() { Type::list(kind) } else { Type::one(kind) };
    let some = |choices: &mut Choices<'_>| {
        [vec![field(choices, depth.saturating_sub(1))], fields(choices, depth.saturating_sub(1))].concat()
    };
    let content = match (kind, choices.digit(3)) {
        _ if depth == 0 => Content::Leaf,
        (_, 0) => Content::Leaf,
        (Kind::String, _) => Content::EncodedJson(some(choices)),
        (Kind::Object, 1) => Content::Fields(some(choices)),
        (Kind::Object, _) => {
            let variant = |choices: &mut Choices<'_>| Variant { label: text(choices), fields: some(choices) };
            Content::Variants(vec![variant(choices), variant(choices)])
        }
        _ => Content::Leaf,
    };
    let example = (content == Content::Leaf && choices.flag()).then(|| json(choices, 2));
    Field {
        name: choices.of(&["a", "b", "c-d", "e.f", "_", "", "h i"]).to_owned(),
        ty,
        required: required(choices),
        one_of: None,
        label: text(choices),
        format: choices.flag().then(|| choices.of(&Format::ALL)),
        values: list(choices, text),
        encrypted: choices.flag().then(|| choices.of(&Encrypted::ALL)),
        content,
        example,
    }
}

fn required(choices: &mut Choices<'_>) -> Required {
    choices.of(&[Required::No, Required::Yes, Required::Unknown])
}

fn text(choices: &mut Choices<'_>) -> String {
    const PIECES: [&str; 12] = ["a", "支付", "\"", "\\", "\n", " ", "/", "\u{1}", "\u{2028}", "}", "#get", "😀"];
    list(choices, |choices| choices.of(&PIECES)).concat()
}

fn json(choices: &mut Choices<'_>, depth: u8) -> Json {
    match choices.digit(if depth == 0 { 5 } else { 7 }) {
        0 => Json::Null,
        1 => choices.flag().into(),
        2 => i64::from_le_bytes(std::array::from_fn(|_| choices.byte())).into(),
        3 => (f64::from(i32::from_le_bytes(std::array::from_fn(|_| choices.byte()))) / 128.0).into(),
        4 => text(choices).into(),
        5 => list(choices, |choices| json(choices, depth - 1)).into(),
        _ => list(choices, |choices| (text(choices), json(choices, depth - 1))).into_iter().collect(),
    }
}
