//! What a model adds to a command: the command's own result stands without it, and is shown where
//! the model fails.

use serde::Serialize;
use zeke_core::assist::{Help, Remark, Report, comment_prompt, explain};
use zeke_core::event::Event;
use zeke_core::model::{Assistant, Model, ModelError};
use zeke_core::plain::{neutral, one_line};
use zeke_core::prompt::Prompt;
use zeke_core::proof::Prover;

use super::context::{Context, with_a_model};
use super::model::{ModelArgs, Shown, failure, show_prompt};
use super::output::{OutputFormat, put_with};
use crate::failure::Failure;

/// A model that helps with a command.
pub(crate) struct Helper {
    assistant: Assistant,
    model: Model,
    prover: Prover,
    show_prompt: bool,
}

/// What came of asking.
pub(crate) enum Helped<T> {
    /// No model was chosen.
    None,
    /// The prompt was shown, and nothing sent.
    Shown,
    /// The model's work, as far as it holds, and how it stands.
    Done(T, Box<Report>),
    /// There was none, for this reason. The command's own result stands.
    Failed(Failure),
}

impl Helper {
    /// The model of a task, if one was chosen; else the one line about what one would add.
    pub(crate) fn of(
        context: &Context,
        args: &ModelArgs,
        task: &str,
        would: &str,
    ) -> Result<Option<Self>, Failure> {
        let assistant = args.assistant(&context.surroundings, &context.cancel)?;
        let Some(model) = args.choose(&assistant, task)? else {
            with_a_model(would);
            return Ok(None);
        };
        Ok(Some(Self { assistant, model, prover: context.prover(), show_prompt: args.show_prompt }))
    }

    /// Compiles and runs what the model writes.
    pub(crate) fn prover(&self) -> &Prover {
        &self.prover
    }

    /// Has the model work.
    pub(crate) fn help<T>(
        &self,
        prompt: Prompt,
        work: impl FnOnce(Help<'_>, Prompt, &mut dyn FnMut(Event)) -> Result<(T, Report), ModelError>,
    ) -> Result<Helped<T>, Failure> {
        if self.show_prompt {
            show_prompt(&self.assistant, &self.model, &prompt.ask())?;
            return Ok(Helped::Shown);
        }
        let mut shown = Shown::new(false);
        let help = Help { assistant: &self.assistant, model: &self.model, prover: &self.prover };
        Ok(match work(help, prompt, &mut |event| shown.event(&event)) {
            Ok((result, report)) => Helped::Done(result, Box::new(report)),
            Err(error) => Helped::Failed(failure(error)),
        })
    }
}

impl<T> Helped<T> {
    /// The model's work with its report, if there is any.
    pub(crate) fn report(&self) -> Option<&Report> {
        match self {
            Self::Done(_, report) => Some(report),
            _ => None,
        }
    }

    /// Writes the command's result with what the model added; a failure of the model is told after
    /// it, with its exit code.
    pub(crate) fn put<R: Serialize>(
        self,
        format: OutputFormat,
        command: &str,
        result: &R,
        text: impl FnOnce(Option<&Report>) -> String,
    ) -> Result<(), Failure> {
        if matches!(self, Self::Shown) {
            return Ok(());
        }
        put_with(format, command, result, self.report(), || text(self.report()))?;
        match self {
            Self::Done(_, report) => tell(&report),
            Self::Failed(failure) => return Err(failure),
            Self::Shown | Self::None => {}
        }
        Ok(())
    }
}

/// Words about the result of a command, where a model was chosen: `job` says what they are to be.
pub(crate) fn comment(
    context: &Context,
    args: &ModelArgs,
    task: &str,
    would: &str,
    job: &str,
    result: &str,
) -> Result<Helped<()>, Failure> {
    let Some(helper) = Helper::of(context, args, task, would)? else { return Ok(Helped::None) };
    let prompt = comment_prompt(helper.prover(), job, result);
    helper.help(prompt, |help, prompt, events| {
        explain(help, &context.project, prompt, events).map(|report| ((), report))
    })
}

/// How a model's work stands, for people: on standard error, beside the result.
pub(crate) fn tell(report: &Report) {
    let model = one_line(&report.model);
    let tries = if report.tries == 1 { "1 try".to_owned() } else { format!("{} tries", report.tries) };
    let reason = report.reason.as_ref().map_or_else(String::new, |reason| format!(": {}", one_line(reason)));
    eprintln!("zeke: {model}, {tries}: {}{reason}", report.standing);
    for left_out in &report.left_out {
        eprintln!("zeke: not believed: {}", one_line(left_out));
    }
}

/// A model's words for people, marked as what they are.
pub(crate) fn words(report: &Report) -> String {
    let Some(words) = &report.words else { return String::new() };
    format!("\nIn words ({}, {}):\n{}\n", one_line(&report.model), report.standing, neutral(words.trim_end()))
}

/// A model's remarks for people, as findings are printed.
pub(crate) fn remarks(report: &Report) -> String {
    let line = |remark: &Remark| {
        let at = &remark.location;
        let said = format!("{}:{}:{}: remark: {}", at.file, at.line, at.column, remark.message);
        format!("{} [{}, unverified]\n", one_line(&said), one_line(&report.model))
    };
    report.remarks.iter().map(line).collect()
}
