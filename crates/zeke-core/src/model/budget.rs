//! What may be spent: before a request its price is set aside, afterwards what it really cost is
//! written down. What is set aside and never settled (the process was killed) counts as spent.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use camino::Utf8PathBuf;
use ghostllm_client::Usage;
use serde::{Deserialize, Serialize};

use super::price;
use crate::config::{BudgetConfig, Price};
use crate::receipt::rfc3339;

/// The longest answer that is set aside for where neither the user nor the model's provider says.
const ANSWER_TOKENS_MAX: u64 = 32_768;
/// Shorter answers are not worth their question.
const ANSWER_TOKENS_MIN: u64 = 16;

/// What sums of fractions of dollars may be off, in tokens.
const ROUNDING: f64 = 1e-6;

/// Limits, and what was spent in this run.
#[derive(Debug)]
pub struct Budget {
    limits: BudgetConfig,
    /// The folder of one file a day, where there is a place for it.
    folder: Option<Utf8PathBuf>,
    run: Mutex<Run>,
}

#[derive(Debug, Default)]
struct Run {
    spent: Spent,
    asked: u64,
}

/// What was spent.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Spent {
    /// US dollars, as far as prices are known.
    pub usd: f64,
    /// Tokens, input and output together.
    pub tokens: u64,
}

/// Why a request is not sent.
#[derive(Debug, thiserror::Error)]
pub enum BudgetError {
    /// It would cost more than is left.
    #[error(
        "the budget of {limit} a {period} would be exceeded: {spent} are spent, and the request costs up to {needed}"
    )]
    Exhausted {
        /// The limit.
        limit: String,
        /// `run` or `day`.
        period: &'static str,
        /// What was spent.
        spent: String,
        /// What would be.
        needed: String,
    },
    /// There is a limit in dollars, and nobody knows the model's price.
    #[error(
        "the price of `{model}` is not known, so a budget in dollars cannot hold; give it in [prices.\"{model}\"], or give the budget in tokens"
    )]
    NoPrice {
        /// The model.
        model: String,
    },
    /// What was spent today cannot be read or written.
    #[error("cannot keep account in {path}")]
    Account {
        /// The file.
        path: Utf8PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
}

/// What is set aside for a request.
#[derive(Debug)]
pub(crate) struct Reserved {
    id: String,
    /// The account in which it is set aside, and settled although its day may be over by then.
    file: Option<Utf8PathBuf>,
    usd: f64,
    tokens: u64,
    price: Option<Price>,
    /// The longest answer that the budget allows; `None`: no budget does.
    pub(crate) answer_tokens_max: Option<u64>,
}

/// A line of a day's account. A later line of the same id replaces an earlier one.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    id: String,
    model: String,
    usd: f64,
    tokens: u64,
}

impl Budget {
    /// A budget with an account in the user's state folder.
    #[must_use]
    pub fn new(limits: BudgetConfig, state: Option<Utf8PathBuf>) -> Self {
        Self { limits, folder: state.map(|state| state.join("spent")), run: Mutex::default() }
    }

    /// What was spent in this run.
    pub fn spent(&self) -> Spent {
        self.run().spent
    }

    /// The limits.
    #[must_use]
    pub fn limits(&self) -> &BudgetConfig {
        &self.limits
    }

    /// What was spent today.
    pub fn spent_today(&self) -> Result<Spent, BudgetError> {
        match self.file() {
            Some(path) => read(&path),
            None => Ok(Spent::default()),
        }
    }

