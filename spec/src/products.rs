//! What products are called, in both languages, and what operations and notifications are called besides their titles.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use crate::error::{Place, SpecError};
use crate::load::optional;
use crate::model::Spec;
use crate::near;
use crate::target::Target;

/// What `products.toml` says. Products stand in the order in which people look for them.
#[derive(Clone, Debug, Default)]
pub struct Products {
    products: Vec<Product>,
    titles: BTreeMap<Target, Titles>,
}

/// A product, as its own documentation calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    pub zh: String,
    pub en: String,
    /// What else people call it.
    pub also: Vec<String>,
    /// The operations at and below these paths are of it, unless a longer path of another product says otherwise.
    pub at: Vec<String>,
    /// The beginnings of its event types; the longest decides here too.
    pub events: Vec<String>,
    /// What somebody who knows nothing but its name is looking for.
    pub main: Vec<Target>,
    place: Place,
}

/// Further titles of a page, and where it is said.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Titles {
    titles: Vec<String>,
    place: Place,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    product: Vec<Spanned<Entry>>,
    #[serde(default)]
    titles: BTreeMap<Spanned<String>, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    zh: String,
    en: String,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    at: Vec<String>,
    #[serde(default)]
    events: Vec<String>,
    #[serde(default)]
    main: Vec<String>,
}

impl Entry {
    fn product(self, place: Place) -> Result<Product, String> {
        let Self { zh, en, also, at, events, main } = self;
        if zh.trim().is_empty() || en.trim().is_empty() {
            return Err("a product has a name in both languages".to_owned());
        }
        if at.is_empty() && events.is_empty() {
            return Err(format!("`{zh}` has neither a path nor an event type"));
        }
        if let Some(path) = at.iter().find(|path| !path.starts_with('/') || path.ends_with('/')) {
            return Err(format!("`{path}` is no path that begins with a slash and ends without one"));
        }
        let main = main.iter().map(|target| target.parse()).collect::<Result<_, _>>()?;
        Ok(Product { zh, en, also, at, events, main, place })
    }
}

impl Product {
    /// How much of a target says that it is of this product.
    fn covers(&self, target: &Target) -> Option<usize> {
        let (all, text, ends) = match target {
            Target::Operation(id) => (&self.at, &id.path, ['/'].as_slice()),
            Target::Webhook(name) => (&self.events, name, ['.', '_'].as_slice()),
        };
        let covering = all.iter().filter(|beginning| {
            text.strip_prefix(beginning.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(ends))
        });
        covering.map(String::len).max()
    }
}

impl Products {
    /// The file below the spec's folder.
    pub const FILE: &'static str = "products.toml";

    /// Reads `products.toml` below `dir`, where there is one.
    pub fn load(dir: &Path) -> Result<Self, Vec<SpecError>> {
        let text = optional(dir, Self::FILE).map_err(|error| vec![error])?;
        text.map_or_else(|| Ok(Self::default()), |text| Self::parse(Self::FILE, &text))
    }

    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<SpecError>> {
        let parsed: File = toml::from_str(text).map_err(|error| vec![SpecError::of_toml(file, text, &error)])?;
        let (mut products, mut errors) = (Self::default(), Vec::new());
        for entry in parsed.product {
            let place = Place::of_offset(text, entry.span().start);
            let added = entry.into_inner().product(place).and_then(|product| products.add(product));
            errors.extend(added.err().map(|reason| SpecError::at(file, place, reason)));
        }
        for (target, titles) in parsed.titles {
            let place = Place::of_offset(text, target.span().start);
            match target.get_ref().parse() {
                Ok(target) => drop(products.titles.insert(target, Titles { titles, place })),
                Err(reason) => errors.push(SpecError::at(file, place, reason)),
            }
        }
        errors.sort();
        if errors.is_empty() { Ok(products) } else { Err(errors) }
    }

