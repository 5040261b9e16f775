//! Models behind every kind of provider and every kind of trouble.

#![allow(clippy::unwrap_used, reason = "what cannot go on has failed")]

mod stub;

use std::time::Duration;

use camino::Utf8Path;
use stub::{Reply, Stub};
use zeke_core::cancel::Cancel;
use zeke_core::config::Config;
use zeke_core::event::Event;
use zeke_core::model::{Answer, Ask, Assistant, ModelError, dollars};
use zeke_core::session::{Next, Session};
use zeke_core::surroundings::Surroundings;

struct World {
    folder: tempfile::TempDir,
    vars: Vec<(&'static str, String)>,
    config: String,
    cancel: Cancel,
}

impl World {
    fn new(stub: &Stub) -> Self {
        let vars = vec![("OPENAI_BASE_URL", format!("{}/v1", stub.url)), ("OPENAI_API_KEY", KEY.to_owned())];
        Self { folder: tempfile::tempdir().unwrap(), vars, config: String::new(), cancel: Cancel::new() }
    }

    fn assistant(&self) -> Assistant {
        let mut vars: std::collections::BTreeMap<String, String> =
            self.vars.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let root = Utf8Path::from_path(self.folder.path()).unwrap();
        vars.insert("HOME".to_owned(), root.to_string());
        let surroundings = Surroundings { vars, cwd: root.to_owned(), scratch: root.to_owned() };
        let config: Config = toml::from_str(&self.config).unwrap();
        Assistant::new(&surroundings, config, &self.cancel)
    }

    fn ask(&self, model: &str, text: &str) -> (Result<Answer, ModelError>, Vec<Event>) {
        let assistant = self.assistant();
        let mut events = Vec::new();
        let answer = assistant
            .model(model)
            .and_then(|model| assistant.ask(&model, &Ask::plain(text), &mut |event| events.push(event)));
        (answer, events)
    }
}

const KEY: &str = "sk-test-0123456789abcdef";

fn notes(events: &[Event]) -> String {
    let note = |event: &Event| match event {
        Event::Note { text } => Some(format!("{text}\n")),
        _ => None,
    };
    events.iter().filter_map(note).collect()
}

#[test]
fn a_plain_prompt_costs_little_over_the_users_words() {
    let check =
        |variables: &[(&'static str, &str)], config: &str, model: &str, reply: Reply, answer: &str| {
            let stub = Stub::new(vec![reply]);
            let mut world = World::new(&stub);
            world.vars.extend(variables.iter().map(|(name, value)| (*name, value.replace("URL", &stub.url))));
            world.config = config.replace("URL", &stub.url);
            let prompt = "Say why a repr(C) enum from outside must be checked.";
            let (is, events) = world.ask(model, prompt);
            assert_eq!(is.unwrap().text, answer, "{model}");
            let body = stub.body(0);
            assert!(body.contains(prompt), "{body}");
            assert!(body.len() - prompt.len() < 200, "{}: {body}", body.len());
            let Some(Event::Sent(sent)) = events.iter().find(|event| matches!(event, Event::Sent(_))) else {
                panic!("{events:?}")
            };
            assert_eq!(sent.bytes, body.len());
        };
    let text = || Reply::Text("Because.".to_owned());
    check(&[], "", "openai/gpt-4o", text(), "Because.");
    check(&[], "[providers.box]\nbase-url = \"URL/v1\"", "box/m", text(), "Because.");
    check(&[("GHOSTLLM_URL", "URL"), ("GHOSTLLM_API_KEY", "k")], "", "ghostllm/fast", text(), "Because.");
    let lines = concat!(
        "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"Be\"},\"done\":false}\n",
        "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"cause\"},\"done\":false}\n",
        "{\"model\":\"m\",\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":5,\"eval_count\":2}\n",
    );
    let ollama = Reply::Raw("application/x-ndjson", lines.to_owned());
    check(&[("OLLAMA_HOST", "URL")], "", "ollama/m", ollama, "Because");
    let anthropic = concat!(
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"i\",\"type\":\"message\",",
        "\"role\":\"assistant\",\"model\":\"claude-x\",\"content\":[],\"usage\":{\"input_tokens\":9,\"output_tokens\":1}}}\n\n",
        "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n",
        "event: ping\ndata: {\"type\":\"ping\"}\n\n",
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Because!\"}}\n\n",
        "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n",
        "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":3}}\n\n",
        "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
    );
    let variables = [("ANTHROPIC_BASE_URL", "URL"), ("ANTHROPIC_API_KEY", "k")];
    check(&variables, "", "claude-x", Reply::Raw("text/event-stream", anthropic.to_owned()), "Because!");
    let responses = concat!(
        "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"r\",\"model\":\"gpt-5\",\"status\":\"in_progress\",\"output\":[]}}\n\n",
        "event: response.output_item.added\ndata: {\"type\":\"response.output_item.added\",\"sequence_number\":1,\"output_index\":0,\"item\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"status\":\"in_progress\",\"content\":[]}}\n\n",
        "event: response.content_part.added\ndata: {\"type\":\"response.content_part.added\",\"sequence_number\":2,\"item_id\":\"m\",\"output_index\":0,\"content_index\":0,\"part\":{\"type\":\"output_text\",\"text\":\"\",\"annotations\":[]}}\n\n",
        "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":3,\"item_id\":\"m\",\"output_index\":0,\"content_index\":0,\"delta\":\"So.\"}\n\n",
        "event: response.output_text.done\ndata: {\"type\":\"response.output_text.done\",\"sequence_number\":4,\"item_id\":\"m\",\"output_index\":0,\"content_index\":0,\"text\":\"So.\"}\n\n",
        "event: response.completed\ndata: {\"type\":\"response.completed\",\"sequence_number\":5,\"response\":{\"id\":\"r\",\"model\":\"gpt-5\",\"status\":\"completed\",\"output\":[],\"usage\":{\"input_tokens\":3,\"output_tokens\":2,\"total_tokens\":5}}}\n\n",
    );
    let config = "[providers.openai]\nkind = \"openai\"";
    check(&[], config, "gpt-5", Reply::Raw("text/event-stream", responses.to_owned()), "So.");
}

