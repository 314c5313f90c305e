//! Links to files: followed as they are, in time, and never with a signature for strangers.

use std::time::Duration;

use serde_json::json;
use wechatpay_client::Error;
use wechatpay_client::download::Link;
use wechatpay_client::v3::bill::sub_merchant_fundflowbill::get_response::DownloadBill;
use wechatpay_client::wire::Value;
use wechatpay_gateway::Reply;
use wechatpay_gateway::clock::TestClock;
use wechatpay_gateway::crypto::{sha1, sha256, sm3};
use wechatpay_gateway::keys::API_V3_KEY;
use wechatpay_tests::operations::Bill;
use wechatpay_tests::stand::{Routes, start, with_clock};

use super::downloads::{ROUTE, bill, fetched, file, gzip, part, parts};
use super::support::{assert_all_right, builder, built, client, expect_error, keyless, stranger};

#[tokio::test]
async fn a_link_is_followed_as_it_is() {
    let gateway = start().await;
    gateway.route(ROUTE).replies([file(gzip(&bill()))]);
    let client = client(&gateway);
    let answer = Bill {
        hash_type: "SHA1".to_owned(),
        hash_value: sha1(&bill()),
        download_url: format!("{}v3/billdownload/file?token=a%2Bb%3D&tartype=gzip", gateway.url()),
    };

    let links = Link::of(&answer).expect("a bill links to a file");
    let download = client.download(links).await.expect("the gateway is content");
    let content = client.bytes(download).await.expect("the digest is right");

    assert_eq!(content, bill());
    assert_all_right(&gateway);
    assert_eq!(gateway.requests()[0].target, "/v3/billdownload/file?token=a%2Bb%3D&tartype=gzip");
}

#[tokio::test]
async fn an_answer_names_the_kind_of_its_digest() {
    let right = [("SHA1", sha1(&bill())), ("sha-1", sha1(&bill())), ("SHA256", sha256(&bill())), ("SM3", sm3(&bill()))];
    for (kind, digest) in right {
        for (announced, is_right) in [(digest.clone(), true), (digest.replace(|digit| digit != '0', "0"), false)] {
            let gateway = start().await;
            gateway.route(ROUTE).replies([file(bill())]);
            let download_url = format!("{}v3/billdownload/file?token=1", gateway.url());
            let answer = Bill { hash_type: kind.to_owned(), hash_value: announced, download_url };
            let client = client(&gateway);
            let links = Link::of(&answer).expect("the kind is known");
            let result = client.bytes(client.download(links).await.expect("the gateway is content")).await;
            match result {
                Ok(content) => assert!(is_right && content == bill(), "{kind}"),
                Err(Error::Digest { found, .. }) => assert!(!is_right && found == digest, "{kind}"),
                other => panic!("{kind}: {other:?}"),
            }
        }
    }
    let unknown = Bill { hash_type: "MD5".to_owned(), hash_value: "0".to_owned(), download_url: "x".to_owned() };
    assert!(matches!(Link::of(&unknown), Err(Error::Request { field, .. }) if field == "hash_type"));
}

#[tokio::test]
async fn strangers_get_no_signature() {
    let (gateway, other) = (start().await, start().await);
    let port = other.url();
    for url in [
        format!("{port}v3/billdownload/file?token=1"),
        port.replace("127.0.0.1", "localhost"),
        "http://api.mch.weixin.qq.com/v3/billdownload/file?token=1".to_owned(),
        "https://api.mch.weixin.qq.com.example.com/v3/billdownload/file?token=1".to_owned(),
        "https://api.mch.weixin.qq.com:8443/v3/billdownload/file?token=1".to_owned(),
        "https://example.com/?api.mch.weixin.qq.com".to_owned(),
        "https://api.mch.weixin.qq.com@example.com/".to_owned(),
        format!("{}v3/billdownload/file", gateway.url().replace("http://", "http://user:pass@")),
    ] {
        let result = client(&gateway).download(vec![Link::new(&url)]).await;
        assert!(matches!(result, Err(Error::ForeignHost { context: Some(_), .. })), "{url}: {result:?}");
        assert!(!result.expect_err("it is refused").to_string().contains("token"), "the token is no one's business");
    }
    assert_eq!((gateway.connections(), other.connections()), (0, 0));
}

