//! Most frames of a stream are not parsed and not written member by member: they are held against the one before. Here
//! each stream is also taken the long way, and both ways lead to the same.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use bytes::Bytes;
use ghostllm_protocol::{Dialect, Event, Framing, Said, StreamTranslator};
use serde_json::Value;
use support::{events_of, exchange, recorded, stream_of};

/// What is read of a stream, and whether it was whole.
fn read(dialect: Dialect, bytes: &[u8]) -> (Vec<Event>, bool) {
    let mut decoder = dialect.stream_decoder(&exchange("asked-model"));
    let mut events = Vec::new();
    let pushed = decoder.push(Bytes::copy_from_slice(bytes), &mut events);
    let whole = pushed.is_ok() && decoder.finish(&mut events).is_ok();
    (events, whole)
}

/// The same events, with one between any two that no encoder has a word for: nothing is written as the one before.
fn apart(events: &[Event]) -> Vec<Event> {
    let nothing = Event::Delta { block: u32::MAX / 2, text: "x".to_owned() };
    let is_delta = |event: &Event| matches!(event, Event::Delta { .. });
    events
        .iter()
        .flat_map(|event| std::iter::once(event.clone()).chain(is_delta(event).then(|| nothing.clone())))
        .collect()
}

/// Streams in which some texts are said many times, with whatever JSON has in strings.
fn long_streams() -> Vec<(Dialect, Vec<u8>)> {
    let texts =
        ["a", "b", "\"", "\\", "\n", "é", "👻", "id", "text", "a", "", " ", "{\"x\":[1,", "2]}", "\u{7f}"];
    let mut streams: Vec<_> = recorded().into_iter().map(|stream| (stream.dialect, stream.bytes)).collect();
    let said: Vec<_> =
        streams.iter().map(|(dialect, bytes)| events_of(*dialect, [&bytes[..]]).unwrap()).collect();
    for events in said {
        let mut longer = Vec::new();
        for event in &events {
            longer.push(event.clone());
            // In the middle of a tool call's arguments the result is no JSON; streams do not mind.
            if let Event::Delta { block, .. } = event {
                longer.extend(
                    texts.iter().map(|text| Event::Delta { block: *block, text: (*text).to_owned() }),
                );
            }
        }
        for dialect in [Dialect::OpenAiChat, Dialect::OpenAiResponses, Dialect::Anthropic] {
            streams.push((dialect, stream_of(dialect, &longer)));
        }
    }
    streams
}

#[test]
fn what_is_written_as_the_one_before_is_what_would_have_been_written() {
    for (dialect, bytes) in long_streams() {
        let (events, _) = read(dialect, &bytes);
        for client in Dialect::ALL {
            let (short, long) = (stream_of(client, &events), stream_of(client, &apart(&events)));
            assert_eq!(
                String::from_utf8_lossy(&short),
                String::from_utf8_lossy(&long),
                "{dialect} to {client}"
            );
        }
    }
}

#[test]
fn a_translator_is_a_decoder_and_an_encoder() {
    for (dialect, bytes) in long_streams() {
        let (events, whole) = read(dialect, &bytes);
        for client in Dialect::ALL {
            for step in [bytes.len(), 61] {
                let exchange = exchange("asked-model");
                let decoder = dialect.stream_decoder(&exchange);
                let mut translator = StreamTranslator::new(decoder, client.stream_encoder(&exchange));
                let (mut out, mut text, mut others) = (Vec::new(), String::new(), 0);
                let mut note = |said: Said<'_>| match said {
                    Said::Text(piece) => text.push_str(piece),
                    Said::Event(_) => others += 1,
                };
                for chunk in bytes.chunks(step) {
                    translator.push(Bytes::copy_from_slice(chunk), &mut out, &mut note).unwrap();
                }
                assert_eq!(translator.finish(&mut out, &mut note).is_ok(), whole);
                assert!(out == stream_of(client, &events), "{dialect} to {client} in steps of {step}");
                let pieces = events.iter().filter_map(|event| match event {
                    Event::Delta { text, .. } => Some(text.as_str()),
                    _ => None,
                });
                assert_eq!((text, others), (pieces.clone().collect(), events.len() - pieces.count()));
            }
        }
    }
}

