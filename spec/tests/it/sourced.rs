//! What second sources say of fields: read, laid over the spec, held against it, and taken over.

use serde_json::json;
use wechatpay_spec::sourced::Said;
use wechatpay_spec::{
    Content, Encrypted, Field, Format, Formats, Kind, Response, Schemas, Spec, SpecError, Target, Type, Variant,
};

use crate::common::{field, operation, webhook};

const TEXT: &str = r#"{
  "sources": {
    "a": "of a, MIT",
    "b": "of b, MIT"
  },
  "told": {
    "GET /v3/a": {
      "request.query day": {"date": ["a"]},
      "response list.time": {"rfc3339": ["a", "b"]}
    },
    "webhook A.DONE": {
      "resource time": {"rfc3339": ["b"]}
    }
  }
}
"#;

fn object(name: &str, content: Content) -> Field {
    Field { content, ..field(name, Type::OBJECT) }
}

fn text(name: &str) -> Field {
    field(name, Type::STRING)
}

fn spec() -> Spec {
    let mut operation = operation("GET /v3/a");
    operation.request.query.fields = vec![text("day")];
    let shape = |fields| Variant { label: String::new(), fields };
    let list = object("list", Content::Variants(vec![shape(vec![text("time")]), shape(vec![text("time"), text("x")])]));
    operation.response = Response::Json { fields: vec![list, text("time")] };
    let mut webhook = webhook("A.DONE");
    webhook.resource = vec![text("time")];
    Spec { operations: vec![operation], webhooks: vec![webhook], moved: vec![] }
}

fn formats(text: &str) -> Formats {
    Formats::parse("formats.json", text).unwrap()
}

fn refused(from: &str, to: &str) -> String {
    assert!(TEXT.contains(from), "the text has no `{from}`");
    Formats::parse("formats.json", &TEXT.replacen(from, to, 1)).unwrap_err().to_string()
}

fn with(section: &str, target: &str, spot: &str, what: &str) -> String {
    let section =
        format!("  }},\n  \"{section}\": {{\n    \"{target}\": {{\n      \"{spot}\": {{{what}}}\n    }}\n  }}\n}}\n");
    format!("{}{section}", TEXT.strip_suffix("  }\n}\n").unwrap())
}

fn said(errors: &[SpecError]) -> Vec<String> {
    errors.iter().map(ToString::to_string).collect()
}

#[test]
fn formats_are_laid_on_the_fields_that_have_them() {
    let mut spec = spec();
    let formats = formats(TEXT);
    assert_eq!((formats.to_json().as_str(), formats.count()), (TEXT, 3));
    formats.lay(&mut spec);
    let operation = &spec.operations[0];
    assert_eq!(operation.request.query.fields[0].format, Some(Format::Date));
    let Response::Json { fields } = &operation.response else { panic!("the answer is JSON") };
    let Content::Variants(variants) = &fields[0].content else { panic!("there are alternatives") };
    assert!(variants.iter().all(|variant| variant.fields[0].format == Some(Format::Rfc3339)));
    assert_eq!((variants[1].fields[1].format, fields[1].format), (None, None));
    assert_eq!(spec.webhooks[0].resource[0].format, Some(Format::Rfc3339));
}

/// The list that a JSON text is itself has no name, and no step in a path.
#[test]
fn a_format_is_laid_in_a_list_that_json_is_itself() {
    let mut spec = spec();
    let items = Field { content: Content::Fields(vec![text("time")]), ..field("", Type::list(Kind::Object)) };
    let list = Field { content: Content::EncodedJson(vec![items]), ..text("list") };
    spec.operations[0].response = Response::Json { fields: vec![list] };
    let formats = formats(TEXT);
    assert_eq!(formats.check(&spec), []);
    formats.lay(&mut spec);
    assert!(spec.operations[0].to_json().contains("\"format\": \"rfc3339\""));
}