/// An answer must not lead into the network that the client runs in.
#[tokio::test]
async fn a_link_without_a_signature_leads_to_this_machine_only_where_the_client_does() {
    let other = start().await;
    let away = built(builder(&other).base_url("https://api.mch.weixin.qq.com/"));
    let (local, port) = (other.url(), other.url().replace("http://127.0.0.1:", ""));
    for url in [
        local.clone(),
        local.replace("http:", "https:"),
        format!("https://localhost:{port}"),
        format!("https://a.localhost:{port}"),
        format!("https://localhost.:{port}"),
        format!("https://[::1]:{port}"),
        format!("https://[::ffff:127.0.0.1]:{port}"),
        "https://10.0.0.1/".to_owned(),
        "https://169.254.169.254/latest/meta-data".to_owned(),
        "http://example.com/".to_owned(),
    ] {
        let result = away.download(vec![Link::new(&url).unsigned()]).await;
        assert!(matches!(result, Err(Error::ForeignHost { .. })), "{url}: {result:?}");
    }
    assert_eq!(other.connections(), 0);
}

#[tokio::test]
async fn a_file_is_not_fetched_from_where_it_redirects_to() {
    let other = start().await;
    let target = format!("{}v3/billdownload/file", other.url());
    expect_error!(fetched(Reply::redirect(302, &target), |link| link).await, Redirect);
    assert_eq!(other.connections(), 0);
}

#[tokio::test]
async fn a_later_part_is_not_fetched_from_strangers_either() {
    let (gateway, other) = (start().await, start().await);
    let (first, one) = part(&gateway, 1, &bill());
    let (_, two) = part(&other, 2, b"the end");
    gateway.route("GET /v3/bill/downloadurl").with(move |_| file(first.clone()));
    let client = client(&gateway);
    let links = Link::of(&parts([one, two])).expect("a bill links to its parts");
    let download = client.download(links).await.expect("the first part is right");
    assert!(matches!(client.bytes(download).await, Err(Error::ForeignHost { .. })));
    assert_eq!(other.connections(), 0);
}

#[tokio::test]
async fn links_that_have_grown_old_are_asked_for_again() {
    let clock = TestClock::default();
    let gateway = with_clock(&clock).await;
    let (first, one) = part(&gateway, 1, &bill());
    let (second, two) = part(&gateway, 2, b"the end");
    let fresh = |part: &DownloadBill| {
        let mut part = part.clone();
        part.download_url = part.download_url.replace("token=", "token=new");
        part
    };
    let (new_one, new_two) = (fresh(&one), fresh(&two));
    let renewed = |list: Vec<&DownloadBill>| {
        let bill = parts(list.into_iter().cloned().collect::<Vec<_>>());
        move || std::future::ready(Link::of(&bill))
    };
    let winding = clock.clone();
    gateway.route("GET /v3/bill/downloadurl").with(move |seen| match seen.request.query() {
        Some("token=1") => {
            winding.advance(Duration::from_secs(5 * 60));
            winding.set_back(Duration::from_secs(24 * 60 * 60));
            file(first.clone())
        }
        Some("token=new2") => file(second.clone()),
        _ => Reply::error(400, "PARAM_ERROR", "token expired"),
    });
    let client = built(builder(&gateway).clock(clock));
    let links = || Link::of(&parts([one.clone(), two.clone()])).expect("two parts");

    let download = client.download(links()).await.expect("the first part is right");
    assert_eq!(expect_error!(client.bytes(download).await, Api).code, "PARAM_ERROR");

    let download = client.download(links()).await.expect("the first part is right");
    let download = download.renew_links(renewed(vec![&new_one, &new_two]));
    let content = client.bytes(download).await.expect("the second link is fresh");
    assert_eq!(content, [&bill()[..], b"the end"].concat());

    // A file that was split anew would be joined wrongly, and each of its parts would have the right digest.
    for parts in [vec![&new_two], vec![&new_one, &new_two, &new_two]] {
        let download = client.download(links()).await.expect("the first part is right").renew_links(renewed(parts));
        assert!(matches!(client.bytes(download).await, Err(Error::File { .. })));
    }
}

