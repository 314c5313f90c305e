//! `wechatpay doctor`

use std::fs;
use std::io::{Read as _, stdin};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

use wechatpay_gateway::clock::Now;
use wechatpay_gateway::doctor::{self, Level, Report, Secret, Settings};

/// A secret has no flag: whoever lists the processes of a machine reads their flags.
#[derive(clap::Args)]
#[command(
    after_help = "Exit code: 0 all is well, 1 there are warnings, 2 there are errors.\n\nA file of settings is TOML, with \
    the names of the flags in snake case (`merchant_id = \"…\"`, `app_ids = […]`, `platform_certificates = […]`), and \
    `api_v3_key` or `api_v3_key_file`; flags go before it. A brand has a table of its own, `[brand]`, with `id`, \
    `private_key`, `certificate`, `certificate_serial`, `api_v3_key`, `public_key` and `public_key_id`."
)]
pub(crate) struct Args {
    /// A file with settings
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[arg(long, env = "WECHATPAY_MERCHANT_ID", value_name = "ID")]
    merchant_id: Option<String>,
    /// `apiclient_key.pem`, or `apiclient_cert.p12`
    #[arg(long, env = "WECHATPAY_PRIVATE_KEY", value_name = "FILE")]
    private_key: Option<PathBuf>,
    /// `apiclient_cert.pem`
    #[arg(long, env = "WECHATPAY_CERTIFICATE", value_name = "FILE")]
    certificate: Option<PathBuf>,
    #[arg(long, env = "WECHATPAY_CERTIFICATE_SERIAL", value_name = "SERIAL", hide_env_values = true)]
    certificate_serial: Option<String>,
    /// A file with nothing but the APIv3 key; or the key itself in `WECHATPAY_API_V3_KEY`
    #[arg(long, env = "WECHATPAY_API_V3_KEY_FILE", value_name = "FILE")]
    api_v3_key_file: Option<PathBuf>,
    /// WeChat Pay's `pub_key.pem`
    #[arg(long, env = "WECHATPAY_PUBLIC_KEY", value_name = "FILE")]
    public_key: Option<PathBuf>,
    #[arg(long, env = "WECHATPAY_PUBLIC_KEY_ID", value_name = "ID", hide_env_values = true)]
    public_key_id: Option<String>,
    /// A platform certificate of WeChat Pay
    #[arg(long = "platform-certificate", value_name = "FILE")]
    platform_certificates: Vec<PathBuf>,
    /// Whether platform certificates are fetched
    #[arg(long, value_name = "BOOL")]
    fetch_certificates: Option<bool>,
    #[arg(long = "app-id", value_name = "ID")]
    app_ids: Vec<String>,
    #[arg(long, env = "WECHATPAY_NOTIFY_URL", value_name = "URL")]
    notify_url: Option<String>,
    /// What stands in WeChat Pay's place, such as a gateway: --online asks it
    #[arg(long, env = "WECHATPAY_BASE_URL", value_name = "URL")]
    base_url: Option<String>,
    /// Explain a captured request, notification or answer: a file with head and body, or `-`
    #[arg(long, value_name = "FILE")]
    explain: Vec<PathBuf>,
    /// When that was captured, such as 2026-01-31T12:00:00+08:00
    #[arg(long, value_name = "TIME", value_parser = moment)]
    at: Option<Now>,
    /// Explain an error code, or the Request-ID of an answer
    #[arg(long, value_name = "CODE")]
    code: Vec<String>,
    /// Ask WeChat Pay one question that changes nothing
    #[arg(long)]
    online: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

fn moment(text: &str) -> Result<Now, String> {
    Now::parse(text).ok_or_else(|| "it is no time with its zone, such as 2026-01-31T12:00:00+08:00".to_owned())
}

pub(crate) fn run(args: Args) -> ExitCode {
    let is_json = args.json;
    match report(args) {
        Ok(report) => {
            if is_json {
                println!("{:#}", report.to_json());
            } else {
                print!("{report}");
            }
            ExitCode::from(match report.level() {
                Level::Ok => 0,
                Level::Warning => 1,
                Level::Error => 2,
            })
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn report(args: Args) -> Result<Report, String> {
    let (explain, codes, online) = (args.explain.clone(), args.code.clone(), args.online);
    let now = args.at.map_or_else(SystemTime::now, time);
    let settings = settings(args)?;
    let mut report = Report::default();
    if explain.is_empty() && codes.is_empty() {
        if settings.is_empty() {
            return Err("there is nothing to look at: see --help".to_owned());
        }
        report.extend(doctor::examine(&settings, SystemTime::now()));
    }
    for path in explain {
        report.extend(doctor::explain(&read(&path)?, &settings, now));
    }
    for code in codes {
        report.extend(doctor::explain_code(&code));
    }
    if online {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| error.to_string())?;
        report.extend(runtime.block_on(doctor::ask(&settings, SystemTime::now)));
    }
    Ok(report)
}

fn time(at: Now) -> SystemTime {
    SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(u64::try_from(at.unix()).unwrap_or_default())
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        return stdin().read_to_end(&mut bytes).map(|_| bytes).map_err(|error| error.to_string());
    }
    fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

/// The flags and the environment, and behind them the file.
fn settings(args: Args) -> Result<Settings, String> {
    let given = Settings {
        merchant_id: args.merchant_id,
        app_ids: args.app_ids,
        private_key: args.private_key,
        certificate: args.certificate,
        certificate_serial: args.certificate_serial,
        api_v3_key: std::env::var("WECHATPAY_API_V3_KEY").ok().map(Secret::new),
        api_v3_key_file: args.api_v3_key_file,
        public_key: args.public_key,
        public_key_id: args.public_key_id,
        platform_certificates: args.platform_certificates,
        fetch_certificates: args.fetch_certificates,
        notify_url: args.notify_url,
        base_url: args.base_url,
        // It has no flags: two set-ups on one line are mixed up.
        brand: None,
    };
    let Some(path) = args.config else { return Ok(given) };
    let text = fs::read_to_string(&path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let file = Settings::from_toml(&text, folder).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(given.or(file))
}
