//! The call that no page describes: any method and path, any JSON.

use std::borrow::Cow;
use std::fmt;
use std::future::Future;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::draft::Draft;
use super::entry::{Entry, Name};
use super::headers::SERIAL;
use super::template::Template;
use super::{Client, check};
use crate::answer::Response;
use crate::crypto::Padding;
use crate::error::Error;
use crate::operation::{Auth, Meta, Method, RetryClass, Shape};
use crate::wire::{Misfit, Place, Places, Secret, Value, to_value};

/// The host of what is offered overseas alone, unless the client has another.
const OVERSEAS: &str = "https://apihk.mch.weixin.qq.com/";

/// A request that no page describes: [`Client::call`].
///
/// It goes the same way as any other: signed, verified, sent again where that is safe, within the same deadline, with
/// the same errors. What a type would know of it the caller says.
///
/// Whatever cannot be sent as it was given is an [`Error::Request`], and nothing has gone out: neither the request, nor
/// one for keys.
///
/// # What errors tell
///
/// No value is told. A name or a path that is a text of the program is told as it is; one that was put together (a
/// `String`) may be a value that was given in its place, and is not.
///
/// # What it is not for
///
/// An answer is JSON, or nothing, and signed over its body: files come by [`Client::download`], and go out by the
/// operations of the generated modules. No answer is larger than
/// [`answer_limit`](crate::ClientBuilder::answer_limit). A text that is encrypted has 214 bytes at most, by RSA of 2048
/// bits and the usual padding; emoji and other characters beyond U+FFFF are refused, but in what is encrypted; and so is
/// a number that neither 64 bits nor a double hold exactly.
#[must_use = "a call does nothing until it is sent"]
pub struct UntypedCall<C> {
    pub(crate) client: C,
    pub(crate) request: UntypedRequest,
}

/// What is asked for, as the caller has given it.
pub(crate) struct UntypedRequest {
    method: Method,
    path: Cow<'static, str>,
    fields: Vec<(Place, Name, Result<Value, Misfit>)>,
    bodies: Vec<Result<Value, Misfit>>,
    confidential: Vec<Name>,
    opened: Vec<Name>,
    is_overseas: bool,
    retry: Option<RetryClass>,
    auth: Option<Auth>,
    padding: Padding,
    accepted: bool,
}

impl Client {
    /// A request that no page describes, by its method and its path below the host.
    ///
    /// The path has `{placeholders}`, which [`UntypedCall::path`] fills, or its values already, percent-encoded. In
    /// errors and logs a path that is a text of the program is told as it is; of one that was put together, only its
    /// beginning and its placeholders.
    ///
    /// ```no_run
    /// # use wechatpay_client::{Client, Error, operation::Method};
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let order = client
    ///     .call(Method::Get, "/v3/pay/transactions/out-trade-no/{out_trade_no}")
    ///     .path("out_trade_no", "1217752501201407033233368018")
    ///     .query("mchid", "1900000109")
    ///     .send()
    ///     .await?;
    /// let state = order.value().get("trade_state").and_then(|state| state.as_str());
    /// # Ok(()) }
    /// ```
    pub fn call(&self, method: Method, path: impl Into<Cow<'static, str>>) -> UntypedCall<Self> {
        UntypedCall { client: self.clone(), request: UntypedRequest::new(method, path.into()) }
    }
}

impl<C> UntypedCall<C> {
    /// The value of a `{placeholder}` of the path: a text, a number or a boolean. It is percent-encoded.
    pub fn path(mut self, name: impl Into<Cow<'static, str>>, value: impl Serialize) -> Self {
        self.request.field(Place::Path, name, to_value(&value));
        self
    }

    /// A query parameter: a text, a number or a boolean. It may come more than once.
    pub fn query(mut self, name: impl Into<Cow<'static, str>>, value: impl Serialize) -> Self {
        self.request.field(Place::Query, name, to_value(&value));
        self
    }

    /// A query parameter that goes out encrypted.
    pub fn confidential_query(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Secret>) -> Self {
        self.request.field(Place::Query, name, Ok(Value::Secret(value.into())));
        self
    }

