//! PEM text, and the DER bytes in it.

use zeroize::Zeroizing;

use super::KeyError;

/// One block.
pub(crate) struct Block {
    pub(crate) label: String,
    /// Whether lines such as `Proc-Type: 4,ENCRYPTED` stand above the content.
    pub(crate) has_headers: bool,
    pub(crate) der: Zeroizing<Vec<u8>>,
}

/// All blocks of a text, of which there has to be one; whatever stands around them is skipped.
pub(crate) fn blocks(text: &str, expected: &'static str) -> Result<Vec<Block>, KeyError> {
    let refused = |why: Option<&pem::PemError>| KeyError::Pem { expected, found: describe(text, why).to_owned() };
    let blocks = pem::parse_many(text).map_err(|why| refused(Some(&why)))?;
    if blocks.is_empty() {
        return Err(refused(None));
    }
    Ok(blocks.into_iter().map(Block::from).collect())
}

impl From<pem::Pem> for Block {
    fn from(block: pem::Pem) -> Self {
        let has_headers = block.headers().iter().next().is_some();
        Self { label: block.tag().to_owned(), has_headers, der: block.into_contents().into() }
    }
}

/// The error without any of the text: it may be a private key.
fn describe(text: &str, why: Option<&pem::PemError>) -> &'static str {
    match why {
        Some(pem::PemError::MismatchedTags(..)) => "BEGIN and END lines that do not fit together",
        Some(_) if text.contains("\\n") => {
            "line ends written as the two characters `\\n`: put real ones in their place"
        }
        Some(pem::PemError::InvalidData(_) | pem::PemError::NotUtf8(_)) => "a block whose content is not base64",
        _ if text.contains("-----BEGIN ") => "a block that is cut off",
        _ => "no `-----BEGIN …-----` line",
    }
}

/// The labels of blocks, to say what was found.
pub(crate) fn labels(blocks: &[Block]) -> String {
    blocks.iter().map(|block| format!("`{}`", block.label)).collect::<Vec<_>>().join(", ")
}
