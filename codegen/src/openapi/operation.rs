//! An operation, with the types that are its own.

use serde_json::json;
use wechatpay_spec::types::TypePlace;
use wechatpay_spec::{self as spec, Auth, Body, Media, Required, Retry, Side, Status, Target, Verify};

use super::model::{
    Encoding, ExternalDocs, Marks, MediaType, OrReference, Parameter, ParameterValue, RequestBody, Response, Schema,
    Server,
};
use super::ordered::Ordered;
use super::schema::{Ground, Scope};
use super::site::Site;
use super::{fixed, model, name};
use crate::names::model::{Answer, Digest, Field, Nested, Operation, Place, Upload};

const JSON: &str = "application/json";
const FORM: &str = "multipart/form-data";
/// Headers that are said elsewhere in the document: OpenAPI has those of parameters ignored.
const SAID_ELSEWHERE: [&str; 3] = ["Accept", "Content-Type", "Authorization"];

/// One operation of the client, and what it stands on.
pub struct Context<'a, 's> {
    pub operation: &'a Operation<'s>,
    pub ground: &'a Ground<'s>,
}

impl Context<'_, '_> {
    pub fn operation(&self) -> model::Operation {
        let spec = self.operation.spec;
        model::Operation {
            id: name::operation(&spec.id),
            tags: vec![name::product(&spec.id.path)],
            summary: spec.title.clone(),
            external_docs: spec.docs.first().map(|url| ExternalDocs { url: url.clone() }),
            deprecated: spec.status == Status::Deprecated,
            servers: servers(spec),
            security: self.operation.facts.auth.map(|Auth::Brand| fixed::of_brand()),
            parameters: self.parameters(),
            request_body: self.body(),
            responses: [self.response()].into_iter().chain(fixed::failures()).collect(),
            marks: self.marks(),
        }
    }

    /// The structs that stand nowhere else.
    pub fn components(&self) -> Vec<(String, Schema)> {
        let operation = self.operation;
        let place = |nested: &Nested| {
            let target = Target::Operation(operation.spec.id.clone());
            vec![self.ground.sites.at(&TypePlace { target, side: nested.side, path: nested.path.clone() })]
        };
        let scope = self.request_scope();
        let mut components = scope.components(place);
        if operation.spec.request.body != Body::None {
            let fields = operation.request.fields.iter().filter(|field| field.place == Place::Body);
            let mut body = scope.structure(&operation.request, fields, &[self.site(Side::RequestBody)]);
            if let Some(Upload { meta, .. }) = &operation.upload {
                self.write_plainly(&scope, meta, &mut body);
            }
            components.push((self.component(&operation.name), body));
        }
        if let Answer::Json { body, types, shared } = &operation.answer {
            let scope = self.answer_scope(types);
            components.extend(scope.components(place));
            if shared.is_none() {
                let schema = scope.structure(body, &body.fields, &[self.site(Side::Response)]);
                components.push((self.component(&body.name), schema));
            }
        }
        components
    }

    /// A part of a form has a type of its own: it is JSON, and no text that holds it.
    fn write_plainly(&self, scope: &Scope<'_>, part: &str, body: &mut Schema) {
        let field = self.operation.request.fields.iter().find(|field| field.place == Place::Body && field.wire == part);
        if let (Some(field), Some(schema)) = (field, body.properties.get_mut(part)) {
            let raw: Vec<_> = self.site(Side::RequestBody).member(part).collect();
            *schema = scope.content(field, &raw).described(&field.label);
        }
    }

    fn component(&self, ty: &str) -> String {
        self.ground.component(&format!("{}.{ty}", name::module(&self.operation.spec.id.path)))
    }

