//! The chain on `$instance` and the values that it is called with.

use std::collections::HashSet;

use super::call::{Call, Link, Result};
use super::cursor::Cursor;
use super::value::Php;

/// Deeper than any sample, and no danger to the stack.
const MAX_DEPTH: usize = 64;

/// What is a cast between parentheses; any other word there is a value, such as `(true)`.
const CASTS: [&str; 11] =
    ["array", "binary", "bool", "boolean", "double", "float", "int", "integer", "object", "string", "unset"];

/// What may join two values. Only the dot between two texts has a value that is in the sample.
const OPERATORS: [&str; 8] = ["??", ".", "+", "-", "*", "/", "%", "|"];

pub struct Parser<'t> {
    cursor: Cursor<'t>,
    depth: usize,
}

impl<'t> Parser<'t> {
    /// Starts at `pos` in a text that starts at `at` in its page.
    pub fn new(text: &'t str, pos: usize, at: usize) -> Self {
        Self { cursor: Cursor { text, pos, at }, depth: 0 }
    }

    pub fn position(&self) -> usize {
        self.cursor.pos
    }

    /// What follows `$instance`, which stands at `start`.
    pub fn call(&mut self, start: usize) -> Result<Call> {
        let mut links = Vec::new();
        loop {
            self.cursor.skip_blank();
            if self.cursor.eat("[") {
                links.push(Link::Path(self.path("]")?));
                continue;
            }
            if !self.cursor.eat("->") {
                return Err(self.cursor.error("expected `->` or `[` after `$instance`"));
            }
            let name = self.cursor.identifier()?;
            self.cursor.skip_blank();
            if !self.cursor.eat("(") {
                links.push(Link::Property(name));
            } else if name == "chain" {
                links.push(Link::Path(self.path(")")?));
            } else {
                let arguments = self.arguments()?;
                let span = self.cursor.at + start..self.cursor.at + self.cursor.pos;
                return Ok(Call { links, method: name, arguments, span });
            }
        }
    }

    fn path(&mut self, close: &str) -> Result<String> {
        self.cursor.skip_blank();
        let start = self.cursor.pos;
        let text = self.cursor.string()?;
        self.cursor.skip_blank();
        self.cursor.expect(close)?;
        text.ok_or_else(|| self.cursor.error_at(start, "the URL is not wholly in the sample"))
    }

    /// What stands between the parentheses of the last call: nothing, or one value.
    fn arguments(&mut self) -> Result<Php> {
        self.cursor.skip_blank();
        if self.cursor.eat(")") {
            return Ok(Php::Map(Vec::new()));
        }
        let value = self.value()?;
        self.cursor.eat(",");
        self.cursor.skip_blank();
        self.cursor.expect(")")?;
        Ok(value)
    }

    /// A value, and the blanks behind it.
    fn value(&mut self) -> Result<Php> {
        let mut value = self.operand()?;
        self.cursor.skip_blank();
        while let Some(operator) = OPERATORS.into_iter().find(|operator| self.cursor.eat(operator)) {
            let other = self.operand()?;
            value = match (operator, value, other) {
                (".", Php::Text(text), Php::Text(other)) => Php::Text(text + &other),
                _ => Php::Opaque,
            };
            self.cursor.skip_blank();
        }
        Ok(value)
    }

    fn operand(&mut self) -> Result<Php> {
        self.cursor.skip_blank();
        match self.cursor.peek() {
            Some('[') => self.nested(|parser| {
                parser.cursor.expect("[")?;
                parser.array("]")
            }),
            Some('(') => self.nested(Self::parenthesis),
            Some('\'' | '"') => Ok(self.cursor.string()?.map_or(Php::Opaque, Php::Text)),
            Some('$') => self.nested(Self::expression),
            Some(c) if c.is_ascii_digit() || c == '-' => self.cursor.number(),
            Some(c) if c.is_ascii_alphabetic() || c == '\\' || c == '_' => self.nested(Self::word),
            Some('<') => Err(self.cursor.error("expected a value; a heredoc is not read")),
            _ => Err(self.cursor.error("expected a value")),
        }
    }

