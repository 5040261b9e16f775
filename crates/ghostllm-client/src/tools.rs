//! The loop of a model that calls tools.

use ghostllm_protocol::{
    ChatRequest, ChatResponse, FinishReason, Message, Part, Role, ToolCall, ToolResult, Usage,
};

use crate::{ClientError, GhostLlmClient};

/// How a loop of tool calls went.
#[derive(Clone, Debug, PartialEq)]
pub struct ToolRun {
    /// The last answer, which calls no tool.
    pub response: ChatResponse,
    /// The whole conversation, the last answer included: what to go on with.
    pub messages: Vec<Message>,
    /// What all turns cost together.
    pub usage: Usage,
}

impl GhostLlmClient {
    /// Asks, has `call` run the tools that the model calls, and asks again, until it answers without calling or
    /// `turns_max` answers have been had. A tool's `Err` goes to the model as a failure, which it can react to; a call
    /// whose arguments were cut off by the answer's limit of tokens is not run, and the model is told. A provider that
    /// pauses its turn is asked to go on.
    ///
    /// ```
    /// # mod stub { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stub/doc.rs")); } use stub::*;
    /// # use ghostllm_client::{ChatRequest, Endpoint, Function, GhostLlmClient, Message, Role, Tool};
    /// # run(async {
    /// # let server = StubServer::replies(vec![
    /// #   r#"{"choices":[{"message":{"tool_calls":[{"id":"c","type":"function","function":
    /// #     {"name":"add","arguments":"{\"a\":1,\"b\":2}"}}]},"finish_reason":"tool_calls"}]}"#.to_owned(),
    /// #   r#"{"choices":[{"message":{"content":"3"},"finish_reason":"stop"}]}"#.to_owned()]);
    /// # let client = GhostLlmClient::new(Endpoint::compatible(server.url(), None)).with_model("m");
    /// let add = Function { name: "add".to_owned(), ..Function::default() };
    /// let request = ChatRequest {
    ///     messages: vec![Message::text(Role::User, "1 + 2?")],
    ///     tools: vec![Tool::Function(add)],
    ///     ..ChatRequest::default()
    /// };
    /// let run = client
    ///     .run_tools(request, 8, async |call| match call.name.as_str() {
    ///         "add" => Ok("3".to_owned()),
    ///         other => Err(format!("there is no tool `{other}`")),
    ///     })
    ///     .await?;
    /// assert_eq!(run.response.text(), "3");
    /// # Ok::<(), ghostllm_client::ClientError>(())
    /// # }).unwrap();
    /// ```
    pub async fn run_tools<F>(
        &self,
        mut request: ChatRequest,
        turns_max: u32,
        mut call: F,
    ) -> Result<ToolRun, ClientError>
    where
        F: AsyncFnMut(&ToolCall) -> Result<String, String>,
    {
        let mut usage = Usage::default();
        for _ in 0..turns_max {
            let response = self.chat(&request).await?;
            add(&mut usage, response.usage.as_ref());
            request.messages.push(response.to_message());
            let calls: Vec<ToolCall> = response.tool_calls().cloned().collect();
            let ended = |reason| {
                response
                    .choices
                    .iter()
                    .any(|choice| choice.finish.as_ref().is_some_and(|f| f.reason == reason))
            };
            if calls.is_empty() && ended(FinishReason::Pause) {
                continue;
            }
            if calls.is_empty() {
                return Ok(ToolRun { response, messages: request.messages, usage });
            }
            let is_cut = ended(FinishReason::Length);
            for tool_call in &calls {
                let outcome = if is_cut && !is_whole(&tool_call.arguments) {
                    Err("the arguments were cut off: the answer reached its limit of tokens".to_owned())
                } else {
                    call(tool_call).await
                };
                request.messages.push(result(tool_call, outcome));
            }
        }
        let (messages, usage) = (request.messages, Box::new(usage));
        Err(ClientError::TooManyTurns { turns: turns_max, messages, usage })
    }
}

fn is_whole(arguments: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(arguments).is_ok()
}

fn result(call: &ToolCall, outcome: Result<String, String>) -> Message {
    let is_error = outcome.is_err().then_some(true);
    let text = outcome.unwrap_or_else(|error| error);
    let result = ToolResult {
        call_id: call.id.clone(),
        name: Some(call.name.clone()),
        parts: vec![Part::text(text)],
        is_error,
        ..ToolResult::default()
    };
    Message { role: Role::Tool, parts: vec![Part::ToolResult(result)], ..Message::default() }
}

fn add(total: &mut Usage, one: Option<&Usage>) {
    let Some(one) = one else { return };
    total.input_tokens += one.input_tokens;
    total.output_tokens += one.output_tokens;
    total.cache_read_tokens += one.cache_read_tokens;
    total.cache_write_tokens += one.cache_write_tokens;
    total.cache_write_1h_tokens += one.cache_write_1h_tokens;
    total.reasoning_tokens += one.reasoning_tokens;
}
