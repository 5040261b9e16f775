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

/// Google's own SDKs and pydantic-ai ask so: calls as the model likes, and never against their schemas.
#[test]
fn a_choice_of_tools_that_keeps_to_schemas_goes_everywhere() {
    let tools = json!([{"functionDeclarations": [{"name": "f", "parameters": {"type": "OBJECT", "properties": {}}}]}]);
    let request = |config: Value| {
        let contents = json!([{"role": "user", "parts": [{"text": "x"}]}]);
        json!({"contents": contents, "tools": tools, "toolConfig": {"functionCallingConfig": config}})
    };
    let validated = request(json!({"mode": "VALIDATED"}));
    let field = "toolConfig.functionCallingConfig";
    for upstream in Dialect::ALL {
        let has_tools = !matches!(upstream, Dialect::OpenAiCompletions | Dialect::OllamaGenerate);
        let told = (has_tools && upstream != Dialect::Gemini).then_some(Effect::Dropped);
        if has_tools {
            check(Dialect::Gemini, &validated, upstream, "tool_choice", None);
            check(Dialect::Gemini, &validated, upstream, field, told);
        }
    }
    let (body, _) = sent(Dialect::Gemini, &validated, Dialect::Gemini, "gemini-3-pro");
    assert_eq!(body["toolConfig"], validated["toolConfig"]);
    // Which of several it may call, others cannot be told.
    let some = request(json!({"mode": "VALIDATED", "allowedFunctionNames": ["f"]}));
    check(Dialect::Gemini, &some, Dialect::Anthropic, "tool_choice", Some(Effect::Refused));
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

/// What the provider `upstream` gets of `request`, and the losses.
fn sent(client: Dialect, request: &Value, upstream: Dialect, model: &str) -> (Value, Vec<String>) {
    let mut request = client.decode_request(request.to_string().as_bytes()).unwrap();
    model.clone_into(&mut request.model);
    let encoded = upstream.encode_request(&request, &Profile::NATIVE).unwrap();
    let losses = encoded.losses.iter().map(|loss| loss.field.clone()).collect();
    (serde_json::from_slice(&encoded.body).unwrap(), losses)
}

/// OpenAI takes messages that say nothing; others refuse the whole conversation for one.
#[test]
fn messages_that_say_nothing_are_left_out_where_they_are_refused() {
    let messages = json!([
        {"role": "user", "content": "hi"}, {"role": "assistant", "content": null},
        {"role": "user", "content": []}, {"role": "assistant", "content": " "}, {"role": "user", "content": "there"},
    ]);
    let request = json!({"messages": messages, "max_tokens": 9});
    let left = vec!["messages[1]".to_owned(), "messages[2]".to_owned(), "messages[3]".to_owned()];
    for (upstream, turns, expected) in [
        (
            Dialect::Anthropic,
            "/messages",
            json!([{"role": "user", "content": "hi"}, {"role": "user", "content": "there"}]),
        ),
        (
            Dialect::Gemini,
            "/contents",
            json!([
            {"role": "user", "parts": [{"text": "hi"}]}, {"role": "user", "parts": [{"text": "there"}]}]),
        ),
        (
            Dialect::Bedrock,
            "/messages",
            json!([{"role": "user", "content": [{"text": "hi"}, {"text": "there"}]}]),
        ),
    ] {
        let (body, losses) = sent(Dialect::OpenAiChat, &request, upstream, "claude-sonnet-4-5");
        assert_eq!((body.pointer(turns), &losses), (Some(&expected), &left), "{upstream}");
    }
}

/// A schema of arguments that does not say `object` of itself is carried whole all the same.
#[test]
fn schemas_of_arguments_keep_what_they_say() {
    let parameters = json!({"properties": {"type": {"enum": ["a"]}}, "required": ["type"]});
    let tool = json!({"type": "function", "function": {"name": "f", "parameters": parameters}});
    let request = json!({"messages": [{"role": "user", "content": "hi"}], "max_tokens": 9, "tools": [tool]});
    let mut expected = parameters.clone();
    expected["type"] = json!("object");
    for (upstream, place) in [
        (Dialect::Anthropic, "/tools/0/input_schema"),
        (Dialect::Bedrock, "/toolConfig/tools/0/toolSpec/inputSchema/json"),
    ] {
        let (body, losses) = sent(Dialect::OpenAiChat, &request, upstream, "claude-sonnet-4-5");
        assert_eq!((body.pointer(place), losses.len()), (Some(&expected), 0), "{upstream}");
    }
}

/// Anthropic takes closed schemas without bounds only, and says so with an error; who sends others is told.
#[test]
fn schemas_of_answers_are_made_to_fit() {
    let schema = json!({"type": "object", "properties": {"n": {"type": "integer", "minimum": 1}}});
    let fit =
        json!({"type": "object", "properties": {"n": {"type": "integer"}}, "additionalProperties": false});
    let of_ollama = json!({"messages": [{"role": "user", "content": "hi"}], "format": schema, "stream": false,
        "options": {"num_predict": 9}});
    let (body, losses) = sent(Dialect::OllamaChat, &of_ollama, Dialect::Anthropic, "claude-sonnet-4-5");
    assert_eq!(
        (&body["output_config"]["format"]["schema"], &losses[..]),
        (&fit, &["output.schema".to_owned()][..])
    );
    let (body, losses) = sent(
        Dialect::OllamaChat,
        &of_ollama,
        Dialect::Bedrock,
        "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    );
    let text =
        body.pointer("/outputConfig/textFormat/structure/jsonSchema/schema").unwrap().as_str().unwrap();
    assert_eq!((serde_json::from_str::<Value>(text).unwrap(), losses.len()), (fit, 1));
    let (body, losses) = sent(Dialect::OllamaChat, &of_ollama, Dialect::Gemini, "gemini-3-pro");
    assert_eq!((&body["generationConfig"]["responseJsonSchema"], losses.len()), (&schema, 0));
}

/// What asks for nothing where there are no tools is an error at OpenAI.
#[test]
fn choices_without_tools_ask_for_nothing() {
    let request = json!({"contents": [{"parts": [{"text": "hi"}]}],
        "toolConfig": {"functionCallingConfig": {"mode": "AUTO"}}});
    for upstream in [Dialect::OpenAiChat, Dialect::OpenAiResponses] {
        let (body, losses) = sent(Dialect::Gemini, &request, upstream, "gpt-5.2");
        assert!(body.get("tool_choice").is_none() && losses.is_empty(), "{upstream}: {body}");
    }
    let request = json!({"max_tokens": 9, "messages": [{"role": "user", "content": "hi"}],
        "tool_choice": {"type": "auto", "disable_parallel_tool_use": true}});
    let (body, _) = sent(Dialect::Anthropic, &request, Dialect::OpenAiChat, "gpt-5.2");
    assert!(body.get("tool_choice").is_none() && body.get("parallel_tool_calls").is_none(), "{body}");
}

/// Pictures of which nobody says the type go with the type that they have.
#[test]
fn pictures_are_what_they_look_like() {
    for (data, media_type) in [
        ("/9j/4AAQSkZJRg==", "image/jpeg"),
        ("iVBORw0KGgo=", "image/png"),
        ("R0lGODlhAQABAAAAACw=", "image/gif"),
        ("UklGRiQAAABXRUJQ", "image/webp"),
        ("AAAA", "image/png"),
    ] {
        let request = json!({"messages": [{"role": "user", "content": "what?", "images": [data]}], "options": {"num_predict": 9}});
        let (body, _) = sent(Dialect::OllamaChat, &request, Dialect::Anthropic, "claude-sonnet-4-5");
        assert_eq!(body["messages"][0]["content"][1]["source"]["media_type"], media_type, "{body}");
    }
}

/// Nothing that a tool gives back is lost without a word.
#[test]
fn what_tools_give_back_is_carried_or_told() {
    let of_anthropic = |block: Value| {
        json!({"max_tokens": 9, "messages": [
        {"role": "user", "content": "hi"},
        {"role": "assistant", "content": [{"type": "tool_use", "id": "t1", "name": "f", "input": {}}]},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t1", "content": [block]}]}]})
    };
    let chat = |block: Value, expected| {
        check(Dialect::Anthropic, &of_anthropic(block), Dialect::OpenAiChat, "messages[2].content", expected);
    };
    chat(json!({"type": "text", "text": "x"}), None);
    let found = json!({"type": "search_result", "source": "s", "title": "t", "content": []});
    chat(found.clone(), Some(Effect::Changed));
    let by_url = json!({"type": "document", "source": {"type": "url", "url": "https://a.example/x.pdf"}});
    let refuses = |upstream: Dialect, block: &Value| {
        let body = of_anthropic(block.clone()).to_string();
        let request = Dialect::Anthropic.decode_request(body.as_bytes()).unwrap();
        assert!(upstream.encode_request(&request, &Profile::NATIVE).is_err(), "{upstream}: {block}");
    };
    refuses(Dialect::OpenAiChat, &by_url);
    for upstream in [Dialect::Gemini, Dialect::OllamaChat, Dialect::Bedrock] {
        refuses(upstream, &found);
    }
}

/// An answer that is begun is gone on with by some, and not by others.
#[test]
fn an_answer_that_is_begun() {
    let messages = json!([{"role": "user", "content": "hi"}, {"role": "assistant", "content": "{"}]);
    let of_anthropic = json!({"max_tokens": 9, "messages": messages});
    for (upstream, expected) in [
        (Dialect::OpenAiChat, Some(Effect::Changed)),
        (Dialect::OpenAiResponses, Some(Effect::Changed)),
        (Dialect::Gemini, Some(Effect::Changed)),
        (Dialect::Bedrock, None),
        (Dialect::OllamaChat, None),
    ] {
        check(Dialect::Anthropic, &of_anthropic, upstream, "messages[1]", expected);
    }
    check(Dialect::OpenAiChat, &json!({"messages": messages}), Dialect::Gemini, "messages[1]", None);
}

/// Who leaves `strict` out means that it is not; Responses takes it for strict.
#[test]
fn tools_become_strict_for_nobody() {
    let tool = |more: Value| {
        let mut function = json!({"name": "f", "parameters": {"type": "object", "properties": {}}});
        function.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"messages": [{"role": "user", "content": "hi"}], "max_tokens": 99,
            "tools": [{"type": "function", "function": function}]})
    };
    let strict = |request: &Value, upstream: Dialect| {
        let (body, losses) = sent(Dialect::OpenAiChat, request, upstream, "m");
        let tool =
            if upstream == Dialect::OpenAiChat { &body["tools"][0]["function"] } else { &body["tools"][0] };
        (tool.get("strict").cloned(), losses)
    };
    assert_eq!(strict(&tool(json!({})), Dialect::OpenAiResponses).0, Some(json!(false)));
    assert_eq!(strict(&tool(json!({"strict": true})), Dialect::OpenAiResponses).0, Some(json!(true)));
    assert_eq!(strict(&tool(json!({})), Dialect::OpenAiChat).0, None);
    let (said, losses) = strict(&tool(json!({"strict": true})), Dialect::Anthropic);
    assert!(said.is_none() && losses.contains(&"tools[0].strict".to_owned()), "{losses:?}");
}

/// Anthropic's models take a temperature or a nucleus.
#[test]
fn of_temperature_and_nucleus_anthropic_gets_one() {
    let check = |said: Value, expected: (Value, Value), lost: &[&str]| {
        let mut request = json!({"messages": [{"role": "user", "content": "hi"}], "max_tokens": 9});
        request.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
        let (body, losses) = sent(Dialect::OpenAiChat, &request, Dialect::Anthropic, "claude-opus-4-1");
        assert_eq!((body["temperature"].clone(), body["top_p"].clone()), expected, "{said}");
        assert_eq!(losses, lost, "{said}");
        let (body, _) =
            sent(Dialect::OpenAiChat, &request, Dialect::Bedrock, "anthropic.claude-opus-4-1-v1:0");
        let config = &body["inferenceConfig"];
        assert_eq!((config["temperature"].clone(), config["topP"].clone()), expected, "{said} at Bedrock");
    };
    check(json!({"temperature": 1, "top_p": 1}), (json!(1.0), json!(null)), &[]);
    check(json!({"temperature": 0.5, "top_p": 1}), (json!(0.5), json!(null)), &[]);
    check(json!({"temperature": 1, "top_p": 0.5}), (json!(null), json!(0.5)), &[]);
    check(json!({"temperature": 0.5, "top_p": 0.5}), (json!(0.5), json!(null)), &["top_p"]);
    check(json!({"top_p": 0.5}), (json!(null), json!(0.5)), &[]);
}

/// Clients send an empty text beside calls; Vertex refuses it, and at OpenAI it would stand between thought and call.
#[test]
fn empty_texts_beside_calls_are_left_out() {
    let call = json!({"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}});
    let request = json!({"messages": [{"role": "user", "content": "hi"},
        {"role": "assistant", "content": "", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c1", "content": "x"}]});
    let (body, _) = sent(Dialect::OpenAiChat, &request, Dialect::Gemini, "gemini-2.5-pro");
    let parts = body["contents"][1]["parts"].as_array().unwrap();
    assert!(parts.len() == 1 && parts[0]["functionCall"]["name"] == "f", "{parts:?}");
    let (body, _) = sent(Dialect::OpenAiChat, &request, Dialect::OpenAiResponses, "gpt-5.2");
    let kinds: Vec<&Value> = body["input"].as_array().unwrap().iter().map(|item| &item["type"]).collect();
    assert_eq!(kinds, ["message", "function_call", "function_call_output"]);
}

/// Not every server takes texts in parts.
#[test]
fn texts_in_blocks_are_one_text_where_parts_may_be_unknown() {
    let system = json!([{"type": "text", "text": "Be brief."}, {"type": "text", "text": "Be kind."}]);
    let request = json!({"max_tokens": 9, "system": system, "messages": [{"role": "user", "content": "hi"}]});
    let (body, losses) = sent(Dialect::Anthropic, &request, Dialect::OpenAiChat, "deepseek-chat");
    assert_eq!((&body["messages"][0]["content"], losses.len()), (&json!("Be brief.\n\nBe kind."), 0));
}

/// Converse takes no two documents of one name.
#[test]
fn documents_have_names_of_their_own() {
    let pdf = |name: &str| json!({"type": "file", "file": {"filename": name, "file_data": "data:application/pdf;base64,JVBERi0="}});
    let content = json!([pdf("a.pdf"), pdf("a.pdf"), pdf("b.pdf")]);
    let request = json!({"messages": [{"role": "user", "content": content}]});
    let (body, _) = sent(Dialect::OpenAiChat, &request, Dialect::Bedrock, "amazon.nova-pro-v1:0");
    let blocks = body["messages"][0]["content"].as_array().unwrap();
    let names: Vec<&str> = blocks.iter().filter_map(|block| block["document"]["name"].as_str()).collect();
    assert_eq!(names, ["a pdf", "a pdf (2)", "b pdf"]);
}

/// Thoughts that are counted in the sum alone are part of what was written.
#[test]
fn thoughts_outside_the_output_are_counted() {
    let usage = |text: &str| Dialect::OpenAiChat.usage(text.as_bytes()).unwrap();
    let xai = usage(
        r#"{"usage":{"prompt_tokens":10120,"completion_tokens":1499,"total_tokens":14428,
            "completion_tokens_details":{"reasoning_tokens":2809}}}"#,
    );
    assert_eq!((xai.input_tokens, xai.output_tokens, xai.reasoning_tokens), (10_120, 4308, 2809));
    let google = usage(r#"{"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":40}}"#);
    assert_eq!((google.output_tokens, google.reasoning_tokens, google.total_tokens()), (30, 25, 40));
    let openai = usage(
        r#"{"usage":{"prompt_tokens":10,"completion_tokens":30,"total_tokens":40,
            "completion_tokens_details":{"reasoning_tokens":25}}}"#,
    );
    assert_eq!((openai.output_tokens, openai.reasoning_tokens), (30, 25));
}

/// A body of a few megabytes takes as long as its length, whatever is in it.
#[test]
fn no_body_takes_longer_than_its_length() {
    let begun = std::time::Instant::now();
    let fields: Vec<String> = (0..100_000).map(|n| format!("\"k{n}\":1")).collect();
    let body = format!(
        r#"{{"model":"m","messages":[{{"role":"user","content":"hi","x":{{}}}}],{}}}"#,
        fields.join(",")
    );
    let request = Dialect::OpenAiChat.decode_request(body.as_bytes()).unwrap();
    assert_eq!(request.extras.iter().count(), 100_000);
    let encoded = Dialect::Anthropic.encode_request(&request, &Profile::NATIVE).unwrap();
    assert!(encoded.losses.header_value().len() <= 1024);
    let call = r#"{"functionCall":{"name":"a","args":{}}}"#;
    let result = r#"{"functionResponse":{"name":"b","response":{}}}"#;
    let parts = |part: &str| vec![part; 50_000].join(",");
    let body = format!(
        r#"{{"contents":[{{"role":"model","parts":[{}]}},{{"role":"user","parts":[{}]}}]}}"#,
        parts(call),
        parts(result)
    );
    Dialect::Gemini.decode_request(body.as_bytes()).unwrap();
    assert!(begun.elapsed() < std::time::Duration::from_secs(20), "{:?}", begun.elapsed());
}

/// Results find their calls: by id, by the function's name, or in order.
#[test]
fn results_without_ids_find_their_calls() {
    let call = |name: &str| json!({"functionCall": {"name": name, "args": {}}});
    let result =
        |name: &str, text: &str| json!({"functionResponse": {"name": name, "response": {"output": text}}});
    let request = json!({"contents": [
        {"role": "model", "parts": [call("a"), call("b"), call("a")]},
        {"role": "user", "parts": [result("b", "1"), result("a", "2"), result("a", "3")]}]});
    let (body, _) = sent(Dialect::Gemini, &request, Dialect::OpenAiChat, "m");
    let ids: Vec<&Value> =
        body["messages"][0]["tool_calls"].as_array().unwrap().iter().map(|call| &call["id"]).collect();
    let results = &body["messages"].as_array().unwrap()[1..];
    let answered: Vec<(&Value, &Value)> =
        results.iter().map(|message| (&message["tool_call_id"], &message["content"])).collect();
    assert_eq!(answered, [(ids[1], &json!("1")), (ids[0], &json!("2")), (ids[2], &json!("3"))]);
}

/// Bounds of one provider that another's clients do not know.
#[test]
fn bounds_of_providers_are_kept() {
    let request =
        json!({"messages": [{"role": "user", "content": "hi"}], "max_tokens": 1, "stop": ["\n", "END"]});
    let (body, losses) = sent(Dialect::OpenAiChat, &request, Dialect::OpenAiResponses, "gpt-5.2");
    assert!(
        body["max_output_tokens"] == 16 && losses.contains(&"max_tokens".to_owned()),
        "{body} {losses:?}"
    );
    let (body, losses) = sent(Dialect::OpenAiChat, &request, Dialect::Anthropic, "claude-sonnet-4-5");
    assert_eq!((&body["stop_sequences"], &losses[..]), (&json!(["END"]), &["stop".to_owned()][..]));
    let request = json!({"messages": [{"role": "user", "content": "hi"}], "reasoning_effort": "max"});
    let (body, _) = sent(Dialect::OpenAiChat, &request, Dialect::Anthropic, "claude-opus-4-1");
    assert_eq!((&body["max_tokens"], &body["thinking"]["budget_tokens"]), (&json!(32_000), &json!(31_999)));
    for (model, most) in [("gemini-2.5-flash", 24_576), ("gemini-2.5-pro", 32_768)] {
        let (body, _) = sent(Dialect::OpenAiChat, &request, Dialect::Gemini, model);
        assert_eq!(body["generationConfig"]["thinkingConfig"]["thinkingBudget"], most, "{model}");
    }
}

/// Chats that begin with the assistant's greeting, or with nothing but a system prompt, are chats at OpenAI.
#[test]
fn conversations_begin_with_the_user_where_they_must() {
    let greeting = json!([{"role": "system", "content": "s"}, {"role": "assistant", "content": "Hello!"},
        {"role": "user", "content": "hi"}]);
    for (messages, roles) in [
        (greeting, vec!["user", "assistant", "user"]),
        (json!([{"role": "system", "content": "s"}]), vec!["user"]),
        (json!([{"role": "user", "content": "hi"}]), vec!["user"]),
    ] {
        let request = json!({"messages": messages, "max_tokens": 9});
        for upstream in [Dialect::Anthropic, Dialect::Bedrock] {
            let (body, losses) = sent(Dialect::OpenAiChat, &request, upstream, "claude-sonnet-4-5");
            let said: Vec<&Value> =
                body["messages"].as_array().unwrap().iter().map(|turn| &turn["role"]).collect();
            assert_eq!(said, roles, "{upstream}");
            let is_told = losses.contains(&"messages".to_owned());
            assert_eq!(is_told, messages[0]["role"] == "system", "{upstream}: {losses:?}");
        }
    }
}

/// What stands beside a system prompt's text is told.
#[test]
fn fields_of_system_messages_are_told() {
    let request = json!({"max_tokens": 9, "messages": [
        {"role": "system", "name": "boss", "content": "Be brief.", "cache_control": {"type": "ephemeral"}},
        {"role": "user", "content": "hi"}]});
    for upstream in [Dialect::Anthropic, Dialect::Bedrock, Dialect::Gemini] {
        for field in ["messages[0].name", "messages[0].cache_control"] {
            check(Dialect::OpenAiChat, &request, upstream, field, Some(Effect::Dropped));
        }
    }
}

/// Providers take a few stop texts; compatible servers take more.
#[test]
fn stop_texts_that_are_too_many() {
    let request = json!({"contents": [{"parts": [{"text": "hi"}]}],
        "generationConfig": {"stopSequences": ["a", "b", "c", "d", "e"]}});
    let (body, losses) = sent(Dialect::Gemini, &request, Dialect::OpenAiChat, "gpt-4.1");
    assert_eq!((&body["stop"], &losses[..]), (&json!(["a", "b", "c", "d"]), &["stop".to_owned()][..]));
    let parsed = Dialect::Gemini.decode_request(request.to_string().as_bytes()).unwrap();
    let encoded = Dialect::OpenAiChat.encode_request(&parsed, &Profile::COMPATIBLE).unwrap();
    assert!(encoded.losses.is_empty());
    let many = ["a", "b", "c", "d", "e", "f"];
    let request = json!({"messages": [{"role": "user", "content": "hi"}], "stop": many});
    let (body, losses) = sent(Dialect::OpenAiChat, &request, Dialect::Gemini, "gemini-2.5-pro");
    let kept = &body["generationConfig"]["stopSequences"];
    assert_eq!((kept, &losses[..]), (&json!(many[..5]), &["stop".to_owned()][..]));
    let (body, _) = sent(Dialect::OpenAiChat, &request, Dialect::OpenAiChat, "gpt-4.1");
    assert_eq!(body["stop"], json!(many));
}

/// Claude's models since 4.7 refuse to be told how to sample, which most clients of other dialects do.
#[test]
fn models_that_sample_by_themselves_are_not_told_how() {
    let check = |model: &str, told: bool| {
        let request = json!({"messages": [{"role": "user", "content": "hi"}], "max_tokens": 9,
            "temperature": 0.2, "top_k": 5});
        let (body, losses) = sent(Dialect::OpenAiChat, &request, Dialect::Anthropic, model);
        let lost = ["temperature", "top_k"].map(|field| losses.contains(&field.to_owned()));
        assert_eq!((body.get("temperature").is_some(), body.get("top_k").is_some()), (told, told), "{model}");
        assert_eq!(lost, [!told, !told], "{model}: {losses:?}");
        let (body, _) =
            sent(Dialect::OpenAiChat, &request, Dialect::Bedrock, &format!("us.anthropic.{model}-v1:0"));
        assert_eq!(
            body.pointer("/inferenceConfig/temperature").is_some(),
            told,
            "{model} at Bedrock: {body}"
        );
        assert_eq!(
            body.pointer("/additionalModelRequestFields/top_k").is_some(),
            told,
            "{model} at Bedrock: {body}"
        );
        let mut own = request.clone();
        own["model"] = json!(model);
        let (body, losses) = sent(Dialect::Anthropic, &own, Dialect::Anthropic, model);
        assert!(body["temperature"] == 0.2 && losses.is_empty(), "its own clients know: {body}");
    };
    for model in [
        "claude-3-haiku-20240307",
        "claude-3-7-sonnet-latest",
        "claude-sonnet-4-20250514",
        "claude-opus-4-1",
        "claude-haiku-4-5-20251001",
        "claude-opus-4-6",
    ] {
        check(model, true);
    }
    for model in [
        "claude-opus-4-7",
        "claude-opus-4-8-20260601",
        "claude-sonnet-5",
        "claude-haiku-5-5",
        "claude-fable-5-1",
    ] {
        check(model, false);
    }
    let usual = json!({"messages": [{"role": "user", "content": "hi"}], "max_tokens": 9, "temperature": 1, "top_p": 1});
    let (body, losses) = sent(Dialect::OpenAiChat, &usual, Dialect::Anthropic, "claude-opus-4-7");
    assert!(body.get("temperature").is_none() && body.get("top_p").is_none() && losses.is_empty(), "{body}");
}
