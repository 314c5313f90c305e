//! Every text that an error can have, in one file to be read: `snapshots/texts.snap`.

mod made;
mod settings;

use std::fmt::{self, Write as _};
use std::io;
use std::sync::Arc;
use std::time::Duration;

use crate::error::KeySource;
use crate::error::*;
use crate::keys::{KeyError, OpenError};
use crate::notification::{Ids, MemberError, Reason, Rejection, ReplyError};
use crate::platform::CertificatesError;
use crate::signature::VerifyError;
use made::*;
use settings::{PUBLIC_KEY_ID, keys, sealed, settings};

/// What the tests say of an error has to be said of each of its kinds: this does not compile with a new one, whose text
/// then goes into the file.
#[expect(dead_code, reason = "the compiler reads it")]
fn all(
    error: &Error,
    key: &KeyError,
    sealed: &OpenError,
    signature: &VerifyError,
    fetch: &FetchError,
    reason: &Reason,
    (member, reply): (&MemberError, &ReplyError),
) {
    use {Error as E, FetchError as F, KeyError as K, OpenError as O, Reason as R, VerifyError as V};
    match error {
        E::Config { .. }
        | E::Request { .. }
        | E::Signer { .. }
        | E::Transport(_)
        | E::Deadline(_)
        | E::Api(_)
        | E::Http(_)
        | E::Accepted(_)
        | E::Redirect(_)
        | E::Signature(_)
        | E::Decode(_)
        | E::TooLarge(_)
        | E::Certificates { .. }
        | E::ForeignHost { .. }
        | E::Digest { .. }
        | E::List { .. }
        | E::File { .. }
        | E::Io { .. } => {}
    }
    match key {
        K::Pem { .. }
        | K::PassPhrase
        | K::Malformed { .. }
        | K::Algorithm { .. }
        | K::Length { .. }
        | K::OtherCertificate { .. }
        | K::ApiKeyLength { .. }
        | K::ApiKeyForm { .. }
        | K::Id { .. }
        | K::Pkcs12
        | K::Pkcs12Content { .. }
        | K::Several { .. }
        | K::SameId { .. }
        | K::OwnKey { .. } => {}
    }
    match sealed {
        O::Field { .. } | O::Algorithm { .. } | O::NotBase64 | O::Rejected => {}
    }
    match signature {
        V::Unsigned
        | V::MissingHeader { .. }
        | V::DuplicateHeader { .. }
        | V::MalformedHeader { .. }
        | V::Clock { .. }
        | V::Probe
        | V::UnknownSerial { .. }
        | V::Expired { .. }
        | V::Scheme { .. }
        | V::NotBase64
        | V::Mismatch { .. } => {}
    }
    match fetch {
        F::NoApiv3Key
        | F::NoCertificates(_)
        | F::Request(_)
        | F::Content { .. }
        | F::Interrupted(_)
        | F::Pending { .. } => {}
    }
    match reason {
        R::Signature(_)
        | R::UnknownKey { .. }
        | R::Xml { .. }
        | R::NotJson { .. }
        | R::Envelope { .. }
        | R::Algorithm { .. }
        | R::CiphertextNotBase64
        | R::NoApiv3Key { .. }
        | R::NotOpened { .. }
        | R::TooLarge
        | R::Body { .. } => {}
    }
    match member {
        MemberError::Undecided { .. } | MemberError::NoKey | MemberError::Failed { .. } => {}
    }
    match reply {
        ReplyError::Undecided { .. } | ReplyError::NoSigner | ReplyError::Sign(_) => {}
    }
}

fn before_sending() -> Vec<(&'static str, Error)> {
    vec![
        ("A setting is wrong", Error::config("private_key", "there is neither a private key nor a signer")),
        (
            "A setting is wrong, as a call shows",
            Error::config("brand", "this is signed by a brand, and the client has none").within(&unsent()),
        ),
        ("An argument cannot be sent", Error::request("amount.total", "it is not a finite number").within(&unsent())),
        (
            "An answer of WeChat Pay names a digest that would forge a line of a log",
            Error::request("hash_type", "the digest `MD5\r\nERROR` is not known"),
        ),
        ("The signer failed", Error::signer(nested(&["signing failed", "the HSM is away"])).within(&write_context())),
        (
            "The signer failed at the second attempt",
            Error::signer(nested(&["signing failed", "the HSM is away"])).within(&second(write_context())),
        ),
        ("A URL leads elsewhere", Error::foreign_host("https://example.com").within(&files_context())),
        ("There is no file", Error::from(io::Error::new(io::ErrorKind::NotFound, "no such file")).within(&unsent())),
    ]
}

