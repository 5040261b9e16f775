//! Providers that are called in ways of their own: paths, credentials, tokens, signatures.

use std::sync::Mutex;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use serde_json::{Value, json};

use crate::support::client::{post, post_with};
use crate::support::stub::{Received, Step, Stub, answer, chat_answer};
use crate::support::{Gateway, KEY, model};

const CHAT: &str = "/v1/chat/completions";

/// A key made for this test; nothing else has it.
const SERVICE_KEY: &[u8] = include_bytes!("data/service-account.der");

fn chat() -> Value {
    json!({"model": "m", "max_tokens": 50, "messages": [{"role": "user", "content": "hi"}]})
}

fn configured(stub: &Stub, lines: &str) -> Gateway {
    let address = stub.address;
    Gateway::start(&format!(
        "[providers.p]\nbase_url = \"http://{address}\"\n{lines}\n{}",
        model("m", "p", "")
    ))
}

/// Sends a chat and gives what the provider got.
fn received(stub: &Stub, lines: &str) -> Received {
    let gateway = configured(stub, lines);
    let reply = post(gateway.address, CHAT, &chat());
    assert_eq!(reply.status, 200, "{lines}: {}", reply.text());
    stub.received().last().unwrap().clone()
}

#[test]
fn azure_is_called_with_deployments_or_without() {
    let stub = Stub::always(chat_answer("x"));
    let check = |lines: &str, path: &str, header: (&str, &str)| {
        let received = received(&stub, &format!("kind = \"azure\"\n{lines}"));
        assert_eq!((received.path.as_str(), received.header(header.0)), (path, Some(header.1)), "{lines}");
    };
    let key = ("api-key", "secret");
    check("api_key = \"secret\"", "/openai/v1/chat/completions", key);
    check(
        "api_key = \"secret\"\napi_version = \"2024-10-21\"",
        "/openai/deployments/up-m/chat/completions?api-version=2024-10-21",
        key,
    );
    check(
        "api_key = \"secret\"\napi_version = \"preview\"",
        "/openai/v1/chat/completions?api-version=preview",
        key,
    );
    // A token of Microsoft Entra's.
    check(
        "api_key = \"eyJhbGciOi.x.y\"",
        "/openai/v1/chat/completions",
        ("authorization", "Bearer eyJhbGciOi.x.y"),
    );
}

#[test]
fn azure_s_other_paths_have_the_version_too() {
    let vector = json!({"object": "list", "data": [{"object": "embedding", "index": 0, "embedding": [0.5]}],
        "usage": {"prompt_tokens": 1, "total_tokens": 1}});
    let stub = Stub::always(answer(200, "", &vector.to_string()));
    let gateway = configured(&stub, "kind = \"azure\"\napi_key = \"k\"\napi_version = \"2024-10-21\"");
    let body = json!({"model": "m", "input": "a"});
    for (path, upstream) in [
        ("/v1/embeddings", "/openai/deployments/up-m/embeddings?api-version=2024-10-21"),
        ("/v1/images/generations", "/openai/deployments/up-m/images/generations?api-version=2024-10-21"),
        ("/v1/files", "/openai/files?api-version=2024-10-21"),
    ] {
        assert_eq!(post(gateway.address, path, &body).status, 200, "{path}");
        assert_eq!(stub.received().last().unwrap().path, upstream);
    }
}

#[test]
fn rows_of_the_table_say_where_their_paths_begin() {
    let stub = Stub::always(chat_answer("x"));
    for (kind, path) in [
        ("github-copilot", "/chat/completions"),
        ("perplexity", "/chat/completions"),
        ("github-models", "/inference/chat/completions"),
        ("groq", "/v1/chat/completions"),
    ] {
        let received = received(&stub, &format!("kind = \"{kind}\"\napi_key = \"own-token\""));
        assert_eq!(
            (received.path.as_str(), received.header("authorization")),
            (path, Some("Bearer own-token"))
        );
    }
}

