//! The parts of a request, as the rows on the top level of its table name them.

/// What a row on the top level can be called, besides the placeholders of the URL.
pub const PARTS: [&str; 5] = ["json", "query", "headers", "body", "base_uri"];
