//! What texts say, against GNU `date` and the calendar.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::{Date, Moment, NoDate, NoMoment, Text as _};
use crate::wire::{Day, OptionalDay, OptionalTime, Time};

fn seconds(text: &str) -> Option<i64> {
    text.moment().map(Moment::unix_seconds)
}

/// By `date -d TEXT +%s`.
#[test]
fn moments_are_read_as_the_service_writes_them() {
    let cases = [
        ("2018-06-08T10:34:56+08:00", 1_528_425_296),
        ("2018-06-08T10:34:56.123+08:00", 1_528_425_296),
        ("2018-06-08t02:34:56z", 1_528_425_296),
        ("2018-06-08T10:34:56+0800", 1_528_425_296),
        ("2018-06-07T21:04:56-05:30", 1_528_425_296),
        ("2018-06-09T02:33:56+23:59", 1_528_425_296),
        ("2018-06-07T02:35:56-23:59", 1_528_425_296),
        ("2018-06-08 10:34:56", 1_528_425_296),
        ("2018-06-08T10:34:56", 1_528_425_296),
        ("20180608103456", 1_528_425_296),
        ("1970-01-01T00:00:00Z", 0),
        ("1969-12-31T23:59:59Z", -1),
        ("2000-02-29T00:00:00Z", 951_782_400),
        ("2016-12-31T23:59:60Z", 1_483_228_799),
        ("0001-01-01T00:00:00Z", -62_135_596_800),
        ("9999-12-31T23:59:59Z", 253_402_300_799),
    ];
    for (text, expected) in cases {
        assert_eq!(seconds(text), Some(expected), "{text}");
    }
    let fraction = |text: &str| text.moment().map(Moment::subsec_nanoseconds);
    assert_eq!(fraction("2018-06-08T10:34:56.1234567891Z"), Some(123_456_789));
    assert_eq!(fraction("2018-06-08T10:34:56.5+08:00"), Some(500_000_000));
}

#[test]
fn what_says_no_moment_is_none_and_no_panic() {
    let cases = [
        "",
        " ",
        "soon",
        "2018",
        "2018-06-08",
        "2018-06-08T",
        "2018-06-08T10:34",
        "2018-13-08T10:34:56Z",
        "2018-02-29T10:34:56Z",
        "2018-06-31T10:34:56Z",
        "2018-06-08T24:00:00Z",
        "2018-06-08T10:60:00Z",
        "2018-06-08T10:34:61Z",
        "2018-06-08T10:34:56.Z",
        "2018-06-08T10:34:56+08",
        "2018-06-08T10:34:56+08:60",
        "2018-06-08T10:34:56+24:00",
        "2018-06-08T10:34:56-24:00",
        "2018-06-08T10:34:56+99:59",
        "2018-06-08T10:34:56 +08:00",
        "2018-06-08T10:34:56Zx",
        "0000-01-01T00:00:00Z",
        "2018-0608T10:34:56Z",
        "2018-06-08T1034:56Z",
        "2018-06-08T10:3456Z",
        "2018-06-08T103456Z",
        "2018060810:34:56",
        "+018-06-08T10:34:56Z",
        "２０１８-06-08T10:34:56Z",
        "2018061103456",
        "0001-01-01T00:00:00+08:0",
        "张三",
        "2018-06-08T10:34:5六",
    ];
    for text in cases {
        assert_eq!(text.parse::<Moment>(), Err(NoMoment), "{text}");
    }
    assert_eq!((None::<String>.moment(), Some("x").moment()), (None, None));
    // Whatever stands there, whole or cut off.
    let text = "2018-06-08T10:34:56.123+08:00";
    for end in 0..text.len() {
        for odd in ["", "-", ":", "9", "T", "+", ".", "é"] {
            let _ = format!("{}{odd}", &text[..end]).moment();
            let _ = format!("{}{odd}{}", &text[..end], &text[end..]).date();
        }
    }
}

/// Every day of four hundred years, after which the calendar repeats itself, both ways.
#[test]
fn the_calendar_is_the_calendar() {
    // By `date -u -d 1800-01-01 +%s`.
    let (mut date, mut day) = (Date::new(1800, 1, 1), -5_364_662_400);
    let mut days = 0;
    while let Some(today) = date.filter(|today| today.year() < 2200) {
        let moment = Moment::from_unix_seconds(day - 8 * 3600).expect("its year has four digits");
        assert_eq!(moment.date(), today, "{today}");
        assert_eq!(format!("{today} 00:00:00").moment(), Some(moment));
        let (year, month, day_of_month) = (today.year(), today.month(), today.day());
        date = Date::new(year, month, day_of_month + 1)
            .or_else(|| Date::new(year, month + 1, 1))
            .or_else(|| Date::new(year + 1, 1, 1));
        day += 86_400;
        days += 1;
    }
    assert_eq!((days, day), (146_097, 7_258_118_400), "as many as four centuries have");
    assert_eq!(Moment::from_unix_seconds(i64::MAX), None);
    assert_eq!(Moment::from_unix_seconds(253_402_300_800), None);
}

