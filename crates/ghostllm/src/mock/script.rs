//! What the mock answers.

use std::sync::Arc;

use ghostllm_protocol::{
    BlockKind, ChatRequest, ChatResponse, Choice, Event, Finish, FinishReason, Function, Message,
    OutputFormat, Part, Role, Start, Tool, ToolCall, Usage,
};
use serde_json::{Value, json};

/// How the mock behaves.
#[derive(Clone, Debug)]
pub struct Script {
    /// What it says.
    pub text: String,
    /// In how many pieces a stream says it.
    pub chunks: usize,
    /// Milliseconds before the head of an answer.
    pub first_ms: u64,
    /// Milliseconds between two pieces of a stream.
    pub between_ms: u64,
    /// The status of answers that fail.
    pub error_status: u16,
    /// Of a hundred requests, so many fail; spread evenly.
    pub error_percent: u32,
    /// `retry-after` of answers that fail, in seconds.
    pub retry_after: Option<u64>,
    /// After so many pieces, the connection of a stream is closed.
    pub cut_after: Option<usize>,
    /// Whether tools are called when there are any.
    pub calls_tools: bool,
    /// Tokens that each answer claims to have read.
    pub prompt_tokens: u64,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            text:
                "This is an answer of ghostllm mock. There is no model behind it: it says the same words to \
                   everybody, one piece after the other."
                    .to_owned(),
            chunks: 20,
            first_ms: 0,
            between_ms: 0,
            error_status: 503,
            error_percent: 0,
            retry_after: None,
            cut_after: None,
            calls_tools: true,
            prompt_tokens: 25,
        }
    }
}

impl Script {
    /// The whole answer to a request.
    pub(super) fn response(&self, request: &ChatRequest) -> ChatResponse {
        let (part, reason) = match self.tool(request) {
            Some(call) => (Part::ToolCall(call), FinishReason::ToolCalls),
            None => (Part::text(self.said(request)), FinishReason::Stop),
        };
        ChatResponse {
            id: "mock-1".to_owned(),
            model: request.model.clone(),
            created_s: Some(1_700_000_000),
            choices: vec![Choice {
                index: 0,
                parts: vec![part],
                finish: Some(Finish::from(reason)),
                ..Choice::default()
            }],
            usage: Some(self.usage()),
            ..ChatResponse::default()
        }
    }

    /// The same in pieces.
    pub(super) fn events(&self, request: &ChatRequest) -> Vec<Event> {
        let start = Start {
            id: "mock-1".to_owned(),
            model: request.model.clone(),
            created_s: Some(1_700_000_000),
            origin: None,
        };
        let (kind, text, reason) = match self.tool(request) {
            Some(ToolCall { id, name, arguments, .. }) => {
                (BlockKind::ToolCall { id, name, signature: None }, arguments, FinishReason::ToolCalls)
            }
            None => (BlockKind::Text, self.said(request), FinishReason::Stop),
        };
        let mut events = vec![Event::Start(start), Event::Open { block: 0, choice: 0, kind }];
        let pieces = pieces(&text, self.chunks);
        events.extend(pieces.into_iter().map(|text| Event::Delta { block: 0, text }));
        events.push(Event::Close { block: 0 });
        events.push(Event::Finish { choice: 0, finish: Finish::from(reason) });
        events.push(Event::Usage(self.usage()));
        events.push(Event::End);
        events
    }

    /// Its words, in the form that is asked for.
    fn said(&self, request: &ChatRequest) -> String {
        match &request.output {
            None | Some(OutputFormat::Text) => self.text.clone(),
            Some(OutputFormat::JsonObject) => json!({ "text": self.text }).to_string(),
            Some(OutputFormat::JsonSchema(schema)) => {
                let schema = schema.schema.value();
                sample(&schema, &schema, (0, &mut { SAMPLES_MAX })).to_string()
            }
        }
    }

    fn usage(&self) -> Usage {
        Usage { input_tokens: self.prompt_tokens, output_tokens: self.chunks as u64, ..Usage::default() }
    }

