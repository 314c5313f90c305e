//! From the spec to the client, and from the documentation's pages to the spec: of what there is, and of twice as much.

use std::fs;
use std::path::Path;
use std::time::Instant;

use wechatpay_codegen::failure::Failure;
use wechatpay_codegen::generate::{Generated, Input, generate as run_all};
use wechatpay_codegen::input::Docs;
use wechatpay_codegen::part::Extent;
use wechatpay_codegen::{pages, read};

use crate::part::Run;
use crate::results::Measured;
use crate::twice;

/// How many rounds there are of what takes a second.
const ROUNDS: usize = 7;

/// What `cargo xtask generate` does, without writing.
pub fn generate(run: Run<'_>) -> Result<Measured, String> {
    let folder = run.folder().join("twice");
    doubled(run.root, &folder)?;
    let mut measured = Measured::default();
    for round in 0..rounds(run) {
        for (name, root) in [("once", run.root), ("twice", &folder)] {
            (run.say)(&format!("generate {name}"));
            let start = Instant::now();
            let generated = generated(Input::of(root))?;
            measured.put(format!("generate/{name}"), "s", start.elapsed().as_secs_f64());
            if round == 0 {
                size(&mut measured, name, &generated);
            }
        }
    }
    Ok(measured)
}

/// What pages state, read of all of them; and, once, the whole way from pages to the client.
pub fn pages(run: Run<'_>, docs: &Path) -> Result<Measured, String> {
    let folder = run.folder().join("pages");
    twice::pages(docs, &folder)?;
    let mut measured = Measured::default();
    for round in 0..rounds(run) {
        for (name, folder) in [("once", docs), ("twice", &folder)] {
            (run.say)(&format!("read {name}"));
            let start = Instant::now();
            let pages = pages::load_documentation(folder).map_err(|error| error.to_string())?;
            let reading = read::read(&pages);
            measured.put(format!("read/{name}"), "s", start.elapsed().as_secs_f64());
            if round == 0 {
                measured.put(format!("pages/{name}"), "", count(pages.len()));
                measured.put(format!("rows/{name}"), "", count(reading.counts.rows));
            }
        }
        let start = Instant::now();
        generated(Input { docs: Some(whole(docs)), ..Input::of(run.root) })?;
        measured.put("all/once", "s", start.elapsed().as_secs_f64());
    }
    Ok(measured)
}

fn whole(folder: &Path) -> Docs<'_> {
    Docs { folder, extent: Extent::Whole, revision: None, claimed: None }
}

/// The corpus twice, and the client as it becomes of that, ready to be built.
pub fn doubled(root: &Path, folder: &Path) -> Result<(), String> {
    twice::spec(root, folder)?;
    let _ = fs::remove_dir_all(folder.join("generated-client"));
    for file in twice::files(&root.join("generated-client"))? {
        let file = Path::new("generated-client").join(file);
        let is_kept =
            !file.starts_with("generated-client/src/generated") && !file.starts_with("generated-client/tests");
        if is_kept {
            let to = folder.join(&file);
            let made = to.parent().map_or(Ok(()), fs::create_dir_all);
            let copied = made.and_then(|()| fs::copy(root.join(&file), &to));
            copied.map_err(|error| format!("{}: {error}", to.display()))?;
        }
    }
    twice::write(&folder.join("OPERATIONS.md"), "")
}

/// The doubled client's own files, below its folder.
pub fn emit_doubled(folder: &Path) -> Result<(), String> {
    let generated = generated(Input::of(folder))?;
    let mut own = generated.files.iter().filter(|(path, _)| path.starts_with("generated-client/"));
    own.try_for_each(|(path, text)| twice::write(&folder.join(path), text))
}

fn generated(input: Input<'_>) -> Result<Generated, String> {
    run_all(input, &|_, _| {}).map_err(|failure| {
        let mut told = failure.to_string();
        if let Failure::Found(findings) = &failure {
            let errors = findings.decisions.iter().map(ToString::to_string).chain(findings.refused.iter().cloned());
            told.extend(errors.take(8).map(|error| format!("\n{error}")));
        }
        told
    })
}

fn size(measured: &mut Measured, name: &str, generated: &Generated) {
    let emitted = generated.files.iter().filter(|(path, _)| path.starts_with("generated-client/src/"));
    let lines: usize = emitted.map(|(_, text)| text.lines().count()).sum();
    measured.put(format!("lines/{name}"), "", count(lines));
    measured.put(format!("operations/{name}"), "", count(generated.summary.operations));
}

fn count(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

fn rounds(run: Run<'_>) -> usize {
    run.rounds() * ROUNDS / 3
}
