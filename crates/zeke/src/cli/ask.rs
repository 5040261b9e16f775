//! `zeke ask`: a question, and nothing added to it.

use std::process::ExitCode;

use camino::Utf8PathBuf;
use clap::ValueEnum;
use serde::Serialize;
use zeke_core::cancel::Cancel;
use zeke_core::event::{Event, SentFile, Summary};
use zeke_core::model::{Answer, Ask, Assistant, Model, ModelError};
use zeke_core::plain::{neutral, one_line};
use zeke_core::secrets;

use super::context::{on_interrupt, surroundings};
use super::model::{ModelArgs, Shown, failure, json_line, show_prompt};
use super::output::{OutputFormat, put};
use super::stdin;
use crate::failure::{CANCELED, Failure, WORK_FAILED};

/// `zeke ask`.
#[derive(clap::Args)]
pub(crate) struct AskArgs {
    /// The question; `-` in it waits for standard input, which goes along without the secrets in it.
    ///
    /// Without `-`, a file or pipe on standard input goes along as well, but a pipe in which nothing
    /// comes within two seconds is left alone, and that is said.
    #[arg(value_name = "QUESTION")]
    question: Vec<String>,
    /// Hand over a file with the question; may be given several times.
    #[arg(short, long, value_name = "FILE")]
    file: Vec<Utf8PathBuf>,
    /// Ask this model at the same time; may be given several times.
    #[arg(long, value_name = "PROVIDER/MODEL", help_heading = "Model")]
    also: Vec<String>,
    /// How the answer is written to standard output.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    output_format: StreamFormat,
    #[command(flatten)]
    model: ModelArgs,
}

/// A form of something that takes long.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StreamFormat {
    /// Text, as it comes.
    Text,
    /// One JSON object at the end (docs/schema/zeke-ask.schema.json).
    Json,
    /// One JSON object a line, as it comes (docs/schema/zeke-event.schema.json).
    Jsonl,
}

#[derive(Serialize)]
struct Asked {
    answers: Vec<Told>,
}

#[derive(Serialize)]
struct Told {
    text: String,
    #[serde(flatten)]
    summary: Summary,
    error: Option<String>,
}

