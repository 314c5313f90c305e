//! Bars as SVG: a few rows of text and rectangles, legible on a light and on a dark page.

use std::fmt::Write as _;

/// A picture of bars, in groups.
pub struct Chart {
    pub title: String,
    /// The legend: what stands for what, in the order of the tones.
    pub series: Vec<String>,
    pub groups: Vec<Group>,
    /// What is right at a line across all bars.
    pub mark: Option<(f64, &'static str)>,
}

pub struct Group {
    pub label: String,
    pub bars: Vec<Bar>,
}

pub struct Bar {
    /// Which of the series it is of.
    pub series: usize,
    pub value: f64,
    /// What stands behind it.
    pub text: String,
}

const WIDTH: f64 = 780.0;
/// What a letter takes, on the average and with something to spare.
const LETTER: f64 = 7.3;
/// Between a bar and its texts.
const SPACE: f64 = 10.0;
const BAR: f64 = 16.0;
const STEP: f64 = 21.0;
const GAP: f64 = 12.0;

/// Dark enough on white, light enough on black, and apart for those who do not see red and green.
const STYLE: &str = "text{font:13px system-ui,-apple-system,'Segoe UI',sans-serif;fill:#24292f}\
.title{font-size:15px;font-weight:600}.soft{fill:#57606a}\
.s0{fill:#0969da}.s1{fill:#d18616}.s2{fill:#8c959f}.s3{fill:#6639ba}\
.mark{stroke:#57606a;stroke-dasharray:4 3}\
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.soft{fill:#9198a1}\
.s0{fill:#4493f8}.s1{fill:#e3a33b}.s2{fill:#767e88}.s3{fill:#ab7df8}.mark{stroke:#9198a1}}";

impl Chart {
    pub fn svg(&self) -> String {
        let most =
            self.bars().map(|bar| bar.value).chain(self.mark.map(|(at, _)| at)).fold(f64::MIN_POSITIVE, f64::max);
        let left = LETTER * longest(self.groups.iter().map(|group| group.label.as_str())) + SPACE;
        let right = LETTER * longest(self.bars().map(|bar| bar.text.as_str())) + SPACE;
        let scale = (WIDTH - left - right) / most;
        let (rows, bottom) = self.rows(left, scale);
        let height = bottom + if self.mark.is_some() { 22.0 } else { 4.0 };
        let mut out = String::new();
        let _ = writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
             role=\"img\" aria-labelledby=\"title desc\">\n<title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n\
             <style>{STYLE}</style>\n<text class=\"title\" x=\"0\" y=\"18\">{}</text>",
            escaped(&self.title),
            escaped(&self.told()),
            escaped(&self.title),
        );
        out.push_str(&self.legend());
        if let Some((at, label)) = self.mark {
            let x = left + at * scale;
            let _ = writeln!(
                out,
                "<line class=\"mark\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{}\" y2=\"{bottom:.1}\"/>\n\
                 <text class=\"soft\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
                self.top() - 8.0,
                bottom + 16.0,
                escaped(label),
            );
        }
        out + &rows + "</svg>\n"
    }

    /// All of it in words, for those who do not see it: a line of text.
    pub fn told(&self) -> String {
        let bar = |bar: &Bar| match self.series.len() {
            1 => bar.text.clone(),
            _ => format!("{} {}", self.series[bar.series], bar.text),
        };
        let group =
            |group: &Group| format!("{}: {}", group.label, group.bars.iter().map(bar).collect::<Vec<_>>().join(", "));
        self.groups.iter().map(group).collect::<Vec<_>>().join("; ") + "."
    }

    fn bars(&self) -> impl Iterator<Item = &Bar> {
        self.groups.iter().flat_map(|group| &group.bars)
    }

