//! Fields before and after, and what lies below them.

use super::alternatives;
use super::change::{Change, only_in};
use super::rules::Rule;
use super::view::{View, flag};
use crate::format::Format;
use crate::model::{Content, Encrypted, Field, OperationId, Required};
use crate::presence::Presence;

/// Walks two trees of fields at once.
pub(super) struct Walk<'a> {
    role: Role<'a>,
    changes: &'a mut Vec<Change>,
}

/// Who fills the fields decides what their required flags mean.
enum Role<'a> {
    Request,
    Answer(Answers<'a>),
}

/// Which fields of an answer a caller can count on, before and after.
pub(super) struct Answers<'a> {
    known: Option<[(&'a Presence, &'a OperationId); 2]>,
}

impl<'a> Answers<'a> {
    pub(super) fn of(old: (&'a Presence, &'a OperationId), new: (&'a Presence, &'a OperationId)) -> Self {
        Self { known: Some([old, new]) }
    }

    /// None of them but lists.
    pub(super) fn none() -> Self {
        Self { known: None }
    }

    fn guarantees(&self, path: &str, old: &Field, new: &Field) -> (bool, bool) {
        let Some([before, after]) = self.known else { return (old.is_certain_list(), new.is_certain_list()) };
        (before.0.guarantees(before.1, path, old), after.0.guarantees(after.1, path, new))
    }
}

impl<'a> Walk<'a> {
    pub(super) fn request(changes: &'a mut Vec<Change>) -> Self {
        Self { role: Role::Request, changes }
    }

    pub(super) fn answer(changes: &'a mut Vec<Change>, answers: Answers<'a>) -> Self {
        Self { role: Role::Answer(answers), changes }
    }

    pub(super) fn push(&mut self, change: impl Into<Option<Change>>) {
        self.changes.extend(change.into());
    }

    /// Two lists: of the side `place`, or below the field `path` of it.
    pub(super) fn fields(&mut self, place: &str, path: &str, old: &[Field], new: &[Field]) {
        // A list without a name is what the JSON text above it holds: whether it must come is said there.
        let is_required = |field: &Field| field.required == Required::Yes && !field.name.is_empty();
        let below = |name: &str| (join(place, if path.is_empty() { " " } else { "." }, name), join(path, ".", name));
        for was in old {
            let (place, path) = below(&was.name);
            match new.iter().find(|is| is.name == was.name) {
                Some(is) => self.field(&place, &path, (was, is_required(was)), (is, is_required(is))),
                None => self.removed(&place, was),
            }
        }
        for is in new.iter().filter(|is| old.iter().all(|was| was.name != is.name)) {
            self.added(&below(&is.name).0, is, is_required(is));
        }
        let names = |fields: &[Field]| -> Vec<String> { fields.iter().map(|field| field.name.clone()).collect() };
        self.order(place, &names(old), &names(new));
    }

    pub(super) fn removed(&mut self, place: &str, was: &Field) {
        let before = Some(View::of(was).to_string());
        let (place, label) = (place.to_owned(), was.label.clone());
        self.push(Change { place, before, label, ..Change::whole(Rule::FieldRemoved) });
    }

    pub(super) fn added(&mut self, place: &str, is: &Field, required: bool) {
        let rule = match (&self.role, required) {
            (Role::Request, true) => Rule::RequiredFieldAdded,
            (Role::Request, false) => Rule::OptionalFieldAdded,
            (Role::Answer(_), _) => Rule::AnswerFieldAdded,
        };
        let after = Some(View::of(is).to_string());
        let (place, label) = (place.to_owned(), is.label.clone());
        self.push(Change { place, after, label, ..Change::whole(rule) });
    }

    /// One field, with whether a request must have it.
    pub(super) fn field(
        &mut self,
        place: &str,
        path: &str,
        (was, must): (&Field, bool),
        (is, must_now): (&Field, bool),
    ) {
        self.presence(place, path, (was, must), (is, must_now));
        self.shape(place, was, is);
        let choice = |field: &Field| field.one_of.as_ref().map_or("none".to_owned(), ToString::to_string);
        self.push(Change::if_differs(Rule::ChoiceChanged, place, &choice(was), &choice(is)));
        let format = |field: &Field| field.format.map_or("none", Format::as_str);
        self.push(Change::if_differs(Rule::FormatChanged, place, &format(was), &format(is)));
        self.push(Change::if_differs(Rule::LabelChanged, place, &was.label, &is.label));
        let example = |field: &Field| field.example.as_ref().map_or("none".to_owned(), ToString::to_string);
        self.push(Change::if_differs(Rule::ExampleChanged, place, &example(was), &example(is)));
        self.below(place, path, was, is);
    }

