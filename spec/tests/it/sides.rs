//! Two folders that are compared are read with the same decisions.

use wechatpay_spec::Sides;

use crate::common::Folder;
use crate::overrides::OPERATION;

const FILE: &str = "api/v3/pay/{id}.post.json";
const PRESENCE: &str =
    "{\n  \"source\": \"sdk\",\n  \"present\": {\n    \"POST /v3/pay/{id}\": [\"amount.total\"]\n  }\n}\n";

fn correction(keys: &str) -> String {
    format!("[[override]]\ntarget = \"POST /v3/pay/{{id}}\"\n{keys}\nreason = \"slip\"\nevidence = [\"sdk\"]\n")
}

fn optional() -> String {
    correction("side = \"request.body\"\nfield = \"payer.openid\"\nexpect.required = true\nset.required = false")
}

/// Folders for the old side, the new side and the repository, each with the same operation.
fn three(name: &str) -> [Folder; 3] {
    ["old", "new", "repository"].map(|side| {
        let folder = Folder::new(&format!("sides-{name}-{side}"));
        folder.write(FILE, OPERATION);
        folder
    })
}

fn load([old, new, repository]: &[Folder; 3]) -> Result<Sides, Vec<String>> {
    Sides::lent(&old.0, &new.0, &repository.0)
}

/// Whether each side is corrected.
fn is_optional(sides: &Sides) -> [bool; 2] {
    let optional = "{\"name\": \"openid\", \"type\": \"string\"}";
    [&sides.old, &sides.new].map(|side| side.spec.operations[0].to_json().contains(optional))
}

#[test]
fn what_one_folder_lacks_is_taken_from_the_other_for_both() {
    for lender in [0, 1] {
        let folders = three(&format!("lender-{lender}"));
        folders[lender].write("overrides/a.toml", &optional());
        folders[lender].write("presence.json", PRESENCE);
        let sides = load(&folders).unwrap();
        assert_eq!(is_optional(&sides), [true, true]);
        assert_eq!((sides.old.presence.present.len(), sides.new.presence.present.len()), (1, 1));
        assert_eq!(sides.stated[0].operations[0].to_json(), OPERATION, "what is stated stays");
        assert_eq!(sides.notes, [format!("both are read with the decisions of {}", folders[lender].0.display())]);
    }
}

#[test]
fn what_both_lack_is_taken_from_the_repository_and_what_both_have_is_their_own() {
    let folders = three("neither");
    folders[2].write("overrides/a.toml", &optional());
    let sides = load(&folders).unwrap();
    assert_eq!((is_optional(&sides), sides.notes.len()), ([true, true], 1));
    folders[0].write("overrides/a.toml", &optional());
    folders[1].write("overrides/README.md", "none");
    let sides = load(&folders).unwrap();
    assert_eq!((is_optional(&sides), sides.notes.len()), ([true, false], 0));
}

/// Only what `--out` has written has no decisions at all.
#[test]
fn a_folder_that_has_any_decision_stands_as_it_is() {
    let folders = three("stands");
    folders[0].write("overrides/a.toml", &optional());
    folders[0].write("presence.json", PRESENCE);
    folders[1].write("allow.toml", "");
    folders[2].write("overrides/a.toml", &optional());
    for sides in [load(&folders), Sides::load(&folders[0].0, &folders[1].0)] {
        let sides = sides.unwrap();
        assert_eq!((is_optional(&sides), sides.notes.len()), ([true, false], 0));
        assert_eq!((sides.old.presence.present.len(), sides.new.presence.present.len()), (1, 0));
    }
}

/// A state of the repository that lost all that was decided is no folder of `--out`.
#[test]
fn nothing_is_borrowed_where_both_stand_as_they_are() {
    let folders = three("bare");
    folders[0].write("overrides/a.toml", &optional());
    let sides = Sides::load(&folders[0].0, &folders[1].0).unwrap();
    assert_eq!((is_optional(&sides), sides.notes.len()), ([true, false], 0));
}

#[test]
fn names_are_never_borrowed() {
    let folders = three("names");
    folders[0].write("names.toml", "[\"POST /v3/pay/{id}\"]\n");
    let sides = load(&folders).unwrap();
    assert_eq!((sides.old.names.published.len(), sides.new.names.published.len()), (1, 0));
}

#[test]
fn a_borrowed_correction_that_does_not_fit_is_said_and_an_own_one_is_an_error() {
    let lost = correction("side = \"response\"\nfield = \"gone\"\nrename = \"here\"");
    let folders = three("misfit");
    folders[2].write("overrides/a.toml", &lost);
    let sides = load(&folders).unwrap();
    let left_out = sides.notes.iter().filter(|note| note.starts_with("1 corrections do not fit ")).count();
    assert_eq!(left_out, 2, "{:?}", sides.notes);
    folders[0].write("overrides/a.toml", &lost);
    folders[1].write("overrides/a.toml", &lost);
    let errors = load(&folders).unwrap_err();
    let place = format!("{}/overrides/a.toml:2:10: ", folders[0].0.display());
    assert!(errors.len() == 1 && errors[0].starts_with(&place), "{errors:?}");
}

#[test]
fn a_folder_that_cannot_be_read_is_named() {
    let folders = three("broken");
    folders[1].write(FILE, "{}");
    let errors = load(&folders).unwrap_err();
    assert!(errors[0].starts_with(&format!("{}/{FILE}", folders[1].0.display())), "{errors:?}");
}
