//! Manifests and lock files, with another version in them; all else in them stays as it is.

use semver::Version;
use toml_edit::{DocumentMut, Item, Value};

use crate::published::PACKAGES;

/// The version that all crates of the workspace have.
pub(super) fn version(workspace: &str) -> Result<Version, String> {
    let document = parse(workspace)?;
    let version = document.get("workspace").and_then(|item| item.get("package")?.get("version")?.as_str());
    let version = version.ok_or("`workspace.package.version` is missing")?;
    Version::parse(version).map_err(|error| format!("`workspace.package.version`: {error}"))
}

/// The manifest of the workspace: the version of its crates, and the one by which they need each other.
pub(super) fn bumped(workspace: &str, version: &Version) -> Result<String, String> {
    let mut document = parse(workspace)?;
    let table = document.as_table_mut().get_mut("workspace").ok_or("there is no `workspace`")?;
    let of_package = entry(table, "package").and_then(|item| entry(item, "version"));
    set(of_package.ok_or("`workspace.package.version` is missing")?, &version.to_string());
    for (name, _) in PACKAGES {
        let dependency = entry(table, "dependencies").and_then(|item| entry(item, name));
        if let Some(needed) = dependency.and_then(|item| entry(item, "version")) {
            set(needed, &version.to_string());
        }
    }
    Ok(document.to_string())
}

/// The name of a crate, where it has the version of the workspace.
pub(super) fn member(manifest: &str) -> Result<Option<String>, String> {
    let document = parse(manifest)?;
    let Some(package) = document.get("package") else { return Ok(None) };
    let is_member = package.get("version").and_then(|item| item.get("workspace")).is_some();
    Ok(package.get("name").and_then(Item::as_str).filter(|_| is_member).map(str::to_owned))
}

/// The address of the repository, as the manifest of a crate says it.
pub(super) fn repository(manifest: &str) -> Result<Option<String>, String> {
    let document = parse(manifest)?;
    Ok(document.get("package").and_then(|item| item.get("repository")?.as_str()).map(str::to_owned))
}

/// The manifest of a crate, with the address of the repository.
pub(super) fn addressed(manifest: &str, address: &str) -> Result<String, String> {
    let mut document = parse(manifest)?;
    let package = document.as_table_mut().get_mut("package").ok_or("there is no `package`")?;
    package["repository"] = address.into();
    Ok(document.to_string())
}

/// A lock file: the crates of this repository come from no registry, and have the version of the workspace.
pub(super) fn locked(lock: &str, members: &[&str], version: &Version) -> Result<String, String> {
    let mut document = parse(lock)?;
    let packages = document
        .as_table_mut()
        .get_mut("package")
        .and_then(Item::as_array_of_tables_mut)
        .ok_or("it holds no packages")?;
    for package in packages.iter_mut() {
        let is_member = package.get("name").and_then(Item::as_str).is_some_and(|name| members.contains(&name));
        if is_member
            && !package.contains_key("source")
            && let Some(item) = package.get_mut("version")
        {
            set(item, &version.to_string());
        }
    }
    Ok(document.to_string())
}

/// What a table has below a key. (`Item::get_mut` makes it, where it has nothing.)
fn entry<'i>(item: &'i mut Item, key: &str) -> Option<&'i mut Item> {
    item.as_table_like_mut()?.get_mut(key)
}

/// Another text in the place of a value, with the blanks and comments around it.
fn set(item: &mut Item, text: &str) {
    if let Some(value) = item.as_value_mut() {
        let decor = value.decor().clone();
        *value = Value::from(text);
        *value.decor_mut() = decor;
    }
}

fn parse(text: &str) -> Result<DocumentMut, String> {
    text.parse().map_err(|error: toml_edit::TomlError| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORKSPACE: &str = "[workspace]\nmembers = [\"a\"]\n\n[workspace.package]\nversion = \"0.1.0\" # of all\n\n[workspace.dependencies]\n\
                             # Why.\nwechatpay-client = { path = \"generated-client\", version = \"0.1.0\", default-features = false }\n\
                             wechatpay-gateway = { path = \"gateway\" }\nserde = { version = \"0.1.0\" }\n";

    #[test]
    fn a_workspace_has_one_version_and_needs_itself_by_it() {
        let bumped = bumped(WORKSPACE, &Version::new(0, 2, 0)).expect("it is right");
        let expected = WORKSPACE.replacen("0.1.0", "0.2.0", 2);
        assert_eq!(bumped, expected, "what is another's stays");
        assert_eq!(version(&bumped), Ok(Version::new(0, 2, 0)));
        assert!(version("[workspace]\n").is_err() && super::bumped("[workspace]\n", &Version::new(1, 0, 0)).is_err());
    }

    #[test]
    fn a_member_has_no_version_of_its_own() {
        assert_eq!(member("[package]\nname = \"a\"\nversion.workspace = true\n"), Ok(Some("a".to_owned())));
        assert_eq!(member("[package]\nname = \"a\"\nversion = \"0.0.0\"\n"), Ok(None));
        assert_eq!(member("[workspace]\n"), Ok(None));
    }

    #[test]
    fn an_address_is_written_once() {
        let manifest = "[package]\nname = \"a\" # it\n\n[dependencies]\nb = \"1\"\n";
        assert_eq!(repository(manifest), Ok(None));
        let addressed = addressed(manifest, "https://example.org/tea/shop").expect("it is right");
        assert_eq!(repository(&addressed).expect("it is right").as_deref(), Some("https://example.org/tea/shop"));
        assert!(
            addressed.starts_with("[package]\nname = \"a\" # it\n")
                && addressed.ends_with("[dependencies]\nb = \"1\"\n")
        );
    }

    #[test]
    fn a_lock_file_knows_the_version_of_members_alone() {
        let package = |name: &str, version: &str, more: &str| {
            format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n{more}\n")
        };
        let registry = "source = \"registry+https://example.org\"\n";
        let lock = |version: &str| {
            let members = [
                package("xtask", version, "dependencies = [\n \"serde\",\n]\n"),
                package("wechatpay-fuzz", "0.0.0", ""),
            ];
            format!("# By cargo.\nversion = 4\n\n{}{}", package("xtask", "0.1.0", registry), members.concat())
        };
        assert_eq!(locked(&lock("0.1.0"), &["xtask"], &Version::new(0, 2, 0)), Ok(lock("0.2.0")));
    }
}
