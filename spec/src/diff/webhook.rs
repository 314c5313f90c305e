//! A webhook before and after.

use super::change::Change;
use super::fields::{Answers, Walk};
use super::rules::Rule;
use crate::model::Webhook;
use crate::target::Side;

pub(super) fn compare(was: &Webhook, is: &Webhook) -> Vec<Change> {
    let head = [
        Change::if_differs(Rule::TitleChanged, "", &was.title, &is.title),
        Change::of_lists(Rule::LinksChanged, "", &was.docs, &is.docs),
        Change::if_differs(Rule::SourceChanged, "", &was.source, &is.source),
        Change::of_lists(Rule::FurtherTypesChanged, "", &was.also, &is.also),
        Change::of_lists(Rule::OriginalTypeChanged, "", &was.original_type, &is.original_type),
    ];
    let mut changes: Vec<Change> = head.into_iter().flatten().collect();
    // One page unites several products, so a caller cannot count on any field of a notification.
    Walk::answer(&mut changes, Answers::none()).fields(Side::Resource.as_str(), "", &was.resource, &is.resource);
    changes.extend(answer(was, is));
    changes
}

/// What a merchant answers with. The code and the message that every notification is answered with are not generated
/// for each of them.
fn answer(was: &Webhook, is: &Webhook) -> Vec<Change> {
    let place = Side::Answer.as_str();
    let mut changes = Vec::new();
    match (was.own_answer(), is.own_answer()) {
        (Some(before), Some(after)) => Walk::request(&mut changes).fields(place, "", before, after),
        (Some(_), None) => changes.push(Change::of(Rule::OwnAnswerRemoved, place, &"of its own", &"the usual one")),
        (None, Some(_)) => changes.push(Change::of(Rule::OwnAnswerAdded, place, &"the usual one", &"of its own")),
        (None, None) => {}
    }
    if changes.is_empty() && was.answer != is.answer {
        changes.push(Change { place: place.to_owned(), ..Change::whole(Rule::AnswerWordsChanged) });
    }
    changes
}
