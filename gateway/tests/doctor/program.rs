//! The program itself: what it prints, and how it ends.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use wechatpay_gateway::keys;

use crate::setup::Setup;

fn program(setup: &Setup) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wechatpay"));
    let own = std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("WECHATPAY_"));
    for (name, _) in own {
        command.env_remove(name);
    }
    command.current_dir(setup.folder.path());
    command
}

fn doctor(setup: &Setup, arguments: &[&str]) -> Output {
    program(setup).arg("doctor").args(arguments).output().expect("it runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

/// A file of settings beside the keys.
fn config(setup: &Setup, more: &str) {
    let serial = &keys::merchant().serial;
    let lines = format!(
        "merchant_id = '1900000109'\nprivate_key = 'apiclient_key.pem'\ncertificate = 'apiclient_cert.pem'\n\
         certificate_serial = '{serial}'\npublic_key = 'pub_key.pem'\npublic_key_id = '{}'\n{more}\n",
        keys::PUBLIC_KEY_ID
    );
    setup.file("wechatpay.toml", lines);
}

#[test]
fn it_ends_as_what_it_found_is() {
    let setup = Setup::new();
    config(&setup, &format!("api_v3_key = '{}'", keys::API_V3_KEY));
    let fine = doctor(&setup, &["--config", "wechatpay.toml"]);
    assert_eq!(fine.status.code(), Some(0), "{}", text(&fine.stdout));
    assert!(
        text(&fine.stdout).contains("\nok       key-pair              the private key belongs to the certificate\n")
    );
    let warned = doctor(&setup, &["--config", "wechatpay.toml", "--merchant-id", " 1900000109"]);
    assert_eq!(warned.status.code(), Some(1), "a flag goes before the file: {}", text(&warned.stdout));
    setup.file("apiclient_key.pem", keys::stranger().private_key_pem());
    let wrong = doctor(&setup, &["--config", "wechatpay.toml", "--json"]);
    assert_eq!(wrong.status.code(), Some(2));
    let report: Value = serde_json::from_slice(&wrong.stdout).expect("JSON");
    let findings = report["findings"].as_array().expect("a list");
    let pair = findings.iter().find(|finding| finding["check"] == "key-pair").expect("it is told");
    assert_eq!((&pair["level"], &report["level"]), (&"error".into(), &"error".into()));
    assert!(pair["remedy"].as_str().is_some_and(|remedy| remedy.contains("the same archive")));
    assert!(!text(&wrong.stdout).contains(keys::API_V3_KEY));
}

#[test]
fn settings_come_from_the_environment_too() {
    let setup = Setup::new();
    let mut command = program(&setup);
    command.args(["doctor", "--private-key", "apiclient_key.pem", "--certificate", "apiclient_cert.pem"]);
    command.env("WECHATPAY_MERCHANT_ID", "1900000109").env("WECHATPAY_API_V3_KEY", keys::API_V3_KEY);
    let output = command.output().expect("it runs");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    assert!(text(&output.stdout).contains("platform certificates, fetched with the APIv3 key"));
}

#[test]
fn what_it_cannot_work_with_is_told() {
    let setup = Setup::new();
    config(&setup, "merchantid = '1'");
    for (arguments, wanted) in [
        (&["--config", "wechatpay.toml"][..], "line 7: unknown field `merchantid`"),
        (&["--config", "none.toml"], "none.toml cannot be read"),
        (&["--explain", "none.txt"], "none.txt cannot be read"),
        (&[], "there is nothing to look at"),
    ] {
        let output = doctor(&setup, arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains(wanted), "{}", text(&output.stderr));
    }
}

#[test]
fn a_capture_and_a_code_are_explained() {
    let setup = Setup::new();
    setup.file(
        "captured.txt",
        "HTTP/1.1 404 Not Found\nRequest-ID: 08E6-268512771\n\n{\"code\": \"ORDER_NOT_EXIST\"}\n",
    );
    let output = doctor(&setup, &["--explain", "captured.txt", "--code", "FREQUENCY_LIMITED"]);
    assert_eq!(output.status.code(), Some(1));
    for wanted in ["ORDER_NOT_EXIST 订单不存在", "268512771 订单不存在", "FREQUENCY_LIMITED 频率限制"] {
        assert!(text(&output.stdout).contains(wanted), "{}", text(&output.stdout));
    }
}

/// It says how to point six SDKs at it, writes its keys, and logs why something is refused.
#[test]
fn a_gateway_says_how_to_use_it_and_what_it_is_asked() {
    let setup = Setup::new();
    let mut process = program(&setup)
        .args(["gateway", "--port", "0", "--keys", "keys", "--notify-url", "https://shop.example.com/notify"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut lines = BufReader::new(process.stdout.take().expect("it prints")).lines().map_while(Result::ok);
    let intro: Vec<String> = lines.by_ref().take_while(|line| !line.starts_with("Status page: ")).collect();
    let url = intro[0].rsplit(' ').next().expect("a URL").to_owned();
    let intro = intro.join("\n");
    for wanted in
        ["Rust", "Go", "Java", "Python", "Node", "PHP", "https://shop.example.com/notify", keys::PUBLIC_KEY_ID]
    {
        assert!(intro.contains(wanted), "{wanted}: {intro}");
    }
    assert!(!intro.contains("{url}") && !intro.contains("{keys}"), "{intro}");
    assert!(setup.path("keys/apiclient_key.pem").is_file() && setup.path("keys/pub_key.pem").is_file());
    let address = url.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = std::net::TcpStream::connect(address).expect("it listens");
    std::io::Write::write_all(&mut stream, b"GET /v3/certificates HTTP/1.1\r\nHost: x\r\n\r\n").expect("it listens");
    let line = lines.find(|line| !line.is_empty()).expect("it logs");
    process.kill().expect("it runs");
    process.wait().expect("it has run");
    assert!(
        line.ends_with("GET /v3/certificates 401 refused, SIGN_ERROR: there is no `Authorization` header"),
        "{line}"
    );
}
