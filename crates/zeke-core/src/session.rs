//! A conversation: what was said, the model that is spoken to, and commands that begin with `/`.
//! A face reads lines from somewhere, hands them to [`Session::line`] and shows the events.

use std::fs;

use camino::Utf8Path;

use crate::event::{Event, SCHEMA, SentFile};
use crate::model::{Ask, Assistant, Model, ModelError, Reach, Speaker, dollars, names};
use crate::paths;
use crate::secrets;

/// What a conversation remembers. Older turns are forgotten, and that is said.
const HISTORY_BYTES_MAX: usize = 96 << 10;
/// The longest file that is handed over whole.
const FILE_BYTES_MAX: usize = 64 << 10;

/// The commands; `/help` shows them.
pub const COMMANDS: &str = "\
/model [PROVIDER/MODEL]  show the model, or speak to another one from here on
/models [PROVIDER]       list models
/file PATH               hand over a file with the next question
/usage                   what was spent
/clear                   forget what was said
/help                    this list
/quit                    end (also end of input)";

/// A conversation with a model.
#[derive(Debug)]
pub struct Session<'a> {
    assistant: &'a Assistant,
    model: Model,
    said: Vec<(Speaker, String)>,
    /// What goes with the next question.
    files: Vec<(SentFile, String, usize)>,
}

/// Whether a conversation goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It does.
    Goes,
    /// The last answer failed or is not whole; the conversation goes on.
    Failed,
    /// The user ended it.
    Ends,
}

impl<'a> Session<'a> {
    /// Begins a conversation.
    pub fn new(assistant: &'a Assistant, model: Model, events: &mut dyn FnMut(Event)) -> Self {
        events(Event::Session { schema: SCHEMA, model: model.name.clone() });
        Self { assistant, model, said: Vec::new(), files: Vec::new() }
    }

    /// The model that is spoken to.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Does what a line says: a command, or a question.
    pub fn line(&mut self, line: &str, events: &mut dyn FnMut(Event)) -> Next {
        let line = line.trim();
        if line.is_empty() {
            return Next::Goes;
        }
        match line.strip_prefix('/') {
            Some(command) => self.command(command, events),
            None => self.question(line, events),
        }
    }

    fn question(&mut self, words: &str, events: &mut dyn FnMut(Event)) -> Next {
        let mut ask = Ask::default();
        let mut text;
        (text, ask.secrets) = secrets::redact(words);
        let files = std::mem::take(&mut self.files);
        for (file, content, left_out) in &files {
            text = format!("{text}\n\n{}:\n{content}", file.path);
            ask.files.push(file.clone());
            ask.secrets += left_out;
        }
        self.said.push((Speaker::User, text));
        self.forget(events);
        ask.messages.clone_from(&self.said);
        let answer = match self.assistant.ask(&self.model, &ask, events) {
            Ok(answer) => answer,
            Err(error) => {
                // The question was not answered: as if it had not been asked.
                self.said.pop();
                self.files = files;
                events(failure(&error));
                return Next::Failed;
            }
        };
        if answer.text.is_empty() {
            self.said.pop();
            self.files = files;
        } else {
            let mark = if answer.broken.is_some() { "\n[broken off]" } else { "" };
            self.said.push((Speaker::Model, format!("{}{mark}", answer.text)));
        }
        if answer.broken.is_some() { Next::Failed } else { Next::Goes }
    }

    fn command(&mut self, command: &str, events: &mut dyn FnMut(Event)) -> Next {
        let (name, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
        let rest = rest.trim();
        let done = match name {
            "quit" | "exit" | "q" => return Next::Ends,
            "help" | "?" => Ok(COMMANDS.to_owned()),
            "model" if rest.is_empty() => Ok(self.model.name.clone()),
            "model" => self.switch(rest, events),
            "models" => self.models(rest),
            "file" => self.file(rest),
            "usage" => Ok(self.usage()),
            "clear" => {
                self.said.clear();
                self.files.clear();
                Ok("forgotten".to_owned())
            }
            other => Err(format!("there is no command /{other}\n{COMMANDS}")),
        };
        match done {
            Ok(text) => {
                events(Event::Note { text });
                Next::Goes
            }
            Err(message) => {
                events(Event::Error { message });
                Next::Failed
            }
        }
    }

    fn switch(&mut self, name: &str, events: &mut dyn FnMut(Event)) -> Result<String, String> {
        self.model = self.assistant.model(name).map_err(|error| in_words(&error))?;
        events(Event::Session { schema: SCHEMA, model: self.model.name.clone() });
        Ok(format!("from here on {} answers", self.model.name))
    }

    fn models(&self, provider: &str) -> Result<String, String> {
        let name = if provider.is_empty() { &self.model.provider.name } else { provider };
        let provider = self.assistant.provider(name).map_err(|error| {
            let known = names(self.assistant.config()).join(", ");
            format!("{} (providers: {known})", in_words(&error))
        })?;
        if let Reach::Agent { .. } = provider.reach {
            return Ok(format!("{name} chooses its model itself"));
        }
        let models = self.assistant.models(&provider).map_err(|error| in_words(&error))?;
        let names: Vec<String> = models.iter().map(|model| format!("{name}/{}", model.id)).collect();
        Ok(if names.is_empty() { "none".to_owned() } else { names.join("\n") })
    }

    fn file(&mut self, path: &str) -> Result<String, String> {
        let root = self.assistant.folder();
        let full = paths::inside(root, path).map_err(|error| error.to_string())?;
        let name = full.strip_prefix(root).unwrap_or(Utf8Path::new(path)).to_string();
        if secrets::is_secret_file(&name) {
            return Err(format!("{name} is a file of secrets and is not sent"));
        }
        let length = fs::metadata(&full).map_err(|error| format!("{name}: {error}"))?.len();
        if length > FILE_BYTES_MAX as u64 {
            return Err(format!("{name} has {length} bytes, more than {FILE_BYTES_MAX}"));
        }
        let text = paths::text(&full).map_err(|error| format!("{name}: {error}"))?;
        let (text, left_out) = secrets::redact(&text);
        let bytes = text.len();
        self.files.push((SentFile { path: name.clone(), bytes }, text, left_out));
        Ok(format!("{name} goes with the next question ({bytes} bytes)"))
    }

    fn usage(&self) -> String {
        let budget = self.assistant.budget();
        let now = budget.spent();
        let today = budget.spent_today().unwrap_or_default();
        format!(
            "this conversation: {} tokens, {}; today: {} tokens, {}",
            now.tokens,
            dollars(now.usd),
            today.tokens,
            dollars(today.usd)
        )
    }

    fn forget(&mut self, events: &mut dyn FnMut(Event)) {
        let size = |said: &[(Speaker, String)]| said.iter().map(|(_, text)| text.len()).sum::<usize>();
        let mut forgotten = 0;
        // The last one is the question itself.
        while self.said.len() > 1 && size(&self.said) > HISTORY_BYTES_MAX {
            self.said.remove(0);
            forgotten += 1;
        }
        // A conversation begins with the user.
        while matches!(self.said.first(), Some((Speaker::Model, _))) {
            self.said.remove(0);
            forgotten += 1;
        }
        if forgotten > 0 {
            events(Event::Note { text: format!("the oldest {forgotten} messages are not sent any more") });
        }
    }
}

fn failure(error: &ModelError) -> Event {
    Event::Error { message: in_words(error) }
}

fn in_words(error: &ModelError) -> String {
    let hint = error.hint().map_or_else(String::new, |hint| format!(" ({hint})"));
    format!("{}{hint}", crate::chain(error))
}
