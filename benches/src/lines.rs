//! What a program that measures prints between its words: a figure a line.
//!
//! ```text
//! {"figure":"one","unit":"ms","runs":[0.91,0.93,0.92]}
//! {"note":"who","text":"wechatpayv3 2.0.4, Python 3.11"}
//! ```

use serde::Deserialize;

use crate::results::Measured;

/// What asks a program for such lines.
pub const FLAG: &str = "--figures";

/// What asks it for one short round.
pub const QUICK: &str = "--quick";

#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Figure { figure: String, unit: String, runs: Vec<f64> },
    Note { note: String, text: String },
}

/// All figures and notes; other lines are for people.
pub fn read(text: &str) -> Result<Measured, String> {
    let mut measured = Measured::default();
    for line in text.lines().filter(|line| line.starts_with('{')) {
        match serde_json::from_str(line).map_err(|error| format!("{error} in {line}"))? {
            Line::Figure { figure, unit, runs } => {
                for run in runs {
                    measured.put(figure.as_str(), &unit, run);
                }
            }
            Line::Note { note, text } => measured.note(note, text),
        }
    }
    if measured.figures.is_empty() { Err("it has printed no figure".to_owned()) } else { Ok(measured) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_between_words() {
        let text = "start: 1 s\n{\"figure\":\"a\",\"unit\":\"ms\",\"runs\":[1,2.5]}\n| a | b |\n{\"note\":\"b\",\"text\":\"c\"}\n";
        let measured = read(text).expect("they are right");
        assert_eq!(measured.get("a").map(|figure| figure.runs.clone()), Some(vec![1.0, 2.5]));
        assert_eq!(measured.notes["b"], "c");
        assert!(read("{\"figure\":\"a\"}").is_err(), "half a figure is none");
        assert!(read("nothing\n").is_err(), "who prints nothing has measured nothing");
    }
}
