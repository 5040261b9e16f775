//! Credentials, permissions, limits and budgets, as clients meet them.

use serde_json::json;

use crate::support::client::{get, post, post_with};
use crate::support::stub::{Stub, chat_answer};
use crate::support::{Gateway, KEY, eventually, model, provider};

const CHAT: &str = "/v1/chat/completions";

fn with_key(stub: &Stub, key: &str) -> Gateway {
    Gateway::start_with_keys(&format!(
        "{}{}{}[[keys]]\nname = \"k\"\nkey = \"{KEY}\"\n{key}\n",
        provider("p", "openai", stub.address),
        model("m", "p", "price = { input = 1000, output = 1000 }"),
        model("other", "p", "")
    ))
}

fn chat() -> serde_json::Value {
    json!({"model": "m", "messages": [{"role": "user", "content": "hi"}]})
}

#[test]
fn every_dialect_s_own_header_is_taken_and_errors_are_in_its_words() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = with_key(&stub, "");
    let body =
        json!({"model": "m", "max_tokens": 5, "messages": [{"role": "user", "content": "hi"}]}).to_string();
    let check = |path: &str, header: &str, expected: u16| {
        let reply = post_with(gateway.address, path, header, body.as_bytes());
        assert_eq!(reply.status, expected, "{path} {header} {}", reply.text());
        reply
    };
    check(CHAT, &format!("authorization: Bearer {KEY}\r\n"), 200);
    check(CHAT, &format!("api-key: {KEY}\r\n"), 200);
    check("/v1/messages", &format!("x-api-key: {KEY}\r\n"), 200);
    check("/v1/messages", &format!("Authorization: bearer {KEY}\r\n"), 200);
    let openai = check(CHAT, "authorization: Bearer wrong\r\n", 401).json();
    assert_eq!(openai["error"]["code"], "invalid_api_key");
    let anthropic = check("/v1/messages", "x-api-key: wrong\r\n", 401).json();
    assert_eq!(
        (&anthropic["type"], &anthropic["error"]["type"]),
        (&json!("error"), &json!("authentication_error"))
    );
    let gemini = check("/v1beta/models/m:generateContent?key=wrong", "", 401).json();
    assert_eq!(gemini["error"]["status"], "UNAUTHENTICATED");
    check(CHAT, "", 401);
    let secret = check(CHAT, "authorization: Bearer a-wrong-secret\r\n", 401).text();
    assert!(!secret.contains("a-wrong-secret"));
}

#[test]
fn a_key_is_held_to_its_models_and_providers() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = with_key(&stub, "models = [\"m\"]");
    assert_eq!(post(gateway.address, CHAT, &chat()).status, 200);
    let refused = post(gateway.address, CHAT, &json!({"model": "other", "messages": []}));
    assert_eq!(refused.status, 403, "{}", refused.text());
    let listed = get(gateway.address, "/v1/models").json();
    assert_eq!(listed["data"].as_array().unwrap().len(), 1);
    assert_eq!(listed["data"][0]["id"], "m");
    let gateway = with_key(&stub, "providers = [\"elsewhere\"]");
    assert_eq!(post(gateway.address, CHAT, &chat()).status, 403);
    assert_eq!(stub.calls(), 1);
}

#[test]
fn an_expired_key_is_refused() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = with_key(&stub, "expires = \"2020-01-01\"");
    assert_eq!(post(gateway.address, CHAT, &chat()).status, 401);
}

#[test]
fn a_budget_is_counted_in_money_and_survives_a_restart() {
    // 11 + 7 tokens at $1,000 a million: $0.018 a request.
    let stub = Stub::always(chat_answer("x"));
    let gateway = with_key(&stub, "budget_day = 0.03");
    assert_eq!(post(gateway.address, CHAT, &chat()).status, 200);
    assert_eq!(post(gateway.address, CHAT, &chat()).status, 200);
    let refused = post(gateway.address, CHAT, &chat());
    assert_eq!((refused.status, &refused.json()["error"]["code"]), (429, &json!("insufficient_quota")));
    // A row is written after its answer has gone out, so the last two may stand in either order.
    let mut costs: Vec<String> = gateway.usage(3).iter().map(|row| row.cost.to_string()).collect();
    costs.sort_unstable();
    assert_eq!(costs, ["$0.00", "$0.018", "$0.018"]);
    let config = std::fs::read_to_string(gateway.config_file()).unwrap();
    let gateway = Gateway::start_in(gateway.stop(), &config);
    assert_eq!(post(gateway.address, CHAT, &chat()).status, 429, "what was spent is remembered");
}