    fn site(&self, side: Side) -> Site<'_> {
        self.ground.sites.side(&Target::Operation(self.operation.spec.id.clone()), side)
    }

    fn request_scope(&self) -> Scope<'_> {
        let module = name::operation(&self.operation.spec.id);
        Scope { module, types: &self.operation.request_types, ground: self.ground }
    }

    fn answer_scope<'n>(&'n self, types: &'n [Nested]) -> Scope<'n> {
        let module = format!("{}_response", name::operation(&self.operation.spec.id));
        Scope { module, types, ground: self.ground }
    }

    fn parameters(&self) -> Vec<OrReference<Parameter>> {
        let scope = self.request_scope();
        let sides = [
            (Place::Path, Side::RequestPath, "path"),
            (Place::Query, Side::RequestQuery, "query"),
            (Place::Header, Side::RequestHeaders, "header"),
        ];
        let mut parameters: Vec<Parameter> = Vec::new();
        for (place, side, word) in sides {
            let site = self.site(side);
            let fields = self.operation.request.fields.iter().filter(|field| field.place == place);
            parameters.extend(fields.map(|field| parameter(&scope, field, &site, word)));
        }
        let headers = self.operation.spec.request.headers.iter().filter(|field| field.is_client_header());
        parameters.extend(headers.filter(|field| !is_said_elsewhere(field)).map(client_header));
        parameters.into_iter().map(OrReference::Own).collect()
    }

    fn body(&self) -> Option<RequestBody> {
        let schema = Schema::reference(&self.component(&self.operation.name));
        let (required, kind, encoding) = match &self.operation.spec.request.body {
            Body::None => return None,
            Body::Json { required, .. } => (*required == Required::Yes, JSON, Ordered::default()),
            Body::Multipart { .. } => {
                let meta =
                    self.operation.upload.iter().map(|upload| (upload.meta.clone(), Encoding { content_type: JSON }));
                (true, FORM, meta.collect())
            }
        };
        Some(RequestBody { required, content: Ordered::from([(kind, MediaType { schema, encoding })]) })
    }

    fn response(&self) -> (String, OrReference<Response>) {
        let (status, description, content) = match (&self.operation.spec.response, &self.operation.answer) {
            (spec::Response::Empty { http: 202 }, _) => (202, "It is accepted, and not yet done", None),
            (spec::Response::Empty { http }, _) => (*http, "It is done", None),
            (spec::Response::Stream { media }, _) => {
                (200, "A file", Some((media_type(*media), Schema { format: Some("binary"), ..Schema::of("string") })))
            }
            (_, Answer::Json { shared: Some(shared), .. }) => {
                (200, "The answer", Some((JSON, Schema::reference(&self.ground.shared(shared)))))
            }
            (_, Answer::Json { body, .. }) => {
                (200, "The answer", Some((JSON, Schema::reference(&self.component(&body.name)))))
            }
            (spec::Response::Json { .. }, Answer::Empty { .. } | Answer::Stream) => (200, "The answer", None),
        };
        let content = content.map(|(kind, schema)| (kind.to_owned(), MediaType::of(schema)));
        let content = content.into_iter().collect();
        let response = Response { description: description.to_owned(), headers: Ordered::default(), content };
        (status.to_string(), OrReference::Own(response))
    }

    fn marks(&self) -> Marks {
        let Operation { spec, facts, retry, known_by, upload, .. } = self.operation;
        let mut marks = Marks::default();
        let retry = match retry {
            Retry::Read => "read",
            Retry::Write => "write",
            Retry::Refund => "refund",
            Retry::Once => "once",
        };
        marks.put("x-wechatpay-retry", json!(retry));
        if !known_by.is_empty() {
            marks.put("x-wechatpay-known-by", json!(known_by));
        }
        match facts.verify {
            Some(Verify::Unsigned) => marks.put("x-wechatpay-verify", json!("unsigned")),
            Some(Verify::StatementSha1) => marks.put("x-wechatpay-verify", json!("statement-sha1")),
            None => {}
        }
        if let Some(upload) = upload {
            marks.put("x-wechatpay-upload", self::upload(upload));
        }
        if let Status::Superseded { by } = &spec.status {
            marks.put("x-wechatpay-superseded-by", json!(by));
        }
        if spec.docs.len() > 1 {
            marks.put("x-wechatpay-docs", json!(spec.docs));
        }
        marks
    }
}

/// Where it wants another host than the usual one. One that may be used stands behind the usual ones.
fn servers(operation: &spec::Operation) -> Vec<Server> {
    let Some(spec::Base { url, required }) = &operation.base else { return Vec::new() };
    let own = Server { url: url.trim_end_matches('/').to_owned() };
    let usual = if *required { Vec::new() } else { fixed::servers() };
    usual.into_iter().chain([own]).collect()
}

fn is_said_elsewhere(field: &spec::Field) -> bool {
    SAID_ELSEWHERE.iter().any(|header| header.eq_ignore_ascii_case(&field.name))
}

fn parameter(scope: &Scope<'_>, field: &Field, site: &Site<'_>, place: &'static str) -> Parameter {
    let raw: Vec<&spec::Field> = site.member(&field.wire).collect();
    let value = if field.encoded {
        ParameterValue::Content(Ordered::from([(JSON, MediaType::of(scope.content(field, &raw)))]))
    } else {
        let schema = scope.field(field, &raw);
        ParameterValue::Schema(Box::new(Schema { description: String::new(), ..schema }))
    };
    let (name, description) = (field.wire.clone(), field.label.clone());
    Parameter { name, place, description, required: field.is_certain(), value }
}

/// What a client fills in by itself: it knows its keys.
fn client_header(field: &spec::Field) -> Parameter {
    Parameter {
        name: field.name.clone(),
        place: "header",
        description: field.label.clone(),
        required: field.required == Required::Yes,
        value: ParameterValue::Schema(Box::new(Schema::of("string"))),
    }
}

fn media_type(media: Media) -> &'static str {
    match media {
        Media::Pdf => "application/pdf",
        Media::Image => "image/*",
        Media::Data => "application/octet-stream",
    }
}

/// Which part is signed in place of the body, and what of it the file decides.
fn upload(Upload { meta, file, digest, file_name }: &Upload) -> serde_json::Value {
    let digest = digest.as_ref().map(|(member, digest)| match digest {
        Digest::Sha256 => json!({"member": member, "algorithm": "SHA-256"}),
        Digest::Sm3 => json!({"member": member, "algorithm": "SM3"}),
    });
    json!({"signed": meta, "file": file, "digest": digest, "file_name": file_name})
}
