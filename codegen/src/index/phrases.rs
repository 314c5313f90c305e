//! The words by which people look for a page: its titles, and what is left of them without the words that stand around
//! what is meant.

/// What a title begins with before it says what it is about.
const BEFORE: [&str; 6] = ["请求", "发起", "提交", "受理", "申请", "获取"];
/// What says how something is found, before it is said that it is queried.
const QUERY: &str = "查询";
/// Shorter ones say nothing.
const SHORTEST: usize = 2;

/// The title of a notification's page, without its event type and its format: `支付成功(TRANSACTION.SUCCESS)通知(JSON)`.
pub fn notification(title: &str, event_type: &str) -> String {
    title.replace(&format!("({event_type})"), "").replace("(JSON)", "").trim().to_owned()
}

/// A title as it is looked up: what no word of it is has no meaning.
pub fn plain(title: &str) -> String {
    title.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\'' | '\\' | '`')).collect()
}

/// The tails of a title, the longest first: `JSAPI下单` is looked up as `下单`, `请求分账` as `分账`, and
/// `查询订单(商户订单号)` as `查询订单`.
pub fn tails(title: &str) -> Vec<String> {
    let bare = without_brackets(&plain(title));
    let mut tails = vec![bare.clone()];
    tails.extend(bare.split_once('-').into_iter().flat_map(|(before, after)| [before.to_owned(), after.to_owned()]));
    if let Some(at) = bare.find(QUERY).filter(|at| *at > 0) {
        tails.push(bare[at..].to_owned());
    }
    tails.extend(BEFORE.iter().filter_map(|verb| bare.strip_prefix(verb)).map(str::to_owned));
    let word = bare.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    // `API密钥` is one word, `JSAPI下单` is two.
    tails.push(word.to_owned());
    let mut seen = vec![plain(title)];
    tails.retain(|tail| {
        let is_new = tail.chars().count() >= SHORTEST && !seen.contains(tail);
        seen.push(tail.clone());
        is_new
    });
    tails
}

fn without_brackets(title: &str) -> String {
    let mut depth = 0_usize;
    let keep = |c: &char| {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        depth == 0
    };
    title.chars().filter(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_looked_up_by_what_it_is_about() {
        let cases: [(&str, &[&str]); 7] = [
            ("JSAPI下单", &["下单"]),
            ("请求分账", &["分账"]),
            ("申请退款", &["退款"]),
            ("查询订单(商户订单号)", &["查询订单"]),
            ("合单下单-JSAPI支付", &["合单下单", "JSAPI支付"]),
            ("商户单号查询转账单", &["查询转账单"]),
            ("下单", &[]),
        ];
        for (title, expected) in cases {
            assert_eq!(tails(title), expected, "{title}");
        }
    }

    #[test]
    fn a_notification_is_called_without_its_type() {
        let title = "支付成功(TRANSACTION.SUCCESS)通知(JSON)";
        assert_eq!(notification(title, "TRANSACTION.SUCCESS"), "支付成功通知");
    }
}
