//! How writers have put it, and how they could.

use std::sync::Arc;

use super::*;
use crate::page::Page;

fn check(cases: &[(&str, &str, &[&str])]) {
    let mut diagnostics = Diagnostics::new(&Arc::new(Page::new("page.md", "")));
    for (text, label, values) in cases {
        let expected =
            Description { label: (*label).to_owned(), values: values.iter().map(|&value| value.to_owned()).collect() };
        assert_eq!(read(text, &(0..0), &mut diagnostics), expected, "{text}");
    }
    assert!(diagnostics.into_list().is_empty());
}

#[test]
fn marked_values_stand_in_backticks_before_the_marker() {
    check(&[
        (r"状态<br/>`A` \| `B` 枚举值之一", "状态", &["A", "B"]),
        (r"状态<br/>`A`\|`B`枚举值之一<br/>默认为`A`", "状态", &["A", "B"]),
        ("状态<br/>`A` | `B` 枚举值之一`", "状态", &["A", "B"]),
        ("状态<br/>`20X` `4XX` 枚举值之一", "状态", &["20X", "4XX"]),
        (r"`A` \| `B` 枚举值之一", "", &["A", "B"]),
        ("摘要`SM3`枚举值", "摘要", &["SM3"]),
        ("状态`A`｜`B`、`C`/`D` 枚举值之一。", "状态", &["A", "B", "C", "D"]),
        (r"状态，见`JSON`说明<br/>`01` \| `Under Review` 枚举值之一", "状态", &["01", "Under Review"]),
        ("状态<br/>`A`,`B`，`C` 枚举值之一", "状态", &["A", "B", "C"]),
        ("取值 `A` 或 `B`或`C`枚举值之一", "取值", &["A", "B", "C"]),
        (r"状态<br/>`A` \| `B`<br/>\| `C` 枚举值之一", "状态", &["A", "B", "C"]),
        (r"状态<br/>`A` \|<br/>`B` 枚举值之一", "状态", &["A", "B"]),
        (r"状态<br/>`A`(甲) \| `B`（乙） \| `C`(丙) 枚举值之一", "状态", &["A", "B", "C"]),
        (r"**`A`** \| **`B`** 枚举值之一", "", &["A", "B"]),
        (r"状态<br/>`A \| B|C` 枚举值之一", "状态", &["A", "B", "C"]),
    ]);
}

#[test]
fn bare_values_stand_alone_on_a_line_or_are_glued_to_the_label() {
    check(&[
        ("证件类型ID_CARD 枚举值", "证件类型", &["ID_CARD"]),
        ("场景SCENE_APP | SCENE_QRCODE 枚举值之一", "场景", &["SCENE_APP", "SCENE_QRCODE"]),
        (r"场景A \| B 枚举值之一", "场景", &["A", "B"]),
        ("状态Under Review | Done 枚举值之一", "状态", &["Under Review", "Done"]),
        ("级别<br/>一级 | 二级 枚举值之一", "级别", &["一级", "二级"]),
        ("主题<br>订阅消息 枚举值", "主题", &["订阅消息"]),
        ("A | B 枚举值之一", "", &["A", "B"]),
    ]);
}

#[test]
fn described_values_open_their_lines() {
    check(&[
        ("枚举值：<br/>`Y`：是<br/>`N`：否<br/>注意：`Z`不是", "", &["Y", "N"]),
        ("枚举值<br/>`A`：甲", "", &["A"]),
        ("交易状态：<br/>`OK` ：成功 <br/> `FAIL`: 失败(其他)", "交易状态", &["OK", "FAIL"]),
        ("1、`OPEN`：开<br/>2、`CLOSE`：关", "", &["OPEN", "CLOSE"]),
        ("枚举值：<br/>add：签约<br/>delete：解约", "", &["add", "delete"]),
        ("状态<br/>NORMAL：正常<br/>BLOCKED：不可用", "状态", &["NORMAL", "BLOCKED"]),
        ("枚举值：<br/>1.`A`：苹果<br/>2. `B`：香蕉", "", &["A", "B"]),
        ("枚举值：<br/>- `A`：苹果<br/>- `B`：香蕉", "", &["A", "B"]),
        ("枚举值：<br/>`A`、`B`：两者<br/>`C`：丙", "", &["A", "B", "C"]),
    ]);
}

