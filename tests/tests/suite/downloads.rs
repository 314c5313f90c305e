//! Downloads: unpacked and checked on the way, whole or not there at all.

use std::io::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aes_gcm::aead::consts::U16;
use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::aes::Aes256;
use aes_gcm::{AesGcm, Nonce};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;
use wechatpay_client::download::Link;
use wechatpay_client::error::{FileFault, TransportKind};
use wechatpay_client::operation::Digest;
use wechatpay_client::signature::VerifyError;
use wechatpay_client::v3::bill::sub_merchant_fundflowbill::{self as encrypted, get_response::DownloadBill};
use wechatpay_client::{Error, Outcome, RetryPolicy};
use wechatpay_gateway::clock::TestClock;
use wechatpay_gateway::crypto::{sha1, sm3};
use wechatpay_gateway::fault::Fault;
use wechatpay_gateway::keys::{self};
use wechatpay_gateway::reply::Effect;
use wechatpay_gateway::{Gateway, Reply};
use wechatpay_tests::keys::Key;
use wechatpay_tests::operations::{Receipt, SignedFile, Statement};
use wechatpay_tests::stand::{Routes, drip, stalled, start, truncated, with_clock};

use super::support::{assert_all_right, builder, built, client, expect_error, stranger};

pub(super) const ROUTE: &str = "GET /v3/billdownload/file";
const STATEMENTS: &str = "GET /v3/global/statements";

/// Long enough for several pieces.
pub(super) fn bill() -> Vec<u8> {
    (0..20_000).flat_map(|line| format!("`2026-06-01,`{line},`0.01\r\n").into_bytes()).collect()
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("it goes to memory");
    encoder.finish().expect("it goes to memory")
}

/// A file, as it is served: no signature.
pub(super) fn file(bytes: impl Into<bytes::Bytes>) -> Reply {
    Reply::new(200, "application/octet-stream", bytes).unsigned()
}

pub(super) fn link(gateway: &Gateway) -> Link {
    Link::new(format!("{}v3/billdownload/file?token=a%2Bb%3D&tartype=gzip", gateway.url()))
}

/// What comes of a link to a gateway that serves so.
pub(super) async fn fetched(reply: Reply, described: impl Fn(Link) -> Link) -> Result<Vec<u8>, Error> {
    let gateway = start().await;
    gateway.route(ROUTE).replies([reply]);
    let client = client(&gateway);
    let download = client.download(vec![described(link(&gateway))]).await?;
    assert_all_right(&gateway);
    client.bytes(download).await
}

#[tokio::test]
async fn an_operation_may_answer_with_a_file() {
    let gateway = start().await;
    gateway.route(ROUTE).replies([file(bill())]);
    let client = client(&gateway);
    let download = client.send(Receipt { token: "a+b=".to_owned() }).await.expect("the gateway is content");
    assert_eq!(client.write(download).await.expect("it is whole"), bill());
    assert_all_right(&gateway);
}

/// A bill of a large merchant is held whole, unless a limit of its own is set.
#[tokio::test]
async fn a_file_of_megabytes_is_held() {
    let content = bill().repeat(2 * 1024 * 1024 / bill().len() + 1);
    assert_eq!(fetched(file(content.clone()), |link| link).await.expect("it is whole"), content);
}

#[tokio::test]
async fn the_digest_is_over_the_unpacked_file() {
    let right = |link: Link| link.digest(Digest::Sha1, sha1(&bill()).to_uppercase());
    assert_eq!(fetched(file(gzip(&bill())), right).await.expect("packed"), bill());
    assert_eq!(fetched(file(bill()), right).await.expect("as it is"), bill());
    let members = [gzip(&bill()[..1000]), gzip(&bill()[1000..])].concat();
    assert_eq!(fetched(file(members), right).await.expect("in two members"), bill());
    assert_eq!(fetched(file(bill()), |link| link.digest(Digest::Sm3, sm3(&bill()))).await.expect("SM3"), bill());
}

