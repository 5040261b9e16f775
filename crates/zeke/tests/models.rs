//! The commands that ask models, against a server that says what the test wrote for it.

#![allow(clippy::unwrap_used, reason = "what cannot go on has failed")]

#[path = "../../zeke-core/tests/stub/mod.rs"]
mod stub;
mod world;

use std::fs;

use serde_json::Value;
use stub::{Reply, Stub};
use world::{KEY, World, schema};

#[test]
fn an_answer_goes_to_standard_output_and_everything_about_it_beside() {
    let stub = Stub::texts(&["It promises the layout of C."]);
    let done = World::with(&stub).run(&["ask", "what does", "repr(C) promise?"], "");
    assert_eq!((done.code, done.out.as_str()), (Some(0), "It promises the layout of C.\n"), "{}", done.err);
    assert!(done.err.contains("bytes to openai/m at 127.0.0.1"), "{}", done.err);
    assert!(done.err.contains("100 + 20 tokens, price unknown"), "{}", done.err);
    let body = stub.body(0);
    assert!(body.len() < "what does repr(C) promise?".len() + 200, "{body}");

    let done = World::with(&stub).run(&["ask", "--output-format", "json", "why?"], "");
    schema::follows(schema::ASK, &done.json());
    let answer = &done.json()["answers"][0];
    assert_eq!(answer["text"], "It promises the layout of C.");
    assert_eq!((&answer["complete"], &answer["input_tokens"]), (&Value::Bool(true), &Value::from(100)));

    let done = World::with(&stub).run(&["ask", "--output-format", "jsonl", "why?"], "");
    let events = done.events();
    for event in &events {
        schema::follows(schema::EVENT, event);
    }
    let names: Vec<&str> = events.iter().map(|event| event["event"].as_str().unwrap()).collect();
    assert_eq!((names[0], names[1], *names.last().unwrap()), ("sent", "text", "answer"), "{}", done.out);
}

#[test]
fn without_a_model_nothing_is_sent() {
    let stub = Stub::texts(&["x"]);
    let mut world = World::with(&stub);
    world.vars.remove("ZEKE_MODEL");
    let done = world.run(&["ask", "hi"], "");
    assert_eq!(done.code, Some(2));
    assert!(done.err.contains("no model is chosen"), "{}", done.err);
    world.set("ZEKE_MODEL", "openai/m");
    let done = world.run(&["ask", "--no-model", "hi"], "");
    assert_eq!(done.code, Some(2));
    let done = world.run(&["ask", "--show-prompt", "hi"], "");
    assert_eq!(done.code, Some(0));
    assert!(done.out.contains("\"content\":\"hi\"") && done.err.contains("nothing was sent"), "{done:?}");
    assert!(stub.requests().is_empty());
}

/// A pipe that nobody writes to is not waited for; one that was asked for is.
#[test]
fn standard_input_is_waited_for_only_where_it_was_asked_for() {
    use std::io::Write as _;
    let stub = Stub::texts(&["hello"]);
    let world = World::with(&stub);
    let mut silent = world.start(&["ask", "hi"]);
    let open = silent.stdin.take().unwrap();
    let done = world::Done::of(silent.wait_with_output().unwrap());
    drop(open);
    assert_eq!((done.code, done.out.as_str()), (Some(0), "hello\n"), "{done:?}");
    assert!(done.err.contains("nothing comes on standard input") && done.err.contains("`-`"), "{done:?}");

    let mut slow = world.start(&["ask", "-", "why?"]);
    let mut pipe = slow.stdin.take().unwrap();
    // Longer than what was not asked for is waited for.
    std::thread::sleep(std::time::Duration::from_secs(4));
    pipe.write_all(b"late words").unwrap();
    drop(pipe);
    let done = world::Done::of(slow.wait_with_output().unwrap());
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(stub.body(1).contains("why?\\n\\nlate words"), "{}", stub.body(1));
}

