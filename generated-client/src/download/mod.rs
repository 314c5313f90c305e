//! Downloads: a file that comes in pieces, is opened and checked on the way, and is whole or not there at all.

mod link;
mod pipeline;
mod temporary;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncWrite, AsyncWriteExt};

use crate::error::{Context, Error, FileFault, TooLargeError};
use crate::raw::RawAnswer;
use crate::runtime;
use crate::transport::Body;
pub use link::Link;
pub(crate) use link::{Access, Lock};
pub(crate) use pipeline::Pipeline;
use temporary::Temporary;

/// How much of what came is unpacked at a time: at most a thousand times as much comes of it, which a limit can stop.
const SLICE: usize = 8 * 1024;

/// How old a link may be before it is asked for again: it is good for five minutes.
const LINK_AGE: Duration = Duration::from_secs(4 * 60);

/// The most that [`Download::bytes`] holds in memory unless it is told otherwise.
const DEFAULT_LIMIT: u64 = 256 * 1024 * 1024;

type Tell = Box<dyn FnMut(Progress) + Send>;
type Links = Pin<Box<dyn Future<Output = Result<Vec<Link>, Error>> + Send>>;
type Renew = Box<dyn FnMut() -> Links + Send>;

/// A file on its way: a bill, a receipt, an image.
///
/// It is decrypted and unpacked as it comes, and its digest is checked at the end, where one is known. So whatever has
/// been written is worth nothing before the call has returned without an error; [`save`](Self::save) sees to that.
pub struct Download {
    client: Arc<dyn Opens>,
    part: Part,
    /// What has come of it, and was not looked at yet.
    held: Bytes,
    /// The parts that follow it.
    rest: VecDeque<Link>,
    /// How many parts there are, from the first to the last.
    parts: usize,
    /// By the clock that never jumps.
    linked_at: Duration,
    renew: Option<Renew>,
    progress: Option<Tell>,
    /// How many bytes have come over the wire.
    wire_bytes: u64,
    limit: Option<u64>,
}

/// What a download asks for the parts that follow, and how late it is: a client.
pub(crate) trait Opens: Send + Sync {
    /// Begins to fetch a part.
    fn open<'a>(&'a self, link: &'a Link) -> Pin<Box<dyn Future<Output = Result<Part, Error>> + Send + 'a>>;

    /// The time since some moment, which no clock that is set changes.
    fn monotonic(&self) -> Duration;
}

/// How far a download is, from the first of its parts to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// How many bytes have come over the wire: packed and encrypted, where the file is.
    pub wire_bytes: u64,
    /// How many bytes of the file have been written: unpacked and decrypted.
    pub file_bytes: u64,
}

/// One answer whose body is still on the connection.
pub(crate) struct Part {
    pub(crate) body: Body,
    pub(crate) pipeline: Pipeline,
    pub(crate) head: RawAnswer,
    pub(crate) context: Context,
    /// Whether the answer says where it ends. One that ends with its connection may have been cut off.
    pub(crate) has_end: bool,
    /// How long nothing of it may come.
    pub(crate) idle: Duration,
}

impl Part {
    /// Refuses what could not be told from the first half of a file.
    pub(crate) fn check_end(&self) -> Result<(), Error> {
        if self.has_end || self.pipeline.is_checked() {
            return Ok(());
        }
        let reason = "the answer says neither its length nor its end, and there is no digest: a file that was cut off \
                      would look the same";
        Err(Error::file(FileFault::Unbounded, reason).within(&self.context))
    }
}

impl Download {
    /// `linked_at` is when the links were taken up.
    pub(crate) fn new(client: Arc<dyn Opens>, part: Part, rest: VecDeque<Link>, linked_at: Duration) -> Self {
        let parts = 1 + rest.len();
        Self {
            client,
            part,
            held: Bytes::new(),
            rest,
            parts,
            linked_at,
            renew: None,
            progress: None,
            wire_bytes: 0,
            limit: None,
        }
    }

    pub(crate) fn into_part(self) -> Part {
        self.part
    }

    pub(crate) fn check_end(&self) -> Result<(), Error> {
        self.part.check_end()
    }

    /// How many bytes will come over the wire, where the server says so: packed and encrypted, of the first part.
    pub fn wire_length(&self) -> Option<u64> {
        self.part.body.length()
    }

