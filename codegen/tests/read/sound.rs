//! What holds of every reading, whatever the pages are.

use wechatpay_codegen::diagnostic::{Diagnostic, Style, render};
use wechatpay_codegen::page::{Page, Span};
use wechatpay_codegen::read::Reading;
use wechatpay_spec::Spec;

/// Rows add up, places are places, diagnostics can be rendered, and what has no error is a spec.
pub fn assert_sound(reading: &Reading) {
    let counts = reading.counts;
    assert_eq!(counts.fate.rows(), counts.rows, "every row has one fate: {}", counts.fate);
    for diagnostic in &reading.diagnostics {
        assert_placed(diagnostic);
        let rendered = render(diagnostic, Style::Plain);
        assert!(!rendered.contains('\u{1b}'), "a page cannot steer the terminal: {rendered:?}");
        let (line, column) = diagnostic.position();
        assert!(rendered.contains(diagnostic.code.as_str()), "{rendered}");
        assert!(
            rendered.contains(&format!("{}:{line}:{column}", diagnostic.page.path)),
            "{line}:{column} in {rendered}"
        );
    }
    if !reading.has_errors() {
        let spec = spec(reading);
        let parsed = Spec::from_files(&spec.files());
        assert_eq!(parsed.as_ref(), Ok(&spec), "what was read without an error can be read again");
    }
}

fn assert_placed(Diagnostic { page, span, other, code, .. }: &Diagnostic) {
    let inside = |page: &Page, span: &Span| page.text.get(span.clone()).is_some();
    assert!(inside(page, span), "{code:?} points at {span:?} of {} bytes", page.text.len());
    if let Some((page, span, _)) = other {
        assert!(inside(page, span), "{code:?} points at {span:?} of {} bytes besides", page.text.len());
    }
}

pub fn spec(reading: &Reading) -> Spec {
    Spec { operations: reading.operations.clone(), webhooks: reading.webhooks.clone(), moved: reading.moved.clone() }
}
