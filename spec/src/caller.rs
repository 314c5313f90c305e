//! What a caller of the client gives and gets, and what the client does in its place. What is generated and what is
//! compared both ask here.

use std::borrow::Cow;

use crate::model::{Body, Content, Field, Kind, Required, Webhook};

/// Headers that the client sets by itself, so that no caller has to: its keys, its formats, its name.
const CLIENT_HEADERS: [&str; 6] =
    ["Wechatpay-Serial", "Content-Type", "Authorization", "Accept", "Accept-Encoding", "User-Agent"];

/// The parts of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    pub meta: String,
    pub file: String,
    /// The member of the JSON part that takes the digest of the file.
    pub digest: Option<(String, Digest)>,
    /// The member that takes the name of the file.
    pub file_name: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digest {
    Sha256,
    Sm3,
}

impl Field {
    /// Whether it is a header that no caller sees.
    pub fn is_client_header(&self) -> bool {
        CLIENT_HEADERS.iter().any(|header| header.eq_ignore_ascii_case(&self.name))
    }

    /// A JSON text that is a list itself: its only child, which has no name.
    pub fn bare_list(&self) -> Option<&Self> {
        match &self.content {
            Content::EncodedJson(fields) => fields.first().filter(|list| list.name.is_empty() && fields.len() == 1),
            _ => None,
        }
    }
}

impl Body {
    /// Finds the parts of an upload by what they are: the file, the string that holds JSON, and in it what speaks of a
    /// digest and of a file name.
    pub fn upload(&self) -> Option<Upload> {
        let Self::Multipart { parts } = self else { return None };
        let file = parts.iter().find(|part| part.ty.kind == Kind::File)?;
        let meta = parts.iter().find(|part| matches!(part.content, Content::EncodedJson(_)))?;
        let digest = meta.fields().iter().find_map(|member| Some((member.name.clone(), digest(member)?)));
        let named = |member: &&Field| ["filename", "file_name"].contains(&member.name.as_str());
        let file_name = meta.fields().iter().find(named).map(|member| member.name.clone());
        Some(Upload { meta: meta.name.clone(), file: file.name.clone(), digest, file_name })
    }

    /// The fields that a caller gives. What the client fills in is optional, and so is a JSON part with nothing else in
    /// it.
    pub fn given(&self) -> Cow<'_, [Field]> {
        let Self::Multipart { parts } = self else {
            return match self {
                Self::Json { fields, .. } => Cow::Borrowed(fields),
                _ => Cow::Borrowed(&[]),
            };
        };
        let mut parts = parts.clone();
        let Some(upload) = self.upload() else { return Cow::Owned(parts) };
        for part in parts.iter_mut().filter(|part| part.name == upload.meta) {
            if let Content::EncodedJson(members) = &mut part.content {
                let filled = [upload.digest.as_ref().map(|(name, _)| name), upload.file_name.as_ref()];
                for member in members.iter_mut().filter(|member| filled.contains(&Some(&member.name))) {
                    member.required = Required::No;
                }
                if !members.iter().any(|member| member.required == Required::Yes) {
                    part.required = Required::No;
                }
            }
        }
        Cow::Owned(parts)
    }
}

fn digest(member: &Field) -> Option<Digest> {
    let label = member.label.to_ascii_lowercase();
    let algorithms = [("sha256", Digest::Sha256), ("sm3", Digest::Sm3)];
    let found = algorithms.into_iter().find(|(name, _)| label.contains(name)).map(|(_, digest)| digest);
    found.filter(|_| label.contains("摘要"))
}

impl Webhook {
    /// What a merchant writes into the body of its answer, where that is more than a code and a message. Its status and
    /// its headers are HTTP's.
    pub fn own_answer(&self) -> Option<&[Field]> {
        let fields = self.answer.as_deref()?.iter().find(|field| field.name == "body")?.fields();
        let usual = fields.iter().all(|field| ["code", "message"].contains(&field.name.as_str()));
        (!usual).then_some(fields)
    }

    /// Whether the merchant signs its answer.
    pub fn is_answer_signed(&self) -> bool {
        let headers = self.answer.iter().flatten().find(|field| field.name == "headers");
        headers.is_some_and(|headers| headers.fields().iter().any(|field| field.name == "Authorization"))
    }
}