#[test]
fn tokens_without_a_known_price_are_unpriced_and_not_free() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = Gateway::with("openai", &stub);
    let reply = post(gateway.address, CHAT, &chat());
    assert_eq!(reply.header("x-ghostllm-unpriced"), Some("true"));
    assert!(gateway.usage(1)[0].unpriced);
    let metrics = get(gateway.address, "/metrics").text();
    assert!(
        metrics.lines().any(|line| line.contains("unpriced_requests_total{") && line.ends_with(" 1")),
        "{metrics}"
    );
    let gateway = with_key(&stub, "");
    assert_eq!(post(gateway.address, CHAT, &chat()).header("x-ghostllm-unpriced"), None);
    assert!(!gateway.usage(1)[0].unpriced);
}

#[test]
fn a_team_s_limits_hold_for_all_its_keys() {
    let stub = Stub::always(chat_answer("x"));
    let second = "sk-test-second-0123456789";
    let gateway = Gateway::start_with_keys(&format!(
        "{}{}[[teams]]\nname = \"t\"\nrpm = 3\n\
         [[keys]]\nname = \"a\"\nkey = \"{KEY}\"\nteam = \"t\"\n[[keys]]\nname = \"b\"\nkey = \"{second}\"\nteam = \"t\"\n",
        provider("p", "openai", stub.address),
        model("m", "p", "")
    ));
    let call = |key: &str| {
        let header = format!("authorization: Bearer {key}\r\n");
        post_with(gateway.address, CHAT, &header, chat().to_string().as_bytes()).status
    };
    assert_eq!([call(KEY), call(second), call(KEY), call(second), call(KEY)], [200, 200, 200, 429, 429]);
}

#[test]
fn tokens_are_reserved_then_settled() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = with_key(&stub, "tpm = 60");
    let small = json!({"model": "m", "max_tokens": 5, "messages": []});
    let first = post(gateway.address, CHAT, &small);
    assert_eq!((first.status, first.header("x-ratelimit-limit-tokens")), (200, Some("60")));
    // 18 tokens each, by what the upstream says.
    let statuses: Vec<u16> = (0..4).map(|_| post(gateway.address, CHAT, &small).status).collect();
    assert_eq!(statuses, [200, 200, 429, 429]);
}

#[test]
fn a_changed_configuration_is_taken_over_and_a_bad_one_is_not() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = with_key(&stub, "");
    let good = std::fs::read_to_string(gateway.config_file()).unwrap();
    let renamed = |name: &str| post(gateway.address, CHAT, &json!({"model": name, "messages": []})).status;
    assert_eq!((renamed("other"), renamed("new")), (200, 404));
    std::fs::write(gateway.config_file(), good.replace("\"other\"", "\"new\"")).unwrap();
    eventually("the new model is known", || (renamed("new") == 200).then_some(()));
    assert_eq!(renamed("other"), 404);
    std::fs::write(gateway.config_file(), "[sever]\n").unwrap();
    let failed =
        || get(gateway.address, "/metrics").text().contains("ghostllm_config_reload_failures_total 1");
    eventually("the bad edit is counted", || failed().then_some(()));
    assert_eq!(renamed("new"), 200, "the old one stays");
    // A key that leaves the configuration stops working.
    std::fs::write(gateway.config_file(), good.replace(KEY, "sk-another-0123456789")).unwrap();
    eventually("the old key is refused", || (renamed("m") == 401).then_some(()));
}

#[test]
fn health_and_metrics_need_no_key_and_tell_no_secret() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = with_key(&stub, "");
    assert_eq!(post(gateway.address, CHAT, &chat()).status, 200);
    assert_eq!(get(gateway.address, "/health").json()["status"], "ok");
    assert_eq!(get(gateway.address, "/ready").json()["status"], "ready");
    gateway.usage(1);
    let metrics = get(gateway.address, "/metrics").text();
    let line = "ghostllm_requests_total{model=\"m\",provider=\"p\",status=\"200\",outcome=\"complete\",stream=\"false\"} 1";
    assert!(metrics.contains(line), "{metrics}");
    assert!(!metrics.contains(KEY) && !metrics.contains("upstream-secret"));
}
