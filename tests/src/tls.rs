//! TLS in front of a gateway, and a proxy on the way to it: what stands between a client and WeChat Pay.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use wechatpay_gateway::crypto::{decode, pem};

fn fixture(base64: &str) -> Vec<u8> {
    decode(base64).expect("the fixture is base64")
}

/// The root certificate of the authority that nobody but these tests knows.
pub fn authority_pem() -> String {
    pem("CERTIFICATE", &fixture(include_str!("../fixtures/keys/tls_authority.cert.b64")))
}

/// Speaks TLS as `gateway.test`, `proxy.test`, `localhost` and `127.0.0.1`.
fn acceptor() -> TlsAcceptor {
    let certificate = CertificateDer::from(fixture(include_str!("../fixtures/keys/tls_host.cert.b64")));
    let key = PrivateKeyDer::Pkcs8(fixture(include_str!("../fixtures/keys/tls_host.pkcs8.b64")).into());
    let provider = Arc::new(rustls_graviola::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.expect("TLS 1.2 and 1.3").with_no_client_auth().with_single_cert(vec![certificate], key);
    TlsAcceptor::from(Arc::new(config.expect("the key belongs to the certificate")))
}

/// Takes connections for as long as it is kept.
#[derive(Debug)]
struct Listening {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Listening {
    async fn start<F>(serve: impl Fn(TcpStream) -> F + Send + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("the loopback interface has a free port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream));
            }
        });
        Self { address, task }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Takes TLS off what comes, and passes it on to a gateway.
#[derive(Debug)]
pub struct TlsFront(Listening);

impl TlsFront {
    pub async fn of(gateway: SocketAddr) -> Self {
        let acceptor = acceptor();
        let serve = move |stream| {
            let acceptor = acceptor.clone();
            async move {
                // A client that does not trust it hangs up.
                if let Ok(stream) = acceptor.accept(stream).await {
                    pass_on(stream, gateway).await;
                }
            }
        };
        Self(Listening::start(serve).await)
    }

    /// Its URL under one of its names.
    pub fn url(&self, host: &str) -> String {
        format!("https://{host}:{}/", self.0.address.port())
    }
}

async fn pass_on(mut stream: impl AsyncRead + AsyncWrite + Unpin, to: SocketAddr) {
    if let Ok(mut other) = TcpStream::connect(to).await {
        // Whoever hangs up first has had enough.
        let _ = copy_bidirectional(&mut stream, &mut other).await;
    }
}

/// A proxy that passes on what is encrypted: `CONNECT`, to a port of this machine, whatever the host is called.
#[derive(Debug)]
pub struct Proxy {
    listening: Listening,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// One that is spoken to in the open.
    pub async fn start(credentials: Option<(&str, &str)>) -> Self {
        Self::launch(credentials, None).await
    }

    /// One that is itself spoken to by TLS.
    pub async fn with_tls(credentials: Option<(&str, &str)>) -> Self {
        Self::launch(credentials, Some(acceptor())).await
    }

    async fn launch(credentials: Option<(&str, &str)>, tls: Option<TlsAcceptor>) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let authorization = credentials
            .map(|(user, password)| format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{password}"))));
        let seen = asked.clone();
        let serve = move |stream| {
            let (tls, seen, authorization) = (tls.clone(), seen.clone(), authorization.clone());
            async move {
                match tls {
                    None => tunnel(stream, authorization, &seen).await,
                    Some(tls) => {
                        if let Ok(stream) = tls.accept(stream).await {
                            tunnel(stream, authorization, &seen).await;
                        }
                    }
                }
            }
        };
        Self { listening: Listening::start(serve).await, asked }
    }

    /// The host and port to reach it by.
    pub fn authority(&self, host: &str) -> String {
        format!("{host}:{}", self.listening.address.port())
    }

    /// The head of each request, as it came.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("nothing panics in here").clone()
    }
}

async fn tunnel(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    authorization: Option<String>,
    asked: &Mutex<Vec<String>>,
) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let head = String::from_utf8(head).expect("a head is text");
    asked.lock().expect("nothing panics in here").push(head.clone());
    let given = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("Proxy-Authorization").then(|| value.to_owned())
    });
    let port = head.strip_prefix("CONNECT ").and_then(|rest| rest.split([':', ' ']).nth(1)?.parse::<u16>().ok());
    let answer = match port {
        None => "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n",
        _ if given != authorization => "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
        Some(_) => "HTTP/1.1 200 Connection Established\r\n\r\n",
    };
    let written = stream.write_all(answer.as_bytes()).await;
    if let (Ok(()), Some(port), true) = (written, port, given == authorization) {
        pass_on(stream, SocketAddr::from(([127, 0, 0, 1], port))).await;
    }
}
