//! What is answered, and what can be wrong with it.

mod effect;

use bytes::Bytes;
use serde_json::{Value, json};

pub use effect::{Effect, Ending, Wire};

/// What a signature is over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Signs {
    /// The body.
    #[default]
    Body,
    /// Nothing: there is no signature.
    Nothing,
    /// Something else in its place.
    Text(Bytes),
}

/// An answer, to be signed unless it says otherwise.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The headers, without those that the gateway adds to each answer.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
    /// What is signed.
    pub signs: Signs,
    /// Whether its confidential members are in plain text still, and are encrypted on the way out.
    pub plain: bool,
    /// What goes wrong on its way: see [`effect`](Self::effect).
    pub effects: Vec<Effect>,
}

impl Reply {
    /// 200 with JSON. What its operation encrypts stands in it in plain text, and goes out encrypted to the caller.
    pub fn json(body: &Value) -> Self {
        Self { plain: true, ..Self::new(200, "application/json; charset=utf-8", body.to_string()) }
    }

    /// An answer of this type.
    pub fn new(status: u16, media: &str, body: impl Into<Bytes>) -> Self {
        let headers = vec![("Content-Type".to_owned(), media.to_owned())];
        Self { status, headers, body: body.into(), signs: Signs::Body, plain: false, effects: Vec::new() }
    }

    /// No body at all.
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Bytes::new(), signs: Signs::Body, plain: false, effects: Vec::new() }
    }

    /// An error object of the API.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        Self::json(&json!({"code": code, "message": message})).status(status)
    }

    /// An error object of the API with its detail.
    pub fn error_with(status: u16, code: &str, message: &str, detail: &Value) -> Self {
        Self::json(&json!({"code": code, "message": message, "detail": detail})).status(status)
    }

    /// The page of a proxy that stands in front, which signs nothing.
    pub fn html(status: u16) -> Self {
        let page = format!(
            "<html>\r\n<head><title>{status}</title></head>\r\n<body>\r\n<center><h1>{status}</h1></center>\r\n\
             <hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
        );
        Self::new(status, "text/html", page).unsigned()
    }

    /// With its members as they are, of which none is encrypted on the way out.
    #[must_use]
    pub fn as_it_is(self) -> Self {
        Self { plain: false, ..self }
    }

    /// With another status.
    #[must_use]
    pub fn status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// Without a signature.
    #[must_use]
    pub fn unsigned(self) -> Self {
        Self { signs: Signs::Nothing, ..self }
    }

    /// With a signature over this in place of the body.
    #[must_use]
    pub fn signs(self, text: impl Into<Bytes>) -> Self {
        Self { signs: Signs::Text(text.into()), ..self }
    }

    /// With one more header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A redirect, as a proxy sends it: nobody signs it.
    pub fn redirect(status: u16, location: &str) -> Self {
        Self::empty(status).header("Location", location).unsigned()
    }

    /// With this going wrong on its way, after what was said before.
    ///
    /// ```
    /// use wechatpay_gateway::reply::{Effect, Ending, Wire};
    /// use wechatpay_gateway::Reply;
    ///
    /// let signed_an_hour_ago = Reply::empty(204).effect(Effect::SignedAt(-3_600));
    /// let half = Reply::new(200, "application/json", "{}").effect(Effect::Wire(Wire::Body(1, Ending::Close)));
    /// ```
    #[must_use]
    pub fn effect(mut self, effect: Effect) -> Self {
        match effect {
            Effect::Instead(make) => make(),
            Effect::Reply(change) => change(self),
            effect => {
                self.effects.push(effect);
                self
            }
        }
    }

    /// How its bytes come, where that is not as they should.
    pub fn wire(&self) -> Option<Wire> {
        self.effects.iter().find_map(Effect::wire)
    }

    /// The value of a header.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}
