//! The part of `CHANGELOG.md` that people write: what has changed in the runtime, by release.
//!
//! It stands above what the history of the spec says, which begins with a heading of its own.

/// Where what is not released yet is written.
const UNRELEASED: &str = "## Unreleased";
/// The heading of what is made from the history of the spec.
pub(super) const MADE: &str = "# By the state of the documentation";
/// What a file begins with that nobody has written in.
const EMPTY: &str = "# Changes\n\nWhat has changed for callers: by release, as people have written it, and further below by the \
                     state of the documentation, as `cargo xtask changelog` has found it.\n\n## Unreleased\n";

/// What people have written, up to what is made.
pub fn part(text: &str) -> &str {
    let found = text.lines().scan(0, |at, line| {
        let start = *at;
        *at += line.len() + 1;
        Some((start, line))
    });
    let made = found.filter(|(_, line)| *line == MADE).map(|(start, _)| start).next();
    made.map_or(EMPTY, |start| text[..start].trim_end())
}

/// What is written for the next release.
pub fn unreleased(text: &str) -> Result<&str, String> {
    let (_, rest) = section(text)?;
    Ok(rest.trim())
}

/// What stands under the heading of a release.
pub fn released<'t>(text: &'t str, version: &str) -> Option<&'t str> {
    let hand = part(text);
    let start = hand.find(&format!("\n## {version} "))? + 1;
    let (_, body) = hand[start..].split_once('\n')?;
    Some(body.split("\n## ").next().unwrap_or_default().trim())
}

/// Moves what is not released yet under a heading of its own, and a line about the documentation below it.
pub fn release(text: &str, heading: &str, made: &str) -> Result<String, String> {
    let (before, body) = section(text)?;
    let end = before.len() + body.len();
    let body = body.trim();
    let blank = if body.is_empty() { "" } else { "\n\n" };
    Ok(format!("{before}\n\n## {heading}\n\n{body}{blank}{made}\n\n{}", text[end..].trim_start()))
}

/// What stands up to the end of the heading of what is not released, and what follows up to the next heading.
fn section(text: &str) -> Result<(&str, &str), String> {
    let hand = part(text);
    if !text.starts_with(hand) {
        return Err(format!("it has no part that people write: there is no line `{MADE}`"));
    }
    let heading = format!("\n{UNRELEASED}\n");
    // The heading may be the last line.
    let start = match hand.find(&heading) {
        Some(start) => start + heading.len() - 1,
        None if hand.ends_with(heading.trim_end()) => hand.len(),
        None => return Err(format!("it has no heading `{UNRELEASED}`")),
    };
    let rest = &hand[start..];
    let end = rest.find("\n## ").map_or(rest.len(), |end| end + 1);
    Ok((&text[..start], &rest[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# Changes\n\nWords.\n\n## Unreleased\n\n- It is faster.\n\n## 0.1.0 · 2026-11-26\n\nThe first.\n\n\
                        # By the state of the documentation\n\n## 2026-08-22 · documentation a\n";

    #[test]
    fn what_people_have_written_ends_where_what_is_made_begins() {
        assert!(part(TEXT).starts_with("# Changes\n") && part(TEXT).ends_with("The first."), "{}", part(TEXT));
        assert_eq!(unreleased(TEXT), Ok("- It is faster."));
        assert_eq!(part("# Changes\n\n## 2026-08-22 · documentation a\n"), EMPTY);
        assert!(unreleased("# Changes\n").is_err());
    }

    #[test]
    fn what_is_not_released_moves_under_the_release() {
        let text = release(TEXT, "0.2.0 · 2026-12-01", "3 operations are new.").expect("it is right");
        let expected = "# Changes\n\nWords.\n\n## Unreleased\n\n## 0.2.0 · 2026-12-01\n\n- It is faster.\n\n3 operations are \
                        new.\n\n## 0.1.0 · 2026-11-26\n\nThe first.\n\n# By the state of the documentation\n\n\
                        ## 2026-08-22 · documentation a\n";
        assert_eq!(text, expected);
        assert_eq!(unreleased(&text), Ok(""));
        assert_eq!(released(&text, "0.2.0"), Some("- It is faster.\n\n3 operations are new."));
        assert_eq!(released(&text, "0.1.0"), Some("The first."));
        assert_eq!(released(&text, "0.1"), None);
        let next = release(&text, "0.2.1 · 2026-12-02", "Nothing.").expect("it is right");
        assert!(
            next.contains("## Unreleased\n\n## 0.2.1 · 2026-12-02\n\nNothing.\n\n## 0.2.0 · 2026-12-01\n"),
            "{next}"
        );
    }

    #[test]
    fn a_first_release_has_nothing_behind_it() {
        let text = format!("{EMPTY}\n{MADE}\n\nWords.\n");
        let released = release(&text, "0.1.0 · 2026-11-26", "The first.").expect("it is right");
        let expected = format!("{EMPTY}\n## 0.1.0 · 2026-11-26\n\nThe first.\n\n{MADE}\n\nWords.\n");
        assert_eq!(released, expected);
    }

    #[test]
    fn a_heading_inside_of_a_line_is_none() {
        let text = TEXT.replace("Words.", "Words of `## Unreleased` and `# By the state of the documentation`.");
        assert_eq!(unreleased(&text), Ok("- It is faster."));
        assert!(unreleased(&TEXT.replace("## Unreleased", "## Later")).is_err());
    }
}
