//! Models: chosen, asked, paid for. Every way out of the machine goes through [`Assistant::ask`].
//!
//! Holds: nothing is sent unless the user chose a model; what goes out is said before it goes
//! ([`Event::Sent`]); another model than the chosen one is asked only where the user named it, and
//! that is said; an answer that is cut off is marked, never passed off as whole.

mod agent;
mod ask;
mod budget;
mod price;
mod provider;

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use ghostllm_client::{ClientError, Endpoint, GhostLlmClient, RetryPolicy, Usage};

use crate::cancel::Cancel;
use crate::config::{Config, Price};
use crate::event::{Event, SentFile, Summary};
use crate::keys::Keys;
use crate::surroundings::Surroundings;

pub use budget::{Budget, BudgetError, Spent, dollars};
pub use provider::{Provider, ProviderError, Reach, find, key_variables, names, split};

/// How long is waited for a list of models.
const LIST_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(10);

/// Everything that is needed to ask models; one for a whole run.
#[derive(Debug)]
pub struct Assistant {
    surroundings: Surroundings,
    config: Config,
    budget: Budget,
    cancel: Cancel,
    /// The one client whose connections all requests share; made by the first of them.
    client: Mutex<Option<GhostLlmClient>>,
    runtime: OnceLock<tokio::runtime::Runtime>,
    providers: Mutex<BTreeMap<String, Provider>>,
}

/// A model that can be asked.
#[derive(Debug, Clone)]
pub struct Model {
    /// `provider/model`.
    pub name: String,
    /// Whose it is.
    pub provider: Provider,
    /// What the provider calls it.
    pub id: String,
    price: Option<Price>,
}

/// Who said something in a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// zeke: what the model is to do and what holds.
    System,
    /// The user, and what is given on the user's behalf.
    User,
    /// The model.
    Model,
}

/// A question to a model.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// What was said, oldest first.
    pub messages: Vec<(Speaker, String)>,
    /// What of it is from files.
    pub files: Vec<SentFile>,
    /// How many secrets were left out.
    pub secrets: usize,
    /// The longest answer, in tokens.
    pub max_tokens: Option<u64>,
}

impl Ask {
    /// The user's words alone: nothing is added to them.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self { messages: vec![(Speaker::User, text.to_owned())], ..Self::default() }
    }
}

/// What a model answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Its words, as far as they came.
    pub text: String,
    /// How it ended and what it cost.
    pub summary: Summary,
    /// What broke it off, if something did.
    pub broken: Option<String>,
}

/// Why a model gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// None is chosen.
    #[error(
        "no model is chosen; say --model provider/model, set ZEKE_MODEL, or write `model = \"provider/model\"` in config.toml"
    )]
    NoModel,
    /// Its provider cannot be asked.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// It would cost too much.
    #[error(transparent)]
    Budget(#[from] BudgetError),
    /// It did not answer.
    #[error("`{model}` did not answer")]
    Client {
        /// The model.
        model: String,
        /// Why.
        #[source]
        source: Box<ClientError>,
    },
    /// The prompt is longer than the context that is configured.
    #[error(
        "the prompt has about {needed} tokens, and `{model}` is given a context of {num_ctx}; raise num-ctx in [providers.{provider}]"
    )]
    ContextTooSmall {
        /// The model.
        model: String,
        /// Its provider.
        provider: String,
        /// What the prompt and an answer need.
        needed: u64,
        /// What is configured.
        num_ctx: u32,
    },
    /// A key of the user's is in what would be sent.
    #[error("the request would carry the key of `{provider}` in its text, and is not sent")]
    KeyInText {
        /// Whose key.
        provider: String,
    },
    /// An agent did not answer.
    #[error("`{model}` did not answer: {reason}")]
    Agent {
        /// The model.
        model: String,
        /// Why.
        reason: String,
        /// Whether its program is missing.
        is_missing: bool,
    },
    /// The user broke it off before anything came.
    #[error("cancelled")]
    Canceled,
    /// The system has no room for a runtime.
    #[error("cannot start")]
    Runtime(#[source] std::io::Error),
}

