//! The program itself, as an operator runs it: started without a configuration, driven by its own command line,
//! reconfigured, ended, killed.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ghostllm::mock::{Mock, Script};
use serde_json::{Value, json};

use crate::support::client::{get, post_with, read, send};
use crate::support::{KEY, eventually};

const CHAT: &str = "/v1/chat/completions";

/// The program, with nothing of the tests' environment.
pub(crate) fn ghostllm(folder: &Path, arguments: &[&str]) -> Command {
    #[expect(clippy::disallowed_methods, reason = "the one place where these tests start the program")]
    let mut command = Command::new(env!("CARGO_BIN_EXE_ghostllm"));
    command.env_clear().env("HOME", folder).current_dir(folder).args(arguments);
    command
}

/// Runs a command to its end; its output as JSON.
fn said(folder: &Path, arguments: &[&str]) -> Value {
    let Output { status, stdout, stderr } = ghostllm(folder, arguments).output().unwrap();
    assert!(status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&stderr));
    serde_json::from_slice(&stdout).unwrap()
}

/// The rest of the line that has `mark`, once that line is whole.
fn after(text: &str, mark: &str) -> Option<String> {
    let (_, rest) = text.split_once(mark)?;
    rest.split_once('\n').map(|(line, _)| line.to_owned())
}

/// A gateway that runs as a process.
pub(crate) struct Running {
    child: Child,
    pub(crate) address: SocketAddr,
    said: Arc<Mutex<String>>,
    log: std::path::PathBuf,
}

impl Running {
    fn start(folder: &Path, mut command: Command) -> Self {
        let log = folder.join("stderr.log");
        let file = std::fs::File::create(&log).unwrap();
        let mut child = command.stdout(Stdio::piped()).stderr(file).spawn().unwrap();
        let said = Arc::new(Mutex::new(String::new()));
        let (lines, saying) = (BufReader::new(child.stdout.take().unwrap()).lines(), Arc::clone(&said));
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                saying.lock().unwrap().extend([line.as_str(), "\n"]);
            }
        });
        let listens = || after(&said.lock().unwrap(), "ghostllm listens on http://");
        let address = eventually("it listens", || {
            let ended = child.try_wait().unwrap();
            assert!(ended.is_none(), "it ended: {}", std::fs::read_to_string(&log).unwrap());
            listens()
        });
        let address = address.parse().unwrap();
        Self { child, address, said, log }
    }

    fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    fn call(&self, key: &str) -> u16 {
        let headers = format!("authorization: Bearer {key}\r\n");
        let body = json!({"model": "m", "messages": [{"role": "user", "content": "a secret prompt"}]});
        post_with(self.address, CHAT, &headers, body.to_string().as_bytes()).status
    }

    /// Asks it to end, and waits.
    fn terminate(mut self) -> String {
        #[expect(clippy::disallowed_methods, reason = "a signal, without a dependency for it")]
        let sent = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status().unwrap();
        assert!(sent.success());
        let status = self.child.wait().unwrap();
        assert!(status.success(), "{status}: {}", self.log());
        self.log()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn mock() -> Mock {
    Mock::start("127.0.0.1:0".parse().unwrap(), Script::default()).unwrap()
}

/// A folder with a configuration whose models are the mock's.
pub(crate) fn configured(mock: &Mock, server: &str, rest: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "[server]\nlisten = \"127.0.0.1:0\"\n{server}\n[store]\npath = \"g.db\"\n[providers.p]\nkind = \"openai\"\n\
         base_url = \"http://{}\"\napi_key = \"upstream-secret\"\n[[models]]\nname = \"m\"\nprovider = \"p\"\n{rest}\n",
        mock.address()
    );
    std::fs::write(folder.path().join("g.toml"), text).unwrap();
    folder
}

pub(crate) fn serve(folder: &Path) -> Running {
    Running::start(folder, ghostllm(folder, &["serve", "--config", "g.toml", "--log-json"]))
}

