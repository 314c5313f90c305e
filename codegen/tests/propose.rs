//! What could be one type is proposed: the whole of it, under a name, and with what has to be united.

use std::collections::BTreeMap;

use wechatpay_codegen::propose::{self, Proposal, Proposals, Wanted};
use wechatpay_spec::{
    Body, Content, Corrected, Field, Operation, Pairs, Request, Required, Response, Schemas, Spec, Status, Type, Types,
    Webhook,
};

fn text(name: &str) -> Field {
    Field::new(name, Type::STRING)
}

fn number(name: &str) -> Field {
    Field::new(name, Type { kind: wechatpay_spec::Kind::Integer, list: false })
}

fn required(field: Field) -> Field {
    Field { required: Required::Yes, ..field }
}

fn object(name: &str, fields: &[Field]) -> Field {
    Field { content: Content::Fields(fields.to_vec()), ..Field::new(name, Type::OBJECT) }
}

fn list(name: &str, fields: &[Field]) -> Field {
    Field { ty: Type::list(wechatpay_spec::Kind::Object), ..object(name, fields) }
}

fn choice(name: &str, values: &[&str]) -> Field {
    Field { values: values.iter().map(|&value| value.to_owned()).collect(), ..text(name) }
}

fn operation(id: &str, sent: &[Field], answer: &[Field]) -> Operation {
    let body = match sent {
        [] => Body::None,
        fields => Body::Json { required: Required::Yes, fields: fields.to_vec() },
    };
    let id: wechatpay_spec::OperationId = id.parse().unwrap();
    let path = id.placeholders().map(text).collect();
    Operation {
        id,
        title: String::new(),
        source: String::new(),
        docs: Vec::new(),
        status: Status::Current,
        base: None,
        request: Request { path, body, ..Request::default() },
        response: Response::Json { fields: answer.to_vec() },
    }
}

fn query(id: &str, answer: &[Field]) -> Operation {
    operation(id, &[], answer)
}

fn webhook(name: &str, resource: &[Field]) -> Webhook {
    Webhook {
        name: name.to_owned(),
        also: Vec::new(),
        title: String::new(),
        source: String::new(),
        docs: Vec::new(),
        original_type: Vec::new(),
        resource: resource.to_vec(),
        answer: None,
    }
}

fn corrected(operations: Vec<Operation>) -> Corrected {
    Corrected { spec: Spec { operations, ..Spec::default() }, ..Corrected::default() }
}

fn proposed(corrected: &Corrected, wanted: Wanted) -> Proposals {
    propose::propose(corrected, &Schemas::default(), wanted).unwrap_or_else(|refusals| panic!("{refusals:?}"))
}

const EXACT: Wanted = Wanted { exact: true, top: None, places: 2, saves: 0 };
const NEAR: Wanted = Wanted { exact: false, ..EXACT };

fn name(proposal: &Proposal) -> String {
    proposal.name.as_ref().map(ToString::to_string).unwrap_or_default()
}

/// The name, what is united, what it saves, and the places.
fn told(proposals: &Proposals) -> Vec<(String, String, usize, Vec<String>)> {
    let told = |proposal: &Proposal| {
        let places = proposal.places.iter().map(ToString::to_string).collect();
        (name(proposal), proposal.unite.words().join(" "), proposal.saves, places)
    };
    proposals.proposals.iter().map(told).collect()
}

fn entry(name: &str, unite: &str, saves: usize, places: &[&str]) -> (String, String, usize, Vec<String>) {
    (name.to_owned(), unite.to_owned(), saves, places.iter().map(|&place| place.to_owned()).collect())
}

fn amount() -> Field {
    object("amount", &[number("total"), text("currency")])
}

fn order() -> Vec<Field> {
    vec![text("out_trade_no"), text("attach"), choice("trade_state", &["PAID", "CLOSED"]), amount()]
}

