//! When a request may be sent again: by what it does, and by the numbers that it carries.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use crate::error::{Place, SpecError};
use crate::model::{Body, Content, Field, Kind, Method, Operation, Request, Required, Spec};

/// When a request may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Retry {
    /// It changes nothing: whatever became of it.
    Read,
    /// The service knows it again: where it did not go out, or the answer asks for it.
    Write,
    /// The same, at least a minute later.
    Refund,
    /// The service does not know it again: where it did not go out.
    Once,
}

/// The names of the fields that hold a number of the caller's, by which the service knows a request again.
#[derive(Clone, Debug)]
pub struct Numbers {
    names: Vec<(String, Place)>,
}

/// `[again]` in `protocol.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    numbers: Vec<Spanned<String>>,
    /// Where that is known from. For the reader of the file; required, so that it is there.
    #[expect(dead_code, reason = "its presence is what is checked")]
    source: String,
}

impl Numbers {
    pub(crate) fn of(file: &str, text: &str, entry: Entry) -> Result<Self, Vec<SpecError>> {
        let mut seen = BTreeSet::new();
        let mut errors = Vec::new();
        let mut names = Vec::new();
        for name in entry.numbers {
            let place = Place::of_offset(text, name.span().start);
            let name = name.into_inner();
            if !seen.insert(name.clone()) {
                errors.push(SpecError::at(file, place, format!("`{name}` has been named before")));
            }
            names.push((name, place));
        }
        if errors.is_empty() { Ok(Self { names }) } else { Err(errors) }
    }

    /// What no write of the spec carries.
    pub(crate) fn check(&self, file: &str, spec: &Spec) -> Vec<SpecError> {
        let writes = || spec.operations.iter().filter(|operation| operation.id.method != Method::Get);
        let unused = self.names.iter().filter(|(name, _)| !writes().any(|write| carries(&write.request, &[name])));
        unused.map(|(name, place)| SpecError::at(file, *place, format!("no write has to carry `{name}`"))).collect()
    }

    fn are_carried_by(&self, request: &Request) -> bool {
        let names: Vec<&str> = self.names.iter().map(|(name, _)| name.as_str()).collect();
        carries(request, &names)
    }
}

/// When an operation may be sent again, unless something else is said of it. Without a list of numbers each write is
/// known again.
pub(crate) fn usual(operation: &Operation, numbers: Option<&Numbers>) -> Retry {
    match operation.id.method {
        Method::Get => Retry::Read,
        // By the rules of HTTP, what is put or deleted twice is so once.
        Method::Put | Method::Delete => Retry::Write,
        Method::Post | Method::Patch => match numbers {
            Some(numbers) if !numbers.are_carried_by(&operation.request) => Retry::Once,
            _ => Retry::Write,
        },
    }
}

/// Whether no request can leave all of these fields out. What need not be there does not count: the one request in
/// which it is missing would be sent twice.
fn carries(request: &Request, names: &[&str]) -> bool {
    let in_path = request.path.iter().any(|field| names.contains(&field.name.as_str()));
    let in_query = request.query.required && hold(&request.query.fields, names);
    let in_body = match &request.body {
        Body::None => false,
        Body::Json { required, fields } => *required == Required::Yes && hold(fields, names),
        Body::Multipart { parts } => hold(parts, names),
    };
    in_path || in_query || in_body
}