#[test]
fn listed_values_stand_behind_their_announcement() {
    check(&[
        ("枚举值：`A`、`B`", "", &["A", "B"]),
        ("类型<br/>枚举值为`A`或`B`", "类型", &["A", "B"]),
        ("类型，枚举：`A`、`B`<br/>默认`B`", "类型", &["A", "B"]),
        ("可选值：`A`,`B`", "", &["A", "B"]),
        ("枚举值：`A`：苹果；`B`：香蕉；", "", &["A", "B"]),
        ("枚举值为`A`", "", &["A"]),
        ("枚举值：`A`（`trade_type`为`APP`时）", "", &["A"]),
    ]);
}

#[test]
fn other_words_are_no_values() {
    check(&[
        ("并非枚举值。", "并非枚举值", &[]),
        ("枚举校验规则", "枚举校验规则", &[]),
        ("枚举可选的字段枚举值", "枚举可选的字段枚举值", &[]),
        ("说明<br/>这里是枚举值", "说明", &[]),
        ("固定为`certificate`", "固定为certificate", &[]),
        ("账号<br/>类型是`A`时，是甲<br/>类型是`B`时，是乙", "账号", &[]),
        ("`CNY`：人民币，仅此一种", "CNY：人民币", &[]),
        ("编号<br/>ID：编号<br/>URL：网址", "编号", &[]),
    ]);
}

#[test]
fn values_that_cannot_be_read_are_spoken_of() {
    let unread = [
        "取值为下列枚举值之一",
        "级别一级 | 二级 枚举值之一",
        r"状态：`A` \| `B`",
        "`` ` 枚举值",
        "枚举值为`A`时，`order_id`必填",
    ];
    for text in unread {
        let mut diagnostics = Diagnostics::new(&Arc::new(Page::new("page.md", "")));
        assert_eq!(read(text, &(0..0), &mut diagnostics).values, [""; 0], "{text}");
        let codes: Vec<Code> = diagnostics.into_list().into_iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!(codes, [Code::EnumUnread], "{text}");
    }
}

#[test]
fn values_that_may_be_lost_are_spoken_of() {
    for (text, read_all_the_same) in [
        (r"`A` \| 'B' \| `C` 枚举值之一", &["C"][..]),
        (r"`A` \| `B` 枚举值之一<br/>`C` \| `D` 枚举值之一", &["C", "D"]),
        ("`A`枚举值之一<br/>`B`枚举值", &["B"]),
        ("`A` 与 `B` 枚举值之一", &["B"]),
        (r"支持`sha256`，`A` \| `B` 枚举值之一", &["A", "B"]),
        ("枚举值：<br/>`A`：苹果<br/>`B`香蕉", &["A"]),
    ] {
        let mut diagnostics = Diagnostics::new(&Arc::new(Page::new("page.md", "")));
        assert_eq!(read(text, &(0..0), &mut diagnostics).values, read_all_the_same, "{text}");
        let codes: Vec<Code> = diagnostics.into_list().into_iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!(codes, [Code::EnumUnread], "{text}");
    }
}

#[test]
fn a_label_ends_where_the_prose_begins() {
    check(&[
        ("", "", &[]),
        ("  金额  合计 ", "金额 合计", &[]),
        ("金额，单位为分", "金额", &[]),
        ("金额。必填", "金额", &[]),
        ("金额；必填", "金额", &[]),
        ("金额(分)", "金额", &[]),
        ("金额（分）", "金额（分）", &[]),
        ("金额<br/>必填", "金额", &[]),
        ("金额<Badge text=\"新\" />", "金额", &[]),
        ("金额[说明](https://example.com)", "金额", &[]),
        ("**金额**与`币种`：", "金额与币种", &[]),
        ("金额<100元", "金额<100元", &[]),
    ]);
}

/// What is read of a description, and whether it is doubted.
fn reads(text: &str) -> (Vec<String>, bool) {
    let mut diagnostics = Diagnostics::new(&Arc::new(Page::new("page.md", "")));
    let values = read(text, &(0..0), &mut diagnostics).values;
    (values, diagnostics.into_list().iter().any(|diagnostic| diagnostic.code == Code::EnumUnread))
}

#[test]
fn values_behind_the_marker_are_values_too() {
    check(&[
        (r"状态<br/>`X` \| `Y` 枚举值之一，或 `Z`", "状态", &["X", "Y", "Z"]),
        (r"状态<br/>`X` \| `Y` 枚举值之一、`Z`、`W`。", "状态", &["X", "Y", "Z", "W"]),
        (r"状态<br/>`X` \| `Y` 枚举值之一，以及`Z`（丙）", "状态", &["X", "Y", "Z"]),
        (r"状态<br/>`X` \| `Y` 枚举值之一，默认`X`", "状态", &["X", "Y"]),
        (r"状态<br/>`X` \| `Y` 枚举值之一，`X`时`order_id`必填", "状态", &["X", "Y"]),
    ]);
}

