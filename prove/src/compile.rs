//! What rustc says: many small clients, each with its probe, as sibling modules of one crate.
//!
//! An error in one module can hide those of another, since rustc does not come to types where names are amiss. So the
//! modules with errors are taken out and the rest is compiled again, until nothing is left to complain about.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use rayon::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

use crate::state::Client;

const HARNESS: &str = include_str!("../harness/lib.rs");

/// What the sources of the client that are compiled need, and its version: another crate may bring another one.
const LIBRARIES: [(&str, &str); 4] = [("http", "1"), ("serde", "1"), ("serde_json", "1"), ("zeroize", "1")];

/// So many modules make a crate.
const BATCH: usize = 40;

/// What is compiled: a client, and the code of a caller.
#[derive(Debug)]
pub struct Unit {
    pub client: Client,
    pub probe: String,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Compiles,
    /// The caller's code does not, with rustc's words and the line.
    Breaks(String),
    /// The client by itself does not.
    Unsound(String),
}

/// rustc, and what the client's own code needs beside it.
#[derive(Debug)]
pub struct Compiler {
    /// The sources of the client.
    client: PathBuf,
    externs: Vec<String>,
    libraries: PathBuf,
}

impl Compiler {
    /// Has cargo build what the client's code needs. `root` is the repository.
    pub fn new(root: &Path) -> io::Result<Self> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut build = Command::new(cargo);
        build.args(["build", "--quiet", "--message-format=json"]);
        build.args(LIBRARIES.iter().flat_map(|(name, version)| ["--package".to_owned(), format!("{name}@{version}")]));
        let output = build.current_dir(root).output()?;
        if !output.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
        }
        let messages: Vec<Value> = lines(&output.stdout);
        let library = |name: &str| -> io::Result<PathBuf> {
            let artifact =
                messages.iter().find(|message| message["target"]["name"] == name && message["filenames"].is_array());
            let files = artifact.and_then(|artifact| artifact["filenames"].as_array()).into_iter().flatten();
            let found = files
                .filter_map(Value::as_str)
                .map(Path::new)
                .find(|file| file.extension().is_some_and(|ending| ending == "rmeta"));
            found.map(Path::to_owned).ok_or_else(|| io::Error::other(format!("cargo built no library `{name}`")))
        };
        let mut externs = Vec::new();
        let mut libraries = PathBuf::new();
        for (name, _) in LIBRARIES {
            let path = library(name)?;
            externs.push(format!("{name}={}", path.display()));
            libraries = path.parent().map(Path::to_owned).unwrap_or_default();
        }
        let client = root.join("generated-client/src").canonicalize()?;
        Ok(Self { client, externs, libraries })
    }

    /// What rustc says of each.
    pub fn compile(&self, units: &[Unit]) -> io::Result<Vec<Verdict>> {
        let batches: io::Result<Vec<Vec<Verdict>>> =
            units.par_chunks(BATCH).map(|units| Batch::new(self, units)?.verdicts()).collect();
        Ok(batches?.concat())
    }
}

struct Batch<'a> {
    compiler: &'a Compiler,
    units: &'a [Unit],
    dir: TempDir,
    features: Vec<String>,
}

impl<'a> Batch<'a> {
    fn new(compiler: &'a Compiler, units: &'a [Unit]) -> io::Result<Self> {
        let dir = TempDir::new()?;
        for (index, unit) in units.iter().enumerate() {
            write(&dir.path().join(module(index)), index, unit)?;
        }
        let mut features: Vec<String> = units.iter().flat_map(|unit| unit.client.features.clone()).collect();
        features.extend(["serde", "webhook"].map(str::to_owned));
        features.sort();
        features.dedup();
        Ok(Self { compiler, units, dir, features })
    }

    fn verdicts(&self) -> io::Result<Vec<Verdict>> {
        let mut verdicts = BTreeMap::new();
        loop {
            let left: Vec<usize> = (0..self.units.len()).filter(|index| !verdicts.contains_key(index)).collect();
            let errors = self.rustc(&left)?;
            if errors.is_empty() {
                break;
            }
            for error in errors {
                let (index, verdict) = self.verdict(&error)?;
                match (verdicts.get(&index), &verdict) {
                    (None, _) | (Some(Verdict::Breaks(_)), Verdict::Unsound(_)) => verdicts.insert(index, verdict),
                    _ => None,
                };
            }
        }
        Ok((0..self.units.len()).map(|index| verdicts.remove(&index).unwrap_or(Verdict::Compiles)).collect())
    }