fn hold(fields: &[Field], names: &[&str]) -> bool {
    fields.iter().filter(|field| field.required == Required::Yes).any(|field| {
        let is_number = field.ty.kind == Kind::String && names.contains(&field.name.as_str());
        is_number
            || match &field.content {
                Content::Leaf => false,
                Content::Fields(fields) | Content::EncodedJson(fields) => hold(fields, names),
                Content::Variants(variants) => variants.iter().all(|variant| hold(&variant.fields, names)),
            }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Query, Response, Status, Type, Variant};
    use crate::protocol::Protocol;

    const ID: &str = "POST /v3/things/{id}/pay";

    fn protocol(rest: &str) -> Protocol {
        let text = format!("[again]\nnumbers = [\"out_no\"]\nsource = \"x\"\n{rest}");
        Protocol::parse(Protocol::FILE, &text).unwrap()
    }

    fn operation(id: &str, request: Request) -> Operation {
        Operation {
            id: id.parse().unwrap(),
            title: "t".to_owned(),
            source: "x".to_owned(),
            docs: Vec::new(),
            status: Status::Current,
            base: None,
            request,
            response: Response::Empty { http: 204 },
        }
    }

    fn required(field: Field) -> Field {
        Field { required: Required::Yes, ..field }
    }

    fn optional(name: &str) -> Field {
        Field::new(name, Type::STRING)
    }

    fn within(field: Field) -> Field {
        Field { content: Content::Fields(vec![field]), ..Field::new("within", Type::OBJECT) }
    }

    fn body(field: Field) -> Request {
        let body = Body::Json { required: Required::Yes, fields: vec![field] };
        Request { path: vec![required(optional("id"))], body, ..Request::default() }
    }

    fn class(id: &str, request: Request) -> Retry {
        protocol("").retry(&operation(id, request))
    }

    #[test]
    fn a_write_is_known_again_by_a_number_that_has_to_be_there() {
        let (yes, no) = (required(optional("out_no")), optional("out_no"));
        let whole = Body::Json { required: Required::Unknown, fields: vec![yes.clone()] };
        let query = |required| Query { required, fields: vec![yes.clone()] };
        let list = Field { ty: Type::list(Kind::Object), ..within(yes.clone()) };
        let variant = |field: &Field| Variant { label: String::new(), fields: vec![field.clone()] };
        let variants = |fields: [&Field; 2]| {
            required(Field { content: Content::Variants(fields.map(variant).to_vec()), ..within(no.clone()) })
        };
        let cases = [
            (body(yes.clone()), Retry::Write),
            (body(no.clone()), Retry::Once),
            (body(Field { required: Required::Unknown, ..no.clone() }), Retry::Once),
            (body(required(optional("out_number"))), Retry::Once),
            (body(Field { ty: Type::OBJECT, ..yes.clone() }), Retry::Once),
            (Request { body: whole, ..Request::default() }, Retry::Once),
            (body(required(within(yes.clone()))), Retry::Write),
            (body(required(list)), Retry::Write),
            (body(within(yes.clone())), Retry::Once),
            (body(required(within(no.clone()))), Retry::Once),
            (body(variants([&yes, &yes])), Retry::Write),
            (body(variants([&yes, &no])), Retry::Once),
            (Request { query: query(true), ..Request::default() }, Retry::Write),
            (Request { query: query(false), ..Request::default() }, Retry::Once),
            (Request { path: vec![no.clone()], ..Request::default() }, Retry::Write),
            (Request { body: Body::Multipart { parts: vec![yes.clone()] }, ..Request::default() }, Retry::Write),
        ];
        for (request, expected) in cases {
            let shown = format!("{request:?}");
            assert_eq!(class(ID, request), expected, "{shown}");
        }
    }

    #[test]
    fn the_method_says_what_is_done() {
        let of = |method: &str| class(&ID.replace("POST", method), body(optional("a")));
        assert_eq!(["PUT", "DELETE", "GET"].map(of), [Retry::Write, Retry::Write, Retry::Read]);
        assert_eq!(["POST", "PATCH"].map(of), [Retry::Once, Retry::Once]);
    }

    #[test]
    fn what_is_said_of_an_operation_goes_first() {
        let said = |word: &str| {
            let fact = format!("[[facts]]\noperations = [\"{ID}\"]\nretry = \"{word}\"\nsource = \"x\"\n");
            protocol(&fact).retry(&operation(ID, body(optional("a"))))
        };
        let all = [Retry::Read, Retry::Write, Retry::Refund, Retry::Once];
        assert_eq!(["read", "write", "refund", "once"].map(said), all);
        let unlisted = Protocol::default().retry(&operation(ID, body(optional("a"))));
        assert_eq!(unlisted, Retry::Write, "without a list each write is known again");
    }

    #[test]
    fn a_number_that_nobody_carries_is_told() {
        let spec = |field: Field| Spec { operations: vec![operation(ID, body(field))], ..Spec::default() };
        assert_eq!(protocol("").check(&spec(required(optional("out_no")))), []);
        let errors = protocol("").check(&spec(optional("out_no")));
        assert_eq!(errors[0].to_string(), "protocol.toml:2:12: no write has to carry `out_no`");
        let twice = "[again]\nnumbers = [\"a\", \"a\"]\nsource = \"x\"\n";
        let errors = Protocol::parse(Protocol::FILE, twice).unwrap_err();
        assert_eq!(errors[0].to_string(), "protocol.toml:2:17: `a` has been named before");
    }
}
