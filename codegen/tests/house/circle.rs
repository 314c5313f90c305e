//! Circles of a graph: its strongly connected components of more than one node, as Tarjan finds them.

use std::collections::{BTreeMap, BTreeSet};

/// Who needs whom.
pub type Needs = BTreeSet<(String, String)>;

/// Every circle, its nodes sorted and written in one line.
pub fn all(needs: &Needs) -> Vec<String> {
    let mut to: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (from, target) in needs {
        to.entry(from).or_default().push(target);
    }
    let mut search =
        Search { to: &to, numbers: BTreeMap::new(), lows: BTreeMap::new(), open: Vec::new(), found: vec![] };
    for node in to.keys() {
        if !search.numbers.contains_key(node) {
            search.visit(node);
        }
    }
    let mut circles: Vec<String> = search.found.iter().map(|circle| circle.join(", ")).collect();
    circles.sort();
    circles
}

struct Search<'g> {
    to: &'g BTreeMap<&'g str, Vec<&'g str>>,
    numbers: BTreeMap<&'g str, usize>,
    lows: BTreeMap<&'g str, usize>,
    open: Vec<&'g str>,
    found: Vec<Vec<&'g str>>,
}

impl<'g> Search<'g> {
    fn visit(&mut self, node: &'g str) {
        let number = self.numbers.len();
        self.numbers.insert(node, number);
        self.lows.insert(node, number);
        self.open.push(node);
        for &next in self.to.get(node).into_iter().flatten() {
            let low = match self.numbers.get(next) {
                None => {
                    self.visit(next);
                    self.lows[next]
                }
                Some(&earlier) if self.open.contains(&next) => earlier,
                Some(_) => continue,
            };
            self.lows.entry(node).and_modify(|known| *known = low.min(*known));
        }
        if self.lows[node] == number {
            let start = self.open.iter().position(|open| *open == node).expect("it is open");
            let mut circle = self.open.split_off(start);
            circle.sort_unstable();
            if circle.len() > 1 {
                self.found.push(circle);
            }
        }
    }
}
