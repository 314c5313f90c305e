//! What differs between places that are to be one type.

/// A property of something in a type that not all places have alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The wire names from the type down to it; empty for the type itself.
    pub path: Vec<String>,
    pub aspect: Aspect,
    /// What it is at each place, by the number of the place; nothing where the path leads nowhere.
    pub found: Vec<Option<String>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// Whether the member is there.
    Member,
    /// Whether it has to be, or comes for certain.
    Presence,
    /// Which values are documented, or that there are any.
    Values,
    Type,
    List,
    /// Whether it is JSON in a string.
    Encoding,
    /// The part of a request that it goes in.
    Part,
    /// What it is called in Rust.
    Ident,
    /// What a value is called in Rust.
    Variant,
    /// Of which fields a request needs one.
    Choice,
}

impl Aspect {
    /// The word that lets places differ in it, where there is one.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::Member => Some("members"),
            Self::Presence => Some("required"),
            Self::Values => Some("values"),
            _ => None,
        }
    }

    /// What is found, in a sentence of which the place is the rest.
    pub fn verb(self) -> &'static str {
        match self {
            Self::Member | Self::Presence | Self::Type | Self::List | Self::Encoding => "is",
            Self::Values => "has",
            Self::Part => "goes in",
            Self::Ident | Self::Variant => "is called",
            Self::Choice => "is needed as",
        }
    }
}

/// What is found at places, by the number of each.
pub struct Found {
    count: usize,
    words: Vec<(usize, String)>,
}

impl Found {
    /// Of so many places.
    pub fn new(count: usize, words: impl IntoIterator<Item = (usize, String)>) -> Self {
        Self { count, words: words.into_iter().collect() }
    }

    /// The difference, if there is one.
    pub fn differs(self, path: &[String], aspect: Aspect) -> Option<Difference> {
        let (_, first) = self.words.first()?;
        if self.words.iter().all(|(_, word)| word == first) {
            return None;
        }
        let mut found = vec![None; self.count];
        for (place, word) in self.words {
            found[place] = Some(word);
        }
        Some(Difference { path: path.to_vec(), aspect, found })
    }
}
