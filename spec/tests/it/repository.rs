//! The data of this repository: the spec, what people have decided beside it, and how the two fit.

use std::path::Path;

use wechatpay_spec::{
    AllowList, Body, Corrected, Encrypted, Field, Format, Formats, Kind, Operation, Pairs, Protocol, Required,
    Response, Retry, Schemas, Source, Type, validate,
};

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn corrected() -> Corrected {
    Corrected::load(folder()).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

fn operation<'a>(corrected: &'a Corrected, id: &str) -> &'a Operation {
    let found = corrected.spec.operations.iter().find(|operation| operation.id.to_string() == id);
    found.unwrap_or_else(|| panic!("there is no {id}"))
}

fn answer(operation: &Operation) -> &[Field] {
    match &operation.response {
        Response::Json { fields } => fields,
        _ => &[],
    }
}

fn find<'a>(fields: &'a [Field], path: &str) -> Option<&'a Field> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let field = fields.iter().find(|field| field.name == name)?;
    rest.map_or(Some(field), |rest| find(field.fields(), rest))
}

#[test]
fn what_was_decided_fits_the_spec_and_the_result_makes_sense() {
    let Corrected { spec, presence, .. } = corrected();
    assert_eq!(validate(&spec), []);
    assert_eq!(presence.check(&spec), []);
    assert_eq!(Protocol::load(folder()).unwrap().check(&spec), []);
    assert!(!AllowList::load(folder()).unwrap().entries().is_empty());
    assert!(Source::load(folder()).unwrap().is_some());
}

#[test]
fn what_nothing_tells_from_another_one_is_sent_once() {
    let Corrected { spec, protocol, .. } = corrected();
    let class = |id: &str| {
        let id = id.parse().unwrap();
        protocol.retry(spec.operations.iter().find(|operation| operation.id == id).unwrap())
    };
    for once in [
        "POST /v3/merchant-service/complaints-v2/{complaint_id}/response",
        "POST /v3/edu-papay/user-notifications/{contract_id}/send",
        "POST /v3/taxi-invoice/attendance/punch",
        // Their number refers to what is there already.
        "POST /v3/payscore/serviceorder/{out_order_no}/send-prepaidmessage",
        "POST /v3/payscore/serviceorder/{out_order_no}/pay",
        "POST /v3/discount-card/cards/{out_card_code}/add-user-records",
        "POST /v3/fund-app/mch-transfer/partner/charity-budget/{out_budget_no}/unlock",
        "POST /v3/new-tax-control-fapiao/fapiao-applications/{fapiao_apply_id}/insert-cards",
        "POST /v3/pay-devices/open-scenario-speakerorder/{transaction_id}/report",
        "POST /v3/smartguide/guides/{guide_id}/assign",
        "POST /v3/customs/orders",
        "POST /v3/parking/reminders/entry",
        "POST /v3/parking/reminders/ext-payment",
        // Its number may be left out.
        "POST /v3/ecommerce/subsidies/create",
        "POST /v3/marketing/favor/stocks/{stock_id}/start",
    ] {
        assert_eq!(class(once), Retry::Once, "{once}");
    }
    for write in [
        "POST /v3/pay/transactions/jsapi",
        "POST /v3/pay/transactions/out-trade-no/{out_trade_no}/close",
        "POST /v3/payscore/serviceorder/{out_order_no}/complete",
        "POST /v3/combine-transactions/native",
        "POST /v3/qrcode/transactions",
        "POST /v3/med-ins/orders",
        "POST /v3/fund-app/mch-transfer/transfer-bills",
        "POST /v3/transfer/batches",
        "POST /v3/profitsharing/orders",
        "POST /v3/marketing/paygiftactivity/unique-threshold-activity",
        "POST /v3/merchant/media/upload",
        "DELETE /v3/edu-papay/contracts/{contract_id}",
    ] {
        assert_eq!(class(write), Retry::Write, "{write}");
    }
    assert_eq!(class("POST /v3/refund/domestic/refunds"), Retry::Refund);
    let all = |class| spec.operations.iter().filter(|operation| protocol.retry(operation) == class).count();
    assert_eq!([all(Retry::Write), all(Retry::Refund), all(Retry::Once)], [343, 7, 269]);
    let known_by = |id: &str| {
        let id = id.parse().unwrap();
        protocol.known_by(spec.operations.iter().find(|operation| operation.id == id).unwrap())
    };
    assert_eq!(known_by("POST /v3/ecommerce/subsidies/create"), ["out_subsidy_no"]);
    // There it refers to what is there already, or has to be given.
    for id in ["POST /v3/brand/card/card-configs/publish", "POST /v3/pay/transactions/jsapi"] {
        assert_eq!(known_by(id), [""; 0], "{id}");
    }
    assert_eq!(spec.operations.iter().filter(|operation| !protocol.known_by(operation).is_empty()).count(), 29);
}

