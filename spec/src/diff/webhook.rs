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
    let (before, after) = (was.answer.as_deref(), is.answer.as_deref());
    Walk::request(&mut changes).fields(
        Side::Answer.as_str(),
        "",
        before.unwrap_or_default(),
        after.unwrap_or_default(),
    );
    changes
}
