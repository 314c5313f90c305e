//! Which object it is: by the event type, by `original_type`, and by the members on top.
//!
//! No product is known here by name. What is known of each object is what the documentation lists: its members, which of
//! them always come, and the answers of queries that are the same object.

use super::object::{Form, Object};
use crate::generated::event::{FORMS, OBJECTS};
use crate::wire::Value;

/// What can be told.
pub(super) enum Told {
    /// This one.
    One(&'static Object),
    /// One of these, and nothing says which.
    Several(Vec<&'static Object>),
    /// No object comes under this event type.
    None,
}

impl Told {
    /// The members that name whose it is, the first that does before the others: those that all that it could be have.
    pub(super) fn accounts(&self) -> Vec<&'static str> {
        let objects = match self {
            Self::One(object) => std::slice::from_ref(object),
            Self::Several(objects) => objects.as_slice(),
            Self::None => &[],
        };
        let Some((first, others)) = objects.split_first() else { return Vec::new() };
        let is_common = |account: &&&str| others.iter().all(|other| other.accounts.contains(account));
        first.accounts.iter().filter(is_common).copied().collect()
    }
}

/// Tells which object comes under an event type.
pub(super) fn tell(event_type: &str, original_type: Option<&str>, content: &Value) -> Told {
    among(OBJECTS.iter().filter(|object| object.is_of(event_type)).collect(), original_type, content)
}

fn among(objects: Vec<&'static Object>, original_type: Option<&str>, content: &Value) -> Told {
    let fitting = fit(&objects, content);
    let is_original = |object: &&Object| original_type.is_some_and(|name| object.original_types.contains(&name));
    let original: Vec<_> = objects.into_iter().filter(is_original).collect();
    let both: Vec<_> = fitting.iter().filter(|object| is_original(object)).copied().collect();
    let mut told = match (original.is_empty(), both.is_empty()) {
        (false, false) => both,
        // What the documentation does not know says nothing.
        (true, _) => fitting,
        // Each says another thing.
        (false, true) => fit(&original, content).into_iter().chain(fitting).collect(),
    };
    // What may be anything says less than what may be this alone.
    let all = told.clone();
    told.retain(|object| !all.iter().any(|other| is_part(other.members, object.members)));
    match told.as_slice() {
        [] => Told::None,
        [one] => Told::One(one),
        _ => Told::Several(told),
    }
}

/// Those that the content fits best. What none of them documents tells nothing, and neither does an optional member that is
/// missing: so no member more and none less makes one object another.
fn fit(objects: &[&'static Object], content: &Value) -> Vec<&'static Object> {
    let is_known = |name: &&str| objects.iter().any(|object| object.members.contains(name));
    let told: Vec<&str> = present(content).filter(is_known).collect();
    let mut fitting = objects.to_vec();
    keep_least(&mut fitting, |object| told.iter().filter(|name| !object.members.contains(name)).count());
    // Where each lacks what the content has, it says several things at once.
    let is_whole = |object: &&Object| told.iter().all(|name| object.members.contains(name));
    if fitting.iter().all(is_whole) {
        keep_least(&mut fitting, |object| object.required.iter().filter(|name| !told.contains(name)).count());
    }
    fitting
}

/// The queries that answer with this form of the object, as far as its members tell. Members that none of the forms has
/// tell nothing.
pub(super) fn queries(object: &Object, content: &Value) -> Vec<&'static str> {
    fitting(object.forms.iter().filter_map(|place| FORMS.get(*place)).collect(), content)
}

fn fitting(mut forms: Vec<&'static Form>, content: &Value) -> Vec<&'static str> {
    let known: Vec<&str> = forms.iter().flat_map(|form| form.members).copied().collect();
    let told = present(content).filter(|name| known.contains(name)).collect::<Vec<_>>();
    keep_least(&mut forms, |form| told.iter().filter(|name| !form.members.contains(name)).count());
    forms.iter().flat_map(|form| form.queries).copied().collect()
}

fn keep_least<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let Some(least) = items.iter().map(&key).min() else { return };
    items.retain(|item| key(item) == least);
}

/// Whether the one is a part of the other, and not all of it.
fn is_part(one: &[&str], other: &[&str]) -> bool {
    one.len() < other.len() && one.iter().all(|name| other.contains(name))
}

fn present(content: &Value) -> impl Iterator<Item = &str> {
    let members = if let Value::Object(members) = content { members.as_slice() } else { &[] };
    members.iter().filter(|(_, value)| !matches!(value, Value::Null)).map(|(name, _)| name.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notification::Event;
    use crate::wire::{DecodeError, Open, Read};

    fn read(_: &Value, _: &dyn Open) -> Result<Read<Event>, DecodeError> {
        unreachable!("nothing is read here")
    }

    const fn object(
        event_type: &'static str,
        original_types: &'static [&'static str],
        members: &'static [&'static str],
        required: &'static [&'static str],
    ) -> Object {
        Object::new(event_type, &[], original_types, read).members(members, required)
    }

