//! What a signed and verified call costs, next to the bare cost of its signature and its verification; what the first
//! call of a process costs, and what one more merchant does.
//!
//! `cargo bench -p wechatpay-tests --no-default-features --features aws-lc-rs --bench round_trip`. The server is this
//! program once more, in a process of its own, and answers with bytes that were signed before: what is counted is the
//! client's work alone. First calls and merchants are counted in processes of their own too.

use std::hint::black_box;
use std::io::{BufRead, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;
use wechatpay_client::Client;
use wechatpay_client::keys::{MerchantKey, PublicKey};
use wechatpay_client::operation::Operation;
use wechatpay_client::platform::PlatformKeys;
use wechatpay_client::signature::{Signer, verify_body};
use wechatpay_client::transport::Reqwest;
use wechatpay_client::v3::pay::transactions::jsapi;
use wechatpay_client::v3::pay::transactions::out_trade_no::by_out_trade_no;
use wechatpay_gateway::keys::{self, MERCHANT_ID, PUBLIC_KEY_ID};
use wechatpay_tests::figures::{figure, is_quick, median};
use wechatpay_tests::operations::Prepay;
use wechatpay_tests::stand;

/// How many calls a round makes of each kind of work.
const CALLS: u32 = 480;
const AT_ONCE: u32 = 32;
const MERCHANTS: u32 = 1_500;
const ANSWER: &[u8] = br#"{"prepay_id":"wx201410272009395522657a690389285100"}"#;
/// An order as a shop places it. What it ends with tells the server where it ends.
const ORDER: &str = include_str!("order.json");
const PAID: &[u8] = include_bytes!("paid.json");

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be started");
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--serve", ..] => runtime.block_on(serve()),
        ["--first", url, ..] => first_call(&runtime, url),
        ["--merchants", url, ..] => merchants(url),
        _ => compare(&runtime),
    }
}

/// Each kind of work is measured so many times, in turn with the others: what else the machine does slows all of them.
fn how_often() -> usize {
    if is_quick() { 1 } else { 11 }
}

/// How often processes of their own are asked for their first call, and for many merchants.
fn processes() -> usize {
    if is_quick() { 1 } else { 9 }
}

fn compare(runtime: &Runtime) {
    let mut server = Server::start();
    let client = client(&server.url(), &transport());
    let order: jsapi::Post = serde_json::from_str(ORDER).expect("it is an order");
    let query =
        || by_out_trade_no::Get::builder().out_trade_no("1217752501201407033233368018").mchid(MERCHANT_ID).build();
    println!("| | |\n| --- | --- |");
    runtime.block_on(async {
        sequence(&client, 200, Prepay::sample).await;
        bare(200).await;
        let mut rounds: [Vec<f64>; 5] = Default::default();
        for _ in 0..how_often() {
            rounds[0].push(cost(bare(CALLS)).await);
            rounds[1].push(cost(sequence(&client, CALLS, Prepay::sample)).await);
            rounds[2].push(cost(at_once(&client, CALLS)).await);
            rounds[3].push(cost(sequence(&client, CALLS, || order.clone())).await);
            rounds[4].push(cost(sequence(&client, CALLS, query)).await);
        }
        let names = [
            ("bare", "bare signature + verification"),
            ("one", "one at a time"),
            ("at-once", "32 at once"),
            ("large", "a large order"),
            ("query", "its query"),
        ];
        for ((short, name), round) in names.iter().zip(&rounds) {
            figure(short, "ms", round);
            let times: Vec<f64> = round.iter().zip(&rounds[0]).map(|(cost, bare)| cost / bare).collect();
            println!("| {name} | {:.3} ms CPU, {:.2} times bare |", median(round), median(&times));
        }
    });
    let memory = resident("VmHWM:");
    println!("| most memory | {} |", memory.map_or("not known here".to_owned(), kib));
    if let Some(memory) = memory {
        figure("memory", "KiB", &[in_kib(memory)]);
    }
    allocations(("one", "a call"), runtime, &client, Prepay::sample);
    allocations(("large", "a large order"), runtime, &client, || order.clone());
    allocations(("query", "its query"), runtime, &client, query);
    first_calls(&server);
    many_merchants(&server);
    server.stop();
}

