//! What a client asks for, in no provider's words.
//!
//! Holds: everything a dialect can say about a conversation has a field here or stays in the nearest
//! [`Extras`]; block types that only one dialect knows stay as [`Part::Other`] and [`Tool::Other`]. `origin`
//! says whose words those are. Absent: URLs, keys, anything about transport.

use crate::{Dialect, Extras, Json};

/// A request for one answer (or several, see `choices`) of a chat model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChatRequest {
    /// The dialect this was read from: extras and `Other` values are in its words. `None`: whoever built the
    /// request means them for whichever dialect it is sent in.
    pub origin: Option<Dialect>,
    /// The model. Empty where the dialect has it in the URL (Gemini, Bedrock).
    pub model: String,
    /// Whether the answer is streamed. Gemini and Bedrock have this in the URL too.
    pub stream: bool,
    /// Whether the client of a stream wants usage in it (always true in dialects that never leave it out).
    pub include_usage: bool,
    /// The conversation, system prompts included, oldest first.
    pub messages: Vec<Message>,
    /// What the model may call.
    pub tools: Vec<Tool>,
    /// Whether it may, must or must not call.
    pub tool_choice: Option<ToolChoice>,
    /// Whether it may call several tools in one turn.
    pub parallel_tool_calls: Option<bool>,
    /// The form the answer's text must have.
    pub output: Option<OutputFormat>,
    /// How much the model thinks before it answers.
    pub reasoning: Option<ReasoningConfig>,
    /// Upper bound of generated tokens, reasoning included.
    pub max_tokens: Option<u64>,
    /// Sampling temperature, 0 to 2.
    pub temperature: Option<f64>,
    /// Nucleus sampling, 0 to 1.
    pub top_p: Option<f64>,
    /// Sampling among the k likeliest tokens.
    pub top_k: Option<u64>,
    /// For answers that can be repeated.
    pub seed: Option<i64>,
    /// Penalty by frequency, -2 to 2.
    pub frequency_penalty: Option<f64>,
    /// Penalty by presence, -2 to 2.
    pub presence_penalty: Option<f64>,
    /// Texts that end the answer.
    pub stop: Vec<String>,
    /// How many answers (`n`, `candidateCount`).
    pub choices: Option<u64>,
    /// Whose request it is, for the provider's abuse detection.
    pub user: Option<String>,
    /// Text after the gap, for completion in the middle.
    pub suffix: Option<String>,
    /// Everything else at the top level.
    pub extras: Extras,
}

/// Who speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// The operator.
    System,
    /// The operator, as OpenAI's reasoning models name it.
    Developer,
    /// The user.
    #[default]
    User,
    /// The model.
    Assistant,
    /// A tool's answer. Holds [`Part::ToolResult`] only.
    Tool,
}

/// One message.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    /// Who speaks.
    pub role: Role,
    /// A participant's name.
    pub name: Option<String>,
    /// What is said, in order.
    pub parts: Vec<Part>,
    /// Fields of the message that have no neutral name.
    pub extras: Extras,
}

/// A piece of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Plain text.
    Text(Text),
    /// The model's words for not answering.
    Refusal(String),
    /// An image, sound, film or document.
    Media(Media),
    /// The model calls a tool.
    ToolCall(ToolCall),
    /// The answer of a tool.
    ToolResult(ToolResult),
    /// What the model thought.
    Reasoning(Reasoning),
    /// A block that only the origin's dialect knows.
    Other(Json),
}

/// Plain text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Gemini may sign text as well.
    pub signature: Option<Signature>,
    /// Citations, cache marks and the like.
    pub extras: Extras,
}

/// What kind of media.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MediaKind {
    /// A picture.
    Image,
    /// Sound.
    Audio,
    /// Moving pictures.
    Video,
    /// PDF and other files.
    Document,
}

/// Where media come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// Somewhere on the net; nobody here fetches it.
    Url(String),
    /// In place, standard base64.
    Base64(String),
    /// Plain text in place (Anthropic's text documents).
    Text(String),
    /// A file uploaded to the provider before.
    File(String),
}

/// An image, sound, film or document.
#[derive(Clone, Debug, PartialEq)]
pub struct Media {
    /// What it is.
    pub kind: MediaKind,
    /// Where it is.
    pub source: Source,
    /// `image/png` and so on, if known.
    pub media_type: Option<String>,
    /// File name or title.
    pub name: Option<String>,
    /// Fields that have no neutral name (`detail`, `cache_control`, …).
    pub extras: Extras,
}

/// The model calls a tool.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ToolCall {
    /// The call's id, which its result repeats.
    pub id: String,
    /// The tool.
    pub name: String,
    /// The arguments as the model wrote them: meant to be a JSON object, and not always one.
    pub arguments: String,
    /// Gemini signs calls.
    pub signature: Option<Signature>,
    /// Fields that have no neutral name.
    pub extras: Extras,
}

