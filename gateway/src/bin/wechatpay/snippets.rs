//! How code in other languages is pointed at the gateway.

use std::fmt::Write as _;
use std::path::Path;

use wechatpay_gateway::keys::Config;

/// What the program prints when it starts.
pub(crate) fn all(config: &Config, keys: &Path) -> String {
    let mut text = format!("WeChat Pay's part is played at {}\n\n", config.base_url);
    let id = config.public_key_id.as_deref().unwrap_or_default();
    let settings = [
        ("merchant id", config.merchant_id.as_str()),
        ("certificate serial", &config.certificate_serial),
        ("APIv3 key", &config.api_v3_key),
        ("WeChat Pay public key", id),
        ("notify_url of orders", &config.notify_url),
    ];
    for (name, value) in settings {
        writeln!(text, "  {name:<22} {value}").expect("a string takes all text");
    }
    writeln!(text, "  {:<22} {} (known to everyone: they protect nothing)", "keys", keys.display())
        .expect("a string takes all text");
    writeln!(text, "  {:<22} . '{}'\n", "all of it, in a shell", keys.join("gateway.env").display())
        .expect("a string takes all text");
    for (name, snippet) in SNIPPETS {
        writeln!(text, "--- {name}\n{}", filled(snippet, config, keys)).expect("a string takes all text");
    }
    text
}

fn filled(snippet: &str, config: &Config, keys: &Path) -> String {
    let address = config.base_url.trim_start_matches("http://").trim_end_matches('/');
    let (host, port) = address.rsplit_once(':').unwrap_or((address, "80"));
    let mut text = snippet.to_owned();
    for (name, value) in [
        ("{url}", config.base_url.as_str()),
        ("{base}", config.base_url.trim_end_matches('/')),
        ("{address}", address),
        ("{host}", host),
        ("{port}", port),
        ("{mchid}", &config.merchant_id),
        ("{serial}", &config.certificate_serial),
        ("{apiv3}", &config.api_v3_key),
        ("{keyid}", config.public_key_id.as_deref().unwrap_or_default()),
        ("{appid}", &config.app_id),
        ("{notify}", &config.notify_url),
        ("{keys}", &keys.display().to_string()),
    ] {
        text = text.replace(name, value);
    }
    text
}

const SNIPPETS: [(&str, &str); 6] = [
    ("Rust, wechatpay-client", RUST),
    ("Go, wechatpay-go", GO),
    ("Java, wechatpay-java", JAVA),
    ("Python, wechatpayv3", PYTHON),
    ("Node, wechatpay-axios-plugin", NODE),
    ("PHP, wechatpay/wechatpay", PHP),
];

const RUST: &str = r#"let client = Client::builder()
    .merchant_id("{mchid}")
    .private_key(std::fs::read("{keys}/apiclient_key.pem")?)
    .certificate_serial("{serial}")
    .apiv3_key("{apiv3}")
    .public_key("{keyid}", std::fs::read("{keys}/pub_key.pem")?)
    .base_url("{url}")
    .build()?;
"#;

/// Its services have the host in their code: the transport sends it elsewhere.
const GO: &str = r#"type toGateway struct{}

func (toGateway) RoundTrip(r *http.Request) (*http.Response, error) {
    r = r.Clone(r.Context())
    r.URL.Scheme, r.URL.Host, r.Host = "http", "{address}", ""
    return http.DefaultTransport.RoundTrip(r)
}

privateKey, err := utils.LoadPrivateKeyWithPath("{keys}/apiclient_key.pem")
publicKey, err := utils.LoadPublicKeyWithPath("{keys}/pub_key.pem")
client, err := core.NewClient(ctx,
    option.WithWechatPayPublicKeyAuthCipher("{mchid}", "{serial}", privateKey, "{keyid}", publicKey),
    option.WithHTTPClient(&http.Client{Transport: toGateway{}}))
"#;

/// The same, by an interceptor.
const JAVA: &str = r#"Config config = new RSAPublicKeyConfig.Builder()
    .merchantId("{mchid}").merchantSerialNumber("{serial}").apiV3Key("{apiv3}")
    .privateKeyFromPath("{keys}/apiclient_key.pem")
    .publicKeyFromPath("{keys}/pub_key.pem").publicKeyId("{keyid}").build();
HttpClient http = new DefaultHttpClientBuilder().config(config)
    .okHttpClient(new OkHttpClient.Builder().addInterceptor(chain -> chain.proceed(chain.request().newBuilder()
        .url(chain.request().url().newBuilder().scheme("http").host("{host}").port({port}).build()).build())).build())
    .build();
JsapiService service = new JsapiService.Builder().httpClient(http).build();
"#;

const PYTHON: &str = r#"wxpay = WeChatPay(
    wechatpay_type=WeChatPayType.JSAPI, mchid="{mchid}", cert_serial_no="{serial}", apiv3_key="{apiv3}",
    private_key=open("{keys}/apiclient_key.pem").read(),
    public_key=open("{keys}/pub_key.pem").read(), public_key_id="{keyid}",
    appid="{appid}", notify_url="{notify}")
wxpay._core._gate_way = "{base}"  # it has no setting for it
"#;

const NODE: &str = r"const wxpay = new Wechatpay({
  mchid: '{mchid}', serial: '{serial}', privateKey: readFileSync('{keys}/apiclient_key.pem'),
  certs: { '{keyid}': readFileSync('{keys}/pub_key.pem') },
  baseURL: '{url}',
});
";

const PHP: &str = r"$client = Builder::factory([
    'mchid' => '{mchid}', 'serial' => '{serial}',
    'privateKey' => Rsa::from('file://{keys}/apiclient_key.pem', Rsa::KEY_TYPE_PRIVATE),
    'certs' => ['{keyid}' => Rsa::from('file://{keys}/pub_key.pem', Rsa::KEY_TYPE_PUBLIC)],
    'base_uri' => '{url}',
]);
";
