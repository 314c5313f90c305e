//! A type, and where it stands.

use super::place::TypePlace;
use crate::error::Place;

/// One type, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedType {
    /// The file below the spec's folder, and where it says the name.
    pub file: String,
    pub place: Place,
    /// Below `wechatpay_client::types`: `pay`, and `GoodsDetail` in it.
    pub module: String,
    pub name: String,
    pub unite: Unite,
    /// Each with where the file says so.
    pub places: Vec<(TypePlace, Place)>,
    /// Empty where nothing is united and none is given.
    pub reason: String,
}

/// Places that could be one type by their shape, and are not to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Declined {
    /// The file below the spec's folder.
    pub file: String,
    /// Each with where the file says so.
    pub places: Vec<(TypePlace, Place)>,
    pub reason: String,
}

/// In what the places may differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unite {
    /// Whether a member has to be there: the weaker holds.
    pub required: bool,
    /// Which values are documented: all of them.
    pub values: bool,
    /// Which members there are: all of them, and those that not each place has are optional.
    pub members: bool,
}

impl Unite {
    /// In the words of the files.
    pub fn words(self) -> Vec<&'static str> {
        let all = [("required", self.required), ("values", self.values), ("members", self.members)];
        all.into_iter().filter(|(_, is_given)| *is_given).map(|(word, _)| word).collect()
    }
}

impl Declined {
    /// Whether it speaks of all of some places.
    pub fn covers(&self, places: &[TypePlace]) -> bool {
        places.iter().all(|place| self.places.iter().any(|(declined, _)| declined == place))
    }
}

impl SharedType {
    /// `pay::GoodsDetail`.
    pub fn full_name(&self) -> String {
        format!("{}::{}", self.module, self.name)
    }

    /// Whether it is sent by whoever uses the client. The places of one type are all sent, or all come.
    pub fn is_sent(&self) -> bool {
        self.places.first().is_some_and(|(place, _)| place.is_sent())
    }
}
