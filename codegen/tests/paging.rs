//! Which operations of the real spec come in pages, and which look as if and fit no rule.

use std::path::Path;

use wechatpay_codegen::names;
use wechatpay_codegen::names::paging::{By, Paging};
use wechatpay_spec::Corrected;

#[test]
fn what_comes_in_pages_has_a_rule() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the repository").join("spec");
    let corrected = Corrected::load(&spec).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let named = names::name(&corrected).unwrap_or_else(|refusals| panic!("{refusals:?}"));
    let (mut offsets, mut numbers, mut tokens, mut unfit) = (0, 0, 0, Vec::new());
    let mut without_total = 0;
    for operation in named.operations() {
        match Paging::of(operation) {
            None => {}
            Some(Err(reason)) => unfit.push(format!("{}: {reason}", operation.spec.id)),
            Some(Ok(Paging { by: By::Offset { total }, .. })) => {
                offsets += 1;
                without_total += usize::from(total.is_none());
            }
            Some(Ok(Paging { by: By::Number { .. }, .. })) => numbers += 1,
            Some(Ok(Paging { by: By::Token { .. }, .. })) => tokens += 1,
        }
    }
    assert!(
        offsets >= 68 && tokens >= 6 && numbers >= 2,
        "{offsets} by offset, {tokens} by token, {numbers} by number"
    );
    assert!(without_total < offsets / 4, "{without_total} of {offsets} say no total");
    assert_eq!(unfit, [""; 0], "each either gets a rule or is named here with the reason");
}
