//! The place in a value that is being read, and what becomes of what does not fit there.

use super::asked::Asked;
use super::drift::{DriftKind, Drifts, Form};
use super::kept::Kept;
use super::path::{self, Step};
use super::value::Member;
use super::{DecodeError, Open, Place, Value, Wire, dispatch};
use crate::file::File;

/// The place in a value that is being read.
///
/// An error sticks, with its path, until an optional member takes it: then that is absent. Whatever is read in between
/// does not matter.
pub struct In<'v> {
    pub(super) at: Option<&'v Value>,
    asked: Asked,
    pub(super) trail: Vec<Step>,
    failure: Option<Failure>,
    drift: Drifts,
    /// How deep the innermost optional member is that may be absent.
    optional: Option<usize>,
    kept: &'v Kept,
    pub(super) opener: Option<&'v dyn Open>,
    /// Nothing that was sent is to be left out.
    strict: bool,
    /// Placeholders are wanted, and nothing is an error: a builder is being set up.
    blank: bool,
    /// The names of the fields of the outermost object, where they are wanted.
    names: Option<Vec<&'static str>>,
}

struct Failure {
    error: DecodeError,
    /// How deep it is, where an empty string stands for nothing.
    empty: Option<usize>,
}

/// What is put aside while a part is being read.
pub(super) struct Outer<'v> {
    at: Option<&'v Value>,
    asked: Asked,
    depth: usize,
}

/// What is known where an optional member begins.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    depth: usize,
    drift: (usize, usize),
    optional: Option<usize>,
}

impl<'v> In<'v> {
    pub(super) fn new(at: Option<&'v Value>, kept: &'v Kept) -> Self {
        Self {
            at: at.filter(|value| !value.is_null()),
            asked: Asked::default(),
            trail: Vec::new(),
            failure: None,
            drift: Drifts::default(),
            optional: None,
            kept,
            opener: None,
            strict: false,
            blank: false,
            names: None,
        }
    }

    pub(super) fn opening(self, opener: &'v dyn Open) -> Self {
        Self { opener: Some(opener), ..self }
    }

    pub(super) fn strictly(self) -> Self {
        Self { strict: true, ..self }
    }

    pub(super) fn blank(self) -> Self {
        Self { blank: true, ..self }
    }

    // What each field calls stays a function: a struct has up to a hundred, and each would hold all of it again.
    /// The field of this name.
    #[inline(never)]
    pub fn field<T: Wire>(&mut self, name: &'static str) -> T {
        let outer = self.enter(name);
        let value = dispatch::get(self);
        self.leave(outer);
        value
    }

    /// The file that is here, where someone has put one.
    pub(crate) fn file(&self) -> Option<File> {
        match self.at {
            Some(Value::File(file)) => Some(file.clone()),
            _ => None,
        }
    }

    /// The field of this name, whose text is itself JSON.
    #[inline(never)]
    pub fn encoded<T: Wire>(&mut self, name: &'static str) -> T {
        let outer = self.enter(name);
        self.enter_text(names::<T>);
        let value = dispatch::get(self);
        self.leave(outer);
        value
    }

    /// The field of this name, which may be absent, while the documentation says that it always comes.
    #[inline(never)]
    pub fn stated<T: Wire>(&mut self, name: &'static str) -> T {
        let outer = self.enter(name);
        self.expect();
        let value = dispatch::get(self);
        self.leave(outer);
        value
    }

    /// The field of this name, whose text is itself JSON, and which the documentation says that always comes.
    #[inline(never)]
    pub fn stated_encoded<T: Wire>(&mut self, name: &'static str) -> T {
        let outer = self.enter(name);
        self.expect();
        self.enter_text(names::<T>);
        let value = dispatch::get(self);
        self.leave(outer);
        value
    }

    /// The field of a request that goes in its path.
    pub fn path<T: Wire>(&mut self, name: &'static str) -> T {
        self.field(name)
    }

    /// The field of a request that goes in its query.
    pub fn query<T: Wire>(&mut self, name: &'static str) -> T {
        self.field(name)
    }

    /// The field of a request that is a header.
    pub fn header<T: Wire>(&mut self, name: &'static str) -> T {
        self.field(name)
    }

    /// The field of a request that goes in its query, and whose text is itself JSON.
    pub fn encoded_query<T: Wire>(&mut self, name: &'static str) -> T {
        self.encoded(name)
    }

    /// The field of a request that shares its name with one of another place, by its key.
    pub fn keyed<T: Wire>(&mut self, _: Place, _: &'static str, key: &'static str, encoded: bool) -> T {
        if encoded { self.encoded(key) } else { self.field(key) }
    }

    /// Tells where nothing stands.
    fn expect(&mut self) {
        if !self.is_there() {
            self.tell(DriftKind::Missing);
        }
    }

