//! The project's commands. Flags and files; what they do is in `wechatpay-codegen` and `wechatpay-spec`.

mod bench;
mod cargo;
mod changelog;
mod checkout;
mod diff;
mod evidence;
mod export;
mod find;
mod generate;
mod mutants;
mod prove;
mod published;
mod refresh;
mod release;
mod replay;
mod semver;
mod sourced;
mod spec;
mod terminal;
mod test;
mod types;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use mimalloc::MiMalloc;

/// Tokens are many small allocations: this one takes a tenth off a run.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The commands of this project")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Read the documentation into the spec, and emit the client from it
    Generate(generate::Args),
    /// Compare two specs as a caller of the client sees them
    Diff(diff::Args),
    /// Hold the diff against rustc: change a spec in every way, and compile a caller's code with what becomes of it
    ProveDiff(prove::Args),
    /// Print what the spec says of an operation or a notification, or all of it
    Spec(spec::Args),
    /// Fetch the documentation, read it, and say what there is to decide and what changes for callers
    Refresh(refresh::Args),
    /// Hold the diff against the public items of the client, commit by commit of the documentation
    Replay(replay::Args),
    /// Write CHANGELOG.md from the history of the spec
    Changelog(changelog::Args),
    /// Hold the spec against second sources, and list the disagreements that nobody has decided
    Evidence(evidence::Args),
    /// Take over the formats of texts that second sources state, into spec/formats.json
    Formats(sourced::Args),
    /// Take over the names of types that second sources have, into spec/schemas.json
    Schemas(sourced::Args),
    /// Propose what could be one type, wherever it stands, as entries of spec/types/
    Types(types::Args),
    /// Find operations, notifications and the client's own items by words, URLs and official pages
    Find(find::Args),
    /// Write the spec in the form of another tool
    Export(export::Args),
    /// Say what has changed for callers since a release, and which step the next version takes
    Semver(semver::Args),
    /// Make a release: version, changelog, commit, tag and archives; without `--execute`, say what would be done
    Release(release::Args),
    /// Change the client's code in every small way, and list the changes that no test notices
    Mutants(mutants::Args),
    /// Measure what all of this costs, beside what it is compared to, and write BENCHMARKS.md
    Bench(bench::Args),
    /// Run every test, with both crypto backends
    Test,
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Generate(args) => generate::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::ProveDiff(args) => prove::run(&args),
        Command::Spec(args) => spec::run(&args),
        Command::Refresh(args) => refresh::run(&args),
        Command::Replay(args) => replay::run(&args),
        Command::Changelog(args) => changelog::run(&args),
        Command::Evidence(args) => evidence::run(&args),
        Command::Formats(args) => sourced::formats(&args),
        Command::Schemas(args) => sourced::schemas(&args),
        Command::Types(args) => types::run(&args),
        Command::Find(args) => find::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Semver(args) => semver::run(&args),
        Command::Release(args) => release::run(&args),
        Command::Mutants(args) => mutants::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Test => test::run(),
    }
}
