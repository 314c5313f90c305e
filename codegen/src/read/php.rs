//! The PHP of the code samples: one chain on `$instance`, called with one array literal.
//!
//! Written by hand, because a whole PHP grammar would be thirty times this file, and a sample is glued to whatever a
//! copied page puts behind it: only a parser that stops where its chain ends can read that.

use crate::diagnostic::Span;

/// A value of a sample.
#[derive(Clone, Debug, PartialEq)]
pub enum Php {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Php>),
    Map(Vec<(String, Php)>),
    /// `\json_encode(…)`: a string that holds JSON.
    Encoded(Box<Php>),
    /// A variable or a call: its value is not in the sample.
    Opaque,
}

impl Php {
    pub fn entries(&self) -> &[(String, Php)] {
        match self {
            Self::Map(entries) => entries,
            _ => &[],
        }
    }

    pub fn get(&self, key: &str) -> Option<&Php> {
        self.entries().iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The value as JSON, where it is wholly in the sample.
    pub fn to_json(&self) -> Option<serde_json::Value> {
        Some(match self {
            Self::Null => serde_json::Value::Null,
            Self::Bool(value) => (*value).into(),
            Self::Int(value) => (*value).into(),
            Self::Float(value) => (*value).into(),
            Self::Text(text) => text.as_str().into(),
            Self::List(items) => items.iter().map(Self::to_json).collect::<Option<Vec<_>>>()?.into(),
            Self::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| Some((key.clone(), value.to_json()?)));
                serde_json::Value::Object(entries.collect::<Option<_>>()?)
            }
            Self::Encoded(_) | Self::Opaque => return None,
        })
    }
}

/// One link of the chain behind `$instance`.
#[derive(Clone, Debug, PartialEq)]
pub enum Link {
    /// `->name`
    Property(String),
    /// `['v3/…']` or `->chain('v3/…')`
    Path(String),
}

/// `$instance->…->post([…])`
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    pub links: Vec<Link>,
    pub method: String,
    pub arguments: Php,
    /// From `$instance` to the closing parenthesis.
    pub span: Span,
}

/// What does not parse, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct SyntaxError {
    pub span: Span,
    pub message: String,
}

type Result<T> = std::result::Result<T, SyntaxError>;

/// Deeper than any sample, and no danger to the stack.
const MAX_DEPTH: usize = 64;

/// Parses every chain on `$instance` in a text that starts at `at` in its page.
pub fn calls(text: &str, at: usize) -> Vec<Result<Call>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find("$instance").map(|start| from + start) {
        let mut parser = Parser { text, pos: start + "$instance".len(), at, depth: 0 };
        found.push(parser.call(start));
        from = parser.pos.max(start + 1);
        while !text.is_char_boundary(from) {
            from += 1;
        }
    }
    found
}

