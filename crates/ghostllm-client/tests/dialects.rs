//! Every endpoint's path, headers and stream, from the recorded streams of the protocol crate.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use ghostllm_client::{Dialect, Endpoint};
use support::{Connection, Server, client, request};

fn recorded(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../ghostllm-protocol/tests/streams");
    std::fs::read(format!("{folder}/{name}")).unwrap()
}

async fn check(endpoint: fn(&str) -> Endpoint, file: &str, kind: &'static str, head: &str, expected: &str) {
    let bytes = recorded(file);
    let server = Server::start(move |mut connection: Connection| {
        let bytes = bytes.clone();
        async move {
            connection.stream_head(kind).await;
            for piece in bytes.chunks(700) {
                connection.send(piece).await;
            }
        }
    })
    .await;
    let answer = client(endpoint(&server.url)).stream(&request()).await.unwrap().collect().await.unwrap();
    assert_eq!(answer.text(), expected, "{file}");
    let sent = server.requests.lock().unwrap()[0].to_lowercase();
    for line in head.lines() {
        assert!(sent.contains(line), "`{line}` is not in {sent}");
    }
}

#[tokio::test]
async fn every_endpoint() {
    const SSE: &str = "text/event-stream; charset=utf-8";
    check(
        |url| Endpoint { base_url: url.to_owned(), ..Endpoint::openai("k1") },
        "openai-responses-tools.sse",
        SSE,
        "post /responses \nauthorization: bearer k1",
        "One moment.",
    )
    .await;
    check(
        |url| Endpoint { base_url: url.to_owned(), ..Endpoint::anthropic("k2") },
        "anthropic-tools.sse",
        SSE,
        "post /v1/messages \nx-api-key: k2\nanthropic-version: 2023-06-01",
        "Okay, let's look.",
    )
    .await;
    check(
        |url| Endpoint { base_url: url.to_owned(), ..Endpoint::gemini("k3") },
        "gemini-tools.sse",
        SSE,
        "post /models/m:streamgeneratecontent?alt=sse \nx-goog-api-key: k3",
        "Let me check both.",
    )
    .await;
    check(
        |url| Endpoint::ollama(Some(url)),
        "ollama-chat-tools.ndjson",
        "application/x-ndjson",
        "post /api/chat ",
        "Let me look.",
    )
    .await;
    check(
        |url| Endpoint::gateway(url, "k4"),
        "openai-chat-tools.sse",
        SSE,
        "post /v1/chat/completions \nauthorization: bearer k4",
        "Let me see … ",
    )
    .await;
    check(
        |url| Endpoint::new(Dialect::OpenAiCompletions, url, None),
        "openai-completions.sse",
        SSE,
        "post /completions ",
        "This is a test.",
    )
    .await;
}

#[tokio::test]
async fn model_names_are_escaped_in_paths() {
    let server = Server::start(|connection: Connection| connection.reply("404 Not Found", "", "{}")).await;
    let endpoint = Endpoint { base_url: server.url.clone(), ..Endpoint::bedrock("eu-west-1", "k") };
    let client = client(endpoint).with_model("arn:aws:bedrock:eu-west-1:1:inference-profile/a.b-c?d");
    client.chat(&request()).await.unwrap_err();
    let sent = server.requests.lock().unwrap()[0].clone();
    let path = "POST /model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A1%3Ainference-profile%2Fa.b-c%3Fd/converse ";
    assert!(sent.starts_with(path), "{sent}");
}

#[test]
fn keys_are_not_shown() {
    let endpoint = Endpoint::bedrock("eu-west-1", "very-secret");
    assert_eq!(endpoint.base_url, "https://bedrock-runtime.eu-west-1.amazonaws.com");
    assert!(!format!("{endpoint:?} {:?}", client(endpoint.clone())).contains("very-secret"));
}
