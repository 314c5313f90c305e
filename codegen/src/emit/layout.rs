//! The text of what a macro is given, which no formatter knows: a line for each field, value or row.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, Group, Literal, Spacing, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Expr, ExprLit, Item, Lit, MacroDelimiter, MetaNameValue};

/// One level deeper.
const STEP: usize = 4;

/// What stands in the place of a macro's own text until the rest is formatted.
const MARK: &str = "macro_of_the_client";

/// A file as text: what Rust has is formatted as usual, and what stands in a macro of the client line by line.
pub fn unparse(mut file: syn::File) -> String {
    let mut macros = Macros::default();
    macros.take(&mut file.items);
    let text = in_one_line(&prettyplease::unparse(&file));
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        if let Some(call) = number(line).and_then(|number| macros.taken.get(number)) {
            call.write(indent, &mut out);
        } else {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// Words that an item is found by take one line, however many there are: nobody reads them one by one.
fn in_one_line(text: &str) -> String {
    let mut lines = text.lines();
    let mut joined = String::with_capacity(text.len());
    while let Some(line) = lines.next() {
        joined.push_str(line);
        if line.trim_start() == "#[doc(" {
            for more in lines.by_ref() {
                let more = more.trim_start();
                joined.push_str(more);
                if more == ")]" {
                    break;
                }
                if more.ends_with(',') {
                    joined.push(' ');
                }
            }
        }
        joined.push('\n');
    }
    joined
}

/// The number in a line that is a mark.
fn number(line: &str) -> Option<usize> {
    line.trim_start().strip_prefix(MARK)?.strip_prefix("!(")?.strip_suffix(");")?.parse().ok()
}

/// The macros of the client that a file calls, in order.
#[derive(Default)]
struct Macros {
    taken: Vec<Call>,
}

struct Call {
    path: String,
    is_block: bool,
    tokens: TokenStream,
}

impl Macros {
    /// Puts a mark in the place of each call.
    fn take(&mut self, items: &mut [Item]) {
        for item in items {
            match item {
                Item::Mod(module) => self.take(module.content.as_mut().map_or(&mut [], |(_, items)| items)),
                Item::Macro(call) => {
                    let mark = quote::format_ident!("{MARK}");
                    let number = Literal::usize_unsuffixed(self.taken.len());
                    self.taken.push(Call {
                        path: spaced(std::mem::replace(&mut call.mac.path, mark.into()).to_token_stream()),
                        is_block: matches!(call.mac.delimiter, MacroDelimiter::Brace(_)),
                        tokens: std::mem::replace(&mut call.mac.tokens, TokenTree::from(number).into()),
                    });
                    call.mac.delimiter = MacroDelimiter::Paren(syn::token::Paren::default());
                    call.semi_token = Some(syn::token::Semi::default());
                }
                _ => {}
            }
        }
    }
}

impl Call {
    fn write(&self, indent: usize, out: &mut String) {
        let Self { path, is_block, tokens } = self;
        let mut lines = Lines { text: out, indent, line: Line::default() };
        lines.line.text.push_str(path);
        lines.line.text.push('!');
        if *is_block {
            lines.block(tokens.clone());
        } else {
            let _ = write!(lines.line.text, "({});", spaced(tokens.clone()));
        }
        lines.end();
    }
}

struct Lines<'t> {
    text: &'t mut String,
    indent: usize,
    line: Line,
}

impl Lines<'_> {
    /// A `;` ends a line, and so do braces and attributes.
    fn all(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match (&token, tokens.peek()) {
                (TokenTree::Punct(hash), Some(TokenTree::Group(group))) if hash.as_char() == '#' => {
                    self.attribute(group);
                    tokens.next();
                }
                (TokenTree::Group(group), _) if group.delimiter() == Delimiter::Brace => self.block(group.stream()),
                (TokenTree::Punct(stop), _) if stop.as_char() == ';' => {
                    self.line.push(&token);
                    self.end();
                }
                _ => self.line.push(&token),
            }
        }
        self.end();
    }

    fn attribute(&mut self, group: &Group) {
        self.line.text = match doc(group) {
            Some(doc) => format!("///{doc}"),
            None => format!("#[{}]", spaced(group.stream())),
        };
        self.end();
    }

    fn block(&mut self, tokens: TokenStream) {
        if tokens.is_empty() {
            self.line.text.push_str(" {}");
            return self.end();
        }
        self.line.text.push_str(" {");
        self.end();
        self.indent += STEP;
        self.all(tokens);
        self.indent -= STEP;
        self.line.text.push('}');
        self.end();
    }

    fn end(&mut self) {
        let line = std::mem::take(&mut self.line).text;
        if !line.is_empty() {
            let _ = writeln!(self.text, "{:indent$}{line}", "", indent = self.indent);
        }
    }
}

