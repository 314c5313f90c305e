//! Timers, sockets, tasks and files are tokio's, which panics where it does not run.

use tokio::runtime::Handle;

use crate::error::Error;

/// Whether it runs here.
pub(crate) fn require() -> Result<(), Error> {
    let missing = |_| {
        let reason = "there is no tokio runtime here: call it from inside of one (`#[tokio::main]`), or use \
                      `blocking::Client`, of the feature `blocking`, which brings its own";
        Error::config("runtime", reason)
    };
    Handle::try_current().map(drop).map_err(missing)
}
