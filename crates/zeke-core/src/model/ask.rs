//! One question to one model.

use std::future::Future;
use std::task::Poll;
use std::time::Duration;

use ghostllm_client::{
    BlockKind, ChatRequest, ChatStream, ClientError, Endpoint, Event as Piece, Extras, FinishReason,
    GhostLlmClient, Json, Message, Role, Usage,
};

use super::{Answer, Ask, Assistant, Model, ModelError, Reach, Speaker, agent, estimated_tokens, summary};
use crate::config::{Config, Kind};
use crate::event::{Event, Sent};

/// A longer answer is not an answer: a model that repeats itself without end.
const ANSWER_BYTES_MAX: usize = 1 << 20;
/// The longest prompt that a program on this machine is given at once.
pub(super) const REQUEST_BYTES_MAX: usize = 4 << 20;
/// Ollama's context where the user gives none. Ollama's own is smaller, and what is longer it cuts
/// off without a word.
const NUM_CTX: u32 = 8192;
/// Time for a connection to be closed.
const HANG_UP: Duration = Duration::from_millis(5);
/// What an answer needs of the context where nobody limits it.
const ANSWER_TOKENS: u64 = 2048;
/// The largest context that is asked for without the user's word.
const NUM_CTX_MAX: u32 = 131_072;

impl Assistant {
    pub(super) async fn ask_one(
        &self,
        model: &Model,
        ask: &Ask,
        events: &mut dyn FnMut(Event),
    ) -> Result<Answer, ModelError> {
        if self.cancel.is_set() {
            return Err(ModelError::Canceled);
        }
        match &model.provider.reach {
            Reach::Endpoint(endpoint) => self.ask_endpoint(model, endpoint, ask, events).await,
            Reach::Agent { .. } => agent::ask(self, model, ask, events).await,
        }
    }

    async fn ask_endpoint(
        &self,
        model: &Model,
        endpoint: &Endpoint,
        ask: &Ask,
        events: &mut dyn FnMut(Event),
    ) -> Result<Answer, ModelError> {
        let client = self.client(endpoint);
        let (mut request, num_ctx) = request(&self.config, model, ask)?;
        let input_tokens = estimated_tokens(body(&client, model, &request)?.len());
        let reserved = self.budget.reserve(&model.name, model.price, input_tokens, request.max_tokens)?;
        request.max_tokens = reserved.answer_tokens_max;
        let body = body(&client, model, &request)?;
        if let Some(key) = &endpoint.key
            && holds(&body, key.expose())
        {
            return Err(ModelError::KeyInText { provider: model.provider.name.clone() });
        }
        if let Some((num_ctx, true)) = num_ctx {
            events(Event::Note { text: format!("{}: context of {num_ctx} tokens", model.name) });
        }
        events(Event::Sent(Sent {
            model: model.name.clone(),
            host: host(&endpoint.base_url),
            bytes: body.len(),
            files: ask.files.clone(),
            secrets: ask.secrets,
        }));
        let mut reading = Reading::new(model);
        let outcome = reading.read(self, &client, &request, events).await;
        let (usage, estimated) = reading.usage(input_tokens);
        let (cost, unwritten) = self.budget.settle(&reserved, &model.name, &usage);
        if let Some(error) = unwritten {
            events(Event::Note { text: crate::chain(&error) });
        }
        outcome.map_err(|error| without_key(error, endpoint))?;
        if reading.text.trim().is_empty() && reading.broken.is_none() {
            reading.end("empty", "the model answered nothing");
        }
        reading.broken = reading.broken.map(|why| shown(&why, endpoint));
        let mut summary = summary(model, &usage, estimated, cost);
        summary.finish = reading.finish;
        summary.complete = summary.finish == "stop";
        events(Event::Answer(summary.clone()));
        Ok(Answer { text: reading.text, summary, broken: reading.broken })
    }
}

/// The request as it is sent; for Ollama, the context size and whether it is worth a word.
pub(super) fn request(
    config: &Config,
    model: &Model,
    ask: &Ask,
) -> Result<(ChatRequest, Option<(u32, bool)>), ModelError> {
    let messages = ask.messages.iter().map(|(speaker, text)| {
        let role = match speaker {
            Speaker::System => Role::System,
            Speaker::User => Role::User,
            Speaker::Model => Role::Assistant,
        };
        Message::text(role, text.as_str())
    });
    let mut request = ChatRequest {
        model: model.id.clone(),
        stream: true,
        include_usage: true,
        messages: messages.collect(),
        max_tokens: ask.max_tokens.or(config.max_tokens),
        ..ChatRequest::default()
    };
    if model.provider.kind != Kind::Ollama {
        return Ok((request, None));
    }
    let bytes: usize = ask.messages.iter().map(|(_, text)| text.len()).sum();
    let needed = estimated_tokens(bytes) + request.max_tokens.unwrap_or(ANSWER_TOKENS);
    let num_ctx = match model.provider.num_ctx {
        Some(num_ctx) if needed > u64::from(num_ctx) => {
            return Err(ModelError::ContextTooSmall {
                model: model.name.clone(),
                provider: model.provider.name.clone(),
                needed,
                num_ctx,
            });
        }
        Some(num_ctx) => num_ctx,
        None => {
            let raised = u32::try_from(needed).ok().and_then(u32::checked_next_power_of_two);
            raised.unwrap_or(u32::MAX).max(NUM_CTX)
        }
    };
    if num_ctx > NUM_CTX_MAX && model.provider.num_ctx.is_none() {
        return Err(ModelError::ContextTooSmall {
            model: model.name.clone(),
            provider: model.provider.name.clone(),
            needed,
            num_ctx: NUM_CTX_MAX,
        });
    }
    let mut extras = Extras::new();
    extras.insert("options", Json::from(&serde_json::json!({ "num_ctx": num_ctx })));
    request.extras = extras;
    Ok((request, Some((num_ctx, true))))
}