const BY_ID: &str = "GET /v3/pay/transactions/id/{id}";
const BY_NO: &str = "GET /v3/pay/transactions/out-trade-no/{no}";
const REFUND: &str = "GET /v3/refund/domestic/refunds/{no}";

#[test]
fn a_whole_answer_is_proposed_with_all_below_it() {
    let proposals = proposed(&corrected(vec![query(BY_ID, &order()), query(BY_NO, &order())]), EXACT);
    // Four members, two values and two members of the amount are emitted once less.
    let places = [&format!("{BY_ID} response")[..], &format!("{BY_NO} response")];
    assert_eq!(told(&proposals), [entry("pay::Transaction", "", 8, &places)]);
    assert_eq!((proposals.places, proposals.before.types, proposals.after.types), (6, 6, 3));
    assert_eq!((proposals.before.fields, proposals.after.fields), (16, 8));
}

/// A place that comes to what is declined is a new question.
#[test]
fn what_is_declined_is_proposed_no_more() {
    let declined = |places: &[String]| {
        let places: Vec<String> = places.iter().map(|place| format!("\"{place}\", ")).collect();
        let text = format!("[[declined]]\nplaces = [{}]\nreason = \"so\"\n", places.concat());
        Types::from_files(&BTreeMap::from([(Types::DECLINED.to_owned(), text)])).unwrap()
    };
    let places = [BY_ID, BY_NO].map(|id| format!("{id} response"));
    let told = |operations: Vec<Operation>, types: Types| {
        let proposals = proposed(&Corrected { types, ..corrected(operations) }, EXACT);
        (proposals.proposals.len(), proposals.declined)
    };
    let two = || vec![query(BY_ID, &order()), query(BY_NO, &order())];
    assert_eq!(told(two(), declined(&places)), (0, 1));
    assert_eq!(told(two(), declined(&places[1..])), (1, 0));
    let three = [two(), vec![query("GET /v3/pay/transactions/x/{id}", &order())]].concat();
    assert_eq!(told(three, declined(&places)), (1, 0));
}

#[test]
fn what_stands_in_more_places_is_proposed_by_itself() {
    let refund = [text("refund_id"), text("status"), text("reason"), text("channel"), amount()];
    let operations = vec![query(BY_ID, &order()), query(BY_NO, &order()), query(REFUND, &refund)];
    let proposals = proposed(&corrected(operations), EXACT);
    let whole = [&format!("{BY_ID} response")[..], &format!("{BY_NO} response")];
    let part = [
        &format!("{BY_ID} response amount")[..],
        &format!("{BY_NO} response amount"),
        &format!("{REFUND} response amount"),
    ];
    let expected = [entry("pay::Transaction", "", 6, &whole), entry("pay::Amount", "", 4, &part)];
    assert_eq!(told(&proposals), expected);
}

#[test]
fn what_is_sent_and_what_comes_are_never_one_and_what_is_sent_is_called_after_it() {
    let goods = || list("goods_detail", &[text("goods_id"), number("quantity")]);
    let post = |id| operation(id, &[goods()], &[goods(), text("prepay_id")]);
    let operations = vec![post("POST /v3/pay/transactions/jsapi"), post("POST /v3/pay/transactions/native")];
    let proposals = proposed(&corrected(operations), EXACT);
    let places =
        |side: &str| ["jsapi", "native"].map(|word| format!("POST /v3/pay/transactions/{word} {side}")).to_vec();
    let told: Vec<(String, Vec<String>)> =
        told(&proposals).into_iter().map(|(name, .., places)| (name, places)).collect();
    let expected = [
        ("pay::Transaction".to_owned(), places("response")),
        ("pay::GoodsDetail".to_owned(), places("request.body goods_detail")),
    ];
    assert_eq!(told, expected);
    // Where both stand by themselves, both are called after the field.
    let mut operations = vec![post("POST /v3/pay/transactions/jsapi"), post("POST /v3/pay/transactions/native")];
    operations[1].response = Response::Json { fields: vec![goods(), text("code_url")] };
    let names: Vec<String> = proposed(&corrected(operations), EXACT).proposals.iter().map(name).collect();
    // Both save as much: the first place decides.
    assert_eq!(names, ["pay::GoodsDetailInput", "pay::GoodsDetail"]);
}

