//! Every mark of encryption has a second source, a correction, or a reason.

use wechatpay_evidence::decisions::{Decisions, MarkState};
use wechatpay_evidence::report;
use wechatpay_evidence::{compare::compare, facts::Facts};
use wechatpay_spec::{Corrected, Encrypted};

use crate::support::{overrides, spec};

/// The sources that could confirm a mark, and none of which speaks of the payer's name.
const HEARD: &str = concat!(
    r#"{"operation":"GET /v3/other","request":{}}"#,
    "\n",
    r#"{"operation":"GET /v3/other","auth":"merchant","request":{},"response_empty":true}"#,
    "\n",
    r#"{"operation":"GET /v3/other","side":"response","json":{}}"#,
    "\n"
);
const AT: &str = "POST /v3/shop/{shop_id}/orders";

/// The small spec, with a name that is encrypted.
fn marked() -> Corrected {
    let mut corrected = spec();
    let wechatpay_spec::Body::Json { fields, .. } =
        &mut corrected.spec.operations.iter_mut().find(|one| one.id.to_string() == AT).unwrap().request.body
    else {
        panic!("no body")
    };
    let name = fields.iter_mut().find(|field| field.name == "payer_name").unwrap();
    name.encrypted = Some(Encrypted::Platform);
    corrected
}

fn judged(lines: &str, decided: &str, corrected: &str) -> wechatpay_evidence::decisions::Judged {
    let facts = Facts::parse("facts.jsonl", lines).unwrap();
    let files = [("evidence.toml".to_owned(), decided.to_owned())].into();
    let spec = marked();
    let decisions = Decisions::from_files(&files, &spec.spec).unwrap();
    decisions.judge(&compare(&spec, &facts), &overrides(corrected), &facts)
}

#[test]
fn a_mark_that_nobody_confirms_is_asked_for() {
    let open = judged(HEARD, "", "");
    assert_eq!(open.marks.len(), 1);
    assert!(!open.is_decided());
    let text = report::to_text(&open, &[], &[], false);
    let (_, paste) = text.split_once("[[sole]]").unwrap();
    let paste = paste.split("\n\n").next().unwrap().replace("TODO", "the label says so");
    let decided = judged(HEARD, &format!("[[sole]]{paste}"), "");
    assert!(decided.is_decided(), "{text}");
    assert_eq!(decided.stale, []);
    let told = report::to_text(&decided, &[], &[], true);
    let line =
        format!("spec/evidence.toml:4:3: encrypted by itself: {AT} request.body payer_name\n    the label says so");
    assert!(told.contains(&line), "{told}");
}

#[test]
fn a_mark_is_confirmed_by_a_source_an_example_or_a_correction() {
    let described = r#"{"operation":"POST /v3/shop/{shop_id}/orders","auth":"m","request":{"body":{"payer_name":{"encrypted":true}}}}"#;
    let shown = r#"{"operation":"POST /v3/shop/{shop_id}/orders","side":"request","json":{"payer_name":"pVd1HJ6zyvPedzGaV+X3IdGdbDnuC4Eelw/wDa4SzfeespQO/0kjiwfqdfg=="}}"#;
    for line in [described, shown] {
        assert_eq!(judged(&format!("{HEARD}{line}"), "", "").marks, [], "{line}");
    }
    let corrected = format!(
        "[[override]]\ntarget = \"{AT}\"\nside = \"request.body\"\nfield = \"payer_name\"\nexpect.encrypted = \"none\"\n\
         set.encrypted = \"platform\"\nreason = \"r\"\nevidence = [\"e\"]\n"
    );
    let judged = judged(HEARD, "", &corrected);
    assert!(matches!(judged.marks[0].1, MarkState::Overridden { .. }));
}

#[test]
fn silence_says_nothing_where_not_all_were_heard() {
    let some = HEARD.lines().take(2).collect::<Vec<_>>().join("\n");
    assert_eq!(judged(&some, "", "").marks, []);
}

#[test]
fn a_mark_that_does_not_stand_alone_is_stale() {
    let sole = format!(
        "[[sole]]\nreason = \"r\"\nplaces = [\n  {{ at = \"{AT}\", side = \"request.body\", field = \"order_no\" }},\n]\n"
    );
    let stale: Vec<String> = judged(HEARD, &sole, "").stale.iter().map(ToString::to_string).collect();
    assert_eq!(
        stale,
        [format!(
            "evidence.toml:4:3: {AT} request.body order_no: is no mark of encryption that nobody confirms. Drop the place"
        )]
    );
    let spec = spec();
    let twice = sole
        .replace("},\n]", &format!("}},\n  {{ at = \"{AT}\", side = \"request.body\", field = \"order_no\" }},\n]"));
    let errors = Decisions::from_files(&[("evidence.toml".to_owned(), twice)].into(), &spec.spec).unwrap_err();
    assert_eq!(errors[0].to_string(), "evidence.toml:5:3: comes twice: spec/evidence.toml:4:3 has it");
}
