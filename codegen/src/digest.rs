//! A name for a state of the documentation that has no other.

use std::fmt::Write;
use std::sync::Arc;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::page::Page;

/// The SHA-256 of the pages: of a list with the SHA-256 and the path of each, sorted by path, as `sha256sum` prints it.
/// Line ends and byte order marks do not count, so that it is the same on every system.
pub fn of(pages: &[Arc<Page>]) -> String {
    let mut lines: Vec<(&str, String)> =
        pages.par_iter().map(|page| (page.path.as_str(), hex(page.text.as_bytes()))).collect();
    lines.sort();
    let list: String = lines.iter().fold(String::new(), |mut list, (path, digest)| {
        let _ = writeln!(list, "{digest}  {path}");
        list
    });
    format!("sha256:{}", hex(list.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `printf x > a.md; printf 'y\n' > b/c.md; sha256sum a.md b/c.md | sha256sum`
    #[test]
    fn it_is_what_the_system_tool_says_in_any_order_and_with_any_line_ends() {
        let pages = [("b/c.md", "\u{feff}y\r\n"), ("a.md", "x")].map(|(path, text)| Arc::new(Page::new(path, text)));
        assert_eq!(of(&pages), "sha256:a9bdfbf4c268d3e53e2362c04f5bd4bb725113dad804980100723debeed3004f");
    }
}
