//! Anthropic requests to the neutral form.

use serde_json::value::RawValue;

use super::content;
use crate::read::{self, Object};
use crate::{
    ChatRequest, DecodeError, Extras, Function, Json, JsonSchema, Message, OutputFormat, Part,
    ReasoningConfig, Role, Tool, ToolChoice,
};

pub(super) fn request(body: &[u8]) -> Result<ChatRequest, DecodeError> {
    let mut fields = Object::parse(body)?;
    let mut request = ChatRequest {
        model: fields.text("model")?.unwrap_or_default(),
        stream: fields.take("stream")?.unwrap_or(false),
        include_usage: true,
        max_tokens: fields.take("max_tokens")?,
        temperature: fields.take("temperature")?,
        top_p: fields.take("top_p")?,
        top_k: fields.take("top_k")?,
        stop: fields.take("stop_sequences")?.unwrap_or_default(),
        tools: read::each(fields.array("tools")?.unwrap_or_default(), "tools", tool)?,
        ..ChatRequest::default()
    };
    if let Some(system) = fields.raw("system") {
        let parts = content::decode_all(Some(system)).map_err(|error| error.within("system"))?;
        request.messages.push(Message { role: Role::System, parts, ..Message::default() });
    }
    let messages = fields.array("messages")?.ok_or_else(|| DecodeError::field("messages", "is missing"))?;
    for turn in read::each(messages, "messages", message)? {
        request.messages.extend(turn);
    }
    if let Some(mut choice) = fields.object("tool_choice")? {
        let no_parallel: Option<bool> = choice.take("disable_parallel_tool_use")?;
        request.parallel_tool_calls = no_parallel.map(|no| !no);
        request.tool_choice = Some(match choice.need_text("type")?.as_str() {
            "auto" => ToolChoice::Auto,
            "any" => ToolChoice::Required,
            "none" => ToolChoice::None,
            "tool" => {
                ToolChoice::Named(choice.need_text("name").map_err(|error| error.within("tool_choice"))?)
            }
            other => {
                return Err(DecodeError::field("tool_choice.type", format!("`{other}` is not known")));
            }
        });
    }
    if let Some(mut metadata) = fields.object("metadata")? {
        request.user = metadata.text("user_id")?;
        keep(&mut request.extras, "metadata", &metadata.rest());
    }
    let mut config = thinking(fields.object("thinking")?)?;
    if let Some(mut output) = fields.object("output_config")? {
        config.effort = config.effort.or(output.text("effort")?);
        request.output = output.object("format")?.map(format).transpose()?;
        keep(&mut request.extras, "output_config", &output.rest());
    }
    request.reasoning = (config != ReasoningConfig::default()).then_some(config);
    request.extras.extend(fields.rest());
    Ok(request)
}

fn keep(extras: &mut Extras, key: &str, rest: &Extras) {
    if !rest.is_empty() {
        extras.insert(key, Json::object(rest));
    }
}

fn thinking(fields: Option<Object<'_>>) -> Result<ReasoningConfig, DecodeError> {
    let mut config = ReasoningConfig::default();
    let Some(mut fields) = fields else { return Ok(config) };
    config.enabled = Some(fields.text("type")?.as_deref() != Some("disabled"));
    config.budget_tokens = fields.take("budget_tokens")?;
    config.summary = fields.text("display")?.map(|display| match display.as_str() {
        "omitted" => "none".to_owned(),
        _ => "auto".to_owned(),
    });
    Ok(config)
}

fn format(mut fields: Object<'_>) -> Result<OutputFormat, DecodeError> {
    let kind = fields.need_text("type").map_err(|error| error.within("output_config.format"))?;
    if kind != "json_schema" {
        return Err(DecodeError::field("output_config.format.type", format!("`{kind}` is not known")));
    }
    let schema = fields
        .json("schema")
        .ok_or_else(|| DecodeError::field("output_config.format.schema", "is missing"))?;
    Ok(OutputFormat::JsonSchema(JsonSchema { name: None, description: None, schema, strict: None }))
}

fn tool(raw: &RawValue) -> Result<Tool, DecodeError> {
    let mut fields = Object::of(raw)?;
    if fields.text("type")?.is_some_and(|kind| kind != "custom") {
        return Ok(Tool::Other(Json::raw(raw)));
    }
    Ok(Tool::Function(Function {
        name: fields.need_text("name")?,
        description: fields.text("description")?,
        parameters: fields.json("input_schema"),
        strict: fields.take("strict")?,
        extras: fields.rest(),
    }))
}

/// A turn, its tool results in messages of their own.
fn message(raw: &RawValue) -> Result<Vec<Message>, DecodeError> {
    let mut fields = Object::of(raw)?;
    let role = match fields.need_text("role")?.as_str() {
        "user" => Role::User,
        "assistant" => Role::Assistant,
        "system" => Role::System,
        other => return Err(DecodeError::field("role", format!("`{other}` is not known"))),
    };
    let parts = content::decode_all(fields.raw("content"))?;
    let extras = fields.rest();
    if role != Role::User || !parts.iter().any(|part| matches!(part, Part::ToolResult(_))) {
        return Ok(vec![Message { role, name: None, parts, extras }]);
    }
    let mut messages: Vec<Message> = Vec::new();
    for part in parts {
        let role = if matches!(part, Part::ToolResult(_)) { Role::Tool } else { Role::User };
        match messages.last_mut().filter(|last| last.role == role) {
            Some(last) => last.parts.push(part),
            None => messages.push(Message { role, parts: vec![part], ..Message::default() }),
        }
    }
    Ok(messages)
}
