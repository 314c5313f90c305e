//! From the request of one page to that of the next.

/// A number that may be absent.
#[doc(hidden)]
pub trait Number {
    fn number(&self) -> Option<i64>;
    fn set(&mut self, number: i64);
}

impl Number for i64 {
    fn number(&self) -> Option<i64> {
        Some(*self)
    }

    fn set(&mut self, number: i64) {
        *self = number;
    }
}

impl Number for Option<i64> {
    fn number(&self) -> Option<i64> {
        *self
    }

    fn set(&mut self, number: i64) {
        *self = Some(number);
    }
}

/// A list that may be absent: then there is nothing in it.
#[doc(hidden)]
pub trait List<T> {
    fn items(&self) -> &[T];
    fn into_items(self) -> Vec<T>;
}

impl<T> List<T> for Vec<T> {
    fn items(&self) -> &[T] {
        self
    }

    fn into_items(self) -> Vec<T> {
        self
    }
}

impl<T> List<T> for Option<Vec<T>> {
    fn items(&self) -> &[T] {
        self.as_deref().unwrap_or_default()
    }

    fn into_items(self) -> Vec<T> {
        self.unwrap_or_default()
    }
}

/// A name of a page that may be absent.
#[doc(hidden)]
pub trait Token {
    fn token(&self) -> Option<&str>;
    fn set(&mut self, token: &str);
}

impl Token for String {
    fn token(&self) -> Option<&str> {
        Some(self.as_str()).filter(|token| !token.is_empty())
    }

    fn set(&mut self, token: &str) {
        token.clone_into(self);
    }
}

impl Token for Option<String> {
    fn token(&self) -> Option<&str> {
        self.as_ref().and_then(Token::token)
    }

    fn set(&mut self, token: &str) {
        *self = Some(token.to_owned());
    }
}

/// How many items a list has.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// It is not said.
    Unknown,
    /// The list says it of itself.
    Own(i64),
    /// Something says it that may be of more than what is asked for.
    Most(i64),
}

impl Total {
    pub fn own(total: &impl Number) -> Self {
        total.number().map_or(Self::Unknown, Self::Own)
    }

    pub fn most(total: &impl Number) -> Self {
        total.number().map_or(Self::Unknown, Self::Most)
    }

    /// What follows a page of so many items, where so many are read by then, from the first on where `is_whole`.
    fn after(self, items: usize, read: i64, is_whole: bool) -> Turn {
        match self {
            Self::Own(total) | Self::Most(total) if read >= total => Turn::End,
            _ if items > 0 => Turn::Next,
            Self::Own(total) if is_whole => Turn::Short { read, total },
            _ => Turn::End,
        }
    }
}

/// What has been read of a list, the page with it that is turned.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, Default)]
pub struct Read {
    pub items: u64,
    pub pages: u64,
}

/// What follows a page.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Next,
    End,
    /// Nothing, and the list says that it has more.
    Short {
        read: i64,
        total: i64,
    },
}

fn signed(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}

/// The next page begins behind what has come.
#[doc(hidden)]
pub fn by_offset(offset: &mut impl Number, items: usize, total: Total) -> Turn {
    let next = offset.number().unwrap_or_default().saturating_add(signed(items));
    offset.set(next);
    total.after(items, next, true)
}

/// The next page is that with the next number. From the middle on nothing tells how many items are before it.
#[doc(hidden)]
pub fn by_number(page: &mut impl Number, first: i64, items: usize, read: Read, total: Total) -> Turn {
    let next = page.number().unwrap_or(first).saturating_add(1);
    page.set(next);
    let is_whole = next.saturating_sub(first) == signed(read.pages);
    total.after(items, signed(read.items), is_whole)
}

/// The next page is called by the answer. One may be empty although there are more.
#[doc(hidden)]
pub fn by_token(token: &mut impl Token, next: &impl Token) -> Turn {
    let Some(next) = next.token() else { return Turn::End };
    token.set(next);
    Turn::Next
}
