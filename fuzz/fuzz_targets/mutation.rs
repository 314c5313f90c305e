//! Changes of form that a service makes to a single member.

use serde::de::IgnoredAny;
use wechatpay_client::wire::Value;
use wechatpay_fuzz::choices::Choices;

#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Index(usize),
}

/// A place in an answer.
#[derive(Clone, Debug)]
pub struct Place {
    pub path: String,
    /// Whether nothing lies below it.
    pub is_leaf: bool,
    steps: Vec<Step>,
}

impl Place {
    fn below(&self, step: Step, is_leaf: bool) -> Self {
        let path = match &step {
            Step::Key(key) => format!("{}.{key}", self.path),
            Step::Index(index) => format!("{}[{index}]", self.path),
        };
        Self { path, is_leaf, steps: [self.steps.as_slice(), &[step]].concat() }
    }

    /// What stands here.
    pub fn of<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        self.steps.iter().try_fold(value, |value, step| match (step, value) {
            (Step::Key(key), _) => value.get(key),
            (Step::Index(index), Value::List(items)) => items.get(*index),
            _ => None,
        })
    }

    /// The member that this place is, or is an item of.
    pub fn member(&self) -> Self {
        let depth = self.steps.iter().rposition(|step| matches!(step, Step::Key(_))).map_or(0, |last| last + 1);
        let root = Self { path: "$".to_owned(), is_leaf: false, steps: Vec::new() };
        self.steps[..depth].iter().fold(root, |place, step| place.below(step.clone(), self.is_leaf))
    }
}

/// All places of a value, itself among them.
pub fn places(value: &Value) -> Vec<Place> {
    let mut places = Vec::new();
    collect(value, &Place { path: "$".to_owned(), is_leaf: false, steps: Vec::new() }, &mut places);
    places
}

fn collect(value: &Value, place: &Place, places: &mut Vec<Place>) {
    places.push(place.clone());
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                collect(value, &place.below(Step::Key(key.to_string()), is_leaf(value)), places);
            }
        }
        Value::List(items) => {
            for (index, value) in items.iter().enumerate() {
                collect(value, &place.below(Step::Index(index), is_leaf(value)), places);
            }
        }
        _ => {}
    }
}

fn is_leaf(value: &Value) -> bool {
    !matches!(value, Value::Object(_) | Value::List(_))
}

#[derive(Debug)]
pub enum Mutation {
    Remove,
    /// The same in a string, or as what the string says.
    Retype,
    /// The same as JSON in a string.
    Quote,
    /// A list around it.
    Wrap,
    /// An object around it.
    Nest,
    /// Without the list or the object around it.
    Unwrap,
    /// Any other JSON text in its place.
    Replace(String),
    /// A string in its place.
    Text(String),
    /// Many levels around it.
    Bury(usize),
    /// A member that nobody knows, or one item more.
    Add(String),
    /// The member once more, with this value.
    Again(String),
    /// A byte order mark in front of the whole.
    Mark,
}

/// Stands where the text of a mutation comes in.
const MARK: &str = "@here@";

const TEXTS: [&str; 24] = [
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1",
    "1.50",
    "100.0",
    "1e2",
    "1e999",
    "-1e-999",
    "9223372036854775808",
    "123456789012345678901234567890.5e-3",
    "\"\"",
    "\" \"",
    "\"1\"",
    "\"true\"",
    "[]",
    "{}",
    "[null]",
    "[[]]",
    "{\"\":{}}",
    "\"[]\"",
    "\"{}\"",
];

impl Mutation {
    pub fn choose(choices: &mut Choices<'_>) -> Self {
        match choices.byte() % 14 {
            0 => Self::Remove,
            1 => Self::Retype,
            2 => Self::Quote,
            3 => Self::Wrap,
            4 => Self::Nest,
            5 => Self::Unwrap,
            6 => Self::Replace(TEXTS[choices.below(TEXTS.len())].to_owned()),
            7 => Self::Replace(choices.text()),
            8 => Self::Text(choices.text()),
            9 => Self::Bury(choices.below(300)),
            10 => Self::Add(TEXTS[choices.below(TEXTS.len())].to_owned()),
            11 => Self::Again(TEXTS[choices.below(TEXTS.len())].to_owned()),
            12 => Self::Again(choices.text()),
            _ => Self::Mark,
        }
    }