/// The text of a documentation comment that has one line.
fn doc(attribute: &Group) -> Option<String> {
    let meta: MetaNameValue = syn::parse2(attribute.stream()).ok()?;
    match meta.value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) if meta.path.is_ident("doc") => {
            Some(text.value()).filter(|text| !text.contains(['\n', '\r']) && !text.starts_with('/'))
        }
        _ => None,
    }
}

/// Tokens on one line.
fn spaced(tokens: TokenStream) -> String {
    let mut line = Line::default();
    tokens.into_iter().for_each(|token| line.push(&token));
    line.text
}

#[derive(Default)]
struct Line {
    text: String,
    /// The last token is a part of the next one.
    is_joint: bool,
}

impl Line {
    fn push(&mut self, token: &TokenTree) {
        let text = match token {
            TokenTree::Group(group) => {
                let within = spaced(group.stream());
                match group.delimiter() {
                    Delimiter::Parenthesis => format!("({within})"),
                    Delimiter::Bracket => format!("[{within}]"),
                    Delimiter::Brace => format!("{{ {within} }}"),
                    Delimiter::None => within,
                }
            }
            token => token.to_string(),
        };
        if !self.is_joint && self.is_apart(&text) {
            self.text.push(' ');
        }
        self.text.push_str(&text);
        self.is_joint = matches!(token, TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint);
    }

    /// Whether there is a blank before what comes next, as there is in types, calls and paths.
    fn is_apart(&self, next: &str) -> bool {
        let before = &self.text;
        let is_word = before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let is_called = is_word || (before.ends_with('>') && !before.ends_with("->"));
        let never = before.is_empty()
            || before.ends_with("::")
            || before.ends_with(['(', '[', '<', '&', '.', '!', '#', '\''])
            || next.starts_with([',', ';', '.', ':', ')', ']', '>', '?', '!']);
        !(never || is_word && next.starts_with('<') || is_called && next.starts_with('('))
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn each_field_has_a_line() {
        let tokens = quote! {
            pub mod post {
                crate::wire::request! {
                    #[doc = " 订单"]
                    #[doc(alias = "订单")]
                    pub struct A, ABuilder<Needs1> {
                        #[doc = " 一"]
                        #[doc = ""]
                        a: Option<Vec<post::B>> = keyed(crate::wire::Place::Body, "a", "b_a", false), N0 one(impl Into<String>);
                    }
                    optional {
                        r#type: i64 = field("type"), maybe<Form>(impl crate::wire::Optional<&'static [u8; 2], Form>);
                    }
                }
                crate::wire::answer! { pub struct B {} }
            }
            crate::operation::operation!(Post("/v3/a,b;c") -> PostResponse: json(), retry(a::B::C));
        };
        let text = unparse(syn::parse2(tokens).unwrap());
        assert_eq!(
            text,
            "\
pub mod post {
    crate::wire::request! {
        /// 订单
        #[doc(alias = \"订单\")]
        pub struct A, ABuilder<Needs1> {
            /// 一
            ///
            a: Option<Vec<post::B>> = keyed(crate::wire::Place::Body, \"a\", \"b_a\", false), N0 one(impl Into<String>);
        }
        optional {
            r#type: i64 = field(\"type\"), maybe<Form>(impl crate::wire::Optional<&'static [u8; 2], Form>);
        }
    }
    crate::wire::answer! {
        pub struct B {}
    }
}
crate::operation::operation!(Post(\"/v3/a,b;c\") -> PostResponse: json(), retry(a::B::C));
"
        );
    }

    /// What the macro is given is what was emitted, however it is laid out.
    #[test]
    fn no_token_is_lost() {
        let inner = quote! { #[doc = " a\nb"] #[doc = "/ c"] a: <A as B<C>>::D = [1, -2, 'x'], "y" => { a; b }; };
        let text = unparse(syn::parse2(quote!(crate::x! { #inner })).unwrap());
        let parsed: syn::ItemMacro = syn::parse_str(&text).unwrap();
        let bare = |tokens: &TokenStream| tokens.to_string().replace(char::is_whitespace, "");
        assert_eq!(bare(&parsed.mac.tokens), bare(&inner));
    }
}
