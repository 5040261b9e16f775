//! Answers a frame given in hexadecimal on the command line, in hexadecimal.

use std::fmt::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(request) = std::env::args().nth(1) else {
        println!("rust-backend {}; give it a frame in hexadecimal", env!("CARGO_PKG_VERSION"));
        return ExitCode::SUCCESS;
    };
    let Some(request) = bytes(&request) else {
        eprintln!("error: `{request}` is not hexadecimal");
        return ExitCode::from(2);
    };
    if cfg!(feature = "hot-reload") {
        eprintln!("started; restart me whenever I change");
    }
    if cfg!(feature = "dev-tools") {
        eprintln!("a frame of {} bytes", request.len());
    }
    match rust_backend::answer(&request) {
        Ok(reply) => {
            let mut text = String::new();
            for byte in &reply {
                let _in_memory = write!(text, "{byte:02x}");
            }
            println!("{text}");
            if cfg!(feature = "telemetry") {
                eprintln!("telemetry: 1 frame, {} bytes in, {} bytes out", request.len(), reply.len());
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: the frame was not taken: {error:?}");
            ExitCode::FAILURE
        }
    }
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes().chunks(2);
    digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}