#[test]
fn what_differs_is_proposed_with_the_least_that_has_to_be_united() {
    let unite = |change: fn(&mut Vec<Field>)| {
        let mut other = order();
        change(&mut other);
        let corrected = corrected(vec![query(BY_ID, &order()), query(BY_NO, &other)]);
        let top = |proposals: Proposals| {
            let is_top = |(.., places): &&(String, String, usize, Vec<String>)| places[0].ends_with(" response");
            told(&proposals).iter().find(is_top).map(|(_, unite, ..)| unite.clone())
        };
        assert_eq!(top(proposed(&corrected, EXACT)), None);
        top(proposed(&corrected, NEAR))
    };
    assert_eq!(unite(|fields| fields[1] = required(text("attach"))).as_deref(), Some("required"));
    assert_eq!(unite(|fields| fields[2].values.push("REFUND".to_owned())).as_deref(), Some("values"));
    // A text without values has those of the other place.
    assert_eq!(unite(|fields| fields[2].values.clear()).as_deref(), Some("values"));
    assert_eq!(unite(|fields| fields.push(text("bank"))).as_deref(), Some("members"));
    let both = unite(|fields| {
        fields[1] = required(text("attach"));
        fields.push(text("bank"));
    });
    assert_eq!(both.as_deref(), Some("required members"));
    // Below it too.
    let below = |fields: &mut Vec<Field>| fields[3] = object("amount", &[required(number("total")), text("currency")]);
    assert_eq!(unite(below).as_deref(), Some("required"));
    // What is another type on the wire, or a list at one place, is another type.
    assert_eq!(unite(|fields| fields[1] = number("attach")), None);
    assert_eq!(unite(|fields| fields[1].ty.list = true), None);
    assert_eq!(unite(|fields| fields[3].ty.list = true), None);
}

/// Below one type it is one type: a part that differs there comes with it, and is no place of another entry.
#[test]
fn a_part_that_has_to_be_united_is_not_proposed_by_itself() {
    let with = |amount: Field| [text("a"), text("b"), text("c"), amount];
    let other = object("amount", &[number("total"), text("currency"), number("payer_total")]);
    let operations = vec![
        query(BY_ID, &with(amount())),
        query(BY_NO, &with(other)),
        query(REFUND, &[amount(), text("x")]),
        query("GET /v3/refund/x", &[amount(), text("y"), text("z")]),
    ];
    let places: Vec<Vec<String>> =
        told(&proposed(&corrected(operations), NEAR)).into_iter().map(|(.., places)| places).collect();
    let whole = [format!("{BY_ID} response"), format!("{BY_NO} response")].to_vec();
    let rest = [format!("{REFUND} response amount"), "GET /v3/refund/x response amount".to_owned()].to_vec();
    assert!(places.contains(&whole) && places.contains(&rest), "{places:?}");
    assert_eq!(places.len(), 2);
}

#[test]
fn what_is_little_is_one_by_its_name_only() {
    let pair = |name: &str| object(name, &[text("id"), text("name")]);
    let operations = vec![query(BY_ID, &[pair("store")]), query(BY_NO, &[pair("card"), text("x")])];
    assert_eq!(told(&proposed(&corrected(operations), NEAR)), []);
    let four = |name: &str| object(name, &["a", "b", "c", "d"].map(text));
    let operations = vec![query(BY_ID, &[four("store")]), query(BY_NO, &[four("shop"), text("x")])];
    assert_eq!(told(&proposed(&corrected(operations), NEAR)).len(), 1);
}

