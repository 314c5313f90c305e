//! Time grows with the input, and not with its square: the time of this thread, which no other program on the machine
//! lengthens.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// Many times what a slow machine needs with all that is counted for the fuzzer.
const FIXED: Duration = Duration::from_millis(500);
const PER_BYTE: Duration = Duration::from_micros(50);

fn spent() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).expect("less than a second"))
}

/// Does something with an input of so many bytes, in time.
pub fn within<T>(bytes: usize, work: impl FnOnce() -> T) -> T {
    let start = spent();
    let done = work();
    let took = spent() - start;
    let bytes = u32::try_from(bytes).expect("inputs are short");
    assert!(took < FIXED + PER_BYTE * bytes, "{took:?} for {bytes} bytes");
    done
}

/// Work that is done in parallel elsewhere stays on this thread, so that its time is counted and nothing waits.
pub fn stay_here() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
    pool.expect("it is asked for once");
}
