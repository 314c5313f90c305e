//! Words that say that an operation is offline, or that there is a newer one. Only a note with its class is believed
//! ([`Status`]); where they stand elsewhere, a person has to look.

use wechatpay_spec::Status;

use super::section::Section;
use crate::diagnostic::{Code, Diagnostics};
use crate::page::{Page, Span};

/// What the end is said of.
const SUBJECTS: [&str; 8] = ["接口", "API", "服务", "功能", "文档", "页面", "通知", "回调"];

/// What makes it the page's own.
const POINTERS: [&str; 4] = ["本", "该", "此", "当前"];

/// What makes it the means to something else.
const MEANS: [&str; 6] = ["通过", "使用", "调用", "请求", "由", "对"];

const ENDS: [&str; 17] = [
    "下线",
    "旧版",
    "过时",
    "废弃",
    "弃用",
    "停用",
    "作废",
    "关停",
    "下架",
    "停止服务",
    "停止维护",
    "停止支持",
    "不再维护",
    "不再提供",
    "不再支持",
    "不再更新",
    "不再可用",
];

/// Words between subject and end that tell of an end, now or soon.
const TENSES: [&str; 9] = ["已", "即将", "拟", "计划", "将于", "将在", "将会", "将被", "将正式"];

/// Words between them that tell of what the operation does.
const DEEDS: [&str; 11] = ["查询", "用于", "允许", "是否", "可", "支持", "获取", "返回", "如果", "若", "把"];

/// What stands before the end where a title or a badge tells of it.
const STAMPS: [&str; 4] = ["已", "即将", "将", "待"];

/// Words for a newer operation, or for a page that is kept for the record.
const CERTAIN: [&str; 9] =
    ["新接口", "新版接口", "发布新版", "新版本接口", "替代接口", "留存参考", "尽快迁移", "尽快切换", "已合并至"];

const ENGLISH: [&str; 3] = ["deprecated", "obsolete", "discontinued"];

/// Says where a page speaks of the end of an operation whose status was not read. `runs` are lines of prose, one below
/// the other; what stands above all operations is said of each of them.
pub fn check(page: &Page, runs: &[Span], sections: &[Section<'_>], diagnostics: &mut Diagnostics) {
    let mut told: Vec<bool> = sections.iter().map(|section| section.status != Status::Current).collect();
    for (section, told) in sections.iter().zip(&mut told) {
        let titled = stamp(&format!("title:{}", section.title)).is_some();
        if titled && !*told {
            let message = format!("the title is `{}`, and no status was read", section.title);
            diagnostics.report(Code::StatusUnread, section.span.clone(), message);
            *told = true;
        }
    }
    for run in runs {
        let below = sections.partition_point(|section| section.span.start <= run.start);
        let of = if below == 0 { 0..sections.len() } else { below - 1..below };
        if told[of.clone()].iter().all(|told| *told) {
            continue;
        }
        if let Some((at, words)) = find(&page.text[run.clone()]) {
            let message = format!("the page says `{words}`, and no status was read");
            diagnostics.report(Code::StatusUnread, page.line_at(run.start + at), message);
            told[of].fill(true);
        }
    }
}

/// The words, and where they stand.
fn find(run: &str) -> Option<(usize, &str)> {
    let lines = pieces(run, &['\n']).filter_map(|(at, line)| Some((at, stamp(line)?)));
    let stops = ['。', '！', '!', '；', ';', '？', '?'];
    let sentences = pieces(run, &stops).filter_map(|(at, sentence)| Some((at, told(sentence)?)));
    let found = lines.chain(sentences).map(|(at, words)| (at + words.start, &run[at + words.start..at + words.end]));
    found.min_by_key(|(at, _)| *at)
}

/// The pieces of a text, and where they start.
fn pieces<'t>(text: &'t str, stops: &'t [char]) -> impl Iterator<Item = (usize, &'t str)> {
    let mut end = 0;
    text.split_inclusive(stops).map(move |piece| {
        end += piece.len();
        (end - piece.len(), piece)
    })
}

/// What a sentence says of the end of its own operation, or of a newer one.
fn told(sentence: &str) -> Option<Span> {
    let newer = CERTAIN.iter().flat_map(|words| sentence.match_indices(words));
    // `更新接口` is no new one.
    let mut newer = newer.filter(|(at, _)| !sentence[..*at].ends_with('更')).map(|(at, words)| at..at + words.len());
    newer.next().or_else(|| english(sentence)).or_else(|| ended(sentence))
}

fn english(sentence: &str) -> Option<Span> {
    let lower = sentence.to_ascii_lowercase();
    let is_part = |before: &str| before.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let words = ENGLISH.iter().flat_map(|word| lower.match_indices(word));
    words.map(|(at, word)| at..at + word.len()).find(|word| !is_part(&lower[..word.start]))
}

/// `本接口服务已于 … 下线`
fn ended(sentence: &str) -> Option<Span> {
    let mut ends = ENDS.iter().flat_map(|end| sentence.match_indices(end));
    ends.find(|(at, end)| {
        let behind = sentence[at + end.len()..].trim_start().chars().next();
        let closes = behind.is_none_or(|c| !c.is_alphanumeric() || "了后并请且".contains(c));
        closes && is_told_of_itself(near(&sentence[..*at]), end.starts_with("不再") || end.starts_with("停止"))
    })
    .map(|(at, end)| at..at + end.len())
}

/// How far before the end its subject may stand.
const NEAR: usize = 240;

fn near(before: &str) -> &str {
    let start = (before.len().saturating_sub(NEAR)..before.len()).find(|at| before.is_char_boundary(*at));
    &before[start.unwrap_or_default()..]
}

