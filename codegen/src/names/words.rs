//! From words of the wire to words of Rust: every rule of spelling, and every reserved word, in one place.

use std::collections::BTreeSet;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use unicode_ident::{is_xid_continue, is_xid_start};

/// The keywords of edition 2024, strict and reserved, that can be raw identifiers.
const RAW: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that cannot be identifiers at all.
const NEVER: [&str; 4] = ["self", "super", "crate", "Self"];

/// Modules that each node of the URL tree may have for the types of its own operations.
const OWN_MODULES: [&str; 10] = [
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

/// What the root of the crate has beside the modules of URLs.
pub const CRATE_MODULES: [&str; 33] = [
    "answer",
    "bill",
    "blocking",
    "client",
    "crypto",
    "datetime",
    "download",
    "error",
    "fields",
    "file",
    "fixtures",
    "generated",
    "invoke",
    "keys",
    "money",
    "notification",
    "odd",
    "operation",
    "page",
    "platform",
    "raw",
    "required",
    "retry",
    "runtime",
    "shown",
    "signature",
    "table",
    "texts",
    "transport",
    "types",
    "upload",
    "webhook",
    "wire",
];

/// Methods of a builder that are no setters.
const BUILDER_METHODS: [&str; 1] = ["build"];

/// Types that generated code names without a path.
pub const TAKEN_TYPES: [&str; 16] = [
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
    // What the impls of builders are generic over.
    "Form",
    "Given",
];

/// The variant of a value that is not documented, and of no documented one.
pub const UNLISTED: &str = "Unlisted";

/// The module of one segment of a URL.
pub fn module(segment: &str) -> String {
    let placeholder = segment.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
    match (placeholder, segment) {
        (Some(name), _) => format!("by_{}", started(snake(name), "", "unnamed")),
        (None, "") => "index".to_owned(),
        (None, literal) => file_of_its_own(snake(literal)).unwrap_or_else(|word| identifier(word, &OWN_MODULES)),
    }
}

/// The module of an event type.
pub fn event(name: &str) -> String {
    file_of_its_own(snake(name)).unwrap_or_else(|word| identifier(word, &[]))
}

/// The variant of an event type among all of them.
pub fn event_variant(name: &str) -> String {
    distinct(variant(name), &mut BTreeSet::from(["Ambiguous", "Self", "Unknown", "_"].map(str::to_owned)))
}

/// `mod.rs` is the file of the module above, raw identifier or not.
fn file_of_its_own(word: String) -> Result<String, String> {
    if word == "mod" { Ok("mod_".to_owned()) } else { Err(word) }
}

/// The identifier of a field that is read.
pub fn field(name: &str) -> String {
    identifier(snake(name), &[])
}

/// The identifier of a field that a builder sets.
pub fn setter(name: &str) -> String {
    identifier(snake(name), &BUILDER_METHODS)
}

/// The name of a type, from the path of its field: as many of its last names as `depth` says.
pub fn type_name(path: &[String], depth: usize) -> String {
    let names = &path[path.len().saturating_sub(depth)..];
    let name: String = names.iter().map(|name| camel(name)).collect();
    started(name, "T", "Item")
}

/// What one of many is called: `receiver` of `receivers`, `coupon` of `coupon_list`.
pub fn one_of(wire: &str) -> String {
    let word = snake(wire);
    let Some((rest, ending)) = ENDINGS.iter().find_map(|(many, one)| Some((word.strip_suffix(many)?, *one))) else {
        return word;
    };
    let last = word.rsplit('_').next().unwrap_or_default();
    if UNCOUNTED.contains(&last) || (rest.is_empty() && ending.is_empty()) || rest.ends_with('_') {
        word
    } else {
        format!("{rest}{ending}")
    }
}

/// How words for many end, and those for one of them. What ends as no word for many does stands first.
const ENDINGS: [(&str, &str); 13] = [
    ("_list", ""),
    ("ss", "ss"),
    ("statuses", "status"),
    ("bonuses", "bonus"),
    ("us", "us"),
    ("is", "is"),
    ("ies", "y"),
    ("sses", "ss"),
    ("shes", "sh"),
    ("ches", "ch"),
    ("xes", "x"),
    ("zes", "z"),
    ("s", ""),
];

/// Words that end like one for many, and are one for one as well.
const UNCOUNTED: [&str; 7] = ["goods", "series", "species", "news", "means", "has", "this"];

/// The variants of an enum, in order. Each value has the name that its words make, without those of the field where all
/// are told apart without; where two make the same, they keep their own spelling.
pub fn variants(values: &[String], field: &str) -> Vec<String> {
    let bare: Vec<String> = values.iter().map(|value| variant(bare(value, field, values))).collect();
    let mut taken = taken_variants();
    if bare.iter().all(|name| taken.insert(name.clone())) {
        return bare;
    }
    let camel: Vec<String> = values.iter().map(|value| variant(value)).collect();
    let unique = |name: &String| camel.iter().filter(|other| *other == name).count() == 1;
    let mut taken = taken_variants();
    let named = values.iter().zip(&camel).map(|(value, camel)| {
        let name = if unique(camel) { camel.clone() } else { spelled(value) };
        distinct(name, &mut taken)
    });
    named.collect()
}

/// A value without what it repeats of its field in front: `PHONE` of the `DEVICE_TYPE_PHONE` of a `device_type`, and of
/// any other type where all values begin so. What is left has to be a word.
fn bare<'v>(value: &'v str, field: &str, values: &[String]) -> &'v str {
    let fields = [snake(field), one_of(field)];
    let last = |words: &str| words.rsplit('_').next().unwrap_or_default().to_owned();
    let split = |(at, _): (usize, char)| {
        let (front, rest) = (&value[..at], value[at..].trim_start_matches(SEPARATORS));
        let words = snake(front);
        let is_own = fields.iter().any(|field| words == *field || words.ends_with(&format!("_{field}")));
        let is_shared = || values.len() > 1 && values.iter().all(|other| other.starts_with(front));
        let repeats = is_own || fields.iter().any(|field| last(field) == last(&words)) && is_shared();
        let is_whole = !words.is_empty() && value[at..].starts_with(SEPARATORS);
        (is_whole && repeats && rest.starts_with(|first: char| first.is_ascii_alphabetic())).then_some(rest)
    };
    value.char_indices().filter_map(split).next_back().unwrap_or(value)
}

