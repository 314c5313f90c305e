//! The trade bill of a day, as a file, with a progress bar.
//!
//! `cargo run --example bill 2026-11-20` writes `bill-2026-11-20.csv`. A day's bill is there from ten in the morning of
//! the next.

use std::path::Path;

use indicatif::ProgressBar;
use wechatpay_client::Client;
use wechatpay_client::download::Link;
use wechatpay_client::v3::bill::tradebill;
use wechatpay_examples::program::{Report, argument};
use wechatpay_examples::settings::Settings;

// ANCHOR: bill
/// Writes the bill to a file, and gives its length in bytes. The file is there when it is whole and its digest is right,
/// and not before.
pub(crate) async fn fetch(
    client: &Client,
    day: &str,
    path: &Path,
    bar: &ProgressBar,
) -> Result<u64, wechatpay_client::Error> {
    let bill = client.send(tradebill::Get::builder().bill_date(day).tar_type("GZIP").build()).await?;
    let download = client.download(Link::of(&bill)?).await?; // unpacked as it comes
    bar.set_length(download.wire_length().unwrap_or_default());
    let shown = bar.clone();
    let written = download.on_progress(move |progress| shown.set_position(progress.wire_bytes)).save(path).await?;
    bar.finish();
    Ok(written)
}
// ANCHOR_END: bill

#[tokio::main]
async fn main() -> Result<(), Report> {
    let client = Settings::from_env()?.client().build()?;
    let day = argument(1, "a day, such as 2026-11-20")?;
    let path = format!("bill-{day}.csv");
    match fetch(&client, &day, Path::new(&path), &ProgressBar::new(0)).await {
        Ok(written) => println!("{path}: {written} bytes"),
        Err(error) if error.is_refused_with("NO_STATEMENT_EXIST") => println!("nothing was sold on that day"),
        Err(error) if error.is_refused_with("STATEMENT_CREATING") => println!("it is being made: ask again later"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
