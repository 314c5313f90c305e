//! The house: a module knows the stage before it and nothing after it, so no two modules need each other.

mod circle;
mod modules;
mod twins;

use std::collections::BTreeSet;
use std::path::Path;

use modules::House;
use twins::Methods;

/// The crates that are held to it, by the root of their source.
const CRATES: [&str; 2] = ["codegen/src/lib.rs", "spec/src/lib.rs"];

fn house(root: &str) -> House {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the repository");
    House::read(&repository.join(root))
}

#[test]
fn no_two_modules_need_each_other() {
    for root in CRATES {
        let house = house(root);
        assert!(house.len() > 20, "{root}: the modules are found");
        assert_eq!(circle::all(&house.needs()), [""; 0], "{root}");
    }
}

/// A folder is a module too: two of them stand in a circle where a file of each needs one of the other.
#[test]
fn no_two_folders_need_each_other() {
    for root in CRATES {
        let house = house(root);
        let circles: Vec<String> = house.floors().iter().flat_map(circle::all).collect();
        assert_eq!(circles, [""; 0], "{root}");
    }
}

/// The rooms of a crate: the modules right below its root. Inside of some of them modules need each other still.
fn no_two_rooms_need_each_other(root: &str, modules: usize) {
    let house = house(root);
    assert!(house.len() > modules, "{root}: the modules are found");
    let room = |name: &str| name.split("::").next().unwrap_or_default().to_owned();
    let needs = house.needs().into_iter().map(|(from, to)| (room(&from), room(&to)));
    let needs = needs.filter(|(from, to)| from != to).collect();
    assert_eq!(circle::all(&needs), [""; 0], "{root}");
}

#[test]
fn no_two_rooms_of_the_client_need_each_other() {
    no_two_rooms_need_each_other("generated-client/src/lib.rs", 60);
}

#[test]
fn no_two_rooms_of_the_gateway_need_each_other() {
    no_two_rooms_need_each_other("gateway/src/lib.rs", 40);
}

/// The rooms of the client inside of which modules need each other still, and what for.
const EXCUSED: [(&str, &str); 3] = [
    ("error", "an error is told by its kind, its outcome and what is to be done, each of which asks the others"),
    ("transport", "those that come with the client are handed on beside the trait that they are of"),
    ("wire", "a value is read and written by traits that are made for values"),
];

#[test]
fn inside_of_a_room_no_two_modules_need_each_other_but_where_that_is_excused() {
    let house = house("generated-client/src/lib.rs");
    let room = |names: &str| names.split([':', ',']).next().unwrap_or_default().to_owned();
    let needs = house.needs().into_iter().filter(|(from, to)| room(from) == room(to)).collect();
    let circles = circle::all(&needs);
    let excused = |circle: &&String| EXCUSED.iter().any(|(name, _)| room(circle) == *name);
    let unexcused: Vec<&String> = circles.iter().filter(|circle| !excused(circle)).collect();
    assert_eq!(unexcused, [""; 0]);
    let idle = EXCUSED.map(|(name, _)| name).into_iter();
    let idle: Vec<&str> = idle.filter(|name| !circles.iter().any(|circle| room(circle) == *name)).collect();
    assert_eq!(idle, [""; 0], "what is open needs no excuse");
}

/// What an async client can do, the one that is waited for can do as well.
#[test]
fn whatever_is_async_has_a_twin_that_is_waited_for() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the repository");
    let source = repository.join("generated-client/src");
    let (offered, twins) = (Methods::below(&source.join("client")), Methods::of(&source.join("blocking.rs")));
    let files = Methods::below(&source.join("download"));
    let missing = |offered: &BTreeSet<String>, twins: &BTreeSet<String>| -> Vec<String> {
        offered.difference(twins).cloned().collect()
    };
    assert!(offered.public("Client").len() > 9 && offered.public("Keys").len() > 4, "the methods are found");
    let of_client = missing(offered.public("Client"), twins.public("Client"));
    assert_eq!(of_client, ["builder"], "a client is made before it is waited for");
    assert_eq!(missing(offered.public("Keys"), twins.public("Keys")), [""; 0]);
    assert!(offered.waiting("UntypedCall").len() > 1 && files.waiting("Download").len() > 2, "they are found");
    assert_eq!(missing(offered.waiting("UntypedCall"), twins.public("UntypedCall")), [""; 0]);
    assert_eq!(missing(files.waiting("Download"), twins.public("Client")), [""; 0]);
}

/// What the checks above rest on: each way to name an item of another module is seen.
#[test]
fn every_way_to_need_a_module_is_seen() {
    let tree = [
        ("lib.rs", "mod a; mod b; mod c; pub use c::{Deep, other as Other};"),
        ("a/mod.rs", "mod child; mod brother; pub struct Own; pub use brother::Shared; fn f() { child::run() }"),
        ("a/child.rs", "use super::Shared; pub fn run() {}"),
        ("a/brother.rs", "pub struct Shared; fn f() -> super::Own { format!(\"{}\", super::child::run()) }"),
        ("b.rs", "use crate::a::Own; #[cfg(test)] mod tests { use super::*; use crate::a::Own; }"),
        ("c.rs", "pub struct Deep; pub fn other() {} fn f(deep: crate::Deep) { quote!(crate::a::Own) }"),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    for (file, text) in tree {
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    let house = House::read(&folder.path().join("lib.rs"));
    let needs: Vec<String> = house.needs().iter().map(|(from, to)| format!("{from} -> {to}")).collect();
    assert_eq!(
        needs,
        [
            "a -> a::brother",
            "a -> a::child",
            "a::brother -> a",
            "a::brother -> a::child",
            "a::child -> a::brother",
            "b -> a",
            "crate -> c",
        ]
    );
    assert_eq!(circle::all(&house.needs()), ["a, a::brother, a::child"]);
}