/// Milliseconds of CPU for one of a round's calls.
async fn cost(work: impl Future<Output = ()>) -> f64 {
    let start = ProcessTime::now();
    work.await;
    millis(start.elapsed()) / f64::from(CALLS)
}

/// What a call allocates, without what the making of its arguments does.
fn allocations<O: Operation>((short, name): (&str, &str), runtime: &Runtime, client: &Client, request: impl Fn() -> O) {
    const CALLS: u32 = 500;
    let arguments = allocation_counter::measure(|| drop(black_box(request())));
    let all = allocation_counter::measure(|| runtime.block_on(sequence(client, CALLS, &request)));
    let each = |all: u64, arguments: u64| (all / u64::from(CALLS)).saturating_sub(arguments);
    let (count, bytes) = (each(all.count_total, arguments.count_total), each(all.bytes_total, arguments.bytes_total));
    let counted = |count: u64| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    figure(&format!("allocations/{short}"), "", &[counted(count)]);
    figure(&format!("allocated/{short}"), "KiB", &[in_kib(bytes)]);
    println!("| allocations of {name} | {count}, of {bytes} bytes (and {} of its arguments) |", arguments.count_total);
}

/// This program once more, for something that is to be alone in its process.
fn elsewhere(arguments: &[&str]) -> String {
    let program = std::env::current_exe().expect("this program has a path");
    let output = Command::new(program).args(arguments).output().expect("it can run twice");
    String::from_utf8(output.stdout).expect("it prints text")
}

fn first_calls(server: &Server) {
    let mut calls: Vec<FirstCall> =
        (0..processes()).map(|_| FirstCall::read(&elsewhere(&["--first", &server.url()]))).collect();
    let of = |part: fn(&FirstCall) -> f64| calls.iter().map(part).collect::<Vec<_>>();
    figure("build", "ms", &of(|call| call.build));
    figure("first", "ms", &of(|call| call.first));
    figure("second", "ms", &of(|call| call.second));
    calls.sort_by(|a, b| a.first.total_cmp(&b.first));
    let FirstCall { build, first, second } = calls[calls.len() / 2];
    println!("| build, first call, second call | {build:.2} ms, {first:.2} ms, {second:.2} ms |");
}

fn many_merchants(server: &Server) {
    let said: Vec<Vec<f64>> =
        (0..processes().div_ceil(3)).map(|_| numbers(&elsewhere(&["--merchants", &server.url()]))).collect();
    let units = [("memory", "KiB"), ("heap", "KiB"), ("cpu", "ms"), ("key", "ms")];
    let mut medians = [0.0; 4];
    for (index, (name, unit)) in units.into_iter().enumerate() {
        let runs: Vec<f64> = said.iter().map(|numbers| numbers[index]).collect();
        figure(&format!("merchant/{name}"), unit, &runs);
        medians[index] = median(&runs);
    }
    let [memory, heap, cpu, key] = medians;
    println!(
        "| {MERCHANTS} merchants | each {memory:.0} KiB ({heap:.0} KiB of them Rust's), {cpu:.3} ms CPU, of which reading its private key {key:.3} ms |",
    );
}

fn numbers(text: &str) -> Vec<f64> {
    text.split_whitespace().map(|number| number.parse().expect("a number")).collect()
}

/// Milliseconds.
struct FirstCall {
    build: f64,
    first: f64,
    second: f64,
}

impl FirstCall {
    fn read(text: &str) -> Self {
        let numbers = numbers(text);
        let [build, first, second] = numbers[..] else { panic!("expected three numbers, found {text:?}") };
        Self { build, first, second }
    }
}

fn first_call(runtime: &Runtime, url: &str) {
    let start = Instant::now();
    let client = client(url, &transport());
    let build = start.elapsed();
    runtime.block_on(async {
        let start = Instant::now();
        sequence(&client, 1, Prepay::sample).await;
        let first = start.elapsed();
        let start = Instant::now();
        sequence(&client, 1, Prepay::sample).await;
        println!("{} {} {}", millis(build), millis(first), millis(start.elapsed()));
    });
}

