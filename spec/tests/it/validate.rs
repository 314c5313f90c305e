//! What a corrected spec must hold to.

use wechatpay_spec::{
    Body, Content, Encrypted, Field, Kind, Operation, Response, Spec, Type, Variant, Webhook, validate,
};

const UPLOAD: &str = r#"{
  "operation": "POST /v3/files/{id}",
  "title": "上传",
  "source": "openapi/v3/files.md#post",
  "request": {
    "path": [
      {"name": "id", "type": "string", "required": true}
    ],
    "query": [
      {"name": "name", "type": "string", "encrypted": "platform"}
    ],
    "headers": [],
    "multipart": [
      {"name": "file", "type": "file", "required": true},
      {"name": "meta", "type": "string", "required": true, "encoded": "json", "fields": [
        {"name": "names", "type": "string[]", "encrypted": "platform"}
      ]}
    ]
  },
  "response": {"kind": "json", "fields": [
    {"name": "owner", "type": "object", "fields": [
      {"name": "phone", "type": "string", "encrypted": "merchant"},
      {"name": "state", "type": "string", "enum": ["A", "B"]}
    ]}
  ]}
}
"#;

const WEBHOOK: &str = r#"{
  "webhook": "A.B",
  "title": "通知",
  "source": "webhook/v3/A.B.md",
  "resource": {"fields": [
    {"name": "phone", "type": "string", "encrypted": "merchant"}
  ]}
}
"#;

fn operation() -> Operation {
    Operation::parse("api/v3/files/{id}.post.json", UPLOAD).unwrap()
}

fn webhook() -> Webhook {
    Webhook::parse("webhook/v3/A.B.json", WEBHOOK).unwrap()
}

/// What is said of the operation and the webhook after they have been changed.
fn said(change: impl FnOnce(&mut Operation, &mut Webhook)) -> Vec<String> {
    let (mut operation, mut webhook) = (operation(), webhook());
    change(&mut operation, &mut webhook);
    let spec = Spec { operations: vec![operation], webhooks: vec![webhook], moved: vec![] };
    let errors = validate(&spec).into_iter().map(|error| error.to_string());
    let told = errors.map(|error| error.replace("api/v3/files/{id}.post.json: ", ""));
    told.map(|error| error.replace(" (read from openapi/v3/files.md#post)", "")).collect()
}

fn parts(operation: &mut Operation) -> &mut Vec<Field> {
    let Body::Multipart { parts } = &mut operation.request.body else { panic!("the body has parts") };
    parts
}

/// The members of `owner`.
fn owner(operation: &mut Operation) -> &mut Vec<Field> {
    let Response::Json { fields } = &mut operation.response else { panic!("the answer is JSON") };
    let Content::Fields(members) = &mut fields[0].content else { panic!("an object has members") };
    members
}

#[test]
fn an_event_type_names_a_file() {
    let odd = said(|_, webhook| webhook.also = vec!["A.C".to_owned(), "../x".to_owned()]);
    let reason = "the event type `../x` is not a word of letters, digits, `_`, `-` and `.`";
    assert_eq!(odd, [format!("webhook/v3/A.B.json: {reason} (read from webhook/v3/A.B.md)")]);
}

#[test]
fn a_spec_that_makes_sense_has_no_errors() {
    assert!(said(|_, _| {}).is_empty());
}

#[test]
fn placeholders_and_path_parameters_go_together() {
    assert_eq!(
        said(|operation, _| operation.request.path[0].name = "no".to_owned()),
        [
            "no field of `request.path` is the placeholder `{id}` of the URL",
            "request.path no: is no placeholder of the URL"
        ]
    );
    assert_eq!(
        said(|operation, _| operation.id.path = "/v3/{id}/files/{id}".to_owned()),
        ["api/v3/{id}/files/{id}.post.json: the URL has two placeholders `{id}`"]
    );
}

