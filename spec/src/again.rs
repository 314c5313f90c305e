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

/// The names by which it shows that the service knows a request again.
///
/// A number of the caller's does one of two things: it names what the request makes, and then the same number is the
/// same request; or it refers to what is there already, and then it does not tell one request from the next.
#[derive(Clone, Debug)]
pub struct Numbers {
    /// Fields that hold a number by which what is made is known. In the path it refers.
    names: Names,
    /// Such fields that name an order, where there is money beside them; else they refer to one.
    orders: Names,
    money: Names,
    /// What a path ends with that ends what a number in it refers to: that is done once, however often it is asked for.
    endings: Names,
}

/// Names, each with its place in the file.
type Names = Vec<(String, Place)>;

/// `[again]` in `protocol.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    numbers: Vec<Spanned<String>>,
    #[serde(default)]
    orders: Vec<Spanned<String>>,
    #[serde(default)]
    money: Vec<Spanned<String>>,
    #[serde(default)]
    endings: Vec<Spanned<String>>,
    /// Where that is known from. For the reader of the file; required, so that it is there.
    #[expect(dead_code, reason = "its presence is what is checked")]
    source: String,
}

impl Numbers {
    pub(crate) fn of(file: &str, text: &str, entry: Entry) -> Result<Self, Vec<SpecError>> {
        let mut seen = BTreeSet::new();
        let mut errors = Vec::new();
        let mut names = |list: Vec<Spanned<String>>| -> Names {
            let placed = list.into_iter().map(|name| (Place::of_offset(text, name.span().start), name.into_inner()));
            placed
                .map(|(place, name)| {
                    if !seen.insert(name.clone()) {
                        errors.push(SpecError::at(file, place, format!("`{name}` has been named before")));
                    }
                    (name, place)
                })
                .collect()
        };
        let (numbers, orders) = (names(entry.numbers), names(entry.orders));
        let (money, endings) = (names(entry.money), names(entry.endings));
        if errors.is_empty() { Ok(Self { names: numbers, orders, money, endings }) } else { Err(errors) }
    }

    /// What no write of the spec has.
    pub(crate) fn check(&self, file: &str, spec: &Spec) -> Vec<SpecError> {
        let writes = || spec.operations.iter().filter(|operation| operation.id.method != Method::Get);
        let is_carried = |wanted: &dyn Fn(&Field) -> bool| writes().any(|write| holds(&write.request, wanted));
        let texts = self.names.iter().chain(&self.orders);
        let is_offered = |wanted: &str| writes().any(|write| offered(&write.request).any(|name| name == wanted));
        let texts = texts.filter(|(name, _)| !is_carried(&is_text(|known| known == name)));
        let texts = texts.filter(|(name, _)| !has(&self.names, name) || !is_offered(name));
        let unused = texts.chain(self.money.iter().filter(|(name, _)| !is_carried(&name_of(|known| known == name))));
        let carry = unused.map(|(name, place)| SpecError::at(file, *place, format!("no write carries `{name}`")));
        let idle = self.endings.iter().filter(|(ending, _)| {
            !writes().any(|write| self.refers(&write.request) && last(write) == Some(ending.as_str()))
        });
        let idle = idle.map(|(ending, place)| {
            SpecError::at(file, *place, format!("no path with a number in it ends with `{ending}`"))
        });
        carry.chain(idle).collect()
    }

    /// Whether a request is known again.
    fn tell(&self, operation: &Operation) -> bool {
        let request = &operation.request;
        let is_number = |name: &str| has(&self.names, name);
        let is_order = |name: &str| has(&self.orders, name);
        let is_money = |name: &str| has(&self.money, name);
        let makes = holds(request, &is_text(is_number));
        let orders = holds(request, &is_text(is_order)) && holds(request, &name_of(is_money));
        let ends = self.refers(request) && last(operation).is_some_and(|ending| has(&self.endings, ending));
        makes || orders || ends
    }

    /// Whether a number in the path says what the request is about.
    fn refers(&self, request: &Request) -> bool {
        request.path.iter().any(|field| has(&self.names, &field.name) || has(&self.orders, &field.name))
    }
}

