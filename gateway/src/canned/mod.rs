//! An answer made from the spec: the documentation's own samples, and where they have nothing, what the type asks for.
//!
//! What a request names comes back in its answer under the same name.

mod value;

use serde_json::{Map, Value};

use crate::api::{Answer, Details, Field, Kind, Shape, Signed};
use crate::check::Checked;
use crate::clock::Now;
use crate::crypto::sha1;
use crate::reply::Reply;
pub use value::{members, of_notification};

/// What an answer is made for.
#[derive(Debug)]
pub struct Canned<'a> {
    /// The request.
    pub request: &'a Checked,
    /// When.
    pub now: Now,
}

impl Canned<'_> {
    /// The answer to an operation.
    pub fn reply(&self, details: &Details) -> Reply {
        match &details.answer {
            Answer::Json(shape) => self.json(*shape, details),
            Answer::Status(status) => Reply::empty(*status),
            Answer::Stream(kind) => file(kind, details.signed),
        }
    }

    fn json(&self, shape: Shape, details: &Details) -> Reply {
        let mut body = members(shape, self.now);
        for field in shape.fields() {
            self.echo(field, &mut body);
        }
        let reply = Reply::json(&Value::Object(body));
        if details.signed == Signed::Not { reply.unsigned() } else { reply }
    }

    /// The same name is the same thing.
    fn echo(&self, field: &Field, body: &mut Map<String, Value>) {
        let scalar = matches!(field.ty.kind, Kind::String | Kind::Integer) && !field.ty.list;
        let asked = self.request.get(&field.name).filter(|value| match field.ty.kind {
            Kind::String => value.is_string(),
            _ => value.is_i64(),
        });
        if let Some(value) = asked.filter(|_| scalar && field.encrypted.is_none() && field.values.is_empty()) {
            body.insert(field.name.clone(), value.clone());
        }
    }
}

/// A file of a kind, the smallest that is one.
fn file(kind: &str, signed: Signed) -> Reply {
    let (media, bytes): (_, &[u8]) = match kind {
        "pdf" => ("application/pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"),
        "image" => ("image/gif", b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"),
        _ => ("text/plain", "\u{feff}交易时间,公众账号ID,商户号\r\n".as_bytes()),
    };
    let reply = Reply::new(200, media, bytes);
    match signed {
        Signed::Body => reply,
        Signed::Not => reply.unsigned(),
        Signed::StatementSha1 => {
            let digest = sha1(bytes);
            reply.header("Wechatpay-Statement-Sha1", &digest).signs(format!("{{\"sha1\":\"{digest}\"}}"))
        }
    }
}