impl ModelError {
    /// What to do about it, where that is known.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        use ghostllm_client::Category;
        let Self::Client { model, source } = self else { return None };
        let provider = model.split('/').next().unwrap_or_default();
        match (source.as_ref(), source.category()) {
            (_, Some(Category::Authentication | Category::Permission)) => {
                Some(format!("check the key: zeke auth status; zeke auth login {provider}"))
            }
            (_, Some(Category::NotFound)) => {
                Some(format!("see which models there are: zeke models {provider}"))
            }
            (ClientError::Connect { .. }, _) if provider == "ollama" => {
                Some("start it: ollama serve; or set OLLAMA_HOST".to_owned())
            }
            (ClientError::Connect { .. }, _) => Some("see what is reached: zeke doctor".to_owned()),
            (ClientError::Moved { .. } | ClientError::Page { .. }, _) => Some(format!(
                "check the address of `{provider}`, its base-url: most servers want `/v1` at its end"
            )),
            _ => None,
        }
    }

    /// Whether the command line or the configuration is at fault.
    #[must_use]
    pub fn is_usage(&self) -> bool {
        match self {
            Self::NoModel | Self::Provider(_) | Self::ContextTooSmall { .. } => true,
            Self::Budget(error) => matches!(error, BudgetError::NoPrice { .. }),
            Self::Client { source, .. } => {
                matches!(source.as_ref(), ClientError::Moved { .. } | ClientError::Page { .. })
            }
            _ => false,
        }
    }

    /// Whether something on this machine is missing.
    #[must_use]
    pub fn is_environment(&self) -> bool {
        match self {
            Self::Client { source, .. } => matches!(source.as_ref(), ClientError::Connect { .. }),
            Self::Agent { is_missing, .. } => *is_missing,
            Self::Runtime(_) => true,
            _ => false,
        }
    }

    /// Whether another model may answer.
    fn is_transient(&self) -> bool {
        match self {
            Self::Client { source, .. } => source.is_transient(),
            Self::Agent { .. } => true,
            _ => false,
        }
    }
}

impl Assistant {
    /// Nothing is read, looked for or connected yet.
    #[must_use]
    pub fn new(surroundings: &Surroundings, config: Config, cancel: &Cancel) -> Self {
        Self {
            surroundings: surroundings.clone(),
            budget: Budget::new(config.budget, surroundings.state_folder()),
            config,
            cancel: cancel.clone(),
            client: Mutex::default(),
            runtime: OnceLock::new(),
            providers: Mutex::default(),
        }
    }

    /// The configuration.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The folder that the user is in.
    #[must_use]
    pub fn folder(&self) -> &camino::Utf8Path {
        &self.surroundings.cwd
    }

    /// What is spent and may be.
    #[must_use]
    pub fn budget(&self) -> &Budget {
        &self.budget
    }

    /// The switch that ends an answer.
    #[must_use]
    pub fn cancel(&self) -> &Cancel {
        &self.cancel
    }

    /// The model of a task: the one that is named, else the task's, else the usual one. `None`:
    /// the user chose none, so nothing leaves the machine.
    pub fn choose(&self, task: &str, named: Option<&str>) -> Result<Option<Model>, ModelError> {
        let configured = || self.config.tasks.get(task).or(self.config.model.as_ref()).map(String::as_str);
        match named.or_else(|| self.surroundings.var("ZEKE_MODEL")).or_else(configured) {
            Some(name) => self.model(name).map(Some),
            None => Ok(None),
        }
    }

    /// The model of a name.
    pub fn model(&self, name: &str) -> Result<Model, ModelError> {
        let (provider, id) = split(&self.config, name)?;
        let provider = self.provider(&provider)?;
        let price = price::of(&self.config, &provider.name, provider.kind, &id);
        Ok(Model { name: format!("{}/{id}", provider.name), provider, id, price })
    }

    /// A provider, with its key. Found once: a keyring may ask its user.
    pub fn provider(&self, name: &str) -> Result<Provider, ModelError> {
        let mut providers = self.providers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(provider) = providers.get(name) {
            return Ok(provider.clone());
        }
        let keys = Keys::new(&self.surroundings, &self.cancel);
        let provider = find(&self.config, &self.surroundings, &keys, name)?;
        providers.insert(name.to_owned(), provider.clone());
        Ok(provider)
    }

