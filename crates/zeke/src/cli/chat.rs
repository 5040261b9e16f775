//! `zeke chat`: a conversation, line by line.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::ValueEnum;
use serde::Deserialize;
use zeke_core::cancel::Cancel;
use zeke_core::event::Event;
use zeke_core::model::ModelError;
use zeke_core::session::{Next, Session};

use super::context::{end_by_interrupt, on_interrupt, surroundings};
use super::model::{ModelArgs, Shown, failure, json_line};
use crate::failure::{Failure, WORK_FAILED};

/// `zeke chat`.
#[derive(clap::Args)]
pub(crate) struct ChatArgs {
    /// How answers are written to standard output.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    output_format: ChatFormat,
    #[command(flatten)]
    model: ModelArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ChatFormat {
    /// Text, as it comes.
    Text,
    /// One JSON object a line (docs/schema/zeke-event.schema.json); lines of input are text, or
    /// `{"text": "…"}` for texts of several lines.
    Jsonl,
}

/// A line of input as programs write it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    text: String,
}

/// Talks until the end of input. Exit code 1 where the last answer failed.
pub(crate) fn run(args: &ChatArgs) -> Result<ExitCode, Failure> {
    if args.model.show_prompt {
        return Err(Failure::usage_of("--show-prompt is for one question: use `zeke ask`"));
    }
    let surroundings = surroundings()?;
    let cancel = Cancel::new();
    let assistant = args.model.assistant(&surroundings, &cancel)?;
    let model = args.model.choose(&assistant, "chat")?.ok_or_else(|| failure(ModelError::NoModel))?;
    let answers = Arc::new(AtomicBool::new(false));
    let (switch, is_answering) = (cancel.clone(), Arc::clone(&answers));
    // An interrupt ends the answer, or, while nothing is asked, the conversation.
    on_interrupt(move || if is_answering.load(Ordering::SeqCst) { switch.set() } else { end_by_interrupt() });
    let mut shown = Shown::new(true);
    let is_jsonl = args.output_format == ChatFormat::Jsonl;
    let mut show = |event: Event| if is_jsonl { json_line(&event) } else { shown.event(&event) };
    let mut session = Session::new(&assistant, model, &mut show);
    let is_terminal = std::io::stdin().is_terminal();
    if is_terminal && !is_jsonl {
        eprintln!("zeke: /help lists commands; Ctrl-C ends an answer, Ctrl-D the conversation");
    }
    let mut last = Next::Goes;
    let lines = Lines { prompts: is_terminal && !is_jsonl };
    for line in lines {
        let line = line?;
        let text = if is_jsonl { text_of(&line)? } else { line };
        cancel.clear();
        answers.store(true, Ordering::SeqCst);
        last = session.line(&text, &mut show);
        answers.store(false, Ordering::SeqCst);
        if !is_jsonl {
            println!();
        }
        if last == Next::Ends {
            break;
        }
    }
    Ok(if last == Next::Failed { ExitCode::from(WORK_FAILED) } else { ExitCode::SUCCESS })
}

fn text_of(line: &str) -> Result<String, Failure> {
    if !line.trim_start().starts_with('{') {
        return Ok(line.to_owned());
    }
    let line: Line = serde_json::from_str(line).map_err(|e| {
        Failure::usage_of(format!("a line of input is neither text nor {{\"text\": …}}: {e}"))
    })?;
    Ok(line.text)
}

/// Lines of standard input, with a prompt before each at a terminal.
struct Lines {
    prompts: bool,
}

impl Iterator for Lines {
    type Item = Result<String, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.prompts {
            eprint!("> ");
            let _gone = std::io::stderr().flush();
        }
        let mut line = Vec::new();
        match std::io::stdin().lock().read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(_) => Some(Ok(String::from_utf8_lossy(&line).trim_end_matches(['\n', '\r']).to_owned())),
            Err(error) => Some(Err(Failure::work(&error))),
        }
    }
}