#[test]
fn other_markers_close_a_list_of_several() {
    check(&[
        (r"状态<br/>`A` \| `B` 枚举之一", "状态", &["A", "B"]),
        ("状态<br/>`A`、`B`之一", "状态", &["A", "B"]),
        ("状态<br/>`A`、`B`中的一个", "状态", &["A", "B"]),
        ("状态，`A`/`B`其中之一，必填", "状态", &["A", "B"]),
        (r"状态<br/>`A` \| `B` \| 枚举值之一", "状态", &["A", "B"]),
    ]);
}

#[test]
fn one_pair_of_backticks_or_none_can_hold_several_values() {
    check(&[
        ("类型<br/>X/Y 枚举值之一", "类型", &["X", "Y"]),
        ("类型X/Y 枚举值之一", "类型", &["X", "Y"]),
        ("类型，X、Y 枚举值之一", "类型", &["X", "Y"]),
        ("类型<br/>X或Y枚举值之一", "类型", &["X", "Y"]),
        ("类型<br/>`X/Y` 枚举值之一", "类型", &["X", "Y"]),
        ("类型<br/>`X、Y` 枚举值之一", "类型", &["X", "Y"]),
        ("类型<br/>\"X\" | \"Y\" 枚举值之一", "类型", &["X", "Y"]),
        (r"类型<br/>`image/png` \| `image/jpeg` 枚举值之一", "类型", &["image/png", "image/jpeg"]),
    ]);
}

#[test]
fn many_words_announce_values() {
    check(&[
        ("交易类型，取值如下：<br/>`AUTH`：平台代扣", "交易类型", &["AUTH"]),
        ("交易类型，取值如下：<br/>AUTH：平台代扣", "交易类型", &["AUTH"]),
        ("取值：`A`、`B`", "", &["A", "B"]),
        ("类型，取值为`A`或`B`。", "类型", &["A", "B"]),
        ("类型，取值范围：`A`,`B`", "类型", &["A", "B"]),
        ("类型，可选值如下：<br/>`A`：甲<br/>`B`：乙", "类型", &["A", "B"]),
        ("类型<br/>枚举值（`A`、`B`）", "类型", &["A", "B"]),
        ("类型<br/>枚举值 `A`、`B`", "类型", &["A", "B"]),
        ("类型<br/>枚举值是`A`/`B`", "类型", &["A", "B"]),
        ("类型<br/>枚举值之一：`A`、`B`", "类型", &["A", "B"]),
        ("类型<br/>**枚举值**：`A`、`B`", "类型", &["A", "B"]),
        ("类型，有效值：`A`|`B`", "类型", &["A", "B"]),
        ("类型，可能的值包括：`A`、`B`", "类型", &["A", "B"]),
        ("类型<br/>枚举值: `一级`、`二级`", "类型", &["一级", "二级"]),
        ("类型<br/>枚举值：A、B", "类型", &["A", "B"]),
        ("状态，取值：SUCCESS/FAIL", "状态", &["SUCCESS", "FAIL"]),
        ("状态，取值：0、1", "状态", &["0", "1"]),
        ("枚举值：add、delete", "", &["add", "delete"]),
        ("枚举值： A(苹果) B(香蕉)", "", &["A", "B"]),
    ]);
}

#[test]
fn meanings_can_stand_beside_their_values_in_many_ways() {
    check(&[
        ("枚举值如下：<br/>`A` 甲<br/>`B` 乙", "", &["A", "B"]),
        ("枚举值：<br/>A：甲；B：乙", "", &["A", "B"]),
        ("枚举值: A: 甲 <br> B: 乙", "", &["A", "B"]),
        ("枚举值：`A`：苹果，`B`：香蕉", "", &["A", "B"]),
        ("枚举值：`A`（苹果）、`B`（香蕉）", "", &["A", "B"]),
        ("枚举值：<br/>`A`-苹果<br/>`B`—香蕉<br/>`C`（樱桃）", "", &["A", "B", "C"]),
        ("状态<br/>`A`：苹果，`B`：香蕉", "状态", &["A", "B"]),
        ("状态<br/>`A`-苹果<br/>`B`-香蕉", "状态", &["A", "B"]),
        ("状态<ul><li>`A`：苹果</li><li>`B`：香蕉</li></ul>", "状态", &["A", "B"]),
        ("状态<br/><code>A</code> | <code>B</code> 枚举值之一", "状态", &["A", "B"]),
        ("状态<br/>`A` &#124; `B` 枚举值之一", "状态", &["A", "B"]),
        (
            "订单状态，取值如下：CREATE_DEAL—用户下单；PAY_SUCCESS—支付完成，结账成功；",
            "订单状态",
            &["CREATE_DEAL", "PAY_SUCCESS"],
        ),
        ("方式（0-线上/1-线下）", "方式", &["0", "1"]),
        ("方式(ON_LINE：线上 OFF_LINE：线下)", "方式", &["ON_LINE", "OFF_LINE"]),
        ("单位，BY_SHARE-按份 BY_WEIGHT-按重量", "单位", &["BY_SHARE", "BY_WEIGHT"]),
    ]);
}

