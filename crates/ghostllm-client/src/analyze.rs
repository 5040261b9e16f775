//! Review of code, in a form that programs can use.

use std::fmt;

use ghostllm_protocol::{ChatRequest, Json, JsonSchema, Message, OutputFormat, Role, Usage};
use serde::Deserialize;

use crate::{ClientError, GhostLlmClient};

/// What a model says about code. It is the model's word: nobody has checked it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// The whole in a few sentences.
    pub summary: String,
    /// What is wrong or could be better, worst first.
    pub issues: Vec<Issue>,
    /// What it cost.
    pub usage: Option<Usage>,
}

/// Something that is wrong or could be better.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Issue {
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// What is the matter.
    pub message: String,
    /// The lines it is about, as they stand in the code.
    pub evidence: String,
    /// What to do.
    pub suggestion: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    summary: String,
    issues: Vec<Issue>,
}

const SYSTEM: &str = "Review the code you are given. Report only what the code shows.";

/// Strict schemas demand every field and nothing else.
const SCHEMA: &str = r#"{"type":"object","properties":{"summary":{"type":"string"},"issues":{"type":"array","items":{"type":"object","properties":{"severity":{"type":"string","enum":["error","warning","info"]},"message":{"type":"string"},"evidence":{"type":"string"},"suggestion":{"type":"string"}},"required":["severity","message","evidence","suggestion"],"additionalProperties":false}}},"required":["summary","issues"],"additionalProperties":false}"#;

impl GhostLlmClient {
    /// Has code reviewed: `prompt` says what to look for and contains the code.
    ///
    /// A model that does not keep to the form is taken at its word: its text is the summary.
    ///
    /// ```
    /// # mod stub { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stub/doc.rs")); } use stub::*;
    /// # use ghostllm_client::{Endpoint, GhostLLMClient};
    /// # run(async {
    /// # let said = r#"{"summary":"One leak.","issues":[{"severity":"error","message":"never freed",
    /// #    "evidence":"Box::into_raw","suggestion":"free it"}]}"#;
    /// # let server = StubServer::chat(&[said]);
    /// # let llm_client = GhostLLMClient::new(Endpoint::compatible(server.url(), None)).with_model("m");
    /// # let (zig_code, rust_code) = ("", "");
    /// let prompt = format!("Review this FFI boundary for safety.\nZig:\n{zig_code}\nRust:\n{rust_code}");
    /// let review = llm_client.analyze_code(&prompt).await?;
    /// assert_eq!(review.issues[0].severity, "error");
    /// # Ok::<(), ghostllm_client::ClientError>(())
    /// # }).unwrap();
    /// ```
    pub async fn analyze_code(&self, prompt: &str) -> Result<Analysis, ClientError> {
        let output = OutputFormat::JsonSchema(JsonSchema {
            name: Some("review".to_owned()),
            description: None,
            schema: Json::parse(SCHEMA).unwrap_or_default(),
            strict: Some(true),
        });
        let messages = vec![Message::text(Role::System, SYSTEM), Message::text(Role::User, prompt)];
        let request = ChatRequest { messages, output: Some(output), ..ChatRequest::default() };
        let response = self.chat(&request).await?;
        let text = response.text();
        let Answer { summary, issues } = parse(&text).unwrap_or(Answer { summary: text, issues: Vec::new() });
        Ok(Analysis { summary, issues, usage: response.usage })
    }
}

/// The JSON in an answer, also between words or in a fence.
fn parse(text: &str) -> Option<Answer> {
    let (start, end) = (text.find('{')?, text.rfind('}')?);
    serde_json::from_str(text.get(start..=end)?).ok()
}

impl fmt::Display for Analysis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.summary)?;
        for issue in &self.issues {
            write!(f, "\n{}: {}", issue.severity, issue.message)?;
            if !issue.suggestion.is_empty() {
                write!(f, "\n  {}", issue.suggestion)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_in_whatever_is_around_it() {
        let json = r#"{"summary":"s","issues":[{"severity":"info","message":"m"}]}"#;
        for text in [json.to_owned(), format!("```json\n{json}\n```"), format!("Here you are: {json} Bye.")] {
            let answer = parse(&text).unwrap();
            assert_eq!((answer.summary.as_str(), answer.issues.len()), ("s", 1));
        }
        assert!(parse("I see nothing wrong.").is_none());
        assert!(parse("} {").is_none());
        assert!(Json::parse(SCHEMA).is_ok());
    }
}
