//! The lines of a bill: how one is told from another, what stands in it, and where it is cut off.

use super::tests::{ALL, FUNDS, all, failure, text};
use super::{BillError, BillErrorKind, FundFlow, ProfitSharing, Trade, Untyped, read};

#[test]
fn what_is_cut_off_is_told_wherever_it_ends() {
    let whole = all::<Trade>(ALL).expect("it is right").len();
    for end in (0..ALL.len() - "\r\n".len()).filter(|end| ALL.is_char_boundary(*end)) {
        // Fewer digits of the last total are a number too, but not the right one.
        assert!(all::<Trade>(&ALL[..end]).is_err(), "cut off at {end}");
    }
    assert_eq!(all::<Trade>(ALL.trim_end()).expect("no line end is needed").len(), whole);
    let only_titles = ALL.lines().next().expect("it has a line");
    assert_eq!(failure::<Trade>(only_titles), (Some(1), None, "line 1: the file ends before its totals".to_owned()));
    let (rows, _) = ALL.split_once("总交易单数").expect("it has totals");
    assert_eq!(failure::<Trade>(rows).0, Some(4), "where they would stand");
    assert_eq!(failure::<Trade>(&format!("{ALL}`more")).2, "line 6: something stands behind the totals");
    all::<Trade>(&format!("{ALL}\r\n \r\n")).expect("nothing stands there");
}

#[test]
fn commas_in_values_and_lines_of_another_width() {
    let bill = |row: &str| format!("记账时间,备注,业务凭证号\n{row}\n资金流水总笔数\n`1\n");
    let read = |row: &str| all::<FundFlow>(&bill(row)).map(|rows| (rows[0].remark.clone(), rows[0].voucher_no.clone()));
    assert_eq!(read("`t,`a,b,,c,`v").expect("it comes out even"), (text("a,b,,c"), text("v")));
    assert_eq!(read("`t,`\"a,\"b\",`v").expect("it comes out even"), (text("\"a,\"b\""), text("v")));
    assert_eq!(read("`t,`a`b,`v").expect("it is one value"), (text("a`b"), text("v")));
    assert_eq!(read("`t,a,v").expect("marks may be missing"), (text("a"), text("v")));
    assert_eq!(read("`t,``a,`").expect("one mark is the bill's"), (text("`a"), None));
    assert_eq!(read("t,`a,b,`v").expect("the first is the rest of nothing"), (text("a,b"), text("v")));
    let wrong =
        [("`t,`a,`b,`v", 4), ("`t,a,b,`v,w,x", 6), ("`t,`a", 2), ("t,a,b,v,w", 5), ("t,`a,`b,`v", 4), ("t,a,v,", 4)];
    for (row, found) in wrong {
        let Err(error) = read(row) else { panic!("{row} has been read") };
        let told = format!("line 2: the line has {found} columns, and its title line has 3");
        assert_eq!(error.to_string(), told, "{row}");
    }
}

#[test]
fn lines_may_end_in_as_many_commas_as_their_titles() {
    let read = |commas: &str, row: &str| {
        let bill = format!("记账时间,备注,业务凭证号{commas}\n{row}\n资金流水总笔数\n`1\n");
        all::<FundFlow>(&bill).map(|rows| (rows[0].remark.clone(), rows[0].voucher_no.clone(), rows[0].columns().len()))
    };
    for (commas, row, remark, voucher) in [
        (",", "`t,`a,`v,", "a", "v"),
        (",", "`t,`a,`v", "a", "v"),
        (",", "`t,`a,`v, ", "a", "v"),
        (", ", "`t,`a,`v,", "a", "v"),
        (",", "`t,`a,b,`v,", "a,b", "v"),
        (",", "`t,`a,b,`v", "a,b", "v"),
        (",", "`t,`a,,`v,", "a,", "v"),
        (",", "`t,`a,`v,w,", "a", "v,w"),
        (",", "t,a,v,", "a", "v"),
        (",,", "`t,`a,`v,,", "a", "v"),
        (",,", "`t,`a,`v,", "a", "v"),
        // What is more than the titles have is of the value.
        (",", "`t,`a,`v,,", "a", "v,"),
        ("", "`t,`a,`v,", "a", "v,"),
        ("", "`t,`a,`v,,", "a", "v,,"),
    ] {
        let expected = (text(remark), text(voucher), 3);
        assert_eq!(read(commas, row).expect(row), expected, "{row} under titles that end in {commas:?}");
    }
    // The last value is empty, and has no mark.
    assert_eq!(read(",", "`t,`a,").expect("it has three"), (text("a"), None, 3));
    assert_eq!(read(",", "`t,`a,,").expect("it has three"), (text("a"), None, 3));
    for (commas, row, found) in
        [(",", "`t,`a", 2), (",", "`t,`a,`v,`", 4), (",", "t,a,v,w,", 4), (",", "t,a,v,,", 4), (",,", "`t,`a,`v,`,", 4)]
    {
        let Err(error) = read(commas, row) else { panic!("{row} has been read") };
        let told = format!("line 2: the line has {found} columns, and its title line has 3");
        assert_eq!(error.to_string(), told, "{row}");
    }
}

