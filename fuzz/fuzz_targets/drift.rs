//! A valid answer in which one member has changed its form: it is read all the same, or refused for a member that the
//! client requires; what is lost is told with its place, and nothing else is lost.

#![no_main]

mod mutation;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use mutation::{Mutation, Place, places};
use wechatpay_client::v3::bank_transfer::batches::batch_id::by_batch_id::GetResponse as Batch;
use wechatpay_client::v3::med_ins::orders::out_trade_no::by_out_trade_no::GetResponse as Insured;
use wechatpay_client::v3::pay::transactions::out_trade_no::by_out_trade_no::GetResponse as Order;
use wechatpay_client::v3::refund::domestic::refunds::PostResponse as Refund;
use wechatpay_client::wire::{self, DecodeError, DriftKind, Drifts, Value, Wire};
use wechatpay_fuzz::choices::Choices;

/// Reads JSON text as a type: what goes out again, and what is told.
type Reader = fn(&[u8]) -> Result<(Value, Drifts), DecodeError>;

fn reader<T: Wire>(json: &[u8]) -> Result<(Value, Drifts), DecodeError> {
    wire::read::<T>(json).map(|read| (wire::encode(&read.value), read.drift))
}

struct Answer {
    read: Reader,
    json: Value,
    /// What goes out of it.
    good: Value,
    places: Vec<Place>,
}

impl Answer {
    fn new(read: Reader, json: &str) -> Self {
        let (good, drift) = read(json.as_bytes()).expect("the answer is valid");
        assert!(drift.is_empty(), "{drift}");
        let json = Value::parse(json.as_bytes()).expect("it is JSON");
        assert!(json.to_json().len() == good.to_json().len(), "all of it is known");
        Self { read, places: places(&json), json, good }
    }
}

static ANSWERS: LazyLock<[Answer; 4]> = LazyLock::new(|| {
    [
        Answer::new(reader::<Order>, include_str!("../answers/order.json")),
        Answer::new(reader::<Refund>, include_str!("../answers/refund.json")),
        Answer::new(reader::<Batch>, include_str!("../answers/batch.json")),
        Answer::new(reader::<Insured>, include_str!("../answers/insured.json")),
    ]
});

fuzz_target!(|bytes: &[u8]| {
    let mut choices = Choices(bytes);
    let answer = &ANSWERS[choices.below(ANSWERS.len())];
    let place = &answer.places[choices.below(answer.places.len())];
    let mutation = Mutation::choose(&mut choices);
    let Some(json) = mutation.apply(&answer.json, place) else { return };
    match (answer.read)(json.as_bytes()) {
        Ok((encoded, drift)) => kept(answer, place, &mutation, &encoded, &drift),
        Err(error) => {
            assert!(is_related(error.path(), &place.path), "{error}\n{json}");
            assert!(is_required(answer, place), "{error}\n{json}");
        }
    }
});

/// What has gone is told, and lies around the place. All else is as it was.
fn kept(answer: &Answer, place: &Place, mutation: &Mutation, encoded: &Value, drift: &Drifts) {
    for drift in drift {
        assert!(is_related(drift.path(), &place.path), "{place:?} {mutation:?}: {drift}");
    }
    let mut lost = place.path.as_str();
    for drift in drift {
        if let DriftKind::Dropped { member, .. } = drift.kind() {
            assert!(is_below(&place.path, member) || is_below(member, &place.path), "{place:?} {mutation:?}: {drift}");
            if is_below(lost, member) {
                lost = member;
            }
        }
    }
    for other in &answer.places {
        // A list that has another number of items is another list.
        if !other.is_leaf || is_related(&other.path, lost) {
            continue;
        }
        if !(mutation.moves_items() && is_beside(&other.path, lost)) {
            assert_eq!(other.of(encoded), other.of(&answer.good), "{place:?} {mutation:?} {}", other.path);
        }
    }
    let is_same = place.of(encoded) == place.of(&answer.good);
    if mutation.adds() {
        // One item more may well be a right one.
        let is_list = matches!(place.of(&answer.json), Some(Value::List(_)));
        assert!(is_list || !drift.is_empty(), "{place:?} {mutation:?}: nobody is told of the member");
    } else if !mutation.removes() {
        assert!(is_same || !drift.is_empty() || mutation.is_in_form(), "{place:?} {mutation:?}: lost in silence");
    }
}

/// Whether the client insists on the member that the place belongs to: then it cannot be missed, or is a list, which
/// cannot say that it is not there.
fn is_required(answer: &Answer, place: &Place) -> bool {
    let member = place.member();
    let Some(without) = Mutation::Remove.apply(&answer.json, &member) else { return true };
    match (answer.read)(without.as_bytes()) {
        Err(_) => true,
        Ok((_, drift)) => {
            let is_missed = drift.iter().any(|drift| *drift.kind() == DriftKind::Missing);
            is_missed && matches!(member.of(&answer.json), Some(Value::List(_)))
        }
    }
}

fn is_related(one: &str, other: &str) -> bool {
    is_below(one, other) || is_below(other, one)
}

/// Whether a path is another, or leads on from there.
fn is_below(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// Whether a path lies in the same list as another.
fn is_beside(path: &str, other: &str) -> bool {
    other.rfind('[').is_some_and(|list| is_below(path, &other[..list]))
}
