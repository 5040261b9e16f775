//! Ollama requests to the neutral form.

use serde_json::value::RawValue;

use super::{OWN_ID, Ollama};
use crate::codec::{common, openai_tools};
use crate::read::{self, Object};
use crate::{
    ChatRequest, DecodeError, Extras, Json, JsonSchema, Media, MediaKind, Message, OutputFormat, Part,
    Reasoning, ReasoningConfig, Role, Source, ToolCall, ToolResult,
};

pub(super) fn request(kind: Ollama, body: &[u8]) -> Result<ChatRequest, DecodeError> {
    let mut fields = Object::parse(body)?;
    let mut request = ChatRequest {
        model: fields.text("model")?.unwrap_or_default(),
        // Unlike everywhere else, streams are the rule here.
        stream: fields.take("stream")?.unwrap_or(true),
        include_usage: true,
        output: format(fields.raw("format")),
        reasoning: fields.raw("think").and_then(think),
        tools: openai_tools::decode(fields.array("tools")?)?,
        ..ChatRequest::default()
    };
    match kind {
        Ollama::Chat => {
            let messages = fields.array("messages")?.unwrap_or_default();
            request.messages = read::each(messages, "messages", message)?;
            common::pair_calls(&mut request.messages, OWN_ID);
        }
        Ollama::Generate => {
            if let Some(system) = fields.text("system")?.filter(|system| !system.is_empty()) {
                request.messages.push(Message::text(Role::System, system));
            }
            let mut parts = vec![Part::text(fields.text("prompt")?.unwrap_or_default())];
            parts.extend(images(&mut fields)?);
            request.messages.push(Message { role: Role::User, parts, ..Message::default() });
            request.suffix = fields.text("suffix")?.filter(|suffix| !suffix.is_empty());
        }
    }
    if let Some(options) = fields.object("options")? {
        read_options(options, &mut request)?;
    }
    request.extras.extend(fields.rest());
    Ok(request)
}

fn read_options(mut options: Object<'_>, request: &mut ChatRequest) -> Result<(), DecodeError> {
    // Negative: without end.
    request.max_tokens = options.take::<i64>("num_predict")?.and_then(|count| u64::try_from(count).ok());
    request.temperature = options.take("temperature")?;
    request.top_p = options.take("top_p")?;
    request.top_k = options.take("top_k")?;
    request.seed = options.take("seed")?;
    request.frequency_penalty = options.take("frequency_penalty")?;
    request.presence_penalty = options.take("presence_penalty")?;
    request.stop = openai_tools::decode_stop(options.raw("stop"))?;
    let rest = options.rest();
    if !rest.is_empty() {
        request.extras.insert("options", Json::object(&rest));
    }
    Ok(())
}

/// `"json"`, a schema, or nothing.
fn format(raw: Option<&RawValue>) -> Option<OutputFormat> {
    let raw = raw?;
    match read::string(raw).as_deref() {
        Some("json") => Some(OutputFormat::JsonObject),
        Some(_) => None,
        None => {
            let (name, description, strict) = (None, None, None);
            Some(OutputFormat::JsonSchema(JsonSchema { name, description, schema: Json::raw(raw), strict }))
        }
    }
}

/// A switch, or an effort.
fn think(raw: &RawValue) -> Option<ReasoningConfig> {
    let effort = read::string(raw).filter(|word| !word.is_empty());
    let enabled = serde_json::from_str(raw.get()).ok();
    let config = ReasoningConfig { enabled, effort, ..ReasoningConfig::default() };
    (config != ReasoningConfig::default()).then_some(config)
}

fn message(raw: &RawValue) -> Result<Message, DecodeError> {
    let mut fields = Object::of(raw)?;
    let role = match fields.need_text("role")?.as_str() {
        "system" => Role::System,
        "user" => Role::User,
        "assistant" => Role::Assistant,
        "tool" => Role::Tool,
        other => return Err(DecodeError::field("role", format!("`{other}` is not known"))),
    };
    let content = fields.text("content")?.unwrap_or_default();
    if role == Role::Tool {
        let name = fields.text("tool_name")?.or(fields.text("name")?);
        let call_id = fields.text("tool_call_id")?.unwrap_or_default();
        let mut parts = vec![Part::text(content)];
        parts.extend(images(&mut fields)?);
        let result = ToolResult { call_id, name, parts, is_error: None, extras: Extras::new() };
        return Ok(Message {
            role,
            name: None,
            parts: vec![Part::ToolResult(result)],
            extras: fields.rest(),
        });
    }
    let parts = parts(&mut fields, content)?;
    Ok(Message { role, name: None, parts, extras: fields.rest() })
}

/// What a message says, thinks, shows and calls.
pub(super) fn parts(fields: &mut Object<'_>, content: String) -> Result<Vec<Part>, DecodeError> {
    let mut parts = Vec::new();
    if let Some(text) = fields.text("thinking")?.filter(|text| !text.is_empty()) {
        parts.push(Part::Reasoning(Reasoning { text, ..Reasoning::default() }));
    }
    let images = images(fields)?;
    let calls = read::each(fields.array("tool_calls")?.unwrap_or_default(), "tool_calls", tool_call)?;
    if !content.is_empty() || (images.is_empty() && calls.is_empty() && parts.is_empty()) {
        parts.push(Part::text(content));
    }
    parts.extend(images);
    parts.extend(calls);
    Ok(parts)
}

fn images(fields: &mut Object<'_>) -> Result<Vec<Part>, DecodeError> {
    let images: Vec<String> = fields.take("images")?.unwrap_or_default();
    let image = |data| {
        let (kind, source) = (MediaKind::Image, Source::Base64(data));
        Part::Media(Media { kind, source, media_type: None, name: None, extras: Extras::new() })
    };
    Ok(images.into_iter().map(image).collect())
}

fn tool_call(raw: &RawValue) -> Result<Part, DecodeError> {
    let mut fields = Object::of(raw)?;
    let mut function = fields.object("function")?.unwrap_or_default();
    for object in [&mut fields, &mut function] {
        object.raw("index");
    }
    fields.raw("type");
    let arguments = function.raw("arguments");
    Ok(Part::ToolCall(ToolCall {
        id: fields.text("id")?.unwrap_or_default(),
        name: function.need_text("name").map_err(|error| error.within("function"))?,
        arguments: arguments
            .map(|raw| read::string(raw).unwrap_or_else(|| raw.get().to_owned()))
            .unwrap_or_default(),
        signature: None,
        extras: fields.rest(),
    }))
}