    /// The groups, and where they end.
    fn rows(&self, left: f64, scale: f64) -> (String, f64) {
        let (mut out, mut y) = (String::new(), self.top());
        for Group { label, bars } in &self.groups {
            let middle = y + STEP * count(bars.len()) / 2.0 - (STEP - BAR) / 2.0 + 4.5;
            let x = left - SPACE;
            let _ = writeln!(out, "<text x=\"{x:.1}\" y=\"{middle:.1}\" text-anchor=\"end\">{}</text>", escaped(label));
            for Bar { series, value, text } in bars {
                let width = (value * scale).max(1.0);
                let _ = writeln!(
                    out,
                    "<rect class=\"s{series}\" x=\"{left:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{BAR}\" rx=\"2\"/>\
                     <text class=\"soft\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
                    left + width + SPACE - 3.0,
                    y + BAR - 3.5,
                    escaped(text),
                );
                y += STEP;
            }
            y += GAP;
        }
        (out, y - GAP)
    }

    /// Below the title, and the legend where there is one.
    fn top(&self) -> f64 {
        if self.series.len() > 1 { 66.0 } else { 44.0 }
    }

    fn legend(&self) -> String {
        let (mut out, mut x) = (String::new(), 0.0);
        for (index, name) in self.series.iter().enumerate().filter(|_| self.series.len() > 1) {
            let _ = writeln!(
                out,
                "<rect class=\"s{index}\" x=\"{x:.0}\" y=\"33\" width=\"12\" height=\"12\" rx=\"2\"/>\
                 <text class=\"soft\" x=\"{:.0}\" y=\"44\">{}</text>",
                x + 18.0,
                escaped(name),
            );
            x += 18.0 + LETTER * count(name.chars().count()) + 2.0 * SPACE;
        }
        out
    }
}

fn longest<'t>(texts: impl Iterator<Item = &'t str>) -> f64 {
    count(texts.map(|text| text.chars().count()).max().unwrap_or_default())
}

fn count(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart() -> Chart {
        let bar = |series, value, text: &str| Bar { series, value, text: text.to_owned() };
        let group = |label: &str, bars| Group { label: label.to_owned(), bars };
        Chart {
            title: "A <b> & c".to_owned(),
            series: vec!["one".to_owned(), "other".to_owned()],
            groups: vec![
                group("first", vec![bar(0, 2.0, "2 s"), bar(1, 4.0, "4 s")]),
                group("second", vec![bar(1, 1.0, "1 s")]),
            ],
            mark: None,
        }
    }

    fn widths(svg: &str) -> Vec<f64> {
        let bars = svg.lines().filter(|line| line.starts_with("<rect") && line.contains("height=\"16\""));
        bars.map(|line| line.split("width=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap()).collect()
    }

    #[test]
    fn bars_are_as_long_as_what_they_stand_for() {
        let widths = widths(&chart().svg());
        assert_eq!(widths.len(), 3);
        assert!((widths[1] - 2.0 * widths[0]).abs() < 0.2 && (widths[0] - 2.0 * widths[2]).abs() < 0.2, "{widths:?}");
        let right = WIDTH - LETTER * 6.0 - SPACE - widths[1];
        assert!(right >= LETTER * 3.0, "its text has room: {right}");
    }

    #[test]
    fn what_is_seen_is_told() {
        let svg = chart().svg();
        assert!(svg.contains("<title id=\"title\">A &lt;b&gt; &amp; c</title>"), "{svg}");
        assert!(svg.contains("<desc id=\"desc\">first: one 2 s, other 4 s; second: other 1 s.</desc>"), "{svg}");
        assert!(svg.contains("prefers-color-scheme:dark"));
    }

    #[test]
    fn a_mark_is_where_its_value_is() {
        let svg = Chart { mark: Some((2.0, "two")), ..chart() }.svg();
        let line = svg.lines().find(|line| line.starts_with("<line")).expect("a line");
        let x: f64 = line.split("x1=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
        let end = LETTER * 6.0 + SPACE + widths(&svg)[0];
        assert!((x - end).abs() < 0.2, "{line}");
    }
}
