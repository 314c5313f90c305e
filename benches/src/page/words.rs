//! Numbers as words.

use crate::results::Figure;

/// `1.20`, or `12.3`, or `123`: three digits say enough. What is counted is whole.
pub fn number(value: f64) -> String {
    match value.abs() {
        size if size < 1e9 && value.fract() == 0.0 => grouped(value),
        size if size < 0.1 => format!("{value:.3}"),
        size if size < 10.0 => format!("{value:.2}"),
        size if size < 100.0 => format!("{value:.1}"),
        _ => grouped(value),
    }
}

/// `1,048`
fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits.as_str()), |digits| ("-", digits));
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    format!("{sign}{out}")
}

/// `1.20 s`
pub fn median(figure: &Figure) -> String {
    with_unit(figure.median(), &figure.unit)
}

pub fn with_unit(value: f64, unit: &str) -> String {
    let number = number(value);
    if unit.is_empty() { number } else { format!("{number} {unit}") }
}

/// `1.20 s (1.18–1.25)`, where it was measured more than once.
pub fn spread(figure: &Figure) -> String {
    let (low, high) = figure.spread();
    match figure.runs.len() {
        0 | 1 => median(figure),
        _ => format!("{} ({}–{})", median(figure), number(low), number(high)),
    }
}

/// `1.20×`
pub fn times(one: &Figure, other: &Figure) -> String {
    format!("{}×", number(one.times(other)))
}

/// A table of rows, each with as many cells as the first, which is the head.
pub fn table(rows: &[Vec<String>]) -> String {
    let Some(head) = rows.first().filter(|_| rows.len() > 1) else { return String::new() };
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let is_number = |cell: &String| cell.is_empty() || cell.starts_with(|first: char| first.is_ascii_digit());
    let is_of_numbers = |index: usize| rows[1..].iter().all(|cells| cells.get(index).is_some_and(is_number));
    let rule = (0..head.len()).map(|index| if is_of_numbers(index) { "---:" } else { "---" }.to_owned());
    let rule: Vec<String> = rule.collect();
    let body: String = rows[1..].iter().map(|cells| line(cells)).collect();
    format!("{}{}{body}\n", line(head), line(&rule))
}

/// Cells.
pub fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_three_digits() {
        let said = [0.0, 0.0123, 0.5, 1.2049, 12.34, 99.96, 123.4, 1_048.0, 110_144.0].map(number);
        assert_eq!(said, ["0", "0.012", "0.50", "1.20", "12.3", "100.0", "123", "1,048", "110,144"]);
    }

    #[test]
    fn numbers_stand_on_the_right() {
        let rows = [row(["what", "took", "on"]), row(["a", "1.0 s", "Linux"]), row(["b", "", "1 core"])];
        assert_eq!(
            table(&rows),
            "| what | took | on |\n| --- | ---: | --- |\n| a | 1.0 s | Linux |\n| b |  | 1 core |\n\n"
        );
        assert_eq!(table(&rows[..1]), "", "a head alone is none");
    }

    #[test]
    fn the_spread_is_said_where_there_is_one() {
        let figure = |runs: &[f64]| Figure { unit: "s".to_owned(), runs: runs.to_vec() };
        assert_eq!(spread(&figure(&[3.0, 1.0, 2.0])), "2 s (1–3)");
        assert_eq!(spread(&figure(&[3.0])), "3 s");
        assert_eq!(times(&figure(&[3.0]), &figure(&[2.0])), "1.50×");
    }
}