pub(super) fn body(
    client: &GhostLlmClient,
    model: &Model,
    request: &ChatRequest,
) -> Result<Vec<u8>, ModelError> {
    let unsupported = |error| ModelError::Client {
        model: model.name.clone(),
        source: Box::new(ClientError::Unsupported(error)),
    };
    Ok(client.encode(request).map_err(unsupported)?.body)
}

fn holds(body: &[u8], key: &str) -> bool {
    is_secret(key) && body.windows(key.len()).any(|window| window == key.as_bytes())
}

/// Short ones ("none", "x") are no secrets: local servers are given any word.
fn is_secret(key: &str) -> bool {
    key.len() >= 12
}

/// An error without the key: some servers repeat it when they refuse it.
fn without_key(error: ModelError, endpoint: &Endpoint) -> ModelError {
    match error {
        ModelError::Client { model, mut source } => {
            if let ClientError::Failure(failure) = source.as_mut() {
                failure.message = shown(&failure.message, endpoint);
            }
            ModelError::Client { model, source }
        }
        other => other,
    }
}

/// Words of a provider as they may be shown.
fn shown(words: &str, endpoint: &Endpoint) -> String {
    match &endpoint.key {
        Some(key) if is_secret(key.expose()) => words.replace(key.expose(), "[key left out]"),
        _ => words.to_owned(),
    }
}

pub(super) fn host(base_url: &str) -> String {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or_default().rsplit('@').next().unwrap_or_default().to_owned()
}

/// An answer while it comes.
struct Reading<'a> {
    model: &'a Model,
    text: String,
    /// Everything that came, thoughts included: what is paid for.
    seen_bytes: usize,
    usage: Option<Usage>,
    /// Nothing is paid for what was not accepted.
    is_refused: bool,
    /// Whether the model came to its end: before it, what it counted is not all.
    is_finished: bool,
    finish: String,
    broken: Option<String>,
    /// The blocks whose pieces are words for the user.
    words: Vec<u32>,
}

impl<'a> Reading<'a> {
    fn new(model: &'a Model) -> Self {
        Self {
            model,
            text: String::new(),
            seen_bytes: 0,
            usage: None,
            is_refused: false,
            is_finished: false,
            finish: "stop".to_owned(),
            broken: None,
            words: Vec::new(),
        }
    }

    /// An error only where nothing of an answer came: what came is kept, and marked.
    async fn read(
        &mut self,
        assistant: &Assistant,
        client: &GhostLlmClient,
        request: &ChatRequest,
        events: &mut dyn FnMut(Event),
    ) -> Result<(), ModelError> {
        let started = tokio::select! {
            biased;
            () = assistant.cancel.wait() => None,
            started = client.stream(request) => Some(started),
        };
        let Some(started) = started else {
            tokio::time::sleep(HANG_UP).await;
            return Err(ModelError::Canceled);
        };
        let failed = |source| ModelError::Client { model: self.model.name.clone(), source: Box::new(source) };
        let mut stream = match started {
            Ok(stream) => stream,
            Err(source) => {
                self.is_refused = is_refusal(&source);
                return Err(failed(source));
            }
        };
        loop {
            let piece = tokio::select! {
                biased;
                () = assistant.cancel.wait() => None,
                piece = stream.next() => Some(piece),
            };
            match piece {
                None => {
                    hang_up(stream).await;
                    return self.cancelled();
                }
                Some(None) => return Ok(()),
                Some(Some(Ok(piece))) => self.take(piece, events),
                Some(Some(Err(source))) => return self.cut(source),
            }
            if self.seen_bytes > ANSWER_BYTES_MAX {
                hang_up(stream).await;
                self.end("too-long", &format!("the answer is longer than {ANSWER_BYTES_MAX} bytes"));
                return Ok(());
            }
        }
    }

