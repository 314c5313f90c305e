//! Set-ups that are broken, each in one way.

use std::fs;
use std::path::PathBuf;

use wechatpay_gateway::doctor::Level::{Error, Ok as Fine, Warning};
use wechatpay_gateway::doctor::{self, Secret, Settings};
use wechatpay_gateway::keys;

use crate::setup::{NOW, Setup, is, shown};

#[test]
fn what_is_right_is_all_right() {
    let report = Setup::new().examine();
    assert_eq!(report.level(), Fine, "{report}");
    let checks: Vec<_> = report.findings().iter().map(|finding| finding.check).collect();
    let wanted = [
        "merchant-id",
        "app-id",
        "notify-url",
        "certificate",
        "certificate-expiry",
        "private-key",
        "key-pair",
        "certificate-serial",
        "api-v3-key",
        "public-key-id",
        "public-key",
        "mode",
        "clock",
    ];
    assert_eq!(checks, wanted);
    assert_eq!(doctor::examine(&Settings::default(), std::time::SystemTime::now()).findings(), []);
}

/// Whatever is wrong, and whatever is right.
#[test]
fn no_finding_holds_a_secret() {
    let key_lines = keys::merchant().private_key_pem();
    let secrets: Vec<&str> =
        key_lines.lines().filter(|line| !line.starts_with('-')).chain([keys::API_V3_KEY]).collect();
    let swapped = |setup: &mut Setup| {
        let key = fs::read_to_string(setup.path("apiclient_key.pem")).expect("a key");
        setup.settings.merchant_id = Some(keys::API_V3_KEY.to_owned());
        setup.settings.app_ids = vec![key.clone(), keys::API_V3_KEY.to_owned()];
        setup.settings.certificate_serial = Some(key.clone());
        setup.settings.public_key_id = Some(key.clone());
        setup.settings.certificate = setup.settings.private_key.clone();
        setup.settings.public_key = setup.settings.private_key.clone();
        setup.settings.api_v3_key = Some(Secret::new(key));
    };
    for setup in [Setup::new(), Setup::with(swapped)] {
        let report = setup.examine();
        let all = format!("{report}{}{:?}{:?}", report.to_json(), report, setup.settings);
        assert!(secrets.iter().all(|secret| !all.contains(secret)), "{report}");
    }
}

#[test]
fn ids_that_are_none() {
    let id = |id: &str| Setup::with(|setup| setup.settings.merchant_id = Some(id.to_owned()));
    id("wxd678ef1567ab6787").names("merchant-id", Error, "an app id", "merchant information");
    id("190000O109").names("merchant-id", Error, "of which number 7 is 'O'", "merchant information");
    Setup::with(|setup| setup.settings.merchant_id = None).names(
        "merchant-id",
        Error,
        "there is none",
        "the merchant site",
    );
    let short = Setup::with(|setup| {
        setup.settings.merchant_id = Some("190000".to_owned());
    });
    short.names("merchant-id", Warning, "6 digits", "merchant information");
    id(" 1900000109\n").names("merchant-id", Warning, "white space", "without");
}

#[test]
fn app_ids_that_are_none() {
    let names = |id: &str, level, found| {
        let setup = Setup::with(|setup| setup.settings.app_ids = vec![id.to_owned()]);
        setup.names("app-id", level, found, "");
    };
    names("1900000109", Error, "are the two swapped?");
    names("0123456789abcdef0123456789abcdef", Error, "app secret");
    names("gh_0123456789ab", Error, "original id");
    names("WXD678EF1567AB6787", Error, "capital letters");
    names("wxd678ef1567ab6787 ", Error, "white space");
    names("wxd678", Error, "6 characters");
    names("wxd678efh567hg6787", Warning, "no hexadecimal digits");
}

#[test]
fn urls_that_wechat_pay_does_not_call() {
    let names = |url: &str, found| {
        let setup = Setup::with(|setup| setup.settings.notify_url = Some(url.to_owned()));
        setup.names("notify-url", Error, found, "an `https://` URL without a query");
    };
    names("http://shop.example.com/notify", "https");
    names("https://shop.example.com/notify?order=1", "query");
    names("https://shop.example.com/notify#x", "fragment");
    for host in ["localhost", "127.0.0.1:8443", "10.0.0.7", "192.168.1.2", "shop", "shop.local"] {
        names(&format!("https://{host}/notify"), "does not reach");
    }
}

