//! The neutral form to Anthropic requests.

use super::content::Content;
use super::thinking::Plan;
use super::{DIALECT, fitting};
use crate::codec::{common, extras, openai_tools};
use crate::write::{Array, Writer, object};
use crate::{
    ChatRequest, Extras, Function, Losses, Message, OutputFormat, Part, Profile, Role, Tool, ToolChoice,
};

/// Stands in for the JSON mode that Anthropic does not have.
const JSON_MODE: &str = "Answer with one JSON object and nothing else.";

pub(super) fn request(request: &ChatRequest, profile: &Profile, losses: &mut Losses) -> Vec<u8> {
    let plan = Plan::new(request, profile, losses);
    let mut rest = request.extras.clone();
    let mut out = Vec::with_capacity(1024);
    object(&mut out, |w| {
        w.put("model", &request.model);
        w.put("max_tokens", &plan.max_tokens);
        conversation(request, w, losses);
        tools(request, w, losses);
        sampling(request, &plan, w, losses);
        plan.write(w);
        output(request, &plan, &mut rest, w, losses);
        metadata(request, &mut rest, w);
        if request.stream {
            w.put("stream", &true);
        }
        extras::write(&rest, request.origin, DIALECT, "", w, losses);
    });
    out
}

fn conversation(request: &ChatRequest, w: &mut Writer<'_>, losses: &mut Losses) {
    let is_system = |message: &Message| matches!(message.role, Role::System | Role::Developer);
    let lead = request.messages.iter().take_while(|message| is_system(message)).count();
    let own = request.origin == Some(DIALECT);
    let lacks_opening = !own && common::lacks_opening(request, losses);
    if !own {
        common::lose_blank(request, losses);
        common::lose_system_fields(request, DIALECT, losses);
    }
    let mut system: Vec<Part> = Vec::new();
    for (at, message) in request.messages.iter().enumerate() {
        if is_system(message) && (at < lead || !own) {
            if at >= lead {
                losses.change(format!("messages[{at}]"), "a later system message moves to the front");
            }
            system.extend(message.parts.iter().cloned());
        }
    }
    if request.output == Some(OutputFormat::JsonObject) {
        losses.change("output", "Anthropic has no JSON mode; the system prompt asks for it");
        system.push(Part::text(JSON_MODE));
    }
    let mut content = Content { origin: request.origin, to_client: false, losses };
    match &system[..] {
        [] => {}
        [Part::Text(text)] if text.extras.is_empty() => w.put("system", &text.text),
        parts => w.array("system", |a| content.write_all(parts, "system", a)),
    }
    w.array("messages", |a| {
        if lacks_opening {
            a.object(|w| {
                w.word("role", "user");
                w.put("content", common::OPENING);
            });
        }
        let mut at = lead;
        while let Some(message) = request.messages.get(at) {
            let next = at + results_before_words(&request.messages[at..]);
            if own || !(is_system(message) || common::is_blank(message)) {
                turn(&request.messages[at..next], at, &mut content, a);
            }
            at = next;
        }
    });
}

/// How many messages make one turn: all results of a turn's tools must be in one, with the words after them.
fn results_before_words(messages: &[Message]) -> usize {
    let results = messages.iter().take_while(|message| message.role == Role::Tool).count();
    let words = messages.get(results).is_some_and(|message| message.role == Role::User);
    if results == 0 { 1 } else { results + usize::from(words) }
}

fn turn(messages: &[Message], at: usize, content: &mut Content<'_>, a: &mut Array<'_>) {
    let role = match messages[0].role {
        Role::Assistant => "assistant",
        Role::System | Role::Developer => "system",
        Role::User | Role::Tool => "user",
    };
    a.object(|w| {
        w.put("role", role);
        match messages {
            [Message { parts, .. }] if matches!(&parts[..], [Part::Text(text)] if plain(text)) => {
                w.put("content", &messages[0].to_text());
            }
            _ => w.array("content", |a| {
                for (offset, message) in messages.iter().enumerate() {
                    content.write_all(&message.parts, &format!("messages[{}]", at + offset), a);
                }
            }),
        }
        for (offset, message) in messages.iter().enumerate() {
            let path = format!("messages[{}]", at + offset);
            if message.name.is_some() {
                content.losses.drop(format!("{path}.name"), "Anthropic does not name participants");
            }
            let mut rest = message.extras.clone();
            if content.origin != Some(DIALECT) && rest.remove("cache_control").is_some() {
                content.losses.drop(format!("{path}.cache_control"), "Anthropic's marks are on parts");
            }
            extras::write(&rest, content.origin, DIALECT, &path, w, content.losses);
        }
    });
}

