//! Gemini requests to the neutral form.

use serde_json::value::RawValue;

use super::{OWN_ID, content, fields, inner, schema};
use crate::codec::common;
use crate::read::{self, Object};
use crate::{
    ChatRequest, DecodeError, Extras, Function, Json, JsonSchema, Message, OutputFormat, Part,
    ReasoningConfig, Role, Signer, Tool, ToolChoice,
};

pub(super) fn request(body: &[u8]) -> Result<ChatRequest, DecodeError> {
    let mut top = Object::parse(body)?.in_camel_case();
    let mut request = ChatRequest { include_usage: true, ..ChatRequest::default() };
    if let Some(system) = top.raw("systemInstruction") {
        let mut message = content_of(system).map_err(|error| error.within("systemInstruction"))?;
        message.role = Role::System;
        request.messages.push(message);
    }
    let contents = top.array("contents")?.ok_or_else(|| DecodeError::field("contents", "is missing"))?;
    for message in read::each(contents, "contents", content_of)? {
        push(&mut request.messages, message);
    }
    common::pair_calls(&mut request.messages, OWN_ID);
    for raw in top.array("tools")?.unwrap_or_default() {
        tool(raw, &mut request.tools)?;
    }
    if let Some(mut config) = inner(&mut top, "toolConfig")? {
        if !config.peek("functionCallingConfig").is_some_and(is_validated) {
            request.tool_choice = config.raw("functionCallingConfig").map(choice).transpose()?.flatten();
        }
        keep(&mut request.extras, "toolConfig", &config.rest());
    }
    if let Some(config) = inner(&mut top, "generationConfig")? {
        generation(config, &mut request)?;
    }
    // Some clients put them into the body as well.
    request.model = top.text("model")?.unwrap_or_default();
    request.extras.extend(top.rest());
    Ok(request)
}

fn keep(extras: &mut Extras, key: &str, rest: &Extras) {
    if !rest.is_empty() {
        extras.insert(key, Json::object(rest));
    }
}

fn content_of(raw: &RawValue) -> Result<Message, DecodeError> {
    if let Some(text) = read::string(raw) {
        return Ok(Message::text(Role::User, text));
    }
    let mut fields = fields(raw)?;
    let role = match fields.text("role")?.as_deref() {
        Some("model") => Role::Assistant,
        None | Some("user" | "function" | "system") => Role::User,
        Some(other) => return Err(DecodeError::field("role", format!("`{other}` is not known"))),
    };
    let parts = read::each(fields.array("parts")?.unwrap_or_default(), "parts", content::decode)?;
    Ok(Message { role, name: None, parts, extras: fields.rest() })
}

/// Adds a message. Function responses get messages of their own. A model's turn that a client collected chunk
/// by chunk becomes one again, pieces of text and thoughts joined: other providers would see many blocks.
fn push(messages: &mut Vec<Message>, message: Message) {
    if message.role == Role::Assistant {
        let follows = messages.last().is_some_and(|last| last.role == Role::Assistant);
        if !follows {
            messages.push(Message { parts: Vec::new(), ..message.clone() });
        }
        if let Some(last) = messages.last_mut() {
            message.parts.into_iter().for_each(|part| join(&mut last.parts, part));
        }
        return;
    }
    let is_result = |part: &Part| matches!(part, Part::ToolResult(_));
    if !message.parts.iter().any(is_result) {
        return messages.push(message);
    }
    let start = messages.len();
    for part in message.parts {
        let role = if is_result(&part) { Role::Tool } else { Role::User };
        match messages[start..].last_mut().filter(|last| last.role == role) {
            Some(last) => last.parts.push(part),
            None => messages.push(Message { role, parts: vec![part], ..Message::default() }),
        }
    }
}

fn join(parts: &mut Vec<Part>, part: Part) {
    match (parts.last_mut(), part) {
        (Some(Part::Text(last)), Part::Text(text))
            if last.signature.is_none()
                && text.signature.is_none()
                && last.extras.is_empty()
                && text.extras.is_empty() =>
        {
            last.text.push_str(&text.text);
        }
        // Gemini's own signed thoughts stay apart, as Google demands.
        (Some(Part::Reasoning(last)), Part::Reasoning(next))
            if last.signature.is_none()
                && next.signature.as_ref().is_none_or(|signature| signature.signer != Signer::Gemini) =>
        {
            last.text.push_str(&next.text);
            last.signature = next.signature;
            last.id = next.id.or(last.id.take());
        }
        (_, part) => parts.push(part),
    }
}

