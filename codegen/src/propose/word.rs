//! The words that names are made of.

use heck::ToUpperCamelCase;

/// Names that say nothing by themselves.
const GENERIC: [&str; 36] = [
    "Answer",
    "Body",
    "Content",
    "Data",
    "DataList",
    "Detail",
    "DetailInfo",
    "Details",
    "Entity",
    "Extend",
    "ExtendInfo",
    "Flag",
    "Info",
    "Information",
    "Item",
    "List",
    "Mode",
    "Name",
    "Object",
    "Page",
    "Param",
    "Params",
    "Reason",
    "Record",
    "Request",
    "Resource",
    "Response",
    "Result",
    "State",
    "Status",
    "Total",
    "Type",
    "Value",
    "Values",
    "Code",
    "Scene",
];
/// Beginnings of names in sources that tell classes of the same name apart, and mean nothing to a caller.
const PREFIXES: [&str; 3] = ["CommResp", "Common", "Union"];
/// Ends of them that say what the class is made of.
const SUFFIXES: [&str; 2] = ["Entity", "Enum"];
pub(super) fn camel(word: &str) -> String {
    word.to_upper_camel_case()
}

/// What a list is of.
pub(super) fn singular(name: &str) -> String {
    // Goods are many, and one of them is not called a good.
    if name.ends_with("Goods") {
        return name.to_owned();
    }
    let stem = |end: &str| name.strip_suffix(end).filter(|stem| stem.len() > 1);
    match (stem("List"), stem("ies"), stem("s")) {
        (Some(stem), ..) => singular(stem),
        (_, Some(stem), _) => format!("{stem}y"),
        (.., Some(stem)) if !name.ends_with("ss") && !name.ends_with("us") && !name.ends_with("is") => {
            ["sses", "xes", "ches", "shes"]
                .iter()
                .find(|end| name.ends_with(*end))
                .map_or(stem, |_| &name[..name.len() - 2])
                .to_owned()
        }
        _ => name.to_owned(),
    }
}

pub(super) fn join(front: &str, name: &str) -> String {
    if is_empty_word(name) || front.ends_with(name) {
        front.to_owned()
    } else if name.starts_with(front) {
        name.to_owned()
    } else {
        format!("{front}{name}")
    }
}

/// A word that adds nothing to what is in front of it.
pub(super) fn is_empty_word(name: &str) -> bool {
    matches!(name, "" | "Data" | "Response" | "Resource" | "Result" | "Item" | "List" | "Object" | "Entity")
}

pub(super) fn is_generic(name: &str) -> bool {
    name.is_empty() || GENERIC.contains(&name)
}

/// A name of a source as it would be here, where it is good: `SceneInfo` of `definitions/Transaction#SceneInfo`.
pub(super) fn cleaned(name: &str) -> Option<String> {
    let name = name.rsplit(['#', '/']).next().unwrap_or_default();
    let is_word =
        name.starts_with(|first: char| first.is_ascii_uppercase()) && name.chars().all(|c| c.is_ascii_alphanumeric());
    if !is_word || PREFIXES.iter().any(|prefix| name.starts_with(prefix)) {
        return None;
    }
    let short = SUFFIXES.iter().find_map(|suffix| name.strip_suffix(suffix)).unwrap_or(name);
    (!is_generic(short)).then(|| short.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_of_one_thing() {
        for (list, one) in [
            ("GoodsDetails", "GoodsDetail"),
            ("GoodsList", "Goods"),
            ("Stores", "Store"),
            ("Activities", "Activity"),
            ("Address", "Address"),
            ("Addresses", "Address"),
            ("Status", "Status"),
            ("Boxes", "Box"),
            ("Branches", "Branch"),
            ("Purchases", "Purchase"),
            ("List", "List"),
        ] {
            assert_eq!(singular(list), one, "{list}");
        }
    }

    #[test]
    fn a_name_of_a_source_is_taken_where_it_is_one_of_the_trade() {
        assert_eq!(cleaned("definitions/Transaction#SceneInfo").as_deref(), Some("SceneInfo"));
        assert_eq!(cleaned("WeekEnum").as_deref(), Some("Week"));
        assert_eq!(cleaned("ProductCouponEntity").as_deref(), Some("ProductCoupon"));
        assert_eq!(cleaned("CommRespAmountInfo"), None);
        assert_eq!(cleaned("Detail"), None);
        assert_eq!(cleaned("支付#订单"), None);
    }
}
