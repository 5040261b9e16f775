mod scanner;

use scanner::Scanner;
use std::path::Path;

fn main() -> std::io::Result<()> {
    for name in std::env::args_os().skip(1) {
        let mut s = Scanner::for_file(Path::new(&name))?;
        let mut kinds = [0usize; 3];
        for t in s.by_ref() {
            if let Some(n) = kinds.get_mut(t.kind as usize) {
                *n += 1;
            }
        }
        println!("{}: {kinds:?}, {} left open", name.display(), s.depth());
    }
    Ok(())
}