    /// Asks for the links again when a later part of a file begins more than four minutes after the download did.
    ///
    /// Bills are split above 16 GB, links are good for five minutes, and a part is asked for when the one before it has
    /// come. Without this a late part ends in WeChat Pay's error. The links have to be those of all parts, in order.
    ///
    /// ```no_run
    /// # use wechatpay_client::{Client, Error, download::Link, operation::Operation, wire::Wire};
    /// # async fn example<O: Operation + Clone + 'static>(client: Client, request: O) -> Result<(), Error>
    /// # where O::Response: Wire {
    /// let links = Link::of(&client.send(request.clone()).await?)?;
    /// let download = client.download(links).await?.renew_links(move || {
    ///     let answer = client.send(request.clone());
    ///     async { Link::of(&answer.await?) }
    /// });
    /// download.save("bill.csv").await?;
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn renew_links<F>(self, mut links: impl FnMut() -> F + Send + 'static) -> Self
    where
        F: Future<Output = Result<Vec<Link>, Error>> + Send + 'static,
    {
        Self { renew: Some(Box::new(move || Box::pin(links()))), ..self }
    }

    /// Calls back each time that more of the file is there.
    ///
    /// What goes with [`wire_length`](Self::wire_length) is [`Progress::wire_bytes`].
    #[must_use]
    pub fn on_progress(self, callback: impl FnMut(Progress) + Send + 'static) -> Self {
        Self { progress: Some(Box::new(callback)), ..self }
    }

    /// Ends with an error when the unpacked file is larger than this. Without it there is a limit for
    /// [`bytes`](Self::bytes) alone, 256 MiB.
    #[must_use]
    pub fn limit(self, bytes: u64) -> Self {
        Self { limit: Some(bytes), ..self }
    }

    /// The whole file, in memory.
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        self.limit.get_or_insert(DEFAULT_LIMIT);
        let mut whole = Vec::new();
        self.write_to(&mut whole).await?;
        Ok(whole.into())
    }

    /// Writes the file to `writer` as it comes, and returns how many bytes it has.
    pub async fn write_to<W: AsyncWrite + Unpin + ?Sized>(mut self, writer: &mut W) -> Result<u64, Error> {
        self.write(writer).await.map_err(|error| error.within(&self.part.context))
    }

    async fn write<W: AsyncWrite + Unpin + ?Sized>(&mut self, writer: &mut W) -> Result<u64, Error> {
        runtime::require()?;
        let mut written = 0;
        let mut piece = Vec::new();
        loop {
            piece.clear();
            let more = self.next(&mut piece).await?;
            written += piece.len() as u64;
            self.check_limit(written)?;
            writer.write_all(&piece).await?;
            if let Some(progress) = &mut self.progress {
                progress(Progress { wire_bytes: self.wire_bytes, file_bytes: written });
            }
            if !more {
                writer.flush().await?;
                return Ok(written);
            }
        }
    }

    /// Writes the file to `path`, and returns how many bytes it has.
    ///
    /// It comes under another name in the same folder, and gets its own when it is whole and checked. Nobody but the
    /// owner may read it (mode 0600); one that replaces a file keeps the mode and the group of that, as far as it can. A symbolic link is replaced
    /// itself, and what it points to is left alone; what is there and is neither is an error.
    pub async fn save(mut self, path: impl AsRef<Path>) -> Result<u64, Error> {
        self.keep(path.as_ref()).await.map_err(|error| error.within(&self.part.context))
    }

    async fn keep(&mut self, path: &Path) -> Result<u64, Error> {
        runtime::require()?;
        let (temporary, mut file) = Temporary::create(path)?;
        let written = self.write(&mut file).await?;
        file.sync_all().await?;
        drop(file);
        temporary.keep().await?;
        Ok(written)
    }

    /// Appends the next piece to `piece`, and says whether there are more.
    async fn next(&mut self, piece: &mut Vec<u8>) -> Result<bool, Error> {
        if self.held.is_empty() {
            match self.part.body.chunk(self.part.idle).await {
                Ok(Some(chunk)) => {
                    self.wire_bytes += chunk.len() as u64;
                    self.held = chunk;
                }
                Ok(None) => return self.end_part(piece).await,
                Err(failure) => return Err(Error::broken(failure, self.part.head.clone(), &self.part.context)),
            }
        }
        let slice = self.held.split_to(self.held.len().min(SLICE));
        self.part.pipeline.push(&slice, piece).map(|()| true)
    }

    async fn end_part(&mut self, piece: &mut Vec<u8>) -> Result<bool, Error> {
        let pipeline = std::mem::replace(&mut self.part.pipeline, Pipeline::new(None, None));
        pipeline.finish(piece)?;
        self.renew_old_links().await?;
        let Some(link) = self.rest.pop_front() else { return Ok(false) };
        self.part = self.client.open(&link).await?;
        Ok(true)
    }

    async fn renew_old_links(&mut self) -> Result<(), Error> {
        let is_old = self.client.monotonic().saturating_sub(self.linked_at) > LINK_AGE;
        let Some(renew) = self.renew.as_mut().filter(|_| is_old && !self.rest.is_empty()) else { return Ok(()) };
        let mut links = VecDeque::from(renew().await?);
        // The file was split in another way: no part of it fits the ones that have come.
        if links.len() != self.parts {
            let reason =
                format!("it had {} parts, and has {} in the links that were asked for anew", self.parts, links.len());
            return Err(Error::file(FileFault::Damaged, reason));
        }
        links.drain(..self.parts - self.rest.len());
        (self.rest, self.linked_at) = (links, self.client.monotonic());
        Ok(())
    }

    fn check_limit(&self, written: u64) -> Result<(), Error> {
        match self.limit {
            Some(limit) if written > limit => Err(Error::TooLarge(Box::new(TooLargeError {
                limit,
                answer: self.part.head.clone(),
                context: self.part.context.clone(),
            }))),
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("answer", &self.part.head)
            .field("parts_left", &self.rest.len())
            .finish_non_exhaustive()
    }
}
