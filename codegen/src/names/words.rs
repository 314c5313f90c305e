//! From words of the wire to words of Rust: every rule of spelling, and every reserved word, in one place.

use std::collections::BTreeSet;

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Keywords that can be raw identifiers.
const RAW: [&str; 45] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "use", "where", "while",
];

/// Words that cannot be identifiers at all, and modules that each node of the URL may have for its own types.
const SUFFIXED: [&str; 18] = [
    "self",
    "super",
    "crate",
    "Self",
    "_",
    "virtual",
    "unsized",
    "yield",
    "get",
    "post",
    "put",
    "patch",
    "delete",
    "get_response",
    "post_response",
    "put_response",
    "patch_response",
    "delete_response",
];

/// Types that generated code names without a path.
pub const TAKEN_TYPES: [&str; 14] = [
    "Self",
    "String",
    "Vec",
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "Box",
    "Into",
    "IntoIterator",
    "Send",
    "Sync",
];

/// Where a value goes that is not documented; a variant of no documented value.
pub const UNDOCUMENTED: &str = "Undocumented";

/// The module of one segment of a URL.
pub fn module(segment: &str) -> String {
    let placeholder = segment.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
    match (placeholder, segment) {
        (Some(name), _) => format!("by_{}", snake(name)),
        (None, "") => "index".to_owned(),
        (None, literal) => identifier(snake(literal), &SUFFIXED),
    }
}

/// The identifier of a field.
pub fn field(name: &str) -> String {
    identifier(snake(name), &SUFFIXED[..8])
}

/// The name of a type, from the path of its field: as many of its last names as `depth` says.
pub fn type_name(path: &[String], depth: usize) -> String {
    let names = &path[path.len().saturating_sub(depth)..];
    let name: String = names.iter().map(|name| camel(name)).collect();
    let name = if name.is_empty() { "Item".to_owned() } else { name };
    if starts_with_digit(&name) { format!("T{name}") } else { name }
}

/// The variants of an enum, in order. Each value has the name that its words make; where two make the same, they keep
/// their own spelling.
pub fn variants(values: &[String]) -> Vec<String> {
    let camel: Vec<String> = values.iter().map(|value| variant(value)).collect();
    let unique = |name: &String| camel.iter().filter(|other| *other == name).count() == 1;
    let mut taken = BTreeSet::from([UNDOCUMENTED.to_owned(), "Self".to_owned()]);
    let mut names = Vec::with_capacity(values.len());
    for (value, camel) in values.iter().zip(&camel) {
        let mut name = if unique(camel) { camel.clone() } else { spelled(value) };
        while !taken.insert(name.clone()) {
            name.push('_');
        }
        names.push(name);
    }
    names
}

fn variant(value: &str) -> String {
    let name = camel(value);
    match name.chars().next() {
        None => "Empty".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("V{name}"),
        Some(_) => name,
    }
}

/// A value as it is spelled, with `_` for what an identifier cannot hold.
fn spelled(value: &str) -> String {
    let kept: String = value.chars().map(|c| if is_word(c) { c } else { '_' }).collect();
    if starts_with_digit(&kept) { format!("V{kept}") } else { kept }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn camel(text: &str) -> String {
    // A blank between digits would vanish, and `1_0` be `10`.
    text.to_upper_camel_case().chars().filter(|c| is_word(*c)).collect()
}

fn snake(text: &str) -> String {
    text.to_snake_case().chars().filter(|c| is_word(*c)).collect()
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// Makes a word an identifier: raw, with a `_` behind it, or with one in front of a digit.
fn identifier(word: String, suffixed: &[&str]) -> String {
    if word.is_empty() {
        return "unnamed".to_owned();
    }
    if RAW.contains(&word.as_str()) {
        return format!("r#{word}");
    }
    if suffixed.contains(&word.as_str()) {
        return format!("{word}_");
    }
    if starts_with_digit(&word) { format!("_{word}") } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variants_of(values: &[&str]) -> Vec<String> {
        variants(&values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn segments_become_modules() {
        let cases = [
            ("pay-redirect-sign", "pay_redirect_sign"),
            ("mch_operate", "mch_operate"),
            ("{out_trade_no}", "by_out_trade_no"),
            ("return", "r#return"),
            ("use", "r#use"),
            ("delete", "delete_"),
            ("self", "self_"),
            ("apply4sub", "apply4sub"),
            ("", "index"),
        ];
        for (segment, name) in cases {
            assert_eq!(module(segment), name, "{segment}");
        }
    }

    #[test]
    fn wire_names_become_fields() {
        let cases = [
            ("payAuthNo", "pay_auth_no"),
            ("med_refund__gov_fee", "med_refund_gov_fee"),
            ("type", "r#type"),
            ("self", "self_"),
            ("reg_3c_code", "reg_3c_code"),
            ("h5_url", "h5_url"),
            ("Idempotency-Key", "idempotency_key"),
            ("3c_code", "_3c_code"),
        ];
        for (wire, name) in cases {
            assert_eq!(field(wire), name, "{wire}");
        }
    }

    #[test]
    fn odd_values_become_readable_variants() {
        assert_eq!(variants_of(&["1", "01", "001"]), ["V1", "V01", "V001"]);
        assert_eq!(variants_of(&["no_balance", "stoped", "jpg"]), ["NoBalance", "Stoped", "Jpg"]);
        assert_eq!(variants_of(&["Under Review", "Color010", "COUPON.USE"]), ["UnderReview", "Color010", "CouponUse"]);
        assert_eq!(variants_of(&["一级", "二级", "订阅消息"]), ["一级", "二级", "订阅消息"]);
        assert_eq!(variants_of(&["20X", "4XX", "5XX"]), ["V20x", "V4xx", "V5xx"]);
        assert_eq!(variants_of(&["WECHATPAY2-SHA256-RSA2048"]), ["Wechatpay2Sha256Rsa2048"]);
        assert_eq!(variants_of(&["OTHER", "UNDOCUMENTED"]), ["Other", "Undocumented_"]);
    }

    #[test]
    fn values_that_would_fall_together_keep_their_spelling() {
        assert_eq!(variants_of(&["PAID", "paid", "OPEN"]), ["PAID", "paid", "Open"]);
        assert_eq!(variants_of(&["a.b", "a-b"]), ["a_b", "a_b_"]);
    }
}
