//! Where something was measured: without it a figure says nothing.

use std::path::Path;
use std::process::Command;

use wechatpay_codegen::git;

use crate::command::output;
use crate::results::Setting;

pub fn setting(root: &Path) -> Result<Setting, String> {
    Ok(Setting {
        date: time::OffsetDateTime::now_utc().date().to_string(),
        revision: revision(root),
        rustc: rustc()?,
        processor: processor().unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
        cores: std::thread::available_parallelism().map_or(1, usize::from),
        memory_gib: memory().unwrap_or_default(),
        system: system(),
        load: load().unwrap_or_default(),
    })
}

/// The commit, and whether something in the folder is not of it, but for what is written here.
fn revision(root: &Path) -> String {
    const OF_ALL_BUT_OURS: [&str; 6] =
        ["status", "--porcelain", "--untracked-files=no", "--", ":!benchmarks", ":!BENCHMARKS.md"];
    let Ok(commit) = git::run(root, &["rev-parse", "--short=10", "HEAD"]) else { return "no commit".to_owned() };
    let is_clean = git::run(root, &OF_ALL_BUT_OURS).is_ok_and(|said| said.trim().is_empty());
    format!("{}{}", commit.trim(), if is_clean { "" } else { " and changes" })
}

fn rustc() -> Result<String, String> {
    let said = output(Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())).arg("--version"))?;
    // `rustc 1.90.0 (1159e78c4 2025-09-14)`
    Ok(said.split_whitespace().nth(1).unwrap_or(said.trim()).to_owned())
}

fn processor() -> Option<String> {
    let info = std::fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = info.lines().find_map(|line| line.strip_prefix("model name"))?;
    Some(line.trim_start_matches([' ', '\t', ':']).trim().to_owned())
}

fn memory() -> Option<u64> {
    let info = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = info.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib.div_ceil(1024 * 1024))
}

fn load() -> Option<String> {
    let loads = std::fs::read_to_string("/proc/loadavg").ok()?;
    loads.split_whitespace().next().map(str::to_owned)
}

fn system() -> String {
    let named = Command::new("uname").args(["-s", "-r", "-m"]).output().ok();
    let named = named.and_then(|output| String::from_utf8(output.stdout).ok());
    named.map_or_else(|| std::env::consts::OS.to_owned(), |named| named.trim().to_owned())
}
