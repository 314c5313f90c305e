//! From names to a document of OpenAPI 3.1: the last stage for those who do not write Rust, beside [`emit`](crate::emit).
//!
//! It says what a client in another language needs, and shows the names that callers write in Rust. Everything in it is
//! data of the corrected spec: no sentence of the documentation. What OpenAPI has no word for is `x-wechatpay-…`:
//!
//! | on | mark | says |
//! | --- | --- | --- |
//! | a text | `encrypted` | the key of the cipher text: `platform`, `merchant`, `apiv3` |
//! | a text | `format` | a format that is not registered: `yyyyMMddHHmmss`, … |
//! | a text, a number | `values` | the documented values of what is in a cipher text, or of a number that has them otherwise written |
//! | a number | `unit` | `minor`: an amount of money, in the smallest unit of its currency, which is fen at home |
//! | an object | `stated` | members that the documentation says always come, and nothing else confirms: they are not `required` |
//! | an object | `one-of` | lists of alternatives; of each, one has to be given: a member, or several together |
//! | an object | `alternatives` | the shapes that the documentation has for it; it has the members of all |
//! | an operation | `retry` | when a request may be sent again: `read` always, `write` where it did not go out or the answer asks for it, `refund` a minute later, `once` only where it did not go out |
//! | an operation | `known-by` | the members of which one makes a `once` a `write` where it is given |
//! | an operation | `verify` | how a successful answer is verified, where not by its signature: `unsigned`, `statement-sha1` |
//! | an operation | `upload` | the part that is signed in place of the body, the file, and what is filled in from the file |
//! | an operation | `superseded-by` | the page of a newer operation |
//! | either | `docs` | all official pages, where there are several |
//! | a notification | `event-types`, `original-types` | what it comes under |
//! | a notification | `resource` | what its cipher text holds |
//! | a notification | `answer-signed` | the merchant signs its answer |
//! | a scheme | `signature` | the lines that are signed, each ended by a line feed, and the members of the header |

mod fixed;
mod model;
mod name;
mod operation;
mod ordered;
mod schema;
mod site;
mod webhook;

use std::collections::BTreeSet;

use model::{Document, Info, License, PathItem, Schema, Tag};
use ordered::Ordered;
use serde_json::json;
use wechatpay_spec::{Corrected, Source, Types};

use crate::names::model::{Crate, Shared};
use name::Spelling;
use schema::{Ground, Scope};
use site::Sites;

const TITLE: &str = "WeChat Pay APIv3";
const ABOUT: &str = "Operations and notifications of WeChat Pay APIv3, as the reviewed and corrected spec of \
                     wechatpay-client has them. Values of enums are open: others come without notice.";

/// Where the document comes from.
pub struct Origin<'o> {
    pub version: &'o str,
    /// The state of the documentation, where it is known.
    pub source: Option<&'o Source>,
}

/// The document as JSON. The same spec gives the same text.
pub fn export(corrected: &Corrected, named: &Crate<'_>, origin: &Origin<'_>) -> String {
    let mut document = document(corrected, named, origin, Spelling::default());
    let spelling = Spelling::of(document.components.schemas.names());
    if !spelling.is_plain() {
        document = self::document(corrected, named, origin, spelling);
    }
    let mut text = serde_json::to_string_pretty(&document).expect("it has texts for names");
    text.push('\n');
    text
}

fn document(
    Corrected { spec, presence, types, .. }: &Corrected,
    named: &Crate<'_>,
    origin: &Origin<'_>,
    spelling: Spelling,
) -> Document {
    let ground = Ground { sites: Sites::of(spec), presence, spelling };
    let mut schemas: Vec<(String, Schema)> =
        named.shared.iter().flat_map(|shared| self::shared(shared, types, &ground)).collect();
    let (paths, own) = paths(named, &ground);
    let (webhooks, of_webhooks) = webhooks(named, &ground);
    schemas.extend(own.into_iter().chain(of_webhooks));
    Document {
        openapi: "3.1.0",
        info: info(origin),
        servers: fixed::servers(),
        security: fixed::security(),
        tags: tags(named),
        components: fixed::components(schemas, !webhooks.is_empty()),
        paths,
        webhooks,
    }
}

fn info(Origin { version, source }: &Origin<'_>) -> Info {
    let license = License { name: "MIT or Apache-2.0", identifier: "MIT OR Apache-2.0" };
    let mut marks = Ordered::default();
    if let Some(Source { repository, revision, based_on, digest, .. }) = source {
        let state = json!({"repository": repository, "revision": revision, "based_on": based_on, "digest": digest});
        marks.put("x-wechatpay-source", state);
    }
    Info { title: TITLE, version: (*version).to_owned(), description: ABOUT, license, marks }
}

/// In the order of the URLs, whatever the order of the spec.
fn paths(named: &Crate<'_>, ground: &Ground<'_>) -> (Ordered<PathItem>, Vec<(String, Schema)>) {
    let mut operations = named.operations();
    operations.sort_by_key(|operation| &operation.spec.id);
    let (mut paths, mut schemas): (Ordered<PathItem>, _) = (Ordered::default(), Vec::new());
    let mut names = name::Paths::default();
    let mut last = None;
    for operation in operations {
        let (id, context) = (&operation.spec.id, operation::Context { operation, ground });
        schemas.extend(context.components());
        let (method, operation) = (id.method.lower(), context.operation());
        match paths.last_mut().filter(|_| last == Some(&id.path)) {
            Some(item) => drop(item.insert(method, operation)),
            None => paths.put(names.name(id), PathItem::from([(method, operation)])),
        }
        last = Some(&id.path);
    }
    (paths, schemas)
}

fn webhooks(named: &Crate<'_>, ground: &Ground<'_>) -> (Ordered<PathItem>, Vec<(String, Schema)>) {
    let contexts = named.webhooks.iter().map(|webhook| webhook::Context { webhook, ground });
    let (mut items, mut schemas) = (Ordered::default(), Vec::new());
    for context in contexts {
        schemas.extend(context.components());
        items.put(context.webhook.spec.name.clone(), PathItem::from([("post", context.operation())]));
    }
    (items.sorted(), schemas)
}

/// A type that stands at several places, with those below it.
fn shared(shared: &Shared, types: &Types, ground: &Ground<'_>) -> Vec<(String, Schema)> {
    let full_name = format!("{}::{}", shared.name.modules.join("::"), shared.name.name);
    let entry = types.entries().iter().find(|entry| entry.full_name() == full_name);
    let places = entry.map(|entry| ground.sites.of_shared(entry)).unwrap_or_default();
    let module = format!("types.{}", shared.name.below(&shared.module).join("."));
    let scope = Scope { module, types: &shared.nested, ground };
    let mut components = scope.components(|nested| places.iter().map(|site| site.below(&nested.path)).collect());
    components.push((ground.shared(&shared.name), scope.ty(&shared.ty, &places)));
    components
}

fn tags(named: &Crate<'_>) -> Vec<Tag> {
    let products = named.operations().into_iter().map(|operation| {
        let path = &operation.spec.id.path;
        let is_named = |segment: &&str| !segment.starts_with('{');
        let root: Vec<&str> = path.split('/').take(3).take_while(is_named).collect();
        (name::product(path), format!("Operations below `{}`", root.join("/")))
    });
    let mut tags: BTreeSet<(String, String)> = products.collect();
    if !named.webhooks.is_empty() {
        tags.insert((webhook::TAG.to_owned(), "Notifications".to_owned()));
    }
    tags.into_iter().map(|(name, description)| Tag { name, description }).collect()
}
