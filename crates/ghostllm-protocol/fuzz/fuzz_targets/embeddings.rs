//! A client's texts to every provider, and a provider's vectors to every client: no panic, and what is sent is JSON.
#![no_main]

use ghostllm_protocol::{EmbeddingFormat, EmbeddingRequest, EmbeddingResponse};
use libfuzzer_sys::fuzz_target;
// JSON as its grammar has it: a number may be greater than any machine's.
use serde_json::value::RawValue;

fuzz_target!(|input: (u8, u8, &[u8])| {
    let (format, count, body) = input;
    let format = EmbeddingFormat::ALL[usize::from(format) % EmbeddingFormat::ALL.len()];
    let is_json = |body: &[u8]| serde_json::from_slice::<&RawValue>(body).is_ok();
    let request = EmbeddingRequest::decode(format, body);
    let answer = EmbeddingResponse::decode(format, body, usize::from(count % 4));
    for other in EmbeddingFormat::ALL {
        if let Ok(request) = &request {
            let (bodies, losses) = request.encode(other);
            assert!(bodies.iter().all(|body| is_json(body)), "{format:?} to {other:?}");
            assert!(losses.header_value().bytes().all(|byte| (b' '..=b'~').contains(&byte)));
        }
        if let Ok(answer) = &answer {
            let request = EmbeddingRequest { base64: count > 127, ..EmbeddingRequest::default() };
            assert!(is_json(&answer.encode(other, &request)), "{format:?} to {other:?}");
        }
    }
});
