//! The blocking client against the gateway, over loopback: the same suite.

mod caller;
#[path = "../suite/mod.rs"]
mod suite;

/// What of the blocking client has no counterpart.
mod threads {
    use serde_json::json;
    use wechatpay_client::{blocking, transport::Reqwest};
    use wechatpay_tests::gateway::{Gateway, Reply};
    use wechatpay_tests::operations::Query;

    use super::suite::support::builder;

    #[tokio::test(flavor = "multi_thread")]
    async fn clients_of_one_thread_and_one_transport_share_their_connections() {
        let gateway = Gateway::start().await;
        let answer = Reply::json(&json!({"trade_state": "SUCCESS", "amount": {"total": 1}}));
        gateway.replies("GET /v3/pay/transactions/out-trade-no/1", [answer]);
        let transport = Reqwest::builder().build().expect("the settings are right");
        let merchant = || builder(&gateway).transport(transport.clone()).build().expect("the settings are right");
        let first = blocking::Client::new(merchant()).expect("a thread can be started");
        let clients = [first.beside(merchant()), first.beside(merchant()), first];
        let sending = move || clients.iter().try_for_each(|client| client.send(Query::of("1")).map(drop));
        tokio::task::spawn_blocking(sending).await.expect("nothing panics").expect("the gateway is content");
        assert!(gateway.connections() < 3, "{}", gateway.connections());
    }
}