#[tokio::test]
async fn a_digest_of_another_file() {
    let result = fetched(file(bill()), |link| link.digest(Digest::Sha1, sha1(b"another"))).await;
    let Err(Error::Digest { expected, found, context, .. }) = result else { panic!("{result:?}") };
    assert_eq!((expected, found), (sha1(b"another"), sha1(&bill())));
    let context = context.expect("there was an exchange");
    assert_eq!((context.method, &*context.path, context.attempts), ("GET", "(download)", 1));
    assert!(context.host.starts_with("127.0.0.1:"), "{}", context.host);
}

#[tokio::test]
async fn files_of_no_and_of_one_byte() {
    for content in [&b""[..], b"\x1f"] {
        let right = |link: Link| link.digest(Digest::Sha1, sha1(content));
        assert_eq!(fetched(file(content), right).await.expect("it is whole"), content);
    }
}

#[tokio::test]
async fn a_truncated_file() {
    let error = expect_error!(fetched(file(bill()).effect(truncated(1000)), |link| link).await, Transport);
    assert_eq!(error.kind, TransportKind::Truncated);
}

/// It ends with its connection: so does the first half of it.
#[tokio::test]
async fn a_file_that_does_not_say_where_it_ends() {
    let gateway = start().await;
    let fetched = async |head: &str, content: &[u8], described: fn(Link) -> Link| {
        let (url, serving) = stranger([head.as_bytes(), b"\r\n\r\n", content].concat());
        let client = built(builder(&gateway).overseas_url(&url));
        let result = match client.download(vec![described(Link::new(url).unsigned())]).await {
            Ok(download) => client.bytes(download).await,
            Err(error) => Err(error),
        };
        serving.join().expect("it does not panic");
        result
    };
    for content in [&b"a bill"[..], &gzip(b"a bill")] {
        let result = fetched("HTTP/1.1 200 OK", content, |link| link).await;
        let is_told = |reason: &str| reason.contains("cut off");
        assert!(
            matches!(&result, Err(Error::File { fault: FileFault::Unbounded, reason, .. }) if is_told(reason)),
            "{result:?}"
        );
        let checked = fetched("HTTP/1.1 200 OK", content, |link| link.digest(Digest::Sha1, sha1(b"a bill"))).await;
        assert_eq!(checked.expect("the digest says that it is whole"), b"a bill");
    }
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked";
    let content = fetched(chunked, b"6\r\na bill\r\n0\r\n\r\n", |link| link).await;
    assert_eq!(content.expect("chunks say where they end"), b"a bill");
}

#[tokio::test]
async fn a_packed_file_that_ends_early() {
    let packed = gzip(&bill());
    for length in [3, 20, packed.len() - 4] {
        let result = fetched(file(packed[..length].to_vec()), |link| link).await;
        assert!(matches!(result, Err(Error::File { fault: FileFault::Damaged, .. })), "{length}: {result:?}");
    }
}

#[tokio::test]
async fn an_error_in_place_of_a_file() {
    let expired = Reply::error(400, "PARAM_ERROR", "token expired");
    assert_eq!(expect_error!(fetched(expired, |link| link).await, Api).code, "PARAM_ERROR");
    assert_eq!(expect_error!(fetched(Reply::html(502), |link| link).await, Http).status, 502);
}

#[tokio::test]
async fn a_file_beyond_the_limit_even_when_it_is_packed_small() {
    let gateway = start().await;
    gateway.route(ROUTE).replies([file(gzip(&vec![b'0'; 10_000_000]))]);
    let client = client(&gateway);
    let download = client.download(vec![link(&gateway)]).await.expect("the gateway is content").limit(1_000_000);
    assert_eq!(expect_error!(client.bytes(download).await, TooLarge).limit, 1_000_000);
}

#[tokio::test]
async fn progress_is_told_over_the_wire_and_of_the_file() {
    let gateway = start().await;
    gateway.route(ROUTE).replies([file(gzip(&bill()))]);
    let client = client(&gateway);
    let told = Arc::new(Mutex::new(Vec::new()));
    let telling = told.clone();
    let download = client.download(vec![link(&gateway)]).await.expect("the gateway is content");
    assert_eq!(download.wire_length(), Some(gzip(&bill()).len() as u64));
    let download = download.on_progress(move |progress| telling.lock().expect("nothing panics").push(progress));
    client.write(download).await.expect("it is whole");
    let told = told.lock().expect("nothing panics").clone();
    let last = told.last().expect("it was told");
    assert_eq!((last.wire_bytes, last.file_bytes), (gzip(&bill()).len() as u64, bill().len() as u64));
    assert!(told.is_sorted_by_key(|progress| (progress.wire_bytes, progress.file_bytes)), "{told:?}");
}

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    entries.map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned()).collect()
}

