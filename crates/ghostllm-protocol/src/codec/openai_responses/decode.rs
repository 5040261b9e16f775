//! Responses requests to the neutral form.

use super::items_in::{Item, item};
use crate::codec::openai_tools;
use crate::read::{self, Object};
use crate::{ChatRequest, DecodeError, Json, Message, Part, ReasoningConfig, Role};

pub(super) fn request(body: &[u8]) -> Result<ChatRequest, DecodeError> {
    let mut fields = Object::parse(body)?;
    let mut request = ChatRequest {
        model: fields.text("model")?.unwrap_or_default(),
        stream: fields.take("stream")?.unwrap_or(false),
        include_usage: true,
        tools: openai_tools::decode(fields.array("tools")?)?,
        tool_choice: fields.raw("tool_choice").map(openai_tools::decode_choice).transpose()?,
        parallel_tool_calls: fields.take("parallel_tool_calls")?,
        max_tokens: fields.take("max_output_tokens")?,
        temperature: fields.take("temperature")?,
        top_p: fields.take("top_p")?,
        user: fields.text("user")?,
        ..ChatRequest::default()
    };
    // Instructions may be items as well.
    for key in ["instructions", "input"] {
        let Some(raw) = fields.raw(key) else { continue };
        let role = if key == "input" { Role::User } else { Role::System };
        if let Some(text) = read::string(raw) {
            request.messages.push(Message::text(role, text));
        } else {
            let items = read::array(raw).map_err(|error| error.within(key))?;
            for item in read::each(items, key, item)? {
                push(&mut request.messages, item);
            }
        }
    }
    if let Some(mut text) = fields.object("text")? {
        request.output = openai_tools::decode_format(text.object("format")?, "text.format")?;
        if let Some(verbosity) = text.json("verbosity") {
            request.extras.insert("verbosity", verbosity);
        }
        keep(&mut request, "text", text);
    }
    if let Some(mut reasoning) = fields.object("reasoning")? {
        request.reasoning = Some(ReasoningConfig {
            effort: reasoning.text("effort")?,
            summary: reasoning.text("summary")?.or(reasoning.text("generate_summary")?),
            ..ReasoningConfig::default()
        });
        keep(&mut request, "reasoning", reasoning);
    }
    request.extras.extend(fields.rest());
    Ok(request)
}

fn keep(request: &mut ChatRequest, key: &str, rest: Object<'_>) {
    let rest = rest.rest();
    if !rest.is_empty() {
        request.extras.insert(key, Json::object(&rest));
    }
}

/// Adds an item. What the model said in one turn becomes one message, as far as its items have no fields of
/// their own that would get lost; so do the results of one turn's tools.
fn push(messages: &mut Vec<Message>, item: Item) {
    let Item { role, parts, extras } = item;
    let is_text = |part: &Part| matches!(part, Part::Text(_) | Part::Refusal(_));
    if let Some(last) = messages.last_mut().filter(|last| last.role == role && role == Role::Assistant) {
        if extras.is_empty() && !(parts.iter().any(is_text) && last.parts.iter().any(is_text)) {
            return last.parts.extend(parts);
        }
        if last.extras.is_empty() && !last.parts.iter().any(is_text) {
            last.extras = extras;
            return last.parts.extend(parts);
        }
    }
    messages.push(Message { role, name: None, parts, extras });
}