fn has(names: &Names, name: &str) -> bool {
    names.iter().any(|(known, _)| known == name)
}

/// The last segment of a path, if it is a word.
fn last(operation: &Operation) -> Option<&str> {
    operation.id.path.rsplit('/').next().filter(|segment| !segment.contains('{'))
}

/// The members of the body by which a request that is sent once otherwise is known again, where one of them is given.
pub(crate) fn optional<'a>(operation: &'a Operation, numbers: Option<&Numbers>) -> Vec<&'a str> {
    let is_number = |name: &&str| numbers.is_some_and(|numbers| has(&numbers.names, name));
    match usual(operation, numbers) {
        Retry::Once => offered(&operation.request).filter(is_number).collect(),
        _ => Vec::new(),
    }
}

/// The texts that a body may hold, but for those that lie deeper in it.
fn offered(request: &Request) -> impl Iterator<Item = &str> {
    let fields = match &request.body {
        Body::Json { fields, .. } => fields.as_slice(),
        _ => &[],
    };
    fields.iter().filter(|field| is_text(|_| true)(field)).map(|field| field.name.as_str())
}

/// When an operation may be sent again, unless something else is said of it. Without a list of numbers each write is
/// known again.
pub(crate) fn usual(operation: &Operation, numbers: Option<&Numbers>) -> Retry {
    match operation.id.method {
        Method::Get => Retry::Read,
        // By the rules of HTTP, what is put or deleted twice is so once.
        Method::Put | Method::Delete => Retry::Write,
        Method::Post | Method::Patch => match numbers {
            Some(numbers) if !numbers.tell(operation) => Retry::Once,
            _ => Retry::Write,
        },
    }
}

fn is_text(is_name: impl Fn(&str) -> bool) -> impl Fn(&Field) -> bool {
    move |field| field.ty.kind == Kind::String && is_name(&field.name)
}

fn name_of(is_name: impl Fn(&str) -> bool) -> impl Fn(&Field) -> bool {
    move |field| is_name(&field.name)
}

/// Whether no request can leave all of the wanted fields out of its query and its body. What need not be there does not
/// count: the one request in which it is missing would be sent twice.
fn holds(request: &Request, wanted: &dyn Fn(&Field) -> bool) -> bool {
    let in_query = request.query.required && hold(&request.query.fields, wanted);
    let in_body = match &request.body {
        Body::None => false,
        Body::Json { required, fields } => *required == Required::Yes && hold(fields, wanted),
        Body::Multipart { parts } => hold(parts, wanted),
    };
    in_query || in_body
}

