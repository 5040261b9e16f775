mod filter;

use std::path::PathBuf;

fn main() {
    let fixed = ["src/main.rs", "notes/today.md", ".git/config", "a\0b.rs", ".."].map(PathBuf::from);
    let given = std::env::args_os().skip(1).map(PathBuf::from);
    for path in fixed.into_iter().chain(given) {
        match filter::classify(&path) {
            Ok(kind) => println!("{}: {kind:?}", path.display()),
            Err(why) => println!("{:?}: {why:?}", path),
        }
    }
}
