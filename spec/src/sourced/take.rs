//! What sources say, taken over as far as it is about fields that are there.

use std::collections::{BTreeMap, BTreeSet};

use super::place::Spot;
use super::table::Table;
use crate::model::{Field, Spec};
use crate::target::Target;

/// One statement of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub target: Target,
    pub spot: Spot,
    pub what: String,
    pub source: String,
}

/// What has been taken over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken<T> {
    pub taken: T,
    /// How many statements were left, by the reason.
    pub left: BTreeMap<String, usize>,
    /// Sources of which nothing says where they are to be found.
    pub unknown: Vec<String>,
}

impl Table {
    /// A table of what is said, with the decisions and the descriptions of the sources that this one has. `word` says how
    /// a statement is put here, `refuse` why it can say nothing of a field.
    pub(super) fn take(
        &self,
        spec: &Spec,
        said: impl IntoIterator<Item = Said>,
        word: impl Fn(&str) -> Result<String, String>,
        refuse: impl Fn(&Field) -> Option<&'static str>,
    ) -> Taken<Self> {
        let mut taken = Taken { taken: Self { told: BTreeMap::new(), ..self.clone() }, ..Taken::default() };
        for Said { target, spot, what, source } in said {
            let fields = spot.find(spec, &target);
            let is_declined = |word: &String| {
                self.declined
                    .get(&target)
                    .and_then(|spots| spots.get(&spot))
                    .is_some_and(|known| known.contains_key(word))
            };
            let refused = fields.iter().find_map(|field| refuse(field));
            let why = match (word(&what), refused) {
                (Err(why), _) => why,
                (Ok(_), _) if fields.is_empty() => "there is no such field".to_owned(),
                (Ok(word), _) if is_declined(&word) => "is declined".to_owned(),
                (Ok(_), Some(why)) => why.to_owned(),
                (Ok(word), None) => {
                    let spots = taken.taken.told.entry(target).or_default();
                    spots.entry(spot).or_default().entry(word).or_default().insert(source);
                    continue;
                }
            };
            *taken.left.entry(why).or_default() += 1;
        }
        let heard: BTreeSet<String> = taken.taken.heard().into_iter().map(str::to_owned).collect();
        taken.taken.sources.retain(|name, _| heard.contains(name));
        taken.unknown = heard.into_iter().filter(|name| !self.sources.contains_key(name)).collect();
        taken
    }
}
