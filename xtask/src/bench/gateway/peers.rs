//! Other gateways, installed privately and started as their makers say, in front of the same mock.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Instant;

use camino::Utf8Path;

use super::{CHAT, KEY, LISTENS_MAX, Running, Work, free_address, load};
use crate::children::command;
use crate::report::Failure;
use crate::zig::python;

/// Who is measured beside nginx.
pub(super) const NAMES: [&str; 2] = [LITELLM, PORTKEY];
const LITELLM: &str = "LiteLLM";
const PORTKEY: &str = "Portkey";

/// Those that can be had here; what is wrong with the others is said.
pub(super) fn start(tool: &Utf8Path, folder: &Utf8Path, upstream: &str) -> Vec<(&'static str, Running)> {
    let mut peers = Vec::new();
    for (name, start) in [(LITELLM, litellm as Start), (PORTKEY, portkey)] {
        match start(folder, upstream).and_then(|running| answers(tool, &running).map(|()| running)) {
            Ok(running) => peers.push((name, running)),
            Err(failure) => eprintln!("bench: {name} is not measured: {failure}"),
        }
    }
    peers
}

/// A first try.
const TRIAL: Work = Work { name: "trial", path: CHAT, stream: false, connections: 1, aim: "" };

type Start = fn(&Utf8Path, &str) -> Result<Running, Failure>;

fn litellm(folder: &Utf8Path, upstream: &str) -> Result<Running, Failure> {
    let kit = crate::provision::path_of("litellm")?;
    let config = folder.join("litellm.yaml");
    let text = format!(
        "model_list:\n  - model_name: m\n    litellm_params: {{model: openai/m, api_base: \"http://{upstream}/v1\", \
         api_key: k}}\ngeneral_settings:\n  master_key: {KEY}\n"
    );
    fs::write(&config, text).map_err(|e| unwritable(folder, &e))?;
    let address = free_address().map_err(|e| unwritable(folder, &e))?;
    let mut server = command(python()?);
    // As the command `litellm` does, which pip has not written for a folder.
    server
        .args(["-c", "import sys; from litellm.proxy.proxy_cli import run_server; run_server(sys.argv[1:])"]);
    server.args(["--config", config.as_str(), "--host", "127.0.0.1", "--port", port(&address)]);
    // One worker a core, as nginx has.
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    server.args(["--num_workers", &cores.to_string()]);
    server.env("PYTHONPATH", kit.as_str()).env("HOME", folder.as_str());
    // It would ask the network for prices.
    server.env("LITELLM_LOCAL_MODEL_COST_MAP", "True");
    running(server, folder, "litellm.log", address)
}

fn portkey(folder: &Utf8Path, upstream: &str) -> Result<Running, Failure> {
    let script = crate::provision::path_of("portkey")?;
    let address = free_address().map_err(|e| unwritable(folder, &e))?;
    let mut server = command(crate::provision::path_of("node")?);
    server.args([script.as_str(), &format!("--port={}", port(&address)), "--headless"]);
    server.env("TRUSTED_CUSTOM_HOSTS", "127.0.0.1").env("HOME", folder.as_str());
    let mut running = running(server, folder, "portkey.log", address)?;
    running.headers =
        vec!["x-portkey-provider: openai".to_owned(), format!("x-portkey-custom-host: http://{upstream}/v1")];
    Ok(running)
}

fn running(mut server: Command, folder: &Utf8Path, log: &str, address: String) -> Result<Running, Failure> {
    let log = folder.join(log);
    let file = fs::File::create(&log).map_err(|e| unwritable(folder, &e))?;
    let also = file.try_clone().map_err(|e| unwritable(folder, &e))?;
    server.current_dir(folder).stdin(Stdio::null()).stdout(file).stderr(also);
    let running = Running::start(server, address)?;
    running.awaits(&log)?;
    Ok(running)
}

/// Waits until it answers chats: some listen before they can.
fn answers(tool: &Utf8Path, server: &Running) -> Result<(), Failure> {
    let begun = Instant::now();
    loop {
        let problem = match load(tool, server, &TRIAL, CHAT) {
            Ok(seen) if seen.requests_a_second > 0.0 => return Ok(()),
            Ok(_) => Failure::environment("it answers nothing"),
            Err(problem) => problem,
        };
        if begun.elapsed() > LISTENS_MAX {
            return Err(problem);
        }
    }
}

fn port(address: &str) -> &str {
    address.rsplit_once(':').map_or(address, |(_, port)| port)
}

fn unwritable(folder: &Utf8Path, error: &std::io::Error) -> Failure {
    Failure::environment(format!("cannot write {folder}: {error}"))
}