    /// What is paid for, and whether that is estimated: where the answer broke off, what came of it,
    /// thoughts included, although the provider had not counted it yet.
    fn usage(&mut self, input_tokens: u64) -> (Usage, bool) {
        let seen = estimated_tokens(self.seen_bytes);
        match self.usage.take() {
            _ if self.is_refused => (Usage::default(), true),
            Some(usage) if self.is_finished => (usage, false),
            Some(usage) => (Usage { output_tokens: usage.output_tokens.max(seen), ..usage }, true),
            None => (Usage { input_tokens, output_tokens: seen, ..Usage::default() }, true),
        }
    }

    fn cancelled(&mut self) -> Result<(), ModelError> {
        if self.text.is_empty() {
            return Err(ModelError::Canceled);
        }
        self.end("canceled", "cancelled");
        Ok(())
    }

    fn cut(&mut self, source: ClientError) -> Result<(), ModelError> {
        if self.text.is_empty() {
            return Err(ModelError::Client { model: self.model.name.clone(), source: Box::new(source) });
        }
        self.end("cut", &crate::chain(&source));
        Ok(())
    }

    fn end(&mut self, finish: &str, why: &str) {
        finish.clone_into(&mut self.finish);
        self.broken = Some(why.to_owned());
    }

    fn take(&mut self, piece: Piece, events: &mut dyn FnMut(Event)) {
        match piece {
            Piece::Start(start) => {
                let (asked, is) = (&self.model.id, &start.model);
                if !is.is_empty() && !is_same_model(asked, is) {
                    let text = format!("`{is}` answers, not `{asked}`");
                    events(Event::Note { text });
                }
            }
            Piece::Open { block, choice: 0, kind } => match kind {
                BlockKind::Text | BlockKind::Refusal => self.words.push(block),
                BlockKind::ToolCall { name, .. } => {
                    let text =
                        format!("the model called `{name}`, which it was not offered; nothing was run");
                    events(Event::Note { text });
                }
                _ => {}
            },
            Piece::Delta { block, text } => {
                self.seen_bytes += text.len();
                if self.words.contains(&block) && !text.is_empty() {
                    self.text.push_str(&text);
                    events(Event::Text { text });
                }
            }
            Piece::Finish { choice: 0, finish } => {
                self.is_finished = true;
                match finish.reason {
                    FinishReason::Stop | FinishReason::StopSequence => {}
                    FinishReason::Length => self.end("length", "the answer met its limit of tokens"),
                    FinishReason::ToolCalls => self.end("tool-calls", "the model waits for a tool"),
                    FinishReason::ContentFilter => self.end("content-filter", "the provider's filter cut in"),
                    FinishReason::Refusal => self.end("refusal", "the model declined"),
                    FinishReason::Pause => self.end("pause", "the model paused"),
                    FinishReason::Other => self.end("other", &finish.native.unwrap_or_default()),
                }
            }
            Piece::Usage(usage) => self.usage = Some(usage),
            _ => {}
        }
    }
}

/// Whether a request was not sent, or answered with an error instead of an answer.
fn is_refusal(error: &ClientError) -> bool {
    matches!(
        error,
        ClientError::NoModel
            | ClientError::Invalid { .. }
            | ClientError::Lacks { .. }
            | ClientError::Unsupported(_)
            | ClientError::Connect { .. }
            | ClientError::Failure(_)
            | ClientError::Moved { .. }
            | ClientError::Page { .. }
    )
}

/// Closes the connection, and so stops the provider. The one who closes it is a task of the
/// runtime, which runs only while something is waited for.
async fn hang_up(stream: ChatStream) {
    drop(stream);
    tokio::time::sleep(HANG_UP).await;
}

/// Providers answer with the name of a dated version, with `:latest`, or without the maker.
fn is_same_model(asked: &str, is: &str) -> bool {
    let bare = |name: &str| name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
    let (asked, is) = (bare(asked), bare(is));
    is.starts_with(asked.trim_end_matches("-latest").trim_end_matches(":latest")) || asked.starts_with(&is)
}

/// Waits for all of them.
pub(super) async fn join<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    let mut futures: Vec<_> = futures.into_iter().map(Box::pin).collect();
    let mut outputs: Vec<Option<F::Output>> = futures.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, output) in futures.iter_mut().zip(&mut outputs).filter(|(_, output)| output.is_none()) {
            if let Poll::Ready(ready) = future.as_mut().poll(context) {
                *output = Some(ready);
            }
        }
        if outputs.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    outputs.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_model_is_noticed() {
        let check =
            |asked: &str, is: &str, same: bool| assert_eq!(is_same_model(asked, is), same, "{asked} {is}");
        check("gpt-5", "gpt-5-2025-08-07", true);
        check("claude-3-5-haiku-latest", "claude-3-5-haiku-20241022", true);
        check("llama3", "llama3:latest", true);
        check("anthropic/claude-sonnet-4-5", "claude-sonnet-4-5-20250929", true);
        check("gpt-5", "gpt-4o", false);
        check("claude-opus-4-5", "claude-haiku-4-5", false);
    }
}
