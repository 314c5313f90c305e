//! What breaks by `cargo xtask diff`, and what breaks by a tool that knows OpenAPI alone: the same, but for the rows that
//! say why not.
//!
//! The test holds the first column. With `OPENAPI_CHANGES=DIR` it writes each pair of documents below DIR, for
//! `.ci/openapi-diff`, which holds the second one by another tool.

use std::fs;
use std::path::PathBuf;

use wechatpay_codegen::public;
use wechatpay_spec::diff::Severity;
use wechatpay_spec::{
    Body, Content, Corrected, Encrypted, Field, Kind, Operation, Presence, Request, Required, Response, Spec, Status,
    Type, Webhook,
};

use crate::document::exported;

/// A change, and who says that it breaks.
struct Row {
    name: &'static str,
    change: fn(&mut Corrected),
    diff: bool,
    document: bool,
    /// Why the two differ, where they do.
    why: &'static str,
}

fn both(name: &'static str, change: fn(&mut Corrected)) -> Row {
    Row { name, change, diff: true, document: true, why: "" }
}

fn neither(name: &'static str, change: fn(&mut Corrected)) -> Row {
    Row { name, change, diff: false, document: false, why: "" }
}

/// It breaks what is compiled against the client, and nothing on the wire, as far as the other tool looks.
fn code_alone(name: &'static str, why: &'static str, change: fn(&mut Corrected)) -> Row {
    Row { name, change, diff: true, document: false, why }
}

fn rows() -> Vec<Row> {
    const NAMED: &str = "code that names it does not compile; what was sent is still understood";
    const UNSEEN: &str = "the tool does not look there: only its marks, or a notification, say so";
    vec![
        both("operation-removed", |it| drop(it.spec.operations.remove(0))),
        neither("operation-added", |it| {
            let more = Operation { id: "GET /v3/b".parse().unwrap(), ..it.spec.operations[0].clone() };
            it.spec.operations.push(more);
        }),
        both("required-field-added", |it| body(it).push(required(text("more")))),
        neither("optional-field-added", |it| body(it).push(text("more"))),
        both("field-now-required", |it| field(body(it), "note").required = Required::Yes),
        code_alone("field-now-optional", "a caller who reads the field finds an `Option`", |it| {
            field(body(it), "id").required = Required::No;
        }),
        code_alone("field-removed", NAMED, |it| body(it).retain(|field| field.name != "note")),
        both("field-type-changed", |it| field(body(it), "note").ty = Type::one(Kind::Boolean)),
        both("field-now-list", |it| field(body(it), "note").ty = Type::list(Kind::String)),
        both("nested-field-now-required", |it| {
            field(members(field(body(it), "amount")), "tax").required = Required::Yes;
        }),
        both("required-parameter-added", |it| query(it).push(required(text("more")))),
        neither("optional-parameter-added", |it| query(it).push(text("more"))),
        both("parameter-now-required", |it| field(query(it), "q").required = Required::Yes),
        both("parameter-type-changed", |it| field(query(it), "q").ty = Type::one(Kind::Integer)),
        code_alone("parameter-removed", NAMED, |it| query(it).clear()),
        both("certain-member-removed", |it| {
            answer(it).retain(|field| field.name != "id");
            it.presence = Presence::default();
        }),
        neither("member-added", |it| answer(it).push(text("more"))),
        both("member-now-optional", |it| it.presence = Presence::default()),
        both("member-type-changed", |it| field(answer(it), "id").ty = Type::one(Kind::Integer)),
        both("answer-of-another-kind", |it| it.spec.operations[0].response = Response::Empty { http: 204 }),
        neither("value-added", |it| field(body(it), "kind").values.push("C".to_owned())),
        neither("member-value-added", |it| field(answer(it), "state").values.push("C".to_owned())),
        code_alone("value-removed", NAMED, |it| drop(field(body(it), "kind").values.pop())),
        code_alone("encryption-changed", UNSEEN, |it| field(body(it), "note").encrypted = Some(Encrypted::Platform)),
        code_alone("notification-member-removed", UNSEEN, |it| drop(it.spec.webhooks[0].resource.pop())),
        neither("title-changed", |it| "another".clone_into(&mut it.spec.operations[0].title)),
        neither("label-changed", |it| "another".clone_into(&mut field(body(it), "note").label)),
        neither("deprecated", |it| it.spec.operations[0].status = Status::Deprecated),
    ]
}

