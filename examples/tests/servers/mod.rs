//! Servers of Debian's packages, each in a folder of its own, without a port. Where one cannot be started, a word says so.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// A server that runs until it is dropped.
pub struct Server {
    pub url: String,
    stop: Stop,
    _folder: TempDir,
}

enum Stop {
    Kill(Child),
    Run(Command),
}

impl Drop for Server {
    fn drop(&mut self) {
        match &mut self.stop {
            Stop::Kill(child) => drop(child.kill().and_then(|()| child.wait())),
            Stop::Run(command) => drop(command.output()),
        }
    }
}

fn skipped<T>(what: &str, why: impl std::fmt::Display) -> Option<T> {
    eprintln!("skipped: {what} cannot be started here ({why})");
    None
}

pub fn redis() -> Option<Server> {
    const WHAT: &str = "redis-server, of the Debian package of that name,";
    let folder = tempfile::tempdir().expect("a folder");
    let socket = folder.path().join("redis.sock");
    let mut command = Command::new("redis-server");
    command.args(["--port", "0", "--save", "", "--appendonly", "no", "--dir"]).arg(folder.path());
    command.arg("--unixsocket").arg(&socket).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => return skipped(WHAT, error),
    };
    let log = BufReader::new(child.stdout.take().expect("it is piped"));
    let is_ready = log.lines().map_while(Result::ok).any(|line| line.to_lowercase().contains("ready to accept"));
    let server = Server { url: format!("redis+unix://{}", socket.display()), stop: Stop::Kill(child), _folder: folder };
    if is_ready { Some(server) } else { skipped(WHAT, "it ends at once") }
}

/// Where Debian puts what belongs to a version.
fn binaries() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut binaries: Vec<PathBuf> = versions
        .flatten()
        .map(|version| version.path().join("bin"))
        .filter(|bin| bin.join("initdb").is_file())
        .collect();
    binaries.sort();
    binaries.pop()
}

/// It does not run as root: then it runs as the user that its package has made.
fn as_its_user(program: &Path) -> Command {
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    if !is_root {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program);
    command
}

fn ran(command: &mut Command) -> Result<(), String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| error.to_string())?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()) }
}

pub fn postgresql() -> Option<Server> {
    const WHAT: &str = "PostgreSQL, of the Debian package `postgresql`,";
    let Some(bin) = binaries() else { return skipped(WHAT, "there is none below /usr/lib/postgresql") };
    let folder = tempfile::tempdir().expect("a folder");
    let (data, log) = (folder.path().join("data"), folder.path().join("log"));
    let url = format!("host={} user=shop dbname=postgres", folder.path().display());
    let started = ran(Command::new("chmod").arg("0777").arg(folder.path()))
        .and_then(|()| ran(as_its_user(&bin.join("initdb")).args(["-A", "trust", "-U", "shop", "-N", "-D"]).arg(&data)))
        .and_then(|()| {
            // It listens in the folder alone, and is up when this ends.
            let options = format!("-c listen_addresses='' -c fsync=off -k {}", folder.path().display());
            ran(as_its_user(&bin.join("pg_ctl"))
                .args(["-w", "-s", "-o", &options, "-l"])
                .arg(&log)
                .arg("-D")
                .arg(&data)
                .arg("start"))
        });
    if let Err(why) = started {
        return skipped(WHAT, why);
    }
    let mut stop = as_its_user(&bin.join("pg_ctl"));
    stop.args(["-m", "immediate", "-s", "-D"]).arg(&data).arg("stop");
    Some(Server { url, stop: Stop::Run(stop), _folder: folder })
}
