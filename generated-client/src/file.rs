//! A file to upload.

use std::path::{Path, PathBuf};
use std::{fmt, io};

use bytes::Bytes;

/// A file to upload: its name, and its content or where to find it.
///
/// Its digest is filled in by the client, and so is its name where the operation wants it in the JSON part.
#[doc(alias("上传文件"))]
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    name: String,
    media_type: Option<String>,
    content: Content,
}

#[derive(Clone, PartialEq, Eq)]
enum Content {
    Bytes(Bytes),
    Path(PathBuf),
}

impl File {
    /// A file from memory. The API goes by the ending of its name.
    pub fn from_bytes(name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self { name: name.into(), media_type: None, content: Content::Bytes(content.into()) }
    }

    /// A file on disk, which is read when it is sent.
    pub fn from_path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self { name, media_type: None, content: Content::Path(path) }
    }

    /// Under another name than that on disk.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self }
    }

    /// With another media type than the one that the ending of its name tells.
    #[must_use]
    pub fn media_type(self, media_type: impl Into<String>) -> Self {
        Self { media_type: Some(media_type.into()), ..self }
    }

    /// The name that it goes by.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) async fn read(&self) -> io::Result<Bytes> {
        match &self.content {
            Content::Bytes(bytes) => Ok(bytes.clone()),
            Content::Path(path) => Ok(tokio::fs::read(path).await?.into()),
        }
    }

    pub(crate) fn media(&self) -> &str {
        self.media_type.as_deref().unwrap_or_else(|| media_of(&self.name))
    }
}

impl fmt::Debug for File {
    /// Without its name, which may be a person's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.content {
            Content::Bytes(bytes) => write!(f, "File({} bytes)", bytes.len()),
            Content::Path(_) => f.write_str("File(on disk)"),
        }
    }
}

/// The media types of what the API takes in.
fn media_of(name: &str) -> &'static str {
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "bmp" => "image/bmp",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "mp4" | "m4v" => "video/mp4",
        "avi" => "video/x-msvideo",
        "wmv" => "video/x-ms-wmv",
        "mpeg" | "mpg" => "video/mpeg",
        "mov" => "video/quicktime",
        "mkv" => "video/x-matroska",
        "flv" | "f4v" => "video/x-flv",
        "rmvb" => "application/vnd.rn-realmedia-vbr",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "csv" => "text/csv",
        "xls" => "application/vnd.ms-excel",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By the registry of IANA, and for what it does not list by the names that are in use.
    #[test]
    fn the_media_type_follows_from_the_ending_of_the_name() {
        for (endings, expected) in [
            ("jpg jpeg JPG", "image/jpeg"),
            ("png Png", "image/png"),
            ("bmp", "image/bmp"),
            ("gif", "image/gif"),
            ("webp", "image/webp"),
            ("mp4 m4v", "video/mp4"),
            ("avi", "video/x-msvideo"),
            ("wmv", "video/x-ms-wmv"),
            ("mpeg mpg", "video/mpeg"),
            ("mov", "video/quicktime"),
            ("mkv", "video/x-matroska"),
            ("flv f4v", "video/x-flv"),
            ("rmvb", "application/vnd.rn-realmedia-vbr"),
            ("pdf", "application/pdf"),
            ("zip", "application/zip"),
            ("csv", "text/csv"),
            ("xls", "application/vnd.ms-excel"),
            ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ("exe jpg_", "application/octet-stream"),
        ] {
            for ending in endings.split(' ') {
                assert_eq!(File::from_bytes(format!("a.b.{ending}"), "-").media(), expected, "{ending}");
            }
        }
        assert_eq!(File::from_bytes("png", "-").media(), "application/octet-stream", "it has no ending");
        assert_eq!(File::from_bytes("a.png", "-").media_type("image/x-icon").media(), "image/x-icon");
    }
}
