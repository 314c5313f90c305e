//! Uploads: the form that a file goes out in.

use std::borrow::Cow;

use bytes::{BufMut, Bytes, BytesMut};
use http::HeaderValue;

use crate::crypto::{self, Hasher};
use crate::error::Error;
use crate::file::File;
use crate::operation::Parts;
use crate::wire::{In, Out, SealedValue, Value, Wire};

impl Wire for File {
    fn put(&self, out: &mut Out) {
        out.value(Value::File(self.clone()));
    }

    /// JSON has no files: what comes from there is a name.
    fn get(from: &mut In<'_>) -> Self {
        from.file().unwrap_or_else(|| Self::from_bytes(String::get(from), Bytes::new()))
    }
}

/// The parts of an upload, the file in memory.
pub(crate) struct Form {
    parts: Parts,
    meta: Value,
    /// What stands beside the two, by its name: it is not signed.
    texts: Vec<(String, Value)>,
    name: String,
    media: String,
    content: Bytes,
}

impl Form {
    /// Reads the file, and completes the JSON part by what is derived from it.
    pub(crate) async fn load<'e>(
        parts: Parts,
        entries: impl Iterator<Item = (&'e str, &'e Value)>,
    ) -> Result<Self, Error> {
        let (mut meta, mut file, mut texts) = (None, None, Vec::new());
        for (name, value) in entries {
            match value {
                Value::File(found) if name == parts.file => file = Some(found),
                Value::Encoded(inner) if name == parts.meta => meta = Some((**inner).clone()),
                Value::Object(_) if name == parts.meta => meta = Some(value.clone()),
                value if [parts.file, parts.meta].contains(&name) => return Err(no_part(name, value)),
                value => texts.push((name.to_owned(), value.clone())),
            }
        }
        let file = file.ok_or_else(|| Error::request(parts.file, "there is no file"))?;
        check_name(parts.file, file.name())?;
        if HeaderValue::try_from(file.media()).is_err() {
            return Err(Error::request(parts.file, "its media type is none"));
        }
        let content = file.read().await.map_err(Error::from)?;
        if content.is_empty() {
            return Err(Error::request(parts.file, "the file is empty"));
        }
        let mut meta = meta.unwrap_or_else(|| Value::Object(Vec::new()));
        complete(&mut meta, parts, file.name(), &content)?;
        Ok(Self { parts, meta, texts, name: file.name().to_owned(), media: file.media().to_owned(), content })
    }

    /// The media type of the form, the form, and the text of its JSON part, which is what is signed; all of it as
    /// `seal` gives it.
    ///
    /// The JSON part has no file name: with one the server takes it for a file, and the signature fails.
    pub(crate) fn write<'f>(
        &'f self,
        seal: impl Fn(&str, &'f Value) -> Result<SealedValue<'f>, Error>,
    ) -> Result<(HeaderValue, Bytes, Bytes), Error> {
        let meta = seal(self.parts.meta, &self.meta)?.to_json();
        let meta = Bytes::from(meta.map_err(|error| Error::request(self.parts.meta, error.to_string()))?);
        let boundary = crypto::nonce().map_err(Error::signer)?;
        let (meta_name, file_name) = (self.parts.meta, self.parts.file);
        let mut body = BytesMut::with_capacity(self.content.len() + meta.len() + 512);
        body.put_slice(
            format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{meta_name}\"\r\n\
                 Content-Type: application/json\r\n\r\n"
            )
            .as_bytes(),
        );
        body.put_slice(&meta);
        for (name, value) in &self.texts {
            let sealed = seal(name, value)?;
            let text = sealed.text().ok_or_else(|| no_part(name, value))?;
            body.put_slice(
                format!("\r\n--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}").as_bytes(),
            );
        }
        body.put_slice(
            format!(
                "\r\n--{boundary}\r\nContent-Disposition: form-data; name=\"{file_name}\"; filename=\"{}\"\r\n\
                 Content-Type: {}\r\n\r\n",
                self.name, self.media
            )
            .as_bytes(),
        );
        body.put_slice(&self.content);
        body.put_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        let content_type = HeaderValue::try_from(format!("multipart/form-data; boundary={boundary}"))
            .map_err(|error| Error::request(file_name, error.to_string()))?;
        Ok((content_type, body.freeze(), meta))
    }
}

fn no_part(name: &str, value: &Value) -> Error {
    Error::request(name, format!("{} is no such part of the upload", value.found()))
}

