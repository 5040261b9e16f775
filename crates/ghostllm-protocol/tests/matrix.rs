//! Every upstream to every client: answers whole and streamed say the same on both sides, up to what the
//! client's dialect has no words for.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use ghostllm_protocol::{
    ChatResponse, Choice, Dialect, Event, Finish, FinishReason, Part, Reasoning, Signature, Signer, Text,
    ToolCall, Usage,
};
use support::{Said, check_contract, collect, events_of, exchange, said, signature, stream_of};

/// Who signs the reasoning of an upstream.
fn signer(dialect: Dialect) -> Option<Signer> {
    match dialect {
        Dialect::Anthropic | Dialect::Bedrock => Some(Signer::Anthropic),
        Dialect::OpenAiResponses => Some(Signer::OpenAi),
        Dialect::Gemini => Some(Signer::Gemini),
        _ => None,
    }
}

fn has_tools(dialect: Dialect) -> bool {
    !matches!(dialect, Dialect::OpenAiCompletions | Dialect::OllamaGenerate)
}

/// Which of a call's own signatures a dialect has.
fn signs_calls(dialect: Dialect) -> bool {
    dialect == Dialect::Gemini
}

/// What is left of an answer in a dialect's words: the documented losses, and nothing else.
fn in_words_of(dialect: Dialect, mut said: Said) -> Said {
    match dialect {
        Dialect::OpenAiChat => {}
        // Ids carry them: see `turns.rs`.
        Dialect::OpenAiResponses | Dialect::Anthropic => said.call_signatures.clear(),
        Dialect::Gemini => said.cached.1 = 0,
        Dialect::Bedrock => {
            said.reasoning_tokens = 0;
            said.signatures.retain(|signature| signature.signer == Signer::Anthropic);
            said.call_signatures.clear();
        }
        Dialect::OpenAiCompletions => {
            said.reasoning.clear();
            said.signatures.clear();
        }
        Dialect::OllamaChat | Dialect::OllamaGenerate => {
            said.signatures.clear();
            said.call_signatures.clear();
            said.cached = (0, 0);
            said.reasoning_tokens = 0;
        }
    }
    said.finish = said.finish.map(|reason| finish_in_words_of(dialect, reason));
    said
}

fn finish_in_words_of(dialect: Dialect, reason: FinishReason) -> FinishReason {
    use FinishReason::{ContentFilter, Refusal, Stop, StopSequence};
    match (dialect, reason) {
        (Dialect::Anthropic, ContentFilter) => Refusal,
        (Dialect::OllamaChat | Dialect::OllamaGenerate, ContentFilter | Refusal) => Stop,
        (_, Refusal) if dialect != Dialect::Anthropic => ContentFilter,
        (_, StopSequence) if !matches!(dialect, Dialect::Anthropic | Dialect::Bedrock) => Stop,
        _ => reason,
    }
}

/// Answers that the upstream `dialect` could give.
fn answers(dialect: Dialect) -> Vec<ChatResponse> {
    let usage = Usage {
        input_tokens: 100,
        output_tokens: 50,
        cache_read_tokens: 30,
        cache_write_tokens: 10,
        reasoning_tokens: 20,
        ..Usage::default()
    };
    let answer = |parts: Vec<Part>, reason: FinishReason| ChatResponse {
        origin: Some(dialect),
        id: "answer-1".to_owned(),
        model: "upstream-model".to_owned(),
        created_s: Some(1_700_000_000),
        choices: vec![Choice { parts, finish: Some(Finish::from(reason)), ..Choice::default() }],
        usage: Some(usage.clone()),
        ..ChatResponse::default()
    };
    let mut answers = vec![
        answer(vec![Part::text("Grüße, \"world\"\n\t\u{1F600}\\")], FinishReason::Stop),
        answer(vec![Part::text("cut")], FinishReason::Length),
        answer(vec![Part::text("no")], FinishReason::ContentFilter),
    ];
    let reasoning = |data: &str| {
        let signature = signer(dialect).map(|signer| signature(signer, data));
        let id = (dialect == Dialect::OpenAiResponses).then(|| format!("rs_{data}"));
        Part::Reasoning(Reasoning { id, text: format!("thought {data}"), signature, ..Reasoning::default() })
    };
    if dialect != Dialect::OpenAiCompletions {
        answers.push(answer(vec![reasoning("c2ln"), Part::text("said")], FinishReason::Stop));
    }
    if has_tools(dialect) {
        let call = |id: &str, arguments: &str, signed: Option<Signature>| {
            let (id, name, arguments) = (id.to_owned(), "get_weather".to_owned(), arguments.to_owned());
            Part::ToolCall(ToolCall { id, name, arguments, signature: signed, ..ToolCall::default() })
        };
        let signed = signs_calls(dialect).then(|| signature(Signer::Gemini, "Y2FsbA=="));
        let calls = || {
            vec![
                call(
                    "call_1",
                    r#"{"city":"Zürich","days":[1,2.5,null],"deep":{"x":"\"}{"}}"#,
                    signed.clone(),
                ),
                call("call_2", "{}", None),
            ]
        };
        answers.push(answer(calls(), FinishReason::ToolCalls));
        let mut everything = vec![reasoning("c2ln"), Part::text("let me look")];
        everything.extend(calls());
        answers.push(answer(everything, FinishReason::ToolCalls));
    }
    if dialect == Dialect::Gemini {
        let text = Text {
            text: "signed".to_owned(),
            signature: Some(signature(Signer::Gemini, "dGV4dA==")),
            ..Text::default()
        };
        answers.push(answer(vec![Part::Text(text)], FinishReason::Stop));
    }
    answers
}

