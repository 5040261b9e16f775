//! The shallow look at a body sees what a whole parser sees, and what is spliced stays JSON.
#![no_main]

use ghostllm_protocol::scan;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|body: &[u8]| {
    let Ok(found) = scan::chat(body) else { return };
    let Ok(parsed) = serde_json::from_slice::<Value>(body) else { return };
    assert_eq!(found.model.as_deref(), parsed["model"].as_str());
    assert_eq!(found.stream, parsed["stream"].as_bool());
    let mut renamed: Value = serde_json::from_slice(&found.with_model(body, "other \"name\"")).unwrap();
    assert_eq!(renamed["model"], "other \"name\"");
    renamed["model"] = parsed["model"].clone();
    if !parsed["model"].is_null() {
        assert_eq!(renamed, parsed, "nothing else is touched");
    }
    if let Some(asking) = found.with_usage(body) {
        let asking: Value = serde_json::from_slice(&asking).unwrap();
        assert_eq!(asking["stream_options"]["include_usage"], true);
    }
});
