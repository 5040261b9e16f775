//! The neutral form to Ollama requests.

use std::collections::BTreeMap;

use super::{OWN_ID, Ollama};
use crate::codec::anthropic::arguments_object;
use crate::codec::{common, effort, extras, openai_tools};
use crate::write::{Array, Writer, object};
use crate::{
    ChatRequest, Losses, Media, MediaKind, Message, OutputFormat, Part, ReasoningConfig, Role, Source, Tool,
    ToolCall, ToolChoice,
};

/// Models whose thinking has an effort; others have a switch.
const EFFORT_MODELS: &[&str] = &["gpt-oss"];

pub(super) fn request(kind: Ollama, request: &ChatRequest, losses: &mut Losses) -> Vec<u8> {
    let mut rest = request.extras.clone();
    let shared = openai_tools::is_own(request, kind.dialect())
        || matches!(request.origin, Some(crate::Dialect::OllamaChat | crate::Dialect::OllamaGenerate));
    let more = if shared { rest.remove("options") } else { None };
    let mut to = To { kind, request, names: names(&request.messages), losses };
    let mut out = Vec::with_capacity(1024);
    object(&mut out, |w| {
        w.put("model", &request.model);
        w.put("stream", &request.stream);
        match kind {
            Ollama::Chat => {
                w.array("messages", |a| {
                    for (at, message) in request.messages.iter().enumerate() {
                        to.message(message, &format!("messages[{at}]"), a);
                    }
                });
                to.tools(w);
                common::no_suffix(request, to.losses);
            }
            Ollama::Generate => to.prompt(w),
        }
        to.settings(more.as_ref(), w);
        extras::write(&rest, request.origin, kind.dialect(), "", w, to.losses);
    });
    out
}

/// The functions that calls named, by the calls' ids.
fn names(messages: &[Message]) -> BTreeMap<&str, &str> {
    let calls = messages.iter().flat_map(|message| &message.parts).filter_map(|part| match part {
        Part::ToolCall(call) => Some((call.id.as_str(), call.name.as_str())),
        _ => None,
    });
    calls.collect()
}

struct To<'a> {
    kind: Ollama,
    request: &'a ChatRequest,
    names: BTreeMap<&'a str, &'a str>,
    losses: &'a mut Losses,
}

