//! What happens while a model is at work, as data: a terminal, an editor or a program shows it.

use serde::{Deserialize, Serialize};

/// Something that happened. One JSON object a line in `--output-format jsonl`
/// (docs/schema/zeke-event.schema.json).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// A conversation begins, or its model was changed.
    Session {
        /// Version of this stream, [`SCHEMA`].
        schema: u32,
        /// The model: `provider/model`.
        model: String,
    },
    /// A request goes out.
    Sent(Sent),
    /// A piece of the answer.
    Text {
        /// The piece.
        text: String,
    },
    /// Something to know: another model than asked for, a context size, a retry.
    Note {
        /// In words.
        text: String,
    },
    /// An answer is over.
    Answer(Summary),
    /// A claim was put to the test.
    Proof {
        /// The claim.
        claim: String,
        /// `verified`, `refuted` or `unverified`.
        verdict: String,
        /// The receipt's id.
        receipt: Option<String>,
    },
    /// Something failed; what was asked for is not done.
    Error {
        /// In words.
        message: String,
    },
}

/// Version of the stream of events.
pub const SCHEMA: u32 = 1;

/// What goes out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// To which model: `provider/model`.
    pub model: String,
    /// To which machine; empty for a program on this one.
    pub host: String,
    /// Length of the request's body.
    pub bytes: usize,
    /// What of it is from files.
    pub files: Vec<SentFile>,
    /// How many secrets were left out of it.
    pub secrets: usize,
}

/// A part of a file that goes out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentFile {
    /// The file.
    pub path: String,
    /// How much of it.
    pub bytes: usize,
}

impl Sent {
    /// One line for people.
    #[must_use]
    pub fn line(&self) -> String {
        let mut line = format!("{} bytes to {}", self.bytes, self.model);
        if !self.host.is_empty() {
            line = format!("{line} at {}", self.host);
        }
        if !self.files.is_empty() {
            let files: Vec<String> =
                self.files.iter().map(|file| format!("{} {}", file.path, file.bytes)).collect();
            line = format!("{line} (of files: {})", files.join(", "));
        }
        match self.secrets {
            0 => line,
            1 => format!("{line}; 1 secret left out"),
            more => format!("{line}; {more} secrets left out"),
        }
    }
}

/// What an answer was.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The model that was asked: `provider/model`.
    pub model: String,
    /// Whether the model said that it is done. What is not complete was cancelled, cut off or too long.
    pub complete: bool,
    /// Why it ended: `stop`, `length`, `refusal`, `canceled`, `cut`, …
    pub finish: String,
    /// Tokens read.
    pub input_tokens: u64,
    /// Tokens written.
    pub output_tokens: u64,
    /// Whether the tokens are counted by length, because the provider did not say.
    pub estimated: bool,
    /// What it cost, where the price is known.
    pub cost_usd: Option<f64>,
}

impl Summary {
    /// One line for people.
    #[must_use]
    pub fn line(&self) -> String {
        let about = if self.estimated { "about " } else { "" };
        let cost = self.cost_usd.map_or("price unknown".to_owned(), crate::model::dollars);
        let end = if self.complete { String::new() } else { format!("; incomplete ({})", self.finish) };
        format!("{}: {about}{} + {} tokens, {cost}{end}", self.model, self.input_tokens, self.output_tokens)
    }
}