    fn presence(&mut self, place: &str, path: &str, (was, must): (&Field, bool), (is, must_now): (&Field, bool)) {
        let visible = match &self.role {
            Role::Request => match (must, must_now) {
                (false, true) => Some(Change::of(Rule::FieldNowRequired, place, &"optional", &"required")),
                (true, false) => Some(Change::of(Rule::FieldNowOptional, place, &"required", &"optional")),
                _ => None,
            },
            Role::Answer(answers) => match answers.guarantees(path, was, is) {
                (true, false) => Some(Change::of(Rule::AnswerNowOption, place, &"T", &"Option<T>")),
                (false, true) => Some(Change::of(Rule::AnswerNowPresent, place, &"Option<T>", &"T")),
                _ => None,
            },
        };
        let flags = || Change::if_differs(Rule::RequiredFlagChanged, place, &flag(was.required), &flag(is.required));
        self.push(visible.or_else(flags));
    }

    fn shape(&mut self, place: &str, was: &Field, is: &Field) {
        let (before, after) = (View::of(was), View::of(is));
        let key = |field: &Field| field.encrypted.map_or("plain", Encrypted::as_str);
        if before != after {
            let rule = self.retyped(before, after);
            let change = if rule == Rule::EncryptionChanged {
                Change::of(rule, place, &key(was), &key(is))
            } else {
                Change::of(rule, place, &before, &after)
            };
            return self.push(change);
        }
        self.push(Change::if_differs(Rule::EncryptionKeyChanged, place, &key(was), &key(is)));
        self.push(Change::if_differs(Rule::TypeWordChanged, place, &was.ty, &is.ty));
        let encoding =
            |field: &Field| if matches!(field.content, Content::EncodedJson(_)) { "JSON text" } else { "JSON" };
        self.push(Change::if_differs(Rule::EncodingChanged, place, &encoding(was), &encoding(is)));
        self.values(place, before.is_enum(), &was.values, &is.values);
    }

    /// What another type means to those who fill the field, or read it.
    fn retyped(&self, before: View, after: View) -> Rule {
        let widened = matches!(self.role, Role::Request)
            && before.is_text()
            && after.is_enum()
            && before.is_list() == after.is_list();
        match (before.is_encryption(after), widened) {
            (true, _) => Rule::EncryptionChanged,
            (false, true) => Rule::NowEnum,
            (false, false) => Rule::TypeChanged,
        }
    }

    fn values(&mut self, place: &str, is_enum: bool, was: &[String], is: &[String]) {
        if !is_enum {
            self.push(Change::of_lists(Rule::ValuesChanged, place, was, is));
            return self.order(place, was, is);
        }
        let change = |rule, before, after| Change { place: place.to_owned(), before, after, ..Change::whole(rule) };
        self.push(only_in(was, is).map(|gone| change(Rule::EnumValueRemoved, Some(gone), None)));
        self.push(only_in(is, was).map(|new| change(Rule::EnumValueAdded, None, Some(new))));
        self.order(place, was, is);
    }

    fn below(&mut self, place: &str, path: &str, was: &Field, is: &Field) {
        // Fields that come or go with their parent are said by its type.
        if was.content != Content::Leaf && is.content != Content::Leaf {
            self.fields(place, path, &was.members(), &is.members());
            self.changes.extend(alternatives::compare(place, &was.content, &is.content));
        }
    }

    /// Whether what stays has changed places.
    pub(super) fn order(&mut self, place: &str, was: &[String], is: &[String]) {
        let kept = |from: &[String], other: &[String]| {
            from.iter().filter(|name| other.contains(name)).cloned().collect::<Vec<_>>().join(", ")
        };
        self.push(Change::if_differs(Rule::OrderChanged, place, &kept(was, is), &kept(is, was)));
    }
}

fn join(parent: &str, separator: &str, name: &str) -> String {
    if parent.is_empty() { name.to_owned() } else { format!("{parent}{separator}{name}") }
}