    /// Sets aside what a request costs at most.
    pub(crate) fn reserve(
        &self,
        model: &str,
        price: Option<Price>,
        input_tokens: u64,
        answer_tokens: Option<u64>,
    ) -> Result<Reserved, BudgetError> {
        let mut run = self.run();
        run.asked += 1;
        let id = format!("{}-{}-{}", rfc3339(SystemTime::now()), std::process::id(), run.asked);
        let file = self.file();
        let mut reserved =
            Reserved { id, file, usd: 0.0, tokens: 0, price, answer_tokens_max: answer_tokens };
        let is_limited = self.limits != BudgetConfig::default();
        if !is_limited {
            return Ok(reserved);
        }
        // Held until the line is written, so that two processes do not both take the last cent.
        let lock = self.lock()?;
        let today = reserved.file.as_ref().map_or_else(|| Ok(Spent::default()), read)?;
        let wanted = answer_tokens.unwrap_or(ANSWER_TOKENS_MAX);
        let needs_price = self.limits.run_usd.is_some() || self.limits.day_usd.is_some();
        let price = match price {
            None if needs_price => return Err(BudgetError::NoPrice { model: model.to_owned() }),
            price => price.unwrap_or_default().of_prompt(input_tokens),
        };
        let limits = [
            ("run", self.limits.run_usd, self.limits.run_tokens, run.spent),
            ("day", self.limits.day_usd, self.limits.day_tokens, today),
        ];
        let mut answer = wanted;
        for (period, usd, tokens, spent) in limits {
            let request = Request { period, spent, price, input_tokens };
            answer = answer.min(request.by_dollars(usd)?).min(request.by_tokens(tokens)?);
        }
        reserved.usd = price::cost(&price, &usage(input_tokens, answer));
        reserved.tokens = input_tokens + answer;
        reserved.answer_tokens_max = Some(answer);
        run.spent.usd += reserved.usd;
        run.spent.tokens += reserved.tokens;
        reserved.write(model, reserved.usd, reserved.tokens)?;
        drop(lock);
        Ok(reserved)
    }

    /// Writes down what a request really cost; gives the dollars, where the price is known.
    pub(crate) fn settle(
        &self,
        reserved: &Reserved,
        model: &str,
        usage: &Usage,
    ) -> (Option<f64>, Option<BudgetError>) {
        let usd = reserved.price.map(|price| price::cost(&price, usage));
        let mut run = self.run();
        run.spent.usd += usd.unwrap_or(0.0) - reserved.usd;
        run.spent.tokens = (run.spent.tokens + usage.total_tokens()).saturating_sub(reserved.tokens);
        let written = reserved.write(model, usd.unwrap_or(0.0), usage.total_tokens());
        (usd, written.err())
    }

    fn run(&self) -> MutexGuard<'_, Run> {
        self.run.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn file(&self) -> Option<Utf8PathBuf> {
        let now = rfc3339(SystemTime::now());
        let day = now.split('T').next().unwrap_or_default();
        Some(self.folder.as_ref()?.join(format!("{day}.jsonl")))
    }

    fn lock(&self) -> Result<Option<File>, BudgetError> {
        let Some(folder) = &self.folder else { return Ok(None) };
        let path = folder.join("lock");
        let lock = || {
            fs::create_dir_all(folder)?;
            let file = OpenOptions::new().create(true).append(true).open(&path)?;
            file.lock()?;
            Ok(file)
        };
        lock().map(Some).map_err(|source| BudgetError::Account { path, source })
    }
}

impl Reserved {
    /// One write of one line at the end of the file: lines of several processes do not mix. It begins
    /// with an end of line, so that half a line before it takes nothing of it.
    fn write(&self, model: &str, usd: f64, tokens: u64) -> Result<(), BudgetError> {
        let Some(path) = &self.file else { return Ok(()) };
        let line = Line { id: self.id.clone(), model: model.to_owned(), usd, tokens };
        let write = || {
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            let text = format!("\n{}\n", serde_json::to_string(&line)?);
            OpenOptions::new().create(true).append(true).open(path)?.write_all(text.as_bytes())
        };
        write().map_err(|source| BudgetError::Account { path: path.clone(), source })
    }
}

struct Request {
    period: &'static str,
    spent: Spent,
    price: Price,
    input_tokens: u64,
}

