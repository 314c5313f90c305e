//! Which folders are read as the documentation, and what in them is no page.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use wechatpay_codegen::pages;

fn write(root: &Path, path: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, "# a page\n").unwrap();
}

/// A folder with a checkout of the documentation in it.
fn checkout() -> TempDir {
    let root = TempDir::new().unwrap();
    for page in ["openapi/v3/pay/a.md", "webhook/v3/A.txt", "guide/b.md"] {
        write(&root.path().join("website"), page);
    }
    root
}

fn loaded(root: &Path) -> Vec<String> {
    let pages = pages::load_documentation(root).unwrap();
    pages.iter().map(|page| page.path.clone()).collect()
}

fn refused(root: &Path) -> String {
    pages::load_documentation(root).unwrap_err().to_string()
}

#[test]
fn a_checkout_and_a_folder_of_pages_are_read() {
    let root = checkout();
    assert_eq!(loaded(&root.path().join("website")), ["openapi/v3/pay/a.md", "webhook/v3/A.txt"]);
    assert_eq!(loaded(&root.path().join("website/guide")), ["b.md"]);
    symlink("website", root.path().join("link")).unwrap();
    assert_eq!(loaded(&root.path().join("link")).len(), 2);
}

/// What lies below no version is documented all the same.
#[test]
fn the_pages_of_brands_are_read() {
    let root = checkout();
    write(&root.path().join("website"), "openapi/brand/marketing/c.md");
    let all = ["openapi/brand/marketing/c.md", "openapi/v3/pay/a.md", "webhook/v3/A.txt"];
    let mut found = loaded(&root.path().join("website"));
    found.sort();
    assert_eq!(found, all);
    let alone = TempDir::new().unwrap();
    write(alone.path(), "openapi/brand/c.md");
    assert_eq!(loaded(alone.path()), ["openapi/brand/c.md"]);
    let part = refused(&alone.path().join("openapi/brand"));
    assert!(part.contains("is a part of the documentation"), "{part}");
}

#[test]
fn a_folder_that_lies_too_deep_names_the_root() {
    let root = checkout();
    let website = root.path().join("website").canonicalize().unwrap();
    for part in ["openapi", "openapi/v3", "openapi/v3/pay", "webhook", "webhook/v3", "openapi/../openapi/v3/."] {
        let folder = root.path().join("website").join(part);
        let expected =
            format!("{} is a part of the documentation; its root is {}", folder.display(), website.display());
        assert_eq!(refused(&folder), expected);
    }
}

#[test]
fn a_folder_above_names_the_root() {
    let root = checkout();
    let website = root.path().join("website");
    assert_eq!(
        refused(root.path()),
        format!("{} holds the documentation in {}: name that folder", root.path().display(), website.display())
    );
    let above = TempDir::new().unwrap();
    fs::rename(root.path(), above.path().join("src")).unwrap();
    assert!(refused(above.path()).contains("src/website: name that folder"));
}

#[test]
fn a_folder_without_pages_and_what_is_no_folder_are_refused() {
    let root = TempDir::new().unwrap();
    fs::create_dir_all(root.path().join("openapi/v3/empty")).unwrap();
    fs::write(root.path().join("README"), "").unwrap();
    assert!(refused(root.path()).contains("holds no pages (`*.md`, `*.txt`)"));
    for none in ["README", "nowhere"] {
        assert!(refused(&root.path().join(none)).contains("is no folder; `--docs` names the root"));
    }
}

#[test]
fn a_page_with_another_ending_is_told_of() {
    for ending in ["MD", "Md", "markdown", "Markdown", "mkd", "mdx", "TXT", "md "] {
        let root = checkout();
        let website = root.path().join("website");
        write(&website, &format!("openapi/v3/pay/b.{ending}"));
        let expected = format!(
            "{}: ends in `.{ending}`; the name of a page ends in `.md` or `.txt`",
            website.join(format!("openapi/v3/pay/b.{ending}")).display()
        );
        assert_eq!(refused(&website), expected);
    }
    let root = checkout();
    for other in ["b.png", "b.md.orig", "b.md~", "md", ".md", "b.html"] {
        write(&root.path().join("website/openapi/v3"), other);
    }
    assert_eq!(loaded(&root.path().join("website")).len(), 2);
}

#[test]
fn links_in_a_circle_and_what_is_no_file_end_with_a_word_each() {
    let root = checkout();
    let pay = root.path().join("website/openapi/v3/pay");
    symlink("..", pay.join("circle")).unwrap();
    symlink("self.md", pay.join("self.md")).unwrap();
    symlink("nowhere.md", pay.join("dangling.md")).unwrap();
    symlink("a.md", pay.join("page.md")).unwrap();
    symlink("/dev/zero", pay.join("device.md")).unwrap();
    assert!(Command::new("mkfifo").arg(pay.join("pipe.md")).status().unwrap().success());
    let _socket = UnixListener::bind(pay.join("socket.md")).unwrap();
    let said = refused(&root.path().join("website"));
    let mut wrong: Vec<&str> =
        said.lines().map(|line| line.rsplit('/').next().and_then(|line| line.split(": ").next()).unwrap()).collect();
    wrong.sort_unstable();
    assert_eq!(wrong, ["circle", "dangling.md", "device.md", "pipe.md", "self.md", "socket.md"], "{said}");
    for name in wrong {
        let path = pay.join(name);
        if path.is_dir() || path.symlink_metadata().unwrap().is_symlink() {
            fs::remove_file(path).unwrap();
        }
    }
    for name in ["pipe.md", "socket.md"] {
        fs::remove_file(pay.join(name)).unwrap();
    }
    assert_eq!(loaded(&root.path().join("website")).len(), 3, "a link to a page is read");
}