/// Whether a subject stands there that is the page's own, and between it and the end nothing but when and how.
fn is_told_of_itself(before: &str, goes_on: bool) -> bool {
    let mut subjects = SUBJECTS.iter().flat_map(|subject| before.match_indices(subject));
    subjects.any(|(at, subject)| {
        let above = before[..at].trim_end();
        let pointer = POINTERS.iter().find_map(|pointer| above.strip_suffix(pointer));
        let is_own = match pointer.map(str::trim_end) {
            Some(above) => !MEANS.iter().any(|means| above.ends_with(means)),
            None => above.trim_matches(is_mark).is_empty(),
        };
        let between = before[at + subject.len()..].trim_start_matches("服务");
        let clause = between.rsplit(['，', ',']).next().unwrap_or_default().trim_matches(is_mark);
        let tensed = clause.ends_with('将') || TENSES.iter().any(|word| clause.contains(word));
        let between = between.trim_matches(is_mark);
        let does = DEEDS.iter().any(|word| between.contains(word));
        let is_other = before[at + subject.len()..].starts_with('商');
        is_own && !is_other && (goes_on || tensed || between.is_empty()) && !does
    })
}

/// `## 查询订单（废弃）`, `**已下线**`, `<Badge text="已下线"/>`: what is stamped on a title, a note or a line of its own.
fn stamp(line: &str) -> Option<Span> {
    let text = line.trim().trim_start_matches(['>', ' ']);
    if text.starts_with('#') && text.matches("~~").count() > 1 {
        return line.find("~~").map(|at| at..at + 2);
    }
    let is_label = ["#", "title:", ":::", "[!", "**", "__", "<", "【", "["].iter().any(|start| text.starts_with(start));
    let first = line.len() - line.trim_start_matches(is_mark).len();
    ENDS.iter().flat_map(|end| line.match_indices(end)).find_map(|(at, end)| {
        let (before, behind) = (&line[..at], &line[at + end.len()..]);
        let framed = before.ends_with(OPENING) && behind.starts_with(CLOSING);
        let stamped = STAMPS.iter().find_map(|stamp| before.strip_suffix(stamp)).filter(|before| {
            let is_alone = before.len() <= first;
            (is_label || is_alone) && !before.ends_with("是否") && !behind.starts_with(char::is_alphanumeric)
        });
        let start = stamped.map_or(at, str::len);
        (is_label && framed || stamped.is_some()).then_some(start..at + end.len())
    })
}

const OPENING: [char; 8] = ['(', '（', '[', '【', '"', '\'', '「', '>'];
const CLOSING: [char; 8] = [')', '）', ']', '】', '"', '\'', '」', '<'];

/// What surrounds words and says nothing; the marks of lists are left, for states are listed too.
fn is_mark(c: char) -> bool {
    c.is_whitespace() || matches!(c, '*' | '`' | '_' | '#' | '>' | ':' | '：' | '，' | '、' | '(' | ')' | '（' | '）')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_an_operation_is_told_of_in_many_words() {
        for text in [
            "本接口服务已于 `2019.12.16` (北京时间)下线，文档仅做留存参考。",
            "**本接口服务已于2019年下线**",
            "> [!WARNING]\n> 本接口已下线\n",
            "本接口\n已废弃",
            "该 API 将于 2027 年 1 月停用。",
            "此接口不再维护",
            "此接口即将停止服务，请尽快切换",
            "当前接口因业务调整，已下线。",
            "接口已下线。",
            "<p>本接口已下线</p>",
            "本接口已下线了",
            "本通知已下线",
            "新接口见[这里](/openapi/v3/new)",
            "本服务已发布新版",
            "文档仅做留存参考。",
            "本接口已合并至[另一接口](/openapi/v3/other)。",
            "title: 查询订单(旧版)",
            "This API is deprecated.",
            "deprecated: true",
            "# {{ $frontmatter.title }} {.deprecated #post}",
            "title: 【已下线】查询订单",
            "title: 查询订单（已废弃）",
            "title: 查询订单已下线",
            "## 查询订单(废弃) {#get}",
            "# {{ $frontmatter.title }} <Badge type=\"danger\" text=\"已下线\"/> {#post}",
            "## 查询订单 <Badge>下线</Badge> {#get}",
            "## ~~查询订单~~ {#get}",
            "::: danger 已下线",
            "> [!CAUTION] 即将下线",
            "**已停用**",
            "已下线",
        ] {
            assert!(find(text).is_some(), "{text}");
        }
    }

    #[test]
    fn what_an_operation_does_is_not_its_end() {
        for text in [
            "description: 查询停车场的启用状态及未启用/下线原因。",
            "系统退出不再受理，避免用户继续，请调用关单接口。",
            "当商户不再需要推送通知时，可通过调用此接口删除。",
            "若商户应答回调接收成功，微信支付将不再重复发送该回调通知。",
            "商户可通过该接口停止支付有礼活动。",
            "商户可通过本接口停用商品券。",
            "本接口用于商品的下线。",
            "本接口可查询商品是否已下线。",
            "该接口将商品下线。",
            "删除后，不再支持品牌主分到该接收方。",
            "title: 停用商品券",
            "title: 查询已下线商品",
            "## 上线/下线 {#post}",
            "## 停用 {#post}",
            "服务商停用后，本接口不可用。",
            "服务商已停用",
            "- 已下线：商品不可见",
            "- `OFFLINE`：已下线",
            "{.im-deprecated}",
            "::: danger {.img-deprecated}",
            "旧接口已下线，请使用本接口",
            "该接口为小部件更新接口，商家可以通过该接口更新。",
            "该接口允许商户作废已下发的卡，作废后将无法继续使用。",
            "该接口处理已下发的卡，作废，不退还。",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
