//! What a record does where nobody waits for it.

use tokio::runtime::Handle;
use wechatpay_client::notification::{Claim, Ending, Seen};

/// Ends a claim in a task of its own. Where there is no runtime any more, it ends by its time.
pub(crate) fn end<S: Seen + 'static>(record: S, claim: Claim, ending: Ending) {
    let Ok(runtime) = Handle::try_current() else { return };
    runtime.spawn(async move {
        // What cannot be written here ends by its time, too.
        let _ = match ending {
            Ending::Done => record.done(&claim).await.map(drop),
            Ending::Released => record.release(&claim).await,
        };
    });
}
