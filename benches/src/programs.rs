//! Programs that measure themselves: the benches of other crates, which print a figure a line.

use std::path::Path;
use std::process::Command;

use crate::command::{cargo, output};
use crate::lines;
use crate::part::Run;
use crate::results::Measured;

const BACKENDS: [&str; 2] = ["aws-lc-rs", "rustcrypto"];

/// A bench of a crate.
struct Bench<'b> {
    package: &'b str,
    name: &'b str,
    features: &'b str,
}

impl Bench<'_> {
    /// What it measures, or nothing where it is only to be built.
    fn run(&self, run: Run<'_>, arguments: &[String]) -> Result<Measured, String> {
        let Self { package, name, features } = self;
        let mut command = cargo(run.root);
        command.args(["bench", "--quiet", "--package", package, "--no-default-features", "--features", features]);
        command.args(["--bench", name]);
        if run.prepare {
            (run.say)(&format!("build {name} ({features})"));
            return output(command.arg("--no-run")).map(|_| Measured::default());
        }
        (run.say)(&format!("run {name} ({features})"));
        command.arg("--").arg(lines::FLAG).args(run.quick.then_some(lines::QUICK)).args(arguments);
        let said = output(&mut command)?;
        lines::read(&said).map_err(|error| format!("{name} of {package}: {error}"))
    }
}

/// With each of the client's crypto backends.
fn by_backend(run: Run<'_>, name: &str) -> Result<Measured, String> {
    let mut measured = Measured::default();
    for features in BACKENDS {
        let bench = Bench { package: "wechatpay-tests", name, features };
        measured.add(&format!("{features}/"), bench.run(run, &[])?);
    }
    Ok(measured)
}

pub fn calls(run: Run<'_>) -> Result<Measured, String> {
    by_backend(run, "round_trip")
}

pub fn notifications(run: Run<'_>) -> Result<Measured, String> {
    by_backend(run, "notification")
}

/// It starts once, so it is run several times.
pub fn gateway(run: Run<'_>) -> Result<Measured, String> {
    let bench = Bench { package: "wechatpay-gateway", name: "load", features: "" };
    let mut measured = Measured::default();
    for _ in 0..run.rounds().max(1) {
        for (name, figure) in bench.run(run, &[])?.figures {
            figure.runs.iter().for_each(|value| measured.put(name.as_str(), &figure.unit, *value));
        }
    }
    Ok(measured)
}

/// The inner error says what is missing that cannot be had here.
pub fn sdks(run: Run<'_>) -> Result<Result<Measured, String>, String> {
    let adapters = run.root.join("gateway/conform/adapters");
    let folder = run.folder().join("sdks");
    (run.say)("install other SDKs");
    let (python, node) = match (python(&adapters, &folder), node(&adapters, &folder)) {
        (Ok(python), Ok(node)) => (python, node),
        (Err(why), _) | (_, Err(why)) => return Ok(Err(why)),
    };
    let own = own(run)?;
    let commands = [own, python, node].into_iter().flat_map(|command| ["--sdk".to_owned(), command]);
    let bench = Bench { package: "wechatpay-tests", name: "sdks", features: "aws-lc-rs" };
    bench.run(run, &commands.collect::<Vec<_>>()).map(Ok)
}

/// The adapter of this project's client, built as a program that is to be fast.
fn own(run: Run<'_>) -> Result<String, String> {
    let mut command = cargo(run.root);
    command.args(["build", "--quiet", "--release", "--package", "wechatpay-gateway", "--features", "conform-client"]);
    output(command.args(["--example", "conform-client"]))?;
    Ok(quoted(&run.target.join("release/examples/conform-client")))
}

fn python(adapters: &Path, folder: &Path) -> Result<String, String> {
    let (adapter, home) = (adapters.join("python-wechatpayv3"), folder.join("python"));
    let program = home.join("bin/python");
    if !program.exists() {
        output(Command::new("python3").args(["-m", "venv"]).arg(&home))?;
    }
    let wanted = adapter.join("requirements.txt");
    output(Command::new(&program).args(["-m", "pip", "install", "--quiet", "-r"]).arg(wanted))?;
    Ok(format!("{} {}", quoted(&program), quoted(&adapter.join("adapter.py"))))
}

fn node(adapters: &Path, folder: &Path) -> Result<String, String> {
    let (adapter, home) = (adapters.join("node-wechatpay-axios-plugin"), folder.join("node"));
    std::fs::create_dir_all(&home).map_err(|error| format!("{}: {error}", home.display()))?;
    for file in ["adapter.js", "package.json"] {
        let copied = std::fs::copy(adapter.join(file), home.join(file));
        copied.map_err(|error| format!("{}: {error}", adapter.join(file).display()))?;
    }
    output(Command::new("npm").current_dir(&home).args(["install", "--silent", "--no-audit", "--no-fund"]))?;
    Ok(format!("node {}", quoted(&home.join("adapter.js"))))
}

/// As a word of a shell.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', "'\\''"))
}