struct Parser<'t> {
    text: &'t str,
    pos: usize,
    /// Where the text starts in its page.
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn call(&mut self, start: usize) -> Result<Call> {
        let mut links = Vec::new();
        loop {
            self.skip_blank();
            if self.eat("->") {
                let name = self.identifier()?;
                self.skip_blank();
                if !self.eat("(") {
                    links.push(Link::Property(name));
                    continue;
                }
                if name == "chain" {
                    links.push(Link::Path(self.only_string(")")?));
                    continue;
                }
                let arguments = self.arguments()?;
                let span = self.at + start..self.at + self.pos;
                return Ok(Call { links, method: name, arguments, span });
            } else if self.eat("[") {
                links.push(Link::Path(self.only_string("]")?));
            } else {
                return Err(self.error("expected `->` or `[` after `$instance`"));
            }
        }
    }

    fn only_string(&mut self, close: &str) -> Result<String> {
        self.skip_blank();
        let text = self.string()?;
        self.skip_blank();
        self.expect(close)?;
        Ok(text)
    }

    /// What stands between the parentheses of the last call: nothing, or one value.
    fn arguments(&mut self) -> Result<Php> {
        self.skip_blank();
        if self.eat(")") {
            return Ok(Php::Map(Vec::new()));
        }
        let value = self.value()?;
        self.skip_blank();
        self.eat(",");
        self.skip_blank();
        self.expect(")")?;
        Ok(value)
    }

    fn value(&mut self) -> Result<Php> {
        self.skip_blank();
        match self.peek() {
            Some('[') => self.nested(Self::array),
            Some('\'' | '"') => self.string().map(Php::Text),
            Some('$') => self.nested(Self::expression),
            Some(c) if c.is_ascii_digit() || c == '-' => self.number(),
            Some(c) if c.is_ascii_alphabetic() || c == '\\' || c == '_' => self.nested(Self::word),
            _ => Err(self.error("expected a value")),
        }
    }

    fn nested(&mut self, parse: fn(&mut Self) -> Result<Php>) -> Result<Php> {
        if self.depth == MAX_DEPTH {
            return Err(self.error("nested too deeply"));
        }
        self.depth += 1;
        let value = parse(self);
        self.depth -= 1;
        value
    }

    fn array(&mut self) -> Result<Php> {
        let open = self.pos;
        self.expect("[")?;
        let mut items = Vec::new();
        let mut entries: Vec<(String, Php)> = Vec::new();
        loop {
            self.skip_blank();
            if self.eat("]") {
                break;
            }
            let start = self.pos;
            let value = self.value()?;
            self.skip_blank();
            if self.eat("=>") {
                let key = match value {
                    Php::Text(key) => key,
                    Php::Int(key) => key.to_string(),
                    _ => return Err(self.error_at(start, "a key is a string")),
                };
                if entries.iter().any(|(name, _)| *name == key) {
                    return Err(self.error_at(start, &format!("the key `{key}` comes twice")));
                }
                entries.push((key, self.value()?));
                self.skip_blank();
            } else {
                items.push(value);
            }
            if !self.eat(",") {
                self.skip_blank();
                self.expect("]")?;
                break;
            }
        }
        match (items.is_empty(), entries.is_empty()) {
            (_, true) => Ok(Php::List(items)),
            (true, false) => Ok(Php::Map(entries)),
            (false, false) => Err(self.error_at(open, "some items of this array have keys and some have none")),
        }
    }

    fn string(&mut self) -> Result<String> {
        let start = self.pos;
        let quote = self.peek().filter(|c| matches!(c, '\'' | '"')).ok_or_else(|| self.error("expected a string"))?;
        self.pos += 1;
        let mut text = String::new();
        while let Some(c) = self.peek() {
            self.pos += c.len_utf8();
            match c {
                c if c == quote => return Ok(text),
                '\\' => {
                    let escaped = self.peek().ok_or_else(|| self.error_at(start, "the string is not closed"))?;
                    self.pos += escaped.len_utf8();
                    text.push_str(&unescape(quote, escaped));
                }
                c => text.push(c),
            }
        }
        Err(self.error_at(start, "the string is not closed"))
    }

    fn number(&mut self) -> Result<Php> {
        let start = self.pos;
        self.eat("-");
        let digits = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '_');
        while self.peek().is_some_and(digits) {
            self.pos += 1;
        }
        let text = self.text[start..self.pos].replace('_', "");
        let parsed = text.parse().map(Php::Int).or_else(|_| text.parse().map(Php::Float));
        parsed.map_err(|_| self.error_at(start, "this is not a number"))
    }

    /// `true`, `false`, `null`, or a call such as `\json_encode(…)`.
    fn word(&mut self) -> Result<Php> {
        let start = self.pos;
        while self.peek().is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '\\' | ':')) {
            self.pos += 1;
        }
        let word = self.text[start..self.pos].trim_start_matches('\\').to_ascii_lowercase();
        match word.as_str() {
            "true" => return Ok(Php::Bool(true)),
            "false" => return Ok(Php::Bool(false)),
            "null" => return Ok(Php::Null),
            _ => {}
        }
        self.skip_blank();
        if word == "json_encode" && self.eat("(") {
            let value = self.value()?;
            self.skip_call_rest()?;
            return Ok(Php::Encoded(Box::new(value)));
        }
        if word == "new" || self.peek() == Some('(') {
            return self.expression();
        }
        Err(self.error_at(start, &format!("`{word}` is no value")))
    }

    /// A variable, or a call of something: read to its end, its value unknown.
    fn expression(&mut self) -> Result<Php> {
        loop {
            match self.peek() {
                Some('(') => {
                    self.pos += 1;
                    self.skip_call_rest()?;
                }
                Some('-') if self.text[self.pos..].starts_with("->") => self.pos += 2,
                Some(c) if c.is_alphanumeric() || matches!(c, '$' | '_' | '\\' | ':' | ' ') => self.pos += c.len_utf8(),
                _ => return Ok(Php::Opaque),
            }
        }
    }

    /// Skips the remaining arguments of a call and its parenthesis.
    fn skip_call_rest(&mut self) -> Result<()> {
        loop {
            self.skip_blank();
            if self.eat(")") {
                return Ok(());
            }
            if self.eat(",") || self.eat("|") {
                continue;
            }
            self.value()?;
        }
    }

    fn identifier(&mut self) -> Result<String> {
        self.skip_blank();
        let start = self.pos;
        while self.peek().is_some_and(|c| c.is_alphanumeric() || c == '_') {
            self.pos += self.peek().map_or(0, char::len_utf8);
        }
        if self.pos == start {
            return Err(self.error("expected a name after `->`"));
        }
        Ok(self.text[start..self.pos].to_owned())
    }

    /// Skips white space and comments.
    fn skip_blank(&mut self) {
        loop {
            let rest = &self.text[self.pos..];
            let trimmed = rest.trim_start();
            self.pos += rest.len() - trimmed.len();
            if trimmed.starts_with("//") || trimmed.starts_with('#') {
                self.pos += trimmed.find('\n').unwrap_or(trimmed.len());
            } else if trimmed.starts_with("/*") {
                self.pos += trimmed.find("*/").map_or(trimmed.len(), |end| end + 2);
            } else {
                return;
            }
        }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.pos..].chars().next()
    }

    fn eat(&mut self, token: &str) -> bool {
        let there = self.text[self.pos..].starts_with(token);
        if there {
            self.pos += token.len();
        }
        there
    }

    fn expect(&mut self, token: &str) -> Result<()> {
        if self.eat(token) { Ok(()) } else { Err(self.error(&format!("expected `{token}`"))) }
    }

    fn error(&self, message: &str) -> SyntaxError {
        self.error_at(self.pos, message)
    }

    fn error_at(&self, pos: usize, message: &str) -> SyntaxError {
        let length = self.text[pos..].chars().next().map_or(0, char::len_utf8);
        SyntaxError { span: self.at + pos..self.at + pos + length, message: message.to_owned() }
    }
}

/// What a backslash and a character stand for. Single quotes know only two escapes.
fn unescape(quote: char, escaped: char) -> String {
    match (quote, escaped) {
        (_, '\\') => "\\".to_owned(),
        (quote, c) if c == quote => c.to_string(),
        ('"', 'n') => "\n".to_owned(),
        ('"', 't') => "\t".to_owned(),
        ('"', 'r') => "\r".to_owned(),
        ('"', '$') => "$".to_owned(),
        (_, c) => format!("\\{c}"),
    }
}