fn plain(text: &crate::Text) -> bool {
    text.extras.is_empty() && text.signature.is_none() && !text.text.is_empty()
}

fn tools(request: &ChatRequest, w: &mut Writer<'_>, losses: &mut Losses) {
    if !request.tools.is_empty() {
        w.array("tools", |a| {
            for (at, tool) in request.tools.iter().enumerate() {
                match tool {
                    Tool::Function(function) => a.object(|w| write_tool(function, request, at, w, losses)),
                    Tool::Other(json) if openai_tools::is_own(request, DIALECT) => a.json(json),
                    Tool::Other(_) => openai_tools::refuse_tool(at, request.origin, losses),
                }
            }
        });
    }
    let (kind, name) = match &request.tool_choice {
        // Without tools there is nothing to be parallel.
        None if request.parallel_tool_calls.is_none() || request.tools.is_empty() => return,
        None | Some(ToolChoice::Auto) => ("auto", None),
        Some(ToolChoice::None) => ("none", None),
        Some(ToolChoice::Required) => ("any", None),
        Some(ToolChoice::Named(name)) => ("tool", Some(name)),
        Some(ToolChoice::Other(_)) => {
            return losses.refuse("tool_choice", "Anthropic has no such choice");
        }
    };
    w.object("tool_choice", |w| {
        w.put("type", kind);
        w.opt("name", name);
        if kind != "none" {
            w.opt("disable_parallel_tool_use", request.parallel_tool_calls.map(|yes| !yes).as_ref());
        }
    });
}

fn write_tool(
    function: &Function,
    request: &ChatRequest,
    at: usize,
    w: &mut Writer<'_>,
    losses: &mut Losses,
) {
    w.put("name", &function.name);
    w.opt("description", function.description.as_ref());
    common::arguments_schema("input_schema", function.parameters.as_ref(), w);
    // What is strict at OpenAI is refused here for many schemas.
    let own = openai_tools::is_own(request, DIALECT);
    w.opt("strict", function.strict.as_ref().filter(|_| own));
    if function.strict == Some(true) && !own {
        losses.drop(format!("tools[{at}].strict"), "Anthropic's strict tools take other schemas");
    }
    extras::write(&function.extras, request.origin, DIALECT, &format!("tools[{at}]"), w, losses);
}

fn sampling(request: &ChatRequest, plan: &Plan, w: &mut Writer<'_>, losses: &mut Losses) {
    let fixed = fixed_sampling(request, DIALECT, plan.thinks());
    let (temperature, top_p) = nucleus_or_temperature(request, losses);
    let mut say = |name: &str, is_said: bool| {
        if let Some(reason) = fixed.filter(|_| is_said) {
            losses.drop(name, reason);
        }
        is_said && fixed.is_none()
    };
    if say("temperature", temperature.is_some_and(|value| asks(value) || fixed.is_none())) {
        w.opt("temperature", temperature.map(|value| value.min(1.0)).as_ref());
    }
    if say("top_p", top_p.is_some_and(|value| asks(value) || fixed.is_none())) {
        w.opt("top_p", top_p.as_ref());
    }
    if say("top_k", request.top_k.is_some()) {
        w.opt("top_k", request.top_k.as_ref());
    }
    if fixed.is_none() && temperature.is_some_and(|value| value > 1.0) {
        losses.change("temperature", "Anthropic's highest is 1");
    }
    let stop: Vec<&String> = request.stop.iter().filter(|text| !text.trim().is_empty()).collect();
    if stop.len() < request.stop.len() {
        losses.drop("stop", "Anthropic takes no stop texts of white space only");
    }
    if !stop.is_empty() {
        w.put("stop_sequences", &stop);
    }
    common::lose_sampling(request, DIALECT, losses);
}

