//! Small repositories and documentation folders.

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use wechatpay_codegen::failure::{Failure, Findings};
use wechatpay_codegen::files::{self, Tree};
use wechatpay_codegen::generate::{Generated, Input, generate};
use wechatpay_codegen::input::Docs;
use wechatpay_codegen::part::Extent;

/// A page in the source form with one operation.
pub fn page(title: &str, method: &str, url: &str, rows: &str) -> String {
    format!(
        "---\ntitle: {title}\n---\n\n# {{{{ $frontmatter.title }}}} {{#{method}}}\n\n\
         | 请求参数 | 类型 {{.type}} | 描述 {{.desc}}\n| --- | --- | ---\n{rows}\n\n{{.im-table #request}}\n\n\
         ```php\n$instance->chain('{url}')->{method}([]);\n```\n\n\
         | 返回字典 | 类型 {{.type}} | 描述 {{.desc}}\n| --- | --- | ---\n| id {{data-required}} | string | 编号\n\n\
         {{.im-table #response}}\n"
    )
}

/// A page whose type nobody knows.
pub fn bad(url: &str) -> String {
    page("坏", "get", url, "| query | object | 查询\n| a {data-indent=1} | text | 甲")
}

pub fn moved(to: &str) -> String {
    format!("---\ntitle: Moved to {to}\nhead:\n  - - meta\n    - http-equiv: refresh\n      content: 0;url={to}\n---\n")
}

pub fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

pub fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A repository without pages of its own.
pub fn repository() -> TempDir {
    let root = TempDir::new().unwrap();
    write(root.path(), "spec/docs/openapi/v3/.keep", "");
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated-client/Cargo.toml");
    write(root.path(), "generated-client/Cargo.toml", &fs::read_to_string(manifest).unwrap());
    root
}

/// A documentation folder with these pages below `openapi/v3`.
pub fn documentation(pages: &[(&str, &str)]) -> TempDir {
    let docs = TempDir::new().unwrap();
    for (path, text) in pages {
        write(docs.path(), &format!("openapi/v3/{path}"), text);
    }
    docs
}

/// `a` … `d`, one operation each.
pub fn four() -> TempDir {
    let texts =
        ["a", "b", "c", "d"].map(|name| (format!("x/{name}.md"), page("甲", "get", &format!("v3/x/{name}"), "")));
    documentation(&texts.each_ref().map(|(path, text)| (path.as_str(), text.as_str())))
}

pub fn of(folder: &Path, extent: Extent) -> Docs<'_> {
    Docs { folder, extent, revision: None }
}

pub fn run(root: &Path, folder: &Path, extent: Extent) -> Result<Generated, Failure> {
    run_with(Input { docs: Some(of(folder, extent)), ..Input::of(root) })
}

pub fn run_with(input: Input<'_>) -> Result<Generated, Failure> {
    generate(input, &|_, _| {})
}

/// Generates and writes; gives what was generated.
pub fn commit(root: &Path, folder: &Path, extent: Extent) -> Generated {
    commit_with(Input { docs: Some(of(folder, extent)), ..Input::of(root) })
}

pub fn commit_with(input: Input<'_>) -> Generated {
    let generated = run_with(input).unwrap_or_else(|failure| panic!("{failure:?}"));
    let changes = files::compare(input.root, &generated.files).unwrap();
    Tree::open(input.root).unwrap().write(&generated.files, &changes).unwrap();
    generated
}

/// The operations of a run, by the names of their files.
pub fn operations(generated: &Generated) -> Vec<&str> {
    let files = generated.files.keys();
    files.filter_map(|file| file.strip_prefix("spec/api/v3/")?.strip_suffix(".get.json")).collect()
}

/// Everything that keeps a run from writing.
pub fn said(outcome: Result<Generated, Failure>) -> String {
    match outcome.expect_err("the run goes through") {
        Failure::Found(Findings { diagnostics, decisions, refused }) => {
            let pages = diagnostics.iter().map(|said| format!("{}: {}", said.page.path, said.code.as_str()));
            let lines = pages.chain(decisions.iter().map(ToString::to_string)).chain(refused);
            lines.collect::<Vec<_>>().join("\n")
        }
        Failure::Spec(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        failure => failure.to_string(),
    }
}
