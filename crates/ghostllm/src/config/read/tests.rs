//! Files that must be read, and files that must be refused at the right place.

use super::{Environment, read};
use crate::config::EXAMPLE;

fn environment() -> Environment {
    [("OPENAI_API_KEY", "sk-upstream"), ("TEAM_KEY", "sk-ghost-0123456789abcdef")]
        .map(|(k, v)| (k.to_owned(), v.to_owned()))
        .into()
}

fn check(text: &str, expected: &[&str]) {
    let found = match read(text, "g.toml", &environment()) {
        Ok(_) => Vec::new(),
        Err(error) => error.to_string().lines().map(str::to_owned).collect(),
    };
    assert_eq!(found, expected, "{text}");
}

const PROVIDER: &str = "[providers.openai]\n";

#[test]
fn the_issue_s_own_words_are_read() {
    let text = r#"
[server]
listen = "127.0.0.1:0"
[store]
path = "g.db"
[providers.main]
kind = "openai"
base_url = "http://127.0.0.1:9/v1"
api_key = "${OPENAI_API_KEY}"
[[models]]
name = "fast"
provider = "main"
upstream_model = "gpt-4o-mini"
[[keys]]
name = "ci"
key = "${TEAM_KEY}"
rpm = 60
budget_day = 2.5
"#;
    let config = read(text, "g.toml", &environment()).unwrap();
    assert_eq!(config.providers["main"].api_key.as_deref(), Some("sk-upstream"));
    assert_eq!(config.keys[0].limits.rpm, Some(60));
    assert_eq!(config.keys[0].limits.budget_day.unwrap().to_string(), "$2.50");
    assert_eq!(config.models[0].upstream_model.as_deref(), Some("gpt-4o-mini"));
}

#[test]
fn bom_and_crlf_are_read() {
    check("\u{feff}[server]\r\nlisten = \"127.0.0.1:1\"\r\n", &[]);
    check(
        "\u{feff}[server]\r\nlisten = 5\r\n",
        &["g.toml:2:10: `server.listen` must be a string, not a whole number"],
    );
}

#[test]
fn what_clients_and_operators_name_has_a_name() {
    let text = format!(
        "{PROVIDER}[[models]]\nname = \"\"\nprovider = \"openai\"\n[[teams]]\nname = \" \"\n\
         [[keys]]\nname = \"\"\nkey = \"sk-ghost-0123456789abcdef\"\n"
    );
    check(
        &text,
        &[
            "g.toml:3:8: a model needs a name",
            "g.toml:6:8: a team needs a name",
            "g.toml:8:8: a key needs a name",
        ],
    );
}

#[test]
fn every_fault_is_reported_at_its_place() {
    check("[sever]\n", &["g.toml:1:2: unknown key `sever` (did you mean `server`?)"]);
    check(
        "[server]\nlissen = \"x\"\nworkers = \"two\"\nbody_bytes_max = -1\n",
        &[
            "g.toml:2:1: unknown key `lissen` in `server` (did you mean `listen`?)",
            "g.toml:3:11: `server.workers` must be a whole number, not a string",
            "g.toml:4:18: `server.body_bytes_max` is out of range: -1",
        ],
    );
    check(
        "[[models]]\nprovider = \"openai\"\n[providers.openai]\n",
        &["g.toml:1:1: `name` is missing in `models[0]`"],
    );
    check(
        &format!("{PROVIDER}[[models]]\nname = \"m\"\nprovider = \"opanai\"\n"),
        &["g.toml:4:12: there is no provider `opanai` (did you mean `openai`?)"],
    );
    check(
        &format!("{PROVIDER}[[models]]\nname = \"m\"\nprovider = \"openai\"\nstrategy = \"cheap\"\n"),
        &[
            "g.toml:5:12: `models[0].strategy` cannot be `cheap`; it is one of weighted, ordered, least-latency, \
           least-busy, cheapest, sticky (did you mean `cheapest`?)",
        ],
    );
    check(
        "[providers.x]\nkind = \"anthropik\"\n",
        &["g.toml:2:8: there is no kind of provider `anthropik` (did you mean `anthropic`?)"],
    );
    check(
        "[providers.openai]\napi_key = \"${NOPE}\"\n",
        &["g.toml:2:11: the environment variable `NOPE` is not set (set it, or give a default: ${NOPE:-…})"],
    );
    check(
        "[[keys]]\nname = \"a\"\nkey = \"short\"\nbudget_day = \"much\"\n",
        &[
            "g.toml:4:14: `keys[0].budget_day` is no amount: `much` is not an amount in dollars: write a number such as 5 or 0.25",
        ],
    );
    check(
        "[[keys]]\nname = \"a\"\nkey = \"short\"\n",
        &["g.toml:3:7: the key is shorter than 16 characters and can be guessed"],
    );
    check(
        "[[keys]]\nname = \"a\"\nkey = \"0123456789abcdef\"\nexpires = \"30d\"\n",
        &[
            "g.toml:4:11: `30d` is not a date (write 2027-01-31 or 2027-01-31T12:00:00Z; a span would begin anew \
           with each start)",
        ],
    );
    check(
        "[server]\nadmin_listen = \"127.0.0.1:4001\"\n",
        &["g.toml:2:16: `admin_listen` needs an `admin_token` of at least 16 characters \
           (admin_token = \"${GHOSTLLM_ADMIN_TOKEN}\")"],
    );
}

#[test]
fn text_that_is_no_toml_is_refused_at_its_place() {
    let error = read("[server]\nlisten = \n", "g.toml", &environment()).unwrap_err();
    assert_eq!((error.diagnostics[0].line, error.diagnostics.len()), (2, 1), "{error}");
}

#[test]
fn the_published_example_is_valid() {
    let mut environment = environment();
    for name in ["ANTHROPIC_API_KEY", "GHOSTLLM_ADMIN_TOKEN"] {
        environment.insert(name.to_owned(), "a-secret-of-some-length".to_owned());
    }
    read(EXAMPLE, "ghostllm.example.toml", &environment).unwrap();
}

#[test]
fn addresses_that_nobody_can_listen_on_are_refused() {
    let hint = "(write HOST:PORT, as 127.0.0.1:4000 or [::1]:4000)";
    for bad in ["nonsense", "127.0.0.1:99999", "127.0.0.1:", ":4000", "::1:4000", "a b:1", "localhost:+1"] {
        let expected = format!("g.toml:2:10: `{bad}` is no address to listen on {hint}");
        check(&format!("[server]\nlisten = \"{bad}\"\n"), &[&expected]);
    }
    let zone = "(a zone is the interface's number, as [fe80::1%2]:4000; `ip link` says it)";
    for bad in ["[fe80::1%eth0]:4000", "fe80::1%2:4000", "[fe80::1%]:4000", "127.0.0.1%2:4000"] {
        let expected = format!("g.toml:2:10: `{bad}` is no address to listen on {zone}");
        check(&format!("[server]\nlisten = \"{bad}\"\n"), &[&expected]);
    }
    for good in ["127.0.0.1:0", "[::]:4000", "[fe80::1%2]:4000", "localhost:80", "my-host.example:65535"] {
        check(&format!("[server]\nlisten = \"{good}\"\n"), &[]);
    }
}

#[test]
fn a_secret_belongs_to_one_key() {
    let key = |name: &str| format!("[[keys]]\nname = \"{name}\"\nkey = \"0123456789abcdefXX\"\n");
    check(
        &(key("k") + &key("k2")),
        &[
            "g.toml:6:7: `k2` is not the first key with this secret (two keys need two secrets, or nobody knows whose limits count)",
        ],
    );
}
