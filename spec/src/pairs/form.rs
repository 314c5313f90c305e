//! The forms in which a notification comes: one for each kind of query that answers with the same object.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::object;
use super::file::{Excuse, Pair, Pairs};
use crate::model::{OperationId, Spec};

/// One form of what a notification holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The queries that answer with it.
    pub queries: Vec<OperationId>,
    /// The names on top of it, as the notification has them.
    pub members: BTreeSet<String>,
}

impl Pairs {
    /// The forms of a notification, as the answers to its queries tell them apart. What has the same names is one form.
    pub fn forms(&self, spec: &Spec, webhook: &str) -> Vec<Form> {
        let mut forms: BTreeMap<BTreeSet<String>, Vec<OperationId>> = BTreeMap::new();
        for pair in self.pairs.iter().filter(|pair| pair.webhooks.iter().any(|(name, _)| name == webhook)) {
            for (id, members) in pair.members(spec) {
                forms.entry(members).or_default().push(id);
            }
        }
        forms.into_iter().map(|(members, queries)| Form { queries, members }).collect()
    }
}

impl Pair {
    fn members(&self, spec: &Spec) -> Vec<(OperationId, BTreeSet<String>)> {
        let known = self.operations.iter().filter_map(|(id, _)| spec.operations.iter().find(|one| one.id == *id));
        let answers = known.filter_map(|one| Some((one.id.clone(), object(&one.response, self.at.as_deref()).ok()?)));
        let named = |name: &str| {
            let is_it = |excuse: &Excuse| matches!(excuse, Excuse::Named(other) if other == name);
            let other = self.exceptions.iter().find(|exception| is_it(&exception.excuse));
            other.map_or_else(|| name.to_owned(), |exception| exception.field.clone())
        };
        answers.map(|(id, fields)| (id, fields.iter().map(|field| named(&field.name)).collect())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Field, Kind, Operation, Request, Response, Status, Type};

    fn query(id: &str, names: &[&str]) -> Operation {
        let fields = names.iter().map(|name| Field::new(*name, Type::one(Kind::String))).collect();
        Operation {
            id: id.parse().unwrap(),
            title: String::new(),
            source: String::new(),
            docs: Vec::new(),
            status: Status::default(),
            base: None,
            request: Request::default(),
            response: Response::Json { fields },
        }
    }

    #[test]
    fn queries_that_answer_with_the_same_names_are_one_form() {
        let operations = vec![
            query("GET /v3/a", &["no", "status"]),
            query("GET /v3/b", &["status", "no"]),
            query("GET /v3/c", &["no"]),
        ];
        let spec = Spec { operations, ..Spec::default() };
        let text = r#"
            [[pair]]
            webhooks = ["X.DONE"]
            operations = ["GET /v3/a", "GET /v3/b", "GET /v3/c", "GET /v3/gone"]
            except = [{ field = "x_status", as = "status", reason = "another name" }]
        "#;
        let forms = Pairs::parse("pairs.toml", text).unwrap().forms(&spec, "X.DONE");
        let told: Vec<(Vec<String>, Vec<&str>)> = forms
            .iter()
            .map(|form| {
                (
                    form.queries.iter().map(ToString::to_string).collect(),
                    form.members.iter().map(String::as_str).collect(),
                )
            })
            .collect();
        let of = |queries: &[&str], members: &[&'static str]| {
            (queries.iter().map(|id| (*id).to_owned()).collect(), members.to_vec())
        };
        assert_eq!(told, [of(&["GET /v3/c"], &["no"]), of(&["GET /v3/a", "GET /v3/b"], &["no", "x_status"])]);
        assert_eq!(Pairs::default().forms(&spec, "X.DONE"), []);
    }
}