#[test]
fn whole_answers() {
    for upstream in Dialect::ALL {
        for answer in answers(upstream) {
            let wire = upstream.encode_response(&answer, &exchange("asked"));
            let read = upstream.decode_response(&wire.body, &exchange("asked")).unwrap();
            assert_eq!(said(&read), in_words_of(upstream, said(&answer)), "{upstream} to itself");
            for client in
                Dialect::ALL.into_iter().filter(|client| has_tools(*client) || said(&read).calls.is_empty())
            {
                let wire = client.encode_response(&read, &exchange("asked"));
                let got = client.decode_response(&wire.body, &exchange("asked")).unwrap();
                let expected = in_words_of(client, said(&read));
                assert_eq!(
                    said(&got),
                    expected,
                    "{upstream} to {client}: {}",
                    String::from_utf8_lossy(&wire.body)
                );
                reported(upstream, client, &said(&read), &said(&got), &wire.losses);
            }
        }
    }
}

#[test]
fn streamed_answers() {
    for upstream in Dialect::ALL {
        for answer in answers(upstream) {
            let wire = stream_of(upstream, &pieces(&answer));
            let events = events_of(upstream, wire.chunks(17)).unwrap();
            check_contract(&events);
            let read = collect(&events);
            assert_eq!(said(&read), in_words_of(upstream, said(&answer)), "{upstream} to itself");
            for client in
                Dialect::ALL.into_iter().filter(|client| has_tools(*client) || said(&read).calls.is_empty())
            {
                let wire = stream_of(client, &events);
                let shown = String::from_utf8_lossy(&wire);
                let got = events_of(client, wire.chunks(13)).unwrap();
                check_contract(&got);
                let expected = in_words_of(client, said(&read));
                assert_eq!(said(&collect(&got)), expected, "{upstream} to {client}: {shown}");
            }
        }
    }
}

/// An answer that came whole, streamed to a client; and a stream, collected for a client that wants it whole.
#[test]
fn whole_and_streamed_say_the_same() {
    for upstream in Dialect::ALL {
        for answer in answers(upstream) {
            let events = answer.clone().into_events();
            check_contract(&events);
            assert_eq!(collect(&events), answer);
        }
    }
}

/// The events of an answer, its texts and arguments in pieces of a few letters.
fn pieces(answer: &ChatResponse) -> Vec<Event> {
    let mut events = Vec::new();
    for event in answer.clone().into_events() {
        match event {
            Event::Delta { block, text } => {
                let letters: Vec<char> = text.chars().collect();
                let piece = |letters: &[char]| Event::Delta { block, text: letters.iter().collect() };
                events.extend(letters.chunks(3).map(piece));
            }
            event => events.push(event),
        }
    }
    events
}

/// Nothing is lost in silence: what the client did not get is in the losses.
fn reported(upstream: Dialect, client: Dialect, read: &Said, got: &Said, losses: &ghostllm_protocol::Losses) {
    let lost_words = got.reasoning != read.reasoning || got.signatures != read.signatures;
    assert!(!lost_words || !losses.is_empty(), "{upstream} to {client} loses reasoning in silence");
}

/// Responses repeats the request in its answers. Nobody misses that; what the model said is another matter.
#[test]
fn what_an_answer_repeats_of_its_request_is_no_loss() {
    let body = br#"{"id":"r","object":"response","created_at":1,"status":"completed","model":"m","temperature":1.0,
        "top_p":1.0,"tool_choice":"auto","text":{"format":{"type":"text"}},"reasoning":{"effort":"low"},
        "service_tier":"flex","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"hi"}]}]}"#;
    let answer = Dialect::OpenAiResponses.decode_response(body, &exchange("asked")).unwrap();
    for client in [Dialect::Anthropic, Dialect::Gemini, Dialect::OllamaChat] {
        let losses = client.encode_response(&answer, &exchange("asked")).losses;
        assert_eq!(losses.header_value(), "service_tier;dropped", "{client}");
    }
}
