//! The neutral form to Gemini requests.

use super::DIALECT;
use super::content::Content;
use crate::codec::{common, effort, extras, openai_tools};
use crate::write::{Writer, object};
use crate::{
    ChatRequest, Extras, Function, Losses, Message, OutputFormat, Part, ReasoningConfig, Role, Tool,
    ToolChoice,
};

/// Stands in for the signature of a call that another provider's model made: Gemini 3 refuses calls without
/// one, and this is what Google documents for that case.
/// <https://ai.google.dev/gemini-api/docs/thought-signatures>
const NO_SIGNATURE: &str = "skip_thought_signature_validator";

/// More are refused.
const STOP_TEXTS_MAX: usize = 5;

/// Models that are told a budget; later ones are told a level.
const BUDGET_MODELS: &[&str] = &["gemini-1", "gemini-2"];

pub(super) fn request(request: &ChatRequest, losses: &mut Losses) -> Vec<u8> {
    let signed = signed_calls(request, losses);
    let request = signed.as_ref().unwrap_or(request);
    let mut rest = request.extras.clone();
    let mut out = Vec::with_capacity(1024);
    object(&mut out, |w| {
        conversation(request, w, losses);
        tools(request, &mut rest, w, losses);
        generation(request, &mut rest, w, losses);
        if request.user.is_some() {
            losses.drop("user", "Gemini has no such field");
        }
        common::no_suffix(request, losses);
        common::begun_answer(request, DIALECT, losses);
        extras::write(&rest, request.origin, DIALECT, "", w, losses);
    });
    out
}

/// The request with stand-ins for missing signatures, if the model wants them and any are missing. The first
/// call of each of the model's turns is the one that is signed.
fn signed_calls(request: &ChatRequest, losses: &mut Losses) -> Option<ChatRequest> {
    let wants =
        request.model.contains("gemini") && !BUDGET_MODELS.iter().any(|model| request.model.contains(model));
    let first_call = |message: &Message| {
        let mut calls = message.parts.iter().enumerate().filter_map(|(at, part)| match part {
            Part::ToolCall(call) => Some((at, call.signature.as_ref())),
            _ => None,
        });
        let first = calls.next();
        let any = first.is_some_and(|(_, signature)| signature.is_some()) || calls.any(|(_, s)| s.is_some());
        first.filter(|_| !any).map(|(at, _)| at)
    };
    let unsigned: Vec<(usize, usize)> = request
        .messages
        .iter()
        .enumerate()
        .filter_map(|(at, message)| Some((at, first_call(message)?)))
        .collect();
    if !wants || unsigned.is_empty() || request.origin == Some(DIALECT) {
        return None;
    }
    let mut signed = request.clone();
    for (at, part) in unsigned {
        losses.change(
            format!("messages[{at}].signature"),
            "Gemini demands one; its documented stand-in is sent",
        );
        if let Part::ToolCall(call) = &mut signed.messages[at].parts[part] {
            let data = NO_SIGNATURE.to_owned();
            call.signature = Some(crate::Signature { signer: crate::Signer::Gemini, data });
        }
    }
    Some(signed)
}

