//! Follows links to files: verbatim, and signed only to hosts that may see a signed request.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use tracing::Instrument as _;
use url::Url;
use zeroize::Zeroizing;

use super::Client;
use super::attempt::Trust;
use super::call::Subject;
use super::draft::Sealed;
use super::hosts::{Endpoint, Origin};
use super::target;
use crate::crypto::{Padding, SealedStream};
use crate::download::{Access, Download, Link, Lock, Opens, Part, Pipeline};
use crate::error::{Context, Error, FileFault};
use crate::operation::{Auth, Meta, Method, Shape, Verify};
use crate::runtime;

const META: Meta = Meta::new(Method::Get, "(download)").verify(Verify::Unsigned);

impl Client {
    /// Starts to download a file that an answer has linked to; several links are parts of one file.
    ///
    /// ```no_run
    /// # use wechatpay_client::{Client, Error, download::Link, wire::Wire};
    /// # async fn example(client: Client, bill: impl Wire) -> Result<(), Error> {
    /// let links = Link::of(&bill)?;
    /// client.download(links).await?.save("bill.csv").await?;
    /// # Ok(()) }
    /// ```
    pub async fn download(&self, links: impl IntoIterator<Item = Link> + Send) -> Result<Download, Error> {
        runtime::require()?;
        let mut rest: VecDeque<Link> = links.into_iter().collect();
        let Some(first) = rest.pop_front() else {
            return Err(Error::request("download_url", "there is no link to a file"));
        };
        let linked_at = self.monotonic();
        let part = self.open_link(&first).await?;
        Ok(Download::new(Arc::new(self.clone()), part, rest, linked_at))
    }

    async fn open_link(&self, link: &Link) -> Result<Part, Error> {
        let context = self.context(&META, META.path.into());
        self.part(link, &context).await.map_err(|error| error.within(&context))
    }

    async fn part(&self, link: &Link, context: &Context) -> Result<Part, Error> {
        let url = Url::parse(link.url()).map_err(|error| Error::request("download_url", error.to_string()))?;
        let (meta, trust, origin) = match link.access() {
            Access::Signed => {
                self.inner.hosts.admit(&url)?;
                (META, Trust::Keys, Origin::of(&url)?)
            }
            // Who is told nothing of the merchant has nothing of WeChat Pay's to sign either.
            Access::Unsigned => (META.auth(Auth::None), Trust::Elsewhere, Origin::linked(&url, &self.inner.hosts)?),
        };
        let pipeline = Pipeline::new(link.lock().map(|lock| self.unlock(lock)).transpose()?, link.expected_digest());
        let endpoint = Endpoint { origins: [origin].into(), prefix: String::new() };
        let sealed = sealed(&url)?;
        let deadline = self.begin();
        let subject = Subject::new(meta, Shape::Stream, trust);
        let span = subject.span();
        let sending = async {
            self.keys_in_time(subject.meta.auth, context, &deadline).await?;
            let seal = |_| Ok(sealed.clone());
            self.repeat(subject, &endpoint, deadline, seal).await
        };
        let mut received = sending.instrument(span).await?;
        let Some(file) = received.take_file() else {
            return Err(Error::file(FileFault::Damaged, "the answer has no body").within(&received.context));
        };
        let part = Part { pipeline, ..file.into_part() };
        part.check_end().map(|()| part)
    }

    /// The cipher of an encrypted file, whose key is encrypted to the merchant.
    fn unlock(&self, lock: &Lock) -> Result<SealedStream, Error> {
        let Some(decrypter) = self.inner.merchant.as_ref().and_then(|merchant| merchant.decrypter.as_ref()) else {
            return Err(Error::config("decrypter", "the file is encrypted, and there is no key to decrypt with"));
        };
        let unusable = |reason: &str| Error::file(FileFault::Locked, format!("its key cannot be used: {reason}"));
        let wrapped = BASE64_STANDARD.decode(&lock.wrapped_key).map_err(|_| unusable("it is no base64"))?;
        let key: Zeroizing<Vec<u8>> =
            decrypter.decrypt(&wrapped, Padding::OaepSha1).map_err(|reason| unusable(&reason))?;
        let cipher = SealedStream::new(&key, lock.nonce.as_bytes(), b"");
        cipher.map_err(|_| unusable("it has not the length of one"))
    }
}

impl Opens for Client {
    fn open<'a>(&'a self, link: &'a Link) -> Pin<Box<dyn Future<Output = Result<Part, Error>> + Send + 'a>> {
        Box::pin(self.open_link(link))
    }

    fn monotonic(&self) -> Duration {
        self.monotonic()
    }
}

fn sealed(url: &Url) -> Result<Sealed, Error> {
    let target = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    Ok(Sealed::get(target::settled(target)?))
}