/// What stands between the words of a value.
const SEPARATORS: [char; 4] = ['_', '-', '.', ' '];

/// Names that no value can have for its variant.
pub fn taken_variants() -> BTreeSet<String> {
    BTreeSet::from([UNLISTED.to_owned(), "Self".to_owned(), "_".to_owned()])
}

/// The name with as many `_` behind it as it takes to be another one than those that are taken.
pub fn distinct(mut name: String, taken: &mut BTreeSet<String>) -> String {
    while !taken.insert(name.clone()) {
        name.push('_');
    }
    name
}

/// Whether a variant's name leads back to its value. Of all values that could be called so, one does.
pub fn follows_from_value(name: &str, value: &str) -> bool {
    let words = name.strip_prefix('V').filter(|rest| rest.starts_with(|first: char| !is_xid_start(first)));
    name == variant(value) && words.unwrap_or(name).to_shouty_snake_case() == value
}

/// Whether a type's name leads back to the wire name of a field on top of its side. One that ends like a builder's
/// does not: it may be that of a builder.
pub fn follows_from_path(name: &str, path: &[String]) -> bool {
    let [wire] = path else { return false };
    name == type_name(path, 1) && name.to_snake_case() == *wire && !name.ends_with("Builder")
}

/// Whether a field's name is its name on the wire.
pub fn follows_from_wire(ident: &str, wire: &str) -> bool {
    ident.trim_start_matches("r#") == wire
}

