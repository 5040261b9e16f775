//! What each provider refuses, as its documentation says: unknown fields, wrong forms, turns out of order.

use serde_json::{Map, Value};

/// Everything that the provider would refuse in this request. `kind` is the upstream's name in the matrix.
pub(crate) fn problems(kind: &str, path: &str, body: &Value) -> Vec<String> {
    let mut found = Found { problems: Vec::new() };
    match kind {
        _ if path.contains("/completions") && !path.contains("/chat/") => completions(body, &mut found),
        "openai-chat" | "azure" if !path.contains("/responses") => chat(body, &mut found),
        "openai-responses" | "azure" => responses(body, &mut found),
        "anthropic" => anthropic(body, &mut found),
        "gemini" | "vertex" => gemini(body, &mut found),
        "bedrock" => bedrock(body, &mut found),
        "ollama" => ollama(path, body, &mut found),
        other => panic!("no upstream {other}"),
    }
    found.problems
}

struct Found {
    problems: Vec<String>,
}

impl Found {
    fn check(&mut self, holds: bool, problem: impl Into<String>) {
        if !holds {
            self.problems.push(problem.into());
        }
    }

    /// `value` is an object with these keys at most.
    fn keys(&mut self, at: &str, value: &Value, known: &[&str]) {
        let Some(fields) = value.as_object() else {
            return self.problems.push(format!("{at} is no object: {value}"));
        };
        for key in fields.keys().filter(|key| !known.contains(&key.as_str())) {
            self.problems.push(format!("{at}: unknown field {key}"));
        }
    }

