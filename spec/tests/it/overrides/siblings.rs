//! Operations that have the same mistake and that a correction does not cover.

use wechatpay_spec::overrides::{Scope, Siblings};
use wechatpay_spec::{Body, Operation, Spec, Webhook};

use super::{OPERATION, load, show};

/// Operations with these URLs and this answer, and one that the correction is about.
fn family(response: &str, others: &[(&str, &str)]) -> Spec {
    let mut all = vec![("GET /v3/pay/orders/{id}", response)];
    all.extend(others);
    let mut spec =
        Spec { operations: all.iter().map(|(id, fields)| operation(id, fields)).collect(), ..Spec::default() };
    spec.operations.sort_by(|a, b| a.id.cmp(&b.id));
    spec
}

fn operation(id: &str, response: &str) -> Operation {
    let mut operation = Operation::parse("api/v3/pay/{id}.post.json", OPERATION).unwrap();
    let text = format!(
        r#"{{
  "operation": "GET /v3/x",
  "title": "查询",
  "source": "openapi/v3/x.md#get",
  "request": {{
    "path": [],
    "query": [],
    "headers": []
  }},
  "response": {{"kind": "json", "fields": [
    {}
  ]}}
}}
"#,
        response.trim()
    );
    operation.response = Operation::parse("api/v3/x.get.json", &text).unwrap().response;
    operation.id = id.parse().unwrap();
    operation
}

fn siblings_of(keys: &str, stated: &Spec) -> Siblings {
    let overrides = load(keys).unwrap();
    let mut corrected = stated.clone();
    overrides.apply(&mut corrected, Scope::Whole).unwrap();
    overrides.siblings(stated, &corrected)
}

/// The siblings as `operation: path`, and what is stale.
fn found(keys: &str, stated: &Spec) -> Vec<String> {
    let Siblings { undecided, stale } = siblings_of(keys, stated);
    let open = undecided.iter().flat_map(|one| &one.siblings);
    let open = open.map(|sibling| format!("{}: {}", sibling.target, sibling.field));
    open.chain(stale.iter().map(|error| format!("stale: {error}"))).collect()
}

const TARGET: &str = "target = \"GET /v3/pay/orders/{id}\"\nside = \"response\"\n";
const STATE: &str = r#"{"name": "state", "type": "string", "required": true}"#;
const OPTIONAL: &str = r#"{"name": "state", "type": "string"}"#;
const SET: &str = "field = \"state\"\nexpect.required = true\nset.required = false\n";

#[test]
fn the_same_field_with_the_same_value_in_the_same_family_is_a_sibling() {
    let spec = family(
        STATE,
        &[
            ("POST /v3/pay/orders", STATE),
            ("POST /v3/pay/orders/{id}/close", OPTIONAL),
            ("GET /v3/pay/refunds/{id}", STATE),
            ("GET /v3/pay", STATE),
        ],
    );
    assert_eq!(found(&format!("{TARGET}{SET}"), &spec), ["POST /v3/pay/orders: state"]);
    let both = "targets = [\"GET /v3/pay/orders/{id}\", \"GET /v3/pay/refunds/{id}\"]\nside = \"response\"\n";
    assert_eq!(found(&format!("{both}{SET}"), &spec), ["POST /v3/pay/orders: state"]);
    let covered = "targets = [\"GET /v3/pay/orders/{id}\", \"POST /v3/pay/orders\"]\nside = \"response\"\n";
    assert_eq!(found(&format!("{covered}{SET}"), &spec), [""; 0]);
}

#[test]
fn what_another_correction_has_mended_is_no_sibling() {
    let spec = family(STATE, &[("POST /v3/pay/orders", STATE)]);
    let other = TARGET.replace("GET /v3/pay/orders/{id}", "POST /v3/pay/orders");
    let two = format!(
        "{TARGET}{SET}[[override]]\nreason = \"a slip\"\nevidence = [\"SDK\"]\n{other}field = \"state\"\nexpect.required = \
         true\nset.required = \"unknown\"\n"
    );
    assert_eq!(found(&two, &spec), [""; 0]);
}