fn conversation(request: &ChatRequest, w: &mut Writer<'_>, losses: &mut Losses) {
    let is_system = |message: &Message| matches!(message.role, Role::System | Role::Developer);
    let own = request.origin == Some(DIALECT);
    if !own {
        common::lose_blank(request, losses);
        common::lose_system_fields(request, DIALECT, losses);
    }
    let lead = request.messages.iter().take_while(|message| is_system(message)).count();
    let calls = request.messages.iter().flat_map(|message| &message.parts).filter_map(|part| match part {
        Part::ToolCall(call) => Some((call.id.as_str(), call.name.as_str())),
        _ => None,
    });
    let names = calls.collect();
    let mut content = Content { origin: request.origin, to_client: false, names, losses };
    if request.messages.iter().any(is_system) {
        w.object("systemInstruction", |w| {
            w.array("parts", |a| {
                for (at, message) in
                    request.messages.iter().enumerate().filter(|(_, message)| is_system(message))
                {
                    if at >= lead {
                        let why = "a later system message moves to the front";
                        content.losses.change(format!("messages[{at}]"), why);
                    }
                    for part in &message.parts {
                        content.write(part, &format!("messages[{at}]"), a);
                    }
                }
            });
        });
    }
    w.array("contents", |a| {
        let mut at = 0;
        while let Some(message) = request.messages.get(at) {
            // The results of one turn's calls belong into one content.
            let results =
                request.messages[at..].iter().take_while(|message| message.role == Role::Tool).count();
            let next = at + results.max(1);
            if !is_system(message) && (own || !common::is_blank(message)) {
                let turn = &request.messages[at..next];
                a.object(|w| write_turn(turn, at, &mut content, w));
            }
            at = next;
        }
    });
}

fn write_turn(turn: &[Message], first: usize, content: &mut Content<'_>, w: &mut Writer<'_>) {
    w.put("role", if turn[0].role == Role::Assistant { "model" } else { "user" });
    w.array("parts", |a| {
        for (offset, message) in turn.iter().enumerate() {
            for (at, part) in message.parts.iter().enumerate() {
                content.write(part, &format!("messages[{}].parts[{at}]", first + offset), a);
            }
        }
    });
    for (offset, message) in turn.iter().enumerate() {
        let path = format!("messages[{}]", first + offset);
        if message.name.is_some() {
            content.losses.drop(format!("{path}.name"), "Gemini does not name participants");
        }
        extras::write(&message.extras, content.origin, DIALECT, &path, w, content.losses);
    }
}

fn tools(request: &ChatRequest, rest: &mut Extras, w: &mut Writer<'_>, losses: &mut Losses) {
    let own = openai_tools::is_own(request, DIALECT);
    if !request.tools.is_empty() {
        w.array("tools", |a| {
            if request.tools.iter().any(|tool| matches!(tool, Tool::Function(_))) {
                a.object(|w| {
                    w.array("functionDeclarations", |a| {
                        for (at, tool) in request.tools.iter().enumerate() {
                            if let Tool::Function(function) = tool {
                                a.object(|w| declaration(function, request, at, w, losses));
                            }
                        }
                    });
                });
            }
            for (at, tool) in request.tools.iter().enumerate() {
                match tool {
                    Tool::Other(json) if own => a.json(json),
                    Tool::Other(_) => openai_tools::refuse_tool(at, request.origin, losses),
                    Tool::Function(_) => {}
                }
            }
        });
    }
    if request.parallel_tool_calls == Some(false) {
        losses.drop("parallel_tool_calls", "Gemini decides by itself");
    }
    let kept = if own { rest.remove("toolConfig") } else { None };
    let (mode, name) = match &request.tool_choice {
        None | Some(ToolChoice::Other(_)) => (None, None),
        Some(ToolChoice::Auto) => (Some("AUTO"), None),
        Some(ToolChoice::None) => (Some("NONE"), None),
        Some(ToolChoice::Required) => (Some("ANY"), None),
        Some(ToolChoice::Named(name)) => (Some("ANY"), Some(name)),
    };
    let other = match &request.tool_choice {
        Some(ToolChoice::Other(json)) if own => Some(json),
        Some(ToolChoice::Other(_)) => return losses.refuse("tool_choice", "Gemini has no such choice"),
        _ => None,
    };
    if mode.is_none() && other.is_none() && kept.is_none() {
        return;
    }
    w.object("toolConfig", |w| {
        if let Some(json) = other {
            w.json("functionCallingConfig", json);
        } else if let Some(mode) = mode {
            w.object("functionCallingConfig", |w| {
                w.put("mode", mode);
                w.opt("allowedFunctionNames", name.map(|name| [name]).as_ref());
            });
        }
        w.fields(kept.as_ref());
    });
}

