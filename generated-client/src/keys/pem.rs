//! PEM text, DER bytes, or base64 of them without its frame; and a word on whatever else was given in their place.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::{KeyError, der, id};

/// One block.
pub(crate) struct Block {
    pub(crate) label: String,
    /// Whether lines such as `Proc-Type: 4,ENCRYPTED` stand above the content.
    pub(crate) has_headers: bool,
    pub(crate) der: Zeroizing<Vec<u8>>,
}

/// All blocks of a text, of which there has to be one; whatever stands around them is skipped. What is not in a frame
/// gets the label that it would have there.
pub(crate) fn blocks(given: &[u8], expected: &'static str) -> Result<Vec<Block>, KeyError> {
    let refused = |found: &str| KeyError::Pem { expected, found: found.to_owned() };
    if let Some(der) = unframed(given) {
        return bare(der, expected).map(|block| vec![block]);
    }
    let text = std::str::from_utf8(given).map_err(|_| refused("bytes that are neither text nor DER"))?;
    let blocks = pem::parse_many(text).map_err(|why| refused(describe(text, Some(&why))))?;
    if blocks.is_empty() {
        return Err(refused(describe(text, None)));
    }
    Ok(blocks.into_iter().map(Block::from).collect())
}

/// The bytes of a `.p12` file, where that is what was given.
pub(crate) fn pkcs12(given: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let bytes = unframed(given)?;
    (der::label(&bytes) == Some(der::PKCS12)).then_some(bytes)
}

impl From<pem::Pem> for Block {
    fn from(block: pem::Pem) -> Self {
        let has_headers = block.headers().iter().next().is_some();
        Self { label: block.tag().to_owned(), has_headers, der: block.into_contents().into() }
    }
}

/// DER bytes without a frame, as they are or in base64, which begins as every structure in DER does.
fn unframed(given: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let text = match std::str::from_utf8(given) {
        Ok(text) if der::label(given).is_none() => id::trimmed(text),
        _ => return (given.first() == Some(&0x30)).then(|| Zeroizing::new(given.to_vec())),
    };
    if !text.starts_with('M') {
        return None;
    }
    let packed: Zeroizing<Vec<u8>> = Zeroizing::new(text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect());
    STANDARD.decode(&*packed).ok().map(Zeroizing::new).filter(|der| der.first() == Some(&0x30))
}

fn bare(der: Zeroizing<Vec<u8>>, expected: &'static str) -> Result<Block, KeyError> {
    let label = der::label(&der).ok_or(KeyError::Malformed { expected })?;
    Ok(Block { label: label.to_owned(), has_headers: false, der })
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
        _ if id::trimmed(text).is_empty() => "an empty text",
        _ if is_path(text) => "the path of a file: give what is in it (`std::fs::read`)",
        _ => "no `-----BEGIN …-----` line",
    }
}

/// One line that ends as the name of a file with a key does, or begins as a path does.
fn is_path(text: &str) -> bool {
    const ENDS: [&str; 7] = [".pem", ".p12", ".pfx", ".key", ".crt", ".cer", ".der"];
    let text = id::trimmed(text);
    let is_line = !text.contains(['\n', '\r']) && text.len() <= 4096;
    let lower = text.to_ascii_lowercase();
    let has_root = ["/", "./", "../", "~/", "file:", "\\\\"].iter().any(|start| lower.starts_with(start));
    is_line && (has_root || lower.get(1..3) == Some(":\\") || ENDS.iter().any(|end| lower.ends_with(end)))
}

/// The one block that is wanted: where there are several, which of them is meant is not for this code to guess.
pub(super) fn one<'b>(
    blocks: &'b [Block],
    expected: &'static str,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<&'b Block, KeyError> {
    let mut wanted = blocks.iter().filter(|block| is_wanted(&block.label));
    match (wanted.next(), wanted.count()) {
        (None, _) => Err(other(expected, blocks)),
        (Some(block), 0) => Ok(block),
        (Some(_), more) => Err(KeyError::Several { expected, count: more + 1 }),
    }
}

/// What was found in place of what was expected. Labels are known ones, or none of the text.
pub(crate) fn other(expected: &'static str, blocks: &[Block]) -> KeyError {
    if blocks.iter().any(|block| block.label == der::PKCS12) {
        return KeyError::Pkcs12;
    }
    let names = blocks.iter().map(|block| match block.label.as_str() {
        "CERTIFICATE" => "a certificate",
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => "a request for a certificate",
        "PUBLIC KEY" | "RSA PUBLIC KEY" => "a public key",
        "EC PRIVATE KEY" => "a private key in a form that is not taken (`openssl pkcs8 -topk8 -nocrypt` gives PKCS#8)",
        label if label.ends_with("PRIVATE KEY") => "a private key",
        _ => "a block of another kind",
    });
    let names: Vec<&str> = names.collect();
    KeyError::Pem { expected, found: names.join(", ") }
}
