//! Pages that tell a reader which version to depend on.

use semver::Version;

use crate::published::PACKAGES;

/// A page, with the version that is released in each line that names one for a manifest.
pub(super) fn bumped(page: &str, version: &Version) -> String {
    page.split_inclusive('\n').map(|line| of_line(line, version)).collect()
}

/// `name = "0.1.0"` and `name = { version = "0.1.0", … }`.
fn of_line(line: &str, version: &Version) -> String {
    let requirement = PACKAGES.iter().find_map(|(name, _)| {
        let value = line.strip_prefix(name)?.trim_start().strip_prefix('=')?.trim_start();
        let value = match value.strip_prefix('{') {
            Some(table) => table.split_once("version")?.1.trim_start().strip_prefix('=')?.trim_start(),
            None => value,
        };
        let rest = value.strip_prefix('"')?;
        Some((line.len() - rest.len(), rest.find('"')?))
    });
    match requirement {
        Some((start, length)) => format!("{}{version}{}", &line[..start], &line[start + length..]),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_a_manifest_are_brought_up_to_date() {
        let page = |version: &str| {
            format!(
                "Words about wechatpay-client = \"0.1.0\".\n```toml\nwechatpay-client = \"{version}\"\n\
                 wechatpay-gateway = {{ features = [\"client\"], version = \"{version}\" }}\ntokio = \"0.1.0\"\n\
                 wechatpay-client-extra = \"0.1.0\"\nwechatpay-client = {{ path = \"version\" }}\n```\nno end"
            )
        };
        assert_eq!(bumped(&page("0.1.0"), &Version::new(0, 2, 0)), page("0.2.0"));
        assert_eq!(bumped(&page("0.1"), &Version::new(1, 0, 0)), page("1.0.0"));
    }
}