#[test]
fn failures_have_their_exit_codes() {
    let check = |replies: Vec<Reply>, args: &[&str], code: i32, out: &str, err: &str| {
        let stub = Stub::new(replies);
        let done = World::with(&stub).run(args, "");
        assert_eq!(done.code, Some(code), "{done:?}");
        assert!(done.out.contains(out) && done.err.contains(err), "{done:?}");
        assert!(!done.err.contains(KEY) && !done.out.contains(KEY));
    };
    let text = || vec![Reply::Text("hello".to_owned())];
    let refused = || vec![Reply::Status(401, "{\"error\":{\"message\":\"no\"}}".to_owned())];
    check(vec![Reply::Cut("half".to_owned())], &["ask", "hi"], 1, "half\n", "the answer is incomplete");
    check(refused(), &["ask", "hi"], 1, "", "zeke auth status");
    let page = || vec![Reply::Raw("text/html", "<html>Welcome</html>".to_owned())];
    check(page(), &["ask", "hi"], 2, "", "check the address of `openai`, its base-url");
    check(text(), &["ask"], 2, "", "there is no question");
    check(text(), &["ask", "-m", "nobody/m", "hi"], 2, "", "does not say whose model it is");
    check(text(), &["ask", "--budget", "much", "hi"], 2, "", "write dollars");
    check(text(), &["ask", "--budget", "0.5", "hi"], 2, "", "price of `openai/m` is not known");
    check(
        text(),
        &["ask", "--budget", "50tokens", "hi"],
        1,
        "",
        "budget of 50 tokens a run would be exceeded",
    );
    check(text(), &["ask", "--budget", "5000tokens", "hi"], 0, "hello", "");
    check(text(), &["ask", "-m", "anthropic/claude-x", "hi"], 2, "", "zeke auth login anthropic");
    let mut world = World::new();
    world.set("OPENAI_BASE_URL", "http://127.0.0.1:9/v1");
    let done = world.run(&["ask", "-m", "openai/m", "hi"], "");
    assert_eq!(done.code, Some(3), "{done:?}");
    assert!(done.err.contains("zeke doctor"), "{done:?}");
    world.config("modle = \"x\"");
    let done = world.run(&["ask", "hi"], "");
    assert_eq!(done.code, Some(2));
    assert!(done.err.contains("config.toml:1: unknown field `modle`"), "{}", done.err);
}

#[test]
fn secrets_stay_and_escapes_are_seen() {
    let stub = Stub::texts(&["\u{1b}]0;owned\u{7}\u{1b}[2J text"]);
    let world = World::with(&stub);
    let key = "const K: &str = \"ghp_0123456789abcdefghijABCDEFGHIJ456789\";\n";
    fs::write(world.home.join("a\u{1b}[31m.rs"), key).unwrap();
    fs::write(world.home.join(".env"), "TOKEN=x").unwrap();
    let piped = "password = \"hunter2hunter22\"\n";
    let done = world.run(&["ask", "--file", "a\u{1b}[31m.rs", "what?"], piped);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert_eq!(done.out, "\\u{1b}]0;owned\\u{7}\\u{1b}[2J text\n");
    assert!(!done.err.contains('\u{1b}'), "{:?}", done.err);
    assert!(done.err.contains("2 secrets left out"), "{}", done.err);
    let body = stub.body(0);
    assert!(!body.contains("ghp_") && !body.contains("hunter2"), "{body}");
    let done = world.run(&["ask", "--file", ".env", "what?"], "");
    assert_eq!(done.code, Some(2));
    assert_eq!(stub.requests().len(), 1);
}

#[cfg(unix)]
#[test]
fn an_interrupt_keeps_what_came_and_stops_the_provider() {
    use std::io::Read as _;
    let stub = Stub::new(vec![Reply::Stall("as far as it came".to_owned())]);
    // Its folders stay until the program has ended.
    let world = World::with(&stub);
    let mut child = world.start(&["ask", "hi"]);
    drop(child.stdin.take());
    let mut out = child.stdout.take().unwrap();
    let mut first = [0; 17];
    out.read_exact(&mut first).unwrap();
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    let done = world::Done::of(child.wait_with_output().unwrap());
    assert_eq!(done.code, Some(130));
    assert_eq!((&first[..], rest.as_str()), (&b"as far as it came"[..], "\n"));
    assert!(done.err.contains("the answer is incomplete: cancelled"), "{}", done.err);
    assert!(stub.was_hung_up_on(1));
}

