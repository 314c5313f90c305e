//! An upload as it goes out, by a second reader of forms: the file has its name, its media type and its bytes, the JSON
//! part is what was given and the digest of the file, and it is what was signed. What cannot go out so is refused before.
//!
//! An input is a line of choices, a line each for the name of the file, its media type and the name in the JSON part, and
//! the file.

#![no_main]

use std::convert::Infallible;
use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use futures_util::stream;
use http::header::CONTENT_TYPE;
use libfuzzer_sys::fuzz_target;
use multer::Multipart;
use serde_json::Value as Json;
use wechatpay_client::operation::Digest;
use wechatpay_client::v3::merchant::media::upload::{Post, post};
use wechatpay_client::{Client, Error, File};
use wechatpay_fuzz::choices::Choices;
use wechatpay_fuzz::party::digest;
use wechatpay_fuzz::wire::{Line, client, wait};

static CLIENT: LazyLock<(Client, Arc<Line>)> = LazyLock::new(client);

struct Given {
    name: String,
    media: Option<String>,
    /// What the caller says in the JSON part: the name and the digest, each possibly left out.
    meta: Option<(String, String)>,
    content: Vec<u8>,
}

fuzz_target!(|bytes: &[u8]| {
    let mut rest = Choices(bytes);
    let mut choices = Choices(rest.line());
    let mut line = || String::from_utf8_lossy(rest.line()).into_owned();
    let (name, media, meta_name) = (line(), line(), line());
    let content = rest.0.to_vec();
    let media = choices.flag().then_some(media);
    let right = digest(Digest::Sha256, &content);
    let meta = match choices.digit(5) {
        0 => None,
        1 => Some((meta_name, String::new())),
        2 => Some((meta_name, right)),
        3 => Some((meta_name, right.to_uppercase())),
        _ => Some((meta_name, digest(Digest::Sha256, b"another file"))),
    };
    let given = Given { name, media, meta, content };
    let (client, line) = &*CLIENT;
    let outcome = wait(client.send(request(&given)));
    let (requests, signed) = (line.requests(), line.signed());
    match (requests.as_slice(), outcome.map(drop).expect_err("nobody answers")) {
        ([], Error::Request { .. }) => assert!(is_refusable(&given), "it is refused, and right: {:?}", given.name),
        ([], error) => panic!("{error:?}"),
        ([request], _) => sent(&given, request, &signed),
        (several, _) => panic!("it is sent {} times", several.len()),
    }
});

fn request(given: &Given) -> Post {
    let mut file = File::from_bytes(&*given.name, given.content.clone());
    if let Some(media) = &given.media {
        file = file.media_type(media);
    }
    let meta = given.meta.as_ref().map(|(name, digest)| post::Meta::builder().filename(name).sha256(digest).build());
    Post::builder().file(file).meta(meta).build()
}

/// Whether something about it cannot go out, or would not arrive as it was given.
fn is_refusable(given: &Given) -> bool {
    let is_odd = |text: &str| text.is_empty() || text.chars().any(|c| c.is_control() || matches!(c, '"' | '\\'));
    let wide = |text: &str| text.chars().any(|c| u32::from(c) > 0xffff);
    let is_other = given
        .meta
        .as_ref()
        .is_some_and(|(_, hex)| !hex.is_empty() && !hex.eq_ignore_ascii_case(&digest(Digest::Sha256, &given.content)));
    given.content.is_empty()
        || is_odd(&given.name)
        || wide(&given.name)
        || given.media.as_deref().is_some_and(|media| http::HeaderValue::try_from(media).is_err())
        || given.meta.as_ref().is_some_and(|(name, _)| wide(name))
        || is_other
}

fn sent(given: &Given, request: &http::Request<Bytes>, signed: &[Vec<u8>]) {
    let content_type = request.headers()[CONTENT_TYPE].to_str().expect("it is text");
    let boundary = multer::parse_boundary(content_type).expect("it is a form");
    let body = stream::iter([Ok::<_, Infallible>(request.body().clone())]);
    let mut form = Multipart::new(body, boundary);
    let mut parts = Vec::new();
    while let Some(part) = wait(form.next_field()).expect("it is a part") {
        let [name, file_name] = [part.name(), part.file_name()].map(|name| name.map(str::to_owned));
        let media = part.headers().get(CONTENT_TYPE).map(|media| media.as_bytes().to_vec());
        parts.push((name, file_name, media, wait(part.bytes()).expect("it is whole")));
    }
    let [meta, file] = parts.as_slice() else { panic!("{} parts", parts.len()) };
    assert_eq!((meta.0.as_deref(), meta.1.as_deref()), (Some("meta"), None), "with a file name it would be a file");
    assert_eq!((file.0.as_deref(), file.1.as_deref()), (Some("file"), Some(given.name.as_str())));
    assert_eq!(file.3, given.content);
    if let Some(media) = &given.media {
        assert_eq!(file.2.as_deref().map(<[u8]>::trim_ascii), Some(media.trim().as_bytes()));
    }
    let json: Json = serde_json::from_slice(&meta.3).expect("it is JSON");
    let (name, hex) = given.meta.clone().unwrap_or_default();
    let or = |given: String, other: &str| if given.is_empty() { other.to_owned() } else { given };
    assert_eq!(json["filename"], or(name, &given.name));
    assert_eq!(json["sha256"], or(hex, &digest(Digest::Sha256, &given.content)));
    let [message] = signed else { panic!("{} signatures", signed.len()) };
    let lines: Vec<&[u8]> = message.splitn(5, |byte| *byte == b'\n').collect();
    let [b"POST", b"/v3/merchant/media/upload", _, _, body] = lines[..] else { panic!("{lines:?}") };
    assert_eq!(body.strip_suffix(b"\n"), Some(&*meta.3), "what is signed is the JSON part, byte for byte");
}
