//! The client against a server that answers, fails, stalls and breaks off.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::sync::Arc;
use std::time::{Duration, Instant};

use ghostllm_client::{
    Category, ClientError, Endpoint, Event, Function, GhostLLMClient, Message, Note, RetryPolicy, Role, Tool,
};
use support::{ANSWER, Connection, END, Server, chunk, client, request};
use tokio::sync::Notify;

#[tokio::test]
async fn asks_and_answers() {
    let server = Server::start(|connection: Connection| connection.json(ANSWER)).await;
    let answer = server.client().chat(&request()).await.unwrap();
    assert_eq!(answer.text(), "hello");
    let usage = answer.usage.unwrap();
    assert_eq!((usage.input_tokens, usage.output_tokens), (1, 2));
    let sent = server.requests.lock().unwrap()[0].to_lowercase();
    assert!(sent.starts_with("post /chat/completions http/1.1"), "{sent}");
    assert!(sent.contains("authorization: bearer secret-key"), "{sent}");
    assert!(sent.ends_with(r#"{"model":"m","messages":[{"role":"user","content":"hi"}]}"#), "{sent}");
}

#[tokio::test]
async fn streams_each_piece_as_it_comes() {
    let go_on = Arc::new(Notify::new());
    let told = Arc::clone(&go_on);
    let server = Server::start(move |mut connection: Connection| {
        let told = Arc::clone(&told);
        async move {
            connection.stream_head("text/event-stream").await;
            connection.send(chunk("one")).await;
            told.notified().await;
            connection.send(chunk("two")).await;
            connection.send(END).await;
        }
    })
    .await;
    let mut stream = server.client().stream(&request()).await.unwrap();
    let mut texts = Vec::new();
    while let Some(event) = stream.next().await {
        if let Event::Delta { text, .. } = event.unwrap() {
            // The server goes on only when this piece has arrived.
            go_on.notify_one();
            texts.push(text);
        }
    }
    assert_eq!(texts, ["one", "two"]);
}

#[tokio::test]
async fn a_server_that_does_not_stream_is_understood() {
    let server = Server::start(|connection: Connection| connection.json(ANSWER)).await;
    let answer = server.client().stream(&request()).await.unwrap().collect().await.unwrap();
    assert_eq!(answer.text(), "hello");
}

/// Dropping the client's side stops the provider's.
#[tokio::test]
async fn dropping_a_stream_closes_the_connection() {
    let closed = Arc::new(Notify::new());
    let tell = Arc::clone(&closed);
    let server = Server::start(move |mut connection: Connection| {
        let tell = Arc::clone(&tell);
        async move {
            connection.stream_head("text/event-stream").await;
            connection.send(chunk("one")).await;
            connection.closed().await;
            tell.notify_one();
        }
    })
    .await;
    let mut stream = server.client().stream(&request()).await.unwrap();
    while !matches!(stream.next().await.unwrap().unwrap(), Event::Delta { .. }) {}
    let start = Instant::now();
    drop(stream);
    tokio::time::timeout(Duration::from_secs(2), closed.notified()).await.unwrap();
    assert!(start.elapsed() < Duration::from_millis(100), "{:?}", start.elapsed());
}

#[tokio::test]
async fn dropping_a_question_closes_the_connection() {
    let (asked, closed) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (tell_asked, tell_closed) = (Arc::clone(&asked), Arc::clone(&closed));
    let server = Server::start(move |connection: Connection| {
        let (asked, closed) = (Arc::clone(&tell_asked), Arc::clone(&tell_closed));
        async move {
            asked.notify_one();
            connection.closed().await;
            closed.notify_one();
        }
    })
    .await;
    let client = server.client();
    let question = request();
    tokio::select! {
        answer = client.chat(&question) => panic!("{answer:?}"),
        () = asked.notified() => {}
    }
    tokio::time::timeout(Duration::from_secs(2), closed.notified()).await.unwrap();
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn retries_what_passes_and_heeds_the_wait() {
    let server = Server::start(|connection: Connection| async move {
        match connection.number {
            0 => {
                connection
                    .reply(
                        "429 Too Many Requests",
                        "retry-after-ms: 200\r\n",
                        r#"{"error":{"message":"slow"}}"#,
                    )
                    .await;
            }
            1 => connection.reply("503 Service Unavailable", "", "busy").await,
            _ => connection.json(ANSWER).await,
        }
    })
    .await;
    let start = Instant::now();
    assert_eq!(server.client().chat(&request()).await.unwrap().text(), "hello");
    assert_eq!(server.count(), 3);
    assert!(start.elapsed() >= Duration::from_millis(200), "{:?}", start.elapsed());
}

#[tokio::test]
async fn gives_up_in_the_end_and_says_what_the_provider_said() {
    let body = r#"{"error":{"message":"Rate limit reached","type":"tokens","code":"rate_limit_exceeded"}}"#;
    let server = Server::start(move |connection: Connection| {
        connection.reply("429 Too Many Requests", "retry-after: 0\r\n", body)
    })
    .await;
    let error = server.client().stream(&request()).await.unwrap_err();
    assert_eq!(server.count(), 3);
    assert_eq!(error.category(), Some(Category::RateLimited));
    assert_eq!(error.to_string(), "the provider answered 429: Rate limit reached");
    assert!(error.is_transient());
}

/// What it says of trying again is no word about the account.
#[tokio::test]
async fn a_provider_that_wants_no_second_try_gets_none() {
    let body = r#"{"error":{"message":"Overloaded"}}"#;
    let server = Server::start(move |connection: Connection| {
        connection.reply("503 Service Unavailable", "x-should-retry: false\r\n", body)
    })
    .await;
    let error = server.client().chat(&request()).await.unwrap_err();
    assert_eq!((server.count(), error.category()), (1, Some(Category::Overloaded)));
}

#[tokio::test]
async fn does_not_wait_longer_than_allowed() {
    let server = Server::start(|connection: Connection| {
        connection.reply("429 Too Many Requests", "retry-after: 3600\r\n", "{}")
    })
    .await;
    let error = server.client().chat(&request()).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_hours(1)));
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn does_not_repeat_what_will_not_pass() {
    for (status, category) in [
        ("400 Bad Request", Category::InvalidRequest),
        ("401 Unauthorized", Category::Authentication),
        ("404 Not Found", Category::NotFound),
    ] {
        let server =
            Server::start(move |connection: Connection| connection.reply(status, "", "<html>")).await;
        let error = server.client().chat(&request()).await.unwrap_err();
        assert_eq!(error.category(), Some(category));
        assert_eq!(server.count(), 1, "{status}");
    }
}

/// What answers with pages or sends on to elsewhere is no provider, however often it is asked.
#[tokio::test]
async fn a_wrong_address_is_told_once() {
    let check = async |status: &'static str, headers: &'static str, expected: &str| {
        let server = Server::start(move |connection: Connection| {
            connection.reply(status, headers, "<html><body>Welcome</body></html>")
        })
        .await;
        for error in [
            server.client().chat(&request()).await.unwrap_err(),
            server.client().stream(&request()).await.unwrap_err(),
        ] {
            let host = server.url.trim_start_matches("http://");
            assert_eq!(error.to_string(), expected.replace("HOST", host));
            assert!(!error.is_transient());
        }
        assert_eq!(server.count(), 2, "{status}");
    };
    let page = "content-type: text/html; charset=utf-8\r\n";
    check("200 OK", page, "HOST answered with a web page, as no provider does").await;
    check("404 Not Found", page, "HOST answered with a web page, as no provider does").await;
    let moved = "location: https://elsewhere.example/v1\r\ncontent-type: text/html\r\n";
    let told = "HOST answered 302, and sends requests on to https://elsewhere.example/v1";
    check("302 Found", moved, told).await;
}

/// Proxies write their pages for people too: what the status says is enough.
#[tokio::test]
async fn the_page_of_a_proxy_is_no_message() {
    let server = Server::start(|connection: Connection| {
        connection.reply("502 Bad Gateway", "content-type: text/html\r\n", "<html>nginx</html>")
    })
    .await;
    let error = server.client().chat(&request()).await.unwrap_err();
    assert_eq!((server.count(), error.is_transient()), (3, true));
    assert_eq!(error.to_string(), "the provider answered 502: Bad Gateway");
}

/// A stream that breaks off is an error, and is not begun again behind the caller's back.
#[tokio::test]
async fn a_broken_stream_is_an_error_once() {
    let server = Server::start(|mut connection: Connection| async move {
        connection.stream_head("text/event-stream").await;
        connection.send(chunk("half")).await;
    })
    .await;
    let mut stream = server.client().stream(&request()).await.unwrap();
    let mut events = Vec::new();
    let error = loop {
        match stream.next().await.unwrap() {
            Ok(event) => events.push(event),
            Err(error) => break error,
        }
    };
    assert!(events.iter().any(|event| matches!(event, Event::Delta { text, .. } if text == "half")));
    assert!(matches!(error, ClientError::Stream(_)), "{error:?}");
    assert!(stream.next().await.is_none());
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn an_error_in_the_middle_of_a_stream_is_the_providers() {
    let server = Server::start(|mut connection: Connection| async move {
        connection.stream_head("text/event-stream").await;
        connection.send(chunk("half")).await;
        connection.send("data: {\"error\":{\"message\":\"gone\",\"type\":\"server_error\"}}\n\n").await;
    })
    .await;
    let error = server.client().stream(&request()).await.unwrap().collect().await.unwrap_err();
    assert!(matches!(&error, ClientError::Failure(failure) if failure.message == "gone"), "{error:?}");
}

#[tokio::test]
async fn silence_is_a_timeout() {
    let server = Server::start(|connection: Connection| connection.closed()).await;
    let client = server.client().with_retry(RetryPolicy::NEVER);
    let error = client.chat(&request()).await.unwrap_err();
    assert!(matches!(error, ClientError::Timeout { what: "the beginning of the answer", .. }), "{error:?}");

    let server = Server::start(|mut connection: Connection| async move {
        connection.stream_head("text/event-stream").await;
        connection.send(chunk("one")).await;
        connection.closed().await;
    })
    .await;
    let error = server.client().stream(&request()).await.unwrap().collect().await.unwrap_err();
    assert!(matches!(error, ClientError::Timeout { what: "the next piece of the stream", .. }), "{error:?}");
}

#[tokio::test]
async fn nobody_there() {
    let client = client(Endpoint::compatible("http://127.0.0.1:1", None));
    let error = client.chat(&request()).await.unwrap_err();
    assert!(matches!(&error, ClientError::Connect { host, .. } if host == "127.0.0.1:1"), "{error:?}");
    let bad = support::client(Endpoint::compatible("not an address", None));
    assert!(matches!(bad.chat(&request()).await.unwrap_err(), ClientError::Invalid { .. }));
}

#[tokio::test]
async fn garbage_is_an_error() {
    for body in ["", "<html>", "{}", "[]", "{\"choices\":7}", "\u{0}"] {
        let server = Server::start(move |connection: Connection| connection.json(body)).await;
        let error = server.client().chat(&request()).await.unwrap_err();
        assert!(matches!(error, ClientError::Decode(_)), "{body}: {error:?}");
    }
}

#[tokio::test]
async fn needs_a_model_and_says_what_it_cannot_ask() {
    let nameless = client(Endpoint::ollama(None)).with_model("");
    assert!(matches!(nameless.chat(&request()).await.unwrap_err(), ClientError::NoModel));
    let mut many = request();
    many.choices = Some(3);
    let error = client(Endpoint::anthropic("k")).chat(&many).await.unwrap_err();
    assert!(matches!(error, ClientError::Unsupported(_)), "{error:?}");
    let error = client(Endpoint::anthropic("k")).embed(&["a"]).await.unwrap_err();
    assert!(matches!(error, ClientError::Lacks { what: "embeddings" }), "{error:?}");
}

#[tokio::test]
async fn lists_models_of_every_kind() {
    let check = async |body: &'static str, endpoint: fn(&str) -> Endpoint, path: &str, expected: &[&str]| {
        let server = Server::start(move |connection: Connection| connection.json(body)).await;
        let models = client(endpoint(&server.url)).models().await.unwrap();
        assert_eq!(models.iter().map(|model| model.id.as_str()).collect::<Vec<_>>(), expected);
        assert!(server.requests.lock().unwrap()[0].starts_with(&format!("GET {path}")));
    };
    let compatible = |url: &str| Endpoint::compatible(url, None);
    check(r#"{"object":"list","data":[{"id":"a"},{"id":"b"}]}"#, compatible, "/models ", &["a", "b"]).await;
    let gemini = |url: &str| Endpoint { base_url: url.to_owned(), ..Endpoint::gemini("k") };
    check(r#"{"models":[{"name":"models/gemini-x"}]}"#, gemini, "/models?", &["gemini-x"]).await;
    let ollama = |url: &str| Endpoint::ollama(Some(url));
    check(r#"{"models":[{"name":"q:1b","model":"q:1b"}]}"#, ollama, "/api/tags ", &["q:1b"]).await;
}

#[tokio::test]
async fn a_tool_loop_ends_or_says_that_it_does_not() {
    const CALL: &str = r#"{"choices":[{"message":{"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}"#;
    let server = Server::start(|connection: Connection| async move {
        let body = if connection.request.contains("no such tool") { ANSWER } else { CALL };
        connection.json(body).await;
    })
    .await;
    let tools = vec![Tool::Function(Function { name: "f".to_owned(), ..Function::default() })];
    let question = ghostllm_client::ChatRequest { tools, ..request() };
    let client = server.client();
    let run = client.run_tools(question.clone(), 3, async |_| Err("no such tool".to_owned())).await.unwrap();
    assert_eq!((run.response.text().as_str(), run.messages.len()), ("hello", 4));
    let error = client.run_tools(question, 3, async |_| Ok("done".to_owned())).await.unwrap_err();
    // Three turns were paid for, and can be gone on with: the question, and each call with its result.
    let ClientError::TooManyTurns { turns: 3, messages, .. } = error else { panic!("{error:?}") };
    assert_eq!(messages.len(), 7);
}

#[tokio::test]
async fn a_tool_is_not_run_with_half_its_arguments_and_a_pause_is_no_end() {
    let server = Server::start(|connection: Connection| async move {
        const HALF: &str = r#"{"choices":[{"message":{"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"path\":\"/us"}}]},"finish_reason":"length"}],"usage":{"prompt_tokens":5,"completion_tokens":2}}"#;
        let body = if connection.request.contains("cut off") { ANSWER } else { HALF };
        connection.json(body).await;
    })
    .await;
    let tools = vec![Tool::Function(Function { name: "f".to_owned(), ..Function::default() })];
    let question = ghostllm_client::ChatRequest { tools, ..request() };
    let run =
        server.client().run_tools(question, 3, async |call| panic!("it is run: {call:?}")).await.unwrap();
    assert_eq!((run.response.text().as_str(), run.messages.len()), ("hello", 4));

    let server = Server::start(|connection: Connection| async move {
        const PAUSED: &str = r#"{"type":"message","role":"assistant","content":[{"type":"text","text":"one"}],"stop_reason":"pause_turn","usage":{"input_tokens":5,"output_tokens":2}}"#;
        const OVER: &str = r#"{"type":"message","role":"assistant","content":[{"type":"text","text":"two"}],"stop_reason":"end_turn","usage":{"input_tokens":5,"output_tokens":2}}"#;
        let body = if connection.request.contains("one") { OVER } else { PAUSED };
        connection.json(body).await;
    })
    .await;
    let anthropic = client(Endpoint { base_url: server.url.clone(), ..Endpoint::anthropic("k") });
    let run = anthropic.run_tools(request(), 3, async |_| Ok(String::new())).await.unwrap();
    assert_eq!((run.response.text().as_str(), run.messages.len()), ("two", 3));
    assert_eq!((run.usage.input_tokens, run.usage.output_tokens), (10, 4));
}

/// The contexts of `complete_chat`, and the document's spelling of the client.
#[tokio::test]
async fn completes_in_the_light_of_a_context() {
    let server = Server::start(|connection: Connection| connection.json(ANSWER)).await;
    let note = |text: &str, embedding: &[f32]| Note { text: text.to_owned(), embedding: embedding.to_vec() };
    let notes = vec![note("far", &[-1.0, 0.0]), note("near", &[1.0, 0.1]), note("other model", &[1.0])];
    let client: GhostLLMClient = server.client().with_notes(notes);
    let turns = vec![Message::text(Role::User, "before"), Message::text(Role::Assistant, "aha")];
    assert_eq!(client.complete_chat(&vec![1.0_f32, 0.0], "p1").await.unwrap(), "hello");
    client.complete_chat("be brief", "p2").await.unwrap();
    client.complete_chat(&turns, "p3").await.unwrap();
    client.complete_chat(&(), "p4").await.unwrap();
    let bodies: Vec<serde_json::Value> = server
        .requests
        .lock()
        .unwrap()
        .iter()
        .map(|request| serde_json::from_str(request.split_once("\r\n\r\n").unwrap().1).unwrap())
        .collect();
    let said = |at: usize| {
        let messages = bodies[at]["messages"].as_array().unwrap();
        messages.iter().map(|message| message["content"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(said(0), ["near", "p1"]);
    assert_eq!(said(1), ["be brief", "p2"]);
    assert_eq!(said(2), ["before", "aha", "p3"]);
    assert_eq!(said(3), ["p4"]);
}

/// A plain prompt costs few bytes over the user's own.
#[test]
fn a_prompt_is_sent_with_little_around_it() {
    let client = client(Endpoint::compatible("http://127.0.0.1:1", None));
    let body = client.encode(&request()).unwrap().body;
    assert!(body.len() < 80, "{}", String::from_utf8_lossy(&body));
}
