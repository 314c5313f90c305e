//! Where the repository is, as a manifest says it.

/// The address for a reader, from the one that git fetches from; nothing where that is no place that others can reach.
pub(super) fn for_readers(remote: &str) -> Option<String> {
    let rest =
        ["https://", "http://", "ssh://", "git://", "git+ssh://"].iter().find_map(|scheme| remote.strip_prefix(scheme));
    let (host, path) = match rest {
        Some(rest) => rest.split_once('/')?,
        // `git@host:owner/name`; a colon behind a slash is part of a file's name.
        None => remote.split_once(':').filter(|(host, path)| !host.contains('/') && !path.starts_with('\\'))?,
    };
    // A user's name, a secret of theirs, and a port are no part of it.
    let host = host.rsplit('@').next()?.split(':').next()?;
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    let is_public = host.contains('.') && !host.starts_with("127.") && path.contains('/');
    is_public.then(|| format!("https://{host}/{path}"))
}

#[cfg(test)]
mod tests {
    use super::for_readers;

    #[test]
    fn an_address_is_made_for_readers() {
        let right = "https://example.org/tea/shop";
        for remote in [
            "https://example.org/tea/shop",
            "https://example.org/tea/shop.git",
            "https://example.org/tea/shop/",
            "http://example.org/tea/shop.git",
            "https://someone:secret@example.org/tea/shop.git",
            "git@example.org:tea/shop.git",
            "example.org:tea/shop",
            "ssh://git@example.org:2222/tea/shop.git",
            "git://example.org/tea/shop.git",
        ] {
            assert_eq!(for_readers(remote).as_deref(), Some(right), "{remote}");
        }
    }

    #[test]
    fn what_others_cannot_reach_is_none() {
        for remote in [
            "",
            "/srv/git/shop.git",
            "../shop",
            "./a:b",
            "file:///srv/git/tea/shop.git",
            "C:\\tea\\shop",
            "localhost:tea/shop",
            "http://127.0.0.1:80/tea/shop",
        ] {
            assert_eq!(for_readers(remote), None, "{remote}");
        }
    }
}