    fn add(&mut self, product: Product) -> Result<(), String> {
        for other in &self.products {
            if other.zh == product.zh {
                return Err(format!("`{}` stands here twice", product.zh));
            }
            let beginnings = |of: &Product| of.at.iter().chain(&of.events).cloned().collect::<Vec<_>>();
            if let Some(twice) = beginnings(&product).iter().find(|it| beginnings(other).contains(it)) {
                return Err(format!("`{twice}` is of `{}` already", other.zh));
            }
        }
        self.products.push(product);
        Ok(())
    }

    /// All products, in their order.
    pub fn all(&self) -> &[Product] {
        &self.products
    }

    /// The product of an operation or a notification, by its place among all.
    pub fn of(&self, target: &Target) -> Option<usize> {
        let covering = self.products.iter().enumerate().filter_map(|(at, product)| Some((product.covers(target)?, at)));
        covering.max_by_key(|(length, _)| *length).map(|(_, at)| at)
    }

    /// What an operation or a notification is called besides the title of its page.
    pub fn titles(&self, target: &Target) -> &[String] {
        self.titles.get(target).map_or(&[], |titles| &titles.titles)
    }

    /// What speaks of what the spec does not have, or says again what its page says.
    pub fn check(&self, spec: &Spec) -> Vec<SpecError> {
        let of_products = self.products.iter().flat_map(|product| {
            self.idle(product, spec).into_iter().map(|reason| SpecError::at(Self::FILE, product.place, reason))
        });
        let of_titles = self.titles.iter().filter_map(|(target, titles)| {
            let reason = match title(spec, target) {
                None => format!("`{target}` is not in the spec{}. Drop the line", near(spec, target)),
                Some(title) if titles.titles.iter().any(|other| other == title) => {
                    format!("`{title}` is the title of the page of `{target}`. Drop it here")
                }
                Some(_) => return None,
            };
            Some(SpecError::at(Self::FILE, titles.place, reason))
        });
        of_products.chain(of_titles).collect()
    }

    /// Why parts of an entry are about nothing.
    fn idle(&self, product: &Product, spec: &Spec) -> Vec<String> {
        let operations = spec.operations.iter().map(|operation| Target::Operation(operation.id.clone()));
        let webhooks = spec.webhooks.iter().map(|webhook| Target::Webhook(webhook.name.clone()));
        let targets: Vec<Target> = operations.chain(webhooks).collect();
        let mut idle = Vec::new();
        for beginning in product.at.iter().chain(&product.events) {
            let one = Product { at: vec![beginning.clone()], events: vec![beginning.clone()], ..product.clone() };
            let has = |target: &Target| one.covers(target).is_some() && self.is_of(target, product);
            if !targets.iter().any(has) {
                idle.push(format!("nothing of `{}` begins with `{beginning}`. Drop it", product.zh));
            }
        }
        let strange = product.main.iter().filter(|main| !targets.contains(main) || !self.is_of(main, product));
        idle.extend(strange.map(|main| format!("`{main}` is not of `{}`", product.zh)));
        idle
    }

    fn is_of(&self, target: &Target, product: &Product) -> bool {
        self.of(target).is_some_and(|at| self.products[at] == *product)
    }
}

fn title<'s>(spec: &'s Spec, target: &Target) -> Option<&'s str> {
    match target {
        Target::Operation(id) => spec.operations.iter().find(|it| it.id == *id).map(|it| it.title.as_str()),
        Target::Webhook(name) => spec.webhooks.iter().find(|it| it.name == *name).map(|it| it.title.as_str()),
    }
}

