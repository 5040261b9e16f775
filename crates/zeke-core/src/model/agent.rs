//! Programs that speak the Agent Client Protocol over their standard input and output: GitHub
//! Copilot's official language server among them. They are started by the user's word and use the
//! user's own sign-in. They are given no hands: an empty folder to work in, no file, no terminal,
//! and every permission that they ask for is refused.
//!
//! <https://agentclientprotocol.com/protocol/overview>

use std::collections::BTreeMap;
use std::time::Duration;

use ghostllm_client::Usage;
use serde_json::{Value, json};

use super::ask::REQUEST_BYTES_MAX;
use super::{Answer, Ask, Assistant, Model, ModelError, Reach, Speaker, estimated_tokens, summary};
use crate::event::{Event, Sent};
use crate::proof::process::Talk;

/// The version of the protocol that is spoken here.
const PROTOCOL: u64 = 1;
/// How long is waited for the next message.
const IDLE: Duration = Duration::from_mins(2);
/// A longer answer is not an answer.
const ANSWER_BYTES_MAX: usize = 1 << 20;

/// The conversation as one text: the protocol has no roles.
pub(super) fn prompt(ask: &Ask) -> String {
    let said = ask.messages.iter().map(|(speaker, text)| match speaker {
        Speaker::Model => format!("You answered:\n{text}"),
        _ => text.clone(),
    });
    said.collect::<Vec<_>>().join("\n\n")
}

pub(super) async fn ask(
    assistant: &Assistant,
    model: &Model,
    ask: &Ask,
    events: &mut dyn FnMut(Event),
) -> Result<Answer, ModelError> {
    let text = prompt(ask);
    let failed = |reason: String| ModelError::Agent { model: model.name.clone(), reason, is_missing: false };
    if text.len() > REQUEST_BYTES_MAX {
        return Err(failed(format!("the prompt has more than {REQUEST_BYTES_MAX} bytes")));
    }
    let input_tokens = estimated_tokens(text.len());
    let reserved = assistant.budget.reserve(&model.name, model.price, input_tokens, ask.max_tokens)?;
    let folder = tempfile::Builder::new()
        .prefix("zeke-agent-")
        .tempdir_in(&assistant.surroundings.scratch)
        .map_err(|error| failed(error.to_string()))?;
    let mut agent = Agent::start(assistant, model, &folder)?;
    events(Event::Sent(Sent {
        model: model.name.clone(),
        host: String::new(),
        bytes: text.len(),
        files: ask.files.clone(),
        secrets: ask.secrets,
    }));
    // An agent that is ended hears and says nothing more: that is no fault of its.
    let ended = |error| if assistant.cancel.is_set() { ModelError::Canceled } else { error };
    let outcome = agent.talk(&text, &mut *events).await.map_err(ended);
    let usage = Usage {
        // What was sent is paid for, whatever came back.
        input_tokens: if agent.is_asked { input_tokens } else { 0 },
        output_tokens: estimated_tokens(agent.seen_bytes),
        ..Usage::default()
    };
    let (cost, unwritten) = assistant.budget.settle(&reserved, &model.name, &usage);
    if let Some(error) = unwritten {
        events(Event::Note { text: crate::chain(&error) });
    }
    let (finish, broken) = match outcome {
        Ok(finish) => {
            let broken = (finish != "stop").then(|| format!("the agent stopped: {finish}"));
            (finish, broken)
        }
        Err(error) if agent.text.is_empty() => return Err(error),
        Err(ModelError::Canceled) => ("canceled".to_owned(), Some("cancelled".to_owned())),
        Err(error) => ("cut".to_owned(), Some(crate::chain(&error))),
    };
    let mut summary = summary(model, &usage, true, cost);
    summary.complete = broken.is_none();
    summary.finish = finish;
    events(Event::Answer(summary.clone()));
    Ok(Answer { text: std::mem::take(&mut agent.text), summary, broken })
}

/// A running agent.
struct Agent<'a> {
    assistant: &'a Assistant,
    model: &'a Model,
    talk: Talk,
    folder: String,
    text: String,
    /// The answer and the thoughts before it.
    seen_bytes: usize,
    is_asked: bool,
}

impl<'a> Agent<'a> {
    fn start(
        assistant: &'a Assistant,
        model: &'a Model,
        folder: &tempfile::TempDir,
    ) -> Result<Self, ModelError> {
        let failed =
            |reason: String, is_missing| ModelError::Agent { model: model.name.clone(), reason, is_missing };
        let Reach::Agent { command, program } = &model.provider.reach else {
            return Err(failed("it is no agent".to_owned(), false));
        };
        let (name, args) =
            command.split_first().ok_or_else(|| failed("it has no command".to_owned(), true))?;
        let program = program.as_ref().ok_or_else(|| {
            let how = if model.provider.name == "copilot" {
                "; install it: npm install -g @github/copilot-language-server"
            } else {
                ""
            };
            failed(format!("`{name}` is not on PATH{how}"), true)
        })?;
        let path = camino::Utf8Path::from_path(folder.path());
        let path = path.ok_or_else(|| failed("the scratch folder's name is not UTF-8".to_owned(), false))?;
        let vars = environment(&assistant.surroundings.vars);
        let talk = Talk::start(program, args, path, &vars, &assistant.cancel)
            .map_err(|error| failed(crate::chain(&error), true))?;
        let talk = talk.ok_or(ModelError::Canceled)?;
        let folder = path.to_string();
        Ok(Self { assistant, model, talk, folder, text: String::new(), seen_bytes: 0, is_asked: false })
    }

