//! What second sources say otherwise than the corrected spec, less what is decided.
//!
//! The documentation has one author. Whoever else has described the same service, or has written down what it sent, is
//! a second source; what such sources say is kept as facts, one JSON object a line (`README.md` of this crate). The
//! spec is held against them, and each disagreement is corrected (`spec/overrides`) or declined (`spec/evidence.toml`).
//!
//! | question | module |
//! | --- | --- |
//! | what the sources say | [`facts`] |
//! | where the spec says otherwise | [`compare`] |
//! | what of it is decided | [`decisions`] |
//! | how it is told | [`report`] |
//!
//! ```no_run
//! use std::path::Path;
//! use wechatpay_evidence::{compare::compare, decisions::Decisions, facts::Facts};
//! use wechatpay_spec::{Corrected, Overrides};
//!
//! let folder = Path::new("spec");
//! let spec = Corrected::load(folder).unwrap();
//! let facts = Facts::load(&["openapi.jsonl".into()]).unwrap();
//! let found = compare(&spec, &facts);
//! let decisions = Decisions::load(folder, &spec.spec).unwrap();
//! let judged = decisions.judge(&found, &Overrides::load(folder).unwrap(), &facts);
//! assert!(judged.is_decided());
//! ```

pub mod compare;
pub mod decisions;
pub mod facts;
mod kind;
pub mod report;
mod source;

pub use kind::Kind;
pub use source::{Origin, Source, Speaker};
