//! A few operations in the form that the generator gives them, written by hand: one of each kind of body and answer.

use wechatpay_client::Padding;
use wechatpay_client::operation::{Auth, Digest};
use wechatpay_client::operation::{Download, Empty, File, Meta, Method, Operation, Parts, RetryClass, Verify};
use wechatpay_client::wire::{In, Out, Secret, Wire};

/// Declares a type with its fields and where they go.
macro_rules! object {
    ($(#[$doc:meta])* $name:ident { $($place:ident $field:ident: $type:ty = $wire:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name { $(pub $field: $type,)* }

        impl Default for $name {
            fn default() -> Self {
                wechatpay_client::wire::blank()
            }
        }

        impl Wire for $name {
            fn put(&self, out: &mut Out) {
                let _ = &out;
                $(out.$place($wire, &self.$field);)*
            }

            fn get(from: &mut In<'_>) -> Self {
                let _ = &from;
                Self { $($field: from.field($wire),)* }
            }
        }
    };
}

macro_rules! operation {
    ($name:ident -> $response:ty, $meta:expr) => {
        impl Operation for $name {
            type Response = $response;
            const META: Meta = $meta;
        }
    };
}

object! {
    /// An amount.
    Amount {
        field total: i64 = "total",
        field currency: Option<String> = "currency",
    }
}

object! {
    /// A write with a JSON body.
    Prepay {
        field appid: String = "appid",
        field description: String = "description",
        field out_trade_no: String = "out_trade_no",
        field amount: Amount = "amount",
        field attach: Option<String> = "attach",
    }
}
operation!(Prepay -> PrepayResponse, Meta::new(Method::Post, "/v3/pay/transactions/jsapi").json().retry(RetryClass::Write));

object! {
    PrepayResponse {
        field prepay_id: String = "prepay_id",
    }
}

impl Prepay {
    pub fn sample() -> Self {
        Self {
            appid: "wxd678efh567hg6787".to_owned(),
            description: "Image形象店-深圳腾大-QQ公仔".to_owned(),
            out_trade_no: "1217752501201407033233368018".to_owned(),
            amount: Amount { total: 100, currency: Some("CNY".to_owned()) },
            attach: None,
        }
    }
}

object! {
    /// A read with a path and a query.
    Query {
        path out_trade_no: String = "out_trade_no",
        query mchid: Option<String> = "mchid",
        query tags: Vec<String> = "tag",
    }
}
operation!(Query -> Order, Meta::new(Method::Get, "/v3/pay/transactions/out-trade-no/{out_trade_no}"));

impl Query {
    pub fn of(out_trade_no: &str) -> Self {
        Self { out_trade_no: out_trade_no.to_owned(), ..Self::default() }
    }
}

object! {
    Order {
        field trade_state: String = "trade_state",
        field amount: Amount = "amount",
        field payer_name: Option<Secret> = "payer_name",
    }
}

object! {
    /// A write without an answer.
    Close {
        path out_trade_no: String = "out_trade_no",
        field mchid: String = "mchid",
    }
}
operation!(Close -> Empty, Meta::new(Method::Post, "/v3/pay/transactions/out-trade-no/{out_trade_no}/close").json().retry(RetryClass::Write));

object! {
    /// A refund.
    Refund {
        field out_refund_no: String = "out_refund_no",
    }
}
operation!(Refund -> RefundResponse, Meta::new(Method::Post, "/v3/refund/domestic/refunds").json().retry(RetryClass::Refund));

object! {
    RefundResponse {
        field status: String = "status",
    }
}

object! {
    /// Deletes, with a body.
    Remove {
        path id: String = "id",
        field reason: String = "reason",
    }
}
operation!(Remove -> Empty, Meta::new(Method::Delete, "/v3/things/{id}").json());

object! {
    /// With confidential fields in the body, and in an object in it.
    Transfer {
        header serial: Option<String> = "Wechatpay-Serial",
        header idempotency_key: Option<String> = "Idempotency-Key",
        field user_name: Secret = "user_name",
        field receiver: Receiver = "receiver",
    }
}
operation!(Transfer -> Order, Meta::new(Method::Post, "/v3/transfers").json().retry(RetryClass::Write));

object! {
    Receiver {
        field account: Secret = "account",
        field bank: String = "bank",
    }
}

object! {
    /// The same overseas: another host, another padding, a confidential field in the query.
    Overseas {
        query id_number: Secret = "id_number",
    }
}
operation!(Overseas -> Order, Meta::new(Method::Get, "/v3/global/people")
    .base("https://apihk.mch.weixin.qq.com/global/", true)
    .padding(Padding::Pkcs1v15));

object! {
    /// With a confidential field in the query.
    People {
        query id_number: Secret = "id_number",
        query name: Option<Secret> = "name",
    }
}
operation!(People -> Order, Meta::new(Method::Get, "/v3/people"));

object! {
    /// Said to be answered without a signature, which a file alone may be.
    Unsigned {}
}
operation!(Unsigned -> Order, Meta::new(Method::Get, "/v3/unsigned").verify(Verify::Unsigned));

object! {
    /// Whose answer has a code of its own.
    CodeQuery {}
}
operation!(CodeQuery -> Code, Meta::new(Method::Get, "/v3/codes"));

object! {
    Code {
        field code: String = "code",
        field message: Option<String> = "message",
    }
}

object! {
    /// Answered by 202 when it is done.
    Invoice {
        field id: String = "id",
    }
}
operation!(Invoice -> Empty, Meta::new(Method::Post, "/v3/new-tax-control-fapiao/fapiao-applications").json().retry(RetryClass::Write).accepted());

object! {
    /// Signed by a brand.
    BrandQuery {}
}
operation!(BrandQuery -> Order, Meta::new(Method::Get, "/brand/marketing/things").auth(Auth::Brand));

object! {
    /// The same, signed by the merchant: what the gateway refuses.
    AsMerchant {}
}
operation!(AsMerchant -> Order, Meta::new(Method::Get, "/brand/marketing/things"));

object! {
    /// Signed by a brand where a merchant signs.
    AsBrand {}
}
operation!(AsBrand -> Order, Meta::new(Method::Get, "/v3/things").auth(Auth::Brand));

object! {
    /// Signed by a brand, with a confidential field.
    BrandTransfer {
        field user_name: Secret = "user_name",
    }
}
operation!(BrandTransfer -> Order, Meta::new(Method::Post, "/brand/transfers").json().retry(RetryClass::Write).auth(Auth::Brand));

object! {
    /// A file without a signature.
    Receipt {
        query token: String = "token",
    }
}
operation!(Receipt -> Download, Meta::new(Method::Get, "/v3/billdownload/file").verify(Verify::Unsigned));

object! {
    /// A file whose SHA-1 is signed.
    Statement {}
}
operation!(Statement -> Download, Meta::new(Method::Get, "/v3/global/statements").verify(Verify::StatementSha1));

object! {
    /// A file that is signed as any other answer is.
    SignedFile {}
}
operation!(SignedFile -> Download, Meta::new(Method::Get, "/v3/signed-file"));

/// With JSON in a string.
#[derive(Clone, Debug)]
pub struct Note {
    pub receiver: Receiver,
}

impl Wire for Note {
    fn put(&self, out: &mut Out) {
        out.encoded("receiver", &self.receiver);
    }

    fn get(from: &mut In<'_>) -> Self {
        Self { receiver: from.encoded("receiver") }
    }
}
operation!(Note -> Empty, Meta::new(Method::Post, "/v3/notes").json().retry(RetryClass::Once));

object! {
    /// A write that nothing tells from another one with the same words.
    Respond {
        path complaint_id: String = "complaint_id",
        field response_content: String = "response_content",
    }
}
operation!(
    Respond -> PrepayResponse,
    Meta::new(Method::Post, "/v3/merchant-service/complaints-v2/{complaint_id}/response").json().retry(RetryClass::Once)
);

object! {
    /// What a bill request answers with.
    Bill {
        field hash_type: String = "hash_type",
        field hash_value: String = "hash_value",
        field download_url: String = "download_url",
    }
}

/// Declares an upload: a JSON part and a file.
macro_rules! upload {
    ($name:ident, $meta:ident, $description:expr) => {
        #[derive(Clone, Debug)]
        pub struct $name {
            pub meta: $meta,
            pub file: File,
        }

        impl Wire for $name {
            fn put(&self, out: &mut Out) {
                out.field("meta", &self.meta);
                out.field("file", &self.file);
            }

            fn get(from: &mut In<'_>) -> Self {
                Self { meta: from.field("meta"), file: from.field("file") }
            }
        }
        operation!($name -> Media, $description);
    };
}

object! {
    ImageMeta {
        field sha256: Option<String> = "sha256",
        field filename: Option<String> = "filename",
    }
}
upload!(
    ImageUpload,
    ImageMeta,
    Meta::new(Method::Post, "/v3/merchant/media/upload")
        .multipart(Parts::new("meta", "file").digest("sha256", Digest::Sha256).filename("filename"))
        .retry(RetryClass::Write)
);

object! {
    InvoiceMeta {
        field file_type: String = "file_type",
        field digest_alogrithm: String = "digest_alogrithm",
        field digest: Option<String> = "digest",
        field payer: Option<Secret> = "payer",
    }
}
upload!(
    InvoiceUpload,
    InvoiceMeta,
    Meta::new(Method::Post, "/v3/new-tax-control-fapiao/fapiao-applications/upload-fapiao-file")
        .multipart(Parts::new("meta", "file").digest("digest", Digest::Sm3))
        .retry(RetryClass::Write)
);

object! {
    Media {
        field media_id: String = "media_id",
    }
}
