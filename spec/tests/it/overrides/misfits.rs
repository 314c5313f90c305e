//! Each way in which a correction does not fit.

use wechatpay_spec::overrides::{Scope, Why};
use wechatpay_spec::{Body, Overrides, Response, SpecError};

use super::{load, misses, show, spec, target};

const LOST: &str = ". Mend the path, or drop the target if its page has lost the field";
const DIFFERS: &str = ". Look at the page: expect what it says now, or drop the target";
const FIXED: &str = ": the documentation has been fixed. Drop the target";
const GONE: &str = ". Mend the name; drop the target if the documentation has been fixed";
const NONSENSE: &str = ". Mend what the correction makes of it";

#[track_caller]
fn misses_with(side: &str, cases: &[(&str, &str)], todo: &str) {
    for (keys, reason) in cases {
        let place = format!("overrides/pay.toml:4:10: POST /v3/pay/{{id}} {side}");
        assert_eq!(misses(side, keys), format!("{place} {reason}{todo}"), "{keys}");
    }
}

#[test]
fn what_the_page_says_by_now_is_not_corrected() {
    misses_with(
        "response",
        &[
            (
                "field = \"amount.total\"\nexpect.required = false\nset.required = true",
                "amount.total: the page says `required = true`",
            ),
            ("field = \"amount\"\nadd = [{name = \"total\", type = \"string\"}]", "amount: the page has `total`"),
            ("field = \"amount.sum\"\nrename = \"total\"", "amount.sum: it stands at `response amount.total`"),
            ("field = \"total\"\nmove.to = \"amount\"", "total: it stands at `response amount.total`"),
            (
                "field = \"amount.currency\"\nenum = {add = [\"CNY\"], remove = [\"RMB\"]}",
                "amount.currency: the enum has `CNY`, `SUCEESS`",
            ),
        ],
        FIXED,
    );
    // What is to go need not have been there: its name may be wrong.
    misses_with(
        "response",
        &[
            (
                "field = \"amount.totals\"\nremove = true\nexpect.type = \"string\"",
                "amount.totals: there is no `totals` in `response amount`, which has `total`, `currency`; near it: `total`",
            ),
            ("field = \"amount.currency\"\nenum.remove = [\"RMB\"]", "amount.currency: the enum has `CNY`, `SUCEESS`"),
        ],
        GONE,
    );
}

#[test]
fn a_field_that_looks_otherwise_is_for_a_person() {
    misses_with(
        "response",
        &[
            (
                "field = \"amount.total\"\nexpect.type = \"number\"\nset.type = \"integer\"",
                "amount.total: expects `type = \"number\"`, found `type = \"string\"`",
            ),
            (
                "field = \"amount.total\"\nexpect = {type = \"string\", required = false}\nset = {type = \"integer\", required = true}",
                "amount.total: expects `required = false`, found `required = true`",
            ),
            (
                "field = \"amount.total\"\nremove = true\nexpect.type = \"integer\"",
                "amount.total: expects `type = \"integer\"`, found `type = \"string\"`",
            ),
            (
                "field = \"amount\"\nadd = [{name = \"total\", type = \"string\"}, {name = \"sum\", type = \"string\"}]",
                "amount: the page has `total` of what is to be added, and not `sum`",
            ),
            (
                "field = \"amount.total\"\nrename = \"currency\"",
                "amount.total: there is a `response amount.currency` too",
            ),
            (
                "field = \"amount.currency\"\nenum.add = [\"CNY\", \"USD\"]",
                "amount.currency: the enum has the `CNY` that is to be added: it has `CNY`, `SUCEESS`",
            ),
            (
                "field = \"amount.currency\"\nenum = {add = [\"USD\"], remove = [\"RMB\"]}",
                "amount.currency: the enum has no `RMB` to remove: it has `CNY`, `SUCEESS`",
            ),
        ],
        DIFFERS,
    );
}

