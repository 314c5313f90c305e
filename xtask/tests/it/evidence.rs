//! `evidence`: what it ends with, and what a refresh says of second sources.

use super::tree::{checkout, commit, printed, run, said, write};

/// A description of the operation of the small checkout, which says otherwise that `id` is a number.
const FACT: &str = r#"{"operation":"GET /v3/thing","request":{},"response":{"id":{"type":"integer","required":true}}}"#;
const DECLINED: &str = "[[declined]]\nkind = \"type\"\nsource = \"openapi\"\nreason = \"Too long for a number.\"\nplaces = [\n  \
                        { at = \"GET /v3/thing\", side = \"response\", field = \"id\", says = \"integer\" },\n]\n";

#[test]
fn it_fails_until_all_is_decided_and_again_where_a_decision_is_stale() {
    let root = checkout();
    assert!(run(root.path(), &["generate"]).status.success());
    write(root.path(), "facts.jsonl", FACT);
    let open = run(root.path(), &["evidence", "facts.jsonl"]);
    assert_eq!(open.status.code(), Some(1), "{}", said(&open));
    let text = printed(&open);
    assert!(
        text.starts_with(
            "== type, openapi: 1 (danger 3)\nGET /v3/thing response id: the spec says string, openapi: integer\n"
        ),
        "{text}"
    );
    let json = printed(&run(root.path(), &["evidence", "facts.jsonl", "--format", "json"]));
    assert_eq!(
        json,
        "{\"operation\":\"GET /v3/thing\",\"side\":\"response\",\"field\":\"id\",\"kind\":\"type\",\"spec\":\"string\",\
         \"source\":\"openapi\",\"says\":\"integer\",\"sources\":1,\"danger\":3.0,\"fact\":\"facts.jsonl:1\"}\n"
    );

    write(root.path(), "spec/evidence.toml", DECLINED);
    let decided = run(root.path(), &["evidence", "facts.jsonl", "--sum"]);
    assert_eq!(decided.status.code(), Some(0), "{}{}", said(&decided), printed(&decided));

    write(root.path(), "facts.jsonl", &FACT.replace("integer", "string"));
    let stale = run(root.path(), &["evidence", "facts.jsonl", "--sum"]);
    assert_eq!(stale.status.code(), Some(2));
    assert!(
        said(&stale).starts_with("error: spec/evidence.toml:6:3: GET /v3/thing response id: openapi no longer says"),
        "{}",
        said(&stale)
    );
}

#[test]
fn what_is_wrong_with_a_file_is_told_with_its_line() {
    let root = checkout();
    assert!(run(root.path(), &["generate"]).status.success());
    write(
        root.path(),
        "facts.jsonl",
        &format!("{FACT}\n{{\"operation\":\"GET /v3/thing\",\"side\":\"both\",\"json\":1}}\n"),
    );
    let output = run(root.path(), &["evidence", "facts.jsonl", "nowhere.jsonl"]);
    assert_eq!(output.status.code(), Some(2));
    let told = said(&output);
    assert!(told.starts_with("error: facts.jsonl:2:1: `both` is not a side of an example: `request` or `response`\nerror: nowhere.jsonl: "), "{told}");

    write(root.path(), "facts.jsonl", FACT);
    write(root.path(), "spec/evidence-more.toml", &DECLINED.replace("/v3/thing", "/v3/think"));
    let output = run(root.path(), &["evidence", "facts.jsonl"]);
    assert_eq!(output.status.code(), Some(2));
    let expected =
        "error: spec/evidence-more.toml:6:3: there is no `GET /v3/think` in the spec; did you mean `GET /v3/thing`?\n";
    assert_eq!(said(&output), expected);
}

#[test]
fn a_refresh_names_what_second_sources_say_otherwise_of_what_is_new() {
    let (root, docs) = (checkout(), tempfile::TempDir::new().unwrap());
    write(root.path(), ".gitignore", "/target\n");
    assert!(run(root.path(), &["generate"]).status.success());
    commit(root.path(), "a");
    let page = super::tree::PAGE.replace("v3/thing", "v3/x/a");
    write(docs.path(), "openapi/v3/x/a.md", &page);
    commit(docs.path(), "The first");
    let facts = tempfile::TempDir::new().unwrap();
    write(facts.path(), "facts.jsonl", &FACT.replace("v3/thing", "v3/x/a"));
    let (from, file) = (format!("--from={}", docs.path().display()), facts.path().join("facts.jsonl"));
    let output = run(root.path(), &["refresh", &from, "--facts", file.to_str().unwrap()]);
    let sheet = printed(&output);
    assert_eq!(output.status.code(), Some(3), "{}{sheet}", said(&output));
    assert!(sheet.contains("## To decide: 1\n\n1. `spec` second sources say otherwise: type, openapi: 1 (danger 3)\n\n- GET /v3/x/a response id:"), "{sheet}");
    let paste = "```toml\n[[declined]]\nkind = \"type\"\nsource = \"openapi\"\nreason = \"TODO\"\nplaces = [\n  { at = \"GET /v3/x/a\", side = \"response\", field = \"id\", says = \"integer\" },\n]\n```";
    assert!(sheet.contains(paste), "{sheet}");
}
