//! `` 枚举值：`A`、`B` ``: values behind their announcement, on its line.

use super::announced::{self, Announcement};
use super::value::{BREAK, Found, Joints, after_remark, is_comma, is_upper, is_value, unnumbered};

pub fn find(text: &str) -> Option<Found> {
    let announcement = announced::find(text)?;
    let line = announcement.behind.split(BREAK).next().unwrap_or_default();
    let values = quoted(line).or_else(|| bare(line, announcement))?;
    let end = announcement.end + line.rfind('`').map_or(line.len(), |at| at + 1);
    Some(Found { span: announcement.start..end, values })
}

/// All that stands in backticks.
fn quoted(line: &str) -> Option<Vec<String>> {
    let list = line.trim_start().trim_start_matches(['（', '(', '【', '[']);
    if !unnumbered(list).starts_with('`') {
        return None;
    }
    let values: Vec<String> = list.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    let gaps = list.split('`').skip(2).step_by(2).take(values.len() - 1);
    let strange = ['：', ':', '，', '。', '<', '|', '='];
    let all = values.iter().all(|value| !value.is_empty() && !value.contains(strange));
    (all && gaps.map(str::trim).all(is_joint)).then_some(values)
}

/// Whether two values can be parted so: other words between them mean that some are no values.
fn is_joint(gap: &str) -> bool {
    let gap = after_remark(gap).trim();
    let told = gap.starts_with(['：', ':', '-', '—', '–', '=']) && gap.ends_with(['；', ';', '，', ',', '、', '。']);
    told || gap.chars().all(|c| Joints::Any.has(c) || matches!(c, '；' | ';'))
}

/// Words in capitals, or numbers; other words too where nothing else can be meant.
fn bare(line: &str, announcement: Announcement<'_>) -> Option<Vec<String>> {
    let list = line.trim().trim_end_matches(['。', '.', '；', ';']);
    let is_joint = |c: char| c.is_whitespace() || is_comma(c) || matches!(c, '|' | '\\' | '｜' | '或' | '和' | '及');
    let parts: Vec<&str> = list.split(is_joint).filter(|part| !part.is_empty()).collect();
    let fits = |part: &&str| {
        let number = part.chars().all(|c| c.is_ascii_digit()) && parts.len() > 1;
        is_upper(part) || number || announcement.certain && is_value(part) && parts.len() > 1
    };
    // A lone abbreviation may be anything.
    let enough = parts.len() > 1 || announcement.certain || parts.iter().all(|part| part.contains('_'));
    (enough && !parts.is_empty() && parts.iter().all(fits)).then(|| parts.into_iter().map(str::to_owned).collect())
}