    fn nested(&mut self, parse: fn(&mut Self) -> Result<Php>) -> Result<Php> {
        if self.depth == MAX_DEPTH {
            return Err(self.cursor.error("nested too deeply"));
        }
        self.depth += 1;
        let value = parse(self);
        self.depth -= 1;
        value
    }

    /// The items of an array, up to the bracket that closes it.
    fn array(&mut self, close: &str) -> Result<Php> {
        let open = self.cursor.pos - 1;
        let mut items = Vec::new();
        let mut entries: Vec<(String, Php)> = Vec::new();
        let mut keys = HashSet::new();
        loop {
            self.cursor.skip_blank();
            if self.cursor.eat(close) {
                break;
            }
            let start = self.cursor.pos;
            let value = self.value()?;
            if self.cursor.eat("=>") {
                let key = self.key(value, start)?;
                if !keys.insert(key.clone()) {
                    return Err(self.cursor.error_at(start, &format!("the key `{key}` comes twice")));
                }
                entries.push((key, self.value()?));
            } else {
                items.push(value);
            }
            if !self.cursor.eat(",") {
                self.cursor.expect(close)?;
                break;
            }
        }
        match (items.is_empty(), entries.is_empty()) {
            (_, true) => Ok(Php::List(items)),
            (true, false) => Ok(Php::Map(entries)),
            (false, false) => Err(self.cursor.error_at(open, "some items of this array have keys and some have none")),
        }
    }

    fn key(&self, value: Php, start: usize) -> Result<String> {
        match value {
            Php::Text(key) => Ok(key),
            Php::Int(key) => Ok(key.to_string()),
            _ => Err(self.cursor.error_at(start, "a key is a string")),
        }
    }

    /// `(object)[…]` or a value in parentheses.
    fn parenthesis(&mut self) -> Result<Php> {
        self.cursor.expect("(")?;
        let start = self.cursor.pos;
        let cast = self.cursor.take(|c| c.is_ascii_alphabetic()).to_ascii_lowercase();
        if CASTS.contains(&cast.as_str()) && self.cursor.eat(")") {
            let value = self.operand()?;
            // Other casts make another value of it.
            return Ok(if matches!(cast.as_str(), "object" | "array") { value } else { Php::Opaque });
        }
        self.cursor.pos = start;
        let value = self.value()?;
        self.cursor.expect(")")?;
        Ok(value)
    }

    /// `true`, `false`, `null`, `array(…)`, a constant, or a call such as `\json_encode(…)`.
    fn word(&mut self) -> Result<Php> {
        let start = self.cursor.pos;
        let written = self.cursor.take(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '\\' | ':'));
        let word = written.trim_start_matches('\\').to_ascii_lowercase();
        self.cursor.skip_blank();
        let called = self.cursor.peek() == Some('(');
        match word.as_str() {
            "true" => Ok(Php::Bool(true)),
            "false" => Ok(Php::Bool(false)),
            "null" => Ok(Php::Null),
            "array" if called => {
                self.cursor.next();
                self.array(")")
            }
            "json_encode" if called => {
                self.cursor.next();
                let value = self.value()?;
                self.skip_call_rest()?;
                Ok(Php::Encoded(Box::new(value)))
            }
            "new" => self.expression(),
            _ if called => self.expression(),
            _ if written.contains("::") || !written.contains(|c: char| c.is_ascii_lowercase()) => Ok(Php::Opaque),
            _ => Err(self.cursor.error_at(start, &format!("`{written}` is no value"))),
        }
    }

    /// A variable, or a call of something: read to its end, its value unknown.
    fn expression(&mut self) -> Result<Php> {
        loop {
            self.cursor.take(|c| c.is_alphanumeric() || matches!(c, '$' | '_' | '\\' | ':' | ' '));
            if self.cursor.eat("(") {
                self.skip_call_rest()?;
            } else if self.cursor.eat("[") {
                self.value()?;
                self.cursor.expect("]")?;
            } else if !self.cursor.eat("->") {
                return Ok(Php::Opaque);
            }
        }
    }

    /// Skips the remaining arguments of a call and its parenthesis.
    fn skip_call_rest(&mut self) -> Result<()> {
        loop {
            self.cursor.skip_blank();
            if self.cursor.eat(")") {
                return Ok(());
            }
            if !self.cursor.eat(",") {
                self.value()?;
            }
        }
    }
}
