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

#[cfg(test)]
mod tests {
    use wechatpay_spec::{Body, Content, Field, Kind, Protocol, Request, Required, Response, Spec, Status, Type};

    use super::*;

    /// What is told of an operation by these lines of `protocol.toml`.
    fn told(id: &str, protocol: &str, body: Body) -> Vec<(&'static str, String)> {
        let operation = wechatpay_spec::Operation {
            id: id.parse().unwrap(),
            title: "t".to_owned(),
            source: "x".to_owned(),
            docs: Vec::new(),
            status: Status::Current,
            base: None,
            request: Request { body, ..Request::default() },
            response: Response::Empty { http: 204 },
        };
        let target = Target::Operation(operation.id.clone());
        let spec = Spec { operations: vec![operation], ..Spec::default() };
        let protocol = Protocol::parse(Protocol::FILE, protocol).unwrap();
        let corrected = Corrected { spec, protocol, ..Corrected::default() };
        let named = share::name(&corrected).unwrap();
        rust(&named).written[&target].facts.clone().into_iter().collect()
    }

    fn said(id: &str, fact: &str) -> String {
        format!("[[facts]]\noperations = [\"{id}\"]\n{fact}\nsource = \"x\"\n")
    }

    /// Where one of these changes, money may go twice or an answer goes unverified: the diff has to say so.
    #[test]
    fn what_the_client_does_unasked_is_told_where_it_is_not_the_usual_thing() {
        let (get, post) = ("GET /v3/a", "POST /v3/a");
        let of = |id: &str, fact: &str| told(id, &said(id, fact), Body::None);
        for (id, fact, name, what) in [
            (get, "verify = \"unsigned\"", "verification of the answer", "none: it carries no signature"),
            (get, "verify = \"statement-sha1\"", "verification of the answer", "over the SHA-1 of a header"),
            (post, "retry = \"read\"", "sending again", "whatever went wrong: it changes nothing"),
            (post, "retry = \"refund\"", "sending again", "after a minute at the earliest"),
            (post, "retry = \"once\"", "sending again", "only where it did not go out"),
        ] {
            assert_eq!(of(id, fact), [(name, what.to_owned())], "{id} {fact}");
        }
        for (id, fact) in [(get, "retry = \"read\""), (post, "retry = \"write\"")] {
            assert!(of(id, fact).is_empty(), "{id} {fact}");
        }
        let numbers = "[again]\nnumbers = [\"out_no\", \"out_id\"]\nsource = \"x\"\n";
        let fields = ["out_no", "note", "out_id"].map(|name| Field::new(name, Type::STRING)).to_vec();
        let known = told(post, numbers, Body::Json { required: Required::Yes, fields });
        let unless = "only where it did not go out, unless `out_no` or `out_id` is given";
        assert_eq!(known, [("sending again", unless.to_owned())]);
    }

    #[test]
    fn what_the_client_fills_in_of_an_upload_is_told() {
        let upload = |members: Vec<Field>| {
            let meta = Field { content: Content::EncodedJson(members), ..Field::new("meta", Type::STRING) };
            let file = Field::new("file", Type::one(Kind::File));
            told("POST /v3/a", "", Body::Multipart { parts: vec![file, meta] })
        };
        let digest = Field { label: "文件的SHA256摘要".to_owned(), ..Field::new("sha256", Type::STRING) };
        let parts = [("part of the file", "file"), ("part that describes the file", "meta")];
        let whole = [("digest of the file", "Sha256 in sha256"), ("name of the file", "in filename")];
        let owned = |facts: &[(&'static str, &str)]| -> Vec<_> {
            facts.iter().map(|(fact, what)| (*fact, (*what).to_owned())).collect()
        };
        let all = [whole[0], whole[1], parts[0], parts[1]];
        assert_eq!(upload(vec![digest, Field::new("filename", Type::STRING)]), owned(&all));
        assert_eq!(upload(vec![Field::new("note", Type::STRING)]), owned(&parts));
    }
}