/// Pages of a list are alike, and what they list need not be.
#[test]
fn lists_of_different_things_are_not_laid_beside_each_other() {
    let page = |of: [&str; 4]| {
        vec![list("data", &of.map(text)), number("total_count"), number("offset"), number("limit"), text("next")]
    };
    let pages = |other| {
        let operations =
            vec![query("GET /v3/x/cards", &page(["a", "b", "c", "d"])), query("GET /v3/x/stores", &page(other))];
        told(&proposed(&corrected(operations), NEAR)).len()
    };
    assert_eq!(pages(["e", "f", "g", "h"]), 0);
    assert_eq!(pages(["a", "b", "c", "h"]), 1);
}

#[test]
fn it_is_said_how_certain_a_member_is() {
    let mut other = order();
    other[1] = required(text("attach"));
    let corrected = corrected(vec![query(BY_ID, &order()), query(BY_NO, &other)]);
    let printed = proposed(&corrected, NEAR).to_toml();
    assert!(printed.contains("# - `attach` is stated at one of them, and optional at the other\n"), "{printed}");
}

fn types(text: &str) -> Types {
    Types::from_files(&BTreeMap::from([("types/pay.toml".to_owned(), text.to_owned())])).unwrap()
}

#[test]
fn what_is_decided_is_not_proposed_and_neither_is_what_stands_only_in_it() {
    let mut corrected = corrected(vec![query(BY_ID, &order()), query(BY_NO, &order())]);
    let all = format!("[[type]]\nname = \"pay::Order\"\nplaces = [\n\"{BY_ID} response\",\n\"{BY_NO} response\",\n]\n");
    corrected.types = types(&all);
    let proposals = proposed(&corrected, NEAR);
    assert_eq!((told(&proposals), proposals.decided), (Vec::new(), 6));
    corrected.spec.operations.push(query(REFUND, &[amount(), text("reason")]));
    let part = ["id/{id} response", "out-trade-no/{no} response"]
        .map(|place| format!("GET /v3/pay/transactions/{place} amount"));
    let part = [&part[0][..], &part[1], &format!("{REFUND} response amount")];
    assert_eq!(told(&proposed(&corrected, NEAR)), [entry("pay::Amount", "", 4, &part)]);
    // A name is given once.
    corrected.types = types(&all.replace("Order", "Amount"));
    assert_eq!(name(&proposed(&corrected, NEAR).proposals[0]), "pay::TransactionAmount");
}

#[test]
fn a_query_and_its_notification_meet() {
    let pairs = format!("[[pair]]\nwebhooks = [\"REFUND.SUCCESS\"]\noperations = [\"{REFUND}\"]\n");
    let refund = ["refund_id", "status", "reason", "channel"].map(text);
    let mut corrected = corrected(vec![query(REFUND, &refund)]);
    corrected.spec.webhooks = vec![webhook("REFUND.SUCCESS", &refund)];
    corrected.pairs = Pairs::parse("pairs.toml", &pairs).unwrap();
    let meets = |corrected: &Corrected| proposed(corrected, EXACT).proposals[0].meets;
    assert_eq!((meets(&corrected).query, meets(&corrected).write), (true, false));
    let write = operation("POST /v3/refund/domestic/refunds", &[text("out_refund_no")], &refund);
    corrected.spec.operations.push(write);
    assert_eq!((meets(&corrected).query, meets(&corrected).write), (true, true));
    assert_eq!(name(&proposed(&corrected, EXACT).proposals[0]), "refund::Refund");
    corrected.pairs = Pairs::default();
    assert!(!meets(&corrected).query);
}

#[test]
fn a_name_of_a_source_is_taken_where_most_have_it() {
    let scene = || object("scene_information", &["a", "b", "c", "d"].map(text));
    let corrected = corrected(vec![query(BY_ID, &[scene(), text("x")]), query(BY_NO, &[scene(), text("y")])]);
    let told = |id: &str| {
        format!("    {id:?}: {{\n      \"response scene_information\": {{\"T#SceneInfo\": [\"source\"]}}\n    }}")
    };
    let text = format!(
        "{{\n  \"sources\": {{\n    \"source\": \"somewhere\"\n  }},\n  \"told\": {{\n{}\n  }}\n}}\n",
        told(BY_ID)
    );
    let schemas = Schemas::parse(Schemas::FILE, &text).unwrap();
    let proposals = propose::propose(&corrected, &schemas, EXACT).unwrap();
    assert_eq!(name(&proposals.proposals[0]), "pay::SceneInfo");
    assert_eq!(name(&proposed(&corrected, EXACT).proposals[0]), "pay::SceneInformation");
}

