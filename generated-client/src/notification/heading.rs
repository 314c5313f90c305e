//! What the headers say: those of the signature, and the id by which WeChat Pay finds the request.

use crate::shown;
use crate::signature::Headers as _;

const PREFIX: &str = "Wechatpay-";
const REQUEST_ID: &str = "Request-ID";

/// The headers that count here, as they came.
pub(super) struct Heading {
    signing: Vec<(String, Vec<u8>)>,
    request_id: Option<String>,
}

impl Heading {
    pub(super) fn of<N: AsRef<str>, V: AsRef<[u8]>>(headers: impl IntoIterator<Item = (N, V)>) -> Self {
        let is_ours = |name: &str| name.get(..PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PREFIX));
        let (mut signing, mut request_id) = (Vec::new(), None);
        for (name, value) in headers {
            let (name, value) = (name.as_ref(), value.as_ref());
            if is_ours(name) {
                signing.push((name.to_owned(), value.to_vec()));
            } else if request_id.is_none() && name.eq_ignore_ascii_case(REQUEST_ID) {
                let text = String::from_utf8_lossy(&value[..value.len().min(shown::LONGEST)]);
                request_id = Some(text.trim().to_owned()).filter(|id| !id.is_empty());
            }
        }
        Self { signing, request_id }
    }

    /// Those that belong to a signature.
    pub(super) fn signing(&self) -> &[(String, Vec<u8>)] {
        &self.signing
    }

    /// The serial or id of the key that is said to have signed.
    pub(super) fn serial(&self) -> Option<&str> {
        let value = self.signing().values("Wechatpay-Serial").next()?;
        std::str::from_utf8(value).ok().map(|serial| serial.trim_matches([' ', '\t']))
    }

    /// Nothing signs it.
    pub(super) fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }
}
