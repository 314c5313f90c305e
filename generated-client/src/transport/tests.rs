use std::error::Error;

use http_body::Body as _;
use http_body_util::{BodyExt as _, Full};

use super::*;
use crate::fixtures::ready;

/// Whoever reads it may leave out the last look.
#[test]
fn a_body_says_when_nothing_of_it_is_left() {
    assert!(Body::empty().is_end_stream() && Body::from("").is_end_stream());
    for mut body in [Body::from("abc"), Body::new(Full::new(Bytes::from_static(b"abc")))] {
        assert!(!body.is_end_stream(), "{body:?}");
        assert_eq!(body.length(), Some(3));
        let frame = ready(body.frame()).expect("there is some").expect("it does not break");
        assert_eq!(frame.into_data().ok().as_deref(), Some(&b"abc"[..]));
        assert!(body.is_end_stream(), "{body:?}");
        assert!(ready(body.frame()).is_none());
    }
}

#[test]
fn a_failure_says_how_far_the_request_got_and_why() {
    for (failure, name, text) in [
        (Failure::not_sent("no route"), "not_sent", "not sent: no route"),
        (Failure::timed_out("10 s"), "timeout", "the time was up: 10 s"),
        (Failure::interrupted("reset"), "interrupted", "interrupted: reset"),
    ] {
        assert_eq!((failure.kind().name(), failure.to_string().as_str()), (name, text));
        let cause = failure.source().expect("it has a cause").to_string();
        assert!(text.ends_with(&cause), "{cause}");
    }
}

#[test]
fn a_setting_that_cannot_be_used_is_told_by_its_name() {
    assert_eq!(SettingError::new("proxy", "it is no URL").to_string(), "the setting `proxy`: it is no URL");
}

#[test]
fn an_answer_to_one_of_several_is_known_as_one() {
    let mut answer = http::Response::new(Body::empty());
    assert!(!is_one_of_several(&answer));
    answer.extensions_mut().insert(OneOfSeveral);
    assert!(is_one_of_several(&answer));
}

/// It can be reached by `http` alone.
struct Plain;

impl Transport for Plain {
    fn send(&self, _: http::Request<Bytes>) -> Exchange<'_> {
        Box::pin(std::future::ready(Err(Failure::not_sent("there is no network"))))
    }

    fn prepare(&self, origin: &http::Uri) -> Result<(), SettingError> {
        match origin.scheme_str() {
            Some("http") => Ok(()),
            _ => Err(SettingError::new("scheme", "it is not `http`")),
        }
    }
}

/// What says so when the client is built need not be found out by the first call.
#[test]
fn what_is_shared_is_asked_whether_it_can_reach_a_host() {
    let shared: Arc<dyn Transport> = Arc::new(Plain);
    let prepare = |uri| shared.prepare(&http::Uri::from_static(uri));
    prepare("http://127.0.0.1:1/").expect("it can");
    assert_eq!(prepare("https://127.0.0.1:1/").expect_err("it cannot").setting(), "scheme");
}
