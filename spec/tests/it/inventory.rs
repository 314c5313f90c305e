//! What lies in the folder of the spec and is read by nobody.

use wechatpay_spec::inventory;

use crate::common::Folder;

fn strays(name: &str, files: &[&str]) -> Vec<String> {
    let folder = Folder::new(&format!("strays-{name}"));
    for file in files {
        folder.write(file, "");
    }
    inventory::strays(&folder.0).unwrap().iter().map(ToString::to_string).collect()
}

#[test]
fn what_is_called_nearly_as_a_file_of_the_spec_is_named() {
    for (file, shown, near) in [
        ("Allow.toml", "Allow.toml", "allow.toml"),
        ("pair.toml", "pair.toml", "pairs.toml"),
        ("presense.json", "presense.json", "presence.json"),
        ("held.tml", "held.tml", "held.toml"),
        ("protocol.TOML", "protocol.TOML", "protocol.toml"),
        ("evidences.toml", "evidences.toml", "evidence.toml"),
        ("override/bill.toml", "override/", "overrides"),
        ("apis/v3/x.get.json", "apis/", "api"),
    ] {
        let strays = strays(file.split('/').next().unwrap(), &[file, "allow.toml"]);
        let [stray] = strays.as_slice() else { panic!("{file}: {strays:?}") };
        assert!(stray.starts_with(&format!("{shown}: no f")) && stray.contains(&format!("`{near}`")), "{stray}");
    }
    assert_eq!(strays("far", &["mine.toml"]), ["mine.toml: no file of the spec is called so"]);
}

#[test]
fn what_is_known_and_what_is_no_data_lies_there_in_peace() {
    let files = [
        "allow.toml",
        "presence.json",
        "products.toml",
        "protocol.toml",
        "pairs.toml",
        "formats.json",
        "schemas.json",
        "Cargo.toml",
        "evidence.toml",
        "evidence-flags.toml",
        "held.toml",
        "moved.json",
        "names.toml",
        "source.toml",
        "README.md",
        "notes.txt",
        "api/v3/x.get.json",
        "webhook/v3/X.json",
        "overrides/x.toml",
        "docs/x.md",
        "src/x.rs",
        "tests/x.json",
        "allow.toml~",
        ".allow.toml.swp",
        "#allow.toml#",
        "allow.toml.orig",
        "proptest-regressions/x.txt",
    ];
    assert!(strays("none", &files).is_empty());
}
