//! What a caller of the client can write: every public item that is generated, by its path, without emitting it.

use std::collections::BTreeMap;

use wechatpay_spec::diff::{Diff, Rust, Snapshot, Written};
use wechatpay_spec::{Auth, Corrected, Method, Retry, Target, Verify};

use crate::names::UNLISTED;
use crate::names::claims::builder;
use crate::names::model::{Answer, Base, Crate, Enum, Field, Moved, Node, Operation, Shared, Side, Struct, Webhook};
use crate::names::walk::{At, Walk};
use crate::share;

/// Items by their path from the crate's root, such as `v3::pay::transactions::jsapi::PostBuilder::appid`, each with
/// what a caller sees of it: the type of a field, the argument of a setter, the value of a variant.
pub type Items = BTreeMap<String, String>;

/// Every public item, sorted by its path.
pub fn items(named: &Crate<'_>) -> Items {
    let mut seen = Seen::default();
    named.walk(&mut seen);
    for (from, to) in &named.moved_webhooks {
        seen.add(format!("webhook::{from}"), format!("deprecated mod = webhook::{to}"));
    }
    seen.0
}

/// What has changed for callers between two states. An error lists what has no name in Rust.
pub fn between(old: &Corrected, new: &Corrected) -> Result<Diff, Vec<String>> {
    let rust = |state| match share::name(state) {
        Ok(named) => Ok(rust(&named)),
        Err(refusals) => Err(refusals.iter().map(ToString::to_string).collect::<Vec<_>>()),
    };
    let (before, after) = (rust(old)?, rust(new)?);
    Ok(Diff::of(Snapshot::new(old, &before), Snapshot::new(new, &after)))
}

/// What a comparison asks of the names.
pub fn rust(named: &Crate<'_>) -> Rust {
    let mut rust = Rust { features: named.features.iter().cloned().collect(), ..Rust::default() };
    for (module, child) in &named.root.children {
        written(child, module, None, named, &mut rust);
    }
    for webhook in &named.webhooks {
        let path = format!("webhook::{}::Resource", webhook.module);
        let target = Target::Webhook(webhook.spec.name.clone());
        let names = named.given.get(&target).cloned().unwrap_or_default();
        let feature = Some("webhook".to_owned());
        let widened = named.widened.get(&target).cloned().unwrap_or_default();
        rust.written.insert(target, Written { path, feature, names, widened, ..Written::default() });
    }
    let resource = |module: &String| format!("webhook::{module}::Resource");
    rust.aliases.extend(named.moved_webhooks.iter().map(|(from, to)| (resource(from), resource(to))));
    rust
}

fn written(node: &Node<'_>, path: &str, feature: Option<&String>, named: &Crate<'_>, rust: &mut Rust) {
    let feature = node.feature.as_ref().or(feature);
    for operation in &node.operations {
        let target = Target::Operation(operation.spec.id.clone());
        let names = named.given.get(&target).cloned().unwrap_or_default();
        let path = format!("{path}::{}", operation.name);
        let signer = operation.facts.auth.map(Auth::signer);
        let facts = facts(operation);
        let widened = named.widened.get(&target).cloned().unwrap_or_default();
        rust.written.insert(target, Written { path, feature: feature.cloned(), names, signer, widened, facts });
    }
    for moved in &node.moved {
        rust.aliases.insert(format!("{path}::{}", moved.name), format!("{}::{}", moved.to.join("::"), moved.name));
    }
    for (module, child) in &node.children {
        written(child, &format!("{path}::{module}"), feature, named, rust);
    }
}

