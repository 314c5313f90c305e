//! What a call and a notification cost with other SDKs, each in a process of its own, in front of the same gateway.
//!
//! `cargo bench -p wechatpay-tests --no-default-features --features aws-lc-rs --bench sdks -- --sdk "COMMAND" …`, with the
//! adapters of `gateway/conform`, which says how they are made ready. All have the same keys, place and query the same order,
//! verify each answer, and are warm. The time that one takes has the gateway's part in it, the processor's has not.

use std::process::ExitCode;

use cpu_time::ProcessTime;
use wechatpay_client::keys::{MerchantKey, PublicKey};
use wechatpay_client::platform::PlatformKeys;
use wechatpay_client::signature::{Signer, verify_body};
use wechatpay_gateway::conform::{self, Repeated, Sdk};
use wechatpay_gateway::keys::{self, PUBLIC_KEY_ID};
use wechatpay_tests::figures::{figure, is_quick, median, note};
use wechatpay_tests::stand;

fn main() -> ExitCode {
    let commands = commands();
    let (times, rounds) = if is_quick() { (5, 1) } else { (300, 9) };
    let paces = match conform::paces(&commands, times, rounds) {
        Ok(paces) => paces,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
    };
    for pace in &paces {
        let Sdk { sdk, version, language, .. } = &pace.sdk;
        let of = name(pace.of);
        println!("{sdk} {version}, {language}: {of}: {:.3} ms, {:.3} ms CPU", median(&pace.wall), median(&pace.cpu));
        note(sdk, &format!("{sdk} {version}, {language}"));
        figure(&format!("{of}/{sdk}"), "ms", &pace.cpu);
        figure(&format!("{of}/{sdk}/wall"), "ms", &pace.wall);
    }
    let bare = bare(times, rounds);
    println!("bare signature + verification: {:.3} ms CPU", median(&bare));
    figure("bare", "ms", &bare);
    ExitCode::SUCCESS
}

fn name(of: Repeated) -> &'static str {
    match of {
        Repeated::Order => "order",
        Repeated::Query => "query",
        Repeated::Notification => "notification",
    }
}

/// What stands behind each `--sdk`.
fn commands() -> Vec<String> {
    let arguments: Vec<String> = std::env::args().collect();
    let pairs = arguments.windows(2).filter(|pair| pair[0] == "--sdk");
    pairs.map(|pair| pair[1].clone()).collect()
}

/// Milliseconds of CPU for one signature and one verification, in each round.
fn bare(times: u32, rounds: usize) -> Vec<f64> {
    let merchant = keys::merchant();
    let key = MerchantKey::from_pem(merchant.serial.as_str(), merchant.private_key_pem()).expect("a good key");
    let public = PublicKey::from_pem(PUBLIC_KEY_ID, keys::platform_a().public_key_pem()).expect("a good key");
    let platform = PlatformKeys::default().with_public_key(public);
    let (body, now) = (br#"{"prepay_id":"wx201410272009395522657a690389285100"}"#, stand::now());
    let headers = stand::signed(&stand::public_key(), body);
    let now = u64::try_from(now).expect("it is after 1970");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime can be started");
    let round = |_| {
        let start = ProcessTime::now();
        for _ in 0..times {
            runtime.block_on(Signer::sign(&key, &[b'x'; 300])).expect("a key in memory signs");
            verify_body(&platform, &headers[..], body, now).expect("the answer is right");
        }
        start.elapsed().as_secs_f64() * 1000.0 / f64::from(times)
    };
    (0..rounds).map(round).collect()
}
