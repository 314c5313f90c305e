//! What people have decided, and how it is laid over what the pages state: which slips of a page are accepted, what is
//! corrected, what the protocol adds.

use std::path::Path;

use wechatpay_spec::overrides::{Arrival, Scope, Siblings, Undecided};
use wechatpay_spec::{
    AllowList, Corrected, Filtered, Held, Occurrence, Overrides, Presence, Protocol, Spec, SpecError, validate,
};

use crate::diagnostic::Diagnostic;

/// The files below `spec/` that no machine writes.
#[derive(Debug, Default)]
pub struct Decisions {
    pub allowed: AllowList,
    pub overrides: Overrides,
    pub protocol: Protocol,
    pub presence: Presence,
    /// The pages that are held. A machine writes it when it is told to, and an entry stays until its page can be read.
    pub held: Held,
}

/// The corrected spec, and how many corrections it took.
#[derive(Debug)]
pub struct Correction {
    pub corrected: Corrected,
    pub count: usize,
    pub open: Open,
}

/// What a person has still to decide about the corrections. It keeps nothing from being made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// Targets that are named as still to come, and have come.
    pub arrived: Vec<Arrival>,
    /// Operations that have the mistake of a correction, and that it neither covers nor declines.
    pub undecided: Vec<Undecided>,
}

impl Open {
    /// Each in words, with its place below `spec/`.
    pub fn notes(&self) -> Vec<String> {
        let arrived = self.arrived.iter().map(ToString::to_string);
        arrived.chain(self.undecided.iter().map(ToString::to_string)).collect()
    }
}

impl Decisions {
    /// Reads them, and reports everything that is wrong with them by themselves.
    pub fn load(spec: &Path) -> Result<Self, Vec<SpecError>> {
        let mut errors = Vec::new();
        let decisions = Self {
            allowed: kept(AllowList::load(spec), &mut errors),
            overrides: kept(Overrides::load(spec), &mut errors),
            protocol: kept(Protocol::load(spec), &mut errors),
            presence: kept(Presence::load(spec).map_err(|error| vec![error]), &mut errors),
            held: kept(Held::load(spec), &mut errors),
        };
        if errors.is_empty() { Ok(decisions) } else { Err(errors) }
    }

    /// Takes the accepted diagnostics out. An entry for a page that was read must occur as often as it says.
    pub fn accept(&self, diagnostics: Vec<Diagnostic>, read: impl Fn(&str) -> bool) -> Filtered<Diagnostic> {
        let said: Vec<(Diagnostic, String)> = diagnostics.into_iter().map(with_text).collect();
        let filtered = self.allowed.filter(said, read, |(diagnostic, text)| Occurrence {
            code: diagnostic.code.as_str(),
            page: &diagnostic.page.path,
            text,
        });
        Filtered {
            left: filtered.left.into_iter().map(|(diagnostic, _)| diagnostic).collect(),
            allowed: filtered.allowed,
            unused: filtered.unused,
        }
    }

    /// Corrects a copy of the spec, and looks whether the result makes sense. All errors are reported together.
    pub fn correct(&self, stated: &Spec, scope: Scope) -> Result<Correction, Vec<SpecError>> {
        let mut spec = stated.clone();
        let applied = self.overrides.apply(&mut spec, scope);
        let mut errors = if scope == Scope::Whole { self.protocol.check(&spec) } else { Vec::new() };
        // After corrections that do not fit, it would be about fields that they add.
        if scope == Scope::Whole && applied.is_ok() {
            errors.extend(self.presence.check(&spec));
        }
        // A part of the documentation says nothing about the operations beside it.
        let siblings = match (scope, &applied) {
            (Scope::Whole, Ok(_)) => self.overrides.siblings(stated, &spec),
            _ => Siblings::default(),
        };
        errors.extend(siblings.stale);
        errors.extend(validate(&spec));
        match applied {
            Ok(applied) if errors.is_empty() => {
                let corrected = Corrected { spec, presence: self.presence.clone() };
                let open = Open { arrived: applied.arrived, undecided: siblings.undecided };
                Ok(Correction { corrected, count: applied.corrected, open })
            }
            Ok(_) => Err(errors),
            Err(more) => Err(more.into_iter().chain(errors).collect()),
        }
    }
}

fn kept<T: Default>(loaded: Result<T, Vec<SpecError>>, errors: &mut Vec<SpecError>) -> T {
    loaded.unwrap_or_else(|more| {
        errors.extend(more);
        T::default()
    })
}

/// What an entry may name: the message, or a piece of the line.
fn with_text(diagnostic: Diagnostic) -> (Diagnostic, String) {
    let line = &diagnostic.page.text[diagnostic.page.line_at(diagnostic.span.start)];
    let text = format!("{}\n{line}", diagnostic.message);
    (diagnostic, text)
}