#[test]
fn it_serves_without_a_configuration_with_a_key_that_is_printed_once() {
    let mock = mock();
    let folder = tempfile::tempdir().unwrap();
    let start = || {
        let mut command = ghostllm(folder.path(), &["serve", "--port", "0"]);
        command.env("OPENAI_API_KEY", "k").env("OPENAI_BASE_URL", format!("http://{}/v1", mock.address()));
        Running::start(folder.path(), command)
    };
    let running = start();
    assert!(running.address.ip().is_loopback());
    let key = eventually("a key is printed", || after(&running.said(), "key: "));
    assert!(running.said().contains("providers: openai"));
    assert_eq!((running.call(&key), running.call("sk-ghost-wrong")), (200, 401));
    let address = running.address.to_string();
    let healthcheck = |address: &str| {
        ghostllm(folder.path(), &["healthcheck", "--address", address]).output().unwrap().status.code()
    };
    assert_eq!(healthcheck(&address), Some(0));
    running.terminate();
    assert_eq!(healthcheck(&address), Some(1));
    let again = start();
    assert_eq!(again.call(&key), 200);
    assert!(!again.said().contains("key: "), "{}", again.said());
    // The secret is nowhere on disk.
    let files = std::fs::read_dir(folder.path().join(".local/share/ghostllm")).unwrap();
    for file in files.map(|file| file.unwrap().path()) {
        let bytes = std::fs::read(&file).unwrap();
        assert!(!bytes.windows(key.len()).any(|part| part == key.as_bytes()), "{}", file.display());
    }
}

/// Portkey#1389: a release whose every stream fails. The program as it is built streams in every client's dialect,
/// each stream to its end and booked.
#[test]
fn the_program_as_it_is_built_streams_in_every_dialect() {
    let mock = mock();
    let folder = configured(&mock, "", &format!("[[keys]]\nname = \"k\"\nkey = \"{KEY}\""));
    let running = serve(folder.path());
    let messages = json!([{"role": "user", "content": "hi"}]);
    let contents = json!([{"role": "user", "parts": [{"text": "hi"}]}]);
    let cases = [
        (CHAT, json!({"model": "m", "stream": true, "messages": messages}), "data: [DONE]"),
        ("/v1/completions", json!({"model": "m", "stream": true, "prompt": "hi"}), "data: [DONE]"),
        ("/v1/responses", json!({"model": "m", "stream": true, "input": "hi"}), "event: response.completed"),
        (
            "/v1/messages",
            json!({"model": "m", "stream": true, "max_tokens": 64, "messages": messages}),
            "event: message_stop",
        ),
        ("/v1beta/models/m:streamGenerateContent?alt=sse", json!({"contents": contents}), "\"finishReason\""),
        ("/v1beta/models/m:streamGenerateContent", json!({"contents": contents}), "\"finishReason\""),
        ("/api/chat", json!({"model": "m", "messages": messages}), "\"done\":true"),
        ("/api/generate", json!({"model": "m", "prompt": "hi"}), "\"done\":true"),
    ];
    for (path, body, end) in &cases {
        let headers = format!("authorization: Bearer {KEY}\r\n");
        let reply = post_with(running.address, path, &headers, body.to_string().as_bytes());
        let text = reply.text();
        assert!(
            reply.status == 200 && reply.is_whole && text.contains(end),
            "{path}: {} {text}",
            reply.status
        );
        assert!(text.lines().filter(|line| !line.is_empty()).count() > 3, "{path} in one piece: {text}");
    }
    let rows = eventually("all are booked", || {
        let rows = said(folder.path(), &["usage", "list", "--config", "g.toml", "--json"]);
        rows.as_array().filter(|rows| rows.len() >= cases.len()).cloned()
    });
    for row in &rows {
        assert!(
            row["outcome"] == "complete" && row["stream"] == true && row["completion_tokens"] != 0,
            "{row}"
        );
    }
}