/// What the client does without being told, where it is not the usual thing.
fn facts(operation: &Operation<'_>) -> BTreeMap<&'static str, String> {
    let mut facts = BTreeMap::new();
    let mut say = |fact, what: &str| drop(facts.insert(fact, what.to_owned()));
    match operation.facts.verify {
        Some(Verify::Unsigned) => say("verification of the answer", "none: it carries no signature"),
        Some(Verify::StatementSha1) => say("verification of the answer", "over the SHA-1 of a header"),
        None => {}
    }
    match operation.retry {
        Retry::Read if operation.spec.id.method == Method::Get => {}
        Retry::Read => say("sending again", "whatever went wrong: it changes nothing"),
        Retry::Write => {}
        Retry::Refund => say("sending again", "after a minute at the earliest"),
        Retry::Once if operation.known_by.is_empty() => say("sending again", "only where it did not go out"),
        Retry::Once => {
            let numbers = operation.known_by.join("` or `");
            say("sending again", &format!("only where it did not go out, unless `{numbers}` is given"));
        }
    }
    if let Some(upload) = &operation.upload {
        say("part of the file", &upload.file);
        say("part that describes the file", &upload.meta);
        if let Some((member, digest)) = &upload.digest {
            say("digest of the file", &format!("{digest:?} in {member}"));
        }
        if let Some(member) = &upload.file_name {
            say("name of the file", &format!("in {member}"));
        }
    }
    facts
}

#[derive(Default)]
struct Seen(Items);

impl Seen {
    fn add(&mut self, path: String, what: impl Into<String>) {
        self.0.insert(path, what.into());
    }
}

fn needing(feature: Option<&str>) -> String {
    feature.map(|feature| format!(", feature {feature}")).unwrap_or_default()
}

impl<'n> Walk<'n> for Seen {
    fn node(&mut self, node: &'n Node<'n>, at: At<'_, 'n>) {
        self.add(at.path.to_owned(), format!("mod{}", needing(node.feature.as_deref())));
    }

    fn operation(&mut self, operation: &'n Operation<'n>, at: At<'_, 'n>) {
        let response = format!("{}::{}Response", at.path, operation.name);
        match operation.answer {
            Answer::Empty { .. } => self.add(response, "type = Empty"),
            Answer::Stream => self.add(response, "type = Download"),
            Answer::Json { .. } => {}
        }
    }

    fn moved(&mut self, moved: &'n Moved, at: At<'_, 'n>) {
        let (path, to, feature) = (at.path, moved.to.join("::"), needing(moved.feature.as_deref()));
        for name in [moved.name.clone(), format!("{}Response", moved.name)] {
            self.add(format!("{path}::{name}"), format!("deprecated type = {to}::{name}{feature}"));
        }
        for module in &moved.modules {
            self.add(format!("{path}::{module}"), format!("mod = {to}::{module}{feature}"));
        }
    }

    fn webhook(&mut self, _: &'n Webhook<'n>, at: At<'_, 'n>) {
        self.add(at.path.to_owned(), "mod, feature webhook");
    }

    fn shared(&mut self, _: &'n Shared, at: At<'_, 'n>) {
        self.add(at.path.to_owned(), "mod");
    }

    fn types(&mut self, at: At<'_, 'n>) {
        self.add(at.path.to_owned(), "mod");
    }

    fn structure(&mut self, item: &'n Struct, module: Option<&str>, at: At<'_, 'n>) {
        let path = at.path;
        let name = format!("{path}::{}", item.name);
        self.add(name.clone(), "struct");
        if item.side == Side::Response {
            return item
                .fields
                .iter()
                .for_each(|field| self.add(format!("{name}::{}", field.ident), read(field, module)));
        }
        let builder = builder(&item.name);
        self.add(format!("{name}::builder"), format!("fn() -> {builder}"));
        let required = item.fields.iter().filter(|field| field.is_certain()).map(|field| field.ident.as_str());
        let required = required.collect::<Vec<_>>().join(", ");
        let builder = format!("{path}::{builder}");
        self.add(builder.clone(), "struct");
        self.add(format!("{builder}::build"), format!("fn() -> {}, needs [{required}]", item.name));
        for field in &item.fields {
            self.add(format!("{builder}::{}", field.ident), setter(field, module));
        }
    }

    fn symbol(&mut self, symbol: &'n Enum, at: At<'_, 'n>) {
        let path = format!("{}::{}", at.path, symbol.name);
        self.add(path.clone(), "enum");
        self.add(format!("{path}::{UNLISTED}"), "any other value");
        for (variant, value) in &symbol.variants {
            self.add(format!("{path}::{variant}"), format!("= {value:?}"));
        }
    }
}

fn read(field: &Field, module: Option<&str>) -> String {
    let base = base(&field.base, module);
    let ty = if field.list { format!("Vec<{base}>") } else { base };
    if field.is_certain() { ty } else { format!("Option<{ty}>") }
}

fn setter(field: &Field, module: Option<&str>) -> String {
    let base = base(&field.base, module);
    let number = matches!(field.base, Base::Integer | Base::Float | Base::Boolean);
    let argument = if number { base } else { format!("impl Into<{base}>") };
    if field.list { format!("fn(impl IntoIterator<Item = {argument}>)") } else { format!("fn({argument})") }
}

fn base(base: &Base, module: Option<&str>) -> String {
    match base {
        Base::String => "String".to_owned(),
        Base::Secret => "Secret".to_owned(),
        Base::Integer => "i64".to_owned(),
        Base::Float => "f64".to_owned(),
        Base::Boolean => "bool".to_owned(),
        Base::Json => "Value".to_owned(),
        Base::File => "File".to_owned(),
        Base::Shared(name) => name.to_string(),
        Base::Named(name) => module.map_or_else(|| name.clone(), |module| format!("{module}::{name}")),
    }
}
