//! The chapters and the code agree. A fence of Rust stands below the name of a region, such as `<!-- code:
//! examples/native.rs order -->`, and holds that region; below it stands where the rest of the file is, with its imports.
//! `UPDATE_GUIDE=1` writes both there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const FENCE: &str = "```rust";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("it is a member of the workspace").to_owned()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What stands between the marks of a name, moved to the margin, and without marks.
fn region(text: &str, name: &str) -> Option<String> {
    let mut lines = text.lines().skip_while(|line| line.trim() != format!("// ANCHOR: {name}"));
    lines.next()?;
    let end = format!("// ANCHOR_END: {name}");
    let is_mark = |line: &str| ["// ANCHOR", "// README"].iter().any(|mark| line.trim().starts_with(mark));
    let lines: Vec<&str> = lines.take_while(|line| line.trim() != end).filter(|line| !is_mark(line)).collect();
    let indents = lines.iter().filter(|line| !line.trim().is_empty()).map(|line| line.len() - line.trim_start().len());
    let margin = indents.min().unwrap_or(0);
    Some(lines.iter().flat_map(|line| [line.get(margin..).unwrap_or_default(), "\n"]).collect())
}

/// What a line begins with that names a whole file: one that is run, or one that others use. It is no link: the guide is
/// read as a book, too, which has no files beside it.
const WHOLE: [&str; 2] = ["Whole program: `", "Whole file: `"];

/// Where the rest of a region's file is.
fn whole(file: &str) -> String {
    let words = if file.starts_with("examples/") { WHOLE[0] } else { WHOLE[1] };
    format!("{words}examples/{file}`")
}

/// A chapter without the names of whole files, and without the empty line above each.
fn without_names(chapter: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    for line in chapter.lines() {
        if WHOLE.iter().any(|words| line.starts_with(words)) {
            lines.pop();
        } else {
            lines.push(line);
        }
    }
    lines
}

/// A chapter with its code as it runs.
fn filled(chapter: &str, code: impl Fn(&str, &str) -> Option<String>) -> Result<String, String> {
    let (mut out, mut named) = (String::new(), None);
    let mut lines = without_names(chapter).into_iter();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if let Some(name) = line.strip_prefix("<!-- code: ").and_then(|rest| rest.strip_suffix(" -->")) {
            named = Some(name);
            continue;
        }
        let name = named.take();
        if !line.starts_with(FENCE) {
            continue;
        }
        let (file, region) = name.and_then(|name| name.split_once(' ')).ok_or("a fence of Rust without its name")?;
        out.push_str(&code(file, region).ok_or_else(|| format!("{file} has no region {region}"))?);
        out.push_str("```\n\n");
        out.push_str(&whole(file));
        out.push('\n');
        lines.by_ref().take_while(|line| *line != "```").for_each(drop);
    }
    Ok(out)
}

fn chapters() -> Vec<PathBuf> {
    let folder = fs::read_dir(root().join("docs/src")).expect("there is a guide");
    let mut chapters: Vec<PathBuf> = folder.map(|entry| entry.expect("it can be read").path()).collect();
    chapters.sort();
    chapters
}

#[test]
fn the_guide_shows_what_runs() {
    let code = |file: &str, name: &str| region(&read(&root().join("examples").join(file)), name);
    for path in chapters() {
        let text = read(&path);
        let right = filled(&text, code).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        if std::env::var_os("UPDATE_GUIDE").is_some() {
            fs::write(&path, &right).expect("it can be written");
        } else {
            assert_eq!(text, right, "{}: write it anew with UPDATE_GUIDE=1", path.display());
        }
    }
}

/// The targets of the links of a page, but for other sites.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')').map(|(target, _)| target));
    targets.map(|target| target.split('#').next().unwrap_or_default()).filter(|target| !target.contains("://"))
}

