//! OpenAI's other paths: sound, images, moderation, ranking, files and batches, passed to a provider that has them.

use serde_json::{Value, json};

use crate::support::client::{post, post_with};
use crate::support::stub::{Step, Stub, answer};
use crate::support::{Gateway, KEY, model, provider};

fn gateway(stub: &Stub, more: &str) -> Gateway {
    Gateway::start(&format!("{more}{}{}", provider("p", "openai", stub.address), model("m", "p", "")))
}

fn auth() -> String {
    format!("authorization: Bearer {KEY}\r\n")
}

#[test]
fn json_with_a_model_passes_with_the_provider_s_name_for_it() {
    let stub = Stub::always(answer(200, "", r#"{"results":[]}"#));
    let gateway = gateway(&stub, "");
    for path in ["/v1/images/generations", "/v1/moderations", "/v1/rerank"] {
        let reply = post(gateway.address, path, &json!({"model": "m", "input": "x", "own": [1.0]}));
        assert_eq!((reply.status, reply.text().as_str()), (200, r#"{"results":[]}"#), "{path}");
        let received = stub.received().pop().unwrap();
        assert_eq!(
            (received.path.as_str(), received.json()),
            (path, json!({"model": "up-m", "input": "x", "own": [1.0]}))
        );
    }
    assert_eq!(post(gateway.address, "/v1/rerank", &json!({"model": "none"})).status, 404);
}

/// OpenAI's SDKs leave the model out of these: the provider has one of its own.
#[test]
fn moderations_and_images_need_no_model_where_one_provider_may_be_asked() {
    let stub = Stub::always(answer(200, "", r#"{"results":[]}"#));
    let one = gateway(&stub, "");
    for path in ["/v1/moderations", "/v1/images/generations"] {
        let reply = post(one.address, path, &json!({"input": "x"}));
        assert_eq!((reply.status, reply.text().as_str()), (200, r#"{"results":[]}"#), "{path}");
        let received = stub.received().pop().unwrap();
        assert_eq!((received.path.as_str(), received.json()), (path, json!({"input": "x"})));
        // As SDKs write what is not set.
        assert_eq!(post(one.address, path, &json!({"model": null, "input": "x"})).status, 200, "{path}");
    }
    let refused = |gateway: &Gateway, path: &str, part: &str| {
        let reply = post(gateway.address, path, &json!({"input": "x"}));
        assert!(reply.status == 400 && reply.text().contains(part), "{path}: {}", reply.text());
    };
    refused(&one, "/v1/rerank", "`model` is missing");
    let chat = json!({"model": null, "messages": []});
    let reply = post(one.address, "/v1/chat/completions", &chat);
    assert!(reply.status == 400 && reply.text().contains("`model` is missing"), "{}", reply.text());
    refused(&one, "/v1/audio/speech", "`model` is missing");
    let two = gateway(&stub, &provider("q", "openai", stub.address));
    refused(&two, "/v1/moderations", "x-ghostllm-provider");
    let headers = format!("{}x-ghostllm-provider: q\r\n", auth());
    assert_eq!(post_with(two.address, "/v1/moderations", &headers, br#"{"input":"x"}"#).status, 200);
}

/// What stands in the way of a request is named, and nothing else.
#[test]
fn a_refusal_names_the_field_that_is_refused() {
    let stub = Stub::always(answer(200, "", "{}"));
    let gateway = Gateway::with("anthropic", &stub);
    let body = json!({"model": "m", "n": 3, "messages": [{"role": "user", "content": "hi"}]});
    let reply = post(gateway.address, "/v1/chat/completions", &body);
    let error = reply.json()["error"].clone();
    assert_eq!((reply.status, &error["param"]), (400, &json!("n")), "{error}");
    assert!(!error["message"].as_str().unwrap().contains("max_tokens"), "{error}");
}

#[test]
fn sound_comes_back_byte_by_byte() {
    let sound: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    let mut bytes =
        format!("HTTP/1.1 200 OK\r\ncontent-type: audio/mpeg\r\ncontent-length: {}\r\n\r\n", sound.len())
            .into_bytes();
    bytes.extend_from_slice(&sound);
    let stub = Stub::always(vec![Step::Write(bytes)]);
    let gateway = gateway(&stub, "");
    let reply = post(gateway.address, "/v1/audio/speech", &json!({"model": "m", "input": "x", "voice": "v"}));
    assert_eq!((reply.status, reply.header("content-type")), (200, Some("audio/mpeg")));
    assert!(reply.body == sound);
}

/// A form with a model and a file of bytes that are no text.
fn form(file: &[u8]) -> (String, Vec<u8>) {
    let mut body = b"--edge\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nm\r\n--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\nContent-Type: audio/wav\r\n\r\n".to_vec();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    (format!("{}content-type: multipart/form-data; boundary=edge\r\n", auth()), body)
}

#[test]
fn a_form_s_file_passes_untouched_and_its_model_is_renamed() {
    let stub = Stub::always(answer(200, "", r#"{"text":"hi"}"#));
    let gateway = gateway(&stub, "");
    let file: Vec<u8> = (0..=255).cycle().take(1 << 20).collect();
    let (headers, body) = form(&file);
    let reply = post_with(gateway.address, "/v1/audio/transcriptions", &headers, &body);
    assert_eq!(reply.status, 200, "{}", reply.text());
    let received = stub.received().pop().unwrap();
    assert_eq!(received.header("content-type"), Some("multipart/form-data; boundary=edge"));
    assert_eq!(received.body.len(), body.len() + "up-".len());
    assert!(received.body.windows(file.len()).any(|window| window == file));
    let row = &gateway.usage(1)[0];
    assert!(&*row.model == "m" && row.prompt_tokens < 5000, "a file is not billed by its bytes: {row:?}");
}

#[test]
fn files_are_handed_through_as_they_come_within_the_limit() {
    let stub = Stub::always(answer(200, "", r#"{"id":"file-1"}"#));
    let gateway = gateway(&stub, "[server]\nbody_bytes_max = 2000000\n");
    let file = vec![0x80; 1_500_000];
    let (headers, body) = form(&file);
    let reply = post_with(gateway.address, "/v1/files", &headers, &body);
    assert_eq!((reply.status, reply.text().as_str()), (200, r#"{"id":"file-1"}"#));
    let received = stub.received().pop().unwrap();
    assert!(received.body == body && received.header("authorization") == Some("Bearer upstream-secret"));
    let (headers, body) = form(&vec![0x80; 3_000_000]);
    assert_eq!(post_with(gateway.address, "/v1/files", &headers, &body).status, 413);
}

#[test]
fn an_answer_without_a_body_is_complete() {
    let stub = Stub::always(vec![Step::Write(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec())]);
    let gateway = gateway(&stub, "");
    for _ in 0..2 {
        assert_eq!(post(gateway.address, "/v1/files/f1", &json!({})).status, 204);
    }
    let rows = gateway.usage(2);
    let complete = |row: &ghostllm::ledger::UsageRow| row.status == 204 && row.outcome.name() == "complete";
    assert!(rows.iter().all(complete), "{rows:?}");
}

#[test]
fn who_is_held_to_certain_models_has_no_files() {
    let stub = Stub::always(answer(200, "", "{}"));
    let gateway = Gateway::start_with_keys(&format!(
        "{}{}[[keys]]\nname = \"k\"\nkey = \"{KEY}\"\nmodels = [\"m\"]\n",
        provider("p", "openai", stub.address),
        model("m", "p", "")
    ));
    let reply = post(gateway.address, "/v1/batches", &json!({"input_file_id": "f"}));
    assert_eq!((reply.status, stub.calls()), (403, 0));
}

/// envoyproxy/ai-gateway#805, #828: what is too large is refused with 413, in the client's words, and only then.
#[test]
fn a_body_over_the_limit_is_refused_in_the_client_s_words() {
    let stub = Stub::always(answer(200, "", "{}"));
    let gateway = gateway(&stub, "[server]\nbody_bytes_max = 100000\n");
    let text = "x".repeat(200_000);
    let body = json!({"model": "m", "max_tokens": 5, "messages": [{"role": "user", "content": text}]});
    for (path, kind) in
        [("/v1/chat/completions", "/error/type"), ("/v1/messages", "/error/type"), ("/api/chat", "/error")]
    {
        let reply = post(gateway.address, path, &body);
        assert_eq!(reply.status, 413, "{path}: {}", reply.text());
        assert!(reply.json().pointer(kind).is_some_and(Value::is_string), "{}", reply.text());
    }
    assert_eq!(stub.calls(), 0);
}

/// A provider without these paths is named, and nothing is sent.
#[test]
fn a_provider_that_has_no_such_path_says_so() {
    let stub = Stub::always(answer(200, "", "{}"));
    let gateway = Gateway::with("anthropic", &stub);
    let reply = post(gateway.address, "/v1/images/generations", &json!({"model": "m", "prompt": "x"}));
    let message = reply.json()["error"]["message"].as_str().unwrap().to_owned();
    assert!(
        reply.status == 400 && message.contains("`p`") && stub.calls() == 0,
        "{}: {message}",
        reply.status
    );
}

/// Azure's clients call the same things under other paths: the deployment is the model, whatever the body says.
#[test]
fn azure_s_paths_lead_to_pictures_and_sound() {
    let stub = Stub::always(answer(200, "", r#"{"results":[]}"#));
    let gateway = gateway(&stub, "");
    let check = |path: &str, body: Value, expected: (&str, Value)| {
        let reply = post(gateway.address, path, &body);
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        let received = stub.received().pop().unwrap();
        assert_eq!((received.path.as_str(), received.json()), expected, "{path}");
    };
    let images = "/openai/deployments/m/images/generations?api-version=2024-10-21";
    check(
        images,
        json!({"prompt": "x"}),
        ("/v1/images/generations", json!({"prompt": "x", "model": "up-m"})),
    );
    let speech = json!({"model": "other", "input": "x"});
    let expected = json!({"model": "up-m", "input": "x"});
    check("/openai/deployments/m/audio/speech", speech, ("/v1/audio/speech", expected.clone()));
    check("/openai/v1/audio/speech", json!({"model": "m", "input": "x"}), ("/v1/audio/speech", expected));
    check("/openai/files?purpose=x", json!({}), ("/v1/files?purpose=x", json!({})));
    let (headers, body) = form(b"sound");
    let without = String::from_utf8(body).unwrap().replace("name=\"model\"", "name=\"other\"");
    let path = "/openai/deployments/m/audio/transcriptions?api-version=2024-10-21";
    let reply = post_with(gateway.address, path, &headers, without.as_bytes());
    assert_eq!(reply.status, 200, "{}", reply.text());
    let received = stub.received().pop().unwrap();
    let text = String::from_utf8(received.body.clone()).unwrap();
    assert_eq!(received.path, "/v1/audio/transcriptions");
    assert!(text.contains("name=\"model\"\r\n\r\nup-m\r\n") && text.contains("sound"), "{text}");
}
