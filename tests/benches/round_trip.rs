//! What a signed and verified POST costs, next to the bare cost of its signature and its verification.
//!
//! `cargo bench -p wechatpay-tests --bench round_trip`. The server is this program once more, in a process of its own,
//! and answers with bytes that were signed before: what is counted is the client's work alone.

use std::hint::black_box;
use std::io::{BufRead, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use cpu_time::ProcessTime;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use wechatpay_client::Client;
use wechatpay_client::keys::{MerchantKey, PublicKey};
use wechatpay_client::platform::PlatformKeys;
use wechatpay_client::signature::{Signer, verify_body};
use wechatpay_tests::clock::unix;
use wechatpay_tests::gateway::sign::{SigningKey, signature};
use wechatpay_tests::keys::{MERCHANT, MERCHANT_ID, PLATFORM_A, PUBLIC_KEY_ID};
use wechatpay_tests::operations::Prepay;

const REQUESTS: u32 = 5_000;
const AT_ONCE: u32 = 32;
const ANSWER: &[u8] = br#"{"prepay_id":"wx201410272009395522657a690389285100"}"#;

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be started");
    if std::env::args().any(|argument| argument == "--serve") {
        return runtime.block_on(serve());
    }
    let mut server = Server::start();
    let client = client(&server.url());
    println!("| | CPU per request | requests per second |\n| --- | --- | --- |");
    runtime.block_on(async {
        sequence(&client, 200).await;
        measure("sequential", sequence(&client, REQUESTS)).await;
        measure("32 at once", at_once(&client, REQUESTS)).await;
        measure("bare signature + verification", bare(REQUESTS)).await;
    });
    println!("\nmost memory: {}", peak_memory());
    server.stop();
}

async fn measure(name: &str, work: impl Future<Output = ()>) {
    let (cpu, wall) = (ProcessTime::now(), Instant::now());
    work.await;
    let (cpu, wall) = (cpu.elapsed(), wall.elapsed());
    println!(
        "| {name} | {:.3} ms | {:.0} |",
        millis(cpu) / f64::from(REQUESTS),
        f64::from(REQUESTS) / wall.as_secs_f64()
    );
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn client(url: &str) -> Client {
    let builder = Client::builder()
        .merchant_id(MERCHANT_ID)
        .private_key(MERCHANT.pkcs8_pem())
        .certificate_serial(MERCHANT.serial)
        .public_key(PUBLIC_KEY_ID, PLATFORM_A.public_key_pem())
        .base_url(url);
    builder.build().expect("the settings are right")
}

async fn sequence(client: &Client, count: u32) {
    for _ in 0..count {
        client.send(Prepay::sample()).await.expect("the answer is right");
    }
}

async fn at_once(client: &Client, count: u32) {
    let mut tasks = JoinSet::new();
    for _ in 0..AT_ONCE {
        let client = client.clone();
        tasks.spawn(async move { sequence(&client, count / AT_ONCE).await });
    }
    tasks.join_all().await;
}

/// One signature over what a request signs, one verification of what the server answers.
async fn bare(count: u32) {
    let key = MerchantKey::from_pem(&MERCHANT.pkcs8_pem(), MERCHANT.serial).expect("a good key");
    let public = PublicKey::from_pem(PUBLIC_KEY_ID, &PLATFORM_A.public_key_pem()).expect("a good key");
    let keys = PlatformKeys::default().with_public_key(public);
    let now = u64::try_from(unix(SystemTime::now())).expect("it is after 1970");
    let headers = signed_headers();
    let message = [b'x'; 300];
    for _ in 0..count {
        black_box(Signer::sign(&key, &message).await.expect("a key in memory signs"));
        verify_body(&keys, &headers[..], ANSWER, now).expect("the answer is right");
    }
}

fn signed_headers() -> Vec<(String, String)> {
    let (now, nonce) = (unix(SystemTime::now()), "593BEC0C930BF1AFEB40B4A08C8FB242");
    let signature = signature(&SigningKey::Rsa(Box::new(PLATFORM_A.private_key())), now, nonce, ANSWER);
    let headers = [
        ("Wechatpay-Timestamp", now.to_string()),
        ("Wechatpay-Nonce", nonce.to_owned()),
        ("Wechatpay-Serial", PUBLIC_KEY_ID.to_owned()),
        ("Wechatpay-Signature", signature),
        ("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048".to_owned()),
    ];
    headers.map(|(name, value)| (name.to_owned(), value)).into()
}

/// The server in its process.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start() -> Self {
        let program = std::env::current_exe().expect("this program has a path");
        let mut process =
            Command::new(program).arg("--serve").stdout(Stdio::piped()).spawn().expect("it can run twice");
        let mut address = String::new();
        let output = process.stdout.take().expect("its output is piped");
        BufReader::new(output).read_line(&mut address).expect("it tells its address");
        Self { process, address: address.trim().to_owned() }
    }

    fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    fn stop(&mut self) {
        self.process.kill().expect("it is still there");
        self.process.wait().expect("it ends");
    }
}

async fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback interface has a free port");
    println!("{}", listener.local_addr().expect("a bound socket has an address"));
    std::io::stdout().flush().expect("someone reads it");
    let mut answer = String::from("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n");
    for (name, value) in signed_headers() {
        answer.extend([&name, ": ", &value, "\r\n"]);
    }
    answer.extend(["Content-Length: ", &ANSWER.len().to_string(), "\r\n\r\n"]);
    let answer = [answer.as_bytes(), ANSWER].concat();
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(converse(stream, answer.clone()));
    }
}

/// Every request ends with the brace of its body.
async fn converse(mut stream: TcpStream, answer: Vec<u8>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = Vec::with_capacity(4096);
    while stream.read_buf(&mut buffer).await? > 0 {
        if buffer.ends_with(b"}}") {
            stream.write_all(&answer).await?;
            buffer.clear();
        }
    }
    Ok(())
}

fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "not known here".to_owned(), |text| text.trim().to_owned())
}