fn converse_answer() -> Vec<Step> {
    let body = json!({
        "output": {"message": {"role": "assistant", "content": [{"text": "from Bedrock"}]}},
        "stopReason": "end_turn", "usage": {"inputTokens": 3, "outputTokens": 4, "totalTokens": 7},
    });
    answer(200, "", &body.to_string())
}

#[test]
fn bedrock_is_called_with_a_signature_or_a_key() {
    let stub = Stub::always(converse_answer());
    let address = stub.address;
    let start = |lines: &str| {
        Gateway::start(&format!(
            "[providers.p]\nkind = \"bedrock\"\nbase_url = \"http://{address}\"\n{lines}\n\
             [[models]]\nname = \"m\"\nprovider = \"p\"\nupstream_model = \"us.anthropic.claude-v1:0\"\n"
        ))
    };
    let pair = "region = \"eu-west-1\"\naccess_key_id = \"AKID\"\nsecret_access_key = \"secret\"";
    let gateway = start(&format!("{pair}\nsession_token = \"session\""));
    let reply = post(gateway.address, CHAT, &chat());
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(reply.json()["choices"][0]["message"]["content"], "from Bedrock");
    let received = stub.received().pop().unwrap();
    assert_eq!(received.path, "/model/us.anthropic.claude-v1%3A0/converse");
    let authorization = received.header("authorization").unwrap();
    assert!(authorization.starts_with("AWS4-HMAC-SHA256 Credential=AKID/"), "{authorization}");
    assert!(authorization.contains("/eu-west-1/bedrock/aws4_request"), "{authorization}");
    assert!(
        authorization.contains("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token,"),
        "{authorization}"
    );
    assert_eq!(received.header("x-amz-security-token"), Some("session"));
    assert!(received.header("x-amz-date").unwrap().ends_with('Z'));

    let gateway = start("api_key = \"bedrock-key\"");
    assert_eq!(post(gateway.address, CHAT, &chat()).status, 200);
    assert_eq!(stub.received().pop().unwrap().header("authorization"), Some("Bearer bedrock-key"));
}

