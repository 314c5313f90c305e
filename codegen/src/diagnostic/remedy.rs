//! What can be done about a page that is somebody else's.

use std::collections::BTreeSet;

use super::Diagnostic;

/// The ways out that do not lead through the page itself; nothing where there is nothing to mend.
pub fn remedies(diagnostics: &[Diagnostic]) -> Vec<String> {
    let flags: BTreeSet<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    let flags: Vec<String> = flags.into_iter().map(|code| format!("`--accept {code}`")).collect();
    if flags.is_empty() {
        return Vec::new();
    }
    let mut remedies = vec![
        format!("a slip that does no harm is accepted in `spec/allow.toml`: {} writes the entry", flags.join(", ")),
        "what a page states wrongly is mended by an override in `spec/overrides/`".to_owned(),
    ];
    if diagnostics.iter().any(Diagnostic::is_error) {
        let hold = "`--hold` keeps what the spec last read from a page with errors, and records it in `spec/held.toml`";
        remedies.push(hold.to_owned());
    }
    remedies
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::{Code, Diagnostics};
    use super::*;
    use crate::page::Page;

    fn said(codes: &[Code]) -> Vec<String> {
        let mut diagnostics = Diagnostics::new(&Arc::new(Page::new("page.md", "")));
        for code in codes {
            diagnostics.report(*code, 0..0, "");
        }
        remedies(&diagnostics.into_list())
    }

    #[test]
    fn a_page_that_is_not_ours_is_accepted_corrected_or_held() {
        assert_eq!(said(&[]), [""; 0]);
        let warned = said(&[Code::EnumUnread, Code::EnumUnread, Code::UnescapedPipe]);
        assert!(
            warned[0].contains("allow.toml`: `--accept enum-unread`, `--accept unescaped-pipe` writes"),
            "{warned:?}"
        );
        assert!(warned[1].contains("spec/overrides/"));
        assert_eq!(warned.len(), 2, "there is nothing to hold: {warned:?}");
        assert!(said(&[Code::BadUrl])[2].contains("`--hold`"));
    }
}
