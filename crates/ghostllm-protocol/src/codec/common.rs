//! What several encoders do alike.

use std::collections::{HashMap, VecDeque};

use super::extras;
use crate::read::Object;
use crate::write::Writer;
use crate::{ChatRequest, Dialect, Json, Losses, Message, Part, Role};

/// Reports the settings of `OpenAI` that most others do not have.
pub(super) fn lose_sampling(request: &ChatRequest, to: Dialect, losses: &mut Losses) {
    let dropped = [
        ("seed", request.seed.is_some()),
        ("frequency_penalty", request.frequency_penalty.is_some_and(|value| value != 0.0)),
        ("presence_penalty", request.presence_penalty.is_some_and(|value| value != 0.0)),
    ];
    for (field, _) in dropped.iter().filter(|(_, is_said)| *is_said) {
        losses.drop(*field, format!("{to} has no such field"));
    }
    one_choice(request, to, losses);
    no_suffix(request, losses);
}

/// The texts that end an answer, as many as are taken; its own clients know how many that are.
pub(super) fn stop_texts<'r>(
    request: &'r ChatRequest,
    most: usize,
    to: Dialect,
    losses: &mut Losses,
) -> &'r [String] {
    if request.stop.len() <= most || request.origin.is_none_or(|origin| origin == to) {
        return &request.stop;
    }
    losses.change("stop", format!("{to} takes {most} stop texts at most: the first ones are sent"));
    &request.stop[..most]
}

/// Refuses several answers.
pub(super) fn one_choice(request: &ChatRequest, to: Dialect, losses: &mut Losses) {
    if request.choices.is_some_and(|choices| choices > 1) {
        losses.refuse("n", format!("{to} gives one answer at a time"));
    }
}

/// Refuses completion in the middle.
pub(super) fn no_suffix(request: &ChatRequest, losses: &mut Losses) {
    if request.suffix.is_some() {
        losses.refuse("suffix", "a chat cannot fill a gap");
    }
}

/// Writes the schema of a tool's arguments for those who demand that it says of itself to be an object's.
pub(super) fn arguments_schema(key: &'static str, schema: Option<&Json>, w: &mut Writer<'_>) {
    let fields = schema.and_then(|schema| Object::parse(schema.as_str().as_bytes()).ok());
    let has = |key: &str| fields.as_ref().is_some_and(|fields| fields.peek(key).is_some());
    match schema {
        Some(schema) if has("type") => w.json(key, schema),
        schema => w.object(key, |w| {
            w.word("type", "object");
            if !has("properties") {
                w.object("properties", |_| {});
            }
            w.fields(schema);
        }),
    }
}

/// Reports what system messages say beside their text: a system prompt has no place for it.
pub(super) fn lose_system_fields(request: &ChatRequest, to: Dialect, losses: &mut Losses) {
    let is_system = |message: &Message| matches!(message.role, Role::System | Role::Developer);
    for (at, message) in request.messages.iter().enumerate().filter(|(_, message)| is_system(message)) {
        if message.name.is_some() {
            losses.drop(format!("messages[{at}].name"), format!("{to} does not name participants"));
        }
        if !message.extras.is_empty() {
            extras::lose_foreign(&message.extras, request.origin, to, &format!("messages[{at}]"), losses);
        }
    }
}

/// Whether a message says nothing: some providers take it, others refuse the whole conversation for it.
pub(super) fn is_blank(message: &Message) -> bool {
    message.parts.iter().all(|part| match part {
        Part::Text(text) => text.text.trim().is_empty() && text.signature.is_none(),
        _ => false,
    })
}

/// Reports messages that say nothing, which are left out.
pub(super) fn lose_blank(request: &ChatRequest, losses: &mut Losses) {
    for (at, _) in request.messages.iter().enumerate().filter(|(_, message)| is_blank(message)) {
        losses.drop(format!("messages[{at}]"), "it says nothing, and the upstream refuses empty messages");
    }
}

/// What stands for the user's turn where a conversation must have one and has none.
pub(super) const OPENING: &str = "Begin.";

/// Whether a conversation has no user's turn where providers want one: at its beginning. That is reported.
pub(super) fn lacks_opening(request: &ChatRequest, losses: &mut Losses) -> bool {
    let is_turn =
        |message: &&Message| !matches!(message.role, Role::System | Role::Developer) && !is_blank(message);
    let lacks = request.messages.iter().find(is_turn).is_none_or(|first| first.role == Role::Assistant);
    if lacks {
        losses
            .change("messages", format!("the upstream wants a user's turn first: `{OPENING}` is put there"));
    }
    lacks
}

/// Reports an answer that the client has begun and wants to be gone on with, as Anthropic and Ollama do.
pub(super) fn begun_answer(request: &ChatRequest, to: Dialect, losses: &mut Losses) {
    if !matches!(request.origin, Some(Dialect::Anthropic | Dialect::Bedrock | Dialect::OllamaChat)) {
        return;
    }
    let has_calls = |message: &Message| message.parts.iter().any(|part| matches!(part, Part::ToolCall(_)));
    let begun = request.messages.last().filter(|last| last.role == Role::Assistant && !has_calls(last));
    if begun.is_some_and(|last| !is_blank(last)) {
        let reason = format!("{to} answers anew, and does not go on with what is begun");
        losses.change(format!("messages[{}]", request.messages.len() - 1), reason);
    }
}

/// Makes ids for calls that have none, and finds the calls that results without ids answer: the first one of
/// that function (of any, if none is named) that nobody answered yet.
pub(super) fn pair_calls(messages: &mut [Message], prefix: &str) {
    let mut count = 0;
    let mut open = OpenCalls::default();
    for part in messages.iter_mut().flat_map(|message| &mut message.parts) {
        match part {
            Part::ToolCall(call) => {
                if call.id.is_empty() {
                    call.id = format!("{prefix}{count}");
                    count += 1;
                }
                open.begin(&call.id, &call.name);
            }
            Part::ToolResult(result) => {
                if let Some(id) = open.end(&result.call_id, result.name.as_deref()) {
                    result.call_id = id;
                }
            }
            _ => {}
        }
    }
}

/// Where an element of a list is: `messages[3]`. Written for every message, whether or not there is anything to say of it.
pub(super) fn place(list: &str, at: usize) -> String {
    [list, "[", &at.to_string(), "]"].concat()
}

/// Calls that nobody answered yet, in their order: by id, by function, and all. There may be many thousands, so those
/// that were answered are only forgotten when they are met.
#[derive(Default)]
struct OpenCalls {
    ids: Vec<Option<String>>,
    by_id: HashMap<String, VecDeque<usize>>,
    by_name: HashMap<String, VecDeque<usize>>,
    all: VecDeque<usize>,
}

impl OpenCalls {
    fn begin(&mut self, id: &str, name: &str) {
        let at = self.ids.len();
        self.ids.push(Some(id.to_owned()));
        self.by_id.entry(id.to_owned()).or_default().push_back(at);
        self.by_name.entry(name.to_owned()).or_default().push_back(at);
        self.all.push_back(at);
    }

    /// The id of the first call that a result answers.
    fn end(&mut self, id: &str, name: Option<&str>) -> Option<String> {
        let queue = match (id, name) {
            ("", Some(name)) => self.by_name.get_mut(name)?,
            ("", None) => &mut self.all,
            (id, _) => self.by_id.get_mut(id)?,
        };
        loop {
            if let Some(id) = self.ids[queue.pop_front()?].take() {
                return Some(id);
            }
        }
    }
}
