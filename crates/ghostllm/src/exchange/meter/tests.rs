//! Streams pass unchanged, however they are cut; usage is seen, and taken out where it was not asked for.

use std::collections::VecDeque;

use bytes::Bytes;
use ghostllm_protocol::{Dialect, Framing};

use super::Meter;

const CHAT: &str = "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}],\"usage\":null}\n\n\
data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"He said \\\"usage\\\":{ \u{1f47b}\"}}],\"usage\":null}\n\n\
: keep-alive\n\n\
data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\": null }\n\n\
data: {\"id\":\"c\",\"choices\": [ ],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,\"total_tokens\":18}}\n\n\
data: [DONE]\n\n";

const CHAT_STRIPPED: &str = "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n\
data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"He said \\\"usage\\\":{ \u{1f47b}\"}}]}\n\n\
: keep-alive\n\n\
data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}] }\n\n\
data: [DONE]\n\n";

fn pass(dialect: Dialect, framing: Framing, strips: bool, input: &[u8], step: usize) -> (Vec<u8>, Meter) {
    let mut meter = Meter::new(dialect, framing, strips);
    let mut out = VecDeque::new();
    for chunk in input.chunks(step) {
        meter.feed(Bytes::copy_from_slice(chunk), &mut out).unwrap();
    }
    meter.finish(&mut out);
    (out.iter().flat_map(|bytes| bytes.iter().copied()).collect(), meter)
}

fn tokens(meter: &Meter) -> Option<(u64, u64)> {
    meter.usage().map(|usage| (usage.input_tokens, usage.output_tokens))
}

#[test]
fn a_stream_passes_unchanged_however_it_is_cut() {
    for text in [CHAT.to_owned(), CHAT.replace('\n', "\r\n")] {
        for step in 1..=text.len() {
            let (out, meter) = pass(Dialect::OpenAiChat, Framing::Sse, false, text.as_bytes(), step);
            assert_eq!(out, text.as_bytes(), "in steps of {step}");
            assert_eq!(tokens(&meter), Some((11, 7)), "in steps of {step}");
            assert!(meter.is_complete());
        }
    }
}

#[test]
fn usage_that_nobody_asked_for_is_taken_out_however_it_is_cut() {
    for step in 1..=CHAT.len() {
        let (out, meter) = pass(Dialect::OpenAiChat, Framing::Sse, true, CHAT.as_bytes(), step);
        assert_eq!(String::from_utf8(out).unwrap(), CHAT_STRIPPED, "in steps of {step}");
        assert_eq!(tokens(&meter), Some((11, 7)));
    }
}

#[test]
fn usage_beside_the_last_words_is_taken_out_alone() {
    let input = "data: {\"usage\": {\"prompt_tokens\":1,\"completion_tokens\":2}, \"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n";
    let (out, _) = pass(Dialect::OpenAiChat, Framing::Sse, true, input.as_bytes(), 9);
    assert_eq!(String::from_utf8(out).unwrap(), "data: { \"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n");
}

#[test]
fn a_last_frame_without_its_blank_line_is_not_lost() {
    let input = &CHAT.as_bytes()[..CHAT.len() - 2];
    let (out, meter) = pass(Dialect::OpenAiChat, Framing::Sse, true, input, 50);
    assert!(out.ends_with(b"data: [DONE]"), "{}", String::from_utf8_lossy(&out));
    assert!(meter.is_complete());
}

#[test]
fn what_has_come_of_a_cut_stream_is_estimated() {
    let frames: Vec<String> = (0..20)
        .map(|n| format!("data: {{\"choices\":[{{\"delta\":{{\"content\":\"w{n:02}\"}}}}]}}\n\n"))
        .collect();
    let frames = frames.concat();
    let (_, meter) = pass(Dialect::OpenAiChat, Framing::Sse, false, frames.as_bytes(), 100);
    assert_eq!((meter.tokens(), tokens(&meter), meter.is_complete()), (20, None, false));
    let long =
        format!("{frames}data: {{\"choices\":[{{\"delta\":{{\"content\":\"{}\"}}}}]}}\n\n", "x".repeat(4000));
    let (_, meter) = pass(Dialect::OpenAiChat, Framing::Sse, false, long.as_bytes(), 10_000);
    assert!((200..1100).contains(&meter.tokens()), "{}", meter.tokens());
}

#[test]
fn an_endless_line_is_an_error_and_not_memory() {
    let mut meter = Meter::new(Dialect::OpenAiChat, Framing::Sse, true);
    let mut out = VecDeque::new();
    let chunk = Bytes::from(vec![b'x'; 1 << 20]);
    let fed = (0..64).map(|_| meter.feed(chunk.clone(), &mut out)).find(Result::is_err);
    assert!(fed.is_some());
}
