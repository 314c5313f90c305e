//! The transport that is there unless another is set: the `reqwest` crate.

mod builder;
mod environment;
mod guarded;
mod pools;
mod settings;
mod tls;

use std::fmt::{self, Write as _};
use std::sync::Arc;

use bytes::Bytes;
use http::Uri;
use http::header::{ACCEPT_ENCODING, HeaderValue};
use http_body_util::{BodyExt as _, Full};

use super::{Body, Exchange, Failure, Linked, SettingError, Transport};
pub use builder::ReqwestBuilder;
use pools::Pools;
use url::Url;

/// Most URLs are shorter than so many bytes.
const URL_LENGTH: usize = 256;

/// The default transport: HTTP/1.1 by the `reqwest` crate.
///
/// Cloning it is cheap, and clones share their connections. So one that is given to many clients costs each of them
/// next to nothing:
///
/// ```no_run
/// # use wechatpay_client::{Client, ClientBuilder, Error, transport::Reqwest};
/// # fn example(merchants: Vec<ClientBuilder>, authority: &[u8]) -> Result<(), Error> {
/// let transport = Reqwest::builder().proxy("http://proxy.internal:3128").root_certificates(authority).build()?;
/// let clients: Vec<Client> =
///     merchants.into_iter().map(|merchant| merchant.transport(transport.clone()).build()).collect::<Result<_, _>>()?;
/// # Ok(()) }
/// ```
///
/// # The environment
///
/// `HTTPS_PROXY` (else `ALL_PROXY`, each in lower case too) names a proxy, with credentials where it wants them, and
/// `NO_PROXY` the hosts that are not behind it; [`proxy`](ReqwestBuilder::proxy) and
/// [`no_proxy`](ReqwestBuilder::no_proxy) stand above them. They are read when the first connection of a runtime is
/// made. One that speaks SOCKS is refused, when the client is built. A proxy passes on what is encrypted: what goes to `http://` never goes through one, since it would see the
/// `Authorization` header, so `HTTP_PROXY` is not heeded; nor does what stays on this machine, unless a proxy is set.
///
/// `SSL_CERT_FILE` and `SSL_CERT_DIR` name the root certificates that stand in for those of the system, on every
/// system but Apple's and Windows, whose own verifiers are asked. On Linux those of the system are in the package
/// `ca-certificates`.
///
/// # Links
///
/// A file that an answer [links to](super::Linked) without a signature is fetched from public addresses alone, whatever
/// the name of its host leads to: not from this machine, nor from its network. That is so where the system looks the
/// name up; a [`resolver`](ReqwestBuilder::resolver) of your own and addresses that are [fixed](ReqwestBuilder::resolve)
/// are taken as they are, and a proxy looks it up by itself.
///
/// # Runtimes
///
/// It needs a tokio runtime with its drivers (`enable_all`); without one, calls fail. A connection lives in the runtime
/// that made it, and stands still with it. So each runtime has connections of its own here: a client that is used in
/// two of them works, but a program that makes a runtime for every call makes a connection for every call too. Make one
/// client for each runtime.
#[derive(Clone)]
pub struct Reqwest {
    kind: Arc<Kind>,
}

enum Kind {
    /// With settings that are known here.
    Made(Box<Pools>),
    /// One that the caller has made.
    Own(reqwest::Client),
}

impl Reqwest {
    /// Starts with the settings of the default.
    pub fn builder() -> ReqwestBuilder {
        ReqwestBuilder::default()
    }