#[tokio::test]
async fn a_saved_file_is_whole() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("bill.csv");
    std::fs::write(&path, "yesterday's").expect("a file can be written");
    let gateway = start().await;
    gateway.route(ROUTE).replies([file(gzip(&bill()))]);
    let client = client(&gateway);
    let link = link(&gateway).digest(Digest::Sha1, sha1(&bill()));
    let download = client.download(vec![link]).await.expect("the gateway is content");
    assert_eq!(client.save(download, &path).await.expect("it is whole"), bill().len() as u64);
    assert_eq!(std::fs::read(&path).expect("it is there"), bill());
    assert_eq!(names(folder.path()), ["bill.csv"]);
}

/// Saves a bill to a path, or fails to.
async fn saved(path: &Path) -> Result<u64, Error> {
    let gateway = start().await;
    gateway.route(ROUTE).replies([file(bill())]);
    let client = client(&gateway);
    client.save(client.download(vec![link(&gateway)]).await.expect("the gateway is content"), path).await
}

#[cfg(unix)]
#[tokio::test]
async fn a_saved_file_is_its_owners_alone_or_whose_the_older_one_was() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("bill.csv");
    let mode = |path: &Path| path.metadata().expect("it is there").permissions().mode() & 0o7777;
    saved(&path).await.expect("it is whole");
    assert_eq!(mode(&path), 0o600);
    for kept in [0o640, 0o644, 0o400] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(kept)).expect("it is ours");
        saved(&path).await.expect("it is whole");
        assert_eq!(mode(&path), kept);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_is_replaced_and_not_written_through() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let (path, other) = (folder.path().join("bill.csv"), folder.path().join("other"));
    std::fs::write(&other, "another's").expect("a file can be written");
    std::os::unix::fs::symlink(&other, &path).expect("a link can be made");
    saved(&path).await.expect("it is whole");
    assert_eq!(std::fs::read(&other).expect("it is there"), b"another's");
    assert!(path.symlink_metadata().expect("it is there").is_file());
    let folder = saved(folder.path()).await.expect_err("a folder is no file");
    assert!(matches!(folder, Error::Io { .. }) && folder.context().is_some(), "{folder:?}");
    let socket = path.with_file_name("socket");
    let _listening = std::os::unix::net::UnixListener::bind(&socket).expect("a socket can be made");
    assert!(matches!(saved(&socket).await, Err(Error::Io { .. })), "nor is a socket");
}

#[tokio::test]
async fn a_name_may_be_as_long_as_names_are() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let name = "b".repeat(255);
    saved(&folder.path().join(&name)).await.expect("the folder takes such a name");
    assert_eq!(names(folder.path()), [name]);
}

