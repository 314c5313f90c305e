//! How a group of faults is written down.

/// `Fault` constants, and the list of them.
macro_rules! faults {
    ($($(#[doc = $what:literal])+ $constant:ident $name:literal $right:ident $client:literal => $($effect:expr),+;)*) => {
        #[doc = "The faults of this group, each by its name."]
        impl super::Fault {
            $(
                $(#[doc = $what])+
                #[doc = ""]
                #[doc = concat!("A right client: ", $client, ".")]
                pub const $constant: Self = Self {
                    name: $name,
                    what: concat!($($what),+),
                    client: $client,
                    right: super::Right::$right,
                    effects: &[$($effect),+],
                };
            )*
        }

        pub(super) const FAULTS: &[super::Fault] = &[$(super::Fault::$constant),*];
    };
}

pub(super) use faults;