    /// With a client of `reqwest` that is there already: its settings are the caller's to answer for.
    ///
    /// It must not follow redirects, unpack answers or send again by itself:
    ///
    /// ```
    /// # use wechatpay_client::transport::Reqwest;
    /// # fn example(builder: reqwest::ClientBuilder) -> reqwest::Result<Reqwest> {
    /// let client = builder.redirect(reqwest::redirect::Policy::none()).retry(reqwest::retry::never()).build()?;
    /// Ok(Reqwest::from_client(client))
    /// # }
    /// ```
    ///
    /// None of it can be asked of such a client. What it cannot do by the way it is used here: send a request again, or
    /// carry its body to where a redirect leads. Whether a request that failed has gone out it cannot tell, so each may
    /// have: a write is not sent again. What shows: an answer from another URL is an error. What is asked for:
    /// that answers come unpacked; the signature of one that was packed all the same will not match. Its connections
    /// are those of one runtime, its `timeout` holds for files too, a link leads wherever its resolver says, and a proxy of it that is asked for an `http` host
    /// sees the `Authorization` header.
    pub fn from_client(client: reqwest::Client) -> Self {
        Self { kind: Arc::new(Kind::Own(client)) }
    }
}

impl Transport for Reqwest {
    fn send(&self, request: http::Request<Bytes>) -> Exchange<'_> {
        Box::pin(async move {
            match &*self.kind {
                Kind::Made(pools) => {
                    let is_linked = request.extensions().get::<Linked>().is_some();
                    execute(&pools.client(request.uri(), is_linked)?, convert(request)?).await
                }
                Kind::Own(client) => execute_once(client, convert(request)?).await,
            }
        })
    }

    fn prepare(&self, origin: &Uri) -> Result<(), SettingError> {
        match &*self.kind {
            Kind::Made(pools) => pools.prepare(origin),
            Kind::Own(_) => Ok(()),
        }
    }
}

fn convert(request: http::Request<Bytes>) -> Result<reqwest::Request, Failure> {
    let (parts, body) = request.into_parts();
    let mut text = String::with_capacity(URL_LENGTH);
    // A string takes whatever is written to it.
    _ = write!(text, "{}", parts.uri);
    let mut request = reqwest::Request::new(parts.method, Url::parse(&text).map_err(Failure::not_sent)?);
    *request.version_mut() = parts.version;
    *request.headers_mut() = parts.headers;
    *request.body_mut() = Some(body.into());
    Ok(request)
}

async fn execute(client: &reqwest::Client, request: reqwest::Request) -> Result<http::Response<Body>, Failure> {
    let response = client.execute(request).await.map_err(failure)?;
    Ok(http::Response::<reqwest::Body>::from(response).map(|body| Body::new(body.map_err(failure))))
}

/// By a client that may have been told to do more than that.
async fn execute_once(
    client: &reqwest::Client,
    mut request: reqwest::Request,
) -> Result<http::Response<Body>, Failure> {
    // A body that comes as a stream is there once: neither a redirect nor a retry can have it again.
    let body = request.body().and_then(reqwest::Body::as_bytes).map(Bytes::copy_from_slice).unwrap_or_default();
    *request.body_mut() = Some(reqwest::Body::wrap(Full::new(body)));
    request.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    let asked = request.url().clone();
    let response = client.execute(request).await.map_err(failure_of_own)?;
    if *response.url() != asked {
        return Err(Failure::interrupted("the `reqwest::Client` of the transport has followed a redirect"));
    }
    Ok(http::Response::<reqwest::Body>::from(response).map(|body| Body::new(body.map_err(failure))))
}

/// A client that follows redirects fails to connect after the request has gone out: with it, that is never certain.
fn failure_of_own(error: reqwest::Error) -> Failure {
    let make = if error.is_timeout() { Failure::timed_out } else { Failure::interrupted };
    make(error.without_url())
}

/// The URL is left out of the cause: its query may name a person.
fn failure(error: reqwest::Error) -> Failure {
    let make = match () {
        () if error.is_connect() || error.is_builder() => Failure::not_sent,
        () if error.is_timeout() => Failure::timed_out,
        () => Failure::interrupted,
    };
    make(error.without_url())
}

impl fmt::Debug for Reqwest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reqwest").finish_non_exhaustive()
    }
}
