//! What several tests build from.

use wechatpay_spec::{Field, Operation, Request, Response, Status, Type, Webhook};

pub(crate) const JSAPI: &str = "api/v3/pay/transactions/jsapi.post.json";

/// The sample of the format's description, with every key that an operation can have.
pub(crate) const SAMPLE: &str = r#"{
  "operation": "POST /v3/pay/transactions/jsapi",
  "title": "JSAPI下单",
  "source": "openapi/v3/pay/transactions/jsapi.md#post",
  "docs": ["https://pay.weixin.qq.com/doc/v3/merchant/4012791856"],
  "status": "deprecated",
  "base": {"url": "https://apihk.mch.weixin.qq.com/", "required": false},
  "request": {
    "path": [],
    "query": [],
    "headers": [],
    "json": {"required": true, "fields": [
      {"name": "appid", "type": "string", "required": true, "label": "公众号ID", "example": "wxd678efh567hg6787"},
      {"name": "limit_pay", "type": "string[]", "label": "指定支付方式", "enum": ["no_balance", "no_credit"]},
      {"name": "amount", "type": "object", "required": true, "label": "订单金额", "fields": [
        {"name": "total", "type": "integer", "required": true, "label": "总金额", "example": 100},
        {"name": "currency", "type": "string", "label": "货币类型", "enum": ["CNY"]}
      ]}
    ]}
  },
  "response": {"kind": "json", "fields": [
    {"name": "prepay_id", "type": "string", "required": true, "label": "预支付交易会话标识"}
  ]}
}
"#;

pub(crate) fn field(name: &str, ty: Type) -> Field {
    Field::new(name, ty)
}

pub(crate) fn operation(id: &str) -> Operation {
    Operation {
        id: id.parse().unwrap(),
        title: "查询".to_owned(),
        source: "openapi/v3/x.md#get".to_owned(),
        docs: vec![],
        status: Status::Current,
        base: None,
        request: Request::default(),
        response: Response::Empty { http: 204 },
    }
}

pub(crate) fn webhook(name: &str) -> Webhook {
    Webhook {
        name: name.to_owned(),
        also: vec![],
        title: String::new(),
        source: String::new(),
        docs: vec![],
        original_type: vec![],
        resource: vec![],
        answer: None,
    }
}

/// A folder of this test's own, removed at its end.
pub(crate) struct Folder(pub(crate) std::path::PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("wechatpay-spec-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.0.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