#[test]
fn trouble_is_told_and_never_passed_off_as_an_answer() {
    let check = |replies: Vec<Reply>, expected: Result<(&str, &str), &str>| {
        let stub = Stub::new(replies);
        let (is, events) = World::new(&stub).ask("openai/m", "hi");
        match expected {
            Ok((finish, text)) => {
                let answer = is.unwrap();
                assert_eq!(answer.summary.finish, finish, "{events:?}");
                assert_eq!(answer.summary.complete, finish == "stop");
                assert!(answer.text.starts_with(text), "{answer:?}");
            }
            Err(words) => {
                let error = is.unwrap_err();
                let chain = zeke_core::chain(&error);
                assert!(chain.contains(words), "{chain}");
                assert!(!chain.contains(KEY));
            }
        }
    };
    let status = |status: u16| Reply::Status(status, r#"{"error":{"message":"words of theirs"}}"#.to_owned());
    let text = |text: &str| Reply::Text(text.to_owned());
    check(vec![text("hello")], Ok(("stop", "hello")));
    check(vec![status(401)], Err("401: words of theirs"));
    check(vec![status(404)], Err("404: words of theirs"));
    let echo = format!("{{\"error\":{{\"message\":\"wrong key: {KEY}\"}}}}");
    check(vec![Reply::Status(401, echo)], Err("wrong key: [key left out]"));
    check(vec![text("")], Ok(("empty", "")));
    check(vec![status(500), status(503), text("third time")], Ok(("stop", "third time")));
    check(vec![status(429)], Err("429: words of theirs"));
    check(vec![Reply::Cut("half an ans".to_owned())], Ok(("cut", "half an ans")));
    check(vec![Reply::Endless("again and again ".repeat(200))], Ok(("too-long", "again and again ")));
    check(vec![Reply::ToolCall("shell".to_owned())], Ok(("tool-calls", "")));
    check(vec![Reply::Raw("text/html", "<html>proxy</html>".to_owned())], Err("did not answer"));
    check(vec![Reply::Raw("application/json", "{}{}".to_owned())], Err("did not answer"));
}

#[test]
fn a_cancelled_answer_is_kept_and_the_provider_stopped() {
    let stub = Stub::new(vec![Reply::Stall("as far as it came".to_owned())]);
    let world = World::new(&stub);
    let assistant = world.assistant();
    let model = assistant.model("openai/gpt-4o").unwrap();
    let cancel = world.cancel.clone();
    let answer = assistant.ask(&model, &Ask::plain("hi"), &mut |event| {
        if let Event::Text { .. } = event {
            cancel.set();
        }
    });
    let answer = answer.unwrap();
    assert_eq!(answer.text, "as far as it came");
    assert_eq!((answer.summary.finish.as_str(), answer.summary.complete), ("canceled", false));
    assert!(answer.summary.estimated && answer.summary.cost_usd.unwrap() > 0.0, "what came is paid for");
    assert!(stub.was_hung_up_on(1));
    assert!(matches!(assistant.ask(&model, &Ask::plain("hi"), &mut |_| ()), Err(ModelError::Canceled)));
    assert_eq!(stub.requests().len(), 1);
}

/// The beginning of an answer of Anthropic's, which has counted one token so far.
fn begun(pieces: &[(&str, &str)]) -> Reply {
    let event = |name: &str, data: &serde_json::Value| format!("event: {name}\ndata: {data}\n\n");
    let usage = serde_json::json!({"input_tokens": 90, "output_tokens": 1});
    let message = serde_json::json!({"type": "message_start", "message": {"id": "i", "type": "message",
        "role": "assistant", "model": "claude-x", "content": [], "usage": usage}});
    let blocks = pieces.iter().enumerate().flat_map(|(index, (kind, piece))| {
        let block = serde_json::json!({"type": "content_block_start", "index": index,
            "content_block": {"type": kind, *kind: ""}});
        let delta = serde_json::json!({"type": "content_block_delta", "index": index,
            "delta": {"type": format!("{kind}_delta"), *kind: piece}});
        [event("content_block_start", &block), event("content_block_delta", &delta)]
    });
    let text = std::iter::once(event("message_start", &message)).chain(blocks).collect();
    Reply::Raw("text/event-stream", text)
}

#[test]
fn what_broke_off_is_paid_for_with_its_thoughts() {
    let long = "a word and another one ".repeat(100);
    let check = |reply: Reply, words: bool, input: u64, output: std::ops::RangeInclusive<u64>| {
        let stub = Stub::new(vec![reply]);
        let mut world = World::new(&stub);
        world.vars.push(("ANTHROPIC_BASE_URL", stub.url.clone()));
        world.vars.push(("ANTHROPIC_API_KEY", "k".to_owned()));
        let assistant = world.assistant();
        let model = assistant.model("claude-x").unwrap();
        let answer = assistant.ask(&model, &Ask::plain("hi"), &mut |_| ());
        assert_eq!(answer.is_ok(), words, "{answer:?}");
        let spent = assistant.budget().spent().tokens;
        let expected = output.start() + input..=output.end() + input;
        assert!(expected.contains(&spent), "{spent} not in {expected:?}");
        if let Ok(answer) = answer {
            assert!(answer.summary.estimated && output.contains(&answer.summary.output_tokens), "{answer:?}");
        }
    };
    check(begun(&[("thinking", &long)]), false, 90, 300..=1200);
    check(begun(&[("text", &long)]), true, 90, 300..=1200);
    check(begun(&[("thinking", &long), ("text", &long)]), true, 90, 600..=2400);
    check(begun(&[]), false, 90, 1..=1);
    check(Reply::Status(401, "{\"error\":{\"message\":\"no\"}}".to_owned()), false, 0, 0..=0);
}

#[test]
fn an_agent_that_does_not_listen_is_waited_for_as_long_as_the_user_likes() {
    let stub = Stub::texts(&["x"]);
    let mut world = World::new(&stub);
    let root = Utf8Path::from_path(world.folder.path()).unwrap().to_owned();
    // It talks before it listens, and more than anybody keeps; then it reads no further than one line.
    let agent = "import sys, time\nprint('\\n' * 3000, flush=True)\nsys.stdin.readline()\n\
        print('{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"protocolVersion\":1}}', flush=True)\nsys.stdin.readline()\n\
        print('{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"sessionId\":\"s\"}}', flush=True)\n\
        print('{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"fs/read_text_file\"}', flush=True)\ntime.sleep(600)\n";
    std::fs::write(root.join("agent.py"), agent).unwrap();
    world.vars.push(("PATH", std::env::var("PATH").unwrap()));
    world.config =
        format!("[providers.copilot]\nkind = \"acp\"\ncommand = [\"python3\", \"{root}/agent.py\"]");
    let assistant = world.assistant();
    let model = assistant.model("copilot/default").unwrap();
    let cancel = world.cancel.clone();
    // More than a pipe holds.
    let long = "a word and another one ".repeat(40_000);
    let answer = assistant.ask(&model, &Ask::plain(&long), &mut |event| {
        if let Event::Note { .. } = event {
            cancel.set();
        }
    });
    assert!(matches!(answer, Err(ModelError::Canceled)), "{answer:?}");
    assert!(assistant.budget().spent().tokens > 100_000, "what was sent is paid for");
}

#[test]
fn a_question_that_failed_is_asked_again_with_its_files_and_without_secrets() {
    let refused = Reply::Status(401, "{\"error\":{\"message\":\"no\"}}".to_owned());
    let stub = Stub::new(vec![refused, Reply::Text("Good.".to_owned())]);
    let world = World::new(&stub);
    std::fs::write(world.folder.path().join("a.rs"), "fn only_here() {}\n").unwrap();
    let assistant = world.assistant();
    let model = assistant.model("openai/m").unwrap();
    let mut session = Session::new(&assistant, model, &mut |_| ());
    let mut say = |line: &str| session.line(line, &mut |_| ());
    assert_eq!(say("/file a.rs"), Next::Goes);
    let question = "what of DB_PASSWORD=hunter2?";
    assert_eq!((say(question), say(question), say("and now?")), (Next::Failed, Next::Goes, Next::Goes));
    let count = |number: usize, words: &str| stub.body(number).matches(words).count();
    assert_eq!([count(0, "only_here"), count(1, "only_here"), count(2, "only_here")], [1, 1, 1]);
    assert_eq!([count(0, "hunter2"), count(1, "hunter2")], [0, 0]);
}

#[test]
fn another_model_answers_only_where_the_user_named_it_and_it_is_said() {
    let dead = Stub::new(vec![Reply::Status(503, String::new())]);
    let live = Stub::texts(&["from the second"]);
    let mut world = World::new(&dead);
    let (alone, _) = world.ask("openai/m", "hi");
    assert!(alone.is_err());
    world.config = format!("fallback = [\"box/n\"]\n[providers.box]\nbase-url = \"{}/v1\"", live.url);
    let (answer, events) = world.ask("openai/m", "hi");
    assert_eq!(answer.unwrap().summary.model, "box/n");
    assert!(notes(&events).contains("asking `box/n` instead of `openai/m`"), "{events:?}");

    let (answer, events) = World::new(&live).ask("openai/other", "hi");
    assert!(answer.is_ok());
    assert!(notes(&events).contains("`m` answers, not `other`"), "{events:?}");
}

#[test]
fn a_budget_stops_before_the_request() {
    let stub = Stub::texts(&["hello"]);
    let mut world = World::new(&stub);
    world.config = "[budget]\nday-tokens = 150\n[prices.\"openai/m\"]\ninput = 1.0\noutput = 2.0".to_owned();
    let (first, events) = world.ask("openai/m", "hi");
    assert_eq!(dollars(first.unwrap().summary.cost_usd.unwrap()), "$0.0001");
    assert!(stub.body(0).contains("\"max_tokens\":"), "{events:?}");
    let (second, _) = world.ask("openai/m", "hi");
    assert!(matches!(second, Err(ModelError::Budget(_))), "{second:?}");
    assert_eq!(stub.requests().len(), 1);

    world.config = "[budget]\nrun-usd = 1.0".to_owned();
    let (unknown, _) = world.ask("openai/m", "hi");
    assert!(unknown.unwrap_err().is_usage());
    assert_eq!(stub.requests().len(), 1);
}

#[test]
fn ollama_is_given_a_context_that_holds_the_prompt_or_nothing_is_sent() {
    let line = "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"x\"},\"done\":true,\"done_reason\":\"stop\"}\n";
    let check = |config: &str, prompt: &str, expected: Result<u32, &str>| {
        let stub = Stub::new(vec![Reply::Raw("application/x-ndjson", line.to_owned())]);
        let mut world = World::new(&stub);
        world.vars.push(("OLLAMA_HOST", stub.url.clone()));
        world.config = config.to_owned();
        let (answer, events) = world.ask("ollama/m", prompt);
        match expected {
            Ok(num_ctx) => {
                let body: serde_json::Value = serde_json::from_str(&stub.body(0)).unwrap();
                assert_eq!(body["options"]["num_ctx"], num_ctx);
                assert!(notes(&events).contains(&format!("context of {num_ctx} tokens")), "{events:?}");
                assert_eq!(answer.unwrap().text, "x");
            }
            Err(words) => {
                assert!(answer.unwrap_err().to_string().contains(words));
                assert!(stub.requests().is_empty());
            }
        }
    };
    check("", "hi", Ok(8192));
    check("", &"word ".repeat(6000), Ok(16384));
    check("[providers.ollama]\nnum-ctx = 4096", "hi", Ok(4096));
    check(
        "[providers.ollama]\nnum-ctx = 4096",
        &"word ".repeat(6000),
        Err("raise num-ctx in [providers.ollama]"),
    );
}

#[test]
fn many_questions_share_a_client_and_run_at_once() {
    let stub = Stub::new(vec![Reply::Stall("x".to_owned())]);
    let world = World::new(&stub);
    let assistant = world.assistant();
    let model = assistant.model("openai/m").unwrap();
    let asks: Vec<_> = (0..4).map(|_| (model.clone(), Ask::plain("hi"))).collect();
    let cancel = world.cancel.clone();
    let mut begun = std::collections::BTreeSet::new();
    let answers = assistant.ask_all(&asks, &mut |number, event| {
        if let Event::Text { .. } = event {
            begun.insert(number);
            if begun.len() == 4 {
                cancel.set();
            }
        }
    });
    assert_eq!(answers.unwrap().len(), 4);
    assert_eq!(stub.running_max(), 4);

    let stub = Stub::texts(&["a"]);
    let world = World::new(&stub);
    let assistant = world.assistant();
    let model = assistant.model("openai/m").unwrap();
    for _ in 0..3 {
        assistant.ask(&model, &Ask::plain("hi"), &mut |_| ()).unwrap();
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(stub.connections(), 1, "connections are kept");
}

#[test]
fn a_key_in_the_text_is_not_sent() {
    let stub = Stub::texts(&["hello"]);
    let (answer, _) = World::new(&stub).ask("openai/m", &format!("what is {KEY} for?"));
    assert!(matches!(answer, Err(ModelError::KeyInText { .. })));
    assert!(stub.requests().is_empty());
}

/// An agent that answers in two pieces, and first asks for things that it shall not have.
const AGENT: &str = r#"
import json, os, sys
def say(**message): print(json.dumps({"jsonrpc": "2.0", **message}), flush=True)
def hear(): return json.loads(sys.stdin.readline())
print("a line that is no message", flush=True)
request = hear(); caps = request["params"]["clientCapabilities"]
assert request["method"] == "initialize" and not caps["terminal"] and not caps["fs"]["writeTextFile"]
say(id=request["id"], result={"protocolVersion": 1, "agentCapabilities": {}})
request = hear(); folder = request["params"]["cwd"]
assert request["method"] == "session/new" and os.listdir(folder) == [] and "OPENAI_API_KEY" not in os.environ
say(id=request["id"], result={"sessionId": "s"})
request = hear(); assert request["method"] == "session/prompt"
prompt = request["params"]["prompt"][0]["text"]
say(id=90, method="session/request_permission", params={"sessionId": "s", "toolCall": {}, "options": []})
assert hear()["result"]["outcome"]["outcome"] == "cancelled"
say(id=91, method="fs/write_text_file", params={"sessionId": "s", "path": "/x", "content": ""})
assert hear()["error"]["code"] == -32601
def piece(text):
    update = {"sessionUpdate": "agent_message_chunk", "content": {"type": "text", "text": text}}
    say(method="session/update", params={"sessionId": "s", "update": update})
piece("you said: "); piece(prompt)
if "forever" in prompt: hear()
say(id=request["id"], result={"stopReason": "end_turn"})
"#;

#[test]
fn an_agent_answers_and_is_given_no_hands() {
    let stub = Stub::texts(&["x"]);
    let mut world = World::new(&stub);
    let root = Utf8Path::from_path(world.folder.path()).unwrap().to_owned();
    std::fs::write(root.join("agent.py"), AGENT).unwrap();
    world.vars.push(("PATH", std::env::var("PATH").unwrap()));
    let command = format!("[\"python3\", \"{root}/agent.py\"]");
    world.config = format!("[providers.copilot]\nkind = \"acp\"\ncommand = {command}");
    let (answer, events) = world.ask("copilot/default", "hello");
    let Ok(answer) = answer else { panic!("{answer:?}") };
    assert_eq!((answer.text.as_str(), answer.summary.complete), ("you said: hello", true), "{events:?}");
    assert!(notes(&events).contains("`session/request_permission`, and was refused"));
    assert!(notes(&events).contains("`fs/write_text_file`, and was refused"));

    let assistant = world.assistant();
    let model = assistant.model("copilot/default").unwrap();
    let cancel = world.cancel.clone();
    let answer = assistant.ask(&model, &Ask::plain("forever"), &mut |event| {
        if matches!(&event, Event::Text { text } if text == "forever") {
            cancel.set();
        }
    });
    let answer = answer.unwrap();
    assert_eq!((answer.summary.finish.as_str(), answer.text.as_str()), ("canceled", "you said: forever"));
    let left = std::fs::read_dir(&root)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("zeke-agent"));
    assert_eq!(left.count(), 0);

    world.config = "[providers.copilot]\ncommand = [\"no-such-agent\"]".to_owned();
    world.cancel.clear();
    let (answer, _) = world.ask("copilot/default", "hello");
    let error = answer.unwrap_err();
    assert!(
        error.is_environment() && error.to_string().contains("`no-such-agent` is not on PATH"),
        "{error}"
    );
}

#[test]
fn gemini_streams_as_its_documentation_says() {
    let chunk = |text: &str, rest: &str| {
        format!(
            "data: {{\"candidates\":[{{\"content\":{{\"role\":\"model\",\"parts\":[{{\"text\":\"{text}\"}}]}},\"index\":0\
             {rest}}}],\"usageMetadata\":{{\"promptTokenCount\":7,\"candidatesTokenCount\":2,\"totalTokenCount\":9}}}}\r\n\r\n"
        )
    };
    let body = chunk("hel", "") + &chunk("lo", ",\"finishReason\":\"STOP\"");
    let stub = Stub::new(vec![
        Reply::Raw("text/event-stream", body),
        Reply::Status(
            400,
            "{\"error\":{\"code\":400,\"message\":\"no such model\",\"status\":\"INVALID_ARGUMENT\"}}"
                .to_owned(),
        ),
    ]);
    let mut world = World::new(&stub);
    world.vars =
        vec![("GEMINI_BASE_URL", format!("{}/v1beta", stub.url)), ("GEMINI_API_KEY", KEY.to_owned())];
    let (answer, _) = world.ask("gemini/gemini-2.5-pro", "hi");
    let answer = answer.unwrap();
    assert_eq!((answer.text.as_str(), &answer.broken), ("hello", &None));
    assert_eq!((answer.summary.input_tokens, answer.summary.output_tokens), (7, 2));
    let request = stub.requests()[0].to_lowercase();
    let line = "post /v1beta/models/gemini-2.5-pro:streamgeneratecontent?alt=sse";
    assert!(request.starts_with(line), "{request}");
    assert!(request.contains(&format!("x-goog-api-key: {KEY}")) && !line.contains("key="), "{request}");
    let sent: serde_json::Value = serde_json::from_str(&stub.body(0)).unwrap();
    assert_eq!(sent["contents"][0]["parts"][0]["text"], "hi");
    let (refused, _) = world.ask("gemini/gemini-none", "hi");
    assert!(zeke_core::chain(&refused.unwrap_err()).contains("no such model"));
}
