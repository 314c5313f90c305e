//! Keys in a folder, under the names that WeChat Pay gives the files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::config::Config;

impl Config {
    /// Writes the keys into a folder, which is made where it is not there: `apiclient_key.pem`, `apiclient_cert.pem`,
    /// `pub_key.pem`, a `wechatpay_….pem` for each platform certificate, the brand's in `brand/`, and `gateway.json`
    /// with everything that is no file. Gives their paths.
    pub fn write_keys(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        fs::create_dir_all(folder.join("brand"))?;
        let mut written = Vec::new();
        for (name, text) in self.files() {
            let path = folder.join(name);
            fs::write(&path, text)?;
            written.push(path);
        }
        Ok(written)
    }

    fn files(&self) -> Vec<(String, String)> {
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
        files
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
