//! The revision of the documentation.

use wechatpay_spec::Source;

use crate::common::Folder;

#[test]
fn the_revision_is_kept() {
    let dir = Folder::new("source");
    assert_eq!(Source::load(&dir.0), Ok(None));
    let source = Source {
        repository: "https://example.org/a/b".to_owned(),
        revision: Some("0f1e2d3c4b".repeat(4)),
        based_on: None,
        digest: format!("sha256:{}", "0a".repeat(32)),
        empty: ["openapi/v3/\"x\".md".to_owned()].into(),
    };
    dir.write(Source::FILE, &source.to_toml());
    assert_eq!(Source::load(&dir.0), Ok(Some(source)));
}

#[test]
fn what_is_wrong_is_refused_where_it_stands() {
    let refused = |text| Source::parse("source.toml", text).unwrap_err().to_string();
    assert_eq!(refused("repository = \"a\"\n"), "source.toml:1:1: missing field `digest`");
    assert_eq!(
        refused("repository = \"https://a.b/c\"\nrevision = \" \"\ndigest = \"d\"\n"),
        "source.toml:2:12: ` ` is no full name of a commit: write it in full, or drop the line (the digest names the state)"
    );
    assert!(refused("repository = \"a\"\nrevison = \"b\"\n").starts_with("source.toml:2:1: unknown field `revison`"));
    assert!(refused("repository = \"a\"\nrevision = 7\n").starts_with("source.toml:2:12: invalid type: integer `7`"));
}