/// The answer of a tool.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ToolResult {
    /// The call it answers.
    pub call_id: String,
    /// The tool, where the dialect says it.
    pub name: Option<String>,
    /// Text and media.
    pub parts: Vec<Part>,
    /// Whether the tool failed.
    pub is_error: Option<bool>,
    /// Fields that have no neutral name.
    pub extras: Extras,
}

/// What the model thought: its text or a summary of it, and what the provider wants back to go on from it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reasoning {
    /// The item's id (OpenAI Responses).
    pub id: Option<String>,
    /// The words; empty where the provider keeps them to itself.
    pub text: String,
    /// The provider's proof or ciphertext, which must come back unchanged.
    pub signature: Option<Signature>,
    /// Fields that have no neutral name.
    pub extras: Extras,
}

/// Who can read a [`Signature`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Signer {
    /// Anthropic's `signature` of a thinking block (the same on Bedrock and Vertex).
    Anthropic,
    /// Anthropic's `redacted_thinking` data.
    AnthropicRedacted,
    /// Gemini's `thoughtSignature`.
    Gemini,
    /// OpenAI's `encrypted_content`.
    OpenAi,
    /// An OpenAI-compatible server's `reasoning_details` entry, as JSON.
    Details,
}

/// Opaque bytes of a provider that must come back unchanged in the next turn.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Signature {
    /// Who can read it.
    pub signer: Signer,
    /// The bytes, as the provider spells them.
    pub data: String,
}

/// Something the model may call.
#[derive(Clone, Debug, PartialEq)]
pub enum Tool {
    /// A function of the client's.
    Function(Function),
    /// A tool that the origin's provider runs itself.
    Other(Json),
}

/// A function of the client's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// When to call it and what it does.
    pub description: Option<String>,
    /// JSON Schema of its arguments, key order kept (it steers the model).
    pub parameters: Option<Json>,
    /// Whether arguments must obey the schema.
    pub strict: Option<bool>,
    /// Fields that have no neutral name.
    pub extras: Extras,
}

/// Whether the model may, must or must not call.
#[derive(Clone, Debug, PartialEq)]
pub enum ToolChoice {
    /// As it likes.
    Auto,
    /// Not at all.
    None,
    /// Some tool.
    Required,
    /// This tool.
    Named(String),
    /// A choice that only the origin's dialect knows.
    Other(Json),
}

/// The form the answer's text must have.
#[derive(Clone, Debug, PartialEq)]
pub enum OutputFormat {
    /// Any text.
    Text,
    /// Some JSON object.
    JsonObject,
    /// JSON that obeys a schema.
    JsonSchema(JsonSchema),
}

/// JSON that obeys a schema.
#[derive(Clone, Debug, PartialEq)]
pub struct JsonSchema {
    /// The schema's name (OpenAI asks for one).
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// The schema, key order kept.
    pub schema: Json,
    /// Whether it is enforced to the letter.
    pub strict: Option<bool>,
}

/// How much the model thinks before it answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReasoningConfig {
    /// On or off, where the dialect says only that.
    pub enabled: Option<bool>,
    /// In words: `none`, `minimal`, `low`, `medium`, `high`, `xhigh`, `max`.
    pub effort: Option<String>,
    /// In tokens.
    pub budget_tokens: Option<u64>,
    /// Whether the thoughts are shown: `auto`, `concise`, `detailed`; `none` for not at all.
    pub summary: Option<String>,
}

impl Message {
    /// A message of one text.
    ///
    /// ```
    /// use ghostllm_protocol::{Message, Role};
    /// let message = Message::text(Role::User, "hi");
    /// assert_eq!(message.to_text(), "hi");
    /// ```
    pub fn text(role: Role, text: impl Into<String>) -> Self {
        Self { role, parts: vec![Part::text(text)], ..Self::default() }
    }

    /// The answer of a tool to the call `call_id`.
    pub fn tool_result(call_id: impl Into<String>, text: impl Into<String>) -> Self {
        let result =
            ToolResult { call_id: call_id.into(), parts: vec![Part::text(text)], ..ToolResult::default() };
        Self { role: Role::Tool, parts: vec![Part::ToolResult(result)], ..Self::default() }
    }

    /// All text of the message, joined.
    pub fn to_text(&self) -> String {
        text_of(&self.parts)
    }
}

impl Part {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(Text { text: text.into(), ..Text::default() })
    }
}

/// The text among `parts`, joined.
pub(crate) fn text_of<'p>(parts: impl IntoIterator<Item = &'p Part>) -> String {
    parts
        .into_iter()
        .filter_map(|part| match part {
            Part::Text(text) => Some(text.text.as_str()),
            _ => None,
        })
        .collect()
}
