//! `cargo xtask find`

use std::path::Path;
use std::process::ExitCode;

use wechatpay_codegen::index::{Index, by_hand, find};
use wechatpay_codegen::share;
use wechatpay_spec::Corrected;

use crate::{checkout, terminal};

#[derive(clap::Args)]
pub struct Args {
    /// What is looked for: Chinese or English words, a URL or a part of it, the number or the address of an official page,
    /// an event type, a path in Rust
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// So many at most
    #[arg(long, value_name = "COUNT", default_value_t = 10)]
    top: usize,
}

pub fn run(args: &Args) -> ExitCode {
    let found = checkout::root().map_err(|error| vec![error]).and_then(|root| text(args, &root));
    match found.and_then(|text| terminal::print(text).map_err(|error| vec![error.to_string()])) {
        Ok(()) => ExitCode::SUCCESS,
        Err(errors) => {
            for error in &errors {
                terminal::warn(format_args!("error: {error}"));
            }
            ExitCode::FAILURE
        }
    }
}

fn text(args: &Args, root: &Path) -> Result<String, Vec<String>> {
    let corrected = Corrected::load(&root.join("spec"))
        .map_err(|errors| errors.iter().map(|error| format!("spec/{error}")).collect::<Vec<_>>())?;
    let named =
        share::name(&corrected).map_err(|refusals| refusals.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    let index = Index::of(&named, &corrected);
    let items = by_hand::read(&root.join("generated-client/src/lib.rs")).map_err(|error| vec![error.to_string()])?;
    let found = find::find(&index, &items, &args.words);
    if found.is_empty() {
        return Err(vec![format!(
            "nothing is called `{}`: try fewer words, or a part of the URL",
            args.words.join(" ")
        )]);
    }
    let shown: Vec<String> = found.iter().take(args.top).map(ToString::to_string).collect();
    let more = found.len().saturating_sub(args.top);
    let more =
        if more == 0 { String::new() } else { format!("\nand {more} more: `--top {}` shows them\n", found.len()) };
    Ok(shown.join("\n") + &more)
}
