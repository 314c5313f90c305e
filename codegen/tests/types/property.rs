//! Entries come and go, and no path of an operation or notification does. The generator of random numbers is the
//! smallest that there is, so that a failure is found again by its seed alone.

use std::collections::{BTreeMap, BTreeSet};

use wechatpay_codegen::emit;
use wechatpay_codegen::{public, share};
use wechatpay_spec::{Content, Corrected, Field, Kind, Spec, Type, Types};

use crate::common::{MANIFEST, answering, object, sending, spec, telling};
use crate::paths::Paths;

const FIELDS: [&str; 7] = ["a", "amount", "amount_builder", "payNo", "type", "state", "order"];
const VALUES: [&str; 5] = ["PAID", "paid", "NOT_PAID", "1", "UNLISTED"];

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

    fn flip(&mut self) -> bool {
        self.below(2) == 0
    }

    /// Fields that have much in common with those that another call makes.
    fn fields(&mut self, depth: usize) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        for name in FIELDS {
            if self.below(3) == 0 {
                continue;
            }
            let field = match name {
                "state" => {
                    let mut values: Vec<String> = VALUES.map(str::to_owned).into();
                    values.retain(|_| self.below(4) != 0);
                    Field { values, ..Field::new(name, Type::STRING) }
                }
                "a" | "payNo" | "type" => Field::new(name, Type::one(Kind::Integer)),
                _ if depth == 0 => Field::new(name, Type::STRING),
                _ => object(name, self.fields(depth - 1)),
            };
            let required = if self.flip() { wechatpay_spec::Required::Yes } else { wechatpay_spec::Required::No };
            fields.push(Field { required, ..field });
        }
        fields
    }

    fn spec(&mut self) -> Spec {
        let operations = vec![
            answering("GET /v3/one/{id}", self.fields(2)),
            answering("GET /v3/two", self.fields(2)),
            sending("POST /v3/one", self.fields(2)),
            sending("PUT /v3/three", self.fields(2)),
        ];
        spec(operations, vec![telling("ONE.DONE", self.fields(2)), telling("TWO.DONE", self.fields(2))])
    }

    /// Some of the places that may be alike, in entries of some breadth.
    fn entries(&mut self, places: &[Found]) -> Vec<String> {
        let mut entries = Vec::new();
        for number in 0..8 {
            let kind = places[self.below(places.len())].kind();
            let chosen: Vec<&Found> =
                places.iter().filter(|found| found.kind() == kind && self.below(3) != 0).collect();
            let all = ["\"required\"", "\"values\"", "\"members\""];
            let words: Vec<&str> = all.into_iter().filter(|_| self.below(6) != 0).collect();
            let places: Vec<String> = chosen.iter().map(|found| format!("\"{}\"", found.place)).collect();
            let keys = format!("unite = [{}]\nreason = \"so\"", words.join(", "));
            if places.len() > 1 {
                let (module, places) = (number % 2, places.join(", "));
                entries.push(format!("[[type]]\nname = \"m{module}::T{number}\"\nplaces = [{places}]\n{keys}\n"));
            }
        }
        entries
    }
}

/// A place where a type stands.
struct Found {
    place: String,
    is_sent: bool,
    depth: usize,
}

impl Found {
    /// What places have in common that may be one type.
    fn kind(&self) -> (bool, usize, &str) {
        let name = self.place.rsplit([' ', '.']).next().unwrap_or_default();
        (self.is_sent, self.depth, if self.depth == 0 { "" } else { name })
    }
}

