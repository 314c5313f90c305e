//! Other programs: what they print, what they take, and whether they go well.

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

pub fn cargo(root: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    command
}

/// What it prints, where it goes well. What it says on standard error is told where it does not.
pub fn output(command: &mut Command) -> Result<String, String> {
    let line = shown(command);
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("`{line}` cannot be run: {error}"))?;
    if output.status.success() {
        return String::from_utf8(output.stdout).map_err(|_| format!("`{line}` prints what is no text"));
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said: Vec<&str> = said.lines().rev().take(12).collect();
    let said: Vec<&str> = said.into_iter().rev().collect();
    Err(format!("`{line}` has failed: {}\n{}", output.status, said.join("\n")))
}

/// What a command took.
#[derive(Clone, Copy, Debug)]
pub struct Took {
    pub wall: f64,
    /// Seconds of the processor, of it and of all that it has started; where the system does not say, nothing.
    pub cpu: Option<f64>,
}

pub fn timed(command: &mut Command) -> Result<Took, String> {
    let (wall, cpu) = (Instant::now(), of_children());
    output(command)?;
    let cpu = of_children().zip(cpu).map(|(after, before)| after - before);
    Ok(Took { wall: wall.elapsed().as_secs_f64(), cpu })
}

/// Seconds of the processor that all children have needed that have ended, as Linux counts them.
fn of_children() -> Option<f64> {
    /// What `getconf CLK_TCK` says wherever Linux runs.
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // Behind the name, which may hold blanks: the state, and from the fourteenth on the times.
    let rest = &stat[stat.rfind(')')? + 2..];
    let ticks: Vec<f64> = rest.split_whitespace().skip(13).take(2).filter_map(|number| number.parse().ok()).collect();
    (ticks.len() == 2).then(|| ticks.iter().sum::<f64>() / TICKS)
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn what_children_work_is_counted() {
        let busy = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done";
        let took = timed(Command::new("sh").args(["-c", busy])).expect("there is a shell");
        let cpu = took.cpu.expect("Linux counts it");
        assert!(cpu > 0.0 && took.wall > 0.0, "{took:?}");
    }

    #[test]
    fn what_fails_says_why() {
        let error = output(Command::new("sh").args(["-c", "echo why >&2; exit 3"])).expect_err("it fails");
        assert!(error.contains("exit status: 3") && error.ends_with("why"), "{error}");
    }
}
