mod codec;
mod frame;

use frame::Frame;
use std::env;
use std::fs;
use std::io;
use std::process::ExitCode;

fn store(path: &str) -> io::Result<()> {
    let frame = Frame::of(&fs::read(path)?);
    println!("{path}: {} of {} bytes", frame.body_len(), frame.full_len());
    fs::write(format!("{path}.qz"), frame.to_bytes())
}

fn restore(path: &str) -> io::Result<()> {
    let bytes = fs::read(format!("{path}.qz"))?;
    let damaged = || io::Error::new(io::ErrorKind::InvalidData, "damaged frame");
    let frame = Frame::from_bytes(&bytes).ok_or_else(damaged)?;
    fs::write(path, frame.open().ok_or_else(damaged)?)
}

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let done = match args.as_slice() {
        [cmd, path] if cmd == "store" => store(path),
        [cmd, path] if cmd == "restore" => restore(path),
        _ => Err(io::Error::new(io::ErrorKind::InvalidInput, "store or restore FILE")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("quartz: {e}");
            ExitCode::FAILURE
        }
    }
}