    /// A header, such as `Idempotency-Key`; none that the client sets itself, and none that concerns the connection alone.
    pub fn header(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.request.field(Place::Header, name, Ok(Value::Text(value.into())));
        self
    }

    /// The body: anything that serialises as an object or a list. What is `None` or `null` in it is left out.
    ///
    /// A [`Value`] goes out whole or not at all: what was not read in it ([`Value::Unread`]), a file, or a confidential
    /// text that is not exposed is refused.
    pub fn body(mut self, body: impl Serialize) -> Self {
        self.request.bodies.push(to_value(&body));
        self
    }

    /// Texts of the body that go out encrypted, by their path: `$.payee.name`, or `$.receivers[*].name` of each item of a
    /// list. One at least has to be there.
    ///
    /// The key is the one of WeChat Pay that the client knows, and `Wechatpay-Serial` names it.
    pub fn confidential(mut self, path: impl Into<Cow<'static, str>>) -> Self {
        self.request.confidential.push(Name::from(path));
        self
    }

    /// Texts of the answer that come encrypted, by their path: they are opened, and are [`Value::Secret`] in the answer
    /// as JSON. [`Response::drift`] tells of what is not there, and of what does not open, which is absent then.
    pub fn open(mut self, path: impl Into<Cow<'static, str>>) -> Self {
        self.request.opened.push(Name::from(path));
        self
    }

    /// When it may be sent again. Unless said, a `GET` is a [`Read`](RetryClass::Read), and anything else is sent
    /// [`Once`](RetryClass::Once). It also says what a failure may have left behind: after a `Read`, nothing; so say it of a
    /// `POST` only where that changes nothing.
    pub fn retry(mut self, class: RetryClass) -> Self {
        self.request.retry = Some(class);
        self
    }

    /// Who signs it. Unless said, the brand signs what lies below `/brand/`, and the merchant anything else.
    pub fn auth(mut self, auth: Auth) -> Self {
        self.request.auth = Some(auth);
        self
    }

    /// How confidential texts are padded before RSA. [`Padding::OaepSha1`] unless said.
    pub fn padding(mut self, padding: Padding) -> Self {
        self.request.padding = padding;
        self
    }

    /// It is offered overseas alone: it goes to [`overseas_url`](crate::ClientBuilder::overseas_url), or to Hong Kong
    /// where that is not set, and to a `base_url` that stands in for all of WeChat Pay's hosts. The path has its prefix,
    /// such as `/global/`.
    pub fn overseas(mut self) -> Self {
        self.request.is_overseas = true;
        self
    }

    /// 202 is what it answers with when it is done, and not a plea to send it again.
    pub fn accepted(mut self) -> Self {
        self.request.accepted = true;
        self
    }
}

impl UntypedCall<Client> {
    /// Sends it, and returns the answer as JSON: [`Value::Null`] where there is none.
    ///
    /// Something in it that cannot be read for certain is [`Value::Unread`], and [`Response::drift`] tells of it.
    pub fn send(self) -> impl Future<Output = Result<Response<Value>, Error>> + Send + 'static {
        let Self { client, request } = self;
        async move {
            let (draft, sealed) = request.draft(&client)?;
            Box::pin(client.execute(draft, Shape::Json)).await?.into_json(&sealed)
        }
    }

    /// Sends it, and reads the answer as data of the caller's own. What has been opened in it is plain.
    ///
    /// An answer that does not fit is an [`Error::Decode`], which keeps it.
    pub fn send_as<T: DeserializeOwned>(self) -> impl Future<Output = Result<Response<T>, Error>> + Send + 'static {
        let Self { client, request } = self;
        async move {
            let (draft, sealed) = request.draft(&client)?;
            Box::pin(client.execute(draft, Shape::Json)).await?.into_data(&sealed)
        }
    }
}

impl<C> fmt::Debug for UntypedCall<C> {
    /// Tells where it goes, and no value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UntypedCall").field("method", &self.request.method).finish_non_exhaustive()
    }
}

