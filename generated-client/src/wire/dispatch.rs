//! Calls by pointer, which rustc's inliner does not follow.
//!
//! Before it inlines anything into a function, it walks through all that this function may come to by name, in search of a
//! circle, and it begins anew with each function. The types that are generated call one another, and the reader and the
//! writer of JSON below them: without these pointers that walk is a fifth of a release build. LLVM sees through a pointer
//! that is constant.

use super::{In, Out, Wire};

/// Gets a value of a type.
pub(super) fn get<T: Wire>(from: &mut In<'_>) -> T {
    let get: fn(&mut In<'_>) -> T = T::get;
    get(from)
}

/// Puts a value of a type.
pub(super) fn put<T: Wire>(value: &T, out: &mut Out) {
    let put: fn(&T, &mut Out) = T::put;
    put(value, out);
}