#[test]
fn numbers_and_prose_behind_the_weaker_words_are_no_values() {
    check(&[
        ("序号，取值范围：1-100", "序号", &[]),
        ("序号，取值（1~100）", "序号", &[]),
        ("取值范围：0-100，整数", "取值范围：0-100", &[]),
        ("编号，取值为用户的APPID", "编号", &[]),
        ("货币，取值：CNY", "货币", &[]),
        ("当状态为`SUCCESS`或`REFUND`时返回", "当状态为SUCCESS或REFUND时返回", &[]),
        ("包含两个参数：`sha256`、`filename`", "包含两个参数：sha256、filename", &[]),
        ("时间，如10:00（开始）或11:30（结束）", "时间", &[]),
        ("图片支持JPG、BMP、PNG格式", "图片支持JPG、BMP、PNG格式", &[]),
        ("用户的`OPENID`之一", "用户的OPENID之一", &[]),
    ]);
}

#[test]
fn what_looks_like_several_values_or_more_of_them_is_doubted() {
    for (text, read_all_the_same) in [
        (r"`A` \| `B` 枚举值之一，或 C", &["A", "B"][..]),
        (r"`A` \| `B` 枚举值之一，另有`C`", &["A", "B"]),
        ("类型，枚举：`A`、`B`<br/>默认`C`", &["A", "B"]),
        ("`A/B` 枚举值", &["A/B"]),
        (r"`A/B` \| `C` 枚举值之一", &["A/B", "C"]),
        ("类型<br/>`NORMAL BLOCKED` 枚举值之一", &["NORMAL BLOCKED"]),
        ("枚举值：<br/>A：甲，BC：乙", &["A"]),
        ("类型X/Y 枚举值", &[]),
        ("1：线上交易; 2：线下交易", &[]),
        ("状态，NORMAL-正常，BLOCKED-停用，其他见文档", &[]),
        ("支持`NORMAL`、`BLOCKED`", &[]),
        ("枚举值：①`A`：甲 ②`B`：乙", &[]),
        ("可选值如下：见文档", &[]),
        ("枚举值：见《状态说明》", &[]),
    ] {
        let expected: Vec<String> = read_all_the_same.iter().map(|&value| value.to_owned()).collect();
        assert_eq!(reads(text), (expected, true), "{text}");
    }
}

