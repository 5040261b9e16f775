//! What commands that ask a model have in common: arguments, the assistant, and how its events
//! look on a terminal. Answers go to standard output, everything about them to standard error.

use std::io::Write as _;

use zeke_core::cancel::Cancel;
use zeke_core::config::{BudgetConfig, Config};
use zeke_core::event::Event;
use zeke_core::model::{Ask, Assistant, Model, ModelError};
use zeke_core::plain::{neutral, one_line};
use zeke_core::surroundings::Surroundings;

use crate::failure::Failure;

/// Which model is asked, and what it may cost.
#[derive(clap::Args, Clone, Default)]
pub(crate) struct ModelArgs {
    /// The model that is asked; without one here, in `ZEKE_MODEL` or in config.toml, none is.
    #[arg(short, long, value_name = "PROVIDER/MODEL", help_heading = "Model")]
    pub(crate) model: Option<String>,
    /// Ask no model, whatever is configured.
    #[arg(long, conflicts_with = "model", help_heading = "Model")]
    pub(crate) no_model: bool,
    /// What this run may cost: dollars (`0.25`) or tokens (`20000tokens`).
    #[arg(long, value_name = "AMOUNT", value_parser = budget, help_heading = "Model")]
    pub(crate) budget: Option<Amount>,
    /// Print what would be sent, and send nothing.
    #[arg(long, help_heading = "Model")]
    pub(crate) show_prompt: bool,
}

/// An amount of a budget.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Amount {
    /// US dollars.
    Dollars(f64),
    /// Tokens.
    Tokens(u64),
}

fn budget(text: &str) -> Result<Amount, String> {
    let text = text.trim().trim_start_matches('$');
    let tokens = ["tokens", "tok"].iter().find_map(|unit| text.strip_suffix(unit));
    match tokens {
        Some(count) => count.trim().parse().map(Amount::Tokens).map_err(|e| e.to_string()),
        None => match text.parse::<f64>() {
            Ok(dollars) if dollars.is_finite() && dollars >= 0.0 => Ok(Amount::Dollars(dollars)),
            _ => Err("write dollars, as in 0.25, or tokens, as in 20000tokens".to_owned()),
        },
    }
}

impl ModelArgs {
    /// The assistant of a run, with the user's configuration and this run's budget.
    pub(crate) fn assistant(
        &self,
        surroundings: &Surroundings,
        cancel: &Cancel,
    ) -> Result<Assistant, Failure> {
        let mut config = Config::load(surroundings).map_err(|e| Failure::usage(&e))?;
        let limits = &mut config.budget;
        match self.budget {
            Some(Amount::Dollars(dollars)) => *limits = BudgetConfig { run_usd: Some(dollars), ..*limits },
            Some(Amount::Tokens(tokens)) => *limits = BudgetConfig { run_tokens: Some(tokens), ..*limits },
            None => {}
        }
        Ok(Assistant::new(surroundings, config, cancel))
    }

    /// The model of a task; `None`: none is asked.
    pub(crate) fn choose(&self, assistant: &Assistant, task: &str) -> Result<Option<Model>, Failure> {
        if self.no_model {
            return Ok(None);
        }
        assistant.choose(task, self.model.as_deref()).map_err(failure)
    }
}

/// A failure of a model, with its exit code and what to do about it.
#[expect(clippy::needless_pass_by_value, reason = "goes into map_err")]
pub(crate) fn failure(error: ModelError) -> Failure {
    let failure = match &error {
        ModelError::Canceled => Failure::cancelled(),
        error if error.is_usage() => Failure::usage(error),
        error if error.is_environment() => Failure::environment(zeke_core::chain(error)),
        error => Failure::work(error),
    };
    match error.hint() {
        Some(hint) => failure.with_hint(hint),
        None => failure,
    }
}

/// Prints what would be sent.
pub(crate) fn show_prompt(assistant: &Assistant, model: &Model, ask: &Ask) -> Result<(), Failure> {
    let body = assistant.preview(model, ask).map_err(failure)?;
    println!("{}", neutral(&body));
    for file in &ask.files {
        eprintln!("zeke: of {}: {} bytes", one_line(&file.path), file.bytes);
    }
    eprintln!("zeke: {} bytes for {}; nothing was sent", body.len(), one_line(&model.name));
    Ok(())
}

/// Shows events to people.
pub(crate) struct Shown {
    /// Whether pieces of answers are printed as they come.
    pub(crate) streams: bool,
    /// Whether the last piece ended a line.
    at_start: bool,
}

impl Shown {
    pub(crate) fn new(streams: bool) -> Self {
        Self { streams, at_start: true }
    }

    /// Shows one. What a model wrote is made harmless first.
    pub(crate) fn event(&mut self, event: &Event) {
        match event {
            Event::Text { text } if self.streams => {
                let mut out = std::io::stdout().lock();
                // A reader that has gone is found out when the answer is over.
                let _gone = out.write_all(neutral(text).as_bytes()).and_then(|()| out.flush());
                self.at_start = text.ends_with('\n');
            }
            Event::Text { .. } => {}
            Event::Session { model, .. } => self.note(&format!("model {}", one_line(model))),
            Event::Sent(sent) => self.note(&format!("sending {}", one_line(&sent.line()))),
            Event::Note { text } => self.note(&neutral(text)),
            Event::Answer(summary) => self.note(&one_line(&summary.line())),
            Event::Proof { claim, verdict, receipt } => {
                let receipt = receipt.as_ref().map_or_else(String::new, |id| format!(" (receipt {id})"));
                self.note(&format!("{verdict}: {}{receipt}", one_line(claim)));
            }
            Event::Error { message } => self.note(&format!("error: {}", neutral(message))),
        }
    }

    /// Ends the line that an answer is on.
    pub(crate) fn end_line(&mut self) {
        if !self.at_start {
            println!();
            self.at_start = true;
        }
    }

    fn note(&mut self, text: &str) {
        self.end_line();
        eprintln!("zeke: {text}");
    }
}

/// Prints an event as a line of JSON.
pub(crate) fn json_line(event: &Event) {
    // Events are strings and numbers, which always have a JSON form.
    let line = serde_json::to_string(event).unwrap_or_default();
    let mut out = std::io::stdout().lock();
    let _gone = writeln!(out, "{line}").and_then(|()| out.flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budgets_are_dollars_or_tokens() {
        let check = |text: &str, expected: Option<Amount>| assert_eq!(budget(text).ok(), expected, "{text}");
        check("0.25", Some(Amount::Dollars(0.25)));
        check("$2", Some(Amount::Dollars(2.0)));
        check("20000tokens", Some(Amount::Tokens(20_000)));
        check("20000 tok", Some(Amount::Tokens(20_000)));
        check("-1", None);
        check("nan", None);
        check("much", None);
    }
}