/// Whether Rust takes the name, raw or not.
pub fn is_identifier(name: &str) -> bool {
    let (word, raw) = name.strip_prefix("r#").map_or((name, false), |word| (word, true));
    let mut letters = word.chars();
    let starts = letters.next().is_some_and(|first| first == '_' || is_xid_start(first));
    let keyword = RAW.contains(&word) != raw || NEVER.contains(&word) || word == "_";
    starts && letters.all(is_xid_continue) && !keyword
}

/// The variant that the words of a value make.
pub fn variant(value: &str) -> String {
    started(camel(value), "V", "Empty")
}

/// A value as it is spelled, with `_` for what an identifier cannot hold.
pub fn spelled(value: &str) -> String {
    let kept: String = value.chars().map(|c| if is_xid_continue(c) { c } else { '_' }).collect();
    if kept.chars().all(|c| c == '_') {
        return "Empty".to_owned();
    }
    let keyword = RAW.contains(&kept.as_str()) || NEVER.contains(&kept.as_str());
    started(if keyword { format!("{kept}_") } else { kept }, "V", "Empty")
}

/// A name that an identifier may begin with, or be.
fn started(name: String, prefix: &str, empty: &str) -> String {
    match name.chars().next() {
        None => empty.to_owned(),
        Some(first) if first == '_' || is_xid_start(first) => name,
        Some(_) => format!("{prefix}{name}"),
    }
}

fn camel(text: &str) -> String {
    text.to_upper_camel_case().chars().filter(|c| is_xid_continue(*c)).collect()
}

fn snake(text: &str) -> String {
    text.to_snake_case().chars().filter(|c| is_xid_continue(*c)).collect()
}

