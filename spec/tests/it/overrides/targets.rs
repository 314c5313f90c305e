//! What a correction points at: operations that are there, and that are still to come.

use wechatpay_spec::overrides::{Applied, Arrival, Scope};
use wechatpay_spec::{Overrides, Place, Spec, Target};

use super::{load, show, spec, target};

#[test]
fn one_entry_corrects_all_operations_that_share_the_mistake() {
    let mut both = spec();
    let mut other = both.operations[0].clone();
    other.id = "GET /v3/pay/{id}".parse().unwrap();
    both.operations.insert(0, other);
    let keys = "targets = [\"POST /v3/pay/{id}\", \"GET /v3/pay/{id}\"]\nside = \"request.body\"\nfield = \"scene\"\nrename = \"place\"";
    let overrides = load(keys).unwrap();
    assert_eq!(overrides.entries()[0].reason, "a slip");
    assert_eq!(overrides.apply(&mut both, Scope::Whole).map(|applied| applied.corrected), Ok(2));
    assert!(both.operations.iter().all(|operation| operation.to_json().contains(r#""name": "place""#)));
}

#[test]
fn a_target_that_is_not_there_is_an_error_but_in_a_part_of_the_spec() {
    let overrides = load(&target("response", "field = \"amount.total\"\nrename = \"sum\"")).unwrap();
    assert_eq!(
        show(overrides.apply(&mut Spec::default(), Scope::Whole)),
        "overrides/pay.toml:4:10: POST /v3/pay/{id} response amount.total: is not in the spec. Mend the name; name it \
         under `pending` if its page is still to come; drop it if its page is gone"
    );
    let absent = vec![Target::Operation("POST /v3/pay/{id}".parse().unwrap())];
    assert_eq!(overrides.apply(&mut Spec::default(), Scope::Partial), Ok(Applied { absent, ..Applied::default() }));
}

#[test]
fn the_files_of_a_folder_are_applied_in_their_order() {
    let dir = crate::common::Folder::new("overrides");
    assert_eq!(Overrides::load(&dir.0), Ok(Overrides::default()));
    let entry = |from: &str, to: &str| {
        let keys = target("response", &format!("field = \"{from}\"\nrename = \"{to}\""));
        format!("[[override]]\nreason = \"slip\"\nevidence = [\"sdk\"]\n{keys}\n")
    };
    dir.write("overrides/b.toml", &entry("second", "third"));
    dir.write("overrides/a.toml", &format!("{}{}", entry("amount", "first"), entry("first", "second")));
    dir.write("overrides/README.md", "notes");
    let mut corrected = spec();
    let applied = Overrides::load(&dir.0).unwrap().apply(&mut corrected, Scope::Whole).unwrap();
    assert_eq!(applied.corrected, 3);
    assert!(corrected.operations[0].to_json().contains(r#"{"name": "third", "type": "object""#));
    dir.write("overrides/c.json", "{}");
    dir.write("overrides/d.toml", "[[overide]]\n");
    let errors = show(Overrides::load(&dir.0));
    assert_eq!(
        errors,
        "overrides/c.json: an override stands in a `.toml` file\n\
         overrides/d.toml:1:3: unknown field `overide`, expected `override`"
    );
}

#[test]
fn a_name_that_is_nearly_one_of_the_spec_is_offered() {
    let near = |target: &str, side: &str| {
        let keys = format!("target = \"{target}\"\nside = \"{side}\"\nfield = \"a\"\nrename = \"b\"");
        show(load(&keys).unwrap().apply(&mut spec(), Scope::Whole))
    };
    assert!(near("POST /v3/pays/{id}", "response").contains("is not in the spec; near it: `POST /v3/pay/{id}`. "));
    assert!(near("webhook A.BB", "resource").contains("is not in the spec; near it: `webhook A.B`. "));
    assert!(near("GET /v3/certificates", "response").contains("is not in the spec. "));
}

const PENDING: &str = "pending = [\"GET /v3/pay/{id}\"]\n";

#[test]
fn a_pending_target_is_waited_for_and_then_corrected() {
    let keys = target("response", &format!("{PENDING}field = \"amount.total\"\nrename = \"sum\""));
    let overrides = load(&keys).unwrap();
    let mut waiting = spec();
    assert_eq!(overrides.apply(&mut waiting, Scope::Whole), Ok(Applied { corrected: 1, ..Applied::default() }));

    let mut come = spec();
    let mut other = come.operations[0].clone();
    other.id = "GET /v3/pay/{id}".parse().unwrap();
    come.operations.insert(0, other.clone());
    let applied = overrides.apply(&mut come, Scope::Whole).unwrap();
    assert_eq!(applied.corrected, 2);
    let place = Place { line: 6, column: 12 };
    let (file, targets) = ("overrides/pay.toml".to_owned(), vec![Target::Operation(other.id.clone())]);
    let lines = "targets = [\n  \"POST /v3/pay/{id}\",\n  \"GET /v3/pay/{id}\",\n]\n".to_owned();
    assert_eq!(applied.arrived, [Arrival { file, place, targets, lines }]);
    assert!(come.operations[0].to_json().contains(r#""name": "sum""#));
}

#[test]
fn what_has_come_goes_to_the_targets_and_what_has_not_is_waited_for() {
    let names = "pending = [\"GET /v3/later\", \"POST /v3/pay/{id}\"]\n";
    let keys = format!("{names}side = \"response\"\nfield = \"amount.total\"\nrename = \"sum\"");
    let applied = load(&keys).unwrap().apply(&mut spec(), Scope::Whole).unwrap();
    let [arrival] = applied.arrived.as_slice() else { panic!("{:?}", applied.arrived) };
    assert_eq!(arrival.lines, "targets = [\n  \"POST /v3/pay/{id}\",\n]\npending = [\n  \"GET /v3/later\",\n]\n");
    // The lines in the place of those: nothing has come any more, and the same is corrected.
    let settled = load(&keys.replace(names, &arrival.lines)).unwrap().apply(&mut spec(), Scope::Whole).unwrap();
    assert_eq!((settled.corrected, settled.arrived), (1, Vec::new()));
}

#[test]
fn a_pending_target_that_has_come_and_does_not_fit_is_an_error() {
    let keys = format!("{PENDING}side = \"response\"\nfield = \"amount.sum\"\nrename = \"total\"");
    let mut come = spec();
    let overrides = load(&keys).unwrap();
    assert_eq!(overrides.apply(&mut come, Scope::Whole), Ok(Applied::default()), "nothing but pending ones is allowed");
    come.operations[0].id = "GET /v3/pay/{id}".parse().unwrap();
    assert_eq!(
        show(overrides.apply(&mut come, Scope::Whole)),
        "overrides/pay.toml:4:12: GET /v3/pay/{id} response amount.sum: it stands at `response amount.total`: the \
         documentation has been fixed. Drop the target"
    );
}