#[test]
fn what_is_said_of_fields_that_are_gone_is_stale() {
    assert_eq!(formats(TEXT).check(&spec()), []);
    let mut other = spec();
    other.operations[0].request.query.fields[0].ty = Type::one(Kind::Integer);
    other.webhooks[0].resource[0].encrypted = Some(Encrypted::Merchant);
    other.operations[0].response = Response::Empty { http: 204 };
    let declining = with("declined", "GET /v3/b", "response x", "\"date\": \"why\"");
    let formats = formats(&declining);
    assert_eq!(
        said(&formats.check(&other)),
        [
            "formats.json:8:7: GET /v3/a request.query day: is no text. Drop the line",
            "formats.json:9:7: GET /v3/a response list.time: is not in the spec (any more). Drop the line",
            "formats.json:12:7: webhook A.DONE resource time: is encrypted. Drop the line",
            "formats.json:17:7: GET /v3/b response x: is not in the spec (any more). Drop the line",
        ]
    );
    let fitted = formats.fitted(&other);
    assert!(fitted.is_empty() && fitted.check(&other).is_empty());
    assert_eq!(fitted.to_json(), "{\n  \"sources\": {\n  },\n  \"told\": {\n  }\n}\n");
    let one = formats.fitted(&Spec { webhooks: vec![], ..spec() }).to_json();
    assert!(!one.contains("A.DONE") && !one.contains("/v3/b") && one.contains("\"b\": \"of b, MIT\""), "{one}");
}

#[test]
fn an_example_that_has_not_the_format_is_to_be_decided() {
    let with_example = |example: serde_json::Value| {
        let mut spec = spec();
        spec.operations[0].request.query.fields[0].example = Some(example);
        spec
    };
    for fine in [json!("2018-06-08"), json!(""), json!(["2018-06-08"]), json!(7)] {
        assert_eq!(formats(TEXT).odd(&with_example(fine)), []);
    }
    let spec = with_example(json!(["2018-06-08", "8.6.2018"]));
    let odd = formats(TEXT).odd(&spec);
    let news = "GET /v3/a request.query day: sources say that it is of the format `date`, and the page has the example `8.6.2018`";
    assert_eq!((odd.len(), odd[0].news().as_str()), (1, news));
    assert!(odd[0].to_string().starts_with("formats.json:8:7: "));
    // The lines to paste decide.
    let pasted = |index: usize, section: &str| {
        let lines = odd[0].pastes()[index].1.replace("\"\"", "\"why\"");
        format!("{}  }},\n  \"{section}\": {{\n{lines}  }}\n}}\n", TEXT.strip_suffix("  }\n}\n").unwrap())
    };
    let decided = formats(&pasted(0, "odd"));
    assert_eq!((decided.odd(&spec), decided.check(&spec)), (vec![], vec![]));
    let stale = said(&decided.check(&with_example(json!("2018-06-08"))));
    assert_eq!(stale, ["formats.json:17:7: GET /v3/a request.query day: has no example that is odd. Drop the line"]);
    assert_eq!(decided.fitted(&with_example(json!("2018-06-08"))).to_json(), TEXT);
    let out = pasted(1, "declined").replace("      \"request.query day\": {\"date\": [\"a\"]},\n", "");
    let declined = formats(&out);
    assert_eq!((declined.odd(&spec), declined.check(&spec)), (vec![], vec![]));
}

#[test]
fn what_is_wrong_with_the_file_is_said_where_it_stands() {
    assert!(refused("\"told\"", "\"said\"").starts_with("formats.json:6:8: unknown field `said`"));
    assert_eq!(
        refused("response list", "reply list"),
        "formats.json:9:7: `reply` is not a side: it is one of request.path, request.query, request.headers, request.body, response, resource, answer"
    );
    assert_eq!(refused("GET /v3/a", "LOOK /v3/a"), "formats.json:7:5: `LOOK` is not an HTTP method of this API");
    assert!(refused("query day", "query day..x").contains("`day..x` is no path"));
    assert_eq!(refused("    \"a\": \"of a, MIT\",\n", ""), "formats.json:7:38: `sources` does not say what `a` is");
    assert!(refused("\"of b, MIT\"\n", "\"of b, MIT\",\n    \"c\": \"x\"\n").contains("`c` says nothing here"));
    assert_eq!(
        refused("{\"date\": [\"a\"]}", "{\"date\": [\"a\"], \"numeric\": [\"b\"]}"),
        "formats.json:8:7: GET /v3/a request.query day: has one format, and not `date` and `numeric`: decline what is wrong"
    );
    assert!(refused("\"date\"", "\"day\"").contains("day: `day` is not a format: it is one of rfc3339, date"));
    assert!(refused("\"date\"", "\"MediaId\"").ends_with("the format is written `media-id` here"));
    assert!(refused("[\"a\", \"b\"]", "[\"b\", \"a\"]").contains("not canonical"));
    let empty = with("declined", "GET /v3/a", "response time", "\"date\": \" \"");
    let refused = Formats::parse("formats.json", &empty).unwrap_err().to_string();
    assert_eq!(refused, "formats.json: GET /v3/a response time: is decided without a reason");
}