fn near(spec: &Spec, target: &Target) -> String {
    match target {
        Target::Operation(id) => near::operation(spec, id),
        Target::Webhook(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Operation, OperationId, Request, Response, Status};

    const TWO: &str = "[[product]]\nzh = \"支付\"\nen = \"Payments\"\nat = [\"/v3/pay\"]\nmain = [\"POST /v3/pay/x\"]\n\n\
                       [[product]]\nzh = \"服务商\"\nen = \"Partners\"\nat = [\"/v3/pay/partner\"]\nevents = [\"PAY\"]\n\n\
                       [titles]\n\"POST /v3/pay/x\" = [\"下单\"]\n";

    fn spec(ids: &[&str]) -> Spec {
        let operation = |id: &&str| Operation {
            id: id.parse::<OperationId>().unwrap(),
            title: "统一下单".to_owned(),
            source: String::new(),
            docs: Vec::new(),
            status: Status::Current,
            base: None,
            request: Request::default(),
            response: Response::Empty { http: 204 },
        };
        Spec { operations: ids.iter().map(operation).collect(), ..Spec::default() }
    }

    fn wrong(text: &str) -> Vec<String> {
        Products::parse("products.toml", text).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_longest_path_decides() {
        let products = Products::parse("products.toml", TWO).unwrap();
        let of = |target: &str| products.of(&target.parse().unwrap()).map(|at| products.all()[at].en.as_str());
        assert_eq!(of("POST /v3/pay/x"), Some("Payments"));
        assert_eq!(of("GET /v3/pay"), Some("Payments"));
        assert_eq!(of("POST /v3/pay/partner/x"), Some("Partners"));
        assert_eq!(of("POST /v3/payscore/x"), None);
        assert_eq!(of("webhook PAY.DONE"), Some("Partners"));
        assert_eq!(of("webhook PAYSCORE.DONE"), None);
        assert_eq!(products.titles(&"POST /v3/pay/x".parse().unwrap()), ["下单"]);
    }

    #[test]
    fn what_is_about_nothing_is_told() {
        let products = Products::parse("products.toml", TWO).unwrap();
        let told = |spec: &Spec| products.check(spec).iter().map(ToString::to_string).collect::<Vec<_>>();
        let said = told(&spec(&["GET /v3/pay/partner/y"]));
        assert_eq!(
            said,
            [
                "products.toml:1:1: nothing of `支付` begins with `/v3/pay`. Drop it",
                "products.toml:1:1: `POST /v3/pay/x` is not of `支付`",
                "products.toml:7:1: nothing of `服务商` begins with `PAY`. Drop it",
                "products.toml:14:1: `POST /v3/pay/x` is not in the spec. Drop the line",
            ]
        );
        let again = TWO.replace("[\"下单\"]", "[\"统一下单\"]");
        let said = Products::parse("products.toml", &again).unwrap().check(&spec(&["POST /v3/pay/x"]));
        assert!(said.iter().any(|error| error.reason.starts_with("`统一下单` is the title of the page")), "{said:?}");
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        let again = format!("{TWO}\n[[product]]\nzh = \"支付\"\nen = \"x\"\nat = [\"/a\"]\n");
        assert_eq!(wrong(&again), ["products.toml:16:1: `支付` stands here twice"]);
        let one = |fields: &str| wrong(&format!("[[product]]\n{fields}\n")).remove(0);
        assert_eq!(
            one("zh = \"\"\nen = \"x\"\nat = [\"/a\"]"),
            "products.toml:1:1: a product has a name in both languages"
        );
        assert_eq!(one("zh = \"一\"\nen = \"x\""), "products.toml:1:1: `一` has neither a path nor an event type");
        let slash = "products.toml:1:1: `/a/` is no path that begins with a slash and ends without one";
        assert_eq!(one("zh = \"一\"\nen = \"x\"\nat = [\"/a/\"]"), slash);
        let twice = TWO.replace("\"/v3/pay/partner\"", "\"/v3/pay\"");
        assert_eq!(wrong(&twice), ["products.toml:7:1: `/v3/pay` is of `支付` already"]);
        assert_eq!(
            wrong("[titles]\n\"PUSH /a\" = [\"x\"]\n"),
            ["products.toml:2:1: `PUSH` is not an HTTP method of this API"]
        );
    }
}
