//! A real model server: llama.cpp's, over a model of random weights that is made on the spot. It comes from the kit
//! `local-model` of `cargo xtask provision`; without it the test says so and returns.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use ghostllm::ledger::Outcome;
use serde_json::{Value, json};

use crate::support::client::{post, send};
use crate::support::{Gateway, KEY, model, provider};

/// How many tokens are asked for. A busy machine gives a few a second; and of random tokens many are parts of letters,
/// which come as one piece.
const TOKENS: u64 = 16;

/// The server, until it is dropped.
struct ModelServer {
    child: Child,
    address: SocketAddr,
}

impl ModelServer {
    fn start(kit: &std::ffi::OsStr, folder: &Path) -> Self {
        let script = format!("{}/../../tests/sdk/local_model.py", env!("CARGO_MANIFEST_DIR"));
        #[expect(clippy::disallowed_methods, reason = "the one place where this test starts a child")]
        let mut python = Command::new("python3");
        python.arg(script).arg(folder).env("PYTHONPATH", kit).env("PYTHONDONTWRITEBYTECODE", "1");
        let log = std::fs::File::create(folder.join("server.log")).unwrap();
        let mut child = python.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut lines = lines.map_while(Result::ok);
        let address =
            lines.find_map(|line| Some(line.strip_prefix("listening on http://")?.parse().unwrap()));
        let address = address
            .unwrap_or_else(|| panic!("{}", std::fs::read_to_string(folder.join("server.log")).unwrap()));
        Self { child, address }
    }
}

impl Drop for ModelServer {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn asked(stream: bool) -> Value {
    json!({
        "model": "m", "stream": stream, "max_tokens": TOKENS,
        "messages": [{"role": "user", "content": "Say something."}],
    })
}

#[test]
fn a_real_model_s_tokens_come_one_by_one_in_every_client_s_words_and_are_counted() {
    let Some(kit) = std::env::var_os("GHOST_LOCAL_MODEL") else {
        println!(
            "skipped: no real model answers (GHOST_LOCAL_MODEL is not set: cargo xtask provision local-model)"
        );
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let server = ModelServer::start(&kit, folder.path());
    let gateway =
        Gateway::start(&format!("{}{}", provider("p", "llama.cpp", server.address), model("m", "p", "")));
    let whole = post(gateway.address, "/v1/chat/completions", &asked(false));
    assert_eq!(
        (whole.status, &whole.json()["usage"]["completion_tokens"]),
        (200, &json!(TOKENS)),
        "{}",
        whole.text()
    );
    let stream = post(gateway.address, "/v1/chat/completions", &asked(true));
    let deltas =
        stream.events().iter().filter(|event| event["choices"][0]["delta"]["content"].is_string()).count();
    assert!(
        deltas > 1 && stream.is_whole && stream.text().ends_with("data: [DONE]\n\n"),
        "{}",
        stream.text()
    );
    let translated = post(gateway.address, "/v1/messages", &asked(true));
    let text = translated.text();
    assert!(text.contains("event: content_block_delta") && text.contains("event: message_stop"), "{text}");
    assert!(text.contains(&format!("\"output_tokens\":{TOKENS}")) && text.contains("max_tokens"), "{text}");
    for row in gateway.usage(3) {
        assert_eq!(
            (row.outcome, row.estimated, row.completion_tokens),
            (Outcome::Complete, false, TOKENS),
            "{row:?}"
        );
        assert!(row.prompt_tokens > 0 && row.first_byte_ms > 0);
    }
    // The first token is there long before the last, and a client that has seen enough stops the model.
    let mut long = asked(true);
    long["max_tokens"] = json!(500);
    let headers = format!("authorization: Bearer {KEY}\r\n");
    let mut client = send(gateway.address, "/v1/chat/completions", &headers, long.to_string().as_bytes());
    let mut seen = String::new();
    while !seen.contains("\"content\"") {
        let mut chunk = [0; 4096];
        let count = client.read(&mut chunk).unwrap();
        assert!(count > 0, "{seen}");
        seen.push_str(&String::from_utf8_lossy(&chunk[..count]));
    }
    assert!(!seen.contains("[DONE]"));
    drop(client);
    let rows = gateway.usage(4);
    let cancelled: Vec<_> = rows.iter().filter(|row| row.outcome == Outcome::Cancelled).collect();
    assert_eq!((cancelled.len(), cancelled[0].status), (1, 499));
    let begun = Instant::now();
    assert_eq!(post(gateway.address, "/v1/chat/completions", &asked(false)).status, 200);
    assert!(begun.elapsed() < Duration::from_mins(1), "the model is free again");
}