/// Amounts and totals are no amounts with a comma.
#[test]
fn every_line_may_end_in_a_comma() {
    let file = "记账时间,收支类型,收支金额(元),\n`t,`收入,`0.10,\n资金流水总笔数,收入金额,\n`1,`0.10,\n";
    for file in [file.to_owned(), file.replace(",\n", ",\r\n"), file.replace(",\n", ",,\n")] {
        let mut rows = read::<FundFlow, _>(file.as_bytes());
        let amounts: Vec<_> = rows.by_ref().map(|row| row.expect("it is right").amount).collect();
        let totals = rows.totals().expect("they are there");
        assert_eq!((amounts, totals.rows, totals.income), (vec![Some(10)], Some(1), Some(10)), "{file}");
        assert_eq!(totals.columns().last(), Some(("收入金额", "0.10")));
    }
    let (.., told) = failure::<FundFlow>(&file.replace("收入金额,\n", "收入金额\n"));
    assert_eq!(told, "line 4, column `收入金额`: `0.10,`: it is no amount in yuan");
}

#[test]
fn what_is_not_utf8_is_told_with_its_place() {
    let gbk = [b"\xbd\xbb\xd2\xd7\xca\xb1\xbc\xe4,a\n`1,`2\n".as_slice(), "记账时间,备注\n`t,`\n".as_bytes()];
    let fails = |file: &[u8]| match read::<FundFlow, _>(file).find_map(Result::err) {
        Some(BillError { line, column, kind: BillErrorKind::Encoding }) => (line, column),
        other => panic!("{other:?}"),
    };
    assert_eq!(fails(gbk[0]), (Some(1), None));
    let mut second = gbk[1].to_vec();
    second.insert(second.len() - 1, 0xff);
    assert_eq!(fails(&second), (Some(2), text("备注")));
    // Two halves of a character on both sides of a comma.
    let halves =
        [b"\xe8\xae\xb0".as_slice(), "账时间,备注,业务凭证号\n`t,`a".as_bytes(), b"\xe8\xae,\xb0,`\n"].concat();
    assert_eq!(fails(&halves), (Some(2), text("备注")));
}

/// Nothing of what comes may end in a panic, whatever it is.
#[test]
fn no_file_is_too_odd() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % 1_000_003).expect("it is small")
    };
    let sources = [ALL.as_bytes(), FUNDS.as_bytes()];
    for _ in 0..2_000 {
        let mut file = sources[random() % 2].to_vec();
        for _ in 0..=random() % 6 {
            let at = random() % file.len();
            match random() % 4 {
                0 => file[at] = b"`,\r\n\"\0\xff9-."[random() % 10],
                1 => file.truncate(at + 1),
                2 => file.insert(at, b"`,\r\n\"\0\xff9-."[random() % 10]),
                _ => drop(file.drain(at..(at + random() % 40).min(file.len() - 1).max(at))),
            }
        }
        let count = |rows: &mut dyn Iterator<Item = bool>| (rows.filter(|row| *row).count(), ());
        count(&mut read::<Trade, _>(&file[..]).map(|row| row.is_ok()));
        count(&mut read::<FundFlow, _>(&file[..]).map(|row| row.is_ok()));
        count(&mut read::<Untyped, _>(&file[..]).map(|row| row.is_ok()));
    }
}

/// What has no digits is no line of titles for that, be it marked or not.
#[test]
fn rows_of_words_are_rows() {
    for (file, expected) in [
        ("甲,乙\n`A,`B\n`C,`D\n", [["A", "B"], ["C", "D"]]),
        ("甲,乙\nA,B\nC,D\n", [["A", "B"], ["C", "D"]]),
        ("甲,乙\n`A,`B\n`C,D1\n", [["A", "B"], ["C", "D1"]]),
    ] {
        let rows = all::<Untyped>(file).expect("it is right");
        let found: Vec<_> =
            rows.iter().map(|row| ["甲", "乙"].map(|title| row.get(title).unwrap_or_default())).collect();
        assert_eq!(found, expected, "{file}");
    }
}

