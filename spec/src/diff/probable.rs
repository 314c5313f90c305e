//! A field that is gone beside a new one that looks the same: probably it has another name, or another place.

use super::change::Change;
use super::rules::Rule;

/// Says so at both of them. It stays a guess: to a caller one field is gone and another one is there.
pub(super) fn mark(changes: &mut [Change]) {
    let is_new = |change: &Change| {
        matches!(change.rule, Rule::RequiredFieldAdded | Rule::OptionalFieldAdded | Rule::AnswerFieldAdded)
    };
    let gone: Vec<usize> = indexes(changes, |change| change.rule == Rule::FieldRemoved);
    let mut new: Vec<usize> = indexes(changes, is_new);
    let kinds: [fn(&Change, &Change) -> bool; 2] = [is_renamed, is_elsewhere];
    for same in kinds {
        for was in &gone {
            if changes[*was].probably.is_some() {
                continue;
            }
            let mut found = new.iter().copied().filter(|is| same(&changes[*was], &changes[*is]));
            // Of two that look the same it cannot be told which is which.
            let (Some(is), None) = (found.next(), found.next()) else { continue };
            if gone.iter().filter(|other| same(&changes[**other], &changes[is])).count() > 1 {
                continue;
            }
            changes[*was].probably = Some(format!("it is `{}` now", changes[is].place));
            changes[is].probably = Some(format!("it was `{}`", changes[*was].place));
            new.retain(|other| *other != is);
        }
    }
}

fn indexes(changes: &[Change], which: impl Fn(&Change) -> bool) -> Vec<usize> {
    changes.iter().enumerate().filter(|(_, change)| which(change)).map(|(index, _)| index).collect()
}

/// Beside it, of the same type, and with the same label.
fn is_renamed(was: &Change, is: &Change) -> bool {
    let labelled = !was.label.is_empty() && was.label == is.label;
    was.before == is.after && labelled && parent(&was.place) == parent(&is.place)
}

/// Somewhere else in its side, with the same name and of the same type.
fn is_elsewhere(was: &Change, is: &Change) -> bool {
    was.before == is.after && side(&was.place) == side(&is.place) && name(&was.place) == name(&is.place)
}

/// The requests of all parts are one side to a caller.
fn side(place: &str) -> &str {
    place.split([' ', '.']).next().unwrap_or_default()
}

fn name(place: &str) -> &str {
    place.rsplit([' ', '.']).next().unwrap_or_default()
}

fn parent(place: &str) -> &str {
    place.strip_suffix(name(place)).unwrap_or_default()
}