/// A gateway calls what WeChat Pay does not, and both have to be on this machine.
#[test]
fn urls_that_a_gateway_on_this_machine_calls() {
    let setup = |base: Option<&str>, url: &str| {
        Setup::with(|setup| {
            setup.settings.base_url = base.map(str::to_owned);
            setup.settings.notify_url = Some(url.to_owned());
        })
    };
    let here = "http://127.0.0.1:3000/notify";
    for (base, url) in [
        ("http://127.0.0.1:8080/", here),
        ("http://localhost:8080", "http://localhost/notify"),
        ("http://[::1]:8080/", "http://[::1]:3000/notify"),
    ] {
        let report = setup(Some(base), url).examine();
        let finding = report.findings().iter().find(|finding| finding.check == "notify-url").expect("it is looked at");
        is(finding, "notify-url", Fine, "a gateway on this machine reaches", "an `https://` URL");
    }
    let refused = |base, url: &str, found| setup(base, url).names("notify-url", Error, found, "an `https://` URL");
    refused(None, here, "does not begin with `https://`");
    for base in ["https://api.mch.weixin.qq.com/", "http://127.0.0.1.evil.example:8080/", "http://10.0.0.7:8080/"] {
        refused(Some(base), here, "does not begin with `https://`");
    }
    let base = Some("http://127.0.0.1:8080/");
    refused(base, "http://shop.example.com/notify", "does not begin with `https://`");
    refused(base, "http://127.0.0.1:3000/notify?order=1", "query");
    refused(base, &format!("http://127.0.0.1:3000/{}", "n".repeat(255)), "255 characters");
}

#[test]
fn private_keys_that_cannot_be_used() {
    let key = |text: &str| Setup::with(|setup| drop(setup.file("apiclient_key.pem", text)));
    let whole = keys::merchant().private_key_pem();
    let names = |text: &str, found, remedy| key(text).names("private-key", Error, found, remedy);
    names(&keys::merchant().certificate_pem(), "found a certificate", "apiclient_key.pem");
    names(&keys::merchant().public_key_pem(), "found a public key", "apiclient_key.pem");
    names(&whole[..whole.len() / 2], "a block that is cut off", "apiclient_key.pem");
    names(&whole.replace('\n', "\\n"), "the two characters `\\n`", "apiclient_key.pem");
    names("", "an empty text", "apiclient_key.pem");
    names("/etc/keys/apiclient_key.pem", "the path of a file", "apiclient_key.pem");
    let gone = Setup::with(|setup| setup.settings.private_key = Some(PathBuf::from("/no/such/key.pem")));
    gone.names("private-key", Error, "/no/such/key.pem cannot be read", "the path of the file");
}

#[test]
fn private_keys_of_another_kind() {
    let made = |arguments: &[&str], found: &str, remedy: &str| {
        let setup = Setup::with(|setup| setup.settings.private_key = Some(setup.path("made.pem")));
        if arguments.iter().try_for_each(|line| setup.openssl(line)).is_some() {
            setup.mode("made.pem", 0o600);
            setup.names("private-key", Error, found, remedy);
        }
    };
    made(&["pkey -in apiclient_key.pem -aes256 -passout pass:x -out made.pem"], "pass phrase", "openssl pkey");
    made(&["genrsa -out made.pem 1024"], "has 1024 bits", "RSA key of 2048 bits");
    made(
        &["ecparam -genkey -name prime256v1 -noout -out e.pem", "pkcs8 -topk8 -nocrypt -in e.pem -out made.pem"],
        "EC on the curve",
        "RSA key of 2048 bits",
    );
}

/// WeChat Pay hands it out with the merchant id as its password.
#[test]
fn a_p12_file_is_opened_with_the_merchant_id() {
    let setup = Setup::with(|setup| {
        setup.settings.private_key = Some(setup.path("made.p12"));
        setup.settings.certificate = None;
    });
    let export = "pkcs12 -export -inkey apiclient_key.pem -in apiclient_cert.pem -out made.p12 -passout pass:";
    if setup.openssl(&format!("{export}1900000109")).is_none() {
        return;
    }
    setup.mode("made.p12", 0o600);
    assert_eq!(shown(&setup.wrong()), "");
    setup.openssl(&format!("{export}1900000110")).expect("it has done it before");
    setup.names("private-key", Error, "it does not open", "its password is the merchant id");
}

#[test]
#[cfg(unix)]
fn a_key_that_everyone_may_read() {
    let setup = Setup::with(|setup| setup.mode("apiclient_key.pem", 0o644));
    setup.names("private-key", Warning, "mode 644", "chmod 600");
}