    fn name(&mut self, at: &str, value: &Value, most: usize) {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let text = value.as_str().unwrap_or_default();
        self.check(
            !text.is_empty() && text.len() <= most && text.chars().all(fits),
            format!("{at}: bad name {value}"),
        );
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn completions(body: &Value, found: &mut Found) {
    let known = [
        "model",
        "prompt",
        "suffix",
        "max_tokens",
        "temperature",
        "top_p",
        "n",
        "stream",
        "stream_options",
        "logprobs",
        "echo",
        "stop",
        "presence_penalty",
        "frequency_penalty",
        "best_of",
        "logit_bias",
        "user",
        "seed",
    ];
    found.keys("request", body, &known);
    found.check(body["prompt"].is_string() || body["prompt"].is_array(), "prompt is missing");
}

const CHAT_FIELDS: &[&str] = &[
    "model",
    "messages",
    "tools",
    "tool_choice",
    "parallel_tool_calls",
    "response_format",
    "reasoning_effort",
    "max_completion_tokens",
    "max_tokens",
    "temperature",
    "top_p",
    "n",
    "stop",
    "seed",
    "user",
    "stream",
    "stream_options",
    "logprobs",
    "top_logprobs",
    "logit_bias",
    "frequency_penalty",
    "presence_penalty",
    "metadata",
    "store",
    "service_tier",
    "verbosity",
    "web_search_options",
    "prompt_cache_key",
    "modalities",
    // The client's own, which passes as it is where client and provider speak one dialect.
    "unknown",
];

fn chat(body: &Value, found: &mut Found) {
    found.keys("request", body, CHAT_FIELDS);
    found.check(body.get("max_tokens").is_none(), "max_tokens: use max_completion_tokens with this model");
    found.check(!list(&body["messages"]).is_empty(), "messages are missing");
    let mut awaited: Vec<&str> = Vec::new();
    for (at, message) in list(&body["messages"]).iter().enumerate() {
        let at = format!("messages[{at}]");
        let role = message["role"].as_str().unwrap_or_default();
        found.keys(
            &at,
            message,
            &["role", "content", "name", "tool_calls", "tool_call_id", "refusal", "audio"],
        );
        if role == "tool" {
            let id = message["tool_call_id"].as_str().unwrap_or_default();
            found.check(awaited.contains(&id), format!("{at}: answers no call: {id}"));
            awaited.retain(|known| *known != id);
        } else {
            found.check(awaited.is_empty(), format!("{at}: calls without answers: {awaited:?}"));
            awaited.clear();
        }
        for call in list(&message["tool_calls"]) {
            found.keys(&at, call, &["id", "type", "function"]);
            found.name(&at, &call["function"]["name"], 64);
            found.check(call["function"]["arguments"].is_string(), format!("{at}: arguments are text"));
            let id = call["id"].as_str().unwrap_or_default();
            found.check((1..=40).contains(&id.len()), format!("{at}: bad id {id}"));
            awaited.push(id);
        }
        chat_content(&at, role, message, found);
    }
    found.check(awaited.is_empty(), format!("calls without answers: {awaited:?}"));
    chat_settings(body, found);
}

fn chat_settings(body: &Value, found: &mut Found) {
    for tool in list(&body["tools"]) {
        found.keys("tool", tool, &["type", "function"]);
        found.keys("tool.function", &tool["function"], &["name", "description", "parameters", "strict"]);
        found.name("tool", &tool["function"]["name"], 64);
    }
    if let Some(format) = body.get("response_format") {
        let kind = format["type"].as_str().unwrap_or_default();
        found.check(
            ["text", "json_object", "json_schema"].contains(&kind),
            format!("response_format: {kind}"),
        );
        if kind == "json_schema" {
            let known = ["name", "description", "schema", "strict"];
            found.keys("json_schema", &format["json_schema"], &known);
            found.name("json_schema", &format["json_schema"]["name"], 64);
        }
    }
}

fn chat_content(at: &str, role: &str, message: &Value, found: &mut Found) {
    let content = &message["content"];
    let may_be_none = role == "assistant";
    found.check(content.is_string() || content.is_array() || may_be_none, format!("{at}: no content"));
    let known: &[&str] = match role {
        "system" | "developer" | "tool" => &["text"],
        "user" => &["text", "image_url", "input_audio", "file"],
        "assistant" => &["text", "refusal"],
        other => return found.problems.push(format!("{at}: role {other}")),
    };
    for part in list(content) {
        let kind = part["type"].as_str().unwrap_or_default();
        found.check(known.contains(&kind), format!("{at}: a part of type {kind} in a message of {role}"));
        found.keys(at, part, &["type", kind]);
    }
}

fn responses(body: &Value, found: &mut Found) {
    let known = [
        "model",
        "input",
        "instructions",
        "tools",
        "tool_choice",
        "parallel_tool_calls",
        "text",
        "reasoning",
        "max_output_tokens",
        "temperature",
        "top_p",
        "user",
        "stream",
        "stream_options",
        "include",
        "metadata",
        "store",
        "previous_response_id",
        "conversation",
        "truncation",
        "top_logprobs",
        "service_tier",
        "prompt_cache_key",
        "safety_identifier",
        "background",
        "max_tool_calls",
    ];
    found.keys("request", body, &known);
    let least = body["max_output_tokens"].as_u64().is_none_or(|tokens| tokens >= 16);
    found.check(least, "max_output_tokens: at least 16");
    let mut awaited: Vec<&str> = Vec::new();
    for (at, item) in list(&body["input"]).iter().enumerate() {
        let at = format!("input[{at}]");
        match item["type"].as_str().unwrap_or("message") {
            "message" => response_message(&at, item, found),
            "function_call" => {
                found.name(&at, &item["name"], 128);
                found.check(item["arguments"].is_string(), format!("{at}: arguments are text"));
                let id = item["call_id"].as_str().unwrap_or_default();
                found.check((1..=64).contains(&id.len()), format!("{at}: bad call_id {id}"));
                awaited.push(id);
            }
            "function_call_output" => {
                let id = item["call_id"].as_str().unwrap_or_default();
                found.check(awaited.contains(&id), format!("{at}: answers no call: {id}"));
                awaited.retain(|known| *known != id);
                let output = &item["output"];
                found.check(output.is_string() || output.is_array(), format!("{at}: no output"));
            }
            "reasoning" => {
                found.check(
                    item["id"].is_string() && item["summary"].is_array(),
                    format!("{at}: no id or summary"),
                );
            }
            other => found.problems.push(format!("{at}: type {other}")),
        }
    }
    found.check(awaited.is_empty(), format!("calls without answers: {awaited:?}"));
    for tool in list(&body["tools"]).iter().filter(|tool| tool["type"] == "function") {
        found.keys("tool", tool, &["type", "name", "description", "parameters", "strict"]);
        found.check(tool.get("parameters").is_some(), "tool: parameters are required");
    }
}

fn response_message(at: &str, item: &Value, found: &mut Found) {
    found.keys(at, item, &["type", "role", "content", "id", "status", "phase"]);
    let role = item["role"].as_str().unwrap_or_default();
    let known: &[&str] = match role {
        "user" | "system" | "developer" => &["input_text", "input_image", "input_file"],
        "assistant" => &["output_text", "refusal"],
        other => return found.problems.push(format!("{at}: role {other}")),
    };
    found.check(item["content"].is_string() || item["content"].is_array(), format!("{at}: no content"));
    for part in list(&item["content"]) {
        let kind = part["type"].as_str().unwrap_or_default();
        found.check(known.contains(&kind), format!("{at}: a part of type {kind} in a message of {role}"));
    }
}

fn anthropic(body: &Value, found: &mut Found) {
    let known = [
        "model",
        "messages",
        "system",
        "max_tokens",
        "tools",
        "tool_choice",
        "thinking",
        "output_config",
        "stop_sequences",
        "temperature",
        "top_p",
        "top_k",
        "metadata",
        "stream",
        "service_tier",
        "container",
        "mcp_servers",
        "context_management",
        "unknown",
    ];
    found.keys("request", body, &known);
    found.check(body["max_tokens"].as_u64().is_some_and(|most| most > 0), "max_tokens is required");
    let temperature = body["temperature"].as_f64().unwrap_or(1.0);
    found.check((0.0..=1.0).contains(&temperature), format!("temperature: {temperature}"));
    let both = body.get("temperature").is_some() && body.get("top_p").is_some();
    found.check(!both, "temperature and top_p cannot both be specified for this model");
    if let Some(budget) = body["thinking"]["budget_tokens"].as_u64() {
        found.check(budget >= 1024, format!("budget_tokens: {budget}"));
        let most = body["max_tokens"].as_u64().unwrap_or_default();
        found.check(budget < most, format!("budget_tokens: {budget} of {most}"));
        found.check((temperature - 1.0).abs() < 1e-9, "temperature with thinking");
        found.check(body.get("top_k").is_none(), "top_k with thinking");
    }
    if let Some(metadata) = body.get("metadata") {
        found.keys("metadata", metadata, &["user_id"]);
    }
    closed_schema(&body["output_config"]["format"]["schema"], found);
    let mut awaited: Vec<&str> = Vec::new();
    found.check(body["messages"][0]["role"] == "user", "the first message is the user's");
    for (at, message) in list(&body["messages"]).iter().enumerate() {
        let at = format!("messages[{at}]");
        found.keys(&at, message, &["role", "content"]);
        anthropic_message(&at, message, &mut awaited, found);
    }
    found.check(awaited.is_empty(), format!("calls without results: {awaited:?}"));
    for tool in
        list(&body["tools"]).iter().filter(|tool| tool.get("type").is_none_or(|kind| kind == "custom"))
    {
        found.keys("tool", tool, &["type", "name", "description", "input_schema", "cache_control", "strict"]);
        found.name("tool", &tool["name"], 128);
        found.check(tool["input_schema"]["type"] == "object", "input_schema is an object's");
    }
}

/// The schema of an answer: closed objects, and no bounds.
fn closed_schema(schema: &Value, found: &mut Found) {
    if let Some(fields) = schema.as_object() {
        let is_open = schema["type"] == "object" && schema["additionalProperties"] != false;
        found.check(!is_open, "'additionalProperties' must be explicitly set to false");
        for bound in ["minimum", "maximum", "multipleOf", "minLength", "maxLength", "maxItems"] {
            found.check(
                schema[bound].is_null() || schema[bound].is_object(),
                format!("{bound} is not supported"),
            );
        }
        fields.values().for_each(|inner| closed_schema(inner, found));
    }
    for inner in list(schema) {
        closed_schema(inner, found);
    }
}

fn anthropic_message<'b>(at: &str, message: &'b Value, awaited: &mut Vec<&'b str>, found: &mut Found) {
    let role = message["role"].as_str().unwrap_or_default();
    let content = &message["content"];
    found.check(["user", "assistant"].contains(&role), format!("{at}: role {role}"));
    found.check(content.as_str().is_none_or(|text| !text.is_empty()), format!("{at}: empty text"));
    found.check(!content.is_array() || !list(content).is_empty(), format!("{at}: no content"));
    let mut others = false;
    for block in list(content) {
        match (block["type"].as_str().unwrap_or_default(), role) {
            ("text", _) => {
                found.keys(at, block, &["type", "text", "cache_control", "citations"]);
                found.check(
                    block["text"].as_str().is_some_and(|text| !text.trim().is_empty()),
                    format!("{at}: blank text"),
                );
                others = true;
            }
            ("image" | "document", "user") => others = true,
            ("tool_use", "assistant") => {
                found.name(at, &block["id"], 256);
                found.check(block["input"].is_object(), format!("{at}: input is an object"));
                awaited.push(block["id"].as_str().unwrap_or_default());
            }
            ("tool_result", "user") => {
                found.check(!others, format!("{at}: results come first"));
                let id = block["tool_use_id"].as_str().unwrap_or_default();
                found.check(awaited.contains(&id), format!("{at}: answers no call: {id}"));
                awaited.retain(|known| *known != id);
            }
            ("thinking", "assistant") => {
                found.check(block["signature"].is_string(), format!("{at}: thoughts without a signature"));
            }
            ("redacted_thinking", "assistant") => {}
            (kind, role) => {
                found.problems.push(format!("{at}: a block of type {kind} in a message of {role}"));
            }
        }
    }
    if role == "user" {
        found.check(awaited.is_empty(), format!("{at}: calls without results: {awaited:?}"));
    }
}

fn gemini(body: &Value, found: &mut Found) {
    let known = [
        "contents",
        "systemInstruction",
        "tools",
        "toolConfig",
        "safetySettings",
        "generationConfig",
        "cachedContent",
        "labels",
    ];
    found.keys("request", body, &known);
    let settings = [
        "temperature",
        "topP",
        "topK",
        "maxOutputTokens",
        "stopSequences",
        "candidateCount",
        "seed",
        "frequencyPenalty",
        "presencePenalty",
        "responseMimeType",
        "responseSchema",
        "responseJsonSchema",
        "responseLogprobs",
        "logprobs",
        "thinkingConfig",
        "responseModalities",
        "mediaResolution",
        "speechConfig",
    ];
    if let Some(config) = body.get("generationConfig") {
        found.keys("generationConfig", config, &settings);
        if let Some(thinking) = config.get("thinkingConfig") {
            found.keys("thinkingConfig", thinking, &["thinkingBudget", "thinkingLevel", "includeThoughts"]);
            let both = thinking.get("thinkingBudget").is_some() && thinking.get("thinkingLevel").is_some();
            found.check(!both, "thinkingConfig: budget and level");
        }
    }
    found.check(!list(&body["contents"]).is_empty(), "contents are missing");
    let mut calls = 0;
    for (at, content) in list(&body["contents"]).iter().enumerate() {
        let at = format!("contents[{at}]");
        found.keys(&at, content, &["role", "parts"]);
        let role = content["role"].as_str().unwrap_or("user");
        found.check(["user", "model"].contains(&role), format!("{at}: role {role}"));
        found.check(!list(&content["parts"]).is_empty(), format!("{at}: no parts"));
        let results =
            list(&content["parts"]).iter().filter(|part| part.get("functionResponse").is_some()).count();
        if calls > 0 || results > 0 {
            found.check(calls == results, format!("{at}: {results} results for {calls} calls"));
        }
        calls = gemini_parts(&at, role, list(&content["parts"]), found);
    }
    found.check(calls == 0, format!("{calls} calls without results"));
    for tool in list(&body["tools"]) {
        for function in list(&tool["functionDeclarations"]) {
            found.keys(
                "function",
                function,
                &["name", "description", "parameters", "parametersJsonSchema", "response", "behavior"],
            );
            found.name("function", &function["name"], 64);
            if let Some(schema) = function.get("parameters") {
                gemini_schema(schema, found);
            }
        }
    }
}

/// Checks parts, and says how many calls are among them.
fn gemini_parts(at: &str, role: &str, parts: &[Value], found: &mut Found) -> usize {
    let data = [
        "text",
        "inlineData",
        "fileData",
        "functionCall",
        "functionResponse",
        "executableCode",
        "codeExecutionResult",
    ];
    let mut calls = 0;
    for part in parts {
        let more = ["thought", "thoughtSignature", "videoMetadata", "mediaResolution", "partMetadata"];
        found.keys(at, part, &[&data[..], &more[..]].concat());
        let count = data.iter().filter(|key| part.get(**key).is_some()).count();
        found.check(count == 1, format!("{at}: a part with {count} kinds of data: {part}"));
        if let Some(call) = part.get("functionCall") {
            found.check(role == "model", format!("{at}: a call of the {role}'s"));
            found.check(call.get("args").is_none_or(Value::is_object), format!("{at}: args are an object"));
            // Gemini 3 checks the first call of a turn.
            found.check(
                calls > 0 || part["thoughtSignature"].is_string(),
                format!("{at}: a call without signature"),
            );
            calls += 1;
        }
        if let Some(response) = part.get("functionResponse") {
            found.check(response["response"].is_object(), format!("{at}: response is an object"));
            found.check(response["name"].is_string(), format!("{at}: response has no name"));
        }
    }
    calls
}

/// `parameters` is a small part of OpenAPI; JSON Schema goes into `parametersJsonSchema`.
fn gemini_schema(schema: &Value, found: &mut Found) {
    let known = [
        "type",
        "format",
        "title",
        "description",
        "nullable",
        "enum",
        "maxItems",
        "minItems",
        "properties",
        "required",
        "minProperties",
        "maxProperties",
        "minLength",
        "maxLength",
        "pattern",
        "example",
        "anyOf",
        "propertyOrdering",
        "default",
        "items",
        "minimum",
        "maximum",
    ];
    found.keys("parameters", schema, &known);
    for inner in schema["properties"].as_object().into_iter().flat_map(Map::values) {
        gemini_schema(inner, found);
    }
}

const CONVERSE_FIELDS: &[&str] = &[
    "messages",
    "system",
    "inferenceConfig",
    "toolConfig",
    "guardrailConfig",
    "additionalModelRequestFields",
    "additionalModelResponseFieldPaths",
    "requestMetadata",
    "performanceConfig",
    "promptVariables",
    "outputConfig",
    "serviceTier",
];

const CONVERSE_BLOCKS: &[&str] = &[
    "text",
    "image",
    "document",
    "video",
    "audio",
    "toolUse",
    "toolResult",
    "guardContent",
    "cachePoint",
    "reasoningContent",
    "citationsContent",
    "searchResult",
];

fn bedrock(body: &Value, found: &mut Found) {
    found.keys("request", body, CONVERSE_FIELDS);
    if let Some(config) = body.get("inferenceConfig") {
        found.keys("inferenceConfig", config, &["maxTokens", "temperature", "topP", "stopSequences"]);
        let temperature = config["temperature"].as_f64().unwrap_or(1.0);
        found.check((0.0..=1.0).contains(&temperature), format!("temperature: {temperature}"));
    }
    let mut before = "assistant";
    let (mut awaited, mut uses_tools): (Vec<&str>, bool) = (Vec::new(), false);
    for (at, message) in list(&body["messages"]).iter().enumerate() {
        let at = format!("messages[{at}]");
        let role = message["role"].as_str().unwrap_or_default();
        found.check(role != before, format!("{at}: roles must alternate"));
        before = role;
        found.check(!list(&message["content"]).is_empty(), format!("{at}: no content"));
        for block in list(&message["content"]) {
            found.keys(&at, block, CONVERSE_BLOCKS);
            found.check(
                block.as_object().map_or(0, Map::len) == 1,
                format!("{at}: one member a block: {block}"),
            );
            found.check(
                block["text"].as_str().is_none_or(|text| !text.trim().is_empty()),
                format!("{at}: blank text"),
            );
            if let Some(call) = block.get("toolUse") {
                uses_tools = true;
                found.name(&at, &call["toolUseId"], 64);
                found.check(call["input"].is_object(), format!("{at}: input is an object"));
                awaited.push(call["toolUseId"].as_str().unwrap_or_default());
            }
            if let Some(result) = block.get("toolResult") {
                uses_tools = true;
                let id = result["toolUseId"].as_str().unwrap_or_default();
                found.check(awaited.contains(&id), format!("{at}: answers no call: {id}"));
                awaited.retain(|known| *known != id);
                found.check(result["content"].is_array(), format!("{at}: content is a list"));
            }
        }
        if role == "user" {
            found.check(awaited.is_empty(), format!("{at}: calls without results: {awaited:?}"));
        }
    }
    found.check(
        !uses_tools || body.get("toolConfig").is_some(),
        "toolConfig must be defined with tool blocks",
    );
    if let Some(config) = body.get("toolConfig") {
        found.check(!list(&config["tools"]).is_empty(), "toolConfig has no tools");
    }
    if let Some(text) = body.pointer("/outputConfig/textFormat/structure/jsonSchema/schema") {
        let schema = serde_json::from_str(text.as_str().unwrap_or_default()).unwrap_or_default();
        closed_schema(&schema, found);
    }
    for tool in list(&body["toolConfig"]["tools"]).iter().filter_map(|tool| tool.get("toolSpec")) {
        found.keys("toolSpec", tool, &["name", "description", "inputSchema", "strict"]);
        found.check(tool["inputSchema"]["json"]["type"] == "object", "inputSchema is an object's");
    }
}

/// Ollama takes unknown fields and wrong orders; what it cannot parse into its own types it refuses.
fn ollama(path: &str, body: &Value, found: &mut Found) {
    if path.ends_with("/api/generate") {
        found.check(body["prompt"].is_string(), "prompt is text");
    } else {
        found.check(body["messages"].is_array(), "messages are missing");
    }
    for message in list(&body["messages"]) {
        let at = "message";
        found.check(message["content"].is_string(), format!("{at}: content is text: {message}"));
        for image in list(&message["images"]) {
            found.check(
                image.as_str().is_some_and(|image| !image.contains(':')),
                format!("{at}: images are base64"),
            );
        }
        for call in list(&message["tool_calls"]) {
            found.check(call["function"]["arguments"].is_object(), format!("{at}: arguments are an object"));
        }
    }
    if let Some(format) = body.get("format") {
        found.check(format == "json" || format.is_object(), format!("format: {format}"));
    }
    found.check(body.get("options").is_none_or(Value::is_object), "options are an object");
    if let Some(think) = body.get("think") {
        found.check(
            think.is_boolean() || ["low", "medium", "high"].iter().any(|word| think == word),
            format!("think: {think}"),
        );
    }
}
