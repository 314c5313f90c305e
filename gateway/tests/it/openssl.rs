//! The `openssl` command says the same of signatures, keys and encryption as both libraries do.

use std::fs;
use std::path::Path;
use std::process::Command;

use wechatpay_gateway::crypto::{Padding, PublicKey, hex, sha1, sha256, sm3};
use wechatpay_gateway::keys;

/// What the command prints; nothing where it is not there, or fails.
fn openssl(folder: &Path, arguments: &str) -> Option<Vec<u8>> {
    let output = Command::new("openssl").args(arguments.split(' ')).current_dir(folder).output().ok()?;
    output.status.success().then_some(output.stdout)
}

/// A folder with a key of each kind, where there is the command.
fn folder() -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().expect("a folder");
    if openssl(folder.path(), "version").is_none() {
        println!("skipped: there is no `openssl` command");
        return None;
    }
    let write = |name: &str, text: &[u8]| fs::write(folder.path().join(name), text).expect("a file");
    write("key.pem", keys::merchant().private_key_pem().as_bytes());
    write("pub.pem", keys::merchant().public_key_pem().as_bytes());
    write("cert.pem", keys::merchant().certificate_pem().as_bytes());
    write("text", "一\n".as_bytes());
    Some(folder)
}

#[test]
fn signatures_are_the_same() {
    let Some(folder) = folder() else { return };
    let path = folder.path();
    let signature = openssl(path, "dgst -sha256 -sign key.pem text").expect("it signs");
    assert_eq!(keys::merchant().key.sign("一\n".as_bytes()), signature);
    let public = keys::merchant().key.public();
    assert!(public.verifies("一\n".as_bytes(), &signature));
    assert!(!public.verifies(b"x", &signature));
    let digest = public.digest_in(&signature).expect("it is one of this key");
    assert_eq!(hex(&digest), sha256("一\n".as_bytes()));
    assert_eq!(keys::stranger().key.public().digest_in(&signature), None);
}

#[test]
fn keys_and_certificates_belong_together() {
    let Some(folder) = folder() else { return };
    let path = folder.path();
    let serial = openssl(path, "x509 -in cert.pem -noout -serial").expect("it reads");
    assert_eq!(String::from_utf8(serial).expect("text"), format!("serial={}\n", keys::merchant().serial));
    let key = openssl(path, "x509 -in cert.pem -noout -pubkey").expect("it reads");
    let key = String::from_utf8(key).expect("text");
    assert_eq!(key, keys::merchant().public_key_pem());
    assert_eq!(PublicKey::from_pem(&key).expect("a key"), *keys::merchant().key.public());
    assert!(PublicKey::from_pem(&keys::merchant().private_key_pem()).is_err());
}

#[test]
fn both_paddings_are_the_same() {
    let Some(folder) = folder() else { return };
    let path = folder.path();
    let paddings = [
        (Padding::OaepSha1, "-pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha1"),
        (Padding::Pkcs1v15, "-pkeyopt rsa_padding_mode:pkcs1"),
    ];
    for (padding, options) in paddings {
        let sealed =
            openssl(path, &format!("pkeyutl -encrypt -pubin -inkey pub.pem -in text {options}")).expect("it seals");
        assert_eq!(keys::merchant().key.open(padding, &sealed).as_deref(), Some("一\n".as_bytes()));
        fs::write(path.join("sealed"), keys::merchant().key.public().seal(padding, b"text").expect("short"))
            .expect("a file");
        let opened = openssl(path, &format!("pkeyutl -decrypt -inkey key.pem -in sealed {options}")).expect("it opens");
        assert_eq!(opened, b"text");
    }
}

#[test]
fn digests_are_the_same() {
    let Some(folder) = folder() else { return };
    let printed = |name: &str| {
        let line = openssl(folder.path(), &format!("dgst -{name} text"))?;
        String::from_utf8(line).ok()?.trim().rsplit(' ').next().map(str::to_owned)
    };
    let text = "一\n".as_bytes();
    assert_eq!(printed("sha1"), Some(sha1(text)));
    assert_eq!(printed("sha256"), Some(sha256(text)));
    assert!(printed("sm3").is_none_or(|digest| digest == sm3(text)));
}