/// The name stands between quotes in a header.
fn check_name(field: &str, name: &str) -> Result<(), Error> {
    if name.is_empty() {
        return Err(Error::request(field, "the file has no name"));
    }
    if name.chars().any(|char| char.is_control() || char == '"' || char == '\\') {
        return Err(Error::request(field, "its name holds a quote, a backslash or a control character"));
    }
    Ok(())
}

/// Fills in the digest and the name where they are left out, and refuses a digest of another file.
fn complete(meta: &mut Value, parts: Parts, name: &str, content: &[u8]) -> Result<(), Error> {
    let Value::Object(members) = meta else {
        return Err(Error::request(parts.meta, "it is not an object"));
    };
    if let Some((member, digest)) = parts.digest {
        let found = Hasher::hex_of(digest, content);
        let given = fill(members, member, &found);
        if !given.eq_ignore_ascii_case(&found) {
            return Err(Error::request(format!("{}.{member}", parts.meta), "it is the digest of another file"));
        }
    }
    if let Some(member) = parts.filename {
        fill(members, member, name);
    }
    Ok(())
}

/// The member, which is `text` if it was absent or empty.
fn fill(members: &mut Vec<(Cow<'static, str>, Value)>, member: &'static str, text: &str) -> String {
    match members.iter_mut().find(|(name, _)| name == member) {
        Some((_, Value::Text(given))) if !given.is_empty() => given.clone(),
        Some((_, value)) => {
            *value = Value::Text(text.to_owned());
            text.to_owned()
        }
        None => {
            members.push((member.into(), Value::Text(text.to_owned())));
            text.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::ready;
    use crate::operation::Digest;

    const PARTS: Parts = Parts::new("meta", "file").digest("sha256", Digest::Sha256).filename("filename");

    fn object(members: &[(&'static str, &str)]) -> Value {
        let text = |text: &str| Value::Text(text.to_owned());
        Value::Object(members.iter().map(|(name, value)| ((*name).into(), text(value))).collect())
    }

    fn file() -> Value {
        Value::File(File::from_bytes("a.png", "abc"))
    }

    fn load(entries: &[(&str, Value)]) -> Result<Form, Error> {
        ready(Form::load(PARTS, entries.iter().map(|(name, value)| (*name, value))))
    }

    /// The field that is told to be wrong.
    fn refused(entries: &[(&str, Value)]) -> String {
        match load(entries).map(drop) {
            Err(Error::Request { field, .. }) => field,
            other => panic!("expected Error::Request, got {other:?}"),
        }
    }

    /// SHA-256 of `abc`, by FIPS 180-4.
    const DIGEST: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn what_is_left_out_or_empty_is_filled_in() {
        let complete = object(&[("sha256", DIGEST), ("filename", "a.png")]);
        for meta in [
            object(&[]),
            object(&[("sha256", ""), ("filename", "")]),
            Value::Object(vec![("sha256".into(), Value::Null), ("filename".into(), Value::Null)]),
            complete.clone(),
        ] {
            for meta in [meta.clone(), Value::Encoded(Box::new(meta))] {
                let form = load(&[("meta", meta), ("file", file())]).expect("they are its parts");
                assert_eq!(form.meta, complete);
            }
        }
        let named = object(&[("sha256", &DIGEST.to_uppercase()), ("filename", "b.png")]);
        assert_eq!(load(&[("meta", named.clone()), ("file", file())]).expect("they are its parts").meta, named);
        assert_eq!(load(&[("file", file())]).expect("the rest follows from it").meta, complete);
        let other = object(&[("sha256", &DIGEST.replace('b', "c"))]);
        assert_eq!(refused(&[("meta", other), ("file", file())]), "meta.sha256");
    }

    #[test]
    fn each_part_is_known_by_its_name_and_what_it_is() {
        let others = [
            ("text", Value::Text("1".to_owned())),
            ("object", object(&[("a", "b")])),
            ("encoded", Value::Encoded(Box::new(object(&[("c", "d")])))),
            ("files", file()),
        ];
        let entries: Vec<_> = others.iter().cloned().chain([("file", file())]).collect();
        let form = load(&entries).expect("it has a file");
        assert_eq!(form.meta, object(&[("sha256", DIGEST), ("filename", "a.png")]), "nothing of the others");
        assert_eq!(refused(&others), "file");
        assert_eq!(form.texts, others.map(|(name, value)| (name.to_owned(), value)));
        for (name, value) in [
            ("meta", Value::Text("{}".to_owned())),
            ("meta", file()),
            ("file", Value::Text("a.png".to_owned())),
            ("file", object(&[])),
            ("file", Value::Encoded(Box::new(object(&[])))),
        ] {
            assert_eq!(refused(&[(name, value), ("file", file())]), name);
        }
    }
}
