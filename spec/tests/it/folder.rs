//! The spec as a folder: written, read back, and everything wrong with it reported at once.

use crate::common::{Folder, JSAPI, SAMPLE, operation, webhook};
use wechatpay_spec::{
    AllowList, Held, Moved, Names, Operation, Overrides, Presence, Protocol, Source, Spec, SpecError, Webhook,
};

#[test]
fn the_files_of_a_spec_are_read_back_from_a_folder() {
    let moved = |from: &str| Moved { from: from.to_owned(), to: "/openapi/v3/new".to_owned() };
    let spec = Spec {
        operations: vec![
            operation("GET /v3/a"),
            operation("POST /v3/a"),
            operation("GET /v3/a/"),
            Operation::parse(JSAPI, SAMPLE).unwrap(),
        ],
        webhooks: vec![webhook("A.B"), webhook("B")],
        moved: vec![moved("/openapi/v3/a"), moved("/openapi/v3/b")],
    };
    let files = spec.files();
    assert_eq!(
        files.keys().map(String::as_str).collect::<Vec<_>>(),
        [
            "api/v3/a.get.json",
            "api/v3/a.post.json",
            "api/v3/a/index.get.json",
            JSAPI,
            "moved.json",
            "webhook/v3/A.B.json",
            "webhook/v3/B.json"
        ]
    );
    assert_eq!(
        files["moved.json"],
        "[\n  {\"moved\": \"/openapi/v3/a\", \"to\": \"/openapi/v3/new\"},\n  {\"moved\": \"/openapi/v3/b\", \"to\": \"/openapi/v3/new\"}\n]\n"
    );
    let dir = Folder::new("round-trip");
    for (file, text) in &files {
        dir.write(file, text);
    }
    dir.write("source.toml", "beside the spec, and none of it");
    assert_eq!(Spec::load(&dir.0), Ok(spec.clone()));
    assert_eq!(Spec::from_files(&files), Ok(spec));
}

#[test]
fn everything_wrong_with_a_folder_is_reported_at_once() {
    let dir = Folder::new("errors");
    dir.write(JSAPI, SAMPLE);
    dir.write("api/v3/pay/app.post.json", SAMPLE);
    dir.write("api/v3/notes.txt", "text");
    dir.write("api/v3/broken.get.json", "{\n  \"operation\": 1\n}\n");
    dir.write("webhook/v3/A.json", &webhook("B").to_json());
    std::fs::write(dir.0.join("webhook/v3/C.json"), b"{\n  \"webhook\": \"\xff\"\n}").unwrap();
    dir.write("moved.json", "[\n  {\"moved\": \"/b\", \"to\": \"/c\"},\n  {\"moved\": \"/a\", \"to\": \"/c\"}\n]\n");
    let errors: Vec<String> = Spec::load(&dir.0).unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(
        errors,
        [
            "api/v3/broken.get.json:2:16: invalid type: integer `1`, expected a string",
            "api/v3/notes.txt: no file of the spec is called so",
            "api/v3/pay/app.post.json:2:3: the file of this operation is `api/v3/pay/transactions/jsapi.post.json`",
            "moved.json:3:1: `/a` does not come after `/b`: sorted, each page once",
            "webhook/v3/A.json:2:3: the file of this webhook is `webhook/v3/B.json`",
            "webhook/v3/C.json:2:15: not UTF-8",
        ]
    );
}

#[test]
fn the_marks_of_a_merge_are_called_that_in_every_file() {
    let ours = "<<<<<<< HEAD\n";
    let theirs = "=======\n>>>>>>> branch\n";
    let conflict = |text: &str| {
        let (first, rest) = text.split_once('\n').unwrap();
        format!("{first}\n{ours}{theirs}{rest}")
    };
    let said = |errors: Vec<SpecError>| errors[0].to_string();
    let toml = |head: &str| conflict(&format!("{head}\n"));
    let found = [
        said(AllowList::parse("x", &toml("[[allow]]")).unwrap_err()),
        said(Held::parse("x", &toml("[[held]]")).unwrap_err()),
        said(Names::parse("x", &toml("[\"GET /a\"]")).unwrap_err()),
        said(Protocol::parse("x", &toml("[[facts]]")).unwrap_err()),
        said(vec![Source::parse("x", &toml("repository = \"a\"")).unwrap_err()]),
        said(vec![Presence::parse("x", &conflict("{\n}\n")).unwrap_err()]),
        said(vec![Operation::parse("x", &conflict(SAMPLE)).unwrap_err()]),
        said(vec![Webhook::parse("x", &conflict(&webhook("A").to_json())).unwrap_err()]),
        said(Overrides::from_files(&[("x.toml".to_owned(), toml("[[override]]"))].into()).unwrap_err())
            .replace("x.toml", "x"),
        said(Spec::from_files(&[("moved.json".to_owned(), conflict("[\n]\n"))].into()).unwrap_err())
            .replace("moved.json", "x"),
    ];
    for found in found {
        assert!(found.starts_with("x:2:1: a merge has left `<<<<<<<` here: resolve the conflict"), "{found}");
    }
}

#[test]
fn a_folder_that_is_not_there_is_an_error_and_an_empty_one_is_an_empty_spec() {
    let dir = Folder::new("absent");
    assert_eq!(Spec::load(&dir.0), Ok(Spec::default()));
    assert_eq!(Spec::default().files().len(), 0);
    dir.write("moved.json", "[\n]\n");
    let errors = Spec::load(&dir.0).unwrap_err();
    assert_eq!(errors[0].to_string(), "moved.json: lists no page: it is left out then");
    let errors = Spec::load(&dir.0.join("nowhere")).unwrap_err();
    assert!(errors[0].to_string().ends_with("nowhere: is not a folder"), "{errors:?}");
}

/// To open a pipe would be to wait for its other end; a folder stands in for all that is no file.
#[test]
fn what_is_no_file_is_told_and_not_opened() {
    let dir = Folder::new("no-file");
    std::fs::create_dir_all(dir.0.join("moved.json")).unwrap();
    let errors: Vec<String> = Spec::load(&dir.0).unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(errors, ["moved.json: is no file"]);
}