fn unconnected() -> Vec<(&'static str, Error)> {
    use TransportKind::Connect;
    let client = "client error (Connect)";
    vec![
        (
            "Nobody listens",
            transport(
                Connect,
                &[
                    "error sending request",
                    client,
                    "tcp connect error: Connection refused (os error 111)",
                    "Connection refused (os error 111)",
                ],
                write_context(),
            ),
        ),
        (
            "No address",
            transport(
                Connect,
                &[
                    "error sending request",
                    client,
                    "dns error",
                    "failed to lookup address information: Name or service not known",
                ],
                write_context(),
            ),
        ),
        (
            "A certificate that nobody knows",
            transport(
                Connect,
                &["error sending request", client, "invalid peer certificate: UnknownIssuer"],
                write_context(),
            ),
        ),
        (
            "A certificate that is too old",
            transport(
                Connect,
                &["error sending request", client, "invalid peer certificate: certificate expired: verification time"],
                write_context(),
            ),
        ),
        (
            "A certificate of another name",
            transport(
                Connect,
                &["error sending request", client, "invalid peer certificate: certificate not valid for name"],
                write_context(),
            ),
        ),
        (
            "A link leads into a private network",
            transport(
                Connect,
                &[
                    "error sending request",
                    client,
                    "dns error",
                    "the link leads to 10.0.0.1, which is no public address",
                ],
                files_context(),
            ),
        ),
    ]
}

fn without_an_answer() -> Vec<(&'static str, Error)> {
    use TransportKind::{Interrupted, Timeout, Truncated};
    vec![
        ("What is sent once takes too long", transport(Timeout, &["deadline has elapsed"], once_context())),
        ("A write takes too long", transport(Timeout, &["deadline has elapsed"], write_context())),
        ("A read takes too long", transport(Timeout, &["deadline has elapsed"], read_context())),
        (
            "The connection breaks before an answer",
            transport(
                Interrupted,
                &["error sending request", "connection closed before message completed"],
                write_context(),
            ),
        ),
        (
            "The connection breaks within the answer",
            transport(
                Truncated,
                &["error decoding response body", "unexpected EOF during chunk size line"],
                write_context(),
            ),
        ),
        ("The time for the whole call is up while the file to upload is read", deadline(Stage::File, None, unsent())),
        ("The time for the whole call is up before it goes out", deadline(Stage::Keys, None, unsent())),
        ("The time is up while the signer works", deadline(Stage::Request, None, write_context())),
        (
            "The time is up at the second attempt",
            deadline(Stage::Answer, Some(http(502, None, "", write_context())), second(write_context())),
        ),
        (
            "The time is up while it waits to send again what was refused",
            deadline(
                Stage::Request,
                Some(Error::Api(Box::new(api(429, "RATELIMIT_EXCEEDED", "频率限制", None, None)))),
                Context {
                    attempts: 2,
                    earlier: Outcome::Refused,
                    before: Some("429 RATELIMIT_EXCEEDED: 频率限制".into()),
                    ..write_context()
                },
            ),
        ),
        ("The time is up for a read", deadline(Stage::Answer, None, read_context())),
    ]
}

