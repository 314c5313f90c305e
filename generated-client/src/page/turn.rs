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

/// The next page begins behind what has come.
#[doc(hidden)]
pub fn by_offset(offset: &mut impl Number, items: usize, total: Option<i64>) -> bool {
    let next = offset.number().unwrap_or_default().saturating_add(i64::try_from(items).unwrap_or(i64::MAX));
    offset.set(next);
    items > 0 && total.is_none_or(|total| next < total)
}

/// The next page is that with the next number. The first one is 1.
#[doc(hidden)]
pub fn by_number(page: &mut impl Number, items: usize, seen: u64, total: Option<i64>) -> bool {
    page.set(page.number().unwrap_or(1).saturating_add(1));
    items > 0 && total.is_none_or(|total| u64::try_from(total).is_ok_and(|total| seen < total))
}

/// The next page is called by the answer. One may be empty although there are more.
#[doc(hidden)]
pub fn by_token(token: &mut impl Token, next: &impl Token) -> bool {
    let next = next.token();
    if let Some(next) = next {
        token.set(next);
    }
    next.is_some()
}