impl To<'_> {
    fn settings(&mut self, more: Option<&crate::Json>, w: &mut Writer<'_>) {
        let request = self.request;
        match &request.output {
            None | Some(OutputFormat::Text) => {}
            Some(OutputFormat::JsonObject) => w.word("format", "json"),
            Some(OutputFormat::JsonSchema(schema)) => {
                if schema.description.is_some() {
                    self.losses.drop("output.description", "Ollama's schemas have none");
                }
                w.json("format", &schema.schema);
            }
        }
        if let Some(config) = &request.reasoning {
            self.think(config, w);
        }
        let said = request.max_tokens.is_some()
            || request.temperature.is_some()
            || request.top_p.is_some()
            || request.top_k.is_some()
            || request.seed.is_some()
            || request.frequency_penalty.is_some()
            || request.presence_penalty.is_some()
            || !request.stop.is_empty();
        if said || more.is_some() {
            w.object("options", |w| {
                w.opt("num_predict", request.max_tokens.as_ref());
                w.opt("temperature", request.temperature.as_ref());
                w.opt("top_p", request.top_p.as_ref());
                w.opt("top_k", request.top_k.as_ref());
                w.opt("seed", request.seed.as_ref());
                w.opt("frequency_penalty", request.frequency_penalty.as_ref());
                w.opt("presence_penalty", request.presence_penalty.as_ref());
                if !request.stop.is_empty() {
                    w.put("stop", &request.stop);
                }
                w.fields(more);
            });
        }
        if request.user.is_some() {
            self.losses.drop("user", "Ollama has no such field");
        }
        common::one_choice(request, self.kind.dialect(), self.losses);
    }

    fn think(&mut self, config: &ReasoningConfig, w: &mut Writer<'_>) {
        let by_effort = EFFORT_MODELS.iter().any(|model| self.request.model.contains(model));
        let own = openai_tools::is_own(self.request, self.kind.dialect());
        match &config.effort {
            _ if effort::is_off(config) => w.put("think", &false),
            Some(word) if by_effort || own => {
                let known = matches!(word.as_str(), "low" | "medium" | "high") || own;
                if !known {
                    self.losses.change("reasoning.effort", "Ollama knows low, medium and high");
                }
                let nearest = if word == "minimal" { "low" } else { "high" };
                w.put("think", if known { word.as_str() } else { nearest });
            }
            _ => {
                if config.effort.is_some() || config.budget_tokens.is_some() {
                    self.losses.change("reasoning", "this model's thinking is on or off");
                }
                w.put("think", &true);
            }
        }
    }

    fn message(&mut self, message: &Message, path: &str, a: &mut Array<'_>) {
        if message.name.is_some() {
            self.losses.drop(format!("{path}.name"), "Ollama does not name participants");
        }
        let (results, rest): (Vec<&Part>, Vec<&Part>) =
            message.parts.iter().partition(|part| matches!(part, Part::ToolResult(_)));
        for part in results {
            if let Part::ToolResult(result) = part {
                a.object(|w| {
                    w.word("role", "tool");
                    let parts: Vec<&Part> = result.parts.iter().collect();
                    self.content(&parts, path, w);
                    w.opt(
                        "tool_name",
                        result.name.as_deref().or(self.names.get(result.call_id.as_str()).copied()),
                    );
                    if !result.call_id.is_empty() && !result.call_id.starts_with(OWN_ID) {
                        w.put("tool_call_id", &result.call_id);
                    }
                    if result.is_error == Some(true) {
                        let why = "Ollama marks no failed tool; the text says it";
                        self.losses.change(format!("{path}.is_error"), why);
                    }
                    extras::write(
                        &message.extras,
                        self.request.origin,
                        self.kind.dialect(),
                        path,
                        w,
                        self.losses,
                    );
                });
            }
        }
        if !rest.is_empty() || message.parts.is_empty() {
            a.object(|w| {
                w.put(
                    "role",
                    match message.role {
                        Role::System | Role::Developer => "system",
                        Role::User | Role::Tool => "user",
                        Role::Assistant => "assistant",
                    },
                );
                self.content(&rest, path, w);
                extras::write(
                    &message.extras,
                    self.request.origin,
                    self.kind.dialect(),
                    path,
                    w,
                    self.losses,
                );
            });
        }
    }

    /// Texts joined, thoughts, images and calls.
    fn content(&mut self, parts: &[&Part], path: &str, w: &mut Writer<'_>) {
        let (mut text, mut thinking) = (String::new(), String::new());
        let (mut images, mut calls) = (Vec::new(), Vec::new());
        for part in parts {
            match part {
                Part::Text(part) => {
                    text.push_str(&part.text);
                    self.unsigned(part.signature.is_some(), path);
                    extras::lose_foreign(
                        &part.extras,
                        self.request.origin,
                        self.kind.dialect(),
                        path,
                        self.losses,
                    );
                }
                Part::Refusal(part) => text.push_str(part),
                Part::Reasoning(part) => {
                    thinking.push_str(&part.text);
                    self.unsigned(part.signature.is_some(), path);
                }
                Part::Media(media) => images.extend(self.image(media, path)),
                Part::ToolCall(call) => calls.push(call),
                Part::ToolResult(_) | Part::Other(_) => {
                    self.losses.refuse(path, "a block of this kind is known to its own dialect only");
                }
            }
        }
        w.put("content", &text);
        if !thinking.is_empty() {
            w.put("thinking", &thinking);
        }
        if !images.is_empty() {
            w.put("images", &images);
        }
        if !calls.is_empty() {
            w.array("tool_calls", |a| {
                for call in calls {
                    a.object(|w| write_call(call, false, w));
                    self.unsigned(call.signature.is_some(), path);
                }
            });
        }
    }

    fn unsigned(&mut self, is_signed: bool, path: &str) {
        if is_signed {
            self.losses.drop(format!("{path}.signature"), "the upstream is not the one that signed it");
        }
    }

    fn image<'m>(&mut self, media: &'m Media, path: &str) -> Option<&'m str> {
        match (media.kind, &media.source) {
            (MediaKind::Image, Source::Base64(data)) => return Some(data),
            (MediaKind::Image, _) => self.losses.refuse(path, "Ollama takes images in place, not by URL"),
            _ => self.losses.refuse(path, "Ollama takes no media but images"),
        }
        None
    }

    fn tools(&mut self, w: &mut Writer<'_>) {
        let request = self.request;
        let only = match &request.tool_choice {
            None | Some(ToolChoice::Auto) => None,
            Some(ToolChoice::None) => return,
            Some(ToolChoice::Named(name)) => {
                self.losses.change("tool_choice", "Ollama forces no tool; it is offered this one only");
                Some(name)
            }
            Some(ToolChoice::Required) => {
                self.losses.drop("tool_choice", "Ollama forces no tool");
                None
            }
            Some(ToolChoice::Other(_)) => {
                return self.losses.refuse("tool_choice", "Ollama has no such choice");
            }
        };
        if request.parallel_tool_calls == Some(false) {
            self.losses.drop("parallel_tool_calls", "Ollama has no such field");
        }
        let offered = request.tools.iter().filter(|tool| match tool {
            Tool::Function(function) => only.is_none_or(|name| *name == function.name),
            Tool::Other(_) => true,
        });
        // The same form as Chat Completions, whose writer knows how to refuse.
        let tools: Vec<Tool> = offered.cloned().collect();
        let offer = ChatRequest { tools, origin: request.origin, ..ChatRequest::default() };
        openai_tools::write_nested(&offer, self.kind.dialect(), w, self.losses);
    }

    /// The one prompt that `/api/generate` takes, with its system prompt.
    fn prompt(&mut self, w: &mut Writer<'_>) {
        let request = self.request;
        let is_system = |message: &&Message| matches!(message.role, Role::System | Role::Developer);
        let system: Vec<String> = request.messages.iter().filter(is_system).map(Message::to_text).collect();
        let mut turns = request.messages.iter().filter(|message| !is_system(message));
        if !system.is_empty() {
            w.put("system", &system.join("\n\n"));
        }
        let (mut text, mut images) = (String::new(), Vec::new());
        match (turns.next(), turns.next()) {
            (Some(Message { role: Role::User, parts, .. }), None) => {
                for part in parts {
                    match part {
                        Part::Text(part) => text.push_str(&part.text),
                        Part::Media(media) => images.extend(self.image(media, "messages")),
                        _ => self.losses.refuse("messages", "Ollama's generate takes text and images only"),
                    }
                }
            }
            _ => self.losses.refuse("messages", "Ollama's generate takes one prompt, not a conversation"),
        }
        w.put("prompt", &text);
        if !images.is_empty() {
            w.put("images", &images);
        }
        w.opt("suffix", request.suffix.as_ref());
        if !request.tools.is_empty() {
            self.losses.refuse("tools", "Ollama's generate has no tools");
        }
    }
}

/// A call, whose arguments are an object here.
pub(super) fn write_call(call: &ToolCall, to_client: bool, w: &mut Writer<'_>) {
    if !call.id.is_empty() && (to_client || !call.id.starts_with(OWN_ID)) {
        w.put("id", &call.id);
    }
    w.object("function", |w| {
        w.put("name", &call.name);
        w.json("arguments", &arguments_object(&call.arguments));
    });
}