#[test]
fn a_key_of_another_certificate() {
    let setup = Setup::with(|setup| drop(setup.file("apiclient_key.pem", keys::stranger().private_key_pem())));
    setup.names("key-pair", Error, "does not belong to the certificate", "from the same archive");
}

#[test]
fn certificates_that_are_none_of_the_merchants() {
    let names = |text: String, found| {
        let setup = Setup::with(|setup| drop(setup.file("apiclient_cert.pem", text)));
        setup.names("certificate", Error, found, "apiclient_cert.pem");
    };
    names(keys::merchant().private_key_pem(), "found a private key");
    names(keys::merchant().public_key_pem(), "found a public key");
}

/// The subject of a certificate says whose it is.
#[test]
fn certificates_of_someone_else() {
    let made = |name: &str, found: &str, remedy: &str| {
        let setup = Setup::with(|setup| {
            setup.settings.certificate = Some(setup.path("made.pem"));
            setup.settings.certificate_serial = None;
        });
        let line = format!("req -x509 -new -key apiclient_key.pem -days 400 -subj /CN={name} -out made.pem");
        if setup.openssl(&line).is_some() {
            let setup = Setup { now: now(), ..setup };
            setup.names("certificate", Error, found, remedy);
        }
    };
    made("1900000110", "made for the merchant 1900000110", "of the same merchant");
    made("Tenpay.com", "a certificate of WeChat Pay", "as a platform certificate");
}

/// The present time, for what `openssl` has just made.
fn now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("it is after 1970");
    since.as_secs().max(NOW / 2)
}

#[test]
fn serials_that_do_not_fit() {
    let names = |serial: &str, level, found, remedy: &str| {
        let setup = Setup::with(|setup| setup.settings.certificate_serial = Some(serial.to_owned()));
        setup.names("certificate-serial", level, found, remedy);
    };
    let own = &keys::merchant().serial;
    names(&keys::stranger().serial, Error, "is not the serial of the certificate", &format!("set it to {own}"));
    names(keys::PUBLIC_KEY_ID, Error, "the id of a WeChat Pay public key", "the merchant site");
    names(&own[1..], Error, "an odd number", "the merchant site");
    names("not a serial", Error, "12 characters", "the merchant site");
    names(&own.to_lowercase(), Warning, "upper-case", own);
    let none = Setup::with(|setup| (setup.settings.certificate, setup.settings.certificate_serial) = (None, None));
    none.names("certificate-serial", Error, "neither a serial nor a certificate", "openssl x509");
}

#[test]
fn certificates_out_of_their_time() {
    let at = |now: u64| Setup::with(|setup| setup.now = now);
    // They are good from 2020-01-01 to 2120-01-01.
    at(4_733_510_400 + 86_400).names(
        "certificate-expiry",
        Error,
        "has expired on 2120-01-01",
        "apply for a new API certificate",
    );
    at(4_733_510_400 - 10 * 86_400).names(
        "certificate-expiry",
        Warning,
        "in 10 days",
        "apply for a new API certificate",
    );
    let wrong = at(0).wrong();
    let named: Vec<_> = wrong.iter().map(|finding| (finding.check, finding.level)).collect();
    assert_eq!(named, [("certificate-expiry", Error), ("clock", Error)]);
    assert!(wrong.iter().all(|finding| finding.remedy.as_deref().is_some_and(|text| text.contains("NTP"))));
}

#[test]
fn api_v3_keys_that_are_none() {
    let names = |key: &str, level, found, remedy| {
        let setup = Setup::with(|setup| setup.settings.api_v3_key = Some(Secret::new(key)));
        setup.names("api-v3-key", level, found, remedy);
    };
    let set = "on the merchant site";
    names("0123456789abcdefghijklmnopqrstu", Error, "this one has 31", set);
    names(&"ab".repeat(32), Error, "in hexadecimal", set);
    names("MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=", Error, "in base64", set);
    names(&keys::merchant().public_key_pem(), Error, "PEM text", set);
    names("0123456789abcdefghijklmnopqrstuv\n", Warning, "a line end", "printf");
    names("0123456789abcdefghijklmnopqrst/+", Warning, "letters and digits", "compare it");
    Setup::with(|setup| setup.settings.api_v3_key = None).names("api-v3-key", Warning, "there is none", set);
    let file = Setup::with(|setup| {
        setup.settings.api_v3_key = None;
        setup.settings.api_v3_key_file = Some(setup.file("key.txt", "0123456789abcdefghijklmnopqrstuv\r\n"));
    });
    file.names("api-v3-key", Warning, "a line end", "printf");
}

