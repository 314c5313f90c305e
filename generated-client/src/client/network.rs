//! How the network is reached: the hosts, the times, and the transport between.

use std::sync::Arc;
use std::time::Duration;

use http::Uri;

use super::hosts::Hosts;
use crate::error::Error;
use crate::transport::{Transport, setting};

const TIMEOUT: Duration = Duration::from_secs(30);
const DEADLINE: Duration = Duration::from_secs(60);
const READ_TIMEOUT: Duration = Duration::from_secs(15);

/// The settings of the network.
#[derive(Default)]
pub(super) struct Network {
    pub(super) base_url: Option<String>,
    pub(super) backup_url: Option<String>,
    pub(super) overseas_url: Option<String>,
    pub(super) allow_plain_http: bool,
    pub(super) timeout: Option<Duration>,
    pub(super) deadline: Option<Duration>,
    pub(super) read_timeout: Option<Duration>,
    pub(super) connect_timeout: Option<Duration>,
}

impl Network {
    pub(super) fn hosts(&self) -> Result<Hosts, Error> {
        let [base, backup, overseas] = [&self.base_url, &self.backup_url, &self.overseas_url].map(Option::as_deref);
        Hosts::new(base, backup, overseas, self.allow_plain_http)
    }

    /// How long one attempt may take.
    pub(super) fn timeout(&self) -> Result<Duration, Error> {
        Ok(setting::time("timeout", self.timeout, TIMEOUT)?)
    }

    /// How long a whole call may take.
    pub(super) fn deadline(&self) -> Result<Duration, Error> {
        Ok(setting::time("deadline", self.deadline, DEADLINE)?)
    }

    /// How long nothing may come within an answer.
    pub(super) fn read_timeout(&self) -> Result<Duration, Error> {
        Ok(setting::time("read_timeout", self.read_timeout, READ_TIMEOUT)?)
    }

    /// The transport, which says whether it can reach the hosts.
    pub(super) fn transport(
        &self,
        given: Option<Arc<dyn Transport>>,
        hosts: &Hosts,
    ) -> Result<Arc<dyn Transport>, Error> {
        let transport = match given {
            Some(transport) => {
                if self.connect_timeout.is_some() {
                    let reason = "there is a transport, which has settings of its own";
                    return Err(Error::config("connect_timeout", reason));
                }
                transport
            }
            None => self.default_transport()?,
        };
        for origin in hosts.origins() {
            let uri = Uri::try_from(origin.as_str());
            transport.prepare(&uri.map_err(|error| Error::config("base_url", error.to_string()))?)?;
        }
        Ok(transport)
    }

    #[cfg(feature = "reqwest")]
    fn default_transport(&self) -> Result<Arc<dyn Transport>, Error> {
        let mut builder = crate::transport::Reqwest::builder();
        if let Some(timeout) = self.connect_timeout {
            builder = builder.connect_timeout(timeout);
        }
        if let Some(timeout) = self.read_timeout {
            builder = builder.read_timeout(timeout);
        }
        Ok(Arc::new(builder.build()?))
    }

    #[cfg(not(feature = "reqwest"))]
    #[expect(clippy::unused_self, reason = "with the feature `reqwest` there is a use for it")]
    fn default_transport(&self) -> Result<Arc<dyn Transport>, Error> {
        let reason = "there is none: set one, or enable the feature `reqwest`, which brings the default";
        Err(Error::config("transport", reason))
    }
}
