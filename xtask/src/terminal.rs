//! What the commands say. A reader that has gone (`| head`) has seen enough: that is no failure of the command.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

/// Writes to standard output.
pub fn print(text: impl Display) -> io::Result<()> {
    heard(write_all(&mut io::stdout().lock(), text))
}

/// Writes a line to standard error. Nothing can be said about a standard error that cannot be written.
pub fn warn(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// How a command ends that looked whether all is well: with 1 where it is not, with 2 where it could not look.
pub fn verdict(well: Result<bool, impl Display>) -> ExitCode {
    match well {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            warn(format_args!("error: {error}"));
            ExitCode::from(2)
        }
    }
}

fn write_all(out: &mut impl Write, text: impl Display) -> io::Result<()> {
    write!(out, "{text}")?;
    out.flush()
}

fn heard(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(io::Error::new(error.kind(), format!("standard output: {error}"))),
        Ok(()) => Ok(()),
    }
}
