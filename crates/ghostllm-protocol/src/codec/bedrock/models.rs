//! What Converse leaves to its models: fields beside it, in the words of the model's maker.

use crate::codec::anthropic::{Plan, fixed_sampling};
use crate::codec::effort;
use crate::write::Writer;
use crate::{ChatRequest, Losses, Profile};

/// Makers whose own fields are known, by a part of the model's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Maker {
    Anthropic,
    Amazon,
    OpenAi,
    Other,
}

const MAKERS: &[(&str, Maker)] = &[
    ("anthropic", Maker::Anthropic),
    ("claude", Maker::Anthropic),
    ("nova", Maker::Amazon),
    ("gpt-oss", Maker::OpenAi),
];

pub(super) fn maker(model: &str) -> Maker {
    MAKERS.iter().find(|(part, _)| model.contains(part)).map_or(Maker::Other, |(_, maker)| *maker)
}

/// A Claude model's plan of thinking.
pub(super) fn plan(request: &ChatRequest, profile: &Profile, losses: &mut Losses) -> Option<Plan> {
    let asks = request.reasoning.is_some() && maker(&request.model) == Maker::Anthropic;
    asks.then(|| Plan::new(request, profile, losses))
}

/// Writes `additionalModelRequestFields`; `kept` are those that a client of the same dialect gave.
pub(super) fn write_fields(
    request: &ChatRequest,
    plan: Option<&Plan>,
    kept: Option<&crate::Json>,
    w: &mut Writer<'_>,
    losses: &mut Losses,
) {
    let maker = maker(&request.model);
    let is_fixed = fixed_sampling(request, super::DIALECT, plan.is_some_and(Plan::thinks)).is_some();
    let top_k = request.top_k.filter(|_| maker == Maker::Anthropic && !is_fixed);
    if request.top_k.is_some() && top_k.is_none() {
        losses.drop("top_k", "Converse has no such field");
    }
    let effort = match (&request.reasoning, maker) {
        (Some(config), Maker::OpenAi | Maker::Amazon) if !effort::is_off(config) => {
            effort::word(config, losses)
        }
        _ => None,
    };
    if request.reasoning.is_some() && maker == Maker::Other {
        losses.drop("reasoning", "nothing is known about how this model is told to think");
    }
    let thinking = plan.filter(|plan| plan.says_anything());
    if top_k.is_none() && effort.is_none() && thinking.is_none() && kept.is_none() {
        return;
    }
    w.object("additionalModelRequestFields", |w| {
        w.opt("top_k", top_k.as_ref());
        if let Some(plan) = thinking {
            plan.write(w);
        }
        match effort {
            Some(word) if maker == Maker::OpenAi => w.put("reasoning_effort", word),
            Some(word) => w.object("reasoningConfig", |w| {
                w.word("type", "enabled");
                w.put(
                    "maxReasoningEffort",
                    match word {
                        "minimal" | "low" => "low",
                        "medium" => "medium",
                        _ => "high",
                    },
                );
            }),
            None => {}
        }
        w.fields(kept);
    });
}
