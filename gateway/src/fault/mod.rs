//! Faults by name: all that a service, and what stands before it, can do wrong to a client.
//!
//! Each of them says what it does and what a right client does then, as a sentence for people and as [`Right`] for
//! programs. They stand in groups, in the files of this folder; [`Fault::all`] has all of them.
//!
//! A fault begins with a request that is right. Whether the state of the shop changes is part of it: what is refused or
//! turned away *in place of* an answer has changed nothing, and what goes wrong with the answer itself comes after it.

mod answer;
mod body;
mod proxy;
mod refusal;
mod signature;
mod table;
mod wire;

use std::fmt;

use crate::reply::{Effect, Reply};

/// What a right client does about a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Right {
    /// It takes the answer: there is nothing wrong with it.
    Accept,
    /// It does not use the answer, of which nobody knows who wrote it. A write may have taken effect.
    Distrust,
    /// It reports that the service has refused, with the code, and does not send the same again by itself.
    Refusal,
    /// It may send the same again, after a pause; else it reports an error. The status asks for it, signed or not: a number
    /// names one thing, however often it comes. Where nobody has signed it, nobody has refused anything.
    Again,
    /// It reports an error, and does not know whether a write has taken effect: it sends none again by itself, and asks
    /// first. A read it may send again.
    Unknown,
}

/// A fault.
#[derive(Clone, Copy)]
pub struct Fault {
    name: &'static str,
    what: &'static str,
    client: &'static str,
    right: Right,
    effects: &'static [Effect],
}

impl Fault {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        let groups = [signature::FAULTS, body::FAULTS, answer::FAULTS, refusal::FAULTS, proxy::FAULTS, wire::FAULTS];
        groups.into_iter().flatten().copied()
    }

    /// The fault of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|fault| fault.name == name)
    }

    /// Its name, such as `wrong-signature`.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// What it does.
    pub fn what(self) -> &'static str {
        self.what.trim()
    }

    /// What a right client does then, in words.
    pub fn client(self) -> &'static str {
        self.client
    }

    /// What a right client does then.
    pub fn right(self) -> Right {
        self.right
    }

    /// What is answered in place of an answer, where nothing changes.
    pub fn instead(self) -> Option<Reply> {
        let is_instead = self.effects.iter().any(|effect| matches!(effect, Effect::Instead(_)));
        is_instead.then(|| Reply::empty(204).fault(self))
    }

    /// How it is done.
    pub fn effects(self) -> &'static [Effect] {
        self.effects
    }
}

impl Reply {
    /// With this fault. One that stands *in place of* an answer replaces it.
    ///
    /// ```
    /// use wechatpay_gateway::Reply;
    /// use wechatpay_gateway::fault::Fault;
    ///
    /// let forged = Reply::empty(204).fault(Fault::WRONG_SIGNATURE);
    /// ```
    #[must_use]
    pub fn fault(self, fault: Fault) -> Self {
        fault.effects().iter().cloned().fold(self, Self::effect)
    }
}

impl PartialEq for Fault {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Fault {}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fault({})", self.name)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_has_a_name_of_its_own_and_says_what_it_is() {
        let all: Vec<_> = Fault::all().collect();
        assert!(all.len() >= 100, "{}", all.len());
        let names: HashSet<_> = all.iter().map(|fault| fault.name()).collect();
        assert_eq!(names.len(), all.len());
        for fault in all {
            assert!(
                fault.name().bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            );
            assert!(fault.what().ends_with('.') && fault.client().len() > 8, "{fault:?}");
            assert_eq!(Fault::named(fault.name()), Some(fault));
        }
        assert_eq!(Fault::named("no-such-fault"), None);
    }
}