/// Makes a word an identifier: raw, with a `_` behind it where it is `taken` or can be none, or with one in front of
/// a digit.
fn identifier(word: String, taken: &[&str]) -> String {
    if RAW.contains(&word.as_str()) {
        return format!("r#{word}");
    }
    if NEVER.contains(&word.as_str()) || taken.contains(&word.as_str()) {
        return format!("{word}_");
    }
    started(word, "_", "unnamed")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variants_of(values: &[&str]) -> Vec<String> {
        variants_in("", values)
    }

    fn variants_in(field: &str, values: &[&str]) -> Vec<String> {
        variants(&values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>(), field)
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
            ("get_response", "get_response_"),
            ("get-response", "get_response_"),
            ("crate", "crate_"),
            ("mod", "mod_"),
            ("super", "super_"),
            ("yield", "r#yield"),
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
        assert_eq!(variants_of(&["OTHER", "UNLISTED"]), ["Other", "Unlisted_"]);
    }

    #[test]
    fn values_that_would_fall_together_keep_their_spelling() {
        assert_eq!(variants_of(&["PAID", "paid", "OPEN"]), ["PAID", "paid", "Open"]);
        assert_eq!(variants_of(&["a.b", "a-b"]), ["a_b", "a_b_"]);
        assert_eq!(variants_of(&["1.0", "10"]), ["V1_0", "V10"]);
        assert_eq!(variants_of(&["TYPE", "type", "SELF", "self"]), ["TYPE", "type_", "SELF", "self_"]);
        assert_eq!(variants_of(&["", "EMPTY"]), ["Empty", "EMPTY"]);
    }

    #[test]
    fn a_value_does_not_repeat_its_field() {
        assert_eq!(
            variants_in("device_type", &["DEVICE_TYPE_PHONE", "DEVICE_TYPE_POS", "OTHER"]),
            ["Phone", "Pos", "Other"]
        );
        assert_eq!(variants_in("deviceType", &["DEVICE_TYPE_PHONE", "DeviceType-Pos"]), ["Phone", "Pos"]);
        assert_eq!(variants_in("limit_types", &["LIMIT_TYPE_A", "LIMIT_TYPES_B"]), ["A", "B"]);
        assert_eq!(variants_in("order_state", &["DEDUCT_ORDER_STATE_PAID"]), ["Paid"]);
        // Of another type too, where all begin alike; `SUSPENDED_BY` is no kind of state.
        assert_eq!(variants_in("car_type", &["PLATE_TYPE_FREE", "PLATE_TYPE_OTHER"]), ["Free", "Other"]);
        assert_eq!(variants_in("car_type", &["PLATE_TYPE_FREE", "OTHER"]), ["PlateTypeFree", "Other"]);
        assert_eq!(variants_in("state", &["SUSPENDED_BY_A", "SUSPENDED_BY_B"]), ["SuspendedByA", "SuspendedByB"]);
        // All keep their words where some would fall together, or where nothing or no word would be left.
        assert_eq!(variants_in("type", &["TYPE_A", "A"]), ["TypeA", "A"]);
        assert_eq!(variants_in("type", &["TYPE_A", "TYPE_UNLISTED"]), ["TypeA", "TypeUnlisted"]);
        assert_eq!(
            variants_in("type", &["TYPE", "TYPE_", "TYPE_2388", "TYPED"]),
            ["TYPE", "TYPE_", "Type2388", "Typed"]
        );
        assert_eq!(variants_in("a", &["A_B", "AB"]), ["B", "Ab"]);
    }

    #[test]
    fn one_of_many_has_a_word_of_its_own() {
        let cases = [
            ("receivers", "receiver"),
            ("subOrders", "sub_order"),
            ("combo_package_list", "combo_package"),
            ("activities", "activity"),
            ("addresses", "address"),
            ("branches", "branch"),
            ("boxes", "box"),
            ("statuses", "status"),
            ("houses", "house"),
            ("status", "status"),
            ("address", "address"),
            ("basis", "basis"),
            ("goods", "goods"),
            ("merchant_goods", "merchant_goods"),
            ("detail", "detail"),
            ("list", "list"),
            ("s", "s"),
        ];
        for (many, one) in cases {
            assert_eq!(one_of(many), one, "{many}");
        }
    }

    #[test]
    fn what_no_identifier_can_hold_is_left_out() {
        assert_eq!(variants_of(&["①", "A①", "٣", "-"]), ["Empty", "A", "V٣", "Empty_"]);
        assert_eq!(field("①"), "unnamed");
        assert_eq!(field(""), "unnamed");
        assert_eq!(module("{①}"), "by_unnamed");
        assert_eq!(type_name(&["①".to_owned()], 1), "Item");
        assert_eq!(type_name(&["3d".to_owned()], 1), "T3d");
    }

    /// The keywords as the reference of edition 2024 lists them.
    #[test]
    fn no_keyword_is_an_identifier() {
        let strict = "as break const continue crate else enum extern false fn for if impl in let loop match mod move \
                      mut pub ref return self Self static struct super trait true type unsafe use where while async \
                      await dyn";
        let reserved = "abstract become box do final gen macro override priv try typeof unsized virtual yield";
        for word in strict.split_whitespace().chain(reserved.split_whitespace()) {
            for name in [module(word), event(word), field(word), setter(word), spelled(word)] {
                assert!(syn::parse_str::<syn::Ident>(&name).is_ok(), "{word} became {name}");
            }
        }
    }

    #[test]
    fn the_modules_of_the_client_are_all_known() {
        let client = include_str!("../../../generated-client/src/lib.rs");
        let modules = client.lines().filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod "));
        for module in modules.filter_map(|module| module.strip_suffix(';')) {
            assert!(CRATE_MODULES.contains(&module), "{module}");
        }
    }

    #[test]
    fn an_event_is_no_variant_of_the_client_s_own() {
        let cases =
            [("TRANSACTION.SUCCESS", "TransactionSuccess"), ("UNKNOWN", "Unknown_"), ("AMBIGUOUS", "Ambiguous_")];
        for (name, expected) in cases {
            assert_eq!(event_variant(name), expected);
        }
    }

    #[test]
    fn a_setter_is_not_called_like_another_method_of_its_builder() {
        assert_eq!(setter("build"), "build_");
        assert_eq!(field("build"), "build");
    }
}
