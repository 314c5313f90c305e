//! Changes of an operation or a notification as a whole.

use wechatpay_spec::{
    Base, Body, Corrected, Media, Method, Moved, Operation, Protocol, Query, Required, Response, Status, Webhook,
};

use super::{Edit, shapes};
use crate::state::State;

pub fn edits(state: &State) -> Vec<Edit> {
    let spec = &state.corrected.spec;
    let mut edits = Vec::new();
    if let Some(operation) = spec.operations.first() {
        whole(state, operation, &mut edits);
        heads(state, &mut edits);
        parts(state, operation, &mut edits);
        answers(state, &mut edits);
        facts(state, operation, &mut edits);
    }
    if let Some(webhook) = spec.webhooks.first() {
        notification(state, webhook, &mut edits);
    }
    edits
}

fn with(state: &State, change: impl FnOnce(&mut Operation)) -> State {
    let mut state = state.clone();
    change(&mut state.corrected.spec.operations[0]);
    state
}

fn whole(state: &State, operation: &Operation, edits: &mut Vec<Edit>) {
    let mut gone = state.clone();
    gone.corrected.spec.operations.clear();
    edits.push(Edit::new("remove an operation", "removed".to_owned(), gone));
    for method in Method::ALL.into_iter().filter(|method| *method != operation.id.method) {
        let new = with(state, |operation| operation.id.method = method);
        edits.push(Edit::new("another method", method.to_string(), new));
        let mut beside = state.clone();
        let mut twin = operation.clone();
        twin.id.method = method;
        twin.source = operation.source.replace(operation.id.method.lower(), method.lower());
        beside.corrected.spec.operations.push(twin);
        edits.push(Edit::new("add an operation", format!("{method} beside it"), beside));
    }
    let path = &operation.id.path;
    let mut below = state.clone();
    let mut child = operation.clone();
    child.id.path = format!("{path}/post");
    below.corrected.spec.operations.push(child);
    edits.push(Edit::new("add an operation", "below it".to_owned(), below));
    for (words, to) in [
        ("within the product", format!("{path}/again")),
        ("to another product", path.replacen("/v3/", "/v3/fresh-product/", 1)),
        ("to another spelling", path.replacen("shop", "Shop", 1).replacen("media", "Media", 1)),
    ] {
        if to == *path {
            continue;
        }
        edits.push(Edit::new("move without a word", words.to_owned(), relocated(state, &to, false)));
        edits.push(Edit::new("move an operation", words.to_owned(), relocated(state, &to, true)));
    }
    for field in &operation.request.path {
        let new = with(state, |operation| {
            operation.id.path = path.replace(&format!("{{{}}}", field.name), "{fresh}");
            let fields = operation.request.path.iter_mut().filter(|other| other.name == field.name);
            fields.for_each(|field| "fresh".clone_into(&mut field.name));
        });
        edits.push(Edit::new("rename a placeholder", format!("{} → fresh", field.name), new));
    }
}

/// The operation under another URL; its old page says so, or is just gone.
fn relocated(state: &State, to: &str, said: bool) -> State {
    let mut new = with(state, |operation| {
        to.clone_into(&mut operation.id.path);
        operation.source = format!("openapi{to}.md#{}", operation.id.method.lower());
    });
    if said {
        let from = format!("/openapi{}", state.corrected.spec.operations[0].id.path);
        new.corrected.spec.moved.push(Moved { from, to: format!("/openapi{to}") });
    }
    new
}

fn heads(state: &State, edits: &mut Vec<Edit>) {
    let mut push = |kind, words: &str, new| edits.push(Edit::new(kind, words.to_owned(), new));
    push("retitle", "another title", with(state, |operation| operation.title.push('新')));
    push("other links", "no links", with(state, |operation| operation.docs.clear()));
    push(
        "another page",
        "another page",
        with(state, |operation| "openapi/v3/x.md#y".clone_into(&mut operation.source)),
    );
    let statuses = [Status::Current, Status::Deprecated, Status::Superseded { by: "/openapi/v3/x".to_owned() }];
    for status in statuses {
        let words = format!("{status:?}");
        push("another status", &words, with(state, |operation| operation.status = status));
    }
    for base in
        [None, Some(("https://apihk.mch.weixin.qq.com/", true)), Some(("https://apieu.mch.weixin.qq.com/", false))]
    {
        let base = base.map(|(url, required)| Base { url: url.to_owned(), required });
        let words = format!("{base:?}");
        push("another host", &words, with(state, |operation| operation.base = base));
    }
}

