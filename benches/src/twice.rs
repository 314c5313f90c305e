//! A corpus of twice the size: everything once more, below `/v3/twin/` and by names that begin with `TWIN.`.
//!
//! It is made of the texts of the files, for they have ids of operations and notifications as they are. What is said of
//! operations is said of their twins: corrections, presence, formats, shared types. What lies outside of `/v3/` stands once.

use std::fs;
use std::path::{Path, PathBuf};

use wechatpay_spec::{OperationId, Presence};

/// Makes the folder anew: the spec of the root, and what belongs to it twice.
pub fn spec(root: &Path, to: &Path) -> Result<(), String> {
    let (from, into) = (root.join("spec"), to.join("spec"));
    let _ = fs::remove_dir_all(&into);
    for file in files(&from)? {
        if file.starts_with("src") || file.starts_with("tests") {
            continue;
        }
        let text = read(&from.join(&file))?;
        let name = file.to_string_lossy().replace('\\', "/");
        let text = match name.as_str() {
            "presence.json" => presence(&text)?,
            "names.toml" => blocks(&text, "\n[", 0),
            // What was declined is no type: nothing comes of it.
            "types/declined.toml" => text,
            _ if is_toml(&name) && name.starts_with("types/") => blocks(&text, "\n[[", 2),
            _ if is_toml(&name) && name.starts_with("overrides/") => blocks(&text, "\n[[", 1),
            _ => text,
        };
        let is_stated = name.starts_with("api/v3/") || name.starts_with("webhook/v3/");
        if let Some(twin) = Some(twin(&name)).filter(|twin| is_stated && *twin != name) {
            write(&into.join(twin), &self::twin(&text))?;
        }
        write(&into.join(file), &text)?;
    }
    Ok(())
}

/// Makes the folder anew: all pages, each of them twice.
pub fn pages(docs: &Path, to: &Path) -> Result<(), String> {
    let _ = fs::remove_dir_all(to);
    for file in files(docs)? {
        if file.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let text = read(&docs.join(&file))?;
        let name = file.to_string_lossy().replace('\\', "/");
        let twin = twin(&name);
        if twin != name {
            let stem = file.file_stem().unwrap_or_default().to_string_lossy();
            write(&to.join(twin), &twin_page(&text, &stem))?;
        }
        write(&to.join(file), &text)?;
    }
    Ok(())
}

fn is_toml(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "toml")
}

/// Ids, paths and names of the twin.
fn twin(text: &str) -> String {
    text.replace("/v3/", "/v3/twin/")
        .replace("api/v3/twin/twin/", "api/v3/twin/")
        .replace("webhook/v3/twin/", "webhook/v3/TWIN.")
        .replace("\"webhook\": \"", "\"webhook\": \"TWIN.")
        .replace("\"webhook ", "\"webhook TWIN.")
        .replace("[\"type ", "[\"type twin_")
        .lines()
        .map(|line| if line.trim_start().starts_with("\"also\":") { also(line) } else { line.to_owned() })
        .map(|line| line.strip_prefix("name = \"").map(|rest| format!("name = \"twin_{rest}")).unwrap_or(line))
        .collect::<Vec<_>>()
        .join("\n")
        + if text.ends_with('\n') { "\n" } else { "" }
}

/// The other event types of a notification are another one's too.
fn also(line: &str) -> String {
    line.replace("[\"", "[\"TWIN.").replace(", \"", ", \"TWIN.")
}

/// A page says its URL in a sample, in one of two ways; one of a notification is called like its event type.
fn twin_page(text: &str, stem: &str) -> String {
    let text = text.replace("'v3/", "'v3/twin/").replace("->v3->", "->v3->twin->");
    let is_event = stem.contains('.') && stem == stem.to_uppercase();
    if is_event { text.replace(stem, &format!("TWIN.{stem}")) } else { text }
}

/// A file of blocks, with the twins of those that speak of so many places that have one; or, without places, of those that
/// are called otherwise then.
fn blocks(text: &str, start: &str, places: usize) -> String {
    // Also one in the first line stands behind the end of a line.
    let text = &format!("\n{text}");
    let starts: Vec<usize> = text.match_indices(start).map(|(at, _)| at + 1).chain([text.len()]).collect();
    let mut out = text.trim_start().to_owned();
    for pair in starts.windows(2) {
        let block = &text[pair[0]..pair[1]];
        if block.lines().next().is_some_and(|head| head.contains(" /brand/")) {
            continue;
        }
        let own: String =
            block.lines().filter(|line| !line.contains(" /brand/")).map(|line| [line, "\n"].concat()).collect();
        let twin = twin(&own);
        let is_called_otherwise = twin.lines().next() != block.lines().next();
        if if places == 0 { is_called_otherwise } else { places_in(&twin) >= places } {
            out.push_str(&twin);
        }
    }
    out
}