#[test]
fn long_lines_and_many_columns_are_read() {
    let titles: Vec<String> = (0..200).map(|column| format!("列{column}")).collect();
    let long = "x".repeat(20_000);
    let row: Vec<String> =
        (0..200).map(|column| if column == 7 { format!("`{long}") } else { format!("`{column}") }).collect();
    let rows = all::<Untyped>(&format!("{}\n{}\n", titles.join(","), row.join(","))).expect("it is right");
    assert_eq!((rows[0].get("列7"), rows[0].get("列199")), (Some(long.as_str()), Some("199")));
}

/// Only marks tell a line of words from the titles of totals that nobody knows.
#[test]
fn a_first_line_without_marks_is_what_the_next_one_makes_of_it() {
    type Line = (&'static str, &'static str);
    let read = |file: &str| {
        let mut rows = read::<Untyped, _>(file.as_bytes());
        let found: Result<Vec<_>, _> = rows.by_ref().map(|row| row.map(|row| values(&row))).collect();
        found.map(|found| (found, rows.totals().map(values))).map_err(|error| error.to_string())
    };
    let line = |(first, second): Line| vec![first.to_owned(), second.to_owned()];
    let cases: [(&str, &[Line], Option<Line>); 9] = [
        ("甲,乙\n总笔数,总金额\n`0,`0.00", &[], Some(("0", "0.00"))),
        ("甲,乙,\n总笔数,总金额,\n`0,`0.00,\n", &[], Some(("0", "0.00"))),
        ("甲\n\n总笔数,总金额\n\n`0,`0.00\n \n", &[], Some(("0", "0.00"))),
        ("甲,乙\n`A,`B\n总笔数,总金额\n`1,`0.00", &[("A", "B")], Some(("1", "0.00"))),
        // Without marks there are rows alone.
        ("甲,乙\n总笔数,总金额\n0,0.00", &[("总笔数", "总金额"), ("0", "0.00")], None),
        ("甲,乙\nA,B\nC,`D\n", &[("A", "B"), ("C", "D")], None),
        ("甲,乙\nA,B", &[("A", "B")], None),
        ("甲,乙\nA,B\nC,D\nE,F\n`G,`H", &[("A", "B"), ("C", "D"), ("E", "F"), ("G", "H")], None),
        // What has a digit is a value.
        ("甲,乙\nA,1\n`C,`D\n", &[("A", "1"), ("C", "D")], None),
    ];
    for (file, rows, totals) in cases {
        assert_eq!(read(file), Ok((rows.iter().copied().map(line).collect(), totals.map(line))), "{file}");
    }
    for (file, told) in [
        ("甲,乙\nA\nC,D\n", "line 2: the line has 1 columns, and its title line has 2"),
        ("甲,乙\nA", "line 2: the line has 1 columns, and its title line has 2"),
        ("甲,乙\n总笔数,总金额\n`0\n", "line 3: the line has 1 columns, and its title line has 2"),
        ("甲,乙\n总笔数,总金额\n`0,`0.00\n`0,`0.00\n", "line 4: something stands behind the totals"),
    ] {
        assert_eq!(read(file), Err(told.to_owned()), "{file}");
    }
}

fn values(row: &Untyped) -> Vec<String> {
    row.columns().map(|(_, value)| value.to_owned()).collect()
}

/// Of these kinds there are totals always.
#[test]
fn a_bill_without_marks_is_read_where_its_totals_are_known() {
    let trade = "交易时间,商品名称,订单金额\n昨天,茶,1.00\n今天,茶,2.00\n总交易单数,订单总金额\n2,3.00\n";
    assert_eq!(all::<Trade>(trade).expect("its totals are known").len(), 2);
    let words = "记账时间,备注\n昨天,茶\n资金流水总笔数\n1\n";
    assert_eq!(all::<FundFlow>(words).expect("its totals are known").len(), 1);
    let shares = "分账时间,处理状态\n昨天,成功\n分账总笔数,分账总金额\n1,0.30\n";
    assert_eq!(failure::<ProfitSharing>(shares).2, "line 5: the file ends before its totals");
    let cut = "分账时间,处理状态\n分账总笔数,分账总金额\n";
    assert_eq!(failure::<ProfitSharing>(cut), (Some(3), None, "line 3: the file ends before its totals".to_owned()));
}
