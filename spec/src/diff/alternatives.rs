//! The alternatives of a field before and after: what each of them documents. A caller sees all of them as one type,
//! so that what breaks is told of their united fields.

use super::change::{Change, only_in};
use super::rules::Rule;
use super::view::{View, flag};
use crate::model::{Content, Encrypted, Field, Variant};

type Numbered<'a> = (usize, &'a Variant);

pub(super) fn compare(place: &str, was: &Content, is: &Content) -> Vec<Change> {
    let (old, new) = (shapes(was), shapes(is));
    let (pairs, gone, come) = pair(old, new);
    let mut changes = Vec::new();
    for ((_, was), (number, is)) in pairs {
        let place = format!("{place}#{}", number + 1);
        changes.extend(Change::if_differs(Rule::LabelChanged, &place, &was.label, &is.label));
        changes.extend(Change::of_lists(Rule::AlternativesChanged, &place, &stated(was), &stated(is)));
    }
    if !gone.is_empty() || !come.is_empty() {
        let (before, after) = (named(&gone), named(&come));
        let place = place.to_owned();
        changes.push(Change {
            place,
            before: only_in(&before, &[]),
            after: only_in(&after, &[]),
            ..Change::whole(Rule::AlternativesChanged)
        });
    }
    changes
}

fn shapes(content: &Content) -> &[Variant] {
    if let Content::Variants(variants) = content { variants } else { &[] }
}

/// Those with the same label are the same; of the others the first is the first, where there are as many.
fn pair<'a>(
    old: &'a [Variant],
    new: &'a [Variant],
) -> (Vec<(Numbered<'a>, Numbered<'a>)>, Vec<Numbered<'a>>, Vec<Numbered<'a>>) {
    let mut pairs = Vec::new();
    let mut gone = Vec::new();
    let mut come: Vec<Numbered<'a>> = new.iter().enumerate().collect();
    for was in old.iter().enumerate() {
        match come.iter().position(|(_, is)| !is.label.is_empty() && is.label == was.1.label) {
            Some(index) => pairs.push((was, come.remove(index))),
            None => gone.push(was),
        }
    }
    if gone.len() == come.len() {
        pairs.extend(gone.drain(..).zip(come.drain(..)));
    }
    (pairs, gone, come)
}

fn named(shapes: &[Numbered<'_>]) -> Vec<String> {
    let name = |(number, shape): &Numbered<'_>| match shape.label.as_str() {
        "" => format!("#{}", number + 1),
        label => label.to_owned(),
    };
    shapes.iter().map(name).collect()
}

/// All that an alternative states, a line for each of its fields.
fn stated(shape: &Variant) -> Vec<String> {
    let mut lines = Vec::new();
    state("", &shape.fields, &mut lines);
    lines
}

fn state(above: &str, fields: &[Field], lines: &mut Vec<String>) {
    for field in fields {
        let path = format!("{above}{}", field.name);
        let mut line = format!("{path} {} {} {}", flag(field.required), View::of(field), field.label);
        let encrypted = field.encrypted.map_or(String::new(), |key| format!("{} key", Encrypted::as_str(key)));
        for more in [encrypted, field.values.join(" | ")].iter().filter(|more| !more.is_empty()) {
            line.extend([" (", more, ")"]);
        }
        lines.push(line);
        state(&format!("{path}."), field.fields(), lines);
        for (number, shape) in shapes(&field.content).iter().enumerate() {
            state(&format!("{path}#{}.", number + 1), &shape.fields, lines);
        }
    }
}
