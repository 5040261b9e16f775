use std::ffi::{c_char, CString, NulError};

extern "C" {
    fn hymn_syllables(line: *const c_char) -> u32;
}

fn syllables(line: &str) -> Result<u32, NulError> {
    let line = CString::new(line)?;
    Ok(unsafe { hymn_syllables(line.as_ptr()) })
}

fn main() {
    for line in ["Now thank we all our God", "", "with heart\0and hands"] {
        match syllables(line) {
            Ok(n) => println!("{n} {line}"),
            Err(e) => println!("refused, NUL at {}", e.nul_position()),
        }
    }
}
