//! A headless Chromium, driven over a pipe by its `DevTools` protocol.

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

pub struct Browser {
    process: Child,
    to: File,
    from: BufReader<File>,
    session: String,
    id: u64,
    _folder: tempfile::TempDir,
}

impl Browser {
    /// One with a page open; nothing where there is no browser on this machine.
    pub fn open(url: &str) -> Option<Self> {
        let is_there =
            |name: &&&str| Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success());
        let Some(name) = NAMES.iter().find(is_there) else {
            println!("skipped: there is none of {}", NAMES.join(", "));
            return None;
        };
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        let (to, from) = (path("to"), path("from"));
        assert!(Command::new("mkfifo").args([&to, &from]).status().expect("there is `mkfifo`").success());
        // The browser reads commands from its file descriptor 3, and answers on 4.
        let line = r#"exec "$0" --headless --no-sandbox --disable-gpu --hide-scrollbars --no-first-run \
            --window-size=1100,1000 --remote-debugging-pipe --user-data-dir="$3" about:blank 3<"$1" 4>"$2""#;
        let process = Command::new("sh")
            .args(["-c", line, name])
            .args([&to, &from, &path("profile")])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("there is a shell");
        let to = OpenOptions::new().write(true).open(to).expect("it reads");
        let from = BufReader::new(File::open(from).expect("it writes"));
        let mut browser = Self { process, to, from, session: String::new(), id: 0, _folder: folder };
        let target = browser.call("Target.createTarget", &json!({"url": "about:blank"}))["targetId"].clone();
        let session = browser.call("Target.attachToTarget", &json!({"targetId": target, "flatten": true}));
        session["sessionId"].as_str().expect("it has a page").clone_into(&mut browser.session);
        browser.call("Page.enable", &json!({}));
        browser.call("Page.navigate", &json!({"url": url}));
        while browser.message()["method"] != "Page.loadEventFired" {}
        Some(browser)
    }

    fn call(&mut self, method: &str, params: &Value) -> Value {
        self.id += 1;
        let mut command = json!({"id": self.id, "method": method, "params": params});
        if !self.session.is_empty() {
            command["sessionId"] = json!(self.session);
        }
        self.to.write_all(format!("{command}\0").as_bytes()).expect("it reads");
        loop {
            let message = self.message();
            if message["id"] == self.id {
                assert!(message.get("error").is_none(), "{message}");
                return message["result"].clone();
            }
        }
    }

    /// What the browser says next.
    fn message(&mut self) -> Value {
        let mut bytes = Vec::new();
        let read = self.from.read_until(0, &mut bytes).expect("it writes");
        assert!(read > 0, "the browser has ended");
        serde_json::from_slice(&bytes[..bytes.len() - 1]).expect("it writes JSON")
    }

    /// The value of an expression on the page, which may be a promise.
    pub fn value(&mut self, expression: &str) -> Value {
        let params = json!({"expression": expression, "awaitPromise": true, "returnByValue": true});
        let result = self.call("Runtime.evaluate", &params);
        assert!(result.get("exceptionDetails").is_none(), "{expression}: {result}");
        result["result"]["value"].clone()
    }

    /// Waits until a condition holds on the page.
    pub fn wait(&mut self, condition: &str) {
        let expression = format!(
            "new Promise((done, fail) => {{ const end = Date.now() + 20000; const look = () => \
             {{ let is; try {{ is = {condition}; }} catch {{ is = false; }} \
             if (is) done(true); else if (Date.now() > end) fail(new Error(document.body.innerText)); \
             else setTimeout(look, 20); }}; look(); }})"
        );
        self.value(&expression);
    }

    pub fn text(&mut self, selector: &str) -> String {
        let value = self.value(&format!("document.querySelector({}).innerText", json!(selector)));
        value.as_str().unwrap_or_default().to_owned()
    }

    pub fn click(&mut self, selector: &str) {
        self.value(&format!("document.querySelector({}).click()", json!(selector)));
    }

    /// Whether the page is dark.
    pub fn dark(&mut self, is_dark: bool) {
        let value = if is_dark { "dark" } else { "light" };
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": value}]});
        self.call("Emulation.setEmulatedMedia", &features);
    }

    /// A picture of the whole page into the folder `PAGE_PICTURES`, where someone wants to look at it.
    pub fn picture(&mut self, name: &str) {
        let Some(folder) = std::env::var_os("PAGE_PICTURES") else { return };
        let result = self.call("Page.captureScreenshot", &json!({"format": "png", "captureBeyondViewport": true}));
        let bytes = BASE64_STANDARD.decode(result["data"].as_str().expect("a picture")).expect("base64");
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(std::path::Path::new(&folder).join(name), bytes).expect("there is room");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
