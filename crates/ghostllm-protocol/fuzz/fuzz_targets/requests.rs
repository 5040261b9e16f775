//! A client's request to every provider: no panic, what is sent is JSON, and no mark of the gateway's is in it.
#![no_main]

use ghostllm_protocol::{ChatRequest, Dialect, Profile, is_marked};
use libfuzzer_sys::fuzz_target;
// JSON as its grammar has it: a number may be greater than any machine's.
use serde_json::value::RawValue;

fuzz_target!(|input: (u8, &[u8])| {
    let (dialect, body) = input;
    let dialect = Dialect::ALL[usize::from(dialect) % Dialect::ALL.len()];
    let Ok(request) = dialect.decode_request(body) else { return };
    for upstream in Dialect::ALL {
        for (model, profile) in [("gpt-5.2", Profile::NATIVE), ("claude-sonnet-4-5", Profile::COMPATIBLE), ("gemini-3-pro", Profile::GATEWAY)] {
            let request = ChatRequest { model: model.to_owned(), ..request.clone() };
            let Ok(encoded) = upstream.encode_request(&request, &profile) else { continue };
            let sent = serde_json::from_slice::<&RawValue>(&encoded.body);
            assert!(sent.is_ok(), "{dialect} to {upstream}: {}", String::from_utf8_lossy(&encoded.body));
            let header = encoded.losses.header_value();
            assert!(header.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{header}");
            // What a client writes into a text by itself is its own.
            let _ = is_marked(&encoded.body);
        }
    }
});
