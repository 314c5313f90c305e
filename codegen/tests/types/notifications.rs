//! A type that notifications hold, and one that a query answers with and a notification holds.

use wechatpay_spec::{Corrected, Webhook};

use crate::common::{WIDE, answering, corrected, emitted, entry, file, integer, leaf, spec, telling};

fn two() -> Corrected {
    let operations = vec![answering("GET /v3/pay/orders/{id}", vec![leaf("id"), integer("total")])];
    let mut first = telling("ORDER.PAID", vec![leaf("id"), integer("total")]);
    first.original_type = vec!["order".to_owned()];
    let second = Webhook {
        also: vec!["ORDER.GONE".to_owned()],
        original_type: vec!["order".to_owned(), "closed".to_owned()],
        ..telling("ORDER.CLOSED", vec![leaf("id")])
    };
    let text = entry(
        "pay::Order",
        &["webhook ORDER.PAID resource", "GET /v3/pay/orders/{id} response", "webhook ORDER.CLOSED resource"],
        WIDE,
    );
    corrected(&spec(operations, vec![second, first]), &text)
}

#[test]
fn what_tells_notifications_apart_stands_once_with_all_that_it_comes_under() {
    let files = emitted(&two());
    insta::assert_snapshot!(file(&files, "types/pay.rs"));
}

/// Who comes under which event type is said of each notification, and not of the type.
#[test]
fn each_notification_is_told_by_its_own_event_type() {
    let files = emitted(&two());
    let event = file(&files, "event.rs");
    let lines: Vec<&str> = event.lines().map(str::trim).collect();
    for line in ["Self::OrderClosed(_) => \"ORDER.CLOSED\",", "Self::OrderPaid(_) => \"ORDER.PAID\","] {
        assert!(lines.contains(&line), "{event}");
    }
    let text = event.split_whitespace().collect::<String>();
    assert!(
        text.contains("Object::new(\"ORDER.CLOSED\",&[\"ORDER.GONE\"],&[\"order\",\"closed\"],|value,opener|"),
        "{event}"
    );
    assert!(text.contains("Object::new(\"ORDER.PAID\",&[],&[\"order\"],|value,opener|"), "{event}");
    assert!(text.contains("OrderPaid(Box<webhook::order_paid::Resource>)"), "{event}");
}

#[test]
fn the_query_and_the_notifications_have_their_names_for_it() {
    let files = emitted(&two());
    let query = file(&files, "v3/pay/orders/by_id/mod.rs");
    assert!(query.contains("pub use crate::types::pay::Order as GetResponse;"), "{query}");
    assert!(query.contains("-> GetResponse:"), "{query}");
    for module in ["order_paid", "order_closed"] {
        let webhook = file(&files, &format!("webhook/{module}.rs"));
        assert!(webhook.contains("pub use crate::types::pay::Order as Resource;"), "{webhook}");
        assert!(!webhook.contains("impl ") && !webhook.contains("!(") && !webhook.contains("! {"), "{webhook}");
    }
}
