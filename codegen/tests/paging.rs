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
    let (mut offsets, mut numbers, mut tokens, mut unfit) = (0, [0; 2], 0, Vec::new());
    let mut without_total = 0;
    for operation in named.operations() {
        match Paging::of(operation) {
            None => {}
            Some(Err(reason)) => unfit.push(format!("{}: {reason}", operation.spec.id)),
            Some(Ok(Paging { by: By::Offset { total }, .. })) => {
                offsets += 1;
                without_total += usize::from(total.is_none());
            }
            Some(Ok(Paging { by: By::Number { first, .. }, .. })) => numbers[usize::from(first)] += 1,
            Some(Ok(Paging { by: By::Token { .. }, .. })) => tokens += 1,
        }
    }
    assert!(
        offsets >= 45 && tokens >= 6 && numbers[0] >= 22 && numbers[1] >= 2,
        "{offsets} by offset, {tokens} by token, {numbers:?} by number from 0 and from 1"
    );
    assert!(without_total < offsets / 4, "{without_total} of {offsets} say no total");
    let unfit: Vec<&str> = unfit.iter().map(String::as_str).collect();
    assert_eq!(
        unfit,
        [
            // The request calls it the number of a page, and the answer where it begins.
            "GET /v3/eduschoolpay/users/{openid}/contracts: its request and its answer disagree whether the place counts pages or items",
        ],
        "each either gets a rule or is named here with the reason"
    );
}