/// Vectors of models on Bedrock: each maker's own form, signed as the rest, counted where the provider counts.
#[test]
fn bedrock_embeds_in_the_form_of_each_maker() {
    let titan = json!({"embedding": [0.5, 1.0], "inputTextTokenCount": 3});
    let cohere = json!({"embeddings": {"float": [[0.5], [1.0]]}, "response_type": "embeddings_by_type"});
    let stub = Stub::start(move |_, request| {
        if request.path.contains("titan") {
            let mut titan = titan.clone();
            if let Some(number) = request.json()["inputText"].as_str().and_then(|t| t.parse::<u32>().ok()) {
                titan["embedding"] = json!([number]);
            }
            // The earlier ones later: their order is that of the texts all the same.
            let wait = Step::Pause(if request.json()["inputText"] == "1" { 50 } else { 0 });
            [vec![wait], answer(200, "", &titan.to_string())].concat()
        } else {
            answer(200, "x-amzn-bedrock-input-token-count: 6\r\n", &cohere.to_string())
        }
    });
    let provider = format!(
        "[providers.p]\nkind = \"bedrock\"\nbase_url = \"http://{}\"\nregion = \"eu-west-1\"\n\
         access_key_id = \"AKID\"\nsecret_access_key = \"secret\"\n",
        stub.address
    );
    let models =
        ["amazon.titan-embed-text-v2:0", "cohere.embed-v4:0", "anthropic.claude-v1:0"].map(|upstream| {
            let name = upstream.split('.').next().unwrap();
            format!("[[models]]\nname = \"{name}\"\nprovider = \"p\"\nupstream_model = \"{upstream}\"\n")
        });
    let config = provider + &models.concat();
    let gateway = Gateway::start(&config);
    let ask = |model: &str, input: Value| {
        post(gateway.address, "/v1/embeddings", &json!({"model": model, "input": input, "dimensions": 256}))
    };
    let reply = ask("amazon", json!("a"));
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(reply.json()["data"][0]["embedding"], json!([0.5, 1.0]));
    assert_eq!(reply.json()["usage"]["prompt_tokens"], 3);
    let received = stub.received().pop().unwrap();
    assert_eq!(received.path, "/model/amazon.titan-embed-text-v2%3A0/invoke");
    assert_eq!(received.json(), json!({"inputText": "a", "dimensions": 256}));
    assert!(received.header("authorization").unwrap().starts_with("AWS4-HMAC-SHA256 "));

    let reply = ask("cohere", json!(["a", "b"]));
    assert_eq!(reply.json()["data"][1]["embedding"], json!([1.0]), "{}", reply.text());
    let sent = stub.received().pop().unwrap().json();
    assert_eq!(sent, json!({"texts": ["a", "b"], "input_type": "search_document", "output_dimension": 256}));
    let rows = gateway.usage(2);
    let counted = |model: &str| rows.iter().find(|row| &*row.model == model).map(|row| row.prompt_tokens);
    assert_eq!((counted("amazon"), counted("cohere")), (Some(3), Some(6)), "{rows:?}");

    // One text a call: several texts are several calls.
    let calls = stub.calls();
    let texts: Vec<String> = (0..20).map(|number| number.to_string()).collect();
    let reply = ask("amazon", json!(texts));
    let data = reply.json()["data"].as_array().unwrap().clone();
    assert_eq!((data.len(), stub.calls() - calls), (20, 20), "{}", reply.text());
    let is_its = |at: u8| {
        let one = &data[usize::from(at)];
        one["embedding"] == json!([f64::from(at)]) && one["index"] == at
    };
    assert!((0..20).all(is_its), "{data:?}");
    assert_eq!(reply.json()["usage"]["prompt_tokens"], 60);
    assert!(gateway.usage(3).iter().any(|row| row.prompt_tokens == 60), "billed as one request");

    let calls = stub.calls();
    for (model, input, problem) in
        [("amazon", json!([]), "no text"), ("anthropic", json!("a"), "no embeddings")]
    {
        let reply = ask(model, input);
        assert_eq!(reply.status, 400, "{}", reply.text());
        assert!(reply.text().contains(problem), "{}", reply.text());
    }
    assert_eq!(stub.calls(), calls, "what cannot be asked is not asked");
}

