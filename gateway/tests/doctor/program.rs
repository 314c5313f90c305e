//! The program itself: what it prints, and how it ends.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Output, Stdio};

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

/// A gateway that runs in the folder of a set-up.
struct Running {
    process: Child,
    lines: Box<dyn Iterator<Item = String>>,
    url: String,
    /// What it prints before its page.
    intro: String,
}

impl Running {
    fn start(setup: &Setup, keys: &str, arguments: &[&str]) -> Self {
        let mut command = program(setup);
        command.args(["gateway", "--port", "0", "--keys", keys]).args(arguments).stdout(Stdio::piped());
        let mut process = command.spawn().expect("it runs");
        let output = process.stdout.take().expect("it prints");
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let intro: Vec<String> = lines.by_ref().take_while(|line| !line.starts_with("Status page: ")).collect();
        let url = intro[0].rsplit(' ').next().expect("a URL").to_owned();
        Self { process, lines: Box::new(lines), url, intro: intro.join("\n") }
    }

    /// The lines that it logs for this request.
    fn asks(&mut self, request: &str) -> String {
        let address = self.url.trim_start_matches("http://").trim_end_matches('/');
        let mut stream = std::net::TcpStream::connect(address).expect("it listens");
        std::io::Write::write_all(&mut stream, request.as_bytes()).expect("it listens");
        self.lines.find(|line| !line.is_empty()).expect("it logs")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// It says how to point six SDKs at it, writes its keys, and logs why something is refused.
#[test]
fn a_gateway_says_how_to_use_it_and_what_it_is_asked() {
    let setup = Setup::new();
    let mut gateway = Running::start(&setup, "keys", &["--notify-url", "https://shop.example.com/notify"]);
    for wanted in
        ["Rust", "Go", "Java", "Python", "Node", "PHP", "https://shop.example.com/notify", keys::PUBLIC_KEY_ID]
    {
        assert!(gateway.intro.contains(wanted), "{wanted}: {}", gateway.intro);
    }
    for hole in ["{url}", "{keys}", "{appid}", "{notify}"] {
        assert!(!gateway.intro.contains(hole), "{}", gateway.intro);
    }
    assert!(setup.path("keys/apiclient_key.pem").is_file() && setup.path("keys/pub_key.pem").is_file());
    let line = gateway.asks("GET /v3/certificates HTTP/1.1\r\nHost: x\r\n\r\n");
    assert!(
        line.ends_with("GET /v3/certificates 401 refused, SIGN_ERROR: there is no `Authorization` header"),
        "{line}"
    );
}

/// What it prints and what it writes name the same app and the same shop.
#[test]
fn a_gateway_names_one_app_and_one_shop() {
    let setup = Setup::new();
    for arguments in [&[][..], &["--notify-url", "http://127.0.0.1:4000/paid"]] {
        let gateway = Running::start(&setup, "keys", arguments);
        let variables = std::fs::read_to_string(setup.path("keys/gateway.env")).expect("it is written");
        let variable = |name: &str| {
            let start = format!("export WECHATPAY_{name}='");
            let line = variables.lines().find_map(|line| line.strip_prefix(&start)).expect("it is there");
            line.trim_end_matches('\'').to_owned()
        };
        let python = format!("appid=\"{}\", notify_url=\"{}\")", variable("APP_ID"), variable("NOTIFY_URL"));
        assert!(gateway.intro.contains(&python), "{python}: {}", gateway.intro);
        assert_eq!(variable("NOTIFY_URL"), arguments.last().copied().unwrap_or("http://127.0.0.1:3000/notify"));
    }
}

/// A second gateway takes the programs of the first one along, and says so.
#[test]
fn a_second_gateway_in_the_same_folder_says_so() {
    let setup = Setup::new();
    let first = Running::start(&setup, "keys", &[]);
    assert!(!first.intro.contains("note:"), "{}", first.intro);
    let second = Running::start(&setup, "keys", &[]);
    let note = second.intro.lines().find(|line| line.starts_with("note: ")).expect("it says so");
    for wanted in ["gateway.env", &format!("named {} ", first.url), &format!("names {} now", second.url), "--keys DIR"]
    {
        assert!(note.contains(wanted), "{wanted}: {note}");
    }
    let own = Running::start(&setup, "others", &[]);
    assert!(!own.intro.contains("note:"), "{}", own.intro);
}

/// What a gateway writes is a set-up as it should be, even over what an older one has written.
#[cfg(unix)]
#[test]
fn the_doctor_finds_nothing_wrong_with_a_gateway() {
    use std::os::unix::fs::PermissionsExt as _;

    let setup = Setup::new();
    std::fs::create_dir(setup.path("keys")).expect("there is room");
    setup.file("keys/apiclient_key.pem", "old");
    setup.mode("keys/apiclient_key.pem", 0o644);
    let _gateway = Running::start(&setup, "keys", &[]);
    for key in ["keys/apiclient_key.pem", "keys/brand/apiclient_key.pem"] {
        let mode = std::fs::metadata(setup.path(key)).expect("it is written").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{key}");
    }
    let mut shell = Command::new("sh");
    shell.args(["-ec", r#". keys/gateway.env; exec "$0" doctor"#, env!("CARGO_BIN_EXE_wechatpay")]);
    let output = shell.current_dir(setup.folder.path()).output().expect("there is a shell");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
}