#[test]
fn a_moment_is_written_as_it_was_read() {
    for text in ["2018-06-08T10:34:56+08:00", "2018-06-07T21:04:56-05:30", "0001-01-01T00:00:00+00:00"] {
        assert_eq!(text.moment().map(|moment| moment.to_string()).as_deref(), Some(text));
    }
    let now = Moment::from_unix_seconds(1_528_425_296).expect("it is in this century");
    assert_eq!(now.to_string(), "2018-06-08T10:34:56+08:00");
    assert_eq!((now.date().to_string(), now.offset()), ("2018-06-08".to_owned(), 28_800));
}

/// As `chrono`, `time` and `jiff` compare theirs.
#[test]
fn moments_are_one_where_their_instant_is() {
    let moment = |text: &str| text.moment().expect("it is one");
    let same = ["2018-06-08T10:34:56+08:00", "2018-06-08T02:34:56Z", "2018-06-08 10:34:56.000"].map(moment);
    assert_eq!(same[0], same[1]);
    let hash = |moment: Moment| {
        let mut state = DefaultHasher::new();
        moment.hash(&mut state);
        state.finish()
    };
    assert_eq!((HashSet::from(same).len(), hash(same[1])), (1, hash(same[0])), "what is equal has one hash");
    assert_eq!([same[0].offset(), same[1].offset()], [28_800, 0], "each has its clock still");
    // By the clocks that they were written by, it would be the other way round.
    let later = ["2018-06-08T02:34:56.5Z", "2018-06-08T02:34:57Z", "2018-06-07T21:34:58-05:00"].map(moment);
    let mut sorted = [later[2], later[0], same[0], later[1]];
    sorted.sort();
    assert_eq!(sorted, [same[0], later[0], later[1], later[2]]);
    assert!(same[0] < later[0] && same[0] != later[0] && later[2] > later[1]);
    assert_eq!(HashSet::from(sorted.map(hash)).len(), 4, "others have others");
}

#[test]
fn an_error_says_what_the_text_does_not() {
    assert_eq!("soon".parse::<Moment>().map_err(|error| error.to_string()), Err("the text says no moment".to_owned()));
    assert_eq!("soon".parse::<Date>(), Err(NoDate));
    assert_eq!(NoDate.to_string(), "the text says no date");
}

#[test]
fn a_width_is_that_of_the_whole_text() {
    let moment = "2018-06-08T10:34:56+08:00".moment().expect("it is one");
    assert_eq!(
        format!("{:12}|{:*>12}|{}", moment.date(), moment.date(), moment.date()),
        "2018-06-08  |**2018-06-08|2018-06-08"
    );
    assert_eq!(format!("{moment:28}|{moment:.^29}"), "2018-06-08T10:34:56+08:00   |..2018-06-08T10:34:56+08:00..");
}

#[test]
fn dates_are_read_in_each_form() {
    let date = Date::new(2026, 8, 1);
    for text in ["2026-08-01", "20260801", "2026-08-01T00:00:00+08:00", "2026-08-01 23:59:59"] {
        assert_eq!(text.date(), date, "{text}");
    }
    for text in ["", "2026-8-1", "2026/08/01", "2026-02-29", "2026-08-01x", "202608", "08-01"] {
        assert_eq!(text.date(), None, "{text}");
    }
}

fn given<F>(time: impl Time<F>) -> String {
    time.given()
}

fn day<F>(date: impl Day<F>) -> String {
    date.given()
}

fn optional<F>(time: impl OptionalTime<F>) -> Option<String> {
    time.given()
}

#[test]
fn a_setter_takes_texts_and_values() {
    let text = "2018-06-08T10:34:56+08:00";
    let moment = text.moment().expect("it is one");
    assert_eq!((given(text), given(text.to_owned()), given(moment)), (text.into(), text.into(), text.into()));
    assert_eq!(
        (optional(text), optional(Some(text)), optional(moment)),
        (Some(text.into()), Some(text.into()), Some(text.into()))
    );
    assert_eq!(
        (optional(None::<&str>), optional(None::<Moment>), optional(Some(moment))),
        (None, None, Some(text.into()))
    );
    let optional_day = |date: Option<Date>| OptionalDay::given(date);
    assert_eq!((day(moment.date()), day("2018-06-08")), ("2018-06-08".into(), "2018-06-08".into()));
    assert_eq!((optional_day(None), optional_day(Some(moment.date()))), (None, Some("2018-06-08".into())));
}

