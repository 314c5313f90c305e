//! From a method and a path to an operation.

use std::collections::{BTreeMap, HashMap};

use percent_encoding::percent_decode_str;

use super::operation::Operation;

/// What stands before the path on the hosts of some operations. The same operations are served without it elsewhere.
const PREFIXES: [&str; 2] = ["/hk", "/global"];

/// An operation, and what its path says.
#[derive(Clone, Debug)]
pub struct Found<'a> {
    /// What is asked for.
    pub operation: &'a Operation,
    /// The values of the `{placeholders}`, decoded.
    pub parameters: BTreeMap<String, String>,
}

/// Operations by their method and the number of their segments.
#[derive(Debug)]
pub(super) struct Routes(HashMap<(&'static str, usize), Vec<Route>>);

/// The way to one operation.
#[derive(Debug)]
struct Route {
    /// Which operation it is.
    number: usize,
    /// The words of its template; nothing where a placeholder stands.
    words: Vec<Option<&'static str>>,
}

impl Route {
    fn of(number: usize, template: &'static str) -> Self {
        let word = |segment: &'static str| placeholder(segment).is_none().then_some(segment);
        Self { number, words: segments(template).map(word).collect() }
    }

    fn fits(&self, path: &[&str]) -> bool {
        self.words.iter().zip(path).all(|(word, found)| word.map_or(!found.is_empty(), |word| word == *found))
    }
}

impl Routes {
    pub(super) fn of(operations: &[Operation]) -> Self {
        let mut routes: HashMap<_, Vec<Route>> = HashMap::new();
        for (number, operation) in operations.iter().enumerate() {
            let route = Route::of(number, operation.template());
            routes.entry((operation.method(), route.words.len())).or_default().push(route);
        }
        Self(routes)
    }

    pub(super) fn find<'a>(&self, operations: &'a [Operation], method: &str, target: &str) -> Option<Found<'a>> {
        let path = target.split('?').next().unwrap_or_default();
        let below = PREFIXES.iter().filter_map(|prefix| path.strip_prefix(prefix));
        std::iter::once(path).chain(below).find_map(|path| self.at(operations, method, path))
    }

    fn at<'a>(&self, operations: &'a [Operation], method: &str, path: &str) -> Option<Found<'a>> {
        let found: Vec<&str> = segments(path).collect();
        let routes = self.0.get(&(known(method)?, found.len()))?;
        let fitting = routes.iter().filter(|route| route.fits(&found));
        // A word in the template says more than a placeholder, and the first one most.
        let is_word = |route: &&Route| route.words.iter().map(Option::is_some).collect::<Vec<_>>();
        let operation = &operations[fitting.max_by_key(is_word)?.number];
        Some(Found { operation, parameters: parameters(operation.template(), path) })
    }
}

fn known(method: &str) -> Option<&'static str> {
    ["GET", "POST", "PUT", "PATCH", "DELETE"].into_iter().find(|known| *known == method)
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/')
}

fn placeholder(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

fn parameters(template: &str, path: &str) -> BTreeMap<String, String> {
    let pairs = segments(template).zip(segments(path));
    pairs.filter_map(|(wanted, found)| Some((placeholder(wanted)?.to_owned(), decoded(found)))).collect()
}

fn decoded(segment: &str) -> String {
    percent_decode_str(segment).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_goes_before_a_placeholder() {
        let operations: Vec<_> = ["GET /a/{id}", "GET /a/b", "GET /{x}/b", "GET /a/{id}/c"]
            .into_iter()
            .map(|id| Operation::new(id, "{}"))
            .collect();
        let routes = Routes::of(&operations);
        let id = |path: &str| routes.find(&operations, "GET", path).map(|found| found.operation.id());
        assert_eq!(id("/a/b"), Some("GET /a/b"));
        assert_eq!(id("/hk/a/b"), Some("GET /a/b"));
        assert_eq!(id("/a/x?b"), Some("GET /a/{id}"));
        assert_eq!(id("/x/b"), Some("GET /{x}/b"));
        assert_eq!((id("/a/"), id("/a/x/"), id("a/x")), (None, None, None));
        let found = routes.find(&operations, "GET", "/a/%E4%B8%80%2F").expect("it fits");
        assert_eq!(found.parameters["id"], "一/");
    }
}
