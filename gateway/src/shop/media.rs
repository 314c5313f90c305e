//! Files that a merchant has sent: they are known by their ids later.

use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::owner::required;
use super::refusal::Refusal;
use super::turn::{Turn, key};
use super::{Handler, fit};
use crate::check::Checked;
use crate::crypto::sha256;
use crate::reply::Reply;

pub(super) fn handler(id: &str) -> Option<Handler> {
    Some(match id {
        "POST /v3/merchant/media/upload"
        | "POST /v3/merchant/media/video_upload"
        | "POST /v3/merchant-service/images/upload" => upload,
        "GET /v3/merchant-service/images/{media_id}" => download,
        _ => return None,
    })
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct File {
    mchid: String,
    media: String,
    /// In base64.
    bytes: String,
}

fn upload(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let file = request.files.first().ok_or_else(|| Refusal::parameter("/file", "缺少文件"))?;
    let name = file.filename.as_deref().unwrap_or_default();
    let number = turn.number()?;
    let digest = sha256(format!("{number}:{}", sha256(&file.body)).as_bytes());
    let id = format!("V1_{}", BASE64_URL_SAFE_NO_PAD.encode(digest));
    let file = File {
        mchid: request.caller.id.clone(),
        media: media(name).to_owned(),
        bytes: BASE64_STANDARD.encode(&file.body),
    };
    turn.put(&key(&["media", &id]), &file)?;
    Ok(fit::answer(request, json!({"media_id": id})))
}

fn download(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let file = turn.get::<File>(&key(&["media", required(request, "media_id")?]))?;
    let file = file.filter(|file| file.mchid == request.caller.id).ok_or_else(|| Refusal::nothing("图片不存在"))?;
    let bytes = BASE64_STANDARD.decode(&file.bytes).unwrap_or_default();
    Ok(Reply::new(200, &file.media, bytes).unsigned())
}

/// Whether a file of this id has been sent.
pub(super) fn is_known(id: &str, turn: &Turn<'_>) -> Result<bool, Refusal> {
    Ok(turn.get::<File>(&key(&["media", id]))?.is_some())
}

fn media(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "bmp" => "image/bmp",
        "gif" => "image/gif",
        _ => "application/octet-stream",
    }
}
