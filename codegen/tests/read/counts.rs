//! The whole documentation, counted a second time by a scan of its lines that knows nothing of the reader.

use std::fs;
use std::path::{Path, PathBuf};

use wechatpay_codegen::diagnostic::Code;
use wechatpay_codegen::pages;
use wechatpay_codegen::read::read;

use crate::sound::assert_sound;

/// Where snapshots of the documentation lie beside a checkout, if they do.
fn documentation(name: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the repository");
    let docs = root.join("../shared/docs").join(name);
    if !docs.is_dir() {
        eprintln!("skipped: {} is not here", docs.display());
        return None;
    }
    Some(docs)
}

#[test]
fn every_row_of_the_documentation_is_accounted_for() {
    for name in ["2026-03", "2026-06", "2026-08"] {
        let Some(docs) = documentation(name) else { continue };
        let reading = read(&pages::load(&docs, "").expect("the pages can be read"));
        assert_sound(&reading);
        let scanned = Scan::of(&docs);
        let said = |code: Code| reading.diagnostics.iter().filter(|diagnostic| diagnostic.code == code).count();
        let fate = reading.counts.fate;
        let found = Scan {
            pages: reading.counts.pages,
            operations: reading.operations.len() + said(Code::SampleMissing),
            webhooks: reading.webhooks.len(),
            moved: reading.moved.len(),
            rows: reading.counts.rows,
            parts: fate.parts,
            frame: fate.frame,
            separators: fate.separators,
            statements: fate.statements,
            enums: reading.counts.enums,
            values: reading.counts.values + said(Code::DuplicateValue),
        };
        assert_eq!(found, scanned, "{name}");
    }
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Scan {
    pages: usize,
    operations: usize,
    webhooks: usize,
    moved: usize,
    rows: usize,
    parts: usize,
    frame: usize,
    separators: usize,
    statements: usize,
    enums: usize,
    values: usize,
}

/// Which table a line stands in.
#[derive(Clone, Copy, PartialEq)]
enum Table {
    Request,
    Answer,
    Other,
    /// The plain text of a notification.
    Content,
}

impl Scan {
    fn of(docs: &Path) -> Self {
        let mut scan = Self::default();
        scan.folder(&docs.join("openapi/v3"), false);
        scan.folder(&docs.join("webhook/v3"), true);
        scan
    }

    fn folder(&mut self, folder: &Path, webhook: bool) {
        for entry in fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                self.folder(&path, webhook);
            } else {
                self.page(&fs::read_to_string(&path).expect("the page can be read"), webhook);
            }
        }
    }

    fn page(&mut self, text: &str, webhook: bool) {
        self.pages += 1;
        self.moved += usize::from(text.contains("\ntitle: Moved to "));
        // Without a call there is no operation, and of its rows only the number is kept.
        let called = webhook || text.contains("$instance");
        let mut table = Table::Other;
        let mut answer = 0;
        for line in text.lines() {
            let anchored =
                ["{#get}", "{#post}", "{#put}", "{#patch}", "{#delete}"].iter().any(|end| line.ends_with(end));
            if line.starts_with('#') && anchored {
                *(if webhook { &mut self.webhooks } else { &mut self.operations }) += 1;
            }
            let Some(row) = line.strip_prefix('|') else { continue };
            match row.split('|').next().unwrap_or_default().trim() {
                "请求参数" => table = Table::Request,
                "返回字典" => table = Table::Other,
                "应答规范" => table = Table::Answer,
                rule if rule.starts_with("--") => {}
                first => {
                    self.rows += 1;
                    self.values_of(row);
                    if called {
                        self.row(first, &mut table, webhook);
                    }
                    answer += usize::from(table == Table::Answer);
                }
            }
        }
        // `status`, `body`, `code` and `message` are part of the frame; more than that is an answer of its own.
        self.frame += Some(answer).filter(|rows| *rows <= 4).unwrap_or_default();
    }

    fn row(&mut self, first: &str, table: &mut Table, webhook: bool) {
        let parts = ["json", "query", "headers", "body", "base_uri"];
        let name = first.split([' ', '{']).next().unwrap_or_default();
        if first.contains(".im-table-line") {
            self.separators += 1;
            *table = if webhook { Table::Content } else { *table };
        } else if first.contains("colspan") {
            self.statements += 1;
        } else if webhook {
            self.frame += usize::from(*table == Table::Request);
        } else if *table == Table::Request && parts.contains(&name) && !first.contains("data-indent") {
            self.parts += 1;
        }
    }

    fn values_of(&mut self, row: &str) {
        let values = marked(row).max(described(row)).max(numbered(row));
        self.enums += usize::from(values > 0);
        self.values += values;
    }
}

/// How many values stand in backticks before the words that mark an enum.
fn marked(row: &str) -> usize {
    let Some((before, _)) = row.rsplit_once("枚举值") else { return 0 };
    let pieces: Vec<&str> = before.trim_end().split('`').collect();
    let [quoted @ .., ""] = pieces.as_slice() else { return 0 };
    // From the end on, values and what is between them take turns.
    let between = |piece: &&&str| piece.chars().all(|c| matches!(c, ' ' | '|' | '\\'));
    1 + quoted.iter().rev().skip(1).step_by(2).take_while(between).count()
}

/// How many numbers have a meaning: `（0-线上/1-线下）`.
fn numbered(row: &str) -> usize {
    let told = |digit: &str| row.contains(&format!("{digit}-")) && row.trim_end().ends_with(['）', ')']);
    if told("(0") || told("（0") { row.matches("/1-").count() + 1 } else { 0 }
}

/// How many values are described one by one, each on a line of its own.
fn described(row: &str) -> usize {
    let announced = row.contains("枚举值") || row.contains("取值如下");
    let opens = |line: &&str| {
        let line = line.rsplit('|').next().unwrap_or_default().trim();
        let line = line.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('、');
        let (value, rest) = match line.strip_prefix('`') {
            Some(quoted) => quoted.split_once('`').unwrap_or_default(),
            None => line.split_at(line.find(|c: char| !c.is_ascii_alphabetic() && c != '_').unwrap_or(0)),
        };
        // Of its own accord, a bare word is a value only in capitals, and where it is no abbreviation.
        let capitals = value.len() > 3 && !value.contains(|c: char| c.is_ascii_lowercase());
        (announced || line.starts_with('`') || capitals) && !value.is_empty() && rest.trim_start().starts_with('：')
    };
    match row.split("<br/>").filter(opens).count() {
        1 if !announced => 0,
        count => count,
    }
}