impl UntypedRequest {
    pub(crate) fn new(method: Method, path: Cow<'static, str>) -> Self {
        Self {
            method,
            path,
            fields: Vec::new(),
            bodies: Vec::new(),
            confidential: Vec::new(),
            opened: Vec::new(),
            is_overseas: false,
            retry: None,
            auth: None,
            padding: Padding::OaepSha1,
            accepted: false,
        }
    }

    fn field(&mut self, place: Place, name: impl Into<Cow<'static, str>>, value: Result<Value, Misfit>) {
        self.fields.push((place, Name::from(name), value));
    }

    /// The request, checked, and where the answer is encrypted.
    fn draft(mut self, client: &Client) -> Result<(Draft, Vec<Places>), Error> {
        let meta = self.meta()?;
        let template = Template::new(std::mem::take(&mut self.path))?;
        let context = client.context(&meta, template.told());
        self.fill(meta, template).map_err(|error| error.within(&context))
    }

    fn fill(self, meta: Meta, template: Template) -> Result<(Draft, Vec<Places>), Error> {
        let entries = self.fields.into_iter().map(entry).collect::<Result<_, _>>()?;
        let body = body(self.bodies, &self.confidential)?;
        let sealed = self.opened.iter().map(|path| places("open", path)).collect::<Result<_, _>>()?;
        Ok((Draft::untyped(meta, template, entries, body)?, sealed))
    }

    fn meta(&self) -> Result<Meta, Error> {
        let default = if self.path.starts_with("/brand/") { Auth::Brand } else { Auth::Merchant };
        let auth = self.auth.unwrap_or(default);
        if auth == Auth::None {
            return Err(Error::request("auth", "the answer to nobody is signed for nobody, and could not be verified"));
        }
        let default = if self.method == Method::Get { RetryClass::Read } else { RetryClass::Once };
        let meta = Meta::new(self.method, "(call)").auth(auth).padding(self.padding);
        let meta = meta.retry(self.retry.unwrap_or(default));
        let meta = if self.bodies.is_empty() { meta } else { meta.json() };
        let meta = if self.is_overseas { meta.base(OVERSEAS, true) } else { meta };
        Ok(if self.accepted { meta.accepted() } else { meta })
    }
}

fn entry((place, name, value): (Place, Name, Result<Value, Misfit>)) -> Result<Entry, Error> {
    let value = value.map_err(|misfit| name.error(place, misfit.reason()))?;
    let fault = match &value {
        Value::Null | Value::List(_) | Value::Object(_) => {
            return Err(name.error(place, format!("expected a text, a number or a boolean, found {}", value.found())));
        }
        _ if place == Place::Header && name.as_str().eq_ignore_ascii_case(SERIAL) => Some("the client sets it itself"),
        Value::Text(text) => check::marked(text),
        _ => None,
    };
    match fault {
        Some(reason) => Err(name.error(place, reason)),
        None => Ok((place, name, value)),
    }
}

/// The body with its confidential texts marked as such.
fn body(bodies: Vec<Result<Value, Misfit>>, confidential: &[Name]) -> Result<Option<Value>, Error> {
    let refused = |misfit: &Misfit| Error::request(misfit.path(), misfit.reason());
    let mut bodies = bodies.into_iter();
    let mut body = match (bodies.next(), bodies.next()) {
        (None, _) => None,
        (Some(body), None) => Some(body.map_err(|misfit| refused(&misfit))?),
        (Some(_), Some(_)) => return Err(Error::request("body", "it is given more than once")),
    };
    if let Some(body) = &mut body {
        check::body(body)?;
    }
    for path in confidential {
        let places = places("confidential", path)?;
        let Some(body) = &mut body else {
            return Err(Error::request(path.told("confidential"), "there is no body in which it could stand"));
        };
        places.hide(body).map_err(|misfit| refused(&misfit))?;
    }
    Ok(body)
}

/// The places of a path, which may be the text that it should lead to.
fn places(setting: &'static str, path: &Name) -> Result<Places, Error> {
    let wanted = "it is no path such as `$.payee.name` or `$.receivers[*].name`";
    Places::parse(path.as_str()).ok_or_else(|| Error::request(path.told(setting), wanted))
}
