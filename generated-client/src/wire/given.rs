//! What setters take, and how it becomes the field. That of an optional field takes a value, or an `Option` of one.

/// What becomes the value of an optional field: whatever turns into it, or an `Option` of that.
///
/// `Form` is which of both it is: rustc finds it, and nobody writes it.
///
/// ```
/// # #[cfg(feature = "pay")] {
/// use wechatpay_client::v3::pay::transactions::jsapi::post::StoreInfo;
///
/// let of = |name: Option<String>| StoreInfo::builder().address("1 Example Road").name(name).area_code("440305").build();
/// assert_eq!(of(None).name, None);
/// assert_eq!(of(Some("Example".to_owned())).name.as_deref(), Some("Example"));
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no value for this field",
    label = "it takes what turns into a `{T}`, or an `Option` of that"
)]
pub trait Optional<T, Form> {
    /// What the field becomes.
    fn given(self) -> Option<T>;
}

/// The same for a field that is a list: any sequence, or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no list for this field",
    label = "it takes a sequence of what turns into a `{T}`, or an `Option` of one"
)]
pub trait OptionalList<T, Form> {
    /// What the field becomes.
    fn given(self) -> Option<Vec<T>>;
}

/// The form of a value that is there.
#[derive(Debug)]
pub struct Plain;

/// The form of a value that may be there.
#[derive(Debug)]
pub struct Maybe;

// Of every type there is, and so on the page of each.
#[doc(hidden)]
impl<T, V: Into<T>> Optional<T, Plain> for V {
    #[inline]
    fn given(self) -> Option<T> {
        Some(self.into())
    }
}

impl<T, V: Into<T>> Optional<T, Maybe> for Option<V> {
    #[inline]
    fn given(self) -> Option<T> {
        self.map(Into::into)
    }
}

#[doc(hidden)]
impl<T, I: IntoIterator<Item: Into<T>>> OptionalList<T, Plain> for I {
    #[inline]
    fn given(self) -> Option<Vec<T>> {
        Some(self.into_iter().map(Into::into).collect())
    }
}

impl<T, I: IntoIterator<Item: Into<T>>> OptionalList<T, Maybe> for Option<I> {
    #[inline]
    fn given(self) -> Option<Vec<T>> {
        self.map(|items| items.into_iter().map(Into::into).collect())
    }
}

/// Whatever turns into the field.
#[inline]
pub fn one<T>(value: impl Into<T>) -> T {
    value.into()
}

/// Any sequence of what turns into an item.
#[inline]
pub fn list<T>(items: impl IntoIterator<Item: Into<T>>) -> Vec<T> {
    items.into_iter().map(Into::into).collect()
}

/// What an optional field takes.
#[inline]
pub fn maybe<T, Form>(value: impl Optional<T, Form>) -> Option<T> {
    value.given()
}

/// What an optional field takes that is a list.
#[inline]
pub fn maybe_list<T, Form>(items: impl OptionalList<T, Form>) -> Option<Vec<T>> {
    items.given()
}
