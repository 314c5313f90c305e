//! From upstream to a tree that is ready for review: the documentation is fetched, and what came of it is said.

mod folder;
pub mod news;
pub mod upstream;
pub mod worksheet;
