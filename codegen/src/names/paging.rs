//! Which operations answer with a page of a list, and how the next page is asked for: by their fields, never by name.

use wechatpay_spec::Retry;

use super::model::{Answer, Base, Field, Operation, Struct};

/// How a list comes in pages.
#[derive(Debug)]
pub struct Paging<'o> {
    /// The field of the request that says which page it asks for.
    pub place: &'o Field,
    /// The list of the answer.
    pub list: &'o Field,
    pub by: By<'o>,
}

/// How the next page is asked for.
#[derive(Debug)]
pub enum By<'o> {
    /// By how many items are before it; until so many as there are in all, where that is said.
    Offset { total: Option<Total<'o>> },
    /// By the number of the page; the first of them has this one.
    Number { first: u8, total: Option<Total<'o>> },
    /// By what the answer calls it.
    Token { next: &'o Field },
}

/// What says how many items there are.
#[derive(Debug)]
pub enum Total<'o> {
    /// The list says it of itself, beside the place of the page.
    Own(&'o Field),
    /// Something says it, and it may be of more than what is asked for: all transfers of a batch, where those are listed
    /// that have failed.
    Most(&'o Field),
}

/// What the label of a place has that is the number of a page, whatever the field is called.
const PAGES: &str = "页码";

/// What the place of a page is called.
const OFFSET: &str = "offset";
const NUMBER: &str = "page_index";
const TOKEN: &str = "page_token";

/// What its size is called.
const SIZES: [&str; 3] = ["limit", "count", "page_size"];

/// What the number of all items is called.
const TOTALS: [&str; 2] = ["total_count", "total_num"];

/// What else the place of a page may be called: no rule is known for them.
const OTHERS: [&str; 8] = ["cursor", "last_id", "last_key", "next_key", "next_cursor", "page", "page_no", "page_num"];

impl<'o> Paging<'o> {
    /// `None` of an operation that has nothing to do with pages, and why not of one that looks as if.
    pub fn of(operation: &'o Operation<'_>) -> Option<Result<Self, &'static str>> {
        let request = &operation.request;
        let place = [OFFSET, NUMBER, TOKEN].iter().find_map(|name| find(request, name));
        let Some(place) = place else {
            let other = OTHERS.iter().any(|name| find(request, name).is_some());
            return other.then_some(Err("no rule is known for the place of its page"));
        };
        Some(Self::at(place, operation))
    }

    fn at(place: &'o Field, operation: &'o Operation<'_>) -> Result<Self, &'static str> {
        if operation.retry != Retry::Read {
            return Err("it changes something");
        }
        let Answer::Json { body, .. } = &operation.answer else { return Err("its answer is no JSON") };
        let mut lists = body.fields.iter().filter(|field| field.list && !field.encoded);
        let (Some(list), None) = (lists.next(), lists.next()) else { return Err("its answer has not one list") };
        if !SIZES.iter().any(|name| find(&operation.request, name).is_some_and(is_number)) {
            return Err("no number says how large a page is");
        }
        let total = TOTALS.iter().find_map(|name| find(body, name)).filter(|field| is_number(field));
        let echo = find(body, &place.wire);
        let total = total.map(|total| if echo.is_some() { Total::Own(total) } else { Total::Most(total) });
        let counts_pages = place.label.contains(PAGES);
        if echo.is_some_and(|echo| echo.label.contains(PAGES) != counts_pages) {
            return Err("its request and its answer disagree whether the place counts pages or items");
        }
        let by = match place.wire.as_str() {
            OFFSET if is_number(place) && counts_pages => By::Number { first: 0, total },
            OFFSET if is_number(place) => By::Offset { total },
            NUMBER if is_number(place) => By::Number { first: 1, total },
            TOKEN if is_text(place) => {
                let next = find(body, "next_page_token").filter(|field| is_text(field));
                By::Token { next: next.ok_or("its answer does not name the next page")? }
            }
            _ => return Err("the place of its page is of another type"),
        };
        Ok(Self { place, list, by })
    }
}

fn find<'o>(structure: &'o Struct, wire: &str) -> Option<&'o Field> {
    structure.fields.iter().find(|field| field.wire == wire)
}

fn is_number(field: &Field) -> bool {
    field.base == Base::Integer && !field.list
}

fn is_text(field: &Field) -> bool {
    field.base == Base::String && !field.list
}
