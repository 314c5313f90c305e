//! What PHP says, from its manual; what is glued behind a sample, from copied pages.

use super::{Link, Php, calls};

fn text(text: &str) -> Php {
    Php::Text(text.to_owned())
}

fn map<const N: usize>(entries: [(&str, Php); N]) -> Php {
    Php::Map(entries.map(|(key, value)| (key.to_owned(), value)).into())
}

/// The value of an argument.
fn value(literal: &str) -> Result<Php, String> {
    let code = format!("$instance->v3->get([ 'key' => {literal} ]);");
    let call = calls(&code, 0).pop().expect("there is a call").map_err(|error| error.message)?;
    Ok((*call.arguments.members().get("key").expect("the key is there")).clone())
}

#[test]
fn literals_have_the_values_that_php_gives_them() {
    for (literal, expected) in [
        ("'it\\'s a \\\\ and \\n'", text("it's a \\ and \\n")),
        ("\"line\\nbreak \\\"quoted\\\" \\$5 \\u{5fae}\\u{4fe1} \\q\"", text("line\nbreak \"quoted\" $5 微信 \\q")),
        ("\"costs $5 or 5$\"", text("costs $5 or 5$")),
        ("'costs {$x}'", text("costs {$x}")),
        ("'a' . 'b' . \"c\"", text("abc")),
        ("1_000", Php::Int(1000)),
        ("-12", Php::Int(-12)),
        ("9223372036854775807", Php::Int(i64::MAX)),
        ("1.5", Php::Float(1.5)),
        ("1e3", Php::Float(1000.0)),
        ("TRUE", Php::Bool(true)),
        ("\\false", Php::Bool(false)),
        ("null", Php::Null),
        ("[]", Php::List(vec![])),
        ("array()", Php::List(vec![])),
        ("array('a', array('b' => 1,),)", Php::List(vec![text("a"), map([("b", Php::Int(1))])])),
        ("(object)['a' => 1]", map([("a", Php::Int(1))])),
        ("(Object) ['a' => 1]", map([("a", Php::Int(1))])),
        ("(true)", Php::Bool(true)),
        ("(null )", Php::Null),
        ("(int) 1", Php::Opaque),
        ("('a')", text("a")),
        ("[1, /* two */ 2, // three\n 3 # four\n]", Php::List(vec![Php::Int(1), Php::Int(2), Php::Int(3)])),
        ("[10 => 'a']", map([("10", text("a"))])),
    ] {
        assert_eq!(value(literal), Ok(expected), "{literal}");
    }
}

#[test]
fn what_only_running_the_code_would_tell_is_opaque() {
    for literal in [
        "$media->getStream()",
        "$list['a'][0]->name",
        "\\rawurldecode($segment)",
        "new \\DateTime('now', null)",
        "\\Acme\\Kind::FIRST",
        "PHP_EOL",
        "\"id-$number\"",
        "\"id-{$number}\"",
        "\"\\x41\"",
        "'a' . $b",
        "time() + 7200",
        "2 * 100",
        "(string)12",
        "$a ?? 'b'",
    ] {
        assert_eq!(value(literal), Ok(Php::Opaque), "{literal}");
    }
}

#[test]
fn json_text_keeps_what_it_holds() {
    let held = map([("a", Php::Int(1))]);
    for literal in
        ["\\json_encode(['a' => 1])", "json_encode(array('a' => 1), JSON_UNESCAPED_UNICODE | \\JSON_UNESCAPED_SLASHES)"]
    {
        assert_eq!(value(literal), Ok(Php::Encoded(Box::new(held.clone()))), "{literal}");
    }
}

#[test]
fn what_is_no_value_is_refused_with_a_reason() {
    for (literal, reason) in [
        ("<<<TEXT\nabc\nTEXT", "expected a value; a heredoc is not read"),
        ("'abc", "the string is not closed"),
        ("abc", "`abc` is no value"),
        ("0x1F", "this is not a number"),
        ("[1, 'a' => 2]", "some items of this array have keys and some have none"),
        ("['a' => 1, 'a' => 2]", "the key `a` comes twice"),
        ("[$a => 1]", "a key is a string"),
        ("['a' 'b']", "expected `]`"),
        ("array('a']", "expected `)`"),
        ("{}", "expected a value"),
        ("static fn() => 1", "`static` is no value"),
    ] {
        assert_eq!(value(literal), Err(reason.to_owned()), "{literal}");
    }
    let deep = "[".repeat(1000);
    assert_eq!(value(&deep), Err("nested too deeply".to_owned()));
}

#[test]
fn a_chain_is_read_in_all_its_forms() {
    let chain = |code: &str| {
        let call = calls(code, 0).pop().expect("there is a call").expect("it parses");
        (call.links, call.method)
    };
    let property = |name: &str| Link::Property(name.to_owned());
    let path = |path: &str| Link::Path(path.to_owned());
    let get = "get".to_owned();
    assert_eq!(chain("$instance->v3->_id_->get()"), (vec![property("v3"), property("_id_")], get.clone()));
    assert_eq!(chain("$instance['v3/{id}']->get()"), (vec![path("v3/{id}")], get.clone()));
    assert_eq!(chain("$instance->chain(\"v3/{id}\")->get()"), (vec![path("v3/{id}")], get.clone()));
    assert_eq!(chain("$instance\n  // the URL\n  ->chain('v3/x')\n  ->get([])"), (vec![path("v3/x")], get));
}

#[test]
fn a_call_ends_at_its_parenthesis_whatever_follows() {
    let code = "php$instance->v3->post(['a' => 1,]);print_r(1);php$instance->v3->post(['a' => 2])| 返回";
    let read: Vec<_> = calls(code, 100).into_iter().map(|call| call.expect("it parses")).collect();
    let first = |index: usize| read[index].arguments.members().get("a").copied().cloned();
    assert_eq!((first(0), first(1)), (Some(Php::Int(1)), Some(Php::Int(2))));
    let spans: Vec<_> = read.iter().map(|call| &code[call.span.start - 100..call.span.end - 100]).collect();
    assert_eq!(spans, ["$instance->v3->post(['a' => 1,])", "$instance->v3->post(['a' => 2])"]);
}

#[test]
fn a_longer_name_is_another_variable() {
    assert!(calls("$instances->v3->get(); $instance2->v3->get(); $instance_x->v3->get();", 0).is_empty());
}

#[test]
fn an_error_points_at_its_place() {
    let code = "$instance->chain(\"v3/{$id}\")->get(); $instance->v3->get(['a' => ?])";
    let errors: Vec<_> = calls(code, 10).into_iter().map(|call| call.expect_err("it does not parse").span).collect();
    let places: Vec<_> = errors.iter().map(|span| &code[span.start - 10..]).collect();
    assert_eq!(places, ["\"v3/{$id}\")->get(); $instance->v3->get(['a' => ?])", "?])"]);
}
