//! Answers of upstreams: they come to the same however they are cut, what is in doubt is not used again, and where
//! hyper takes one for whole too, it is the same one.
#![no_main]

use ghostllm::trial::{End, hold};
use http::Method;
use libfuzzer_sys::fuzz_target;

#[path = "../../src/upstream/trial/oracle.rs"]
mod oracle;

fuzz_target!(|input: (u8, bool, &[u8])| {
    let (step, is_head, bytes) = input;
    let method = if is_head { Method::HEAD } else { Method::POST };
    let ours = hold(&method, bytes, usize::from(step).max(1));
    if ours.end == End::Whole
        && let Some(theirs) = oracle::hyper_says(&method, bytes)
    {
        assert_eq!((ours.status, ours.data), (Some(theirs.0), theirs.1));
    }
});
