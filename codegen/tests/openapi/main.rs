//! The document of OpenAPI: what it says is all that the spec says, in a form that tools take.

mod changes;
mod complete;
mod document;
mod odd;
mod rules;
