use super::*;

#[test]
fn finds_only_the_top_level() {
    let body =
        br#" {"messages":[{"role":"user","content":"\"model\":\"x\" }{"}],"model":"a\u0062","stream":true,
        "stream_options":{"include_usage" : true}, "n":1.5e3} "#;
    let scan = chat(body).unwrap();
    assert_eq!(scan.model.as_deref(), Some("ab"));
    assert_eq!(scan.stream, Some(true));
    assert!(scan.include_usage);
    assert_eq!(scan.with_usage(body), None);
}

#[test]
fn splices_in_place() {
    let body = br#"{"a":1,"model":"x","stream":false}"#;
    let scan = chat(body).unwrap();
    assert_eq!(scan.with_model(body, "q\"z"), br#"{"a":1,"model":"q\"z","stream":false}"#);
    assert_eq!(
        scan.with_usage(body).unwrap(),
        br#"{"a":1,"model":"x","stream":false,"stream_options":{"include_usage":true}}"#
    );
    let bare = b"{ }\n";
    assert_eq!(chat(bare).unwrap().with_model(bare, "m"), b"{ \"model\":\"m\"}\n");
    let nameless = br#"{"model":null,"x":1}"#;
    assert_eq!(chat(nameless).unwrap().model, None);
    assert_eq!(chat(nameless).unwrap().with_model(nameless, "m"), br#"{"model":"m","x":1}"#);
    let options = br#"{"stream_options":{"x":1}}"#;
    let with = chat(options).unwrap().with_usage(options).unwrap();
    assert!(chat(&with).unwrap().include_usage);
    let null = br#"{"stream_options":null}"#;
    assert_eq!(
        chat(null).unwrap().with_usage(null).unwrap(),
        br#"{"stream_options":{"include_usage":true}}"#
    );
}

/// Bodies that two parsers could read differently.
#[test]
fn refuses_what_is_ambiguous() {
    for body in [
        r#"{"model":"a","model":"b"}"#,
        r#"{"model":"a","mod\u0065l":"b"}"#,
        r#"{"model":"a","Model":"b"}"#,
        r#"{"stream":true,"ſtream":false}"#,
        r#"{"MODEL":"b"}"#,
    ] {
        assert!(matches!(chat(body.as_bytes()), Err(ScanError::Ambiguous { .. })), "{body}");
    }
}

#[test]
fn refuses_what_is_no_object() {
    for body in [
        "",
        " ",
        "[]",
        "null",
        "{",
        r#"{"model""#,
        r#"{"model":"#,
        r#"{"model":"a""#,
        r#"{"model":"a"} x"#,
        r#"{"model":"a"}{"model":"b"}"#,
        r#"{"model":"a",}"#,
        r#"{/**/"model":"a"}"#,
        r#"{'model':"a"}"#,
        r#"{"a":}"#,
        r#"{"a":"\"#,
        r#"{"a":[1}"#,
        r#"{"a":/*"*/1}"#,
        "{\"a\":\u{a0}1}",
        r#"{"model":"\x"}"#,
    ] {
        assert!(chat(body.as_bytes()).is_err(), "{body}");
    }
    assert!(chat(b"{\"a\":\"\xFF\"}").is_err());
    assert!(matches!(chat(br#"{"model":1}"#), Err(ScanError::WrongType { key: "model", .. })));
    assert!(matches!(chat(br#"{"stream":"yes"}"#), Err(ScanError::WrongType { key: "stream", .. })));
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(600), "]".repeat(600));
    assert!(matches!(chat(deep.as_bytes()), Err(ScanError::TooDeep { .. })));
}
