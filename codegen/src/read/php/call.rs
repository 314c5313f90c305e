//! A call of the client, and what does not parse as one.

use super::value::Php;
use crate::page::Span;

/// One link of the chain behind `$instance`.
#[derive(Clone, Debug, PartialEq)]
pub enum Link {
    /// `->name`
    Property(String),
    /// `['v3/…']` or `->chain('v3/…')`
    Path(String),
}

/// `$instance->…->post([…])`
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    pub links: Vec<Link>,
    pub method: String,
    pub arguments: Php,
    /// From `$instance` to the closing parenthesis.
    pub span: Span,
}

/// What does not parse, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct SyntaxError {
    pub span: Span,
    pub message: String,
}

pub type Result<T> = std::result::Result<T, SyntaxError>;
