//! What the attributes behind a name or a type mean.

use wechatpay_spec::{Encrypted, Required};

use super::attributes::Attribute;
use super::near::nearest;
use crate::diagnostic::{Code, Diagnostics};

/// What stands behind a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameMarks {
    pub required: Required,
    pub indent: usize,
}

/// What stands behind a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeMarks {
    pub encrypted: Option<Encrypted>,
    /// The string holds JSON.
    pub encoded: bool,
}

/// Far deeper than any page, and no danger to the stack.
const MAX_INDENT: usize = 32;

pub fn of_name(attributes: &[Attribute], diagnostics: &mut Diagnostics) -> NameMarks {
    let mut marks = NameMarks { required: Required::No, indent: 0 };
    for attribute in attributes {
        match (attribute.key.as_str(), attribute.value.as_deref()) {
            ("data-required", None) => marks.required = Required::Yes,
            ("data-indent", Some(number)) => {
                if let Ok(indent @ 0..=MAX_INDENT) = number.parse() {
                    marks.indent = indent;
                } else {
                    let message = format!("`{number}` is not a depth");
                    diagnostics.report(Code::BadAttribute, attribute.span.clone(), message);
                }
            }
            _ => unknown(attribute, diagnostics),
        }
    }
    marks
}

pub fn of_type(attributes: &[Attribute], diagnostics: &mut Diagnostics) -> TypeMarks {
    for attribute in attributes {
        match (attribute.key.as_str(), attribute.value.as_deref()) {
            (TOOLTIP, Some(_)) | (ENCRYPTED, Some("by-rsa-pubkey" | "by-aes-gcm")) => {}
            _ if is_encoded(attribute) => {}
            _ => unknown(attribute, diagnostics),
        }
    }
    let told =
        |attribute: &Attribute| attribute.key == TOOLTIP && attribute.value.as_deref().is_some_and(tells_of_json);
    let encoded = attributes.iter().any(|attribute| is_encoded(attribute) || told(attribute));
    TypeMarks { encrypted: encrypted(attributes, diagnostics), encoded }
}

/// Whether a row without words sets apart what follows it.
pub fn is_separator(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.key == SEPARATOR)
}

/// Whether the only cell of a row takes the place of all fields.
pub fn is_statement(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.key == "colspan") && !is_separator(attributes)
}

/// How a separator or a statement is laid out means nothing.
pub fn check_layout(attributes: &[Attribute], diagnostics: &mut Diagnostics) {
    for attribute in
        attributes.iter().filter(|attribute| !matches!(attribute.key.as_str(), SEPARATOR | "colspan" | "align"))
    {
        unknown(attribute, diagnostics);
    }
}

const SEPARATOR: &str = ".im-table-line";
const TOOLTIP: &str = "data-tooltip";
const ENCRYPTED: &str = "data-encrypted";

/// The second spelling is a slip that the pages repeat.
fn is_encoded(attribute: &Attribute) -> bool {
    matches!(
        (attribute.key.as_str(), attribute.value.as_deref()),
        ("data-encoded", Some("by-json_encode")) | ("data-encoded-by", Some("json_encode"))
    )
}

/// A tooltip may say so alone, as it does for keys.
fn tells_of_json(tooltip: &str) -> bool {
    tooltip.contains("json_encode")
}

/// The key that opens an encrypted field. For `by-rsa-pubkey` the tooltip tells whose key it is; a tooltip that names
/// no key is decoration.
fn encrypted(attributes: &[Attribute], diagnostics: &mut Diagnostics) -> Option<Encrypted> {
    let find = |key: &str| attributes.iter().find(|attribute| attribute.key == key);
    let told = find(TOOLTIP).and_then(|tooltip| key_of(tooltip.value.as_deref()?));
    let Some(by) = find(ENCRYPTED) else { return told };
    let agreed = match by.value.as_deref() {
        Some("by-rsa-pubkey") => told.filter(|key| *key != Encrypted::ApiV3),
        Some("by-aes-gcm") => Some(Encrypted::ApiV3).filter(|key| told.is_none_or(|told| told == *key)),
        _ => return told,
    };
    if agreed.is_none() {
        let message = "the tooltip does not say whose key encrypts the field";
        diagnostics.report(Code::BadAttribute, by.span.clone(), message);
    }
    agreed
}

fn key_of(tooltip: &str) -> Option<Encrypted> {
    let keys = [
        ("微信支付公钥", Encrypted::Platform),
        ("平台证书", Encrypted::Platform),
        ("商户API证书", Encrypted::Merchant),
        ("APIv3密钥", Encrypted::ApiV3),
    ];
    keys.into_iter().find(|(words, _)| tooltip.contains(words)).map(|(_, key)| key)
}

/// All that can stand in the braces of a row.
const KNOWN: [&str; 9] = [
    "data-required",
    "data-indent",
    TOOLTIP,
    ENCRYPTED,
    "data-encoded",
    "data-encoded-by",
    SEPARATOR,
    "colspan",
    "align",
];

fn unknown(attribute: &Attribute, diagnostics: &mut Diagnostics) {
    let message = format!("the attribute `{attribute}` is not known here");
    let diagnostic = diagnostics.report(Code::UnknownAttribute, attribute.span.clone(), message);
    if let Some(meant) = nearest(&attribute.key, KNOWN).filter(|meant| *meant != attribute.key) {
        diagnostic.with_help(format!("did you mean `{meant}`?"));
    }
}
