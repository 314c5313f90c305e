//! A published name stays: whatever is added to a spec, and in whatever order, no public item is renamed.
//!
//! The spec that is added to is made for clashes: a handful of names that read alike in Rust, on every level. The
//! generator of random numbers is the smallest that there is, so that a failure is found again by its seed alone.

use wechatpay_codegen::{names, public};
use wechatpay_spec::{
    Body, Content, Corrected, Field, Kind, Moved, Names, Operation, Recorded, Response, Spec, Target, Type,
};

/// Names that make the same type, the same field, a builder's name or a word of the language.
const FIELDS: [&str; 16] = [
    "a",
    "b",
    "amount",
    "Amount",
    "amount_builder",
    "a_b",
    "ab",
    "aB",
    "x1",
    "x_1",
    "payNo",
    "pay_no",
    "self",
    "type",
    "build",
    "option",
];
/// Values that make the same variant.
const VALUES: [&str; 12] =
    ["PAID", "paid", "Paid", "NOT_PAID", "NOT-PAID", "1", "V1", "01", "UNLISTED", "", "Self", "A.B"];

/// The generator known as `SplitMix64`.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }

    fn field(&mut self) -> Field {
        let name = FIELDS[self.below(FIELDS.len())];
        let mut field = Field::new(name, Type { kind: Kind::String, list: self.below(4) == 0 });
        match self.below(4) {
            0 => {}
            1 => field.values = vec![self.value()],
            _ => {
                field.ty.kind = Kind::Object;
                field.content = Content::Fields(vec![Field::new("leaf", Type::STRING)]);
            }
        }
        field
    }

    fn value(&mut self) -> String {
        VALUES[self.below(VALUES.len())].to_owned()
    }

    /// Adds a field, or a value, somewhere in a tree; nothing where its name is there already.
    fn add(&mut self, fields: &mut Vec<Field>) {
        let index = self.below(fields.len() + 1);
        let Some(field) = fields.get_mut(index) else {
            let new = self.field();
            if fields.iter().all(|field| field.name != new.name) {
                // In front as often as behind: the order is the page's.
                let place = self.below(fields.len() + 1);
                fields.insert(place, new);
            }
            return;
        };
        match &mut field.content {
            Content::Fields(below) => self.add(below),
            _ if !field.values.is_empty() => {
                let value = self.value();
                if !field.values.contains(&value) {
                    let place = self.below(field.values.len() + 1);
                    field.values.insert(place, value);
                }
            }
            _ => {}
        }
    }

    fn add_to(&mut self, operation: &mut Operation) {
        match self.below(4) {
            0 => self.add(&mut operation.request.query.fields),
            1 => {
                let name = FIELDS[self.below(FIELDS.len())];
                if operation.request.headers.iter().all(|field| field.name != name) {
                    operation.request.headers.push(Field::new(name, Type::STRING));
                }
            }
            2 => {
                if let Body::Json { fields, .. } = &mut operation.request.body {
                    self.add(fields);
                }
            }
            _ => {
                if let Response::Json { fields } = &mut operation.response {
                    self.add(fields);
                }
            }
        }
    }
}

fn operation(text: &str) -> Operation {
    let id: wechatpay_spec::OperationId = text.parse().unwrap();
    let body = if id.method.lower() == "get" {
        Body::None
    } else {
        Body::Json { required: wechatpay_spec::Required::Yes, fields: Vec::new() }
    };
    let mut operation = Operation {
        source: format!("openapi{}.md#{}", id.path, id.method.lower()),
        id,
        title: String::new(),
        docs: Vec::new(),
        status: wechatpay_spec::Status::Current,
        base: None,
        request: wechatpay_spec::Request { body, ..Default::default() },
        response: Response::Json { fields: Vec::new() },
    };
    operation.request.path = operation.id.placeholders().map(|name| Field::new(name, Type::STRING)).collect();
    operation
}

/// What a generator run leaves behind: every item, every name, and the record as the next run reads it.
struct Run {
    items: public::Items,
    given: Recorded,
    names: Names,
}

fn run(spec: &Spec, names: &Names) -> Run {
    let corrected = Corrected { spec: spec.clone(), names: names.clone(), ..Corrected::default() };
    let named = names::name(&corrected).unwrap_or_else(|refusals| panic!("{refusals:?}"));
    let text = named.names.to_toml();
    let given = named.given.values().next().cloned().unwrap_or_default();
    Run { items: public::items(&named), given, names: Names::parse("names.toml", &text).unwrap() }
}

