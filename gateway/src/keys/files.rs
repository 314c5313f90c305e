//! Keys in a folder, under the names that WeChat Pay gives the files.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{self, Path, PathBuf};

use super::config::Config;

/// What a private key is called, whosever it is.
#[cfg(unix)]
const PRIVATE_KEY: &str = "apiclient_key.pem";

/// Writes a file anew. A private key is nobody else's at no time: not before it is written, and not where it was there.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    let is_private = path.ends_with(PRIVATE_KEY);
    #[cfg(unix)]
    if is_private {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    let mut file = options.open(path)?;
    #[cfg(unix)]
    if is_private {
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    }
    file.write_all(text.as_bytes())
}

impl Config {
    /// Writes the keys into a folder, which is made where it is not there: `apiclient_key.pem`, `apiclient_cert.pem`,
    /// `pub_key.pem`, a `wechatpay_….pem` for each platform certificate, the brand's in `brand/`, `gateway.json` with
    /// everything that is no file, and `gateway.env`, by which a shell gives all of it to a program. Gives their paths.
    /// Where files have modes, private keys are for their owner alone, as real ones are to be.
    pub fn write_keys(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        fs::create_dir_all(folder.join("brand"))?;
        let mut written = Vec::new();
        for (name, text) in self.files(folder) {
            let path = folder.join(name);
            write(&path, &text)?;
            written.push(path);
        }
        Ok(written)
    }

    fn files(&self, folder: &Path) -> Vec<(String, String)> {
        let brand = &self.brand;
        let mut files = vec![
            ("apiclient_key.pem".to_owned(), self.private_key_pem.clone()),
            ("apiclient_cert.pem".to_owned(), self.certificate_pem.clone()),
            ("brand/apiclient_key.pem".to_owned(), brand.private_key_pem.clone()),
            ("brand/apiclient_cert.pem".to_owned(), brand.certificate_pem.clone()),
            ("brand/pub_key.pem".to_owned(), brand.public_key_pem.clone()),
            ("gateway.json".to_owned(), format!("{:#}\n", self.settings())),
        ];
        files.extend(self.public_key_pem.iter().map(|pem| ("pub_key.pem".to_owned(), pem.clone())));
        let certificates = self.platform_certificates.iter();
        files.extend(certificates.map(|(serial, pem)| (format!("wechatpay_{serial}.pem"), pem.clone())));
        files.push(("gateway.env".to_owned(), self.environment(folder)));
        files
    }

    /// Variables for `. gateway.env`, by the names that the doctor knows and the examples of the client ask for.
    fn environment(&self, folder: &Path) -> String {
        let folder = path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let file = |name: &str| folder.join(name).display().to_string();
        let brand = &self.brand;
        let mut variables = vec![
            ("BASE_URL", self.base_url.clone()),
            ("MERCHANT_ID", self.merchant_id.clone()),
            ("CERTIFICATE_SERIAL", self.certificate_serial.clone()),
            ("PRIVATE_KEY", file("apiclient_key.pem")),
            ("API_V3_KEY", self.api_v3_key.clone()),
            ("APP_ID", self.app_id.clone()),
            ("OPENID", self.openid.clone()),
            ("NOTIFY_URL", self.notify_url.clone()),
            ("BRAND_ID", brand.brand_id.clone()),
            ("BRAND_CERTIFICATE_SERIAL", brand.certificate_serial.clone()),
            ("BRAND_PRIVATE_KEY", file("brand/apiclient_key.pem")),
            ("BRAND_PUBLIC_KEY_ID", brand.public_key_id.clone()),
            ("BRAND_PUBLIC_KEY", file("brand/pub_key.pem")),
        ];
        if let Some(id) = &self.public_key_id {
            variables.extend([("PUBLIC_KEY_ID", id.clone()), ("PUBLIC_KEY", file("pub_key.pem"))]);
        }
        let quoted = |value: String| value.replace('\'', r"'\''");
        let lines = variables.into_iter().map(|(name, value)| format!("export WECHATPAY_{name}='{}'\n", quoted(value)));
        lines.collect::<Vec<_>>().concat()
    }

    fn settings(&self) -> serde_json::Value {
        serde_json::json!({
            "base_url": self.base_url,
            "merchant_id": self.merchant_id,
            "certificate_serial": self.certificate_serial,
            "api_v3_key": self.api_v3_key,
            "public_key_id": self.public_key_id,
            "platform_certificates": self.platform_certificates.iter().map(|(serial, _)| serial).collect::<Vec<_>>(),
            "brand": {
                "brand_id": self.brand.brand_id,
                "certificate_serial": self.brand.certificate_serial,
                "public_key_id": self.brand.public_key_id,
            },
        })
    }
}
