//! All events in one enum, and by what each is known.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use wechatpay_spec::{Required, Webhook as Stated, pairs::Form};

use super::ident::ident;
use super::source::Source;
use super::{docs, webhook};
use crate::names::model::{Crate, Webhook};

pub fn source<'n>(named: &'n Crate<'_>) -> Option<Source<'n>> {
    let tokens = Box::new(|| module(named));
    (!named.webhooks.is_empty()).then(|| Source { path: "event.rs".to_owned(), from: Vec::new(), tokens })
}

fn module(named: &Crate<'_>) -> TokenStream {
    let contested = contested(&named.webhooks);
    let variants = named.webhooks.iter().map(variant);
    // Several of them may hold one type, which cannot tell.
    let types = named.webhooks.iter().map(|webhook| {
        let (variant, event_type) = (format_ident!("{}", webhook.variant), &webhook.spec.name);
        quote!(Self::#variant(_) => #event_type,)
    });
    let values = named.webhooks.iter().map(|webhook| {
        let variant = format_ident!("{}", webhook.variant);
        quote!(Self::#variant(it) => crate::notification::value(&**it),)
    });
    let forms = forms(&named.webhooks);
    let objects = named.webhooks.iter().map(|webhook| {
        let is_contested = contested.contains(webhook.spec.name.as_str());
        object(webhook, is_contested, &forms)
    });
    let forms = forms.iter().map(|Form { queries, members }| {
        let queries = queries.iter().map(ToString::to_string);
        quote!(Form { queries: &[#(#queries),*], members: &[#(#members),*] })
    });
    let ambiguous =
        "Its event type stands for several objects, and neither `original_type` nor the content tells which it is.";
    let ambiguous = [vec![ambiguous.to_owned()], ambiguities(&named.webhooks)].concat();
    let ambiguous = docs::doc(&ambiguous);
    quote! {
        use super::webhook;
        use crate::notification::{Ambiguous, Form, Object, Unknown, read};

        /// What a notification tells: one variant for each event type, with what it holds.
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum Event {
            #(#variants)*
            #ambiguous
            Ambiguous(Ambiguous),
            /// An event type that this version does not know, or a content that is none of its type.
            Unknown(Unknown),
        }
        impl Event {
            /// The event type by which its content is documented, which is the one that came but for
            /// [`ALSO`](crate::operation::Resource::ALSO).
            pub fn event_type(&self) -> &str {
                match self {
                    #(#types)*
                    Self::Ambiguous(it) => it.event_type(),
                    Self::Unknown(it) => it.event_type(),
                }
            }
            /// What it holds, as its type has it; `null` where it has none. What no type knows is in the plain text alone.
            pub fn value(&self) -> crate::wire::Value {
                match self {
                    #(#values)*
                    Self::Ambiguous(_) | Self::Unknown(_) => crate::wire::Value::Null,
                }
            }
        }
        pub(crate) static OBJECTS: &[Object] = &[#(#objects),*];
        /// What queries answer with, each once, however many notifications hold it.
        pub(crate) static FORMS: &[Form] = &[#(#forms),*];
    }
}

fn variant(webhook: &Webhook<'_>) -> TokenStream {
    let (name, module) = (format_ident!("{}", webhook.variant), ident(&webhook.module));
    let doc = docs::doc(&[docs::text(&webhook.spec.title), webhook::event_types(webhook.spec)]);
    quote!(#doc #name(Box<webhook::#module::Resource>),)
}

/// One object that comes in notifications. What tells it apart is named where it has to be.
fn object(webhook: &Webhook<'_>, is_contested: bool, forms: &[&Form]) -> TokenStream {
    let variant = format_ident!("{}", webhook.variant);
    let Stated { name, also, original_type, .. } = webhook.spec;
    let members = is_contested.then(|| {
        let (all, required) = (members(webhook.spec), required(webhook.spec));
        quote!(.members(&[#(#all),*], &[#(#required),*]))
    });
    let places = webhook.forms.iter().filter_map(|form| forms.iter().position(|other| *other == form));
    let places: Vec<_> = places.map(Literal::usize_unsuffixed).collect();
    let forms = (!places.is_empty()).then(|| quote!(.forms(&[#(#places),*])));
    let accounts = accounts(webhook.spec);
    let accounts = (!accounts.is_empty()).then(|| quote!(.accounts(&[#(#accounts),*])));
    let read = quote!(|value, opener| read(value, opener, |it| Event::#variant(Box::new(it))));
    quote!(Object::new(#name, &[#(#also),*], &[#(#original_type),*], #read) #members #accounts #forms)
}

/// The forms of all that queries answer with, each once.
fn forms<'w>(webhooks: &'w [Webhook<'_>]) -> Vec<&'w Form> {
    let mut forms = Vec::new();
    for form in webhooks.iter().flat_map(|webhook| &webhook.forms) {
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

/// The members that name the account of whoever is notified, in the spellings of the documentation: the combiner of orders
/// and the service provider before the merchant and the brand, and the sub-merchant, on whose behalf others act, last.
const ACCOUNTS: [&str; 7] = ["combine_mchid", "sp_mchid", "mchid", "mch_id", "brand_id", "sub_mchid", "sub_mch_id"];

/// Those of them that a notification has.
fn accounts(webhook: &Stated) -> Vec<&'static str> {
    let members = members(webhook);
    ACCOUNTS.into_iter().filter(|account| members.contains(account)).collect()
}

fn members(webhook: &Stated) -> BTreeSet<&str> {
    webhook.resource.iter().map(|field| field.name.as_str()).collect()
}

fn required(webhook: &Stated) -> Vec<&str> {
    let fields = webhook.resource.iter().filter(|field| field.required == Required::Yes);
    fields.map(|field| field.name.as_str()).collect()
}

/// By each event type, whoever may come under it.
fn claims<'w>(webhooks: &'w [Webhook<'_>]) -> BTreeMap<&'w str, Vec<&'w Stated>> {
    let mut claims: BTreeMap<&str, Vec<&Stated>> = BTreeMap::new();
    for webhook in webhooks {
        for event_type in std::iter::once(&webhook.spec.name).chain(&webhook.spec.also) {
            claims.entry(event_type).or_default().push(webhook.spec);
        }
    }
    claims.retain(|_, who| who.len() > 1);
    claims
}

/// The notifications that share an event type with another one.
fn contested<'w>(webhooks: &'w [Webhook<'_>]) -> BTreeSet<&'w str> {
    claims(webhooks).values().flatten().map(|webhook| webhook.name.as_str()).collect()
}

/// A paragraph for each event type under which objects come that nothing tells apart: their members are the same.
fn ambiguities(webhooks: &[Webhook<'_>]) -> Vec<String> {
    let mut said = Vec::new();
    for (event_type, who) in claims(webhooks) {
        let mut same: BTreeMap<(BTreeSet<&str>, &[String]), Vec<&str>> = BTreeMap::new();
        for webhook in who {
            same.entry((members(webhook), &webhook.original_type)).or_default().push(&webhook.name);
        }
        for ((_, original), names) in same.into_iter().filter(|(_, names)| names.len() > 1) {
            let [names, original]: [Vec<String>; 2] =
                [names.into_iter().map(docs::code).collect(), original.iter().map(|name| docs::code(name)).collect()];
            let of = if original.is_empty() { String::new() } else { format!(" of {}", original.join(", ")) };
            said.push(format!("{}{of} is {}.", docs::code(event_type), names.join(" or ")));
        }
    }
    said
}