/// Adds to an operation step by step, and looks after each step that all that was there still is.
fn grow(seed: u64, id: &str, together: usize) {
    let mut random = Random(seed);
    let mut spec = Spec { operations: vec![operation(id)], ..Spec::default() };
    for _ in 0..random.below(12) {
        random.add_to(&mut spec.operations[0]);
    }
    let mut before = run(&spec, &Names::default());
    for step in 0..12 {
        let again = run(&spec, &before.names);
        assert_eq!(again.items, before.items, "seed {seed}, step {step}: the same spec has other names");
        assert_eq!(again.names, before.names, "seed {seed}, step {step}: the same spec has another record");
        for _ in 0..together {
            random.add_to(&mut spec.operations[0]);
        }
        let after = run(&spec, &before.names);
        for (item, name) in &before.given {
            assert_eq!(after.given.get(item), Some(name), "seed {seed}, step {step}: {item}");
        }
        for path in before.items.keys() {
            assert!(after.items.contains_key(path), "seed {seed}, step {step}: {path} is gone");
        }
        before = after;
    }
}

#[test]
fn what_is_added_renames_nothing() {
    for seed in 0..60 {
        grow(seed, "POST /v3/a/{amount}", 1);
        grow(seed, "GET /v3/a/{x1}/{pay_no}", 1);
        grow(seed, "PUT /v3/a", 7);
    }
}

/// A field that an override adds, or no longer adds, is no other thing than one that a page brings.
#[test]
fn what_goes_renames_nothing_that_stays() {
    for seed in 0..60 {
        let mut random = Random(seed);
        let mut spec = Spec { operations: vec![operation("POST /v3/a")], ..Spec::default() };
        for _ in 0..40 {
            random.add_to(&mut spec.operations[0]);
        }
        let before = run(&spec, &Names::default());
        let Response::Json { fields } = &mut spec.operations[0].response else { unreachable!() };
        if !fields.is_empty() {
            fields.remove(random.below(fields.len()));
        }
        let after = run(&spec, &before.names);
        for (item, name) in &after.given {
            assert_eq!(before.given.get(item), Some(name), "seed {seed}: {item}");
        }
    }
}

fn object(name: &str, fields: Vec<Field>) -> Field {
    Field { content: Content::Fields(fields), ..Field::new(name, Type::OBJECT) }
}

fn leaf(name: &str) -> Field {
    Field::new(name, Type::STRING)
}

/// One operation that answers with these fields.
fn answering(id: &str, fields: Vec<Field>) -> Spec {
    let response = Response::Json { fields };
    Spec { operations: vec![Operation { response, ..operation(id) }], ..Spec::default() }
}

fn types(run: &Run) -> Vec<&str> {
    let types = run.items.iter().filter(|(_, what)| *what == "struct").map(|(path, _)| path.as_str());
    types.filter_map(|path| path.split_once("::get_response::").map(|(_, name)| name)).collect()
}

#[test]
fn the_new_one_takes_the_longer_name() {
    let old = vec![object("order", vec![object("amount", vec![leaf("total")])])];
    let new = [vec![object("refund", vec![object("amount", vec![leaf("total")])])], old.clone()].concat();
    let before = run(&answering("GET /v3/a", old), &Names::default());
    assert_eq!(types(&before), ["Amount", "Order"]);
    let after = run(&answering("GET /v3/a", new.clone()), &before.names);
    assert_eq!(types(&after), ["Amount", "Order", "Refund", "RefundAmount"]);
    // Had both come together, neither would have been the first.
    let together = run(&answering("GET /v3/a", new), &Names::default());
    assert_eq!(types(&together), ["Order", "OrderAmount", "Refund", "RefundAmount"]);
}

#[test]
fn the_name_of_what_is_gone_is_free() {
    let amount = |parent: &str| vec![object(parent, vec![object("amount", vec![leaf("total")])])];
    let before = run(&answering("GET /v3/a", amount("order")), &Names::default());
    let without = run(&answering("GET /v3/a", vec![leaf("x")]), &before.names);
    assert!(without.names.published.values().all(Recorded::is_empty), "{:?}", without.names);
    assert_eq!(types(&run(&answering("GET /v3/a", amount("refund")), &without.names)), ["Amount", "Refund"]);
    let nothing = run(&Spec::default(), &before.names);
    assert!(nothing.names.published.is_empty());
}

