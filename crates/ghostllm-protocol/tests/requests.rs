//! A rich request of every dialect in the words of every other: what is sent, and what is reported.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::fmt::Write as _;

use ghostllm_protocol::{ChatRequest, Dialect, Profile};
use support::{check_golden, folder};

fn request(dialect: Dialect) -> (serde_json::Value, ChatRequest) {
    let body = std::fs::read(folder("requests").join(format!("{dialect}.json"))).unwrap();
    (serde_json::from_slice(&body).unwrap(), dialect.decode_request(&body).unwrap())
}

/// A model of the upstream's, for what depends on it.
fn model(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::OpenAiChat | Dialect::OpenAiResponses => "gpt-5.2",
        Dialect::OpenAiCompletions => "gpt-3.5-turbo-instruct",
        Dialect::Anthropic => "claude-sonnet-4-5",
        Dialect::Gemini => "gemini-3-pro-preview",
        Dialect::OllamaChat => "gpt-oss:20b",
        Dialect::OllamaGenerate => "codellama",
        Dialect::Bedrock => "anthropic.claude-sonnet-4-5-20250929-v1:0",
    }
}

#[test]
fn every_request_in_every_dialect() {
    for client in Dialect::ALL {
        let (_, request) = request(client);
        let mut out = String::new();
        for upstream in Dialect::ALL {
            let request = ChatRequest { model: model(upstream).to_owned(), ..request.clone() };
            writeln!(out, "== {client} to {upstream}").unwrap();
            let losses = match upstream.encode_request(&request, &Profile::NATIVE) {
                Ok(encoded) => {
                    let body: serde_json::Value = serde_json::from_slice(&encoded.body).unwrap();
                    writeln!(out, "{}", serde_json::to_string_pretty(&body).unwrap()).unwrap();
                    encoded.losses
                }
                Err(error) => error.losses,
            };
            for loss in losses.iter() {
                writeln!(out, "{:?} `{}`: {}", loss.effect, loss.field, loss.reason).unwrap();
            }
        }
        check_golden(&folder("requests").join(format!("{client}.expected")), &out);
    }
}

/// In its own dialect a request says the same, without any loss.
#[test]
fn every_request_to_its_own_dialect() {
    for dialect in Dialect::ALL {
        let (_, mut request) = request(dialect);
        let in_url = matches!(dialect, Dialect::Gemini | Dialect::Bedrock);
        if in_url {
            model(dialect).clone_into(&mut request.model);
        }
        let encoded = dialect.encode_request(&request, &Profile::GATEWAY).unwrap();
        assert!(encoded.losses.is_empty(), "{dialect}: {}", encoded.losses);
        let mut again = dialect.decode_request(&encoded.body).unwrap();
        if in_url {
            again.model.clone_from(&request.model);
        }
        assert_eq!(again, request, "{dialect}");
    }
}