fn refusals() -> Vec<(&'static str, Error)> {
    let detail = r#"{"field": "/amount/total", "value": "-1", "issue": "需要大于0", "location": "body"}"#;
    let nested = r#"{"detail": {"issue": "sign not match"}, "field": "signature"}"#;
    let unsigned = ApiError { verified: false, ..api(401, "SIGN_ERROR", "签名错误", Some(nested), None) };
    let plain = |error: ApiError| Error::Api(Box::new(error));
    vec![
        ("Refused, with a field", plain(api(400, "PARAM_ERROR", "参数错误", Some(detail), None))),
        (
            "Refused, with a number in the request id",
            plain(api(400, "PARAM_ERROR", "参数错误", None, Some("268578704"))),
        ),
        ("Refused, and not signed", plain(unsigned)),
        ("Refused with a code that is not in the table", plain(api(403, "A_CODE_OF_TOMORROW", "明天", None, None))),
        (
            "Refused at last, after an attempt of which nobody knows",
            of(api(400, "ORDER_CLOSED", "订单已关闭", None, None), second(write_context())),
        ),
        ("Refused for good", plain(api(400, "ORDER_CLOSED", "订单已关闭", None, None))),
        ("Done before", plain(api(400, "ORDER_PAID", "订单已支付", None, None))),
        ("A refund that is not finished", of(api(400, "BIZ_ERR_NEED_RETRY", "业务错误", None, None), refund_context())),
        ("A code whose name says that it is open", plain(api(400, "CHARGE_PROCESSING", "处理中", None, None))),
        ("Too many requests", plain(api(429, "RATELIMIT_EXCEEDED", "频率限制", None, None))),
        (
            "Too many requests, of those that are sent once",
            of(api(429, "RATELIMIT_EXCEEDED", "频率限制", None, None), once_context()),
        ),
        (
            "Too many requests, says someone",
            plain(ApiError { verified: false, ..api(429, "RATELIMIT_EXCEEDED", "频率限制", None, None) }),
        ),
        ("Not known what became of it", plain(api(500, "SYSTEM_ERROR", "系统错误", None, None))),
        (
            "Not known, for a request that is sent once",
            of(api(500, "SYSTEM_ERROR", "系统错误", None, None), once_context()),
        ),
        ("Not known, for a read", of(api(500, "SYSTEM_ERROR", "系统错误", None, None), read_context())),
        ("A failure with a code that is not in the table", plain(api(500, "A_FAILURE_OF_TOMORROW", "", None, None))),
        (
            "Text that would forge a line of a log",
            plain(api(400, "PARAM_ERROR", "ok\r\n2026-11-26 ERROR paid\u{1b}[0m", None, None)),
        ),
    ]
}