#[test]
fn the_same_field_one_object_deeper_is_a_sibling_too() {
    let deep = format!(
        r#"{{"name": "data", "type": "object[]", "fields": [
      {STATE}
    ]}}"#
    );
    let spec = family(STATE, &[("GET /v3/pay/orders", &deep)]);
    let siblings = siblings_of(&format!("{TARGET}{SET}"), &spec);
    assert_eq!(
        siblings.undecided[0].to_string(),
        "overrides/pay.toml:4:10: the correction of `response state` leaves siblings alone: `required = true` stands there \
         too\n\
         as a correction of its own, where a page has the same mistake:\n\
         [[override]]\n\
         target = \"GET /v3/pay/orders\"\n\
         side = \"response\"\n\
         field = \"data.state\"\n\
         expect = { required = true }\n\
         set = { required = false }\n\
         reason = \"\"\n\
         evidence = []\n\
         \n\
         as a key of the correction, with a reason, where it has not:\n\
         declined = [\n  \
           { target = \"GET /v3/pay/orders\", field = \"data.state\", reason = \"\" },\n\
         ]\n"
    );
    let from_deep = "target = \"GET /v3/pay/orders\"\nside = \"response\"\nfield = \"data.state\"\nexpect.required = \
                     true\nset.required = false\n";
    assert_eq!(found(from_deep, &spec), ["GET /v3/pay/orders/{id}: state"]);
    let declined = "declined = [{target = \"GET /v3/pay/orders\", field = \"data.state\", reason = \"seen\"}]\n";
    assert_eq!(found(&format!("{TARGET}{SET}{declined}"), &spec), [""; 0]);
}

#[test]
fn siblings_are_other_operations() {
    let both =
        format!("{STATE},\n    {{\"name\": \"data\", \"type\": \"object\", \"fields\": [\n      {STATE}\n    ]}}");
    assert_eq!(found(&format!("{TARGET}{SET}"), &family(&both, &[])), [""; 0]);
}

#[test]
fn the_lines_to_paste_decide() {
    let spec = family(STATE, &[("POST /v3/pay/orders", STATE), ("POST /v3/pay/orders/{id}/close", STATE)]);
    let keys = format!("{TARGET}{SET}");
    let undecided = &siblings_of(&keys, &spec).undecided[0];
    let cover = keys.replace("target = \"GET /v3/pay/orders/{id}\"\n", &undecided.cover[0].lines);
    assert_eq!(found(&cover, &spec), [""; 0], "{cover}");
    let reasons = undecided.decline.lines.replace("reason = \"\"", "reason = \"seen\"");
    assert_eq!(found(&format!("{keys}{reasons}"), &spec), [""; 0], "{reasons}");

    let one = "declined = [\n  {target = \"POST /v3/pay/orders\", reason = \"seen\"},\n]\n";
    let keys = format!("targets = [\n  \"GET /v3/pay/orders/{{id}}\",\n]\nside = \"response\"\n{SET}{one}");
    let undecided = &siblings_of(&keys, &spec).undecided[0];
    assert_eq!(undecided.cover[0].lines, "  \"POST /v3/pay/orders/{id}/close\",\n");
    assert_eq!(undecided.cover[0].into, "into `targets`");
    let line = "  { target = \"POST /v3/pay/orders/{id}/close\", reason = \"\" },\n";
    assert_eq!((undecided.decline.into, undecided.decline.lines.as_str()), ("into `declined`", line));
}

