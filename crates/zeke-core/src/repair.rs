//! Generate, verify, repair: what a model writes is compiled and run; what the compiler says goes
//! back to the model, a bounded number of times. What was never verified is called so.

use crate::answer::Pieces;
use crate::event::Event;
use crate::model::{Answer, Ask, Assistant, Model, ModelError, Speaker};
use crate::outside::reads_outside;
use crate::prompt::{Prompt, marked};
use crate::proof::{Check, Proof, Prover, Verdict};
use crate::secrets;

/// How often a model may repair unless the configuration says otherwise.
pub const REPAIRS: u32 = 3;
/// How much of a compiler's words goes back to the model.
const WORDS_BYTES_MAX: usize = 1500;

/// How much of an answer that is not whole goes back to the model.
const BROKEN_BYTES_MAX: usize = 500;

/// Work for a model, and how it is judged.
pub struct Job<'a, T> {
    /// What is asked.
    pub prompt: Prompt,
    /// Makes something of an answer, or says in words for the model what is wrong with it.
    pub read: &'a dyn Fn(&str) -> Result<T, String>,
    /// What must hold of it; every check is run, and the first that does not hold goes back to the
    /// model. None at all: nothing can be verified.
    pub checks: &'a dyn Fn(&T) -> Vec<Check>,
}

/// What came of a job.
#[derive(Debug)]
pub struct Outcome<T> {
    /// The last thing that could be made of an answer, with what was proven of it.
    pub result: Option<(T, Vec<Proof>)>,
    /// How it stands.
    pub standing: Standing,
    /// How often the model was asked.
    pub tries: u32,
    /// Why it ended before it was verified, in words.
    pub reason: Option<String>,
}

/// How a result stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Every check holds.
    Verified,
    /// Nothing contradicts it, and not everything could be checked.
    Unverified,
    /// A check does not hold, or no answer could be read.
    Refuted,
}

impl Standing {
    /// As machines read it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Unverified => "unverified",
            Self::Refuted => "refuted",
        }
    }
}

/// Has a model do a job, and repair what does not hold.
pub fn run<T>(
    assistant: &Assistant,
    model: &Model,
    prover: &Prover,
    job: &Job<'_, T>,
    events: &mut dyn FnMut(Event),
) -> Result<Outcome<T>, ModelError> {
    let first = job.prompt.ask();
    let tries_max = 1 + assistant.config().repairs.unwrap_or(REPAIRS);
    let mut ask = first.clone();
    let mut before = String::new();
    let mut outcome = Outcome { result: None, standing: Standing::Refuted, tries: 0, reason: None };
    while outcome.tries < tries_max {
        let answer = match assistant.ask(model, &ask, events) {
            Ok(answer) => answer,
            // What there is so far is worth more than an error.
            Err(error) if outcome.tries > 0 => {
                outcome.reason = Some(crate::chain(&error));
                return Ok(outcome);
            }
            Err(error) => return Err(error),
        };
        outcome.tries += 1;
        if answer.summary.finish == "canceled" {
            outcome.reason = Some("cancelled".to_owned());
            return Ok(outcome);
        }
        let Some(words) = judge(prover, job, &answer, &mut outcome, events) else { return Ok(outcome) };
        outcome.reason = Some(words.lines().next().unwrap_or_default().to_owned());
        if answer.text.trim() == before.trim() && !before.is_empty() {
            outcome.reason = Some("the model gives the same answer again".to_owned());
            return Ok(outcome);
        }
        ask = again(&first, &answer, &words);
        before = answer.text;
    }
    Ok(outcome)
}

