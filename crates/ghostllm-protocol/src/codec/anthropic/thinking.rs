//! How an Anthropic model is told to think: with a budget up to 4.5, by itself with an effort since 4.6, and
//! what goes with neither. <https://platform.claude.com/docs/en/build-with-claude/thinking>

use crate::codec::effort;
use crate::write::Writer;
use crate::{ChatRequest, Losses, Part, Profile, ReasoningConfig, Role, Signer, Thinking, ToolChoice};

/// Models that know a budget only.
const BUDGET_MODELS: &[&str] =
    &["claude-3-", "-4-0", "-4-1", "-4-5", "-4-2025", "claude-opus-4@", "claude-sonnet-4@"];

/// Answers of older models are shorter than what is asked for by default.
const OUTPUT_LIMITS: &[(&str, u64)] = &[
    ("claude-3-opus", 4096),
    ("claude-3-sonnet", 4096),
    ("claude-3-haiku", 4096),
    ("claude-3-5", 8192),
    ("", 32_000),
];

/// The smallest budget.
const BUDGET_MIN: u64 = 1024;

/// What to say about thinking, and the token limit that goes with it.
#[derive(Debug, Default, PartialEq)]
pub(in crate::codec) struct Plan {
    pub(in crate::codec) max_tokens: u64,
    pub(in crate::codec) effort: Option<String>,
    mode: Mode,
    display: Option<&'static str>,
}

#[derive(Debug, Default, PartialEq)]
enum Mode {
    #[default]
    Unsaid,
    Disabled,
    Adaptive,
    Budget(u64),
}

impl Plan {
    pub(in crate::codec) fn new(request: &ChatRequest, profile: &Profile, losses: &mut Losses) -> Self {
        let usual = OUTPUT_LIMITS.iter().find(|(model, _)| request.model.contains(model));
        let usual = usual.map_or(BUDGET_MIN, |(_, limit)| *limit);
        let mut plan = Self { max_tokens: request.max_tokens.unwrap_or(usual), ..Self::default() };
        if request.max_tokens.is_none() {
            losses.change("max_tokens", "Anthropic demands a limit, so one was set");
        }
        let Some(config) = &request.reasoning else { return plan };
        plan.display = match config.summary.as_deref() {
            Some("none") => Some("omitted"),
            Some(_) => Some("summarized"),
            None => None,
        };
        let forced = matches!(request.tool_choice, Some(ToolChoice::Required | ToolChoice::Named(_)));
        let has_budget = match profile.thinking {
            Thinking::ByModel => BUDGET_MODELS.iter().any(|part| request.model.contains(part)),
            Thinking::Adaptive => false,
            // A client of the same dialect that gives a budget knows its model.
            Thinking::Budget => true,
        } || (request.origin == Some(super::DIALECT) && config.budget_tokens.is_some());
        if effort::is_off(config) {
            plan.mode = Mode::Disabled;
        } else if forced {
            losses.drop("reasoning", "Anthropic does not think when a tool is forced");
        } else if has_budget && lacks_thoughts(request) {
            losses.drop("reasoning", "the turn before was sent back without its signed thoughts");
        } else if has_budget {
            plan.budget(config, losses);
        } else {
            plan.adaptive(config, losses);
        }
        plan
    }

    fn budget(&mut self, config: &ReasoningConfig, losses: &mut Losses) {
        let Some(wanted) = effort::tokens(config, losses) else { return };
        let wanted = wanted.max(BUDGET_MIN);
        if self.max_tokens <= BUDGET_MIN {
            return losses.drop("reasoning", "the token limit leaves no room for thinking");
        }
        if wanted >= self.max_tokens {
            losses.change("reasoning", "the budget was cut to fit the token limit");
        }
        self.mode = Mode::Budget(wanted.min(self.max_tokens - 1));
    }

    fn adaptive(&mut self, config: &ReasoningConfig, losses: &mut Losses) {
        let word = effort::word(config, losses);
        self.mode = Mode::Adaptive;
        self.effort = match word {
            Some("minimal") => {
                losses.change("reasoning.effort", "Anthropic's least effort is `low`");
                Some("low".to_owned())
            }
            word => word.map(str::to_owned),
        };
    }

    /// Whether the model thinks, which fixes how it samples.
    pub(in crate::codec) fn thinks(&self) -> bool {
        matches!(self.mode, Mode::Adaptive | Mode::Budget(_))
    }

    pub(in crate::codec) fn says_anything(&self) -> bool {
        self.mode != Mode::Unsaid
    }

    pub(in crate::codec) fn write(&self, w: &mut Writer<'_>) {
        let kind = match self.mode {
            Mode::Unsaid => return,
            Mode::Disabled => "disabled",
            Mode::Adaptive => "adaptive",
            Mode::Budget(_) => "enabled",
        };
        w.object("thinking", |w| {
            w.put("type", kind);
            if let Mode::Budget(tokens) = self.mode {
                w.put("budget_tokens", &tokens);
            }
            if self.thinks() {
                w.opt("display", self.display);
            }
        });
    }
}

/// Whether tool results answer a turn whose thoughts did not come back: with a budget that is an error.
fn lacks_thoughts(request: &ChatRequest) -> bool {
    let answers_tools = request.messages.last().is_some_and(|message| message.role == Role::Tool);
    let signed = |part: &Part| {
        matches!(part, Part::Reasoning(part) if part.signature.as_ref().is_some_and(|signature|
            matches!(signature.signer, Signer::Anthropic | Signer::AnthropicRedacted)))
    };
    let turn = request.messages.iter().rev().find(|message| message.role == Role::Assistant);
    answers_tools && turn.is_some_and(|turn| !turn.parts.iter().any(signed))
}
