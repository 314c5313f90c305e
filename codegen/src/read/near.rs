//! Words that are meant to be others.

/// How many letters may be wrong, missing, too many or swapped.
const SLIPS: usize = 2;

/// The known word that a word is nearest to, if it is near any: neither case nor the kind of joint matters.
pub fn nearest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let plain = |word: &str| word.trim_start_matches('.').to_ascii_lowercase().replace('_', "-");
    // A long word is no slip of a short one, and takes long to compare.
    let is_like = |known: &&str| word.len().abs_diff(known.len()) <= SLIPS + 1;
    let wanted = plain(word);
    let compared = known.into_iter().filter(is_like).map(|known| (strsim::osa_distance(&wanted, &plain(known)), known));
    compared.filter(|(slips, _)| *slips <= SLIPS).min_by_key(|(slips, _)| *slips).map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_near_what_was_meant() {
        let known = [".im-deprecated", ".im-redesigned", "data-required"];
        for (word, meant) in [
            (".img-deprecated", Some(".im-deprecated")),
            (".im-depracated", Some(".im-deprecated")),
            (".im-depercated", Some(".im-deprecated")),
            (".im_deprecated", Some(".im-deprecated")),
            ("im-deprecated", Some(".im-deprecated")),
            (".IM-Deprecated", Some(".im-deprecated")),
            (".im-redesign", Some(".im-redesigned")),
            ("data_require", Some("data-required")),
            (".im-brand-new", None),
            ("out_trade_no", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, known), meant, "{word}");
        }
    }
}
