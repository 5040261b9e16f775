//! The neutral form to Converse requests.

use std::collections::{BTreeSet, HashMap};

use super::content::{Content, cache_point};
use super::{DIALECT, models};
use crate::codec::anthropic::{Plan, asks, fitting, fixed_sampling, nucleus_or_temperature};
use crate::codec::{common, extras, openai_tools};
use crate::write::{Array, Writer, object};
use crate::{ChatRequest, Function, Losses, Message, OutputFormat, Part, Profile, Role, Tool, ToolChoice};

/// Stands in for the JSON mode that Converse does not have.
const JSON_MODE: &str = "Answer with one JSON object and nothing else.";

pub(super) fn request(request: &ChatRequest, profile: &Profile, losses: &mut Losses) -> Vec<u8> {
    let plan = models::plan(request, profile, losses);
    let mut rest = request.extras.clone();
    let own = openai_tools::is_own(request, DIALECT);
    let kept = if own { rest.remove("additionalModelRequestFields") } else { None };
    let mut out = Vec::with_capacity(1024);
    object(&mut out, |w| {
        conversation(request, w, losses);
        inference(request, plan.as_ref(), w, losses);
        tools(request, w, losses);
        output(request, plan.as_ref(), w, losses);
        models::write_fields(request, plan.as_ref(), kept.as_ref(), w, losses);
        if request.user.is_some() {
            losses.drop("user", "Converse has no such field");
        }
        if request.parallel_tool_calls == Some(false) {
            losses.drop("parallel_tool_calls", "Converse has no such field");
        }
        common::lose_sampling(request, DIALECT, losses);
        extras::write(&rest, request.origin, DIALECT, "", w, losses);
    });
    out
}

fn is_system(message: &Message) -> bool {
    matches!(message.role, Role::System | Role::Developer)
}

fn conversation(request: &ChatRequest, w: &mut Writer<'_>, losses: &mut Losses) {
    let lead = request.messages.iter().take_while(|message| is_system(message)).count();
    let mut system: Vec<Part> = Vec::new();
    for (at, message) in request.messages.iter().enumerate().filter(|(_, message)| is_system(message)) {
        if at >= lead {
            losses.change(format!("messages[{at}]"), "a later system message moves to the front");
        }
        system.extend(message.parts.iter().cloned());
    }
    if request.output == Some(OutputFormat::JsonObject) {
        losses.change("output", "Converse has no JSON mode; the system prompt asks for it");
        system.push(Part::text(JSON_MODE));
    }
    let own = openai_tools::is_own(request, DIALECT);
    let lacks_opening = !own && common::lacks_opening(request, losses);
    if !own {
        common::lose_blank(request, losses);
        common::lose_system_fields(request, DIALECT, losses);
    }
    let mut content = Content { origin: request.origin, to_client: false, documents: HashMap::new(), losses };
    if !system.is_empty() {
        w.array("system", |a| content.write_all(&system, "system", a));
    }
    w.array("messages", |a| {
        if lacks_opening {
            a.object(|w| {
                w.word("role", "user");
                w.array("content", |a| a.object(|w| w.put("text", common::OPENING)));
            });
        }
        let is_said = |message: &Message| !is_system(message) && (own || !common::is_blank(message));
        let turns: Vec<(usize, &Message)> =
            request.messages.iter().enumerate().filter(|(_, message)| is_said(message)).collect();
        // Roles must alternate, so neighbours of one role become one turn.
        for turn in turns.chunk_by(|one, two| speaker(one.1) == speaker(two.1)) {
            a.object(|w| {
                w.put("role", speaker(turn[0].1));
                w.array("content", |a| write_turn(turn, &mut content, a));
            });
        }
    });
}

fn write_turn(turn: &[(usize, &Message)], content: &mut Content<'_>, a: &mut Array<'_>) {
    for (at, message) in turn {
        let path = format!("messages[{at}]");
        if message.name.is_some() {
            content.losses.drop(format!("{path}.name"), "Converse does not name participants");
        }
        extras::lose_foreign(&message.extras, content.origin, DIALECT, &path, content.losses);
        content.write_all(&message.parts, &path, a);
    }
}

fn speaker(message: &Message) -> &'static str {
    if message.role == Role::Assistant { "assistant" } else { "user" }
}

fn inference(request: &ChatRequest, plan: Option<&Plan>, w: &mut Writer<'_>, losses: &mut Losses) {
    let thinks = plan.is_some_and(Plan::thinks);
    let max_tokens = plan.map(|plan| plan.max_tokens).or(request.max_tokens);
    let is_anthropic = models::maker(&request.model) == models::Maker::Anthropic;
    let fixed = fixed_sampling(request, DIALECT, thinks).filter(|_| is_anthropic);
    let (temperature, top_p) = if is_anthropic {
        nucleus_or_temperature(request, losses)
    } else {
        (request.temperature, request.top_p)
    };
    let said = [("temperature", temperature), ("top_p", top_p)];
    let (temperature, top_p) = (temperature.filter(|_| fixed.is_none()), top_p.filter(|_| fixed.is_none()));
    for (name, lost) in said {
        if let Some(reason) = fixed.filter(|_| lost.is_some_and(asks)) {
            losses.drop(name, reason);
        }
    }
    if temperature.is_some_and(|value| value > 1.0) {
        losses.change("temperature", "Converse's highest is 1");
    }
    if max_tokens.is_none() && temperature.is_none() && top_p.is_none() && request.stop.is_empty() {
        return;
    }
    w.object("inferenceConfig", |w| {
        w.opt("maxTokens", max_tokens.as_ref());
        w.opt("temperature", temperature.map(|value| value.min(1.0)).as_ref());
        w.opt("topP", top_p.as_ref());
        if !request.stop.is_empty() {
            w.put("stopSequences", &request.stop);
        }
    });
}

