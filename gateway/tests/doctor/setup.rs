//! A set-up that is right, for tests to break one thing of.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use wechatpay_gateway::doctor::{self, Finding, Level, Report, Secret, Settings};
use wechatpay_gateway::keys::{self, API_V3_KEY, MERCHANT_ID, PUBLIC_KEY_ID};

/// 2026-11-26, within the dates of all certificates of this crate.
pub const NOW: u64 = 1_795_651_200;
pub const APP_ID: &str = "wxd678ef1567ab6787";

pub struct Setup {
    pub folder: tempfile::TempDir,
    pub settings: Settings,
    pub now: u64,
}

impl Setup {
    /// All of it right.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut setup = Self { folder, settings: Settings::default(), now: NOW };
        setup.settings = Settings {
            merchant_id: Some(MERCHANT_ID.to_owned()),
            app_ids: vec![APP_ID.to_owned()],
            private_key: Some(setup.file("apiclient_key.pem", keys::merchant().private_key_pem())),
            certificate: Some(setup.file("apiclient_cert.pem", keys::merchant().certificate_pem())),
            certificate_serial: Some(keys::merchant().serial.clone()),
            api_v3_key: Some(Secret::new(API_V3_KEY)),
            public_key: Some(setup.file("pub_key.pem", keys::platform_a().public_key_pem())),
            public_key_id: Some(PUBLIC_KEY_ID.to_owned()),
            notify_url: Some("https://shop.example.com/notify".to_owned()),
            ..Settings::default()
        };
        setup
    }

    /// With one thing of it changed.
    pub fn with(change: impl FnOnce(&mut Self)) -> Self {
        let mut setup = Self::new();
        change(&mut setup);
        setup
    }

    /// A file that its owner alone can read.
    pub fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, text).expect("there is room");
        self.mode(name, 0o600);
        path
    }

    #[cfg(unix)]
    pub fn mode(&self, name: &str, mode: u32) {
        use std::os::unix::fs::PermissionsExt as _;
        let path = self.folder.path().join(name);
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
    }

    #[cfg(not(unix))]
    pub fn mode(&self, _: &str, _: u32) {}

    /// What the `openssl` command makes in the folder; nothing where it is not there.
    pub fn openssl(&self, arguments: &str) -> Option<()> {
        let output = Command::new("openssl").args(arguments.split(' ')).current_dir(self.folder.path()).output();
        let is_made = output.is_ok_and(|output| output.status.success());
        if !is_made {
            println!("skipped: there is no `openssl` command that can `{arguments}`");
        }
        is_made.then_some(())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn time(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(self.now)
    }

    pub fn examine(&self) -> Report {
        doctor::examine(&self.settings, self.time())
    }

    pub fn explain(&self, captured: impl AsRef<[u8]>) -> Report {
        doctor::explain(captured.as_ref(), &self.settings, self.time())
    }

    /// What is not right, and nothing else is.
    pub fn wrong(&self) -> Vec<Finding> {
        wrong(&self.examine())
    }

    /// The one thing that is wrong, by its name, with these words in what was found and in what to do.
    pub fn names(&self, check: &str, level: Level, found: &str, remedy: &str) {
        let wrong = self.wrong();
        let [finding] = &wrong[..] else { panic!("{check}: {}", shown(&wrong)) };
        is(finding, check, level, found, remedy);
    }
}

pub fn is(finding: &Finding, check: &str, level: Level, found: &str, remedy: &str) {
    assert_eq!((finding.check, finding.level), (check, level), "{finding}");
    assert!(finding.found.contains(found), "{finding}");
    assert!(finding.remedy.as_deref().unwrap_or_default().contains(remedy), "{finding}");
}

pub fn wrong(report: &Report) -> Vec<Finding> {
    report.findings().iter().filter(|finding| finding.level != Level::Ok).cloned().collect()
}

pub fn shown(findings: &[Finding]) -> String {
    findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