#[test]
fn as_many_backticks_close_a_value_as_open_it() {
    check(&[
        (r"状态<br/>``A`` \| ``B`` 枚举值之一", "状态", &["A", "B"]),
        (r"状态<br/>`A` \| ``B`` 枚举值之一", "状态", &["A", "B"]),
        (r"状态<br/>`` A `` \| `B` 枚举值之一", "状态", &["A", "B"]),
        (r"状态<br/>```A``` \| `B` 枚举值之一", "状态", &["A", "B"]),
        (r"状态<br/>｀A｀ \| ｀B｀ 枚举值之一", "状态", &["A", "B"]),
        (r#"状态<br/>"A" \| "B" 枚举值之一"#, "状态", &["A", "B"]),
        ("状态<br/>‘A’、‘B’ 枚举值之一", "状态", &["A", "B"]),
        ("枚举值：``A``、``B``", "", &["A", "B"]),
        ("枚举值：<br/>``A``：甲<br/>`B`：乙", "", &["A", "B"]),
    ]);
}

#[test]
fn an_empty_value_is_doubted() {
    for text in [
        r"状态<br/>`A` \| `` \| `B` 枚举值之一",
        r"状态<br/>`A` \| `` \| `` \| `B` 枚举值之一",
        r"状态<br/>`` \| `A` 枚举值之一",
        r"状态<br/>`A` \| `` 枚举值之一",
        r"状态<br/>`A` \| ` ` \| `B` 枚举值之一",
        r"状态<br/>`A` \| \| `B` 枚举值之一",
        "枚举值：`A`、``、`B`",
        "枚举值：<br/>``：甲<br/>`B`：乙",
        "状态<br/><code>A</code> <code></code>枚举值之一",
    ] {
        assert_eq!(said(text), ["an empty value stands there, which was not read"], "{text}");
    }
}

#[test]
fn values_that_nothing_announces_are_doubted() {
    for text in [
        "状态<br/>`A`、`B`",
        "状态<br/>`A` 或 `B`",
        "状态`A`、`B`",
        "状态：`A`、`B`。",
        "状态<br/>`jsapi`、`app`",
        "状态<br/>`0` `1`",
        "`A`、`B`",
        "状态<br/>`TRANSACTION`",
        "状态<br/>TRANSACTION",
        "状态<br/>transaction",
        "状态<br/>A、B",
        "状态<br/>A | B",
        "状态 NORMAL/BLOCKED",
        "状态<br/>0/1",
        "状态，A或B",
        "类型，为`A`或`B`",
        "状态<br/>“A”或“B”",
        "状态<br/>｀A｀、｀B｀",
        "状态(`A`、`B`)",
        "状态[A|B]",
    ] {
        assert_eq!(said(text), ["the description speaks of enum values, but none were read"], "{text}");
    }
    for text in [
        "包含两个参数：`sha256`、`filename`",
        "支持`jpg`、`png`格式",
        "如`A`、`B`",
        "只能包含数字、字母、`_`、`-`",
        "声明请求的`JSON`数据结构",
        "用户的AppID",
        "回调URL",
        "时间，格式为YYYY-MM-DD",
        "金额<br/>100",
        "公司（ABC Limited）",
    ] {
        assert_eq!(said(text), [""; 0], "{text}");
    }
}

fn said(text: &str) -> Vec<String> {
    let mut diagnostics = Diagnostics::new(&Arc::new(Page::new("page.md", "")));
    read(text, &(0..0), &mut diagnostics);
    diagnostics.into_list().into_iter().map(|told| told.message).collect()
}

#[test]
fn values_with_their_meaning_beside_them_are_doubted() {
    for text in [
        "状态。`ZA`: 甲; `ZB`: 乙",
        "状态<br/>ZA：甲<br/>ZB：乙",
        "状态，`ZA`表示甲，`ZB`表示乙",
        "状态，支持`ZA`、`ZB`两种",
        "目前只支持`ZA`、`ZB`",
        "状态，1表示甲，2表示乙",
        "状态，1代表甲；2代表乙",
        "状态：ZA 甲，ZB 乙",
        "状态：NORMAL 正常，BLOCKED 停用",
        "状态，为ZA或ZB之一",
        "状态，`ZA`或`ZB`之一可选",
        "`ZA`、`ZB`等",
        "不支持`ZA`和`ZB`枚举值",
        "不支持`ZA`枚举值",
    ] {
        assert_eq!(reads(text), (vec![], true), "{text}");
    }
    for text in [
        "编号<br/>ID：编号<br/>URL：网址",
        "金额，最多2位，1为最小",
        "证书的`JSON`数据结构",
        "号码，由SHA256 摘要得到",
        "图片格式支持`jpg`、`png`",
        "`trade_type`为`APP`时必填",
        "微信支付APP 支付",
    ] {
        assert_eq!(reads(text), (vec![], false), "{text}");
    }
}

#[test]
fn a_value_that_is_struck_out_is_doubted() {
    for text in [
        r"状态<br/>~~`A`~~ \| `B` \| `C` 枚举值之一",
        r"状态<br/>`A` \| ~~`B`~~ \| `C` 枚举值之一",
        "枚举值：<br/>`A`：甲<br/>~~`B`：乙~~",
        "枚举值：<br/>`A`：甲<br/><del>`B`：乙</del>",
        "枚举值：A、~~ZB~~",
    ] {
        assert!(reads(text).1, "{text}");
    }
    assert_eq!(reads(r"~~说明~~状态<br/>`A` \| `B` 枚举值之一"), (vec!["A".to_owned(), "B".to_owned()], false));
}

#[test]
fn dots_are_no_value() {
    for text in [r"状态<br/>`A` \| `B` \| `...` 枚举值之一", "枚举值：`A`、`B`、`…`", "枚举值：`A`、`B`、`......`"]
    {
        assert_eq!(reads(text), (vec!["A".to_owned(), "B".to_owned()], true), "{text}");
    }
}
