//! Whatever stands in a file of the spec: it is read or refused with a place in it, nothing of it is lost, and what is
//! written is read again as the same.
//!
//! An input is the name of a file, by which it is read, and its text; or, behind a line `=== made`, choices from which an
//! operation is made that is written and read.

#![no_main]

#[path = "spec/files.rs"]
mod files;
#[path = "spec/made.rs"]
mod made;

use libfuzzer_sys::fuzz_target;
use wechatpay_fuzz::budget;
use wechatpay_fuzz::choices::Choices;

const MADE: &[u8] = b"=== made\n";

fuzz_target!(|bytes: &[u8]| {
    if let Some(choices) = bytes.strip_prefix(MADE) {
        return made::is_read_as_it_was_made(&mut Choices(choices));
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some((file, text)) = text.split_once('\n') {
        budget::within(text.len(), || files::check(file, text));
    }
});