#[test]
fn every_chapter_is_listed_and_every_link_leads_somewhere() {
    let all: BTreeSet<PathBuf> = chapters().into_iter().collect();
    let summary = root().join("docs/src/SUMMARY.md");
    let mut listed: BTreeSet<PathBuf> =
        links(&read(&summary)).map(|target| root().join("docs/src").join(target)).collect();
    listed.insert(summary);
    assert_eq!(listed, all);
    let pages =
        all.into_iter().chain(["README.md", "README.zh-CN.md", "examples/README.md"].map(|page| root().join(page)));
    for page in pages {
        let folder = page.parent().expect("it lies in a folder");
        for target in links(&read(&page)).filter(|target| !target.is_empty()) {
            assert!(folder.join(target).exists(), "{} leads to {target}", page.display());
        }
    }
}

/// The chapter that makes a project of one's own of an example: its commands find what they look for.
#[test]
fn an_example_becomes_a_project() {
    let chapter = read(&root().join("docs/src/notifications.md"));
    let files = chapter.split_whitespace().filter_map(|word| word.strip_prefix("$examples/"));
    let copied: Vec<&str> = files.collect();
    assert!(copied.len() > 3, "{copied:?}");
    let texts: Vec<String> = copied.iter().map(|file| read(&root().join("examples").join(file))).collect();
    assert!(texts.iter().any(|text| text.lines().any(|line| line == "mod notify;")), "where the other modules go");
    // What one of them calls is copied too, and declared.
    for used in texts.iter().flat_map(|text| text.split("wechatpay_examples::").skip(1)) {
        let module = used.split(|c: char| !c.is_ascii_lowercase()).next().unwrap_or_default();
        assert!(copied.contains(&format!("src/{module}.rs").as_str()), "{module} is copied");
        assert!(chapter.contains(&format!("\\nmod {module};")), "{module} is declared");
    }
}

/// Whoever adds an example adds it to the table, and a test.
#[test]
fn every_example_is_in_the_table_and_in_a_test() {
    let (table, tests) = (read(&root().join("examples/README.md")), root().join("examples/tests"));
    let tests = ["programs.rs", "frameworks.rs"].map(|file| read(&tests.join(file))).concat();
    for entry in fs::read_dir(root().join("examples/examples")).expect("there are examples") {
        let name = entry.expect("it can be read").file_name().into_string().expect("it is text");
        assert!(table.contains(&format!("](examples/{name})")), "{name} is in the table");
        let is_tested = [']', ')'].iter().any(|end| tests.contains(&format!("/{name}\"{end}")));
        assert!(is_tested, "{name} is in a test");
    }
}

#[test]
fn regions_are_found() {
    let text = "a\n    // ANCHOR: x\n    b {\n        // ANCHOR: y\n        c\n        // ANCHOR_END: y\n    }\n    // ANCHOR_END: x\nd";
    assert_eq!(region(text, "x").as_deref(), Some("b {\n    c\n}\n"));
    assert_eq!(region(text, "y").as_deref(), Some("c\n"));
    assert_eq!(region(text, "z"), None);
    let code = |file: &str, name: &str| (file != "g.rs").then(|| format!("{name}\n"));
    let page = |code: &str, whole: &str| format!("text\n<!-- code: f.rs x -->\n```rust\n{code}```\n{whole}\nmore\n");
    let whole = "\nWhole file: `examples/f.rs`\n";
    for old in ["", whole, "\nWhole program: `examples/examples/old.rs`\n"] {
        assert_eq!(filled(&page("old\n", old), code), Ok(page("x\n", whole)));
    }
    let program = filled("<!-- code: examples/f.rs x -->\n```rust\n```\n", code).expect("it has a name");
    assert!(program.ends_with("Whole program: `examples/examples/f.rs`\n"), "{program}");
    assert!(filled("```rust\nlet x;\n```\n", code).is_err());
    assert!(filled("<!-- code: g.rs x -->\n```rust\n```\n", code).is_err());
}