impl Request {
    /// How long the answer may be so that `limit` holds.
    fn by_dollars(&self, limit: Option<f64>) -> Result<u64, BudgetError> {
        let Some(limit) = limit else { return Ok(u64::MAX) };
        let least = price::cost(&self.price, &usage(self.input_tokens, ANSWER_TOKENS_MIN));
        let left = limit - self.spent.usd;
        if least > left {
            return Err(self.exhausted(dollars(limit), dollars(self.spent.usd), dollars(least)));
        }
        let for_answer = left - price::cost(&self.price, &usage(self.input_tokens, 0));
        if self.price.output <= 0.0 {
            return Ok(u64::MAX);
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "not negative: `least` fits"
        )]
        let tokens = (for_answer * 1e6 / self.price.output + ROUNDING).floor() as u64;
        Ok(tokens)
    }

    fn by_tokens(&self, limit: Option<u64>) -> Result<u64, BudgetError> {
        let Some(limit) = limit else { return Ok(u64::MAX) };
        let left = limit.saturating_sub(self.spent.tokens).saturating_sub(self.input_tokens);
        if left < ANSWER_TOKENS_MIN {
            let needed = self.input_tokens + ANSWER_TOKENS_MIN;
            let words = |tokens: u64| format!("{tokens} tokens");
            return Err(self.exhausted(words(limit), words(self.spent.tokens), words(needed)));
        }
        Ok(left)
    }

    fn exhausted(&self, limit: String, spent: String, needed: String) -> BudgetError {
        BudgetError::Exhausted { limit, period: self.period, spent, needed }
    }
}

/// The dearest case: a provider may write all that it reads to its cache, and charge for it.
fn usage(input_tokens: u64, output_tokens: u64) -> Usage {
    Usage { input_tokens, output_tokens, cache_write_tokens: input_tokens, ..Usage::default() }
}

/// `$0.0123`.
#[must_use]
pub fn dollars(amount: f64) -> String {
    format!("${amount:.4}")
}