#[test]
fn the_command_line_changes_a_running_server_within_a_second() {
    let mock = mock();
    let folder = configured(&mock, "", "");
    let folder = folder.path();
    let running = serve(folder);
    let within_a_second = |what: &str, key: &str, status: u16| {
        let begun = Instant::now();
        eventually(what, || (running.call(key) == status).then_some(()));
        // A busy machine may add to the second that is promised.
        assert!(begun.elapsed() < Duration::from_secs(2), "{what}: {:?}", begun.elapsed());
    };
    let with = |arguments: &[&str]| said(folder, &[arguments, &["--config", "g.toml", "--json"]].concat());
    let made = with(&["key", "create", "--name", "n", "--rpm", "1000"]);
    assert_eq!(made.as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "key"]);
    let (id, key) = (made["id"].as_str().unwrap(), made["key"].as_str().unwrap());
    within_a_second("a new key works", key, 200);
    let rotated = with(&["key", "rotate", id]);
    assert_eq!(rotated["id"], id);
    let newer = rotated["key"].as_str().unwrap();
    within_a_second("a rotated secret works", newer, 200);
    within_a_second("the old secret does not", key, 401);
    with(&["team", "create", "--name", "t", "--budget-day", "0"]);
    with(&["budget", "set", "--team", "t", "--month", "5"]);
    let teams = with(&["team", "list"]);
    assert_eq!((&teams[0]["name"], &teams[0]["budget_month"]), (&json!("t"), &json!(5.0)));
    let poor = with(&["key", "create", "--name", "poor", "--team", "t"]);
    within_a_second("a team without money", poor["key"].as_str().unwrap(), 429);
    let listed = with(&["key", "list"]);
    assert_eq!(listed.as_array().unwrap().len(), 2);
    assert!(!listed.to_string().contains(newer), "listings show prefixes only");
    with(&["key", "revoke", id]);
    within_a_second("a revoked key does not work", newer, 401);
    let rows = eventually("usage is listed", || {
        let rows = with(&["usage", "list", "--key", id]);
        rows.as_array().filter(|rows| rows.len() >= 2).cloned()
    });
    for name in ["request_id", "key_id", "model", "status", "prompt_tokens", "completion_tokens", "stream"] {
        assert!(!rows[0][name].is_null(), "{name}: {}", rows[0]);
    }
    assert_eq!(
        (&rows[0]["key_id"], &rows[0]["model"], &rows[0]["stream"]),
        (&json!(id), &json!("m"), &json!(false))
    );
    let budgets = with(&["budget", "list"]);
    assert!(
        budgets.as_array().unwrap().iter().any(|row| row["kind"] == "team" && row["budget_month"] == 5.0)
    );
    let no_such = ghostllm(folder, &["key", "revoke", "key_none", "--config", "g.toml"]).output().unwrap();
    assert_eq!(no_such.status.code(), Some(2), "{}", String::from_utf8_lossy(&no_such.stderr));
}

#[test]
fn a_bad_edit_keeps_the_old_configuration_and_says_what_is_wrong() {
    let mock = mock();
    let folder = configured(&mock, "", &format!("[[keys]]\nname = \"k\"\nkey = \"{KEY}\""));
    let file = folder.path().join("g.toml");
    let good = std::fs::read_to_string(&file).unwrap();
    let running = serve(folder.path());
    assert_eq!(running.call(KEY), 200);
    std::fs::write(&file, format!("{good}\n[[models]]\nname = \"x\"\nprovidr = \"p\"\n")).unwrap();
    eventually("it is said", || running.log().contains("the old one stays").then_some(()));
    assert!(
        running.log().contains("g.toml:") && running.log().contains("did you mean `provider`?"),
        "{}",
        running.log()
    );
    assert_eq!(running.call(KEY), 200);
    let checked = ghostllm(folder.path(), &["check", "--config", "g.toml"]).output().unwrap();
    assert_eq!(checked.status.code(), Some(2));
    std::fs::write(&file, good).unwrap();
    eventually("the good one is read", || running.log().contains("was read again").then_some(()));
}

