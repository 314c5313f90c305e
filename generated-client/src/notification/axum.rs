//! A notification as an extractor of `axum`, and an answer as its response.

use axum_core::body::Body;
use axum_core::extract::{DefaultBodyLimit, FromRef, FromRequest, Request};
use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;

use super::heading::Heading;
use super::{Notification, Notifications, Reason, Rejection, Reply};
use crate::signature::VerifyError;

/// As much is read of what is not signed: whether it is a refund as XML stands there.
const MOST_UNSIGNED: usize = 16 * 1024;

impl<S: Send + Sync> FromRequest<S> for Notification
where
    Notifications: FromRef<S>,
{
    type Rejection = Rejection;

    /// Looks at the headers, takes the body within the limit of the router, verifies, opens and reads it. Of what is not
    /// signed no more than 16 KiB are taken.
    async fn from_request(mut request: Request, state: &S) -> Result<Self, Rejection> {
        let (notifications, heading) = (Notifications::from_ref(state), Heading::of(request.headers()));
        let is_signed = notifications.is_signed(&heading)?;
        if !is_signed {
            DefaultBodyLimit::max(MOST_UNSIGNED).apply(&mut request);
        }
        match Bytes::from_request(request, state).await {
            Ok(body) => notifications.receive_with(heading, &body).await,
            Err(error) => {
                let reason = match error.status() {
                    _ if !is_signed => Reason::Signature(VerifyError::Unsigned),
                    StatusCode::PAYLOAD_TOO_LARGE => Reason::TooLarge,
                    status => Reason::Body { message: error.body_text(), status: status.as_u16() },
                };
                Err(Rejection::told(reason, &heading))
            }
        }
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        http::Response::<Bytes>::from(self).map(Body::from)
    }
}

impl IntoResponse for Rejection {
    /// The [`reply`](Rejection::reply).
    fn into_response(self) -> Response {
        self.reply().into_response()
    }
}