/// Why a model is not told how to sample, if it is not. Its own clients know what it takes; others do not.
pub(in crate::codec) fn fixed_sampling(
    request: &ChatRequest,
    to: crate::Dialect,
    thinks: bool,
) -> Option<&'static str> {
    if request.origin == Some(to) {
        None
    } else if !takes_sampling(&request.model) {
        Some("this model samples by itself, and refuses to be told how")
    } else {
        thinks.then_some("Anthropic fixes sampling while it thinks")
    }
}

/// Whether a temperature or a nucleus says anything: 1 is what all models do by themselves.
pub(in crate::codec) fn asks(value: f64) -> bool {
    (value - 1.0).abs() > f64::EPSILON
}

/// Whether a Claude model takes temperature, nucleus and `top_k`: those since 4.7 refuse each.
/// <https://platform.claude.com/docs/en/about-claude/models/migration-guide>
fn takes_sampling(model: &str) -> bool {
    let Some((_, name)) = model.split_once("claude-") else { return true };
    // `claude-3-7-sonnet-…`, and `claude-opus-4-7-…` since.
    let is_family = |word: &str| word.starts_with(|c: char| c.is_ascii_alphabetic());
    let mut words = name.split(['-', '.', '@', ':']).skip_while(|word| is_family(word));
    // Longer numbers are dates.
    let mut number = || words.next().filter(|word| word.len() <= 2)?.parse::<u32>().ok();
    let Some(major) = number() else { return true };
    (major, number().unwrap_or(0)) < (4, 7)
}

/// Temperature and nucleus, of which Anthropic's models take one. Clients of other dialects often say both, and mean
/// nothing by a 1.
pub(in crate::codec) fn nucleus_or_temperature(
    request: &ChatRequest,
    losses: &mut Losses,
) -> (Option<f64>, Option<f64>) {
    let (temperature, top_p) = (request.temperature, request.top_p);
    if request.origin.is_none_or(|origin| matches!(origin, DIALECT | crate::Dialect::Bedrock)) {
        return (temperature, top_p);
    }
    match (temperature, top_p) {
        (temperature, Some(top_p)) if top_p >= 1.0 => (temperature, None),
        (Some(temperature), Some(top_p)) if temperature >= 1.0 => {
            if temperature > 1.0 {
                losses.drop("temperature", "Anthropic takes `temperature` or `top_p`, and 1 is its highest");
            }
            (None, Some(top_p))
        }
        (Some(temperature), Some(_)) => {
            losses.drop("top_p", "Anthropic takes `temperature` or `top_p`, not both");
            (Some(temperature), None)
        }
        one => one,
    }
}

fn output(request: &ChatRequest, plan: &Plan, rest: &mut Extras, w: &mut Writer<'_>, losses: &mut Losses) {
    let more = rest.remove("output_config").filter(|_| openai_tools::is_own(request, DIALECT));
    let schema = match &request.output {
        Some(OutputFormat::JsonSchema(schema)) => Some(schema),
        _ => None,
    };
    if schema.is_none() && plan.effort.is_none() && more.is_none() {
        return;
    }
    w.object("output_config", |w| {
        w.opt("effort", plan.effort.as_ref());
        if let Some(schema) = schema {
            if schema.description.is_some() {
                losses.drop("output.description", "Anthropic's schemas have none");
            }
            // Its own clients know what it takes.
            let own = openai_tools::is_own(request, DIALECT);
            let fit = if own { schema.schema.clone() } else { fitting(&schema.schema, losses) };
            w.object("format", |w| {
                w.word("type", "json_schema");
                w.json("schema", &fit);
            });
        }
        w.fields(more.as_ref());
    });
}

fn metadata(request: &ChatRequest, rest: &mut Extras, w: &mut Writer<'_>) {
    let more = if openai_tools::is_own(request, DIALECT) { rest.remove("metadata") } else { None };
    if request.user.is_some() || more.is_some() {
        w.object("metadata", |w| {
            w.opt("user_id", request.user.as_ref());
            w.fields(more.as_ref());
        });
    }
}