fn places_in(block: &str) -> usize {
    block.matches(" /v3/twin/").count() + block.matches("\"webhook TWIN.").count()
}

/// The members that are there: those of operations with a twin are there in its answer too.
fn presence(text: &str) -> Result<String, String> {
    let mut presence = Presence::parse("presence.json", text).map_err(|error| error.to_string())?;
    let twins: Vec<_> = presence.present.iter().map(|(id, paths)| (of_twin(id), paths.clone())).collect();
    presence.present.extend(twins);
    Ok(presence.to_json())
}

fn of_twin(id: &OperationId) -> OperationId {
    OperationId { path: id.path.replace("/v3/", "/v3/twin/"), ..id.clone() }
}

/// All files below a folder, by their paths from it, in order.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    walk(folder, Path::new(""), &mut found).map_err(|error| format!("{}: {error}", folder.display()))?;
    found.sort();
    Ok(found)
}

fn walk(root: &Path, below: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(root.join(below))? {
        let entry = entry?;
        let path = below.join(entry.file_name());
        if entry.file_type()?.is_dir() { walk(root, &path, found)? } else { found.push(path) }
    }
    Ok(())
}

pub fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

pub fn write(path: &Path, text: &str) -> Result<(), String> {
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    made.and_then(|()| fs::write(path, text)).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use wechatpay_spec::Corrected;

    use super::*;

    #[test]
    fn an_id_becomes_that_of_its_twin() {
        for (text, expected) in [
            ("target = \"GET /v3/a/{b}\"", "target = \"GET /v3/twin/a/{b}\""),
            ("\"source\": \"openapi/v3/a.md#get\"", "\"source\": \"openapi/v3/twin/a.md#get\""),
            ("\"webhook\": \"A.B\",", "\"webhook\": \"TWIN.A.B\","),
            ("  \"also\": [\"A.C\", \"A.D\"],", "  \"also\": [\"TWIN.A.C\", \"TWIN.A.D\"],"),
            ("  \"webhook A.B resource\",", "  \"webhook TWIN.A.B resource\","),
            ("name = \"pay::Order\"", "name = \"twin_pay::Order\""),
            ("[\"type pay::Order\"]", "[\"type twin_pay::Order\"]"),
            ("api/v3/a/b.get.json", "api/v3/twin/a/b.get.json"),
            ("webhook/v3/A.B.json", "webhook/v3/TWIN.A.B.json"),
        ] {
            assert_eq!(twin(text), expected);
        }
    }

    #[test]
    fn a_block_has_a_twin_where_its_places_have() {
        let text = "\
[[type]]
name = \"a::A\"
places = [
  \"GET /v3/a response\",
  \"GET /v3/b response\",
]

[[type]]
name = \"a::B\"
places = [
  \"GET /v3/a response\",
  \"GET /brand/b response\",
]
";
        let all = blocks(text, "\n[[", 2);
        assert!(all.starts_with(text), "{all}");
        let twin = "[[type]]\nname = \"twin_a::A\"\nplaces = [\n  \"GET /v3/twin/a response\",\n  \"GET /v3/twin/b response\",\n]\n";
        assert_eq!(all[text.len()..].trim_end(), twin.trim_end());
        let one = blocks(text, "\n[[", 1);
        assert!(one.contains("\n  \"GET /v3/twin/a response\",\n]"), "the place without a twin is gone: {one}");
    }

    #[test]
    fn a_page_says_its_url_and_its_event_type() {
        let page = "# x (A.B)\n$instance->v3->pay->x->post();\n$instance->chain('v3/pay/x')->post();\n";
        let twin = "# x (A.B)\n$instance->v3->twin->pay->x->post();\n$instance->chain('v3/twin/pay/x')->post();\n";
        assert_eq!(twin_page(page, "x"), twin);
        assert_eq!(twin_page("`A.B` 枚举值", "A.B"), "`TWIN.A.B` 枚举值");
    }

    /// Whatever the reader, the corrections and the shared types make of it: it is right, and twice as much.
    #[test]
    fn the_whole_spec_twice_is_a_spec() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the repository");
        let folder = tempfile::tempdir().expect("a folder");
        spec(root, folder.path()).expect("it is written");
        let once = Corrected::load(&root.join("spec")).expect("the spec is right").spec;
        let twice = Corrected::load(&folder.path().join("spec")).expect("so is that of twice the size").spec;
        let known: BTreeSet<_> = twice.operations.iter().map(|operation| &operation.id).collect();
        let of_v3: Vec<_> = once.operations.iter().filter(|operation| operation.id.path.starts_with("/v3/")).collect();
        assert!(of_v3.len() > 1_000);
        assert_eq!(twice.operations.len(), once.operations.len() + of_v3.len());
        assert_eq!(twice.webhooks.len(), 2 * once.webhooks.len());
        for operation in of_v3 {
            assert!(known.contains(&of_twin(&operation.id)), "{}", operation.id);
        }
    }
}
