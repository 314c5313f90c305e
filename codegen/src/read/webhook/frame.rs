//! What all notifications share, so that no page of one has to be believed about it: a page that says otherwise is
//! spoken of, since the spec does not keep what it says.

use wechatpay_spec::{Kind, Type};

use crate::diagnostic::{Code, Diagnostics};
use crate::read::tree::Node;

/// A row of the frame.
struct Shared {
    name: &'static str,
    kind: Kind,
    values: Values,
    below: &'static [Shared],
}

/// Which values a row may have.
enum Values {
    /// A page of its own says.
    Any,
    Only(&'static [&'static str]),
}

const fn text(name: &'static str, values: Values) -> Shared {
    Shared { name, kind: Kind::String, values, below: &[] }
}

const fn object(name: &'static str, below: &'static [Shared]) -> Shared {
    Shared { name, kind: Kind::Object, values: Values::Only(&[]), below }
}

const NONE: Values = Values::Only(&[]);

static NOTIFICATION: [Shared; 2] = [
    object(
        "headers",
        &[
            text("Content-Type", Values::Any),
            text("Request-ID", NONE),
            text("Wechatpay-Nonce", NONE),
            text("Wechatpay-Serial", NONE),
            text("Wechatpay-Signature", NONE),
            text("Wechatpay-Signature-Type", Values::Only(&["WECHATPAY2-SHA256-RSA2048"])),
            text("Wechatpay-Timestamp", NONE),
        ],
    ),
    object(
        "body",
        &[
            text("id", NONE),
            text("create_time", NONE),
            text("event_type", Values::Any),
            text("resource_type", Values::Any),
            text("summary", Values::Any),
            object(
                "resource",
                &[
                    text("original_type", Values::Any),
                    text("algorithm", Values::Only(&["AEAD_AES_256_GCM"])),
                    text("associated_data", Values::Any),
                    text("nonce", NONE),
                    text("ciphertext", NONE),
                ],
            ),
        ],
    ),
];

const ANSWER: [Shared; 2] = [
    Shared { name: "status", kind: Kind::Number, values: Values::Only(&["20X", "4XX", "5XX"]), below: &[] },
    object("body", &[text("code", Values::Only(&["SUCCESS", "FAIL"])), text("message", NONE)]),
];

/// Whether all notifications have a row of this name below these.
pub fn has(path: &[&str], name: &str) -> bool {
    let below = |level: &'static [Shared], step: &&str| {
        level.iter().find(|shared| shared.name == *step).map(|shared| shared.below)
    };
    let level = path.iter().try_fold(&NOTIFICATION[..], below);
    level.is_some_and(|level| level.iter().any(|shared| shared.name == name))
}

/// Says where a notification differs from all others. Rows that the frame does not know are not spoken of here but for
/// headers, which nobody else looks at.
pub fn check(nodes: &[Node], diagnostics: &mut Diagnostics) {
    compare(&NOTIFICATION, nodes, diagnostics);
    let headers = nodes.iter().find(|node| node.row.name == "headers");
    for header in headers.iter().flat_map(|headers| &headers.children) {
        if !has(&["headers"], &header.row.name) {
            differs(header, "is a header that no other notification has", diagnostics);
        }
    }
}

fn compare(frame: &[Shared], nodes: &[Node], diagnostics: &mut Diagnostics) {
    for shared in frame {
        let Some(node) = nodes.iter().find(|node| node.row.name == shared.name) else { continue };
        if node.row.ty != shared.ty() {
            differs(node, &format!("is of type `{}` in all other notifications", shared.ty()), diagnostics);
        }
        if !shared.allows(node) {
            differs(node, "has values that no other notification has", diagnostics);
        }
        compare(shared.below, &node.children, diagnostics);
    }
}

fn differs(node: &Node, how: &str, diagnostics: &mut Diagnostics) {
    let message = format!("`{}` {how}", node.row.name);
    diagnostics.report(Code::FrameDiffers, node.row.span.clone(), message);
}

/// Whether an answer is the one that all notifications want: a code and a message.
pub fn is_usual_answer(nodes: &[Node]) -> bool {
    are(&ANSWER, nodes)
}

fn are(frame: &[Shared], nodes: &[Node]) -> bool {
    let is = |shared: &Shared, node: &Node| {
        node.row.name == shared.name
            && node.row.ty == shared.ty()
            && shared.allows(node)
            && are(shared.below, &node.children)
    };
    frame.len() == nodes.len() && frame.iter().all(|shared| nodes.iter().any(|node| is(shared, node)))
}

impl Shared {
    fn ty(&self) -> Type {
        Type { kind: self.kind, list: false }
    }

    fn allows(&self, node: &Node) -> bool {
        match self.values {
            Values::Any => true,
            Values::Only(values) => {
                let found = &node.row.description.values;
                found.len() == values.len() && found.iter().all(|value| values.contains(&value.as_str()))
            }
        }
    }
}