    /// Asks, and gives the reason for which the agent stopped.
    async fn talk(&mut self, text: &str, events: &mut dyn FnMut(Event)) -> Result<String, ModelError> {
        let hands = json!({"fs": {"readTextFile": false, "writeTextFile": false}, "terminal": false});
        let hello = json!({"protocolVersion": PROTOCOL, "clientCapabilities": hands});
        let is = self.call(0, "initialize", &hello, events).await?;
        if is["protocolVersion"].as_u64() != Some(PROTOCOL) {
            return Err(self.failed(format!("it speaks version {} of the protocol", is["protocolVersion"])));
        }
        let session = json!({"cwd": self.folder, "mcpServers": []});
        let session = self.call(1, "session/new", &session, events).await?;
        let id = session["sessionId"].clone();
        let prompt = json!({"sessionId": id, "prompt": [{"type": "text", "text": text}]});
        self.is_asked = true;
        let outcome = self.call(2, "session/prompt", &prompt, events).await;
        if matches!(outcome, Err(ModelError::Canceled)) {
            let cancel = json!({"jsonrpc": "2.0", "method": "session/cancel", "params": {"sessionId": id}});
            // It is ended in any case.
            let _gone = self.talk.say(&cancel.to_string());
        }
        let outcome = outcome?;
        Ok(match outcome["stopReason"].as_str().unwrap_or("other") {
            "end_turn" => "stop",
            "max_tokens" => "length",
            other => other,
        }
        .to_owned())
    }

    /// Asks for one thing and answers what it asks meanwhile.
    async fn call(
        &mut self,
        id: u64,
        method: &str,
        params: &Value,
        events: &mut dyn FnMut(Event),
    ) -> Result<Value, ModelError> {
        let request = json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
        self.say(&request)?;
        loop {
            let line = tokio::select! {
                biased;
                () = self.assistant.cancel.wait() => return Err(ModelError::Canceled),
                () = tokio::time::sleep(IDLE) => return Err(self.failed(format!("it was silent for {} s", IDLE.as_secs()))),
                line = self.talk.hear() => line,
            };
            let line = line.ok_or_else(|| self.failed("it ended".to_owned()))?;
            // Some print other things on their standard output.
            let Ok(message) = serde_json::from_str::<Value>(&line) else { continue };
            if message["method"].is_string() {
                self.answer(&message, events)?;
            } else if message["id"] == id {
                if let Some(error) = message.get("error") {
                    let words = error["message"].as_str().unwrap_or("it gives no reason");
                    return Err(self.failed(format!("{method}: {words}")));
                }
                return Ok(message["result"].clone());
            }
            if self.seen_bytes > ANSWER_BYTES_MAX {
                return Err(self.failed(format!("the answer is longer than {ANSWER_BYTES_MAX} bytes")));
            }
        }
    }

    /// Takes what it says; whatever it asks for is refused.
    fn answer(&mut self, message: &Value, events: &mut dyn FnMut(Event)) -> Result<(), ModelError> {
        let update = &message["params"]["update"];
        if message["method"] == "session/update" {
            let piece = update["content"]["text"].as_str().filter(|text| !text.is_empty());
            self.seen_bytes += piece.map_or(0, str::len);
            if let (Some("agent_message_chunk"), Some(text)) = (update["sessionUpdate"].as_str(), piece) {
                self.text.push_str(text);
                events(Event::Text { text: text.to_owned() });
            }
        }
        let Some(id) = message.get("id") else { return Ok(()) };
        let method = message["method"].as_str().unwrap_or_default();
        events(Event::Note { text: format!("the agent asked for `{method}`, and was refused") });
        let reply = if method == "session/request_permission" {
            json!({"jsonrpc": "2.0", "id": id, "result": {"outcome": {"outcome": "cancelled"}}})
        } else {
            let error = json!({"code": -32601, "message": "not offered"});
            json!({"jsonrpc": "2.0", "id": id, "error": error})
        };
        self.say(&reply)
    }

    fn say(&mut self, message: &Value) -> Result<(), ModelError> {
        self.talk.say(&message.to_string()).map_err(|error| self.failed(error.to_string()))
    }

    fn failed(&self, reason: String) -> ModelError {
        ModelError::Agent { model: self.model.name.clone(), reason, is_missing: false }
    }
}

/// What an agent may see: what programs need, and what is GitHub's. Keys of other providers are not
/// its business.
fn environment(vars: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    const NAMES: [&str; 19] = [
        "PATH",
        "HOME",
        "USERPROFILE",
        "LANG",
        "LC_ALL",
        "TZ",
        "USER",
        "LOGNAME",
        "TERM",
        "SystemRoot",
        "APPDATA",
        "LOCALAPPDATA",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "NO_PROXY",
        "http_proxy",
        "https_proxy",
        "no_proxy",
        "SSL_CERT_FILE",
    ];
    const BEGINNINGS: [&str; 5] = ["XDG_", "GH_", "GITHUB_", "COPILOT_", "NODE_"];
    let passes = |name: &str| NAMES.contains(&name) || BEGINNINGS.iter().any(|start| name.starts_with(start));
    vars.iter().filter(|(name, _)| passes(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
}
