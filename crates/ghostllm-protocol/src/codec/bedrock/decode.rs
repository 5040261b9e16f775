//! Converse requests to the neutral form. Model and streaming are in the URL.

use serde_json::value::RawValue;

use super::content;
use crate::read::{self, Object};
use crate::{
    ChatRequest, DecodeError, Function, Json, JsonSchema, Message, OutputFormat, Part, ReasoningConfig, Role,
    Tool, ToolChoice,
};

pub(super) fn request(body: &[u8]) -> Result<ChatRequest, DecodeError> {
    let mut fields = Object::parse(body)?;
    let mut request = ChatRequest { include_usage: true, ..ChatRequest::default() };
    if let Some(system) = fields.array("system")? {
        let parts = content::decode_all(system, "system")?;
        request.messages.push(Message { role: Role::System, parts, ..Message::default() });
    }
    for turn in read::each(fields.array("messages")?.unwrap_or_default(), "messages", message)? {
        request.messages.extend(turn);
    }
    if let Some(mut config) = fields.object("inferenceConfig")? {
        request.max_tokens = config.take("maxTokens")?;
        request.temperature = config.take("temperature")?;
        request.top_p = config.take("topP")?;
        request.stop = config.take("stopSequences")?.unwrap_or_default();
    }
    if let Some(mut config) = fields.object("toolConfig")? {
        for raw in config.array("tools")?.unwrap_or_default() {
            tool(raw, &mut request.tools)?;
        }
        request.tool_choice = config.raw("toolChoice").map(choice).transpose()?;
    }
    if let Some(mut output) = fields.object("outputConfig")? {
        request.output = output.object("textFormat")?.map(format).transpose()?;
        if let Some(effort) = output.text("effort")? {
            request.reasoning = Some(ReasoningConfig { effort: Some(effort), ..ReasoningConfig::default() });
        }
    }
    additional(&mut fields, &mut request)?;
    request.extras.extend(fields.rest());
    Ok(request)
}

/// The fields of the model's maker that have neutral names.
fn additional(fields: &mut Object<'_>, request: &mut ChatRequest) -> Result<(), DecodeError> {
    let Some(mut more) = fields.object("additionalModelRequestFields")? else { return Ok(()) };
    request.top_k = more.take("top_k")?;
    let said = |request: &mut ChatRequest| request.reasoning.take().unwrap_or_default();
    if let Some(mut thinking) = more.object("thinking")? {
        let mut config = said(request);
        config.enabled = Some(thinking.text("type")?.as_deref() != Some("disabled"));
        config.budget_tokens = thinking.take("budget_tokens")?;
        request.reasoning = Some(config);
    }
    if let Some(effort) = more.text("reasoning_effort")? {
        request.reasoning = Some(ReasoningConfig { effort: Some(effort), ..said(request) });
    }
    if let Some(mut config) = more.object("reasoningConfig")? {
        let effort = config.text("maxReasoningEffort")?;
        request.reasoning = Some(ReasoningConfig { effort, ..said(request) });
    }
    let rest = more.rest();
    if !rest.is_empty() {
        request.extras.insert("additionalModelRequestFields", Json::object(&rest));
    }
    Ok(())
}

fn message(raw: &RawValue) -> Result<Vec<Message>, DecodeError> {
    let mut fields = Object::of(raw)?;
    let role = match fields.need_text("role")?.as_str() {
        "user" => Role::User,
        "assistant" => Role::Assistant,
        "system" => Role::System,
        other => return Err(DecodeError::field("role", format!("`{other}` is not known"))),
    };
    let mut messages: Vec<Message> = Vec::new();
    for part in content::decode_all(fields.array("content")?.unwrap_or_default(), "content")? {
        let role = if matches!(part, Part::ToolResult(_)) { Role::Tool } else { role };
        match messages.last_mut().filter(|last| last.role == role) {
            Some(last) => last.parts.push(part),
            None => messages.push(Message { role, parts: vec![part], ..Message::default() }),
        }
    }
    Ok(messages)
}

fn tool(raw: &RawValue, tools: &mut Vec<Tool>) -> Result<(), DecodeError> {
    let mut fields = Object::of(raw)?;
    if let Some(point) = fields.object("cachePoint")? {
        if let Some(Tool::Function(last)) = tools.last_mut() {
            last.extras.insert("cache_control", content::cache_mark(point)?);
        }
        return Ok(());
    }
    let Some(mut spec) = fields.object("toolSpec")? else {
        tools.push(Tool::Other(Json::raw(raw)));
        return Ok(());
    };
    let schema = spec.object("inputSchema")?.and_then(|mut schema| schema.json("json"));
    tools.push(Tool::Function(Function {
        name: spec.need_text("name").map_err(|error| error.within("toolSpec"))?,
        description: spec.text("description")?,
        parameters: schema,
        strict: spec.take("strict")?,
        extras: spec.rest(),
    }));
    Ok(())
}

fn choice(raw: &RawValue) -> Result<ToolChoice, DecodeError> {
    let mut fields = Object::of(raw)?;
    if fields.raw("auto").is_some() {
        return Ok(ToolChoice::Auto);
    }
    if fields.raw("any").is_some() {
        return Ok(ToolChoice::Required);
    }
    match fields.object("tool")? {
        Some(mut tool) => Ok(ToolChoice::Named(tool.need_text("name")?)),
        None => Ok(ToolChoice::Other(Json::raw(raw))),
    }
}

/// A schema, which is JSON in a string here.
fn format(mut fields: Object<'_>) -> Result<OutputFormat, DecodeError> {
    let mut structure = fields.object("structure")?.unwrap_or_default();
    let mut schema = structure.object("jsonSchema")?.unwrap_or_default();
    let text = schema.need_text("schema").map_err(|error| error.within("outputConfig.textFormat"))?;
    let json = Json::parse(&text).map_err(|_| {
        DecodeError::field("outputConfig.textFormat.structure.jsonSchema.schema", "must be JSON")
    })?;
    Ok(OutputFormat::JsonSchema(JsonSchema {
        name: schema.text("name")?,
        description: schema.text("description")?,
        schema: json,
        strict: None,
    }))
}