/// One call of many fails: those that were answered are on the provider's bill, and on the key's.
#[test]
fn what_was_paid_of_many_calls_is_booked_when_one_fails() {
    let titan = json!({"embedding": [0.5], "inputTextTokenCount": 3}).to_string();
    let stub = Stub::start(move |_, request| match request.json()["inputText"].as_str() {
        Some("10") => answer(400, "", r#"{"message":"no"}"#),
        _ => answer(200, "", &titan),
    });
    let config = format!(
        "[providers.p]\nkind = \"bedrock\"\nbase_url = \"http://{}\"\nregion = \"r\"\napi_key = \"upstream-secret\"\n\
         [[models]]\nname = \"m\"\nprovider = \"p\"\nupstream_model = \"amazon.titan-embed-text-v2:0\"\n",
        stub.address
    );
    let gateway = Gateway::start(&config);
    let texts: Vec<String> = (0..200).map(|number| number.to_string()).collect();
    let reply = post(gateway.address, "/v1/embeddings", &json!({"model": "m", "input": texts}));
    assert_eq!(reply.status, 400, "{}", reply.text());
    let answered = stub.calls() as u64 - 1;
    // Ten were answered before it; of those that went beside it, some may have been.
    assert!((10..40).contains(&answered), "{answered} calls: no more are begun once one has failed");
    let rows = gateway.usage(2);
    let tokens: Vec<u64> = rows.iter().map(|row| row.prompt_tokens).collect();
    assert_eq!(tokens.iter().sum::<u64>(), 3 * answered, "{rows:?}");
    let paid = rows.iter().find(|row| row.prompt_tokens > 0).unwrap();
    let failed = rows.iter().find(|row| row.prompt_tokens == 0).unwrap();
    assert_eq!((paid.status, failed.status), (200, 400), "{rows:?}");
    assert!(paid.request_id.starts_with(&*failed.request_id), "{rows:?}");
}

/// Vertex has vectors under `predict`, whatever form the client speaks.
#[test]
fn vertex_embeds_by_prediction() {
    let one =
        json!({"embeddings": {"values": [0.5, 1.0], "statistics": {"token_count": 2, "truncated": false}}});
    let stub = Stub::always(answer(200, "", &json!({"predictions": [one, one]}).to_string()));
    let gateway =
        configured(&stub, "kind = \"vertex\"\napi_key = \"ya29.token\"\nproject = \"q\"\nregion = \"r\"");
    let reply =
        post(gateway.address, "/v1/embeddings", &json!({"model": "m", "input": ["a", "b"], "dimensions": 2}));
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(reply.json()["data"][1], json!({"object": "embedding", "index": 1, "embedding": [0.5, 1.0]}));
    assert_eq!(reply.json()["usage"]["prompt_tokens"], 4);
    let received = stub.received().pop().unwrap();
    assert_eq!(received.path, "/v1/projects/q/locations/r/publishers/google/models/up-m:predict");
    let texts = json!([{"content": "a"}, {"content": "b"}]);
    assert_eq!(received.json(), json!({"instances": texts, "parameters": {"outputDimensionality": 2}}));
    let parts = ["a", "b"].map(|text| json!({"content": {"parts": [{"text": text}]}}));
    let batch = json!({"requests": parts});
    let reply = post(gateway.address, "/v1beta/models/m:batchEmbedContents", &batch);
    assert_eq!(reply.json()["embeddings"][0]["values"], json!([0.5, 1.0]), "{}", reply.text());
}

/// The credential file of a service account whose tokens come from `stub`.
fn service_account(stub: &Stub) -> tempfile::NamedTempFile {
    let (begin, end) = ("-----BEGIN PRIVATE ", "-----END PRIVATE ");
    let pem = format!("{begin}KEY-----\n{}\n{end}KEY-----\n", STANDARD.encode(SERVICE_KEY));
    let file = json!({
        "type": "service_account", "project_id": "proj-1", "private_key_id": "kid-1", "private_key": pem,
        "client_email": "robot@proj-1.example", "token_uri": format!("http://{}/token", stub.address),
    });
    let path = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(path.path(), file.to_string()).unwrap();
    path
}

/// What the signed request for a token claims, once its signature has proved right.
fn claims(form: &[u8]) -> Value {
    let form = std::str::from_utf8(form).unwrap();
    let (grant, assertion) = form.split_once("&assertion=").unwrap();
    assert_eq!(grant, "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer");
    let (text, signature) = assertion.rsplit_once('.').unwrap();
    let pair = ring::signature::RsaKeyPair::from_pkcs8(SERVICE_KEY).unwrap();
    let public: &[u8] = pair.public().as_ref();
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public)
        .verify(text.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap())
        .unwrap();
    let (header, claims) = text.split_once('.').unwrap();
    let read =
        |part: &str| -> Value { serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap() };
    assert_eq!(read(header), json!({"alg": "RS256", "typ": "JWT", "kid": "kid-1"}));
    read(claims)
}