/// They are good for five minutes: until the fourth is over they are followed as they are.
#[tokio::test]
async fn links_that_are_young_are_not_asked_for_again() {
    let clock = TestClock::default();
    let gateway = with_clock(&clock).await;
    let (first, one) = part(&gateway, 1, &bill());
    let (second, two) = part(&gateway, 2, b"the end");
    let winding = clock.clone();
    gateway.route("GET /v3/bill/downloadurl").with(move |seen| match seen.request.query() {
        Some("token=1") => {
            winding.advance(Duration::from_secs(4 * 60));
            file(first.clone())
        }
        _ => file(second.clone()),
    });
    let client = built(builder(&gateway).clock(clock));
    let links = Link::of(&parts([one, two])).expect("two parts");
    let download = client.download(links).await.expect("the first part is right");
    let none = || std::future::ready(Err(Error::from(std::io::Error::other("nobody asks for them"))));
    let content = client.bytes(download.renew_links(none)).await.expect("they are fresh");
    assert_eq!(content, [&bill()[..], b"the end"].concat());
}

/// What a stranger answers with, and headers that it took from somewhere.
fn invoice(status: &str, content: &str) -> String {
    let headers = "Wechatpay-Serial: 4444\r\nWechatpay-Signature: AAAA\r\nWechatpay-Timestamp: 1\r\nWechatpay-Nonce: 1";
    format!("HTTP/1.1 {status}\r\n{headers}\r\nContent-Length: {}\r\n\r\n{content}", content.len())
}

#[tokio::test]
async fn an_unsigned_link_tells_nothing_of_who_follows_it() {
    let gateway = start().await;
    let (url, serving) = stranger(invoice("200 OK", "%PDF"));
    let client = built(builder(&gateway).overseas_url(&url));
    let link = Link::new(format!("{url}invoice?token=1"));
    let download = client.download(vec![link.unsigned()]).await.expect("the host is content");
    assert_eq!(client.bytes(download).await.expect("it is whole"), b"%PDF");
    let asked = serving.join().expect("it does not panic").to_lowercase();
    assert!(asked.starts_with("get /invoice?token=1 http/1.1"), "{asked}");
    assert!(!asked.contains("authorization") && !asked.contains("wechatpay-serial"), "{asked}");

    // Nor does it take any key.
    let (url, _serving) = stranger(invoice("200 OK", "%PDF"));
    let away = |url: &str| built(keyless(&gateway).apiv3_key(API_V3_KEY).overseas_url(url));
    let keyless = away(&url);
    let download = keyless.download(vec![Link::new(url).unsigned()]).await.expect("the host is content");
    assert_eq!(keyless.bytes(download).await.expect("it is whole"), b"%PDF");
    let (url, _serving) = stranger(invoice("404 Not Found", "gone"));
    let error = expect_error!(away(&url).download(vec![Link::new(url).unsigned()]).await, Http);
    assert_eq!((error.status, error.verified), (404, false), "its signature is no one's business");
    assert_eq!(gateway.connections(), 0);
    for url in ["http://example.com/invoice", "ftp://example.com/invoice", "https://user@example.com/invoice"] {
        let result = client.download(vec![Link::new(url).unsigned()]).await;
        assert!(matches!(result, Err(Error::ForeignHost { .. })), "{url}: {result:?}");
    }
}

#[test]
fn what_an_answer_says_of_its_file() {
    let read = |answer: serde_json::Value| {
        let answer = Value::parse(answer.to_string().as_bytes()).expect("JSON");
        Link::of(&answer).map(|links| format!("{links:?}"))
    };
    let flow = json!({"url": "https://api.mch.weixin.qq.com/v3/billdownload/file?token=a", "hash_value": sha1(b"x")});
    let links = read(flow).expect("flows of stocks name it so");
    assert!(links.contains("billdownload/file") && links.contains("Sha1") && !links.contains("token"), "{links}");
    for wrong in [
        json!({"download_url": "https://a/", "hash_value": "ab"}),
        json!({"download_url": "https://a/", "hash_type": "MD5", "hash_value": "ab"}),
        json!({"download_url": "https://a/", "nonce": "a8607ef79034c49c"}),
        json!({"download_url": ""}),
        json!({}),
    ] {
        assert!(matches!(read(wrong.clone()), Err(Error::Request { .. })), "{wrong}");
    }
}
