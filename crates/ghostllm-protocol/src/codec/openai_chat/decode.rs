//! Chat Completions requests to the neutral form.

use serde_json::value::RawValue;

use super::reasoning;
use crate::codec::{media, openai_tools};
use crate::read::{self, Object};
use crate::{
    ChatRequest, DecodeError, Json, Media, MediaKind, Message, Part, ReasoningConfig, Role, Signature,
    Signer, Source, Text, ToolCall, ToolResult,
};

pub(super) fn request(body: &[u8]) -> Result<ChatRequest, DecodeError> {
    let mut fields = Object::parse(body)?;
    let mut request = ChatRequest {
        model: fields.text("model")?.unwrap_or_default(),
        stream: fields.take("stream")?.unwrap_or(false),
        messages: read::each(
            fields.array("messages")?.ok_or_else(|| DecodeError::field("messages", "is missing"))?,
            "messages",
            message,
        )?,
        tools: openai_tools::decode(fields.array("tools")?)?,
        tool_choice: fields.raw("tool_choice").map(openai_tools::decode_choice).transpose()?,
        parallel_tool_calls: fields.take("parallel_tool_calls")?,
        output: openai_tools::decode_format(fields.object("response_format")?, "response_format")?,
        max_tokens: fields.take("max_completion_tokens")?,
        temperature: fields.take("temperature")?,
        top_p: fields.take("top_p")?,
        top_k: fields.take("top_k")?,
        seed: fields.take("seed")?,
        frequency_penalty: fields.take("frequency_penalty")?,
        presence_penalty: fields.take("presence_penalty")?,
        stop: openai_tools::decode_stop(fields.raw("stop"))?,
        choices: fields.take("n")?,
        user: fields.text("user")?,
        ..ChatRequest::default()
    };
    let older_limit = fields.take("max_tokens")?;
    request.max_tokens = request.max_tokens.or(older_limit);
    request.reasoning = reasoning_config(&mut fields)?;
    if let Some(mut options) = fields.object("stream_options")? {
        request.include_usage = options.take("include_usage")?.unwrap_or(false);
        let rest = options.rest();
        if !rest.is_empty() {
            request.extras.insert("stream_options", Json::object(&rest));
        }
    }
    request.extras.extend(fields.rest());
    Ok(request)
}

/// `reasoning_effort`, or OpenRouter's `reasoning` object.
fn reasoning_config(fields: &mut Object<'_>) -> Result<Option<ReasoningConfig>, DecodeError> {
    let effort = fields.text("reasoning_effort")?;
    let mut config = ReasoningConfig { effort, ..ReasoningConfig::default() };
    if let Some(mut object) = fields.object("reasoning")? {
        config.enabled = object.take("enabled")?;
        config.effort = config.effort.or(object.text("effort")?);
        config.budget_tokens = object.take("max_tokens")?;
        if object.take("exclude")? == Some(true) {
            config.summary = Some("none".to_owned());
        }
    }
    Ok((config != ReasoningConfig::default()).then_some(config))
}

fn message(raw: &RawValue) -> Result<Message, DecodeError> {
    let mut fields = Object::of(raw)?;
    let role = match fields.need_text("role")?.as_str() {
        "system" => Role::System,
        "developer" => Role::Developer,
        "user" => Role::User,
        "assistant" => Role::Assistant,
        "tool" | "function" => Role::Tool,
        other => return Err(DecodeError::field("role", format!("`{other}` is not known"))),
    };
    let name = fields.text("name")?;
    let content = content(fields.raw("content"))?;
    if role == Role::Tool {
        let call_id = fields.text("tool_call_id")?.unwrap_or_default();
        let result = ToolResult { call_id, name, parts: content, ..ToolResult::default() };
        let parts = vec![Part::ToolResult(result)];
        return Ok(Message { role, name: None, parts, extras: fields.rest() });
    }
    let mut parts: Vec<Part> = Vec::new();
    if role == Role::Assistant {
        parts.extend(reasoning::take(&mut fields)?.into_iter().map(Part::Reasoning));
    }
    parts.extend(content);
    parts.extend(fields.text("refusal")?.map(Part::Refusal));
    if let Some(calls) = fields.array("tool_calls")? {
        parts.extend(read::each(calls, "tool_calls", tool_call)?);
    }
    Ok(Message { role, name, parts, extras: fields.rest() })
}

/// A string, or an array of parts.
fn content(raw: Option<&RawValue>) -> Result<Vec<Part>, DecodeError> {
    let Some(raw) = raw else { return Ok(Vec::new()) };
    if let Some(text) = read::string(raw) {
        return Ok(vec![Part::text(text)]);
    }
    let items =
        read::array(raw).map_err(|_| DecodeError::field("content", "must be a string or an array"))?;
    read::each(items, "content", part)
}