fn text(name: &str) -> Field {
    Field::new(name, Type::STRING)
}

fn required(field: Field) -> Field {
    Field { required: Required::Yes, ..field }
}

fn valued(name: &str) -> Field {
    Field { values: ["A", "B"].map(str::to_owned).to_vec(), ..text(name) }
}

fn before() -> Corrected {
    let total = required(Field::new("total", Type::one(Kind::Integer)));
    let content = Content::Fields(vec![total, Field::new("tax", Type::one(Kind::Integer))]);
    let amount = required(Field { content, ..Field::new("amount", Type::OBJECT) });
    let fields = vec![required(text("id")), text("note"), valued("kind"), amount];
    let mut request = Request { body: Body::Json { required: Required::Yes, fields }, ..Request::default() };
    request.query.fields = vec![text("q")];
    let first = Operation {
        id: "POST /v3/a".parse().unwrap(),
        title: "一".to_owned(),
        source: "openapi/v3/a.md#post".to_owned(),
        docs: Vec::new(),
        status: Status::Current,
        base: None,
        request,
        response: Response::Json { fields: vec![required(text("id")), text("more_of_it"), valued("state")] },
    };
    let second = Operation { id: "PUT /v3/a".parse().unwrap(), ..first.clone() };
    let webhook = Webhook {
        name: "A.B".to_owned(),
        also: Vec::new(),
        title: "知".to_owned(),
        source: "webhook/v3/A.B.md#post".to_owned(),
        docs: Vec::new(),
        original_type: Vec::new(),
        resource: vec![text("x"), text("y")],
        answer: None,
    };
    let present = [(first.id.clone(), ["id".to_owned()].into())].into();
    let presence = Presence { present, ..Presence::default() };
    let spec = Spec { operations: vec![first, second], webhooks: vec![webhook], ..Spec::default() };
    Corrected { spec, presence, ..Corrected::default() }
}

fn body(it: &mut Corrected) -> &mut Vec<Field> {
    let Body::Json { fields, .. } = &mut it.spec.operations[0].request.body else { panic!("a body") };
    fields
}

fn query(it: &mut Corrected) -> &mut Vec<Field> {
    &mut it.spec.operations[0].request.query.fields
}

fn answer(it: &mut Corrected) -> &mut Vec<Field> {
    let Response::Json { fields } = &mut it.spec.operations[0].response else { panic!("an answer") };
    fields
}

fn field<'f>(fields: &'f mut [Field], name: &str) -> &'f mut Field {
    fields.iter_mut().find(|field| field.name == name).unwrap()
}

fn members(field: &mut Field) -> &mut Vec<Field> {
    let Content::Fields(fields) = &mut field.content else { panic!("members") };
    fields
}

#[test]
fn what_breaks_by_the_diff_breaks_by_the_document_or_it_is_said_why_not() {
    let old = before();
    let document = exported(&old);
    let room = std::env::var_os("OPENAPI_CHANGES").map(PathBuf::from);
    for Row { name, change, diff, document: breaks, why } in rows() {
        let mut new = old.clone();
        change(&mut new);
        let changed = exported(&new);
        assert_ne!(changed, document, "{name}: the document says nothing of it");
        let worst = public::between(&old, &new).unwrap().worst();
        assert_eq!(worst == Some(Severity::Breaking), diff, "{name}: {worst:?}");
        assert_eq!(why.is_empty(), diff == breaks, "{name}: {why}");
        if let Some(room) = &room {
            let verdict = if breaks { "breaks" } else { "is fine" };
            fs::create_dir_all(room.join(name)).unwrap();
            for (file, text) in [("old.json", &document[..]), ("new.json", &changed), ("verdict", verdict)] {
                fs::write(room.join(name).join(file), text).unwrap();
            }
        }
    }
}