    /// Goes to the field of this name, by a pointer: see [`dispatch`].
    fn enter(&mut self, name: &'static str) -> Outer<'v> {
        let go_in: fn(&mut Self, &'static str) -> Outer<'v> = Self::go_in;
        go_in(self, name)
    }

    fn go_in(&mut self, name: &'static str) -> Outer<'v> {
        if let Some(names) = self.names.as_mut().filter(|_| self.trail.is_empty()) {
            names.push(name);
        }
        let members = if self.has_failed() { None } else { self.members() };
        let member = members.and_then(|members| self.asked.find(members, name));
        self.step(Step::Key(name), member)
    }

    /// Goes to an item of the list that stands here. Where it is null there is none, which is told.
    pub(super) fn enter_item(&mut self, index: usize, item: &'v Value) -> Option<Outer<'v>> {
        let outer = self.step(Step::Index(index), Some(item));
        if self.is_there() {
            return Some(outer);
        }
        self.tell(DriftKind::NullItem);
        self.leave(outer);
        None
    }

    fn step(&mut self, step: Step, to: Option<&'v Value>) -> Outer<'v> {
        let depth = self.trail.len();
        self.trail.push(step);
        self.put_aside(depth, to)
    }

    /// Stays in place, to read what stands here anew.
    pub(super) fn again(&mut self) -> Outer<'v> {
        self.put_aside(self.trail.len(), self.at)
    }

    fn put_aside(&mut self, depth: usize, to: Option<&'v Value>) -> Outer<'v> {
        let at = std::mem::replace(&mut self.at, to.filter(|value| !value.is_null()));
        Outer { at, asked: std::mem::take(&mut self.asked), depth }
    }

    /// Goes back, by a pointer as well.
    pub(super) fn leave(&mut self, outer: Outer<'v>) {
        let go_out: fn(&mut Self, Outer<'v>) = Self::go_out;
        go_out(self, outer);
    }

    fn go_out(&mut self, outer: Outer<'v>) {
        self.tell_unasked();
        self.trail.truncate(outer.depth);
        self.at = outer.at;
        self.asked = outer.asked;
    }

    /// Tells of the members that no type knows, once all have been asked for.
    fn tell_unasked(&mut self) {
        if let Some(Value::Object(members)) = self.at {
            self.tell_rest(members);
        }
    }

    fn tell_rest(&mut self, members: &[Member]) {
        if self.has_failed() {
            return;
        }
        for (key, _) in self.asked.rest(members).filter(|(_, value)| !value.is_null()) {
            self.drift.push(DriftKind::UnknownMember, || {
                let mut path = path::render(&self.trail);
                path::push_key(&mut path, key);
                path
            });
        }
    }

    /// What stands here is not read by its members.
    pub(super) fn take_whole(&mut self) {
        self.asked.take_whole();
    }

    pub(super) fn is_there(&self) -> bool {
        self.at.is_some()
    }

    pub(super) fn is_blank(&self) -> bool {
        self.blank
    }

    pub(super) fn has_failed(&self) -> bool {
        self.failure.is_some()
    }

    /// Where an optional member begins, if there is one.
    pub(super) fn mark(&mut self) -> Option<Mark> {
        if self.at.is_none() || self.has_failed() {
            return None;
        }
        let depth = self.trail.len();
        Some(Mark { depth, drift: self.drift.mark(), optional: self.optional.replace(depth) })
    }

    /// Whether an optional member could be read. If not, it is absent, and this is told.
    pub(super) fn settle(&mut self, mark: Mark) -> bool {
        self.optional = mark.optional;
        !self.has_failed() || self.drop_optional(mark)
    }

    #[cold]
    fn drop_optional(&mut self, mark: Mark) -> bool {
        let is_told = |failure: &mut Failure| !self.strict || failure.empty == Some(mark.depth);
        let Some(Failure { error, empty }) = self.failure.take_if(is_told) else { return false };
        self.asked.take_whole();
        self.drift.forget(mark.drift);
        if empty == Some(mark.depth) {
            let absent = DriftKind::Converted { from: Form::EmptyString, to: Form::Absent };
            self.drift.push(absent, || error.path);
        } else {
            let member = path::render(&self.trail[..mark.depth]);
            self.drift.push(DriftKind::Dropped { member, reason: error.message }, || error.path);
        }
        false
    }

    /// Whether what stands here may be absent.
    pub(super) fn is_optional(&self) -> bool {
        self.optional == Some(self.trail.len())
    }

    pub(super) fn keep(&mut self, value: Value) -> &'v Value {
        let link = self.kept.keep(value);
        self.kept = &link.next;
        &link.value
    }

    /// Tells that one form was taken for another.
    pub(super) fn converted(&mut self, from: Form, to: Form) {
        self.tell(DriftKind::Converted { from, to });
    }

    /// Tells of a value that its enum does not list.
    #[allow(dead_code, reason = "without a product there is no enum")]
    pub(crate) fn unlisted(&mut self) {
        self.tell(DriftKind::UnknownValue);
    }

    /// What is told behind a failure goes with it.
    pub(super) fn tell(&mut self, kind: DriftKind) {
        if !self.blank {
            self.drift.push(kind, || path::render(&self.trail));
        }
    }

    /// Records that a required field is not there.
    pub(super) fn missing(&mut self) {
        self.fail("required, but absent or null".to_owned());
    }

    pub(super) fn unexpected<T: Default>(&mut self, wanted: Form) -> T {
        match self.at {
            Some(found) => {
                let found = found.found();
                self.fail(format!("expected {wanted}, found {found}"));
                if let (Form::EmptyString, Some(failure)) = (found.form, &mut self.failure) {
                    failure.empty = Some(self.trail.len());
                }
            }
            None => self.missing(),
        }
        T::default()
    }

    pub(super) fn fail(&mut self, message: String) {
        if !self.has_failed() && !self.blank {
            let error = DecodeError::new(path::render(&self.trail), message);
            self.failure = Some(Failure { error, empty: None });
        }
    }

    pub(super) fn read<T: Wire>(mut self) -> Result<(T, Drifts), DecodeError> {
        let value = dispatch::get(&mut self);
        self.tell_unasked();
        match self.failure {
            None => Ok((value, self.drift)),
            Some(Failure { error, .. }) => Err(error),
        }
    }
}

static EMPTY: Value = Value::Object(Vec::new());

/// The names of the fields of a type.
pub(super) fn names<T: Wire>() -> Vec<&'static str> {
    let kept = Kept::default();
    let mut from = In { blank: true, names: Some(Vec::new()), ..In::new(Some(&EMPTY), &kept) };
    dispatch::get::<T>(&mut from);
    from.names.unwrap_or_default()
}