fn declaration(
    function: &Function,
    request: &ChatRequest,
    at: usize,
    w: &mut Writer<'_>,
    losses: &mut Losses,
) {
    w.put("name", &function.name);
    w.opt("description", function.description.as_ref());
    if let Some(parameters) = &function.parameters {
        w.json("parametersJsonSchema", parameters);
    }
    if function.strict == Some(true) {
        losses.drop(format!("tools[{at}].strict"), "Gemini has no strict tools");
    }
    extras::write(&function.extras, request.origin, DIALECT, &format!("tools[{at}]"), w, losses);
}

fn generation(request: &ChatRequest, rest: &mut Extras, w: &mut Writer<'_>, losses: &mut Losses) {
    let more = if openai_tools::is_own(request, DIALECT) { rest.remove("generationConfig") } else { None };
    w.object("generationConfig", |w| {
        w.opt("temperature", request.temperature.as_ref());
        w.opt("topP", request.top_p.as_ref());
        w.opt("topK", request.top_k.as_ref());
        w.opt("maxOutputTokens", request.max_tokens.as_ref());
        if !request.stop.is_empty() {
            w.put("stopSequences", common::stop_texts(request, STOP_TEXTS_MAX, DIALECT, losses));
        }
        w.opt("candidateCount", request.choices.filter(|choices| *choices != 1).as_ref());
        w.opt("seed", request.seed.as_ref());
        w.opt("presencePenalty", request.presence_penalty.as_ref());
        w.opt("frequencyPenalty", request.frequency_penalty.as_ref());
        match &request.output {
            None | Some(OutputFormat::Text) => {}
            Some(OutputFormat::JsonObject) => w.word("responseMimeType", "application/json"),
            Some(OutputFormat::JsonSchema(schema)) => {
                if schema.description.is_some() {
                    losses.drop("output.description", "Gemini's schemas have none");
                }
                w.word("responseMimeType", "application/json");
                w.json("responseJsonSchema", &schema.schema);
            }
        }
        if let Some(config) = &request.reasoning {
            thinking(config, &request.model, w, losses);
        }
        w.fields(more.as_ref());
    });
}

fn thinking(config: &ReasoningConfig, model: &str, w: &mut Writer<'_>, losses: &mut Losses) {
    let by_budget = BUDGET_MODELS.iter().any(|name| model.contains(name));
    w.object("thinkingConfig", |w| {
        let shown = match config.summary.as_deref() {
            Some(summary) => Some(summary != "none"),
            None if effort::is_off(config) => None,
            // Whoever asks for thoughts by switch or budget expects to see them.
            None => (config.enabled == Some(true) || config.budget_tokens.is_some()).then_some(true),
        };
        w.opt("includeThoughts", shown.as_ref());
        if config.budget_tokens.is_some() && config.effort.is_none() {
            w.opt("thinkingBudget", config.budget_tokens.as_ref());
        } else if by_budget {
            if effort::is_off(config) {
                w.put("thinkingBudget", &0);
            } else if config.effort.is_none() && config.enabled == Some(true) {
                // As the model likes.
                w.put("thinkingBudget", &-1);
            } else {
                let most = if model.contains("pro") { 32_768 } else { 24_576 };
                w.opt(
                    "thinkingBudget",
                    effort::tokens(config, losses).map(|tokens| tokens.min(most)).as_ref(),
                );
            }
        } else {
            level(config, w, losses);
        }
    });
}

fn level(config: &ReasoningConfig, w: &mut Writer<'_>, losses: &mut Losses) {
    let word = if effort::is_off(config) { Some("none") } else { config.effort.as_deref() };
    let level = match word {
        None => return,
        Some("none") => {
            losses
                .change("reasoning", "this model cannot not think; it is asked to think as little as it can");
            "MINIMAL".to_owned()
        }
        Some("max") => {
            losses.change("reasoning.effort", "Gemini's highest level is `XHIGH`");
            "XHIGH".to_owned()
        }
        Some(word) => word.to_ascii_uppercase(),
    };
    w.put("thinkingLevel", &level);
}