/// Asks.
pub(crate) fn run(args: &AskArgs) -> Result<ExitCode, Failure> {
    let surroundings = surroundings()?;
    let cancel = Cancel::new();
    let ask = question(args, &surroundings)?;
    let assistant = args.model.assistant(&surroundings, &cancel)?;
    let first = args.model.choose(&assistant, "ask")?.ok_or_else(|| failure(ModelError::NoModel))?;
    let mut asks = vec![(first, ask.clone())];
    for name in &args.also {
        asks.push((assistant.model(name).map_err(failure)?, ask.clone()));
    }
    if args.model.show_prompt {
        for (model, ask) in &asks {
            show_prompt(&assistant, model, ask)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let switch = cancel.clone();
    on_interrupt(move || switch.set());
    let answers = ask_all(args, &assistant, &asks)?;
    finish(args, &asks, answers)
}

fn question(args: &AskArgs, surroundings: &zeke_core::surroundings::Surroundings) -> Result<Ask, Failure> {
    let words: Vec<&str> = args.question.iter().map(String::as_str).filter(|word| *word != "-").collect();
    let (words_sent, left_out) = secrets::redact(&words.join(" "));
    let mut ask = Ask::plain(&words_sent);
    ask.secrets += left_out;
    let text = &mut ask.messages[0].1;
    let asked_for = words.len() < args.question.len() || (words.is_empty() && args.file.is_empty());
    if let Some(piped) = stdin::read(asked_for)? {
        let (piped, left_out) = secrets::redact(&String::from_utf8_lossy(&piped));
        ask.secrets += left_out;
        append(text, piped.trim_end());
    }
    for path in &args.file {
        if secrets::is_secret_file(path.as_str()) {
            let what = format!("{path} is a file of secrets and is not sent");
            return Err(Failure::usage_of(what));
        }
        let bytes = std::fs::read(surroundings.absolute(path))
            .map_err(|e| Failure::usage_of(format!("cannot read {path}: {e}")))?;
        let (content, left_out) = secrets::redact(&String::from_utf8_lossy(&bytes));
        ask.secrets += left_out;
        ask.files.push(SentFile { path: path.to_string(), bytes: content.len() });
        append(text, &format!("{path}:\n{content}"));
    }
    if text.trim().is_empty() {
        return Err(Failure::usage_of("there is no question").with_hint("zeke ask \"why …?\""));
    }
    Ok(ask)
}

fn append(text: &mut String, more: &str) {
    if more.is_empty() {
        return;
    }
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(more);
}

type Answers = Vec<Result<Answer, ModelError>>;

fn ask_all(args: &AskArgs, assistant: &Assistant, asks: &[(Model, Ask)]) -> Result<Answers, Failure> {
    // Pieces of several answers would be mixed: then each is printed whole.
    let mut shown = Shown::new(asks.len() == 1 && args.output_format == StreamFormat::Text);
    let mut show = |event: &Event| match args.output_format {
        StreamFormat::Jsonl => json_line(event),
        _ => shown.event(event),
    };
    let answers = match asks {
        [(model, ask)] => vec![assistant.ask(model, ask, &mut |event| show(&event))],
        several => assistant
            .ask_all(several, &mut |_, event| {
                let is_piece = matches!(event, Event::Text { .. });
                if !is_piece || args.output_format == StreamFormat::Jsonl {
                    show(&event);
                }
            })
            .map_err(failure)?,
    };
    shown.end_line();
    Ok(answers)
}

fn finish(args: &AskArgs, asks: &[(Model, Ask)], answers: Answers) -> Result<ExitCode, Failure> {
    let whole =
        |answer: &Result<Answer, ModelError>| answer.as_ref().is_ok_and(|answer| answer.broken.is_none());
    let all_whole = answers.iter().all(whole);
    let cancelled = answers.iter().any(|answer| match answer {
        Ok(answer) => answer.summary.finish == "canceled",
        Err(error) => matches!(error, ModelError::Canceled),
    });
    match args.output_format {
        StreamFormat::Json => {
            let told = asks.iter().zip(answers).map(|((model, _), answer)| told(model, answer));
            put(OutputFormat::Json, "ask", &Asked { answers: told.collect() }, String::new)?;
        }
        StreamFormat::Jsonl => {
            for error in answers.iter().filter_map(|answer| answer.as_ref().err()) {
                json_line(&Event::Error { message: zeke_core::chain(error) });
            }
        }
        StreamFormat::Text if asks.len() > 1 => {
            for ((model, _), answer) in asks.iter().zip(answers) {
                println!("## {}\n", one_line(&model.name));
                let told = told(model, answer);
                println!("{}", neutral(told.text.trim_end()));
                if let Some(error) = told.error {
                    eprintln!("zeke: {}: {}", one_line(&model.name), one_line(&error));
                }
            }
        }
        StreamFormat::Text => {
            for answer in answers {
                if let Some(broken) = answer.map_err(failure)?.broken {
                    eprintln!("zeke: the answer is incomplete: {}", one_line(&broken));
                }
            }
        }
    }
    Ok(match (cancelled, all_whole) {
        (true, _) => ExitCode::from(CANCELED),
        (false, true) => ExitCode::SUCCESS,
        (false, false) => ExitCode::from(WORK_FAILED),
    })
}

fn told(model: &Model, answer: Result<Answer, ModelError>) -> Told {
    match answer {
        Ok(Answer { text, summary, broken }) => Told { text, summary, error: broken },
        Err(error) => Told {
            text: String::new(),
            summary: Summary { model: model.name.clone(), finish: "error".to_owned(), ..Summary::default() },
            error: Some(zeke_core::chain(&error)),
        },
    }
}