#[test]
fn a_conversation_remembers_and_changes_its_model() {
    let stub = Stub::texts(&["one", "two", "three"]);
    let other = Stub::texts(&["from the other"]);
    let world = World::with(&stub);
    world.config(&format!("[providers.box]\nbase-url = \"{}/v1\"", other.url));
    fs::write(world.home.join("f.zig"), "extern fn f() void;\n").unwrap();
    let input = "first\n/file f.zig\nsecond\n/model box/n\nthird\n/nonsense\n/usage\n/quit\nnever\n";
    let done = world.run(&["chat"], input);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(done.out.contains("one\n") && done.out.contains("two\n") && done.out.contains("from the other"));
    assert!(done.err.contains("from here on box/n answers") && done.err.contains("no command /nonsense"));
    assert!(done.err.contains("360 tokens"), "{}", done.err);
    let body: Value = serde_json::from_str(&stub.body(1)).unwrap();
    let said: Vec<&str> =
        body["messages"].as_array().unwrap().iter().map(|m| m["content"].as_str().unwrap()).collect();
    assert_eq!(said, ["first", "one", "second\n\nf.zig:\nextern fn f() void;\n"]);
    assert!(
        other.body(0).contains("third") && other.body(0).contains("first"),
        "the conversation goes along"
    );
    assert_eq!(stub.requests().len(), 2);

    let stub = Stub::new(vec![Reply::Text("one".to_owned()), Reply::Status(400, "{}".to_owned())]);
    let done = World::with(&stub).run(&["chat", "--output-format", "jsonl"], "a\n{\"text\":\"b\\nc\"}\n");
    assert_eq!(done.code, Some(1), "the last answer failed");
    let names: Vec<String> =
        done.events().iter().map(|event| event["event"].as_str().unwrap().to_owned()).collect();
    assert_eq!(names, ["session", "sent", "text", "answer", "sent", "error"]);
    assert!(stub.body(1).contains("b\\nc"));
}

const AUTH: &str = include_str!("../../../docs/schema/zeke-auth.schema.json");

#[cfg(unix)]
#[test]
fn keys_are_kept_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let stub = Stub::texts(&["hello"]);
    let mut world = World::with(&stub);
    world.vars.remove("OPENAI_API_KEY");
    let done = world.run(&["auth", "login", "openai"], "sk-kept-0123456789abcdef\n");
    assert_eq!(done.code, Some(0), "{done:?}");
    let file = world.home.join(".config/zeke/keys.toml");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    world.run(&["ask", "hi"], "");
    assert!(stub.requests()[0].to_lowercase().contains("authorization: bearer sk-kept-0123456789abcdef"));

    let done = world.run(&["auth", "status", "--output-format", "json"], "");
    let status = done.json();
    schema::follows(AUTH, &status);
    let openai = status["providers"].as_array().unwrap().iter().find(|p| p["provider"] == "openai").unwrap();
    assert!(openai["source"].as_str().unwrap().starts_with("file ("));
    assert!(!done.out.contains("sk-kept"));

    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    let done = world.run(&["ask", "hi"], "");
    assert_eq!(done.code, Some(2));
    assert!(done.err.contains("chmod 600") && done.err.contains("mode 640"), "{}", done.err);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let done = world.run(&["auth", "logout", "openai", "--output-format", "json"], "");
    schema::follows(AUTH, &done.json());
    assert_eq!((done.code, done.json()["forgotten"].as_array().unwrap().len()), (Some(0), 1), "{done:?}");
    assert!(!fs::read_to_string(&file).unwrap().contains("sk-kept"));
    assert_eq!(world.run(&["auth", "login", "nobody"], "k\n").code, Some(2));
    assert_eq!(world.run(&["auth", "login", "openai"], "\n").code, Some(2));
}

