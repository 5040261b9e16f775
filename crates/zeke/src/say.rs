//! Printing for this crate, in the place of the standard library's macros of these names: those
//! panic where nobody reads any more (`zeke analyze 2>&1 | head -1`). What is said to nobody is
//! lost; results, which must arrive, are written by `cli::output` and fail.

macro_rules! print {
    ($($said:tt)*) => {{
        use std::io::Write as _;
        let _unheard = write!(std::io::stdout().lock(), $($said)*);
    }};
}

macro_rules! println {
    ($($said:tt)*) => {{
        use std::io::Write as _;
        let _unheard = writeln!(std::io::stdout().lock(), $($said)*);
    }};
}

macro_rules! eprint {
    ($($said:tt)*) => {{
        use std::io::Write as _;
        let _unheard = write!(std::io::stderr().lock(), $($said)*);
    }};
}

macro_rules! eprintln {
    ($($said:tt)*) => {{
        use std::io::Write as _;
        let _unheard = writeln!(std::io::stderr().lock(), $($said)*);
    }};
}