#[test]
fn an_operation_takes_its_names_along_when_it_moves() {
    let both =
        || vec![object("a", vec![object("n", vec![leaf("x")])]), object("b", vec![object("n", vec![leaf("x")])])];
    let first = run(&answering("GET /v3/a", both()[..1].to_vec()), &Names::default());
    let before = run(&answering("GET /v3/a", both()), &first.names);
    assert_eq!(types(&before), ["A", "B", "BN", "N"]);
    let page = |path: &str| format!("/openapi{path}");
    let mut moved = answering("GET /v3/c/", both());
    // By way of a page between, and with the slash that stands for an index.
    moved.operations[0].source = "openapi/v3/c/index.md#get".to_owned();
    moved.moved =
        vec![Moved { from: page("/v3/a"), to: page("/v3/b") }, Moved { from: page("/v3/b"), to: page("/v3/c/") }];
    assert_eq!(types(&run(&moved, &before.names)), ["A", "B", "BN", "N"]);
    moved.moved.clear();
    assert_eq!(types(&run(&moved, &before.names)), ["A", "AN", "B", "BN"]);
}

#[test]
fn a_field_that_is_sent_in_another_part_keeps_its_names() {
    let mut spec = Spec { operations: vec![operation("POST /v3/a")], ..Spec::default() };
    let field = Field { values: vec!["x".to_owned(), "X".to_owned()], ..leaf("payNo") };
    spec.operations[0].request.query.fields = vec![field.clone()];
    let before = run(&spec, &Names::default());
    spec.operations[0].request.query.fields.clear();
    let Body::Json { fields, .. } = &mut spec.operations[0].request.body else { unreachable!() };
    fields.extend([leaf("pay_no"), field]);
    let after = run(&spec, &before.names);
    assert!(before.items.keys().all(|path| after.items.contains_key(path)), "{:#?}", after.items);
    assert!(after.items.contains_key("v3::a::PostBuilder::pay_no_"), "{:#?}", after.items);
}

#[test]
fn a_record_that_cannot_hold_is_refused() {
    let spec =
        answering("GET /v3/a", vec![object("a", vec![object("b", vec![leaf("x")])]), object("c", vec![leaf("x")])]);
    let refused = |lines: &str| {
        let names = Names::parse("names.toml", &format!("[\"GET /v3/a\"]\n{lines}")).unwrap();
        let corrected = Corrected { spec: spec.clone(), names, ..Corrected::default() };
        names::name(&corrected).unwrap_err()[0].to_string()
    };
    assert_eq!(
        refused("\"type response a.b\" = \"N\"\n\"type response c\" = \"N\"\n"),
        "spec/names.toml: `GET /v3/a`, `type response c`: `N` is recorded for something else beside it too: take one of the two lines out"
    );
    for name in ["a b", "", "3d", "Option", "self", "fn"] {
        assert_eq!(
            refused(&format!("\"type response c\" = \"{name}\"\n")),
            format!("spec/names.toml: `GET /v3/a`, `type response c`: `{name}` is no name that Rust takes there")
        );
    }
    assert!(refused("\"field response a\" = \"fn\"\n").contains("`field response a`: `fn` is no name"));
}

#[test]
fn every_target_is_recorded_so_that_it_is_known_to_be_published() {
    let spec = answering("GET /v3/a", vec![leaf("x")]);
    let names = run(&spec, &Names::default()).names;
    assert_eq!(names.published.keys().collect::<Vec<_>>(), [&"GET /v3/a".parse::<Target>().unwrap()]);
}

/// Changing what a field is breaks its own callers, and must not break those of the field beside it.
#[test]
fn a_type_that_comes_by_a_builder_does_not_take_a_name_from_another_one() {
    let mut spec = Spec { operations: vec![operation("POST /v3/a")], ..Spec::default() };
    let inner = |state: Field| vec![object("in", vec![state, object("state_builder", vec![leaf("x")])])];
    let body = |spec: &mut Spec, state: Field| {
        let Body::Json { fields, .. } = &mut spec.operations[0].request.body else { unreachable!() };
        *fields = inner(state);
    };
    body(&mut spec, Field { values: vec!["A".to_owned()], ..leaf("state") });
    let before = run(&spec, &Names::default());
    assert!(before.items.contains_key("v3::a::post::State"), "{:#?}", before.items);
    body(&mut spec, object("state", vec![leaf("x")]));
    let after = run(&spec, &before.names);
    assert_eq!(after.items.get("v3::a::post::StateBuilder::x"), before.items.get("v3::a::post::StateBuilder::x"));
    assert!(after.items.contains_key("v3::a::post::StateBuilderBuilder"), "{:#?}", after.items);
    assert!(after.items.contains_key("v3::a::post::InState"), "{:#?}", after.items);
}