pub(super) fn part(raw: &RawValue) -> Result<Part, DecodeError> {
    if let Some(text) = read::string(raw) {
        return Ok(Part::text(text));
    }
    let mut fields = Object::of(raw)?;
    Ok(match fields.need_text("type")?.as_str() {
        "text" => {
            let text = fields.need_text("text")?;
            Part::Text(Text { text, signature: None, extras: fields.rest() })
        }
        "refusal" => Part::Refusal(fields.need_text("refusal")?),
        kind @ ("image_url" | "video_url") => {
            let media_kind = if kind == "image_url" { MediaKind::Image } else { MediaKind::Video };
            url_part(media_kind, kind, fields)?
        }
        "input_audio" => {
            let mut audio = fields.object("input_audio")?.unwrap_or_default();
            let format = audio.text("format")?.unwrap_or_else(|| "wav".to_owned());
            Part::Media(Media {
                kind: MediaKind::Audio,
                source: Source::Base64(audio.need_text("data")?),
                media_type: Some(media::media_type_of(MediaKind::Audio, &format)),
                name: None,
                extras: fields.rest(),
            })
        }
        "file" => file_part(fields)?,
        _ => Part::Other(Json::raw(raw)),
    })
}

fn url_part(kind: MediaKind, key: &str, mut fields: Object<'_>) -> Result<Part, DecodeError> {
    let raw = fields.raw(key).ok_or_else(|| DecodeError::field(key, "is missing"))?;
    let (url, detail) = if let Some(url) = read::string(raw) {
        (url, None)
    } else {
        let mut object = Object::of(raw)?;
        (object.need_text("url").map_err(|error| error.within(key))?, object.json("detail"))
    };
    let mut part = media::from_url(kind, url);
    part.extras = fields.rest();
    if let Some(detail) = detail {
        part.extras.insert("detail", detail);
    }
    Ok(Part::Media(part))
}

fn file_part(mut fields: Object<'_>) -> Result<Part, DecodeError> {
    let mut file = fields.object("file")?.unwrap_or_default();
    let name = file.text("filename")?;
    let mut part = match (file.text("file_data")?, file.text("file_id")?) {
        (Some(data), _) => {
            let mut part = media::from_url(MediaKind::Document, data);
            // Bare base64 is accepted beside `data:` URLs.
            if let Source::Url(data) = part.source {
                part.source = Source::Base64(data);
                part.media_type = None;
            }
            part
        }
        (None, Some(id)) => {
            let kind = MediaKind::Document;
            Media {
                kind,
                source: Source::File(id),
                media_type: None,
                name: None,
                extras: crate::Extras::new(),
            }
        }
        (None, None) => return Err(DecodeError::field("file", "needs `file_data` or `file_id`")),
    };
    part.name = name;
    part.extras = fields.rest();
    Ok(Part::Media(part))
}

/// A call of a function; other kinds of calls stay as they are.
pub(super) fn tool_call(raw: &RawValue) -> Result<Part, DecodeError> {
    let mut fields = Object::of(raw)?;
    if fields.text("type")?.is_some_and(|kind| kind != "function") {
        return Ok(Part::Other(Json::raw(raw)));
    }
    let mut function = fields.object("function")?.unwrap_or_default();
    let signature = google_signature(&mut fields)?;
    fields.raw("index");
    Ok(Part::ToolCall(ToolCall {
        id: fields.text("id")?.unwrap_or_default(),
        name: function.need_text("name").map_err(|error| error.within("function"))?,
        arguments: function
            .raw("arguments")
            .map(arguments)
            .filter(|text| !text.is_empty())
            .unwrap_or("{}".to_owned()),
        signature,
        extras: fields.rest(),
    }))
}

/// Arguments are JSON in a string; some servers send the object itself.
pub(super) fn arguments(raw: &RawValue) -> String {
    read::string(raw).unwrap_or_else(|| raw.get().to_owned())
}

/// Where Google's OpenAI-compatible endpoint has its signature.
pub(super) fn google_signature(fields: &mut Object<'_>) -> Result<Option<Signature>, DecodeError> {
    let Some(raw) = fields.peek("extra_content") else { return Ok(None) };
    let signature = Object::of(raw)?.object("google")?.unwrap_or_default().text("thought_signature")?;
    if signature.is_some() {
        fields.raw("extra_content");
    }
    Ok(signature.map(|data| Signature { signer: Signer::Gemini, data }))
}
