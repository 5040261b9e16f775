mod pak;

use std::fs;

fn main() {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: pakls FILE");
        return;
    };
    let bytes = match fs::read(&path) {
        Ok(b) => b,
        Err(e) => {
            eprintln!("{path}: {e}");
            return;
        }
    };
    for e in pak::list(&bytes) {
        println!("{:08x} {:>8} {:>8}", e.hash, e.length, e.flags);
    }
}