#[test]
fn a_declined_sibling_that_is_none_any_more_is_stale() {
    let declined = |id: &str| format!("{TARGET}{SET}declined = [{{target = \"{id}\", reason = \"seen\"}}]\n");
    let spec = family(STATE, &[("POST /v3/pay/orders", STATE), ("POST /v3/pay/orders/{id}/close", OPTIONAL)]);
    let open = "POST /v3/pay/orders: state".to_owned();
    for id in ["POST /v3/pay/orders/{id}/close", "GET /v3/pay/refunds/{id}", "GET /v3/gone"] {
        let stale = format!(
            "stale: overrides/pay.toml:9:13: {id} response state: is declined, and is no sibling of this correction (any \
             more). Drop the entry"
        );
        assert_eq!(found(&declined(id), &spec), [open.clone(), stale]);
    }
    assert_eq!(found(&declined("POST /v3/pay/orders"), &spec), [""; 0]);
}

#[test]
fn a_declined_sibling_has_a_reason_and_is_no_target() {
    let refused = |declined: &str| show(load(&format!("{TARGET}{SET}declined = [{declined}]\n")));
    assert_eq!(
        refused("{target = \"POST /v3/pay/orders\", reason = \" \"}"),
        "overrides/pay.toml:4:10: `POST /v3/pay/orders` is declined without a reason"
    );
    assert_eq!(
        refused("{target = \"GET /v3/pay/orders/{id}\", reason = \"seen\"}"),
        "overrides/pay.toml:4:10: `GET /v3/pay/orders/{id}` is both a target and declined"
    );
    assert!(refused("{target = \"POST /v3/pay/orders\"}").contains("missing field `reason`"));
}