#[test]
fn the_query_of_an_order_answers_what_was_paid() {
    let corrected = corrected();
    for id in [
        "GET /v3/pay/transactions/id/{transaction_id}",
        "GET /v3/pay/transactions/out-trade-no/{out_trade_no}",
        "GET /v3/pay/partner/transactions/id/{transaction_id}",
        "GET /v3/pay/partner/transactions/out-trade-no/{out_trade_no}",
    ] {
        let fields = answer(operation(&corrected, id));
        let ty = |path| find(fields, path).map(|field| field.ty);
        assert_eq!(ty("amount.payer_total"), Some(Type::one(Kind::Integer)), "{id}");
        assert_eq!(ty("promotion_detail"), Some(Type::list(Kind::Object)), "{id}");
        assert_eq!(ty("promotion_detail.goods_detail.goods_id"), Some(Type::STRING), "{id}");
        // The official example has neither.
        for path in ["description", "notify_url"] {
            assert_eq!(find(fields, path).unwrap().required, Required::No, "{id} {path}");
        }
        assert!(find(fields, "trade_state").unwrap().values.contains(&"USERPAYING".to_owned()));
    }
}

#[test]
fn the_states_of_a_profit_sharing_are_those_of_their_own_rows() {
    let corrected = corrected();
    let fields = answer(operation(&corrected, "GET /v3/profitsharing/orders/{out_order_no}"));
    let values = |path| &find(fields, path).unwrap().values;
    // The official example: `"state": "FINISHED"`, `"result": "SUCCESS"`, `"fail_reason": "ACCOUNT_ABNORMAL"`.
    assert!(values("state").contains(&"FINISHED".to_owned()) && !values("state").contains(&"SUCCESS".to_owned()));
    assert!(values("receivers.result").contains(&"SUCCESS".to_owned()));
    assert!(values("receivers.fail_reason").contains(&"ACCOUNT_ABNORMAL".to_owned()));
}

#[test]
fn names_that_come_encrypted_are_opened() {
    let corrected = corrected();
    for (id, path) in [
        ("GET /v3/transfer/batches/batch-id/{batch_id}/details/detail-id/{detail_id}", "user_name"),
        ("GET /v3/ecommerce/applyments/{applyment_id}", "account_validation.account_no"),
    ] {
        let field = find(answer(operation(&corrected, id)), path).unwrap();
        assert_eq!(field.encrypted, Some(Encrypted::Merchant), "{id} {path}");
    }
    // What is in this one is a key, and no text: the download opens it.
    let bill = operation(&corrected, "GET /v3/bill/sub-merchant-fundflowbill");
    assert_eq!(find(answer(bill), "download_bill_list.encrypt_key").unwrap().encrypted, None);
}

#[test]
fn an_overseas_order_is_placed_by_a_merchant_or_by_an_institution() {
    let corrected = corrected();
    for id in ["POST /v3/global/transactions/app", "POST /v3/global/transactions/jsapi"] {
        let Body::Json { fields, .. } = &operation(&corrected, id).request.body else { panic!("the body is JSON") };
        // The official examples: a merchant sends the first two, an institution the others; the details are an object.
        for path in ["mchid", "appid", "sp_mchid", "sp_appid", "sub_mchid"] {
            assert_eq!(find(fields, path).unwrap().required, Required::No, "{id} {path}");
        }
        assert_eq!(find(fields, "detail").unwrap().ty, Type::one(Kind::Object), "{id}");
        // And a store goes by its id alone.
        for path in ["scene_info.store_info.name", "scene_info.store_info.address"] {
            assert_eq!(find(fields, path).unwrap().required, Required::No, "{id} {path}");
        }
    }
    let query = &operation(&corrected, "GET /v3/global/transactions/id/{transaction_id}").request.query.fields;
    for path in ["mchid", "sp_mchid", "sub_mchid"] {
        assert_eq!(find(query, path).unwrap().required, Required::No, "{path}");
    }
}

#[test]
fn half_a_dish_can_be_ordered() {
    let corrected = corrected();
    let operation = operation(&corrected, "POST /v3/catering/orders/sync-status");
    let Body::Json { fields, .. } = &operation.request.body else { panic!("the body is JSON") };
    assert_eq!(find(fields, "dish_list.count").unwrap().ty, Type::one(Kind::Float));
}

#[test]
fn what_second_sources_say_is_about_fields_that_are_there() {
    let Corrected { spec, .. } = corrected();
    let formats = Formats::load(folder()).unwrap();
    assert_eq!((formats.check(&spec), formats.odd(&spec)), (vec![], vec![]));
    assert!(formats.count() > 1_000);
    let order = operation(&corrected(), "POST /v3/pay/transactions/jsapi").clone();
    let Body::Json { fields, .. } = &order.request.body else { panic!("the body is JSON") };
    assert_eq!(find(fields, "time_expire").unwrap().format, Some(Format::Rfc3339));
    let schemas = Schemas::load(folder()).unwrap();
    assert_eq!(schemas.check(&spec), []);
    assert!(schemas.count() > 2_000);
}

#[test]
fn notifications_and_their_queries_have_the_same_fields() {
    let compared = Pairs::load(folder()).unwrap().check(&corrected().spec);
    let differences: Vec<String> = compared.differences.iter().map(ToString::to_string).collect();
    assert_eq!(compared.stale, []);
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
}