#[cfg(feature = "jiff")]
#[test]
fn jiff_says_the_same() {
    let text = "2018-06-08T10:34:56.123+08:00";
    let expected: jiff::Timestamp = text.parse().expect("it is one");
    assert_eq!(text.jiff(), Some(expected));
    assert_eq!(given(expected), "2018-06-08T10:34:56+08:00");
    let zoned = expected.to_zoned_datetime(jiff::tz::TimeZone::fixed(jiff::tz::offset(-5)));
    assert_eq!(given(&zoned), "2018-06-07T21:34:56-05:00");
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::Offset::from_seconds(8 * 3600 + 343).expect("it is one"));
    let local = expected.to_zoned_datetime(zone);
    assert_eq!(given(local), "2018-06-08T10:39:56+08:05", "the same moment, for no text has the seconds of an offset");
    assert_eq!(given(expected.to_zoned_datetime(jiff::tz::TimeZone::UTC)), "2018-06-08T10:34:56+08:00");
    for whole in ["2018-06-08T10:34:56+08:00", "1970-01-01T07:59:59+08:00", "1970-01-01T08:00:00+08:00"] {
        assert_eq!(given(whole.parse::<jiff::Timestamp>().expect("it is one")), whole);
    }
    let early: jiff::Timestamp = "1969-12-31T23:59:59.5Z".parse().expect("it is one");
    assert_eq!(("1969-12-31T23:59:59.5Z".jiff(), given(early)), (Some(early), "1970-01-01T07:59:59+08:00".into()));
    assert_eq!("2026-08-01".date().and_then(Date::to_jiff), Some(jiff::civil::date(2026, 8, 1)));
    assert_eq!((day(jiff::civil::date(2026, 8, 1)), "soon".jiff()), ("2026-08-01".into(), None));
}

#[cfg(feature = "time")]
#[test]
fn time_says_the_same() {
    let moment = "2018-06-08T10:34:56.123+08:00".time().expect("it is one");
    assert_eq!((moment.unix_timestamp(), moment.millisecond(), moment.offset().whole_hours()), (1_528_425_296, 123, 8));
    assert_eq!((given(moment), "soon".time()), ("2018-06-08T10:34:56+08:00".into(), None));
    assert_eq!(given(moment.to_offset(time::UtcOffset::UTC)), "2018-06-08T10:34:56+08:00");
    let early = time::OffsetDateTime::UNIX_EPOCH - time::Duration::milliseconds(500);
    assert_eq!(given(early), "1970-01-01T07:59:59+08:00");
    let date = "2026-08-01".date().and_then(Date::to_time).expect("it is one");
    assert_eq!((date.to_calendar_date(), day(date)), ((2026, time::Month::August, 1), "2026-08-01".into()));
}

#[cfg(feature = "chrono")]
#[test]
fn chrono_says_the_same() {
    let text = "2018-06-08T10:34:56.123+08:00";
    let moment = chrono::DateTime::parse_from_rfc3339(text).expect("it is one");
    assert_eq!(text.chrono(), Some(moment));
    assert_eq!(
        (given(moment), given(moment.to_utc())),
        ("2018-06-08T10:34:56+08:00".into(), "2018-06-08T10:34:56+08:00".into())
    );
    let offset = chrono::FixedOffset::west_opt(8 * 3600 + 343).expect("it is one");
    assert_eq!(given(moment.with_timezone(&offset)), "2018-06-07T18:29:56-08:05");
    let date = chrono::NaiveDate::from_ymd_opt(2026, 8, 1);
    assert_eq!("2026-08-01".date().and_then(Date::to_chrono), date);
    assert_eq!((date.map(day), "soon".chrono()), (Some("2026-08-01".into()), None));
}

#[test]
fn what_may_be_absent_or_is_lent_says_what_it_holds() {
    fn taken(text: impl super::Text) -> Option<String> {
        text.text().map(str::to_owned)
    }
    let (there, absent) = (Some("2018-06-08T02:34:56Z".to_owned()), None::<String>);
    assert_eq!(there.text(), Some("2018-06-08T02:34:56Z"));
    assert_eq!(there.moment().map(Moment::unix_seconds), Some(1_528_425_296));
    assert_eq!(taken(&there).as_deref(), Some("2018-06-08T02:34:56Z"));
    assert_eq!(taken(there.as_ref()).as_deref(), Some("2018-06-08T02:34:56Z"));
    assert_eq!((absent.text(), taken(&absent), absent.date()), (None, None, None));
}
