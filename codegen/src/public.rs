//! What a caller of the client can write: every public item that is generated, by its path, without emitting it.

use std::collections::BTreeMap;

use wechatpay_spec::diff::{Diff, Rust, Snapshot, Written};
use wechatpay_spec::{Auth, Corrected, Method, Retry, Target, Verify};

use crate::names::UNLISTED;
use crate::names::claims::builder;
use crate::names::model::{
    Answer, Base, Crate, Enum, Field, Moved, Nested, Node, Operation, Shared, Side, Struct, Type, Webhook,
};
use crate::share;

/// Items by their path from the crate's root, such as `v3::pay::transactions::jsapi::PostBuilder::appid`, each with
/// what a caller sees of it: the type of a field, the argument of a setter, the value of a variant.
pub type Items = BTreeMap<String, String>;

/// Every public item, sorted by its path.
pub fn items(named: &Crate<'_>) -> Items {
    let mut items = Items::new();
    for (module, child) in &named.root.children {
        node(child, module, &mut items);
    }
    for webhook in &named.webhooks {
        notification(webhook, &mut items);
    }
    named.shared.iter().for_each(|shared| of_several(shared, &mut items));
    for (from, to) in &named.moved_webhooks {
        items.insert(format!("webhook::{from}"), format!("deprecated mod = webhook::{to}"));
    }
    items
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

fn node(node: &Node<'_>, path: &str, items: &mut Items) {
    let feature = node.feature.as_ref().map(|feature| format!(", feature {feature}")).unwrap_or_default();
    items.insert(path.to_owned(), format!("mod{feature}"));
    node.operations.iter().for_each(|named| operation(named, path, items));
    node.moved.iter().for_each(|moved| alias(moved, path, items));
    for (module, child) in &node.children {
        self::node(child, &format!("{path}::{module}"), items);
    }
}

fn operation(operation: &Operation<'_>, path: &str, items: &mut Items) {
    let module = operation.spec.id.method.lower();
    structure(&operation.request, path, Some(module), items);
    types(&operation.request_types, &format!("{path}::{module}"), items);
    let response = format!("{path}::{}Response", operation.name);
    match &operation.answer {
        Answer::Empty { .. } => drop(items.insert(response, "type = Empty".to_owned())),
        Answer::Stream => drop(items.insert(response, "type = Download".to_owned())),
        Answer::Json { body, types: nested, .. } => {
            let module = format!("{module}_response");
            structure(body, path, Some(&module), items);
            types(nested, &format!("{path}::{module}"), items);
        }
    }
}

fn alias(moved: &Moved, path: &str, items: &mut Items) {
    let (to, feature) = (moved.to.join("::"), &moved.feature);
    let feature = feature.as_ref().map(|feature| format!(", feature {feature}")).unwrap_or_default();
    for name in [moved.name.clone(), format!("{}Response", moved.name)] {
        items.insert(format!("{path}::{name}"), format!("deprecated type = {to}::{name}{feature}"));
    }
    for module in &moved.modules {
        items.insert(format!("{path}::{module}"), format!("mod = {to}::{module}{feature}"));
    }
}

fn notification(webhook: &Webhook<'_>, items: &mut Items) {
    let path = format!("webhook::{}", webhook.module);
    items.insert(path.clone(), "mod, feature webhook".to_owned());
    structure(&webhook.body, &path, Some("resource"), items);
    types(&webhook.types, &format!("{path}::resource"), items);
    if let Some((answer, nested)) = &webhook.answer {
        structure(answer, &path, Some("answer"), items);
        types(nested, &format!("{path}::answer"), items);
    }
}

fn of_several(shared: &Shared, items: &mut Items) {
    let path = format!("types::{}", shared.name.modules.join("::"));
    items.insert(path.clone(), "mod".to_owned());
    match &shared.ty {
        Type::Struct(item) => structure(item, &path, Some(&shared.module), items),
        Type::Enum(item) => symbol(item, &path, items),
    }
    types(&shared.nested, &format!("{path}::{}", shared.module), items);
}

fn types(types: &[Nested], path: &str, items: &mut Items) {
    if !types.is_empty() {
        items.insert(path.to_owned(), "mod".to_owned());
    }
    for Nested { ty, .. } in types {
        match ty {
            Type::Struct(item) => structure(item, path, None, items),
            Type::Enum(item) => symbol(item, path, items),
        }
    }
}

fn symbol(symbol: &Enum, path: &str, items: &mut Items) {
    let path = format!("{path}::{}", symbol.name);
    items.insert(path.clone(), "enum".to_owned());
    items.insert(format!("{path}::{UNLISTED}"), "any other value".to_owned());
    for (variant, value) in &symbol.variants {
        items.insert(format!("{path}::{variant}"), format!("= {value:?}"));
    }
}

fn structure(item: &Struct, path: &str, module: Option<&str>, items: &mut Items) {
    let name = format!("{path}::{}", item.name);
    items.insert(name.clone(), "struct".to_owned());
    if item.side == Side::Response {
        let fields = item.fields.iter().map(|field| (format!("{name}::{}", field.ident), read(field, module)));
        return items.extend(fields);
    }
    let builder = builder(&item.name);
    items.insert(format!("{name}::builder"), format!("fn() -> {builder}"));
    let required: Vec<&str> =
        item.fields.iter().filter(|field| field.is_certain()).map(|field| field.ident.as_str()).collect();
    items.insert(format!("{path}::{builder}"), "struct".to_owned());
    items
        .insert(format!("{path}::{builder}::build"), format!("fn() -> {}, needs [{}]", item.name, required.join(", ")));
    let setters = item.fields.iter();
    let setters = setters.map(|field| (format!("{path}::{builder}::{}", field.ident), setter(field, module)));
    items.extend(setters);
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