/// What is wrong with an answer, in words for the model; `None`: nothing that it could repair.
fn judge<T>(
    prover: &Prover,
    job: &Job<'_, T>,
    answer: &Answer,
    outcome: &mut Outcome<T>,
    events: &mut dyn FnMut(Event),
) -> Option<String> {
    if let Some(broken) = &answer.broken {
        return Some(format!("Your answer is not whole: {broken}. Give it again, whole, and shorter."));
    }
    let read = match (job.read)(&answer.text) {
        Ok(read) => read,
        Err(words) => return Some(format!("Your answer cannot be used: {words}. Give it again, whole.")),
    };
    let mut proofs = Vec::new();
    let mut wrong = None;
    let checks = (job.checks)(&read);
    if !checks.is_empty()
        && let Ok(pieces) = Pieces::of(&answer.text)
        && let Some(line) = pieces.written().find_map(reads_outside)
    {
        return Some(format!(
            "Your answer cannot be used: `{}` reads a file from outside of the project. Give it again, whole.",
            line.trim()
        ));
    }
    for check in checks {
        let proof = prover.prove(&check);
        events(Event::Proof {
            claim: proof.claim.clone(),
            verdict: proof.verdict.name().to_owned(),
            receipt: proof.receipt.as_ref().map(|receipt| receipt.id.clone()),
        });
        if let Verdict::Refuted { output } = &proof.verdict {
            let printed = marked("what a tool printed", &excerpt(output));
            wrong = Some(format!("This does not hold: {}.\n{printed}", proof.claim));
        }
        proofs.push(proof);
        if wrong.is_some() {
            break;
        }
    }
    let all = !proofs.is_empty() && proofs.iter().all(Proof::is_verified);
    outcome.standing = match (&wrong, all) {
        (Some(_), _) => Standing::Refuted,
        (None, true) => Standing::Verified,
        (None, false) => Standing::Unverified,
    };
    if outcome.standing == Standing::Unverified {
        outcome.reason = Some(unverified(&proofs));
    } else {
        outcome.reason = None;
    }
    outcome.result = Some((read, proofs));
    wrong
}

fn unverified(proofs: &[Proof]) -> String {
    let reason = proofs.iter().find_map(|proof| match &proof.verdict {
        Verdict::Unverified { reason } => Some(reason.clone()),
        _ => None,
    });
    reason.unwrap_or_else(|| "there is nothing that could be run".to_owned())
}

/// The conversation goes on with the last answer only: older ones were wrong, and cost.
fn again(first: &Ask, answer: &Answer, words: &str) -> Ask {
    let mut ask = first.clone();
    let (words, more) = secrets::redact(words);
    ask.secrets += more;
    let shown = if answer.broken.is_some() { beginning(&answer.text) } else { answer.text.clone() };
    ask.messages.push((Speaker::Model, shown));
    ask.messages.push((
        Speaker::User,
        format!("{words}\nRepair it and give the whole answer again in the same form."),
    ));
    ask
}

/// The beginning of an answer that was cut off: enough for the model to see what it was about.
fn beginning(text: &str) -> String {
    let end = (0..=text.len().min(BROKEN_BYTES_MAX)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let text = text.get(..end).unwrap_or_default();
    // Providers refuse messages without text.
    if text.is_empty() { "…".to_owned() } else { text.to_owned() }
}

/// What a compiler or a test said that matters most: from the first error on.
#[must_use]
pub fn excerpt(output: &str) -> String {
    let starts = |line: &str| {
        let line = line.trim_start();
        ["error", "thread '", "panic", "assertion"].iter().any(|word| line.starts_with(word))
            || line.contains(": error:")
            || line.contains("FAIL")
    };
    let lines: Vec<&str> = output.lines().collect();
    let from = lines.iter().position(|line| starts(line)).unwrap_or(0);
    let mut text = String::new();
    for line in lines.iter().skip(from) {
        if text.len() + line.len() > WORDS_BYTES_MAX {
            text.push_str("…\n");
            break;
        }
        text.push_str(line);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_error_is_what_matters() {
        let check = |output: &str, expected: &str| assert_eq!(excerpt(output), expected);
        check("warning: x\n\nerror[E1]: y\n --> a\n", "error[E1]: y\n --> a\n");
        check("note\na.zig:1:2: error: z\n", "a.zig:1:2: error: z\n");
        check("nothing known\n", "nothing known\n");
        assert!(excerpt(&"error: long line of words\n".repeat(1000)).len() < WORDS_BYTES_MAX + 10);
    }
}
