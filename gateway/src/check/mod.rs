//! Is a request as the real service wants it?
//!
//! What the service is known to refuse is refused, and the [`Rejection`] says why: of a wrong signature, what should
//! have been signed, and which slip was made instead. What the service is only said to dislike is taken, and
//! [remarked](Checked::remarks) on: a gateway that refuses what the service takes would be of no use to a right client.

mod authorization;
mod body;
mod captured;
mod fields;
mod guess;
mod headers;
mod json;
mod nonces;
mod signature;
mod upload;
mod verdict;

use std::sync::{Arc, Mutex};

use serde_json::{Map, Value};

use crate::api::{self, Auth, Operation};
use crate::http::{self, Request};
use crate::keys::{Kind, Parties, Platform, PlatformKey};
pub use captured::{Captured, captured, explain_body};
use fields::Walk;
pub use guess::explain;
pub use nonces::Nonces;
pub use verdict::{Caller, Checked, Rejection, Verdict, Why};

/// How far requests are checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// All of it: what stands in the path, the query and the body is held against the operation.
    #[default]
    Whole,
    /// The headers, the signature, the nonce and the form of the body, but nothing that the operation says: for requests
    /// that the API does not know, or of which only the wire is looked at. What is encrypted stays as it came.
    Wire,
}

/// What a request is checked against.
#[derive(Debug)]
pub struct Context<'a> {
    /// Who may call.
    pub parties: &'a Parties,
    /// The service's own keys.
    pub platform: &'a Platform,
    /// The time of the wire.
    pub now: i64,
    /// What has been used before.
    pub nonces: &'a Mutex<Nonces>,
    /// How far to check.
    pub depth: Depth,
    /// Whether what is only remarked on is refused as well.
    pub strict: bool,
}

/// Checks a request.
pub fn check(request: Arc<Request>, context: &Context<'_>) -> Verdict {
    match checked(request, context) {
        Ok(checked) => Verdict::Accepted(Box::new(checked)),
        Err(rejection) => Verdict::Rejected(rejection),
    }
}

fn checked(request: Arc<Request>, context: &Context<'_>) -> Result<Checked, Box<Rejection>> {
    let found = api::api().find(&request.method, &request.target);
    let mut remarks = Vec::new();
    let pairs = authorization::read(&request, &mut remarks)?;
    let auth = found.as_ref().map(|found| found.operation.details().auth);
    let (party, certificate) = authorization::caller(&request, &pairs, context.parties, auth)?;
    authorization::fresh(&pairs, context.now)?;
    let parts = body::parts(&request)?;
    let signed = parts.as_ref().map_or(Ok(&request.body[..]), |parts| upload::meta(parts))?;
    signature::verify(&request, &pairs, signed, party, certificate, context)?;
    if !context.nonces.lock().is_ok_and(|mut nonces| nonces.is_new(&pairs.id, &pairs.nonce, context.now)) {
        return Err(authorization::replayed(&pairs));
    }
    headers::check(&request, &mut remarks)?;
    headers::host(&request, &mut remarks);
    if let Some(parts) = &parts {
        upload::remarks(&request, parts, &mut remarks);
    }
    let key = headers::serial(&request, context.platform, party.kind, &mut remarks)?;
    let (kind, algorithm) = (party.kind, certificate.key.algorithm());
    let caller = Caller { kind, id: party.id.clone(), serial: certificate.serial.clone(), algorithm };
    let mut checked = Checked {
        caller,
        operation: found.as_ref().map(|found| found.operation),
        path: Map::new(),
        query: Map::new(),
        body: Value::Null,
        files: Vec::new(),
        key: key.clone().unwrap_or_else(|| context.platform.first(party.kind).clone()),
        remarks,
        request,
    };
    if let Some(found) = found {
        checked.path = found.parameters.into_iter().map(|(name, value)| (name, Value::String(value))).collect();
    }
    content(&mut checked, parts, key, context.depth)?;
    match checked.remarks.first() {
        Some(remark) if context.strict => Err(Rejection::header("请求不规范", remark.clone())),
        _ => Ok(checked),
    }
}

/// What stands in the path, the query and the body.
fn content(
    checked: &mut Checked,
    parts: Option<Vec<http::Part>>,
    key: Option<PlatformKey>,
    depth: Depth,
) -> Result<(), Box<Rejection>> {
    let request = checked.request.clone();
    let details = checked.operation.filter(|_| depth == Depth::Whole).map(Operation::details);
    let overseas = details.is_some_and(|details| details.overseas);
    let mut walk = Walk::new(key.clone(), overseas, &mut checked.remarks);
    let query = http::pairs(request.query().unwrap_or_default());
    checked.query = match details {
        Some(details) => {
            if let Some(shape) = details.path {
                walk.path(shape, &mut checked.path)?;
            }
            walk.query(details.query, details.query_optional, query)?
        }
        None => fields::as_it_came(query),
    };
    if let Some(parts) = parts {
        return upload::check(parts, details, checked, key);
    }
    checked.body = body::check(&request, details, &mut walk)?;
    Ok(())
}

/// The kind of caller that an operation is for.
fn kind(auth: Auth) -> Kind {
    match auth {
        Auth::Merchant => Kind::Merchant,
        Auth::Brand => Kind::Brand,
    }
}