#[test]
fn a_path_that_leads_to_nothing_says_what_is_there_and_what_is_near() {
    misses_with(
        "response",
        &[
            (
                "field = \"amount.totl\"\nexpect.type = \"number\"\nset.type = \"integer\"",
                "amount.totl: there is no `totl` in `response amount`, which has `total`, `currency`; near it: `total`",
            ),
            (
                "field = \"amount.period\"\nenum.add = [\"A\"]",
                "amount.period: there is no `period` in `response amount`, which has `total`, `currency`; there is one at \
                 `response extra.period`",
            ),
            (
                "field = \"openid\"\nrename = \"x\"",
                "openid: there is no `openid` in `response`, which has `amount`, `receivers`, `extra`; there is one at \
                 `request.body payer.openid`",
            ),
            ("field = \"amount.total.x\"\nrename = \"y\"", "amount.total.x: `total` is a `string` without fields"),
            ("field = \"amount#1.total\"\nrename = \"y\"", "amount#1.total: `amount` has no alternatives"),
            (
                "field = \"amount\"\nafter = \"sum\"\nadd = [{name = \"x\", type = \"string\"}]",
                "amount: there is no `sum` in `response amount`, which has `total`, `currency`",
            ),
            (
                "field = \"receivers.name\"\nmove.to = \"amount\"\nafter = \"sum\"",
                "receivers.name: there is no `sum` in `response amount`, which has `total`, `currency`",
            ),
            (
                "field = \"amount.total\"\nmove.to = \"receiver\"",
                "amount.total: there is no `receiver` in `response`, which has `amount`, `receivers`, `extra`; near it: \
                 `receivers`",
            ),
        ],
        LOST,
    );
    misses_with(
        "request.path",
        &[(
            "field = \"id\"\nrename = \"x\"",
            "id: there is no `id` in `request.path`, which has nothing; there is one at `request.query id`",
        )],
        LOST,
    );
    let variants = misses("resource", "field = \"detail.bank\"\nrename = \"x\"");
    assert!(variants.ends_with(&format!("`detail` has alternatives: `detail#1` to `#2`{LOST}")), "{variants}");
    let variants = misses("resource", "field = \"detail#3.bank\"\nrename = \"x\"");
    assert!(variants.ends_with(&format!("`detail` has 2 alternatives{LOST}")), "{variants}");
}

#[test]
fn what_makes_no_sense_is_not_set() {
    misses_with(
        "response",
        &[
            (
                "field = \"amount\"\nexpect.type = \"object\"\nset.type = \"string\"",
                "amount: `amount` would have fields and the type `string`",
            ),
            (
                "field = \"amount\"\nexpect.encoded = \"none\"\nset.encoded = \"json\"",
                "amount: `amount` would hold JSON and have the type `object`",
            ),
        ],
        NONSENSE,
    );
    let variants = misses("resource", "field = \"detail\"\nexpect.encoded = \"none\"\nset.encoded = \"json\"");
    assert!(variants.ends_with(&format!("cannot have `encoded = \"json\"`{NONSENSE}")), "{variants}");
}

/// The page has not been fixed: it is the other correction that the second one sees.
#[test]
fn what_another_correction_has_done_already_is_told_from_what_the_page_says() {
    let entry =
        |keys: &str| format!("[[override]]\nreason = \"a slip\"\nevidence = [\"sdk\"]\n{}\n", target("response", keys));
    let second = |first: &str, second: &str| {
        let files = [("overrides/a.toml", entry(first)), ("overrides/b.toml", entry(second))];
        let files = files.map(|(file, text)| (file.to_owned(), text)).into();
        let (applied, misfits) = Overrides::from_files(&files).unwrap().fit(&mut spec(), Scope::Whole);
        assert_eq!((applied.corrected, misfits.len()), (1, 1));
        assert!(!misfits[0].is_stale());
        SpecError::from(misfits[0].clone()).to_string()
    };
    let optional = "field = \"amount.total\"\nexpect.required = true\nset.required = false";
    assert_eq!(
        second(optional, optional),
        "overrides/b.toml:4:10: POST /v3/pay/{id} response amount.total: the corrected spec says `required = false`, as already \
         corrected by overrides/a.toml:4:10. Drop one of the two"
    );
    for keys in [
        "field = \"amount.total\"\nremove = true\nexpect.type = \"string\"",
        "field = \"amount.currency\"\nenum.remove = [\"SUCEESS\"]",
        "field = \"amount\"\nadd = [{name = \"sum\", type = \"string\"}]",
        "field = \"amount.total\"\nrename = \"sum\"",
        "field = \"extra.period\"\nmove.to = \"amount\"",
    ] {
        assert!(second(keys, keys).contains(", as already corrected by overrides/a.toml:4:10. "), "{keys}");
    }
    let number = "field = \"amount.total\"\nexpect.type = \"string\"\nset.type = \"integer\"";
    let other = number.replace("integer", "number");
    assert!(
        second(number, &other).ends_with(
            "found `type = \"integer\"`, since it is corrected by overrides/a.toml:4:10. Make one of the two"
        ),
        "{}",
        second(number, &other)
    );
    assert!(second("field = \"amount.total\"\nrename = \"sum\"", number).contains(", since it is corrected by "));
}