#[test]
fn an_enum_has_the_same_mistake_where_it_has_the_wrong_value_or_the_same_ones() {
    let values = |values: &str| format!(r#"{{"name": "state", "type": "string", "enum": [{values}]}}"#);
    let stated = values(r#""PAID", "CLOSD""#);
    let [same, wrong, other, right] =
        [r#""CLOSD", "PAID""#, r#""CLOSD", "NEW""#, r#""PAID", "NEW""#, r#""PAID", "CLOSED""#].map(values);
    let others = [
        ("GET /v3/pay/orders/a", same.as_str()),
        ("GET /v3/pay/orders/b", &wrong),
        ("GET /v3/pay/orders/c", &other),
        ("GET /v3/pay/orders/d", &right),
    ];
    let spec = family(&stated, &others);
    let replaces = "field = \"state\"\nenum = {add = [\"CLOSED\"], remove = [\"CLOSD\"]}\n";
    let (a, b) = ("GET /v3/pay/orders/a: state", "GET /v3/pay/orders/b: state");
    assert_eq!(found(&format!("{TARGET}{replaces}"), &spec), [a, b]);
    assert_eq!(found(&format!("{TARGET}field = \"state\"\nenum.add = [\"CLOSED\"]\n"), &spec), [a]);
}

#[test]
fn a_parent_with_the_same_fields_lacks_the_same_ones() {
    let amount =
        |fields: &str| format!("{{\"name\": \"amount\", \"type\": \"object\", \"fields\": [\n      {fields}\n    ]}}");
    let total = r#"{"name": "total", "type": "integer"}"#;
    let (stated, other) = (amount(total), amount(r#"{"name": "sum", "type": "integer"}"#));
    let has = amount(&format!("{total},\n      {{\"name\": \"payer_total\", \"type\": \"integer\"}}"));
    let spec = family(
        &stated,
        &[("GET /v3/pay/orders/a", &stated), ("GET /v3/pay/orders/b", &other), ("GET /v3/pay/orders/c", &has)],
    );
    let add = "field = \"amount\"\nadd = [{name = \"payer_total\", type = \"integer\"}]\n";
    assert_eq!(found(&format!("{TARGET}{add}"), &spec), ["GET /v3/pay/orders/a: amount"]);
    // A further addition to the same parent does not hide that the pages were alike.
    let more = "[[override]]\nreason = \"a slip\"\nevidence = [\"SDK\"]\n";
    let two =
        format!("{TARGET}{add}{more}{TARGET}field = \"amount\"\nadd = [{{name = \"rate\", type = \"integer\"}}]\n");
    let (a, c) = ("GET /v3/pay/orders/a: amount", "GET /v3/pay/orders/c: amount");
    assert_eq!(found(&two, &spec), [a, a, c]);
}

#[test]
fn an_empty_side_is_like_no_other() {
    let spec = family(STATE, &[("GET /v3/pay/orders/a", STATE)]);
    let header = "target = \"GET /v3/pay/orders/{id}\"\nside = \"request.headers\"\nadd = [{name = \"Wechatpay-Serial\", \
                  type = \"string\"}]\n";
    assert_eq!(found(header, &spec), [""; 0]);
}

#[test]
fn a_removed_a_renamed_and_a_moved_field_have_siblings() {
    let order = r#"{"name": "id", "type": "string"},
    {"name": "order", "type": "object"}"#;
    let mended = r#"{"name": "order_id", "type": "string"},
    {"name": "order", "type": "object"}"#;
    let moved = r#"{"name": "order", "type": "object", "fields": [
      {"name": "id", "type": "string"}
    ]}"#;
    let spec = family(
        order,
        &[("GET /v3/pay/orders/a", order), ("GET /v3/pay/orders/b", mended), ("GET /v3/pay/orders/c", moved)],
    );
    let (a, c) = ("GET /v3/pay/orders/a: id", "GET /v3/pay/orders/c: order.id");
    let found = |action: &str| found(&format!("{TARGET}field = \"id\"\n{action}\n"), &spec);
    assert_eq!(found("move.to = \"order\""), [a]);
    assert_eq!(found("rename = \"order_id\""), [a, c]);
    assert_eq!(found("remove = true\nexpect.type = \"string\""), [a, c]);
    assert_eq!(
        found(
            "remove = true\nexpect = {type = \"string\"}\ndeclined = [{target = \"GET /v3/pay/orders/a\", \
                      reason = \"seen\"}, {target = \"GET /v3/pay/orders/c\", field = \"order.id\", reason = \"seen\"}]"
        ),
        [""; 0]
    );
}

#[test]
fn a_placeholder_of_the_url_is_called_so_by_right() {
    let mut spec = family(STATE, &[("GET /v3/pay/orders/no/{number}", STATE), ("GET /v3/pay/orders/{id}/x", STATE)]);
    let id = wechatpay_spec::Field::new("id", wechatpay_spec::Type::STRING);
    spec.operations.iter_mut().for_each(|operation| operation.request.path = vec![id.clone()]);
    let rename =
        "target = \"GET /v3/pay/orders/no/{number}\"\nside = \"request.path\"\nfield = \"id\"\nrename = \"number\"\n";
    assert_eq!(found(rename, &spec), [""; 0]);

    spec.operations.iter_mut().for_each(|operation| operation.request.path.clear());
    spec.operations.iter_mut().for_each(|operation| operation.request.query.fields = vec![id.clone()]);
    let keys = "target = \"GET /v3/pay/orders/{id}\"\nside = \"request.query\"\nfield = \"id\"\nmove.side = \"request.path\"\n";
    assert_eq!(found(keys, &spec), ["GET /v3/pay/orders/{id}/x: id"]);
}

#[test]
fn notifications_are_siblings_by_the_first_word_of_their_event_type() {
    let webhook = |name: &str| {
        let text = format!(
            "{{\n  \"webhook\": \"{name}\",\n  \"title\": \"通知\",\n  \"source\": \"webhook/v3/{name}.md\",\n  \"resource\": \
             {{\"fields\": [\n    {STATE}\n  ]}}\n}}\n"
        );
        Webhook::parse(&format!("webhook/v3/{name}.json"), &text).unwrap()
    };
    let webhooks = ["A.B", "A.C", "AB.C"].map(webhook).to_vec();
    let spec = Spec { webhooks, ..Spec::default() };
    let keys = format!("target = \"webhook A.B\"\nside = \"resource\"\n{SET}");
    assert_eq!(found(&keys, &spec), ["webhook A.C: state"]);
}

#[test]
fn what_a_post_has_in_its_body_a_get_has_in_its_query() {
    let mut spec = family(STATE, &[("POST /v3/pay/orders", STATE), ("GET /v3/pay/orders/{id}/x", STATE)]);
    let [mchid, other] = ["mchid", "other"].map(|name| {
        let mut field = wechatpay_spec::Field::new(name, wechatpay_spec::Type::STRING);
        field.required = wechatpay_spec::Required::Yes;
        field
    });
    for operation in &mut spec.operations {
        let is_post = operation.id.method == wechatpay_spec::Method::Post;
        let fields = vec![mchid.clone(), other.clone()];
        if is_post {
            operation.request.body = Body::Json { required: wechatpay_spec::Required::Yes, fields };
        } else {
            operation.request.body = Body::None;
            operation.request.query.fields = fields;
        }
    }
    let keys = "target = \"POST /v3/pay/orders\"\nside = \"request.body\"\nfield = \"mchid\"\nexpect.required = \
                true\nset.required = false\n";
    assert_eq!(found(keys, &spec), ["GET /v3/pay/orders/{id}: mchid", "GET /v3/pay/orders/{id}/x: mchid"]);
    let undecided = &siblings_of(keys, &spec).undecided[0];
    let side = "side = \"request.query\"\nfield = \"mchid\"\n";
    assert_eq!(undecided.cover[0].lines.matches(side).count(), 2, "{}", undecided.cover[0].lines);
    let reasons = undecided.decline.lines.replace("reason = \"\"", "reason = \"seen\"");
    assert!(reasons.contains("side = \"request.query\""));
    assert_eq!(found(&format!("{keys}{reasons}"), &spec), [""; 0], "{reasons}");
}

#[test]
fn fields_of_which_one_is_required_elsewhere_too_are_siblings() {
    let others = [("GET /v3/pay/orders/a", STATE), ("GET /v3/pay/orders/b", STATE), ("GET /v3/pay/orders/c", STATE)];
    let mut stated = family(STATE, &others);
    let body = |operation: &mut Operation| std::mem::take(&mut operation.request.body);
    // One has them in its query, one requires none, one lacks one of them.
    for (name, change) in [("a", 0), ("b", 1), ("c", 2)] {
        let operation = stated.operations.iter_mut().find(|one| one.id.path.ends_with(&format!("orders/{name}")));
        let operation = operation.unwrap();
        let Body::Json { mut fields, .. } = body(operation) else { panic!("a body of JSON") };
        match change {
            0 => operation.request.query.fields = fields,
            1 => fields.iter_mut().for_each(|field| {
                field.required = wechatpay_spec::Required::No;
                operation.request.query.fields.push(field.clone());
            }),
            _ => operation.request.query.fields = vec![fields.remove(0)],
        }
    }
    let target = "target = \"GET /v3/pay/orders/{id}\"\nside = \"request.body\"\none_of = [\"payer\", \"scene\"]\n";
    assert_eq!(found(target, &stated), ["GET /v3/pay/orders/a: "]);
    let undecided = &siblings_of(target, &stated).undecided[0];
    let lines =
        "[[override]]\ntarget = \"GET /v3/pay/orders/a\"\nside = \"request.query\"\none_of = [\"payer\", \"scene\"]\n";
    assert!(undecided.cover[0].lines.starts_with(lines), "{undecided}");
    let declined = "declined = [{ target = \"GET /v3/pay/orders/a\", side = \"request.query\", reason = \"r\" }]";
    assert_eq!(found(&format!("{target}{declined}"), &stated), [""; 0]);
}