#[test]
fn vertex_is_called_with_a_token_that_is_kept_and_fetched_anew_when_refused() {
    let gemini = json!({
        "candidates": [{"content": {"role": "model", "parts": [{"text": "from Vertex"}]}, "finishReason": "STOP"}],
        "usageMetadata": {"promptTokenCount": 3, "candidatesTokenCount": 4, "totalTokenCount": 7},
    });
    let tokens = Mutex::new(0);
    let stub = Stub::start(move |_, request| {
        if request.path == "/token" {
            let mut tokens = tokens.lock().unwrap();
            *tokens += 1;
            let token = json!({"access_token": format!("token-{tokens}"), "expires_in": 3600, "token_type": "Bearer"});
            return answer(200, "", &token.to_string());
        }
        // The first token is revoked after two calls.
        let revoked = *tokens.lock().unwrap() == 1 && request.body.windows(6).any(|w| w == b"revoke");
        if revoked {
            answer(401, "", r#"{"error":{"code":401,"message":"expired","status":"UNAUTHENTICATED"}}"#)
        } else {
            answer(200, "", &gemini.to_string())
        }
    });
    let file = service_account(&stub);
    let path = file.path().display();
    let gateway = configured(
        &stub,
        &format!("kind = \"vertex\"\nregion = \"europe-west4\"\ncredentials_file = \"{path}\""),
    );
    for _ in 0..2 {
        let reply = post(gateway.address, CHAT, &chat());
        assert_eq!(reply.status, 200, "{}", reply.text());
        assert_eq!(reply.json()["choices"][0]["message"]["content"], "from Vertex");
    }
    let calls = stub.received();
    let model = "/v1/projects/proj-1/locations/europe-west4/publishers/google/models/up-m:generateContent";
    let paths: Vec<&str> = calls.iter().map(|call| call.path.as_str()).collect();
    assert_eq!(paths, ["/token", model, model], "one token for both");
    assert_eq!(calls[2].header("authorization"), Some("Bearer token-1"));
    let claims = claims(&calls[0].body);
    assert_eq!(claims["iss"], "robot@proj-1.example");
    assert_eq!(claims["aud"], format!("http://{}/token", stub.address));
    assert_eq!(claims["scope"], "https://www.googleapis.com/auth/cloud-platform");
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 3600);
    let refused = json!({"model": "m", "messages": [{"role": "user", "content": "revoke"}]});
    let first = post(gateway.address, CHAT, &refused).status;
    assert_eq!((first, post(gateway.address, CHAT, &refused).status), (502, 200));
    assert_eq!(stub.received().last().unwrap().header("authorization"), Some("Bearer token-2"));
}

#[test]
fn claude_on_vertex_has_its_version_in_the_body_and_its_model_in_the_path() {
    let message = json!({
        "id": "m1", "type": "message", "role": "assistant", "model": "c", "stop_reason": "end_turn",
        "content": [{"type": "text", "text": "from Claude"}], "usage": {"input_tokens": 3, "output_tokens": 4},
    });
    let stub = Stub::always(answer(200, "", &message.to_string()));
    let address = stub.address;
    let gateway = Gateway::start(&format!(
        "[providers.p]\nkind = \"vertex\"\nbase_url = \"http://{address}\"\napi_key = \"ya29.token\"\nproject = \"q\"\n\
         [[models]]\nname = \"m\"\nprovider = \"p\"\nupstream_model = \"claude-sonnet-4-5@20250929\"\n"
    ));
    for path in [CHAT, "/v1/messages"] {
        let headers = format!("x-api-key: {KEY}\r\n");
        let reply = post_with(gateway.address, path, &headers, chat().to_string().as_bytes());
        assert_eq!(reply.status, 200, "{}", reply.text());
        let received = stub.received().pop().unwrap();
        let expected = "/v1/projects/q/locations/global/publishers/anthropic/models/claude-sonnet-4-5@20250929:rawPredict";
        assert_eq!(received.path, expected);
        assert_eq!(received.header("authorization"), Some("Bearer ya29.token"));
        let body = received.json();
        assert_eq!(body["anthropic_version"], "vertex-2023-10-16");
        assert!(body.get("model").is_none() && body["max_tokens"] == 50, "{body}");
    }
}

#[test]
fn a_credential_that_is_refused_is_said_so() {
    let stub =
        Stub::always(answer(400, "", r#"{"error":"invalid_grant","error_description":"account not found"}"#));
    let file = service_account(&stub);
    let path = file.path().display();
    let gateway = configured(&stub, &format!("kind = \"vertex\"\ncredentials_file = \"{path}\""));
    let reply = post(gateway.address, CHAT, &chat());
    assert_eq!(reply.status, 502);
    let message = reply.json()["error"]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("`p`") && message.contains("account not found"), "{message}");
}