fn parts(state: &State, operation: &Operation, edits: &mut Vec<Edit>) {
    let mut push = |kind, words: String, new| edits.push(Edit::new(kind, words, new));
    let turned = with(state, |operation| operation.request.query.required = !operation.request.query.required);
    push("a part that may be left out", "request.query".to_owned(), turned);
    push(
        "drop a part",
        "request.query".to_owned(),
        with(state, |operation| operation.request.query = Query::default()),
    );
    push("drop a part", "request.headers".to_owned(), with(state, |operation| operation.request.headers.clear()));
    push("drop a part", "request.body".to_owned(), with(state, |operation| operation.request.body = Body::None));
    for required in [Required::Yes, Required::No, Required::Unknown] {
        let fields = match &operation.request.body {
            Body::Json { fields, .. } => fields.clone(),
            _ => shapes::members(),
        };
        let body = Body::Json { required, fields };
        push(
            "a part that may be left out",
            format!("JSON {required:?}"),
            with(state, |operation| operation.request.body = body),
        );
    }
    let names = ["Content-Type", "User-Agent", "Wechatpay-Serial", "X-Fresh"];
    for name in names {
        let header = wechatpay_spec::Field::new(name, wechatpay_spec::Type::STRING);
        let header = wechatpay_spec::Field { required: Required::Yes, ..header };
        let new = with(state, |operation| {
            operation.request.headers.retain(|other| other.name != name);
            operation.request.headers.push(header);
        });
        push("add a header", name.to_owned(), new);
    }
}

fn answers(state: &State, edits: &mut Vec<Edit>) {
    let mut all = vec![
        Response::Json { fields: Vec::new() },
        Response::Json { fields: shapes::members() },
        Response::Empty { http: 202 },
        Response::Empty { http: 204 },
    ];
    all.extend(Media::ALL.map(|media| Response::Stream { media }));
    for response in all {
        let words = match &response {
            Response::Json { fields } => format!("JSON of {} fields", fields.len()),
            other => format!("{other:?}"),
        };
        edits.push(Edit::new("another kind of answer", words, with(state, |operation| operation.response = response)));
    }
}

fn facts(state: &State, operation: &Operation, edits: &mut Vec<Edit>) {
    let head = format!("[[facts]]\noperations = [\"{}\"]\nsource = \"x\"\n", operation.id);
    let facts = ["verify = \"unsigned\"", "verify = \"statement-sha1\"", "retry = \"refund\"", "retry = \"once\""];
    let texts = facts.iter().map(|fact| format!("{head}{fact}\n")).chain([String::new()]);
    for text in texts {
        let protocol = Protocol::parse(Protocol::FILE, &text).expect("the facts are well-formed");
        let words = text.lines().last().unwrap_or("none").to_owned();
        edits.push(Edit::new(
            "other facts of the protocol",
            words,
            State { corrected: Corrected { protocol, ..state.corrected.clone() } },
        ));
    }
}

fn notification(state: &State, webhook: &Webhook, edits: &mut Vec<Edit>) {
    let with = |change: &dyn Fn(&mut Webhook)| {
        let mut state = state.clone();
        change(&mut state.corrected.spec.webhooks[0]);
        state
    };
    let mut gone = state.clone();
    gone.corrected.spec.webhooks.clear();
    let mut push = |kind, words: &str, new| edits.push(Edit::new(kind, words.to_owned(), new));
    push("remove a notification", "removed", gone);
    let mut beside = state.clone();
    beside.corrected.spec.webhooks.push(Webhook { name: "SHOP.FRESH".to_owned(), ..webhook.clone() });
    push("add a notification", "another one", beside);
    let relocate = |webhook: &mut Webhook| {
        "SHOP.FRESH".clone_into(&mut webhook.name);
        "webhook/v3/SHOP.FRESH.md".clone_into(&mut webhook.source);
    };
    push("move without a word", "another name", with(&relocate));
    let mut moved = with(&relocate);
    let (from, to) = (format!("/webhook/v3/{}", webhook.name), "/webhook/v3/SHOP.FRESH".to_owned());
    moved.corrected.spec.moved.push(Moved { from, to });
    push("move a notification", "another name", moved);
    push("retitle", "another title", with(&|webhook| webhook.title.push('新')));
    push("other links", "no links", with(&|webhook| webhook.docs.clear()));
    push("another original type", "another", with(&|webhook| webhook.original_type = vec!["transaction".to_owned()]));
    push("another event type", "a further one", with(&|webhook| webhook.also.push("TRANSACTION.FRESH".to_owned())));
    push("another event type", "none beside its own", with(&|webhook| webhook.also.clear()));
    push("another answer", "the usual one", with(&|webhook| webhook.answer = None));
}