fn tool(raw: &RawValue, tools: &mut Vec<Tool>) -> Result<(), DecodeError> {
    let mut kinds = fields(raw)?;
    for raw in kinds.array("functionDeclarations")?.unwrap_or_default() {
        let mut function = fields(raw)?;
        let parameters = match function.raw("parametersJsonSchema") {
            Some(schema) => Some(Json::raw(schema)),
            None => function.raw("parameters").map(schema::to_json_schema),
        };
        tools.push(Tool::Function(Function {
            name: function.need_text("name").map_err(|error| error.within("functionDeclarations"))?,
            description: function.text("description")?,
            parameters,
            strict: None,
            extras: function.rest(),
        }));
    }
    let rest = kinds.rest();
    if !rest.is_empty() {
        tools.push(Tool::Other(Json::object(&rest)));
    }
    Ok(())
}

/// Whether the model calls as it likes, but never against a schema. Elsewhere there is no such choice, and calling as
/// one likes is the rule; so it stays a field of Gemini's own.
fn is_validated(raw: &RawValue) -> bool {
    let Ok(mut config) = fields(raw) else { return false };
    let mode = config.text("mode").ok().flatten().unwrap_or_default();
    mode.eq_ignore_ascii_case("VALIDATED") && config.rest().is_empty()
}

fn choice(raw: &RawValue) -> Result<Option<ToolChoice>, DecodeError> {
    let mut config = fields(raw)?;
    let mode = config.text("mode")?.unwrap_or_default().to_ascii_uppercase();
    let names: Vec<String> = config.take("allowedFunctionNames")?.unwrap_or_default();
    let plain = config.rest().is_empty();
    Ok(match (mode.as_str(), &names[..]) {
        ("" | "MODE_UNSPECIFIED", []) if plain => None,
        ("AUTO", []) if plain => Some(ToolChoice::Auto),
        ("NONE", []) if plain => Some(ToolChoice::None),
        ("ANY", []) if plain => Some(ToolChoice::Required),
        ("ANY", [name]) if plain => Some(ToolChoice::Named(name.clone())),
        _ => Some(ToolChoice::Other(Json::raw(raw))),
    })
}

fn generation(mut config: Object<'_>, request: &mut ChatRequest) -> Result<(), DecodeError> {
    request.temperature = config.take("temperature")?;
    request.top_p = config.take("topP")?;
    // A float here, and always whole.
    request.top_k = config.raw("topK").and_then(|raw| raw.get().trim_end_matches(".0").parse().ok());
    request.max_tokens = config.take("maxOutputTokens")?;
    request.stop = config.take("stopSequences")?.unwrap_or_default();
    request.choices = config.take("candidateCount")?;
    request.seed = config.take("seed")?;
    request.presence_penalty = config.take("presencePenalty")?;
    request.frequency_penalty = config.take("frequencyPenalty")?;
    let schema = match config.raw("responseJsonSchema") {
        Some(raw) => Some(Json::raw(raw)),
        None => config.raw("responseSchema").map(schema::to_json_schema),
    };
    let is_json =
        config.peek("responseMimeType").and_then(read::string).is_some_and(|t| t == "application/json");
    if is_json {
        config.raw("responseMimeType");
    }
    request.output = match (schema, is_json) {
        (Some(schema), _) => {
            let (name, description, strict) = (None, None, None);
            Some(OutputFormat::JsonSchema(JsonSchema { name, description, schema, strict }))
        }
        (None, true) => Some(OutputFormat::JsonObject),
        (None, false) => None,
    };
    if let Some(mut thinking) = inner(&mut config, "thinkingConfig")? {
        let budget: Option<i64> = thinking.take("thinkingBudget")?;
        request.reasoning = Some(ReasoningConfig {
            // -1: as the model likes.
            enabled: budget.filter(|budget| *budget < 0).map(|_| true),
            effort: thinking.text("thinkingLevel")?.map(|level| level.to_ascii_lowercase()),
            budget_tokens: budget.and_then(|budget| u64::try_from(budget).ok()),
            summary: thinking
                .take("includeThoughts")?
                .map(|include: bool| if include { "auto" } else { "none" }.to_owned()),
        });
    }
    keep(&mut request.extras, "generationConfig", &config.rest());
    Ok(())
}