    pub fn removes(&self) -> bool {
        matches!(self, Self::Remove) || matches!(self, Self::Replace(text) if text.trim() == "null")
    }

    pub fn adds(&self) -> bool {
        matches!(self, Self::Add(text) if text != "null")
    }

    /// Whether what is put in may well be another value of the right form.
    pub fn is_in_form(&self) -> bool {
        matches!(self, Self::Replace(_) | Self::Text(_) | Self::Add(_) | Self::Mark | Self::Retype | Self::Quote)
    }

    /// Whether items of the list around the place have other numbers then.
    pub fn moves_items(&self) -> bool {
        self.removes() || matches!(self, Self::Add(_))
    }

    /// The answer with this change, as JSON text; nothing where it does not apply or makes no JSON.
    pub fn apply(&self, answer: &Value, place: &Place) -> Option<String> {
        if let Self::Mark = self {
            return Some(format!("\u{feff}{}", answer.to_json()));
        }
        let mut changed = answer.clone();
        let at = find(&mut changed, &place.steps)?;
        let mark = || Value::Text(MARK.to_owned());
        // Where nothing else is put in, the mark is not there.
        let mut text = "null".to_owned();
        match self {
            Self::Remove => return remove(changed, &place.steps),
            Self::Retype => *at = retyped(at)?,
            Self::Quote => *at = Value::Text(at.to_json()),
            Self::Wrap => *at = Value::List(vec![at.clone()]),
            Self::Nest => *at = Value::Object(vec![("nested".into(), at.clone())]),
            Self::Unwrap => *at = unwrapped(at)?,
            Self::Text(text) => *at = Value::Text(text.clone()),
            Self::Replace(other) => {
                text.clone_from(other);
                *at = mark();
            }
            Self::Bury(depth) => {
                text = format!("{}{}{}", "[".repeat(*depth), at.to_json(), "]".repeat(*depth));
                *at = mark();
            }
            Self::Add(other) => {
                text.clone_from(other);
                match at {
                    Value::Object(members) => members.push(("new_member".into(), mark())),
                    Value::List(items) => items.push(mark()),
                    _ => return None,
                }
            }
            Self::Again(other) => {
                text.clone_from(other);
                let (Step::Key(key), around) = place.steps.split_last()? else { return None };
                let Value::Object(members) = find(&mut changed, around)? else { return None };
                members.push((key.clone().into(), mark()));
            }
            Self::Mark => {}
        }
        let is_json = serde_json::from_str::<IgnoredAny>(&text).is_ok();
        is_json.then(|| changed.to_json().replace(&format!("\"{MARK}\""), &text))
    }
}

fn find<'v>(value: &'v mut Value, steps: &[Step]) -> Option<&'v mut Value> {
    steps.iter().try_fold(value, |value, step| match (step, value) {
        (Step::Key(key), Value::Object(members)) => {
            members.iter_mut().find(|(name, _)| name == key).map(|(_, value)| value)
        }
        (Step::Index(index), Value::List(items)) => items.get_mut(*index),
        _ => None,
    })
}

fn remove(mut value: Value, steps: &[Step]) -> Option<String> {
    let (last, around) = steps.split_last()?;
    match (last, find(&mut value, around)?) {
        (Step::Key(key), Value::Object(members)) => members.retain(|(name, _)| name != key),
        (Step::Index(index), Value::List(items)) => _ = items.remove(*index),
        _ => return None,
    }
    Some(value.to_json())
}

fn retyped(value: &Value) -> Option<Value> {
    match value {
        Value::Text(text) => Value::parse(text.as_bytes()).ok(),
        Value::Int(_) | Value::Bool(_) => Some(Value::Text(value.to_json())),
        _ => None,
    }
}

fn unwrapped(value: &Value) -> Option<Value> {
    match value {
        Value::List(items) => items.first().cloned(),
        Value::Object(members) => members.first().map(|(_, value)| value.clone()),
        _ => None,
    }
}