#[tokio::test]
async fn a_file_that_fails_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("bill.csv");
    for reply in [file(bill()), file(bill()).effect(truncated(100_000)), file(gzip(&bill())[..5000].to_vec())] {
        let gateway = start().await;
        gateway.route(ROUTE).replies([reply]);
        let client = client(&gateway);
        let link = link(&gateway).digest(Digest::Sha1, sha1(b"another"));
        let download = client.download(vec![link]).await.expect("the gateway is content");
        client.save(download, &path).await.expect_err("it is not the file");
        assert_eq!(names(folder.path()), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_file_that_fails_leaves_the_older_one_alone() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("bill.csv");
    std::fs::write(&path, "yesterday's").expect("a file can be written");
    let gateway = start().await;
    gateway.route(ROUTE).replies([file(bill()).effect(truncated(100_000))]);
    let client = client(&gateway);
    let download = client.download(vec![link(&gateway)]).await.expect("the gateway is content");
    client.save(download, &path).await.expect_err("it is not whole");
    assert_eq!(std::fs::read(&path).expect("it is there"), b"yesterday's");
}

/// A statement whose signature is over its SHA-1, which stands in a header.
fn statement(content: &[u8], announced: &str) -> Reply {
    let signed = format!(r#"{{"sha1":"{announced}"}}"#);
    Reply::new(200, "text/csv", content.to_vec()).header("Wechatpay-Statement-Sha1", announced).signs(signed)
}

async fn statement_answered(reply: Reply) -> Result<Vec<u8>, Error> {
    let gateway = start().await;
    gateway.route(STATEMENTS).replies([reply]);
    let client = client(&gateway);
    let download = client.send(Statement {}).await?;
    assert_all_right(&gateway);
    client.bytes(download).await
}

#[tokio::test]
async fn a_statement_is_signed_by_its_digest() {
    let content = statement_answered(statement(&gzip(&bill()), &sha1(&bill()))).await;
    assert_eq!(content.expect("the digest is right"), bill());
}

#[tokio::test]
async fn a_statement_that_is_not_the_one_that_was_signed() {
    let result = statement_answered(statement(b"another", &sha1(&bill()))).await;
    assert!(matches!(result, Err(Error::Digest { .. })), "{result:?}");
    let wrong = statement(&bill(), &sha1(&bill())).fault(Fault::WRONG_SIGNATURE);
    let error = expect_error!(statement_answered(wrong).await, Signature);
    assert!(matches!(error.reason, VerifyError::Mismatch { .. }));
    let unannounced = statement(&bill(), &sha1(&bill())).effect(Effect::NoHeader("Wechatpay-Statement-Sha1"));
    let error = expect_error!(statement_answered(unannounced).await, Signature);
    assert_eq!(error.reason, VerifyError::MissingHeader { name: "Wechatpay-Statement-Sha1" });
}

/// A part of an encrypted bill: what the gateway serves, and what the answer says of it.
pub(super) fn part(gateway: &Gateway, sequence: i64, content: &[u8]) -> (Vec<u8>, DownloadBill) {
    let (key, nonce) = ([u8::try_from(sequence).expect("small"); 32], "a8607ef79034c49c");
    let cipher = AesGcm::<Aes256, U16>::new(&key.into());
    let sealed = cipher.encrypt(Nonce::<U16>::from_slice(nonce.as_bytes()), &*gzip(content)).expect("it is short");
    let mut described = DownloadBill::default();
    described.bill_sequence = sequence;
    described.download_url = format!("{}v3/bill/downloadurl?token={sequence}", gateway.url());
    described.encrypt_key = keys::merchant().seal_oaep(&key);
    described.hash_type = "SHA1".into();
    described.hash_value = sha1(content);
    nonce.clone_into(&mut described.nonce);
    (sealed, described)
}

/// The answer that links to these parts.
pub(super) fn parts(parts: impl Into<Vec<DownloadBill>>) -> encrypted::GetResponse {
    let mut answer = encrypted::GetResponse::default();
    answer.download_bill_list = Some(parts.into());
    answer
}

/// Two parts, given in the wrong order, the second one as `tamper` leaves it.
async fn encrypted_bill(tamper: impl Fn(&mut Vec<u8>)) -> Result<Vec<u8>, Error> {
    let gateway = start().await;
    let (first, one) = part(&gateway, 1, &bill());
    let (mut second, two) = part(&gateway, 2, b"the end");
    tamper(&mut second);
    gateway
        .route("GET /v3/bill/downloadurl")
        .with(move |seen| file(if seen.request.query() == Some("token=1") { first.clone() } else { second.clone() }));
    let client = client(&gateway);
    gateway.route("GET /v3/bill/sub-merchant-fundflowbill").replies([Reply::json(&json!(parts([two, one])))]);
    let request = encrypted::Get::builder().sub_mchid("1900000109").bill_date("2026-06-01");
    let request = request.algorithm("AEAD_AES_256_GCM").account_type("BASIC").build();
    let answer = client.exchange(request).await.expect("the gateway is content");
    assert_eq!(answer.drift().len(), 0, "{answer:?}");
    let links = Link::of(answer.value()).expect("a bill links to its parts");
    let download = client.download(links).await?;
    let content = client.bytes(download).await;
    assert_all_right(&gateway);
    content
}

#[tokio::test]
async fn an_encrypted_bill_is_opened_and_joined() {
    let content = encrypted_bill(|_| {}).await.expect("the keys are right");
    assert_eq!(content, [&bill()[..], b"the end"].concat());
}

#[tokio::test]
async fn an_encrypted_bill_that_was_changed() {
    let tampers: [fn(&mut Vec<u8>); 3] = [|sealed| sealed[30] ^= 1, |sealed| sealed.truncate(40), Vec::clear];
    for tamper in tampers {
        let result = encrypted_bill(tamper).await;
        assert!(matches!(result, Err(Error::File { fault: FileFault::Locked, .. })), "{result:?}");
    }
}

#[tokio::test]
async fn an_encrypted_bill_for_someone_else() {
    let gateway = start().await;
    let (_, mut part) = part(&gateway, 1, b"x");
    part.encrypt_key = keys::stranger().seal_oaep(&[1; 32]);
    let links = Link::of(&parts([part])).expect("a bill links to its parts");
    let result = client(&gateway).download(links).await;
    assert!(matches!(result, Err(Error::File { fault: FileFault::Locked, .. })), "{result:?}");
    assert_eq!(gateway.connections(), 0);
}

#[tokio::test]
async fn a_slow_file_may_take_longer_than_an_answer() {
    let gateway = start().await;
    gateway.route(ROUTE).replies([file(&b"slow"[..]).effect(drip(400))]);
    let client = built(builder(&gateway).timeout(Duration::from_secs(1)));
    let download = client.download(vec![link(&gateway)]).await.expect("the gateway is content");
    assert_eq!(client.bytes(download).await.expect("it is whole"), b"slow");
}

#[tokio::test]
async fn what_is_no_whole_file_is_not_taken_for_one() {
    for status in [203, 204, 206] {
        let error = expect_error!(fetched(Reply::empty(status).unsigned(), |link| link).await, Http);
        assert_eq!((error.status, error.verified), (status, false));
    }
    let error = expect_error!(fetched(Reply::empty(202).unsigned(), |link| link).await, Accepted);
    assert!(!error.verified, "nothing was signed");
}

#[tokio::test]
async fn a_file_that_is_not_ready_is_asked_for_again() {
    let clock = TestClock::default();
    let gateway = with_clock(&clock).await;
    gateway.route(ROUTE).replies([Reply::empty(202).unsigned(), file(bill())]);
    let client = built(builder(&gateway).clock(clock).retry(RetryPolicy::default()));
    let download = client.download(vec![link(&gateway)]).await.expect("it is ready now");
    assert_eq!(client.bytes(download).await.expect("it is whole"), bill());
}

#[tokio::test]
async fn a_file_that_stalls() {
    let gateway = start().await;
    gateway.route(ROUTE).replies([file(bill()).effect(stalled(1000))]);
    let client = built(builder(&gateway).read_timeout(Duration::from_secs(1)));
    let download = client.download(vec![link(&gateway)]).await.expect("it begins well");
    assert_eq!(expect_error!(client.bytes(download).await, Transport).kind, TransportKind::Timeout);
}

#[tokio::test]
async fn an_error_in_place_of_a_file_has_to_come_in_time() {
    let gateway = start().await;
    gateway.route(ROUTE).replies([Reply::error(400, "PARAM_ERROR", "token expired, or so").effect(drip(20))]);
    let client = built(builder(&gateway).timeout(Duration::from_millis(300)).read_timeout(Duration::from_secs(20)));
    let error = expect_error!(client.download(vec![link(&gateway)]).await, Transport);
    assert_eq!(error.kind, TransportKind::Timeout);
}

#[tokio::test]
async fn a_file_that_is_signed_as_a_whole() {
    let gateway = start().await;
    let file = || Reply::new(200, "application/pdf", &b"%PDF"[..]);
    gateway.route("GET /v3/signed-file").replies([file(), file().fault(Fault::WRONG_SIGNATURE), file().unsigned()]);
    let client = client(&gateway);
    let download = client.send(SignedFile {}).await.expect("the signature is right");
    assert_eq!(client.bytes(download).await.expect("it is whole"), b"%PDF");
    let error = expect_error!(client.send(SignedFile {}).await, Signature);
    assert!(matches!(error.reason, VerifyError::Mismatch { .. }));
    assert_eq!(expect_error!(client.send(SignedFile {}).await, Signature).reason, VerifyError::Unsigned);
}

/// What is no file is verified by the same rule as the file would be.
#[tokio::test]
async fn an_answer_in_place_of_a_file_is_verified_where_the_file_would_be() {
    let gateway = start().await;
    let answers = |status: u16| {
        let reply = || Reply::new(status, "application/json", "{}");
        [reply(), reply().fault(Fault::WRONG_SIGNATURE), reply().unsigned()]
    };
    let client = client(&gateway);
    gateway.route("GET /v3/signed-file").replies(answers(202));
    assert!(expect_error!(client.send(SignedFile {}).await, Accepted).verified);
    expect_error!(client.send(SignedFile {}).await, Signature);
    expect_error!(client.send(SignedFile {}).await, Signature);
    gateway.route("GET /v3/signed-file").replies(answers(206));
    let error = expect_error!(client.send(SignedFile {}).await, Http);
    assert_eq!((error.status, error.verified), (206, true));
    expect_error!(client.send(SignedFile {}).await, Signature);

    // A bill is checked by the digest of the answer that named it: nothing of this is.
    gateway.route(ROUTE).replies(answers(202));
    for _ in 0..3 {
        assert!(!expect_error!(client.download(vec![link(&gateway)]).await, Accepted).verified);
    }
    gateway.route(ROUTE).replies(answers(206));
    assert!(!expect_error!(client.download(vec![link(&gateway)]).await, Http).verified);
}

#[tokio::test]
async fn a_small_piece_that_unpacks_to_much_comes_out_bit_by_bit() {
    let gateway = start().await;
    gateway.route(ROUTE).replies([file(gzip(&vec![b'0'; 16 << 20]))]);
    let client = client(&gateway);
    let (told, last) = (Arc::new(Mutex::new(0)), Arc::new(Mutex::new(0)));
    let most = told.clone();
    let download = client.download(vec![link(&gateway)]).await.expect("the gateway is content");
    let download = download.on_progress(move |progress| {
        let bytes = progress.file_bytes;
        let (mut most, mut last) = (most.lock().expect("nothing panics"), last.lock().expect("nothing panics"));
        (*most, *last) = ((*most).max(bytes - *last), bytes);
    });
    client.bytes(download).await.expect("it is within the limit");
    let most = *told.lock().expect("nothing panics");
    assert!(most < 10 << 20, "{most} bytes at once");
}

#[tokio::test]
async fn a_writer_that_fails() {
    let gateway = start().await;
    gateway.route(ROUTE).replies([file(bill())]);
    let client = client(&gateway);
    let download = client.download(vec![link(&gateway)]).await.expect("the gateway is content");
    let (mut writer, reader) = tokio::io::duplex(16);
    drop(reader);
    assert!(matches!(download.write_to(&mut writer).await, Err(Error::Io { .. })));
    let download = client.download(vec![link(&gateway)]).await.expect("the gateway is content");
    let unsaved = client.save(download, Path::new("/no/such/folder/bill.csv")).await.expect_err("there is no folder");
    assert!(matches!(unsaved, Error::Io { .. }), "{unsaved:?}");
    // The request went out and was answered.
    assert_eq!(unsaved.outcome(), Outcome::Unknown);
    assert!(!unsaved.may_have_taken_effect(), "a read has no effect");
}

#[tokio::test]
async fn a_download_that_is_given_up_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("bill.csv");
    let gateway = start().await;
    gateway.route(ROUTE).replies([file(bill()).effect(stalled(1000))]);
    // The connection ends with the client.
    let client = client(&gateway);
    let download = client.download(vec![link(&gateway)]).await.expect("the gateway is content");
    let saving = tokio::spawn(async move { download.save(path).await });
    let begun = async {
        while names(folder.path()).is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), begun).await.expect("it begins to save");
    saving.abort();
    assert!(saving.await.is_err_and(|error| error.is_cancelled()));
    assert_eq!(names(folder.path()), Vec::<String>::new());
}
