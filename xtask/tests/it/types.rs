//! The command that proposes what could be one type.

use super::tree::{PAGE, checkout, printed, read, run, said, write};

/// Two operations that answer with the same five members.
fn alike() -> tempfile::TempDir {
    let root = checkout();
    let rows = "| id {data-required} | string | 编号\n";
    let more = ["no", "state", "reason", "time"].map(|name| format!("| {name} | string | 其他\n")).concat();
    for page in ["thing/a", "thing/b"] {
        let text = PAGE.replace("v3/thing", &format!("v3/{page}")).replace(rows, &format!("{rows}{more}"));
        write(root.path(), &format!("spec/docs/openapi/v3/{page}.md"), &text);
    }
    let output = run(root.path(), &["generate"]);
    assert!(output.status.success(), "{}", said(&output));
    root
}

#[test]
fn what_is_proposed_is_written_where_it_belongs_and_is_decided_then() {
    let root = alike();
    let entry = "[[type]]\nname = \"thing::Thing\"\nplaces = [\n  \"GET /v3/thing/a response\",\n  \"GET /v3/thing/b response\",\n]\n";
    let output = run(root.path(), &["types"]);
    let text = printed(&output);
    assert!(output.status.success() && text.contains(entry), "{text}");
    let summary = "types: 3 → 2; fields and values: 11 → 6\n";
    assert!(text.ends_with(summary), "{text}");
    let output = run(root.path(), &["types", "--write"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(read(root.path(), "spec/types/thing.toml"), entry);
    let text = printed(&run(root.path(), &["types", "--sum"]));
    assert!(text.starts_with("# 3 places, 2 of them decided; 0 proposals"), "{text}");
}

#[test]
fn a_place_that_is_none_is_refused() {
    let root = alike();
    let output = run(root.path(), &["types", "--of", "GET /v3/thing/b response"]);
    assert!(printed(&output).contains("\"GET /v3/thing/a response\",\n"), "{}", printed(&output));
    let output = run(root.path(), &["types", "--of", "GET /v3/thing/b response id"]);
    assert!(!output.status.success());
    assert!(said(&output).contains("`GET /v3/thing/b response id` is no place of a type"), "{}", said(&output));
}
