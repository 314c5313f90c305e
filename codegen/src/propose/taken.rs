//! Names of types that are taken, and the first that is free.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;

use crate::names::claims::builder;

/// What is sent and is called like what comes: the two are never one type.
const INPUT: &str = "Input";

/// A module, and a name in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    pub module: String,
    pub name: String,
}

/// Names that are taken, each by one type.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// Whether what has the name is sent.
    names: BTreeMap<Name, bool>,
    /// What is below a type lies in a module of its name.
    modules: BTreeSet<(String, String)>,
}

impl Taken {
    /// Takes the name of a type, and that of its builder where it has one.
    pub fn take(&mut self, name: &Name, is_sent: bool) -> bool {
        let all = [Some(name.name.clone()), is_sent.then(|| builder(&name.name))];
        let all: Vec<Name> = all.into_iter().flatten().map(|called| name.with(called)).collect();
        let module = (name.module.clone(), name.name.to_snake_case());
        let is_free = !self.modules.contains(&module) && all.iter().all(|name| !self.names.contains_key(name));
        if is_free {
            self.names.extend(all.into_iter().map(|name| (name, is_sent)));
            self.modules.insert(module);
        }
        is_free
    }

    /// Takes the first of some names that is free. What is sent is called after what comes, where that has its name.
    pub fn first(&mut self, names: &[Name], is_sent: bool) -> Option<Name> {
        names.iter().find_map(|name| {
            if self.take(name, is_sent) {
                return Some(name.clone());
            }
            let is_of_a_twin = is_sent && self.names.get(name) == Some(&false);
            let input = is_of_a_twin.then(|| name.with(format!("{}{INPUT}", name.name)))?;
            self.take(&input, is_sent).then_some(input)
        })
    }
}

impl Name {
    fn with(&self, name: String) -> Self {
        Self { module: self.module.clone(), name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Name {
        Name { module: "pay".to_owned(), name: name.to_owned() }
    }

    #[test]
    fn the_name_of_a_builder_is_taken_with_that_of_what_it_builds() {
        let mut taken = Taken::default();
        assert!(taken.take(&named("Amount"), true));
        assert!(!taken.take(&named("AmountBuilder"), false) && !taken.take(&named("Amount"), false));
        assert!(taken.take(&named("PayerBuilder"), false) && !taken.take(&named("Payer"), true));
        assert!(taken.take(&named("Payer"), false));
    }

    #[test]
    fn what_is_sent_is_called_after_what_comes() {
        let mut taken = Taken::default();
        let names = [named("Amount"), named("RefundAmount")];
        let mut first = |is_sent| taken.first(&names, is_sent).map(|name| name.name);
        assert_eq!(first(false).as_deref(), Some("Amount"));
        assert_eq!(first(true).as_deref(), Some("AmountInput"));
        // Another one that is sent has to be told apart by more than that.
        assert_eq!(first(true).as_deref(), Some("RefundAmount"));
        assert_eq!(first(false), None);
    }
}
