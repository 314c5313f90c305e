use std::sync::Arc;
use wechatpay_codegen::{diagnostic::*, read::*};
fn walk(d: &std::path::Path, out: &mut Vec<std::path::PathBuf>) { for e in std::fs::read_dir(d).unwrap() { let p = e.unwrap().path(); if p.is_dir() { walk(&p, out) } else { out.push(p) } } }
fn main() {
    let root = std::path::PathBuf::from(std::env::args().nth(1).unwrap());
    let mut files = vec![];
    if root.join("openapi").exists() { walk(&root.join("openapi/v3"), &mut files); walk(&root.join("webhook/v3"), &mut files) } else { walk(&root, &mut files) }
    let pages: Vec<_> = files.iter().map(|f| Arc::new(Page::from_bytes(f.strip_prefix(&root).unwrap().to_str().unwrap(), &std::fs::read(f).unwrap()))).collect();
    let t = std::time::Instant::now();
    let r = read(&pages);
    eprintln!("{:?}", t.elapsed());
    let mut by = std::collections::BTreeMap::new();
    for d in &r.diagnostics { *by.entry(d.code).or_insert(0) += 1; println!("{}\n", render(d, Style::Plain)); }
    println!("{:?}\n{:?} ops {} hooks {} moved {}", by, r.counts, r.operations.len(), r.webhooks.len(), r.moved.len());
    if std::env::args().nth(2).is_some() { println!("{:#?}", r.operations) }
}