    /// The errors of one run over these units.
    fn rustc(&self, units: &[usize]) -> io::Result<Vec<Value>> {
        let modules: Vec<String> = units.iter().map(|index| format!("mod {};\n", module(*index))).collect();
        let harness = HARNESS.replace("{{client}}", &self.compiler.client.display().to_string());
        let lib = self.dir.path().join("lib.rs");
        let required = required(units.iter().map(|index| &self.units[*index].client));
        fs::write(&lib, format!("#![allow(warnings)]\n{harness}\n{required}\n{}", modules.concat()))?;
        let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        rustc.args(["--edition=2024", "--crate-type=lib", "--crate-name=probes", "--emit=metadata"]);
        rustc.args(["--cap-lints=allow", "--error-format=json"]);
        rustc.arg("-L").arg(format!("dependency={}", self.compiler.libraries.display()));
        rustc.arg("--out-dir").arg(self.dir.path()).arg(&lib);
        for library in &self.compiler.externs {
            rustc.args(["--extern", library]);
        }
        for feature in &self.features {
            rustc.args(["--cfg", &format!("feature=\"{feature}\"")]);
        }
        let output = rustc.output()?;
        let mut errors = lines(&output.stderr);
        // The last words, that there have been errors, have no place.
        errors.retain(|message| message["level"] == "error" && !places(message).is_empty());
        if errors.is_empty() && !output.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
        }
        Ok(errors)
    }

    /// Whose error it is: that of a caller, or that of the client.
    fn verdict(&self, error: &Value) -> io::Result<(usize, Verdict)> {
        for (file, line) in places(error) {
            let Ok(below) = Path::new(&file).strip_prefix(self.dir.path()) else { continue };
            let mut parts = below.iter().map(|part| part.to_string_lossy());
            let Some(index) = parts.next().and_then(|name| name.strip_prefix('m')?.parse().ok()) else { continue };
            let words = format!("{}: {line}", error["message"].as_str().unwrap_or_default());
            let probe = parts.next().is_some_and(|name| name == "probe.rs");
            return Ok((index, if probe { Verdict::Breaks(words) } else { Verdict::Unsound(words) }));
        }
        Err(io::Error::other(format!("an error that belongs to no client: {}", error["rendered"])))
    }
}

fn module(index: usize) -> String {
    format!("m{index}")
}

/// A client lies at the root of its crate; here it lies in a module.
fn write(dir: &Path, index: usize, unit: &Unit) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    fs::write(dir.join("mod.rs"), "pub mod generated;\npub use generated::*;\nmod probe;\n")?;
    let roots = roots(&unit.client);
    let moved = |text: &str| {
        roots.iter().fold(text.to_owned(), |text, root| {
            text.replace(&format!("crate::{root}::"), &format!("crate::{}::{root}::", module(index)))
        })
    };
    fs::write(dir.join("probe.rs"), moved(&unit.probe))?;
    for (path, text) in &unit.client.files {
        let file = dir.join("generated").join(path);
        fs::create_dir_all(file.parent().unwrap_or(dir))?;
        fs::write(file, moved(text))?;
    }
    Ok(())
}

/// What the macros of the client look for at its root: what any of these clients has there.
fn required<'c>(clients: impl Iterator<Item = &'c Client>) -> String {
    let texts = clients.filter_map(|client| client.files.get("required.rs"));
    let lines: BTreeSet<&str> = texts.flat_map(|text| text.lines()).map(str::trim).collect();
    let fields: Vec<&str> = lines.iter().copied().filter(|line| line.ends_with("\";")).collect();
    let types: Vec<&str> = lines.iter().copied().filter(|line| line.starts_with("pub type ")).collect();
    format!("pub mod required {{\ncrate::wire::required! {{\n{}\n}}\n{}\n}}", fields.join("\n"), types.join("\n"))
}

/// The modules at the root of what is generated, as far as probes know them.
fn roots(client: &Client) -> Vec<String> {
    let first = client.files.keys().filter_map(|path| path.split_once('/').map(|(root, _)| root.to_owned()));
    let mut roots: Vec<String> = first.chain(["required", "types", "v3", "webhook"].map(str::to_owned)).collect();
    roots.sort();
    roots.dedup();
    roots
}

/// The JSON messages of a tool, one a line.
fn lines(output: &[u8]) -> Vec<Value> {
    let text = String::from_utf8_lossy(output);
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// The files that a message points into, each with the line: its own place first, then where macros were called.
fn places(message: &Value) -> Vec<(String, String)> {
    let mut places = Vec::new();
    for span in message["spans"].as_array().into_iter().flatten().filter(|span| span["is_primary"] == true) {
        let mut span = span;
        while span.is_object() {
            let line = span["text"][0]["text"].as_str().unwrap_or_default().trim().to_owned();
            places.push((span["file_name"].as_str().unwrap_or_default().to_owned(), line));
            span = &span["expansion"]["span"];
        }
    }
    places
}
