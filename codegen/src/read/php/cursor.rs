//! The words of PHP: blanks, names, strings and numbers, each taken from where the last one ended.

use super::call::{Result, SyntaxError};
use super::value::Php;

pub struct Cursor<'t> {
    pub text: &'t str,
    pub pos: usize,
    /// Where the text starts in its page.
    pub at: usize,
}

impl<'t> Cursor<'t> {
    pub fn peek(&self) -> Option<char> {
        self.text[self.pos..].chars().next()
    }

    pub fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.pos += next.map_or(0, char::len_utf8);
        next
    }

    pub fn eat(&mut self, token: &str) -> bool {
        let there = self.text[self.pos..].starts_with(token);
        if there {
            self.pos += token.len();
        }
        there
    }

    pub fn expect(&mut self, token: &str) -> Result<()> {
        if self.eat(token) { Ok(()) } else { Err(self.error(&format!("expected `{token}`"))) }
    }

    /// Takes characters as long as they fit.
    pub fn take(&mut self, fits: impl Fn(char) -> bool) -> &'t str {
        let rest = &self.text[self.pos..];
        let taken = &rest[..rest.find(|c| !fits(c)).unwrap_or(rest.len())];
        self.pos += taken.len();
        taken
    }

    /// Skips white space and comments.
    pub fn skip_blank(&mut self) {
        loop {
            self.take(char::is_whitespace);
            let rest = &self.text[self.pos..];
            if rest.starts_with("//") || rest.starts_with('#') {
                self.pos += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                self.pos += rest.find("*/").map_or(rest.len(), |end| end + "*/".len());
            } else {
                return;
            }
        }
    }

    pub fn identifier(&mut self) -> Result<String> {
        self.skip_blank();
        let name = self.take(|c| c.is_alphanumeric() || c == '_');
        if name.is_empty() { Err(self.error("expected a name after `->`")) } else { Ok(name.to_owned()) }
    }

    pub fn number(&mut self) -> Result<Php> {
        let start = self.pos;
        self.eat("-");
        self.take(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_'));
        let text = self.text[start..self.pos].replace('_', "");
        let parsed = text.parse().map(Php::Int).or_else(|_| text.parse().map(Php::Float));
        parsed.map_err(|_| self.error_at(start, "this is not a number"))
    }

    /// A quoted string; none where it holds something that only runs into a text, such as a variable.
    pub fn string(&mut self) -> Result<Option<String>> {
        let start = self.pos;
        let quote = self.peek().filter(|c| matches!(c, '\'' | '"')).ok_or_else(|| self.error("expected a string"))?;
        self.next();
        let mut text = Some(String::new());
        loop {
            let plain = self.take(|c| c != quote && !matches!(c, '\\' | '$' | '{'));
            let piece = match self.next() {
                None => return Err(self.error_at(start, "the string is not closed")),
                Some(c) if c == quote => return Ok(text.map(|text| text + plain)),
                Some('\\') => self.escape(quote),
                Some('$') if quote == '"' && self.peek().is_some_and(|c| c.is_alphabetic() || c == '_') => None,
                Some('{') if quote == '"' && self.peek() == Some('$') => None,
                Some(c) => Some(c.to_string()),
            };
            text = text.zip(piece).map(|(text, piece)| text + plain + &piece);
        }
    }

    /// What a backslash and what follows it stand for. Single quotes know only two escapes.
    fn escape(&mut self, quote: char) -> Option<String> {
        let escaped = self.next()?;
        let plain = match (quote, escaped) {
            (_, '\\') => '\\',
            (quote, c) if c == quote => c,
            ('"', 'n') => '\n',
            ('"', 't') => '\t',
            ('"', 'r') => '\r',
            ('"', '$') => '$',
            ('"', 'u') if self.eat("{") => {
                let digits = self.take(|c| c != '}' && c != quote);
                self.eat("}");
                u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?
            }
            // Bytes by their number: rarely text.
            ('"', 'x' | '0'..='7') => return None,
            (_, c) => return Some(format!("\\{c}")),
        };
        Some(plain.to_string())
    }

    pub fn error(&self, message: &str) -> SyntaxError {
        self.error_at(self.pos, message)
    }

    pub fn error_at(&self, pos: usize, message: &str) -> SyntaxError {
        let length = self.text[pos..].chars().next().map_or(0, char::len_utf8);
        SyntaxError { span: self.at + pos..self.at + pos + length, message: message.to_owned() }
    }
}
