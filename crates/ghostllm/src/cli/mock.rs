//! `ghostllm mock`

use std::net::ToSocketAddrs;

use super::args::MockOptions;
use super::output::{self, Failure};
use super::serve::Signals;
use crate::mock::{Mock, Script};

pub(super) fn run(args: &MockOptions) -> Result<(), Failure> {
    let listen = args.port.map_or_else(|| args.listen.clone(), |port| format!("127.0.0.1:{port}"));
    let address = listen
        .to_socket_addrs()
        .ok()
        .and_then(|mut found| found.next())
        .ok_or_else(|| Failure::usage(format!("`{listen}` is no address and port")))?;
    let defaults = Script::default();
    let script = Script {
        text: args.text.clone().unwrap_or(defaults.text),
        chunks: args.chunks,
        first_ms: args.latency_ms,
        between_ms: args.chunk_delay_ms,
        error_status: args.error_status,
        error_percent: args.error_percent,
        retry_after: args.retry_after,
        cut_after: args.cut_after,
        calls_tools: !args.no_tools,
        prompt_tokens: args.prompt_tokens,
    };
    let signals = Signals::listen().map_err(|error| Failure::environment(&error))?;
    let mock = Mock::start(address, script).map_err(|error| {
        Failure::environment(&error)
            .hint(format!("another process may have {listen}: say --listen 127.0.0.1:0"))
    })?;
    output::line(format!("ghostllm mock (no model is behind it) listens on http://{}", mock.address()))?;
    signals.wait();
    output::note(format!("ghostllm mock: {} requests", mock.requests()));
    Ok(())
}