fn says(target: &str, spot: &str, what: &str, source: &str) -> Said {
    let target: Target = target.parse().unwrap();
    Said { target, spot: spot.parse().unwrap(), what: what.to_owned(), source: source.to_owned() }
}

#[test]
fn what_sources_say_is_taken_over_as_far_as_it_is_about_something() {
    let known = formats(&with("declined", "GET /v3/a", "response time", "\"date\": \"it has an hour\""));
    let taken = known.take(
        &spec(),
        [
            says("GET /v3/a", "response list.time", "rfc3339", "b"),
            says("GET /v3/a", "response list.time", "rfc3339", "new"),
            says("GET /v3/a", "response time", "date", "b"),
            says("GET /v3/a", "response time", "rfc3339", "b"),
            says("GET /v3/a", "response list", "date", "b"),
            says("GET /v3/a", "response gone", "date", "b"),
            says("GET /v3/a", "response time", "encrypted", "b"),
            says("webhook A.DONE", "resource time", "MediaId", "b"),
        ],
    );
    let left: Vec<_> = taken.left.iter().map(|(why, count)| format!("{count} {why}")).collect();
    assert_eq!(
        left,
        ["1 `encrypted` is no format of a text", "1 is declined", "1 is no text", "1 there is no such field"]
    );
    assert_eq!(taken.unknown, ["new"]);
    let mut formats = taken.taken;
    formats.describe("new", "of new");
    let told = r#"  "told": {
    "GET /v3/a": {
      "response list.time": {"rfc3339": ["b", "new"]},
      "response time": {"rfc3339": ["b"]}
    },
    "webhook A.DONE": {
      "resource time": {"media-id": ["b"]}
    }
  },"#;
    let text = formats.to_json();
    assert!(text.contains(told) && text.contains("it has an hour") && !text.contains("of a"), "{text}");
    assert_eq!(Formats::parse("formats.json", &text), Ok(formats));
}

#[test]
fn names_of_types_are_of_objects_and_enums() {
    let mut spec = spec();
    spec.webhooks[0].resource.push(Field { values: vec!["A".to_owned()], ..text("state") });
    let taken = Schemas::default().take(
        &spec,
        [
            says("GET /v3/a", "response list", "List", "b"),
            says("GET /v3/a", "response list", "a#List", "a"),
            says("webhook A.DONE", "resource state", "State", "b"),
            says("webhook A.DONE", "resource time", "Time", "b"),
            says("webhook A.DONE", "resource state", "St\u{200b}ate", "b"),
        ],
    );
    assert_eq!(taken.left.values().collect::<Vec<_>>(), [&1, &1], "{:?}", taken.left);
    let mut schemas = taken.taken;
    schemas.describe("a", "of a");
    schemas.describe("b", "of b");
    assert_eq!(Schemas::parse("schemas.json", &schemas.to_json()), Ok(schemas.clone()));
    let list: Target = "GET /v3/a".parse().unwrap();
    let names = schemas.names(&list, &"response list".parse().unwrap()).unwrap();
    assert_eq!(names.keys().collect::<Vec<_>>(), ["List", "a#List"]);
    assert_eq!(schemas.check(&spec), []);
    spec.webhooks[0].resource.pop();
    assert_eq!(
        said(&schemas.check(&spec)),
        ["schemas.json:11:7: webhook A.DONE resource state: is not in the spec (any more). Drop the line"]
    );
    let fitted = schemas.fitted(&spec);
    assert_eq!((fitted.count(), fitted.check(&spec)), (1, vec![]));
}