/// Clients of as many merchants on one transport, after the first of which everything is there that they share.
fn merchants(url: &str) {
    let transport = transport();
    let first = client(url, &transport);
    let pem = keys::merchant().private_key_pem();
    let reading = spent(|| {
        for _ in 0..MERCHANTS {
            black_box(MerchantKey::from_pem(keys::merchant().serial.as_str(), &pem).expect("a good key"));
        }
    });
    let memory = resident("VmRSS:").unwrap_or_default();
    let mut clients = Vec::with_capacity(MERCHANTS as usize);
    let (mut building, own) = (Duration::ZERO, allocation_counter::measure(|| {}));
    let heap = allocation_counter::measure(|| {
        building = spent(|| clients.extend((0..MERCHANTS).map(|_| client(url, &transport))));
    });
    let memory = resident("VmRSS:").unwrap_or_default().saturating_sub(memory);
    let heap = u64::try_from(heap.bytes_current - own.bytes_current).unwrap_or_default();
    let each = |all: f64| all / f64::from(MERCHANTS);
    let (memory, heap) = (each(in_kib(memory)), each(in_kib(heap)));
    println!("{memory} {heap} {} {}", each(millis(building)), each(millis(reading)));
    drop((first, clients));
}

fn spent(work: impl FnOnce()) -> Duration {
    let start = ProcessTime::now();
    work();
    start.elapsed()
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn transport() -> Reqwest {
    Reqwest::builder().build().expect("the settings are right")
}

fn client(url: &str, transport: &Reqwest) -> Client {
    let builder = Client::builder()
        .merchant_id(MERCHANT_ID)
        .private_key(keys::merchant().private_key_pem())
        .certificate_serial(keys::merchant().serial.as_str())
        .public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem())
        .transport(transport.clone())
        .base_url(url);
    builder.build().expect("the settings are right")
}

async fn sequence<O: Operation>(client: &Client, count: u32, request: impl Fn() -> O) {
    for _ in 0..count {
        client.send(request()).await.expect("the answer is right");
    }
}

async fn at_once(client: &Client, count: u32) {
    let mut tasks = JoinSet::new();
    for _ in 0..AT_ONCE {
        let client = client.clone();
        tasks.spawn(async move { sequence(&client, count / AT_ONCE, Prepay::sample).await });
    }
    tasks.join_all().await;
}

/// One signature over what a request signs, one verification of what the server answers.
async fn bare(count: u32) {
    let key = MerchantKey::from_pem(keys::merchant().serial.as_str(), keys::merchant().private_key_pem())
        .expect("a good key");
    let public = PublicKey::from_pem(PUBLIC_KEY_ID, keys::platform_a().public_key_pem()).expect("a good key");
    let keys = PlatformKeys::default().with_public_key(public);
    let now = u64::try_from(stand::now()).expect("it is after 1970");
    let headers = signed_headers(ANSWER);
    let message = [b'x'; 300];
    for _ in 0..count {
        black_box(Signer::sign(&key, &message).await.expect("a key in memory signs"));
        verify_body(&keys, &headers[..], ANSWER, now).expect("the answer is right");
    }
}

fn signed_headers(body: &[u8]) -> Vec<(String, String)> {
    stand::signed(&stand::public_key(), body)
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
    let (order, query) = (answer(ANSWER), answer(PAID));
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(converse(stream, order.clone(), query.clone()));
    }
}

fn answer(body: &[u8]) -> Vec<u8> {
    let mut answer = String::from("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n");
    for (name, value) in signed_headers(body) {
        answer.extend([&name, ": ", &value, "\r\n"]);
    }
    answer.extend(["Content-Length: ", &body.len().to_string(), "\r\n\r\n"]);
    [answer.as_bytes(), body].concat()
}

/// Every order ends with the braces of its body, every query with its head.
async fn converse(mut stream: TcpStream, order: Vec<u8>, query: Vec<u8>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = Vec::with_capacity(4096);
    while stream.read_buf(&mut buffer).await? > 0 {
        let is_query = buffer.starts_with(b"GET ");
        if buffer.ends_with(if is_query { b"\r\n\r\n".as_slice() } else { b"}}" }) {
            stream.write_all(if is_query { &query } else { &order }).await?;
            buffer.clear();
        }
    }
    Ok(())
}

/// Bytes, by the name of the line in what the kernel knows of this process.
fn resident(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// Less than four GiB, or as much as that.
fn in_kib(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / 1024.0
}

fn kib(bytes: u64) -> String {
    format!("{} KiB", bytes / 1024)
}