/// The order of the spec is that of its files.
#[test]
fn the_order_of_the_spec_makes_no_difference() {
    let refund = [text("refund_id"), text("status"), text("reason"), text("channel"), amount()];
    let operations = vec![query(BY_ID, &order()), query(BY_NO, &order()), query(REFUND, &refund)];
    let mut turned = operations.clone();
    turned.reverse();
    for wanted in [EXACT, NEAR] {
        assert_eq!(proposed(&corrected(operations.clone()), wanted), proposed(&corrected(turned.clone()), wanted));
    }
}

#[test]
fn only_what_is_worth_it_is_proposed_where_that_is_asked_for() {
    let three =
        |id: &str| query(id, &[object("store", &[text("id"), text("name")]), text(id.rsplit('/').next().unwrap())]);
    let operations = vec![
        query(BY_ID, &order()),
        query(BY_NO, &order()),
        three("GET /v3/x/a"),
        three("GET /v3/x/b"),
        three("GET /v3/x/c"),
    ];
    let corrected = corrected(operations);
    let names = |wanted| proposed(&corrected, wanted).proposals.iter().map(name).collect::<Vec<_>>();
    assert_eq!(names(EXACT), ["pay::Transaction", "x::Store"]);
    assert_eq!(names(Wanted { places: 3, ..EXACT }), ["x::Store"]);
    assert_eq!(names(Wanted { places: 4, saves: 8, ..EXACT }), ["pay::Transaction"]);
    assert_eq!(names(Wanted { top: Some(1), ..EXACT }), ["pay::Transaction"]);
}

/// What is written can be read, and fits.
#[test]
fn what_is_proposed_is_an_entry() {
    let mut other = order();
    other.push(text("bank"));
    let corrected = corrected(vec![query(BY_ID, &order()), query(BY_NO, &other)]);
    let proposals = proposed(&corrected, NEAR);
    let files = proposals.files();
    assert_eq!(files.keys().collect::<Vec<_>>(), ["types/pay.toml"]);
    let read = Types::from_files(&files).unwrap();
    assert_eq!(read.check(&corrected.spec), []);
    assert_eq!(read.entries()[0].unite.words(), ["members"]);
    let printed = proposals.to_toml();
    assert_eq!(
        Types::from_files(&BTreeMap::from([("types/x.toml".to_owned(), printed.clone())])).map(|it| it.entries().len()),
        Ok(1)
    );
    assert!(
        printed.starts_with(
            "# Saves 8 fields and values at 2 places.\n# - `bank` is a member of one of them only\n[[type]]\n"
        ),
        "{printed}"
    );
}

#[test]
fn what_is_like_a_place_is_shown_with_what_differs() {
    let mut other = order();
    other.push(text("bank"));
    let mut third = order();
    third[1] = number("attach");
    let corrected = corrected(vec![query(BY_ID, &order()), query(BY_NO, &other), query(REFUND, &third)]);
    let like = |place: &str| propose::like(&corrected, &place.parse().unwrap()).unwrap();
    let expected = format!(
        "# the same:\n  \"{BY_ID} response\",\n# 100 of 100 in common, and cannot be one type:\n#   `attach`: String beside Integer\n  \"{REFUND} response\",\n# 80 of 100 in common; unite members:\n#   `bank` is a member of one of them only\n  \"{BY_NO} response\",\n"
    );
    assert_eq!(like(&format!("{BY_ID} response")), Some(expected));
    assert_eq!(like("GET /v3/none response"), None);
}