    static WIDE: Object = object("WIDE", &["order", "share"], &["no", "total", "receiver"], &[]);
    static SHARE: Object = object("SHARE", &["share"], &["no", "receiver"], &["receiver"]);
    static RETURN: Object = object("RETURN", &["share"], &["no", "receiver"], &["receiver"]);
    static OTHER: Object = object("OTHER", &["share"], &["no", "time"], &[]);
    static PAYMENT: Object = object("PAYMENT", &["order"], &["no", "total", "state"], &[]);
    static PART: Object = object("PART", &["share"], &["no", "receiver", "part"], &["receiver", "part"]);

    fn told(objects: &[&'static Object], original_type: Option<&str>, json: &str) -> Vec<&'static str> {
        match among(objects.to_vec(), original_type, &Value::parse(json.as_bytes()).expect("JSON")) {
            Told::None => Vec::new(),
            Told::One(object) => vec![object.event_type],
            Told::Several(objects) => objects.iter().map(|object| object.event_type).collect(),
        }
    }

    #[test]
    fn objects_are_told_apart_by_what_is_documented_of_them() {
        let both = [&WIDE, &SHARE];
        for (original_type, json, expected) in [
            (Some("order"), r#"{"no":"1","receiver":{}}"#, "WIDE"),
            (Some("share"), r#"{"no":"1","receiver":{}}"#, "SHARE"),
            (Some("share"), r#"{"no":"1","total":1}"#, "WIDE"),
            (Some("share"), r#"{"no":"1","receiver":{},"new":1}"#, "SHARE"),
            (Some("share"), r#"{"no":"1"}"#, "WIDE"),
            (Some("share"), r#"{"no":"1","new":1}"#, "WIDE"),
            (Some("share"), r#"{"no":"1","receiver":null}"#, "WIDE"),
            (None, r#"{"no":"1","receiver":{}}"#, "SHARE"),
            (Some("of tomorrow"), r#"{"no":"1","receiver":{}}"#, "SHARE"),
            (None, "[]", "WIDE"),
        ] {
            assert_eq!(told(&both, original_type, json), [expected], "{original_type:?} {json}");
        }
        assert_eq!(told(&[&SHARE, &OTHER], Some("share"), r#"{"no":"1","time":""}"#), ["OTHER"]);
        assert_eq!(told(&[], Some("share"), "{}"), [""; 0]);
        assert_eq!(told(&[&SHARE], Some("order"), r#"{"total":1}"#), ["SHARE"], "the event type alone says it");
    }

    /// One member more, known or not, and one less make no share a payment, whatever is said beside it.
    #[test]
    fn no_member_more_or_less_makes_one_object_another() {
        let both = [&PAYMENT, &PART];
        for original_type in [None, Some("share"), Some("of tomorrow")] {
            for json in [
                r#"{"no":"1","receiver":{},"part":1}"#,
                r#"{"no":"1","receiver":{},"part":1,"new":1}"#,
                r#"{"no":"1","receiver":{},"part":1,"state":1}"#,
                r#"{"receiver":{},"part":1}"#,
                r#"{"no":"1","part":1}"#,
            ] {
                assert_eq!(told(&both, original_type, json), ["PART"], "{original_type:?} {json}");
            }
        }
        for json in [r#"{"total":1,"state":1,"receiver":{}}"#, r#"{"total":1}"#, r#"{"no":"1"}"#, r#"{"new":1}"#] {
            assert_eq!(told(&both, Some("order"), json), ["PAYMENT"], "{json}");
            assert_eq!(told(&both, None, json), ["PAYMENT"], "{json}");
        }
    }

    #[test]
    fn what_says_two_things_is_said_to_be_either() {
        let both = [&PAYMENT, &PART];
        let share = r#"{"no":"1","receiver":{},"part":1}"#;
        assert_eq!(told(&both, Some("order"), share), ["PAYMENT", "PART"]);
        assert_eq!(told(&both, Some("share"), r#"{"total":1,"state":1}"#), ["PART", "PAYMENT"]);
        assert_eq!(told(&both, None, r#"{"total":1,"part":1}"#), ["PAYMENT", "PART"]);
    }

    #[test]
    fn nobody_guesses_where_nothing_tells() {
        let share = r#"{"no":"1","receiver":{}}"#;
        assert_eq!(told(&[&WIDE, &RETURN, &SHARE], Some("share"), share), ["RETURN", "SHARE"]);
    }

    #[test]
    fn the_members_tell_which_queries_answer_with_it() {
        static FORMS: &[Form] = &[
            Form { queries: &["GET /a", "GET /b"], members: &["no", "total"] },
            Form { queries: &["GET /c"], members: &["no", "orders"] },
            Form { queries: &["GET /d"], members: &["no", "total", "place"] },
        ];
        let queries = |json: &str| fitting(FORMS.iter().collect(), &Value::parse(json.as_bytes()).expect("JSON"));
        assert_eq!(queries(r#"{"no":"1","orders":[]}"#), ["GET /c"]);
        assert_eq!(queries(r#"{"no":"1","total":1,"new":1}"#), ["GET /a", "GET /b", "GET /d"]);
        assert_eq!(queries(r#"{"no":"1","total":1,"place":""}"#), ["GET /d"]);
        assert_eq!(super::queries(&WIDE, &Value::Object(Vec::new())), [""; 0]);
    }
}
