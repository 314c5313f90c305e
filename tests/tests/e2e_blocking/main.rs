//! The blocking client against the gateway, over loopback: the same suite.

mod caller;
#[path = "../suite/mod.rs"]
mod suite;

/// What of the blocking client has no counterpart.
mod threads {
    use std::time::SystemTime;

    use serde_json::json;
    use wechatpay_client::{blocking, invoke, transport::Reqwest};
    use wechatpay_gateway::Reply;
    use wechatpay_gateway::keys::{self, API_V3_KEY, PUBLIC_KEY_ID};
    use wechatpay_tests::operations::Query;
    use wechatpay_tests::stand::{Routes, certificate, start};

    use super::suite::support::{builder, keyless};

    fn seconds() -> u64 {
        SystemTime::UNIX_EPOCH.elapsed().expect("it is past 1970").as_secs()
    }

    /// On a thread of its own, with no runtime around it.
    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_async_of_a_client_is_waited_for() {
        let gateway = start().await;
        gateway.sign_with(certificate(keys::platform_a()));
        gateway.offer(&[keys::platform_a()]);
        let client = keyless(&gateway).apiv3_key(API_V3_KEY).build().expect("the settings are right");
        let waiting = move || {
            let client = blocking::Client::new(client).expect("a thread can be started");
            let keys = client.keys().expect("a merchant");
            keys.refresh().expect("the gateway is content");
            assert_eq!(keys.known().ids(), [keys::platform_a().serial.as_str()]);
            assert!(keys.find(keys::platform_a().serial.as_str()).expect("it is known"));
            assert!(!keys.find(keys::stranger().serial.as_str()).expect("the gateway is content"));
            keys.add_public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem()).expect("a good key");
            assert!(keys.remove_public_key(PUBLIC_KEY_ID).expect("it is an id"));
            assert!(!keys.remove_public_key(PUBLIC_KEY_ID).expect("it is an id"), "it has been removed");
            let (before, signer, now) = (seconds(), client.signer().expect("a merchant"), client.unix_time());
            assert!((before..=seconds()).contains(&now), "{now}");
            let prepay = invoke::Prepay::new("wx8888888888888888", "wx1");
            client.wait(prepay.jsapi(&*signer, now)).expect("signs");
            assert!(client.brand_keys().is_err() && client.brand_signer().is_err(), "it is no brand");
        };
        std::thread::spawn(waiting).join().expect("nothing panics");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn clients_of_one_thread_and_one_transport_share_their_connections() {
        let gateway = start().await;
        let answer = Reply::json(&json!({"trade_state": "SUCCESS", "amount": {"total": 1}}));
        gateway.route("GET /v3/pay/transactions/out-trade-no/1").replies([answer]);
        let transport = Reqwest::builder().build().expect("the settings are right");
        let merchant = || builder(&gateway).transport(transport.clone()).build().expect("the settings are right");
        let first = blocking::Client::new(merchant()).expect("a thread can be started");
        let clients = [first.beside(merchant()), first.beside(merchant()), first];
        let sending = move || clients.iter().try_for_each(|client| client.send(Query::of("1")).map(drop));
        tokio::task::spawn_blocking(sending).await.expect("nothing panics").expect("the gateway is content");
        assert!(gateway.connections() < 3, "{}", gateway.connections());
    }
}
