//! The snippets of the pages are the code that runs, but for comments and for where lines begin.

/// The front door, in two languages.
const PAGES: [(&str, &str); 2] =
    [("README.md", include_str!("../../../README.md")), ("README.zh-CN.md", include_str!("../../../README.zh-CN.md"))];
/// What lies in the archives of the crates, and the snippets of each.
const CRATES: [(&str, &str, &[&str]); 2] = [
    ("generated-client/README.md", include_str!("../../../generated-client/README.md"), &["first call", "failed call"]),
    ("gateway/README.md", include_str!("../../../gateway/README.md"), &["gateway"]),
];
const SNIPPETS: &str = include_str!("snippets.rs");
const AXUM: &str = include_str!("../../examples/notify.rs");

/// What runs, in the order of the pages.
const ORDER: [(&str, &str); 8] = [
    ("first call", SNIPPETS),
    ("notification", SNIPPETS),
    ("shop", AXUM),
    ("gateway", SNIPPETS),
    ("failed call", SNIPPETS),
    ("shared transport", SNIPPETS),
    ("brand", SNIPPETS),
    ("drift", SNIPPETS),
];

/// A line without its comment and the blanks around it; nothing where that is all.
fn code(line: &str) -> Option<String> {
    let line = line.trim();
    let line = if line.starts_with("//") { "" } else { line.split(" // ").next().unwrap_or_default() };
    let (mut code, mut rest) = (String::new(), line);
    while let Some((before, (_, after))) = rest.split_once("/*").and_then(|(a, b)| Some((a, b.split_once("*/")?))) {
        code.push_str(before);
        rest = after;
    }
    code.push_str(rest);
    let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
    if code.is_empty() { None } else { Some(code) }
}

fn codes<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<String> {
    lines.filter_map(code).collect()
}

/// Each of the snippets of a page.
fn fenced(page: &str) -> Vec<Vec<String>> {
    let fences = page.split("```").collect::<Vec<_>>();
    let fences = fences.iter().skip(1).step_by(2).filter_map(|fence| fence.strip_prefix("rust\n"));
    fences.map(|fence| codes(fence.lines())).collect()
}

/// What stands between the marks of a name.
fn marked(file: &str, name: &str) -> Vec<String> {
    let begin = format!("// README: {name}");
    let lines = file.lines().skip_while(|line| line.trim() != begin).skip(1);
    codes(lines.take_while(|line| line.trim() != "// README ends"))
}

/// Holds the snippets of a page against what runs.
fn hold<'n>(page: (&str, &str), order: impl ExactSizeIterator<Item = &'n str>) {
    let fences = fenced(page.1);
    assert_eq!(fences.len(), order.len(), "each snippet of {} runs", page.0);
    for (what, fence) in order.zip(fences) {
        let file = ORDER.iter().find_map(|(name, file)| (*name == what).then_some(*file));
        let runs = marked(file.expect("it is one that runs"), what);
        assert!(!runs.is_empty(), "{what} is marked");
        assert_eq!(fence, runs, "{}: {what}", page.0);
    }
}

#[test]
fn what_the_pages_show_is_what_runs() {
    for page in PAGES {
        hold(page, ORDER.iter().map(|(what, _)| *what));
    }
    for (name, page, order) in CRATES {
        hold((name, page), order.iter().copied());
    }
}

/// A fresh machine is set up by no more than the two of them.
#[test]
fn both_pages_name_the_same_commands() {
    let commands = PAGES.map(|(_, page)| {
        let cells = page.lines().filter_map(|line| line.strip_suffix("` |")?.rsplit_once('`').map(|(_, cell)| cell));
        let mut commands: Vec<&str> = cells.filter(|cell| cell.starts_with("cargo run -p wechatpay-gateway")).collect();
        commands.sort_unstable();
        commands
    });
    assert_eq!(commands[0], commands[1]);
    assert_eq!(commands[0].len(), 2);
}

#[test]
fn code_is_told_from_comments() {
    assert_eq!(code("  // only words"), None);
    assert_eq!(code("  /* only words */ "), None);
    assert_eq!(code(r#"  .url("https://example.com")   // where"#).as_deref(), Some(r#".url("https://example.com")"#));
    assert_eq!(code("Ok(_) => { /* here */ }").as_deref(), Some("Ok(_) => { }"));
}