#[test]
fn an_upload_has_one_file_at_most_one_part_of_json_and_texts() {
    let none = said(|operation, _| _ = parts(operation).remove(0));
    assert_eq!(none, ["the parts of `request.body` hold 0 files, where one is uploaded"]);
    let two = said(|operation, _| {
        let mut other = parts(operation)[1].clone();
        other.name = "other".to_owned();
        parts(operation).push(other);
    });
    assert_eq!(two, ["the parts of `request.body` hold 2 of JSON, where one is signed"]);
    let beside = |part: Field| said(move |operation, _| parts(operation).push(part));
    assert!(beside(Field::new("item_id", Type::one(Kind::Integer))).is_empty());
    let text = ["request.body item_id: a part of an upload is a file, JSON or a single text"];
    assert_eq!(beside(Field::new("item_id", Type::list(Kind::Integer))), text);
    assert_eq!(beside(Field::new("item_id", Type::one(Kind::Object))), text);
    let secret = Field { encrypted: Some(Encrypted::Platform), ..Field::new("item_id", Type::one(Kind::String)) };
    assert_eq!(beside(secret), text);
    let inside = said(|operation, _| owner(operation)[1].ty = Type::one(Kind::File));
    assert_eq!(inside, ["response owner.state: a file is a part of an upload and nothing else"]);
}

#[test]
fn a_key_goes_with_its_side_and_with_text() {
    assert_eq!(
        said(|operation, _| owner(operation)[0].encrypted = Some(Encrypted::Platform)),
        ["response owner.phone: a `string` there is not encrypted with `platform`"]
    );
    assert_eq!(
        said(|operation, _| operation.request.query.fields[0].encrypted = Some(Encrypted::Merchant)),
        ["request.query name: a `string` there is not encrypted with `merchant`"]
    );
    assert_eq!(
        said(|operation, _| operation.request.path[0].encrypted = Some(Encrypted::Platform)),
        ["request.path id: a `string` there is not encrypted with `platform`"]
    );
    assert_eq!(
        said(|operation, _| owner(operation)[0].ty = Type::one(Kind::Integer)),
        ["response owner.phone: a `integer` there is not encrypted with `merchant`"]
    );
    assert_eq!(
        said(|_, webhook| webhook.resource[0].encrypted = Some(Encrypted::ApiV3)),
        [
            "webhook/v3/A.B.json: resource phone: a `string` there is not encrypted with `apiv3` (read from webhook/v3/A.B.md)"
        ]
    );
}

#[test]
fn names_and_values_come_once() {
    let names = said(|operation, _| owner(operation)[1].name = "phone".to_owned());
    assert_eq!(names, ["response owner.phone: comes twice"]);
    let top = said(|operation, _| {
        let part = parts(operation)[1].fields()[0].clone();
        operation.request.query.fields.extend([part.clone(), part]);
    });
    assert_eq!(top, ["request.query names: comes twice"]);
    let values = said(|operation, _| owner(operation)[1].values.push("A".to_owned()));
    assert_eq!(values, ["response owner.state: the enum has `A` twice"]);
}

#[test]
fn only_the_list_that_a_json_text_is_has_no_name() {
    let list = Field::new("", Type::list(Kind::Object));
    let text = |fields: Vec<Field>| said(|operation, _| parts(operation)[1].content = Content::EncodedJson(fields));
    assert_eq!(text(vec![list.clone()]), [""; 0]);
    let refused = |above: &str| format!("{above}: a field has no name, as only the one list that a JSON text is may");
    assert_eq!(text(vec![Field::new("", Type::OBJECT)]), [refused("request.body meta")]);
    assert_eq!(text(vec![list.clone(), Field::new("a", Type::STRING)]), [refused("request.body meta")]);
    assert_eq!(said(|operation, _| owner(operation).push(list.clone())), [refused("response owner")]);
    assert_eq!(said(|operation, _| operation.request.query.fields.push(list)), [refused("request.query")]);
}

#[test]
fn names_and_values_are_what_a_page_could_say() {
    let name = said(|operation, _| owner(operation)[1].name = "a b".to_owned());
    let reason = "`a b` cannot be the name of a field: it is made of letters, digits, `_`, `-` and `.`";
    assert_eq!(name, [format!("response owner.a b: {reason}")]);
    let value = said(|operation, _| owner(operation)[1].values.push(String::new()));
    assert_eq!(value, ["response owner.state: a value of an enum is empty"]);
}

