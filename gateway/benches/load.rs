//! What a gateway costs: to start, and for each request when 32 come at once. The callers run on the same machine, and
//! sign each request; what that costs alone is printed beside it.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use wechatpay_gateway::Gateway;
use wechatpay_gateway::keys::{MERCHANT_ID, PUBLIC_KEY_ID, merchant};

const CALLERS: usize = 32;
const EACH: usize = 250;

fn request(number: usize) -> Vec<u8> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970").as_secs();
    let target = "/v3/pay/transactions/jsapi";
    let body = format!(
        "{{\"appid\":\"wxd678efh567hg6787\",\"mchid\":\"{MERCHANT_ID}\",\"description\":\"coffee\",\
         \"out_trade_no\":\"N{number}\",\"notify_url\":\"https://example.com/n\",\"amount\":{{\"total\":100}},\
         \"payer\":{{\"openid\":\"oUpF8uMuAJO\"}}}}"
    );
    let nonce = format!("{number:032}");
    let message = format!("POST\n{target}\n{now}\n{nonce}\n{body}\n");
    let signature = BASE64_STANDARD.encode(merchant().key.sign(message.as_bytes()));
    let serial = &merchant().serial;
    format!(
        "POST {target} HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\nUser-Agent: bench\r\n\
         Wechatpay-Serial: {PUBLIC_KEY_ID}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Authorization: WECHATPAY2-SHA256-RSA2048 mchid=\"{MERCHANT_ID}\",nonce_str=\"{nonce}\",timestamp=\"{now}\",\
         serial_no=\"{serial}\",signature=\"{signature}\"\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

fn call(address: SocketAddr, caller: usize) {
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.set_nodelay(true).expect("a socket");
    let mut buffer = [0; 4096];
    for number in 0..EACH {
        stream.write_all(&request(caller * EACH + number)).expect("it listens");
        let length = stream.read(&mut buffer).expect("it answers");
        assert!(buffer[..length].starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&buffer[..length]));
    }
}

/// A figure for programs, where `--figures` asks for it.
fn figure(name: &str, unit: &str, runs: &[f64]) {
    if std::env::args().any(|argument| argument == "--figures") {
        println!("{}", serde_json::json!({"figure": name, "unit": unit, "runs": runs}));
    }
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn main() {
    let first = Instant::now();
    drop(Gateway::start_blocking());
    let first = first.elapsed();
    let again = Instant::now();
    let gateway = Gateway::start_blocking();
    let again = again.elapsed();
    println!("start: {first:?} the first time, {again:?} after that");
    figure("start/first", "ms", &[millis(first)]);
    figure("start/again", "ms", &[millis(again)]);
    let signing = Instant::now();
    (0..500).for_each(|number| drop(request(number)));
    let signing = signing.elapsed() / 500;
    println!("a request signed by the caller: {signing:?}");
    figure("signed", "ms", &[millis(signing)]);
    let address = gateway.address();
    call(address, CALLERS);
    if std::env::args().any(|argument| argument == "--quick") {
        return;
    }
    let start = Instant::now();
    std::thread::scope(|scope| (0..CALLERS).for_each(|caller| drop(scope.spawn(move || call(address, caller)))));
    let (elapsed, count) = (start.elapsed(), u32::try_from(CALLERS * EACH).expect("a small number"));
    let rate = f64::from(count) / elapsed.max(Duration::from_nanos(1)).as_secs_f64();
    figure("orders", "a second", &[rate]);
    println!("{count} orders by {CALLERS} callers: {elapsed:?}, {rate:.0} a second with the callers' part");
    assert_eq!(gateway.rejections(), [""; 0]);
}
