//! What a text is made of.

use std::fmt;
use std::str::FromStr;

/// The format of a string. It stays a string in Rust: a service that writes it otherwise loses nothing by that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// A date and a time with its zone.
    Rfc3339,
    Date,
    /// `yyyyMMddHHmmss`.
    CompactTime,
    /// Month and year, as they stand on a card.
    MonthYear,
    Numeric,
    Url,
    /// A URL that holds its data itself.
    Rfc2397,
    /// What an upload has answered with.
    MediaId,
    MediaUrl,
}

impl Format {
    pub const ALL: [Self; 9] = [
        Self::Rfc3339,
        Self::Date,
        Self::CompactTime,
        Self::MonthYear,
        Self::Numeric,
        Self::Url,
        Self::Rfc2397,
        Self::MediaId,
        Self::MediaUrl,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rfc3339 => "rfc3339",
            Self::Date => "date",
            Self::CompactTime => "yyyyMMddHHmmss",
            Self::MonthYear => "mm/yy",
            Self::Numeric => "numeric",
            Self::Url => "url",
            Self::Rfc2397 => "rfc2397",
            Self::MediaId => "media-id",
            Self::MediaUrl => "media-url",
        }
    }

    /// What a caller of the client is told.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Rfc3339 => "RFC 3339, such as `2018-06-08T10:34:56+08:00`",
            Self::Date => "a date, such as `2018-06-08`",
            Self::CompactTime => "`yyyyMMddHHmmss`, such as `20180608103456`",
            Self::MonthYear => "month and year, such as `06/18`",
            Self::Numeric => "digits",
            Self::Url => "a URL",
            Self::Rfc2397 => "RFC 2397, a URL that holds its data",
            Self::MediaId => "the id of a file that has been uploaded",
            Self::MediaUrl => "the URL of a file that has been uploaded",
        }
    }

    /// Whether a text has the format, as far as a text shows that.
    pub fn fits(self, text: &str) -> bool {
        match self {
            Self::Rfc3339 => text.split_once('T').is_some_and(|(date, time)| is_date(date) && is_time_with_zone(time)),
            Self::Date => is_date(text),
            Self::CompactTime => text.len() == 14 && is_number(text),
            Self::MonthYear => {
                let is_month = |month| within(month, 2, 1..=12);
                text.split_once('/').is_some_and(|(month, year)| is_month(month) && within(year, 2, 0..=99))
            }
            Self::Numeric => is_number(text),
            Self::Url | Self::MediaUrl => ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme)),
            Self::Rfc2397 => text.starts_with("data:"),
            Self::MediaId => !text.is_empty(),
        }
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number of so many digits.
fn within(text: &str, digits: usize, range: std::ops::RangeInclusive<u32>) -> bool {
    text.len() == digits && is_number(text) && text.parse().is_ok_and(|number| range.contains(&number))
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    matches!(parts[..], [year, month, day] if within(year, 4, 0..=9999) && within(month, 2, 1..=12) && within(day, 2, 1..=31))
}

fn is_time_with_zone(text: &str) -> bool {
    let (time, zone) = match (text.strip_suffix('Z'), text.rfind(['+', '-'])) {
        (Some(time), _) => (time, None),
        (None, Some(sign)) => (&text[..sign], Some(&text[sign + 1..])),
        (None, None) => return false,
    };
    let (time, fraction) = time.split_once('.').map_or((time, None), |(time, fraction)| (time, Some(fraction)));
    let minutes = |hour, minute| within(hour, 2, 0..=23) && within(minute, 2, 0..=59);
    let parts: Vec<&str> = time.split(':').collect();
    // A second may be a leap second.
    matches!(parts[..], [hour, minute, second] if minutes(hour, minute) && within(second, 2, 0..=60))
        && fraction.is_none_or(is_number)
        && zone.is_none_or(|zone| zone.split_once(':').is_some_and(|(hour, minute)| minutes(hour, minute)))
}

impl FromStr for Format {
    type Err = String;

    /// Also as the sources spell them.
    fn from_str(text: &str) -> Result<Self, String> {
        let text = match text {
            "MediaId" => Self::MediaId.as_str(),
            "MediaUrl" => Self::MediaUrl.as_str(),
            text => text,
        };
        let known = Self::ALL.into_iter().find(|format| format.as_str() == text);
        known
            .ok_or_else(|| format!("`{text}` is not a format: it is one of {}", Self::ALL.map(Self::as_str).join(", ")))
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first are examples of RFC 3339, section 5.8.
    #[test]
    fn a_text_has_a_format_or_has_not() {
        let cases: [(Format, &[&str], &[&str]); 6] = [
            (
                Format::Rfc3339,
                &[
                    "1985-04-12T23:20:50.52Z",
                    "1996-12-19T16:39:57-08:00",
                    "1990-12-31T23:59:60Z",
                    "2018-06-08T10:34:56+08:00",
                ],
                &[
                    "2025-07-24T00:00+08:00",
                    "2018-06-08",
                    "2018-06-08 10:34:56",
                    "2018-13-08T10:34:56Z",
                    "2018-06-08T10:34:56",
                    "",
                    "T",
                    "2018-06-08T10:34:56.Z",
                    "2018-06-08T1０:34:56Z",
                ],
            ),
            (Format::Date, &["2018-06-08"], &["2018-6-8", "20180608", "2018-06-32", "长期"]),
            (Format::CompactTime, &["20180608103456"], &["2018060810345", "2018-06-08T10:34:56+08:00"]),
            (Format::MonthYear, &["06/18"], &["13/18", "0618"]),
            (Format::Url, &["https://a.example"], &["a.example", ""]),
            (Format::Numeric, &["0123"], &["", "1a", "１"]),
        ];
        for (format, right, wrong) in cases {
            assert!(right.iter().all(|text| format.fits(text)), "{format}");
            assert_eq!(wrong.iter().find(|text| format.fits(text)), None, "{format}");
        }
    }

    #[test]
    fn every_format_has_a_name_of_its_own() {
        for format in Format::ALL {
            assert_eq!(format.as_str().parse(), Ok(format));
        }
        assert_eq!("MediaId".parse(), Ok(Format::MediaId));
        assert!(
            "encrypted"
                .parse::<Format>()
                .unwrap_err()
                .starts_with("`encrypted` is not a format: it is one of rfc3339,")
        );
    }
}