#[test]
fn what_lies_below_a_field_goes_with_its_type() {
    let fields = said(|operation, _| {
        let Response::Json { fields } = &mut operation.response else { panic!("the answer is JSON") };
        fields[0].ty = Type::STRING;
    });
    assert_eq!(fields, ["response owner: a `string` has no fields"]);
    let json = said(|operation, _| parts(operation)[1].ty = Type::OBJECT);
    assert_eq!(json, ["request.body meta: a `object` does not hold JSON"]);
    let inside = said(|_, webhook| {
        let mut detail = Field::new("detail", Type::OBJECT);
        let mut odd = Field::new("odd", Type::STRING);
        odd.values = vec!["A".to_owned(), "A".to_owned()];
        detail.content =
            Content::Variants(vec![Variant::default(), Variant { label: String::new(), fields: vec![odd] }]);
        webhook.resource.push(detail);
    });
    assert_eq!(
        inside,
        ["webhook/v3/A.B.json: resource detail#2.odd: the enum has `A` twice (read from webhook/v3/A.B.md)"]
    );
}

#[test]
fn a_choice_is_the_same_for_all_of_its_fields() {
    let choice = |text: &str| Some(serde_json::from_str(text).unwrap());
    let of = |operation: &mut Operation, index: usize, text: &str| {
        operation.request.query.fields[index].one_of = choice(text);
    };
    let with = |change: &dyn Fn(&mut Operation)| {
        said(|operation, _| {
            operation.request.query.fields.push(Field::new("other", Type::STRING));
            of(operation, 0, r#"["name", "other"]"#);
            of(operation, 1, r#"["name", "other"]"#);
            change(operation);
        })
    };
    assert_eq!(with(&|_| {}), [""; 0]);
    let broken = "request.query name: is one of `name`, `other`, and `other` is not, or is not there";
    assert_eq!(with(&|operation| _ = operation.request.query.fields.pop()), [broken]);
    assert_eq!(with(&|operation| operation.request.query.fields[1].one_of = None), [broken]);
    let required = with(&|operation| operation.request.query.fields[0].required = wechatpay_spec::Required::Yes);
    assert_eq!(required, ["request.query name: is required, and one of several"]);
    let renamed = with(&|operation| operation.request.query.fields[1].name = "another".to_owned());
    assert_eq!(renamed[1], "request.query another: is none of those of which it is one: `name`, `other`");
    let answered = said(|operation, _| {
        for field in owner(operation) {
            field.one_of = choice(r#"["phone", "state"]"#);
        }
    });
    assert_eq!(answered[0], "response owner.phone: is one of several, as only what a caller gives can be");
}

#[test]
fn a_type_holds_the_values_of_its_enum() {
    let typed = |ty: Type, values: &[&str]| {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        said(move |operation, _| {
            let field = &mut owner(operation)[1];
            (field.ty, field.values) = (ty, values);
        })
    };
    for kind in [Kind::Integer, Kind::Number] {
        for ty in [Type::one(kind), Type::list(kind)] {
            assert_eq!(typed(ty, &["0", "1", "-1", "380442000000"]), [""; 0], "{ty}");
            for value in ["ZA", "1.5", "2.0", "01", "+1", "-0", "1e3", "20X", "9223372036854775808"] {
                let reason = format!("a `{ty}` does not hold the value `{value}`: correct the type, or the enum");
                assert_eq!(typed(ty, &["1", value]), [format!("response owner.state: {reason}")]);
            }
        }
    }
    assert_eq!(typed(Type::one(Kind::Float), &["1.5", "2", "01"]), [""; 0]);
    assert_eq!(typed(Type::one(Kind::Float), &["1.5", "A"]).len(), 1);
    assert_eq!(typed(Type::one(Kind::Float), &["inf"]).len(), 1);
    for kind in [Kind::Boolean, Kind::Object] {
        for ty in [Type::one(kind), Type::list(kind)] {
            let reason = format!("a `{ty}` has no enum, and `true` is a value of one: correct the type, or the enum");
            assert_eq!(typed(ty, &["true", "false"]), [format!("response owner.state: {reason}")]);
        }
    }
    let json = said(|operation, _| parts(operation)[1].values = vec!["A".to_owned()]);
    assert!(json[0].contains("request.body meta: a text of JSON has no enum"), "{json:?}");
    let answer = |value: &str| {
        let mut status = Field::new("status", Type::one(Kind::Number));
        status.values = vec![value.to_owned()];
        said(|_, webhook| webhook.answer = Some(vec![status]))
    };
    assert!(["20X", "4XX", "200"].iter().all(|class| answer(class).is_empty()));
    assert!(["XXX", "20Y", "X", "00X"].iter().all(|class| answer(class).len() == 1));
}
