//! What `source.toml` is to say: never the name of a state that the spec does not hold.

use std::collections::BTreeSet;

use wechatpay_spec::Source;

use crate::part::Extent;

/// The pages that were read.
#[derive(Clone, Copy, Debug)]
pub struct State<'a> {
    pub extent: Extent,
    pub digest: &'a str,
    /// The commit whose pages these are, all of them and as they are there.
    pub revision: Option<&'a str>,
    /// The pages of the documentation, as far as it is known, of which the spec has nothing.
    pub empty: &'a BTreeSet<String>,
}

/// What the spec took over of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Taken {
    /// Some pages could not be read, and are held.
    pub holds: bool,
    /// The spec is what it was.
    pub unchanged: bool,
}

/// The record after a run that read these pages.
pub fn record(known: Option<&Source>, state: State<'_>, taken: Taken) -> Source {
    let (revision, based_on) = match known {
        // A part that changes nothing leaves the spec in the state that it was in.
        Some(known) if state.extent == Extent::Part && taken.unchanged => {
            return Source { empty: state.empty.clone(), ..known.clone() };
        }
        Some(known) if state.extent == Extent::Part => (None, known.nearest()),
        // The same pages are still those of the commit that is known.
        Some(known) if state.revision.is_none() && known.digest == state.digest => {
            (known.revision.as_deref(), known.based_on.as_deref())
        }
        _ => (state.revision.filter(|_| state.extent != Extent::Part), None),
    };
    let (revision, based_on) = if taken.holds { (None, revision.or(based_on)) } else { (revision, based_on) };
    Source {
        revision: revision.map(str::to_owned),
        based_on: based_on.map(str::to_owned),
        repository: known.map_or(Source::UPSTREAM, |known| &known.repository).to_owned(),
        digest: state.digest.to_owned(),
        empty: state.empty.clone(),
    }
}

/// Refuses a name that nothing shows: pages that are no checkout have one where they had it before.
pub fn refuse_claim(known: Option<&Source>, digest: &str, claimed: Option<&str>) -> Result<(), String> {
    let Some(claimed) = claimed else { return Ok(()) };
    match known.filter(|known| known.digest == digest).and_then(Source::nearest) {
        Some(name) if name == claimed => Ok(()),
        Some(name) => Err(format!("`--rev {claimed}`: spec/{} knows these pages as those of {name}", Source::FILE)),
        None => Err(format!(
            "`--rev {claimed}`: the pages lie in no checkout, and nothing shows that they are those of this commit; name \
             a checkout, or leave `--rev` out: their digest is recorded then"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(extent: Extent, digest: &'static str, revision: Option<&'static str>) -> State<'static> {
        State { extent, digest, revision, empty: const { &BTreeSet::new() } }
    }

    fn named(source: &Source) -> (Option<&str>, Option<&str>, &str) {
        (source.revision.as_deref(), source.based_on.as_deref(), &source.digest)
    }

    const NOTHING: Taken = Taken { holds: false, unchanged: false };

    #[test]
    fn a_whole_state_keeps_its_name_as_long_as_its_pages_are_the_same() {
        let first = record(None, state(Extent::Whole, "d1", Some("r1")), NOTHING);
        assert_eq!(named(&first), (Some("r1"), None, "d1"));
        let again = record(Some(&first), state(Extent::Whole, "d1", None), NOTHING);
        assert_eq!(again, first);
        let other = record(Some(&first), state(Extent::Whole, "d2", None), NOTHING);
        assert_eq!(named(&other), (None, None, "d2"));
        let next = record(Some(&first), state(Extent::Whole, "d2", Some("r2")), NOTHING);
        assert_eq!(named(&next), (Some("r2"), None, "d2"));
    }

    #[test]
    fn a_state_of_which_pages_are_held_is_only_near_until_they_are_read() {
        let holds = Taken { holds: true, unchanged: false };
        let held = record(None, state(Extent::Whole, "d1", Some("r1")), holds);
        assert_eq!(named(&held), (None, Some("r1"), "d1"));
        assert_eq!(record(Some(&held), state(Extent::Whole, "d1", None), holds), held);
        let read = record(Some(&held), state(Extent::Whole, "d1", Some("r1")), NOTHING);
        assert_eq!(named(&read), (Some("r1"), None, "d1"));
    }

    #[test]
    fn a_name_that_nothing_shows_is_the_one_that_is_known() {
        let known = record(None, state(Extent::Whole, "d1", Some("r1")), NOTHING);
        let near = record(None, state(Extent::Whole, "d1", Some("r1")), Taken { holds: true, unchanged: false });
        for known in [known, near] {
            let refused = |digest: &str, name: &str| refuse_claim(Some(&known), digest, Some(name)).unwrap_err();
            assert_eq!(refuse_claim(Some(&known), "d1", Some("r1")), Ok(()));
            assert!(refused("d1", "r2").contains("knows these pages as those of r1"));
            assert!(refused("d2", "r2").contains("nothing shows") && refused("d2", "r1").contains("nothing shows"));
        }
        assert!(refuse_claim(None, "d1", Some("r1")).is_err() && refuse_claim(None, "d1", None).is_ok());
    }

    #[test]
    fn a_part_takes_the_name_away_if_it_changes_anything() {
        let whole = record(None, state(Extent::Whole, "d1", Some("r1")), NOTHING);
        let part = state(Extent::Part, "d2", Some("r2"));
        let same = record(Some(&whole), part, Taken { holds: false, unchanged: true });
        assert_eq!(same, whole);
        let merged = record(Some(&whole), part, NOTHING);
        assert_eq!(named(&merged), (None, Some("r1"), "d2"));
        assert_eq!(named(&record(None, part, NOTHING)), (None, None, "d2"));
    }
}