    /// The call that the mock makes: of the first tool, once a turn.
    fn tool(&self, request: &ChatRequest) -> Option<ToolCall> {
        let answered = |message: &Message| {
            message.role == Role::Tool || message.parts.iter().any(|part| matches!(part, Part::ToolResult(_)))
        };
        if !self.calls_tools || request.messages.last().is_some_and(answered) {
            return None;
        }
        let function = request.tools.iter().find_map(|tool| match tool {
            Tool::Function(function) => Some(function),
            Tool::Other(_) => None,
        })?;
        Some(ToolCall {
            id: "call_mock_1".to_owned(),
            name: function.name.clone(),
            arguments: arguments(function).to_string(),
            ..ToolCall::default()
        })
    }
}

/// A request that asks for nothing in particular.
pub(super) fn plain(model: &str, stream: bool, include_usage: bool) -> Arc<ChatRequest> {
    Arc::new(ChatRequest { model: model.to_owned(), stream, include_usage, ..ChatRequest::default() })
}

/// Arguments that satisfy a function's schema, as far as types go.
fn arguments(function: &Function) -> Value {
    let schema = function.parameters.as_ref().map(ghostllm_protocol::Json::value).unwrap_or_default();
    if schema["properties"].is_object() {
        sample(&schema, &schema, (0, &mut { SAMPLES_MAX }))
    } else {
        json!({})
    }
}

/// Schemas may lead back to themselves.
const SAMPLES_MAX: u32 = 256;
const DEPTH_MAX: u32 = 10;

/// A value that a schema allows, as far as types go, and as far as `left` suffices. `whole` is where its references
/// lead.
fn sample(schema: &Value, whole: &Value, (depth, left): (u32, &mut u32)) -> Value {
    let Some(fewer) = left.checked_sub(1).filter(|_| depth < DEPTH_MAX) else { return Value::Null };
    *left = fewer;
    let mut inner = |schema: &Value| sample(schema, whole, (depth + 1, left));
    let place = schema["$ref"].as_str().and_then(|place| whole.pointer(place.strip_prefix('#')?));
    let chosen = ["anyOf", "oneOf", "allOf"].iter().find_map(|key| schema[key].get(0));
    if let Some(other) = place.or(chosen) {
        return inner(other);
    }
    if let Some(value) = schema.get("const").or_else(|| schema["enum"].get(0)) {
        return value.clone();
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"].get(0)?.as_str());
    match kind {
        _ if schema["properties"].is_object() => {
            let properties = schema["properties"].as_object().into_iter().flatten();
            properties.map(|(name, property)| (name.clone(), inner(property))).collect()
        }
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(true),
        Some("array") if schema["minItems"].as_u64().is_some_and(|least| least > 0) => {
            json!([inner(&schema["items"])])
        }
        Some("array") => json!([]),
        Some("object") => json!({}),
        Some("null") => Value::Null,
        _ => json!("mock"),
    }
}

/// A text in `count` pieces of about one length, cut between characters.
fn pieces(text: &str, count: usize) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let count = count.clamp(1, characters.len().max(1));
    let cut = |number: usize| characters.len() * number / count;
    (0..count).map(|number| characters[cut(number)..cut(number + 1)].iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{SAMPLES_MAX, pieces, sample};

    #[test]
    fn samples_are_what_schemas_ask_for() {
        let schema = json!({
            "type": "object",
            "properties": {
                "city": {"$ref": "#/$defs/City"}, "days": {"type": "array", "minItems": 1, "items": {"type": "integer"}},
                "note": {"anyOf": [{"type": "null"}, {"type": "string"}]}, "unit": {"enum": ["C", "F"]},
                "next": {"$ref": "#"},
            },
            "$defs": {"City": {"type": "object", "properties": {"name": {"type": ["string", "null"]}}}},
        });
        let value = sample(&schema, &schema, (0, &mut { SAMPLES_MAX }));
        assert_eq!((&value["city"], &value["days"]), (&json!({"name": "mock"}), &json!([1])));
        assert_eq!((&value["note"], &value["unit"]), (&json!(null), &json!("C")));
        assert_eq!(value["next"]["next"]["unit"], "C");
    }

    #[test]
    fn pieces_join_to_the_text() {
        for count in [0, 1, 3, 7, 50] {
            let all = pieces("héllo 👻 world", count);
            assert_eq!(all.concat(), "héllo 👻 world");
            assert!(all.len() == count.clamp(1, 13) && all.iter().all(|piece| !piece.is_empty()));
        }
    }
}
