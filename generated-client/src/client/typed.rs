//! A call that a type describes.

use std::future::Future;

use super::Client;
use super::draft::Draft;
use crate::answer::Response;
use crate::error::Error;
use crate::operation::{Answer, Operation};

impl Client {
    /// Sends a request, and returns what was answered.
    pub fn send<O: Operation>(&self, request: O) -> impl Future<Output = Result<O::Response, Error>> + Send + use<O> {
        let response = self.exchange(request);
        async { response.await.map(Response::into_value) }
    }

    /// Sends a request, and returns what was answered together with the answer as it came.
    #[expect(clippy::needless_pass_by_value, reason = "a request is sent once; one that is sent again is cloned")]
    pub fn exchange<O: Operation>(
        &self,
        request: O,
    ) -> impl Future<Output = Result<Response<O::Response>, Error>> + Send + use<O> {
        // The request ends here: what is generic stays small, and nothing of it is held while the call is on its way.
        let draft = Draft::of(&request);
        let client = self.clone();
        // Boxed, so that the caller's own future stays small.
        async move {
            let draft = draft.map_err(|error| error.within(&client.context(&O::META, O::META.path.into())))?;
            Box::pin(client.execute(draft, O::Response::SHAPE)).await?.into_response()
        }
    }
}