/// Every place where a type stands.
fn places(spec: &Spec) -> Vec<Found> {
    let mut places = Vec::new();
    for operation in &spec.operations {
        let id = &operation.id;
        if let wechatpay_spec::Response::Json { fields } = &operation.response {
            if !fields.is_empty() {
                places.push(Found { place: format!("{id} response"), is_sent: false, depth: 0 });
            }
            below(fields, &format!("{id} response "), (false, 1), &mut places);
        }
        below(&operation.request.body.given(), &format!("{id} request.body "), (true, 1), &mut places);
    }
    for webhook in &spec.webhooks {
        let of = format!("webhook {} resource", webhook.name);
        if !webhook.resource.is_empty() {
            places.push(Found { place: of.clone(), is_sent: false, depth: 0 });
        }
        below(&webhook.resource, &format!("{of} "), (false, 1), &mut places);
    }
    places
}

fn below(fields: &[Field], prefix: &str, (is_sent, depth): (bool, usize), places: &mut Vec<Found>) {
    for field in fields {
        let place = format!("{prefix}{}", field.name);
        if let Content::Fields(fields) = &field.content {
            places.push(Found { place: place.clone(), is_sent, depth });
            below(fields, &format!("{place}."), (is_sent, depth + 1), places);
        } else if !field.values.is_empty() {
            places.push(Found { place, is_sent, depth });
        }
    }
}

fn corrected(spec: &Spec, entries: &[String]) -> Option<Corrected> {
    let files = BTreeMap::from([("types/x.toml".to_owned(), entries.concat())]);
    let types = Types::from_files(&files).ok()?;
    assert!(types.check(spec).is_empty(), "{:?}", types.check(spec));
    Some(Corrected { spec: spec.clone(), types, ..Corrected::default() })
}

fn paths(spec: &Spec, entries: &[String]) -> Paths {
    let corrected = corrected(spec, entries).unwrap();
    let named = share::name(&corrected).unwrap_or_else(|refusals| panic!("{refusals:#?}"));
    let files = emit::emit(spec, &named, MANIFEST).unwrap_or_else(|refusals| panic!("{refusals:#?}"));
    Paths::of(&files)
}

/// What a caller can write.
fn items(spec: &Spec, entries: &[String]) -> BTreeSet<String> {
    let corrected = corrected(spec, entries).unwrap();
    let named = share::name(&corrected).unwrap_or_else(|refusals| panic!("{refusals:#?}"));
    public::items(&named).into_keys().collect()
}

/// Those of some entries that fit, looked for one by one.
fn fitting(spec: &Spec, entries: &[String]) -> Vec<String> {
    let mut taken = Vec::new();
    for entry in entries {
        let wider = [taken.as_slice(), std::slice::from_ref(entry)].concat();
        if corrected(spec, &wider).is_some_and(|corrected| share::name(&corrected).is_ok()) {
            taken = wider;
        }
    }
    taken
}

#[test]
fn adding_removing_and_widening_entries_changes_no_path() {
    let mut shared = 0;
    for seed in 0..16 {
        let mut random = Random(seed);
        let spec = random.spec();
        let places = places(&spec);
        let before = paths(&spec, &[]);
        assert!(before.twice.is_empty() && before.targets.is_empty(), "seed {seed}: {:?}", before.twice);
        for step in 0..3 {
            let entries = fitting(&spec, &random.entries(&places));
            let after = paths(&spec, &entries);
            let at = format!("seed {seed}, step {step}: {}", entries.concat());
            let (was, is) = (before.at_places(), after.at_places());
            let differs: BTreeSet<_> = was.symmetric_difference(&is).collect();
            assert!(differs.is_empty(), "{at}: {differs:?}");
            assert_eq!(after.twice, [""; 0], "{at}");
            // Members and values that others have come to it, and none goes.
            let lost: Vec<String> = items(&spec, &[]).difference(&items(&spec, &entries)).cloned().collect();
            assert!(lost.is_empty(), "{at}: {lost:?}");
            for (name, target) in &after.targets {
                assert!(target.starts_with("types::") && after.all.contains(target), "{at}: {name} is no {target}");
            }
            shared += after.targets.len();
        }
    }
    assert!(shared > 300, "{shared} names stand for shared types: too few to show anything");
}