fn hold(fields: &[Field], wanted: &dyn Fn(&Field) -> bool) -> bool {
    fields.iter().filter(|field| field.required == Required::Yes).any(|field| {
        wanted(field)
            || match &field.content {
                Content::Leaf => false,
                Content::Fields(fields) | Content::EncodedJson(fields) => hold(fields, wanted),
                Content::Variants(variants) => variants.iter().all(|variant| hold(&variant.fields, wanted)),
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
        let lists = "numbers = [\"out_no\"]\norders = [\"order_no\"]\nmoney = [\"amount\"]\nendings = [\"close\"]";
        let text = format!("[again]\n{lists}\nsource = \"x\"\n{rest}");
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
            (Request { path: vec![yes.clone()], ..Request::default() }, Retry::Once),
            (Request { body: Body::Multipart { parts: vec![yes.clone()] }, ..Request::default() }, Retry::Write),
        ];
        for (request, expected) in cases {
            let shown = format!("{request:?}");
            assert_eq!(class(ID, request), expected, "{shown}");
        }
    }

    /// With the number in the path, a request is about what is there: that ends once, and anything else may be done twice.
    #[test]
    fn a_number_in_the_path_refers() {
        let about = |name: &str| Request { path: vec![required(optional(name))], ..Request::default() };
        for name in ["out_no", "order_no"] {
            let id = |end: &str| format!("POST /v3/things/{{{name}}}{end}");
            assert_eq!(class(&id("/close"), about(name)), Retry::Write, "{name}");
            assert_eq!(class(&id("/close/parts"), about(name)), Retry::Once, "{name}");
            assert_eq!(class(&id("/remind"), about(name)), Retry::Once, "{name}");
            assert_eq!(class(&id(""), about(name)), Retry::Once, "{name}");
            let named = Request { body: body(required(optional("out_no"))).body, ..about(name) };
            assert_eq!(class(&id("/remind"), named), Retry::Write, "it has a number of its own");
        }
        assert_eq!(class("POST /v3/things/{id}/close", about("id")), Retry::Once, "by an id of another kind");
        assert_eq!(class("POST /v3/close", Request::default()), Retry::Once, "nothing is named");
    }

    /// Whether the class of a request may follow from what it holds.
    #[test]
    fn a_number_that_need_not_be_there_is_known_by_its_name() {
        let known_by = |rest: &str, id: &str, field: Field| {
            let operation = operation(id, body(field));
            protocol(rest).known_by(&operation).into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        let of = |field: Field| known_by("", ID, field);
        assert_eq!(of(optional("out_no")), ["out_no"]);
        assert_eq!(of(Field { required: Required::Unknown, ..optional("out_no") }), ["out_no"]);
        for other in [
            required(optional("out_no")),
            optional("order_no"),
            optional("other_no"),
            within(optional("out_no")),
            Field { ty: Type::OBJECT, ..optional("out_no") },
        ] {
            assert_eq!(of(other.clone()), [""; 0], "{other:?}");
        }
        assert_eq!(known_by("", "PUT /v3/things/{id}", optional("out_no")), [""; 0], "it is known as it is");
        let said = format!("[[facts]]\noperations = [\"{ID}\"]\nretry = \"once\"\nsource = \"x\"\n");
        assert_eq!(known_by(&said, ID, optional("out_no")), [""; 0], "there it refers");
    }

    /// Else it is a report on an order, and each report is one more.
    #[test]
    fn the_number_of_an_order_makes_one_only_with_money_beside_it() {
        let number = || required(optional("order_no"));
        let money = |required| Field { required, ..Field::new("amount", Type::OBJECT) };
        let with = |fields: Vec<Field>| {
            let body = Body::Json { required: Required::Yes, fields };
            class("POST /v3/orders", Request { body, ..Request::default() })
        };
        assert_eq!(with(vec![number(), money(Required::Yes)]), Retry::Write);
        assert_eq!(with(vec![number(), required(within(money(Required::Yes)))]), Retry::Write);
        assert_eq!(with(vec![number(), money(Required::No)]), Retry::Once);
        assert_eq!(with(vec![number()]), Retry::Once);
        assert_eq!(with(vec![money(Required::Yes)]), Retry::Once);
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
        let told = |spec| protocol("").check(&spec).iter().map(ToString::to_string).collect::<Vec<_>>();
        let all = [
            "protocol.toml:2:12: no write carries `out_no`",
            "protocol.toml:3:11: no write carries `order_no`",
            "protocol.toml:4:10: no write carries `amount`",
            "protocol.toml:5:12: no path with a number in it ends with `close`",
        ];
        assert_eq!(told(spec(required(optional("out_no")))), all[1..]);
        assert_eq!(told(spec(optional("out_no"))), all[1..], "it may be given");
        assert_eq!(told(spec(optional("order_no"))), all, "there has to be money beside it");
        assert_eq!(told(spec(within(optional("out_no")))), all, "deeper it may be that of a part");
        let amount = Field { required: Required::Yes, ..Field::new("amount", Type::OBJECT) };
        let fields = vec![required(optional("out_no")), required(optional("order_no")), amount];
        let body = Body::Json { required: Required::Yes, fields };
        let path = vec![required(optional("out_no"))];
        let all = operation("POST /v3/things/{out_no}/close", Request { path, body, ..Request::default() });
        assert_eq!(told(Spec { operations: vec![all], ..Spec::default() }), [""; 0]);
        let twice = "[again]\nnumbers = [\"a\", \"a\"]\nsource = \"x\"\n";
        let errors = Protocol::parse(Protocol::FILE, twice).unwrap_err();
        assert_eq!(errors[0].to_string(), "protocol.toml:2:17: `a` has been named before");
    }
}
