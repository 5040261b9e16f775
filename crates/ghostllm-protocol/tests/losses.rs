//! Single fields that one dialect has and another has not: refused or reported, each with its place.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use ghostllm_protocol::{Dialect, Effect, Profile};
use serde_json::{Value, json};

/// What becomes of `request` on its way from `client` to `upstream`: the named loss, or none of that name.
fn check(client: Dialect, request: &Value, upstream: Dialect, field: &str, expected: Option<Effect>) {
    let mut request = client.decode_request(request.to_string().as_bytes()).unwrap();
    "up".clone_into(&mut request.model);
    let losses = match upstream.encode_request(&request, &Profile::NATIVE) {
        Ok(encoded) => encoded.losses,
        Err(error) => error.losses,
    };
    let found = losses.iter().find(|loss| loss.field == field).map(|loss| loss.effect);
    assert_eq!(found, expected, "{client} to {upstream}: `{field}` among {losses}");
}

fn of_gemini(part: &Value) -> Value {
    json!({"contents": [{"role": "user", "parts": [part, {"text": "what is it?"}]}]})
}

/// What lies with one provider, others cannot get.
#[test]
fn media_at_places_of_one_provider() {
    let place = "messages[0].content[0]";
    let file = json!({"type": "image", "source": {"type": "file", "file_id": "file_1"}});
    let of_anthropic = json!({"max_tokens": 9, "messages": [{"role": "user", "content": [file]}]});
    let file = json!({"type": "file", "file": {"file_id": "file-1"}});
    let of_openai = json!({"messages": [{"role": "user", "content": [file]}]});
    let object = json!({"image": {"format": "png", "source": {"s3Location": {"uri": "s3://bucket/x"}}}});
    let of_bedrock = json!({"messages": [{"role": "user", "content": [object]}]});
    let refused = Some(Effect::Refused);
    for (upstream, foreign) in
        [(Dialect::OpenAiChat, refused), (Dialect::OpenAiResponses, refused), (Dialect::Anthropic, None)]
    {
        check(Dialect::Anthropic, &of_anthropic, upstream, place, foreign);
    }
    check(Dialect::Bedrock, &of_bedrock, Dialect::OpenAiChat, place, refused);
    check(Dialect::OpenAiChat, &of_openai, Dialect::OpenAiResponses, place, None);
    check(Dialect::OpenAiChat, &of_openai, Dialect::Anthropic, place, refused);
    for (uri, expected) in [
        ("gs://bucket/x.png", refused),
        ("https://generativelanguage.googleapis.com/v1beta/files/x", refused),
        ("https://www.youtube.com/watch?v=x", refused),
        ("https://pictures.example/x.png", None),
    ] {
        let request = of_gemini(&json!({"fileData": {"fileUri": uri, "mimeType": "image/png"}}));
        for upstream in [Dialect::OpenAiChat, Dialect::OpenAiResponses, Dialect::Anthropic] {
            check(Dialect::Gemini, &request, upstream, place, expected);
        }
        check(Dialect::Gemini, &request, Dialect::Gemini, place, None);
    }
}

#[test]
fn names_of_pictures() {
    let blob = json!({"mimeType": "image/png", "data": "aGk=", "displayName": "plan"});
    let request = of_gemini(&json!({"inlineData": blob}));
    let field = "messages[0].content[0].name";
    check(Dialect::Gemini, &request, Dialect::Anthropic, field, Some(Effect::Dropped));
    check(Dialect::Gemini, &request, Dialect::Gemini, field, None);
}

/// Chat Completions of OpenAI shows no thoughts; who asks for them is told.
#[test]
fn thoughts_that_are_not_shown() {
    for (reasoning, expected) in [
        (json!({"effort": "low", "summary": "auto"}), Some(Effect::Dropped)),
        (json!({"effort": "low"}), None),
    ] {
        let request = json!({"input": "hi", "reasoning": reasoning});
        check(Dialect::OpenAiResponses, &request, Dialect::OpenAiChat, "reasoning.summary", expected);
    }
}
