//! Whatever the model can hold is printed and parsed back the same.

use crate::common::webhook;
use serde_json::json;
use wechatpay_spec::{
    Base, Body, Choice, Content, Encrypted, Field, Format, Kind, Media, Method, Operation, OperationId, Query, Request,
    Required, Response, Status, Type, Variant, Webhook,
};

/// A pseudo-random source that needs no library: the models must be the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn text(&mut self) -> String {
        let pieces = ["", "a", "退款", "\"", "\\", "\n", " ", "\u{7f}", "\u{2028}", "/", "😀", "\u{1}", "{}"];
        (0..self.roll(5)).map(|_| pieces[usize::try_from(self.roll(13)).unwrap()]).collect()
    }

    fn texts(&mut self) -> Vec<String> {
        (0..self.roll(3)).map(|_| self.text()).collect()
    }

    fn events(&mut self) -> Vec<String> {
        (0..self.roll(3)).map(|number| format!("C_{number}.D-{}", self.roll(9))).collect()
    }

    fn required(&mut self) -> Required {
        [Required::Yes, Required::No, Required::Unknown][usize::try_from(self.roll(3)).unwrap()]
    }

    fn example(&mut self) -> serde_json::Value {
        match self.roll(7) {
            0 => json!(self.text()),
            1 => json!(self.roll(u64::MAX)),
            2 => json!(-1.25),
            3 => json!(null),
            4 => json!([self.text(), {"k": self.text()}]),
            5 => json!({self.text(): true, self.text(): []}),
            _ => json!({}),
        }
    }

    fn fields(&mut self, depth: u64) -> Vec<Field> {
        (0..self.roll(4)).map(|_| self.field(depth)).collect()
    }

    fn field(&mut self, depth: u64) -> Field {
        let kind = Kind::ALL[usize::try_from(self.roll(7)).unwrap()];
        let mut members = if depth == 0 { vec![] } else { self.fields(depth - 1) };
        let content = match self.roll(4) {
            0 => Content::EncodedJson(members),
            1 => {
                let other = self.fields(depth / 2);
                Content::Variants([members, other].map(|fields| Variant { label: self.text(), fields }).into())
            }
            _ if members.is_empty() => Content::Leaf,
            _ => {
                members.truncate(3);
                Content::Fields(members)
            }
        };
        let required = self.required();
        Field {
            name: self.text(),
            ty: Type { kind, list: kind != Kind::File && self.roll(2) == 0 },
            required,
            one_of: (required == Required::No && self.roll(4) == 0).then(|| self.choice()),
            label: self.text(),
            format: Format::ALL.get(usize::try_from(self.roll(18)).unwrap()).copied(),
            values: self.texts(),
            encrypted: [None, Some(Encrypted::Platform), Some(Encrypted::Merchant)]
                [usize::try_from(self.roll(3)).unwrap()],
            content,
            example: (self.roll(2) == 0).then(|| self.example()),
        }
    }

    fn choice(&mut self) -> Choice {
        let names = [vec!["a"], vec!["b.c", "d-e"], vec!["F_1"], vec!["g", "h", "i"]];
        let names = names.map(|names| names.into_iter().map(str::to_owned).collect());
        Choice::new(names[..2 + usize::try_from(self.roll(3)).unwrap()].to_vec()).unwrap()
    }

    fn operation(&mut self) -> Operation {
        let path = ["/v3/a", "/v3/a/{b_c}", "/v3/a-b/", "/v3/{x}/c.d"][usize::try_from(self.roll(4)).unwrap()];
        Operation {
            id: OperationId { path: path.to_owned(), method: Method::ALL[usize::try_from(self.roll(5)).unwrap()] },
            title: self.text(),
            source: self.text(),
            docs: self.texts(),
            status: match self.roll(3) {
                0 => Status::Current,
                1 => Status::Deprecated,
                _ => Status::Superseded { by: self.text() },
            },
            base: (self.roll(2) == 0).then(|| Base { url: self.text(), required: self.roll(2) == 0 }),
            request: Request {
                path: self.fields(0),
                query: Query { required: self.roll(2) == 0, fields: self.fields(1) },
                headers: self.fields(1),
                body: match self.roll(3) {
                    0 => Body::None,
                    1 => Body::Json { required: self.required(), fields: self.fields(4) },
                    _ => Body::Multipart { parts: self.fields(2) },
                },
            },
            response: match self.roll(3) {
                0 => Response::Json { fields: self.fields(4) },
                1 => Response::Empty { http: 202 },
                _ => Response::Stream { media: Media::ALL[usize::try_from(self.roll(3)).unwrap()] },
            },
        }
    }
}

#[test]
fn whatever_the_model_holds_comes_back() {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for _ in 0..2_000 {
        let operation = dice.operation();
        let text = operation.to_json();
        assert!(Operation::parse(&operation.file(), &text).as_ref() == Ok(&operation), "{text}");
        let webhook = Webhook {
            title: dice.text(),
            also: dice.events(),
            original_type: dice.texts(),
            resource: dice.fields(3),
            answer: (dice.roll(2) == 0).then(|| dice.fields(1)),
            ..webhook("A.B_C")
        };
        let text = webhook.to_json();
        assert!(Webhook::parse("webhook/v3/A.B_C.json", &text).as_ref() == Ok(&webhook), "{text}");
    }
}

#[test]
fn a_leaf_field_is_one_line() {
    let mut dice = Dice(7);
    for _ in 0..200 {
        let operation = dice.operation();
        let count = |text: &str| text.lines().filter(|line| line.trim_start().starts_with("{\"name\": ")).count();
        let mut leaves = 0;
        let request = &operation.request;
        let mut lists: Vec<&[Field]> = vec![&request.path, &request.query.fields, &request.headers];
        match &request.body {
            Body::None => {}
            Body::Json { fields, .. } | Body::Multipart { parts: fields } => lists.push(fields),
        }
        if let Response::Json { fields } = &operation.response {
            lists.push(fields);
        }
        while let Some(fields) = lists.pop() {
            leaves += fields.len();
            lists.extend(fields.iter().map(Field::fields));
            for field in fields {
                if let Content::Variants(alternatives) = &field.content {
                    lists.extend(alternatives.iter().map(|variant| &variant.fields[..]));
                }
            }
        }
        assert_eq!(count(&operation.to_json()), leaves);
    }
}
