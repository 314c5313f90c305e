//! A private key that this program never sees: another program signs, as an HSM or a key management service does.
//!
//! `cargo run --example signer openssl dgst -sha256 -sign apiclient_key.pem` has `openssl` sign; a PKCS#11 token has
//! tools of its own that read a message from standard input and write its signature to standard output.

use std::error::Error;
use std::pin::Pin;
use std::process::Stdio;

use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use wechatpay_client::signature::{SignError, Signer};
use wechatpay_client::v3::pay::transactions::native;
use wechatpay_examples::program::{Report, arguments, number};
use wechatpay_examples::settings::Settings;

// ANCHOR: signer
/// Signs by a command.
pub(crate) struct External {
    /// Of the certificate that belongs to the key.
    pub(crate) serial: String,
    /// The command and its arguments.
    pub(crate) command: Vec<String>,
}

impl External {
    async fn run(&self, message: &[u8]) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
        let (program, arguments) = self.command.split_first().ok_or("which command signs?")?;
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn()?;
        let mut input = child.stdin.take().ok_or("it reads nothing")?;
        input.write_all(message).await?;
        drop(input); // the message ends here
        let output = child.wait_with_output().await?;
        if output.status.success() { Ok(output.stdout) } else { Err(format!("{program}: {}", output.status).into()) }
    }
}

impl Signer for External {
    fn serial(&self) -> &str {
        &self.serial
    }

    fn sign<'a>(&'a self, message: &'a [u8]) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, SignError>> + Send + 'a>> {
        Box::pin(async { self.run(message).await.map_err(SignError::new) })
    }
}
// ANCHOR_END: signer

/// Places an order that the command signs.
pub(crate) async fn order(settings: &Settings, command: Vec<String>) -> Result<String, Box<dyn Error>> {
    let signer = External { serial: settings.certificate_serial.clone(), command };
    let client = settings.client_without_key().signer(signer).build()?;
    let order = native::Post::builder()
        .appid(&settings.app_id)
        .mchid(&settings.merchant_id)
        .description("A cup of tea")
        .out_trade_no(number("signed-"))
        .notify_url(&settings.notify_url)
        .amount(native::post::Amount::builder().total(100).build());
    Ok(client.send(order.build()).await?.code_url)
}

#[tokio::main]
async fn main() -> Result<(), Report> {
    println!(
        "{}",
        order(&Settings::from_env()?, arguments("the command that signs, with its arguments behind it")?).await?
    );
    Ok(())
}
