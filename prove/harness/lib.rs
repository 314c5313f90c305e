//! What the probes are compiled with: the client's own `wire` and `operation`, and of the rest what is named by these two
//! and by what is generated.
//!
//! No module of the workspace: `compile.rs` fills in the places and puts the probes behind it.

#[path = "{{client}}/wire/mod.rs"]
pub mod wire;
#[path = "{{client}}/operation.rs"]
pub mod operation;
#[path = "{{client}}/retry.rs"]
mod retry;
#[path = "{{client}}/shown.rs"]
mod shown;

mod answer {
    use crate::error::Error;
    use crate::operation::Download;
    use crate::wire::Wire;

    pub trait Answer: Sized + Send {
        const SHAPE: Shape;
        fn receive(received: &mut Received) -> Result<Self, Error>;
    }

    pub enum Shape {
        Json,
        Empty,
        Stream,
    }

    pub struct Received;
    #[derive(Clone, Debug)]
    pub struct Empty;

    impl<T: Wire + Send> Answer for T {
        const SHAPE: Shape = Shape::Json;
        fn receive(_: &mut Received) -> Result<Self, Error> {
            Err(Error)
        }
    }

    impl Answer for Empty {
        const SHAPE: Shape = Shape::Empty;
        fn receive(_: &mut Received) -> Result<Self, Error> {
            Err(Error)
        }
    }

    impl Answer for Download {
        const SHAPE: Shape = Shape::Stream;
        fn receive(_: &mut Received) -> Result<Self, Error> {
            Err(Error)
        }
    }
}

mod crypto {
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Digest {
        Sha256,
        Sm3,
    }
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Padding {
        OaepSha1,
        Pkcs1v15,
    }
}

mod download {
    pub struct Download;
}

mod error {
    pub struct Error;
}

mod page {
    #[path = "{{client}}/page/paged.rs"]
    mod paged;
    #[path = "{{client}}/page/turn.rs"]
    mod turn;

    pub use paged::Paged;
    pub(crate) use paged::paged;
    pub use turn::*;
}

mod file {
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct File;

    impl File {
        pub fn from_bytes(_: impl Into<String>, _: impl Into<Vec<u8>>) -> Self {
            Self
        }

        pub fn name(&self) -> &str {
            ""
        }
    }

    impl crate::wire::Wire for File {
        fn put(&self, _: &mut crate::wire::Out) {}
        fn get(_: &mut crate::wire::In<'_>) -> Self {
            Self
        }
    }
}

mod notification {
    use crate::operation::Resource;
    use crate::wire::{self, DecodeError, Open, Read, Value};

    #[derive(Clone, Debug)]
    pub struct Ambiguous;
    #[derive(Clone, Debug)]
    pub struct Unknown;

    impl Ambiguous {
        pub fn event_type(&self) -> &str {
            ""
        }
    }

    impl Unknown {
        pub fn event_type(&self) -> &str {
            ""
        }
    }

    pub struct Object;

    pub struct Form {
        pub queries: &'static [&'static str],
        pub members: &'static [&'static str],
    }

    impl Object {
        pub const fn new<E>(
            _: &'static str,
            _: &'static [&'static str],
            _: &'static [&'static str],
            _: fn(&Value, &dyn Open) -> Result<Read<E>, DecodeError>,
        ) -> Self {
            Self
        }

        pub const fn members(self, _: &'static [&'static str], _: &'static [&'static str]) -> Self {
            self
        }

        pub const fn accounts(self, _: &'static [&'static str]) -> Self {
            self
        }

        pub const fn forms(self, _: &'static [usize]) -> Self {
            self
        }
    }

    pub fn read<R: wire::Wire, E>(value: &Value, opener: &dyn Open, wrap: fn(R) -> E) -> Result<Read<E>, DecodeError> {
        let Read { value, drift } = wire::decode_with(value, opener)?;
        Ok(Read { value: wrap(value), drift })
    }

    pub fn value<R: Resource>(resource: &R) -> Value {
        wire::encode(resource)
    }
}