fn read(path: &Utf8PathBuf) -> Result<Spent, BudgetError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Spent::default()),
        Err(source) => return Err(BudgetError::Account { path: path.clone(), source }),
    };
    // Half a line is what a full disk or a kill leaves. Nothing is missing in the sum: a request that
    // is not set aside is not sent, and one that is not settled counts as what was set aside for it.
    let lines: std::collections::BTreeMap<String, Line> = bytes
        .split(|byte| *byte == b'\n')
        .filter_map(|line| serde_json::from_slice::<Line>(line).ok())
        .map(|line| (line.id.clone(), line))
        .collect();
    let add = |sum: Spent, line: &Line| Spent { usd: sum.usd + line.usd, tokens: sum.tokens + line.tokens };
    Ok(lines.values().fold(Spent::default(), add))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::LongPrice;

    const PRICE: Price = Price { input: 1.0, output: 10.0, cached: None, cache_write: None, long: None };

    fn budget(limits: BudgetConfig) -> (tempfile::TempDir, Budget) {
        let folder = tempfile::tempdir().unwrap();
        let state = Utf8PathBuf::from_path_buf(folder.path().to_owned()).unwrap();
        (folder, Budget::new(limits, Some(state)))
    }

    #[test]
    fn the_answer_is_as_long_as_there_is_money_for() {
        let check = |limits: BudgetConfig, price, expected: Result<Option<u64>, &str>| {
            let (_folder, budget) = budget(limits);
            let is = budget.reserve("a/m", price, 1000, None).map(|reserved| reserved.answer_tokens_max);
            match expected {
                Ok(tokens) => assert_eq!(is.unwrap(), tokens, "{limits:?}"),
                Err(words) => assert!(is.unwrap_err().to_string().contains(words), "{limits:?}"),
            }
        };
        let none = BudgetConfig::default();
        check(none, None, Ok(None));
        check(BudgetConfig { run_usd: Some(0.011), ..none }, Some(PRICE), Ok(Some(1000)));
        check(BudgetConfig { day_usd: Some(0.011), ..none }, Some(PRICE), Ok(Some(1000)));
        check(
            BudgetConfig { run_usd: Some(0.001), ..none },
            Some(PRICE),
            Err("$0.0010 a run would be exceeded"),
        );
        check(BudgetConfig { run_usd: Some(0.0), ..none }, Some(PRICE), Err("exceeded"));
        check(BudgetConfig { run_usd: Some(1.0), ..none }, None, Err("price of `a/m` is not known"));
        check(BudgetConfig { run_tokens: Some(1500), ..none }, None, Ok(Some(500)));
        check(BudgetConfig { day_tokens: Some(1001), ..none }, None, Err("1001 tokens a day would be"));
        let long = LongPrice { over: 999, input: 2.0, output: 20.0, cached: None, cache_write: None };
        let dearer = Price { long: Some(long), ..PRICE };
        check(BudgetConfig { run_usd: Some(0.022), ..none }, Some(dearer), Ok(Some(1000)));
        let free = Price::default();
        check(BudgetConfig { run_usd: Some(0.0), ..none }, Some(free), Ok(Some(ANSWER_TOKENS_MAX)));
    }

    #[test]
    fn a_day_is_counted_over_runs_and_what_is_not_settled_counts() {
        let limits = BudgetConfig { day_tokens: Some(3000), ..BudgetConfig::default() };
        let (folder, first) = budget(limits);
        let reserved = first.reserve("a/m", Some(PRICE), 100, Some(1000)).unwrap();
        assert_eq!(first.spent_today().unwrap().tokens, 1100);
        first.settle(&reserved, "a/m", &usage(100, 200));
        for spent in [first.spent_today().unwrap(), first.spent()] {
            assert_eq!((dollars(spent.usd).as_str(), spent.tokens), ("$0.0021", 300));
        }
        first.reserve("a/m", Some(PRICE), 100, Some(1900)).unwrap();

        let state = Utf8PathBuf::from_path_buf(folder.path().to_owned()).unwrap();
        let second = Budget::new(limits, Some(state));
        assert_eq!(second.spent_today().unwrap().tokens, 2300);
        assert!(second.reserve("a/m", Some(PRICE), 700, None).is_err());
        assert_eq!(second.reserve("a/m", Some(PRICE), 100, None).unwrap().answer_tokens_max, Some(600));
    }

    #[test]
    fn a_request_counts_on_the_day_that_it_was_set_aside() {
        let limits = BudgetConfig { day_tokens: Some(3000), ..BudgetConfig::default() };
        let (folder, budget) = budget(limits);
        let mut reserved = budget.reserve("a/m", Some(PRICE), 100, Some(1000)).unwrap();
        // Midnight has passed: the account is yesterday's.
        let yesterday = Utf8PathBuf::from_path_buf(folder.path().join("spent/2001-01-01.jsonl")).unwrap();
        fs::rename(reserved.file.replace(yesterday.clone()).unwrap(), &yesterday).unwrap();
        budget.settle(&reserved, "a/m", &usage(100, 200));
        assert_eq!(budget.spent_today().unwrap().tokens, 0);
        assert_eq!(read(&yesterday).unwrap().tokens, 300);
    }

    #[test]
    fn half_a_line_stops_nothing() {
        let limits = BudgetConfig { day_tokens: Some(3000), ..BudgetConfig::default() };
        let (_folder, budget) = budget(limits);
        let reserved = budget.reserve("a/m", Some(PRICE), 100, Some(1000)).unwrap();
        let file = reserved.file.clone().unwrap();
        let half = b"{\"id\":\"x\",\"tok\xc3";
        OpenOptions::new().append(true).open(file).unwrap().write_all(half).unwrap();
        budget.reserve("a/m", Some(PRICE), 100, Some(500)).unwrap();
        assert_eq!(budget.spent_today().unwrap().tokens, 1700);
    }
}