/// Editors and shells truncate a file before they write it, and write it in pieces.
#[test]
fn a_file_that_is_being_written_is_read_when_it_rests() {
    use std::io::Write as _;
    let mock = mock();
    let folder = configured(&mock, "", &format!("[[keys]]\nname = \"k\"\nkey = \"{KEY}\""));
    let file = folder.path().join("g.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let running = serve(folder.path());
    let mut writing = std::fs::File::create(&file).unwrap();
    eventually("it is said", || running.log().contains("it has no provider any more").then_some(()));
    assert_eq!(running.call(KEY), 200);
    for piece in text.replace("\"m\"", "\"other\"").as_bytes().chunks(40) {
        writing.write_all(piece).unwrap();
        std::thread::sleep(Duration::from_millis(20));
        assert_eq!(running.call("sk-wrong-key-0123456789"), 401);
    }
    drop(writing);
    eventually("the model is gone", || (running.call(KEY) == 404).then_some(()));
    assert_eq!(running.log().matches("was read again").count(), 1, "{}", running.log());
}

/// What is left of a file that was cut short may be valid, and is not taken for what somebody meant.
#[test]
fn half_a_line_is_not_taken_over_and_a_key_that_is_gone_is_gone() {
    let mock = mock();
    let keys = format!("[[keys]]\nname = \"k\"\nkey = \"{KEY}\"\nrpm = 6000000");
    let folder = configured(&mock, "", &keys);
    let file = folder.path().join("g.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let running = serve(folder.path());
    std::fs::write(&file, text.trim_end().trim_end_matches("000000")).unwrap();
    eventually("it is said", || running.log().contains("its last line has no end any more").then_some(()));
    assert!((0..20).all(|_| running.call(KEY) == 200), "the limit is not the 6 that was left of it");
    std::fs::write(&file, &text[..text.find("[[keys]]").unwrap()]).unwrap();
    eventually("the key is gone", || (running.call(KEY) == 401).then_some(()));
}

/// What still runs when the drain time is over is cut by the gateway, and not cancelled by its client.
#[test]
fn what_the_drain_time_cuts_is_booked_as_cut() {
    let script = Script { between_ms: 60_000, ..Script::default() };
    let mock = Mock::start("127.0.0.1:0".parse().unwrap(), script).unwrap();
    let key = format!("[[keys]]\nname = \"k\"\nkey = \"{KEY}\"");
    let folder = configured(&mock, "drain_timeout_ms = 300", &key);
    let running = serve(folder.path());
    let body = json!({"model": "m", "stream": true, "messages": []}).to_string();
    let _stream = send(running.address, CHAT, &format!("authorization: Bearer {KEY}\r\n"), body.as_bytes());
    eventually("it is under way", || (mock.requests() == 1).then_some(()));
    running.terminate();
    let rows = said(folder.path(), &["usage", "list", "--config", "g.toml", "--json"]);
    assert_eq!((&rows[0]["outcome"], &rows[0]["status"]), (&json!("cut"), &json!(503)), "{rows}");
}

#[test]
fn the_access_log_has_every_request_and_neither_key_nor_prompt() {
    let mock = mock();
    let folder = configured(&mock, "access_log = true", &format!("[[keys]]\nname = \"k\"\nkey = \"{KEY}\""));
    let mut command =
        ghostllm(folder.path(), &["serve", "--config", "g.toml", "--log-json", "--log", "warn"]);
    command.env("NO_COLOR", "1");
    let running = Running::start(folder.path(), command);
    let headers = format!("authorization: Bearer {KEY}\r\n");
    let body = json!({"model": "no\nsuch", "messages": [{"role": "user", "content": "a secret prompt"}]});
    assert_eq!(post_with(running.address, CHAT, &headers, body.to_string().as_bytes()).status, 404);
    assert_eq!(running.call(KEY), 200);
    let log = running.terminate();
    let lines: Vec<Value> = log.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let requests: Vec<&Value> = lines.iter().filter(|line| line["target"] == "ghostllm::access").collect();
    assert_eq!(requests.len(), 2, "{log}");
    let fields = &requests[1]["fields"];
    assert_eq!(
        (&fields["status"], &fields["outcome"], &fields["path"]),
        (&json!(200), &json!("complete"), &json!(CHAT))
    );
    assert!(fields["request_id"].as_str().unwrap().starts_with("req_"));
    assert!(fields["completion_tokens"].as_u64().unwrap() > 0);
    for secret in [KEY, "secret prompt", "upstream-secret"] {
        assert!(!log.contains(secret), "{log}");
    }
}

#[test]
fn ending_lets_requests_end_and_writes_their_rows() {
    let script = Script { between_ms: 40, ..Script::default() };
    let mock = Mock::start("127.0.0.1:0".parse().unwrap(), script).unwrap();
    let folder = configured(&mock, "", &format!("[[keys]]\nname = \"k\"\nkey = \"{KEY}\""));
    let running = serve(folder.path());
    let body = json!({"model": "m", "stream": true, "messages": []}).to_string();
    let mut stream =
        send(running.address, CHAT, &format!("authorization: Bearer {KEY}\r\n"), body.as_bytes());
    eventually("it is under way", || (mock.requests() == 1).then_some(()));
    let reading = std::thread::spawn(move || read(&mut stream));
    running.terminate();
    let reply = reading.join().unwrap();
    assert!(reply.is_whole && reply.text().contains("[DONE]"), "{}", reply.text());
    let rows = said(folder.path(), &["usage", "list", "--config", "g.toml", "--json"]);
    assert_eq!((&rows[0]["outcome"], &rows[0]["stream"]), (&json!("complete"), &json!(true)));
}

/// No file grows any more, and nobody reads the log, as on a full disk: requests are answered and their rows wait, and
/// whoever balances load is told before there is no room for rows in memory either.
#[cfg(target_os = "linux")]
#[test]
fn a_server_whose_rows_find_no_room_on_the_disk_answers_and_is_not_ready() {
    let mock = mock();
    let folder = configured(&mock, "", &format!("[[keys]]\nname = \"k\"\nkey = \"{KEY}\""));
    let file = folder.path().join("g.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("path = \"g.db\"", "path = \"g.db\"\nflush_ms = 20")).unwrap();
    #[expect(clippy::disallowed_methods, reason = "a limit of the system, without a dependency for it")]
    let mut command = Command::new("sh");
    let script = "trap '' XFSZ; ulimit -f 600; exec 2>/dev/full; exec \"$0\" serve --config g.toml";
    command.env_clear().env("HOME", folder.path()).current_dir(folder.path());
    let running = Running::start(folder.path(), {
        command.args(["-c", script, env!("CARGO_BIN_EXE_ghostllm")]);
        command
    });
    let is_ready = || get(running.address, "/ready").status == 200;
    assert!(is_ready());
    let begun = Instant::now();
    while is_ready() {
        assert!(begun.elapsed() < Duration::from_mins(1), "rows find room still");
        (0..20).for_each(|_| assert_eq!(running.call(KEY), 200));
    }
    assert_eq!((running.call(KEY), get(running.address, "/health").status), (200, 200));
    let metrics = get(running.address, "/metrics").text();
    assert!(metrics.contains("ghostllm_usage_rows_lost_total 0\n"), "{metrics}");
}

/// A key that nobody was shown is lost, and a list of which half is there is none.
#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_said_is_no_success() {
    let mock = mock();
    let folder = configured(&mock, "", "");
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    for line in [
        "--version",
        "--help",
        "completions bash",
        "check --example",
        "check --schema",
        "check --providers",
        "check --config g.toml",
        "route explain --model m --config g.toml",
        "key create --name k --config g.toml",
        "key create --name k --config g.toml --json",
        "key list --config g.toml",
        "usage list --config g.toml",
        "team create --name t --config g.toml",
        "budget list --config g.toml",
        "mock --listen 127.0.0.1:0",
        "serve --config g.toml",
    ] {
        let arguments: Vec<&str> = line.split(' ').collect();
        let output = ghostllm(folder.path(), &arguments).stdout(full.try_clone().unwrap()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{line}: {said}");
        assert!(said.contains("error: cannot write to standard output: "), "{line}: {said}");
    }
    // Who has read enough is served.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = ghostllm(folder.path(), &["key", "list", "--config", "g.toml"]).stdout(writer).output();
    assert!(output.unwrap().status.success());
}

/// Killed while it works, it has lost at most the rows of the last flush interval.
#[test]
fn killed_under_load_it_has_lost_at_most_the_last_flush_interval() {
    /// Configured.
    const FLUSH: Duration = Duration::from_millis(300);
    /// What a busy machine may add between a reply and the row's commit.
    const BUSY: Duration = Duration::from_millis(1500);
    let mock = mock();
    let folder = configured(&mock, "", &format!("[[keys]]\nname = \"k\"\nkey = \"{KEY}\""));
    let file = folder.path().join("g.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("path = \"g.db\"", "path = \"g.db\"\nflush_ms = 300")).unwrap();
    let mut running = serve(folder.path());
    let (address, stop) = (running.address, Arc::new(AtomicBool::new(false)));
    let load: Vec<_> = (0..4)
        .map(|number| {
            let stop = Arc::clone(&stop);
            std::thread::spawn(move || {
                let mut seen: Vec<(Instant, String)> = Vec::new();
                let body = json!({"model": "m", "stream": number % 2 == 0, "messages": []}).to_string();
                while !stop.load(Ordering::SeqCst) {
                    let headers = format!("authorization: Bearer {KEY}\r\n");
                    let asked =
                        std::panic::catch_unwind(|| post_with(address, CHAT, &headers, body.as_bytes()));
                    let Ok(reply) = asked else { break };
                    if reply.is_whole && reply.status == 200 {
                        seen.push((
                            Instant::now(),
                            reply.header("x-ghostllm-request-id").unwrap().to_owned(),
                        ));
                    }
                }
                seen
            })
        })
        .collect();
    std::thread::sleep(Duration::from_secs(5));
    let killed = Instant::now();
    running.child.kill().unwrap();
    running.child.wait().unwrap();
    stop.store(true, Ordering::SeqCst);
    let answered: Vec<_> = load.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
    let rows = said(folder.path(), &["usage", "list", "--config", "g.toml", "--json", "--limit", "1000000"]);
    let kept: std::collections::HashSet<&str> =
        rows.as_array().unwrap().iter().filter_map(|row| row["request_id"].as_str()).collect();
    let old: Vec<_> = answered.iter().filter(|(at, _)| *at + FLUSH + BUSY < killed).collect();
    assert!(old.len() > 20, "{} requests", old.len());
    let lost = old.iter().filter(|(_, id)| !kept.contains(id.as_str())).count();
    assert_eq!(lost, 0, "of {}", old.len());
    // And it starts again over what is there.
    assert_eq!(serve(folder.path()).call(KEY), 200);
}