fn tools(request: &ChatRequest, w: &mut Writer<'_>, losses: &mut Losses) {
    let none_allowed = request.tool_choice == Some(ToolChoice::None);
    let mentioned = mentioned(request);
    if none_allowed && mentioned.is_empty() && request.tools.is_empty() {
        return;
    }
    if none_allowed && mentioned.is_empty() {
        return losses.change("tool_choice", "Converse cannot forbid tools, so none is offered");
    }
    if none_allowed {
        losses.drop("tool_choice", "Converse cannot forbid tools that the conversation has used");
    }
    if request.tools.is_empty() && mentioned.is_empty() {
        return;
    }
    w.object("toolConfig", |w| {
        w.array("tools", |a| {
            for (at, tool) in request.tools.iter().enumerate() {
                match tool {
                    Tool::Function(function) => write_tool(function, request, at, a, losses),
                    Tool::Other(json) if openai_tools::is_own(request, DIALECT) => a.json(json),
                    Tool::Other(_) => openai_tools::refuse_tool(at, request.origin, losses),
                }
            }
            if request.tools.is_empty() {
                losses.change("tools", "Converse wants the tools of earlier turns named");
                for name in &mentioned {
                    let function = Function { name: (*name).to_owned(), ..Function::default() };
                    write_tool(&function, request, 0, a, losses);
                }
            }
        });
        match &request.tool_choice {
            None | Some(ToolChoice::None) => {}
            Some(ToolChoice::Auto) => w.object("toolChoice", |w| w.object("auto", |_| {})),
            Some(ToolChoice::Required) => w.object("toolChoice", |w| w.object("any", |_| {})),
            Some(ToolChoice::Named(name)) => {
                w.object("toolChoice", |w| w.object("tool", |w| w.put("name", name)));
            }
            Some(ToolChoice::Other(json)) if openai_tools::is_own(request, DIALECT) => {
                w.json("toolChoice", json);
            }
            Some(ToolChoice::Other(_)) => losses.refuse("tool_choice", "Converse has no such choice"),
        }
    });
}

/// The tools that earlier turns called.
fn mentioned(request: &ChatRequest) -> BTreeSet<&str> {
    let parts = request.messages.iter().flat_map(|message| &message.parts);
    let names = parts.filter_map(|part| match part {
        Part::ToolCall(call) => Some(call.name.as_str()),
        _ => None,
    });
    names.collect()
}

fn write_tool(function: &Function, request: &ChatRequest, at: usize, a: &mut Array<'_>, losses: &mut Losses) {
    let mut rest = function.extras.clone();
    let mark = rest.remove("cache_control");
    a.object(|w| {
        w.object("toolSpec", |w| {
            w.put("name", &function.name);
            w.opt("description", function.description.as_ref().filter(|text| !text.is_empty()));
            w.object("inputSchema", |w| common::arguments_schema("json", function.parameters.as_ref(), w));
            let own = openai_tools::is_own(request, DIALECT);
            w.opt("strict", function.strict.as_ref().filter(|_| own));
            if function.strict == Some(true) && !own {
                losses.drop(format!("tools[{at}].strict"), "Converse's strict tools take other schemas");
            }
            extras::write(&rest, request.origin, DIALECT, &format!("tools[{at}]"), w, losses);
        });
    });
    if let Some(mark) = mark {
        a.object(|w| cache_point(&mark, w));
    }
}

fn output(request: &ChatRequest, plan: Option<&Plan>, w: &mut Writer<'_>, losses: &mut Losses) {
    let schema = match &request.output {
        Some(OutputFormat::JsonSchema(schema)) => Some(schema),
        _ => None,
    };
    let own_effort = || match (&request.reasoning, openai_tools::is_own(request, DIALECT)) {
        (Some(config), true) if models::maker(&request.model) == models::Maker::Other => {
            config.effort.as_ref()
        }
        _ => None,
    };
    let effort = plan.and_then(|plan| plan.effort.as_ref()).or_else(own_effort);
    if schema.is_none() && effort.is_none() {
        return;
    }
    let is_anthropic = models::maker(&request.model) == models::Maker::Anthropic;
    let fits = openai_tools::is_own(request, DIALECT) || !is_anthropic;
    w.object("outputConfig", |w| {
        w.opt("effort", effort);
        if let Some(schema) = schema {
            let text = if fits { schema.schema.clone() } else { fitting(&schema.schema, losses) };
            w.object("textFormat", |w| {
                w.word("type", "json_schema");
                w.object("structure", |w| {
                    w.object("jsonSchema", |w| {
                        w.put("schema", text.as_str());
                        w.opt("name", schema.name.as_ref());
                        w.opt("description", schema.description.as_ref());
                    });
                });
            });
        }
    });
}
