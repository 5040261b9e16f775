mod lint;
mod script;

use script::Script;
use std::env;
use std::path::Path;

fn main() {
    let mut bad = 0;
    for arg in env::args_os().skip(1) {
        let path = Path::new(&arg);
        match Script::load(path) {
            Ok(script) => {
                let report = lint::check(&script);
                println!("{}: {} tabs, {} long lines", path.display(), report.tabs, report.long);
                bad += u32::from(!report.is_clean());
            }
            Err(e) => eprintln!("{}: {e}", path.display()),
        }
    }
    println!("{bad} to be mended");
}
