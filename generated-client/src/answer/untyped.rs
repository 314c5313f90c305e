//! Answers that no page describes.

use serde::de::DeserializeOwned;

use super::{Keyless, Received, Response};
use crate::error::Error;
use crate::wire::{self, Open, Places, Value};

impl Received {
    /// The answer as JSON, what is encrypted at these places opened.
    pub(crate) fn into_json(mut self, sealed: &[Places]) -> Result<Response<Value>, Error> {
        let value = self.untyped(sealed)?;
        Ok(Response { value, raw: self.came.into_raw(), drift: self.drift })
    }

    /// The answer as data of the caller's own.
    pub(crate) fn into_data<T: DeserializeOwned>(mut self, sealed: &[Places]) -> Result<Response<T>, Error> {
        let json = self.untyped(sealed)?;
        let value = wire::from_value(&json)
            .map_err(|misfit| self.undecodable(Some(&json), &misfit.path(), misfit.reason().to_owned()))?;
        Ok(Response { value, raw: self.came.into_raw(), drift: self.drift })
    }

    fn untyped(&mut self, sealed: &[Places]) -> Result<Value, Error> {
        let answer = self.verified()?;
        if answer.body().is_empty() {
            return Ok(Value::Null);
        }
        let parsed = Value::parse(answer.body());
        let mut value = parsed.map_err(|error| self.undecodable(None, "$", error.to_string()))?;
        if let Some(error) = self.error_within(&value) {
            return Err(error);
        }
        let opener = self.opener.as_ref().map_or(&Keyless as &dyn Open, |opener| opener);
        self.drift = wire::open_at(&mut value, sealed, opener);
        self.log_drift();
        Ok(value)
    }
}
