//! A notification as an extractor of `axum`, and an answer as its response.

use axum_core::body::Body;
use axum_core::extract::{FromRef, FromRequest, Request};
use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;

use super::{Notification, Notifications, Rejection, Reply};

impl<S: Send + Sync> FromRequest<S> for Notification
where
    Notifications: FromRef<S>,
{
    type Rejection = Rejection;

    /// Takes the body within the limit of the router, verifies, opens and reads it.
    async fn from_request(request: Request, state: &S) -> Result<Self, Rejection> {
        let (parts, body) = request.into_parts();
        let headers = parts.headers.clone();
        let body = Bytes::from_request(Request::from_parts(parts, body), state).await;
        let body =
            body.map_err(|error| Rejection::Body { message: error.body_text(), status: error.status().as_u16() })?;
        Notifications::from_ref(state).receive(&headers, &body).await
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        http::Response::<Bytes>::from(self).map(Body::from)
    }
}

impl IntoResponse for Rejection {
    /// The [`reply`](Rejection::reply). What was refused, and why, is a `tracing` event.
    fn into_response(self) -> Response {
        if let Self::Probe = self {
            tracing::info!(rejection = %self, "a probe");
        } else {
            tracing::warn!(name = self.name(), rejection = %self, "a notification is refused");
        }
        self.reply().into_response()
    }
}