#[cfg(unix)]
#[test]
fn a_keyring_is_used_where_there_is_one() {
    use std::os::unix::fs::PermissionsExt as _;
    let stub = Stub::texts(&["hello"]);
    let mut world = World::with(&stub);
    world.vars.remove("OPENAI_API_KEY");
    // A keyring that keeps what it is given in a file, and is asked as libsecret's tool is.
    let tool = world.home.join("bin/secret-tool");
    let kept = world.home.join("kept");
    let script = format!(
        "#!/bin/sh\ncase \"$1 $*\" in\n\"store \"*) /bin/cat > {kept};;\n\"lookup \"*openai*) /bin/cat {kept};;\n\
         \"clear \"*) /bin/rm {kept};;\n*) exit 1;;\nesac\n"
    );
    fs::write(&tool, script).unwrap();
    fs::set_permissions(&tool, fs::Permissions::from_mode(0o755)).unwrap();
    let login = |args: &[&str], key: &str, place: &str| {
        let done = world.run(&[&["auth", "login", "openai"], args].concat(), &format!("{key}\n"));
        assert!(done.err.contains(&format!("is kept: {place}")), "{done:?}");
    };
    login(&[], "sk-ring-0123456789abcdef", "keyring");
    assert_eq!(fs::read_to_string(&kept).unwrap(), "sk-ring-0123456789abcdef");
    let file = world.home.join(".config/zeke/keys.toml");
    assert!(!file.exists());
    // The last key is the one that counts, wherever the one before lies.
    login(&["--file"], "sk-file-0123456789abcdef", "file");
    assert!(fs::read_to_string(&file).unwrap().contains("sk-file"));
    login(&[], "sk-ring-0123456789abcdef", "keyring");
    assert!(!fs::read_to_string(&file).unwrap().contains("sk-file"));
    world.run(&["ask", "hi"], "");
    assert!(stub.requests()[0].contains("sk-ring-0123456789abcdef"));
    let done = world.run(&["auth", "logout", "openai"], "");
    assert!(done.err.contains("forgotten: keyring"), "{done:?}");
    assert!(!kept.exists());
}

#[test]
fn models_are_listed_and_the_doctor_says_what_to_do() {
    let list = "{\"object\":\"list\",\"data\":[{\"id\":\"m1\"},{\"id\":\"m\\u001b2\"}]}";
    let stub = Stub::new(vec![Reply::Raw("application/json", list.to_owned())]);
    let world = World::with(&stub);
    let done = world.run(&["models", "openai"], "");
    assert_eq!((done.code, done.out.as_str()), (Some(0), "openai/m1\nopenai/m\\u{1b}2\n"), "{}", done.err);
    let done = world.run(&["models", "openai", "--output-format", "json"], "");
    schema::follows(include_str!("../../../docs/schema/zeke-models.schema.json"), &done.json());
    let done = world.run(&["doctor", "--output-format", "json"], "");
    assert_eq!(done.code, Some(3), "no compiler is on PATH");
    let report = done.json();
    schema::follows(include_str!("../../../docs/schema/zeke-doctor.schema.json"), &report);
    let item = |name: &str| {
        report["checks"].as_array().unwrap().iter().find(|check| check["name"] == name).unwrap().clone()
    };
    assert_eq!(item("zig")["state"], "missing");
    assert!(item("zig")["advice"].as_str().unwrap().contains("install"));
    assert_eq!(item("openai")["state"], "ok");
    assert!(item("openai")["detail"].as_str().unwrap().contains("2 models"));
    assert_eq!(item("anthropic")["state"], "absent");
    assert_eq!(item("copilot")["state"], "absent");
    assert!(!done.out.contains(KEY));
    let before = stub.requests().len();
    world.run(&["doctor", "--offline"], "");
    assert_eq!(stub.requests().len(), before);
}

#[test]
fn several_models_answer_at_once() {
    let (one, two) = (Stub::texts(&["first"]), Stub::texts(&["second"]));
    let world = World::with(&one);
    world.config(&format!("[providers.box]\nbase-url = \"{}/v1\"", two.url));
    let done = world.run(&["ask", "--also", "box/n", "hi"], "");
    let both = "## openai/m\n\nfirst\n## box/n\n\nsecond\n";
    assert_eq!((done.code, done.out.as_str()), (Some(0), both), "{}", done.err);
}

#[test]
fn the_guides_configuration_is_one() {
    let guide = include_str!("../../../docs/zeke-models.md");
    let example = guide.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let value: toml::Value = toml::from_str(example).unwrap();
    schema::follows(schema::CONFIG, &serde_json::to_value(value).unwrap());
    let stub = Stub::texts(&["hello"]);
    let world = World::with(&stub);
    world.config(example);
    let done = world.run(&["ask", "-m", "openai/gpt-4o", "hi"], "");
    assert_eq!(done.code, Some(0), "{done:?}");
}