#[test]
fn a_long_list_of_fields_is_cut() {
    let names: Vec<String> = (1..=30).map(|number| format!("{{name = \"f{number}\", type = \"string\"}}")).collect();
    let mut long = spec();
    load(&target("response", &format!("add = [{}]", names.join(", "))))
        .unwrap()
        .apply(&mut long, Scope::Whole)
        .unwrap();
    let overrides = load(&target("response", "field = \"x\"\nrename = \"y\"")).unwrap();
    let shown = show(overrides.apply(&mut long, Scope::Whole));
    assert!(shown.contains("which has `amount`, `receivers`, `extra`, `f1`,"), "{shown}");
    assert!(shown.contains("`f9` and 21 more"), "{shown}");
}

#[test]
fn what_is_stale_is_told_from_what_a_person_decides() {
    let misfits = |keys: &str| load(&target("response", keys)).unwrap().fit(&mut spec(), Scope::Whole).1;
    let fixed = misfits("field = \"amount.total\"\nexpect.required = false\nset.required = true");
    assert!(fixed[0].is_stale() && matches!(fixed[0].why, Why::Fixed(_)));
    let gone = load(&target("response", "field = \"a\"\nrename = \"b\"")).unwrap();
    let (_, gone) = gone.fit(&mut wechatpay_spec::Spec::default(), Scope::Whole);
    assert!(gone[0].is_stale() && matches!(gone[0].why, Why::NoTarget { .. }));
    for keys in [
        "field = \"amount.total\"\nexpect.type = \"number\"\nset.type = \"integer\"",
        "field = \"amount.sum\"\nenum.add = [\"A\"]",
        "field = \"amount\"\nexpect.type = \"object\"\nset.type = \"string\"",
    ] {
        assert!(!misfits(keys)[0].is_stale(), "{keys}");
    }
}

#[test]
fn a_part_that_is_not_there_is_named() {
    let mut empty = spec();
    empty.operations[0].request.body = Body::None;
    empty.operations[0].response = Response::Empty { http: 204 };
    let mut miss = |side| {
        let overrides = load(&target(side, "field = \"x\"\nrename = \"y\"")).unwrap();
        show(overrides.apply(&mut empty, Scope::Whole))
    };
    assert!(miss("response").contains("response x: the response has no body. Mend"));
    assert!(miss("request.body").contains("request.body x: there is no `request.body`. Mend"));
}

#[test]
fn a_choice_is_of_fields_that_are_there_and_of_no_other_one() {
    let said = misses("request.body", "one_of = [\"payer\", \"scen\"]");
    assert!(
        said.contains("there is no `scen` in `request.body`, which has `payer`, `scene`; near it: `scene`"),
        "{said}"
    );
    let twice = target("request.body", "one_of = [\"payer\", \"scene\"]");
    let twice = format!("{twice}\n[[override]]\nreason = \"r\"\nevidence = [\"e\"]\n{twice}");
    let said = show(load(&twice).unwrap().apply(&mut spec(), Scope::Whole));
    assert!(said.contains("`payer` is one of `payer`, `scene` already"), "{said}");
}
