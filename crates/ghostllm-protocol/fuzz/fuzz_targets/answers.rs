//! A provider's whole answer or error to every client: no panic, and what the client gets is JSON.
#![no_main]

use std::sync::Arc;

use ghostllm_protocol::{ChatRequest, Dialect, Exchange};
use libfuzzer_sys::fuzz_target;
// JSON as its grammar has it: a number may be greater than any machine's.
use serde_json::value::RawValue;

fuzz_target!(|input: (u8, u16, &[u8])| {
    let (dialect, status, body) = input;
    let dialect = Dialect::ALL[usize::from(dialect) % Dialect::ALL.len()];
    let exchange = Exchange::new(Arc::new(ChatRequest::default()), 7, 1_700_000_000);
    let _ = dialect.usage(body);
    let failure = dialect.decode_failure(400 + status % 200, body, None);
    let answer = dialect.decode_response(body, &exchange);
    for client in Dialect::ALL {
        let reply = client.encode_failure(&failure);
        assert!((400..=599).contains(&reply.status), "{}", reply.status);
        assert!(serde_json::from_slice::<&RawValue>(&reply.body).is_ok());
        if let Ok(answer) = &answer {
            let encoded = client.encode_response(answer, &exchange);
            let got = serde_json::from_slice::<&RawValue>(&encoded.body);
            assert!(got.is_ok(), "{dialect} to {client}: {}", String::from_utf8_lossy(&encoded.body));
        }
    }
});