fn odd_answers() -> Vec<(&'static str, Error)> {
    let accepted = AnswerError { status: 202, verified: true, answer: answer(202, &[], ""), context: write_context() };
    let location = Some("https://login.example.com/?token=secret".to_owned());
    let redirect = RedirectError { location, answer: answer(302, &[], ""), context: write_context() };
    let decode = DecodeError {
        path: "$.prepay_id".to_owned(),
        message: "it is missing".to_owned(),
        verified: true,
        is_success: true,
        answer: answer(200, &[("Request-ID", REQUEST_ID)], "{}"),
        context: write_context(),
    };
    let large = TooLargeError { limit: 16_777_216, answer: answer(200, &[], ""), context: write_context() };
    vec![
        ("A page of a proxy", http(502, Some("text/html"), "<html>bad gateway</html>", write_context())),
        ("A page of a proxy, for a read", http(502, Some("text/html"), "<html>bad gateway</html>", read_context())),
        ("Nothing", http(404, None, "", write_context())),
        ("Nothing, and signed", {
            let signed =
                AnswerError { status: 404, verified: true, answer: answer(404, &[], ""), context: write_context() };
            Error::Http(Box::new(signed))
        }),
        ("Too many requests, says a page", http(429, Some("text/html"), "<html>", once_context())),
        ("Other JSON", http(400, Some("application/json"), r#"{"errcode": 1}"#, write_context())),
        ("Something without a kind", http(418, None, "short and stout", write_context())),
        ("Taken in", Error::Accepted(Box::new(accepted))),
        ("Taken in, of what is sent once", {
            let context = once_context();
            Error::Accepted(Box::new(AnswerError {
                status: 202,
                verified: true,
                answer: answer(202, &[], ""),
                context,
            }))
        }),
        ("A redirect", Error::Redirect(Box::new(redirect))),
        ("Done, and not understood", Error::Decode(Box::new(decode))),
        ("Too large", Error::TooLarge(Box::new(large))),
    ]
}

fn untrusted() -> Vec<(&'static str, Error)> {
    let serial = || SERIAL.to_owned();
    let clock = VerifyError::Clock { timestamp: NOW - 600, now: NOW };
    let public = PUBLIC_KEY_ID;
    let missing = VerifyError::MissingHeader { name: "Wechatpay-Nonce" };
    vec![
        ("Not signed", signature(VerifyError::Unsigned, &[], None)),
        ("A header is missing", signature(missing, &[], None)),
        ("A header comes twice", signature(VerifyError::DuplicateHeader { name: "Wechatpay-Serial" }, &[], None)),
        ("A header is malformed", signature(VerifyError::MalformedHeader { name: "Wechatpay-Timestamp" }, &[], None)),
        ("The clocks differ", signature(clock, &[], None)),
        ("A probe", signature(VerifyError::Probe, &[], None)),
        (
            "A certificate that is not known",
            signature(VerifyError::UnknownSerial { serial: serial() }, &[public], None),
        ),
        (
            "A certificate that is not known, and none can be fetched",
            signature(VerifyError::UnknownSerial { serial: serial() }, &[], Some(FetchError::NoApiv3Key)),
        ),
        ("A certificate that is not known, to a brand", {
            let error = signature(VerifyError::UnknownSerial { serial: serial() }, &[public], None);
            keys_from(error, KeySource::Brand)
        }),
        ("A certificate that is not among those fetched", {
            let error = signature(VerifyError::UnknownSerial { serial: serial() }, &["0B"], None);
            keys_from(error, KeySource::Fetched)
        }),
        (
            "A public key that is not known",
            signature(VerifyError::UnknownSerial { serial: public.to_owned() }, &[SERIAL], None),
        ),
        (
            "A certificate that has ended",
            signature(VerifyError::Expired { serial: serial(), not_after: NOW - 100_000 }, &[], None),
        ),
        ("Another scheme", signature(VerifyError::Scheme { found: "WECHATPAY2-SM2-WITH-SM3".to_owned() }, &[], None)),
        ("Not base64", signature(VerifyError::NotBase64, &[], None)),
        ("Another signature", signature(VerifyError::Mismatch { serial: serial() }, &[], None)),
    ]
}

fn without_certificates() -> Vec<(&'static str, Error)> {
    let none =
        api(404, "RESOURCE_NOT_EXISTS", "无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥", None, None);
    let content = |reason| FetchError::Content { reason, answer: answer(200, &[], "{}") };
    let other = CertificatesError::OtherSerial { announced: "0A".to_owned(), found: "0B".to_owned() };
    let all = [
        ("No key to open them", FetchError::NoApiv3Key),
        ("There are none", FetchError::NoCertificates(Box::new(none))),
        (
            "They were not answered",
            FetchError::Request(transport(TransportKind::Timeout, &["deadline has elapsed"], certificates_context())),
        ),
        (
            "Nobody listens",
            FetchError::Request(transport(TransportKind::Connect, &["Connection refused"], certificates_context())),
        ),
        (
            "They were refused",
            FetchError::Request(of(api(401, "SIGN_ERROR", "签名错误", None, None), certificates_context())),
        ),
        ("They do not open", content(CertificatesError::Open(OpenError::Rejected))),
        (
            "They are of another form",
            content(CertificatesError::Malformed { message: "the answer has no list `data`".to_owned() }),
        ),
        ("One is another than announced", content(other)),
        ("The list is empty", content(CertificatesError::Empty)),
        ("None is valid", content(CertificatesError::NoneValid { now: NOW })),
        ("Not signed by any of them", content(CertificatesError::Signature(VerifyError::Unsigned))),
        ("Given up", FetchError::Interrupted("the task was cancelled".to_owned())),
        ("Slow", FetchError::Pending { waited: Duration::from_secs(3) }),
    ];
    all.into_iter().map(|(title, error)| (title, Error::certificates(Arc::new(error)).within(&unsent()))).collect()
}

fn files() -> Vec<(&'static str, Error)> {
    vec![
        ("Another file", Error::digest("0a".to_owned(), "0b".to_owned()).within(&sent(files_context()))),
        (
            "It does not unpack",
            Error::file(FileFault::Damaged, "it does not unpack: corrupt deflate stream")
                .within(&sent(files_context())),
        ),
        (
            "It does not decrypt",
            Error::file(FileFault::Locked, "it does not decrypt: another key encrypted it, or it was tampered with")
                .within(&sent(files_context())),
        ),
        (
            "Nothing tells its end",
            Error::file(FileFault::Unbounded, "the answer says neither its length nor its end")
                .within(&sent(files_context())),
        ),
        (
            "The list does not go on",
            Error::list("GET /v3/refunds".to_owned(), "offset", "it has ended after 10 items, and says that it has 25"),
        ),
    ]
}

fn rejections() -> Vec<(&'static str, Rejection)> {
    let recipients = || ["1900000109", "1900000204"].into_iter().collect();
    let unknown = |serial: &str, known: &[&str], refresh: Option<FetchError>| {
        let known = known.iter().copied().collect();
        Reason::UnknownKey { serial: serial.to_owned(), known, refresh: refresh.map(Arc::new) }
    };
    let envelope = |path: &str, message: &str| Reason::Envelope { path: path.to_owned(), message: message.to_owned() };
    let signature = |(title, error)| (title, Reason::Signature(error));
    let mut all: Vec<_> = signatures().into_iter().map(signature).collect();
    all.extend([
        ("A refund as XML", Reason::Xml { is_refund: true }),
        ("An order as XML", Reason::Xml { is_refund: false }),
        ("A certificate that is not known", unknown(SERIAL, &[PUBLIC_KEY_ID], None)),
        ("A certificate that could not be fetched", unknown(SERIAL, &[], Some(FetchError::NoApiv3Key))),
        ("A public key that is not known", unknown(PUBLIC_KEY_ID, &[SERIAL], None)),
        ("A serial that would forge a line of a log", unknown("A\r\nB", &["0A"; 10], None)),
        ("Not JSON", Reason::NotJson { message: "EOF while parsing an object at line 1 column 40".to_owned() }),
        ("A member is missing", envelope("$.resource.nonce", "required, but absent or null")),
        ("Another algorithm", Reason::Algorithm { found: "AEAD_CHACHA20".to_owned() }),
        ("The cipher text is not base64", Reason::CiphertextNotBase64),
        ("No key to open it", Reason::NoApiv3Key { recipients: recipients() }),
        ("Another key", Reason::NotOpened { recipients: recipients() }),
        ("A body that is too large", Reason::TooLarge),
        ("A body that broke off", Reason::Body { message: "connection reset".to_owned(), status: 400 }),
    ]);
    let told = |(title, reason)| (title, Rejection::of(reason, Some(REQUEST_ID)));
    all.into_iter().map(told).collect()
}

/// What is wrong with the signature of a notification.
fn signatures() -> Vec<(&'static str, VerifyError)> {
    let (serial, scheme) = (|| SERIAL.to_owned(), |found: &str| VerifyError::Scheme { found: found.to_owned() });
    vec![
        ("Not signed", VerifyError::Unsigned),
        ("A header is missing", VerifyError::MissingHeader { name: "Wechatpay-Nonce" }),
        ("A header comes twice", VerifyError::DuplicateHeader { name: "Wechatpay-Serial" }),
        ("A header is malformed", VerifyError::MalformedHeader { name: "Wechatpay-Timestamp" }),
        ("The clocks differ", VerifyError::Clock { timestamp: NOW - 600, now: NOW }),
        ("A probe", VerifyError::Probe),
        ("A certificate that has ended", VerifyError::Expired { serial: serial(), not_after: NOW - 200_000 }),
        ("Another scheme", scheme("WECHATPAY3-ED25519")),
        ("The signature is not base64", VerifyError::NotBase64),
        ("Another signature", VerifyError::Mismatch { serial: serial() }),
    ]
}

/// What is of one whose it is, and is not had.
fn undecided() -> Vec<(&'static str, String)> {
    let recipients: fn() -> Ids = || ["1900000109", "1900000204"].into_iter().collect();
    vec![
        ("A confidential member of one of several", MemberError::Undecided { recipients: recipients() }.to_string()),
        ("A confidential member without a key", MemberError::NoKey.to_string()),
        ("A signed answer for one of several", ReplyError::Undecided { recipients: recipients() }.to_string()),
        ("A signed answer without a key", ReplyError::NoSigner.to_string()),
    ]
}

fn texts<E: fmt::Display>(errors: Vec<(&'static str, E)>) -> Vec<(&'static str, String)> {
    errors.into_iter().map(|(title, error)| (title, error.to_string())).collect()
}

#[test]
fn every_text_says_what_happened_and_what_to_do() {
    let chapters = [
        ("Settings", texts(settings())),
        ("Keys", texts(keys())),
        ("Sealed resources", texts(sealed())),
        ("Before anything is sent", texts(before_sending())),
        ("No connection", texts(unconnected())),
        ("No answer", texts(without_an_answer())),
        ("Refusals and failures", texts(refusals())),
        ("Answers of other kinds", texts(odd_answers())),
        ("Answers that cannot be trusted", texts(untrusted())),
        ("Platform certificates", texts(without_certificates())),
        ("Files", texts(files())),
        ("Notifications that are refused", texts(rejections())),
        ("Notifications of one of several", undecided()),
    ];
    let mut text = String::new();
    for (chapter, errors) in chapters {
        write!(text, "# {chapter}\n\n").expect("memory");
        for (title, line) in errors {
            assert!(!line.contains(['\n', '\r', '\u{1b}']), "one line: {line:?}");
            write!(text, "{title}:\n    {line}\n\n").expect("memory");
        }
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!("texts", text));
}