#[test]
fn public_keys_that_are_none_of_wechat_pays() {
    let key = |text: String| Setup::with(|setup| drop(setup.file("pub_key.pem", text)));
    let names = |text: String, found| {
        let wrong = key(text).wrong();
        crate::setup::is(&wrong[0], "public-key", Error, found, "pub_key.pem");
        // Then nothing is left to verify with.
        assert!(wrong[1..].iter().all(|finding| finding.check == "mode"), "{}", shown(&wrong));
    };
    names(keys::merchant().public_key_pem(), "the caller's own");
    names(keys::merchant().certificate_pem(), "found a certificate");
    names(keys::platform_a().private_key_pem(), "found a private key");
}

#[test]
fn public_key_ids_that_are_none() {
    let id = |id: &str| Setup::with(|setup| setup.settings.public_key_id = Some(id.to_owned())).wrong();
    crate::setup::is(
        &id(&keys::platform_a().serial)[0],
        "public-key-id",
        Error,
        "the serial of a certificate",
        "beside the key",
    );
    crate::setup::is(&id("PUB_KEY")[0], "public-key-id", Error, "found 7 characters", "beside the key");
    let other = Setup::with(|setup| {
        setup.settings.public_key_id = Some("PUB_KEY_ID_0119000001102024010100000000000001".to_owned());
    });
    other.names("public-key-id", Warning, "names the merchant 1900000110", "of the merchant that signs");
    let no_id = Setup::with(|setup| setup.settings.public_key_id = None).wrong();
    crate::setup::is(&no_id[0], "public-key-id", Error, "a key and no id", "PUB_KEY_ID_");
    let no_key = Setup::with(|setup| setup.settings.public_key = None).wrong();
    crate::setup::is(&no_key[0], "public-key", Error, "an id and no key", "pub_key.pem");
}

#[test]
fn modes_of_the_change_over() {
    let mode = |change: fn(&mut Setup)| {
        let report = Setup::with(change).examine();
        let found = report.findings().iter().find(|finding| finding.check == "mode").expect("it is told").clone();
        (found.level, found.found)
    };
    let certificates = |setup: &mut Setup| {
        let pem = keys::platform_b().certificate_pem();
        setup.settings.platform_certificates = vec![setup.file("wechatpay.pem", pem)];
    };
    let no_key = |setup: &mut Setup| (setup.settings.public_key, setup.settings.public_key_id) = (None, None);
    let starts = |(level, found): (_, String), wanted: (_, &str)| {
        assert!(level == wanted.0 && found.starts_with(wanted.1), "{level:?} {found}");
    };
    starts(mode(|_| {}), (Fine, "WeChat Pay public key alone"));
    assert_eq!(Setup::with(certificates).wrong(), []);
    starts(mode(certificates_of), (Fine, "change-over"));
    assert_eq!(Setup::with(no_key).wrong(), []);
    let nothing = Setup::with(|setup| {
        no_key(setup);
        setup.settings.fetch_certificates = Some(false);
    });
    nothing.names("mode", Error, "nothing to verify answers with", "give the WeChat Pay public key");
    let stale = Setup::with(|setup| {
        no_key(setup);
        certificates(setup);
        setup.settings.fetch_certificates = Some(false);
    });
    stale.names("mode", Warning, "that nobody renews", "fetch_certificates");
    let sealed = Setup::with(|setup| {
        setup.settings.fetch_certificates = Some(true);
        setup.settings.api_v3_key = None;
    });
    let wrong = sealed.wrong();
    crate::setup::is(&wrong[1], "mode", Error, "no APIv3 key to open them with", "api_v3_key");
}

fn certificates_of(setup: &mut Setup) {
    let pem = keys::platform_b().certificate_pem();
    setup.settings.platform_certificates = vec![setup.file("wechatpay.pem", pem)];
}

#[test]
fn platform_certificates_that_are_none() {
    let names = |text: String, found, remedy| {
        let setup = Setup::with(|setup| setup.settings.platform_certificates = vec![setup.file("wechatpay.pem", text)]);
        setup.names("platform-certificate", Error, found, remedy);
    };
    names(keys::merchant().certificate_pem(), "the caller's own", "/v3/certificates");
    names(keys::platform_a().public_key_pem(), "found a public key", "/v3/certificates");
    let expired = Setup::with(|setup| {
        setup.now = 4_733_510_400 + 86_400;
        certificates_of(setup);
    });
    let wrong = expired.wrong();
    crate::setup::is(&wrong[1], "platform-certificate", Error, "has expired on 2120-01-01", "change over");
}