/// Streams that are broken somewhere. With CRLF, no frame is ever held against another.
#[test]
fn what_is_held_against_the_one_before_is_what_would_have_been_read() {
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = move |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        usize::try_from(random % below as u64).unwrap()
    };
    let check = |dialect: Dialect, text: &str| {
        let long = read(dialect, text.replace('\n', "\r\n").as_bytes());
        assert_eq!(read(dialect, text.as_bytes()), long, "{dialect}: {text}");
    };
    for (dialect, bytes) in
        long_streams().into_iter().filter(|(dialect, _)| dialect.framing() == Framing::Sse)
    {
        let whole = String::from_utf8(bytes).unwrap();
        let frames: Vec<&str> = whole.split_inclusive("\n\n").collect();
        check(dialect, &whole);
        for _ in 0..25 {
            let mut some: Vec<String> = frames.iter().map(|frame| (*frame).to_owned()).collect();
            for _ in 0..=next(2) {
                let at = next(some.len());
                let frame = &mut some[at];
                let cut = (0..=next(frame.len())).rev().find(|cut| frame.is_char_boundary(*cut)).unwrap();
                match next(5) {
                    0 => frame.insert(cut, ['"', '\\', '0', ',', '}', 'x', '\n', '\u{1}'][next(8)]),
                    1 if cut < frame.len() => drop(frame.remove(cut)),
                    2 => frame.truncate(cut),
                    3 => drop(some.remove(at)),
                    _ => {
                        let other = frames[next(frames.len())].to_owned();
                        some.insert(at, other);
                    }
                }
                if some.is_empty() {
                    break;
                }
            }
            check(dialect, &some.concat());
        }
    }
}

