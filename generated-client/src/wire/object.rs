//! What is written of a struct or a builder that is generated: its fields, each with its document, type and place.

/// What comes: a struct whose fields are read.
///
/// `name: Type = field("name");` says by which method of [`Out`](crate::wire::Out) and [`In`](crate::wire::In) the
/// field is put and got.
#[allow(unused_macros, reason = "without a product nothing is generated that calls it")]
macro_rules! answer {
    (
        $(#[$($about:tt)*])*
        pub struct $name:ident {}
    ) => {
        $(#[$($about)*])*
        #[derive(Clone)]
        #[non_exhaustive]
        pub struct $name {}
        $crate::wire::object!($name);
        $crate::wire::shims!($name, answer);
    };
    (
        $(#[$($about:tt)*])*
        pub struct $name:ident {
            $($(#[$($doc:tt)*])* $field:ident: $ty:ty = $how:ident($($key:tt)*);)+
        }
    ) => {
        $(#[$($about)*])*
        #[derive(Clone)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$($doc)*])* pub $field: $ty,)+
        }
        $crate::wire::object!($name $($field $how($($key)*))+);
        $crate::wire::shims!($name, answer);
    };
}
pub(crate) use answer;

/// What is sent: a struct, and a builder that starts with `Start` and builds once each required field is given.
///
/// Behind the comma stand the place of a required field, the function of [`wire`](crate::wire) by which it is made, and
/// what its setter takes.
#[allow(unused_macros, reason = "without a product nothing is generated that calls it")]
macro_rules! request {
    (
        $(#[$($about:tt)*])*
        pub struct $name:ident, $builder:ident<$start:ident> {
            $(
                $(#[$($doc:tt)*])*
                $field:ident: $ty:ty = $how:ident($($key:tt)*),
                $index:ident $convert:ident $(<$form:ident>)? ($argument:ty);
            )+
        }
        optional {
            $(
                $(#[$($maybe_doc:tt)*])*
                $maybe:ident: $maybe_ty:ty = $maybe_how:ident($($maybe_key:tt)*),
                $maybe_convert:ident $(<$maybe_form:ident>)? ($maybe_argument:ty);
            )*
        }
    ) => {
        $(#[$($about)*])*
        #[derive(Clone)]
        #[non_exhaustive]
        pub struct $name {
            $(
                $(#[$($doc)*])*
                #[doc = ""]
                #[doc = " Required."]
                pub $field: $ty,
            )+
            $($(#[$($maybe_doc)*])* pub $maybe: $maybe_ty,)*
        }
        $crate::wire::object!($name $($field $how($($key)*))+ $($maybe $maybe_how($($maybe_key)*))*);
        $crate::wire::shims!($name, request);
        impl $name {
            /// Starts with nothing set: a setter for each field, in any order, then `build()`.
            #[inline]
            pub fn builder() -> $builder {
                $builder($crate::wire::blank(), ::core::marker::PhantomData)
            }
        }
        #[doc = ::core::concat!("Builds a [`", ::core::stringify!($name), "`], once each required field is given.")]
        #[doc(hidden)]
        #[must_use = "a builder does nothing until it is built"]
        pub struct $builder<Given = $crate::required::$start>($name, ::core::marker::PhantomData<Given>);
        impl<Given> $builder<Given> {
            $(
                $(#[$($doc)*])*
                #[doc = ""]
                #[doc = " Required."]
                pub fn $field $(<$form>)?(mut self, value: $argument) -> $builder<Given::Then>
                where
                    Given: $crate::wire::At<$crate::required::$index>,
                {
                    self.0.$field = $crate::wire::$convert(value);
                    $builder(self.0, ::core::marker::PhantomData)
                }
            )+
            $(
                $(#[$($maybe_doc)*])*
                pub fn $maybe $(<$maybe_form>)?(mut self, value: $maybe_argument) -> Self {
                    self.0.$maybe = $crate::wire::$maybe_convert(value);
                    self
                }
            )*
            /// The whole, once every required field is there.
            pub fn build(self) -> $name
            where
                $(
                    Given: $crate::wire::At<$crate::required::$index>,
                    <Given as $crate::wire::At<$crate::required::$index>>::Is: $crate::required::$field,
                )+
            {
                self.0
            }
        }
    };
    (
        $(#[$($about:tt)*])*
        pub struct $name:ident, $builder:ident {
            $(
                $(#[$($doc:tt)*])*
                $field:ident: $ty:ty = $how:ident($($key:tt)*), $convert:ident $(<$form:ident>)? ($argument:ty);
            )*
        }
    ) => {
        $(#[$($about)*])*
        #[derive(Clone)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$($doc)*])* pub $field: $ty,)*
        }
        $crate::wire::object!($name $($field $how($($key)*))*);
        $crate::wire::shims!($name, optional request);
        impl $name {
            /// Starts with nothing set: a setter for each field, in any order, then `build()`.
            #[inline]
            pub fn builder() -> $builder {
                $builder($crate::wire::blank())
            }
        }
        #[doc = ::core::concat!("Builds a [`", ::core::stringify!($name), "`].")]
        #[doc(hidden)]
        #[must_use = "a builder does nothing until it is built"]
        pub struct $builder($name);
        impl $builder {
            $(
                $(#[$($doc)*])*
                pub fn $field $(<$form>)?(mut self, value: $argument) -> Self {
                    self.0.$field = $crate::wire::$convert(value);
                    self
                }
            )*
            /// The whole.
            #[inline]
            pub fn build(self) -> $name {
                self.0
            }
        }
    };
}
pub(crate) use request;

/// How a struct is put and got.
#[allow(unused_macros, reason = "without a product nothing is generated that calls it")]
macro_rules! object {
    ($name:ident) => {
        impl $crate::wire::Wire for $name {
            #[inline]
            fn put(&self, _: &mut $crate::wire::Out) {}
            #[inline]
            fn get(_: &mut $crate::wire::In<'_>) -> Self {
                Self {}
            }
        }
    };
    ($name:ident $($field:ident $how:ident($($key:tt)*))+) => {
        impl $crate::wire::Wire for $name {
            #[inline]
            fn put(&self, out: &mut $crate::wire::Out) {
                $(out.$how($($key)*, &self.$field);)+
            }
            #[inline]
            fn get(from: &mut $crate::wire::In<'_>) -> Self {
                Self { $($field: from.$how($($key)*),)+ }
            }
        }
    };
}
pub(crate) use object;
