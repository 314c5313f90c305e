//! Which members of an object have been asked for.

use super::Value;
use super::value::Member;

/// A bit for each member, in their order. Nothing is allocated for an object of up to 64 members.
#[derive(Default)]
pub(super) struct Asked {
    /// Where the next member is looked for first: mostly they come in the order in which they are asked for.
    next: usize,
    few: u64,
    more: Option<Box<[u64]>>,
    /// All of it has been read in another way than by its members, or is not to be read.
    whole: bool,
}

impl Asked {
    /// The value of a member, which is asked for by this.
    pub(super) fn find<'v>(&mut self, members: &'v [Member], name: &str) -> Option<&'v Value> {
        let (before, behind) = members.split_at(self.next.min(members.len()));
        let at = |members: &[Member]| members.iter().position(|(key, _)| key == name);
        let index = at(behind).map(|index| index + before.len()).or_else(|| at(before))?;
        self.next = index + 1;
        let bit = 1 << (index % 64);
        let bits = match index / 64 {
            0 => &mut self.few,
            word => &mut self.more.get_or_insert_with(|| vec![0; members.len() / 64].into())[word - 1],
        };
        *bits |= bit;
        Some(&members[index].1)
    }

    pub(super) fn take_whole(&mut self) {
        self.whole = true;
    }

    /// The members that nobody has asked for.
    pub(super) fn rest<'v>(&self, members: &'v [Member]) -> impl Iterator<Item = &'v Member> {
        let members = if self.whole { &[] } else { members };
        members.iter().enumerate().filter(|(index, _)| !self.has(*index)).map(|(_, member)| member)
    }

    fn has(&self, index: usize) -> bool {
        let bits = match index / 64 {
            0 => self.few,
            word => self.more.as_ref().map_or(0, |more| more[word - 1]),
        };
        bits & 1 << (index % 64) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_in_any_order_is_no_rest() {
        for count in [1, 63, 64, 65, 128, 129, 300] {
            let members: Vec<_> = (0..count).map(|number| (number.to_string().into(), Value::Int(number))).collect();
            let mut asked = Asked::default();
            for number in (0..count).rev().chain(0..count).filter(|number| number % 3 != 1) {
                assert_eq!(asked.find(&members, &number.to_string()), Some(&Value::Int(number)));
            }
            assert_eq!(asked.find(&members, "none"), None);
            let rest: Vec<&str> = asked.rest(&members).map(|(key, _)| key.as_ref()).collect();
            let expected: Vec<String> = (0..count).filter(|number| number % 3 == 1).map(|n| n.to_string()).collect();
            assert_eq!(rest, expected);
            for name in &expected {
                asked.find(&members, name);
            }
            assert_eq!(asked.rest(&members).count(), 0);
        }
    }

    #[test]
    fn nothing_is_left_of_what_is_taken_whole() {
        let members = [("a".into(), Value::Int(1)), ("b".into(), Value::Int(2))];
        let mut asked = Asked::default();
        asked.find(&members, "a");
        asked.take_whole();
        assert_eq!(asked.rest(&members).count(), 0);
    }
}