/// Answers and chunks of the usual kind are read in one pass. `reasoning` without words makes them unusual.
#[test]
fn what_is_read_in_one_pass_is_what_would_have_been_read() {
    let chunk = |delta: &str, more: &str| {
        format!(
            r#"{{"id":"c","created":7,"model":"m","choices":[{{"index":0,"delta":{delta}{more}}}],"z":{{"y":1}},"n":null}}"#
        )
    };
    let mut values: Vec<Value> = [
        chunk(r#"{"role":"assistant","content":""}"#, ""),
        chunk(r#"{"content":"hé\n\"","refusal":null,"audio":{"id":1}}"#, r#","finish_reason":null"#),
        chunk("{}", r#","finish_reason":"tool_calls","logprobs":null"#),
        chunk(r#"{"content":null}"#, r#","finish_reason":"","logprobs":{"content":[]}"#),
        chunk(r#"{"content":[{"type":"text","text":"part"}]}"#, ""),
        chunk(r#"{"refusal":"no"}"#, ""),
        r#"{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4,"prompt_tokens_details":{"cached_tokens":2}}}"#.to_owned(),
        r#"{"choices":[{"index":1,"delta":{"content":"second"}},{"index":0,"delta":{"content":"first"}}]}"#.to_owned(),
        r#"{"id":"c","model":"m","service_tier":"x","choices":[{"index":0,"message":{"role":"assistant","content":"whole","annotations":[]},"finish_reason":"length"}],"usage":{"prompt_tokens":1}}"#.to_owned(),
    ]
    .iter()
    .map(|text| serde_json::from_str(text).unwrap())
    .collect();
    for stream in recorded().into_iter().filter(|stream| stream.dialect == Dialect::OpenAiChat) {
        let text = String::from_utf8(stream.bytes).unwrap();
        values
            .extend(text.lines().filter_map(|line| serde_json::from_str(line.strip_prefix("data: ")?).ok()));
    }
    assert!(values.len() > 20, "{}", values.len());
    for value in values {
        let mut unusual = value.clone();
        for choice in unusual.get_mut("choices").and_then(Value::as_array_mut).into_iter().flatten() {
            for key in ["delta", "message"] {
                if let Some(message) = choice.get_mut(key).and_then(Value::as_object_mut) {
                    message.insert("reasoning".to_owned(), "".into());
                }
            }
        }
        let stream = |value: &Value| read(Dialect::OpenAiChat, format!("data: {value}\n\n").as_bytes());
        assert_eq!(stream(&value), stream(&unusual), "{value}");
        let answer = |value: &Value| {
            let body = value.to_string();
            let read = Dialect::OpenAiChat.decode_response(body.as_bytes(), &exchange("asked-model"));
            read.map_err(|error| error.to_string())
        };
        assert_eq!(answer(&value), answer(&unusual), "{value}");
    }
}

/// Requests of texts and numbers are read in one pass. `metadata` without anything in it makes them unusual.
#[test]
fn what_is_asked_is_read_alike_in_one_pass_and_in_many() {
    let bodies = [
        r#"{"model":"m","max_tokens":64,"messages":[{"role":"user","content":"Say \"hé\".\n"}]}"#,
        r#"{"messages":[{"role":"user","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}},{"text":"b","type":"text"}]},{"content":"c","role":"assistant","x":null,"y":[1]}],"system":"s"}"#,
        r#"{"system":[{"type":"text","text":"one"},{"type":"text","text":""}],"messages":[],"stream":true,"temperature":1,"top_p":0.5,"top_k":3,"stop_sequences":["x","y"],"service_tier":"auto"}"#,
        r#"{"system":"","messages":[{"role":"user"}],"stream":null,"max_tokens":12.0,"stop_sequences":null,"tools":null}"#,
        r#"{"system":null,"messages":[{"role":"user","content":null}],"max_tokens":null,"z":1,"z":null,"y":1,"y":2}"#,
        r#"{"messages":[{"role":"user","content":"one"}],"messages":[{"role":"user","content":"two","content":"three"}]}"#,
        r#"{"messages":[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"u"}},{"type":"text","text":"t"}]}]}"#,
        r#"{"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"c","content":"r"}]}],"tools":[{"name":"f","input_schema":{}}]}"#,
        r#"{"messages":[{"role":"user","content":"half \ud83d of a letter"}],"thinking":{"type":"disabled"}}"#,
        r#"{"messages":[{"role":"tool","content":"x"}]}"#,
        r#"{"messages":[{"content":"x"}]}"#,
        r#"{"messages":[{"role":"user","content":7}]}"#,
        r#"{"messages":[{"role":"user","content":[{"type":"text"}]}]}"#,
        r#"{"messages":[{"role":"user","content":[{"text":"t"}]}]}"#,
        r#"{"messages":null}"#,
        r#"{"model":3,"messages":[]}"#,
        r#"{"max_tokens":-1,"messages":[]}"#,
        r#"{"stop_sequences":[1],"messages":[]}"#,
        "{}",
    ];
    let check = |body: &str| {
        let Some(rest) = body.strip_prefix('{') else { return };
        let comma = if rest.trim_start().starts_with('}') { "" } else { "," };
        let unusual = format!("{{\"metadata\":{{}}{comma}{rest}");
        let read = |body: &str| {
            let read = Dialect::Anthropic.decode_request(body.as_bytes());
            // Where in the text a mistake is differs by what was put in front.
            read.map_err(|error| error.to_string().split(" at line").next().map(str::to_owned))
        };
        assert_eq!(read(body), read(&unusual), "{body}");
    };
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = move |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        usize::try_from(random % below as u64).unwrap()
    };
    for body in bodies {
        check(body);
        for _ in 0..300 {
            let mut broken: Vec<char> = body.chars().collect();
            for _ in 0..=next(2) {
                let at = next(broken.len());
                match next(3) {
                    0 => broken[at] = ['"', '\\', '0', ',', '}', '{', '[', ':', 'é', '\u{1}'][next(10)],
                    1 => drop(broken.remove(at)),
                    _ => broken.insert(at, ['"', ' ', '1', ',', ']', 'n'][next(6)]),
                }
            }
            check(&broken.into_iter().collect::<String>());
        }
    }
}

/// Usage of the usual kind is read in one pass, by itself and in answers. DeepSeek's own names make it unusual.
#[test]
fn usage_is_read_alike_in_one_pass_and_in_many() {
    for usage in [
        r#"{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}"#,
        r#"{"prompt_tokens":3,"completion_tokens":4,"total_tokens":17,"queue_time":0.25,"x":null}"#,
        r#"{"completion_tokens":4,"prompt_tokens_details":{"cached_tokens":2,"audio_tokens":0,"z":null},"completion_tokens_details":{"reasoning_tokens":9,"accepted_prediction_tokens":1}}"#,
        r#"{"prompt_tokens":3.0,"completion_tokens":null,"prompt_tokens_details":null,"completion_tokens_details":{"cached_tokens":2}}"#,
        r#"{"prompt_tokens":3,"prompt_tokens_details":{"cached_tokens":1,"cache_write_tokens":1,"cached_tokens":2,"reasoning_tokens":5}}"#,
        r#"{"prompt_tokens":-3,"completion_tokens":1}"#,
        r#"{"prompt_tokens":"3","completion_tokens":1}"#,
        r#"{"prompt_tokens":18446744073709551615,"completion_tokens":18446744073709551615,"total_tokens":1}"#,
        r#"{"input_tokens":3,"output_tokens":4,"input_tokens_details":{"cached_tokens":1}}"#,
        r#"{"total_tokens":4}"#,
        "{}",
        "null",
        "7",
    ] {
        let unusual = usage.replacen('{', r#"{"prompt_cache_hit_tokens":null,"#, 1).replace(",}", "}");
        let choice = r#"{"index":0,"message":{"role":"assistant","content":"x"},"finish_reason":"stop"}"#;
        let read = |usage: &str| {
            let body = format!(r#"{{"id":"c","choices":[{choice}],"usage":{usage}}}"#);
            let chunk = format!("data: {{\"id\":\"c\",\"choices\":[],\"usage\":{usage}}}\n\n");
            let answer = Dialect::OpenAiChat.decode_response(body.as_bytes(), &exchange("asked-model"));
            let answer = answer.map_err(|error| error.to_string());
            (
                Dialect::OpenAiChat.usage(body.as_bytes()),
                answer,
                self::read(Dialect::OpenAiChat, chunk.as_bytes()),
            )
        };
        assert_eq!(read(usage), read(&unusual), "{usage}");
    }
}
