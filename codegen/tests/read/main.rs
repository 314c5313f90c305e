//! The reader, from pages to the spec: what it makes of every oddity of the dialect, and what it says of every slip.

mod counts;
mod fixtures;
mod linear;
mod lost;
mod mutations;
mod order;
mod pages;
mod sound;
mod told;