    /// The models that a provider offers.
    pub fn models(&self, provider: &Provider) -> Result<Vec<ghostllm_client::Model>, ModelError> {
        let Reach::Endpoint(endpoint) = &provider.reach else { return Ok(Vec::new()) };
        // Whoever looks at a list does not want to wait long for it.
        let client = self.client(endpoint).with_retry(RetryPolicy::NEVER);
        self.runtime()?.block_on(async {
            tokio::select! {
                biased;
                () = self.cancel.wait() => Err(ModelError::Canceled),
                () = tokio::time::sleep(LIST_TIMEOUT) => Err(ModelError::Client {
                    model: provider.name.clone(),
                    source: Box::new(ClientError::Timeout { what: "the list of models", limit: LIST_TIMEOUT }),
                }),
                models = client.models() => models.map_err(|source| ModelError::Client {
                    model: provider.name.clone(),
                    source: Box::new(source),
                }),
            }
        })
    }

    /// Asks a model, and those of the configuration's `fallback` where it is not reached.
    pub fn ask(&self, model: &Model, ask: &Ask, events: &mut dyn FnMut(Event)) -> Result<Answer, ModelError> {
        self.runtime()?.block_on(self.ask_with_fallback(model, ask, events))
    }

    /// Asks several at once, over the same connections. `events` gets the number of the question
    /// with each event.
    pub fn ask_all(
        &self,
        asks: &[(Model, Ask)],
        events: &mut dyn FnMut(usize, Event),
    ) -> Result<Vec<Result<Answer, ModelError>>, ModelError> {
        let events = std::cell::RefCell::new(events);
        let all = asks.iter().enumerate().map(|(number, (model, ask))| {
            let events = &events;
            async move {
                let mut event = |event| (events.borrow_mut())(number, event);
                self.ask_with_fallback(model, ask, &mut event).await
            }
        });
        Ok(self.runtime()?.block_on(ask::join(all.collect())))
    }

    /// What would be sent, in the words of the model's provider.
    pub fn preview(&self, model: &Model, ask: &Ask) -> Result<String, ModelError> {
        match &model.provider.reach {
            Reach::Endpoint(endpoint) => {
                let request = ask::request(&self.config, model, ask)?.0;
                let body = ask::body(&self.client(endpoint), model, &request)?;
                Ok(String::from_utf8_lossy(&body).into_owned())
            }
            Reach::Agent { .. } => Ok(agent::prompt(ask)),
        }
    }

    fn client(&self, endpoint: &Endpoint) -> GhostLlmClient {
        let mut client = self.client.lock().unwrap_or_else(PoisonError::into_inner);
        match client.as_ref() {
            Some(client) => client.at(endpoint.clone()),
            None => client.insert(GhostLlmClient::new(endpoint.clone())).clone(),
        }
    }

    /// Made by the first request: what needs no model does not pay for it.
    fn runtime(&self) -> Result<&tokio::runtime::Runtime, ModelError> {
        if let Some(runtime) = self.runtime.get() {
            return Ok(runtime);
        }
        let built = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let built = built.map_err(ModelError::Runtime)?;
        Ok(self.runtime.get_or_init(|| built))
    }

    async fn ask_with_fallback(
        &self,
        model: &Model,
        ask: &Ask,
        events: &mut dyn FnMut(Event),
    ) -> Result<Answer, ModelError> {
        let mut outcome = self.ask_one(model, ask, events).await;
        let mut before = model.name.clone();
        for name in &self.config.fallback {
            let Err(error) = &outcome else { break };
            if *name == before || !error.is_transient() {
                continue;
            }
            let next = self.model(name)?;
            let reason = crate::chain(error);
            events(Event::Note { text: format!("{reason}; asking `{}` instead of `{before}`", next.name) });
            outcome = self.ask_one(&next, ask, events).await;
            before = next.name;
        }
        outcome
    }
}

/// Tokens of a text where nobody counted them: a little more than they are.
pub(crate) fn estimated_tokens(bytes: usize) -> u64 {
    (bytes as u64).div_ceil(3)
}

fn summary(model: &Model, usage: &Usage, estimated: bool, cost_usd: Option<f64>) -> Summary {
    Summary {
        model: model.name.clone(),
        complete: true,
        finish: "stop".to_owned(),
        input_tokens: usage.input_tokens,
        output_tokens: usage.output_tokens,
        estimated,
        cost_usd,
    }
}
